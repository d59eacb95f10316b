//! Sentences that lead in a list: what their words promise of its items.

use std::ops::Range;

use super::frame::{Frame, Slot};
use super::lead::{Flow, Lead, Names};
use super::token::{Class, Deed, Form, Token};
use crate::concept::ConceptKind;
use crate::reading::{Mention, Reading, Sentence};
use crate::{Actor, ConceptId, Modality};

/// What ends a lead-in stands in so many tokens.
const NEAR: usize = 6;

/// A sentence that leads in a list, and what its end says.
pub(super) struct LeadIn<'s> {
    reading: &'s Reading<'s>,
    sentence: &'s Sentence,
    tokens: &'s [Token],
    frames: &'s [Frame],
    /// The statement that the list goes on with.
    frame: Option<&'s Frame>,
    /// Its last slot but for a time.
    slot: Option<Slot>,
    /// Whether it ends in a time: "We store it for up to 30 days:".
    timed: bool,
    /// The last word that says something, and the one before.
    last: Class,
    before: Class,
    /// Whether the sentence names data.
    speaks: bool,
}

impl<'s> LeadIn<'s> {
    pub(super) fn new(
        reading: &'s Reading<'s>,
        sentence: &'s Sentence,
        tokens: &'s [Token],
        frames: &'s [Frame],
    ) -> Self {
        let (last, before) = tail(tokens);
        // "the device that you use to visit us, including": the statement is the company's.
        let ours = |frame: &&Frame| frame.actor != Actor::User && !frame.conditional;
        let collects = frames.iter().filter(ours).rfind(|frame| frame.does(Deed::Collect));
        let main = collects.or(frames.iter().rfind(ours));
        // "We may disclose what is collected from you as follows:" discloses.
        let qualifies = |frame: &&Frame| {
            frame.verb.len() == 1 && frame.actions[0].is_some_and(|action| action.form == Form::Participle)
        };
        let last_frame = frames.iter().rfind(|frame| !qualifies(frame)).or(frames.last());
        let frame = main.filter(|_| lists(last)).or(last_frame);
        let (slot, timed) = last_slot(frame, tokens);
        let speaks = reading.mentions_of(sentence).iter().any(|mention| mention.kind == ConceptKind::Data);
        Self { reading, sentence, tokens, frames, frame, slot, timed, last, before, speaks }
    }

    /// What the sentence leads in; `above` is what the list around it names, if it is an item itself.
    pub(super) fn lead(&self, above: Option<Lead>) -> Lead {
        let other = Lead::plain(Names::Other, true);
        if self.is_excepted() {
            return Lead { names: Names::Purpose, sure: false, ..other };
        }
        let modality = self.modality();
        let Some(names) = self.names(above) else {
            let above =
                above.map(|above| if modality == Modality::May { Lead { modality, ..above } } else { above });
            return above.filter(|_| self.frame.is_none()).unwrap_or(other);
        };
        let negated = self.frame.is_some_and(|frame| frame.negated);
        // "We will not share it, except:" leads in exceptions.
        let excepts = negated && names == Names::Purpose && !self.is_open();
        Lead {
            names: if excepts { Names::Other } else { names },
            negated,
            modality,
            mode: self.frame.and_then(|frame| frame.mode),
            sure: true,
            flow: Flow::of(
                self.speaks && self.frames.iter().any(|frame| frame.does(Deed::Collect)),
                self.frame.is_some_and(|frame| frame.does(Deed::Share) && !frame.negated),
            ),
        }
    }

    /// How surely what the list goes on with is done: "We may share it with:", "The data that we may collect are:".
    fn modality(&self) -> Modality {
        let supposed = self.tokens.iter().position(|token| token.class == Class::If);
        let stated = self.tokens.get(..supposed.unwrap_or(self.tokens.len())).unwrap_or_default();
        // "what you may tell us" is the reader's to say.
        let reader =
            |at: usize| at.checked_sub(1).is_some_and(|at| stated[at].class == Class::Actor(Actor::User));
        let offers = (0..stated.len()).any(|at| stated[at].class == Class::May && !reader(at));
        // "When you visit us, we may collect:".
        let said = self.frame.is_some_and(|frame| frame.modality == Modality::May);
        let denied = self.frame.is_some_and(|frame| frame.negated);
        if (offers || said) && !denied { Modality::May } else { Modality::Does }
    }

