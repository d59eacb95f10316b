//! What holds for the document of every text.

use policyglot_lexer::lex;
use policyglot_parser::{BlockKind, Document, Options, parse, parse_with};
use proptest::prelude::*;

/// Lines as policies have them, headings, lists and containers among them.
fn policy_like() -> impl Strategy<Value = String> {
    let start = prop_oneof![
        6 => Just(""), 1 => Just("● "), 1 => Just("○"), 1 => Just("- "), 1 => Just("  - "), 1 => Just("1. "), 1 => Just("2. "),
        1 => Just("(1) "), 1 => Just("(a)"), 1 => Just("V. "), 1 => Just("1.1 "), 1 => Just("3 "), 1 => Just("Article 2 "),
    ];
    let middle = prop_oneof![
        Just("Information we collect"),
        Just("We collect your name and your address when you write to us."),
        Just("Collected InformationWe collect your name."),
        Just("of the site.This policy applies to the site"),
        Just("we collect the following:"),
        Just("your name;"),
        Just("payment information: credit card"),
        Just("we disclose it where: (a) you agree; (b) the law says so; or (c) we sell the firm."),
        Just("Last updated: July 23, 2020"),
        Just("privacy@example.com"),
        Just("office：+65-6993-2383other office：+603-2280-6902"),
        Just("name | purpose"),
        Just("a\tb\tc"),
        Just("----"),
        Just("Where we store it. In Sweden."),
        Just("cookiescookies are small files."),
        Just("cookies are small files."),
        Just("如何使用您的信息："),
        Just("\u{200b}"),
        Just("Refuse?Yes, you can."),
    ];
    let end = prop_oneof![4 => Just("\n"), 1 => Just("\n\n"), 1 => Just("\r\n"), 1 => Just(" ")];
    proptest::collection::vec((start, middle, end), 0..32)
        .prop_map(|lines| lines.into_iter().flat_map(|(a, b, c)| [a, b, c]).collect())
}

fn visible(c: char) -> bool {
    let invisible =
        matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}');
    !c.is_whitespace() && !invisible
}

fn check(document: &Document<'_>) {
    let text = document.source();
    let mut end = 0;
    let mut depth = 0;
    for (at, block) in document.blocks().iter().enumerate() {
        let start = block.span.start as usize;
        assert!(start >= end, "blocks are in order and don't overlap");
        assert!(
            !text[end..start].chars().any(visible),
            "nothing visible lies between blocks: {:?}",
            &text[end..start]
        );
        assert!(!block.span.is_empty());
        end = block.span.end as usize;
        assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
        assert!(block.span.contains(block.body), "the body is part of the block");
        for inner in block.marker.iter().chain(&block.term).chain(&block.cells) {
            assert!(block.span.contains(*inner));
        }
        match block.kind {
            BlockKind::Item => {
                assert!((1..=8).contains(&block.depth));
                assert!(block.depth <= depth + 1, "no item is two deeper than the one before");
                depth = block.depth;
            }
            BlockKind::Duplicate | BlockKind::Boilerplate => {}
            _ => depth = 0,
        }
        assert_eq!(block.kind == BlockKind::Heading, (1..=8).contains(&block.level));
        assert!(block.of.is_none_or(|of| of.index() < document.blocks().len() && of.index() != at));
    }
    assert!(!text[end..].chars().any(visible), "nothing visible is left over");
    assert!(document.notes().is_sorted_by_key(|note| note.span));
    assert_eq!(document.parents().len(), document.blocks().len());
    let _ = document.outline().to_string();
}

proptest! {
    #[test]
    fn any_text(text in any::<String>()) {
        check(&parse(&text));
    }

    #[test]
    fn policy_like_text(text in policy_like()) {
        check(&parse(&text));
    }

    #[test]
    fn headings_change_labels_only(text in policy_like()) {
        let headings = ["information we collect", "cookies"];
        check(&parse_with(&lex(&text), &Options::default().with_headings(&headings)));
    }

    /// What is printed with markers of its own comes back as the same tree.
    #[test]
    fn printed_lists_come_back(depths in proptest::collection::vec(1_u8..=3, 1..12)) {
        let mut text = String::from("We collect the following from you when you write to us:\n");
        let mut expected = Vec::new();
        let mut depth = 0;
        for (at, wanted) in depths.into_iter().enumerate() {
            depth = wanted.min(depth + 1);
            let bullet = ["●", "○", "▪"][usize::from(depth) - 1];
            text.extend([bullet, " the thing number ", &at.to_string(), "\n"]);
            expected.push(depth);
        }
        let document = parse(&text);
        let found: Vec<u8> =
            document.blocks().iter().filter(|block| block.kind == BlockKind::Item).map(|block| block.depth).collect();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn hostile_sizes() {
    // Each is linear, or this test would not end.
    let check = |text: &str| check(&parse(text));
    check("");
    check(&"a".repeat(1 << 22));
    check(&"\n".repeat(1 << 22));
    check(&"a\n".repeat(1 << 18));
    check(&"Your DataWe use it. ".repeat(1 << 16));
    check(&"Your DataWe use it.\n".repeat(1 << 15));
    check(&"so it is.This too ".repeat(1 << 13));
    check(&"x: (a) one; (b) two; ".repeat(1 << 13));
    check(&"office：+65-6993-2383".repeat(1 << 12));
    check(&"1. ".repeat(1 << 18));
    check(&"a | b\n".repeat(1 << 15));
    check(&"|-|-\n".repeat(1 << 15));
    check(&(1..50_000).flat_map(|at| [at.to_string(), ". Data\n".to_owned()]).collect::<String>());
    check(&(1..50_000).flat_map(|at| [" ".repeat(at % 40), "● Data\n".to_owned()]).collect::<String>());
}
