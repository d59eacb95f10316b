//! The document, and how it is made.

use policyglot_lexer::{Span, Tokens, lex};

use crate::{Block, BlockId, BlockKind, Hint, Note};

/// The structure of one text.
#[derive(Clone, Debug)]
pub struct Document<'s> {
    source: &'s str,
    blocks: Vec<Block>,
    notes: Vec<Note>,
}

impl<'s> Document<'s> {
    /// The text that was parsed.
    pub const fn source(&self) -> &'s str {
        self.source
    }

    /// The leaf blocks in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// One block, or `None` where the document has no such block.
    pub fn block(&self, id: BlockId) -> Option<&Block> {
        self.blocks.get(id.index())
    }

    /// What the parser noticed about the text, in reading order.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
}

/// What the caller knows besides the text.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Options<'o> {
    /// Evidence from markup, sorted by where it starts.
    pub hints: &'o [Hint],
    /// Common headings of this kind of document, lower-case ("how we use your information"). They help where the
    /// text alone leaves a line in doubt; the parser itself knows no such words.
    pub headings: &'o [&'o str],
}

/// Parses `text`. Never fails: every text is some document.
pub fn parse(text: &str) -> Document<'_> {
    parse_with(&lex(text), &Options::default())
}

/// Parses tokens with what else the caller knows about them.
pub fn parse_with<'s>(tokens: &Tokens<'s>, _options: &Options<'_>) -> Document<'s> {
    let source = tokens.source();
    let mut blocks = Vec::new();
    let mut start = 0u32;
    for line in source.split_inclusive('\n') {
        let lead = u32::try_from(line.len() - line.trim_start().len()).unwrap_or(0);
        let len = u32::try_from(line.trim().len()).unwrap_or(0);
        if len > 0 {
            blocks.push(Block::new(BlockKind::Paragraph, Span::new(start + lead, start + lead + len)));
        }
        start += u32::try_from(line.len()).unwrap_or(0);
    }
    Document { source, blocks, notes: Vec::new() }
}
