//! What can be wrong with a vocabulary file.

use policyglot_lexer::LineIndex;

/// A vocabulary file that can't be used: the line, and what is wrong there.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct VocabularyError {
    line: u32,
    message: String,
}

impl VocabularyError {
    /// An error at byte `offset` of `text`.
    pub(crate) fn new(text: &str, offset: usize, message: String) -> Self {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        Self { line: LineIndex::new(text.as_bytes()).line(offset).get(), message }
    }

    /// The line that is wrong, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }
}
