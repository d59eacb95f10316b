//! Markdown: CommonMark with tables, read into the same lines and hints as HTML.

use std::ops::Range;

use policyglot_lexer::Span;
use policyglot_parser::HintKind;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::encoding::small;
use crate::html;
use crate::page::{Finished, Page, Style};

/// Reads a whole Markdown file.
pub(crate) fn read(source: &str) -> Finished {
    let mut reader = Reader { source, page: Page::with_capacity(source.len()), ..Reader::default() };
    for (event, range) in Parser::new_ext(source, Options::ENABLE_TABLES).into_offset_iter() {
        reader.event(event, range);
    }
    reader.page.end_line();
    html::choose_title(&mut reader.page);
    reader.page.finish()
}

#[derive(Debug, Default)]
struct Reader<'s> {
    source: &'s str,
    page: Page,
    /// The open lists: numbered ones with the number of the next item.
    lists: Vec<Option<u32>>,
    heading: u8,
    /// What the next line is: the first line of an item is the item.
    first: Option<HintKind>,
    /// The next line goes on after a hard break.
    broken: bool,
    bold: u32,
    /// Open images: their text is shown to nobody who sees the image.
    images: u32,
    links: Vec<(u32, String)>,
    code: bool,
    row: Option<Row>,
}

/// A table row being read.
#[derive(Debug)]
struct Row {
    header: bool,
    first_cell: u32,
    /// Where the open cell's text starts, once it has some.
    cell: Option<u32>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Text(_) | Event::Code(_) if self.images > 0 => {}
            Event::Text(text) => self.text(&text, &range),
            Event::Code(text) => self.code_span(&text, &range),
            Event::SoftBreak => self.page.space(small(range.start)),
            Event::HardBreak => self.hard_break(range.start),
            Event::InlineHtml(tag) => self.inline_html(&tag, range.start),
            Event::Rule => self.end_block(),
            // Blocks of HTML are read when they start.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph | Tag::BlockQuote(_) => self.end_block(),
            Tag::Heading { level, .. } => {
                self.end_block();
                self.heading = level as u8;
                self.first = None;
            }
            Tag::CodeBlock(_) => {
                self.end_block();
                self.code = true;
            }
            Tag::HtmlBlock => {
                self.end_block();
                let piece = self.source.get(range.clone()).unwrap_or_default();
                html::read_fragment(&mut self.page, piece, small(range.start), self.first.take());
            }
            Tag::List(start) => {
                self.end_block();
                self.lists.push(start.map(|start| u32::try_from(start).unwrap_or(u32::MAX)));
            }
            Tag::Item => {
                self.end_block();
                let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
                let number = self.lists.last_mut().and_then(|next| {
                    let number = *next;
                    *next = number.map(|number| number.saturating_add(1));
                    number
                });
                self.first = Some(HintKind::Item { depth, ordered: number.is_some(), number });
            }
            Tag::TableHead | Tag::TableRow => {
                self.end_block();
                let header = matches!(tag, Tag::TableHead);
                self.row = Some(Row { header, first_cell: small(self.page.cells.len()), cell: None });
            }
            Tag::Strong => self.bold += 1,
            Tag::Link { dest_url, .. } => self.links.push((self.page.end(), dest_url.into_string())),
            Tag::Image { .. } => self.images += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.end_block();
                self.heading = 0;
            }
            TagEnd::CodeBlock => {
                self.end_block();
                self.code = false;
            }
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.end_block();
                self.first = None;
            }
            TagEnd::Paragraph => self.end_block(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(),
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Link => {
                if let Some((start, target)) = self.links.pop() {
                    self.page.link(start, &target);
                }
            }
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        let source = self.source.get(range.clone()).unwrap_or_default();
        if source == text {
            self.words(text, range.start);
        } else if text.trim_matches(['\u{A0}', '\u{200B}', '\u{FEFF}', '\u{AD}']).is_empty()
            && !self.page.is_open()
        {
            // An entity alone on a line draws nothing.
        } else if text.trim().is_empty() && !text.contains('\u{A0}') {
            self.page.space(small(range.start));
        } else {
            self.open_line();
            let style = self.style();
            self.page.push_decoded(text, small(range.start), small(range.len()), style);
        }
    }

    /// A code span. Its range has its backticks too, and where it spans lines, what stands before each.
    fn code_span(&mut self, text: &str, range: &Range<usize>) {
        let source = self.source.get(range.clone()).unwrap_or_default();
        let ticks = source.bytes().take_while(|b| *b == b'`').count();
        let mut rest = source.get(ticks..).unwrap_or_default();
        for wanted in text.chars() {
            let line_end = |c: char| wanted == ' ' && matches!(c, '\n' | '\r');
            let Some(skipped) = rest.find(|c: char| c == wanted || line_end(c)) else { return };
            let at = range.end - rest.len() + skipped;
            rest = rest.get(skipped..).unwrap_or_default();
            let len = rest.chars().next().map_or(0, char::len_utf8);
            let same = rest.get(..len).unwrap_or_default();
            self.words(same, at);
            rest = rest.get(len..).unwrap_or_default();
        }
    }

    /// Text that stands at `at` in the source, word by word.
    fn words(&mut self, text: &str, at: usize) {
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}');
        let clean = html::is_clean(text.as_bytes());
        let word = |rest: &str| rest.find(blank).unwrap_or(rest.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let place = at + text.len() - rest.len();
            if blank(first) {
                if first == '\n' && self.code {
                    self.page.end_line();
                    self.broken = true;
                }
                self.page.space(small(place));
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            if matches!(first, '\u{A0}' | '\u{200B}' | '\u{FEFF}' | '\u{AD}') && !self.page.is_open() {
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
                continue;
            }
            let len = if clean { rest.trim_end_matches(' ').len() } else { word(rest) };
            self.open_line();
            let style = self.style();
            self.page.push(rest.get(..len).unwrap_or_default().as_bytes(), small(place), style);
            rest = rest.get(len..).unwrap_or_default();
        }
    }

    fn style(&self) -> Style {
        let anchored = self.links.last().is_some_and(|(_, target)| target.starts_with('#'));
        Style { bold: self.bold > 0, linked: !self.links.is_empty(), anchored }
    }

    fn open_line(&mut self) {
        if let Some(row) = &mut self.row {
            if !self.page.is_open() {
                self.page.open(Some(HintKind::Row { header: row.header }), 0, false);
            } else if row.cell.is_none() {
                self.page.push_tab();
            }
            row.cell.get_or_insert(self.page.end());
            return;
        }
        if self.page.is_open() {
            return;
        }
        let kind = if self.heading > 0 {
            Some(HintKind::Heading { level: self.heading })
        } else {
            self.first.take().or(if self.broken || self.code { None } else { Some(HintKind::Paragraph) })
        };
        self.page.open(kind, 0, false);
    }

    fn hard_break(&mut self, at: usize) {
        if self.heading > 0 || self.row.is_some() {
            self.page.space(small(at));
            return;
        }
        self.page.unsure();
        self.page.end_line();
        self.broken = true;
    }

    fn inline_html(&mut self, tag: &str, at: usize) {
        let name = tag.trim_start_matches(['<', '/']);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let closes = tag.starts_with("</");
        if name.eq_ignore_ascii_case("br") {
            self.hard_break(at);
        } else if name.eq_ignore_ascii_case("b") || name.eq_ignore_ascii_case("strong") {
            self.bold = if closes { self.bold.saturating_sub(1) } else { self.bold + 1 };
        }
    }

    fn end_block(&mut self) {
        self.page.end_line();
        self.broken = false;
    }

    fn end_cell(&mut self) {
        if let Some(row) = &mut self.row {
            let end = self.page.end();
            self.page.cells.push(Span::new(row.cell.take().unwrap_or(end), end));
            self.page.drop_space();
        }
    }

    fn end_row(&mut self) {
        let Some(row) = self.row.take() else { return };
        if self.page.is_open()
            && let Some(line) = self.page.lines.last_mut()
        {
            line.cells = (row.first_cell, small(self.page.cells.len()));
            line.bold = false;
            // An empty cell at the start of the row was noted at the end of the line before.
            for cell in self.page.cells.iter_mut().skip(row.first_cell as usize) {
                if cell.start < line.span.start {
                    *cell = Span::new(line.span.start, line.span.start);
                }
            }
        } else {
            self.page.cells.truncate(row.first_cell as usize);
        }
        self.end_block();
    }
}