    /// What the items name; `None` where the sentence does not tell.
    fn names(&self, above: Option<Lead>) -> Option<Names> {
        let Self { last, slot, speaks, .. } = *self;
        let does = |deed| self.frame.is_some_and(|frame| frame.does(deed));
        let using = does(Deed::Use) && !does(Deed::Collect);
        let sharing = does(Deed::Share) && !does(Deed::Collect);
        let user = self.frame.is_some_and(|frame| frame.actor == Actor::User && !frame.does(Deed::Give));
        let names = if self.lists_helpers() {
            Names::Recipient
        } else if self.is_ours(above) || self.is_reasoned() || self.has_interests() || self.is_necessary() {
            Names::Purpose
        } else if self.is_other() {
            Names::Other
        } else if self.names_kind(ConceptKind::Recipient)
            && matches!(last, Class::Be | Class::Including)
            && !using
            || self.announces(ConceptKind::Recipient)
        {
            Names::Recipient
        } else if self.announces(ConceptKind::Data)
            || (speaks && self.timed)
            || (speaks && !using && !user && lists(last))
        {
            Names::Data
        } else if self.is_open() || (self.is_purposed() && !user) {
            let back = |token: &Token| matches!(token.class, Class::This | Class::Purpose);
            let says = speaks || self.frame.is_some() || self.tokens.iter().any(back);
            if user || !(says || last == Class::InOrderTo) {
                Names::Other
            } else if last == Class::To && does(Deed::Share) && !slot.is_some_and(Slot::tells_why) {
                Names::Recipient
            } else {
                Names::Purpose
            }
        } else if user {
            Names::Other
        } else if last == Class::By && does(Deed::Collect) {
            Names::Collector
        } else if slot == Some(Slot::Recipient) || last == Class::With {
            Names::Recipient
        } else if slot.is_some_and(Slot::tells_why) || using {
            Names::Purpose
        } else if self.frame.is_some_and(Frame::is_practice) && (speaks || slot == Some(Slot::Object)) {
            // "We share what we know about you:", and not "to you:".
            let told = match last {
                Class::Actor(Actor::User) => matches!(self.before, Class::From | Class::Of),
                last => last == Class::Word,
            };
            if sharing && told { Names::Recipient } else { Names::Data }
        } else if speaks && (lists(last) || matches!(last, Class::The | Class::Of | Class::That | Class::Be))
        {
            Names::Data
        } else {
            return None;
        };
        Some(names)
    }

    /// "We pursue the following legitimate interests:".
    fn has_interests(&self) -> bool {
        let basis = self.reading.concepts.known.purpose_other_basis_verb;
        let ends = self.sentence.words.end.saturating_sub(1);
        self.reading.ends_before(self.sentence, ends, basis)
    }

    /// "Here is a list of the providers that we use for this purpose:" leads in whom the company uses.
    fn lists_helpers(&self) -> bool {
        let Some(frame) = self.frame.filter(|frame| frame.does(Deed::Use) || frame.does(Deed::Engage)) else {
            return false;
        };
        let helper = |mention: &Mention| {
            mention.kind == ConceptKind::Recipient
                && mention.words.end <= frame.verb.start
                && frame.verb.start <= mention.words.end + 3
        };
        frame.actor == Actor::FirstParty && !self.is_open() && self.mentions().iter().any(helper)
    }

    /// Whether it ends in "to" or "for", and the items go on.
    fn is_open(&self) -> bool {
        matches!(self.last, Class::To | Class::InOrderTo | Class::For)
    }

    /// "We may disclose it if necessary to:" leads in what for; "if you choose to:" does not.
    fn is_needed(&self) -> bool {
        let from = self.tokens.iter().rposition(|token| token.class == Class::If).unwrap_or(0);
        let user = |token: &Token| token.class == Class::Actor(Actor::User);
        self.is_open() && !self.tokens.iter().skip(from).any(user)
    }

