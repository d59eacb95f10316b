//! What small pages become: each line with its hint and the bytes that it came from, beside the page.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::fmt::Write;
use std::path::Path;

use policyglot_input::Source;
use policyglot_parser::HintKind;

/// One line of the snapshot for each hint, then the lines without a hint in their places, then the links.
fn show(source: &Source<'_>) -> String {
    let mut out = format!("{} in {}\n\n", source.format().name(), source.encoding());
    let mut at = 0u32;
    for line in source.text().split('\n') {
        let end = at + u32::try_from(line.len()).unwrap();
        let hints = source.hints().iter().filter(|hint| at <= hint.span.start && hint.span.end <= end);
        let names: Vec<String> =
            hints.filter(|hint| hint.kind != HintKind::Cell).map(|hint| name(hint.kind)).collect();
        let span = policyglot_parser::Span::new(at, end);
        let origin = source.origin(span);
        let cells =
            source.hints().iter().filter(|hint| hint.kind == HintKind::Cell && span.contains(hint.span));
        let cells: Vec<&str> = cells.map(|hint| hint.span.of(source.text())).collect();
        let text = if cells.is_empty() { line.to_owned() } else { format!("[{}]", cells.join("] [")) };
        writeln!(out, "{:<18} {:>11}  {text}", names.join(" "), origin.to_string()).unwrap();
        at = end + 1;
    }
    out.push('\n');
    for link in source.links() {
        writeln!(out, "link {:?} -> {}", link.span.of(source.text()), link.target).unwrap();
    }
    out
}

fn name(kind: HintKind) -> String {
    match kind {
        HintKind::Heading { level } => format!("heading {level}"),
        HintKind::Item { depth, number: Some(number), .. } => format!("item {depth} n={number}"),
        HintKind::Item { depth, .. } => format!("item {depth}"),
        HintKind::Row { header: true } => "head row".to_owned(),
        HintKind::Row { header: false } => "row".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn check(path: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let bytes = std::fs::read(folder.join(path)).unwrap();
    let source = Source::decode(&bytes, None).unwrap();
    let (format, file) = path.split_once('/').unwrap();
    insta::with_settings!({
        snapshot_path => folder.join(format),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!(file, show(&source)) });
}

macro_rules! fixtures {
    ($($test:ident: $path:literal,)*) => { $(#[test] fn $test() { check($path); })* };
}

fixtures! {
    accordion: "html/accordion.html",
    breaks: "html/breaks.html",
    headings: "html/headings.html",
    hero: "html/hero.html",
    lists: "html/lists.html",
    site: "html/site.html",
    soup: "html/soup.html",
    tables: "html/tables.html",
    markdown: "markdown/policy.md",
}
