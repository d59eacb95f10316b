//! Structure recovered from flattened documents.
//!
//! A dataset has one JSON object a line: `{"id", "mode", "text", "gold": [{"kind", "text", "level"?, "depth"?,
//! "ambiguous"?}]}`. Figures a mode: F1 of headings, of headings under the right heading, of items, of items under the
//! right item, of paragraphs; `structure`, the mean of the five; and `kept`, the share of the gold's words that stand
//! somewhere in the blocks.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::Hash;
use std::path::Path;

use policyglot_model::record::collapse;
use policyglot_parser::{BlockKind, Document};

use super::text::{unmarked, words};
use super::{Counts, ratio};
use crate::TaskError;
use crate::dataset::{Case, GoldBlock, cases, ids};
use crate::fit::{Fitted, fit};
use crate::subject::Subject;

/// What to score, and what to show.
#[derive(Clone, Copy, Debug, Default)]
pub struct StructureOptions {
    /// One half of the documents only: rules tuned on one half are measured on the other.
    pub half: Option<Half>,
    /// Count the document's title as the heading of level 1 that it is in Markdown, with the sections a level below it.
    /// Without it, titles and sections are siblings, as their levels alone say.
    pub rooted: bool,
    /// Cross-validate: cut the documents into so many folds, and parse each by weights fitted to the others.
    pub folds: Option<usize>,
    /// List so many of the worst documents.
    pub worst: usize,
    /// List the blocks that were taken for something else.
    pub misses: bool,
}

/// Every other document of a dataset, in the order of its ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// The first, third, fifth, …
    Odd,
    /// The second, fourth, sixth, …
    Even,
}

const NAMES: [&str; 5] = ["heading", "h-parent", "item", "i-parent", "paragraph"];

/// Parses every text of the dataset and compares it with its gold; the table, as text.
///
/// # Errors
///
/// Where the dataset can't be read or is none.
pub fn structure(dataset: &Path, options: StructureOptions) -> Result<String, TaskError> {
    let mut modes: Vec<(String, Tally)> = Vec::new();
    let mut documents = Vec::new();
    let mut misses = String::new();
    let cases = half(cases(dataset)?, options.half);
    for (fitted, cases) in folds(cases, options.folds) {
        for case in cases {
            let subject = Subject::decode(dataset, case.text.as_bytes())?;
            let document = match &fitted {
                Some(fitted) => subject.document_by(fitted.weights()),
                None => subject.document(),
            };
            let found = Outline::found(&document, options.rooted);
            let gold = Outline::gold(&case.gold);
            if options.misses {
                list_misses(&case, &document, &mut misses);
            }
            let counts = compare(&gold, &found);
            let at = modes.iter().position(|(mode, _)| *mode == case.mode).unwrap_or_else(|| {
                modes.push((case.mode.clone(), Tally::default()));
                modes.len() - 1
            });
            let tally = &mut modes[at].1;
            tally.counts.iter_mut().zip(counts).for_each(|(sum, counts)| sum.add(counts));
            tally.kept += common(&gold.words, &found.words);
            tally.words += gold.words.values().sum::<usize>();
            documents.push((mean(&counts.map(Counts::f1)), case.mode, case.id, counts.map(Counts::f1)));
        }
    }
    Ok(table(&modes, documents, options.worst) + &misses)
}

/// A line for each block whose kind was mistaken, and for each that is no block at all.
fn list_misses(case: &Case, document: &Document<'_>, out: &mut String) {
    let mut found: Bag<String> = Bag::new();
    let mut kinds: HashMap<String, Vec<&str>> = HashMap::new();
    for block in document.blocks() {
        let text = unmarked(&collapse(block.body.of(document.source())));
        let kind = if block.kind == BlockKind::Title { "heading" } else { block.kind.name() };
        *found.entry(format!("{kind} {text}")).or_default() += 1;
        kinds.entry(text).or_default().push(kind);
    }
    for block in case.gold.iter().filter(|block| !block.ambiguous) {
        let text = unmarked(&block.text);
        if let Some(left) = found.get_mut(&format!("{} {text}", block.kind)).filter(|left| **left > 0) {
            *left -= 1;
            continue;
        }
        let other = kinds.get(&text).and_then(|kinds| kinds.iter().find(|kind| **kind != block.kind));
        let start: String = text.chars().take(90).collect();
        let _ = writeln!(
            out,
            "{} {} {}→{} {start}",
            case.mode,
            case.id.replace(' ', "_"),
            block.kind,
            other.unwrap_or(&"none")
        );
    }
}

