//! How long data are kept: a period, an event, or a criterion, in the text's words.

use std::ops::Range;

use super::child::concerns_children;
use super::deadline::{Period, periods, timed_thing};
use super::passage::{Cue, Passage};
use super::storage_end::{event, followed};
use super::term::{Term, Terms};
use crate::value::duration::durations;
use crate::{Fact, FactKind, Text};

const KEEPS: Terms = Terms::of(&[Term::Store, Term::Delete, Term::Anonymize]);
pub(super) const LENGTHS: Terms = Terms::of(&[Term::AsLong]);

/// Adds what a sentence says of the time for which data are kept.
pub(crate) fn facts(passage: &Passage<'_, '_>, facts: &mut Vec<Fact>) {
    let section = passage.heading.has(Term::Store);
    if concerns_children(passage) || passage.has(Term::Disclaim) {
        return;
    }
    if let Some(fact) = entry(passage).or_else(|| answer(passage)) {
        facts.push(fact);
        return;
    }
    if passage.sentence.words.len() < 4 {
        return;
    }
    let opening = followed(passage);
    let mut found = opening.is_some();
    let told = opening.as_ref().map_or(0, |words| words.end);
    if let Some(words) = opening {
        facts.push(passage.fact(FactKind::Retention, passage.short(&words, MOST), words));
    }
    for (at, clause) in passage.clauses.iter().enumerate().filter(|(_, clause)| clause.start >= told) {
        let mut terms = passage.terms_of(clause);
        // "We keep a copy (e.g. invoices) for 7 years", "We keep it, which we get for this, for at most a year": the
        // clause goes on behind what is put in.
        let bracket = passage.is(clause.start.saturating_sub(1), ")");
        let relative = passage.first(Terms::of(&[Term::Which]), &(clause.start..clause.start + 1)).is_some();
        let opened = |before: &&Range<usize>| !bracket || passage.is(before.end, "(");
        if (bracket || relative)
            && let Some(before) = passage.clauses[..at].iter().rfind(opened)
        {
            terms = terms.and(passage.terms_of(before));
        }
        let speaks = terms.meets(KEEPS) || section || (found && terms.meets(LENGTHS));
        if !speaks || reader_acts(passage, clause) || is_ground(passage, clause) {
            continue;
        }
        // "Invoices: 7 years."
        let label = clause.start > 0 && passage.is(clause.start - 1, ":");
        let labelled = label && passage.first(LENGTHS, clause).is_none();
        let kept_there = terms.meets(KEEPS) || found || (section && (labelled || terms.has(Term::Use)));
        let times = times(passage, clause, kept_there);
        for (at, (start, time)) in times.iter().enumerate() {
            // "kept as long as you use it, and deleted after a year": the first time ends at the second verb.
            let next = times.get(at + 1).and_then(|(next, _)| passage.last(KEEPS, &(time.start..*next)));
            let end = next.map_or(time.end, |verb| {
                let before = verb.words.start.saturating_sub(1)..verb.words.start;
                let and = passage.first(Terms::of(&[Term::And]), &before).map_or(0, |and| and.words.len());
                (verb.words.start - and).min(time.end).max(time.start + 1)
            });
            facts.push(kept(passage, clause, *start, &(time.start..end)));
            found = true;
        }
    }
    if !found && passage.sentence.words.len() > 6 && (ends_by_rule(passage, section) || exception(passage)) {
        let words = passage.sentence.words.clone();
        facts.push(passage.fact(FactKind::Retention, passage.short(&words, MOST), words));
    }
}

/// "Storage period: 12 months", "Deletion: after two years": an entry of a form, whose value is no sentence of its own.
fn entry(passage: &Passage<'_, '_>) -> Option<Fact> {
    let [label, time] = passage.clauses.as_slice() else { return None };
    let stores = passage.first(KEEPS, label).is_some() && passage.first(KEEPS, time).is_none();
    let labels = label.len() <= LONGEST_LABEL && passage.is(label.end, ":");
    let length = || {
        passage.first(LENGTHS, time).is_some()
            || durations(passage.reading, passage.sentence).any(|duration| inside(time, &duration.words))
    };
    (stores && labels && length()).then(|| {
        let words = label.start..time.end;
        passage.fact(FactKind::Retention, passage.short(time, MOST), words)
    })
}

