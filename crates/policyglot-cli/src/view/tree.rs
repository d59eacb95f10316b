//! The outline of a document.

use std::io::{self, Write};

use policyglot_model::record::{NodeRecord, TreeRecord};

use crate::output::Output;

/// Prints the outline: one block a line, indented by what it stands below.
pub(crate) fn tree(tree: &TreeRecord<'_>, output: &mut Output) -> io::Result<()> {
    writeln!(output.out, "{}", tree.document)?;
    for node in &tree.children {
        self::node(node, 1, output)?;
    }
    Ok(())
}

fn node(node: &NodeRecord<'_>, depth: usize, output: &mut Output) -> io::Result<()> {
    let block = &node.block;
    writeln!(
        output.out,
        "{:>5} {:indent$}{} {}",
        block.line,
        "",
        block.kind,
        block.text,
        indent = depth * 2
    )?;
    node.children.iter().try_for_each(|child| self::node(child, depth + 1, output))
}
