//! The line production: blank lines, indentation, marker, content.

use nom::bytes::complete::take_while;
use nom::combinator::opt;
use nom::{IResult, Parser};
use policyglot_lexer::{Marker, Span, Token, TokenKind, Tokens};

use crate::input::{TokenInput, token};

/// Which tokens, as a half-open range of places in the token slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TokenRange {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl TokenRange {
    /// The tokens themselves.
    pub(crate) fn of(self, tokens: &[Token]) -> &[Token] {
        tokens.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// One line that holds something visible.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// From the first visible byte, marker included, to the last.
    pub(crate) span: Span,
    /// The same without the marker.
    pub(crate) body: Span,
    /// The marker that the line starts with, and its place.
    pub(crate) marker: Option<(Marker, Span)>,
    /// Columns of white space before the line; a tab counts four.
    pub(crate) indent: u16,
    /// Whether blank lines stand before this line.
    pub(crate) gap: bool,
    /// The tokens of the body.
    pub(crate) tokens: TokenRange,
}

/// All lines of a text that hold something visible, in order; linear in the number of tokens.
pub(crate) fn lines(tokens: &Tokens<'_>) -> Vec<Line> {
    let all = tokens.as_slice();
    let mut lines = Vec::with_capacity(all.len() / 4 + 1);
    let mut rest = TokenInput(all);
    while let Ok((after, shape)) = line(rest) {
        if after.0.len() == rest.0.len() {
            break;
        }
        let at = all.len() - after.0.len();
        if let Some(line) = shape.into_line(tokens.source(), at) {
            lines.push(line);
        }
        rest = after;
    }
    lines
}

/// What the production found, before white space is taken off.
struct LineTokens<'t> {
    gap: bool,
    indent: Option<Token>,
    marker: Option<(Marker, Span)>,
    content: &'t [Token],
    ended: bool,
}

fn line(input: TokenInput<'_>) -> IResult<TokenInput<'_>, LineTokens<'_>> {
    let (input, gap) = opt(token(|kind| kind == TokenKind::BlankLines)).parse(input)?;
    let (input, indent) = opt(token(|kind| kind == TokenKind::Indent)).parse(input)?;
    let (input, marker) = opt(marker).parse(input)?;
    let (input, content) = take_while(|token: Token| token.kind != TokenKind::LineEnd).parse(input)?;
    let (input, end) = opt(token(|kind| kind == TokenKind::LineEnd)).parse(input)?;
    Ok((input, LineTokens { gap: gap.is_some(), indent, marker, content: content.0, ended: end.is_some() }))
}

/// A marker with the white space after it.
fn marker(input: TokenInput<'_>) -> IResult<TokenInput<'_>, (Marker, Span)> {
    let (input, found) = token(|kind| matches!(kind, TokenKind::Marker(_))).parse(input)?;
    let (input, _) = opt(token(TokenKind::is_space)).parse(input)?;
    match found.kind {
        TokenKind::Marker(marker) => Ok((input, (marker, found.span))),
        _ => Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Satisfy))),
    }
}

impl LineTokens<'_> {
    /// The line, where it holds anything visible; `at` is the place of the token after it.
    fn into_line(self, source: &str, at: usize) -> Option<Line> {
        let end_of_content = at - usize::from(self.ended);
        let mut content = self.content;
        let mut end = end_of_content;
        while let [head @ .., last] = content {
            if !last.kind.is_blank() {
                break;
            }
            content = head;
            end -= 1;
        }
        let mut start = end - content.len();
        while let [first, tail @ ..] = content {
            if !first.kind.is_blank() {
                break;
            }
            content = tail;
            start += 1;
        }
        let body = match (content, self.marker) {
            ([first, .., last], _) => first.span.cover(last.span),
            ([only], _) => only.span,
            ([], Some((_, marker))) => Span::new(marker.end, marker.end),
            ([], None) => return None,
        };
        let body = trim(source, body);
        let span = self.marker.map_or(body, |(_, marker)| marker.cover(body));
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Some(Line {
            span,
            body,
            marker: self.marker,
            indent: self.indent.map_or(0, |token| columns(token.span.of(source))),
            gap: self.gap,
            tokens: TokenRange { start: offset(start), end: offset(end) },
        })
    }
}

/// The span without white space at its ends: a plain blank inside a line is part of a text token.
pub(crate) fn trim(source: &str, span: Span) -> Span {
    let blank =
        |at: u32| source.as_bytes().get(at as usize).is_some_and(|&byte| byte == b' ' || byte >= 0x80);
    if span.is_empty() || !blank(span.start) && !blank(span.end - 1) {
        return span;
    }
    let text = span.of(source);
    let is_blank = |c: char| c.is_whitespace() || is_invisible(c);
    let lead = text.len() - text.trim_start_matches(is_blank).len();
    let len = text.trim_matches(is_blank).len();
    let start = span.start + u32::try_from(lead).unwrap_or(0);
    Span::new(start, start + u32::try_from(len).unwrap_or(0))
}

pub(crate) const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

fn columns(indent: &str) -> u16 {
    let columns: usize = indent.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    u16::try_from(columns).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use policyglot_lexer::lex;

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let tokens = lex(text);
        let shown: Vec<_> = lines(&tokens)
            .iter()
            .map(|line| {
                let marker = line.marker.map_or("", |(_, span)| span.of(text));
                let gap = if line.gap { "/" } else { "" };
                format!("{gap}{}{marker}|{}", " ".repeat(line.indent.into()), line.body.of(text))
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn lines_know_marker_indent_and_gap() {
        check("a b \n\n  - c\r\n●d", &["|a b", "/  -|c", "●|d"]);
        check("\n\n", &[]);
        check("1.", &["1.|"]);
    }
}
