//! Where words on a right give none of their own: its name before the sentence on it, the end of a period.

use std::ops::Range;

use policyglot_lexer::WordKind;

use super::passage::{Cue, Passage};
use super::right::PEOPLE;
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

/// "To update or correct your data, e-mail us at …": an aim that opens the sentence, and the reader's way to it.
pub(super) fn tells_way(passage: &Passage<'_, '_>, cue: &Cue, clause: &Range<usize>) -> bool {
    const NAMES: Terms = Terms::of(&[Term::Access, Term::Rectify, Term::Delete, Term::Copy, Term::And]);
    const ASKS: Terms = Terms::of(&[Term::Request]);
    let to = passage.first(Terms::of(&[Term::To]), &(clause.start..clause.start + 1));
    let Some(to) = to.filter(|to| to.words.start == passage.sentence.words.start) else { return false };
    let between = to.words.end..cue.words.start;
    let mut names = between.clone();
    let listed = names.all(|at| {
        passage.is_mark(at) || passage.within(NAMES, &between).any(|name| name.words.contains(&at))
    });
    let comma = (cue.words.end..clause.end.min(cue.words.end + 12)).find(|&at| passage.is(at, ","));
    let after = comma.unwrap_or(clause.end)..passage.sentence.words.end;
    let ask = passage.first(ASKS, &after).map(|ask| ask.words.start);
    // "To change your data, e-mail privacy@acme.com."
    let is_email =
        |at: &usize| passage.reading.words.get(*at).is_some_and(|word| word.kind == WordKind::Email);
    let ask = ask.or_else(|| after.clone().find(is_email));
    let ours = Terms::of(&[Term::We, Term::Will, Term::May]);
    listed && ask.is_some_and(|ask| passage.first(ours, &(after.start..ask)).is_none())
}

/// "We keep it until you unsubscribe", "we delete it as soon as you delete your account": the end of a period.
pub(super) fn ends_period(passage: &Passage<'_, '_>, cue: &Cue) -> bool {
    const ENDS: Terms = Terms::of(&[
        Term::OptOut,
        Term::Unsubscribe,
        Term::CancelAccount,
        Term::Delete,
        Term::Withdraw,
        Term::Refuse,
    ]);
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

/// "Your data may not be processed if you object": what is denied where the reader objects.
pub(super) fn stops(passage: &Passage<'_, '_>, clause: &Range<usize>, cue: &Cue) -> bool {
    let wish = passage.first(Terms::of(&[Term::If]), &(clause.start..cue.words.start));
    let Some(wish) = wish else { return false };
    let before = passage.sentence.words.start..wish.words.start;
    let denied = passage.first(Terms::of(&[Term::Not, Term::Never]), &before).is_some();
    denied && passage.first(Terms::of(&[Term::Use, Term::Never]), &before).is_some()
}

/// "We tell you whether we can meet a request for removal": what the company will tell is no right.
pub(super) fn asks_whether(passage: &Passage<'_, '_>, cue: &Cue) -> bool {
    let before = passage.clause(cue.words.start).start..cue.words.start;
    // "How" and "whether it will" are of one term; only the longer ones ask whether the company does something.
    passage.within(Terms::of(&[Term::Inquiry]), &before).any(|inquiry| inquiry.words.len() > 2)
}

/// "Upon unsubscription, we will delete your address", "after you close your account we keep it": what the reader does
/// sets the time, and the company acts.
pub(super) fn ends_storage(passage: &Passage<'_, '_>, cue: &Cue) -> bool {
    const ACTS: Terms = Terms::of(&[Term::Delete, Term::Store]);
    let start = passage.sentence.words.start;
    let event = passage.opening(Term::Event, start);
    let next = event.is_some_and(|event| event.words.end == cue.words.start);
    let after = cue.words.end..passage.sentence.words.end;
    let deleted = passage.first(ACTS, &after);
    let ours = |deleted: &Cue| passage.first(Terms::of(&[Term::We]), &(after.start..deleted.words.start));
    next && deleted.and_then(ours).is_some()
}

/// "We will provide you with a copy": the reader stands right before what is sent.
pub(super) fn sent(passage: &Passage<'_, '_>, cue: &Cue, clause: &Range<usize>) -> bool {
    let near = cue.words.start.saturating_sub(3)..cue.words.start;
    let ours = passage.first(PEOPLE, clause).is_some_and(|who| who.term == Term::We);
    ours && passage.first(Terms::of(&[Term::You]), &near).is_some()
        && passage.terms_of(clause).has(Term::Will)
}

/// To object to "direct marketing messages" is to opt out of them: the words that say so, behind the objection at `cue`.
pub(super) fn of_marketing(passage: &Passage<'_, '_>, cue: &Cue) -> Option<Range<usize>> {
    let after = cue.words.end..passage.sentence.words.end.min(cue.words.end + 24);
    let marketing = passage.first(Terms::of(&[Term::Marketing]), &after)?;
    Some(marketing.words.start.saturating_sub(4).max(cue.words.end)..marketing.words.end)
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn an_aim_and_the_way_to_it() {
        let check = |text, expected| check(FactKind::Right, "en", text, expected);
        check("To update or correct your personal information, email us at the address below.", "rectify");
        check("To update your personal information, e-mail privacy@acme.test.", "rectify");
        check("To correct your personal information, we contact you and you contact us.", "");
        check("Their retention period: the date on which the user requests us to stop using the data.", "");
    }

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
        check("We then decide whether we can meet a request for removal of your data.", "");
        check("Upon unsubscription, we will delete your email address.", "");
    }
}
