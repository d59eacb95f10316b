//! Fits the parser's weights to documents whose structure is known.

mod labels;
mod table;

use std::path::{Path, PathBuf};

use policyglot_model::headings;
use policyglot_parser::fit::Weights;

use crate::TaskError;
use crate::dataset::{self, Case, cases};

/// Weights of our own.
#[derive(Clone, Debug)]
pub(crate) struct Fitted {
    labels: Vec<[i16; 3]>,
    pairs: Vec<[[i16; 3]; 3]>,
}

impl Fitted {
    /// For the parser.
    pub(crate) fn weights(&self) -> Weights<'_> {
        Weights { labels: &self.labels, pairs: &self.pairs }
    }
}

/// Fits weights to these documents; the same documents in the same order give the same weights.
pub(crate) fn fit<'c>(cases: impl Iterator<Item = &'c Case>) -> Fitted {
    let known: Vec<&str> = headings().collect();
    let (labels, pairs) = labels::fit(cases, &known);
    Fitted { labels, pairs }
}

/// Fits weights to all texts of the datasets, and to whole documents with gold by hand where there are any, and writes
/// them to the parser's source.
///
/// # Errors
///
/// Where a dataset can't be read or is none, or the table can't be written.
pub fn write(
    datasets: &[PathBuf],
    documents: Option<(&Path, &Path)>,
    out: &Path,
) -> Result<String, TaskError> {
    /// A document is one text, and stands against many flattened ones.
    const COPIES: usize = 8;
    let mut all = Vec::new();
    for dataset in datasets {
        all.extend(cases(dataset)?);
    }
    if let Some((gold, texts)) = documents {
        let documents = dataset::documents(gold, texts)?;
        (0..COPIES).for_each(|_| all.extend_from_slice(&documents));
    }
    let table = table::source(&fit(all.iter()));
    std::fs::write(out, table).map_err(|error| TaskError::io(out, error))?;
    Ok(format!("{}: fitted to {} texts\n", out.display(), all.len()))
}
