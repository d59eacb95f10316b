//! Statements: what a clause says of data, slot by slot.

use std::ops::Range;

use super::fill::{Filler, Stance};
use super::frame::{Frame, Slot};
use super::here::Here;
use super::slots::within;
use super::token::{Action, Class, Deed, Token, words};
use crate::concept::ConceptKind;
use crate::{Actor, Modality};

impl Filler<'_, '_> {
    /// Reads a statement: what its clause says of data, slot by slot.
    pub(super) fn frame(&mut self, here: Here<'_>, frame: &Frame) {
        let user = frame.actor == Actor::User && !(frame.does(Deed::Give) && Self::hands(here, frame));
        if !frame.is_practice() || frame.asked || user {
            return;
        }
        if self.limits(here, frame) || self.is_out_of_scope(here, frame) {
            return;
        }
        // "We sell no data to advertisers" sells nothing to them.
        let denied;
        let frame = if Self::hands_nothing(here, frame) {
            denied = Frame { negated: true, modality: Modality::DoesNot, ..frame.clone() };
            &denied
        } else {
            frame
        };
        let actor = if Self::is_done_by_others(here, frame) { Actor::ThirdParty } else { frame.actor };
        let lacks = frame.conditional && frame.actor == Actor::User;
        let stance = Stance {
            actor,
            modality: frame.modality,
            // "If you do not give us your address, we can't write to you" does not deny the address.
            negated: frame.negated && !lacks && !self.combines(frame),
            mode: Self::mode(here, frame),
            practice: self.practice(here, frame),
        };
        let serves = Self::serves(here, frame);
        let brings = Self::brings(here, frame);
        // "To change your address you may submit a form" tells the reader's aim.
        let ours = here.tokens.iter().any(|token| token.class == Class::Actor(Actor::FirstParty));
        // "To open an account, you must give us your name" tells what the name is for.
        let required = frame.modality == Modality::Must;
        let theirs = frame.actor == Actor::User && !ours && !required;
        let supposed = frame.conditional && frame.actor != Actor::User;
        for (slot, range) in &frame.slots {
            if !serves {
                self.what(here, frame, (*slot, range), stance, supposed);
            }
            let aim = theirs && range.end <= frame.verb.start;
            if (!serves || *slot != Slot::Purpose) && !aim {
                // "must" is for the name, and not for what it is for.
                self.what_for(here, frame, (*slot, range), for_company(frame, stance));
            }
            match slot {
                // "provided to us by your employer" names who gives.
                Slot::Agent if frame.does(Deed::Give) && !frame.shares() => {}
                // "Our partners share it with us": they have it already.
                Slot::Recipient if brings => {}
                Slot::Recipient | Slot::Agent if !serves => {
                    let stance = Self::unless(here, frame, range, stance);
                    self.recipients(here, range, stance, *slot == Slot::Recipient && frame.shares());
                }
                Slot::Object
                    if !serves
                        && !supposed
                        && (frame.does(Deed::Use) || frame.does(Deed::Engage))
                        && frame.actor == Actor::FirstParty =>
                {
                    self.helpers(here, range, frame, stance);
                }
                _ => {}
            }
        }
        if !supposed && frame.shares() && frame.does(Deed::Give) {
            self.given(here, frame, stance);
        }
        self.unsold(here, frame, stance);
        self.implied(here, frame, stance);
    }

    /// "It is only used by our processors": they do so, unless "by us and our partners".
    fn is_done_by_others(here: Here<'_>, frame: &Frame) -> bool {
        let deeds = [Deed::Collect, Deed::Use, Deed::Store, Deed::Place];
        let us = |token: &Token| token.class == Class::Actor(Actor::FirstParty);
        let others = |range: Range<usize>| {
            here.named(ConceptKind::Recipient, range.clone()).next().is_some()
                && !within(here.tokens, &range).iter().any(us)
        };
        frame.actor == Actor::FirstParty
            && !frame.negated
            && deeds.into_iter().any(|deed| frame.does(deed))
            && frame.slot(Slot::Agent).any(others)
    }

