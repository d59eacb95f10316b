//! The same policy as a page and as Markdown has the same outline.
#![allow(clippy::unwrap_used, reason = "a test")]

use policyglot_input::{Format, Source};
use policyglot_lexer::lex;
use policyglot_parser::{Options, parse_with};

const MARKDOWN: &str = "\
# Privacy Policy

## What we collect

We collect, when you open an account:

- your name
- your payment data
  1. card number
  2. expiry date

## Whom we share it with

| Recipient | Purpose |
|-----------|---------|
| Banks     | payment |
| Couriers  | delivery |

## Contact

Write to [us](mailto:privacy@example.com) &amp; wait.
";

const HTML: &str = "\
<!DOCTYPE html><html><body><main>
<h1>Privacy Policy</h1>
<h2>What we collect</h2>
<p>We collect, when you open an account:</p>
<ul><li>your name<li>your payment data<ol><li>card number<li>expiry date</ol></ul>
<h2>Whom we share it with</h2>
<table><tr><th>Recipient<th>Purpose<tr><td>Banks<td>payment<tr><td>Couriers<td>delivery</table>
<h2>Contact</h2>
<p>Write to <a href='mailto:privacy@example.com'>us</a> &amp; wait.</p>
</main></body></html>
";

/// Kind, level, depth and text of each block.
fn outline(bytes: &[u8], format: Format) -> Vec<String> {
    let source = Source::decode(bytes, None).unwrap();
    assert_eq!(source.format(), format);
    let document = parse_with(&lex(source.text()), &Options::default().with_hints(source.hints()));
    let blocks = document.blocks().iter();
    let line = |block: &policyglot_parser::Block| {
        format!("{} {}{} {}", block.kind.name(), block.level, block.depth, block.body.of(source.text()))
    };
    blocks.map(line).collect()
}

#[test]
fn a_page_and_markdown_agree() {
    let page = outline(HTML.as_bytes(), Format::Html);
    assert_eq!(page, outline(MARKDOWN.as_bytes(), Format::Markdown));
    let expected = [
        "title 00 Privacy Policy",
        "heading 10 What we collect",
        "paragraph 00 We collect, when you open an account:",
        "item 01 your name",
        "item 01 your payment data",
        "item 02 card number",
        "item 02 expiry date",
        "heading 10 Whom we share it with",
        "row 00 Recipient\tPurpose",
        "row 00 Banks\tpayment",
        "row 00 Couriers\tdelivery",
        "heading 10 Contact",
        "paragraph 00 Write to us & wait.",
    ];
    assert_eq!(page, expected);
}

#[test]
fn encodings_agree() {
    let utf8 = outline(HTML.as_bytes(), Format::Html);
    let utf16: Vec<u8> = HTML.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(utf8, outline(&utf16, Format::Html));
}
