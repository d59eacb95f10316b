//! What the company promises: what it will, must, never or only does, and what it takes no responsibility for.

use std::ops::Range;

use policyglot_lexer::Span;

use super::passage::Passage;
use super::term::{Term, Terms};
use crate::{Actor, Fact, FactKind, Modality};

const SOLEMN: Terms = Terms::of(&[Term::Will, Term::Must]);
/// What is a promise as soon as it is sure to be done.
const PROMISED: Terms = Terms::of(&[
    Term::Respond,
    Term::Notify,
    Term::Delete,
    Term::Ensure,
    Term::Comply,
    Term::Promise,
    Term::Protect,
    Term::Bind,
    Term::Govern,
    Term::Liable,
    Term::Restrict,
    Term::Breach,
]);
/// What data are done to.
const HANDLES: Terms =
    Terms::of(&[Term::Collect, Term::Use, Term::Share, Term::Sell, Term::GetAt, Term::Request, Term::Store]);

/// Adds the promises of a sentence; `said` are the facts of other kinds that the same sentence gave.
pub(crate) fn facts(passage: &Passage<'_, '_>, said: &[(FactKind, Span)], facts: &mut Vec<Fact>) {
    // What the sections on changes and children say has its own kinds of fact.
    if said.iter().any(|(kind, _)| *kind == FactKind::Change) {
        return;
    }
    for clause in &passage.clauses {
        let Some(promise) = promise(passage, clause) else { continue };
        let span = passage.reading.span(clause.clone());
        let kinds: &[FactKind] = match promise {
            Promise::Sure => &[FactKind::Retention, FactKind::Child, FactKind::Security, FactKind::Transfer],
            Promise::Limit | Promise::Disclaimer => &[FactKind::Retention, FactKind::Child],
        };
        if said.iter().any(|(kind, other)| kinds.contains(kind) && other.overlaps(span)) {
            continue;
        }
        let mut fact = passage.fact(FactKind::Commitment, passage.phrase(clause, 30), clause.clone());
        let terms = passage.terms_of(clause);
        fact.negated = promise == Promise::Disclaimer;
        fact.actor = Some(actor(passage, clause));
        fact.modality = Some(modality(terms));
        fact.condition = passage.condition(clause);
        facts.push(fact);
    }
}

/// What kind of promise a clause is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Promise {
    /// Something will be done.
    Sure,
    /// Nothing but this is done, or never.
    Limit,
    /// The opposite of a promise.
    Disclaimer,
}

fn promise(passage: &Passage<'_, '_>, clause: &Range<usize>) -> Option<Promise> {
    const ASKS: Terms = Terms::of(&[Term::Ask]);
    let terms = passage.terms_of(clause);
    let conditional =
        passage.first(Terms::of(&[Term::If, Term::Unless]), &(clause.start..clause.start + 2)).is_some();
    if conditional || clause.len() < 4 {
        return None;
    }
    if terms.has(Term::Disclaim) {
        return Some(Promise::Disclaimer);
    }
    let verb = passage.first(SOLEMN.and(PROMISED).and(HANDLES), clause)?.words.start;
    let subject = passage.subject(verb).map(|cue| cue.term);
    if subject == Some(Term::You) {
        return terms.has(Term::FreeWill).then_some(Promise::Limit);
    }
    let denied = terms.has(Term::Not) || terms.has(Term::Never);
    if terms.has(Term::Never) && terms.meets(HANDLES)
        || terms.has(Term::Only) && terms.meets(HANDLES) && !terms.has(Term::May)
    {
        return Some(Promise::Limit);
    }
    if denied && terms.has(Term::Will) && terms.meets(HANDLES)
        || denied && terms.has(Term::Sell) && subject == Some(Term::We)
    {
        return Some(Promise::Limit);
    }
    if terms.has(Term::Discriminate) && denied {
        return Some(Promise::Limit);
    }
    if terms.has(Term::Bind) && (subject == Some(Term::Others) || terms.has(Term::Others)) {
        return Some(Promise::Limit);
    }
    if terms.meets(SOLEMN) && terms.meets(PROMISED) && !denied {
        return Some(Promise::Sure);
    }
    if terms.has(Term::Ask)
        && terms.has(Term::Consent)
        && subject == Some(Term::We)
        && passage.first(ASKS, clause).is_some()
    {
        return Some(Promise::Sure);
    }
    if terms.has(Term::UnderPolicy) && terms.meets(Terms::of(&[Term::Use, Term::Share])) && !denied {
        return Some(Promise::Sure);
    }
    let vows = Terms::of(&[Term::Promise, Term::Ensure, Term::Comply, Term::Liable, Term::Govern]);
    let others = matches!(subject, Some(Term::We) | None);
    if terms.meets(vows) && others && !denied && !terms.has(Term::May) {
        return Some(Promise::Sure);
    }
    if terms.has(Term::Provided) && terms.meets(HANDLES) && !terms.has(Term::May) {
        return Some(Promise::Limit);
    }
    None
}

fn actor(passage: &Passage<'_, '_>, clause: &Range<usize>) -> Actor {
    match passage.first(Terms::of(&[Term::We, Term::You, Term::Others]), clause).map(|cue| cue.term) {
        Some(Term::Others) => Actor::ThirdParty,
        Some(Term::You) => Actor::User,
        _ => Actor::FirstParty,
    }
}

fn modality(terms: Terms) -> Modality {
    if terms.has(Term::Not) || terms.has(Term::Never) {
        Modality::DoesNot
    } else if terms.has(Term::Must) || terms.has(Term::Bind) {
        Modality::Must
    } else {
        Modality::Does
    }
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn promises_limits_and_disclaimers() {
        check(
            FactKind::Commitment,
            "en",
            "We will respond to your request promptly.",
            "We will respond to your request promptly",
        );
        check(
            FactKind::Commitment,
            "en",
            "We never sell your information.",
            "We never sell your information",
        );
        check(
            FactKind::Commitment,
            "en",
            "We are not responsible for the practices of other sites.",
            "We are not responsible for the practices of other sites",
        );
        check(FactKind::Commitment, "en", "We will collect your name.", "");
        check(FactKind::Commitment, "en", "You must respond to our request.", "");
    }

    #[test]
    fn promises_in_swedish() {
        check(
            FactKind::Commitment,
            "sv",
            "Vi kommer att svara på alla förfrågningar.",
            "Vi kommer att svara på alla förfrågningar",
        );
    }
}
