//! Within what time something is done: "we respond within 30 days", "is deleted 3 years after the last contact".

use std::ops::Range;

use policyglot_lexer::WordKind;

use super::child::concerns_children;
use super::passage::{Cue, Passage};
use super::term::{Term, Terms};
use crate::concept::ConceptKind;
use crate::value::duration::durations;
use crate::{Fact, FactKind};

/// What a company does within a time.
const ACTS: Terms = Terms::of(&[
    Term::Respond,
    Term::Notify,
    Term::Delete,
    Term::Store,
    Term::Rectify,
    Term::Complain,
    Term::Request,
    Term::Breach,
    Term::OptOut,
]);
const TIMES: Terms = Terms::of(&[Term::While, Term::AsLong]);
const COUNTED: Terms = Terms::of(&[Term::Counted]);
const PAST: Terms = Terms::of(&[Term::Past]);
const JOINS: Terms = Terms::of(&[Term::And]);

/// Adds the deadlines of a sentence.
pub(crate) fn facts(passage: &Passage<'_, '_>, facts: &mut Vec<Fact>) {
    // "Changes take effect 30 days after they are posted."
    let changed = passage.has(Term::Effective) && passage.has(Term::Change);
    if passage.terms.meets(ACTS) || passage.lead.meets(ACTS) || passage.heading.has(Term::Store) || changed {
        timed(passage, facts);
    }
    at_once(passage, facts);
}

/// A stretch of time within which, or for which, something is done.
pub(crate) struct Period {
    /// The ISO 8601 duration.
    pub(crate) value: String,
    /// The words from "within" to the event that it is counted from.
    pub(crate) words: Range<usize>,
    /// The words from the number on.
    pub(crate) length: Range<usize>,
}

/// The periods that a sentence sets; those that only look back, and ages, are none.
pub(crate) fn periods(passage: &Passage<'_, '_>) -> impl Iterator<Item = Period> {
    let of_age = concerns_children(passage);
    let mut last = usize::MAX;
    durations(passage.reading, passage.sentence).filter_map(move |duration| {
        let Range { start, end } = duration.words;
        let clause = passage.clause(start);
        let reach = clause.start.max(start.saturating_sub(4))..start;
        let time = passage.first(TIMES, &reach);
        // "over the prior 12 months" looks back; "no more than 30 days" holds "more than" and does not.
        let looks_back = passage.within(PAST, &reach).any(|past| {
            let holds = |time: &Cue| time.words.start <= past.words.start && past.words.end <= time.words.end;
            // "Login cookies last for two days."
            let lasts = |verb: &Cue| verb.words.len() > 1 && holds(verb);
            let mut verbs = passage.within(Terms::of(&[Term::Store]), &reach);
            !passage.within(TIMES, &reach).any(holds) && !verbs.any(lasts)
        });
        let counted = passage.within(COUNTED, &(end..clause.end)).any(|cue| cue.words.start == end);
        // "for 2 years, 24 hours and 1 minute respectively"
        let joint = |at: usize| passage.is(at, ",") || passage.first(JOINS, &(at..at + 1)).is_some();
        let joined = last < start && start <= last + 2 && (last..start).all(joint);
        // "Invoices: 7 years", below "How long we keep it".
        let labelled = start == clause.start
            && start > passage.sentence.words.start
            && passage.is(start - 1, ":")
            && passage.heading.has(Term::Store);
        // "the seven-year retention obligation"
        let hyphen = passage.reading.words.get(end - 2).is_some_and(|word| word.kind == WordKind::Hyphen);
        let named =
            hyphen && passage.first(Terms::of(&[Term::Store]), &(end..clause.end.min(end + 3))).is_some();
        if of_age || looks_back || (time.is_none() && !counted && !joined && !labelled && !named) {
            return None;
        }
        last = end;
        let length = start;
        let start = time.map_or(start, |time| time.words.start);
        // "after the last time of contact" belongs to the period; what stands further off does not.
        let end = if counted { clause.end.min(end + 9) } else { end };
        Some(Period { value: duration.iso(passage.reading), words: start..end, length: length..end })
    })
}

