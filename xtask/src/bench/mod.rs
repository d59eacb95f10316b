//! Speed and memory: each stage over the given files, beside other readers of the same bytes, in the same run.

mod beside;
mod clock;
mod shape;

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use allocation_counter::measure;
use policyglot_input::{Format, Source};
use policyglot_lexer::{LineIndex, Span, lex};
use policyglot_model::record::{Context, Places, facts};
use policyglot_model::{Lexicon, headings};
use policyglot_parser::{Options, parse, parse_with};

use self::clock::{fastest, race};
use crate::TaskError;
use crate::subject::{lexicon, read};

/// Prints how fast the lexer and parser are beside pulldown-cmark; megabytes a second of each stage over the files, one
/// file after the other; the time from start to end of one document; nanoseconds a byte as a text grows, to 1 GiB if
/// `large`; and the worst shapes of text.
///
/// The vocabulary is unpacked once for all stages, in a run that is not the fastest; only the time from start to end has it.
///
/// # Errors
///
/// Where a file can't be read or holds no text.
#[expect(clippy::print_stdout, reason = "each table is shown as soon as it is measured")]
pub fn run(paths: &[PathBuf], large: bool) -> Result<(), TaskError> {
    let texts = texts(paths)?;
    let pages: Vec<String> = texts.iter().map(|text| page(&text.text)).collect();
    let lexicon = lexicon()?;
    print!("{}", beside::table(&texts, &pages));
    print!("\n{}", stages(&texts, &pages, &lexicon));
    print!("\n{}", start(&texts)?);
    let most = if large { 1 << 30 } else { 64 << 20 };
    print!("\n{}", shape::growth(&texts, &lexicon, most));
    print!("\n{}", shape::shapes());
    Ok(())
}

/// One of the files.
struct Text {
    name: String,
    text: String,
}

impl Text {
    fn read(path: &Path) -> Result<Self, TaskError> {
        let text = String::from_utf8(read(path)?).map_err(|_| TaskError::format(path, "not UTF-8"))?;
        Ok(Self { name: path.to_string_lossy().into_owned(), text })
    }

    fn is_markdown(&self) -> bool {
        Path::new(&self.name).extension().is_some_and(|extension| extension == "md")
    }
}

/// The UTF-8 texts of the files and of the files in the folders.
fn texts(paths: &[PathBuf]) -> Result<Vec<Text>, TaskError> {
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
    files.iter().map(|path| Text::read(path)).collect()
}

/// A stage over one text; what comes out counts something, so that no work is left out.
type Stage<'l> = (&'static str, Box<dyn Fn(&str) -> usize + 'l>);

/// The stages over texts that take little time.
fn light_stages() -> Vec<Stage<'static>> {
    vec![
        ("memchr: count lines", Box::new(|text| memchr::memchr_iter(b'\n', text.as_bytes()).count())),
        ("std: check UTF-8", Box::new(|text| std::str::from_utf8(text.as_bytes()).map_or(0, str::len))),
        ("pulldown-cmark: events", Box::new(beside::events)),
        ("lex", Box::new(|text| lex(text).as_slice().len())),
        ("lex + parse", Box::new(|text| parse(text).blocks().len())),
        ("decode Markdown", Box::new(|text| decode(text, Format::Markdown))),
    ]
}

/// Those that take more.
fn heavy_stages(lexicon: &Lexicon) -> Vec<Stage<'_>> {
    vec![
        ("lex + parse + read", Box::new(|text| policyglot_model::read(&parse(text), lexicon).facts.len())),
        ("… + records", Box::new(|text| extract(text, lexicon))),
    ]
}

/// The stages over pages.
fn page_stages() -> Vec<Stage<'static>> {
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
fn start(texts: &[Text]) -> Result<String, TaskError> {
    let mut by_length: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
    by_length.sort_by_key(|text| text.len());
    let text = by_length.get(by_length.len() / 2).copied().unwrap_or_default();
    lexicon()?;
    let time =
        fastest(Duration::from_millis(300), || lexicon().map(|lexicon| black_box(extract(text, &lexicon))));
    Ok(format!("start to end, one document of {} bytes: {:.1} ms\n", text.len(), time.as_secs_f64() * 1e3))
}

fn decode(text: &str, format: Format) -> usize {
    Source::decode(text.as_bytes(), Some(format))
        .map_or(0, |source| source.text().len() + source.hints().len())
}

fn stages(texts: &[Text], pages: &[String], lexicon: &Lexicon) -> String {
    let texts: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let mut table =
        format!("{:24}{:>9}{:>12}{:>16}{:>12}\n", "stage", "MB", "MB/s", "allocations/KB", "peak/input");
    let mut rows = |stages: Vec<Stage<'_>>, texts: &[&str]| {
        let bytes: usize = texts.iter().map(|text| text.len()).sum();
        let longest = texts.iter().map(|text| text.len()).max().unwrap_or(0);
        let pass = |stage: &Stage<'_>| texts.iter().map(|text| stage.1(text)).sum::<usize>();
        let works: Vec<_> = stages.iter().map(|stage| move || pass(stage)).collect();
        let works: Vec<&dyn Fn() -> usize> = works.iter().map(|work| work as _).collect();
        for (stage, time) in stages.iter().zip(race(Duration::from_secs(2), &works)) {
            let heap = measure(|| {
                black_box(pass(stage));
            });
            let _ = writeln!(
                table,
                "{:24}{:9.1}{:12.1}{:16.2}{:12.2}",
                stage.0,
                megabytes(bytes),
                megabytes(bytes) / time.as_secs_f64(),
                float(heap.count_total) / (float(bytes as u64) / 1024.0).max(1.0),
                float(heap.bytes_max) / float(longest as u64).max(1.0),
            );
        }
    };
    rows(light_stages(), &texts);
    rows(heavy_stages(lexicon), &texts);
    rows(page_stages(), &pages);
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

fn megabytes(bytes: usize) -> f64 {
    float(bytes as u64) / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "figures for people, far below 2^52")]
fn float(number: u64) -> f64 {
    number as f64
}
