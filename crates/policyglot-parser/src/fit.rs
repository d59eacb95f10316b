//! What `cargo xtask fit` needs to fit the weights: the evidence of each piece of a text, and parsing by other weights.

use policyglot_lexer::{Span, Tokens, lex};

use crate::feature::Features;
use crate::piece::{Piece, Role};
use crate::{Document, Options, document, evidence, feature, label, vocabulary};

/// What the evidence counts, in hundredths.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'w> {
    /// For each feature: heading, item, paragraph.
    pub labels: &'w [[i16; 3]],
    /// For each feature of pairs: from each label to each label.
    pub pairs: &'w [[[i16; 3]; 3]],
}

/// Parses by other weights than those that come with the parser.
pub fn parse_by<'s>(tokens: &Tokens<'s>, options: &Options<'_>, weights: Weights<'_>) -> Document<'s> {
    document::parse_by(tokens, options, &label::Table::new(weights))
}

/// The groups of features, each with its name and how many features it has, in the order of the weight table.
pub const GROUPS: &[(&str, u16)] = feature::GROUPS;
/// The groups of features of pairs, likewise.
pub const PAIR_GROUPS: &[(&str, u16)] = feature::PAIR_GROUPS;

/// Length of the weight table.
pub const FEATURES: usize = feature::FEATURES;
/// Length of the table of pairs.
pub const PAIRS: usize = feature::PAIRS;

/// The evidence of one piece.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The piece, marker included.
    pub span: Span,
    /// The piece without its marker.
    pub body: Span,
    /// Places in the weight table.
    pub labels: [u16; GROUPS.len()],
    /// Places in the table of pairs.
    pub pairs: [u16; PAIR_GROUPS.len()],
    /// Which of heading, item and paragraph it may be.
    pub allowed: [bool; 3],
    /// Whether the label is still open.
    pub open: bool,
}

/// The evidence of every piece of `text`, in order.
pub fn evidence(text: &str, headings: &[&str]) -> Vec<Evidence> {
    let tokens = lex(text);
    let draft = document::Draft::new(&tokens, &[]);
    let pieces = document::live(&draft.pieces);
    let headings = vocabulary::Headings::new(headings);
    let mut all = Vec::with_capacity(pieces.len());
    let evidence = |piece: &Piece, features: Features| Evidence {
        span: piece.span,
        body: piece.body,
        labels: features.labels,
        pairs: features.pairs,
        allowed: label::allowed(piece.role),
        open: piece.role == Role::Open,
    };
    evidence::features(
        text,
        tokens.as_slice(),
        &pieces,
        draft.statistics,
        &headings,
        |_| Features::new(),
        |piece, features| all.push(evidence(piece, features)),
    );
    all
}
