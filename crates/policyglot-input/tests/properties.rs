//! What holds for any bytes in any format.

use policyglot_input::{Format, Source};
use policyglot_parser::{HintKind, Span};
use proptest::prelude::*;

const FORMATS: [Option<Format>; 4] = [None, Some(Format::Text), Some(Format::Html), Some(Format::Markdown)];

/// Places, hints and links lie in the text, in order, on character boundaries; origins rise and lie in the file.
fn check_places(bytes: &[u8], source: &Source<'_>) {
    let text = source.text();
    let inside = |span: Span| {
        assert!(text.get(span.range()).is_some(), "{span} in {} bytes of text", text.len());
        let origin = source.origin(span);
        assert!(origin.end as usize <= bytes.len(), "{origin} in {} bytes", bytes.len());
        assert!(origin.start <= origin.end);
    };
    source.hints().iter().for_each(|hint| inside(hint.span));
    source.links().iter().for_each(|link| inside(link.span));
    assert!(source.hints().is_sorted_by_key(|hint| hint.span.start));
    let lines = source.hints().iter().filter(|hint| !matches!(hint.kind, HintKind::Cell | HintKind::Bold));
    let lines: Vec<Span> = lines.map(|hint| hint.span).collect();
    assert!(lines.windows(2).all(|pair| pair[0].end < pair[1].start), "lines overlap");
    if source.format() != Format::Text {
        assert!(lines.iter().all(|line| !line.is_empty() && !line.of(text).contains('\n')));
    }
    let mut last = Span::new(0, 0);
    for (at, char) in text.char_indices() {
        let span = Span::new(place(at), place(at + char.len_utf8()));
        inside(span);
        let origin = source.origin(span);
        assert!(origin.start >= last.start && origin.end >= last.end, "{origin} after {last}");
        last = origin;
    }
}

/// Each character of the text stands in the source as itself, or as white space, a character reference, an escape,
/// a tag that breaks a line, or nothing.
fn check_slices(markup: &str, source: &Source<'_>) {
    for (at, char) in source.text().char_indices() {
        let span = Span::new(place(at), place(at + char.len_utf8()));
        let origin = source.origin(span);
        let slice = markup.get(origin.range()).expect("origins are on character boundaries");
        let same = slice == char.encode_utf8(&mut [0; 4]);
        let white = char.is_whitespace() && slice.len() <= 1;
        let stands_for = slice.starts_with('&') || slice.starts_with('\\');
        assert!(same || white || stands_for, "{char:?} from {slice:?} at {origin}");
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).expect("small")
}

fn check(bytes: &[u8]) {
    for format in FORMATS {
        if let Ok(source) = Source::decode(bytes, format) {
            check_places(bytes, &source);
            if let (Ok(text), "UTF-8") = (std::str::from_utf8(bytes), source.encoding()) {
                check_slices(text, &source);
            }
        }
    }
}

/// Tags, attributes, text, references and damage in any order.
fn html() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "p", "div", "li", "ul", "ol", "h1", "h2", "b", "a", "span", "table", "tr", "td", "th", "thead",
        "tbody", "dl", "dt", "dd", "main", "nav", "header", "footer", "aside", "article", "button",
        "summary", "pre", "title", "br", "select", "svg", "script", "style", "template", "textarea", "x-y",
        "body", "caption", "section",
    ]);
    let attributes = prop::sample::select(vec![
        "",
        "",
        "",
        " hidden",
        " class=\"nav menu\"",
        " id='cookie-banner'",
        " style=\"display:none;font-weight:700\"",
        " href=#x",
        " href='https://a.b'",
        " start=3",
        " value=7",
        " rowspan=3",
        " colspan=2",
        " role=heading aria-level=2",
        " role=main",
        " aria-expanded=true",
        " class=material-icons",
        " a=\"&amp;<>\"",
    ]);
    let start = (name.clone(), attributes).prop_map(|(name, attributes)| format!("<{name}{attributes}>"));
    let end = name.prop_map(|name| format!("</{name}>"));
    let text = prop::sample::select(vec![
        "We collect",
        " ",
        "\n  ",
        "data",
        "&amp;",
        "&nbsp;",
        "&eacute;",
        "&#8226; ",
        "&notit;",
        "&#x41",
        "&",
        " < 5 ",
        "</>",
        "<!-- c -->",
        "<!",
        "<",
        "\u{A0}",
        "ö",
        "隐私",
        "\r\n",
        "\t",
        "\0",
        "<br/>",
        "&#10;",
        "<![CDATA[x]]>",
        "A long sentence that says what a company does with the data of its customers, at length.",
        "\u{200B}",
    ]);
    prop::collection::vec(prop_oneof![3 => start, 2 => end, 4 => text.prop_map(str::to_owned)], 0..60)
        .prop_map(|parts| parts.concat())
}

/// Pieces of Markdown in any order.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "# ",
        "## ",
        "- ",
        "* ",
        "3. ",
        "   ",
        "\n",
        "\n\n",
        "  \n",
        "**",
        "*",
        "_",
        "`",
        "``",
        "[here]",
        "(https://a.b)",
        "(#x)",
        "![",
        "](b.png)",
        "| a | b |\n",
        "|---|---|\n",
        "| 1 |\n",
        "> ",
        "<br>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "&amp;",
        "&nbsp;",
        "\\.",
        "\\",
        "data",
        " word ",
        "ö",
        "\u{A0}",
        "    code\n",
        "```\n",
        "---\n",
        "<a@b.c>",
        "&#0;",
        "\r\n",
        "\0",
        "\t",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_link_to_a_heading_that_nobody_closes() {
    let page = "<h2>x<a href=#>¶</d></h2>";
    let source = Source::decode(page.as_bytes(), Some(Format::Html)).expect("a page");
    check_places(page.as_bytes(), &source);
    assert_eq!(source.text(), "x");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn any_text(text in any::<String>()) {
        check(text.as_bytes());
    }

    #[test]
    fn any_html(text in html()) {
        check(text.as_bytes());
    }

    #[test]
    fn any_markdown(text in markdown()) {
        check(text.as_bytes());
    }

    #[test]
    fn any_wide_text(text in any::<String>(), big in any::<bool>()) {
        let units = format!("\u{FEFF}{text}");
        let units = units.encode_utf16();
        let bytes: Vec<u8> = units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
        // A zero character after the mark reads as a mark of four bytes.
        prop_assume!(!text.starts_with('\0'));
        let source = Source::decode(&bytes, Some(Format::Text)).expect("text");
        prop_assert_eq!(source.text(), text);
        check_places(&bytes, &source);
    }

    #[test]
    fn html_shows_what_the_tokenizer_decodes(text in "([a-z &;#<>]|&[a-z]{2,8};?|&#[0-9]{1,4};?|&#x[0-9a-f]{1,4};|</>){0,30}") {
        let page = format!("<p>{text}");
        let mut shown = String::new();
        for Ok(token) in html5gum::Tokenizer::new(&page) {
            match token {
                html5gum::Token::String(string) => shown.push_str(&String::from_utf8_lossy(&string)),
                html5gum::Token::StartTag(_) | html5gum::Token::EndTag(_) => prop_assume!(shown.is_empty()),
                _ => {}
            }
        }
        let source = Source::decode(page.as_bytes(), Some(Format::Html)).expect("text");
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let blank = ['\u{A0}', '\u{200B}', '\u{FEFF}', '\u{AD}', ' '];
        let words = |text: &str| words(text).trim_start_matches(blank).to_owned();
        prop_assert_eq!(words(source.text()), words(&shown));
    }
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(256)
}
