//! The structure of a document as records: flat in reading order, or as a tree.

use std::borrow::Cow;

use policyglot_lexer::Span;
use policyglot_parser::{Block, BlockKind};
use serde::Serialize;

use super::{Context, collapse, is_false, is_zero};

/// A document as its blocks, in reading order.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DocumentRecord<'a> {
    /// The document's name: the path as it was given, or "-".
    pub document: &'a str,
    /// ISO 639-1 code of the language, where it could be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<&'a str>,
    /// The blocks in reading order.
    pub blocks: Vec<BlockRecord<'a>>,
}

/// A document as a tree: sections in sections, lists in items.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TreeRecord<'a> {
    /// The document's name: the path as it was given, or "-".
    pub document: &'a str,
    /// ISO 639-1 code of the language, where it could be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<&'a str>,
    /// The outermost blocks.
    pub children: Vec<NodeRecord<'a>>,
}

/// A block with what stands below it: a heading's section, an item's list, a lead-in's list.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NodeRecord<'a> {
    /// The block itself.
    #[serde(flatten)]
    pub block: BlockRecord<'a>,
    /// The blocks below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<NodeRecord<'a>>,
}

/// One leaf block.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BlockRecord<'a> {
    /// What it is: title, metadata, heading, paragraph, item, contact, row, duplicate or boilerplate.
    pub kind: &'a str,
    /// The text, with white space collapsed, without marker or number.
    pub text: Cow<'a, str>,
    /// Headings: the level, from 1.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub level: u8,
    /// Items: the depth, from 1.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub depth: u8,
    /// Items: whether the list is numbered or lettered.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ordered: bool,
    /// Paragraphs and items: whether a list follows that this block introduces.
    #[serde(default, skip_serializing_if = "is_false")]
    pub leads_list: bool,
    /// Rows: whether this row names the columns.
    #[serde(default, skip_serializing_if = "is_false")]
    pub header: bool,
    /// Items: the marker, verbatim, where the text still has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<&'a str>,
    /// Headings: the number, verbatim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<&'a str>,
    /// Items and contacts: the term that the rest explains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Cow<'a, str>>,
    /// Duplicates: the place, in the list of blocks, of the block that says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u32>,
    /// Rows: the cells from left to right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<Cow<'a, str>>,
    /// The line of the source file where it starts, from 1.
    pub line: u32,
    /// Its first byte in the source file.
    pub start: u32,
    /// One past its last byte in the source file.
    pub end: u32,
}

/// The document's blocks in reading order.
pub fn blocks<'a>(context: &'a Context<'a>, language: Option<&'a str>) -> DocumentRecord<'a> {
    let blocks = context.document.blocks().iter().map(|block| record(context, block)).collect();
    DocumentRecord { document: context.name, language, blocks }
}

/// The document as a tree.
pub fn tree<'a>(context: &'a Context<'a>, language: Option<&'a str>) -> TreeRecord<'a> {
    let mut root = Vec::new();
    // The open nodes from the outermost: how deep each stands, and the node.
    let mut open: Vec<(u16, NodeRecord<'a>)> = Vec::new();
    for block in context.document.blocks() {
        let rank = rank(block);
        while open.last().is_some_and(|(above, _)| *above >= rank) {
            close(&mut open, &mut root);
        }
        open.push((rank, NodeRecord { block: record(context, block), children: Vec::new() }));
        // Only a paragraph that introduces a list holds the items after it.
        if rank == LEAD_IN && !block.leads_list {
            close(&mut open, &mut root);
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut root);
    }
    TreeRecord { document: context.name, language, children: root }
}

/// Headings come before lead-ins and these before items, from the outermost of each to the innermost.
fn rank(block: &Block) -> u16 {
    match block.kind {
        BlockKind::Heading => u16::from(block.level),
        BlockKind::Item => LEAD_IN + 1 + u16::from(block.depth),
        _ => LEAD_IN,
    }
}

/// Behind every heading level, before every item depth.
const LEAD_IN: u16 = 256;

fn close<'a>(open: &mut Vec<(u16, NodeRecord<'a>)>, root: &mut Vec<NodeRecord<'a>>) {
    let Some((_, node)) = open.pop() else { return };
    match open.last_mut() {
        Some((_, parent)) => parent.children.push(node),
        None => root.push(node),
    }
}

fn record<'a>(context: &'a Context<'a>, block: &Block) -> BlockRecord<'a> {
    let origin = context.origin(block.span);
    let text = |span: Span| collapse(context.text(span));
    let marker = block.marker.map(|marker| context.text(marker));
    let heading = block.kind == BlockKind::Heading;
    BlockRecord {
        kind: block.kind.name(),
        text: text(block.body),
        level: block.level,
        depth: block.depth,
        ordered: block.ordered,
        leads_list: block.leads_list,
        header: block.header,
        marker: marker.filter(|_| !heading),
        number: marker.filter(|_| heading),
        term: block.term.map(text),
        of: block.of.map(|id| id.0),
        cells: block.cells.iter().map(|&cell| text(cell)).collect(),
        line: context.line(origin),
        start: origin.start,
        end: origin.end,
    }
}
