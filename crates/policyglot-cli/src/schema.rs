//! `policyglot schema`: the JSON Schemas of what the program prints.

use std::io::{self, Write};
use std::process::ExitCode;

use policyglot_model::record::schemas;

use crate::args::SchemaOf;
use crate::output::Output;

/// Prints one schema.
pub(crate) fn print(of: SchemaOf, output: &mut Output) -> io::Result<ExitCode> {
    let name = match of {
        SchemaOf::Document => "document",
        SchemaOf::Tree => "tree",
        SchemaOf::Facts => "facts",
        SchemaOf::Policy => "policy",
        SchemaOf::Coverage => "coverage",
    };
    for (_, schema) in schemas().iter().filter(|(known, _)| *known == name) {
        serde_json::to_writer_pretty(&mut output.out, schema)?;
        writeln!(output.out)?;
    }
    Ok(ExitCode::SUCCESS)
}
