//! Elements within a line: bold, links, spans that hide.

use super::element::{Inline, Opening, Role};
use super::reader::{Context, Reader};

/// An open inline element.
#[derive(Debug)]
pub(super) struct Open {
    inline: Inline,
    before: Context,
    /// Links: where the text starts, and the target.
    link: Option<(u32, String)>,
}

/// How far an end tag of an inline element looks for its start.
const INLINE_REACH: usize = 64;

impl Reader<'_> {
    pub(super) fn open_inline(&mut self, inline: Inline, opening: Opening) {
        let before = self.context;
        let context = &mut self.context;
        context.hidden |= opening.hidden;
        context.style.bold |= inline == Inline::Bold;
        if let Some(bold) = opening.bold {
            context.style.bold = bold;
        }
        if opening.role == Role::Heading {
            context.heading = if opening.level == 0 { 2 } else { opening.level };
        }
        context.trigger |= opening.trigger;
        let mut link = None;
        if inline == Inline::Link && !opening.href.is_empty() {
            // "<a>Start</a><a>Shop</a>": a menu, drawn with space between.
            if self.page.links.last().is_some_and(|last| last.span.end == self.page.end()) {
                self.page.space(self.at);
            }
            context.style.linked = true;
            context.style.anchored = opening.href.starts_with('#');
            link = Some((self.page.end(), opening.href));
        }
        if opening.icon {
            self.context.icon = true;
        }
        self.inlines.push(Open { inline, before, link });
    }

    /// Closes the innermost inline element of this kind in the open block, and those opened in it.
    pub(super) fn close_inline(&mut self, inline: Inline) {
        let floor = self.frames.last().map_or(0, |frame| frame.inline as usize);
        let floor = floor.max(self.inlines.len().saturating_sub(INLINE_REACH));
        self.work(self.inlines.len() - floor);
        let open = self.inlines.get(floor..).unwrap_or_default();
        if let Some(at) = open.iter().rposition(|open| open.inline == inline) {
            self.close_inlines(floor + at);
        } else if inline == Inline::Bold {
            // "<b><p>One</b> two": the end is meant, wherever the start was.
            self.context.style.bold = false;
        }
    }

    pub(super) fn close_inlines(&mut self, at: usize) {
        while self.inlines.len() > at {
            let Some(open) = self.inlines.pop() else { break };
            self.work(1);
            let heading = self.context.heading > 0;
            self.context = Context { depth: self.context.depth, ..open.before };
            if let Some((start, target)) = open.link {
                if heading && target.starts_with('#') && self.page.drop_symbol(start) {
                    continue;
                }
                self.page.link(start, &target);
            }
        }
    }
}
