//! The evidence of a piece: what its shape, its neighbours and its document say, put into features.

use policyglot_lexer::{Marker, MarkerKind, Token, TokenKind};

use crate::feature::{Group, PairGroup, Show};
use crate::opener::{OPENERS, Opener};
use crate::piece::{Piece, Role};
use crate::shape::{End, First};
use crate::trail::{Likeness, Trail};
use crate::vocabulary::{Headings, Known};

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
        let (mut upper, mut lower, mut gaps) = (0, 0, 0);
        for piece in pieces {
            upper += usize::from(piece.shape.first == First::Upper);
            lower += usize::from(piece.shape.first == First::Lower);
            gaps += usize::from(piece.gap);
        }
        Self {
            lower: upper * 8 < lower,
            marked: false,
            mixed_gaps: gaps * 10 > pieces.len() && gaps * 10 < pieces.len() * 9,
        }
    }

    /// Counts what is known to be an item.
    pub(crate) fn count_items(&mut self, pieces: &[Piece]) {
        let marked = pieces.iter().filter(|piece| piece.role == Role::Item && piece.marker.is_some()).count();
        self.marked = marked * 50 > pieces.len();
    }
}

/// Shows the features of every piece, in order, to what `look` makes of each; linear in the number of pieces.
pub(crate) fn features<F: Show>(
    source: &str,
    tokens: &[Token],
    pieces: &[Piece],
    statistics: Statistics,
    headings: &Headings<'_>,
    mut look: impl FnMut(&Piece) -> F,
    mut then: impl FnMut(&Piece, F),
) {
    let repeats = Repeats::of(pieces);
    let lead = |at: usize| pieces.get(at).map_or(Lead::None, |piece| Lead::of(tokens, piece));
    let mut leads = [Lead::None, Lead::None, lead(0)];
    let look_at = |at: usize| pieces.get(at).map_or(Look::NONE, Look::of);
    let none = Look::NONE;
    let mut looks = [none, none, none, none, look_at(0), look_at(1), look_at(2)];
    let mut trail = Trail::new(pieces);
    let mut seen = [0_u8; Repeats::SLOTS];
    for (at, piece) in pieces.iter().enumerate() {
        leads = [leads[1], leads[2], lead(at + 1)];
        let [_, third, second, before, own, after, next] = looks;
        looks = [third, second, before, own, after, next, look_at(at + 3)];
        let recurs = repeats.recurs(piece, &mut seen);
        let likeness = Likeness::new(own, piece.shape.first, leads[1]);
        let context = Context {
            pieces,
            leads,
            looks,
            statistics,
            at,
            trail: &trail,
            goes_on: trail.goes_on(likeness),
            recurs,
            repeats: &repeats,
        };
        let mut features = look(piece);
        // Where the label is given, no evidence for it is weighed; and where that before it is too, none for the pair.
        let open = piece.role == Role::Open;
        let pair_open = open || context.before().is_some_and(|before| before.role == Role::Open);
        let known = if pair_open { headings.known(piece, source) } else { Known::Unasked };
        if open {
            context.show(piece, known, &mut features);
        }
        if pair_open {
            context.show_pair(piece, known, &mut features);
        }
        then(piece, features);
        trail.pass(pieces, at, likeness);
    }
}

/// How often first words, and whole texts, stand in the document.
struct Repeats {
    openers: [u8; Self::SLOTS],
    texts: [u8; Self::SLOTS],
}

impl Repeats {
    /// Slots for counting; collisions do little harm.
    const SLOTS: usize = 1024;

    fn of(pieces: &[Piece]) -> Self {
        let mut repeats = Self { openers: [0; Self::SLOTS], texts: [0; Self::SLOTS] };
        let mut count = |counts: fn(&mut Self) -> &mut [u8; Self::SLOTS], slot: usize| {
            if let Some(count) = counts(&mut repeats).get_mut(slot) {
                *count = count.saturating_add(1);
            }
        };
        for piece in pieces {
            count(|repeats| &mut repeats.openers, Self::opener(piece));
            count(|repeats| &mut repeats.texts, Self::text(piece));
        }
        repeats
    }

    /// Whether the text of a piece stands elsewhere too, and whether this is the first place.
    fn recurs(&self, piece: &Piece, seen: &mut [u8; Self::SLOTS]) -> Recurs {
        let slot = Self::text(piece);
        let count = self.texts.get(slot).copied().unwrap_or(0);
        let first = seen.get(slot).is_none_or(|&seen| seen == 0);
        if let Some(seen) = seen.get_mut(slot) {
            *seen = 1;
        }
        match (count, first) {
            (0 | 1, _) => Recurs::No,
            (2, true) => Recurs::First,
            (2, false) => Recurs::Second,
            (_, true) => Recurs::FirstOfMany,
            (_, false) => Recurs::Often,
        }
    }

