//! The command line, as typed.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use policyglot_input::Format;
use policyglot_model::FactKind;

/// Reads privacy policies into structure and facts, each with the place that says it.
#[derive(Debug, Parser)]
#[command(name = "policyglot", version, propagate_version = true, after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) look: Look,
}

const EXAMPLES: &str = "\
Examples:
  policyglot extract policy.txt                       what the policy says, with line numbers
  policyglot extract --format ndjson *.html           one fact a line, for other programs
  policyglot parse policy.txt                         headings, lists and paragraphs
  curl -s https://example.com/privacy | policyglot extract -

Exit status: 0 done, 2 where a file could not be read or the command line is wrong.";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show a policy's structure: headings, lists, paragraphs
    #[command(after_help = "\
Examples:
  policyglot parse policy.txt
  policyglot parse --format markdown policy.html > policy.md
  policyglot parse --format blocks *.txt | jq -c '.blocks[] | select(.kind == \"heading\")'")]
    Parse {
        #[command(flatten)]
        input: Input,
        /// How to print it
        #[arg(long, value_enum, default_value_t = ParseFormat::Tree)]
        format: ParseFormat,
    },
    /// Show what a policy says: who collects which data, for what, and the user's rights
    #[command(after_help = "\
Examples:
  policyglot extract policy.txt
  policyglot extract --format csv policies/*.txt > facts.csv
  policyglot extract --kind commitment,deadline,right --format csv policy.txt
  policyglot extract --coverage policy.txt            which sentences were not understood")]
    Extract {
        #[command(flatten)]
        input: Input,
        /// Show these kinds of fact only
        #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind_parser())]
        kind: Vec<FactKind>,
        /// Show what became of each sentence instead, and list those that were missed
        #[arg(long, conflicts_with = "kind")]
        coverage: bool,
        /// How to print it
        #[arg(long, value_enum, default_value_t = ExtractFormat::Table)]
        format: ExtractFormat,
    },
    /// Print the JSON Schema of an output
    Schema {
        /// Which output
        #[arg(value_enum, default_value_t = SchemaOf::Facts)]
        of: SchemaOf,
    },
    /// Print a completion script for a shell
    #[command(after_help = "\
Example:
  policyglot completions bash > ~/.local/share/bash-completion/completions/policyglot")]
    Completions {
        /// Which shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "\
Example:
  policyglot man | man -l -")]
    Man,
}

/// What a schema is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// What `parse --format blocks` prints
    Document,
    /// What `parse --format json` prints
    Tree,
    /// A line of what `extract --format ndjson` prints
    Facts,
    /// What `extract --format json` prints
    Policy,
    /// What `extract --coverage --format json` prints
    Coverage,
}

/// A kind of fact, by its name.
fn kind_parser() -> impl TypedValueParser<Value = FactKind> {
    PossibleValuesParser::new(FactKind::ALL.map(FactKind::name)).try_map(|name| {
        FactKind::ALL.into_iter().find(|kind| kind.name() == name).ok_or("no such kind of fact")
    })
}

/// Which documents to read.
#[derive(Debug, ClapArgs)]
pub(crate) struct Input {
    /// Files to read; `-`, or none, is standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Read every file as this format instead of telling it by the content
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) from: Option<From>,
}

/// How output looks.
#[derive(Clone, Copy, Debug, ClapArgs)]
pub(crate) struct Look {
    /// When to colour
    #[arg(long, value_enum, default_value_t = Colour::Auto, global = true, value_name = "WHEN")]
    pub(crate) color: Colour,
    /// Columns to print in; the terminal's, or 100 where there is none
    #[arg(long, global = true, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..))]
    pub(crate) width: Option<u16>,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What `parse` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParseFormat {
    /// An outline for people
    Tree,
    /// One JSON object a document, with its blocks in reading order
    Blocks,
    /// One JSON object a document, with sections in sections and lists in items
    Json,
    /// Markdown
    Markdown,
}

/// What `extract` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExtractFormat {
    /// A table for people
    Table,
    /// One JSON object a document: what it is, practices, and facts by kind
    Json,
    /// One fact a line, as JSON
    Ndjson,
    /// One fact a line, with a header
    Csv,
}

/// What the files are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum From {
    /// Plain text
    Text,
    /// HTML
    Html,
    /// Markdown
    Markdown,
}

impl From {
    pub(crate) const fn format(self) -> Format {
        match self {
            Self::Text => Format::Text,
            Self::Html => Format::Html,
            Self::Markdown => Format::Markdown,
        }
    }
}
