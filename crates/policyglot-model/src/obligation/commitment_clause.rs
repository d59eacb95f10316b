//! Clauses that look like promises and are none, and those that are some though their subject is a thing.

use std::ops::Range;

use super::passage::{Cue, Passage};
use super::term::{Term, Terms};

const SOLEMN: Terms = Terms::of(&[Term::Will, Term::Must]);

/// "We will not disclose it except where: it is required to …": an item that says when a rule does not hold.
pub(super) fn excepted(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    const DENIED: Terms = Terms::of(&[Term::Not, Term::Never]);
    let first = clause.start == passage.sentence.words.start;
    first && passage.lead.has(Term::Unless) && passage.lead.meets(DENIED)
}

/// "the measures that we have taken or will take, and …": a relative clause that a comma cuts off behind its verb.
pub(super) fn is_cut_off(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    let will = passage.first(SOLEMN, &(clause.start..clause.start + 1));
    will.is_some_and(|will| passage.is(will.words.end + 1, ","))
}

/// "… explains how we will and will not use it": what an indirect question tells is no promise.
pub(super) fn is_indirect(passage: &Passage<'_, '_>, verb: &Cue) -> bool {
    const ASKED: Terms = Terms::of(&[Term::Inquiry]);
    const OWN: Terms = Terms::of(&[Term::Which]);
    let from = passage.sentence.words.start.max(verb.words.start.saturating_sub(7));
    let asked = passage.within(ASKED, &(from..verb.words.start)).next_back();
    asked.is_some_and(|asked| {
        let between = asked.words.end..verb.words.start;
        let relative = passage.first(OWN, &asked.words).is_some();
        let opens = asked.words.start == passage.sentence.words.start;
        !relative && !opens && !between.into_iter().any(|at| passage.is_mark(at))
    })
}

/// Whether a clause is an aim, a mere proviso, what a thing can do, or what the reader may ask for.
pub(super) fn binds_nobody(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    is_aim(passage, clause)
        || is_proviso(passage, clause)
        || serves_alone(passage, clause)
        || is_asked(passage, clause)
        || is_advice(passage, clause)
}

/// "We urge parents never to give out their numbers": advice, which binds nobody.
fn is_advice(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    let urge = passage.reading.concepts.known.cue_urge;
    let us = passage.first(Terms::of(&[Term::We]), &(clause.start..clause.end.min(clause.start + 2)));
    us.is_some_and(|us| passage.reading.starts_with(passage.sentence, us.words.end, urge))
}

/// "This is a measure to ensure that your data are not disclosed": an aim, which nobody binds himself to.
fn is_aim(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    const SAYS: Terms = Terms::of(&[Term::Not, Term::Never, Term::Only, Term::Will, Term::Must]);
    let to = passage.reading.concepts.known.cue_to;
    let aims = |at: usize| passage.reading.ends_before(passage.sentence, at, to);
    let ensures = passage.first(Terms::of(&[Term::Ensure]), clause).filter(|ensure| aims(ensure.words.start));
    ensures.is_some_and(|ensure| {
        let before = clause.start..ensure.words.start;
        // "We will:", "• check them to ensure …": an item has its subject above it.
        !passage.lead.has(Term::We)
            && passage.first(SAYS, &before).is_none()
            && passage.first(Terms::of(&[Term::We]), &before).is_none()
    })
}

/// "(only if the customer chooses so, and …)": a proviso that stands without what it limits.
fn is_proviso(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    let opens = |term: Term, at: usize| passage.first(Terms::of(&[term]), &(at..at + 1)).is_some();
    opens(Term::Only, clause.start)
        && opens(Term::If, clause.start + 1)
        && passage.first(Terms::of(&[Term::We]), clause).is_none()
}

/// "Some services can only be used with an account": what a thing can do, and nothing about data.
fn serves_alone(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    const ABOUT: Terms = Terms::of(&[Term::Data, Term::Cookies, Term::Others]);
    let terms = passage.terms_of(clause);
    let can = passage.first(Terms::of(&[Term::Can]), clause);
    can.is_some_and(|can| {
        passage.first(Terms::of(&[Term::Only]), &(can.words.end..can.words.end + 1)).is_some()
    }) && !terms.meets(ABOUT)
}

/// "Residents may direct us not to sell it": what the reader can ask for.
fn is_asked(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    let denies = |words: &Range<usize>| passage.first(Terms::of(&[Term::Not]), words).is_some();
    let can = |at: usize| passage.within(Terms::of(&[Term::Can]), clause).any(|can| can.words.end == at);
    let first = passage.first(Terms::of(&[Term::We, Term::You]), clause);
    let mut asks = passage.within(Terms::of(&[Term::OptOut]), clause);
    first.is_some_and(|who| who.term == Term::You)
        && asks.any(|ask| denies(&ask.words) && can(ask.words.start))
}

