//! The words of one language: which phrases name which concepts.

use std::collections::HashMap;

use policyglot_lexer::{WordKind, words};
use toml::de::DeTable;

use crate::identity::Signal;
use crate::{ConceptId, Concepts, VocabularyError};

/// A word of the vocabulary; [`WordId::UNKNOWN`] is every other word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(u32);

impl WordId {
    /// A word that no phrase of the vocabulary has.
    pub const UNKNOWN: Self = Self(0);
}

/// The phrases of one language over the table of concepts.
#[derive(Debug)]
pub struct Vocabulary {
    code: String,
    ids: HashMap<Box<str>, WordId>,
    nodes: Vec<Node>,
    stopwords: Vec<WordId>,
    abbreviations: Vec<WordId>,
    months: Vec<String>,
    day_first: bool,
    signals: HashMap<WordId, Vec<(Box<[WordId]>, Signal)>>,
}

/// One step of the phrase tree.
#[derive(Debug, Default)]
struct Node {
    next: HashMap<WordId, u32>,
    concepts: Vec<ConceptId>,
}

/// The node that phrases of every kind but topic and duty start from.
const MEANINGS: usize = 0;
/// The node that phrases of kind topic start from.
const TOPICS: usize = 1;
/// The node that phrases of kind duty start from.
const DUTIES: usize = 2;

impl Vocabulary {
    /// Reads a language file in TOML: `[language]` with `code`, `stopwords`, `abbreviations`, `months` (twelve, the
    /// spellings of each apart by spaces) and `date-order` (`"dmy"` where 5/6 is the fifth of June), `[signal]` with
    /// the phrases by which organisations, dates, definitions and contacts are told, then a table for each kind of
    /// concept (`[data]`, `[purpose]`, …) of concept names to lists of phrases.
    ///
    /// Phrases are matched as whole words in lower case; hyphens join words and are not matched.
    ///
    /// # Errors
    ///
    /// Where the text is no such file, or names a concept that the table lacks; the error names the line.
    pub fn load(text: &str, concepts: &Concepts) -> Result<Self, VocabularyError> {
        let file = DeTable::parse(text).map_err(|error| VocabularyError::syntax(text, &error))?;
        let wrong = |at: usize, message: &str| VocabularyError::new(text, at, message.to_owned());
        let mut vocabulary = Self::wordless();
        for (kind, table) in file.get_ref() {
            let at = table.span().start;
            let table = table.get_ref().as_table().ok_or_else(|| wrong(at, "expected a table"))?;
            for (name, value) in table {
                let at = name.span().start;
                if kind.get_ref() == "language" && name.get_ref() == "code" {
                    vocabulary.code =
                        value.get_ref().as_str().ok_or_else(|| wrong(at, "expected a string"))?.to_owned();
                    continue;
                }
                if kind.get_ref() == "language" && name.get_ref() == "date-order" {
                    vocabulary.day_first = value.get_ref().as_str() == Some("dmy");
                    continue;
                }
                let list =
                    value.get_ref().as_array().ok_or_else(|| wrong(at, "expected a list of phrases"))?;
                let phrases = list.iter().map(|phrase| {
                    let at = phrase.span().start;
                    Ok((
                        at,
                        phrase.get_ref().as_str().ok_or_else(|| wrong(at, "expected a phrase in quotes"))?,
                    ))
                });
                let phrases = phrases.collect::<Result<Vec<_>, _>>()?;
                match (kind.get_ref().as_ref(), name.get_ref().as_ref()) {
                    ("language", "stopwords") => {
                        vocabulary.stopwords =
                            phrases.iter().map(|(_, word)| vocabulary.intern(word)).collect();
                        vocabulary.stopwords.sort_unstable();
                    }
                    ("language", "abbreviations") => {
                        vocabulary.abbreviations =
                            phrases.iter().map(|(_, word)| vocabulary.intern(word)).collect();
                    }
                    ("language", "months") => {
                        if phrases.len() != 12 {
                            return Err(wrong(at, "expected twelve months"));
                        }
                        vocabulary.months = phrases.iter().map(|(_, month)| month.to_lowercase()).collect();
                    }
                    ("signal", name) => {
                        let unknown = || wrong(at, &format!("no signal \"{name}\""));
                        let signal = Signal::find(name).ok_or_else(unknown)?;
                        for (at, phrase) in phrases {
                            if !vocabulary.add_signal(phrase, signal) {
                                return Err(wrong(at, "a phrase without a word"));
                            }
                        }
                    }
                    (kind, name) => {
                        let id = format!("{kind}.{name}");
                        let unknown = || wrong(at, &format!("no concept \"{id}\" in the table of concepts"));
                        let concept = concepts.find(&id).ok_or_else(unknown)?;
                        let root = match kind {
                            "topic" => TOPICS,
                            "duty" => DUTIES,
                            _ => MEANINGS,
                        };
                        for (at, phrase) in phrases {
                            if !vocabulary.add(root, phrase, concept) {
                                return Err(wrong(at, "a phrase without a word"));
                            }
                        }
                    }
                }
            }
        }
        Ok(vocabulary)
    }

    /// The vocabulary of no language: it knows no word, so that only what needs none is read.
    pub(crate) fn wordless() -> Self {
        Self {
            code: String::new(),
            ids: HashMap::new(),
            nodes: vec![Node::default(), Node::default(), Node::default()],
            stopwords: Vec::new(),
            abbreviations: Vec::new(),
            months: Vec::new(),
            day_first: false,
            signals: HashMap::new(),
        }
    }

    /// ISO 639-1 code of the language.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The id of a word in lower case.
    pub fn word(&self, folded: &str) -> WordId {
        self.ids.get(folded).copied().unwrap_or(WordId::UNKNOWN)
    }

