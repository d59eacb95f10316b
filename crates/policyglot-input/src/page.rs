//! The text that a reader of marked-up source sees, laid out one block a line, while it is being written.

use policyglot_lexer::Span;
use policyglot_parser::{Hint, HintKind};

use crate::Link;
use crate::encoding::small;
use crate::map::Map;

/// One line of the page.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) span: Span,
    /// What the markup says of it, where it says anything.
    pub(crate) kind: Option<HintKind>,
    /// All of it is bold.
    pub(crate) bold: bool,
    /// The page does not show it at first.
    pub(crate) hidden: bool,
    /// It is no part of the document.
    pub(crate) boilerplate: bool,
    /// The element that it stands in, as the reader of the markup counts them.
    pub(crate) region: u32,
    /// How many of its bytes are link text.
    pub(crate) linked: u32,
    /// How many of its bytes lead to another place of the same page.
    pub(crate) anchored: u32,
    /// Rows: where its cells lie in [`Page::cells`].
    pub(crate) cells: (u32, u32),
}

/// How text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) bold: bool,
    pub(crate) linked: bool,
    pub(crate) anchored: bool,
}

/// What a page becomes when it is finished.
pub(crate) struct Finished {
    pub(crate) text: String,
    pub(crate) map: Map,
    pub(crate) hints: Vec<Hint>,
    pub(crate) links: Vec<Link>,
}

/// The page being written. White space collapses to one space; blank lines don't come about.
#[derive(Debug, Default)]
pub(crate) struct Page {
    text: Vec<u8>,
    map: Map,
    pub(crate) lines: Vec<Line>,
    pub(crate) cells: Vec<Span>,
    pub(crate) links: Vec<Link>,
    open: bool,
    /// Where the white space stands that comes before the next word.
    space: Option<u32>,
}

