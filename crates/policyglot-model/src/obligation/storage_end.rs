//! The events that end the storage of data: behind the verb, or before the sentence that deletes them.

use std::ops::Range;

use super::deadline::periods;
use super::passage::Passage;
use super::retention::{LENGTHS, inside};
use super::term::{Term, Terms};
use crate::concept::ConceptKind;

/// "deleted once the purpose is met", "expires when you leave": an event right behind the verb, but no request.
pub(super) fn event(passage: &Passage<'_, '_>, clause: &Range<usize>) -> Option<Range<usize>> {
    const EVENTS: Terms = Terms::of(&[Term::Event]);
    const NO_TIME: Terms = Terms::of(&[Term::Request, Term::Withdraw, Term::Object]);
    let deleted = passage.within(Terms::of(&[Term::Delete]), clause).find_map(|verb| {
        let end = verb.words.end;
        let event = passage.first(EVENTS, &(end..clause.end))?;
        // "We delete your address once …": at most the data stand between.
        let data =
            passage.mentions(&(end..event.words.start)).any(|mention| mention.kind == ConceptKind::Data);
        (event.words.start == end || data && event.words.start <= end + 4).then_some(event)
    });
    let event = deleted.or_else(|| {
        // "expires when": the verb is in the phrase.
        let verb = |at: usize| passage.first(Terms::of(&[Term::Store]), &(at..clause.end));
        let mut events = passage.within(EVENTS, clause);
        events.find(|event| verb(event.words.start).is_some_and(|verb| verb.words.start == event.words.start))
    })?;
    let next = event.words.start..clause.end.min(event.words.end + 4);
    let words = event.words.start..clause.end;
    // "as soon as possible" tells no event, nor does a right to deletion "when the processing is unlawful".
    let soon =
        passage.first(Terms::of(&[Term::Soon]), &next).is_some_and(|soon| soon.words.start == next.start);
    let none = soon || passage.first(NO_TIME, &next).is_some() || passage.heading.has(Term::Right);
    (!none && words.len() > 2).then_some(words)
}

/// "Upon unsubscription, we will delete your address", "once the order is complete, the data are deleted": an event that
/// opens the sentence, and the deletion that follows it.
pub(super) fn followed(passage: &Passage<'_, '_>) -> Option<Range<usize>> {
    const NO_TIME: Terms = Terms::of(&[
        Term::Request,
        Term::Object,
        Term::Right,
        Term::May,
        Term::Can,
        Term::Breach,
        Term::Complain,
        Term::Notify,
    ]);
    // "Once it is no longer needed, we delete it": the denial belongs to the event.
    let denied = |words: &Range<usize>| {
        passage
            .within(Terms::of(&[Term::Not]), words)
            .any(|not| !passage.within(LENGTHS, words).any(|length| inside(&length.words, &not.words)))
    };
    let [event, deletion, ..] = passage.clauses.as_slice() else { return None };
    let opens = passage.opening(Term::Event, event.start).is_some();
    let deleted = passage.first(Terms::of(&[Term::Delete]), deletion)?;
    let subject = passage.subject(deleted.words.start).map(|subject| subject.term);
    let ours = !matches!(subject, Some(Term::You | Term::Others));
    let will = subject == Some(Term::We) || passage.first(Terms::of(&[Term::Will]), deletion).is_some();
    let whole = event.start..deletion.end;
    // "If you are inactive for two years, we delete it": the period says more.
    let timed = periods(passage).any(|period| inside(&whole, &period.words));
    let data = passage.first(Terms::of(&[Term::Data]), deletion).is_some()
        || passage.mentions(deletion).any(|mention| mention.kind == ConceptKind::Data);
    let heading = passage.heading.has(Term::Right);
    (opens
        && ours
        && will
        && data
        && !timed
        && !heading
        && !denied(&whole)
        && !passage.terms_of(&whole).meets(NO_TIME))
    .then_some(whole)
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn events_behind_the_verb() {
        let check = |text, expected| check(FactKind::Retention, "en", text, expected);
        check("Cart cookies expire as soon as an order is complete.", "expire as soon as order is complete");
        check("We delete your email address once the dispute is settled.", "once dispute is settled");
        check("We delete your data when you ask us to do so.", "");
        check("We delete your data as soon as reasonably practicable.", "");
        check("The site stores your information when you use the app.", "");
        check("Nothing is retained on your computer.", "Nothing is retained");
        check("You have the right to erasure, for example if the data are no longer necessary.", "");
    }

    #[test]
    fn needs_that_end() {
        let check = |text, expected| check(FactKind::Retention, "en", text, expected);
        check(
            "When we have no ongoing legitimate business need for your data, we will either delete or anonymize it.",
            "When we have no ongoing legitimate business need for data, we",
        );
        check(
            "We may be required by law to retain certain information.",
            "required by law to retain certain information",
        );
        check(
            "We may retain your data to comply with our obligations.",
            "retain data to comply with obligations",
        );
        check("We may retain your data for two years to comply with our obligations.", "two years");
        check("When you delete it, we will not delete your copies.", "");
    }
}
