//! Decodes text, HTML and Markdown into one text, with the markup as hints and a map back to the source bytes.
//!
//! [`Source::decode`] takes the bytes of a file as they are. The text that it gives holds only what a reader sees;
//! [`Source::origin`] leads from any place of that text to the bytes of the file that say it.
//!
//! ```
//! use policyglot_input::Source;
//! use policyglot_parser::HintKind;
//!
//! let page = b"<html><h2>Cookies</h2><p>We set one cookie &amp; no other.</p></html>";
//! let source = Source::decode(page, None)?;
//! assert_eq!(source.text(), "Cookies\nWe set one cookie & no other.");
//! assert_eq!(source.hints()[0].kind, HintKind::Heading { level: 2 });
//!
//! let ampersand = source.text().find('&').map(|at| policyglot_parser::Span::new(at as u32, at as u32 + 1));
//! assert_eq!(&page[source.origin(ampersand.unwrap()).range()], b"&amp;");
//! # Ok::<(), policyglot_input::DecodeError>(())
//! ```
//!
//! Reading order: [`Source`], [`Format`], [`DecodeError`]; `encoding` (bytes to characters), `map` (places), `page` (the
//! text being laid out), `markdown`, `html` (`reader` first, then `inline`, `text`, `table`, `region`, `title`).

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
