//! Frames: who acts in a clause, how surely, with which verb, and which words fill its slots.

use std::ops::Range;

use super::clause::{Predicate, predicate};
use super::token::{Action, Class, Deed, Form, Token};
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{Actor, Modality, Mode};

/// What a stretch of words is to its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// The data.
    Object,
    /// "to …", "for …".
    Purpose,
    /// "with …", or the third party that acts.
    Recipient,
    /// "from …".
    Source,
    /// "through cookies".
    Instrument,
    /// "by …" after a passive.
    Agent,
    /// "if …", "unless …".
    Condition,
    /// What follows a passive whose subject holds the data.
    Rest,
    /// What stands beside the statement: "with legal basis", a bracket within a purpose.
    Aside,
}

/// One clause: a predicate and its slots.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    /// Who acts; the company where a passive names nobody.
    pub(super) actor: Actor,
    /// How surely.
    pub(super) modality: Modality,
    /// Whether it is denied.
    pub(super) negated: bool,
    /// The verbs.
    pub(super) actions: [Option<Action>; 4],
    /// The words of the predicate, as places in `Reading::words`.
    pub(super) verb: Range<usize>,
    /// Whether it stands within a condition ("if you give us …").
    pub(super) conditional: bool,
    /// How data reach the company, where the clause says it.
    pub(super) mode: Option<Mode>,
    /// Whether it is what a heading or lead-in asks or announces ("how we use data"), and states nothing.
    pub(super) asked: bool,
    /// What fills the slots, in reading order.
    pub(super) slots: Vec<(Slot, Range<usize>)>,
}

impl Frame {
    /// Whether one of the verbs does this to data.
    pub(super) fn does(&self, deed: Deed) -> bool {
        self.actions.iter().flatten().any(|action| action.deed == deed)
    }

    /// Whether data go out.
    pub(super) fn shares(&self) -> bool {
        self.does(Deed::Share) || (self.does(Deed::Give) && self.actor != Actor::User)
    }

    /// Whether the frame says something of data at all.
    pub(super) fn is_practice(&self) -> bool {
        self.actions.iter().flatten().any(|action| !matches!(action.deed, Deed::Other))
    }

    /// The words of one kind of slot.
    pub(super) fn slot(&self, wanted: Slot) -> impl Iterator<Item = Range<usize>> + '_ {
        self.slots.iter().filter(move |(slot, _)| *slot == wanted).map(|(_, words)| words.clone())
    }
}

/// The frames of a sentence, in `frames`.
///
/// `collect` stands for the verb that "contact information includes your name" leaves out.
pub(super) fn frames(
    tokens: &[Token],
    mentions: &[Mention],
    collect: Option<Action>,
    frames: &mut Vec<Frame>,
) {
    frames.clear();
    let mut fold = Fold {
        tokens,
        mentions,
        collect,
        frames,
        slot: None,
        start: 0,
        clause: 0,
        actor: None,
        relative: false,
        asked: false,
        without: None,
        pending: Vec::new(),
        outer: None,
        conditional: false,
        parens: Vec::new(),
        weak: None,
        current: None,
    };
    let mut at = 0;
    while at < tokens.len() {
        at += fold.step(at).max(1);
    }
    fold.close(tokens.len());
    if let (true, Some(weak)) = (fold.frames.iter().all(|frame| frame.conditional), fold.weak.take()) {
        fold.frames.push(weak);
    }
}

/// No sentence opens more brackets at once.
const MAX_PARENS: usize = 4;