    /// "We use it when you visit our site to:", "we share it, if you agree, with:", "we use what we collect when you register
    /// in the following ways:": the statement goes on behind the condition that it holds.
    fn resumes(&self) -> bool {
        let states = self.frames.iter().any(|frame| frame.actor != Actor::User && frame.is_practice());
        let tail = self.tokens.get(self.tokens.len().saturating_sub(NEAR)..).unwrap_or_default();
        let following = self.reading.concepts.known.cue_following;
        let announced = || {
            let near = |cue: &Mention| tail.iter().any(|token| token.start == cue.words.start);
            self.mentions().iter().any(|cue| Some(cue.concept) == following && near(cue))
        };
        let noun = || tail.iter().any(|token| matches!(token.class, Class::Our | Class::The | Class::Your));
        states && (self.last == Class::With || announced() || self.is_open() && noun())
    }

    /// "We share it if access, use or disclosure is reasonably necessary to:".
    fn is_necessary(&self) -> bool {
        let states = self.frames.iter().any(|frame| frame.actor != Actor::User && frame.is_practice());
        self.is_needed() && self.before == Class::Needed && states
    }

    /// "We do not disclose it, except where:" leads in what it is disclosed for.
    fn is_excepted(&self) -> bool {
        let denied = self.frame.is_some_and(|frame| frame.does(Deed::Share) && frame.negated);
        denied
            && self.tokens.iter().any(|token| token.class == Class::Unless)
            && (self.slot == Some(Slot::Condition) || lists(self.last))
    }

    /// "We use your data when we:", and "To serve you, such as when we:" over a list below the list.
    fn is_ours(&self, above: Option<Lead>) -> bool {
        let ours = self.last == Class::Actor(Actor::FirstParty) && self.before == Class::If;
        let states = |frame: &Frame| frame.actor == Actor::FirstParty && frame.is_practice();
        ours && (above.is_some_and(|above| above.names == Names::Purpose) || self.frames.iter().any(states))
    }

    /// "for reasons of management, including:".
    fn is_reasoned(&self) -> bool {
        let opens = self.frame.and_then(|frame| frame.slots.last()).map(|(_, words)| words.start);
        let opens = self.tokens.iter().find(|token| Some(token.start) == opens).map(|token| token.class);
        self.frame.is_some_and(|frame| frame.does(Deed::Use))
            && self.slot.is_some_and(Slot::tells_why)
            && lists(self.last)
            && opens == Some(Class::For)
            && !self.announces(ConceptKind::Data)
    }

    /// Whether a purpose is spoken of, and not one told elsewhere: "the purposes described in this policy".
    fn is_purposed(&self) -> bool {
        let told =
            |at: usize| self.tokens.iter().skip(at + 1).take(5).any(|token| token.class == Class::This);
        self.tokens.iter().enumerate().any(|(at, token)| token.class == Class::Purpose && !told(at))
    }

    /// Whether it leads in conditions, rights, duties or the topics of the text.
    fn is_other(&self) -> bool {
        // "You have several rights regarding the processing of your data:".
        let righted = (self.cues("cue.rights") || self.names_kind(ConceptKind::Right))
            && !self.frames.iter().any(|frame| frame.does(Deed::Collect));
        // "When partners process your data, we see to the following:".
        let supposed = self.frame.is_some_and(|frame| frame.conditional) && self.last == Class::Word;
        let conditional = self.last == Class::If
            || (matches!(self.last, Class::Actor(_)) && self.before == Class::If)
            || (self.slot == Some(Slot::Condition)
                && self.last != Class::Including
                && !self.is_needed()
                && !self.resumes());
        // "We take measures to keep it secure, including:" leads in the measures.
        let measured =
            self.names_kind(ConceptKind::Security) && lists(self.last) && !self.announces(ConceptKind::Data);
        // "This section applies to:" leads in whom it concerns.
        let covers = self.ends_in(self.reading.concepts.known.cue_scope);
        // "This policy informs you about:" leads in what it treats of.
        let about = self.ends_in(self.reading.concepts.known.cue_about);
        // "We will abide by the following requirements:" leads in what is owed.
        covers || righted || measured || supposed || conditional || self.cues("cue.requirements") || about
    }

