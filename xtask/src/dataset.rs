//! Datasets of flattened documents: one JSON object a line, `{"id", "mode", "text", "gold"}`.

use std::io::BufRead;
use std::path::Path;

use serde::Deserialize;

use crate::TaskError;
use crate::eval::gold;

/// One document, flattened in one way.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Case {
    /// Which document.
    pub(crate) id: String,
    /// In which way it was flattened.
    pub(crate) mode: String,
    /// The flat text.
    pub(crate) text: String,
    /// What was lost, in reading order.
    pub(crate) gold: Vec<GoldBlock>,
}

/// One block of the document before it was flattened.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct GoldBlock {
    /// "heading", "item" or "paragraph".
    pub(crate) kind: String,
    /// Its text, without markers; of whole documents it may be cut ("first words … last words").
    #[serde(default)]
    pub(crate) text: String,
    /// Headings: from 1.
    #[serde(default)]
    pub(crate) level: u8,
    /// Items: from 1.
    #[serde(default)]
    pub(crate) depth: u8,
    /// Whether nothing is held against any reading of it.
    #[serde(default)]
    pub(crate) ambiguous: bool,
}

/// Reads a dataset.
///
/// # Errors
///
/// Where it can't be read or is none.
pub(crate) fn cases(dataset: &Path) -> Result<Vec<Case>, TaskError> {
    let file = std::fs::File::open(dataset).map_err(|error| TaskError::io(dataset, error))?;
    let mut cases: Vec<Case> = Vec::new();
    for (at, line) in std::io::BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| TaskError::io(dataset, error))?;
        if line.trim().is_empty() {
            continue;
        }
        let case = serde_json::from_str(&line)
            .map_err(|error| TaskError::format(dataset, format!("line {}: {error}", at + 1)))?;
        cases.push(case);
    }
    Ok(cases)
}

/// Whole documents with gold by hand, as cases of the mode "document".
///
/// # Errors
///
/// Where a file can't be read or is not what its name says.
pub(crate) fn documents(gold_dir: &Path, texts_dir: &Path) -> Result<Vec<Case>, TaskError> {
    #[derive(Deserialize)]
    struct Gold {
        blocks: Vec<GoldBlock>,
    }
    let mut cases = Vec::new();
    for (id, path) in gold::files(gold_dir, "structure", &[])? {
        let Gold { blocks } = gold::load(&path)?;
        let path = gold::text(texts_dir, &id)?;
        let text = std::fs::read_to_string(&path).map_err(|error| TaskError::io(&path, error))?;
        cases.push(Case { id, mode: "document".into(), text, gold: blocks });
    }
    Ok(cases)
}

/// The documents' names, sorted, each once.
pub(crate) fn ids(cases: &[Case]) -> Vec<String> {
    let mut ids: Vec<String> = cases.iter().map(|case| case.id.clone()).collect();
    ids.sort();
    ids.dedup();
    ids
}