/// "Two years after the end of the contract." below "How long do we keep your data?": a time that answers its heading.
fn answer(passage: &Passage<'_, '_>) -> Option<Fact> {
    const SAYS: Terms = Terms::of(&[
        Term::We,
        Term::You,
        Term::Will,
        Term::Must,
        Term::May,
        Term::Can,
        Term::Right,
        Term::Request,
        Term::Respond,
        Term::Notify,
        Term::Use,
        Term::Visit,
    ]);
    let words = passage.trimmed(passage.sentence.words.clone());
    let start = passage
        .first(Terms::of(&[Term::During]), &(words.start..words.start + 2))
        .map_or(words.start, |during| during.words.end);
    let time = durations(passage.reading, passage.sentence).next()?;
    let opens = time.words.start == words.start || time.words.start == start;
    (passage.heading.has(Term::Store) && opens && !passage.terms.meets(SAYS))
        .then(|| passage.fact(FactKind::Retention, passage.short(&(start..words.end), MOST), words))
}

/// The label of an entry has no more words.
const LONGEST_LABEL: usize = 4;

/// The times that a clause sets, each with the place where the words for it start: a period before a criterion, and a
/// second one only behind a verb of its own.
fn times(passage: &Passage<'_, '_>, clause: &Range<usize>, keeps: bool) -> Vec<(usize, Range<usize>)> {
    const WHOLE: Terms = Terms::of(&[Term::Unending]);
    const AGREES: Terms = Terms::of(&[Term::Agree]);
    // "We show it within 24 hours" keeps nothing, even in a section on retention.
    // "Within four weeks we will inform you whether it can be removed": the time to answer.
    let answers = |start: usize| {
        const ANSWERS: Terms = Terms::of(&[Term::Notify, Term::Respond]);
        const SOLEMN: Terms = Terms::of(&[Term::Will, Term::Must]);
        const REQUESTS: Terms = Terms::of(&[Term::Request]);
        let kept = passage.first(KEEPS, clause).map_or(clause.end, |kept| kept.words.start);
        let answer = passage.first(ANSWERS, &(clause.start..kept));
        // "We respond to a request for deletion within 45 days".
        let asked = |answer: &Cue| passage.first(REQUESTS, &(answer.words.end..start)).is_some();
        if answer.is_some_and(asked) {
            return true;
        }
        let answer = answer.filter(|_| start < kept);
        answer.is_some_and(|answer| passage.first(SOLEMN, &(clause.start..answer.words.start)).is_some())
    };
    // "Please allow ten days to be removed from our list."
    let pleads = |period: &Period| {
        passage.first(Terms::of(&[Term::You]), &(period.words.start..period.length.start)).is_some()
    };
    let set = |period: &Period| {
        keeps && inside(clause, &period.words) && !answers(period.words.start) && !pleads(period)
    };
    let periods = periods(passage).filter(set);
    let mut times: Vec<_> = periods.map(|period| (period.words.start, period.length)).collect();
    // "We retain it for 5 years to comply with the law": the verb with its aim is a criterion where nothing else is one.
    let aimed = |cue: &&Cue| passage.within(KEEPS, &cue.words).any(|verb| verb.words == cue.words);
    // "lagras inte längre än": the denial belongs to the longer phrase.
    let cut = |cue: &Cue| {
        let last = cue.words.end - 1;
        cue.words.len() > 1
            && passage.within(LENGTHS, &(last..clause.end)).any(|next| next.words.start == last)
    };
    for cue in passage.within(LENGTHS, clause).filter(|cue| !aimed(cue) && !cut(cue)) {
        // "After you leave we keep it for up to a year": the time starts there.
        let begins = |(start, _): &(usize, Range<usize>)| {
            cue.words.start == clause.start && passage.first(KEEPS, &(cue.words.end..*start)).is_some()
        };
        if times.iter().any(begins) {
            continue;
        }
        // "for the duration of the contract and for 6 years thereafter": one time of two parts.
        if let Some((start, period)) = times.first_mut().filter(|(_, period)| cue.words.end < period.start) {
            let before = start.saturating_sub(4).max(cue.words.end)..period.start;
            let between = cue.words.end..period.start;
            let adds = passage.first(Terms::of(&[Term::And]), &before).is_some()
                || before.clone().any(|at| passage.is(at, "+"));
            if adds
                && passage.first(KEEPS.and(LENGTHS), &between).is_none()
                && passage.first(WHOLE, &cue.words).is_none()
            {
                let whole = cue.words.start..clause.end;
                times = vec![(whole.start, whole)];
                continue;
            }
        }
        // "As long as you use the site, it means that you agree that we store …" tells what use means.
        let agrees = passage.first(AGREES, &(cue.words.end..passage.sentence.words.end));
        let kept = passage.first(KEEPS, &(clause.start..passage.sentence.words.end));
        if agrees.is_some_and(|agrees| kept.is_none_or(|kept| agrees.words.start < kept.words.start)) {
            continue;
        }
        // "We make sure that they do not store it" binds others.
        let ensured = passage.first(Terms::of(&[Term::Ensure]), &(clause.start..cue.words.start)).is_some();
        if ensured && passage.first(Terms::of(&[Term::Not]), &cue.words).is_some() {
            continue;
        }
        let whole = passage.first(WHOLE, &cue.words).is_some();
        let words = cue.words.start..if whole { cue.words.end } else { clause.end };
        // "our retention periods" names no length; "under avtalstiden" does, in two words.
        let opens =
            passage.first(Terms::of(&[Term::During]), &(cue.words.start..cue.words.start + 1)).is_some();
        if !whole && !opens && passage.trimmed(words.clone()).len() < 3 {
            continue;
        }
        let apart = |(start, other): &(usize, Range<usize>)| {
            let between = other.end.min(words.start)..words.start.max(*start);
            passage.first(KEEPS, &between).is_some()
        };
        if times.iter().all(apart) {
            times.push((words.start, words));
        }
    }
    if times.is_empty() {
        let event = event(passage, clause);
        let aim = || passage.within(LENGTHS, clause).find(aimed).map(|cue| cue.words.start..clause.end);
        // "Storage time:" names none.
        let aim = || aim().filter(|words| passage.trimmed(words.clone()).len() > 2);
        times.extend(event.or_else(aim).map(|words| (words.start, words)));
    }
    times.sort_by_key(|time| time.0);
    times
}

