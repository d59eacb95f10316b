//! What a token is.

use crate::Span;

/// What the eye sees at a place of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// One line end: `\n`, `\r\n`, `\r`, form feed, NEL, U+2028 or U+2029.
    LineEnd,
    /// White space at the start of a line.
    Indent,
    /// Text.
    Text,
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
    pub const fn source(&self) -> &'s str {
        self.source
    }

    /// The tokens in order.
    pub fn as_slice(&self) -> &[Token] {
        &self.tokens
    }

    /// The text of one token.
    pub fn text(&self, token: Token) -> &'s str {
        token.span.of(self.source)
    }
}
