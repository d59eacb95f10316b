//! The stack of open elements, and the text as they arrange it.
//!
//! Not the tree that a browser builds, but every rule of it that changes which text stands on a line of its own:
//! implied ends (`<li>` ends the item before it), ends that match nothing, formatting left open. Each rule takes
//! constant time for each tag, or pops what it looks at.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, Tokenizer};
use policyglot_parser::HintKind;

use super::element::{Block, Dropped, Opening, Role, Tag};
use super::entity::Entities;
use super::inline::Open;
use super::region::{Region, RegionKind};
use super::table::Tables;
use crate::encoding::small;
use crate::page::{Page, Style};

/// What the open elements make of the text in them. Copied when a block opens, restored when it closes.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that an element may say")]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context {
    pub(super) style: Style,
    pub(super) hidden: bool,
    /// Level of the open heading, 0 outside of one.
    pub(super) heading: u8,
    /// How many lists are open.
    pub(super) depth: u8,
    pub(super) region: u32,
    pub(super) preformatted: bool,
    /// A button or a summary that opens a part of the page: a heading to the reader.
    pub(super) trigger: bool,
    pub(super) title: bool,
    /// A glyph drawn by a font, written as a word.
    pub(super) icon: bool,
}

/// An open block.
#[derive(Debug)]
pub(super) struct Frame {
    block: Block,
    before: Context,
    /// The nearest open block of the same kind below this one, as a place in the stack.
    below: u32,
    /// The nearest table cell or table below this one: end tags don't reach through it.
    barrier: u32,
    /// How many inline elements were open when this block opened.
    pub(super) inline: u32,
    /// Lists: whether numbered, and the number of the next item.
    ordered: bool,
    next: i32,
    /// Named like a heading, and how many lines the page had when it opened.
    titled: Option<usize>,
}

const NONE: u32 = u32::MAX;

/// A tokenizer's emitter that asks for no errors: looking for them in every byte takes a quarter of the time.
struct Quiet<E>(E);

impl<E: Emitter> ForwardingEmitter for Quiet<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

/// Reads HTML into a page.
#[derive(Debug)]
pub(crate) struct Reader<'p> {
    pub(super) page: &'p mut Page,
    pub(super) frames: Vec<Frame>,
    pub(super) inlines: Vec<Open>,
    pub(super) context: Context,
    regions: Vec<Region>,
    tables: Tables,
    pub(super) entities: Entities,
    /// The innermost open block of each kind, as a place in `frames`.
    innermost: [u32; Block::COUNT],
    /// What the next line is, where the block that it opens says so: the first line of an item is the item.
    first: Option<HintKind>,
    /// The next line goes on after a `br`: no paragraph of its own.
    pub(super) broken: bool,
    /// Where the current tag or text starts in the file.
    pub(super) at: u32,
    /// Inside of what nobody sees: the element, and how many of its kind are open.
    dropped: Option<(Dropped, u32)>,
    /// Steps of every loop, to show that they grow no faster than the page.
    #[cfg(test)]
    work: usize,
}

impl<'p> Reader<'p> {
    pub(crate) fn new(page: &'p mut Page, first: Option<HintKind>) -> Self {
        Self {
            page,
            frames: Vec::new(),
            inlines: Vec::new(),
            context: Context::default(),
            regions: vec![Region::new(NONE, RegionKind::Plain)],
            tables: Tables::default(),
            entities: Entities::default(),
            innermost: [NONE; Block::COUNT],
            first,
            broken: false,
            at: 0,
            dropped: None,
            #[cfg(test)]
            work: 0,
        }
    }

    /// Counts the steps of a loop, in tests only.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "counts in tests"))]
    pub(super) fn work(&mut self, steps: usize) {
        #[cfg(test)]
        {
            self.work += steps;
        }
        let _ = steps;
    }

