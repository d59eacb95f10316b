//! Where a sentence breaks into clauses, by its marks and by the words that open one.

use std::ops::Range;

use policyglot_lexer::WordKind;

use super::passage::{CONDITIONS, Cue};
use super::term::{Term, Terms};
use crate::reading::{Reading, Sentence};

/// What goes before a subject or a condition where a new clause starts.
const OPENERS: Terms = Terms::of(&[
    Term::We,
    Term::You,
    Term::If,
    Term::Unless,
    Term::Provided,
    Term::Which,
    Term::Will,
    Term::Must,
    Term::May,
    Term::Never,
    Term::Only,
]);
/// What opens a clause right after "and".
const AFTER_AND: Terms = Terms::of(&[Term::We, Term::You, Term::Will, Term::Must, Term::Never, Term::If]);
/// Fills `clauses` with the clauses of `sentence`.
///
/// A semicolon, colon, bracket or dash ends a clause, but not the brackets of "thirty (30) days"; a comma does where a
/// subject, a modal verb or a condition follows, so that "use, share and sell" stays in one; so does "and" before "we"
/// or "you".
pub(super) fn find(
    reading: &Reading<'_>,
    sentence: &Sentence,
    (cues, terms): (&[Cue], Terms),
    clauses: &mut Vec<Range<usize>>,
) {
    let mut next = 0;
    let mut cue_at = |at: usize, terms: Terms| {
        while cues.get(next).is_some_and(|cue| cue.words.start < at) {
            next += 1;
        }
        cues[next..].iter().take_while(|cue| cue.words.start == at).any(|cue| terms.has(cue.term))
    };
    let joined = terms.meets(JOINS);
    let is_text =
        |at: usize, text: &str| reading.words.get(at).is_some_and(|word| reading.text(word.span) == text);
    let mut start = sentence.words.start;
    let mut conditional = cue_at(start, CONDITIONS);
    let mut fresh = false;
    for at in sentence.words.clone() {
        let Some(word) = reading.words.get(at) else { break };
        let ends = match word.kind {
            WordKind::Mark => match reading.text(word.span) {
                "(" => !is_text(at + 2, ")"),
                ")" => !(at >= 2 && is_text(at - 2, "(")),
                ";" | ":" | "—" | "–" | "•" | "：" | "；" => true,
                // "It is a static page - we record nothing."
                "-" => !reading.is_glued(at) && !reading.is_glued(at + 1),
                // Not those in "example.com" and "EU-U.S. rules".
                "." => at + 1 == sentence.words.end,
                // A condition ends at its first comma: "If you ask, the data are erased".
                "," | "，" => cue_at(at + 1, OPENERS) || (conditional && at > start + 3),
                _ => false,
            },
            // "If you sign up you will be asked": many leave the comma out.
            WordKind::Word if conditional && at > start + 3 && cue_at(at, SPEAKERS) => {
                let reader = cue_at(at, Terms::of(&[Term::You]));
                fresh = cue_at(at + 1, WILL) || reader && cue_at(at + 1, CAN) && !cue_at(at + 1, MAY);
                fresh
            }
            // "Om det ändras kommer du att informeras": the verb comes first.
            WordKind::Word if conditional && at > start + 3 && cue_at(at, WILL) => {
                fresh = cue_at(at + 1, SPEAKERS);
                fresh
            }
            WordKind::Word => joined && cue_at(at, JOINS) && cue_at(at + 1, AFTER_AND),
            _ => false,
        };
        if ends {
            if start < at {
                clauses.push(start..at);
            }
            start = at + usize::from(!std::mem::take(&mut fresh));
            // "…, and we will": the clause starts behind the word that joins it.
            if word.kind == WordKind::Mark && joined && reading.text(word.span) != "(" && cue_at(start, JOINS)
            {
                start += 1;
            }
            conditional = cue_at(start, CONDITIONS);
        }
    }
    if start < sentence.words.end {
        clauses.push(start..sentence.words.end);
    }
}

pub(super) const JOINS: Terms = Terms::of(&[Term::And]);
const CAN: Terms = Terms::of(&[Term::Can]);
const MAY: Terms = Terms::of(&[Term::May]);
const WILL: Terms = Terms::of(&[Term::Will]);
const SPEAKERS: Terms = Terms::of(&[Term::We, Term::You]);
