//! Transfers abroad: where data go, and what makes it lawful.

use std::ops::Range;

use super::passage::Passage;
use super::term::{Term, Terms};
use crate::concept::ConceptKind;
use crate::{Fact, FactKind};

const MOVES: Terms = Terms::of(&[Term::Moved]);

/// Adds the transfers of a sentence: one a clause for the destination, one for each mechanism.
pub(crate) fn facts(passage: &Passage<'_, '_>, facts: &mut Vec<Fact>) {
    const GOES: Terms = Terms::of(&[Term::Moved, Term::Mechanism]);
    if !passage.terms.meets(GOES) {
        return;
    }
    let section = passage.heading.meets(Terms::of(&[Term::Abroad, Term::Moved]));
    for clause in &passage.clauses {
        if let Some(cue) = passage.first(Terms::of(&[Term::Mechanism]), clause) {
            let moved = passage.terms.has(Term::Moved) || section;
            if moved {
                let value = passage.phrase(&cue.words, 8);
                facts.push(passage.fact(FactKind::Transfer, value, around(clause, &cue.words)));
                continue;
            }
        }
        if let Some((value, words)) = destination(passage, clause) {
            facts.push(passage.fact(FactKind::Transfer, value, words));
        }
    }
}

/// Where a clause says that data go, and the words that say it.
fn destination(passage: &Passage<'_, '_>, clause: &Range<usize>) -> Option<(String, Range<usize>)> {
    let verb = passage.first(MOVES, clause)?;
    let place = passage.mentions(clause).find(|mention| mention.kind == ConceptKind::Place);
    if let Some(cue) = passage.first(Terms::of(&[Term::Abroad]), clause) {
        let end = place.map_or(cue.words.end + 3, |place| place.words.end.max(cue.words.end));
        let words = verb.words.start.min(cue.words.start)..clause.end.min(end.max(verb.words.end));
        let value = passage.phrase(&(cue.words.start..clause.end.min(end)), 8);
        return Some((value, words));
    }
    let place = place?;
    let data = passage.mentions(clause).any(|mention| mention.kind == ConceptKind::Data)
        || passage.terms_of(clause).has(Term::Data)
        || passage.heading.has(Term::Moved);
    let words = verb.words.start.min(place.words.start)..verb.words.end.max(place.words.end);
    data.then(|| (passage.reading.concept(place.concept).label.clone(), words))
}

fn around(clause: &Range<usize>, words: &Range<usize>) -> Range<usize> {
    clause.start.max(words.start.saturating_sub(8))..clause.end.min(words.end + 4)
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn destinations_and_mechanisms() {
        check(
            FactKind::Transfer,
            "en",
            "Your data may be transmitted outside of the European Union.",
            "outside of the European Union",
        );
        check(
            FactKind::Transfer,
            "en",
            "Transfers rely on standard contractual clauses.",
            "standard contractual clauses",
        );
        check(
            FactKind::Transfer,
            "sv",
            "Dina personuppgifter överförs över internationella gränser.",
            "internationella gränser",
        );
    }
}
