//! One source file, decoded.

use std::borrow::Cow;

use policyglot_lexer::Span;
use policyglot_parser::Hint;

use crate::encoding::{self, Decoded};
use crate::map::Map;
use crate::page::Finished;
use crate::{DecodeError, Format, html, markdown};

/// The text of one source file, what its markup says of it, and where in the file each word stands.
#[derive(Clone, Debug)]
pub struct Source<'b> {
    text: Cow<'b, str>,
    format: Format,
    encoding: &'static str,
    hints: Vec<Hint>,
    links: Vec<Link>,
    notes: Vec<InputNote>,
    /// From characters to bytes.
    bytes: Map,
    /// From the text to the characters of the markup; none where the text is the file.
    markup: Option<Map>,
}

/// A link: where its text stands, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The link's text, in the decoded text.
    pub span: Span,
    /// The address as written, entities decoded.
    pub target: String,
}

/// What decoding had to do that its user should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputNote {
    /// A stable name, in kebab-case ("invalid-utf-8").
    pub code: &'static str,
    /// The first byte of the source file that it is about.
    pub at: u32,
    /// One sentence for people.
    pub message: String,
}

impl InputNote {
    /// Whether characters of the source are missing from the text.
    pub fn is_loss(&self) -> bool {
        self.code.starts_with("invalid-")
    }
}

impl<'b> Source<'b> {
    /// Decodes the bytes of a file. Without a `format`, the content decides it.
    ///
    /// UTF-8 plain text is borrowed, not copied. Every text in any encoding has some decoding; what had to be guessed
    /// or replaced is in [`Source::notes`].
    ///
    /// # Errors
    /// Where the bytes are no text: PDF, archives, images, other binary data, or 4 GiB and more.
    pub fn decode(bytes: &'b [u8], format: Option<Format>) -> Result<Self, DecodeError> {
        let Decoded { text, map, encoding, notes } = encoding::decode(bytes)?;
        let format = format.unwrap_or_else(|| Format::detect(text.as_bytes()));
        let read = match format {
            Format::Html => Some(html::read(&text)),
            Format::Markdown => Some(markdown::read(&text)),
            Format::Text => None,
        };
        Ok(match read {
            None => Self {
                text,
                format,
                encoding,
                hints: Vec::new(),
                links: Vec::new(),
                notes,
                bytes: map,
                markup: None,
            },
            Some(Finished { text, map: markup, hints, links }) => Self {
                text: text.into(),
                format,
                encoding,
                hints,
                links,
                notes,
                bytes: map,
                markup: Some(markup),
            },
        })
    }

    /// The text that a reader sees, one block a line where there was markup.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the markup says of the text, sorted by where it starts. None for plain text.
    pub fn hints(&self) -> &[Hint] {
        &self.hints
    }

    /// The links in reading order.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// What decoding had to guess or replace.
    pub fn notes(&self) -> &[InputNote] {
        &self.notes
    }

    /// The format that the bytes were read as.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The encoding's name in the WHATWG Encoding Standard ("UTF-8", "windows-1252"), or "UTF-32LE", "UTF-32BE".
    pub const fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// The smallest range of the file's bytes that covers `span` of the text: "&" is the whole of "&amp;". A span
    /// that no byte says (a line end that a tag made) gives the empty range where it stands.
    pub fn origin(&self, span: Span) -> Span {
        let span = self.markup.as_ref().map_or(span, |map| map.origin(span));
        self.bytes.origin(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_text_is_borrowed() {
        let source = Source::decode("Vi sparar räksmörgåsar.".as_bytes(), None).unwrap();
        assert!(matches!(source.text, Cow::Borrowed(_)));
        assert_eq!((source.encoding(), source.format()), ("UTF-8", Format::Text));
        assert_eq!(source.origin(Span::new(3, 9)), Span::new(3, 9));
        assert!(source.notes().is_empty());
    }
}
