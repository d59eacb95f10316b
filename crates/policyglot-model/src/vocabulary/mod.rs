//! The words of one language: which phrases name which concepts.

mod file;
mod language_file;
mod phrases;
mod words;

use policyglot_lexer::{WordKind, words};

pub(crate) use self::file::{Line, Reader, Value};
pub(crate) use self::language_file::LanguageFile;
use self::phrases::{NodeId, Phrases};
pub use self::words::WordId;
use self::words::Words;
use crate::hash::FastMap;
use crate::identity::Signal;
use crate::{ConceptId, ConceptKind, Concepts, VocabularyError};

/// The phrases of one language over the table of concepts.
#[derive(Debug)]
pub struct Vocabulary {
    code: String,
    words: Words,
    phrases: Phrases,
    stopwords: Vec<WordId>,
    abbreviations: Vec<WordId>,
    months: Vec<String>,
    day_first: bool,
    /// The phrases of signals, by the id of their first word.
    signals: FastMap<u32, Vec<SignalPhrase>>,
}

/// The words of a phrase, and what it signals.
type SignalPhrase = (Box<[WordId]>, Signal);

/// The root of phrases of every kind but topic and duty.
const MEANINGS: u32 = 0;
/// The root of phrases of kind topic.
const TOPICS: u32 = 1;
/// The root of phrases of kind duty.
const DUTIES: u32 = 2;

impl Vocabulary {
    /// Reads a language file in TOML: `[language]` with `code`, `stopwords`, `abbreviations`, `months` (twelve, the
    /// spellings of each apart by spaces) and `date-order` (`"dmy"` where 5/6 is the fifth of June), `[signal]` with
    /// the phrases by which organisations, dates, definitions and contacts are told, then a table for each kind of
    /// concept (`[data]`, `[purpose]`, …) of concept names to lists of phrases.
    ///
    /// Phrases are matched as whole words in lower case; hyphens join words and are not matched. What `endings`,
    /// `stem*`, `*tail` and `…` do stands in the head of `vocabulary/en.toml`.
    ///
    /// # Errors
    ///
    /// Where the text is no such file, names a concept that the table lacks, or has a phrase that is empty, twice under
    /// one concept, or a wrong pattern; the error names the line.
    pub fn load(text: &str, concepts: &Concepts) -> Result<Self, VocabularyError> {
        // Files have a word in every seven bytes or so.
        let mut vocabulary = Self::with_room(text.len() / 8);
        let mut reader = Reader::new(text);
        let mut table = Table::None;
        let mut kind = "";
        while let Some(line) = reader.line()? {
            match line {
                Line::Table(name, at) => {
                    kind = name;
                    table = match name {
                        "language" => Table::Language,
                        "signal" => Table::Signals,
                        "topic" => Table::Phrases(TOPICS),
                        "duty" => Table::Phrases(DUTIES),
                        _ if ConceptKind::find(name).is_some() => Table::Phrases(MEANINGS),
                        _ => return Err(reader.error(at, format!("no kind of concept is called \"{name}\""))),
                    };
                }
                Line::Key(name, at) => match table {
                    Table::None => return Err(reader.error(at, "expected a table")),
                    Table::Language => vocabulary.setting(&mut reader, name, at)?,
                    Table::Signals => {
                        let unknown = || reader.error(at, format!("no signal \"{name}\""));
                        let signal = Signal::find(name).ok_or_else(unknown)?;
                        reader.list(|reader, at, phrase| {
                            let empty = || reader.error(at, "a phrase without a word");
                            vocabulary.add_signal(&phrase, signal).then_some(()).ok_or_else(empty)
                        })?;
                    }
                    Table::Phrases(root) => {
                        let id = [kind, name].join(".");
                        let unknown =
                            || reader.error(at, format!("no concept \"{id}\" in the table of concepts"));
                        let concept = concepts.find(&id).ok_or_else(unknown)?;
                        reader.list(|reader, at, phrase| {
                            vocabulary.add(root, &phrase, concept, at).map_err(|why| reader.error(at, why))
                        })?;
                    }
                },
            }
        }
        // A phrase may stand twice in two spellings ("opt-out", "opt out"), but not in one.
        let written = |at: usize| text.get(at + 1..).and_then(|rest| rest.split('"').next());
        if let Some(at) = vocabulary.phrases.finish(|one, two| written(one) == written(two)) {
            let message = format!("\"{}\" stands twice under one concept", written(at).unwrap_or_default());
            return Err(reader.error(at, message));
        }
        vocabulary.words.finish();
        vocabulary.phrases.find_first(&vocabulary.words, [true, false, false]);
        Ok(vocabulary)
    }

    /// The vocabulary of no language: it knows no word, so that only what needs none is read.
    pub(crate) fn wordless() -> Self {
        Self::with_room(0)
    }

