//! Transfers abroad: where data go, and what makes it lawful.

use std::ops::Range;

use super::passage::Passage;
use super::term::{Term, Terms};
use crate::concept::ConceptKind;
use crate::{Fact, FactKind, Text};

const MOVES: Terms = Terms::of(&[Term::Moved]);

/// Adds the transfers of a sentence: one a clause for the destination, one for each mechanism.
pub(crate) fn facts(passage: &Passage<'_, '_>, facts: &mut Vec<Fact>) {
    const GOES: Terms = Terms::of(&[Term::Moved, Term::Mechanism]);
    if !passage.terms.meets(GOES) || passage.sentence.words.len() < 5 {
        return;
    }
    for clause in &passage.clauses {
        if let Some(cue) = passage.first(Terms::of(&[Term::Mechanism]), clause) {
            let abroad = passage.heading.meets(Terms::of(&[Term::Abroad, Term::SentAbroad]));
            if passage.terms.meets(Terms::of(&[Term::SentAbroad, Term::Abroad])) || abroad {
                let value = passage.short(&cue.words, 8);
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
fn destination(passage: &Passage<'_, '_>, clause: &Range<usize>) -> Option<(Text, Range<usize>)> {
    let verb = passage.first(MOVES, clause)?;
    // "If you use the site from another country" is the reader's place.
    let visits = passage.first(Terms::of(&[Term::If]), &(clause.start..clause.start + 2)).is_some()
        && passage.subject(verb.words.start).is_some_and(|subject| subject.term == Term::You);
    if visits {
        return None;
    }
    let near = |from: usize| from..clause.end.min(from + 6);
    let place = |range: &Range<usize>| {
        passage
            .mentions(range)
            .find(|mention| mention.kind == ConceptKind::Place && !in_name(passage, &mention.words))
    };
    let outside = passage.within(Terms::of(&[Term::Outside]), clause).find_map(|cue| {
        let place = place(&near(cue.words.end))?;
        Some(cue.words.start..place.words.end)
    });
    let abroad = passage.first(Terms::of(&[Term::Abroad]), clause).map(|cue| cue.words.clone());
    let beyond = passage.first(Terms::of(&[Term::Beyond]), clause).map(|cue| {
        // "outside your country of residence": what follows up to the next mark, where it is short.
        let end = (cue.words.end..clause.end.min(cue.words.end + 4))
            .find(|&at| passage.is_mark(at) || passage.first(STOPS, &(at..at + 1)).is_some());
        cue.words.start..end.unwrap_or(clause.end.min(cue.words.end + 4))
    });
    if let Some(words) = outside.or(beyond).or(abroad) {
        let value = passage.short(&words, 8);
        return Some((value.into(), verb.words.start.min(words.start)..words.end.max(verb.words.end)));
    }
    let place = place(&(verb.words.end..clause.end))?;
    let kept = passage.first(Terms::of(&[Term::Server, Term::Data]), clause).is_some()
        || passage.mentions(clause).any(|mention| mention.kind == ConceptKind::Data)
        || passage.heading.has(Term::Moved);
    let words = verb.words.start.min(place.words.start)..verb.words.end.max(place.words.end);
    kept.then(|| (passage.reading.concept(place.concept).label.clone(), words))
}

/// "the EU-US Data Privacy Framework", "the California Consumer Privacy Act": a place within a name.
fn in_name(passage: &Passage<'_, '_>, place: &Range<usize>) -> bool {
    passage.mentions(&(place.start.saturating_sub(3)..place.end + 6)).any(|mention| {
        let named =
            matches!(mention.kind, ConceptKind::Law | ConceptKind::Framework | ConceptKind::Authority);
        named && mention.words.start <= place.end && place.start < mention.words.end
    })
}

/// What ends the name of a destination.
const STOPS: Terms = Terms::of(&[Term::And, Term::Which, Term::Means, Term::UnderPolicy, Term::Can]);

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
            "outside of European Union",
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
