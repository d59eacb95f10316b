//! Standard output and standard error: colour, width, and the end of a pipe.

use std::io::{self, BufWriter, Write};

use anstream::{AutoStream, ColorChoice};

use crate::args::{Colour, Look};

/// Standard output, buffered, with colour where it is wanted and can be shown.
pub(crate) struct Output {
    pub(crate) out: BufWriter<AutoStream<io::StdoutLock<'static>>>,
    pub(crate) width: usize,
}

/// Who reads the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// People, with colour where it can be shown.
    Person,
    /// Other programs.
    Program,
}

/// Columns where output goes to no terminal.
const WIDTH: usize = 100;

impl Output {
    /// Output for `reader`.
    pub(crate) fn new(look: Look, reader: Reader) -> Self {
        let stdout = io::stdout().lock();
        let choice = match look.color {
            // What programs read goes out as it is: a quote may hold bytes that look like colour.
            _ if reader == Reader::Program => ColorChoice::AlwaysAnsi,
            Colour::Auto => AutoStream::choice(&stdout),
            Colour::Always => ColorChoice::Always,
            Colour::Never => ColorChoice::Never,
        };
        let terminal =
            || terminal_size::terminal_size_of(&stdout).map(|(width, _)| usize::from(width.0.max(20)));
        let width = look.width.map(usize::from).or_else(terminal).unwrap_or(WIDTH);
        Self { out: BufWriter::with_capacity(1 << 16, AutoStream::new(stdout, choice)), width }
    }
}

/// Says on standard error what is wrong, in one line.
pub(crate) fn complain(message: &dyn std::fmt::Display) {
    // Where standard error is closed too, nobody is left to tell.
    let _ = writeln!(io::stderr().lock(), "policyglot: {message}");
}
