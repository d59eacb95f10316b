//! The lexer and parser beside pulldown-cmark, and the reader of pages beside html5gum, over the same bytes in turns.

use std::fmt::Write as _;
use std::time::Duration;

use policyglot_input::Format;
use policyglot_lexer::lex;
use policyglot_parser::parse;
use pulldown_cmark::{Options, Parser};

use super::clock::race;
use super::{Text, decode, float, megabytes, repeated};
use crate::flatten::{Mode, render_flat};

/// Megabytes a second over the files as they stand, over what each way of flattening leaves of the Markdown among them,
/// and over each of these as one text beyond the caches; then over the pages that the Markdown makes.
pub(super) fn table(texts: &[Text], pages: &[String]) -> String {
    let mut table = format!(
        "{:24}{:>8}{:>8}{:>18}{:>8}{:>13}{:>17}\n",
        "lexer and parser over", "MB", "B/line", "pulldown-cmark", "lex", "lex + parse", "parse/pulldown"
    );
    let mut corpora = vec![("the files".to_owned(), texts.iter().map(|text| text.text.clone()).collect())];
    for mode in Mode::FIRST {
        let flat = texts.iter().filter(|text| text.is_markdown());
        let flat: Vec<String> = flat.map(|text| render_flat(&text.text, &text.name, mode)).collect();
        if !flat.is_empty() {
            corpora.push((format!("flattened, {}", mode.name()), flat));
        }
    }
    for (name, texts) in &corpora {
        let _ = writeln!(table, "{}", row(name, texts));
    }
    for (name, texts) in &corpora {
        let all = texts.concat();
        let long = repeated(&all, all.len() * LONG.div_ceil(all.len().max(1)));
        let _ = writeln!(table, "{}", row(&format!("{name}, one text"), &[long]));
    }
    let _ = write!(table, "\n{}", page_row(pages));
    table
}

/// So many bytes are beyond the caches of most machines.
const LONG: usize = 14_000_000;

/// All the events that pulldown-cmark makes of a text.
pub(super) fn events(text: &str) -> usize {
    Parser::new_ext(text, Options::ENABLE_TABLES).count()
}

fn row(name: &str, texts: &[String]) -> String {
    let bytes: usize = texts.iter().map(String::len).sum();
    let lines: usize = texts.iter().map(|text| text.lines().count()).sum();
    let all = |work: fn(&str) -> usize| move || texts.iter().map(|text| work(text)).sum::<usize>();
    let works: [&dyn Fn() -> usize; 3] =
        [&all(events), &all(|text| lex(text).as_slice().len()), &all(|text| parse(text).blocks().len())];
    let times = race(Duration::from_secs(1), &works);
    let speed = |at: usize| megabytes(bytes) / times[at].as_secs_f64();
    format!(
        "{name:24}{:8.1}{:8}{:18.0}{:8.0}{:13.0}{:16.2}×",
        megabytes(bytes),
        bytes / lines.max(1),
        speed(0),
        speed(1),
        speed(2),
        speed(2) / speed(0),
    )
}

fn page_row(pages: &[String]) -> String {
    let bytes: usize = pages.iter().map(String::len).sum();
    let works: [&dyn Fn() -> usize; 2] =
        [&|| pages.iter().map(|page| policyglot_input::tokenize_only(page)).sum(), &|| {
            pages.iter().map(|page| decode(page, Format::Html)).sum()
        }];
    let times = race(Duration::from_secs(1), &works);
    let seconds: Vec<f64> = times.iter().map(Duration::as_secs_f64).collect();
    format!(
        "{:.1} MB of pages: html5gum's tokens {:.0} MB/s, decoded {:.0} MB/s: {:.2} × the time of html5gum alone\n",
        float(bytes as u64) / 1e6,
        megabytes(bytes) / seconds[0],
        megabytes(bytes) / seconds[1],
        seconds[1] / seconds[0],
    )
}