fn timed(passage: &Passage<'_, '_>, facts: &mut Vec<Fact>) {
    for Period { value, words, .. } in periods(passage) {
        let clause = passage.clause(words.start);
        let mut fact = passage.fact(FactKind::Deadline, value, words.clone());
        fact.details.purpose_of = Some(timed_thing(passage, &clause, &words).into());
        fact.details.condition = passage.condition(&clause);
        facts.push(fact);
    }
}

/// "We will immediately remove your address": a promise without delay is a deadline of no time.
fn at_once(passage: &Passage<'_, '_>, facts: &mut Vec<Fact>) {
    const ACT: Terms = Terms::of(&[Term::Delete, Term::Notify, Term::Respond]);
    const SOLEMN: Terms = Terms::of(&[Term::Will, Term::Must]);
    for cue in passage.within(Terms::of(&[Term::AtOnce]), &passage.sentence.words) {
        let clause = passage.clause(cue.words.start);
        let terms = passage.terms_of(&clause);
        let by_reader = passage.subject(cue.words.start).is_some_and(|subject| subject.term == Term::You);
        if terms.meets(ACT) && terms.meets(SOLEMN) && !terms.has(Term::Not) && !by_reader {
            let act = passage.last(ACT, &clause).map_or(cue.words.end, |act| act.words.end);
            let words = cue.words.start.min(act)..act.max(cue.words.end);
            let mut fact = passage.fact(FactKind::Deadline, "P0D".to_owned(), words);
            fact.details.purpose_of = Some(around(passage, &clause, &cue.words).into());
            fact.details.condition = passage.condition(&clause);
            facts.push(fact);
        }
    }
}

/// What the time at `time` is set for: the data that are kept or deleted, or else what its clause or the label before
/// it says.
pub(crate) fn timed_thing(passage: &Passage<'_, '_>, clause: &Range<usize>, time: &Range<usize>) -> String {
    const KEEPS: Terms = Terms::of(&[Term::Store, Term::Delete, Term::Anonymize]);
    // "Crash reports: kept for 30 days".
    if let Some(label) = label(passage, clause) {
        return passage.phrase(&label, 12);
    }
    let kept = passage.first(KEEPS, clause).is_some() || clause.start == time.start;
    let near = clause.start.max(time.start.saturating_sub(FAR))..time.start;
    let after = time.end..clause.end.min(time.end + FAR);
    let data = [near, after].into_iter().find_map(|range| named(passage, &range));
    if let Some(data) = data.filter(|_| kept) {
        return passage.phrase(&data, 20);
    }
    let verb = passage.last(KEEPS, &(clause.start..time.start)).filter(|_| kept);
    if let Some(verb) = verb {
        // "We keep applications for six months", "records are kept for a year"
        let object = bare(passage, verb.words.end..time.start);
        let thing = if object.is_empty() { bare(passage, clause.start..verb.words.start) } else { object };
        if !thing.is_empty() {
            return passage.phrase(&thing, 12);
        }
    }
    let around = around(passage, clause, time);
    if !around.is_empty() && verb.is_none() {
        return around;
    }
    // "If we need more time (up to 90 days)"
    if passage.is(clause.start.wrapping_sub(1), "(") {
        let before = passage.clauses.iter().rfind(|before| before.end < clause.start);
        return before.map(|before| passage.phrase(before, 12)).unwrap_or_default();
    }
    // "Chat messages: 24 months after the last one."
    let label = passage.clauses.iter().rfind(|label| passage.is(label.end, ":") && label.end <= time.start);
    label.map(|label| passage.phrase(label, 12)).unwrap_or_default()
}

/// The label that `clause` stands behind: a few words with a colon that open the sentence.
fn label(passage: &Passage<'_, '_>, clause: &Range<usize>) -> Option<Range<usize>> {
    const LONGEST: usize = 6;
    let label = passage.clauses.first()?;
    let next = label.end + 1 == clause.start && passage.is(label.end, ":");
    (next && label.len() <= LONGEST).then(|| label.clone())
}

/// So far from a time its data are looked for.
const FAR: usize = 40;

