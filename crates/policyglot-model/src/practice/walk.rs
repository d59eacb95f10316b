//! The walk over a sentence: which words open a slot, which end it, and where a clause starts.

use std::ops::Range;

use super::clause::{is_helper, predicate};
use super::frame::{Frame, Slot};
use super::slots::opens_examples;
use super::token::{Action, Class, Deed, Form, Token};
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{Actor, Modality, Mode};

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
    let mut walk = Walk {
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
        supposed: None,
        conditional: false,
        parens: Vec::new(),
        weak: None,
        current: None,
    };
    let mut at = 0;
    while at < tokens.len() {
        at += walk.step(at).max(1);
    }
    walk.close(tokens.len());
    let states = !walk.frames.iter().all(|frame| frame.conditional);
    // "Data collected through cookies are stored" says both.
    let used = |weak: &Frame| weak.slots.iter().any(|(slot, _)| *slot == Slot::Instrument);
    if let Some(weak) = walk.weak.take().filter(|weak| !states || used(weak)) {
        walk.frames.push(weak);
    }
    // "This allows us to improve our services" has no verb of practice; "To exercise your rights, please click" none of ours.
    let slots = std::mem::take(&mut walk.pending);
    // "To close your account, go to the settings page" tells what the reader may do.
    let right = slots.iter().any(|(_, words)| {
        let opens = |mention: &Mention| mention.words.start == words.start + 1 && mention.words.len() > 1;
        walk.mentions.iter().any(|mention| mention.kind == ConceptKind::Right && opens(mention))
    });
    if walk.frames.is_empty()
        && slots.iter().any(|(slot, _)| slot.tells_why())
        && !right
        && walk.actor != Some(Actor::User)
        && !tokens.iter().any(|token| matches!(token.class, Class::Please | Class::Urge))
    {
        walk.frames.push(Frame {
            actor: Actor::FirstParty,
            modality: Modality::Does,
            negated: false,
            actions: [walk.collect, None, None, None],
            verb: walk.words(0, 1),
            conditional: false,
            mode: None,
            asked: walk.asked,
            slots,
        });
    }
}

/// No sentence opens more brackets at once.
const MAX_PARENS: usize = 4;

/// The state of the walk over a sentence.
pub(super) struct Walk<'t, 'f> {
    pub(super) tokens: &'t [Token],
    pub(super) mentions: &'t [Mention],
    pub(super) collect: Option<Action>,
    pub(super) frames: &'f mut Vec<Frame>,
    /// The slot that is open; `None` before the first predicate of a clause.
    pub(super) slot: Option<Slot>,
    /// Where the open slot starts.
    pub(super) start: usize,
    /// Where the clause starts.
    pub(super) clause: usize,
    /// The subject of the clause so far.
    pub(super) actor: Option<Actor>,
    /// Whether the next predicate belongs to a relative clause.
    pub(super) relative: bool,
    /// Whether the clause started with "how".
    pub(super) asked: bool,
    /// Where "without" stood last.
    pub(super) without: Option<usize>,
    /// A purpose or condition that stands before the first predicate ("To protect you, we may …").
    pub(super) pending: Vec<(Slot, Range<usize>)>,
    /// The frame that goes on after a condition.
    pub(super) outer: Option<usize>,
    /// Where a condition started before which nothing was stated: "If you register, we …".
    pub(super) supposed: Option<usize>,
    /// Whether a condition is open.
    pub(super) conditional: bool,
    /// The slots around open brackets, each with its frame where the bracket starts one that is denied.
    pub(super) parens: Vec<(Option<Slot>, Option<usize>)>,
    /// A relative or nominal clause, for a sentence that has no other ("Information we collect").
    pub(super) weak: Option<Frame>,
    /// The frame whose slots are being filled.
    pub(super) current: Option<usize>,
}

