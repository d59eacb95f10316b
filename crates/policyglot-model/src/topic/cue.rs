//! Scores words for each category by the phrases of the `[topic]` table.

use std::ops::Range;

use policyglot_lexer::WordKind;

use super::{Category, Topics};
use crate::reading::Reading;
use crate::{ConceptId, ConceptKind, Concepts};

/// What each concept of kind topic speaks for, and how strongly.
pub(super) struct Cues {
    /// The first concept of kind topic; the others follow.
    concepts: Vec<Option<(Category, i8)>>,
}

/// Where the words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a heading, where one word can be enough and words that count in headings only do count.
    Heading,
    /// In running text.
    Text,
}

/// How strongly words speak for each category.
#[derive(Clone, Debug, Default)]
pub(super) struct Score([Tally; Category::ALL.len()]);

/// What speaks for one category, by strength, so that many weak words don't outweigh a few strong ones.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    strong: i16,
    likely: i16,
    hint: i16,
    against: i16,
}

impl Cues {
    /// Looks up every concept of kind topic; the category is the root of its parents.
    pub(super) fn new(concepts: &Concepts) -> Self {
        let category = |id: ConceptId| {
            let concept = concepts.get(id);
            let root = &concepts.get(concepts.root(id)).id;
            let name = root.strip_prefix("topic.")?;
            let category = Category::ALL.into_iter().find(|category| category.name() == name)?;
            Some((category, concept.weight))
        };
        let concepts = concepts
            .iter()
            .map(|(id, concept)| if concept.kind == ConceptKind::Topic { category(id) } else { None })
            .collect();
        Self { concepts }
    }

    /// The score of the words at `range` of the reading.
    pub(super) fn score(&self, reading: &Reading<'_>, range: Range<usize>, place: Place) -> Score {
        let mut score = Score::default();
        let words = reading.words.get(range).unwrap_or_default();
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let ids = rest.iter().map(|word| (word.kind != WordKind::Hyphen).then_some(word.id));
            let Some((len, concepts)) = reading.vocabulary.longest_topic(ids) else {
                at += 1;
                continue;
            };
            for &concept in concepts {
                if let Some(&Some((category, weight))) = self.concepts.get(concept.index()) {
                    score.add(category, weight, place);
                }
            }
            at += len;
        }
        score
    }
}

impl Score {
    /// The score of one category.
    pub(super) fn of(&self, category: Category) -> i16 {
        let Tally { strong, likely, hint, against } = self.0[category as usize];
        strong + likely.min(6) + hint.min(2) + against
    }

    /// The highest score of any category.
    pub(super) fn most(&self) -> i16 {
        Category::ALL.into_iter().map(|category| self.of(category)).max().unwrap_or(0)
    }

    /// The categories with at least this score.
    pub(super) fn above(&self, least: i16) -> Topics {
        let mut topics = Topics::default();
        for category in Category::ALL {
            if self.of(category) >= least {
                topics.add(category);
            }
        }
        topics
    }

    fn add(&mut self, category: Category, weight: i8, place: Place) {
        let tally = &mut self.0[category as usize];
        let weight = i16::from(weight);
        match (place, weight) {
            (Place::Heading, 0) => tally.strong += 4,
            (_, ..0) => tally.against += weight,
            (_, 0) => {}
            (_, 1) => tally.hint += weight,
            (_, 2..=3) => tally.likely += weight,
            (_, _) => tally.strong += weight,
        }
    }
}
