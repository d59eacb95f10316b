//! Pieces: the stretches of text that become blocks.

use policyglot_lexer::{Fence, Marker, MarkerKind, Span, Token, marker};

use crate::line::{Line, TokenRange, trim};
pub(crate) use crate::shape::{End, First, Shape, hash};

/// What has been decided about a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Nothing yet.
    Open,
    Title,
    Metadata,
    Heading,
    Paragraph,
    Item,
    Contact,
    Row,
    Duplicate,
    Boilerplate,
}

/// A stretch of text that becomes one block.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what different passes found out; no two exclude each other"
)]
pub(crate) struct Piece {
    /// From the first visible byte, marker included, to the last.
    pub(crate) span: Span,
    /// The same without the marker.
    pub(crate) body: Span,
    /// The marker, and its place.
    pub(crate) marker: Option<(Marker, Span)>,
    /// Columns of white space before it.
    pub(crate) indent: u16,
    /// Whether blank lines stand before it.
    pub(crate) gap: bool,
    /// Whether it shares its line with the piece before it.
    pub(crate) glued: bool,
    /// The tokens of the body.
    pub(crate) tokens: TokenRange,
    pub(crate) role: Role,
    pub(crate) shape: Shape,
    /// Whether its number stands in a run that has nothing around its numbers ("1.2 Scope").
    pub(crate) bare: bool,
    /// Whether markup gave it its role.
    pub(crate) hinted: bool,
    /// Items: whether markup numbers its list.
    pub(crate) ordered: bool,
    /// Rows: where its cells lie, half-open, in the list of all cells.
    pub(crate) cells: (u32, u32),
    /// Headings: the level, or 0 while it is open. Items: the depth. Rows: 1 for the one that names the columns.
    pub(crate) level: u8,
    /// Items and contacts: where the term ends, as a byte offset; 0 for none.
    pub(crate) term: u32,
    /// Duplicates: the piece that says the same.
    pub(crate) of: u32,
}

impl Piece {
    /// The piece that one line makes.
    pub(crate) fn new(line: &Line, source: &str, tokens: &[Token]) -> Self {
        Self { shape: Shape::of(source, tokens, line.body, line.tokens), ..Self::unread(line) }
    }

    /// The piece that a line starts, with no shape before it is refreshed.
    pub(crate) fn unread(line: &Line) -> Self {
        Self {
            span: line.span,
            body: line.body,
            marker: line.marker,
            indent: line.indent,
            gap: line.gap,
            glued: false,
            tokens: line.tokens,
            role: Role::Open,
            shape: Shape::NONE,
            bare: false,
            hinted: false,
            ordered: false,
            cells: (0, 0),
            level: 0,
            term: 0,
            of: 0,
        }
    }

    /// The text without the marker.
    pub(crate) fn text<'s>(&self, source: &'s str) -> &'s str {
        self.body.of(source)
    }

    /// Takes the marker back into the text: it was no marker.
    pub(crate) fn unmark(&mut self, source: &str, tokens: &[Token]) {
        if self.marker.take().is_some() {
            self.body = self.span;
            self.shape = Shape::of(source, tokens, self.body, self.tokens);
        }
    }

    /// Reads the number that the piece starts with, after it was cut off what stood before it; leaves the shape as it
    /// was.
    pub(crate) fn mark(&mut self, source: &str) {
        let text = self.body.of(source);
        let Some((marker, len)) = marker(text).filter(|(marker, _)| {
            marker.counts() && (marker.fence != Fence::None || marker.kind == MarkerKind::Decimal)
        }) else {
            return;
        };
        let end = self.body.start + u32::try_from(len).unwrap_or(0);
        let body = trim(source, Span::new(end, self.body.end));
        if !body.is_empty() {
            self.marker = Some((marker, Span::new(self.body.start, end)));
            self.body = body;
        }
    }

    /// Reads the shape again.
    pub(crate) fn refresh(&mut self, source: &str, tokens: &[Token]) {
        self.shape = Shape::of(source, tokens, self.body, self.tokens);
    }

    /// Cuts the piece at byte `at`; the second half keeps no marker. `None` where a half would be empty.
    ///
    /// The shape of the second half stays that of the whole until it is refreshed: cutting a long line into many pieces
    /// must not read its end again and again.
    pub(crate) fn split(&self, at: u32, source: &str, tokens: &[Token]) -> Option<(Self, Self)> {
        let first = trim(source, Span::new(self.body.start, at.min(self.body.end)));
        let second = trim(source, Span::new(at.max(self.body.start), self.body.end));
        if first.is_empty() || second.is_empty() {
            return None;
        }
        // A token that the cut runs through belongs to both halves.
        let inside = self.tokens.of(tokens);
        let before = inside.partition_point(|token| token.span.start < at);
        let after = inside.partition_point(|token| token.span.end <= at);
        let offset = |n: usize| self.tokens.start + u32::try_from(n).unwrap_or(0);
        let mut head = *self;
        head.body = first;
        head.span = Span::new(self.span.start, first.end);
        head.tokens = TokenRange { start: self.tokens.start, end: offset(before) };
        head.shape = Shape::of(source, tokens, head.body, head.tokens);
        let mut tail = *self;
        tail.body = second;
        tail.span = second;
        tail.marker = None;
        tail.glued = true;
        tail.gap = false;
        tail.term = 0;
        tail.tokens = TokenRange { start: offset(after), end: self.tokens.end };
        Some((head, tail))
    }

    /// Joins the next line to this piece: the line break between them was no end. Leaves the shape as it was.
    pub(crate) fn join(&mut self, next: &Line) {
        self.span = self.span.cover(next.span);
        self.body = self.body.cover(next.span);
        self.tokens.end = next.tokens.end;
    }

    /// Whether this could be a caption by its shape alone: short, and not a sentence.
    pub(crate) fn is_caption(&self) -> bool {
        let shape = &self.shape;
        shape.words <= 24
            && !shape.inner_stop
            && matches!(shape.end, End::Open | End::Question)
            && shape.words > 0
    }
}
