//! Security measures: what protects the data, each in the text's words.

use std::ops::Range;

use super::passage::{Cue, Passage};
use super::term::{Term, Terms};
use crate::concept::ConceptKind;
use crate::{Fact, FactKind};

/// Measures by name.
const NAMED: Terms = Terms::of(&[Term::Crypto, Term::Hash, Term::Guard]);
const GENERAL: Terms = Terms::of(&[Term::Measure]);
/// What limits who or what comes near the data.
const STRICT: Terms = Terms::of(&[Term::Only, Term::Never]);

/// Adds the security measures of a sentence.
pub(crate) fn facts(passage: &Passage<'_, '_>, facts: &mut Vec<Fact>) {
    let section = passage.heading.has(Term::Protect) || passage.heading.has(Term::Safe);
    let named = passage.terms.meets(NAMED)
        || passage.mentions(&passage.sentence.words).any(|mention| mention.kind == ConceptKind::Security);
    let general = passage.has(Term::Measure) || passage.terms.meets(STRICT);
    // What is done after a breach protects nothing.
    if !(named || general) || disclaimed(passage) || passage.has(Term::Breach) {
        return;
    }
    for clause in &passage.clauses {
        let mut end = clause.start;
        for cue in passage.within(NAMED, clause) {
            if cue.words.start < end {
                continue;
            }
            let hidden = passage.terms_of(clause).has(Term::Not) && cue.term == Term::Crypto && !section;
            if !hidden {
                let words = end.max(cue.words.start.saturating_sub(8))..clause.end.min(cue.words.end + 8);
                facts.push(passage.fact(FactKind::Security, name(passage, cue), words));
            }
            // Names that stand together name one measure: "the encryption protocol Secure Socket Layer (SSL)".
            end = cue.words.end + 5;
        }
        if end > clause.start {
            continue;
        }
        if let Some((value, words)) = measure(passage, clause, section) {
            facts.push(passage.fact(FactKind::Security, value, words));
        }
    }
}

/// What a measure is called: the label of its concept, or the text's words.
fn name(passage: &Passage<'_, '_>, cue: &Cue) -> String {
    match cue.term {
        Term::Crypto => "encryption".to_owned(),
        Term::Hash => "hash".to_owned(),
        _ => passage.short(&cue.words, 6),
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

/// The measure that a clause describes without a name for it, and the words that say it.
fn measure(
    passage: &Passage<'_, '_>,
    clause: &Range<usize>,
    section: bool,
) -> Option<(String, Range<usize>)> {
    const AIM: Terms = Terms::of(&[Term::Protect, Term::Threat, Term::Safe]);
    const SORT: Terms = Terms::of(&[Term::Sort]);
    const STAFF: Terms = Terms::of(&[Term::Others]);
    let terms = passage.terms_of(clause);
    let introduced = passage.has(Term::Policy) && terms.has(Term::Measure) && !section;
    if let Some(last) = passage.last(GENERAL, clause).filter(|_| !introduced) {
        let near =
            passage.first(GENERAL, &(last.words.start.saturating_sub(4)..last.words.end)).unwrap_or(last);
        let start = noun_phrase(passage, clause, near.words.start);
        if terms.meets(AIM) || (section && passage.terms.meets(AIM.and(SORT))) {
            return Some((passage.short(&(start..last.words.end), 12), start..clause.end));
        }
    }
    let strict = terms.meets(STRICT);
    // "Only staff have access to your data", "access is limited to employees".
    if strict && terms.has(Term::GetAt) && terms.meets(STAFF) {
        return Some(("limited access".to_owned(), clause.clone()));
    }
    if let Some(found) = passage.mentions(clause).find(|mention| mention.kind == ConceptKind::Security) {
        let sure = section || terms.meets(AIM);
        let label = || passage.reading.concept(found.concept).label.clone();
        return sure.then(|| {
            (
                label(),
                clause.start.max(found.words.start.saturating_sub(8))..clause.end.min(found.words.end + 8),
            )
        });
    }
    // What is kept to a minimum or never done, in a section on security.
    let kept = terms.has(Term::Store) || terms.has(Term::Delete);
    let ours = section && strict && !terms.has(Term::You) && !passage.has(Term::Disclaim) && !kept;
    ours.then(|| (passage.short(clause, 16), clause.clone()))
}

/// Where the noun phrase starts whose head is at word `head`: at the first word that says what kind of measure it is.
fn noun_phrase(passage: &Passage<'_, '_>, clause: &Range<usize>, head: usize) -> usize {
    const KIND: Terms = Terms::of(&[Term::Safe, Term::Sort, Term::Fitting]);
    let from = clause.start.max(head.saturating_sub(9));
    passage.first(KIND, &(from..head)).map_or(head, |cue| cue.words.start)
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
