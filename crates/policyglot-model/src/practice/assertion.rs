//! What a predicate does to the walk: it states a practice, qualifies what was named, or is no statement at all.

use std::ops::Range;

use super::clause::Predicate;
use super::frame::{Frame, Slot};
use super::here::inside;
use super::token::{Action, Class, Deed, Form, Token};
use super::walk::Walk;
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{Actor, Modality, Mode};

impl Walk<'_, '_> {
    /// Takes the predicate `found` at token `at`.
    pub(super) fn predicate(&mut self, at: usize, found: &Predicate) {
        let Some(first) = found.first() else { return };
        // "to show you ads and | may share it" goes on with what the company does.
        let joined = found.helped && self.before(at) == Class::And;
        let relative = std::mem::take(&mut self.relative) && !joined;
        let inverted = self.renew(at, found, relative);
        let actor = found.actor.or(self.actor);
        let gives = found.actions.iter().flatten().any(|action| action.deed == Deed::Give);
        // "When using the site, …": the reader does.
        let gerund = self.before(at) == Class::If && !found.helped && first.form == Form::Gerund;
        let supposed = self.slot == Some(Slot::Condition) && (actor == Some(Actor::User) && !gives || gerund);
        if supposed || (!found.helped && !inverted && self.is_no_statement(at, found, first, actor)) {
            return;
        }
        // "when you use the services provided by us" supposes nothing that is provided.
        let inner = self.slot == Some(Slot::Condition)
            && self.before(at) == Class::Word
            && first.deed == Deed::Give
            && self.relative_actor(at).is_none()
            && !matches!(self.class(at + found.len), Class::The | Class::This | Class::Your | Class::Our);
        let reduced = !found.helped && (inner || first.form == Form::Participle && actor.is_none());
        let trails = self.slot == Some(Slot::Object) && !found.helped && !self.joins(at, first);
        // "plug-ins that may provide information to third parties" share in their own right.
        let provides = found.helped
            && matches!(first.deed, Deed::Share | Deed::Give)
            && self.before(at) == Class::That
            && self.slot == Some(Slot::Object);
        if relative && provides && !found.passive {
            self.clause = at;
            self.state(at, found, first, Some(Actor::ThirdParty));
        } else if relative && let Some(collector) = self.collector(at, found, first) {
            self.clause = at;
            self.state(at, found, first, Some(collector));
        } else if relative || reduced || trails {
            self.qualify(at, found, first, relative);
        } else {
            self.state(at, found, first, actor);
        }
    }

    /// Who collects in "we use tools that may automatically collect your address": those whom we use, else we.
    fn collector(&self, at: usize, found: &Predicate, first: Action) -> Option<Actor> {
        let that = (self.start..at).rev().find(|&at| self.class(at) != Class::Automatically)?;
        let uses = self.current.and_then(|at| self.frames.get(at)).is_some_and(|frame| {
            frame.actor == Actor::FirstParty && (frame.does(Deed::Use) || frame.does(Deed::Engage))
        });
        let head = self.words(self.start, that);
        let collects = first.deed == Deed::Collect && first.form == Form::Plain && !found.passive;
        let tool = self.class(that) == Class::That
            && self.slot == Some(Slot::Object)
            && !self.mentions_in(&head, ConceptKind::Data);
        let others = self.mentions_in(&head, ConceptKind::Recipient);
        (collects && tool && uses).then_some(if others { Actor::ThirdParty } else { Actor::FirstParty })
    }

    /// Starts a clause of its own where the predicate has a subject of its own; tells whether the company is it, and
    /// stands behind the verb.
    fn renew(&mut self, at: usize, found: &Predicate, relative: bool) -> bool {
        let conditional = self.slot == Some(Slot::Condition) && self.names_subject(at, found);
        let passive = found.first().is_some_and(|action| action.form == Form::Passive);
        // "när du loggar in samlas adressen in" has no comma between condition and statement.
        let inverted = self.slot == Some(Slot::Condition)
            && passive
            && !found.helped
            && !self.mentions_in(&self.words(self.start, at), ConceptKind::Data);
        // Nor has "när du handlar samlar vi in namn", where the verb stands before its subject.
        let verb_second =
            self.slot == Some(Slot::Condition) && self.precedes_us(at, found) || self.inverts(at, found);
        let clause = if inverted || verb_second {
            Some(at)
        } else if conditional {
            Some(self.clause)
        } else {
            self.own_subject(at).filter(|_| found.helped && !relative)
        };
        if let Some(clause) = clause {
            self.suppose(clause);
            (self.actor, self.conditional, self.current, self.outer) = (None, false, None, None);
            self.clause = clause;
        }
        verb_second
    }

