//! A new source document for the tests.

use std::path::{Path, PathBuf};

use crate::TaskError;
use crate::subject::read;

/// Copies `from` to the tests' documents as NAME with its extension, byte for byte. The tests find it there.
///
/// # Errors
///
/// Where the name is no plain name or is taken, or a file can't be read or written.
pub fn add(root: &Path, name: &str, from: &Path) -> Result<PathBuf, TaskError> {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) {
        return Err(TaskError::Found(format!(
            "\"{name}\": a name of letters, digits, \"-\" and \"_\" is needed"
        )));
    }
    let extension = from.extension().and_then(|extension| extension.to_str()).unwrap_or("txt");
    let to = root.join("tests/documents").join(format!("{name}.{extension}"));
    if to.exists() {
        return Err(TaskError::format(&to, "exists already; choose another name"));
    }
    std::fs::write(&to, read(from)?).map_err(|error| TaskError::io(&to, error))?;
    Ok(to)
}
