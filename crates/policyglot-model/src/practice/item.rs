//! Items of a list: what they name is what their lead-in promised.

use std::ops::Range;

use policyglot_parser::Block;

use super::fill::{Filler, Stance};
use super::here::Here;
use super::lead::{Lead, Names};
use super::token::{Class, Token, words};
use crate::Mode;

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
                }
                self.listed(here, &body, stance, lead.sure);
            }
            Names::Purpose => {
                // "To personalise your stay: we look at …" names the purpose in its term.
                if body.start > all.start {
                    self.known_purposes(here, &(all.start..body.start), stance, true);
                }
                self.purposes(here, &body, stance, lead.sure && body.start == all.start);
            }
            Names::Recipient => self.recipients(here, &body, stance, lead.sure),
            // "when you: fill in a form (ex: name, address)".
            Names::Other if lead.incoming => {
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
        let head = here.tokens.iter().position(goes_on).unwrap_or(here.tokens.len());
        let head = words(here.tokens.get(..head).unwrap_or_default());
        match lead.names {
            Names::Recipient => self.recipients(here, &head, Stance::of(lead), false),
            Names::Data => self.listed(here, &head, Stance::of(lead), false),
            Names::Purpose | Names::Other => {}
        }
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
