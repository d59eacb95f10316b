//! The document as a tree: sections in sections, items in items, and a text form to read it by.

use std::fmt;
use std::ops::Range;

use policyglot_lexer::LineIndex;

use crate::{Block, BlockId, BlockKind, Document};

/// A heading with everything under it: its own blocks and the sections inside it.
#[derive(Clone, Copy, Debug)]
pub struct Section<'d> {
    document: &'d Document<'d>,
    heading: BlockId,
    end: u32,
}

impl<'d> Section<'d> {
    /// The block that opens the section.
    pub const fn heading(&self) -> BlockId {
        self.heading
    }

    /// The heading's text, without its number.
    pub fn title(&self) -> &'d str {
        self.document.block(self.heading).map_or("", |block| block.body.of(self.document.source()))
    }

    /// All blocks of the section, the heading first, the sections inside it included.
    pub const fn blocks(&self) -> Range<u32> {
        self.heading.0..self.end
    }

    /// The sections right inside this one.
    pub fn sections(&self) -> impl Iterator<Item = Section<'d>> + use<'d> {
        sections_in(self.document, self.heading.0 + 1, self.end)
    }
}

/// The sections among the blocks `start..end` that no other section of that range holds.
fn sections_in<'d>(
    document: &'d Document<'d>,
    start: u32,
    end: u32,
) -> impl Iterator<Item = Section<'d>> + use<'d> {
    let mut at = start;
    std::iter::from_fn(move || {
        while at < end {
            let id = BlockId(at);
            let Some(level) = document.block(id).and_then(heading_level) else {
                at += 1;
                continue;
            };
            let mut stop = at + 1;
            while stop < end {
                let next = document.block(BlockId(stop)).and_then(heading_level);
                if next.is_some_and(|next| next <= level) {
                    break;
                }
                stop += 1;
            }
            at = stop;
            return Some(Section { document, heading: id, end: stop });
        }
        None
    })
}

fn heading_level(block: &Block) -> Option<u8> {
    (block.kind == BlockKind::Heading).then_some(block.level)
}

impl<'s> Document<'s> {
    /// The title, where the document has one.
    pub fn title(&self) -> Option<&Block> {
        self.blocks().iter().find(|block| block.kind == BlockKind::Title)
    }

    /// The outermost sections in reading order.
    pub fn sections<'d>(&'d self) -> impl Iterator<Item = Section<'d>> + use<'d, 's>
    where
        's: 'd,
    {
        sections_in(self, 0, u32::try_from(self.blocks().len()).unwrap_or(u32::MAX))
    }

    /// The headings above a block, outermost first; a heading is not above itself.
    pub fn path(&self, id: BlockId) -> Vec<BlockId> {
        let mut path = Vec::new();
        let mut level = self.block(id).and_then(heading_level).unwrap_or(u8::MAX);
        for at in (0..id.0).rev() {
            if level <= 1 {
                break;
            }
            let above = self.block(BlockId(at)).and_then(heading_level);
            if let Some(above) = above.filter(|&above| above < level) {
                path.push(BlockId(at));
                level = above;
            }
        }
        path.reverse();
        path
    }

    /// For every block, the heading right above it: [`Document::path`] for all blocks at once, in linear time.
    pub fn parents(&self) -> Vec<Option<BlockId>> {
        let mut open: Vec<(u8, BlockId)> = Vec::new();
        let mut parents = Vec::with_capacity(self.blocks().len());
        for (at, block) in self.blocks().iter().enumerate() {
            if let Some(level) = heading_level(block) {
                while open.last().is_some_and(|&(above, _)| above >= level) {
                    open.pop();
                }
                parents.push(open.last().map(|&(_, id)| id));
                open.push((level, BlockId(u32::try_from(at).unwrap_or(u32::MAX))));
            } else {
                parents.push(open.last().map(|&(_, id)| id));
            }
        }
        parents
    }

    /// A text form of the document to read beside its source: one line a block.
    pub const fn outline(&self) -> Outline<'_> {
        Outline { document: self }
    }
}

/// Shows a document block by block: `indent kind marker Lstart-end "first words … last words"`.
#[derive(Clone, Copy, Debug)]
pub struct Outline<'d> {
    document: &'d Document<'d>,
}

impl fmt::Display for Outline<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = self.document.source();
        let lines = LineIndex::new(source.as_bytes());
        let mut section = 0;
        for block in self.document.blocks() {
            let indent = match block.kind {
                BlockKind::Heading => {
                    section = usize::from(block.level);
                    section - section.min(1)
                }
                BlockKind::Item => section + usize::from(block.depth.max(1)) - 1,
                BlockKind::Title => 0,
                _ => section,
            };
            write!(f, "{:1$}", "", indent * 2)?;
            f.write_str(block.kind.name())?;
            if block.kind == BlockKind::Heading {
                write!(f, " {}", block.level)?;
            }
            if let Some(marker) = block.marker {
                write!(f, " {}", marker.of(source))?;
            }
            if block.leads_list {
                f.write_str(" leads")?;
            }
            let (first, last) = (lines.line(block.span.start), lines.line(block.span.end.saturating_sub(1)));
            write!(f, " L{first}")?;
            if last != first {
                write!(f, "-{last}")?;
            }
            if let Some(id) = block.of {
                let of = self.document.block(id).map_or(block.span.start, |block| block.span.start);
                write!(f, " of L{}", lines.line(of))?;
            }
            if let Some(term) = block.term {
                write!(f, " [{}]", brief(term.of(source)))?;
            }
            if block.cells.is_empty() {
                writeln!(f, " \"{}\"", brief(block.body.of(source)))?;
            } else {
                let cells: Vec<String> = block.cells.iter().map(|cell| brief(cell.of(source))).collect();
                writeln!(f, " \"{}\"", cells.join(" | "))?;
            }
        }
        Ok(())
    }
}

/// The first and the last words of a text, white space collapsed; short texts whole.
fn brief(text: &str) -> String {
    const WHOLE: usize = 14;
    const FIRST: usize = 8;
    const LAST: usize = 5;
    let mut words = text.split_whitespace();
    let head: Vec<&str> = words.by_ref().take(WHOLE).collect();
    if words.next().is_none() {
        return head.join(" ");
    }
    let mut tail: Vec<&str> = text.split_whitespace().rev().take(LAST).collect();
    tail.reverse();
    format!("{} … {}", head.get(..FIRST).unwrap_or(&head).join(" "), tail.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    const TEXT: &str = "1. Data we collect\nWe collect the following:\n● your name\n● your address\n2. Your \
                        rights\n2.1 Access\nYou may ask us for a copy of what we hold about you.\n";

    #[test]
    fn outline_shows_the_tree() {
        assert_eq!(
            parse(TEXT).outline().to_string(),
            r#"heading 1 1. L1 "Data we collect"
  paragraph leads L2 "We collect the following:"
  item ● L3 "your name"
  item ● L4 "your address"
heading 1 2. L5 "Your rights"
  heading 2 2.1 L6 "2.1 Access"
    paragraph L7 "You may ask us for a copy of what we hold about you."
"#
        );
    }

    #[test]
    fn sections_nest() {
        let document = parse(TEXT);
        let titles: Vec<_> = document.sections().map(|section| section.title()).collect();
        assert_eq!(titles, ["Data we collect", "Your rights"]);
        let inner: Vec<_> = document.sections().flat_map(|section| section.sections()).collect();
        assert_eq!(inner.len(), 1);
        assert_eq!(document.path(BlockId(6)), [BlockId(4), BlockId(5)]);
        assert_eq!(document.parents()[6], Some(BlockId(5)));
    }
}
