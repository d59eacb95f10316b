//! A language file that the build script packed, of which only the head is read until a document in that language comes.

use std::sync::OnceLock;

use super::{Line, Packed, Reader, Value, Vocabulary};
use crate::hash::FastSet;
use crate::{Concepts, VocabularyError};

/// A language: how to tell it, and its vocabulary, which is unpacked when it is first needed.
#[derive(Debug)]
pub(crate) struct LanguageFile {
    code: String,
    stopwords: FastSet<String>,
    /// Bytes of the longest of them: longer words need no look.
    longest: usize,
    /// The vocabulary, packed, where it may still be needed.
    packed: &'static [u8],
    vocabulary: OnceLock<Vocabulary>,
}

impl LanguageFile {
    /// Packs a file for [`LanguageFile::packed`]: building a vocabulary takes longer than reading most documents.
    #[allow(dead_code, reason = "the build script packs, the library unpacks")]
    pub(crate) fn pack(text: &str, concepts: &Concepts) -> Result<Vec<u8>, VocabularyError> {
        let mut bytes = Vec::new();
        head(text)?.pack(&mut bytes);
        Vocabulary::load(text, concepts)?.pack(&mut bytes);
        Ok(bytes)
    }

    /// A file that was packed over the same concepts.
    pub(crate) fn packed(mut packed: &'static [u8]) -> Self {
        let (code, stopwords) = Packed::unpack(&mut packed).unwrap_or_default();
        Self::new(code, stopwords, packed, OnceLock::new())
    }

    /// A file that is read as a whole.
    pub(crate) fn load(text: &str, concepts: &Concepts) -> Result<Self, VocabularyError> {
        let (code, stopwords) = head(text)?;
        Ok(Self::new(code, stopwords, &[], OnceLock::from(Vocabulary::load(text, concepts)?)))
    }

    fn new(
        code: String,
        stopwords: Vec<String>,
        packed: &'static [u8],
        vocabulary: OnceLock<Vocabulary>,
    ) -> Self {
        let longest = stopwords.iter().map(String::len).max().unwrap_or(0);
        Self { code, stopwords: stopwords.into_iter().collect(), longest, packed, vocabulary }
    }

    /// ISO 639-1 code of the language.
    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    /// Whether a word in lower case is one of the language's commonest.
    pub(crate) fn is_stopword(&self, folded: &str) -> bool {
        folded.len() <= self.longest && self.stopwords.contains(folded)
    }

    /// The vocabulary.
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        let unpack = || Vocabulary::unpack(&mut &*self.packed).unwrap_or_else(Vocabulary::wordless);
        self.vocabulary.get_or_init(unpack)
    }
}

/// The code and the stop words, from the `[language]` table, which comes first.
fn head(text: &str) -> Result<(String, Vec<String>), VocabularyError> {
    let (mut code, mut stopwords) = (String::new(), Vec::new());
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
                stopwords.push(word.into_owned());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packed_files_are_those_that_people_review() {
        let concepts = Concepts::load(include_str!("../../vocabulary/concepts.toml")).expect("a table");
        for (text, built) in [
            (include_str!("../../vocabulary/en.toml"), crate::LANGUAGES[0]),
            (include_str!("../../vocabulary/sv.toml"), crate::LANGUAGES[1]),
        ] {
            let mut packed = built;
            let _: (String, Vec<String>) = Packed::unpack(&mut packed).expect("a head");
            let vocabulary = Vocabulary::unpack(&mut packed).expect("a vocabulary");
            assert!(packed.is_empty() && vocabulary.code() == LanguageFile::packed(built).code());
            assert!(
                LanguageFile::pack(text, &concepts).expect("a sound file") == built,
                "{}",
                vocabulary.code()
            );
        }
    }
}
