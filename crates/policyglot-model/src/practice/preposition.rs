//! Prepositions: which slot of a frame each opens.

use super::frame::Slot;
use super::token::{Class, Deed, Form, Token};
use super::walk::Walk;
use crate::Actor;
use crate::concept::ConceptKind;
use crate::reading::Mention;

/// "neither for marketing nor for statistics" has no more tokens between its two halves.
const NEITHER: usize = 6;

impl Walk<'_, '_> {
    /// A preposition opens the slot that it stands for, where the frame has one.
    pub(super) fn preposition(&mut self, at: usize) {
        match self.class(at) {
            // "stores for which delivery is available".
            Class::For if self.class(at + 1) == Class::That => {}
            // "no cookies, neither for marketing nor for statistics".
            Class::For if self.denies(at) => self.open(at, Slot::Aside),
            Class::For => {
                let basis = self.tokens.get(at).is_some_and(|token| token.end > token.start + 1);
                // "For fraud prevention, we may collect …", "För marknadsföring använder vi …".
                let opens = at == self.clause && self.opens_alone() && self.states_purpose(at);
                if self.current.is_some() || self.weak.is_some() || ((basis || opens) && self.slot.is_none())
                {
                    self.open(at, Slot::Purpose);
                }
            }
            Class::With => {
                // "provide you with a service", "with your permission".
                let lone = !matches!(self.class(at + 2), Class::Word | Class::Actor(_));
                let user = (matches!(self.class(at + 1), Class::Actor(_)) && lone)
                    || self.class(at + 1) == Class::Your
                    || matches!(self.before(at), Class::Actor(_));
                // "We may store your data with external providers".
                let stores = self.frame().is_some_and(|frame| frame.does(Deed::Store));
                if stores && self.receives(at)
                    || self.shares()
                        && (self.receives(at)
                            || (matches!(self.slot, Some(Slot::Object | Slot::Rest)) && !user))
                {
                    self.open(at, Slot::Recipient);
                } else if self.slot == Some(Slot::Object)
                    && self.parens.is_empty()
                    && self.frame().is_none_or(|frame| !frame.shares() && !frame.does(Deed::Give))
                {
                    self.open(at, Slot::Aside);
                }
            }
            // "Through cookies, we collect …".
            Class::Through if at == self.clause && self.opens_alone() => self.open(at, Slot::Instrument),
            Class::Through if self.current.is_some() || self.weak.is_some() => {
                // "share it through third-party providers" lets them have it.
                let slot =
                    if self.shares() && self.receives(at) { Slot::Recipient } else { Slot::Instrument };
                self.open(at, slot);
            }
            // "share and receive information with and from our providers".
            Class::From
                if self.shares() && self.before(at) == Class::And && self.slot == Some(Slot::Recipient) =>
            {
                self.open(at, Slot::Recipient);
            }
            Class::From if self.frame().is_some_and(|frame| frame.does(Deed::Collect)) => {
                self.open(at, Slot::Source);
            }
            Class::By => {
                let passive = self.frame().is_some_and(|frame| {
                    frame.actions.iter().flatten().any(|action| action.form != Form::Plain)
                });
                if passive && matches!(self.slot, Some(Slot::Object | Slot::Rest)) {
                    self.open(at, Slot::Agent);
                } else if self.slot == Some(Slot::Object)
                    && self.parens.is_empty()
                    && (self.names(ConceptKind::Data, at + 1) || self.sends())
                {
                    // "transmit your data by e-mail, phone or …": a means, and no data.
                    self.open(at, Slot::Aside);
                }
            }
            _ => {}
        }
    }

    /// Whether a purpose is named right after token `at`, and a statement of the company follows it.
    fn states_purpose(&self, at: usize) -> bool {
        let after = self.tokens.get(at + 1..).unwrap_or_default();
        let us = after.iter().position(|token| token.class == Class::Actor(Actor::FirstParty));
        let Some(before @ [first, ..]) = us.and_then(|us| after.get(..us)) else { return false };
        let named = |mention: &Mention| {
            mention.kind == ConceptKind::Purpose
                && (first.start..first.start + 3).contains(&mention.words.start)
        };
        let acts = |token: &Token| {
            matches!(token.class, Class::Actor(_) | Class::Please | Class::If | Class::That | Class::How)
        };
        self.mentions.iter().any(named) && !before.iter().any(acts)
    }