    fn with_room(words: usize) -> Self {
        Self {
            code: String::new(),
            words: Words::new(words / 4),
            phrases: Phrases::new(words),
            stopwords: Vec::new(),
            abbreviations: Vec::new(),
            months: Vec::new(),
            day_first: false,
            signals: FastMap::default(),
        }
    }

    /// ISO 639-1 code of the language.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The id of a word in lower case.
    pub fn word(&self, folded: &str) -> WordId {
        self.words.resolve(folded)
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
        let phrases = if first == WordId::UNKNOWN { None } else { self.signals.get(&first.get()) };
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
    /// [`Vocabulary::longest_topic`] finds them. Of a phrase with a gap the words before the gap are counted.
    pub fn phrases(
        &self,
        words: impl IntoIterator<Item = Option<WordId>, IntoIter: Clone>,
    ) -> impl Iterator<Item = (usize, &[ConceptId])> {
        self.phrases.matches(&self.words, Phrases::root(MEANINGS), true, words.into_iter())
    }

    /// The longest phrase of the `[topic]` table that `words` start with, as in [`Vocabulary::phrases`]; inflected
    /// words are not led back to their base.
    pub fn longest_topic(
        &self,
        words: impl IntoIterator<Item = Option<WordId>, IntoIter: Clone>,
    ) -> Option<(usize, &[ConceptId])> {
        self.phrases.matches(&self.words, Phrases::root(TOPICS), false, words.into_iter()).last()
    }

    /// Every phrase of the `[duty]` table that `words` start with, the shortest first, as in [`Vocabulary::phrases`];
    /// inflected words are not led back to their base.
    pub fn duties(
        &self,
        words: impl IntoIterator<Item = Option<WordId>, IntoIter: Clone>,
    ) -> impl Iterator<Item = (usize, &[ConceptId])> {
        self.phrases.matches(&self.words, Phrases::root(DUTIES), false, words.into_iter())
    }

    /// Reads one entry of the `[language]` table.
    fn setting(&mut self, reader: &mut Reader<'_>, name: &str, at: usize) -> Result<(), VocabularyError> {
        match name {
            "code" | "date-order" => {
                let Value::Text(value) = reader.value()? else {
                    return Err(reader.error(at, "expected a string"));
                };
                if name == "code" {
                    self.code = value.into_owned();
                } else {
                    self.day_first = value == "dmy";
                }
            }
            "stopwords" | "abbreviations" => {
                let mut ids = Vec::new();
                reader.list(|_, _, word| {
                    ids.push(self.words.intern(&word));
                    Ok(())
                })?;
                ids.sort_unstable();
                *if name == "stopwords" { &mut self.stopwords } else { &mut self.abbreviations } = ids;
            }
            "months" => {
                reader.list(|_, _, month| {
                    self.months.push(month.to_lowercase());
                    Ok(())
                })?;
                if self.months.len() != 12 {
                    return Err(reader.error(at, "expected twelve months"));
                }
            }
            "endings" => reader.list(|reader, at, ending| {
                let wrong = || reader.error(at, "expected an ending like \"ies=y\"");
                self.words.add_ending(&ending).then_some(()).ok_or_else(wrong)
            })?,
            _ => return Err(reader.error(at, format!("no setting is called \"{name}\""))),
        }
        Ok(())
    }

    fn add_signal(&mut self, phrase: &str, signal: Signal) -> bool {
        let folded = phrase.to_lowercase();
        let ids: Box<[WordId]> = words(&folded)
            .filter(|word| word.kind != WordKind::Hyphen)
            .map(|word| self.words.intern(word.span.of(&folded)))
            .collect();
        let Some(first) = ids.first() else { return false };
        let phrases = self.signals.entry(first.get()).or_default();
        phrases.push((ids, signal));
        phrases.sort_by_key(|(ids, _)| std::cmp::Reverse(ids.len()));
        true
    }

    /// Adds a phrase that stands at byte `at` of the file, or says what is wrong with it.
    fn add(&mut self, root: u32, phrase: &str, concept: ConceptId, at: usize) -> Result<(), &'static str> {
        let start = Phrases::root(root);
        let mut node = start;
        if phrase.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b' ')) {
            // Nine phrases of ten need no lexer.
            for word in phrase.split(' ').filter(|word| !word.is_empty()) {
                node = self.phrases.grow(node, self.words.intern(word));
            }
        } else {
            let folded = phrase.to_lowercase();
            let mut is_open = false;
            for part in folded.split_inclusive('…') {
                let (part, is_gap) = part.strip_suffix('…').map_or((part, false), |part| (part, true));
                let before = node;
                for word in part.split_whitespace() {
                    node = self.add_word(node, word)?;
                }
                if node == before || is_gap && is_open {
                    return Err(if folded.contains('…') {
                        "a gap needs a word before and after it, and a phrase has one at most"
                    } else {
                        "a phrase without a word"
                    });
                }
                is_open = is_gap || is_open;
                if is_gap {
                    node = self.phrases.grow_gap(node);
                }
            }
            if folded.ends_with('…') {
                return Err("a gap needs a word before and after it, and a phrase has one at most");
            }
        }
        if node == start {
            return Err("a phrase without a word");
        }
        self.phrases.name(node, concept, at);
        Ok(())
    }

    /// Adds what stands between two blanks: a pattern, or the words that the lexer makes of it.
    fn add_word(&mut self, mut node: NodeId, word: &str) -> Result<NodeId, &'static str> {
        if word.contains('*') {
            let pattern = self.words.intern_pattern(word);
            let pattern = pattern.ok_or("a pattern is \"stem*\" or \"*tail\", of three letters at least")?;
            return Ok(self.phrases.grow(node, pattern));
        }
        for part in words(word).filter(|part| part.kind != WordKind::Hyphen) {
            node = self.phrases.grow(node, self.words.intern(part.span.of(word)));
        }
        Ok(node)
    }
}