    /// Reads `source`, which stands `base` bytes behind the start of the file.
    pub(crate) fn read(&mut self, source: &str, base: u32) {
        let mut tag = Tag::Other;
        let mut opening = Opening::default();
        let mut attribute: Vec<u8> = Vec::new();
        let mut emitter =
            CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
                self.at = base + small(span.start);
                match event {
                    CallbackEvent::OpenStartTag { name } => {
                        tag = Tag::of(name);
                        opening = Opening::of(name);
                    }
                    CallbackEvent::AttributeName { name } => {
                        opening.name(name);
                        attribute.clear();
                        attribute.extend_from_slice(name);
                    }
                    CallbackEvent::AttributeValue { value } => opening.value(&attribute, value),
                    CallbackEvent::CloseStartTag { self_closing } => {
                        self.start(tag, std::mem::take(&mut opening), self_closing);
                    }
                    CallbackEvent::EndTag { name } => self.end(Tag::of(name)),
                    CallbackEvent::String { .. } if self.dropped.is_none() => {
                        if let Some(raw) = source.as_bytes().get(span.start..span.end) {
                            self.text(raw);
                        }
                    }
                    _ => {}
                }
                None
            });
        emitter.naively_switch_states(true);
        let Ok(()) = Tokenizer::new_with_emitter(source, Quiet(emitter)).finish();
    }

    /// Closes what is open. Gives the elements by which the main content is told.
    pub(crate) fn finish(mut self) -> Vec<Region> {
        self.close_to(0);
        self.close_inlines(0);
        self.page.end_line();
        self.regions
    }

    fn start(&mut self, tag: Tag, opening: Opening, self_closing: bool) {
        if let Some((dropped, open)) = self.dropped {
            match tag {
                Tag::Dropped(inner) if inner == dropped && !self_closing => {
                    self.dropped = Some((dropped, open + 1));
                }
                // What the HTML standard lets break out of a drawing. A "select" or a "svg" left open must not
                // swallow the page.
                Tag::Block(block)
                    if matches!(dropped, Dropped::Svg | Dropped::Math | Dropped::Select)
                        && !matches!(block, Block::Title | Block::Button) =>
                {
                    self.dropped = None;
                }
                _ => return,
            }
            if self.dropped.is_some() {
                return;
            }
        }
        match tag {
            Tag::Block(block) => self.open_block(block, &opening),
            Tag::Inline(inline) => self.open_inline(inline, opening),
            Tag::Dropped(Dropped::Raw) => self.dropped = Some((Dropped::Raw, 1)),
            Tag::Dropped(dropped) if !self_closing => self.dropped = Some((dropped, 1)),
            Tag::Break => self.line_break(),
            Tag::Rule => self.end_block_line(),
            Tag::Dropped(_) | Tag::Other => {}
        }
    }

    fn end(&mut self, tag: Tag) {
        if let Some((dropped, open)) = self.dropped {
            if tag == Tag::Dropped(dropped) {
                self.dropped = (open > 1).then_some((dropped, open - 1));
            }
            return;
        }
        match tag {
            Tag::Block(block) => {
                // A button in a heading was not opened: its end does not end the heading's line.
                let at = self.reachable(block);
                if at.is_some() || block != Block::Button {
                    self.end_block_line();
                }
                if let Some(at) = at {
                    self.close_to(at);
                }
            }
            Tag::Inline(inline) => self.close_inline(inline),
            Tag::Break => self.line_break(),
            Tag::Rule | Tag::Dropped(_) | Tag::Other => {}
        }
    }

    /// The innermost open block of this kind that a tag may close.
    fn reachable(&self, block: Block) -> Option<usize> {
        let at = self.innermost(block);
        let limit = match block {
            Block::Table => NONE,
            Block::Row | Block::Cell | Block::TableHead | Block::TableBody | Block::Caption => {
                self.innermost(Block::Table)
            }
            _ => self.frames.last().map_or(NONE, |frame| frame.barrier),
        };
        (at != NONE && (limit == NONE || at > limit)).then_some(at as usize)
    }

    fn innermost(&self, block: Block) -> u32 {
        self.innermost.get(block as usize).copied().unwrap_or(NONE)
    }

    /// What a start tag ends that its author left open.
    fn imply_ends(&mut self, block: Block) {
        if block != Block::Button
            && block != Block::Title
            && matches!(self.frames.last(), Some(frame) if matches!(frame.block, Block::Paragraph))
        {
            self.close_to(self.frames.len() - 1);
        }
        let within =
            |at: Option<usize>, container: u32| at.filter(|at| container == NONE || *at > container as usize);
        let at = match block {
            Block::Item => within(self.reachable(Block::Item), self.innermost(Block::List)),
            Block::Term | Block::Definition => {
                let list = self.innermost(Block::DefinitionList);
                let term = within(self.reachable(Block::Term), list);
                let definition = within(self.reachable(Block::Definition), list);
                term.max(definition)
            }
            Block::Cell => self.reachable(Block::Cell),
            Block::Row => self.reachable(Block::Row),
            Block::TableHead | Block::TableBody => self
                .reachable(Block::TableHead)
                .or(self.reachable(Block::TableBody))
                .or(self.reachable(Block::Row)),
            Block::Heading => match self.frames.last() {
                Some(frame) if frame.block == Block::Heading => Some(self.frames.len() - 1),
                _ => None,
            },
            _ => None,
        };
        if let Some(at) = at {
            self.close_to(at);
        }
    }

    fn open_block(&mut self, block: Block, opening: &Opening) {
        // "<h2><button>What we collect</button></h2>": the words are the heading's.
        if block == Block::Button && self.context.heading > 0 {
            return;
        }
        self.end_block_line();
        if block == Block::Root && self.innermost(Block::Root) != NONE {
            return;
        }
        self.imply_ends(block);
        let place = small(self.frames.len());
        let barrier = match self.frames.last() {
            Some(frame) if matches!(frame.block, Block::Table | Block::Cell | Block::Caption) => place - 1,
            Some(frame) => frame.barrier,
            None => NONE,
        };
        let mut frame = Frame {
            block,
            before: self.context,
            below: self.innermost(block),
            barrier,
            inline: small(self.inlines.len()),
            ordered: opening.ordered,
            next: opening.number.unwrap_or(1),
            titled: opening.titled.then_some(self.page.lines.len()),
        };
        if block == Block::Item {
            self.item(opening.number);
        }
        let context = &mut self.context;
        context.hidden |= opening.hidden;
        if let Some(bold) = opening.bold {
            context.style.bold = bold;
        }
        let kind = RegionKind::of(block, opening);
        if kind != RegionKind::Plain || matches!(block, Block::Division | Block::Section) {
            self.regions.push(Region::new(context.region, kind));
            context.region = small(self.regions.len() - 1);
        }
        match block {
            Block::Heading => context.heading = opening.level.max(1),
            Block::List => context.depth = context.depth.saturating_add(1),
            Block::Pre => context.preformatted = true,
            Block::Term => self.first = Some(HintKind::Term),
            Block::Definition => self.first = Some(HintKind::Definition),
            Block::Summary => context.trigger = true,
            Block::Title => context.title = true,
            Block::Table => self.tables.open(self.page, opening.role == Role::Presentation),
            Block::TableHead => self.tables.head(true),
            Block::TableBody => self.tables.head(false),
            Block::Row => self.tables.row(),
            Block::Cell => self.tables.cell(self.page, opening),
            _ => {}
        }
        if opening.role == Role::Heading {
            context.heading = if opening.level == 0 { 2 } else { opening.level };
        }
        context.trigger |= opening.trigger && (block == Block::Button || opening.role == Role::Button);
        context.icon |= opening.icon;
        if context.heading > 0 && frame.before.heading == 0 {
            self.structural_item();
            frame.before.depth = self.context.depth;
            self.tables.heading();
        }
        frame.next = frame.next.min(i32::MAX / 2);
        if let Some(place_of) = self.innermost.get_mut(block as usize) {
            *place_of = place;
        }
        self.frames.push(frame);
    }

    /// The hint of the item that opens now: the next line bears it.
    fn item(&mut self, value: Option<i32>) {
        let list = self.innermost(Block::List);
        let list = self.frames.get_mut(list as usize);
        let (ordered, number) = match list {
            Some(list) if list.ordered => {
                let number = value.unwrap_or(list.next);
                list.next = number.saturating_add(1);
                (true, u32::try_from(number).ok())
            }
            _ => (false, None),
        };
        self.first = Some(Opening::item(self.context.depth.max(1), ordered, number));
    }

    /// A heading in an item, before any other text: the list only arranges the page ("accordion"), its items are
    /// sections, and the lists in them start anew.
    fn structural_item(&mut self) {
        if matches!(self.first, Some(HintKind::Item { .. })) {
            self.first = None;
            let item = self.innermost(Block::Item) as usize;
            self.context.depth = 0;
            self.work(self.frames.len().saturating_sub(item + 1));
            for frame in self.frames.iter_mut().skip(item + 1) {
                frame.before.depth = 0;
            }
        }
    }

    /// Closes the frames from `at` on.
    fn close_to(&mut self, at: usize) {
        if at < self.frames.len() {
            self.end_block_line();
        }
        while self.frames.len() > at {
            let Some(frame) = self.frames.pop() else { break };
            self.work(1);
            self.close_inlines(frame.inline as usize);
            if let Some(place) = self.innermost.get_mut(frame.block as usize) {
                *place = frame.below;
            }
            if let Some(lines) = frame.titled {
                self.page.mark_heading(lines);
            }
            match frame.block {
                Block::Item | Block::Term | Block::Definition => self.first = None,
                Block::Cell => self.tables.end_cell(self.page),
                Block::Table => self.tables.close(self.page),
                _ => {}
            }
            self.context = frame.before;
        }
    }

    fn line_break(&mut self) {
        // "<h1>Privacy<br>Policy</h1>" is one heading.
        if self.context.heading > 0 || self.context.title {
            self.page.space(self.at);
            return;
        }
        self.page.unsure();
        self.page.end_line();
        self.broken = true;
    }

    fn end_block_line(&mut self) {
        self.page.end_line();
        self.broken = false;
    }

    /// Opens a line where none is, with the hint that the open elements give it.
    pub(super) fn open_line(&mut self) {
        if self.page.is_open() {
            return;
        }
        let context = self.context;
        let kind = if context.title {
            Some(HintKind::Title)
        } else if context.heading > 0 {
            Some(HintKind::Heading { level: context.heading })
        } else if let Some(first) = self.first.take() {
            Some(first)
        } else if context.trigger {
            Some(HintKind::Bold)
        } else if self.broken || context.preformatted {
            None
        } else {
            Some(HintKind::Paragraph)
        };
        self.page.open(kind, context.region, context.hidden);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work(page: &str) -> usize {
        let mut lines = Page::default();
        let mut reader = Reader::new(&mut lines, None);
        reader.read(page, 0);
        reader.close_to(0);
        reader.close_inlines(0);
        reader.work
    }

    #[test]
    fn work_grows_no_faster_than_the_page() {
        let patterns = [
            ("<div>", ""),
            ("<div>", "</p>"),
            ("<ul><li>", "x"),
            ("<li><div>", "<h2>x</h2>"),
            ("<li>", "<h2>x</h2>"),
            ("<b>x", "</i>"),
            ("<a href=x>x", "</b></span>"),
            ("<p><b>", "</b></p>"),
            ("<table><tr><td>x", "<td>x"),
            ("<table><tr><td>x<td>x<tr><td>x<td>x</table>", ""),
            ("<section><li>", "<li></li>"),
            ("<svg>", "<p>"),
            ("a  b ", "&amp;"),
            ("x & ", "</>"),
            ("&a", "&#"),
        ];
        for (first, second) in patterns {
            let page = |n: usize| format!("{}{}", first.repeat(n), second.repeat(n));
            let (small, large) = (work(&page(1000)), work(&page(10_000)));
            assert!(large <= small * 11 + 1000, "{first} {second}: {small} steps, ten times as long {large}");
        }
    }

    #[test]
    fn a_hundred_thousand_open_elements() {
        let page = format!("{}deep", "<div>".repeat(100_000));
        let finished = crate::html::read(&page);
        assert_eq!(finished.text, "deep");
    }
}