    /// "We give our partners your name": who gets data may stand before them.
    fn given(&mut self, here: Here<'_>, frame: &Frame, stance: Stance) {
        let gives = |range: &Range<usize>| {
            let who = here.named(ConceptKind::Recipient, range.clone()).next()?;
            let what = here.named(ConceptKind::Data, range.clone()).next()?;
            let near = here.at(who) <= within(here.tokens, &(0..range.start)).len() + 1;
            let next = here.class(here.end(who));
            let apart = matches!(next, Class::Your | Class::The | Class::This | Class::Word | Class::With);
            (near && apart && range.start >= frame.verb.end && who.words.end <= what.words.start)
                .then_some(range.start..who.words.end)
        };
        if let Some(who) = frame.slot(Slot::Object).find_map(|range| gives(&range)) {
            self.recipients(here, &who, stance, false);
        }
    }

    /// "We share it with nobody except with our processors": with these it is shared.
    fn unless(here: Here<'_>, frame: &Frame, range: &Range<usize>, stance: Stance) -> Stance {
        let between = within(here.tokens, &(frame.verb.end..range.start.max(frame.verb.end)));
        let last = between.iter().rfind(|token| {
            matches!(token.class, Class::Unless | Class::Comma | Class::Semicolon | Class::Close)
        });
        let excepted = stance.negated && last.is_some_and(|last| last.class == Class::Unless);
        if excepted { Stance { negated: false, modality: Modality::May, ..stance } } else { stance }
    }

    /// "They will not be used for any other purpose" says nothing of what they are used for.
    fn limits(&self, here: Here<'_>, frame: &Frame) -> bool {
        let more = self.reading.concepts.known.cue_more;
        let other = |range: &Range<usize>| {
            let opens = within(here.tokens, range);
            let opens = words(opens.get(..opens.len().min(4)).unwrap_or(opens));
            let mut cues = self.reading.mentions_of(here.sentence).iter();
            cues.any(|cue| Some(cue.concept) == more && opens.contains(&cue.words.start))
        };
        let purpose = |range: &Range<usize>| {
            within(here.tokens, range).iter().take(4).any(|token| token.class == Class::Purpose)
        };
        frame.negated && frame.slot(Slot::Purpose).any(|range| purpose(&range) && other(&range))
    }

    /// "This policy does not apply to data that our customers collect" tells of no practice.
    fn is_out_of_scope(&self, here: Here<'_>, frame: &Frame) -> bool {
        let known = &self.reading.concepts.known;
        let cues = self.reading.mentions_of(here.sentence);
        let Some(cue) = cues.iter().find(|cue| Some(cue.concept) == known.cue_no_scope) else { return false };
        let between = if frame.verb.start >= cue.words.end {
            cue.words.end..frame.verb.start
        } else {
            frame.verb.end..cue.words.start
        };
        // ", and we use it to …" states something of its own.
        let mut parts = within(here.tokens, &between).windows(2);
        let states = |pair: &[Token]| {
            matches!(pair, [joint, we] if matches!(joint.class, Class::Comma | Class::And | Class::Semicolon)
                && we.class == Class::Actor(Actor::FirstParty))
        };
        !parts.any(states)
    }

    /// Whether a statement of sharing has "no" before what is shared.
    fn hands_nothing(here: Here<'_>, frame: &Frame) -> bool {
        let none = |range: Range<usize>| {
            let first = within(here.tokens, &range).first().map(|first| first.class);
            first == Some(Class::No) && here.named(ConceptKind::Data, range).next().is_some()
        };
        frame.shares() && !frame.negated && frame.slot(Slot::Object).any(none)
    }

    /// Whether what is given are data, and not "consent" or "feedback" as such.
    fn hands(here: Here<'_>, frame: &Frame) -> bool {
        frame.slots.iter().any(|(slot, range)| match slot {
            // "In order to serve you, we need what you give us" tells our aim.
            Slot::Purpose => range.end <= frame.verb.start,
            Slot::Object | Slot::Rest => {
                here.named(ConceptKind::Data, range.clone()).next().is_some()
                    || within(here.tokens, range).iter().any(|token| token.class == Class::This)
            }
            _ => false,
        })
    }

    /// "We provide our services to schools" gives nobody any data.
    fn serves(here: Here<'_>, frame: &Frame) -> bool {
        let gives = |action: &Action| matches!(action.deed, Deed::Give | Deed::Other);
        let data = || {
            frame.slot(Slot::Object).any(|range| {
                here.named(ConceptKind::Data, range.clone()).next().is_some()
                    || within(here.tokens, &range).iter().any(|token| token.class == Class::This)
            })
        };
        frame.actor == Actor::FirstParty
            && frame.does(Deed::Give)
            && frame.actions.iter().flatten().all(gives)
            && (frame.slot(Slot::Recipient).next().is_none() || !data())
    }

