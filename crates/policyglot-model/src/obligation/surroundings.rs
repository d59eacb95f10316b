//! The headings and lead-ins around the sentence that is read, and what they speak of.

use policyglot_parser::{BlockId, BlockKind, Document};

use super::term::Terms;

/// The headings and lead-ins around the place that is being read.
#[derive(Default)]
pub(super) struct Surroundings {
    /// The block that was entered last.
    block: Option<BlockId>,
    kind: Option<BlockKind>,
    /// Terms of the open headings, by level.
    headings: [Terms; LEVELS],
    /// Terms of the open lead-ins, by the depth of what introduces the list: 0 for a paragraph.
    leads: [Terms; LEVELS],
    /// Their places in [`Reading::sentences`].
    led: [Option<usize>; LEVELS],
    /// Whether they end with a denial.
    denied: [bool; LEVELS],
    /// The level of the heading or the depth of the item.
    level: usize,
    introduces: bool,
}

/// Deeper levels are taken for the deepest.
const LEVELS: usize = 8;

impl Surroundings {
    /// Comes to a sentence of `block` with `terms`.
    pub(super) fn enter(&mut self, document: &Document<'_>, block: BlockId, terms: Terms) {
        if self.block != Some(block) {
            let Some(found) = document.block(block) else { return };
            self.block = Some(block);
            self.kind = Some(found.kind);
            self.introduces = found.leads_list;
            self.level = match found.kind {
                BlockKind::Heading => found.level,
                BlockKind::Item => found.depth,
                _ => 0,
            }
            .into();
            self.level = self.level.min(LEVELS - 1);
            if found.kind == BlockKind::Heading {
                self.headings[self.level..].fill(Terms::default());
            }
            let closed = if found.kind == BlockKind::Item { self.level } else { 0 };
            self.leads[closed..].fill(Terms::default());
            self.led[closed..].fill(None);
            self.denied[closed..].fill(false);
        }
        if self.kind == Some(BlockKind::Heading) {
            self.headings[self.level] = self.headings[self.level].and(terms);
        }
    }

    /// Goes on after a sentence of the block entered last.
    pub(super) fn leave(&mut self, at: usize, text: &str, terms: Terms, denies: bool) {
        if self.kind != Some(BlockKind::Heading) && (self.introduces || text.ends_with([':', '：'])) {
            self.leads[self.level] = terms;
            self.led[self.level] = Some(at);
            self.denied[self.level] = denies;
        }
    }

    /// The innermost sentence that introduces the list that the block is an item of.
    pub(super) fn lead_at(&self) -> Option<usize> {
        let above = if self.kind == Some(BlockKind::Item) { self.level } else { 0 };
        self.led[..above].iter().rev().find_map(|&led| led)
    }

    /// Whether what introduces the list that the block is an item of ends with a denial.
    pub(super) fn denied(&self) -> bool {
        let above = if self.kind == Some(BlockKind::Item) { self.level } else { 0 };
        self.denied[..above].iter().any(|&denied| denied)
    }

    /// What introduces the list that the block is an item of.
    pub(super) fn lead(&self) -> Terms {
        if self.kind != Some(BlockKind::Item) {
            return Terms::default();
        }
        self.leads[..self.level].iter().fold(Terms::default(), |all, &terms| all.and(terms))
    }

    /// What the headings above are about.
    pub(super) fn heading(&self) -> Terms {
        self.headings.iter().fold(Terms::default(), |all, &terms| all.and(terms))
    }
}
