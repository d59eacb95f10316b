//! Scores the words of a sentence for each category by the phrases of the `[topic]` table.

use policyglot_lexer::Span;

use super::category::{Category, Topics};
use crate::reading::{Reading, Sentence};
use crate::{ConceptId, ConceptKind, Concepts};

/// What each concept of kind topic speaks for, and how strongly.
pub(super) struct Cues {
    /// By the place of the concept in the table.
    concepts: Vec<Option<(Category, i32)>>,
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
pub(super) struct Score {
    tallies: [Tally; Category::ALL.len()],
    /// What all of the sentence is about, whatever else it names ("this privacy policy describes how we collect …").
    about: Topics,
    /// Whether it only tells where something else is said ("For more on cookies, see our cookie policy").
    is_reference: bool,
    /// Where neutral phrases stand, which only name what is done ("the information that we collect").
    asides: Vec<Span>,
    /// Where third parties are named, in the order of the text.
    others: Vec<Span>,
}

/// What speaks for one category, by strength, so that many weak words don't outweigh a few strong ones.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    /// What decides alone, less what speaks against.
    strong: i32,
    likely: i32,
    hint: i32,
    /// Whether the words say that it is done, not only name it.
    is_act: bool,
    /// The byte where the first of what decides alone stands.
    first: u32,
}

// The weights of the concepts, each for what they are at least.
/// It says what its whole sentence is about.
const SENTENCE: i32 = 8;
/// At the start of a sentence, it says that this only tells where something is said.
const REFERENCE: i32 = 7;
/// It says that something is done ("we share"), not only what there is ("an advertising network").
const ACT: i32 = 6;
/// It decides alone.
const STRONG: i32 = 4;
/// A few of them decide together.
const LIKELY: i32 = 2;

/// So many words from its start on, a sentence has told whether it is a reference.
const START: usize = 3;

impl Cues {
    /// Looks up every concept of kind topic; the category is the root of its parents.
    pub(super) fn new(concepts: &Concepts) -> Self {
        let category = |id: ConceptId| {
            let concept = concepts.get(id);
            let root = &concepts.get(concepts.root(id)).id;
            let name = root.strip_prefix("topic.")?;
            let category = Category::ALL.into_iter().find(|category| category.name() == name)?;
            Some((category, i32::from(concept.weight)))
        };
        let concepts = concepts
            .iter()
            .map(|(id, concept)| if concept.kind == ConceptKind::Topic { category(id) } else { None })
            .collect();
        Self { concepts }
    }

    /// The score of the words of a sentence, or of a heading.
    pub(super) fn score(&self, reading: &Reading<'_>, sentence: &Sentence, place: Place) -> Score {
        let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
        let mut score = Score::default();
        // Up to where a phrase hides what starts inside it. A weak one hides weak ones only: "this policy" and "policy
        // may change".
        let (mut hidden, mut weak_hidden) = (0, 0);
        for start in reading.vocabulary.topics.starts(words) {
            if start < hidden {
                continue;
            }
            let mut longest: (usize, &[ConceptId]) = (start, &[]);
            reading.vocabulary.topics.find(words, start, |end, concepts| longest = (end, concepts));
            let (end, concepts) = longest;
            if concepts.is_empty() {
                continue;
            }
            let weight = |concept: &ConceptId| self.concepts.get(concept.index()).copied().flatten();
            // A neutral phrase has no weight, and hides what starts inside it.
            let is_weak = concepts
                .iter()
                .all(|concept| weight(concept).is_some_and(|(_, weight)| (1..STRONG).contains(&weight)));
            if is_weak && start < weak_hidden {
                continue;
            }
            let first = words[start].span.start;
            let phrase = words[start].span.cover(words[end - 1].span);
            if concepts.iter().any(|concept| weight(concept).is_none()) {
                score.asides.push(phrase);
            }
            for (category, weight) in concepts.iter().filter_map(weight) {
                // What decides alone and is no act names them: "third parties", not "we share".
                if (category, weight) == (Category::ThirdParty, STRONG) {
                    score.others.push(phrase);
                }
                match weight {
                    0 if place == Place::Heading => score.decide(category, first),
                    REFERENCE if start >= START => score.phrase(category, LIKELY, first),
                    weight => score.phrase(category, weight, first),
                }
            }
            *if is_weak { &mut weak_hidden } else { &mut hidden } = end;
        }
        score
    }
}

