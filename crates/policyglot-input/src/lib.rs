//! Decodes text, HTML and Markdown into one text, with the markup as hints and a map back to the source bytes.
//!
//! [`Source::decode`] takes the bytes of a file as they are. The text that it gives holds only what a reader sees;
//! [`Source::origin`] leads from any place of that text to the bytes of the file that say it.
//!
//! Reading order: [`Source`], [`Format`], [`DecodeError`]; then `encoding` (bytes to characters) and `map` (places).

mod detect;
mod encoding;
mod error;
mod html;
mod map;
mod markdown;
mod page;
mod source;

pub use detect::Format;
pub use error::{DecodeError, DecodeErrorKind};
pub use html::tokenize_only;
pub use source::{InputNote, Link, Source};
