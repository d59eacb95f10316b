//! Conditions in the walk over a sentence: where one ends, and which statement it is the condition of.

use super::frame::Slot;
use super::token::Class;
use super::walk::Walk;
use crate::Actor;

impl Walk<'_, '_> {
    /// A comma within a condition: the main clause goes on, or starts, or the condition goes on.
    pub(super) fn after_condition(&mut self, at: usize) {
        match self.class(at + 1) {
            Class::SuchAs | Class::Including if self.outer.is_some() => self.resume(at),
            Class::Actor(actor) if actor != Actor::User || self.outer.is_none() => {
                self.suppose(at);
                (self.conditional, self.current, self.outer) = (false, None, None);
                (self.clause, self.actor) = (at + 1, None);
            }
            // "Unless we ask for it, you should not send it": what the reader is to do.
            Class::Urge => {
                self.close(at);
                (self.conditional, self.current, self.outer, self.supposed) = (false, None, None, None);
                (self.clause, self.actor) = (at + 1, None);
            }
            Class::May | Class::Will | Class::Must | Class::Do | Class::Action(_) if self.outer.is_none() => {
                self.suppose(at);
                (self.conditional, self.current) = (false, None);
                (self.clause, self.actor) = (at + 1, None);
            }
            Class::Allow if self.outer.is_some() => {
                self.resume(at);
                self.slot = Some(Slot::Aim);
            }
            _ if self.outer.is_some() && self.lists(at + 1) => self.resume(at),
            _ => self.clause = at + 1,
        }
    }

    /// Ends the condition that the sentence opened with before token `at`: it is that of what comes.
    pub(super) fn suppose(&mut self, at: usize) {
        self.close(at);
        if let Some(from) = self.supposed.take() {
            self.pending.push((Slot::Premise, self.words(from, at)));
        }
    }

    /// Goes on with the frame before the condition.
    pub(super) fn resume(&mut self, at: usize) {
        self.close(at);
        (self.current, self.conditional) = (self.outer.take(), false);
        (self.slot, self.start) = (Some(Slot::Object), at);
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn the_statement_goes_on_after_a_condition() {
        check("When you visit, our server collects your IP address.", &["data: ip address < IP address"]);
        check(
            "We collect information when you call us, including your phone number.",
            &["data: information < collect information", "data: phone number < phone number"],
        );
        check("När du handlar samlar vi in ditt namn.", &["data: name < namn"]);
        check(
            "Personal data shall refer to information that can be used to identify you, such as your name.",
            &["data: name < name"],
        );
    }

    #[test]
    fn what_a_sentence_opens_with_is_the_condition_of_what_it_states() {
        let lexicon = crate::Lexicon::bundled().expect("a lexicon");
        let check = |text: &str, expected: &[Option<&str>]| {
            let policy = crate::read(&policyglot_parser::parse(text), &lexicon);
            let data = policy.facts.iter().filter(|fact| fact.kind == crate::FactKind::Data);
            let found: Vec<_> = data.map(|fact| fact.details.condition.as_deref()).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("If you are a member, we collect your name.", &[Some("If you are a member")]);
        check("När du handlar samlar vi in ditt namn.", &[Some("När du handlar")]);
        check(
            "We collect your age. When you visit us, we store your name.",
            &[None, Some("When you visit us")],
        );
    }
}