/// Cases, each with the weights that it is parsed with: those of the parser, or weights fitted to the other folds.
fn folds(cases: Vec<Case>, folds: Option<usize>) -> Vec<(Option<Fitted>, Vec<Case>)> {
    let Some(folds) = folds else { return vec![(None, cases)] };
    let ids = ids(&cases);
    // Neighbours stay together: "Example" and "Example Shop" may have half their text in common.
    let fold_of = |case: &Case| ids.binary_search(&case.id).unwrap_or(0) * folds / ids.len().max(1);
    (0..folds)
        .map(|fold| {
            let (held, rest): (Vec<Case>, Vec<Case>) =
                cases.iter().cloned().partition(|case| fold_of(case) == fold);
            (Some(fit(rest.iter())), held)
        })
        .collect()
}

/// Every other document, where only a half is asked for.
fn half(mut cases: Vec<Case>, half: Option<Half>) -> Vec<Case> {
    if let Some(half) = half {
        let first = usize::from(half == Half::Even);
        let kept: Vec<String> = ids(&cases).into_iter().skip(first).step_by(2).collect();
        cases.retain(|case| kept.binary_search(&case.id).is_ok());
    }
    cases
}

#[derive(Default)]
struct Tally {
    counts: [Counts; 5],
    kept: usize,
    words: usize,
}

type Bag<T> = HashMap<T, usize>;

/// What is compared of a document: each a bag, as texts may repeat.
#[derive(Default)]
struct Outline {
    headings: Bag<String>,
    heading_parents: Bag<(String, String)>,
    items: Bag<String>,
    item_parents: Bag<(String, String)>,
    paragraphs: Bag<String>,
    ambiguous: Bag<String>,
    words: Bag<String>,
    open_headings: Vec<(u8, String)>,
    open_items: Vec<(u8, String)>,
}

impl Outline {
    fn gold(blocks: &[GoldBlock]) -> Self {
        let mut outline = Self::default();
        for block in blocks {
            let level = if block.kind == "item" { block.depth } else { block.level };
            outline.block(&block.kind, &block.text, level, block.ambiguous);
        }
        outline
    }

    fn found(document: &Document<'_>, rooted: bool) -> Self {
        let mut outline = Self::default();
        let root = rooted && document.blocks().iter().any(|block| block.kind == BlockKind::Title);
        for block in document.blocks() {
            let level = match block.kind {
                BlockKind::Item => block.depth,
                BlockKind::Heading => block.level + u8::from(root),
                _ => block.level,
            };
            outline.block(block.kind.name(), &collapse(block.body.of(document.source())), level, false);
        }
        outline
    }

    /// Adds a block; a level or depth of 0 is that of the outermost.
    fn block(&mut self, kind: &str, raw: &str, level: u8, ambiguous: bool) {
        for word in words(raw) {
            *self.words.entry(word).or_default() += 1;
        }
        let kind = if kind == "title" { "heading" } else { kind };
        let text = unmarked(raw);
        if text.is_empty() {
            return;
        }
        if ambiguous {
            *self.ambiguous.entry(text).or_default() += 1;
            if kind != "item" {
                self.open_items.clear();
            }
            return;
        }
        match kind {
            "heading" => {
                let parent = open(&mut self.open_headings, level.max(1), &text);
                *self.headings.entry(text.clone()).or_default() += 1;
                *self.heading_parents.entry((text, parent)).or_default() += 1;
                self.open_items.clear();
            }
            "item" => {
                let parent = open(&mut self.open_items, level.max(1), &text);
                *self.items.entry(text.clone()).or_default() += 1;
                *self.item_parents.entry((text, parent)).or_default() += 1;
            }
            "paragraph" => {
                *self.paragraphs.entry(text).or_default() += 1;
                self.open_items.clear();
            }
            _ => {}
        }
    }
}