    /// Whether nothing but a mark comes behind a cue.
    fn ends_in(&self, cue: Option<ConceptId>) -> bool {
        let ends = |words: &Range<usize>| words.end + 1 >= self.sentence.words.end;
        self.mentions().iter().any(|mention| Some(mention.concept) == cue && ends(&mention.words))
    }

    /// Whether it says that "the following information" comes, or "the following third parties".
    fn announces(&self, kind: ConceptKind) -> bool {
        let following = self.reading.concepts.known.cue_following;
        let near = |cue: &Mention| {
            let named = self.mentions().iter().find(|mention| {
                mention.kind == kind && (cue.words.end..cue.words.end + 4).contains(&mention.words.start)
            });
            named.is_some_and(|named| {
                let mut between = self
                    .tokens
                    .iter()
                    .filter(|token| cue.words.end <= token.start && token.start < named.words.start);
                between.all(|token| matches!(token.class, Class::Word | Class::Of | Class::The))
            })
        };
        self.mentions().iter().filter(|mention| Some(mention.concept) == following).any(near)
    }

    fn names_kind(&self, kind: ConceptKind) -> bool {
        self.mentions().iter().any(|mention| mention.kind == kind)
    }

    fn cues(&self, id: &str) -> bool {
        let cue = self.reading.concepts.find(id);
        self.mentions().iter().any(|mention| Some(mention.concept) == cue)
    }

    fn mentions(&self) -> &[Mention] {
        self.reading.mentions_of(self.sentence)
    }
}

fn lists(last: Class) -> bool {
    matches!(last, Class::Including | Class::SuchAs)
}

/// The last words of a lead-in that say something: the last, and the one before.
fn tail(tokens: &[Token]) -> (Class, Class) {
    let skipped = |class: &Class| {
        matches!(
            class,
            Class::Colon | Class::Mark | Class::Only | Class::The | Class::This | Class::Semicolon
        )
    };
    let mut tokens = tokens;
    // "including (but not limited to):" ends with its bracket.
    let end = tokens.iter().rev().find(|token| !skipped(&token.class));
    if end.is_some_and(|end| end.class == Class::Close)
        && let Some(open) = tokens.iter().rposition(|token| token.class == Class::Open)
    {
        tokens = tokens.get(..open).unwrap_or_default();
    }
    let mut tail = tokens.iter().rev().map(|token| token.class).filter(|class| !skipped(class));
    (tail.next().unwrap_or(Class::Mark), tail.next().unwrap_or(Class::Mark))
}

/// The last slot of a statement but for a time ("We store it for up to 30 days:"), and whether there was one.
fn last_slot(frame: Option<&Frame>, tokens: &[Token]) -> (Option<Slot>, bool) {
    let Some(frame) = frame else { return (None, false) };
    let is_time = |(slot, words): &&(Slot, Range<usize>)| {
        let opens = tokens.iter().find(|token| token.start == words.start);
        *slot == Slot::Purpose
            && frame.does(Deed::Store)
            && opens.is_some_and(|token| token.class == Class::For)
    };
    let timed = frame.slots.last().as_ref().is_some_and(is_time);
    let said = |slot: &&(Slot, Range<usize>)| !is_time(slot) && slot.0 != Slot::Premise;
    (frame.slots.iter().rev().find(said).map(|(slot, _)| *slot), timed)
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn what_follows_is_what_the_lead_in_calls_it() {
        check(
            "We disclose it for a business purpose to the following third parties:\n• Our affiliates\n• Resellers\n",
            &[
                "purpose: other < business purpose",
                "recipient: other < third parties",
                "recipient: affiliate < affiliates",
                "recipient: partner < Resellers",
            ],
        );
        check(
            "We process your name when we:\n• operate the site\n• send you newsletters\n",
            &[
                "data: name < name",
                "purpose: service < operate the site",
                "purpose: marketing < send you newsletters",
            ],
        );
        check(
            "We use your name when you register in the following ways:\n• To prevent fraud\n• To send you newsletters\n",
            &[
                "data: name < name",
                "purpose: security < prevent fraud",
                "purpose: marketing < send you newsletters",
            ],
        );
        check("This policy informs you about:\n• The colours of our data\n• Your rights\n", &[]);
    }
}