    /// A verb without helper that is a noun, an infinitive or a gerund: handled here, and no statement.
    fn is_no_statement(&mut self, at: usize, found: &Predicate, first: Action, actor: Option<Actor>) -> bool {
        let (before, end) = (self.before(at), at + found.len);
        let gerund = first.form == Form::Gerund;
        // "uses addresses without consulting, collecting or storing them" denies the storing of what it uses.
        if gerund && first.deed != Deed::Share && self.without.is_some_and(|from| at - from < 6) {
            if let Some(frame) = self.current.and_then(|at| self.frames.get_mut(at)) {
                frame.negated = true;
            }
            return true;
        }
        // "Vid inloggning lagras din adress": a passive of one word is no noun, and ends an aim that opens the sentence.
        if first.form == Form::Passive && before != Class::To && self.states_passive(at) {
            return false;
        }
        match before {
            // "without storing it", "Please do not send us your card number".
            Class::Without | Class::Urge => return true,
            Class::To if self.slot.is_none() && self.current.is_none() && self.weak.is_none() => {}
            Class::To | Class::InOrderTo => {
                self.infinitive(at, found, first);
                return true;
            }
            Class::The
            | Class::This
            | Class::Our
            | Class::Your
            | Class::Of
            | Class::For
            | Class::By
            | Class::Through
            | Class::From
            | Class::With
            | Class::No
            | Class::Purpose => {
                let user = before == Class::Your;
                self.weaken(at, end, found, if user { Actor::User } else { Actor::FirstParty });
                return true;
            }
            _ => {}
        }
        let shares = first.deed == Deed::Share && before == Class::And && actor == Some(Actor::FirstParty);
        let purpose = self.slot.is_some_and(Slot::tells_why) && !shares;
        if purpose && matches!(before, Class::Comma | Class::And | Class::Word) {
            return true;
        }
        // "collect it using cookies".
        if gerund && first.deed == Deed::Use && self.current.is_some() {
            self.open(at, Slot::Instrument);
            return true;
        }
        if gerund || (self.class(end) == Class::Of && !matches!(before, Class::Actor(_))) {
            self.weaken(at, end, found, Actor::FirstParty);
            return true;
        }
        false
    }

    /// "use tools to collect information": the collecting is a practice too.
    fn infinitive(&mut self, at: usize, found: &Predicate, first: Action) {
        let Some(frame) = self.frame() else { return };
        // "to respond to requests" requests nothing.
        let start = self.tokens.get(at).map_or(0, |token| token.start);
        let part = |mention: &Mention| mention.words.start < start && start < mention.words.end;
        if self.mentions.iter().any(|mention| mention.kind == ConceptKind::Purpose && part(mention)) {
            return;
        }
        let (actor, modality, negated) = (frame.actor, frame.modality, frame.negated);
        // "We do not use tracking services to collect data" denies the services.
        let object = frame.slot(Slot::Object).last();
        if negated && object.is_some_and(|object| self.mentions_in(&object, ConceptKind::Recipient)) {
            return;
        }
        if first.deed == Deed::Collect && self.slot.is_some_and(Slot::tells_why) {
            let end = at + found.len;
            self.close(end);
            let mut frame = self.framed(at, found, actor, modality);
            // "We do not use it to collect your name" denies the collecting.
            frame.negated |= negated;
            self.push(frame, end);
        }
    }

