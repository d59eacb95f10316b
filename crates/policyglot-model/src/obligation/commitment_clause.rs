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
