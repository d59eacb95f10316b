//! A language file of which only the head is read until a document in that language comes.

use std::sync::OnceLock;

use super::{Line, Reader, Value, Vocabulary};
use crate::hash::FastSet;
use crate::{Concepts, VocabularyError};

/// A language: how to tell it, and its vocabulary, which is built when it is first needed.
///
/// Most runs of the program read one document, and building a vocabulary takes longer than reading that.
#[derive(Debug)]
pub(crate) struct LanguageFile {
    code: String,
    stopwords: FastSet<String>,
    /// Bytes of the longest of them: longer words need no look.
    longest: usize,
    text: &'static str,
    vocabulary: OnceLock<Vocabulary>,
}

impl LanguageFile {
    /// A file that is known to be sound, of which only the head is read.
    pub(crate) fn lazy(text: &'static str) -> Result<Self, VocabularyError> {
        let (code, stopwords) = head(text)?;
        Ok(Self { code, longest: longest(&stopwords), stopwords, text, vocabulary: OnceLock::new() })
    }

    /// A file that is read as a whole.
    pub(crate) fn load(text: &str, concepts: &Concepts) -> Result<Self, VocabularyError> {
        let (code, stopwords) = head(text)?;
        let vocabulary = OnceLock::from(Vocabulary::load(text, concepts)?);
        Ok(Self { code, longest: longest(&stopwords), stopwords, text: "", vocabulary })
    }

    /// ISO 639-1 code of the language.
    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    /// Whether a word in lower case is one of the language's commonest.
    pub(crate) fn is_stopword(&self, folded: &str) -> bool {
        folded.len() <= self.longest && self.stopwords.contains(folded)
    }

    /// The vocabulary over `concepts`, which are the same in every call.
    pub(crate) fn vocabulary(&self, concepts: &Concepts) -> &Vocabulary {
        self.vocabulary
            .get_or_init(|| Vocabulary::load(self.text, concepts).unwrap_or_else(|_| Vocabulary::wordless()))
    }
}

fn longest(words: &FastSet<String>) -> usize {
    words.iter().map(String::len).max().unwrap_or(0)
}

/// The code and the stop words, from the `[language]` table, which comes first.
fn head(text: &str) -> Result<(String, FastSet<String>), VocabularyError> {
    let (mut code, mut stopwords) = (String::new(), FastSet::default());
    let mut reader = Reader::new(text);
    match reader.line()? {
        Some(Line::Table("language", _)) => {}
        _ => return Err(reader.error(reader.at(), "a language file starts with [language]")),
    }
    while let Some(Line::Key(name, _)) = reader.line()? {
        match name {
            "code" | "date-order" => {
                if let (Value::Text(value), "code") = (reader.value()?, name) {
                    code = value.into_owned();
                }
            }
            "stopwords" => reader.list(|_, _, word| {
                stopwords.insert(word.into_owned());
                Ok(())
            })?,
            _ => reader.list(|_, _, _| Ok(()))?,
        }
    }
    if code.is_empty() {
        return Err(reader.error(0, "a language needs its code"));
    }
    Ok((code, stopwords))
}
