//! What the parser noticed: damage that the text shows, with its place.

use policyglot_lexer::Span;

/// How much a note matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Something was lost or is out of order.
    Warning,
}

/// One observation about the text. Parsing never fails; it takes notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// A stable name, in kebab-case ("heading-glued").
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The place.
    pub span: Span,
    /// One sentence for people.
    pub message: &'static str,
}
