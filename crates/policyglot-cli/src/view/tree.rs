//! The outline of a document.

use std::io::{self, Write};

use policyglot_model::record::{BlockRecord, NodeRecord, TreeRecord};

use super::layout::elide;
use super::style::{ASIDE, HEADING};
use crate::output::Output;

/// Prints the outline: one block a line, indented by what it stands below, long texts without their middle.
pub(crate) fn tree(tree: &TreeRecord<'_>, output: &mut Output) -> io::Result<()> {
    let language = tree.language.map(|code| format!(" ({code})")).unwrap_or_default();
    writeln!(output.out, "{HEADING}{}{HEADING:#}{language}", elide(tree.document, output.width))?;
    tree.children.iter().try_for_each(|child| node(child, 0, output))
}

fn node(node: &NodeRecord<'_>, depth: usize, output: &mut Output) -> io::Result<()> {
    let block = &node.block;
    let style = match block.kind {
        "title" | "heading" => HEADING,
        "duplicate" | "boilerplate" => ASIDE,
        _ => anstyle::Style::new(),
    };
    let (label, text) = (label(block), text(block));
    // Deep lists keep at least half of the line for their text.
    let indent = (depth * 2).min(output.width / 2);
    let room = output.width.saturating_sub(GUTTER + indent);
    writeln!(
        output.out,
        "{ASIDE}{:>5}  {label:<13}{ASIDE:#} {:indent$}{style}{}{style:#}",
        block.line,
        "",
        elide(&text, room)
    )?;
    node.children.iter().try_for_each(|child| self::node(child, depth + 1, output))
}

/// Columns before the text: the line, the kind, and the spaces between.
const GUTTER: usize = 21;

fn label(block: &BlockRecord<'_>) -> String {
    match block.kind {
        "heading" => format!("heading {}", block.level),
        "item" => format!("item {}", block.depth),
        kind => kind.to_owned(),
    }
}

fn text(block: &BlockRecord<'_>) -> String {
    match (block.kind, block.marker.or(block.number)) {
        (_, Some(marker)) => format!("{marker} {}", block.text),
        ("item", None) => format!("• {}", block.text),
        ("row", None) => block.cells.join(" | "),
        (_, None) => block.text.clone().into_owned(),
    }
}
