//! Speed and memory: each stage over the given files, beside other readers of the same bytes, in the same run.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use allocation_counter::measure;
use policyglot_input::{Format, Source};
use policyglot_lexer::{LineIndex, Span, lex};
use policyglot_model::record::{Context, Places, facts};
use policyglot_model::{Lexicon, headings};
use policyglot_parser::{Options, parse, parse_with};

use crate::TaskError;
use crate::subject::{lexicon, read};

/// Prints megabytes a second of each stage over the files, one file after the other; the time from start to end of one
/// document; nanoseconds a byte as a text grows; and the worst shapes of text.
///
/// The vocabulary is built once for all stages, in a run that is not the fastest; only the time from start to end has it.
///
/// # Errors
///
/// Where a file can't be read or holds no text.
#[expect(clippy::print_stdout, reason = "each table is shown as soon as it is measured")]
pub fn run(paths: &[PathBuf], large: bool) -> Result<(), TaskError> {
    let texts = texts(paths)?;
    let lexicon = lexicon()?;
    print!("{}", stages(&texts, &lexicon));
    print!("\n{}", start(&texts)?);
    let most = if large { 1 << 30 } else { 64 << 20 };
    print!("\n{}", growth(&texts, &lexicon, most));
    print!("\n{}", shapes());
    Ok(())
}

/// The UTF-8 texts of the files and of the files in the folders.
fn texts(paths: &[PathBuf]) -> Result<Vec<String>, TaskError> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let wrong = |error| TaskError::io(path, error);
            for entry in std::fs::read_dir(path).map_err(wrong)? {
                files.push(entry.map_err(wrong)?.path());
            }
        } else {
            files.push(path.clone());
        }
    }
    files.sort();
    files.retain(|path| path.is_file());
    files.iter().map(|path| text(path)).collect()
}

fn text(path: &Path) -> Result<String, TaskError> {
    String::from_utf8(read(path)?).map_err(|_| TaskError::format(path, "not UTF-8"))
}

/// A stage over one text; what comes out counts something, so that no work is left out.
type Stage<'l> = (&'static str, Box<dyn Fn(&str) -> usize + 'l>);

fn text_stages(lexicon: &Lexicon) -> Vec<Stage<'_>> {
    vec![
        ("memchr: count lines", Box::new(|text| memchr::memchr_iter(b'\n', text.as_bytes()).count())),
        ("std: check UTF-8", Box::new(|text| std::str::from_utf8(text.as_bytes()).map_or(0, str::len))),
        (
            "pulldown-cmark: events",
            Box::new(|text| {
                pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::ENABLE_TABLES).count()
            }),
        ),
        ("lex", Box::new(|text| lex(text).as_slice().len())),
        ("lex + parse", Box::new(|text| parse(text).blocks().len())),
        ("lex + parse + read", Box::new(|text| policyglot_model::read(&parse(text), lexicon).facts.len())),
        ("… + records", Box::new(|text| extract(text, lexicon))),
        ("decode Markdown", Box::new(|text| decode(text, Format::Markdown))),
    ]
}

fn html_stages() -> Vec<Stage<'static>> {
    vec![
        ("html5gum: tokens", Box::new(policyglot_input::tokenize_only)),
        ("decode HTML", Box::new(|html| decode(html, Format::Html))),
    ]
}

/// All that `policyglot extract` does to a flat text but for reading the file and writing JSON: how many records.
fn extract(text: &str, lexicon: &Lexicon) -> usize {
    let headings: Vec<&str> = headings().collect();
    let document = parse_with(&lex(text), &Options::default().with_headings(&headings));
    let policy = policyglot_model::read(&document, lexicon);
    let places = Flat(LineIndex::new(text.as_bytes()));
    let context = Context::new("", &document, &places);
    facts(&context, &policy, lexicon.concepts()).map(black_box).count()
}

/// A text that is its own file.
struct Flat(LineIndex);

