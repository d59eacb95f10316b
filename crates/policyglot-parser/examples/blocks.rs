//! Predictions for a dataset of flattened policies: `blocks DATASET.jsonl HEADINGS.txt > PREDICTIONS.jsonl`; for one
//! text file: `blocks FILE.txt HEADINGS.txt`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program")]

use policyglot_lexer::lex;
use policyglot_parser::{BlockKind, Document, Options, parse_with};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let usage = "usage: blocks DATASET.jsonl|FILE.txt HEADINGS.txt";
    let path = args.next().ok_or(usage)?;
    let input = std::fs::read_to_string(&path)?;
    let headings = std::fs::read_to_string(args.next().ok_or(usage)?)?;
    let headings: Vec<&str> =
        headings.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let options = Options::default().with_headings(&headings);
    if std::path::Path::new(&path).extension().is_none_or(|extension| extension != "jsonl") {
        println!("{}", json!({ "blocks": blocks(&parse_with(&lex(&input), &options)) }));
        return Ok(());
    }
    for line in input.lines() {
        let document: Value = serde_json::from_str(line)?;
        let text = document["text"].as_str().unwrap_or_default();
        let blocks = blocks(&parse_with(&lex(text), &options));
        println!("{}", json!({ "id": document["id"], "mode": document["mode"], "blocks": blocks }));
    }
    Ok(())
}

fn blocks(document: &Document<'_>) -> Vec<Value> {
    let source = document.source();
    document
        .blocks()
        .iter()
        .map(|block| {
            // A section's number is part of what people see; only a number that a scrape left bare is not.
            let numbered = block.kind == BlockKind::Heading
                && block.marker.is_some_and(|marker| marker.of(source).ends_with(['.', ')', '、']));
            let text = if numbered { block.span } else { block.body }
                .of(source)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            let mut value = json!({ "kind": block.kind.name(), "text": text });
            match block.kind {
                BlockKind::Heading => value["level"] = block.level.into(),
                BlockKind::Item => value["depth"] = block.depth.into(),
                BlockKind::Title => value["level"] = (-1).into(),
                _ => {}
            }
            value
        })
        .collect()
}
