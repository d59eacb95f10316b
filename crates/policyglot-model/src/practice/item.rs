//! Items of a list: what they name is what their lead-in promised.

use std::ops::Range;

use policyglot_parser::Block;

use super::fill::{Filler, Stance};
use super::here::Here;
use super::lead::{Flow, Lead, Names};
use super::token::{Class, Token, words};
use crate::Mode;
use crate::concept::ConceptKind;
use crate::reading::Mention;

/// Who is addressed is named within so many words.
const NEAR: usize = 5;

impl Filler<'_, '_> {
    /// Reads an item that makes no statement of its own.
    pub(super) fn item(&mut self, here: Here<'_>, block: &Block, lead: Lead) {
        let all = words(here.tokens);
        let body = self.body(block, &all);
        let stance = Stance { practice: self.lead.filter(|_| lead.sure), ..Stance::of(lead) };
        match lead.names {
            Names::Data => {
                if here.tokens.first().is_some_and(|first| first.class == Class::If) {
                    self.occasion(here, &body);
                    self.conditions(here, &body, Stance { negated: false, ..stance });
                }
                self.listed(here, &body, stance, lead.sure);
            }
            Names::Purpose if Self::is_addressed(here) => {
                self.recipients(here, &body, Stance { negated: false, ..stance }, lead.sure);
            }
            Names::Purpose => {
                // "To personalise your stay: we look at …" names the purpose in its term.
                if body.start > all.start {
                    self.known_purposes(here, &(all.start..body.start), stance, true);
                }
                // "IP address" under "We process, including:" names what, and not what for.
                let first = here.named(ConceptKind::Data, body.clone()).next();
                let what = first.is_some_and(|first| {
                    let next = here.tokens.iter().find(|token| token.start >= first.words.end);
                    // "Communication services" are no communication.
                    let ends = next.is_none_or(|next| !matches!(next.class, Class::Word | Class::Action(_)));
                    first.words.start == body.start && ends && !self.is_generic(first.concept)
                });
                if what && !self.known_purposes(here, &body, stance, false) {
                    self.listed(here, &body, Stance { mode: lead.mode, ..stance }, lead.sure);
                } else {
                    self.purposes(here, &body, stance, lead.sure && body.start == all.start);
                    // "Comply with law enforcement requests" under "We may use or disclose it to:".
                    if lead.flow == Flow::Out {
                        self.authorities(here, &body, Stance { negated: false, ..stance });
                    }
                }
            }
            Names::Recipient => {
                // "For any other purpose", "to fulfil your order", "if the law demands it" under "We may disclose information:".
                let why = match here.class(0) {
                    Class::For | Class::InOrderTo | Class::If => true,
                    Class::To => matches!(here.class(1), Class::Action(_)),
                    _ => false,
                };
                if why {
                    let sure = lead.sure && here.class(0) != Class::If;
                    self.purposes(here, &body, Stance { negated: false, ..stance }, sure);
                    self.authorities(here, &body, stance);
                } else {
                    // "Auditors: firms that review our accounts" names them in its term.
                    let known = self.facts.len();
                    if body.start > all.start {
                        self.titled_recipients(here, &(all.start..body.start), stance);
                    }
                    self.recipients(here, &body, stance, lead.sure && self.facts.len() == known);
                    self.helpers_purposes(here, stance);
                }
                self.acquirer(here, &body, stance);
            }
            Names::Collector => {
                self.recipients(here, &all, stance, false);
                self.technologies(here, &all, stance);
            }
            // "when you: fill in a form (ex: name, address)".
            Names::Other if lead.flow == Flow::In => {
                self.occasion(here, &body);
                let stance = Stance { mode: Some(Mode::Direct), ..stance };
                self.listed(here, &body, stance, false);
                let opens = |token: &Token| matches!(token.class, Class::SuchAs | Class::Including);
                if let Some(at) = here.tokens.iter().position(opens) {
                    let list = words(here.tokens.get(at + 1..).unwrap_or_default());
                    self.listed(here, &list, stance, true);
                }
            }
            Names::Other => {}
        }
    }

