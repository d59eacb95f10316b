//! What can go wrong in a task; each message is one line.

use std::path::{Path, PathBuf};

/// Why a task could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TaskError {
    /// A file or folder could not be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A file is not what the task needs.
    #[error("{}: {message}", path.display())]
    Format {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// A program that the task runs failed.
    #[error("`{command}` failed")]
    Command {
        /// As typed.
        command: String,
    },
    /// The task ran and found something wrong.
    #[error("{0}")]
    Found(String),
}

impl TaskError {
    /// What the system says of a file or folder.
    pub fn io(path: &Path, error: std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), error }
    }

    /// What is wrong with a file.
    pub fn format(path: &Path, message: impl Into<String>) -> Self {
        Self::Format { path: path.to_owned(), message: message.into() }
    }
}
