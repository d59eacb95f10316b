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

use std::borrow::Cow;

use policyglot_lexer::{Span, is_invisible};
use policyglot_parser::{BlockId, BlockKind, Document};

pub use block::{BlockRecord, DocumentRecord, NodeRecord, TreeRecord, blocks, tree};
pub use coverage::{CoverageRecord, MissedRecord, coverage};
pub use fact::{FactRecord, SentenceRecord, facts};
pub use policy::{MentionRecord, PolicyRecord, PracticeRecord, policy};
#[cfg(feature = "schema")]
pub use schema::schemas;

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
    /// The innermost heading above each block, as a place in `headings`.
    above: Vec<Option<usize>>,
}

struct Heading<'a> {
    text: Cow<'a, str>,
    level: u8,
    above: Option<usize>,
}

impl<'a> Context<'a> {
    /// Prepares the records of `document`, which they call `name`.
    pub fn new(name: &'a str, document: &'a Document<'a>, places: &'a dyn Places) -> Self {
        let mut headings: Vec<Heading<'a>> = Vec::new();
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
            headings.push(Heading { text, level: block.level, above: open });
            open = Some(headings.len() - 1);
        }
        Self { name, document, places, headings, above }
    }

    /// The headings above a block, from the outermost.
    pub fn section(&self, block: BlockId) -> Vec<&str> {
        let mut path = Vec::new();
        let mut at = self.above.get(block.index()).copied().flatten();
        while let Some(heading) = at.and_then(|at| self.headings.get(at)) {
            path.push(heading.text.as_ref());
            at = heading.above;
        }
        path.reverse();
        path
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
