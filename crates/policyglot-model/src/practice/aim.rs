//! Aims: what a thing is there for ("cookies allow us to …"), and what the purpose of something is said to be.

use super::frame::Slot;
use super::token::{Class, Form};
use super::walk::Walk;
use crate::Actor;
use crate::concept::ConceptKind;

impl Walk<'_, '_> {
    /// "These cookies permit us to count visits" says what they are for; gives how many tokens that took.
    pub(super) fn allows(&mut self, at: usize) -> usize {
        let subject = self.tokens.get(self.clause..at).unwrap_or_default();
        let words = super::token::words(subject);
        let tool = self.mentions_in(&words, ConceptKind::Technology)
            || self.mentions_in(&words, ConceptKind::Data)
            || matches!(subject.first().map(|first| first.class), Some(Class::This));
        // "This enables you to receive a copy" explains a right.
        let right = self.mentions.iter().any(|mention| mention.kind == ConceptKind::Right)
            && matches!(subject.first().map(|first| first.class), Some(Class::This))
            && matches!(self.class(at + 1), Class::Actor(Actor::User));
        if right {
            return 1;
        }
        let acts =
            subject.iter().any(|token| matches!(token.class, Class::Actor(_) | Class::If | Class::How));
        // "…, and allow access to services": the second thing that the subject is there for.
        let goes_on = self.slot == Some(Slot::Aim) && matches!(self.before(at), Class::And | Class::Comma);
        let to = (at + 1..at + 8).take_while(|at| !matches!(self.class(*at), Class::Comma | Class::Mark));
        let aim = to.clone().find(|at| self.class(*at) == Class::To);
        let aim =
            aim.or_else(|| to.clone().find(|at| matches!(self.class(*at), Class::Actor(_))).map(|at| at + 1));
        if goes_on {
            self.open(aim.unwrap_or(at), Slot::Aim);
            return aim.map_or(1, |aim| aim + 1 - at);
        }
        let Some(aim) = aim.filter(|_| tool && !acts && self.slot.is_none() && self.current.is_none()) else {
            return 1;
        };
        self.start(at);
        // "allow advertisers to recognize you": whom it lets do so gets to know it.
        if self.mentions_in(&self.words(at + 1, aim), ConceptKind::Recipient) {
            self.open(at + 1, Slot::Recipient);
        }
        self.open(aim, Slot::Aim);
        aim + 1 - at
    }

    /// "This cookie is necessary for the working of our site" names what it is for; tells whether that starts at `at`.
    pub(super) fn needs(&mut self, at: usize) -> bool {
        let subject = self.words(self.clause, at);
        // "Processing is necessary for the payment".
        let deed = matches!(self.class(self.clause), Class::Action(action) if action.form == Form::Gerund);
        let named = deed
            || self.mentions_in(&subject, ConceptKind::Technology)
            || self.mentions_in(&subject, ConceptKind::Data);
        let opens = self.class(at + 1) == Class::Needed
            && matches!(self.class(at + 2), Class::To | Class::InOrderTo | Class::For);
        if !named || !opens || !self.opens_alone() {
            return false;
        }
        self.close(at);
        self.start(at);
        self.open(at + 2, Slot::Aim);
        true
    }

    /// "We need name and address", "behöver vi namn och adress" tell what is collected; gives how many tokens that took.
    pub(super) fn needs_data(&mut self, at: usize) -> Option<usize> {
        let us = Some(Actor::FirstParty);
        let len = if self.actor == us && self.names(ConceptKind::Data, at + 1) {
            1
        } else if self.class(at + 1) == Class::Actor(Actor::FirstParty)
            && self.names(ConceptKind::Data, at + 2)
        {
            2
        } else {
            return None;
        };
        self.close(at);
        self.start(at);
        Some(len)
    }

    /// "The purpose of collecting data is to …" names what they are for; tells whether that starts at `at`.
    pub(super) fn aims(&mut self, at: usize) -> bool {
        let subject = self.tokens.get(self.clause..at).unwrap_or_default();
        let purposed = subject.iter().take(4).any(|token| token.class == Class::Purpose);
        // "The purpose of processing is to …".
        let data = subject.iter().any(|token| matches!(token.class, Class::This | Class::Action(_)))
            || self.mentions_in(&super::token::words(subject), ConceptKind::Data);
        let what = matches!(self.class(at + 1), Class::To | Class::For | Class::The | Class::Our);
        if !purposed || !data || self.current.is_some() || !what {
            return false;
        }
        self.close(at);
        self.start(at);
        self.open(at + 1, Slot::Aim);
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn a_list_after_a_passive_and_its_colon() {
        check(
            "Följande uppgifter samlas in: namn och adress.",
            &["data: name < namn", "data: postal address < adress"],
        );
    }

    #[test]
    fn what_is_needed_to_serve() {
        let expected =
            ["purpose: service < leverera varan", "data: name < namn", "data: postal address < adress"];
        check("För att kunna leverera varan behöver vi namn och adress.", &expected);
    }

    #[test]
    fn what_a_tool_lets_somebody_do_is_its_aim() {
        check(
            "These cookies permit us to count the visits of a page.",
            &["technology: cookie < cookies", "purpose: analytics < count the visits of a page"],
        );
        check(
            "Cookies allow advertisers to show you relevant ads, and let you log in faster.",
            &[
                "technology: cookie < Cookies",
                "recipient: advertiser < advertisers",
                "purpose: advertising < show you relevant ads",
                "purpose: account < log in faster",
            ],
        );
    }
}
