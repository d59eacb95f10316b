//! Structure of whole documents, against gold blocks.
//!
//! A gold block is found when a block of the same kind has its text (gold texts may be cut as "first words … last
//! words"); headings also need the level, items the depth.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use policyglot_model::record::{BlockRecord, Context, blocks};
use serde::Deserialize;

use super::text::bare;
use super::{gold, harmonic, ratio};
use crate::TaskError;
use crate::subject::{Subject, read};

#[derive(Deserialize)]
struct Gold {
    blocks: Vec<GoldBlock>,
}

#[derive(Deserialize)]
struct GoldBlock {
    kind: String,
    #[serde(default)]
    text: String,
    line: u32,
    #[serde(default)]
    level: u8,
    #[serde(default)]
    depth: u8,
}

/// Parses the documents that `gold_dir` knows and compares their blocks; the figures as text, with each miss if `misses`.
///
/// # Errors
///
/// Where a file can't be read.
pub fn documents(
    gold_dir: &Path,
    texts_dir: &Path,
    names: &[String],
    misses: bool,
) -> Result<String, TaskError> {
    let mut out = String::new();
    let (mut found, mut total, mut extra) = (0, 0, 0);
    for (id, path) in gold::files(gold_dir, "structure", names)? {
        let gold: Gold = gold::load(&path)?;
        let path = gold::text(texts_dir, &id)?;
        let bytes = read(&path)?;
        let subject = Subject::decode(&path, &bytes)?;
        let document = subject.document();
        let context = Context::new(&id, &document, &subject);
        let record = blocks(&context, None);
        let score = compare(&gold.blocks, &record.blocks);
        let _ = write!(out, "{id}");
        for (kind, (ok, all)) in &score.kinds {
            let _ = write!(out, " {kind} {ok}/{all}");
            found += ok;
            total += all;
        }
        let _ = writeln!(out, " extra headings/items {}", score.extra.len());
        extra += score.extra.len();
        if misses {
            score.missed.iter().chain(&score.extra).for_each(|line| {
                let _ = writeln!(out, "    {line}");
            });
        }
    }
    let (recall, precision) = (ratio(found, total), ratio(found, found + extra));
    let _ = writeln!(
        out,
        "structure recall {recall:.3} of {total} blocks, precision (headings, items) {precision:.3}, F1 {:.3}",
        harmonic(precision, recall)
    );
    Ok(out)
}

#[derive(Default)]
struct Score {
    kinds: BTreeMap<String, (usize, usize)>,
    missed: Vec<String>,
    extra: Vec<String>,
}

fn compare(gold: &[GoldBlock], blocks: &[BlockRecord<'_>]) -> Score {
    let mut score = Score::default();
    let mut used = vec![false; blocks.len()];
    for want in gold.iter().filter(|block| !matches!(block.kind.as_str(), "duplicate" | "boilerplate")) {
        let (ok, all) = score.kinds.entry(want.kind.clone()).or_default();
        *all += 1;
        let hit = blocks.iter().zip(&used).position(|(block, used)| {
            !used
                && block.kind == want.kind
                && (want.kind != "heading" || block.level.max(1) == want.level)
                && (want.kind != "item" || block.depth.max(1) == want.depth)
                && same_text(&want.text, &block.text)
        });
        if let Some(at) = hit {
            used[at] = true;
            *ok += 1;
        } else {
            score.missed.push(format!("missed {} line {}: {}", want.kind, want.line, start(&want.text)));
        }
    }
    let unused = blocks
        .iter()
        .zip(&used)
        .filter(|(block, used)| !**used && matches!(block.kind, "heading" | "item" | "title"));
    score.extra = unused.map(|(block, _)| format!("extra {}: {}", block.kind, start(&block.text))).collect();
    score
}

fn same_text(gold: &str, found: &str) -> bool {
    let (gold, found) = (bare(gold), bare(found));
    let open = |text: &str| text.trim_end_matches('.').to_owned();
    match gold.split_once(" … ") {
        Some((first, last)) => {
            let last = open(&bare(last));
            found.starts_with(&bare(first)) && (found.ends_with(&last) || open(&found).ends_with(&last))
        }
        None => open(&gold) == open(&found),
    }
}

fn start(text: &str) -> String {
    text.chars().take(90).collect()
}
