//! Levels of headings, depths of items, and what introduces what.

use policyglot_lexer::{Marker, MarkerKind, Token};

use crate::feature::{has_term, leads};
use crate::piece::{End, Piece, Role, hash};
use crate::run::{Run, RunKind};

/// Deepest level and depth that are told apart.
pub(crate) const DEEPEST: u8 = 8;

/// Makes the first heading the title, where it stands above everything else.
pub(crate) fn title(pieces: &mut [Piece]) {
    let headings = pieces.iter().filter(|piece| piece.role == Role::Heading).count();
    if pieces.iter().any(|piece| piece.role == Role::Title) {
        return;
    }
    let first = pieces
        .iter()
        .position(|piece| !matches!(piece.role, Role::Metadata | Role::Boilerplate | Role::Contact));
    let Some(first) = first else { return };
    let after = pieces.get(first + 1).map(|piece| piece.role);
    let Some(piece) = pieces.get_mut(first) else { return };
    let named = matches!(after, Some(Role::Metadata | Role::Duplicate)) && piece.is_caption();
    let heading = piece.role == Role::Heading && headings > 1;
    if (heading || named && matches!(piece.role, Role::Heading | Role::Paragraph))
        && !piece.marker.is_some_and(|(marker, _)| marker.counts())
    {
        piece.role = Role::Title;
        piece.level = 0;
    }
}

/// Gives every heading its level: numbered ones by their runs, the others by what stands around them.
pub(crate) fn levels(pieces: &mut [Piece], runs: &[Run]) {
    let numbered = runs.iter().any(|run| run.kind == RunKind::Headings);
    let last_numbered = pieces.iter().rposition(|piece| piece.role == Role::Heading && piece.level > 0);
    let mut current = 0;
    for at in 0..pieces.len() {
        let Some(piece) = pieces.get_mut(at) else { continue };
        if piece.role != Role::Heading {
            continue;
        }
        if let Some((Marker { kind: MarkerKind::Decimal, .. }, span)) = piece.marker {
            let _ = span;
            piece.level = piece.level.max(2);
        }
        if piece.level > 0 {
            piece.level = piece.level.min(DEEPEST);
            current = piece.level;
        } else if numbered && current > 0 && last_numbered.is_some_and(|last| at < last) {
            piece.level = (current + 1).min(DEEPEST);
        } else {
            piece.level = 1;
        }
    }
}

/// Gives every item its depth, by marker style and indentation.
pub(crate) fn depths(source: &str, pieces: &mut [Piece]) {
    struct Open {
        style: u32,
        indent: u16,
    }
    let mut open: Vec<Open> = Vec::new();
    let mut led = false;
    for piece in pieces.iter_mut() {
        match piece.role {
            Role::Item => {}
            Role::Duplicate | Role::Boilerplate => continue,
            _ => {
                open.clear();
                continue;
            }
        }
        if piece.glued && piece.level > 0 {
            continue;
        }
        let style = style(source, piece);
        let indent = piece.indent;
        let same = open.iter().rposition(|list| list.style == style && list.indent == indent);
        let by_style = || open.iter().rposition(|list| list.style == style);
        let deeper = open.last().is_some_and(|list| indent > list.indent + 1);
        if let Some(depth) = same {
            open.truncate(depth + 1);
        } else if deeper || open.is_empty() {
            open.push(Open { style, indent });
        } else if let Some(depth) = by_style() {
            open.truncate(depth + 1);
        } else {
            while open.len() > 1 && open.last().is_some_and(|list| indent + 1 < list.indent) {
                open.pop();
            }
            // An item whose marker was lost is no list of its own, unless the item before announced one.
            let unmarked = piece.marker.is_none();
            if unmarked && !led {
                open.truncate(1);
            } else {
                open.push(Open { style, indent });
            }
        }
        piece.level = u8::try_from(open.len()).unwrap_or(DEEPEST).clamp(1, DEEPEST);
        open.truncate(usize::from(DEEPEST));
        led = piece.shape.end == End::Colon;
    }
}

/// A number for the look of a marker: its kind, its brackets and, for bullets, the glyph.
fn style(source: &str, piece: &Piece) -> u32 {
    match piece.marker {
        None => 0,
        Some((marker, _)) if marker.counts() => {
            let kind = match marker.kind {
                // "i)" may be a letter or a roman number: the sequence of its neighbours would tell.
                MarkerKind::Roman => MarkerKind::Roman as u32,
                kind => kind as u32,
            };
            1 + kind * 16 + marker.fence as u32
        }
        Some((_, span)) => 0x1000 | hash(span.of(source).as_bytes()),
    }
}

/// Whether a list that this piece introduces follows it.
pub(crate) fn leads_list(source: &str, pieces: &[Piece], at: usize) -> bool {
    let Some(piece) = pieces.get(at) else { return false };
    let next = pieces
        .iter()
        .skip(at + 1)
        .take(16)
        .find(|next| !matches!(next.role, Role::Duplicate | Role::Boilerplate));
    match (piece.role, next) {
        (Role::Paragraph, Some(next)) => {
            next.role == Role::Item || next.role == Role::Contact && leads(source, piece)
        }
        (Role::Item, Some(next)) => next.role == Role::Item && next.level > piece.level,
        _ => false,
    }
}

/// Where the term of an item or contact line ends, as a byte offset, or 0.
pub(crate) fn term(tokens: &[Token], piece: &Piece) -> u32 {
    if piece.term > 0 {
        return piece.term;
    }
    if has_term(tokens, piece)
        && let Some(colon) =
            piece.tokens.of(tokens).iter().find(|token| token.kind == policyglot_lexer::TokenKind::Colon)
    {
        return colon.span.start;
    }
    0
}
