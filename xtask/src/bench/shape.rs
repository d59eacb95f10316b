//! How time and memory grow with the text, and what the worst shapes of text cost.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use allocation_counter::measure;
use policyglot_input::Format;
use policyglot_lexer::lex;
use policyglot_model::Lexicon;
use policyglot_parser::parse;

use super::clock::fastest;
use super::{Text, decode, float, megabytes, repeated};

/// Nanoseconds a byte as the text grows: the same figure in every row is linear time.
pub(super) fn growth(texts: &[Text], lexicon: &Lexicon, most: usize) -> String {
    let all = texts.iter().map(|text| text.text.as_str()).collect::<String>();
    let mut table = format!(
        "{:>12}{:>14}{:>14}{:>14}{:>14}\n",
        "bytes", "lex ns/B", "parse ns/B", "read ns/B", "parse peak"
    );
    let mut size = 1024;
    while size <= most && !all.is_empty() {
        let text = repeated(&all, size);
        let least = Duration::from_millis(if size < 1 << 20 { 50 } else { 1 });
        let per_byte = |time: Duration| time.as_secs_f64() * 1e9 / float(text.len() as u64).max(1.0);
        let lexed = per_byte(fastest(least, || black_box(lex(&text).as_slice().len())));
        let parsed = per_byte(fastest(least, || black_box(parse(&text).blocks().len())));
        // Reading keeps more than the text; beyond this size it says nothing new.
        let read = (size <= 16 << 20).then(|| {
            let document = parse(&text);
            per_byte(fastest(least, || black_box(policyglot_model::read(&document, lexicon).facts.len())))
        });
        let read = read.map_or_else(|| format!("{:>14}", "-"), |read| format!("{read:14.2}"));
        let peak =
            float(measure(|| drop(black_box(parse(&text)))).bytes_max) / float(text.len() as u64).max(1.0);
        let _ = writeln!(table, "{:12}{lexed:14.2}{parsed:14.2}{read}{peak:13.2}×", text.len());
        size *= 4;
    }
    table
}

/// The worst that files hold.
pub(super) fn shapes() -> String {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let noise: Vec<u8> = (0..16 << 20)
        .map(|_| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            random.to_le_bytes()[3]
        })
        .collect();
    let nested =
        (0..100_000_usize).fold(String::new(), |text, depth| text + &" ".repeat(depth.min(200)) + "- a\n");
    let shapes: [(&str, String); 8] = [
        ("empty", String::new()),
        ("64 MiB in one line", "we collect your name and address. ".repeat((64 << 20) / 34)),
        ("64 MiB without a space", "a".repeat(64 << 20)),
        ("10 million line ends", "\n".repeat(10_000_000)),
        ("100,000 nested markers", nested),
        ("100,000 markers in a line", "(a) ".repeat(100_000)),
        ("one line 100,000 times", "Your personal data\n".repeat(100_000)),
        ("16 MiB of noise", String::from_utf8_lossy(&noise).into_owned()),
    ];
    let mut table = format!("{:28}{:>10}{:>12}{:>12}\n", "shape", "MB", "parse ms", "peak/input");
    let mut row = |name: &str, bytes: usize, work: &dyn Fn() -> usize| {
        let start = Instant::now();
        let heap = measure(|| {
            black_box(work());
        });
        let time = start.elapsed().as_secs_f64() * 1e3;
        let peak = float(heap.bytes_max) / float(bytes as u64).max(1.0);
        let _ = writeln!(table, "{name:28}{:10.1}{time:12.1}{peak:12.2}", megabytes(bytes));
    };
    for (name, text) in &shapes {
        row(name, text.len(), &|| parse(text).blocks().len());
    }
    let divs = "<div>".repeat(100_000);
    row("HTML: 100,000 nested div", divs.len(), &|| decode(&divs, Format::Html));
    let quotes = "> ".repeat(100_000);
    row("Markdown: 100,000 quotes", quotes.len(), &|| decode(&quotes, Format::Markdown));
    table
}
