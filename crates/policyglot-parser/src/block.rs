//! The leaf blocks of a document.

use policyglot_lexer::Span;

/// The place of a block in [`Document::blocks`](crate::Document::blocks), in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BlockId(pub u32);

impl BlockId {
    /// The place as an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum BlockKind {
    /// The document's name.
    Title,
    /// Version, "last updated".
    Metadata,
    /// Opens a section.
    Heading,
    /// Running text.
    Paragraph,
    /// One entry of a list, bulleted, numbered, or with its bullet lost.
    Item,
    /// A line that is only a phone number, address, e-mail address or URL.
    Contact,
    /// One row of a table.
    Row,
    /// Repeats text that stands elsewhere.
    Duplicate,
    /// Navigation, footers, page numbers.
    Boilerplate,
}

impl BlockKind {
    /// The kind's name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Metadata => "metadata",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::Item => "item",
            Self::Contact => "contact",
            Self::Row => "row",
            Self::Duplicate => "duplicate",
            Self::Boilerplate => "boilerplate",
        }
    }
}

/// A leaf of the document: a place in the text and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The whole block, from its marker or number to its last non-blank byte.
    pub span: Span,
    /// The block without its marker or number.
    pub body: Span,
    /// Headings: the level, from 1. Other kinds: 0.
    pub level: u8,
    /// Items: the depth, from 1. Other kinds: 0.
    pub depth: u8,
    /// Items: whether the list is numbered or lettered.
    pub ordered: bool,
    /// Paragraphs and items: whether a list follows that this block introduces.
    pub leads_list: bool,
    /// Rows: whether this row names the columns.
    pub header: bool,
    /// Items: the marker ("●", "1)"), where the text still has it. Headings: the number ("1.", "(2)", "V.").
    pub marker: Option<Span>,
    /// Items and contacts: the term before the colon or full stop that the rest explains.
    pub term: Option<Span>,
    /// Duplicates: the block that says the same.
    pub of: Option<BlockId>,
    /// Rows: the cells from left to right. Other kinds: empty.
    pub cells: Vec<Span>,
}

impl Block {
    /// A block of `kind` at `span`, with no more known about it.
    pub fn new(kind: BlockKind, span: Span) -> Self {
        Self {
            kind,
            span,
            body: span,
            level: 0,
            depth: 0,
            ordered: false,
            leads_list: false,
            header: false,
            marker: None,
            term: None,
            of: None,
            cells: Vec::new(),
        }
    }
}
