//! The condition under which a clause binds.

use std::ops::Range;

use super::clauses::JOINS;
use super::passage::{CONDITIONS, Cue, LONG, Passage};
use super::term::{Term, Terms};
use crate::Text;
use crate::concept::ConceptKind;

impl Passage<'_, '_> {
    /// The condition or exception that stands beside `clause`, in the text's words.
    pub(crate) fn condition(&self, clause: &Range<usize>) -> Option<Text> {
        let opens = |range: &Range<usize>| {
            self.cues.iter().any(|cue| {
                CONDITIONS.has(cue.term)
                    && (range.start..range.start + 2).contains(&cue.words.start)
                    && !self.only_looks_so(cue)
            })
        };
        // "You can refuse them, but if you do, …": that opens a statement of its own.
        let turns = |other: &Range<usize>| {
            other.start > clause.start && self.first(JOINS, &(other.start - 1..other.start + 1)).is_some()
        };
        let own = |cue: &&Cue| {
            cue.words.start > clause.start && !self.is_part(cue, clause) && !self.only_looks_so(cue)
        };
        if let Some(cue) = self.within(CONDITIONS, clause).find(own) {
            return Some(self.phrase(&(cue.words.start..clause.end), LONG).into());
        }
        let other = self.clauses.iter().find(|other| *other != clause && opens(other) && !turns(other))?;
        Some(self.phrase(other, LONG).into())
    }

    /// Whether a cue in `clause` ends or continues a phrase on time or data: the "om" in "för en tid om tio år" and in
    /// "uppgifter om dop" is no condition.
    fn is_part(&self, cue: &Cue, clause: &Range<usize>) -> bool {
        let goes_on = |whole: &Range<usize>| whole.start < cue.words.start && cue.words.end <= whole.end;
        self.cues.iter().any(|time| time.term == Term::While && goes_on(&time.words))
            || self.mentions(clause).any(|name| name.kind == ConceptKind::Data && goes_on(&name.words))
    }

    /// Whether what may open a condition opens none: a question ("tell us when"), a concession ("while we do"), a part of
    /// a name ("anybody other than them").
    fn only_looks_so(&self, cue: &Cue) -> bool {
        let known = &self.reading.concepts.known;
        let starts = |at, concept| self.reading.starts_with(self.sentence, at, concept);
        let (start, end) = (cue.words.start, cue.words.end);
        let ours = self.first(Terms::of(&[Term::We]), &(end..end + 1)).is_some();
        self.reading.ends_before(self.sentence, start, known.cue_wonder)
            || starts(start, known.cue_concede)
            || starts(start, known.cue_while) && ours
            || starts(start, known.cue_apart)
                && ![known.cue_preposition, known.cue_by, known.cue_if].iter().any(|&next| starts(end, next))
    }
}