    /// The slot of the first word.
    fn opener(piece: &Piece) -> usize {
        piece.shape.opener as usize % Self::SLOTS
    }

    /// The slot of the whole text: texts of one length that open with one word are most often the same.
    fn text(piece: &Piece) -> usize {
        const SPREAD: u32 = 0x9e37_79b9;
        let code = piece.shape.opener ^ piece.shape.ending.rotate_left(7);
        (code ^ piece.body.len().wrapping_mul(SPREAD) ^ u32::from(piece.shape.words) << 4) as usize
            % Self::SLOTS
    }
}

/// Whether a text stands in the document more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Recurs {
    No,
    First,
    Second,
    FirstOfMany,
    Often,
}

/// What opens a piece and names what the rest of it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    None,
    /// A term and a colon: "payment information: credit card, …".
    Term,
    /// A sentence of a few words: "Payment information. When you buy from us, …".
    Sentence,
}

impl Lead {
    /// Reads the first tokens of the piece.
    pub(crate) fn of(tokens: &[Token], piece: &Piece) -> Self {
        const TERM_BYTES: u32 = 80;
        const SENTENCE_BYTES: u32 = 60;
        if !piece.shape.marks.colon && !piece.shape.inner_stop {
            return Self::None;
        }
        let mut tokens = piece.tokens.of(tokens).iter();
        let Some(token) =
            tokens.find(|token| matches!(token.kind, TokenKind::Colon | TokenKind::SentenceEnd))
        else {
            return Self::None;
        };
        let len = token.span.start.saturating_sub(piece.body.start);
        if token.span.end >= piece.body.end {
            Self::None
        } else if token.kind == TokenKind::Colon && len <= TERM_BYTES {
            Self::Term
        } else if token.kind == TokenKind::SentenceEnd && len <= SENTENCE_BYTES {
            Self::Sentence
        } else {
            Self::None
        }
    }
}

/// How long a piece is, how it ends, and what its first word does, as numbers of features.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) size: u8,
    pub(crate) end: u8,
    pub(crate) opener: u8,
}

impl Look {
    /// No piece: it has a size, an end and an opener of its own.
    const NONE: Self = Self { size: 4, end: 5, opener: OPENERS };

    fn of(piece: &Piece) -> Self {
        Self {
            size: bucket(&SIZES, piece.shape.words),
            end: piece.shape.end as u8,
            opener: Opener::of(piece.shape.opener) as u8,
        }
    }

    fn size(self) -> usize {
        self.size.into()
    }

    fn end(self) -> usize {
        self.end.into()
    }

    fn opener(self) -> usize {
        self.opener.into()
    }
}

struct Context<'a> {
    pieces: &'a [Piece],
    /// How the piece before, the piece and the piece after it open.
    leads: [Lead; 3],
    /// The pieces from the third before this one to the third after it.
    looks: [Look; 7],
    statistics: Statistics,
    at: usize,
    trail: &'a Trail,
    /// Whether the piece goes on as the list of the last lead-in started ([`Trail::goes_on`]).
    goes_on: usize,
    recurs: Recurs,
    repeats: &'a Repeats,
}

