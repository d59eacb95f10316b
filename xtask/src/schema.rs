//! The JSON Schemas under `schemas/`: written, or checked against what the code says.

use std::path::Path;

use policyglot_model::record::schemas;

use crate::TaskError;
use crate::subject::read;

/// Writes each schema to `folder`, named like `facts.json`.
///
/// # Errors
///
/// Where a file can't be written.
pub fn write(folder: &Path) -> Result<(), TaskError> {
    std::fs::create_dir_all(folder).map_err(|error| TaskError::io(folder, error))?;
    for (name, text) in texts() {
        let path = folder.join(format!("{name}.json"));
        std::fs::write(&path, text).map_err(|error| TaskError::io(&path, error))?;
    }
    Ok(())
}

/// Says which schema of `folder` is not what the code says.
///
/// # Errors
///
/// Where one is missing or out of date.
pub fn check(folder: &Path) -> Result<(), TaskError> {
    for (name, text) in texts() {
        let path = folder.join(format!("{name}.json"));
        if read(&path)? != text.as_bytes() {
            return Err(TaskError::format(
                &path,
                "out of date; run `cargo xtask schema` and review the change",
            ));
        }
    }
    Ok(())
}

fn texts() -> impl Iterator<Item = (&'static str, String)> {
    schemas().into_iter().map(|(name, schema)| (name, format!("{:#}\n", schema.to_value())))
}
