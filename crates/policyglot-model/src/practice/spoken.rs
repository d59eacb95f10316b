//! Purposes beside a statement, or that are the statement: "in the event of a merger", "we may email you about it".

use policyglot_parser::{Block, BlockKind};

use super::fill::{Filler, Stance};
use super::frame::Frame;
use super::here::Here;
use super::token::{Class, Deed, Token, words};
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{Actor, FactKind, Modality};

/// What is said of a purpose stands among so many tokens before it.
const NEAR: usize = 8;

/// The subject of a verb that is a purpose stands among so many tokens before it.
const NEAR_SUBJECT: usize = 4;

impl Filler<'_, '_> {
    /// "In the event of a merger, data may be transferred", "in accordance with the law": what stands beside a statement
    /// and tells why it is done.
    pub(super) fn occasions(&mut self, here: Here<'_>, frames: &[Frame]) {
        let states = |frame: &Frame| {
            let deed = frame.shares()
                || frame.does(Deed::Collect)
                || frame.does(Deed::Store)
                || frame.does(Deed::Access);
            deed && !frame.asked && frame.actor != Actor::User
        };
        let Some(frame) = frames.iter().find(|frame| states(frame)) else { return };
        // "You may, under applicable law, ask for access to it" tells of a right.
        let right = here.mentions.iter().any(|mention| mention.kind == ConceptKind::Right);
        let entitled = right && frames.iter().any(|frame| frame.actor == Actor::User);
        let stance = Stance::around(frame);
        for mention in here.named(ConceptKind::Purpose, words(here.tokens)) {
            let root = self.reading.concepts.root(mention.concept);
            let label = self.reading.concept(root).label.clone();
            // A word alone may be part of anything: "our compliance program".
            let occasion = label == "merger" || label == "legal" && mention.words.len() > 1 && !entitled;
            let other = label == "merger" && self.within_thing(here, mention);
            // "It will not be sold if we merge": that tells why nothing is done.
            let before = here.tokens.get(..here.at(mention)).unwrap_or_default();
            let manner = self.tells_how(here, mention);
            let denied = manner || frame.negated && !before.iter().any(|token| token.class == Class::Unless);
            if denied
                || self.is_lone(mention)
                || !occasion
                || other
                || self.is_said(FactKind::Purpose, mention)
            {
                continue;
            }
            self.add(here, FactKind::Purpose, label, Some(mention.concept), mention.span, stance);
        }
    }

    /// "We may send you marketing e-mails", "We conduct targeted advertising": a statement whose verb is itself the
    /// purpose.
    pub(super) fn promoted(&mut self, here: Here<'_>, block: &Block) {
        let classes = || here.tokens.iter().map(|token| token.class);
        let modal = classes().any(|class| matches!(class, Class::May | Class::Will));
        let states = (modal || classes().take(2).any(|class| class == Class::Actor(Actor::FirstParty)))
            && !classes().any(|class| matches!(class, Class::Not | Class::No | Class::How))
            && block.kind == BlockKind::Paragraph;
        let chooses = here.mentions.iter().any(|mention| mention.kind == ConceptKind::Right);
        let all = words(here.tokens);
        if !states || chooses || self.has(here, FactKind::Purpose) {
            return;
        }
        let end = here.tokens.iter().find(|token| matches!(token.class, Class::If | Class::Unless));
        let range = all.start..end.map_or(all.end, |token| token.start.max(all.start));
        let found =
            here.named(ConceptKind::Purpose, range).find(|mention| self.is_promoted(here, mention, modal));
        let Some(mention) = found else { return };
        let label = self.reading.concept(self.reading.concepts.root(mention.concept)).label.clone();
        let stance = Stance { modality: Modality::May, ..Stance::PLAIN };
        self.add(here, FactKind::Purpose, label, Some(mention.concept), mention.span, stance);
    }

