//! Whether a third party does what was read as done by the first party.

use policyglot_lexer::Span;

use crate::reading::{Mention, Reading, Sentence};
use crate::{ConceptId, Concepts};

/// The concepts that tell who does what a verb says.
pub(super) struct Subjects {
    /// "we", "you"
    ours: [Option<ConceptId>; 2],
    /// "that", "which", "who"
    that: Option<ConceptId>,
    /// "is", "are", "been"
    be: Option<ConceptId>,
    /// "from"
    from: Option<ConceptId>,
    /// "this", "these", "such"
    this: Option<ConceptId>,
    /// "our"
    our: Option<ConceptId>,
    /// Verbs that need not be done by what stands before them: "collected".
    passive: [Option<ConceptId>; 2],
}

impl Subjects {
    pub(super) fn new(concepts: &Concepts) -> Self {
        Self {
            ours: ["actor.first-party", "actor.user"].map(|actor| concepts.find(actor)),
            that: concepts.find("cue.that"),
            be: concepts.find("cue.be"),
            from: concepts.find("cue.from"),
            this: concepts.find("cue.this"),
            our: concepts.find("cue.our"),
            passive: ["cue.participle", "cue.passive"].map(|cue| concepts.find(cue)),
        }
    }

    /// Whether one of the third parties at `others` does what the verb at byte `verb` says.
    ///
    /// It does where it is the nearest that can, and the sentence has no other subject ("some features are of third
    /// parties and may collect your address") or goes on about it ("we work with companies that collect your address").
    /// What it only hands over is collected by the first party ("we get it from partners that collect it").
    pub(super) fn is_other(
        &self,
        reading: &Reading<'_>,
        sentence: &Sentence,
        others: &[Span],
        verb: u32,
    ) -> bool {
        let Some(other) = others.iter().rev().find(|other| other.start < verb) else { return false };
        let (mut leads, mut goes_on) = (false, false);
        for mention in reading.mentions_in(sentence) {
            let (at, concept) = (mention.span.start, Some(mention.concept));
            let ends_before =
                |start| reading.words.get(mention.words.end).is_some_and(|next| next.span.start == start);
            let is_ours = self.ours.contains(&concept) && at < verb;
            let is_passive =
                concept == self.be && ends_before(verb) || self.passive.contains(&concept) && at == verb;
            let is_source = concept == self.from && ends_before(other.start);
            if is_passive || is_source || is_ours && at > other.start {
                return false;
            }
            leads |= is_ours;
            goes_on |= concept == self.that && other.start < at && at < verb;
        }
        goes_on || !leads
    }

    /// Whether a sentence goes on about what the one before it was about, and names nobody of the first party: "These
    /// cookies are used to show advertisements."
    pub(super) fn goes_on(&self, reading: &Reading<'_>, sentence: &Sentence) -> bool {
        let mentions = reading.mentions_in(sentence);
        let starts = |mention: &Mention| {
            Some(mention.concept) == self.this && mention.words.start == sentence.words.start
        };
        let is_ours = |mention: &Mention| {
            let concept = Some(mention.concept);
            concept == self.ours[0] || concept == self.our
        };
        mentions.iter().any(starts) && !mentions.iter().any(is_ours)
    }
}
