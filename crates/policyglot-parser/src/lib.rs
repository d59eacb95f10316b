//! Recovers the structure of flat text: headings, nested lists, contact lines, duplicates.
//!
//! [`parse`] goes from a string to a [`Document`]. It never fails and loses nothing: every non-blank byte of the text
//! lies in exactly one leaf [`Block`].

mod block;
mod count;
mod document;
mod echo;
mod evidence;
mod feature;
#[doc(hidden)]
pub mod fit;
mod glue;
mod hint;
mod index;
mod input;
mod kind;
mod label;
mod level;
mod line;
mod markup;
mod nest;
mod note;
mod opener;
mod outline;
mod piece;
mod report;
mod run;
mod seam;
mod shape;
mod table;
mod trail;
mod vocabulary;
mod weights;
mod words;
mod wrap;

pub use block::{Block, BlockId, BlockKind};
pub use document::{Document, Options, parse, parse_with};
pub use hint::{Hint, HintKind};
pub use note::{Note, Severity};
pub use outline::{Outline, Section};
pub use policyglot_lexer::Span;

/// The examples of the README, as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