/// What the entries of a file's table are.
enum Table {
    None,
    Language,
    Signals,
    Phrases(u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONCEPTS: &str =
        "[data]\naddress = {}\nemail-address = {}\n[action]\ncollect = {}\ngive = {}\ndisclose = {}\n";

    /// The phrases that `text` starts with, as their length and concepts, by a language file's tables.
    fn check(tables: &str, text: &str, expected: &str) {
        let concepts = Concepts::load(CONCEPTS).expect("a table");
        let vocabulary = Vocabulary::load(tables, &concepts).expect("a vocabulary");
        let ids: Vec<_> = words(text)
            .map(|word| (word.kind != WordKind::Hyphen).then(|| vocabulary.word(word.span.of(text))))
            .collect();
        let found: Vec<_> = vocabulary
            .phrases(ids)
            .flat_map(|(len, found)| found.iter().map(move |&id| (len, id)))
            .map(|(len, id)| format!("{len} {}", concepts.get(id).label))
            .collect();
        assert_eq!(found.join(", "), expected, "in {text:?}");
    }

    #[test]
    fn phrases_are_matched_across_hyphens() {
        let tables = "[data]\naddress = [\"address\", \"e\"]\nemail-address = [\"e-mail address\"]\n";
        check(tables, "e-mail address", "1 address, 4 email address");
        check(tables, "e mail address book", "1 address, 3 email address");
        check(tables, "mail address", "");
    }

    #[test]
    fn endings_lead_to_the_words_of_phrases() {
        let tables = "[language]\nendings = [\"ies=y\", \"es=\", \"s=\"]\n[data]\naddress = [\"home address\", \"addresses\"]\n";
        check(tables, "home addresses", "2 address");
        check(tables, "addresses", "1 address");
        check(tables, "address", "");
    }

    #[test]
    fn compounds_stems_and_gaps() {
        let tables = "[data]\naddress = [\"*adress\", \"*adressen\"]\nemail-address = [\"e-postadress\"]\n\
            [action]\ncollect = [\"samla* … in\", \"insaml*\"]\ngive = [\"lämnar\"]\ndisclose = [\"lämnar … ut\"]\n";
        check(tables, "leveransadressen", "1 address");
        check(tables, "e-postadress", "3 email address");
        check(tables, "samlar vi även in uppgifter", "1 collect");
        check(tables, "samlar in uppgifter", "1 collect");
        check(tables, "samlar ett två tre fyra fem sex sju in", "");
        check(tables, "insamling", "1 collect");
        check(tables, "lämnar du uppgifter", "1 give");
        check(tables, "lämnar vi inte dem ut till andra", "1 disclose");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        fn check(tables: &str, expected: &str) {
            let concepts = Concepts::load(CONCEPTS).expect("a table");
            let error = Vocabulary::load(tables, &concepts).expect_err("an error");
            assert_eq!(error.to_string(), expected);
        }
        check("[data]\nname = [\"name\"]\n", "line 2: no concept \"data.name\" in the table of concepts");
        check("[date]\nname = [\"name\"]\n", "line 1: no kind of concept is called \"date\"");
        check(
            "[data]\naddress = [\"a b\",\n\"c\",\n\"a b\"]\n",
            "line 4: \"a b\" stands twice under one concept",
        );
        check("[data]\naddress = [\"a\",\n\"\"]\n", "line 3: a phrase without a word");
        for wrong in ["a*", "*", "ab*cd", "*abc*"] {
            let tables = format!("[data]\n\naddress = [\"{wrong}\"]\n");
            check(&tables, "line 3: a pattern is \"stem*\" or \"*tail\", of three letters at least");
        }
        for wrong in ["… in", "samlar …", "a … b … c"] {
            let tables = format!("[data]\naddress = [\"{wrong}\"]\n");
            check(&tables, "line 2: a gap needs a word before and after it, and a phrase has one at most");
        }
        check("[language]\nendings = [\"s\"]\n", "line 2: expected an ending like \"ies=y\"");
        check("[language]\nsize = \"s\"\n", "line 2: no setting is called \"size\"");
        check("[data]\naddress = \"a\"\n", "line 2: expected a list of phrases");
    }
}
