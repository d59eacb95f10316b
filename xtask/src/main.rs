//! The developer tasks: `cargo xtask TASK`.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use xtask::eval::{FactsOptions, Half, StructureOptions};
use xtask::flatten::{Mode, flatten};
use xtask::subject::{Subject, lexicon, read};
use xtask::{TaskError, bench, ci, eval, fit, fixture, render, review, schema};

/// Developer tasks of policyglot
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run all that continuous integration runs, in the same order
    Ci {
        /// Leave the tests out: they ran before
        #[arg(long)]
        no_tests: bool,
    },
    /// Run the tests, tell which blocks and facts changed in each document, then review the snapshots
    Review {
        /// Only tell what the pending snapshots change
        #[arg(long)]
        pending: bool,
    },
    /// Measure accuracy against gold
    Eval {
        #[command(subcommand)]
        what: Eval,
    },
    /// Fit the parser's weights to datasets, and write them to its source
    Fit {
        /// One JSON object a line: id, mode, text, gold
        #[arg(required = true)]
        datasets: Vec<PathBuf>,
        /// Whole documents too: a folder of gold files, and a folder of texts
        #[arg(long, num_args = 2, value_names = ["GOLD", "TEXTS"])]
        documents: Vec<PathBuf>,
    },
    /// Make a dataset for `eval structure` of a folder of Markdown
    Flatten {
        /// The folder
        folder: PathBuf,
        /// The file to write: one JSON object a line
        #[arg(long)]
        out: PathBuf,
        /// In the ways of further damage
        #[arg(long)]
        further: bool,
        /// In which ways to flatten; the first seven where none is named
        #[arg(long, value_delimiter = ',', value_parser = mode_parser())]
        modes: Vec<Mode>,
    },
    /// Show how a file is read, stage by stage
    Explain {
        /// The file
        file: PathBuf,
        /// Which stage
        #[arg(long, value_enum, default_value_t = Stage::Outline)]
        stage: Stage,
    },
    /// Measure speed and memory on files, beside other readers of the same bytes
    Bench {
        /// Files, or folders of files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Show that time grows linearly up to 1 GB instead of 64 MB
        #[arg(long)]
        large: bool,
    },
    /// Run the property tests with many cases
    Fuzz {
        /// Cases a property
        #[arg(long, default_value_t = 10_000)]
        cases: u32,
        /// Only the properties of this crate
        #[arg(long)]
        package: Option<String>,
        /// With optimisation, and without checks for overflow
        #[arg(long)]
        release: bool,
    },
    /// Write the JSON Schemas to schemas/
    Schema {
        /// Only check that they are up to date
        #[arg(long)]
        check: bool,
    },
    /// Add a source document to the tests
    Fixture {
        /// Its name
        name: String,
        /// The file to copy, byte for byte
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum Eval {
    /// Structure recovered from a dataset of flattened documents
    Structure {
        /// One JSON object a line: id, mode, text, gold
        dataset: PathBuf,
        /// Every other document only, to tune on one half and measure on the other
        #[arg(long, value_enum)]
        half: Option<HalfName>,
        /// Count a title as the heading of level 1 that it is in Markdown, with the sections a level below it
        #[arg(long)]
        rooted: bool,
        /// Cross-validate: cut the documents into so many folds, and parse each by weights fitted to the others
        #[arg(long, value_name = "N")]
        folds: Option<usize>,
        /// List so many of the worst documents
        #[arg(long, default_value_t = 0)]
        worst: usize,
        /// List the blocks that were taken for something else
        #[arg(long)]
        misses: bool,
    },
    /// Structure of whole documents
    Documents {
        #[command(flatten)]
        gold: Gold,
        /// List what was missed
        #[arg(long)]
        misses: bool,
    },
    /// Facts of whole documents
    Facts {
        #[command(flatten)]
        gold: Gold,
        /// List what was missed
        #[arg(long)]
        misses: bool,
        /// List what the gold lacks
        #[arg(long)]
        extras: bool,
    },
    /// Topics of the blocks of whole documents
    Topics {
        #[command(flatten)]
        gold: Gold,
    },
}

#[derive(Debug, clap::Args)]
struct Gold {
    /// Folder of gold files, named like 001.facts.yaml
    #[arg(value_name = "GOLD")]
    folder: PathBuf,
    /// Folder of texts, named like `001_name.txt`
    texts: PathBuf,
    /// Only these documents ("001")
    documents: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum HalfName {
    Odd,
    Even,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Stage {
    Tokens,
    Outline,
    Facts,
    Practices,
}

fn main() -> ExitCode {
    match run(Args::parse().task) {
        Ok(text) => {
            use std::io::Write;
            // A reader that has had enough is no error.
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            use std::io::Write;
            let _ = writeln!(std::io::stderr().lock(), "xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<String, TaskError> {
    let root = root();
    let done = |()| String::new();
    match task {
        Task::Ci { no_tests } => ci::run(root, !no_tests).map(done),
        Task::Review { pending: true } => review::report(root),
        Task::Review { pending: false } => review::run(root).map(done),
        Task::Eval { what } => evaluate(what),
        Task::Fit { datasets, documents } => {
            let documents = match documents.as_slice() {
                [gold, texts] => Some((gold.as_path(), texts.as_path())),
                _ => None,
            };
            fit::write(&datasets, documents, &root.join("crates/policyglot-parser/src/weights.rs"))
        }
        Task::Flatten { folder, out, further, modes } => write_dataset(&folder, &out, further, &modes),
        Task::Explain { file, stage } => explain(&file, stage),
        Task::Bench { files, large } => bench::run(&files, large).map(done),
        Task::Fuzz { cases, package, release } => fuzz(root, cases, package.as_deref(), release).map(done),
        Task::Schema { check: true } => schema::check(&root.join("schemas")).map(done),
        Task::Schema { check: false } => schema::write(&root.join("schemas")).map(done),
        Task::Fixture { name, file } => {
            let path = fixture::add(root, &name, &file)?;
            Ok(format!("{}: added; now run `cargo xtask review`\n", path.display()))
        }
    }
}

fn evaluate(what: Eval) -> Result<String, TaskError> {
    match what {
        Eval::Structure { dataset, half, rooted, folds, worst, misses } => {
            let half = half.map(|half| match half {
                HalfName::Odd => Half::Odd,
                HalfName::Even => Half::Even,
            });
            eval::structure(&dataset, StructureOptions { half, rooted, folds, worst, misses })
        }
        Eval::Documents { gold, misses } => {
            eval::documents(&gold.folder, &gold.texts, &gold.documents, misses)
        }
        Eval::Facts { gold, misses, extras } => {
            eval::facts(&gold.folder, &gold.texts, &gold.documents, FactsOptions { misses, extras })
        }
        Eval::Topics { gold } => eval::topics(&gold.folder, &gold.texts, &gold.documents),
    }
}

fn mode_parser() -> impl TypedValueParser<Value = Mode> {
    PossibleValuesParser::new(Mode::all().map(Mode::name))
        .try_map(|name| Mode::from_name(&name).ok_or("no such mode"))
}

fn write_dataset(folder: &Path, out: &Path, further: bool, modes: &[Mode]) -> Result<String, TaskError> {
    let file = std::fs::File::create(out).map_err(|error| TaskError::io(out, error))?;
    let modes = match (modes, further) {
        ([], false) => Mode::FIRST.to_vec(),
        ([], true) => Mode::FURTHER.to_vec(),
        (modes, _) => modes.to_vec(),
    };
    let mut writer = std::io::BufWriter::new(file);
    let files = flatten(folder, &mut writer, &modes).map_err(|error| TaskError::io(folder, error))?;
    std::io::Write::flush(&mut writer).map_err(|error| TaskError::io(out, error))?;
    Ok(format!("{}: {files} documents in {} ways\n", out.display(), modes.len()))
}

fn explain(file: &Path, stage: Stage) -> Result<String, TaskError> {
    let bytes = read(file)?;
    let subject = Subject::decode(file, &bytes)?;
    if let Stage::Tokens = stage {
        return Ok(render::tokens(&subject));
    }
    let document = subject.document();
    if let Stage::Outline = stage {
        return Ok(render::outline(&subject, &document));
    }
    let lexicon = lexicon()?;
    let policy = Subject::policy(&document, &lexicon);
    Ok(match stage {
        Stage::Practices => render::practices(&subject, &document, &policy, lexicon.concepts()),
        _ => render::facts(&subject, &document, &policy, lexicon.concepts()),
    })
}

/// Runs every `tests/properties.rs`. Not in release mode by itself: overflow is checked in the other one only.
fn fuzz(root: &Path, cases: u32, package: Option<&str>, release: bool) -> Result<(), TaskError> {
    let mut command = Command::new("cargo");
    command.current_dir(root).args(["test", "--test", "properties"]);
    match package {
        Some(package) => command.args(["--package", package]),
        None => command.arg("--workspace"),
    };
    if release {
        command.arg("--release");
    }
    match command.env("PROPTEST_CASES", cases.to_string()).status() {
        Ok(status) if status.success() => Ok(()),
        _ => Err(TaskError::Found("a property does not hold; its smallest case is above".into())),
    }
}

/// The workspace's folder.
fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}