impl Page {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self { text: Vec::with_capacity(bytes), ..Self::default() }
    }

    /// Whether the current line has text.
    pub(crate) const fn is_open(&self) -> bool {
        self.open
    }

    /// The end of the text so far.
    pub(crate) fn end(&self) -> u32 {
        small(self.text.len())
    }

    /// Opens a line. Call it before the first text of each line.
    pub(crate) fn open(&mut self, kind: Option<HintKind>, region: u32, hidden: bool) {
        self.end_line();
        if !self.text.is_empty() {
            self.text.push(b'\n');
        }
        let at = self.end();
        self.lines.push(Line {
            span: Span::new(at, at),
            kind,
            bold: true,
            hidden,
            boilerplate: false,
            region,
            linked: 0,
            anchored: 0,
            cells: (0, 0),
        });
        self.open = true;
    }

    /// Ends the current line, if it has text.
    pub(crate) fn end_line(&mut self) {
        self.space = None;
        if !self.open {
            return;
        }
        self.open = false;
        let end = self.end();
        if let Some(line) = self.lines.last_mut() {
            line.span.end = end;
        }
    }

    /// White space in the source at `source`. Counts only between two words of a line.
    pub(crate) fn space(&mut self, source: u32) {
        if self.open && self.space.is_none() {
            self.space = Some(source);
        }
    }

    /// Forgets white space that comes before no word.
    pub(crate) fn drop_space(&mut self) {
        self.space = None;
    }

    /// A tab that no byte of the source says, between two cells.
    pub(crate) fn push_tab(&mut self) {
        self.space = None;
        self.text.push(b'\t');
    }

    /// The open line is one of several between line breaks: no paragraph of its own.
    pub(crate) fn unsure(&mut self) {
        if self.open
            && let Some(line) = self.lines.last_mut()
            && line.kind == Some(HintKind::Paragraph)
        {
            line.kind = None;
        }
    }

    /// Text that is the same in the source at `source`. The line must be open.
    pub(crate) fn push(&mut self, text: &[u8], source: u32, style: Style) {
        self.push_space();
        let len = small(text.len());
        self.map.push(self.end(), len, source, len);
        self.text.extend_from_slice(text);
        self.mark(len, style);
    }

    /// Characters that stand for `source_len` other bytes of source. The line must be open.
    pub(crate) fn push_decoded(&mut self, text: &str, source: u32, source_len: u32, style: Style) {
        self.push_space();
        let len = small(text.len());
        self.map.push_char(self.end(), len, source, source_len);
        self.text.extend_from_slice(text.as_bytes());
        self.mark(len, style);
    }

    /// Notes a link whose text began at `start` and ends here. A link without text is dropped.
    pub(crate) fn link(&mut self, start: u32, target: &str) {
        let text = self.text.get(start as usize..).unwrap_or_default();
        let start = start + small(text.len() - text.trim_ascii_start().len());
        let span = Span::new(start, self.end());
        if !span.is_empty() && !target.is_empty() {
            self.links.push(Link { span, target: target.to_owned() });
        }
    }

    /// Takes back the text from `start` on where it is only the sign of a link to a heading itself ("Cookies #").
    pub(crate) fn drop_symbol(&mut self, start: u32) -> bool {
        // Many links may be open around a long text: what is too long is not looked at.
        const LONGEST: usize = 8;
        let text = self.text.get(start as usize..).filter(|text| text.len() <= LONGEST).unwrap_or_default();
        let text = std::str::from_utf8(text).unwrap_or_default().trim();
        if !matches!(text, "#" | "¶" | "§" | "🔗") {
            return false;
        }
        let len = small(text.len());
        self.text.truncate(start as usize);
        self.map.truncate(start);
        if self.lines.last().is_some_and(|line| line.span.start >= start) {
            self.lines.pop();
            self.open = false;
        } else if let Some(line) = self.lines.last_mut() {
            // A link that nobody closes ends after its line.
            line.span.end = line.span.end.min(start);
            line.linked = line.linked.saturating_sub(len);
            line.anchored = line.anchored.saturating_sub(len);
        }
        true
    }

    /// Says that the only line since there were `lines` of them serves as a heading: its element is named like one.
    pub(crate) fn mark_heading(&mut self, lines: usize) {
        // Longer than any heading.
        const LONG: u32 = 150;
        if self.lines.len() == lines + 1
            && let Some(line) = self.lines.last_mut()
            && matches!(line.kind, None | Some(HintKind::Paragraph))
            && line.span.len() <= LONG
        {
            line.kind = Some(HintKind::Bold);
        }
    }

    /// Puts another white space in the place of the line end at `at`.
    pub(crate) fn put(&mut self, at: u32, byte: u8) {
        if let Some(place) = self.text.get_mut(at as usize)
            && *place == b'\n'
        {
            *place = byte;
        }
    }

    /// The text of a line.
    pub(crate) fn text_of(&self, line: &Line) -> &[u8] {
        self.text.get(line.span.range()).unwrap_or_default()
    }

    /// The text, its map, and the lines as hints.
    pub(crate) fn finish(mut self) -> Finished {
        self.end_line();
        let mut hints = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            let span = line.span;
            let mut push = |kind| hints.push(Hint { span, kind });
            if line.boilerplate {
                push(HintKind::Boilerplate);
                continue;
            }
            if line.hidden {
                push(HintKind::Hidden);
                continue;
            }
            match line.kind {
                None | Some(HintKind::Paragraph) if line.bold => push(HintKind::Bold),
                Some(kind @ HintKind::Item { .. }) if line.bold => {
                    push(kind);
                    push(HintKind::Bold);
                }
                Some(kind) => push(kind),
                None => {}
            }
            let (from, to) = line.cells;
            let cells = self.cells.get(from as usize..to as usize).unwrap_or_default();
            hints.extend(cells.iter().map(|&span| Hint { span, kind: HintKind::Cell }));
        }
        self.links.sort_by_key(|link| link.span);
        let text = String::from_utf8(self.text).unwrap_or_else(|error| {
            // Only whole characters were pushed.
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        });
        Finished { text, map: self.map, hints, links: self.links }
    }

    fn push_space(&mut self) {
        if let Some(source) = self.space.take() {
            self.map.push(self.end(), 1, source, 1);
            self.text.push(b' ');
        }
    }

    fn mark(&mut self, len: u32, style: Style) {
        if let Some(line) = self.lines.last_mut() {
            line.bold &= style.bold;
            line.linked += if style.linked { len } else { 0 };
            line.anchored += if style.anchored { len } else { 0 };
        }
    }
}
