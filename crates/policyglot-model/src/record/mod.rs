//! Records: documents, facts and policies as every front end writes them, with places in the source file.
//!
//! The model's spans are places in the parsed text. [`Places`] leads from there to the file as it was given, so that
//! a record of an HTML page names the very bytes of the page.

mod block;
mod coverage;
mod fact;
mod policy;
#[cfg(feature = "schema")]
mod schema;
mod section;

use std::borrow::Cow;
use std::ops::Range;

use policyglot_lexer::{Span, is_invisible};
use policyglot_parser::{BlockId, BlockKind, Document};

pub use block::{BlockRecord, DocumentRecord, NodeRecord, TreeRecord, blocks, tree};
pub use coverage::{CoverageRecord, MissedRecord, coverage};
pub use fact::{FactRecord, SentenceRecord, facts};
pub use policy::{MentionRecord, PolicyRecord, PracticeRecord, policy};
#[cfg(feature = "schema")]
pub use schema::schemas;
pub use section::Section;

/// Where the parsed text stands in the source file.
pub trait Places {
    /// The bytes of the source file that say `span` of the text.
    fn origin(&self, span: Span) -> Span;

    /// The line of the source file, from 1, that holds the byte at `offset` of the file.
    fn line(&self, offset: u32) -> u32;
}

/// The name of a document, its headings, and where it stands in its file: what every record of it borrows.
pub struct Context<'a> {
    name: &'a str,
    document: &'a Document<'a>,
    places: &'a dyn Places,
    headings: Vec<Heading<'a>>,
    /// For each heading the places of those above it and its own, one heading after the other.
    paths: Vec<u32>,
    /// The innermost heading above each block, as a place in `headings`.
    above: Vec<Option<usize>>,
}

struct Heading<'a> {
    text: Cow<'a, str>,
    level: u8,
    /// The heading above it.
    above: Option<usize>,
    /// Where its path stands in [`Context::paths`].
    path: Range<usize>,
}

impl<'a> Context<'a> {
    /// Prepares the records of `document`, which they call `name`.
    pub fn new(name: &'a str, document: &'a Document<'a>, places: &'a dyn Places) -> Self {
        let mut headings: Vec<Heading<'a>> = Vec::new();
        let mut paths: Vec<u32> = Vec::new();
        let mut above = Vec::with_capacity(document.blocks().len());
        let mut open: Option<usize> = None;
        for block in document.blocks() {
            if block.kind != BlockKind::Heading {
                above.push(open);
                continue;
            }
            while let Some(heading) = open.and_then(|at| headings.get(at))
                && heading.level >= block.level
            {
                open = heading.above;
            }
            above.push(open);
            let text = collapse(block.body.of(document.source()));
            let start = paths.len();
            if let Some(heading) = open.and_then(|at| headings.get(at)) {
                paths.extend_from_within(heading.path.clone());
            }
            paths.push(u32::try_from(headings.len()).unwrap_or(u32::MAX));
            headings.push(Heading { text, level: block.level, above: open, path: start..paths.len() });
            open = Some(headings.len() - 1);
        }
        Self { name, document, places, headings, paths, above }
    }

    /// The headings above a block, from the outermost.
    pub fn section(&self, block: BlockId) -> Section<'_> {
        let innermost = self.above.get(block.index()).copied().flatten();
        let path = innermost.and_then(|at| self.headings.get(at)).map(|heading| heading.path.clone());
        let path = path.and_then(|path| self.paths.get(path)).unwrap_or_default();
        Section { headings: &self.headings, path }
    }

    fn text(&self, span: Span) -> &'a str {
        span.of(self.document.source())
    }

    fn origin(&self, span: Span) -> Span {
        self.places.origin(span)
    }

    fn line(&self, origin: Span) -> u32 {
        self.places.line(origin.start)
    }
}

/// The text as it reads: each run of white space made one space, none at the ends, and no invisible characters
/// ("per\u{ad}sonal").
pub fn collapse(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let mut spaces = 0;
    let plain = text.chars().all(|c| {
        spaces = if c == ' ' { spaces + 1 } else { 0 };
        spaces < 2 && (c == ' ' || !(c.is_whitespace() || is_invisible(c)))
    });
    if plain {
        return Cow::Borrowed(text);
    }
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace().filter(|word| !word.chars().all(is_invisible)) {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.extend(word.chars().filter(|&c| !is_invisible(c)));
    }
    Cow::Owned(collapsed)
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if takes a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if takes a reference")]
fn is_zero(number: &u8) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_collapses() {
        assert_eq!(collapse(" a \u{a0}b\n c "), "a b c");
        assert_eq!(collapse("per\u{ad}sonal \u{200b} data"), "personal data");
        assert!(matches!(collapse("a b"), Cow::Borrowed("a b")));
    }
}
