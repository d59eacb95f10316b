//! Security measures: what protects the data, each in the text's words.

use std::ops::Range;

use super::passage::Passage;
use super::term::{Term, Terms};
use crate::concept::ConceptKind;
use crate::{Fact, FactKind};

/// Measures by name.
const NAMED: Terms = Terms::of(&[Term::Crypto, Term::Guard]);
const GENERAL: Terms = Terms::of(&[Term::Measure]);

/// Adds the security measures of a sentence.
pub(crate) fn facts(passage: &Passage<'_, '_>, facts: &mut Vec<Fact>) {
    let named = passage.terms.meets(NAMED)
        || passage.mentions(&passage.sentence.words).any(|mention| mention.kind == ConceptKind::Security);
    let general = passage.has(Term::Measure) || passage.has(Term::Only) || passage.has(Term::Ensure);
    if !(named || general) || disclaimed(passage) {
        return;
    }
    for clause in &passage.clauses {
        if let Some((value, words)) = measure(passage, clause) {
            facts.push(passage.fact(FactKind::Security, value, words));
        }
    }
}

/// "No method of transmission is 100% secure", "you are responsible for keeping your password safe".
fn disclaimed(passage: &Passage<'_, '_>) -> bool {
    const DUTY: Terms = Terms::of(&[Term::Must, Term::Can]);
    let never_sure = passage.has(Term::Disclaim) && !passage.has(Term::We);
    never_sure
        || (passage.has(Term::You)
            && passage.terms.meets(DUTY)
            && !passage.has(Term::We)
            && !passage.has(Term::Crypto))
}

/// The measure that a clause names, and the words that say it; one a clause, the most telling one.
fn measure(passage: &Passage<'_, '_>, clause: &Range<usize>) -> Option<(String, Range<usize>)> {
    const AIM: Terms = Terms::of(&[Term::Protect, Term::Threat, Term::Safe, Term::Ensure]);
    const LIMIT: Terms = Terms::of(&[Term::Only, Term::Restrict]);
    const STAFF: Terms = Terms::of(&[Term::Others]);
    let terms = passage.terms_of(clause);
    let section = passage.heading.has(Term::Protect) || passage.heading.has(Term::Safe);
    if let Some(cue) = passage.first(Terms::of(&[Term::Crypto]), clause) {
        let hidden = terms.has(Term::Not) && !section;
        return (!hidden).then(|| ("encryption".to_owned(), widen(passage, clause, &cue.words)));
    }
    if let Some(cue) = passage.first(Terms::of(&[Term::Guard]), clause) {
        return Some((passage.phrase(&cue.words, 6), widen(passage, clause, &cue.words)));
    }
    let aimed = terms.meets(AIM) || (section && passage.terms.meets(AIM));
    if let Some(cue) = passage.last(GENERAL, clause).filter(|_| aimed) {
        let head = passage.first(GENERAL, clause).unwrap_or(cue);
        let start = noun_phrase(passage, clause, head.words.start);
        if terms.has(Term::Safe) || terms.meets(Terms::of(&[Term::Protect, Term::Threat])) || section {
            return Some((passage.phrase(&(start..cue.words.end), 10), start..clause.end));
        }
    }
    // "Only staff have access to your data", "access is limited to employees".
    if terms.meets(LIMIT) && terms.has(Term::GetAt) && terms.meets(STAFF) {
        return Some(("limited access".to_owned(), clause.clone()));
    }
    let found = passage.mentions(clause).find(|mention| mention.kind == ConceptKind::Security)?;
    (section || terms.meets(AIM)).then(|| {
        let label = passage.reading.concept(found.concept).label.clone();
        (label, widen(passage, clause, &found.words))
    })
}

/// From the start of the clause, where it is short, to some words after the measure's name.
fn widen(passage: &Passage<'_, '_>, clause: &Range<usize>, words: &Range<usize>) -> Range<usize> {
    let start = clause.start.max(words.start.saturating_sub(8));
    passage.trimmed(start..clause.end.min(words.end + 8))
}

/// Where the noun phrase starts whose head is at word `head`: after the last verb or subject before it.
fn noun_phrase(passage: &Passage<'_, '_>, clause: &Range<usize>, head: usize) -> usize {
    const STOPS: Terms =
        Terms::of(&[Term::We, Term::Use, Term::Will, Term::Must, Term::May, Term::Policy, Term::You]);
    let from = clause.start.max(head.saturating_sub(6));
    passage.last(STOPS, &(from..head)).map_or(from, |cue| cue.words.end)
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn named_and_general_measures() {
        check(
            FactKind::Security,
            "en",
            "All communications are encrypted via the HTTPS protocol.",
            "encryption",
        );
        check(
            FactKind::Security,
            "en",
            "We use reasonable measures to help protect information from loss.",
            "reasonable measures",
        );
        check(
            FactKind::Security,
            "en",
            "Only authorized personnel have access to this data.",
            "authorized personnel",
        );
        check(FactKind::Security, "en", "No transmission can be guaranteed to be secure.", "");
        check(FactKind::Security, "sv", "Vi skyddar dina uppgifter med kryptering.", "encryption");
    }
}
