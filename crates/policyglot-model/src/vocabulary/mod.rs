//! The words of one language: which phrases name which concepts.

mod draft;
mod file;
mod language_file;
mod packed;
mod phrases;
mod signal;
mod words;

use std::cmp::Reverse;

use policyglot_lexer::{Span, Word, WordKind};

use self::draft::Draft;
pub(crate) use self::file::{Line, Reader, Value};
pub(crate) use self::language_file::LanguageFile;
pub(crate) use self::packed::{Packed, packed};
use self::phrases::{Fit, Phrases};
pub(crate) use self::signal::Signal;
pub(crate) use self::words::WordId;
use self::words::{MOST_WORDS, Words};
use crate::hash::FastMap;
use crate::{ConceptId, ConceptKind, Concepts, VocabularyError};

/// One word of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReadWord {
    /// What it is.
    pub(crate) kind: WordKind,
    /// Its id in the vocabulary, case folded.
    pub(crate) id: WordId,
    /// Whether its first letter is a capital.
    pub(crate) is_capital: bool,
    /// Where it stands in the text.
    pub(crate) span: Span,
}

/// The phrases of one language over the table of concepts.
#[derive(Debug)]
pub struct Vocabulary {
    code: String,
    words: Words,
    /// For each word whether it is a stopword, up to the last that is.
    stopwords: Vec<bool>,
    abbreviations: Vec<WordId>,
    months: Vec<String>,
    day_first: bool,
    /// The phrases of every kind of concept but topic and duty.
    pub(crate) meanings: Phrases<ConceptId>,
    /// Those of the `[topic]` table; inflected words are not led back to their base.
    pub(crate) topics: Phrases<ConceptId>,
    /// Those of the `[duty]` table; inflected words are not led back to their base.
    pub(crate) duties: Phrases<ConceptId>,
    /// Those of the `[signal]` table, but for small words. Neither patterns nor endings count.
    pub(crate) signals: Phrases<Signal>,
    /// Those of small words, see [`Signal::is_small`].
    pub(crate) small_signals: Phrases<Signal>,
}

packed!(Vocabulary {
    code,
    words,
    stopwords,
    abbreviations,
    months,
    day_first,
    meanings,
    topics,
    duties,
    signals,
    small_signals,
});

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
        let mut vocabulary = Self::with_room(text.len() / 32);
        let [mut meanings, mut topics, mut duties] =
            [text.len() / 8, text.len() / 16, text.len() / 16].map(Draft::<ConceptId>::new);
        let [mut signals, mut small_signals] = [text.len() / 128, 64].map(Draft::<Signal>::new);
        for word in by_use(text) {
            vocabulary.words.intern(&word);
        }
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
                        _ if ConceptKind::find(name).is_some() => Table::Phrases,
                        _ => return Err(reader.error(at, format!("no kind of concept is called \"{name}\""))),
                    };
                }
                Line::Key(name, at) => match table {
                    Table::None => return Err(reader.error(at, "expected a table")),
                    Table::Language => vocabulary.setting(&mut reader, name, at)?,
                    Table::Signals => {
                        let unknown = || reader.error(at, format!("no signal \"{name}\""));
                        let signal = Signal::find(name).ok_or_else(unknown)?;
                        let signals = if signal.is_small() { &mut small_signals } else { &mut signals };
                        reader.list(|reader, at, phrase| {
                            let added = signals.add(&mut vocabulary.words, &phrase, signal, at);
                            added.map_err(|why| reader.error(at, why))
                        })?;
                    }
                    Table::Phrases => {
                        let id = [kind, name].join(".");
                        let unknown =
                            || reader.error(at, format!("no concept \"{id}\" in the table of concepts"));
                        let concept = concepts.find(&id).ok_or_else(unknown)?;
                        let phrases = match kind {
                            "topic" => &mut topics,
                            "duty" => &mut duties,
                            _ => &mut meanings,
                        };
                        reader.list(|reader, at, phrase| {
                            let added = phrases.add(&mut vocabulary.words, &phrase, concept, at);
                            added.map_err(|why| reader.error(at, why))
                        })?;
                    }
                },
            }
        }
        if vocabulary.words.len() > MOST_WORDS {
            return Err(reader.error(reader.at(), format!("more than {MOST_WORDS} different words")));
        }
        vocabulary.words.finish();
        for draft in [&mut meanings, &mut topics, &mut duties] {
            draft.sort();
            // A phrase may stand twice in two spellings ("opt-out", "opt out"), but not in one.
            let written = |at: usize| text.get(at + 1..).and_then(|rest| rest.split('"').next());
            if let Some(at) = draft.repeated(|one, two| written(one) == written(two)) {
                let phrase = written(at).unwrap_or_default();
                return Err(reader.error(at, format!("\"{phrase}\" stands twice under one concept")));
            }
        }
        let words = &vocabulary.words;
        vocabulary.meanings = Phrases::of(&meanings, words, Fit::Inflected);
        vocabulary.topics = Phrases::of(&topics, words, Fit::Pattern);
        vocabulary.duties = Phrases::of(&duties, words, Fit::Pattern);
        signals.sort();
        vocabulary.signals = Phrases::of(&signals, words, Fit::Exact);
        small_signals.sort();
        vocabulary.small_signals = Phrases::of(&small_signals, words, Fit::Exact);
        Ok(vocabulary)
    }

    /// The vocabulary of no language: it knows no word, so that only what needs none is read.
    pub(crate) fn wordless() -> Self {
        Self::with_room(0)
    }

    /// Room for about `words` words.
    fn with_room(words: usize) -> Self {
        Self {
            code: String::new(),
            words: Words::new(words),
            stopwords: Vec::new(),
            abbreviations: Vec::new(),
            months: Vec::new(),
            day_first: false,
            meanings: Phrases::default(),
            topics: Phrases::default(),
            duties: Phrases::default(),
            signals: Phrases::default(),
            small_signals: Phrases::default(),
        }
    }

    /// ISO 639-1 code of the language.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Reads a word of `text`, in whatever case. `folded` is scratch.
    pub(crate) fn read(&self, text: &str, word: Word, folded: &mut String) -> ReadWord {
        let Word { kind, span } = word;
        let id = match kind {
            WordKind::Hyphen => WordId::HYPHEN,
            _ => self.words.read(text, span, folded),
        };
        let is_capital = match text.as_bytes().get(span.start as usize) {
            Some(first) if first.is_ascii() => first.is_ascii_uppercase(),
            _ => span.of(text).starts_with(char::is_uppercase),
        };
        ReadWord { kind, id, is_capital, span }
    }

    /// Whether the word is one of the language's commonest, by which the language is told.
    pub(crate) fn is_stopword(&self, word: WordId) -> bool {
        !word.is_inflected() && self.stopwords.get(word.index()).is_some_and(|&is_stopword| is_stopword)
    }

    /// Whether a full stop after this word does not end the sentence ("inc", "e.g", "t.ex").
    pub(crate) fn is_abbreviation(&self, word: WordId) -> bool {
        self.abbreviations.contains(&word)
    }

    /// The names of the twelve months in lower case, the spellings of each apart by spaces; empty where unknown.
    pub(crate) fn months(&self) -> &[String] {
        &self.months
    }

    /// Whether 5/6 is the fifth of June.
    pub(crate) fn is_day_first(&self) -> bool {
        self.day_first
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
                if name == "abbreviations" {
                    self.abbreviations = ids;
                    return Ok(());
                }
                let last = ids.iter().max().map_or(0, |id| id.index());
                self.stopwords = vec![false; last + 1];
                for id in ids {
                    self.stopwords[id.index()] = true;
                }
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
}