impl Context<'_> {
    fn before(&self) -> Option<&Piece> {
        self.at.checked_sub(1).and_then(|at| self.pieces.get(at))
    }

    /// Shows what speaks for each label.
    #[expect(clippy::too_many_lines, reason = "a list of features, one after the other")]
    fn show(&self, piece: &Piece, known: Known, features: &mut impl Show) {
        let shape = &piece.shape;
        let before = self.before();
        let after = self.pieces.get(self.at + 1);
        let [_, _, look_before, own, look_after, look_second, _] = self.looks;
        let (end, size) = (own.end(), own.size());
        let small = usize::from(size > 1);
        let mut add = |group, value| features.show(group, value);

        add(Group::Words, words_bucket(shape.words));
        let first = if self.statistics.lower { 2 } else { shape.first as usize };
        add(Group::EndFirst, end * 3 + first);
        add(Group::EndWords, end * 4 + size);
        let address = usize::from(shape.marks.address) * 2;
        add(Group::InnerStop, (address + usize::from(shape.inner_stop)) * 4 + size);
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
        let before_end = look_before.end();
        add(Group::Before, before_end * 4 + if self.statistics.lower { 3 } else { first });
        add(Group::Sizes, (look_before.size() * 5 + look_after.size()) * 2 + small);
        add(Group::After, look_after.end() * 6 + end);
        let same = |other: Look| other.end == own.end;
        let pair = usize::from(same(look_before)) * 2 + usize::from(same(look_after));
        add(Group::SameEnd, pair * 5 + end);
        let ending = |other: Option<&Piece>| {
            shape.ending != 0 && other.is_some_and(|other| other.shape.ending == shape.ending)
        };
        add(Group::Ending, usize::from(ending(before)) * 2 + usize::from(ending(after)));
        let bare = usize::from(self.statistics.marked && piece.marker.is_none());
        add(Group::LeadIn, (bare * 7 + self.trail.distance()) * 5 + end);
        let [lead_before, own_lead, lead_after] = self.leads;
        add(
            Group::Lead,
            bare * 12
                + own_lead as usize * 4
                + usize::from(lead_before == own_lead) * 2
                + usize::from(lead_after == own_lead),
        );
        add(Group::Known, known as usize * 4 + size);
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
        add(Group::SecondNext, look_second.size() * 2 + small);
        let count = self.repeats.openers.get(Repeats::opener(piece)).copied().unwrap_or(0);
        let count = match count {
            0 | 1 => 0,
            2 => 1,
            3..=5 => 2,
            6..=12 => 3,
            _ => 4,
        };
        add(Group::OpenerCount, count * 4 + size);
        add(Group::Parallel, (bare * 6 + self.parallel()) * 4 + size);
        let opener = own.opener();
        add(Group::FirstWord, opener * 4 + size);
        add(Group::OpenerBefore, look_before.opener() * usize::from(OPENERS) + opener);
        add(Group::OpenerAfter, look_after.opener() * usize::from(OPENERS) + opener);
        add(Group::GoesOn, self.goes_on);
        add(Group::Captions, self.trail.captions());
        add(Group::Repeat, self.recurs as usize * 4 + size);
    }

    /// Shows what speaks for each pair of the label before and this one.
    fn show_pair(&self, piece: &Piece, known: Known, features: &mut impl Show) {
        let shape = &piece.shape;
        let before = self.before();
        let [_, _, look_before, own, ..] = self.looks;
        let (end, size, opener, before_end) = (own.end(), own.size(), own.opener(), look_before.end());
        let [lead_before, own_lead, _] = self.leads;
        let same_opener = before.is_some_and(|before| before.shape.opener == shape.opener);
        let before_size = look_before.size();
        let leads = usize::from(own_lead != Lead::None) * 2 + usize::from(lead_before != Lead::None);
        let before_first = before.map_or(0, |before| before.shape.first as usize);
        let mut pair = |group, value| features.show_pair(group, value);
        pair(
            PairGroup::Base,
            usize::from(look_before.end == own.end)
                + 2 * usize::from(size > 1)
                + 4 * usize::from(before_end == End::Colon as usize),
        );
        pair(PairGroup::Ends, before_end * 5 + end);
        pair(PairGroup::Opener, opener * 2 + usize::from(same_opener));
        pair(PairGroup::Leads, leads * 2 + usize::from(own_lead == lead_before));
        pair(PairGroup::Sizes, before_size * 4 + size);
        let marks = usize::from(self.statistics.marked) * 4
            + usize::from(before.is_some_and(|before| before.marker.is_some())) * 2
            + usize::from(piece.marker.is_some());
        pair(PairGroup::Marks, marks);
        pair(PairGroup::GoesOn, self.goes_on);
        pair(PairGroup::Known, known as usize * 2 + usize::from(own_lead != Lead::None));
        pair(
            PairGroup::First,
            if self.statistics.lower { 9 } else { before_first * 3 + shape.first as usize },
        );
    }

    /// How many of the two pieces on either side are of the same size and end alike, from 0 to 4; 5 for a run of six.
    fn parallel(&self) -> usize {
        let [third_before, second_before, before, own, after, second, third] = self.looks;
        // Both sides are computed: a branch that nothing foretells costs more.
        let alike = |other: Look| (other.end == own.end) & (other.size.abs_diff(own.size) < 2);
        let count =
            [second_before, before, after, second].map(|other| usize::from(alike(other))).iter().sum();
        if count == 4 && alike(third_before) && alike(third) { 5 } else { count }
    }
}

fn words_bucket(words: u16) -> usize {
    bucket(&WORDS, words).into()
}

fn length(piece: &Piece) -> usize {
    bucket(&LENGTHS, piece.shape.words).into()
}

/// For each number of words, up to one that stands for all above it: the bucket that it is in.
type Buckets = [u8; 64];

const WORDS: Buckets = buckets(&[2, 3, 4, 6, 8, 11, 15, 21, 36]);
/// Short, a line, a long line, a paragraph.
const SIZES: Buckets = buckets(&[4, 10, 21]);
const LENGTHS: Buckets = buckets(&[2, 4, 7, 13]);

/// The table in which each of `starts` is the least of the next bucket.
const fn buckets(starts: &[usize]) -> Buckets {
    let mut table = [0; 64];
    let mut bucket = 0;
    while bucket < starts.len() {
        let mut words = starts[bucket];
        while words < table.len() {
            table[words] += 1;
            words += 1;
        }
        bucket += 1;
    }
    table
}

fn bucket(buckets: &Buckets, words: u16) -> u8 {
    buckets[usize::from(words).min(buckets.len() - 1)]
}