    /// Whether the word is one of the language's commonest, by which the language is told.
    pub fn is_stopword(&self, word: WordId) -> bool {
        self.stopwords.binary_search(&word).is_ok()
    }

    /// Whether a full stop after this word does not end the sentence ("inc", "e.g", "t.ex").
    pub fn is_abbreviation(&self, word: WordId) -> bool {
        self.abbreviations.contains(&word)
    }

    /// The names of the twelve months in lower case, the spellings of each apart by spaces; empty where unknown.
    pub fn months(&self) -> &[String] {
        &self.months
    }

    /// Whether 5/6 is the fifth of June.
    pub fn is_day_first(&self) -> bool {
        self.day_first
    }

    /// The signals that `words` start with: how many words each takes. The longest phrase of a signal comes first.
    pub(crate) fn signals<'v>(
        &'v self,
        first: WordId,
        words: impl Iterator<Item = Option<WordId>> + Clone + 'v,
    ) -> impl Iterator<Item = (usize, Signal)> + 'v {
        let phrases = if first == WordId::UNKNOWN { None } else { self.signals.get(&first) };
        phrases.into_iter().flatten().filter_map(move |(phrase, signal)| {
            let mut taken = 0;
            let mut words = words.clone();
            for id in phrase {
                loop {
                    taken += 1;
                    match words.next()? {
                        None => {}
                        Some(word) if word == *id => break,
                        Some(_) => return None,
                    }
                }
            }
            Some((taken, *signal))
        })
    }

    /// Every phrase that `words` start with, the shortest first: how many words it takes, and which concepts it names.
    ///
    /// Words of `None` are hyphens, which phrases are matched across. Words that speak for a topic are no meanings:
    /// [`Vocabulary::longest_topic`] finds them.
    pub fn phrases(
        &self,
        words: impl IntoIterator<Item = Option<WordId>>,
    ) -> impl Iterator<Item = (usize, &[ConceptId])> {
        self.phrases_below(MEANINGS, words)
    }

    /// The longest phrase of the `[topic]` table that `words` start with, as in [`Vocabulary::phrases`].
    pub fn longest_topic(
        &self,
        words: impl IntoIterator<Item = Option<WordId>>,
    ) -> Option<(usize, &[ConceptId])> {
        self.phrases_below(TOPICS, words).last()
    }

    /// Every phrase of the `[duty]` table that `words` start with, the shortest first, as in [`Vocabulary::phrases`].
    pub fn duties(
        &self,
        words: impl IntoIterator<Item = Option<WordId>>,
    ) -> impl Iterator<Item = (usize, &[ConceptId])> {
        self.phrases_below(DUTIES, words)
    }

    fn phrases_below(
        &self,
        root: usize,
        words: impl IntoIterator<Item = Option<WordId>>,
    ) -> impl Iterator<Item = (usize, &[ConceptId])> {
        let mut words = words.into_iter().enumerate();
        let mut node = self.nodes.get(root);
        std::iter::from_fn(move || {
            loop {
                let (at, Some(word)) = words.next()? else { continue };
                node = self.nodes.get(*node?.next.get(&word)? as usize);
                let concepts = node?.concepts.as_slice();
                if !concepts.is_empty() {
                    return Some((at + 1, concepts));
                }
            }
        })
    }

    fn intern(&mut self, word: &str) -> WordId {
        let next = WordId(u32::try_from(self.ids.len() + 1).unwrap_or(u32::MAX));
        *self.ids.entry(word.into()).or_insert(next)
    }

    fn add_signal(&mut self, phrase: &str, signal: Signal) -> bool {
        let folded = phrase.to_lowercase();
        let ids: Box<[WordId]> = words(&folded)
            .filter(|word| word.kind != WordKind::Hyphen)
            .map(|word| self.intern(word.span.of(&folded)))
            .collect();
        let Some(&first) = ids.first() else { return false };
        let phrases = self.signals.entry(first).or_default();
        phrases.push((ids, signal));
        phrases.sort_by_key(|(ids, _)| std::cmp::Reverse(ids.len()));
        true
    }

    fn add(&mut self, root: usize, phrase: &str, concept: ConceptId) -> bool {
        let folded = phrase.to_lowercase();
        let mut node = root;
        for word in words(&folded).filter(|word| word.kind != WordKind::Hyphen) {
            let id = self.intern(word.span.of(&folded));
            let fresh = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
            let next = *self.nodes[node].next.entry(id).or_insert(fresh);
            if next == fresh {
                self.nodes.push(Node::default());
            }
            node = next as usize;
        }
        let concepts = &mut self.nodes[node].concepts;
        if node != root && !concepts.contains(&concept) {
            concepts.push(concept);
        }
        node != root
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_across_hyphens() {
        let concepts = Concepts::load("[data.address]\n[data.email-address]\n").expect("a table");
        let text = "[language]\ncode = \"en\"\n[data]\naddress = [\"address\"]\nemail-address = [\"e-mail address\"]\n";
        let vocabulary = Vocabulary::load(text, &concepts).expect("a vocabulary");
        let ids = ["e", "-", "mail", "address"].map(|word| (word != "-").then(|| vocabulary.word(word)));
        let (len, found) = vocabulary.phrases(ids).last().expect("a phrase");
        assert_eq!((len, concepts.get(found[0]).label.as_str()), (4, "email address"));
    }

    #[test]
    fn an_unknown_concept_is_an_error_with_its_line() {
        let concepts = Concepts::load("").expect("a table");
        let text = "[language]\ncode = \"en\"\n[data]\nname = [\"name\"]\n";
        let error = Vocabulary::load(text, &concepts).expect_err("an error");
        assert_eq!(error.to_string(), "line 4: no concept \"data.name\" in the table of concepts");
    }
}