/// Words without the company, auxiliary verbs and what only leads to a time at their ends.
fn bare(passage: &Passage<'_, '_>, range: Range<usize>) -> Range<usize> {
    const SMALL: Terms =
        Terms::of(&[Term::We, Term::Will, Term::Must, Term::May, Term::Can, Term::During, Term::Not]);
    // No phrase is longer, and long sentences have many times.
    let range = range.start.max(range.end.saturating_sub(FAR))..range.end;
    let small = |at: usize| {
        passage.is_mark(at)
            || passage.within(SMALL, &range).any(|cue| cue.words.contains(&at))
            || passage
                .mentions(&range)
                .any(|mention| mention.kind == ConceptKind::Cue && mention.words.contains(&at))
    };
    let Range { mut start, mut end } = range.clone();
    while start < end && small(start) {
        start += 1;
    }
    while start < end && small(end - 1) {
        end -= 1;
    }
    start..end
}

/// The data that `range` names first, with the rest of their list.
fn named(passage: &Passage<'_, '_>, range: &Range<usize>) -> Option<Range<usize>> {
    const LISTED: usize = 3;
    let is_data = |kind: ConceptKind| matches!(kind, ConceptKind::Data | ConceptKind::Technology);
    let mut names =
        passage.mentions(range).filter(|mention| is_data(mention.kind)).map(|mention| &mention.words);
    let first = names.next()?.clone();
    Some(names.fold(first, |all, next| {
        let near = next.start <= all.end + LISTED
            && passage.first(VERBS, &(all.end..next.start.max(all.end))).is_none();
        all.start..if near { all.end.max(next.end) } else { all.end }
    }))
}

const VERBS: Terms = Terms::of(&[Term::Store, Term::Delete, Term::Anonymize, Term::Use, Term::Collect]);

/// What a clause says besides `inner`, in its own words.
fn around(passage: &Passage<'_, '_>, clause: &Range<usize>, inner: &Range<usize>) -> String {
    // "unless the law requires us to keep it" is of the data before it: "unless the" names none.
    let unless = passage.first(Terms::of(&[Term::Unless]), &(clause.start..inner.start));
    let start = unless.filter(|cue| cue.words.end + 1 >= inner.start).map_or(clause.start, |_| inner.start);
    let before = passage.phrase(&(start..inner.start), 20);
    let after = passage.phrase(&(inner.end..clause.end.max(inner.end)), 8);
    if after.is_empty() || before.is_empty() { before + &after } else { format!("{before} {after}") }
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn periods_with_an_act() {
        check(FactKind::Deadline, "en", "We will respond within thirty (30) days.", "P30D");
        check(
            FactKind::Deadline,
            "en",
            "It is deleted no later than three years from the last contact.",
            "P3Y",
        );
        check(FactKind::Deadline, "en", "We keep it for no more than 90 days.", "P90D");
        check(FactKind::Deadline, "en", "Please allow ten days for your request to be processed.", "P10D");
        check(FactKind::Deadline, "en", "Login cookies last for two days.", "P2D");
        check(FactKind::Deadline, "en", "We will immediately remove your address from the list.", "P0D");
        check(
            FactKind::Deadline,
            "en",
            "You may request the data that we collected over the prior 12 months.",
            "",
        );
        check(
            FactKind::Deadline,
            "en",
            "We respond without delay and in any event within one month of receipt of the request.",
            "P1M",
        );
        check(
            FactKind::Deadline,
            "en",
            "The cookies are kept for 2 years, 24 hours and 1 minute respectively.",
            "P2Y; PT24H; PT1M",
        );
        check(
            FactKind::Deadline,
            "en",
            "Any changes to this policy take effect ten (10) days after they are posted.",
            "P10D",
        );
        check(FactKind::Deadline, "sv", "Vi kommer att svara inom trettio (30) dagar.", "P30D");
        check(
            FactKind::Deadline,
            "en",
            "It is deleted, but for the seven-year retention of invoices.",
            "P7Y",
        );
        check(
            FactKind::Deadline,
            "en",
            "After that we store it for a maximum of one additional year.",
            "P1Y",
        );
    }
}
