//! Tokens as an input of nom, and the few token parsers that every production uses.

use nom::error::{Error, ErrorKind};
use nom::{Err, Input, Mode, Needed, OutputMode, PResult, Parser};
use policyglot_lexer::{Token, TokenKind};

/// A slice of tokens; a type of its own, because nom's `Input` can't be implemented for `&[Token]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TokenInput<'t>(pub(crate) &'t [Token]);

impl<'t> Input for TokenInput<'t> {
    type Item = Token;
    type Iter = std::iter::Copied<std::slice::Iter<'t, Token>>;
    type IterIndices = std::iter::Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.0.len()
    }

    fn take(&self, index: usize) -> Self {
        Self(self.0.get(..index).unwrap_or(self.0))
    }

    fn take_from(&self, index: usize) -> Self {
        Self(self.0.get(index..).unwrap_or_default())
    }

    // The rest comes first.
    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }

    fn position<P: Fn(Token) -> bool>(&self, predicate: P) -> Option<usize> {
        self.0.iter().position(|&token| predicate(token))
    }

    fn iter_elements(&self) -> Self::Iter {
        self.0.iter().copied()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if count <= self.0.len() { Ok(count) } else { Err(Needed::new(count - self.0.len())) }
    }
}

/// Takes one token whose kind passes the test; fails on any other and at the end.
pub(crate) fn token<P: Fn(TokenKind) -> bool>(passes: P) -> OneToken<P> {
    OneToken(passes)
}

/// A struct, not a closure, so that output and error stay lazy.
pub(crate) struct OneToken<P>(P);

impl<'t, P: Fn(TokenKind) -> bool> Parser<TokenInput<'t>> for OneToken<P> {
    type Output = Token;
    type Error = Error<TokenInput<'t>>;

    fn process<M: OutputMode>(
        &mut self,
        input: TokenInput<'t>,
    ) -> PResult<M, TokenInput<'t>, Token, Self::Error> {
        match input.0.split_first() {
            Some((&token, rest)) if self.0(token.kind) => Ok((TokenInput(rest), M::Output::bind(|| token))),
            _ => Err(Err::Error(M::Error::bind(|| Error::new(input, ErrorKind::Satisfy)))),
        }
    }
}
