//! Lossless, linear-time tokens of flat text.
//!
//! [`lex`] cuts a text into [`Token`]s that tile it: every byte lies in exactly one token. Tokens name what the eye
//! sees (line ends, indentation, list markers, sentence ends, colons) and say nothing of what it means: whether a
//! marker opens a heading or an item is the parser's question. [`words`] is the finer lexer, for readers of sentences.
//!
//! Reading order: [`Span`], [`Token`], [`Marker`], [`lex`], [`words`], [`LineIndex`].

#[doc(hidden)]
pub mod bits;
mod line;
mod marker;
mod scan;
mod span;
mod special;
mod start;
mod token;
mod word;

pub use line::{LineIndex, LineNumber};
pub use marker::{Fence, Marker, MarkerKind, marker_value, roman_value};
pub use scan::{is_invisible, lex};
pub use span::Span;
pub use start::marker;
pub use token::{Token, TokenKind, Tokens};
pub use word::{Word, WordKind, Words, words};

/// The examples of the README, as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
