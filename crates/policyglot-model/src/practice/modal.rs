//! How surely a thing is done that no predicate has in its slots: "may" before it, or in the lead-in of its list.

use super::fill::Filler;
use super::here::Here;
use super::token::Class;
use crate::{Actor, Fact, Modality};

impl Filler<'_, '_> {
    /// Says of the facts of this sentence that they may be, where the words say so; `led` is how surely the lead-in of an
    /// item says what it does.
    pub(super) fn weigh(&mut self, here: Here<'_>, led: Option<Modality>) {
        let offered = led == Some(Modality::May);
        for at in self.first..self.facts.len() {
            let Some(fact) = self.facts.get(at) else { break };
            let own = fact.practice.is_some_and(|id| Some(id) != self.lead);
            let plain = fact.modality == Some(Modality::Does);
            let may = plain && (offered || !own && self.is_offered(here, fact));
            if may && let Some(fact) = self.facts.get_mut(at) {
                fact.modality = Some(Modality::May);
            }
        }
        if !offered {
            return;
        }
        let here = |practice: &&mut crate::Practice| practice.sentence == here.sentence.span;
        for practice in self.practices.iter_mut().rev().take_while(here) {
            if practice.modality == Modality::Does {
                practice.modality = Modality::May;
            }
        }
    }

    /// Whether "may" stands before a fact in its clause: "We may also use tools such as Globex".
    fn is_offered(&self, here: Here<'_>, fact: &Fact) -> bool {
        let end = here
            .tokens
            .partition_point(|token| self.reading.span(token.start..token.end).start < fact.span.start);
        let before = here.tokens.get(..end).unwrap_or_default();
        let ends = |at: &usize| {
            let class = |at: usize| before.get(at).map(|token| token.class);
            match class(*at) {
                Some(Class::Semicolon) => true,
                // "You may write to us, and we use it for …".
                Some(Class::Actor(Actor::FirstParty)) => class(at + 1) != Some(Class::May) && *at + 1 < end,
                _ => false,
            }
        };
        let from = (0..end).rev().find(ends).map_or(0, |at| at + 1);
        let clause = before.get(from..).unwrap_or_default();
        let reader = |at: usize| {
            clause.get(..at).unwrap_or_default().iter().any(|token| token.class == Class::Actor(Actor::User))
        };
        let may = clause.iter().rposition(|token| token.class == Class::May);
        may.is_some_and(|at| !reader(at))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Fact, Lexicon, Modality};

    /// How surely each fact of `text` that has an actor is said.
    fn check(text: &str, expected: &[(&str, Modality)]) {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        let policy = crate::read(&policyglot_parser::parse(text), &lexicon);
        let show = |fact: &Fact| Some((fact.span.of(text).to_owned(), fact.modality?));
        let expected: Vec<_> =
            expected.iter().map(|&(quote, modality)| (quote.to_owned(), modality)).collect();
        let practised = policy.facts.iter().filter(|fact| fact.actor.is_some());
        let practised = practised.filter(|fact| fact.kind != crate::FactKind::Commitment);
        assert_eq!(practised.filter_map(show).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn items_are_as_sure_as_their_lead_in() {
        use Modality::{Does, May};
        check("We may share it with:\n• banks\n• insurers\n", &[("banks", May), ("insurers", May)]);
        check("We share it with:\n• banks\n• insurers\n", &[("banks", Does), ("insurers", Does)]);
        check("This information may include your name.", &[("name", May)]);
    }

    #[test]
    fn verbs_share_what_stands_before_the_first() {
        use Modality::{Does, May};
        check("We may collect your name and share it with banks.", &[("name", May), ("banks", May)]);
        check("We may collect your name and we share it with banks.", &[("name", May), ("banks", Does)]);
        check("Your name is collected and may be sent to banks.", &[("name", Does), ("banks", May)]);
        check(
            "We use it to show you ads and may share your name with banks.",
            &[("show you ads", Does), ("name", May), ("banks", May)],
        );
    }

    #[test]
    fn what_stands_beside_a_statement_is_as_sure_as_its_clause() {
        use Modality::{Does, May};
        check(
            "We may use tools such as Google Analytics to count visits.",
            &[("Google Analytics", May), ("Google Analytics", May), ("count visits", May)],
        );
        check(
            "You may write to us, and we use Google Analytics to count visits.",
            &[("Google Analytics", Does), ("Google Analytics", Does), ("count visits", Does)],
        );
    }
}
