//! Evidence from markup, given by whoever decoded the source.

use policyglot_lexer::Span;

/// What the markup says of a stretch of text. A hint is evidence, not an order: the grammar decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HintKind {
    /// The document's title.
    Title,
    /// A heading element, with its level from 1.
    Heading {
        /// 1 for `h1` or `#`.
        level: u8,
    },
    /// A whole line in bold, which may serve as a heading.
    Bold,
    /// A paragraph. Weak evidence: pages put headings ("1. What we collect") and bullets ("• your name") in `p` too.
    Paragraph,
    /// The first line of a list item.
    Item {
        /// How many lists are open, from 1.
        depth: u8,
        /// Whether the innermost list is numbered.
        ordered: bool,
        /// The number that a browser draws before the item and that the text lacks, in a numbered list.
        number: Option<u32>,
    },
    /// A term of a definition list.
    Term,
    /// A definition of a definition list.
    Definition,
    /// One table row, on a line of its own; its cells follow as [`HintKind::Cell`], with a tab between them in the text.
    Row {
        /// Whether it names the columns.
        header: bool,
    },
    /// One table cell, within a row.
    Cell,
    /// Navigation, cookie banners, page furniture.
    Boilerplate,
    /// Text that the page hides because it stands elsewhere too.
    Hidden,
}

/// What the markup says of a stretch of the decoded text: of one line, but for [`HintKind::Cell`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Where, in the decoded text.
    pub span: Span,
    /// What the markup says.
    pub kind: HintKind,
}