impl Places for Flat {
    fn origin(&self, span: Span) -> Span {
        span
    }

    fn line(&self, offset: u32) -> u32 {
        self.0.line(offset).get()
    }
}

/// From nothing to the records of one document: what a run of the program costs, vocabulary and all.
fn start(texts: &[String]) -> Result<String, TaskError> {
    let mut by_length: Vec<&String> = texts.iter().collect();
    by_length.sort_by_key(|text| text.len());
    let text = by_length.get(by_length.len() / 2).map_or("", |text| text.as_str());
    lexicon()?;
    let time =
        fastest(Duration::from_millis(300), || lexicon().map(|lexicon| black_box(extract(text, &lexicon))));
    Ok(format!("start to end, one document of {} bytes: {:.1} ms\n", text.len(), time.as_secs_f64() * 1e3))
}

fn decode(text: &str, format: Format) -> usize {
    Source::decode(text.as_bytes(), Some(format))
        .map_or(0, |source| source.text().len() + source.hints().len())
}

fn stages(texts: &[String], lexicon: &Lexicon) -> String {
    let pages: Vec<String> = texts.iter().map(|text| page(text)).collect();
    let mut table =
        format!("{:24}{:>9}{:>12}{:>16}{:>12}\n", "stage", "MB", "MB/s", "allocations/KB", "peak/input");
    let mut rows = |stages: Vec<Stage<'_>>, texts: &[String]| {
        let bytes: usize = texts.iter().map(String::len).sum();
        let longest = texts.iter().map(String::len).max().unwrap_or(0);
        for (name, stage) in stages {
            let pass = || texts.iter().map(|text| stage(text)).sum::<usize>();
            let time = fastest(Duration::from_millis(700), || black_box(pass()));
            let heap = measure(|| {
                black_box(pass());
            });
            let _ = writeln!(
                table,
                "{name:24}{:9.1}{:12.1}{:16.2}{:12.2}",
                megabytes(bytes),
                megabytes(bytes) / time.as_secs_f64(),
                float(heap.count_total) / (float(bytes as u64) / 1024.0).max(1.0),
                float(heap.bytes_max) / float(longest as u64).max(1.0),
            );
        }
    };
    rows(text_stages(lexicon), texts);
    rows(html_stages(), &pages);
    table
}

/// A Markdown text as a page, to have HTML of the same content.
fn page(text: &str) -> String {
    let mut page = String::from("<!DOCTYPE html><html><head><title>Policy</title></head><body>\n");
    let events = pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::ENABLE_TABLES);
    pulldown_cmark::html::push_html(&mut page, events);
    page.push_str("</body></html>\n");
    page
}

/// Nanoseconds a byte as the text grows: the same figure in every row is linear time.
fn growth(texts: &[String], lexicon: &Lexicon, most: usize) -> String {
    let all = texts.concat();
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
fn shapes() -> String {
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

/// The text again and again until `size` bytes, cut at a character.
fn repeated(text: &str, size: usize) -> String {
    let mut repeated = text.repeat(size.div_ceil(text.len().max(1)));
    let mut end = size.min(repeated.len());
    while !repeated.is_char_boundary(end) {
        end -= 1;
    }
    repeated.truncate(end);
    repeated
}

/// The fastest of at least two runs that together take at least `least`: what else the machine does only slows.
fn fastest<T>(least: Duration, mut work: impl FnMut() -> T) -> Duration {
    let mut best = Duration::MAX;
    let mut spent = Duration::ZERO;
    let mut runs = 0;
    while runs < 2 || spent < least {
        let start = Instant::now();
        drop(work());
        let time = start.elapsed();
        best = best.min(time);
        spent += time;
        runs += 1;
    }
    best.max(Duration::from_nanos(1))
}

fn megabytes(bytes: usize) -> f64 {
    float(bytes as u64) / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "figures for people, far below 2^52")]
fn float(number: u64) -> f64 {
    number as f64
}