    /// Whether the company is said to do what a mention names: "We | conduct | targeted advertising", and not "we
    /// advertise". `modal` tells whether the sentence has "may" or "will".
    fn is_promoted(&self, here: Here<'_>, mention: &Mention, modal: bool) -> bool {
        let root = &self.reading.concept(self.reading.concepts.root(mention.concept)).label;
        let at = here.at(mention);
        let before = here.tokens.get(at.saturating_sub(NEAR_SUBJECT)..at).unwrap_or_default();
        let subject = before.iter().rposition(|token| token.class == Class::Actor(Actor::FirstParty));
        let between = subject.and_then(|subject| before.get(subject + 1..));
        let verb =
            |token: &Token| matches!(token.class, Class::Word | Class::Action(_) | Class::Will | Class::May);
        let near = between.is_some_and(|between| {
            (mention.words.len() > 1 || !between.is_empty()) && between.iter().all(verb)
        });
        let promotes = matches!(root.as_str(), "marketing" | "advertising");
        let measures = matches!(root.as_str(), "analytics" | "personalization" | "research");
        !self.is_lone(mention) && (promotes && (modal || near) || measures && near)
    }

    /// "We may also contact you about our services": what can hardly be named but as what the company is after.
    pub(super) fn spoken_purposes(&mut self, here: Here<'_>) {
        let classes = || here.tokens.iter().map(|token| token.class);
        let right = here.mentions.iter().any(|mention| mention.kind == ConceptKind::Right);
        let states = classes().any(|class| class == Class::Actor(Actor::FirstParty));
        if right || !states || classes().any(|class| matches!(class, Class::Please | Class::Urge)) {
            return;
        }
        for mention in here.named(ConceptKind::Purpose, words(here.tokens)) {
            let reading = self.reading;
            let label = &reading.concept(reading.concepts.root(mention.concept)).label;
            let telling = matches!(label.as_str(), "marketing" | "advertising" | "improvement");
            let whole = !self.is_lone(mention) && self.reading.text(mention.span).contains(' ');
            let at = here.at(mention);
            let before = here.tokens.get(..at).unwrap_or_default();
            // "For more about targeted advertising", "is called “targeted advertising”".
            let topic = before
                .last()
                .is_some_and(|token| token.class == Class::Of || self.written(token).starts_with(['“', '"']));
            let unsaid = !self.is_said(FactKind::Purpose, mention) && !self.within_thing(here, mention);
            let near = before.get(before.len().saturating_sub(NEAR)..).unwrap_or_default();
            // "We may contact you by email", but not "a way for us to contact you by email".
            let message = Some(mention.concept) == reading.concepts.known.purpose_communication_message;
            let spoken = (message || label == "payment") && ends_in_us(near);
            if (telling || spoken) && whole && !topic && unsaid {
                let negated = near.iter().any(|token| token.class == Class::Not);
                let stance = Stance { negated, ..Stance::PLAIN };
                self.add(here, FactKind::Purpose, label.clone(), Some(mention.concept), mention.span, stance);
            }
        }
    }
}

/// Whether the words end with the company as a subject whose verb comes next: "we may also".
fn ends_in_us(words: &[Token]) -> bool {
    let us = words.iter().rposition(|token| token.class == Class::Actor(Actor::FirstParty));
    let helps = |token: &Token| matches!(token.class, Class::May | Class::Will | Class::Word);
    us.is_some_and(|us| words.get(us + 1..).unwrap_or_default().iter().all(helps))
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn a_statement_whose_verb_is_the_purpose() {
        check("We may send you marketing emails.", &["purpose: marketing < send you marketing"]);
    }

    #[test]
    fn occasions_of_sharing_are_purposes() {
        check(
            "We may disclose your name to partners as required by applicable law.",
            &[
                "data: name < name",
                "recipient: partner < partners",
                "purpose: legal < as required by applicable law",
            ],
        );
        // How, and not why.
        check(
            "We may disclose your name to partners in accordance with applicable law.",
            &["data: name < name", "recipient: partner < partners"],
        );
    }

    #[test]
    fn messages_are_what_data_are_for() {
        check("We may contact you by email.", &["purpose: communication < contact you by email"]);
        check("We tell you how to contact us by email.", &[]);
    }
}
