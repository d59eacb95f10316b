//! What stands above a block: the open headings, the lead-ins of the open lists.

use policyglot_parser::{Block, BlockKind};

use super::category::Topics;

/// What stands above a block.
#[derive(Default)]
pub(super) struct Context {
    /// The open headings: level and categories.
    headings: Vec<(u8, Topics)>,
    /// The lead-in of the open list, then the open items: depth and categories.
    lists: Vec<(u8, Topics)>,
    /// The categories of the block before, under the same heading.
    previous: Topics,
}

impl Context {
    /// Opens a section.
    pub(super) fn heading(&mut self, level: u8, topics: Topics) {
        self.previous = Topics::NONE;
        self.lists.clear();
        while self.headings.last().is_some_and(|&(above, _)| above >= level) {
            self.headings.pop();
        }
        self.headings.push((level, topics));
    }

    /// Goes past a block of `topics`; `leading` are those that go on in the list that it introduces.
    pub(super) fn block(&mut self, block: &Block, topics: Topics, leading: Topics) {
        self.previous = topics;
        if block.kind == BlockKind::Item {
            while self.lists.last().is_some_and(|&(depth, _)| depth >= block.depth) {
                self.lists.pop();
            }
            self.lists.push((block.depth, leading));
        } else {
            self.lists.clear();
            if block.leads_list {
                self.lists.push((0, leading));
            }
        }
    }

    /// The categories of the block before, under the same heading.
    pub(super) fn previous(&self) -> Topics {
        self.previous
    }

    /// The categories of the nearest heading that has some.
    pub(super) fn of_headings(&self) -> Topics {
        self.headings
            .iter()
            .rev()
            .map(|&(_, topics)| topics)
            .find(|topics| !topics.is_empty())
            .unwrap_or_default()
    }

    /// The categories of what introduces an item; none where the block is no item.
    pub(super) fn of_lead(&self, block: &Block) -> Topics {
        if block.kind != BlockKind::Item {
            return Topics::NONE;
        }
        self.lists
            .iter()
            .rev()
            .find(|&&(above, _)| above < block.depth)
            .map(|&(_, topics)| topics)
            .unwrap_or_default()
    }
}