    /// The data and technologies in a slot.
    fn what(
        &mut self,
        here: Here<'_>,
        frame: &Frame,
        (slot, range): (Slot, &Range<usize>),
        stance: Stance,
        supposed: bool,
    ) {
        match slot {
            Slot::Object if !supposed => {
                self.data(here, range, frame, stance);
                // "A cookie can be sent to your device" tells what a cookie is.
                let explains =
                    range.start < frame.verb.start && !frame.does(Deed::Use) && !frame.does(Deed::Place);
                if !explains {
                    self.technologies(here, range, stance);
                }
            }
            Slot::Instrument | Slot::Agent | Slot::Purpose => self.technologies(here, range, stance),
            Slot::Source | Slot::Recipient if !supposed => self.data(here, range, frame, stance),
            _ => {}
        }
    }

    /// The purposes in a slot.
    fn what_for(
        &mut self,
        here: Here<'_>,
        frame: &Frame,
        (slot, range): (Slot, &Range<usize>),
        stance: Stance,
    ) {
        // What is denied is done all the same where that is excepted.
        let modality = if stance.modality == Modality::DoesNot { Modality::May } else { stance.modality };
        let affirmed = Stance { negated: false, modality, ..stance };
        match slot {
            // "They do not let us identify you" tells no purpose.
            Slot::Aim if frame.negated => {}
            Slot::Aim => self.purposes(here, range, affirmed, true),
            Slot::Purpose => {
                let first = within(here.tokens, range).first().map(|first| first.class);
                // "without storing them" denies the storing, and not the purpose.
                // "we do not share it unless that is needed to serve you": nor what it is for, all the same.
                let excepted = here
                    .tokens
                    .iter()
                    .filter(|token| frame.verb.end <= token.start && token.start < range.start)
                    .any(|token| token.class == Class::Unless);
                let negated = frame.modality == Modality::DoesNot && !excepted;
                let stance = if excepted { affirmed } else { Stance { negated, ..stance } };
                let told = within(here.tokens, range).iter().any(|token| token.class == Class::Purpose);
                let stored = frame.does(Deed::Store) && first == Some(Class::For);
                // "We keep it for two years" tells how long, "for follow-up purposes" what for.
                // "five (5) years from the end of the contract" goes on behind its bracket.
                let resumed = frame.does(Deed::Store) && first == Some(Class::Word);
                if (stored || resumed) && self.is_time(here, range) {
                    self.kept_for(here, range, affirmed);
                    return;
                }
                if stored && !told {
                    self.known_purposes(here, range, stance, false);
                } else if !(stance.negated && frame.does(Deed::Collect)) {
                    let sure = !stance.negated && Self::aims(here, frame, range);
                    self.purposes(here, range, stance, sure);
                }
            }
            // "with partners who do work on our behalf".
            Slot::Recipient if frame.shares() => {
                self.known_purposes(here, range, affirmed, false);
            }
            // "We will not sell it if we merge with others": what is supposed there is not done.
            Slot::Condition
                if frame.negated
                    && within(here.tokens, range).first().is_some_and(|first| first.class == Class::If) => {}
            Slot::Condition if frame.does(Deed::Share) => {
                self.known_purposes(here, range, affirmed, false);
            }
            // "If you use our paid services, we store …" tells what for.
            Slot::Condition if frame.actor == Actor::FirstParty => {
                if frame.does(Deed::Store) {
                    self.kept_for(here, range, affirmed);
                }
                self.conditions(here, range, affirmed);
            }
            Slot::Object | Slot::Rest
                if frame.does(Deed::Share)
                    || frame.does(Deed::Store)
                    || frame.does(Deed::Use)
                    || slot == Slot::Rest && frame.does(Deed::Collect) =>
            {
                let data =
                    here.named(ConceptKind::Data, range.clone()).next().map(|mention| mention.words.end);
                let from = if slot == Slot::Object { data.unwrap_or(range.end) } else { range.start };
                self.known_purposes(here, &(from..range.end), affirmed, false);
            }
            _ => {}
        }
    }

    /// "We keep it as long as it is needed to serve you" tells how long, and what for.
    fn kept_for(&mut self, here: Here<'_>, range: &Range<usize>, stance: Stance) {
        let needed = within(here.tokens, range);
        let opens = |pair: &[Token]| {
            matches!(pair, [needed, to] if needed.class == Class::Needed
                && matches!(to.class, Class::To | Class::InOrderTo))
        };
        if let Some(at) = needed.windows(2).position(opens) {
            let rest = words(needed.get(at + 1..).unwrap_or_default());
            self.known_purposes(here, &rest, stance, true);
        }
    }

