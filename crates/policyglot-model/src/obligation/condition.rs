//! The condition under which a clause binds.

use std::ops::Range;

use super::passage::{CONDITIONS, Cue, JOINS, LONG, Passage};
use super::term::{Term, Terms};
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{ConceptId, Text};

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
        // "för en tid om tio år" and "uppgifter om dop" are phrases, and their "om" no condition.
        let part = |cue: &Cue| {
            let whole = |other: &Cue| {
                other.words.start < cue.words.start
                    && cue.words.end <= other.words.end
                    && other.term == Term::While
            };
            let named = |mention: &Mention| {
                mention.kind == ConceptKind::Data
                    && mention.words.start < cue.words.start
                    && cue.words.end <= mention.words.end
            };
            self.cues.iter().any(whole) || self.mentions(clause).any(named)
        };
        let own = |cue: &&Cue| cue.words.start > clause.start && !part(cue) && !self.only_looks_so(cue);
        if let Some(cue) = self.within(CONDITIONS, clause).find(own) {
            return Some(self.phrase(&(cue.words.start..clause.end), LONG).into());
        }
        let other = self.clauses.iter().find(|other| *other != clause && opens(other) && !turns(other))?;
        Some(self.phrase(other, LONG).into())
    }

    /// Whether what may open a condition opens none: a question ("tell us when"), a concession ("while we do"), a part of
    /// a name ("anybody other than them").
    fn only_looks_so(&self, cue: &Cue) -> bool {
        let known = &self.reading.concepts.known;
        let all = self.reading.mentions_of(self.sentence);
        let starts = |at: usize, concept: Option<ConceptId>| {
            all.iter().any(|mention| mention.words.start == at && Some(mention.concept) == concept)
        };
        let (start, end) = (cue.words.start, cue.words.end);
        let asks =
            |mention: &Mention| mention.words.end == start && Some(mention.concept) == known.cue_wonder;
        let ours = self.first(Terms::of(&[Term::We]), &(end..end + 1)).is_some();
        all.iter().any(asks)
            || starts(start, known.cue_concede)
            || starts(start, known.cue_while) && ours
            || starts(start, known.cue_apart)
                && ![known.cue_preposition, known.cue_by, known.cue_if].iter().any(|&next| starts(end, next))
    }
}
