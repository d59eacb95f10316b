//! The scanner: text in, tokens out.

use crate::{Span, Token, TokenKind, Tokens};

/// Cuts `source` into tokens that tile it. Never fails, and takes time linear in the length of `source`.
pub fn lex(source: &str) -> Tokens<'_> {
    let mut tokens = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let text = line.trim_end_matches(['\n', '\r']);
        let middle = start + u32::try_from(text.len()).unwrap_or(u32::MAX);
        let end = start + u32::try_from(line.len()).unwrap_or(u32::MAX);
        if start < middle {
            tokens.push(Token { kind: TokenKind::Text, span: Span::new(start, middle) });
        }
        if middle < end {
            tokens.push(Token { kind: TokenKind::LineEnd, span: Span::new(middle, end) });
        }
        start = end;
    }
    Tokens { source, tokens }
}