    /// "We use cookies to count the users who click": what a thing is used for is a purpose, known or not.
    fn aims(here: Here<'_>, frame: &Frame, range: &Range<usize>) -> bool {
        let infinitive = matches!(
            within(here.tokens, range),
            [to, verb, ..] if matches!(to.class, Class::To | Class::InOrderTo) && verb.class == Class::Word
        );
        let tool = frame.slot(Slot::Object).any(|range| {
            here.named(ConceptKind::Technology, range.clone()).next().is_some()
                || here.named(ConceptKind::Data, range).next().is_some()
        });
        infinitive
            && tool
            && frame.actor == Actor::FirstParty
            && !frame.conditional
            && (frame.does(Deed::Use) || frame.does(Deed::Place))
    }
}

/// What a frame says of its purposes: the reader gives the data, and the company uses them.
fn for_company(frame: &Frame, stance: Stance) -> Stance {
    let modality = if stance.modality == Modality::Must { Modality::Does } else { stance.modality };
    if frame.actor == Actor::User { Stance { actor: Actor::FirstParty, modality, ..stance } } else { stance }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn what_a_policy_does_not_cover_is_no_practice() {
        check("This policy does not apply to the information that our customers collect.", &[]);
        check("Data collected by our customers is not covered by this policy.", &[]);
        check("It does not cover their pages, and we collect your name.", &["data: name < name"]);
    }

    #[test]
    fn nothing_that_is_shared_denies_whom_it_is_shared_with() {
        check("We sell no personal data to advertisers.", &["recipient: no advertiser < advertisers"]);
        check("Vi delar inga uppgifter med tredje part.", &["recipient: no other < tredje part"]);
    }

    #[test]
    fn what_is_done_by_others_is_theirs() {
        let lexicon = crate::Lexicon::bundled().expect("a lexicon");
        let check = |text: &str, actor: crate::Actor| {
            let policy = crate::read(&policyglot_parser::parse(text), &lexicon);
            let actors: Vec<_> = policy.facts.iter().filter_map(|fact| fact.actor).collect();
            assert!(!actors.is_empty() && actors.iter().all(|found| *found == actor), "{text}: {actors:?}");
        };
        check("Your name is used by our processors.", crate::Actor::ThirdParty);
        check("Your name is used by us and our processors.", crate::Actor::FirstParty);
    }

    #[test]
    fn who_is_given_data_may_stand_before_them() {
        check("We give our partners your name.", &["recipient: partner < our partners", "data: name < name"]);
    }

    #[test]
    fn what_must_be_given_is_for_what_the_reader_is_after() {
        check(
            "To create an account, you must provide your name.",
            &["purpose: account < create an account", "data: name [Direct] < name"],
        );
    }

    #[test]
    fn what_is_excepted_from_a_denial_is_done() {
        check(
            "We do not share your name with third parties, except with our service providers.",
            &[
                "data: no name < name",
                "recipient: no other < third parties",
                "recipient: service-provider < service providers",
            ],
        );
        check(
            "Your name will not be sold if we are involved in a merger.",
            &["data: no name < name", "recipient: no other < will not be sold"],
        );
    }

    #[test]
    fn examples_are_denied_with_what_they_are_examples_of() {
        check(
            "We don't personalize ads based on sensitive categories, such as race.",
            &[
                "purpose: no advertising < personalize ads",
                "data: no sensitive data < sensitive categories",
                "data: no race < race",
            ],
        );
        check(
            "Information that is not personal may be shared with advertisers.",
            &["recipient: advertiser < advertisers"],
        );
    }

    #[test]
    fn data_from_the_reader_and_others_come_in_both_ways() {
        check("We collect your name from partners.", &["data: name [ThirdParty] < name"]);
        check("We collect your name from you, from partners and from agencies.", &["data: name < name"]);
    }

    #[test]
    fn a_time_tells_what_for() {
        check(
            "We retain your name for as long as necessary to provide our services.",
            &["data: name < name", "purpose: service < provide our services"],
        );
    }

    #[test]
    fn a_limit_on_other_purposes_denies_no_data() {
        check("Your name will not be used for any other purpose.", &["data: name < name"]);
    }
}
