//! The mentions of a sentence: which phrases of the vocabulary stand in it, and which of those count.

use std::ops::Range;

use policyglot_lexer::Span;

use super::Reading;
use crate::{ConceptId, ConceptKind, Concepts};

/// A phrase of the vocabulary that names a concept.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// The concept.
    pub(crate) concept: ConceptId,
    /// Its kind, at hand.
    pub(crate) kind: ConceptKind,
    /// The words that name it, as places in [`Reading::words`].
    pub(crate) words: Range<usize>,
    /// Where they stand in the text.
    pub(crate) span: Span,
}

impl Reading<'_> {
    /// Adds the mentions among `words`, which are a sentence.
    ///
    /// A mention's phrase is the longest at its place; a phrase that names several concepts gives a mention of each.
    /// Phrases of different kinds may overlap; those of one kind don't.
    pub(super) fn find(&self, words: Range<usize>, mentions: &mut Vec<Mention>) {
        let sentence = mentions.len();
        let all = self.words.get(words.clone()).unwrap_or_default();
        // One past the last word of the latest mention of each kind.
        let mut taken = [0; ConceptKind::COUNT];
        let mut longest_name = 0;
        for start in self.vocabulary.meanings.starts(all) {
            let (first, at) = (mentions.len(), words.start + start);
            self.vocabulary.meanings.find(all, start, |end, concepts| {
                let span = all[start].span.cover(all[end - 1].span);
                for &concept in concepts {
                    let kind = self.concepts.kind(concept);
                    if taken[kind as usize] <= at {
                        mentions.push(Mention { concept, kind, words: at..words.start + end, span });
                    }
                }
            });
            if mentions.len() > first + 1 {
                keep_longest(mentions, first);
            }
            for mention in &mentions[first..] {
                taken[mention.kind as usize] = mention.words.end;
                if is_name(mention.kind) {
                    longest_name = longest_name.max(mention.words.len());
                }
            }
            // They have kept shorter ones from being seen, and say nothing themselves.
            if mentions[first..].iter().any(|mention| self.concepts.is_void(mention.concept)) {
                drop_void(self.concepts, mentions, first);
            }
        }
        if longest_name > 1 {
            drop_parts(mentions, sentence);
        }
        self.name(&words, mentions, sentence);
    }

    /// Adds the company's names among `words` to their mentions, which start at place `first`. A name takes the place of
    /// every mention of its kind that it overlaps.
    fn name(&self, words: &Range<usize>, mentions: &mut Vec<Mention>, first: usize) {
        let names = &self.names[self.names.partition_point(|name| name.start < words.start)..];
        let here = &names[..names.partition_point(|name| name.start < words.end)];
        let Some(concept) = self.company.filter(|_| !here.is_empty()) else { return };
        let kind = ConceptKind::Actor;
        let is_hidden = |mention: &Mention| {
            let overlaps =
                |name: &Range<usize>| name.start < mention.words.end && mention.words.start < name.end;
            mention.kind == kind && here.iter().any(overlaps)
        };
        let mut kept = first;
        for at in first..mentions.len() {
            if !is_hidden(&mentions[at]) {
                mentions.swap(kept, at);
                kept += 1;
            }
        }
        mentions.truncate(kept);
        let mention = |words: &Range<usize>| Mention {
            concept,
            kind,
            words: words.clone(),
            span: self.span(words.clone()),
        };
        mentions.extend(here.iter().map(mention));
        mentions[first..].sort_by_key(|mention| mention.words.start);
    }
}

/// Of the mentions from place `first` on, which start at one word, drops those of which a longer one is of their kind.
/// The shortest come first.
fn keep_longest(mentions: &mut Vec<Mention>, first: usize) {
    let mut kept = first;
    for new in first..mentions.len() {
        let (kind, len) = (mentions[new].kind, mentions[new].words.len());
        let is_shorter = |other: &Mention| other.kind == kind && other.words.len() > len;
        if !mentions[new + 1..].iter().any(is_shorter) {
            mentions.swap(kept, new);
            kept += 1;
        }
    }
    mentions.truncate(kept);
}

/// Drops the mentions, from place `first` on, that name nothing.
fn drop_void(concepts: &Concepts, mentions: &mut Vec<Mention>, first: usize) {
    let mut kept = first;
    for at in first..mentions.len() {
        if !concepts.is_void(mentions[at].concept) {
            mentions.swap(kept, at);
            kept += 1;
        }
    }
    mentions.truncate(kept);
}

/// Drops the mentions, from place `first` on, that are only part of a longer name of another kind: an "internet
/// service provider" is data and no service provider, "law enforcement" no law, a "data broker" no data.
fn drop_parts(mentions: &mut Vec<Mention>, first: usize) {
    // The name that reaches furthest of those that start no later than the mention at hand.
    let mut longest = 0..0;
    let (mut next, mut kept) = (first, first);
    for at in first..mentions.len() {
        let (kind, words) = (mentions[at].kind, mentions[at].words.clone());
        while let Some(name) = mentions.get(next).filter(|name| name.words.start <= words.start) {
            let is_longer = name.words.end > longest.end
                || name.words.end == longest.end && name.words.len() > longest.len();
            if is_longer && is_name(name.kind) {
                longest = name.words.clone();
            }
            next += 1;
        }
        let is_inside = longest.end >= words.end && longest.len() > words.len();
        if !(is_inside && can_be_part(kind)) {
            if kept < at {
                mentions.swap(kept, at);
            }
            kept += 1;
        }
    }
    mentions.truncate(kept);
}

/// Whether a phrase of this kind is a name whose words mean nothing alone.
fn is_name(kind: ConceptKind) -> bool {
    use ConceptKind::{Authority, Certification, Data, Framework, Law, Recipient, Technology, Tracker};
    matches!(kind, Authority | Certification | Data | Framework | Law | Recipient | Technology | Tracker)
}

/// Whether a phrase of this kind means nothing where it is part of a longer name.
fn can_be_part(kind: ConceptKind) -> bool {
    use ConceptKind::{Authority, Certification, Data, Law, Purpose, Recipient, Security, Tracker};
    matches!(kind, Authority | Certification | Data | Law | Purpose | Recipient | Security | Tracker)
}