    /// A relative clause or participle says more of what was named before it.
    fn qualify(&mut self, at: usize, found: &Predicate, first: Action, relative: bool) {
        let actor = self.relative_actor(at);
        self.hint(found, if relative { actor } else { None });
        // "the partners with whom we share your data".
        let head = self.words(if self.slot.is_none() { self.clause } else { self.start }, at);
        let receives = first.deed == Deed::Share && self.mentions_in(&head, ConceptKind::Recipient);
        if relative && receives && actor == Some(Actor::FirstParty) {
            let mut frame = self.framed(at, found, Actor::FirstParty, found.modality);
            frame.slots.push((Slot::Recipient, head));
            self.frames.push(frame);
        }
        if self.weak.is_none() && self.slot.is_none() {
            let actor = actor.or(self.actor).unwrap_or(Actor::FirstParty);
            let mut frame = self.framed(at, found, actor, found.modality);
            frame.slots.push((Slot::Object, self.words(self.clause, at)));
            if actor == Actor::User && first.deed == Deed::Give {
                frame.mode = Some(Mode::Direct);
            }
            self.weak = Some(frame);
        }
    }

    /// A statement opens a frame; its subject is the actor, the data of a passive, or a third party.
    fn state(&mut self, at: usize, found: &Predicate, first: Action, actor: Option<Actor>) {
        let subject = self.words(self.clause, at);
        self.close(at);
        // "Adjust receives your address": a tool that acts is its maker.
        let tool = |mention: &Mention| {
            mention.kind == ConceptKind::Tracker
                && subject.start <= mention.words.start
                && mention.words.end == subject.end
        };
        let third = self.names_others(&subject) || self.mentions.iter().any(tool);
        let passive_of_none = found.passive || !third;
        // "They are sent to our partners": the data are.
        let they = actor == Some(Actor::ThirdParty)
            && at == self.clause + 1
            && first.deed != Deed::Other
            && self.class(self.clause) == Class::Actor(Actor::ThirdParty);
        // "Information about our customers may be shared": not they do so.
        let actor = actor.filter(|_| {
            let acted_on = they || self.mentions_in(&subject, ConceptKind::Data);
            !(found.passive && found.actor.is_none() && acted_on)
        });
        let actor = actor.unwrap_or(if passive_of_none { Actor::FirstParty } else { Actor::ThirdParty });
        let mut frame = self.framed(at, found, actor, self.modality(at, found, first));
        if matches!(self.class(self.clause), Class::No | Class::Not) {
            (frame.negated, frame.modality) = (true, Modality::DoesNot);
        }
        let back = self.tokens.get(self.clause..at).unwrap_or_default();
        // "We do not allow partners to collect it".
        let forbids = |pair: &[Token]| matches!(pair, [not, allow] if not.class == Class::Not && allow.class == Class::Allow);
        if back.windows(2).any(forbids) {
            (frame.negated, frame.modality) = (true, Modality::DoesNot);
        }
        // "Vid köp behandlas ditt namn": what comes before the verb says only when.
        let beside = found.passive && !found.helped && self.class(self.clause) == Class::Of;
        let data = !beside && self.mentions_in(&subject, ConceptKind::Data)
            || self.mentions_in(&subject, ConceptKind::Technology)
            || back.iter().any(|token| token.class == Class::This);
        let mut rest = Slot::Object;
        if data && (found.passive || (self.actor.is_none() && found.actor.is_none())) {
            frame.slots.push((Slot::Object, subject.clone()));
            rest = if found.passive { Slot::Rest } else { Slot::Object };
        }
        // "Your name is stored and | may be sent to banks": of the same subject.
        if found.passive && frame.slots.is_empty() && self.before(at) == Class::And {
            frame.slots.extend(self.shared_subject().map(|subject| (Slot::Object, subject)));
        }
        // "Advertising SDKs may access your data" names those who do.
        let maker = |mention: &Mention| {
            let same =
                |other: &Mention| other.kind == ConceptKind::Technology && other.words == mention.words;
            mention.kind == ConceptKind::Recipient
                && inside(mention, &subject)
                && self.mentions.iter().any(same)
        };
        if third && (frame.slots.is_empty() || !found.passive && self.mentions.iter().any(maker)) {
            frame.slots.push((Slot::Recipient, subject));
        }
        if actor == Actor::User && first.deed == Deed::Give {
            frame.mode = Some(Mode::Direct);
        }
        // "lämnas till | Polisen", "is available to | our staff": the phrase has its preposition.
        let end = at + found.len;
        let phrase = self.tokens.get(end - 1).is_some_and(|verb| verb.end > verb.start + 1);
        // "Uppgifterna delges | Polisen": a passive of Swedish may name them without any.
        let hands = (phrase || found.passive) && frame.does(Deed::Share) && self.names_recipient(end);
        self.push(frame, end);
        self.slot = Some(if hands { Slot::Recipient } else { rest });
    }