/// The state of the walk over a sentence.
struct Fold<'t, 'f> {
    tokens: &'t [Token],
    mentions: &'t [Mention],
    collect: Option<Action>,
    frames: &'f mut Vec<Frame>,
    /// The slot that is open; `None` before the first predicate of a clause.
    slot: Option<Slot>,
    /// Where the open slot starts.
    start: usize,
    /// Where the clause starts.
    clause: usize,
    /// The subject of the clause so far.
    actor: Option<Actor>,
    /// Whether the next predicate belongs to a relative clause.
    relative: bool,
    /// Whether the clause started with "how".
    asked: bool,
    /// Where "without" stood last.
    without: Option<usize>,
    /// A purpose or condition that stands before the first predicate ("To protect you, we may …").
    pending: Vec<(Slot, Range<usize>)>,
    /// The frame that goes on after a condition.
    outer: Option<usize>,
    /// Whether a condition is open.
    conditional: bool,
    /// The slots around open brackets.
    parens: Vec<Option<Slot>>,
    /// A relative or nominal clause, for a sentence that has no other ("Information we collect").
    weak: Option<Frame>,
    /// The frame whose slots are being filled.
    current: Option<usize>,
}

impl Fold<'_, '_> {
    /// Reads what starts at token `at`; gives how many tokens it took.
    fn step(&mut self, at: usize) -> usize {
        let class = self.class(at);
        if matches!(
            class,
            Class::May
                | Class::Will
                | Class::Must
                | Class::Be
                | Class::Have
                | Class::Do
                | Class::Not
                | Class::Only
                | Class::Automatically
                | Class::Directly
                | Class::Action(_)
        ) {
            if let Some(found) = self.tokens.get(at..).and_then(predicate) {
                self.predicate(at, &found);
                return found.len;
            }
        }
        match class {
            Class::If => {
                self.close(at);
                if !self.conditional {
                    self.outer = self.current;
                }
                (self.slot, self.start, self.conditional) = (Some(Slot::Condition), at, true);
                (self.actor, self.clause) = (None, at + 1);
            }
            Class::Unless => {
                self.close(at);
                (self.slot, self.start) = (Some(Slot::Condition), at);
            }
            Class::Comma | Class::Semicolon if self.conditional => self.after_condition(at),
            Class::Comma | Class::Semicolon if self.ends_aside(at) => {
                self.close(at);
                (self.slot, self.start) = (Some(Slot::Object), at);
            }
            Class::Actor(actor) => self.subject(at, actor),
            Class::Without => self.without = Some(at),
            Class::How => self.asked = self.asked || self.slot.is_none(),
            Class::That if self.is_noun_before(at) && self.is_noun_after(at) => self.listing(at),
            Class::That if self.slot.is_none() && !self.about_data(at) => {
                // "you agree that we may …" states what follows.
                (self.clause, self.actor, self.asked) = (at + 1, None, false);
            }
            Class::That => {
                self.relative = self.slot.is_none() || self.slot == Some(Slot::Object);
            }
            Class::InOrderTo => self.open(at, Slot::Purpose),
            Class::To => self.to(at),
            Class::For => {
                let basis = self.tokens.get(at).is_some_and(|token| token.end > token.start + 1);
                if self.current.is_some() || self.weak.is_some() || (basis && self.slot.is_none()) {
                    self.open(at, Slot::Purpose);
                }
            }
            Class::With => {
                // "provide you with a service", "with your permission".
                let lone = !matches!(self.class(at + 2), Class::Word | Class::Actor(_));
                let user = (matches!(self.class(at + 1), Class::Actor(_)) && lone)
                    || self.class(at + 1) == Class::Your
                    || matches!(self.before(at), Class::Actor(_));
                if self.shares()
                    && (self.receives(at) || (matches!(self.slot, Some(Slot::Object | Slot::Rest)) && !user))
                {
                    self.open(at, Slot::Recipient);
                } else if self.slot == Some(Slot::Object) && !self.shares() && self.parens.is_empty() {
                    self.open(at, Slot::Aside);
                }
            }
            Class::Colon if self.slot.is_none() => (self.clause, self.actor) = (at + 1, None),
            Class::Colon => {
                // "needs no data to operate: no name, no address" goes on with the data.
                let denies = self.class(at + 1) == Class::No;
                if denies && self.current.is_some() && self.slot != Some(Slot::Object) {
                    self.open(at, Slot::Object);
                }
            }
            Class::Through => {
                if self.current.is_some() {
                    self.open(at, Slot::Instrument);
                }
            }
            Class::From => {
                if self.frame().is_some_and(|frame| frame.does(Deed::Collect)) {
                    self.open(at, Slot::Source);
                }
            }
            Class::By => {
                let passive = self.frame().is_some_and(|frame| {
                    frame.actions.iter().flatten().any(|action| action.form != Form::Plain)
                });
                if passive && self.slot == Some(Slot::Object) {
                    self.open(at, Slot::Agent);
                }
            }
            Class::SuchAs | Class::Including => self.listing(at),
            Class::Open => {
                if self.parens.len() < MAX_PARENS {
                    self.parens.push(self.slot);
                    if self.slot == Some(Slot::Purpose) {
                        self.open(at, Slot::Aside);
                    }
                }
            }
            Class::Close => {
                if let Some(slot) = self.parens.pop() {
                    if slot != self.slot {
                        self.close(at);
                        (self.slot, self.start) = (slot, at + 1);
                    }
                }
            }
            _ => {}
        }
        1
    }