    /// Whether the "for" at a token, or one shortly before it, has "neither" in front.
    fn denies(&self, at: usize) -> bool {
        let neither = |at: usize| self.class(at) == Class::Not && self.class(at + 1) == Class::For;
        self.current.is_some() && (at.saturating_sub(NEITHER)..at).any(neither)
    }

    /// "to": a purpose before a verb, a recipient after a verb of sharing.
    pub(super) fn to(&mut self, at: usize) {
        if self.lists_rights(at) {
            self.open(at, Slot::Aside);
            return;
        }
        let next = self.class(at + 1);
        let word = self.tokens.get(at + 1).map_or(0, |token| token.start);
        let starts =
            |kind| self.mentions.iter().any(|mention| mention.kind == kind && mention.words.start == word);
        let infinitive = matches!(next, Class::Action(_)) || starts(ConceptKind::Purpose);
        // "requires you to provide" tells what the user does.
        let asks = self.slot == Some(Slot::Object)
            && at == self.start + 1
            && self.before(at) == Class::Actor(Actor::User)
            && !self.shares();
        if asks {
            return;
        }
        if self.current.is_none() && self.slot.is_none() && self.weak.is_none() {
            if at == self.clause && next != Class::The {
                self.open(at, Slot::Purpose);
            }
        } else if self.slot.is_some_and(Slot::tells_why)
            && !matches!(self.before(at), Class::And | Class::Comma | Class::Semicolon)
            // "for a business purpose to the following third parties".
            && !(self.before(at) == Class::Purpose && self.shares() && self.receives(at))
        {
            // "to respond to subpoenas" is one purpose.
        } else if infinitive {
            // "data that cannot be used to identify you": what they are not for.
            let denied = matches!(self.before(at), Class::Action(_))
                && (at.saturating_sub(4)..at).any(|at| self.class(at) == Class::Not)
                && self.slot.is_some();
            self.open(at, if denied { Slot::Aside } else { Slot::Purpose });
        } else if self.shares() && (self.receives(at) || self.lists_recipients(at)) {
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

    /// Whether "to" goes on with what somebody may demand: "You have the right to see your data, to correct them, …".
    fn lists_rights(&self, at: usize) -> bool {
        let joined = matches!(self.before(at), Class::Comma | Class::And | Class::Semicolon);
        let start = self.tokens.get(at).map_or(0, |token| token.start);
        let entitled = |mention: &Mention| mention.kind == ConceptKind::Right && mention.words.end <= start;
        let opened = self.tokens.iter().take(LONGEST_CLAIM);
        joined
            && opened.clone().any(|token| token.class == Class::Actor(Actor::User))
            && !opened.clone().any(|token| token.class == Class::Actor(Actor::FirstParty))
            && self.mentions.iter().any(entitled)
    }
}

/// "You have the right to request" has no more tokens.
const LONGEST_CLAIM: usize = 4;

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn neither_for_one_nor_for_the_other() {
        check(
            "We use no cookies, neither for marketing nor for analytics.",
            &["technology: no cookie < cookies"],
        );
    }

    #[test]
    fn recipients_after_some_that_are_not_known() {
        check(
            "Uppgifterna lämnas till dansarna, sångarna, skalderna och myndigheter.",
            &["recipient: authority < myndigheter"],
        );
        check("Dina uppgifter kan även delges Polisen när det behövs.", &["recipient: authority < Polisen"]);
    }

    #[test]
    fn rights_joined_by_commas_are_no_purposes() {
        check("Du har rätt att få se dina uppgifter, att få dem rättade, att få dem raderade.", &[]);
    }

    #[test]
    fn what_for_before_the_statement() {
        let expected = ["purpose: security < fraud prevention", "data: ip address < IP address"];
        check("For fraud prevention, we may collect your IP address.", &expected);
        check("For customers in Spain, we use your IP address.", &["data: ip address < IP address"]);
        check("For fraud prevention, see our other pages.", &[]);
        check(
            "För marknadsföring använder vi din e-postadress.",
            &["purpose: marketing < marknadsföring", "data: email address < e-postadress"],
        );
    }
}