    /// Whether recipients stand among `words` that are not the company itself: "the bank" in the policy of one.
    fn names_others(&self, words: &Range<usize>) -> bool {
        let ours = |mention: &Mention| {
            let at = self.tokens.partition_point(|token| token.start < mention.words.start);
            self.class(at) == Class::Actor(Actor::FirstParty)
        };
        let recipient = |mention: &&Mention| mention.kind == ConceptKind::Recipient && inside(mention, words);
        self.mentions.iter().filter(recipient).any(|mention| !ours(mention))
    }

    /// The subject of the passive that goes before.
    fn shared_subject(&self) -> Option<Range<usize>> {
        let before = self.current.and_then(|at| self.frames.get(at))?;
        before.slot(Slot::Object).find(|words| words.end <= before.verb.start)
    }

    /// How surely a verb is said: "we may de-identify your data or | receive it from others" has its "may" before the first.
    fn modality(&self, at: usize, found: &Predicate, first: Action) -> Modality {
        let before = self.current.and_then(|at| self.frames.get(at));
        let offered = before.is_some_and(|frame| {
            let plain = frame.actions[0].is_some_and(|action| action.form == Form::Plain);
            frame.modality == Modality::May && plain && Some(frame.actor) == self.actor
        });
        let joined = self.before(at) == Class::And && !found.helped && first.form == Form::Plain;
        if joined && offered { Modality::May } else { found.modality }
    }

    /// What a relative clause says of how the data come in ("that you provide").
    pub(super) fn hint(&mut self, found: &Predicate, actor: Option<Actor>) {
        let gives = found.first().is_some_and(|action| action.deed == Deed::Give);
        let mode = if found.automatically {
            Mode::Automatic
        } else if gives && actor == Some(Actor::User) {
            Mode::Direct
        } else {
            return;
        };
        if let Some(frame) = self.current.and_then(|at| self.frames.get_mut(at)) {
            frame.mode = frame.mode.or(Some(mode));
        }
    }

    /// Keeps a nominal clause in case that the sentence has no other ("the collection of …").
    pub(super) fn weaken(&mut self, at: usize, end: usize, found: &Predicate, actor: Actor) {
        if self.weak.is_none() && self.slot.is_none() {
            let actor = if self.actor == Some(Actor::User) { Actor::User } else { actor };
            self.weak = Some(self.framed(at, found, actor, found.modality));
            (self.slot, self.start) = (Some(Slot::Object), end);
        }
    }

    pub(super) fn framed(&self, at: usize, found: &Predicate, actor: Actor, modality: Modality) -> Frame {
        let incoming =
            found.actions.iter().flatten().any(|action| matches!(action.deed, Deed::Collect | Deed::Give));
        let mode = if found.automatically && incoming {
            Some(Mode::Automatic)
        } else if found.directly && incoming {
            Some(Mode::Direct)
        } else {
            None
        };
        // "You can ask us not to share it" says that it may be shared, "you can ask us to" only what the reader may.
        let (negated, modality) = match (found.entreated, found.negated) {
            (true, _) => (false, Modality::May),
            (false, true) => (true, Modality::DoesNot),
            (false, false) => (false, modality),
        };
        Frame {
            actor,
            modality,
            negated,
            actions: found.actions,
            verb: self.words(at, at + found.len),
            conditional: self.conditional,
            mode,
            asked: self.asked || (found.entreated && !found.negated),
            slots: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, mut frame: Frame, end: usize) {
        frame.slots.append(&mut self.pending);
        self.frames.push(frame);
        self.current = Some(self.frames.len() - 1);
        (self.slot, self.start) = (Some(Slot::Object), end);
        self.clause = end;
    }
}
