//! Gold files: what a careful reader wrote down of a document, in YAML.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use yaml_serde::Value;

use crate::TaskError;

/// The gold files `NNN….WHAT.yaml` of a folder, by the first three characters of their names, in order; those of
/// `names` only, if any are named.
pub(crate) fn files(
    folder: &Path,
    what: &str,
    names: &[String],
) -> Result<Vec<(String, PathBuf)>, TaskError> {
    let mut files: Vec<_> = list(folder)?
        .into_iter()
        .filter(|(name, _)| name.ends_with(&format!(".{what}.yaml")))
        .map(|(name, path)| (name.chars().take(3).collect::<String>(), path))
        .filter(|(id, _)| names.is_empty() || names.contains(id))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(TaskError::format(folder, format!("no gold: no file is named like 001.{what}.yaml")));
    }
    Ok(files)
}

/// The text of the document `id`: the file of the folder whose name starts with it and an underscore.
pub(crate) fn text(folder: &Path, id: &str) -> Result<PathBuf, TaskError> {
    let mut texts = list(folder)?;
    texts.sort();
    texts
        .into_iter()
        .find(|(name, _)| name.strip_prefix(id).is_some_and(|rest| rest.starts_with('_')))
        .map(|(_, path)| path)
        .ok_or_else(|| TaskError::format(folder, format!("no text: no file's name starts with {id}_")))
}

fn list(folder: &Path) -> Result<Vec<(String, PathBuf)>, TaskError> {
    let wrong = |error| TaskError::io(folder, error);
    let entries = std::fs::read_dir(folder).map_err(wrong)?;
    entries
        .map(|entry| {
            let entry = entry.map_err(wrong)?;
            Ok((entry.file_name().to_string_lossy().into_owned(), entry.path()))
        })
        .collect()
}

/// Reads a gold file.
pub(crate) fn load<T: DeserializeOwned>(path: &Path) -> Result<T, TaskError> {
    let text = std::fs::read_to_string(path).map_err(|error| TaskError::io(path, error))?;
    yaml_serde::from_str(&text).map_err(|error| TaskError::format(path, error.to_string()))
}

/// A YAML scalar as text; none for null and for what is no scalar.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
