//! `policyglot parse`: a document's structure.

use std::io::{self, Write};

use policyglot_lexer::lex;
use policyglot_model::record::{self, Context};
use policyglot_model::{Lexicon, headings, language};
use policyglot_parser::{Document, Options, parse_with};

use crate::args::ParseFormat;
use crate::file::File;
use crate::output::Output;
use crate::view;

/// Parses one file with what its markup says and with the headings that policies commonly have.
pub(crate) fn document<'f>(file: &'f File<'_>) -> Document<'f> {
    let headings: Vec<&str> = headings().collect();
    let options = Options::default().with_hints(file.source.hints()).with_headings(&headings);
    parse_with(&lex(file.source.text()), &options)
}

/// Prints the structure of one file.
pub(crate) fn file(
    file: &File<'_>,
    format: ParseFormat,
    lexicon: &Lexicon,
    output: &mut Output,
) -> io::Result<()> {
    let document = document(file);
    let context = Context::new(&file.name, &document, file);
    let language = language(&document, lexicon);
    match format {
        ParseFormat::Tree => view::tree(&record::tree(&context, language), output),
        ParseFormat::Markdown => view::markdown(&record::blocks(&context, language), output),
        ParseFormat::Blocks => {
            serde_json::to_writer(&mut output.out, &record::blocks(&context, language))?;
            writeln!(output.out)
        }
        ParseFormat::Json => {
            serde_json::to_writer(&mut output.out, &record::tree(&context, language))?;
            writeln!(output.out)
        }
    }
}
