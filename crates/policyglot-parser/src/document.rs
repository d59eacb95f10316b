//! The document, and how it is made.

use policyglot_lexer::{Span, Tokens, lex};

use crate::label::{Scores, Search, Table};
use crate::line::{lines, trim};
use crate::piece::{End, First, Piece, Role};
use crate::{Block, BlockId, BlockKind, Hint, HintKind, Note};
use crate::{
    echo, evidence, glue, kind, label, level, markup, nest, report, run, table, vocabulary, words, wrap,
};

/// The structure of one text.
#[derive(Clone, Debug)]
pub struct Document<'s> {
    source: &'s str,
    blocks: Vec<Block>,
    notes: Vec<Note>,
}

impl<'s> Document<'s> {
    /// The text that was parsed.
    pub const fn source(&self) -> &'s str {
        self.source
    }

    /// The leaf blocks in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// One block, or `None` where the document has no such block.
    pub fn block(&self, id: BlockId) -> Option<&Block> {
        self.blocks.get(id.index())
    }

    /// What the parser noticed about the text, in reading order.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
}

/// What the caller knows besides the text.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Options<'o> {
    /// Evidence from markup, sorted by where it starts.
    pub hints: &'o [Hint],
    /// Common headings of this kind of document, lower-case ("how we use your information"). They help where the
    /// text alone leaves a line in doubt; the parser itself knows no such words.
    pub headings: &'o [&'o str],
}

impl<'o> Options<'o> {
    /// Options with evidence from markup, sorted by where it starts.
    #[must_use]
    pub const fn with_hints(self, hints: &'o [Hint]) -> Self {
        Self { hints, ..self }
    }

    /// Options with common headings, lower-case.
    #[must_use]
    pub const fn with_headings(self, headings: &'o [&'o str]) -> Self {
        Self { headings, ..self }
    }
}

/// Parses `text`. Never fails: every text is some document.
pub fn parse(text: &str) -> Document<'_> {
    parse_with(&lex(text), &Options::default())
}

/// Parses tokens with what else the caller knows about them.
pub fn parse_with<'s>(tokens: &Tokens<'s>, options: &Options<'_>) -> Document<'s> {
    parse_by(tokens, options, &label::FITTED)
}

/// As [`parse_with`], with weights of the caller's.
pub(crate) fn parse_by<'s>(tokens: &Tokens<'s>, options: &Options<'_>, weights: &Table) -> Document<'s> {
    let source = tokens.source();
    let all = tokens.as_slice();
    let mut draft = Draft::new(tokens, options.hints);
    let headings = vocabulary::Headings::new(options.headings);
    let label = |pieces: &mut [Piece]| {
        let mut search = Search::new(pieces.len());
        evidence::features(
            source,
            all,
            pieces,
            draft.statistics,
            &headings,
            |_| Scores::new(weights),
            |piece, scores| search.take(piece, &scores),
        );
        search.label(pieces);
    };
    if draft.pieces.iter().all(is_live) {
        label(&mut draft.pieces);
    } else {
        let mut live = live(&draft.pieces);
        label(&mut live);
        revive(&mut draft.pieces, &live);
    }
    if draft.echoes > 0 {
        furniture(&mut draft.pieces);
    }
    if options.hints.iter().any(|hint| matches!(hint.kind, HintKind::Heading { .. })) {
        markup::levels(&mut draft.pieces);
    } else {
        nest::title(source, &mut draft.pieces);
        level::levels(source, &mut draft.pieces, &draft.runs, &headings);
    }
    nest::depths(source, &mut draft.pieces);
    let blocks = blocks(tokens, &draft);
    let notes = report::notes(source, all, &draft, &blocks);
    Document { source, blocks, notes }
}

/// A document while it is being made.
pub(crate) struct Draft {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) runs: Vec<run::Run>,
    pub(crate) statistics: evidence::Statistics,
    /// How many containers were cut.
    pub(crate) echoes: usize,
    /// The cells of all rows.
    pub(crate) cells: Vec<Span>,
    /// Whether lines were joined that a hard wrap had cut.
    pub(crate) wrapped: bool,
    /// Whether an e-mail address was scrambled somewhere.
    pub(crate) scrambled: bool,
}

impl Draft {
    /// Everything up to the labels: pieces, with roles where they stand on hard evidence.
    pub(crate) fn new(tokens: &Tokens<'_>, hints: &[Hint]) -> Self {
        let source = tokens.source();
        let all = tokens.as_slice();
        let lines = lines(tokens);
        let (mut pieces, wrapped) = if hints.is_empty() {
            wrap::pieces(tokens, &lines)
        } else {
            (lines.iter().map(|line| Piece::new(line, source, all)).collect(), false)
        };
        drop(lines);
        let mut echoes = 0;
        let mut cells = if hints.is_empty() {
            (pieces, echoes) = echo::containers(source, all, pieces);
            Vec::new()
        } else {
            markup::apply(source, hints, &mut pieces)
        };
        table::tables(source, all, &mut pieces, &mut cells);
        let mut statistics = evidence::Statistics::of(&pieces);
        let scrambled = memchr::memmem::find(source.as_bytes(), report::SCRAMBLED).is_some();
        let gluing = glue::Gluing {
            source,
            tokens: all,
            words: words::Vocabulary::new(source, all),
            lower: statistics.lower,
            scrambled,
            loose: false,
        };
        let mut pieces = glue::unglue(gluing, pieces);
        let runs = run::number(source, all, &mut pieces);
        kind::known_lines(source, all, &mut pieces);
        for piece in &mut pieces {
            let bullet = piece.marker.is_some_and(|(marker, _)| !marker.counts());
            if bullet && matches!(piece.role, Role::Open | Role::Paragraph) {
                piece.role = Role::Item;
            }
        }
        if !statistics.lower {
            continuations(&mut pieces);
        }
        statistics.count_items(&pieces);
        Self { pieces, runs, statistics, echoes, cells, wrapped, scrambled }
    }
}

