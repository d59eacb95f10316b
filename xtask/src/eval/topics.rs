//! Topics of blocks, against gold categories a line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use policyglot_model::FactKind;
use policyglot_model::record::{Context, facts};
use serde::Deserialize;

use super::{Counts, gold};
use crate::TaskError;
use crate::subject::{Subject, lexicon, read};

#[derive(Deserialize)]
struct Gold {
    topics: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    line: usize,
    topics: Option<Vec<String>>,
}

/// Reads the documents that `gold_dir` knows and compares the topics of their lines; the table, as text.
///
/// # Errors
///
/// Where a file can't be read.
pub fn topics(gold_dir: &Path, texts_dir: &Path, names: &[String]) -> Result<String, TaskError> {
    let lexicon = lexicon()?;
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for (id, path) in gold::files(gold_dir, "topics", names)? {
        let gold: Gold = gold::load(&path)?;
        let path = gold::text(texts_dir, &id)?;
        let bytes = read(&path)?;
        let subject = Subject::decode(&path, &bytes)?;
        let document = subject.document();
        let context = Context::new(&id, &document, &subject);
        let policy = Subject::policy(&document, &lexicon);
        let found: Vec<_> = facts(&context, &policy, lexicon.concepts())
            .filter(|fact| fact.kind == FactKind::Topic)
            .collect();
        let starts = text_starts(&bytes);
        for row in &gold.topics {
            let at = row.line.checked_sub(1).and_then(|line| starts.get(line)).copied().unwrap_or(u32::MAX);
            let want: BTreeSet<&str> = row.topics.iter().flatten().map(String::as_str).collect();
            let here = found.iter().filter(|fact| fact.start <= at && at < fact.end);
            let got: BTreeSet<&str> = here.filter_map(|fact| fact.value).collect();
            for topic in want.union(&got) {
                let (want, got) = (want.contains(topic), got.contains(topic));
                counts.entry((*topic).to_owned()).or_default().add(Counts {
                    both: usize::from(want && got),
                    extra: usize::from(!want),
                    missed: usize::from(!got),
                });
            }
        }
    }
    let mut out = String::new();
    let mut all = Counts::default();
    for (topic, counts) in counts {
        all.add(counts);
        let _ = writeln!(out, "{topic:38} n {:4}  F1 {:.3}", counts.both + counts.missed, counts.f1());
    }
    let _ = writeln!(out, "topics micro-F1 {:.3}", all.f1());
    Ok(out)
}

/// Where the text of each line starts, behind its white space.
fn text_starts(bytes: &[u8]) -> Vec<u32> {
    let mut at = 0;
    let mut starts = Vec::new();
    for line in bytes.split(|&byte| byte == b'\n') {
        let blank = line.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == 0x0b).count();
        starts.push(u32::try_from(at + blank).unwrap_or(u32::MAX));
        at += line.len() + 1;
    }
    starts
}