impl Walk<'_, '_> {
    /// Reads what starts at token `at`; gives how many tokens it took.
    fn step(&mut self, at: usize) -> usize {
        let class = self.class(at);
        if class == Class::Be && self.aims(at) {
            return 2;
        }
        if class == Class::Be && self.needs(at) {
            return 3;
        }
        if opens_predicate(class)
            && let Some(found) = self.tokens.get(at..).and_then(predicate)
        {
            self.predicate(at, &found);
            return found.len;
        }
        if class == Class::Must
            && let Some(len) = self.needs_data(at)
        {
            return len;
        }
        match class {
            // "The only data that we require is your name": what it is, is required; and what we store, is stored. "… is
            // anonymous" tells only of it.
            Class::Be
                if self.current.is_none()
                    && (self.lists(at + 1) && self.weak.as_ref().is_some_and(|weak| self.has_data(weak))
                        || self.may_be(at)) =>
            {
                self.close(at);
                self.start(at);
            }
            Class::If => {
                self.close(at);
                if !self.conditional {
                    self.outer = self.current;
                    self.supposed = self.current.is_none().then_some(at);
                }
                (self.slot, self.start, self.conditional) = (Some(Slot::Condition), at, true);
                (self.actor, self.clause) = (None, at + 1);
            }
            // "Unless you object, we share it" opens with its condition as "If you agree, …" does.
            Class::Unless if self.current.is_none() && self.slot.is_none() => {
                self.supposed = Some(at);
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
            // "When you shop at Acme": where, and not who.
            Class::Actor(_) if self.before(at) == Class::Of => {}
            Class::Actor(actor) => self.subject(at, actor),
            Class::Entreat => self.subject(at, Actor::FirstParty),
            // "and we encourage you to read theirs": what the reader is to do is nothing that the company does.
            Class::Urge => {
                self.close(at);
                (self.current, self.outer, self.conditional) = (None, None, false);
                (self.slot, self.start, self.actor) = (Some(Slot::Aside), at, Some(Actor::User));
            }
            Class::Without if matches!(self.class(at + 1), Class::Your | Class::The | Class::This) => {
                self.open(at, Slot::Condition);
            }
            Class::Without => self.without = Some(at),
            Class::Automatically => {
                let frame = self.current.and_then(|at| self.frames.get_mut(at));
                if let Some(frame) = frame.filter(|frame| frame.does(Deed::Collect)) {
                    frame.mode = frame.mode.or(Some(Mode::Automatic));
                }
            }
            Class::How => self.asked = self.asked || self.slot.is_none(),
            Class::That if self.is_noun_before(at) && self.is_noun_after(at) => self.listing(at),
            // "use that information or share it": it points, and opens no clause.
            Class::That if self.is_noun_after(at) => {}
            Class::That if self.slot.is_none() && !self.about_data(at) => {
                // "you agree that we may …" states what follows.
                (self.clause, self.actor, self.asked) = (at + 1, None, false);
            }
            Class::That => {
                // "to ensure that your data are not disclosed": what is said of them starts here.
                if self.slot.is_some_and(Slot::tells_why) && !self.is_named_before(at) {
                    self.clause = at + 1;
                }
                self.relative = self.slot.is_none() || self.slot == Some(Slot::Object);
            }
            Class::Allow => return self.allows(at),
            // "They do not | allow us to | identify you".
            Class::InOrderTo if self.before(at) == Class::Not => {}
            Class::InOrderTo => self.open(at, Slot::Purpose),
            Class::To => self.to(at),
            Class::For | Class::With | Class::Through | Class::From | Class::By => self.preposition(at),
            Class::Colon if self.slot.is_none() => (self.clause, self.actor) = (at + 1, None),
            Class::Colon => {
                // "needs no data to operate: no name, no address" goes on with the data.
                let denies = self.class(at + 1) == Class::No;
                // "Följande uppgifter samlas in: namn och adress": the list is what the passive is said of.
                let lists = self.slot == Some(Slot::Rest) && self.names(ConceptKind::Data, at + 1);
                if (denies && self.current.is_some() && self.slot != Some(Slot::Object)) || lists {
                    self.open(at, Slot::Object);
                }
            }
            Class::SuchAs | Class::Including => self.listing(at),
            Class::Open | Class::Close => self.bracket(at),
            _ => {}
        }
        1
    }

    /// What stands in brackets goes to the slot around them, but not to a purpose.
    fn bracket(&mut self, at: usize) {
        match self.class(at) {
            Class::Open if self.parens.len() < MAX_PARENS => {
                let denies = self.class(at + 1) == Class::Not && self.class(at + 2) == Class::Including;
                self.parens.push((self.slot, self.current.filter(|_| denies)));
                // "to provide our services (for example, account servicing, analytics)" goes on with what for.
                let rest = self.tokens.get(at..).unwrap_or_default();
                if self.slot.is_some_and(Slot::tells_why) && !opens_examples(rest) {
                    self.open(at, Slot::Aside);
                }
            }
            Class::Close => {
                // "(not including your name) about your visits" denies nothing behind the bracket.
                if let Some((slot, frame)) = self.parens.pop()
                    && (slot != self.slot || frame.is_some())
                {
                    self.close(at);
                    (self.slot, self.start) = (slot, at + 1);
                    self.current = frame.or(self.current);
                }
            }
            _ => {}
        }
    }

    /// Ends the open slot before token `at`.
    pub(super) fn close(&mut self, at: usize) {
        let Some(slot) = self.slot.take() else { return };
        let words = self.words(self.start, at);
        if words.is_empty() {
            return;
        }
        if let Some(frame) = self.current.and_then(|at| self.frames.get_mut(at)).or(self.weak.as_mut()) {
            frame.slots.push((slot, words));
        } else if slot.tells_why() || slot == Slot::Instrument {
            self.pending.push((slot, words));
        }
    }

    pub(super) fn open(&mut self, at: usize, slot: Slot) {
        self.close(at);
        (self.slot, self.start) = (Some(slot), at);
    }

    pub(super) fn subject(&mut self, at: usize, actor: Actor) {
        let before = self.before(at);
        let breaks =
            matches!(before, Class::Comma | Class::And | Class::Semicolon | Class::Colon | Class::Mark);
        match self.slot {
            None => {
                // "Cookies recognize you and store your name": they do.
                let object = actor == Actor::User && before == Class::Word && self.names_tool(at);
                let opens = if self.actor.is_none() {
                    !object
                } else {
                    // "It is not meant for children and we do not …": a clause of its own.
                    let apart = actor == Actor::FirstParty && self.actor == Some(Actor::User);
                    before != Class::And || apart && self.acts(at + 1)
                };
                if self.is_noun_before(at) && self.acts(at + 1) {
                    self.relative = true;
                } else if opens {
                    self.actor = Some(actor);
                }
            }
            Some(Slot::Condition) if !breaks || actor == Actor::User => self.actor = Some(actor),
            // "In order to use our forum, you need an account": what the reader wants.
            Some(slot)
                if slot.tells_why()
                    && before == Class::Comma
                    && actor == Actor::User
                    && self.opens_alone()
                    && (self.class(at + 1) == Class::Word || self.acts(at + 1))
                    && !self.gives(at) =>
            {
                self.close(at);
                self.pending.clear();
                (self.clause, self.actor) = (at, Some(actor));
            }
            Some(slot)
                if (breaks || (slot.tells_why() && self.leads_in(at)))
                    && self.acts(at + 1)
                    && !(actor == Actor::User && before == Class::And) =>
            {
                self.close(at);
                (self.current, self.outer, self.conditional) = (None, None, false);
                (self.clause, self.actor, self.asked) = (at, Some(actor), before == Class::How);
            }
            Some(_) => self.relative = self.acts(at + 1),
        }
    }

    /// "such as", "including": the list belongs to the slot before it, never to a condition.
    pub(super) fn listing(&mut self, at: usize) {
        let purposed = (at.saturating_sub(2)..at).any(|at| self.class(at) == Class::Purpose);
        let bracket = if self.before(at) == Class::Open { at.saturating_sub(1) } else { at };
        if purposed && self.current.is_some() {
            self.open(at, Slot::Purpose);
        } else if (self.before(at) == Class::Not && self.class(at) == Class::Including) || self.identifies(at)
        {
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
        } else if self.slot.is_none() && (self.about_data(at) || self.brings(at) || self.goes_on(at)) {
            // "This includes analyzing usage" goes on with what data are used for.
            let purpose = self.before(at) == Class::This && self.names(ConceptKind::Purpose, at + 1);
            self.start(at);
            if purpose {
                self.slot = Some(Slot::Purpose);
            } else if matches!(self.class(at + 1), Class::Action(action) if action.form == Form::Gerund) {
                // "These messages include sending you news": a deed, and no data.
                self.slot = Some(Slot::Aside);
            }
        }
    }

    /// Opens a frame for a list that no verb of practice leads in.
    pub(super) fn start(&mut self, at: usize) {
        let negated = self.before(at) == Class::Not || self.exemplifies_denied(at);
        let modality = match self.before(at) {
            _ if negated => Modality::DoesNot,
            // "This information may include your name".
            Class::May => Modality::May,
            _ => Modality::Does,
        };
        let frame = Frame {
            actor: Actor::FirstParty,
            modality,
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
}

/// Whether a predicate can start with a word of this class.
pub(super) fn opens_predicate(class: Class) -> bool {
    is_helper(class) || matches!(class, Class::Action(_))
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn what_the_reader_does_is_no_practice() {
        check("In order to use certain features, you need an account.", &[]);
        check("To close your account, go to the settings page.", &[]);
        check(
            "We store your name, and we encourage you to visit their pages to learn about their ads.",
            &["data: name < name"],
        );
        check("When using our site, your IP address is stored.", &["data: ip address < IP address"]);
        check("När du är kund hos oss behandlar vi ditt namn.", &["data: name < namn"]);
        check("När du handlar hos oss samlar vi in namn.", &["data: name < namn"]);
        check("Om du kontaktar oss behandlar vi namn.", &["data: name < namn"]);
    }

    #[test]
    fn what_the_reader_may_demand() {
        check(
            "You can ask us not to use your name for research.",
            &["data: name < name", "purpose: research < research"],
        );
        check("You may ask us to send your name to another provider.", &[]);
    }

    #[test]
    fn a_tool_that_acts_is_its_maker() {
        check(
            "Google Analytics receives your IP address.",
            &[
                "recipient: service-provider < Google Analytics",
                "tracker: Google Analytics < Google Analytics",
                "data: ip address < IP address",
            ],
        );
    }

    #[test]
    fn verbs_joined_by_and_share_their_subject() {
        check(
            "These partners may collect your IP address and use it for advertising.",
            &["data: ip address < IP address", "purpose: advertising < advertising"],
        );
    }

    #[test]
    fn a_bracket_denies_only_what_stands_in_it() {
        check(
            "We use information (not including your name) about your visits to show you ads.",
            &[
                "data: no name < name",
                "data: usage data < your visits",
                "purpose: advertising < show you ads",
            ],
        );
    }

    #[test]
    fn what_is_used_or_stored_is_told_by_a_copula() {
        check("The data that we store are your name.", &["data: name < name"]);
        check("De personuppgifter som behandlas är namn.", &["data: name < namn"]);
        check("The personal information we use is important to us.", &[]);
        check("Vi behöver namn.", &["data: name < namn"]);
    }

    #[test]
    fn for_whom_before_the_verb() {
        check("För medlemmar behandlar vi namn.", &["data: name < namn"]);
        check("För dig som är patient behandlar vi namn.", &["data: name < namn"]);
        check(
            "För att marknadsföra våra tjänster behandlar vi namn.",
            &["purpose: marketing < marknadsföra våra tjänster", "data: name < namn"],
        );
    }
}