/// "The app does not track you", "It doesn't use cookies": what is the company's opens the clause.
pub(super) fn opens_with_thing(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    const THINGS: Terms = Terms::of(&[Term::Thing, Term::Data]);
    let not = passage.first(Terms::of(&[Term::Not]), clause).map_or(clause.start, |not| not.words.start);
    let first = passage.within(THINGS, &(clause.start..not)).next_back();
    first.is_some_and(|thing| {
        let it = thing.term == Term::Thing
            || thing.words == (clause.start..clause.start + 1) && passage.has(Term::Cookies);
        it && not <= clause.start + 3 && thing.words.end + 1 >= not
    })
}

/// "is processed in accordance with this policy": the handling stands right before the rule it follows.
pub(super) fn handled_so(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    const DONE: Terms = Terms::of(&[Term::Use, Term::Share, Term::Store, Term::GetAt]);
    // "We may use it in accordance with this policy" reserves a right and promises nothing.
    let reserved = passage.terms_of(clause).has(Term::May)
        && passage
            .first(Terms::of(&[Term::We, Term::Others]), clause)
            .is_some_and(|who| who.term == Term::We);
    !reserved
        && passage.within(Terms::of(&[Term::UnderPolicy]), clause).any(|rule| {
            let near = clause.start.max(rule.words.start.saturating_sub(12))..rule.words.start;
            // A denial behind the rule has its own verb: "sker enligt lag och innebär att uppgifter inte bevaras".
            let denied = passage.first(Terms::of(&[Term::Not, Term::Never]), &(clause.start..near.end));
            denied.is_none() && passage.first(DONE, &near).is_some()
        })
}

/// "You do not have to give it", but not "we keep it so that you do not have to give it again".
pub(super) fn frees(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    const KEEPS: Terms = Terms::of(&[Term::Store, Term::Use, Term::Collect, Term::Share]);
    passage.first(Terms::of(&[Term::FreeWill]), clause).is_some_and(|free| {
        let before = clause.start..free.words.start;
        !(opens_with_us(passage, clause) && passage.first(KEEPS, &before).is_some())
    })
}

/// "We ask": the company is the first that the clause names.
pub(super) fn opens_with_us(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    passage.first(Terms::of(&[Term::We]), clause).is_some_and(|we| we.words.start == clause.start)
}

/// "We have signed an agreement", "all handling sker enligt lag": what is promised by being said to be so, unless it is
/// the reader's doing, a question or a mere chance.
pub(super) fn stated(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    const UNSURE: Terms = Terms::of(&[Term::May, Term::If, Term::Inquiry, Term::Which]);
    passage.within(Terms::of(&[Term::Vow]), clause).any(|vow| {
        let before = clause.start..vow.words.start;
        let reader = passage.subject(vow.words.start).is_some_and(|subject| subject.term == Term::You);
        !reader && passage.first(UNSURE, &before).is_none() && !is_indirect(passage, vow)
    })
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn aims_and_provisos_bind_nobody() {
        let check = |text| check(FactKind::Commitment, "en", text, "");
        check("This is a security measure to ensure that your data is not disclosed.");
        check("The goal of this step is to ensure that your data will only be used by us.");
        check("Payment can only be made by card.");
        check("We urge parents to never give out their phone numbers.");
    }

    #[test]
    fn what_the_reader_may_ask_for() {
        check(FactKind::Commitment, "en", "Residents may direct us not to sell their information.", "");
        check(FactKind::Commitment, "en", "We ask you not to share your password with anyone.", "");
    }

    #[test]
    fn what_is_promised_by_being_said() {
        let check = |language, text, expected| check(FactKind::Commitment, language, text, expected);
        check(
            "en",
            "We have signed an agreement with each of our providers.",
            "We have signed an agreement with each of our providers",
        );
        check("en", "We protect the information you share.", "We protect the information you share");
        check("en", "We share no data with third parties.", "We share no data with third parties");
        check(
            "en",
            "We first ask you for explicit consent before we process it.",
            "We first ask you for explicit consent before we process it",
        );
        check("en", "We keep it so that you do not have to enter it again.", "");
        check("en", "This page tells you if we have signed an agreement with them.", "");
        check(
            "sv",
            "I dessa fall har vi ställt krav på leverantören.",
            "I dessa fall har vi ställt krav på leverantören",
        );
        check(
            "sv",
            "Dina uppgifter får inte behandlas för reklam.",
            "Dina uppgifter får inte behandlas för reklam",
        );
        check("sv", "Behandlingen sker enligt gällande lag.", "Behandlingen sker enligt gällande lag");
        check(
            "sv",
            "Endast personal med ett visst jobb (t.ex. support), får tillgång till uppgifterna.",
            "Endast personal med ett visst jobb (t.ex. support), får tillgång till uppgifterna",
        );
    }
}