/// "You can have it erased if it is no longer needed": a ground of the right, no time.
fn is_ground(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    const RIGHTS: Terms = Terms::of(&[Term::Right]);
    // "You have the right to restrict it until it is corrected"
    let right = passage.first(RIGHTS, clause);
    if right.is_some_and(|right| {
        passage.first(Terms::of(&[Term::Restrict]), &(right.words.end..clause.end)).is_some()
    }) {
        return true;
    }
    let Some(ground) = passage.first(Terms::of(&[Term::If]), clause) else { return false };
    let granted = |from: usize| passage.first(RIGHTS, &(from..ground.words.start)).is_some();
    let opens = ground.words.start < clause.start + 4;
    granted(clause.start) || opens && (granted(passage.sentence.words.start) || passage.lead.has(Term::Right))
}

/// So near its start an exception has its own verb: "a legal obligation to keep".
const OWN_VERB: usize = 6;
/// No value is longer, in words.
const MOST: usize = 12;

pub(super) fn inside(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// "you can keep your account as long as you like", "stored on your device until you clear it" stays: only the reader as
/// the one who keeps or deletes is meant.
fn reader_acts(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    let Some(verb) = passage.first(KEEPS, clause) else { return false };
    // "For customers, data is stored" has its own subject, so that only a reader right before the verb counts.
    let near = clause.start.max(verb.words.start.saturating_sub(3))..verb.words.start;
    passage.last(Terms::of(&[Term::We, Term::You]), &near).is_some_and(|subject| subject.term == Term::You)
}

/// The fact that the time at `time` says, its value the time and what follows it in the clause.
fn kept(passage: &Passage<'_, '_>, clause: &Range<usize>, start: usize, time: &Range<usize>) -> Fact {
    // "We delete it unless we are required to retain it": the exception has a verb of its own.
    let unless = passage.first(Terms::of(&[Term::Unless]), &(clause.start..start)).is_some();
    let own = unless && passage.first(KEEPS, &(start..start + OWN_VERB)).is_some();
    let verb = passage.last(KEEPS, &(clause.start..start)).filter(|_| !own).map(|cue| cue.words.start);
    let start = verb.unwrap_or(start);
    // "Om inte ändamålen kvarstår raderas de": the exception is the time itself.
    let unless = passage.first(Terms::of(&[Term::Unless]), &(time.start + 1..time.end));
    let end = unless.map_or(time.end, |cue| cue.words.start);
    let during = passage.first(Terms::of(&[Term::During]), &(time.start..time.start + 1));
    let value = passage.short(&(during.map_or(time.start, |during| during.words.end)..end), MOST);
    let mut fact = passage.fact(FactKind::Retention, value, start..clause.end);
    let about = timed_thing(passage, clause, &(time.start.max(clause.start)..clause.end));
    fact.details.purpose_of = Some(about).filter(|text| !text.is_empty()).map(Text::from);
    fact.details.condition = passage.condition(clause);
    fact
}

/// "The retention period varies", "we delete your data in accordance with the law": a criterion without a time.
fn ends_by_rule(passage: &Passage<'_, '_>, section: bool) -> bool {
    const NO_RULE: Terms = Terms::of(&[Term::Request, Term::If, Term::Can]);
    section && passage.has(Term::Delete) && !passage.has(Term::You) && !passage.terms.meets(NO_RULE)
}

/// An item that says when the time of its lead-in does not hold: "is deleted in 30 days unless:".
fn exception(passage: &Passage<'_, '_>) -> bool {
    const TIMED: Terms = Terms::of(&[Term::Days, Term::AsLong]);
    passage.lead.meets(KEEPS) && passage.lead.meets(TIMED) && passage.lead.has(Term::Unless)
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn periods_events_and_criteria() {
        check(
            FactKind::Retention,
            "en",
            "Personal data is stored for 3 years after the last time of contact.",
            "3 years after last time of contact",
        );
        check(
            FactKind::Retention,
            "en",
            "We keep it no longer than necessary to provide the service.",
            "no longer than necessary to provide service",
        );
        check(
            FactKind::Retention,
            "en",
            "This information is generally stored indefinitely.",
            "indefinitely",
        );
        check(
            FactKind::Retention,
            "en",
            "We keep a copy of your bills (e.g. invoices) for up to 7 years.",
            "7 years",
        );
        check(FactKind::Retention, "en", "The records are saved temporarily.", "temporarily");
        check(FactKind::Retention, "en", "You may keep using the site as long as you like.", "");
        check(
            FactKind::Retention,
            "en",
            "Upon unsubscription, we will delete your email address.",
            "Upon unsubscription, we will delete email address",
        );
        check(
            FactKind::Retention,
            "en",
            "Within four weeks we will inform you whether we can meet a request for removal.",
            "",
        );
        check(
            FactKind::Retention,
            "en",
            "We make sure that they do not retain any information of yours.",
            "",
        );
        check(
            FactKind::Retention,
            "en",
            "As long as you use this site, it means that you agree that we collect, use and store your data.",
            "",
        );
    }

    #[test]
    fn a_criterion_and_a_period_in_one_clause() {
        check(
            FactKind::Retention,
            "en",
            "It is kept for the time that you use the service, and deleted after two years.",
            "time that you use service; two years",
        );
    }

    #[test]
    fn an_exception_names_no_thing() {
        let text = "We delete your record two years after you leave, unless the law requires us to keep it.";
        crate::value::testing::reading("en", text, |reading| {
            let mut facts = Vec::new();
            crate::obligation::Reader::new(reading.concepts).read(reading, 0..1, &[], &mut facts);
            let kept = facts.iter().filter(|fact| fact.kind == FactKind::Retention);
            let things: Vec<_> = kept.map(|fact| fact.details.purpose_of.as_deref()).collect();
            assert_eq!(things, [Some("record"), None]);
        });
    }

    #[test]
    fn grounds_of_a_right() {
        let check = |text| check(FactKind::Retention, "en", text, "");
        check("You have the right to have our use of your stored data restricted until it is corrected.");
    }

    #[test]
    fn one_time_of_two_parts() {
        let check = |text, expected| check(FactKind::Retention, "en", text, expected);
        check(
            "Your data will be retained for the duration of the contract and for 6 years thereafter.",
            "duration of contract and for 6 years thereafter",
        );
    }

    #[test]
    fn answers_to_their_heading() {
        let check = |text, expected| check(FactKind::Retention, "sv", text, expected);
        check("Hur länge sparas uppgifterna?\n\nTvå år.\n\nVi värnar om dig som kund hos oss.", "Två år");
        check("Hur länge sparas uppgifterna?\n\nInom två år kan du begära att få se dem hos oss.", "");
    }

    #[test]
    fn events_and_requests_around_a_period() {
        let check = |text, expected| check(FactKind::Retention, "en", text, expected);
        check("After you close your account we still keep your data for up to 9 months.", "9 months");
        check("Once the purpose is met, we delete your data.", "Once purpose is met, we delete data");
        check("We respond to requests to delete data within 45 days.", "");
        check("Please allow 5 days to be removed from our list.", "");
    }

    #[test]
    fn periods_behind_their_label() {
        let check = |text, expected| check(FactKind::Retention, "en", text, expected);
        check(
            "How long we keep your data\n\nInvoices: 7 years under the law.\n\nWe keep no more than we need for it.",
            "7 years",
        );
    }

    #[test]
    fn in_swedish() {
        check(
            FactKind::Retention,
            "sv",
            "Vi sparar dina uppgifter så länge du är kund hos oss.",
            "så länge du är kund hos oss",
        );
        check(FactKind::Retention, "sv", "Uppgifterna raderas efter tolv (12) månader.", "tolv (12) månader");
        check(
            FactKind::Retention,
            "sv",
            "Om inte ändamålen med behandlingen kvarstår kommer uppgifterna att raderas.",
            "Om inte ändamålen med behandlingen kvarstår kommer uppgifterna att raderas",
        );
    }

    #[test]
    fn what_is_kept_of_children_and_under_a_contract() {
        let check = |text, expected| check(FactKind::Retention, "sv", text, expected);
        check("Informationen raderas när barnet slutar på förskolan.", "när barnet slutar på förskolan");
        check("Uppgifterna sparas under kundförhållandet.", "kundförhållandet");
        check(
            "Uppgifterna sparas under kundförhållandet och för en tid om tio år därefter.",
            "kundförhållandet och för tid om tio år därefter",
        );
        check("Gallring: två år efter avslutat ärende.", "två år efter avslutat ärende");
        check("Lagringstid: Uppgifterna sparas i två år.", "två år");
        check("Uppgifterna sparas i 1–2 månader.", "1–2 månader");
        check("Uppgifterna lagras inte längre än vad som krävs.", "inte längre än vad som krävs");
        check("Uppgifterna raderas inom ett år.", "ett år");
    }
}
