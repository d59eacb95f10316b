//! The sentence at hand, and what it names where.

use std::ops::Range;

use policyglot_parser::BlockId;

use super::token::{Class, Token};
use crate::Actor;
use crate::concept::ConceptKind;
use crate::reading::{Mention, Sentence};

/// The sentence at hand.
#[derive(Clone, Copy)]
pub(super) struct Here<'h> {
    pub(super) sentence: &'h Sentence,
    pub(super) mentions: &'h [Mention],
    pub(super) tokens: &'h [Token],
    pub(super) block: BlockId,
    /// A bit for each kind that one of the mentions has.
    kinds: u32,
}

const _: () = assert!(ConceptKind::COUNT <= 32, "a set of kinds is one bit a kind");

impl<'h> Here<'h> {
    /// The sentence, what it names, and its words.
    pub(super) fn new(
        sentence: &'h Sentence,
        mentions: &'h [Mention],
        tokens: &'h [Token],
        block: BlockId,
    ) -> Self {
        let kinds = mentions.iter().fold(0, |kinds, mention| kinds | 1 << mention.kind as u32);
        Self { sentence, mentions, tokens, block, kinds }
    }

    /// Whether one of the mentions is of this kind.
    pub(super) fn mentions_any(self, kind: ConceptKind) -> bool {
        self.kinds >> kind as u32 & 1 == 1
    }

    /// The token at which a mention starts.
    pub(super) fn at(self, mention: &Mention) -> usize {
        self.tokens.partition_point(|token| token.start < mention.words.start)
    }

    /// The first token behind a mention.
    pub(super) fn end(self, mention: &Mention) -> usize {
        self.tokens.partition_point(|token| token.start < mention.words.end)
    }

    /// What the token at a place does; a mark where there is none.
    pub(super) fn class(self, at: usize) -> Class {
        self.tokens.get(at).map_or(Class::Mark, |token| token.class)
    }

    /// Whether the sentence ends in a colon.
    pub(super) fn leads_in(self) -> bool {
        self.tokens.last().is_some_and(|last| last.class == Class::Colon)
    }

    /// The mentions of one kind that start within `words` and are no part of a longer phrase of another kind
    /// ("plug-in" in "browser plug-in type").
    pub(super) fn named(self, kind: ConceptKind, words: Range<usize>) -> impl Iterator<Item = &'h Mention> {
        let wider = move |mention: &Mention| {
            // Mentions stand in the order of their first words.
            let mut before =
                self.mentions.iter().take_while(|other| other.words.start <= mention.words.start);
            before.any(|other| {
                other.kind != kind
                    && matches!(
                        other.kind,
                        ConceptKind::Data | ConceptKind::Technology | ConceptKind::Recipient
                    )
                    && mention.words.end <= other.words.end
                    && mention.words.len() < other.words.len()
            })
        };
        // A word that does something else in the sentence is no name ("we handle" is no user name).
        let busy = move |mention: &Mention| {
            let at = self.at(mention);
            // "in | order to" is no order.
            let around = at.checked_sub(1).and_then(|before| self.tokens.get(before));
            if around
                .is_some_and(|around| around.class == Class::InOrderTo && around.end > mention.words.start)
            {
                return true;
            }
            self.tokens.get(at).is_none_or(|token| {
                // "in | accordance with applicable law": a purpose may start within a preposition.
                if token.start != mention.words.start {
                    return kind != ConceptKind::Purpose;
                }
                let first_party = token.class == Class::Actor(Actor::FirstParty);
                if first_party && matches!(kind, ConceptKind::Tracker | ConceptKind::Recipient) {
                    return true;
                }
                let next = self.tokens.get(at + 1).map_or(Class::Mark, |next| next.class);
                // "account status and customer logs" ends in a noun.
                let ends = matches!(
                    next,
                    Class::Comma | Class::Semicolon | Class::And | Class::Mark | Class::Close | Class::Of
                );
                if kind == ConceptKind::Data && ends && at > 0 {
                    return false;
                }
                matches!(token.class, Class::Action(_))
                    && token.end == mention.words.end
                    && kind != ConceptKind::Purpose
            })
        };
        // Few sentences name things of every kind.
        let all = if self.mentions_any(kind) { self.mentions } else { &[] };
        let rest = &all[all.partition_point(|mention| mention.words.start < words.start)..];
        let mentions = rest.iter().take_while(move |mention| mention.words.start < words.end);
        mentions
            .filter(move |mention| mention.kind == kind)
            .filter(move |mention| !wider(mention) && !busy(mention))
    }
}

/// Whether a mention starts within a range of words.
pub(super) fn inside(mention: &Mention, words: &Range<usize>) -> bool {
    words.start <= mention.words.start && mention.words.start < words.end
}