    fn class(&self, at: usize) -> Class {
        self.tokens.get(at).map_or(Class::Mark, |token| token.class)
    }

    fn before(&self, at: usize) -> Class {
        at.checked_sub(1).map_or(Class::Mark, |at| self.class(at))
    }

    fn frame(&self) -> Option<&Frame> {
        self.current.and_then(|at| self.frames.get(at))
    }

    fn shares(&self) -> bool {
        self.frame().is_some_and(Frame::shares)
    }

    fn words(&self, from: usize, to: usize) -> Range<usize> {
        super::token::words(self.tokens.get(from..to).unwrap_or_default())
    }

    /// Ends the open slot before token `at`.
    fn close(&mut self, at: usize) {
        let Some(slot) = self.slot.take() else { return };
        let words = self.words(self.start, at);
        if words.is_empty() {
            return;
        }
        if let Some(frame) = self.current.and_then(|at| self.frames.get_mut(at)).or(self.weak.as_mut()) {
            frame.slots.push((slot, words));
        } else if slot == Slot::Purpose {
            self.pending.push((slot, words));
        }
    }

    fn open(&mut self, at: usize, slot: Slot) {
        self.close(at);
        (self.slot, self.start) = (Some(slot), at);
    }

    /// Whether a mention of one of `kinds` ends right before token `at`, or the token before refers back.
    fn is_noun_before(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|at| self.tokens.get(at)) else { return false };
        self.mentions.iter().any(|mention| {
            mention.words.end == before.end
                && matches!(mention.kind, ConceptKind::Data | ConceptKind::Technology | ConceptKind::Tracker)
        })
    }

    /// Whether what is named right before token `at` gets an example right after it ("personuppgifter som namn").
    fn is_noun_after(&self, at: usize) -> bool {
        let Some(after) = self.tokens.get(at + 1) else { return false };
        self.mentions.iter().any(|mention| {
            mention.words.start == after.start
                && matches!(mention.kind, ConceptKind::Data | ConceptKind::Technology | ConceptKind::Tracker)
        })
    }

    fn mentions_in(&self, words: &Range<usize>, kind: ConceptKind) -> bool {
        self.mentions.iter().any(|mention| {
            mention.kind == kind && words.start <= mention.words.start && mention.words.end <= words.end
        })
    }

    /// Whether a predicate follows within the next few words.
    fn acts(&self, at: usize) -> bool {
        let stops = |class: &Class| {
            matches!(class, Class::Comma | Class::Semicolon | Class::Colon | Class::Mark | Class::Close)
        };
        (at..at + 3).map(|at| self.class(at)).take_while(|class| !stops(class)).any(|class| {
            matches!(
                class,
                Class::Action(_)
                    | Class::May
                    | Class::Will
                    | Class::Must
                    | Class::Do
                    | Class::Be
                    | Class::Have
                    | Class::Not
            )
        })
    }

    fn subject(&mut self, at: usize, actor: Actor) {
        let before = self.before(at);
        let breaks =
            matches!(before, Class::Comma | Class::And | Class::Semicolon | Class::Colon | Class::Mark);
        match self.slot {
            None => {
                if self.is_noun_before(at) && self.acts(at + 1) {
                    self.relative = true;
                } else if self.actor.is_none() || before != Class::And {
                    self.actor = Some(actor);
                }
            }
            Some(Slot::Condition) if !breaks || actor == Actor::User => self.actor = Some(actor),
            Some(_) if breaks && self.acts(at + 1) && !(actor == Actor::User && before == Class::And) => {
                self.close(at);
                (self.current, self.outer, self.conditional) = (None, None, false);
                (self.clause, self.actor, self.asked) = (at, Some(actor), before == Class::How);
            }
            Some(_) => self.relative = self.acts(at + 1),
        }
    }

    /// A comma within a condition: the main clause goes on, or starts, or the condition goes on.
    fn after_condition(&mut self, at: usize) {
        match self.class(at + 1) {
            Class::SuchAs | Class::Including if self.outer.is_some() => self.resume(at),
            Class::Actor(actor) if actor != Actor::User || self.outer.is_none() => {
                self.close(at);
                (self.conditional, self.current, self.outer) = (false, None, None);
                (self.clause, self.actor) = (at + 1, None);
            }
            Class::May | Class::Will | Class::Must | Class::Do | Class::Action(_) if self.outer.is_none() => {
                self.close(at);
                (self.conditional, self.current) = (false, None);
                (self.clause, self.actor) = (at + 1, None);
            }
            _ if self.outer.is_some() && self.lists(at + 1) => self.resume(at),
            _ => self.clause = at + 1,
        }
    }

    /// Whether the list of data goes on at the comma `at` after words that stand beside it.
    fn ends_aside(&self, at: usize) -> bool {
        let list = matches!(self.class(at + 1), Class::SuchAs | Class::Including);
        match self.slot {
            Some(Slot::Aside) => self.parens.is_empty() && !list,
            Some(Slot::Source | Slot::Instrument) => !list && self.lists(at + 1),
            _ => false,
        }
    }

    /// Where the subject of a predicate starts that is a noun phrase after a comma ("…, these partners may").
    fn own_subject(&self, at: usize) -> Option<usize> {
        if self.slot.is_none() || self.slot == Some(Slot::Condition) {
            return None;
        }
        let from = at.saturating_sub(8);
        let before = self.tokens.get(from..at)?;
        let comma =
            before.iter().rposition(|token| matches!(token.class, Class::Comma | Class::Semicolon))?;
        let start = from + comma + 1;
        let subject = self.tokens.get(start..at)?;
        let acts = |token: &Token| {
            matches!(token.class, Class::Actor(_) | Class::Action(_) | Class::If | Class::That | Class::How)
        };
        let kinds = [ConceptKind::Data, ConceptKind::Recipient, ConceptKind::Technology];
        let words = super::token::words(subject);
        let noun = kinds.into_iter().any(|kind| self.mentions_in(&words, kind));
        (noun && !subject.iter().any(acts)).then_some(start)
    }

    /// Whether the clause after a condition has a subject of its own ("if you log in, your e-mail address may be …").
    fn names_subject(&self, at: usize, found: &Predicate) -> bool {
        let subject = self.tokens.get(self.clause..at).unwrap_or_default();
        let words = super::token::words(subject);
        let acts = subject.iter().any(|token| matches!(token.class, Class::Actor(_) | Class::If));
        let kinds = [ConceptKind::Data, ConceptKind::Recipient, ConceptKind::Technology];
        let first = subject.first().map_or(Class::Mark, |first| first.class);
        let noun = kinds.into_iter().any(|kind| self.mentions_in(&words, kind)) || first == Class::This;
        // "when you visit, our server collects …".
        let plain = matches!(first, Class::Our | Class::The | Class::This)
            && subject.len() <= 5
            && found.first().is_some_and(|action| action.form == Form::Plain);
        self.clause > self.start + 1 && !acts && if found.helped { noun } else { plain }
    }

    /// Whether the words up to the next comma name data and nobody who acts.
    fn lists(&self, at: usize) -> bool {
        let rest = self.tokens.get(at..).unwrap_or_default();
        let end = rest.iter().position(|token| matches!(token.class, Class::Comma | Class::Semicolon));
        let item = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let acts =
            |token: &Token| matches!(token.class, Class::Actor(_) | Class::If | Class::May | Class::Will);
        let head = item.get(..item.len().min(5)).unwrap_or(item);
        !item.iter().any(acts) && self.mentions_in(&super::token::words(head), ConceptKind::Data)
    }

    /// Whether a recipient is named right after token `at`.
    fn receives(&self, at: usize) -> bool {
        let Some(from) = self.tokens.get(at + 1) else { return false };
        let near = self.tokens.get(at + 1..).unwrap_or_default().iter().take(6);
        let near = near.take_while(|token| !matches!(token.class, Class::Of | Class::By | Class::Action(_)));
        let to = near.last().map_or(from.start, |token| token.end);
        self.mentions.iter().any(|mention| {
            mention.kind == ConceptKind::Recipient
                && from.start <= mention.words.start
                && mention.words.start < to
        })
    }

    /// Goes on with the frame before the condition.
    fn resume(&mut self, at: usize) {
        self.close(at);
        (self.current, self.conditional) = (self.outer.take(), false);
        (self.slot, self.start) = (Some(Slot::Object), at);
    }

    /// "such as", "including": the list belongs to the slot before it, never to a condition.
    fn listing(&mut self, at: usize) {
        let purposed = (at.saturating_sub(2)..at).any(|at| self.class(at) == Class::Purpose);
        let bracket = if self.before(at) == Class::Open { at.saturating_sub(1) } else { at };
        if purposed && self.current.is_some() {
            self.open(at, Slot::Purpose);
        } else if self.before(at) == Class::Not && self.class(at) == Class::Including {
            self.close(at);
            self.start(at);
        } else if self.slot == Some(Slot::Condition) && self.is_noun_before(bracket) {
            self.close(at);
            self.current = self.current.or(self.outer);
            if self.current.is_some() {
                (self.slot, self.start) = (Some(Slot::Object), at);
            }
        } else if self.conditional && self.outer.is_some() && self.parens.is_empty() {
            self.resume(at);
        } else if matches!(self.slot, Some(Slot::Rest | Slot::Aside)) {
            self.open(at, Slot::Object);
        } else if self.slot.is_none() && (self.about_data(at) || self.brings(at)) {
            // "This includes analyzing usage" goes on with what data are used for.
            let word = self.tokens.get(at + 1).map_or(0, |token| token.start);
            let purpose = self.before(at) == Class::This
                && self
                    .mentions
                    .iter()
                    .any(|mention| mention.kind == ConceptKind::Purpose && mention.words.start == word);
            self.start(at);
            if purpose {
                self.slot = Some(Slot::Purpose);
            }
        }
    }

    /// Opens a frame for a list that no verb of practice leads in.
    fn start(&mut self, at: usize) {
        let negated = self.before(at) == Class::Not;
        let frame = Frame {
            actor: Actor::FirstParty,
            modality: if negated { Modality::DoesNot } else { Modality::Does },
            negated,
            actions: [self.collect, None, None, None],
            verb: self.words(at, at + 1),
            conditional: false,
            mode: None,
            asked: false,
            slots: Vec::new(),
        };
        self.push(frame, at);
    }

    /// Whether a technology is named after token `at` ("our pages include web beacons").
    fn brings(&self, at: usize) -> bool {
        self.mentions_in(&self.words(at, self.tokens.len()), ConceptKind::Technology)
    }

    /// Whether the clause before token `at` speaks of data ("contact information", "this").
    fn about_data(&self, at: usize) -> bool {
        let words = self.words(self.clause, at);
        let refers = |token: &Token| token.class == Class::This;
        self.mentions_in(&words, ConceptKind::Data)
            || (self.clause + 1 == at && self.tokens.get(self.clause).is_some_and(refers))
    }

    /// "to": a purpose before a verb, a recipient after a verb of sharing.
    fn to(&mut self, at: usize) {
        let next = self.class(at + 1);
        let word = self.tokens.get(at + 1).map_or(0, |token| token.start);
        let starts =
            |kind| self.mentions.iter().any(|mention| mention.kind == kind && mention.words.start == word);
        let infinitive = matches!(next, Class::Action(_)) || starts(ConceptKind::Purpose);
        if self.current.is_none() && self.slot.is_none() && self.weak.is_none() {
            if at == self.clause && next != Class::The {
                self.open(at, Slot::Purpose);
            }
        } else if infinitive {
            self.open(at, Slot::Purpose);
        } else if self.shares() && self.receives(at) {
            self.open(at, Slot::Recipient);
        } else if next == Class::Word
            && !self.shares()
            && self.slot != Some(Slot::Condition)
            && !starts(ConceptKind::Recipient)
            && !starts(ConceptKind::Data)
        {
            self.open(at, Slot::Purpose);
        }
    }

    fn predicate(&mut self, at: usize, found: &Predicate) {
        let Some(first) = found.first() else { return };
        let before = self.before(at);
        let end = at + found.len;
        let relative = std::mem::take(&mut self.relative);
        if self.slot == Some(Slot::Condition) && self.names_subject(at, found) {
            let clause = self.clause;
            self.close(clause);
            (self.actor, self.conditional, self.current, self.outer) = (None, false, None, None);
        }
        if let (Some(start), false, true) = (self.own_subject(at), relative, found.helped) {
            self.close(start);
            (self.actor, self.conditional, self.current, self.outer) = (None, false, None, None);
            self.clause = start;
        }
        let actor = found.actor.or(self.actor);
        let gives = found.actions.iter().flatten().any(|action| action.deed == Deed::Give);
        if self.slot == Some(Slot::Condition) && actor == Some(Actor::User) && !gives {
            return;
        }
        if !found.helped {
            // "uses addresses without consulting, collecting or storing them" denies the storing of what it uses.
            if first.form == Form::Gerund
                && first.deed != Deed::Share
                && self.without.is_some_and(|from| at - from < 6)
            {
                if let Some(frame) = self.current.and_then(|at| self.frames.get_mut(at)) {
                    frame.negated = true;
                }
                return;
            }
            match before {
                Class::Without => return,
                Class::To if self.slot.is_none() && self.current.is_none() && self.weak.is_none() => {}
                Class::To | Class::InOrderTo => {
                    if first.deed == Deed::Collect
                        && self.slot == Some(Slot::Purpose)
                        && self.current.is_some()
                    {
                        let (actor, modality) =
                            self.frame().map_or((Actor::FirstParty, Modality::Does), |frame| {
                                (frame.actor, frame.modality)
                            });
                        self.close(end);
                        let frame = self.framed(at, found, actor, modality);
                        self.push(frame, end);
                    }
                    return;
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
                    return;
                }
                _ => {}
            }
        }
        let shares = first.deed == Deed::Share && before == Class::And && actor == Some(Actor::FirstParty);
        if self.slot == Some(Slot::Purpose)
            && !shares
            && !found.helped
            && matches!(before, Class::Comma | Class::And | Class::Word)
        {
            return;
        }
        if !found.helped && first.form == Form::Gerund {
            // "collect it using cookies".
            if first.deed == Deed::Use && self.current.is_some() {
                self.open(at, Slot::Instrument);
            } else {
                self.weaken(at, end, found, Actor::FirstParty);
            }
            return;
        }
        if !found.helped && self.class(end) == Class::Of && !matches!(before, Class::Actor(_)) {
            self.weaken(at, end, found, Actor::FirstParty);
            return;
        }
        let subject = self.words(self.clause, at);
        let reduced = !found.helped && first.form == Form::Participle && actor.is_none();
        if relative
            || reduced
            || (self.slot == Some(Slot::Object) && !found.helped && !self.joins(at, &first))
        {
            self.hint(found, if relative { self.relative_actor(at) } else { None });
            // "the partners with whom we share your data".
            let head = self.words(if self.slot.is_none() { self.clause } else { self.start }, at);
            if relative
                && first.deed == Deed::Share
                && self.relative_actor(at) == Some(Actor::FirstParty)
                && self.mentions_in(&head, ConceptKind::Recipient)
            {
                let mut frame = self.framed(at, found, Actor::FirstParty, found.modality);
                frame.slots.push((Slot::Recipient, head));
                self.frames.push(frame);
            }
            if self.weak.is_none() && self.slot.is_none() {
                let actor = self.relative_actor(at).or(self.actor).unwrap_or(Actor::FirstParty);
                let mut frame = self.framed(at, found, actor, found.modality);
                frame.slots.push((Slot::Object, subject));
                if actor == Actor::User && first.deed == Deed::Give {
                    frame.mode = Some(Mode::Direct);
                }
                self.weak = Some(frame);
            }
            return;
        }
        self.close(at);
        let third = self.mentions_in(&subject, ConceptKind::Recipient);
        let actor = match actor {
            Some(actor) => actor,
            None if third && !found.passive => Actor::ThirdParty,
            None => Actor::FirstParty,
        };
        let mut frame = self.framed(at, found, actor, found.modality);
        if self.class(self.clause) == Class::No || self.class(self.clause) == Class::Not {
            (frame.negated, frame.modality) = (true, Modality::DoesNot);
        }
        let data = self.mentions_in(&subject, ConceptKind::Data)
            || self.mentions_in(&subject, ConceptKind::Technology)
            || self
                .tokens
                .get(self.clause..at)
                .unwrap_or_default()
                .iter()
                .any(|token| token.class == Class::This);
        let mut rest = Slot::Object;
        if data && (found.passive || (self.actor.is_none() && found.actor.is_none())) {
            frame.slots.push((Slot::Object, subject));
            rest = if found.passive { Slot::Rest } else { Slot::Object };
        } else if third {
            frame.slots.push((Slot::Recipient, subject));
        }
        if actor == Actor::User && first.deed == Deed::Give {
            frame.mode = Some(Mode::Direct);
        }
        self.push(frame, end);
        self.slot = Some(rest);
    }

    /// Whether a verb without helper or subject goes on with the clause before ("we collect it and share it").
    fn joins(&self, at: usize, first: &Action) -> bool {
        first.form == Form::Plain
            && (self.actor.is_some() && self.before(at) == Class::And
                || matches!(self.before(at), Class::Actor(_)))
            && self.class(at + 1) != Class::Of
    }

    fn relative_actor(&self, at: usize) -> Option<Actor> {
        (at.saturating_sub(3)..at).rev().find_map(|at| match self.class(at) {
            Class::Actor(actor) => Some(actor),
            _ => None,
        })
    }

    /// What a relative clause says of how the data come in ("that you provide").
    fn hint(&mut self, found: &Predicate, actor: Option<Actor>) {
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
    fn weaken(&mut self, at: usize, end: usize, found: &Predicate, actor: Actor) {
        if self.weak.is_none() && self.slot.is_none() {
            let actor = if self.actor == Some(Actor::User) { Actor::User } else { actor };
            self.weak = Some(self.framed(at, found, actor, found.modality));
            (self.slot, self.start) = (Some(Slot::Object), end);
        }
    }

    fn framed(&self, at: usize, found: &Predicate, actor: Actor, modality: Modality) -> Frame {
        let incoming =
            found.actions.iter().flatten().any(|action| matches!(action.deed, Deed::Collect | Deed::Give));
        let mode = if found.automatically && incoming {
            Some(Mode::Automatic)
        } else if found.directly && incoming {
            Some(Mode::Direct)
        } else {
            None
        };
        Frame {
            actor,
            modality: if found.negated { Modality::DoesNot } else { modality },
            negated: found.negated,
            actions: found.actions,
            verb: self.words(at, at + found.len),
            conditional: self.conditional,
            mode,
            asked: self.asked,
            slots: Vec::new(),
        }
    }

    fn push(&mut self, mut frame: Frame, end: usize) {
        frame.slots.append(&mut self.pending);
        self.frames.push(frame);
        self.current = Some(self.frames.len() - 1);
        (self.slot, self.start) = (Some(Slot::Object), end);
        self.clause = end;
    }
}
