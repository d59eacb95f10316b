//! Recovers the structure of flat text: headings, nested lists, contact lines, duplicates.
//!
//! [`parse`] goes from a string to a [`Document`]. It never fails and loses nothing: every non-blank byte of the text
//! lies in exactly one leaf [`Block`].

mod block;
mod document;
mod hint;
mod note;

pub use block::{Block, BlockId, BlockKind};
pub use document::{Document, Options, parse, parse_with};
pub use hint::{Hint, HintKind};
pub use note::{Note, Severity};
pub use policyglot_lexer::Span;
