//! What changed in meaning: pending snapshots against the accepted ones, document by document.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::TaskError;
use crate::ci::{say, step};

/// Runs the tests so that changed snapshots are left pending, tells what changed, and hands over to insta's review.
///
/// # Errors
///
/// Where the tests don't compile, or a file can't be read.
#[expect(clippy::print_stdout, reason = "the report is what the task is for")]
pub fn run(root: &Path) -> Result<(), TaskError> {
    let env = [("INSTA_UPDATE", "new"), ("INSTA_FORCE_PASS", "1")];
    let tested = step(root, "cargo test --workspace --no-fail-fast", &env);
    print!("{}", report(root)?);
    if let Err(error) = &tested {
        say(&format!("{error}: some tests fail for other reasons than snapshots"));
    }
    let insta = Command::new("cargo").args(["insta", "--version"]).current_dir(root).output();
    if !insta.is_ok_and(|output| output.status.success()) {
        say("to accept or reject: cargo install cargo-insta --locked, then cargo insta review");
    } else if std::io::stdin().is_terminal() {
        step(root, "cargo insta review --workspace", &[])?;
    } else {
        say("to accept or reject, on a terminal: cargo insta review");
    }
    tested
}

/// What the pending snapshots of the workspace at `root` change, per document and stage.
///
/// # Errors
///
/// Where a file can't be read.
pub fn report(root: &Path) -> Result<String, TaskError> {
    let mut pending = Vec::new();
    for folder in ["snapshots", "crates"] {
        collect(&root.join(folder), &mut pending)?;
    }
    pending.sort();
    let mut out = String::new();
    for path in &pending {
        let accepted = path.with_extension("");
        let old = std::fs::read_to_string(&accepted).unwrap_or_default();
        let new = std::fs::read_to_string(path).map_err(|error| TaskError::io(path, error))?;
        let changes = changes(body(&old), body(&new));
        let stage = accepted.file_stem().unwrap_or_default().to_string_lossy();
        let document = accepted.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        let (added, removed) = (changes.added.len(), changes.removed.len());
        let _ = writeln!(
            out,
            "{document} {stage}: {added} added, {removed} removed, {} changed",
            changes.changed.len()
        );
        for line in &changes.removed {
            let _ = writeln!(out, "  - {line}");
        }
        for line in &changes.added {
            let _ = writeln!(out, "  + {line}");
        }
        for (old, new) in &changes.changed {
            let _ = writeln!(out, "  ~ {old}\n    {new}");
        }
    }
    if pending.is_empty() {
        out.push_str("no snapshot changed\n");
    }
    Ok(out)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), TaskError> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry.map_err(|error| TaskError::io(folder, error))?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "new") {
            found.push(path);
        }
    }
    Ok(())
}

/// A snapshot without what insta writes above it.
fn body(snapshot: &str) -> &str {
    let rest = snapshot.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    rest.map_or(snapshot, |(_, body)| body)
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Changes<'a> {
    added: Vec<&'a str>,
    removed: Vec<&'a str>,
    /// The same words read in another way: before, after.
    changed: Vec<(&'a str, &'a str)>,
}

/// Compares two renderings. Their lines are bags, not sequences: where a statement stands in the list says nothing,
/// and one that only moved with its line of the source is the same.
fn changes<'a>(old: &'a str, new: &'a str) -> Changes<'a> {
    let (mut removed, mut added) = (bag(old), bag(new));
    for (meaning, lines) in &mut removed {
        let others = added.get_mut(meaning);
        let both = others.as_ref().map_or(0, |others| lines.len().min(others.len()));
        lines.drain(..both);
        if let Some(others) = others {
            others.drain(..both);
        }
    }
    let mut added: Vec<&str> = added.into_values().flatten().collect();
    let mut changes = Changes::default();
    for line in removed.into_values().flatten() {
        // Statements of the same words are one statement that is read in another way.
        let same = |other: &&str| words_of(other).is_some_and(|words| words_of(line) == Some(words));
        match added.iter().position(same) {
            Some(at) => changes.changed.push((line, added.remove(at))),
            None => changes.removed.push(line),
        }
    }
    changes.added = added;
    changes.added.sort_by_key(|line| place(line));
    changes.removed.sort_by_key(|line| place(line));
    changes.changed.sort_by_key(|(line, _)| place(line));
    changes
}

/// The lines by what they say beside their place.
fn bag(text: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut bag: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let meaning = match line.split_once(' ') {
            Some((place, meaning)) if place.starts_with('L') => meaning.trim_start(),
            _ => line,
        };
        bag.entry(meaning).or_default().push(line);
    }
    bag
}

/// The quoted words that end a line: those of the source.
fn words_of(line: &str) -> Option<&str> {
    let rest = line.strip_suffix('"')?;
    rest.rfind(" \"").and_then(|at| line.get(at..))
}

fn place(line: &str) -> u32 {
    let digits = line.strip_prefix('L').unwrap_or_default();
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moved_statements_are_the_same_and_reread_ones_changed() {
        let old = "L1    data name \"your name\"\nL2    data age \"your age\"\nL3    right access \"see\"\n";
        let new = "L2    data name \"your name\"\nL3    data birth date \"your age\"\nL4    law x \"x\"\n";
        let changes = changes(old, new);
        assert_eq!(changes.added, ["L4    law x \"x\""]);
        assert_eq!(changes.removed, ["L3    right access \"see\""]);
        assert_eq!(changes.changed, [("L2    data age \"your age\"", "L3    data birth date \"your age\"")]);
        assert_eq!(body("---\nsource: a\n---\nL1\n"), "L1\n");
    }
}
