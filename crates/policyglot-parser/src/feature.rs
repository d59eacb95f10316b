//! The features of a piece: what its shape, its neighbours and its document say, each as one small number.

use policyglot_lexer::{Marker, MarkerKind, Token, TokenKind};

use crate::piece::{End, First, Piece, Role};
use crate::vocabulary::Headings;

/// How many features one piece shows at most.
const SLOTS: usize = 24;

/// The features of one piece.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Features {
    ids: [u16; SLOTS],
    len: u8,
    /// In which context the label before counts.
    pub(crate) pair: u8,
}

impl Features {
    /// The places of its features in the weight table.
    pub(crate) fn ids(&self) -> impl Iterator<Item = u16> {
        self.ids.iter().copied().take(self.len.into())
    }
}

/// Defines the groups of features with their sizes; the order is that of the weight table.
macro_rules! groups {
    ($($name:ident: $size:expr,)*) => {
        #[derive(Clone, Copy)]
        enum Group {
            $($name,)*
        }

        /// The name of each group, and how many features it has.
        pub(crate) const GROUPS: &[(&str, usize)] = &[$((stringify!($name), $size),)*];
    };
}

groups! {
    Words: 10,
    EndFirst: 15,
    EndWords: 20,
    InnerStop: 2,
    Capitals: 25,
    Marker: 6,
    Before: 24,
    Sizes: 50,
    After: 36,
    SameEnd: 20,
    Opener: 4,
    Ending: 4,
    LeadIn: 35,
    Term: 8,
    Known: 16,
    Gap: 5,
    NextMarked: 5,
    BeforeRole: 6,
    Indent: 12,
    SecondNext: 10,
    OpenerCount: 20,
    Parallel: 24,
}

/// Where each group starts in the weight table, and at last the length of the table.
const STARTS: [u16; GROUPS.len() + 1] = {
    let mut starts = [0; GROUPS.len() + 1];
    let mut at = 0;
    while at < GROUPS.len() {
        #[expect(clippy::cast_possible_truncation, reason = "the table is small")]
        let size = GROUPS[at].1 as u16;
        starts[at + 1] = starts[at] + size;
        at += 1;
    }
    starts
};

/// Length of the weight table.
pub(crate) const FEATURES: usize = STARTS[GROUPS.len()] as usize;

/// Contexts in which the label before counts.
pub(crate) const PAIRS: usize = 8;

/// What the whole document says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Statistics {
    /// The text has lost its capital letters.
    pub(crate) lower: bool,
    /// At least one bullet or number marks an item.
    pub(crate) marked: bool,
    /// Some pieces have blank lines before them and some have not.
    pub(crate) mixed_gaps: bool,
}

impl Statistics {
    /// Counts over all pieces.
    pub(crate) fn of(pieces: &[Piece]) -> Self {
        let (mut upper, mut lower, mut bullets, mut gaps) = (0, 0, 0, 0);
        for piece in pieces {
            upper += usize::from(piece.shape.first == First::Upper);
            lower += usize::from(piece.shape.first == First::Lower);
            bullets += usize::from(piece.marker.is_some_and(|(marker, _)| {
                !marker.counts() || !matches!(marker.kind, MarkerKind::Clause | MarkerKind::Decimal)
            }));
            gaps += usize::from(piece.gap);
        }
        Self {
            lower: upper * 8 < lower,
            marked: bullets * 50 > pieces.len(),
            mixed_gaps: gaps * 10 > pieces.len() && gaps * 10 < pieces.len() * 9,
        }
    }
}

/// Shows the features of every piece; linear in the number of pieces.
pub(crate) fn features(
    source: &str,
    tokens: &[Token],
    pieces: &[Piece],
    statistics: Statistics,
    headings: &Headings<'_>,
) -> Vec<Features> {
    let mut openers = vec![0_u8; OPENERS];
    for piece in pieces {
        if let Some(count) = openers.get_mut(piece.shape.opener as usize % OPENERS) {
            *count = count.saturating_add(1);
        }
    }
    let terms: Vec<bool> = pieces.iter().map(|piece| has_term(tokens, piece)).collect();
    let mut lead_in = usize::MAX;
    let mut all = Vec::with_capacity(pieces.len());
    for at in 0..pieces.len() {
        let context = Context { pieces, terms: &terms, statistics, at, lead_in, openers: &openers };
        if let Some(piece) = pieces.get(at) {
            all.push(context.features(piece, headings.known(piece, source)));
            lead_in = if piece.shape.end == End::Colon { 0 } else { lead_in.saturating_add(1) };
            if matches!(piece.role, Role::Heading | Role::Title) && piece.shape.end != End::Colon {
                lead_in = usize::MAX;
            }
        }
    }
    all
}

