//! What is kept of the mentions of a whole document, for the rules that look at all of it.

use std::ops::Range;

use super::{Mention, Reading, Sentence};
use crate::{ConceptId, ConceptKind, Concepts};

/// The mentions of those kinds that rules look for in the whole document, and what each sentence holds.
pub(crate) struct Marks {
    /// Authorities, certifications, frameworks and laws.
    names: Vec<Mark>,
    /// Phrases in which something can be wrong.
    phrases: Vec<Mark>,
    traits: Vec<Traits>,
    user: Option<ConceptId>,
    limits: [Option<ConceptId>; 5],
}

/// A mention that is kept; ordered by concept, then by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    /// The concept.
    pub(crate) concept: ConceptId,
    /// The first of the words that name it, as a place in [`Reading::words`].
    start: u32,
    /// How many they are.
    len: u16,
}

/// What is known of the mentions of a sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Traits {
    /// Whether the company or the user and a verb of practice stand in it.
    pub(crate) acts: bool,
    /// Whether the company stands in it and nothing that limits what is said: "without", "unless", "only", "if", a right.
    pub(crate) is_plain: bool,
}

impl Mark {
    /// The sentence, as a place in [`Reading::sentences`].
    pub(crate) fn sentence(self, reading: &Reading<'_>) -> usize {
        reading.sentence_of(self.start as usize)
    }

    /// The concept's kind.
    pub(crate) fn kind(self, reading: &Reading<'_>) -> ConceptKind {
        reading.concepts.kind(self.concept)
    }

    /// The words that name it, as places in [`Reading::words`].
    pub(crate) const fn words(self) -> Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }

    /// The mention that was kept.
    pub(crate) fn mention(self, reading: &Reading<'_>) -> Mention {
        let words = self.words();
        let span = reading.span(words.clone());
        Mention { concept: self.concept, kind: self.kind(reading), words, span }
    }
}

impl Marks {
    /// Nothing yet, of a text of `len` bytes.
    pub(crate) fn new(concepts: &Concepts, len: usize) -> Self {
        let limits = ["cue.without", "cue.unless", "cue.only", "cue.if", "defect.limit"];
        Self {
            names: Vec::new(),
            // Hardly a text has more phrases than one in 26 bytes.
            phrases: Vec::with_capacity(len / 26),
            traits: Vec::with_capacity(len / 120),
            user: concepts.find("actor.user"),
            limits: limits.map(|cue| concepts.find(cue)),
        }
    }

    /// Keeps what counts of the mentions of the next `sentences`, which are open.
    pub(crate) fn add(&mut self, reading: &Reading<'_>, sentences: Range<usize>) {
        for at in sentences {
            let Some(sentence) = reading.sentences.get(at) else { break };
            self.sentence(reading, sentence);
        }
    }

    /// Gives back what room is left, once all sentences are added.
    pub(crate) fn shrink(&mut self) {
        self.names.shrink_to_fit();
        self.phrases.shrink_to_fit();
        self.traits.shrink_to_fit();
    }

    fn sentence(&mut self, reading: &Reading<'_>, sentence: &Sentence) {
        let (mut ours, mut users, mut acts, mut limited) = (false, false, false, false);
        for mention in reading.mentions_of(sentence) {
            let concept = Some(mention.concept);
            match mention.kind {
                ConceptKind::Actor => {
                    ours |= concept == reading.company;
                    users |= concept == self.user;
                }
                ConceptKind::Action => acts = true,
                ConceptKind::Right => limited = true,
                ConceptKind::Cue => limited |= self.limits.contains(&concept),
                ConceptKind::Defect => {
                    limited |= self.limits.contains(&concept);
                    self.phrases.push(mark(mention));
                }
                ConceptKind::Authority
                | ConceptKind::Certification
                | ConceptKind::Framework
                | ConceptKind::Law => self.names.push(mark(mention)),
                _ => {}
            }
        }
        self.traits.push(Traits { acts: (ours || users) && acts, is_plain: ours && !limited });
    }

    /// Where authorities, certifications, frameworks and laws are named, in reading order.
    pub(crate) fn names(&self) -> impl Iterator<Item = Mark> {
        self.names.iter().copied()
    }

    /// The phrases in which something can be wrong, in reading order.
    pub(crate) fn phrases(&self) -> &[Mark] {
        &self.phrases
    }

    /// What the sentence at place `at` of [`Reading::sentences`] holds.
    pub(crate) fn traits(&self, at: usize) -> Traits {
        self.traits.get(at).copied().unwrap_or_default()
    }
}

fn mark(mention: &Mention) -> Mark {
    let start = u32::try_from(mention.words.start).unwrap_or(u32::MAX);
    let len = u16::try_from(mention.words.len()).unwrap_or(u16::MAX);
    Mark { concept: mention.concept, start, len }
}

/// A long document has tens of thousands of them.
const _: () = assert!(size_of::<Mark>() <= 8);
