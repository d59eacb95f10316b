//! Pieces: the stretches of text that become blocks, with what their shape says.

use policyglot_lexer::{Fence, Marker, MarkerKind, Span, Token, TokenKind, marker};

use crate::line::{Line, TokenRange, trim};

/// How a piece ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With a letter, digit, quote or bracket.
    Open,
    /// With a full stop, exclamation mark or their like.
    Stop,
    /// With a question mark.
    Question,
    /// With a colon: something follows.
    Colon,
    /// With a semicolon, or a comma: a list goes on.
    Semicolon,
}

/// What the first visible character of a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum First {
    Upper,
    Lower,
    Other,
}

/// What a piece looks like, without regard to its neighbours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Number of words; of long texts an estimate.
    pub(crate) words: u16,
    /// Words of four letters and more, of the first thirty words.
    pub(crate) long_words: u8,
    /// How many of those start with a capital letter.
    pub(crate) capitals: u8,
    /// Whether all letters are capitals, in at least one word of four letters.
    pub(crate) shouts: bool,
    pub(crate) first: First,
    pub(crate) end: End,
    /// Whether a sentence ends before the last character.
    pub(crate) inner_stop: bool,
    /// Which of the tokens that passes look for stand in it, so that most pieces need no look.
    pub(crate) marks: Marks,
    /// A hash of the first word.
    pub(crate) opener: u32,
    /// A hash of the last three letters of the first word: "Collecting", "Sharing".
    pub(crate) ending: u32,
}

/// Which kinds of tokens a piece holds.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a set of flags, each asked for by another pass")]
pub(crate) struct Marks {
    pub(crate) colon: bool,
    pub(crate) glued: bool,
    pub(crate) enumerator: bool,
    pub(crate) space: bool,
    /// A digit, an at sign or a slash, in a short text: what every address and date has.
    pub(crate) address: bool,
}

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
        Self {
            span: line.span,
            body: line.body,
            marker: line.marker,
            indent: line.indent,
            gap: line.gap,
            glued: false,
            tokens: line.tokens,
            role: Role::Open,
            shape: Shape::of(source, tokens, line.body, line.tokens),
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

/// Longer texts are no captions; their words are estimated from their bytes.
const CAPTION_BYTES: u32 = 240;

impl Shape {
    /// Reads the shape of a stretch of text.
    pub(crate) fn of(source: &str, tokens: &[Token], body: Span, range: TokenRange) -> Self {
        let text = body.of(source);
        let inside = range.of(tokens);
        let mut shape = Self {
            words: 0,
            long_words: 0,
            capitals: 0,
            shouts: false,
            first: First::Other,
            end: End::Open,
            inner_stop: false,
            marks: Marks::default(),
            opener: 0,
            ending: 0,
        };
        for token in inside {
            match token.kind {
                TokenKind::Colon => shape.marks.colon = true,
                TokenKind::GluedEnd => shape.marks.glued = true,
                TokenKind::Enumerator(_) => shape.marks.enumerator = true,
                TokenKind::Space => shape.marks.space = true,
                TokenKind::SentenceEnd => {
                    shape.inner_stop |= token.span.end < body.end && token.span.start >= body.start;
                }
                _ => {}
            }
        }
        shape.end = end(text);
        let first = text.chars().find(|c| c.is_alphanumeric());
        shape.first = match first {
            Some(c) if c.is_uppercase() => First::Upper,
            Some(c) if c.is_lowercase() => First::Lower,
            _ => First::Other,
        };
        let head = text.as_bytes();
        let opener = head.split(|b| !(b.is_ascii_alphanumeric() || *b >= 0x80)).find(|word| !word.is_empty());
        if let Some(opener) = opener {
            let opener = opener.get(..24).unwrap_or(opener);
            shape.opener = hash(opener);
            shape.ending = if opener.len() > 4 { hash(&opener[opener.len() - 3..]) } else { 0 };
        }
        if body.len() > CAPTION_BYTES {
            shape.words = u16::try_from(text.len() / 6).unwrap_or(u16::MAX);
            return shape;
        }
        for word in head.split(|byte| matches!(byte, b' ' | b'\n' | b'\t')) {
            shape.words += u16::from(!word.is_empty());
            if word.len() >= 4 {
                let letter = word.iter().find(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80);
                shape.long_words = shape.long_words.saturating_add(1);
                shape.capitals =
                    shape.capitals.saturating_add(u8::from(letter.is_some_and(u8::is_ascii_uppercase)));
            }
        }
        // Without a branch, many bytes are looked at in one step.
        let any = |is: fn(u8) -> bool| head.iter().fold(0, |any, &byte| any | u8::from(is(byte))) != 0;
        shape.marks.address = any(|byte| matches!(byte, b'/' | b'0'..=b'9' | b'@'));
        shape.shouts = shape.capitals > 0 && !any(|byte| byte.is_ascii_lowercase());
        // Scripts without blanks: two characters make a word.
        if shape.words < 4 && text.len() > 30 {
            let wide = text.chars().filter(|&c| c >= '\u{2e80}').count();
            shape.words = shape.words.max(u16::try_from(wide / 2).unwrap_or(u16::MAX));
        }
        shape
    }
}

fn end(text: &str) -> End {
    let is_closer = |c: char| matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»') || c.is_whitespace();
    let Some(&last) = text.as_bytes().last() else { return End::Open };
    if last.is_ascii_alphanumeric() {
        // "…; and", "…; eller": the list goes on.
        let bare = text.trim_end_matches(char::is_alphabetic);
        let goes_on = text.len() - bare.len() <= 6 && bare.ends_with(' ') && bare.trim_end().ends_with(';');
        return if goes_on { End::Semicolon } else { End::Open };
    }
    let bare = text.trim_end_matches(is_closer);
    match bare.chars().next_back() {
        // "… procedures, such as.": the sign is a full stop, but the words announce a list.
        Some('.' | '!' | '。' | '！' | '…') => {
            if announces(bare) {
                End::Colon
            } else {
                End::Stop
            }
        }
        Some('?' | '？') => End::Question,
        Some(':' | '：') => End::Colon,
        Some(';' | ',' | '；' | '，' | '、') => End::Semicolon,
        _ => End::Open,
    }
}

/// Whether a text ends in words that announce a list.
fn announces(text: &str) -> bool {
    const WORDS: [&str; 7] =
        [" such as", " as follows", " the following", " including", " som följer", " såsom", " följande"];
    let text = text.trim_end_matches(['.', ' ', ',']).as_bytes();
    // Most sentences end in a letter that none of these ends in.
    if !matches!(text.last().map(u8::to_ascii_lowercase), Some(b's' | b'g' | b'r' | b'm' | b'e')) {
        return false;
    }
    WORDS.iter().any(|words| {
        text.len() >= words.len() && text[text.len() - words.len()..].eq_ignore_ascii_case(words.as_bytes())
    })
}

/// A hash of a word without regard to ASCII case (FNV-1a).
pub(crate) fn hash(word: &[u8]) -> u32 {
    word.iter().fold(NO_WORD, |hash, byte| hash_on(hash, byte.to_ascii_lowercase()))
}

/// The hash of no byte at all.
pub(crate) const NO_WORD: u32 = 0x811c_9dc5;

/// The hash of a word with one more byte, in lower case.
pub(crate) const fn hash_on(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}
