//! Types of data that share a head: "contact and payment information" names two.

use super::fill::{Filler, Stance};
use super::here::Here;
use super::token::{Class, Token};
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{ConceptId, FactKind};

/// No more words than this stand before a shared head in one member of the list.
const MAX_WORDS: usize = 2;

impl Filler<'_, '_> {
    /// Adds a fact for each member of a list before `mention` that names data with the last word of it.
    pub(super) fn shared_heads(
        &mut self,
        here: Here<'_>,
        tokens: &[Token],
        mention: &Mention,
        stance: Stance,
    ) {
        let mut at = tokens.partition_point(|token| token.start < mention.words.start);
        let mut first = true;
        while let Some(before) = at.checked_sub(1) {
            let class = tokens.get(before).map(|token| token.class);
            let joins = class == Some(Class::And) || (!first && class == Some(Class::Comma));
            first = false;
            let Some((len, concept)) = joins.then(|| self.member(here, tokens, before, mention)).flatten()
            else {
                return;
            };
            at = before - len;
            let start = tokens.get(at).map_or(mention.words.start, |token| token.start);
            let label = self.reading.concept(concept).label.clone();
            let span = self.reading.span(start..mention.words.end);
            self.add(here, FactKind::Data, label, Some(concept), span, stance);
        }
    }

    /// How many tokens before `end` name data together with the last word of `mention`, and which.
    fn member(
        &self,
        here: Here<'_>,
        tokens: &[Token],
        end: usize,
        mention: &Mention,
    ) -> Option<(usize, ConceptId)> {
        let head = *self.reading.words.get(mention.words.end.checked_sub(1)?)?;
        if mention.words.len() < 2 {
            return None;
        }
        (1..=MAX_WORDS.min(end)).rev().find_map(|len| {
            let words = tokens.get(end - len..end)?;
            let plain = words.iter().all(|token| matches!(token.class, Class::Word | Class::Action(_)));
            let range = super::token::words(words);
            let named = here.mentions.iter().any(|other| {
                other.kind == ConceptKind::Data
                    && other.words.start < range.end
                    && range.start < other.words.end
            });
            if !plain || named {
                return None;
            }
            let words = self.reading.words.get(range)?.iter();
            let phrase: Vec<_> = words.copied().chain([head]).collect();
            let data = |id: &&ConceptId| {
                self.reading.concept(**id).kind == ConceptKind::Data && !self.is_generic(**id)
            };
            let mut found = None;
            self.reading.vocabulary.meanings.find(&phrase, 0, |end, concepts| {
                if end == phrase.len() {
                    found = concepts.iter().find(data).copied();
                }
            });
            found.map(|concept| (len, concept))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn members_take_the_head_of_the_last() {
        check(
            "You provide us with both contact and payment information.",
            &[
                "data: contact information [Direct] < contact and payment information",
                "data: payment information [Direct] < payment information",
            ],
        );
        check(
            "We collect your name and email address.",
            &["data: name < name", "data: email address < email address"],
        );
    }
}