impl Score {
    /// How much speaks for a category without deciding alone.
    pub(super) fn weak(&self, category: Category) -> i32 {
        let Tally { likely, hint, .. } = self.tally(category);
        likely.min(3 * LIKELY) + hint.min(2)
    }

    /// How much decides alone for a category.
    pub(super) fn strong(&self, category: Category) -> i32 {
        self.tally(category).strong
    }

    /// How much speaks for a category, the stronger of both ways.
    pub(super) fn weight(&self, category: Category) -> i32 {
        self.strong(category).max(self.weak(category))
    }

    /// Whether the words say that it is done.
    pub(super) fn is_act(&self, category: Category) -> bool {
        self.tally(category).is_act
    }

    /// Where the first words that decide alone for a category stand, as a byte of the text; `None` where none do.
    pub(super) fn first(&self, category: Category) -> Option<u32> {
        let Tally { strong, first, .. } = self.tally(category);
        (strong >= STRONG).then_some(first)
    }

    /// What all of the sentence is about, whatever else it names.
    pub(super) fn about(&self) -> Topics {
        self.about
    }

    /// Whether the sentence only tells where something else is said.
    pub(super) fn is_reference(&self) -> bool {
        self.is_reference
    }

    /// Whether byte `at` stands in words that only name what is done.
    pub(super) fn is_aside(&self, at: u32) -> bool {
        self.asides.iter().any(|aside| aside.start <= at && at < aside.end)
    }

    /// Where third parties are named, in the order of the text.
    pub(super) fn others(&self) -> &[Span] {
        &self.others
    }

    /// Adds what decides alone at byte `at`.
    pub(super) fn decide(&mut self, category: Category, at: u32) {
        let tally = &mut self.tallies[category as usize];
        tally.first = if tally.strong > 0 { tally.first.min(at) } else { at };
        tally.strong += STRONG;
    }

    /// Adds what is said to be done, by words at byte `at`.
    pub(super) fn act(&mut self, category: Category, at: u32) {
        self.decide(category, at);
        self.tallies[category as usize].is_act = true;
    }

    /// Takes away what one phrase says for a category.
    pub(super) fn against(&mut self, category: Category) {
        self.tallies[category as usize].strong -= STRONG;
    }

    /// Adds what only hints at a category.
    pub(super) fn hint(&mut self, category: Category) {
        self.tallies[category as usize].hint += 1;
    }

    /// Adds what other words say, of which it doesn't matter where they stand.
    pub(super) fn add_all(&mut self, other: &Self) {
        for (tally, other) in self.tallies.iter_mut().zip(&other.tallies) {
            tally.strong += other.strong;
            tally.likely += other.likely;
            tally.hint += other.hint;
        }
    }

    fn tally(&self, category: Category) -> Tally {
        self.tallies[category as usize]
    }

    fn phrase(&mut self, category: Category, weight: i32, at: u32) {
        match weight {
            SENTENCE.. => {
                // "We collect your address; by using the site you agree": what is done comes first.
                if !self.tallies.iter().any(|tally| tally.is_act) {
                    self.about = self.about.or(Topics::of(category));
                }
                self.act(category, at);
            }
            REFERENCE => {
                self.decide(category, at);
                self.is_reference = true;
            }
            ACT.. => self.act(category, at),
            STRONG.. => self.decide(category, at),
            LIKELY.. => self.tallies[category as usize].likely += weight,
            1 => self.tallies[category as usize].hint += weight,
            0 => {}
            _ => self.tallies[category as usize].strong += weight,
        }
    }
}
