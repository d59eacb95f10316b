//! All that continuous integration does, in the same order.

use std::path::Path;
use std::process::Command;

use crate::{TaskError, schema};

/// Runs every check; the first that fails ends it. Tools that are not part of a Rust toolchain are used where they are
/// installed, and named where not.
///
/// # Errors
///
/// Where a check fails.
pub fn run(root: &Path, with_tests: bool) -> Result<(), TaskError> {
    if with_tests {
        step(root, "cargo test --workspace", &[])?;
    }
    optional(root, "cargo fmt --version", "cargo fmt --all --check", "rustup component add rustfmt")?;
    optional(
        root,
        "cargo clippy --version",
        "cargo clippy --workspace --all-targets -- -D warnings",
        "rustup component add clippy",
    )?;
    step(root, "cargo doc --workspace --no-deps", &[("RUSTDOCFLAGS", "-D warnings")])?;
    say("the parser alone");
    step(root, "cargo build -p policyglot-parser --no-default-features", &[])?;
    say("cargo xtask schema --check");
    schema::check(&root.join("schemas"))?;
    optional(
        root,
        "cargo deny --version",
        "cargo deny check bans licenses sources",
        "cargo install cargo-deny --locked",
    )?;
    say("all is well");
    Ok(())
}

fn optional(root: &Path, probe: &str, command: &str, install: &str) -> Result<(), TaskError> {
    let found = self::command(root, probe).output().is_ok_and(|output| output.status.success());
    if found {
        return step(root, command, &[]);
    }
    say(&format!("skipped: {command} (to run it too: {install})"));
    Ok(())
}

/// Runs one command and shows what it says.
pub(crate) fn step(root: &Path, command: &str, env: &[(&str, &str)]) -> Result<(), TaskError> {
    say(command);
    let status = self::command(root, command).envs(env.iter().copied()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        _ => Err(TaskError::Command { command: command.to_owned() }),
    }
}

/// A command typed with single spaces between its words.
fn command(root: &Path, text: &str) -> Command {
    let mut words = text.split(' ');
    let mut command = Command::new(words.next().unwrap_or("cargo"));
    command.args(words).current_dir(root);
    command
}

#[expect(clippy::print_stderr, reason = "a task tells on the terminal what it does")]
pub(crate) fn say(text: &str) {
    eprintln!("── {text}");
}
