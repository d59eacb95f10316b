//! Where words on a right give none of their own: its name before the sentence on it, the end of a period.

use super::passage::{Cue, Passage};
use super::term::{Term, Terms};
use crate::Fact;

/// "Right to access: You have the right to …": the name of a right before what it says.
pub(super) fn is_label(passage: &Passage<'_, '_>, fact: &Fact) -> bool {
    let clause = passage
        .clauses
        .first()
        .filter(|clause| ends_label(passage, clause.end) && clause.len() < LONGEST_NAME);
    clause.is_some_and(|clause| fact.span.end <= passage.reading.span(clause.clone()).end)
}

/// "Right to access:", "Right to opt out - you may …".
fn ends_label(passage: &Passage<'_, '_>, at: usize) -> bool {
    [":", "-", "–", "—"].iter().any(|mark| passage.is(at, mark))
}

/// The name of a right has fewer words.
const LONGEST_NAME: usize = 9;

/// "(right to be forgotten)": words in brackets.
pub(super) fn is_bracketed(passage: &Passage<'_, '_>, cue: &Cue) -> bool {
    passage.is(passage.clause(cue.words.start).start.wrapping_sub(1), "(")
}

/// "We keep it until you unsubscribe", "we delete it as soon as you delete your account": the end of a period.
pub(super) fn ends_period(passage: &Passage<'_, '_>, cue: &Cue) -> bool {
    const ENDS: Terms =
        Terms::of(&[Term::OptOut, Term::Unsubscribe, Term::CancelAccount, Term::Delete, Term::Withdraw]);
    const TIMES: Terms = Terms::of(&[Term::AsLong, Term::Event, Term::While]);
    const KEEPS: Terms = Terms::of(&[Term::Store, Term::Delete, Term::Anonymize]);
    let start = cue.words.start;
    let clause = passage.clause(start);
    let before = clause.start.max(start.saturating_sub(4));
    let time = passage.within(TIMES, &(before..clause.end)).find(|time| time.words.start < start);
    let reader = |time: &Cue| passage.first(Terms::of(&[Term::You]), &(time.words.start..start)).is_some();
    let kept = |time: &Cue| {
        let from = clause.start.min(time.words.start);
        let verb = passage.first(KEEPS, &(from..time.words.start));
        let before =
            passage.clauses.iter().rfind(|other| other.end < time.words.start + 1 && other.end + 2 > from);
        verb.is_some() || before.is_some_and(|other| passage.first(KEEPS, other).is_some())
    };
    ENDS.has(cue.term) && time.is_some_and(|time| reader(time) && kept(time))
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn one_right_under_its_name_and_in_its_sentence() {
        let check = |text, expected| check(FactKind::Right, "en", text, expected);
        check("Right to access: You have the right to obtain access to your personal data.", "access");
        check(
            "You have the right to ask us to erase your data (right to be forgotten) if you like.",
            "erase",
        );
        check("Right to access - you can ask us for access to your personal data.", "access");
        check("We delete these data as soon as you delete your account.", "");
        check("We keep your address until you unsubscribe.", "");
    }
}
