//! Why bytes could not be decoded: they are no text.

use std::fmt;

/// The bytes are no text. Its message is one line that says what they are and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct DecodeError {
    kind: DecodeErrorKind,
}

impl DecodeError {
    pub(crate) const fn new(kind: DecodeErrorKind) -> Self {
        Self { kind }
    }

    /// What the bytes are.
    pub const fn kind(&self) -> DecodeErrorKind {
        self.kind
    }
}

/// What the bytes are, where they are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// A PDF.
    Pdf,
    /// A ZIP archive; word processors' and spreadsheets' files are such archives too.
    Zip,
    /// An old Microsoft Office file.
    Office,
    /// Compressed data, with the name of the program that unpacks it.
    Compressed(&'static str),
    /// An image, with the name of its format.
    Image(&'static str),
    /// Any other bytes that are no text, with how many of them are control characters.
    Binary {
        /// Control characters among the bytes that were looked at.
        controls: u32,
        /// How many bytes were looked at.
        of: u32,
    },
    /// Four gibibytes or more: places are 32 bits wide.
    TooLarge,
}

impl fmt::Display for DecodeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pdf => f.write_str("a PDF, not text: convert it first, for example with pdftotext"),
            Self::Zip => f.write_str(
                "a ZIP archive (or a .docx, .xlsx or .odt file), not text: unpack it, or save the document as HTML or text",
            ),
            Self::Office => f.write_str("an Office document, not text: save it as HTML or text first"),
            Self::Compressed(program) => write!(f, "compressed data, not text: unpack it first with {program}"),
            Self::Image(format) => write!(f, "a {format} image, not text: run text recognition (OCR) on it first"),
            Self::Binary { controls, of } => write!(
                f,
                "binary data, not text ({controls} of {of} bytes are control characters): give a text, HTML or Markdown file"
            ),
            Self::TooLarge => f.write_str("4 GiB or more: split it into smaller files"),
        }
    }
}
