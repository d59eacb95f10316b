//! `policyglot schema`: the JSON Schemas of what the program prints.

use std::io::{self, Write};
use std::process::ExitCode;

use policyglot_model::record::{CoverageRecord, DocumentRecord, FactRecord, PolicyRecord, TreeRecord};
use schemars::schema_for;

use crate::args::SchemaOf;
use crate::output::Output;

/// Prints one schema.
pub(crate) fn print(of: SchemaOf, output: &mut Output) -> io::Result<ExitCode> {
    let schema = match of {
        SchemaOf::Document => schema_for!(DocumentRecord<'_>),
        SchemaOf::Tree => schema_for!(TreeRecord<'_>),
        SchemaOf::Facts => schema_for!(FactRecord<'_>),
        SchemaOf::Policy => schema_for!(PolicyRecord<'_>),
        SchemaOf::Coverage => schema_for!(CoverageRecord<'_>),
    };
    serde_json::to_writer_pretty(&mut output.out, &schema)?;
    writeln!(output.out)?;
    Ok(ExitCode::SUCCESS)
}
