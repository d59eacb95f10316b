//! Scores words for each category by the phrases of the `[topic]` table.

use policyglot_lexer::WordKind;
use policyglot_parser::BlockId;

use super::Category;
use crate::reading::{ReadWord, Reading};
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
    /// Phrases that decide alone, less those against.
    strong: i64,
    likely: i64,
    hint: i64,
}

/// From this weight on, a phrase says what its whole sentence is about ("this privacy policy describes how we collect
/// …"), so that what else the sentence names doesn't count.
const SENTENCE: i8 = 8;
/// From this weight on, a phrase decides alone.
const STRONG: i64 = 4;
/// From this weight on, a few phrases decide together.
const LIKELY: i64 = 2;

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

    /// The score of a block's words.
    pub(super) fn score(&self, reading: &Reading<'_>, block: BlockId, place: Place) -> Score {
        let mut score = Score::default();
        for sentence in reading.sentences_of(block) {
            let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
            let mut own = Score::default();
            let mut about = None;
            self.cues(reading, words, |category, weight| {
                own.add(category, weight, place);
                about = about.or((weight >= SENTENCE).then_some(category));
            });
            match about {
                Some(category) => score.0[category as usize].strong += i64::from(SENTENCE),
                None => score.add_all(&own),
            }
        }
        score
    }

    fn cues(&self, reading: &Reading<'_>, words: &[ReadWord], mut found: impl FnMut(Category, i8)) {
        let mut at = 0;
        while let Some(rest) = words.get(at..) {
            let Some(first) = rest.iter().position(|word| reading.vocabulary.starts_topic(word.id)) else {
                break;
            };
            at += first;
            let rest = &rest[first..];
            let ids = rest.iter().map(|word| (word.kind != WordKind::Hyphen).then_some(word.id));
            let Some((len, concepts)) = reading.vocabulary.longest_topic(ids) else {
                at += 1;
                continue;
            };
            for &concept in concepts {
                if let Some(&Some((category, weight))) = self.concepts.get(concept.index()) {
                    found(category, weight);
                }
            }
            at += len;
        }
    }
}

impl Score {
    /// The score of one category.
    pub(super) fn of(&self, category: Category) -> i64 {
        let Tally { strong, likely, hint } = self.0[category as usize];
        strong + likely.min(3 * LIKELY) + hint.min(2)
    }

    /// Whether phrases that decide alone speak for a category.
    pub(super) fn is_strong(&self, category: Category) -> bool {
        self.0[category as usize].strong >= STRONG
    }

    /// Whether phrases that decide alone speak for any category.
    pub(super) fn any_strong(&self) -> bool {
        Category::ALL.into_iter().any(|category| self.is_strong(category))
    }

    /// Drops what speaks for one category.
    pub(super) fn forget(&mut self, category: Category) {
        self.0[category as usize] = Tally::default();
    }

    /// The highest score of any category.
    pub(super) fn most(&self) -> i64 {
        Category::ALL.into_iter().map(|category| self.of(category)).max().unwrap_or(0)
    }

    /// Adds what other words say.
    pub(super) fn add_all(&mut self, other: &Self) {
        for (tally, other) in self.0.iter_mut().zip(&other.0) {
            tally.strong += other.strong;
            tally.likely += other.likely;
            tally.hint += other.hint;
        }
    }

    /// Adds what another part of the text says: a practice, or a phrase found elsewhere.
    fn add(&mut self, category: Category, weight: i8, place: Place) {
        let tally = &mut self.0[category as usize];
        match (place, i64::from(weight)) {
            (Place::Heading, 0) => tally.strong += STRONG,
            (_, 0) => {}
            (_, weight) if !(0..STRONG).contains(&weight) => tally.strong += weight,
            (_, weight) if weight >= LIKELY => tally.likely += weight,
            (_, weight) => tally.hint += weight,
        }
    }
}