    /// Adds the recipients that the title of an item names, unless what comes after it in the block names their kind.
    pub(super) fn titled_recipients(&mut self, here: Here<'_>, title: &Range<usize>, stance: Stance) {
        let reading = self.reading;
        // "Banks" and "employees" are both "other".
        let other = reading.concepts.known.recipient_other;
        let kind = |mention: &Mention| {
            let root = reading.concepts.root(mention.concept);
            let named = Some(root) == other && !self.is_third(mention.concept);
            if named { mention.concept } else { root }
        };
        let sentences = reading.sentences_of(here.block).iter();
        let again = sentences.flat_map(|sentence| reading.mentions_of(sentence)).any(|later| {
            later.kind == ConceptKind::Recipient
                && later.words.start >= title.end
                && here
                    .named(ConceptKind::Recipient, title.clone())
                    .any(|mention| kind(mention) == kind(later))
        });
        if !again {
            self.recipients(here, title, stance, false);
        }
    }

    /// Reads the head of an item that goes on with a statement: "Service providers that we use to run our site" under
    /// "We share it with:".
    pub(super) fn stating_item(&mut self, here: Here<'_>, lead: Lead) {
        let goes_on = |token: &Token| {
            matches!(
                token.class,
                Class::That
                    | Class::Including
                    | Class::SuchAs
                    | Class::To
                    | Class::Actor(_)
                    | Class::Colon
                    | Class::May
                    | Class::Will
                    | Class::Be
            )
        };
        // "To contractors that we use" under "We may disclose information:" starts with its preposition.
        let head = here.tokens.iter().skip(1).position(goes_on).map_or(here.tokens.len(), |at| at + 1);
        let head = words(here.tokens.get(..head).unwrap_or_default());
        match lead.names {
            Names::Recipient => self.recipients(here, &head, Stance::of(lead), false),
            Names::Collector => {
                self.recipients(here, &head, Stance::of(lead), false);
                self.technologies(here, &head, Stance::of(lead));
            }
            Names::Data => self.listed(here, &head, Stance::of(lead), false),
            // "Customer service: We answer you" under "We use it for:".
            Names::Purpose
                if here.tokens.iter().any(|token| token.start == head.end && token.class == Class::Colon) =>
            {
                self.known_purposes(here, &head, Stance::of(lead), true);
            }
            Names::Purpose | Names::Other => {}
        }
    }

    /// "Providers who assist in payment processing", "authorities in order to comply with the law" under "We share it
    /// with:" tell what for as well.
    fn helpers_purposes(&mut self, here: Here<'_>, stance: Stance) {
        let opens =
            |token: &Token| matches!(token.class, Class::That | Class::InOrderTo | Class::To | Class::For);
        let Some(at) = here.tokens.iter().skip(1).position(opens).map(|at| at + 1) else { return };
        let (first, rest) = here.tokens.get(at..).and_then(<[Token]>::split_first).unzip();
        let verbs = first.is_some_and(|first| matches!(first.class, Class::InOrderTo | Class::To));
        self.known_purposes(
            here,
            &words(rest.unwrap_or_default()),
            Stance { negated: false, ..stance },
            verbs,
        );
    }

    /// "To our insurers" under "It may be communicated for the following purposes:": to whom, and not what for.
    fn is_addressed(here: Here<'_>) -> bool {
        let Some(next) = here.tokens.get(1).filter(|_| here.class(0) == Class::To) else { return false };
        let near = next.start..next.start + NEAR;
        !matches!(here.class(1), Class::Action(_))
            && here.named(ConceptKind::Purpose, next.start..next.end).next().is_none()
            && here.named(ConceptKind::Recipient, near).next().is_some()
    }

    /// The words of an item after its term; all of them where nothing comes after it.
    fn body(&self, block: &Block, all: &Range<usize>) -> Range<usize> {
        let Some(term) = block.term else { return all.clone() };
        let rest = self.reading.words.get(all.clone()).unwrap_or_default();
        let len = rest.partition_point(|word| word.span.start < term.end);
        // "data given by you (for example: …" ends in a colon, and is no term.
        let open = rest.iter().take(len).any(|word| matches!(self.reading.text(word.span), "(" | ";"));
        if open || len > 10 {
            return all.clone();
        }
        let after = all.start + len;
        if after + 1 < all.end { after..all.end } else { all.clone() }
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn the_title_of_an_item_names_who_gets_data() {
        check(
            "We tell you more here.\n\nWe share your data with:\n\n• Auditors: firms that review our books\n\n\
             • Banks. They help us.\n\n• Couriers. We share your name with couriers.\n",
            &[
                "recipient: other < Auditors",
                "recipient: other < Banks",
                "data: name < name",
                "recipient: service-provider < couriers",
            ],
        );
    }

    #[test]
    fn contacts_are_data_or_those_who_get_data() {
        check("We collect your contacts.", &["data: contact list < your contacts"]);
        check(
            "We share your name with your contacts.",
            &["data: name < name", "recipient: other < your contacts"],
        );
    }
}
