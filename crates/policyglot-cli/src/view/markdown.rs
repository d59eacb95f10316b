//! A document as Markdown.

use std::io::{self, Write};

use policyglot_model::record::DocumentRecord;

use crate::output::Output;

/// Prints the document as CommonMark.
pub(crate) fn markdown(document: &DocumentRecord<'_>, output: &mut Output) -> io::Result<()> {
    for block in &document.blocks {
        writeln!(output.out, "{}\n", block.text)?;
    }
    Ok(())
}