/// Closes what is as deep as `level` or deeper, opens `text`, and gives what it stands below.
fn open(stack: &mut Vec<(u8, String)>, level: u8, text: &str) -> String {
    stack.retain(|(other, _)| *other < level);
    let parent = stack.last().map(|(_, text)| text.clone()).unwrap_or_default();
    stack.push((level, text.to_owned()));
    parent
}

fn compare(gold: &Outline, found: &Outline) -> [Counts; 5] {
    fn own(text: &String) -> &String {
        text
    }
    fn first(pair: &(String, String)) -> &String {
        &pair.0
    }
    let either = &gold.ambiguous;
    [
        count(&gold.headings, &found.headings, either, own),
        count(&gold.heading_parents, &found.heading_parents, either, first),
        count(&gold.items, &found.items, either, own),
        count(&gold.item_parents, &found.item_parents, either, first),
        count(&gold.paragraphs, &found.paragraphs, either, own),
    ]
}

/// Compares two bags; what the gold calls ambiguous is no mistake.
fn count<T: Eq + Hash>(
    gold: &Bag<T>,
    found: &Bag<T>,
    ambiguous: &Bag<String>,
    text: fn(&T) -> &String,
) -> Counts {
    let both = common(gold, found);
    let extra = found.iter().map(|(key, &n)| {
        let surplus = n.saturating_sub(gold.get(key).copied().unwrap_or(0));
        surplus.saturating_sub(ambiguous.get(text(key)).copied().unwrap_or(0))
    });
    Counts { both, extra: extra.sum(), missed: gold.values().sum::<usize>() - both }
}

fn common<T: Eq + Hash>(a: &Bag<T>, b: &Bag<T>) -> usize {
    a.iter().map(|(key, &n)| n.min(b.get(key).copied().unwrap_or(0))).sum()
}

fn mean(shares: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a handful of figures")]
    let mean = shares.iter().sum::<f64>() / shares.len().max(1) as f64;
    mean
}

/// Four digits, as datasets' figures are published; the table shows three of them.
fn rounded(share: f64) -> f64 {
    (share * 1e4).round_ties_even() / 1e4
}

fn table(
    modes: &[(String, Tally)],
    mut documents: Vec<(f64, String, String, [f64; 5])>,
    worst: usize,
) -> String {
    let mut rows: Vec<(&str, Vec<f64>)> = Vec::new();
    for (mode, tally) in modes {
        let f1 = tally.counts.map(Counts::f1);
        let row = f1.into_iter().chain([mean(&f1), ratio(tally.kept, tally.words)]);
        rows.push((mode, row.map(rounded).collect()));
    }
    let column = |at| mean(&rows.iter().map(|(_, row): &(_, Vec<f64>)| row[at]).collect::<Vec<_>>());
    let all = (0..NAMES.len() + 2).map(column).map(rounded).collect();
    rows.push(("all", all));
    let mut table = format!("{:10}", "mode");
    for name in NAMES.iter().chain(&["structure", "kept"]) {
        let _ = write!(table, "{name:>11}");
    }
    for (mode, row) in rows {
        let _ = write!(table, "\n{mode:10}");
        for share in row {
            let _ = write!(table, "{share:11.3}");
        }
    }
    table.push('\n');
    documents.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| (&a.2, &a.1).cmp(&(&b.2, &b.1))));
    for (share, mode, id, f1) in documents.iter().take(worst) {
        let _ = write!(table, "{share:.3} {mode:8} {id}");
        for (name, share) in NAMES.iter().zip(f1) {
            let _ = write!(table, "  {name} {share:.3}");
        }
        table.push('\n');
    }
    table
}