/// In a text with capitals, a line that starts without one after a colon or semicolon goes on with that sentence: it is
/// an item of its list ("when you:", "open an account; or", "write to us.").
fn continuations(pieces: &mut [Piece]) {
    let mut open = false;
    for piece in pieces.iter_mut().filter(|piece| is_live(piece)) {
        let lower = piece.shape.first == First::Lower && piece.marker.is_none();
        if open && lower && piece.role == Role::Open && piece.shape.end != End::Colon {
            piece.role = Role::Item;
        }
        open = matches!(piece.shape.end, End::Colon | End::Semicolon);
    }
}

/// The pieces that are part of the text: what repeats other text tells nothing of its neighbours.
pub(crate) fn live(pieces: &[Piece]) -> Vec<Piece> {
    pieces.iter().filter(|piece| is_live(piece)).copied().collect()
}

/// Whether the piece is part of the text, and neither repeats it nor frames the page.
pub(crate) fn is_live(piece: &Piece) -> bool {
    !matches!(piece.role, Role::Duplicate | Role::Boilerplate)
}

/// Takes the roles that the live pieces were given.
fn revive(pieces: &mut [Piece], live: &[Piece]) {
    let mut live = live.iter();
    for piece in pieces.iter_mut().filter(|piece| is_live(piece)) {
        if let Some(live) = live.next() {
            piece.role = live.role;
        }
    }
}

/// What follows the last container of a page that was printed element by element is no part of the text.
///
/// On such a page much is repeated; a sentence that stands twice makes none.
fn furniture(pieces: &mut [Piece]) {
    const FEW: usize = 3;
    let repeated = pieces.iter().filter(|piece| piece.role == Role::Duplicate).count();
    if repeated < FEW || repeated * 4 < pieces.len() {
        return;
    }
    let last = pieces.iter().rposition(|piece| piece.role == Role::Duplicate && piece.shape.words > 8);
    for piece in pieces.iter_mut().skip(last.map_or(usize::MAX, |last| last + 1)) {
        if matches!(piece.role, Role::Heading | Role::Item | Role::Paragraph) && piece.shape.words < 20 {
            piece.role = Role::Boilerplate;
        }
    }
}

fn blocks(tokens: &Tokens<'_>, draft: &Draft) -> Vec<Block> {
    let pieces = draft.pieces.as_slice();
    let source = tokens.source();
    let mut blocks: Vec<Block> = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let kind = match piece.role {
            Role::Title => BlockKind::Title,
            Role::Metadata => BlockKind::Metadata,
            Role::Heading => BlockKind::Heading,
            Role::Open | Role::Paragraph => BlockKind::Paragraph,
            Role::Item => BlockKind::Item,
            Role::Contact => BlockKind::Contact,
            Role::Row => BlockKind::Row,
            Role::Duplicate => BlockKind::Duplicate,
            Role::Boilerplate => BlockKind::Boilerplate,
        };
        let mut block = Block::new(kind, piece.span);
        let marked = matches!(kind, BlockKind::Heading | BlockKind::Item);
        // "1.2 Scope": a number that nothing sets apart is part of the caption, as people cite it.
        block.body = if marked && !piece.bare { piece.body } else { piece.span };
        block.marker = piece.marker.map(|(_, span)| span).filter(|_| marked);
        match kind {
            BlockKind::Heading => block.level = piece.level.max(1),
            BlockKind::Item => {
                block.depth = piece.level.max(1);
                block.ordered = piece.ordered || piece.marker.is_some_and(|(marker, _)| marker.counts());
            }
            _ => {}
        }
        if matches!(kind, BlockKind::Item | BlockKind::Contact) {
            let end = nest::term(tokens.as_slice(), piece);
            let term = trim(source, Span::new(block.body.start, end));
            block.term = (!term.is_empty()).then_some(term);
        }
        if kind == BlockKind::Row {
            let (from, to) = piece.cells;
            block.cells = draft.cells.get(from as usize..to as usize).unwrap_or_default().to_vec();
            block.header = piece.level == 1;
        }
        block.leads_list = nest::leads_list(pieces, at);
        if kind == BlockKind::Duplicate {
            let of = blocks.partition_point(|block| block.span.end <= piece.of);
            block.of = u32::try_from(of).ok().filter(|_| of < blocks.len()).map(BlockId);
        }
        blocks.push(block);
    }
    blocks
}
