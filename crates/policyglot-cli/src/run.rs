//! The work behind the command line: every file in turn, and the exit status.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::CommandFactory;
use policyglot_model::Lexicon;

use crate::args::{Args, Command, ExtractFormat, Input, ParseFormat};
use crate::extract::{Ask, Extract};
use crate::file::{self, File};
use crate::output::{Output, Reader, complain};
use crate::{parse, schema};

/// Status where a file could not be read or nothing could be done.
const TROUBLE: u8 = 2;

/// Does what the command line says. A broken pipe is success: the reader has had enough.
pub(crate) fn run(args: Args) -> ExitCode {
    let mut output = Output::new(args.look, reader(&args.command));
    let done = command(args.command, &mut output).and_then(|code| output.out.flush().map(|()| code));
    match done {
        Ok(code) => code,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format_args!("can't write: {error}"));
            ExitCode::from(TROUBLE)
        }
    }
}

fn command(command: Command, output: &mut Output) -> io::Result<ExitCode> {
    match command {
        Command::Parse { input, format } => with_lexicon(|lexicon| {
            each(&input, output, |file, output| parse::file(file, format, lexicon, output))
        }),
        Command::Extract { input, kind, coverage, format } => with_lexicon(|lexicon| {
            let mut extract = Extract::new(Ask { kinds: kind, coverage, format }, lexicon);
            each(&input, output, |file, output| extract.file(file, output))
        }),
        Command::Schema { of } => schema::print(of, output),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Args::command(), "policyglot", &mut output.out);
            Ok(ExitCode::SUCCESS)
        }
        Command::Man => {
            clap_mangen::Man::new(Args::command()).render(&mut output.out)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn reader(command: &Command) -> Reader {
    match command {
        Command::Parse { format: ParseFormat::Tree, .. }
        | Command::Extract { format: ExtractFormat::Table, .. } => Reader::Person,
        _ => Reader::Program,
    }
}

fn with_lexicon(work: impl FnOnce(&Lexicon) -> io::Result<ExitCode>) -> io::Result<ExitCode> {
    match Lexicon::bundled() {
        Ok(lexicon) => work(&lexicon),
        Err(error) => {
            complain(&format_args!("the vocabulary that comes with the program is wrong: {error}"));
            Ok(ExitCode::from(TROUBLE))
        }
    }
}

/// Reads every file; those that can't be read are named, and the others are done all the same.
fn each(
    input: &Input,
    output: &mut Output,
    mut work: impl FnMut(&File<'_>, &mut Output) -> io::Result<()>,
) -> io::Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    let paths = match file::names(input) {
        Ok(paths) => paths,
        Err(error) => {
            complain(&error);
            return Ok(ExitCode::from(TROUBLE));
        }
    };
    let format = input.from.map(crate::args::From::format);
    for path in &paths {
        let bytes = file::read(path);
        match bytes.as_ref().map(|bytes| File::decode(path, bytes, format)) {
            Ok(Ok(file)) => {
                for note in file.source.notes() {
                    let named = trouble(output, &format_args!("{}: {}", file.name, note.message))?;
                    // A guessed encoding is worth a word; characters that are gone are trouble.
                    if note.is_loss() {
                        code = named;
                    }
                }
                work(&file, output)?;
            }
            Ok(Err(error)) => {
                code = trouble(output, &error)?;
            }
            Err(error) => {
                code = trouble(output, error)?;
            }
        }
    }
    Ok(code)
}

/// Names what is wrong, after all that was printed before it.
fn trouble(output: &mut Output, error: &dyn std::fmt::Display) -> io::Result<ExitCode> {
    output.out.flush()?;
    complain(error);
    Ok(ExitCode::from(TROUBLE))
}