/// The words of the phrases of a file, those of most phrases first.
///
/// Words that are near each other in the order of their ids lie near each other in every table, and the commonest words
/// of phrases are those of texts. What is wrong with the file is not told.
fn by_use(text: &str) -> Vec<String> {
    let mut uses: FastMap<String, u32> = FastMap::default();
    let mut reader = Reader::new(text);
    let mut is_phrases = false;
    while let Ok(Some(line)) = reader.line() {
        let read = match line {
            Line::Table(name, _) => {
                is_phrases = name != "language";
                Ok(())
            }
            Line::Key("code" | "date-order", _) if !is_phrases => reader.value().map(drop),
            Line::Key(..) => reader.list(|_, _, phrase| {
                let is_plain = |word: &&str| is_phrases && word.chars().all(char::is_lowercase);
                for word in phrase.split_whitespace().filter(is_plain) {
                    *uses.entry(word.to_owned()).or_default() += 1;
                }
                Ok(())
            }),
        };
        if read.is_err() {
            break;
        }
    }
    let mut words: Vec<_> = uses.into_iter().map(|(word, uses)| (Reverse(uses), word)).collect();
    words.sort_unstable();
    words.into_iter().map(|(_, word)| word).collect()
}

/// What the entries of a file's table are.
enum Table {
    None,
    Language,
    Signals,
    Phrases,
}

#[cfg(test)]
mod tests {
    use policyglot_lexer::words;

    use super::*;

    const CONCEPTS: &str =
        "[data]\naddress = {}\nemail-address = {}\n[action]\ncollect = {}\ngive = {}\ndisclose = {}\n";

    /// The phrases that `text` starts with, as their length and concepts, by a language file's tables.
    fn check(tables: &str, text: &str, expected: &str) {
        let concepts = Concepts::load(CONCEPTS).expect("a table");
        let vocabulary = Vocabulary::load(tables, &concepts).expect("a vocabulary");
        let read = |word| vocabulary.read(text, word, &mut String::new());
        let words: Vec<_> = words(text).map(read).collect();
        let mut found = Vec::new();
        vocabulary.meanings.find(&words, 0, |len, named| {
            found.extend(named.iter().map(|&id| format!("{len} {}", concepts.get(id).label)));
        });
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
