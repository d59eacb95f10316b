//! What a token is.

use crate::{Marker, Span};

/// What the eye sees at a place of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// One line end: `\n`, `\r\n`, `\r`, form feed, NEL, U+2028 or U+2029.
    LineEnd,
    /// A run of lines that hold nothing but white space, with their line ends: all blank lines at a place are one token.
    BlankLines,
    /// White space at the start of a line.
    Indent,
    /// White space inside a line that is more than one plain blank: a run, a tab, a non-breaking or full-width space;
    /// also the white space after a marker and at the end of a line.
    Space,
    /// Characters that take no room: zero-width spaces and joiners, soft hyphens, byte order marks.
    Invisible,
    /// A list marker or number at the start of a line ("●", "1.", "(iv)", "§ 3").
    Marker(Marker),
    /// An enumerator inside a line ("(a)", "(1)"), or a bullet with blanks around it.
    Enumerator(Marker),
    /// The mark that ends a sentence, before white space or the end of the line.
    SentenceEnd,
    /// The mark that seems to end a sentence, with no space after it ("of the site.This policy"); it may also stand
    /// inside a name ("example.com").
    GluedEnd,
    /// A colon of either width, but not in an address, a time or a ratio ("27001:2013").
    Colon,
    /// Text.
    Text,
}

impl TokenKind {
    /// Whether the token is white space or invisible, inside a line.
    #[inline]
    pub const fn is_space(self) -> bool {
        matches!(self, Self::Space | Self::Invisible)
    }

    /// Whether the token holds no visible character.
    #[inline]
    pub const fn is_blank(self) -> bool {
        matches!(self, Self::LineEnd | Self::BlankLines | Self::Indent | Self::Space | Self::Invisible)
    }
}

/// A kind and a place; the text itself stays in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

const _: () = assert!(size_of::<Token>() == 12, "a token is a kind and a span");

/// The tokens of one text, in order; their spans tile it.
#[derive(Clone, Debug)]
pub struct Tokens<'s> {
    pub(crate) source: &'s str,
    pub(crate) tokens: Vec<Token>,
}

impl<'s> Tokens<'s> {
    /// The text that was lexed.
    #[inline]
    pub const fn source(&self) -> &'s str {
        self.source
    }

    /// The tokens in order.
    #[inline]
    pub fn as_slice(&self) -> &[Token] {
        &self.tokens
    }

    /// The text of one token.
    #[inline]
    pub fn text(&self, token: Token) -> &'s str {
        token.span.of(self.source)
    }
}
