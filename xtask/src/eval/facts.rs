//! Facts of whole documents, against gold facts.
//!
//! A gold fact is located when a fact of its kind overlaps the bytes of its quote, and exact when the value agrees too.
//! Precision is the share of facts of the gold's kinds that overlap a gold quote of their kind. The line "core" leaves
//! out defects and commitments, which are judged apart.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use policyglot_model::record::{Context, FactRecord, facts as records};
use serde::Deserialize;
use yaml_serde::Value;

use super::text::flat;
use super::{gold, harmonic, ratio};
use crate::TaskError;
use crate::subject::{Subject, lexicon, read};

/// What to list beside the table.
#[derive(Clone, Copy, Debug, Default)]
pub struct FactsOptions {
    /// Gold facts that were not located.
    pub misses: bool,
    /// Facts of the gold's kinds that overlap no gold quote.
    pub extras: bool,
}

#[derive(Deserialize)]
struct Gold {
    facts: Vec<GoldFact>,
}

#[derive(Deserialize)]
struct GoldFact {
    kind: String,
    #[serde(default)]
    value: Value,
    #[serde(default)]
    aliases: Option<Vec<Value>>,
    #[serde(default)]
    name: Value,
    #[serde(default)]
    negated: Option<bool>,
    #[serde(default)]
    subtype: Value,
    line: usize,
    quote: String,
}

#[derive(Default)]
struct Tally {
    gold: usize,
    located: usize,
    exact: usize,
    predicted: usize,
    right: usize,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.gold += other.gold;
        self.located += other.located;
        self.exact += other.exact;
        self.predicted += other.predicted;
        self.right += other.right;
    }
}

/// Reads the documents that `gold_dir` knows and compares their facts; the table, as text.
///
/// # Errors
///
/// Where a file can't be read.
pub fn facts(
    gold_dir: &Path,
    texts_dir: &Path,
    names: &[String],
    options: FactsOptions,
) -> Result<String, TaskError> {
    let lexicon = lexicon()?;
    let mut out = String::new();
    // In the order in which kinds are first met, which breaks ties.
    let mut kinds: Vec<(String, Tally)> = Vec::new();
    for (id, path) in gold::files(gold_dir, "facts", names)? {
        let gold: Gold = gold::load(&path)?;
        let path = gold::text(texts_dir, &id)?;
        let bytes = read(&path)?;
        let subject = Subject::decode(&path, &bytes)?;
        let document = subject.document();
        let context = Context::new(&id, &document, &subject);
        let policy = Subject::policy(&document, &lexicon);
        let found: Vec<FactRecord<'_>> = records(&context, &policy, lexicon.concepts()).collect();
        let lines = line_starts(&bytes);
        let gold: Vec<_> = gold.facts.iter().map(|fact| (fact, place(fact, &bytes, &lines))).collect();
        for (want, place) in &gold {
            // Scope, duties of the user and consequences are neither asked for nor wrong.
            if want.kind == "commitment" && truthy(&want.subtype) {
                continue;
            }
            let hits: Vec<_> =
                found.iter().filter(|fact| agrees_in_place(fact, &want.kind, *place)).collect();
            let exact = hits
                .iter()
                .any(|fact| value_agrees(want, fact) && fact.negated == want.negated.unwrap_or(false));
            let tally = tally(&mut kinds, &want.kind);
            tally.gold += 1;
            tally.located += usize::from(!hits.is_empty());
            tally.exact += usize::from(exact || (want.value.is_null() && !hits.is_empty()));
            if hits.is_empty() && options.misses {
                let (value, quote) = (gold::scalar(&want.value), start(&want.quote));
                let value = value.unwrap_or_else(|| "None".into());
                let _ =
                    writeln!(out, "    {id} missed {} = {value} (line {}): {quote}", want.kind, want.line);
            }
        }
        for fact in &found {
            let kind = fact.kind.name();
            let Some((_, tally)) = kinds.iter_mut().find(|(name, _)| name == kind) else { continue };
            let right =
                gold.iter().any(|(want, place)| want.kind == kind && agrees_in_place(fact, kind, *place));
            tally.predicted += 1;
            tally.right += usize::from(right);
            if !right && options.extras {
                let value = fact.value.unwrap_or("None");
                let _ = writeln!(out, "    {id} extra {kind} = {value} : {}", start(fact.quote));
            }
        }
    }
    table(&mut out, kinds);
    Ok(out)
}

