//! What must hold of every source, token and document.

use policyglot_input::{Format, Source};
use policyglot_lexer::{Span, Tokens, lex};
use policyglot_parser::{Document, Options, parse_with};

/// Decodes `bytes` as `format` and checks the text's places, then parses it with its hints and checks the document.
pub fn check_source(bytes: &[u8], format: Option<Format>) {
    let Ok(source) = Source::decode(bytes, format) else { return };
    let text = source.text();
    let mut last = Span::new(0, 0);
    for (at, char) in text.char_indices() {
        let origin = source.origin(Span::new(place(at), place(at + char.len_utf8())));
        assert!(origin.start >= last.start && origin.end >= last.end, "{origin} after {last}");
        assert!(origin.end as usize <= bytes.len(), "{origin} in {} bytes", bytes.len());
        last = origin;
    }
    for span in source.hints().iter().map(|hint| hint.span).chain(source.links().iter().map(|link| link.span)) {
        assert!(text.get(span.range()).is_some(), "{span} is no place of the text");
    }
    assert!(source.hints().is_sorted_by_key(|hint| hint.span.start));
    let tokens = lex(text);
    check_tokens(&tokens);
    check_document(&parse_with(&tokens, &Options::default().with_hints(source.hints())));
}

/// Tokens tile the text.
pub fn check_tokens(tokens: &Tokens<'_>) {
    let mut end = 0;
    for token in tokens.as_slice() {
        assert_eq!(token.span.start, end, "a gap or an overlap");
        assert!(!token.span.is_empty(), "an empty token at {end}");
        assert!(tokens.source().get(token.span.range()).is_some(), "{} cuts a character", token.span);
        end = token.span.end;
    }
    assert_eq!(end, place(tokens.source().len()), "the text goes on");
}

/// Every non-blank byte lies in exactly one block.
pub fn check_document(document: &Document<'_>) {
    let source = document.source();
    let mut end = 0;
    for block in document.blocks() {
        assert!(block.span.start >= end, "{} overlaps the block before it", block.span);
        let between = source.get(end as usize..block.span.start as usize).expect("blocks cut a character");
        assert!(is_blank(between), "{between:?} lies in no block");
        assert!(block.span.contains(block.body), "the body {} is not in {}", block.body, block.span);
        end = block.span.end;
    }
    let rest = source.get(end as usize..).expect("blocks cut a character");
    assert!(is_blank(rest), "{rest:?} lies in no block");
}

/// White space, and what nobody sees: soft hyphens, zero-width and direction marks.
fn is_blank(text: &str) -> bool {
    let invisible = |c| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}');
    text.chars().all(|c| c.is_whitespace() || invisible(c))
}

fn place(at: usize) -> u32 {
    u32::try_from(at).expect("fuzz inputs are small")
}
