//! Types of data that share a head: "contact and payment information" names two.

use super::fill::{Filler, Stance};
use super::here::Here;
use super::token::{Class, Token};
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{ConceptId, Fact, FactKind};

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
            let class = |at: usize| tokens.get(at).map(|token| token.class);
            let joins = class(before) == Some(Class::And) || (!first && class(before) == Some(Class::Comma));
            // "billing, shipping, and e-mail addresses" has a comma before its "and".
            let comma = first && before.checked_sub(1).and_then(class) == Some(Class::Comma);
            let end = if comma { before - 1 } else { before };
            first = false;
            let Some((len, concept)) = joins.then(|| self.member(here, tokens, end, mention)).flatten()
            else {
                return;
            };
            at = end - len;
            let start = tokens.get(at).map_or(mention.words.start, |token| token.start);
            let label = self.reading.concept(concept).label.clone();
            let span = self.reading.span(start..mention.words.end);
            // "home and work phone numbers" are one type.
            let same = |fact: &&mut Fact| {
                fact.kind == FactKind::Data && fact.concept == Some(concept) && fact.span == mention.span
            };
            if let Some(fact) = self.facts.get_mut(self.first..).unwrap_or_default().iter_mut().find(same) {
                fact.span = span;
                continue;
            }
            self.add(here, FactKind::Data, label, Some(concept), span, stance);
        }
    }

    /// How many tokens before `end` name data together with the last words of `mention`, and which.
    fn member(
        &self,
        here: Here<'_>,
        tokens: &[Token],
        end: usize,
        mention: &Mention,
    ) -> Option<(usize, ConceptId)> {
        // "debit or credit | card number".
        let heads = mention.words.start + 1..mention.words.end;
        if heads.is_empty() {
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
            let own = self.reading.words.get(range)?;
            let data = |id: &&ConceptId| {
                self.reading.concept(**id).kind == ConceptKind::Data && !self.is_generic(**id)
            };
            let concept = heads.clone().find_map(|head| {
                let head = self.reading.words.get(head..heads.end)?;
                let phrase: Vec<_> = own.iter().chain(head).copied().collect();
                let mut found = None;
                self.reading.vocabulary.meanings.find(&phrase, 0, |end, concepts| {
                    if end == phrase.len() {
                        found = concepts.iter().find(data).copied();
                    }
                });
                found
            });
            concept.map(|concept| (len, concept))
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
            "You provide us with name, billing, shipping, and e-mail addresses.",
            &[
                "data: name [Direct] < name",
                "data: billing address [Direct] < billing, shipping, and e-mail addresses",
                "data: delivery address [Direct] < shipping, and e-mail addresses",
                "data: email address [Direct] < e-mail addresses",
            ],
        );
        check(
            "We collect your debit or credit card number.",
            &["data: credit card number < debit or credit card number"],
        );
        check(
            "We collect your name and email address.",
            &["data: name < name", "data: email address < email address"],
        );
    }
}