/// Slots for counting first words; collisions do little harm.
const OPENERS: usize = 1024;

/// Whether a term and a colon open the piece: "payment information: credit card, …".
pub(crate) fn has_term(tokens: &[Token], piece: &Piece) -> bool {
    const TERM_BYTES: u32 = 80;
    piece.shape.marks.colon
        && piece
            .tokens
            .of(tokens)
            .iter()
            .find(|token| matches!(token.kind, TokenKind::Colon | TokenKind::SentenceEnd))
            .is_some_and(|token| {
                token.kind == TokenKind::Colon
                    && token.span.end < piece.body.end
                    && token.span.start.saturating_sub(piece.body.start) <= TERM_BYTES
            })
}

struct Context<'a> {
    pieces: &'a [Piece],
    terms: &'a [bool],
    statistics: Statistics,
    at: usize,
    lead_in: usize,
    openers: &'a [u8],
}

impl Context<'_> {
    #[expect(clippy::too_many_lines, reason = "a list of features, one after the other")]
    fn features(&self, piece: &Piece, known: usize) -> Features {
        let shape = &piece.shape;
        let before = self.at.checked_sub(1).and_then(|at| self.pieces.get(at));
        let after = self.pieces.get(self.at + 1);
        let second = self.pieces.get(self.at + 2);
        let end = shape.end as usize;
        let size = size(piece);
        let small = usize::from(size > 1);
        let mut features = Features::default();
        let mut add = |group: Group, value: usize| features.add(group, value);

        add(Group::Words, words_bucket(shape.words));
        let first = if self.statistics.lower { 2 } else { shape.first as usize };
        add(Group::EndFirst, end * 3 + first);
        add(Group::EndWords, end * 4 + size);
        add(Group::InnerStop, shape.inner_stop.into());
        let case = if self.statistics.lower {
            0
        } else if shape.shouts {
            4
        } else if shape.capitals == 0 {
            1
        } else if shape.capitals == shape.long_words {
            3
        } else {
            2
        };
        add(Group::Capitals, case * 5 + length(piece));
        let marker = match piece.marker {
            None if self.statistics.marked => 1,
            None => 0,
            Some((Marker { kind: MarkerKind::Bullet | MarkerKind::Dash, .. }, _)) => 2,
            Some((Marker { kind: MarkerKind::Number | MarkerKind::Han, .. }, _)) => 3,
            Some((Marker { kind: MarkerKind::Decimal | MarkerKind::Clause, .. }, _)) => 5,
            Some(_) => 4,
        };
        add(Group::Marker, marker);
        let before_end = before.map_or(5, |before| before.shape.end as usize);
        add(Group::Before, before_end * 4 + if self.statistics.lower { 3 } else { first });
        let neighbour = |piece: Option<&Piece>| piece.map_or(4, self::size);
        add(Group::Sizes, (neighbour(before) * 5 + neighbour(after)) * 2 + small);
        let after_end = after.map_or(5, |after| after.shape.end as usize);
        add(Group::After, after_end * 6 + end);
        let same = |other: Option<&Piece>| other.is_some_and(|other| other.shape.end == shape.end);
        let pair = usize::from(same(before)) * 2 + usize::from(same(after));
        add(Group::SameEnd, pair * 5 + end);
        let opener = |other: Option<&Piece>| other.is_some_and(|other| other.shape.opener == shape.opener);
        add(Group::Opener, usize::from(opener(before)) * 2 + usize::from(opener(after)));
        let ending = |other: Option<&Piece>| {
            shape.ending != 0 && other.is_some_and(|other| other.shape.ending == shape.ending)
        };
        add(Group::Ending, usize::from(ending(before)) * 2 + usize::from(ending(after)));
        let distance = match self.lead_in {
            0 => 0,
            1 => 1,
            2 => 2,
            3..=5 => 3,
            6..=12 => 4,
            usize::MAX => 6,
            _ => 5,
        };
        add(Group::LeadIn, distance * 5 + end);
        let term = |at: Option<usize>| at.and_then(|at| self.terms.get(at)).copied().unwrap_or(false);
        add(
            Group::Term,
            usize::from(term(Some(self.at))) * 4
                + usize::from(term(self.at.checked_sub(1))) * 2
                + usize::from(term(Some(self.at + 1))),
        );
        add(Group::Known, known * 4 + size);
        let gap = usize::from(piece.gap) * 2 + usize::from(after.is_some_and(|after| after.gap));
        add(Group::Gap, if self.statistics.mixed_gaps { gap } else { 4 });
        let next_marked = match after.map(|after| (after.marker, after.role)) {
            None => 0,
            Some((_, Role::Heading)) => 1,
            Some((Some((marker, _)), _)) if !marker.counts() => 2,
            Some((Some(_), _)) => 3,
            Some((None, _)) => 4,
        };
        add(Group::NextMarked, next_marked);
        let role = match before.map(|before| (before.role, before.marker)) {
            None => 0,
            Some((Role::Heading | Role::Title, _)) => 1,
            Some((Role::Item, _)) => 2,
            Some((Role::Open, Some(_))) => 3,
            Some((Role::Open, None)) => 4,
            Some(_) => 5,
        };
        add(Group::BeforeRole, role);
        let indent = before.map_or(0, |before| match piece.indent.cmp(&before.indent) {
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Greater => 1,
            std::cmp::Ordering::Less => 2,
        });
        // What is left of a bullet is often the blanks after it.
        let inner = usize::from(piece.indent > 0);
        let inner_after = usize::from(after.is_some_and(|after| after.indent > 0));
        add(Group::Indent, (indent * 2 + inner) * 2 + inner_after);
        add(Group::SecondNext, neighbour(second) * 2 + small);
        let count = self.openers.get(shape.opener as usize % OPENERS).copied().unwrap_or(0);
        let count = match count {
            0 | 1 => 0,
            2 => 1,
            3..=5 => 2,
            6..=12 => 3,
            _ => 4,
        };
        add(Group::OpenerCount, count * 4 + size);
        add(Group::Parallel, self.parallel(piece) * 4 + size);
        let pair = usize::from(same(before))
            + 2 * usize::from(size > 1)
            + 4 * usize::from(before_end == End::Colon as usize);
        features.pair = u8::try_from(pair).unwrap_or(0);
        features
    }

    /// How many of the two pieces on either side are of the same size and end alike, from 0 to 4; 5 for a run of six.
    fn parallel(&self, piece: &Piece) -> usize {
        let alike = |at: Option<usize>| {
            at.and_then(|at| self.pieces.get(at)).is_some_and(|other| {
                other.shape.end == piece.shape.end && size(other).abs_diff(size(piece)) < 2
            })
        };
        let count = [self.at.checked_sub(2), self.at.checked_sub(1), Some(self.at + 1), Some(self.at + 2)]
            .into_iter()
            .filter(|&at| alike(at))
            .count();
        let wide = count == 4 && alike(self.at.checked_sub(3)) && alike(Some(self.at + 3));
        if wide { 5 } else { count }
    }
}

impl Features {
    fn add(&mut self, group: Group, value: usize) {
        let group = group as usize;
        let (Some(&start), Some(&(name, size))) = (STARTS.get(group), GROUPS.get(group)) else { return };
        debug_assert!(value < size, "{name} has no feature {value}");
        let value = u16::try_from(value.min(size - 1)).unwrap_or(0);
        if let Some(slot) = self.ids.get_mut(usize::from(self.len)) {
            *slot = start + value;
            self.len += 1;
        }
    }
}

fn words_bucket(words: u16) -> usize {
    match words {
        0 | 1 => 0,
        2 => 1,
        3 => 2,
        4..=5 => 3,
        6..=7 => 4,
        8..=10 => 5,
        11..=14 => 6,
        15..=20 => 7,
        21..=35 => 8,
        _ => 9,
    }
}

/// Short, a line, a long line, a paragraph.
fn size(piece: &Piece) -> usize {
    match piece.shape.words {
        0..=3 => 0,
        4..=9 => 1,
        10..=20 => 2,
        _ => 3,
    }
}

fn length(piece: &Piece) -> usize {
    match piece.shape.words {
        0..=1 => 0,
        2..=3 => 1,
        4..=6 => 2,
        7..=12 => 3,
        _ => 4,
    }
}