fn tally<'k>(kinds: &'k mut Vec<(String, Tally)>, kind: &str) -> &'k mut Tally {
    let at = kinds.iter().position(|(name, _)| name == kind).unwrap_or_else(|| {
        kinds.push((kind.to_owned(), Tally::default()));
        kinds.len() - 1
    });
    &mut kinds[at].1
}

fn line_starts(bytes: &[u8]) -> Vec<usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1)).collect()
}

/// The bytes of a gold quote, which stands on its line; before the line where it does not, so that nothing fits.
fn place(fact: &GoldFact, bytes: &[u8], lines: &[usize]) -> (i64, i64) {
    let start = fact.line.checked_sub(1).and_then(|line| lines.get(line)).copied().unwrap_or(bytes.len());
    let line = bytes[start..].split(|&byte| byte == b'\n').next().unwrap_or_default();
    let at = memchr::memmem::find(line, fact.quote.as_bytes());
    let start = i64::try_from(start).unwrap_or(i64::MAX);
    let at = at.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1);
    (start + at, start + at + i64::try_from(fact.quote.len()).unwrap_or(0))
}

fn agrees_in_place(fact: &FactRecord<'_>, kind: &str, (start, end): (i64, i64)) -> bool {
    fact.kind.name() == kind
        && (kind == "language" || (i64::from(fact.start) < end && i64::from(fact.end) > start))
}

/// Whether one's value, aliases or name has the words of the other's value, concept or name, or all of them among its
/// own.
fn value_agrees(gold: &GoldFact, fact: &FactRecord<'_>) -> bool {
    let aliases = gold.aliases.iter().flatten();
    let want = std::iter::once(&gold.value).chain(aliases).chain(std::iter::once(&gold.name));
    let want: HashSet<String> =
        want.filter_map(gold::scalar).filter(|value| !value.is_empty()).map(|value| flat(&value)).collect();
    let found = [fact.value, fact.concept, fact.name];
    found.into_iter().flatten().filter(|value| !value.is_empty()).any(|value| {
        let last = value.rsplit('.').next().unwrap_or(value);
        [flat(value), flat(last)].iter().any(|part| {
            if want.contains(part) {
                return true;
            }
            let words: HashSet<&str> = part.split(' ').filter(|word| !word.is_empty()).collect();
            !words.is_empty()
                && want.iter().filter(|value| !value.is_empty()).any(|value| {
                    let others: HashSet<&str> = value.split(' ').collect();
                    words.is_subset(&others) || others.is_subset(&words)
                })
        })
    })
}

fn truthy(value: &Value) -> bool {
    !value.is_null() && gold::scalar(value).is_none_or(|text| !text.is_empty() && text != "false")
}

fn start(text: &str) -> String {
    text.chars().take(80).collect()
}

fn table(out: &mut String, mut kinds: Vec<(String, Tally)>) {
    let _ = writeln!(
        out,
        "{:15}{:>6}{:>9}{:>8}{:>11}{:>11}",
        "kind", "gold", "located", "exact", "predicted", "precision"
    );
    kinds.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.gold));
    let (mut core, mut all) = (Tally::default(), Tally::default());
    for (kind, tally) in &kinds {
        let (located, exact) = (ratio(tally.located, tally.gold), ratio(tally.exact, tally.gold));
        let precision = ratio(tally.right, tally.predicted);
        let (gold, predicted) = (tally.gold, tally.predicted);
        let _ = writeln!(out, "{kind:15}{gold:6}{located:9.2}{exact:8.2}{predicted:11}{precision:11.2}");
        all.add(tally);
        if !matches!(kind.as_str(), "defect" | "commitment") {
            core.add(tally);
        }
    }
    for (name, tally) in [("core (all but defect and commitment)", core), ("all", all)] {
        let (located, exact) = (ratio(tally.located, tally.gold), ratio(tally.exact, tally.gold));
        let precision = ratio(tally.right, tally.predicted);
        let f1 = harmonic(precision, located);
        let _ = writeln!(
            out,
            "{name}: {} gold facts, located {located:.3}, exact {exact:.3}, precision {precision:.3}, F1(located) {f1:.3}",
            tally.gold
        );
    }
}
