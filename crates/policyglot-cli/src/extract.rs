//! `policyglot extract`: what a document says.

use std::io::{self, Write};

use policyglot_model::record::{self, Context};
use policyglot_model::{Lexicon, read};

use crate::args::ExtractFormat;
use crate::file::File;
use crate::output::Output;
use crate::{parse, view};

/// Prints the facts of one file after the other.
pub(crate) struct Extract<'l> {
    format: ExtractFormat,
    lexicon: &'l Lexicon,
    first: bool,
}

impl<'l> Extract<'l> {
    pub(crate) fn new(format: ExtractFormat, lexicon: &'l Lexicon) -> Self {
        Self { format, lexicon, first: true }
    }

    pub(crate) fn file(&mut self, file: &File<'_>, output: &mut Output) -> io::Result<()> {
        let first = std::mem::take(&mut self.first);
        let document = parse::document(file);
        let context = Context::new(&file.name, &document, file);
        let policy = read(&document, self.lexicon);
        let concepts = self.lexicon.concepts();
        match self.format {
            ExtractFormat::Table => {
                if !first {
                    writeln!(output.out)?;
                }
                view::table(&record::policy(&context, &policy, concepts), output)
            }
            ExtractFormat::Json => {
                serde_json::to_writer(&mut output.out, &record::policy(&context, &policy, concepts))?;
                writeln!(output.out)
            }
            ExtractFormat::Ndjson => {
                for fact in record::facts(&context, &policy, concepts) {
                    serde_json::to_writer(&mut output.out, &fact)?;
                    writeln!(output.out)?;
                }
                Ok(())
            }
            ExtractFormat::Csv => view::csv(record::facts(&context, &policy, concepts), first, output),
        }
    }
}
