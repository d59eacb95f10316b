//! What holds for the tokens of every text.

use policyglot_lexer::{TokenKind, lex, marker, marker_value};
use proptest::prelude::*;

/// Lines as policies have them: random strings seldom reach the rules for markers and sentence ends.
fn policy_like() -> impl Strategy<Value = String> {
    let start = prop_oneof![
        Just(""),
        Just("● "),
        Just("●"),
        Just("- "),
        Just("o "),
        Just("1. "),
        Just("2)"),
        Just("(3) "),
        Just("(iv)"),
        Just("V. "),
        Just("a)"),
        Just("1.2.3 "),
        Just("１．"),
        Just("三、"),
        Just("§ 3 "),
        Just("Article 5 "),
        Just("\u{f0b7}\t"),
        Just("  "),
        Just("\u{a0}\u{3000}"),
        Just("\u{feff}"),
        Just("12 How"),
        Just("27001:2013 "),
    ];
    let middle = prop_oneof![
        Just("We collect your data."),
        Just("of the site.this policy"),
        Just("see https://example.com/a: yes"),
        Just("except where: (a) it is; or (b) not"),
        Just("Inc. and e.g. U.S. law!"),
        Just("name：text。"),
        Just("“so”?Yes"),
        Just("a  b\tc\u{200b}d"),
        Just(""),
        Just("[email\u{a0}protected]"),
        Just("10:30"),
        Just("…"),
    ];
    let end = prop_oneof![
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\n\n \n"),
        Just("\u{2028}"),
        Just("\u{85}"),
        Just(" \n"),
        Just("")
    ];
    proptest::collection::vec((start, middle, end), 0..24)
        .prop_map(|lines| lines.into_iter().flat_map(|(a, b, c)| [a, b, c]).collect())
}

fn check(text: &str) {
    let tokens = lex(text);
    let mut end = 0;
    for &token in tokens.as_slice() {
        assert_eq!(token.span.start, end, "tokens tile the source");
        assert!(!token.span.is_empty(), "no token is empty");
        end = token.span.end;
        let piece = tokens.text(token);
        assert_eq!(piece.len(), token.span.len() as usize, "tokens end at character boundaries");
        match token.kind {
            TokenKind::Marker(style) => {
                let rest = &text[token.span.start as usize..];
                let (again, len) = marker(rest).expect("a marker token is a marker");
                assert_eq!((again, len), (style, piece.len()));
                assert_eq!(
                    style.counts(),
                    marker_value(piece).is_some() && style.counts(),
                    "{piece:?} counts"
                );
            }
            TokenKind::Enumerator(style) if style.counts() => assert!(piece.starts_with(['(', '（'])),
            TokenKind::Enumerator(style) => assert_eq!(marker(piece), Some((style, piece.len()))),
            TokenKind::Colon => assert!(matches!(piece, ":" | "：")),
            TokenKind::SentenceEnd | TokenKind::GluedEnd => {
                assert!(piece.starts_with(['.', '!', '?', '。', '！', '？']));
            }
            kind if kind.is_blank() => {
                let invisible = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}');
                assert!(piece.chars().all(|c| c.is_whitespace() || invisible(c)), "{kind:?} {piece:?}");
            }
            _ => {}
        }
    }
    assert_eq!(end as usize, text.len());
}

proptest! {
    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn policy_like_text(text in policy_like()) {
        check(&text);
    }
}

#[test]
fn hostile_sizes() {
    // Each is linear, or this test would not end.
    check(&"a".repeat(1 << 22));
    check(&"\n".repeat(1 << 22));
    check(&".".repeat(1 << 20));
    check(&"(".repeat(1 << 20));
    check(&"a.".repeat(1 << 20));
    check(&" \u{200b}".repeat(1 << 20));
    check(&"●".repeat(1 << 20));
    check(&"1.".repeat(1 << 20));
}
