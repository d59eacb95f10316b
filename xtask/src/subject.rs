//! A document under examination: decoded, parsed and read as the program does it.

use std::path::Path;

use policyglot_input::Source;
use policyglot_lexer::{LineIndex, Span, Tokens, lex};
use policyglot_model::record::Places;
use policyglot_model::{Lexicon, Policy, headings};
use policyglot_parser::fit::{Weights, parse_by};
use policyglot_parser::{Document, Options, parse_with};

use crate::TaskError;

/// A decoded file and its lines.
pub struct Subject<'b> {
    source: Source<'b>,
    lines: LineIndex,
}

impl<'b> Subject<'b> {
    /// Decodes the bytes of the file at `path`.
    ///
    /// # Errors
    ///
    /// Where the bytes are no text.
    pub fn decode(path: &Path, bytes: &'b [u8]) -> Result<Self, TaskError> {
        let source =
            Source::decode(bytes, None).map_err(|error| TaskError::format(path, error.to_string()))?;
        Ok(Self { source, lines: LineIndex::new(bytes) })
    }

    /// The decoded text.
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// Its tokens.
    pub fn tokens(&self) -> Tokens<'_> {
        lex(self.source.text())
    }

    /// Its structure.
    pub fn document(&self) -> Document<'_> {
        let headings: Vec<&str> = headings().collect();
        parse_with(&self.tokens(), &self.options(&headings))
    }

    /// Its structure, by weights of the caller's.
    pub(crate) fn document_by(&self, weights: Weights<'_>) -> Document<'_> {
        let headings: Vec<&str> = headings().collect();
        parse_by(&self.tokens(), &self.options(&headings), weights)
    }

    fn options<'o>(&'o self, headings: &'o [&'o str]) -> Options<'o> {
        Options::default().with_hints(self.source.hints()).with_headings(headings)
    }

    /// What it says.
    pub fn policy(document: &Document<'_>, lexicon: &Lexicon) -> Policy {
        policyglot_model::read(document, lexicon)
    }
}

impl Places for Subject<'_> {
    fn origin(&self, span: Span) -> Span {
        self.source.origin(span)
    }

    fn line(&self, offset: u32) -> u32 {
        self.lines.line(offset).get()
    }
}

/// The lexicon that comes with the program.
///
/// # Errors
///
/// Where a vocabulary file is wrong.
pub fn lexicon() -> Result<Lexicon, TaskError> {
    Lexicon::bundled().map_err(|error| TaskError::Found(format!("the bundled vocabulary: {error}")))
}

/// The bytes of a file.
///
/// # Errors
///
/// Where it can't be read.
pub fn read(path: &Path) -> Result<Vec<u8>, TaskError> {
    std::fs::read(path).map_err(|error| TaskError::io(path, error))
}
