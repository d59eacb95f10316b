//! Files: their bytes, or one line that says what is wrong and what to do.

use std::fs;
use std::io::{self, ErrorKind, IsTerminal, Read};
use std::path::{Path, PathBuf};

use policyglot_input::{DecodeError, Format, Source};
use policyglot_lexer::{LineIndex, Span};
use policyglot_model::record::Places;

use crate::args::Input;

/// What can be wrong with a file; each message is one line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    #[error("{name}: no such file; check the path")]
    Missing { name: String },
    #[error("{name}: a folder; name the files in it, for example {name}/*.txt")]
    Folder { name: String },
    #[error("{name}: no permission to read it; change its mode or run as its owner")]
    Permission { name: String },
    #[error("{name}: can't be read: {error}; check the disk or the path")]
    Read { name: String, error: io::Error },
    #[error("{name}: {error}")]
    Decode { name: String, error: DecodeError },
    #[error("standard input is a terminal; name a file, or pipe a document in")]
    Terminal,
}

/// The files that the command line names; `-` stands for standard input, and so does no name at all.
pub(crate) fn names(input: &Input) -> Result<Vec<PathBuf>, FileError> {
    if !input.files.is_empty() {
        return Ok(input.files.clone());
    }
    if io::stdin().is_terminal() { Err(FileError::Terminal) } else { Ok(vec![PathBuf::from("-")]) }
}

/// How a file is called in output.
pub(crate) fn display_name(path: &Path) -> String {
    path.display().to_string()
}

/// The bytes of one file, or of standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    bytes.map_err(|error| {
        // A message is one line, whatever the name holds.
        let name = display_name(path).replace(char::is_control, "\u{fffd}");
        match error.kind() {
            ErrorKind::NotFound => FileError::Missing { name },
            ErrorKind::IsADirectory => FileError::Folder { name },
            ErrorKind::PermissionDenied => FileError::Permission { name },
            _ => FileError::Read { name, error },
        }
    })
}

/// One file, decoded, with the lines of its bytes.
pub(crate) struct File<'b> {
    pub(crate) name: String,
    pub(crate) source: Source<'b>,
    lines: LineIndex,
}

impl<'b> File<'b> {
    /// Decodes the bytes of the file at `path`.
    pub(crate) fn decode(path: &Path, bytes: &'b [u8], format: Option<Format>) -> Result<Self, FileError> {
        let name = display_name(path);
        match Source::decode(bytes, format) {
            Ok(source) => Ok(Self { name, source, lines: LineIndex::new(bytes) }),
            Err(error) => Err(FileError::Decode { name, error }),
        }
    }
}

impl Places for File<'_> {
    fn origin(&self, span: Span) -> Span {
        self.source.origin(span)
    }

    fn line(&self, offset: u32) -> u32 {
        self.lines.line(offset).get()
    }
}
