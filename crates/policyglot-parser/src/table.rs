//! Tables in flat text: lines in a row whose columns can be told by bars, tabs or aligned blanks.

use policyglot_lexer::{Span, Token, TokenKind};

use crate::line::trim;
use crate::piece::{Piece, Role};

/// What parts the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Divider {
    Bar,
    Tab,
    Blanks,
}

/// Fewest columns of a table.
const COLUMNS: usize = 2;

/// Makes rows of the lines that form tables, and adds their cells to `cells`.
pub(crate) fn tables(source: &str, tokens: &[Token], pieces: &mut [Piece], cells: &mut Vec<Span>) {
    // Most texts have neither bar nor tab nor runs of blanks, and need no look at each line.
    let bars = memchr::memchr(b'|', source.as_bytes()).is_some();
    if !bars && !tokens.iter().any(|token| token.kind == TokenKind::Space && !token.span.is_empty()) {
        return;
    }
    let tabs = memchr::memchr(b'\t', source.as_bytes()).is_some();
    let may_start = |piece: &Piece| {
        let len = piece.body.len();
        let spaced = || piece.shape.marks.space && (tabs || len < WIDEST_ROW);
        piece.role == Role::Open && len < WIDEST_TABLE && (bars || spaced())
    };
    let mut at = 0;
    while at < pieces.len() {
        if !pieces.get(at).is_some_and(may_start) {
            at += 1;
            continue;
        }
        let rows = table(source, tokens, pieces.get(at..).unwrap_or_default());
        if rows.is_empty() {
            at += 1;
            continue;
        }
        let header = is_header(source, &rows);
        for (row, piece) in rows.iter().zip(pieces.iter_mut().skip(at)) {
            let from = cells.len();
            cells.extend_from_slice(row);
            let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            piece.cells = (offset(from), offset(cells.len()));
            piece.role = if row.is_empty() { Role::Boilerplate } else { Role::Row };
            piece.level = 0;
        }
        if header && let Some(first) = pieces.get_mut(at) {
            first.level = 1;
        }
        at += rows.len();
    }
}

/// The rows of the table that `pieces` starts with; a rule between rows has no cells.
fn table(source: &str, tokens: &[Token], pieces: &[Piece]) -> Vec<Vec<Span>> {
    let Some(first) = pieces.first() else { return Vec::new() };
    let Some(divider) = divider(source, tokens, first) else { return Vec::new() };
    let mut rows: Vec<Vec<Span>> = Vec::new();
    let mut real = 0;
    for piece in pieces {
        let after_row = rows.last().is_some_and(|row| !row.is_empty());
        if divider == Divider::Bar && after_row && is_rule(piece.span.of(source)) {
            rows.push(Vec::new());
            continue;
        }
        if piece.role != Role::Open || self::divider(source, tokens, piece) != Some(divider) {
            break;
        }
        let row = cells(source, tokens, piece, divider);
        let fits = match rows.first() {
            None => row.len() >= COLUMNS,
            Some(first) => first.len() == row.len() && (divider != Divider::Blanks || aligned(first, &row)),
        };
        if !fits {
            break;
        }
        real += 1;
        rows.push(row);
    }
    let enough = if divider == Divider::Blanks { 3 } else { 2 };
    if real < enough {
        rows.clear();
    }
    rows
}

/// What seems to part cells in this line.
fn divider(source: &str, tokens: &[Token], piece: &Piece) -> Option<Divider> {
    let text = piece.span.of(source);
    let bar = memchr::memchr_iter(b'|', text.as_bytes())
        .next()
        .is_some_and(|at| at == 0 || text.as_bytes().get(at - 1) == Some(&b' '));
    if bar {
        return Some(Divider::Bar);
    }
    if !piece.shape.marks.space {
        return None;
    }
    let mut blanks = false;
    for token in piece.tokens.of(tokens).iter().filter(|token| token.kind == TokenKind::Space) {
        if token.span.start <= piece.body.start || token.span.end >= piece.body.end {
            continue;
        }
        let space = token.span.of(source);
        if space.contains('\t') {
            return Some(Divider::Tab);
        }
        blanks |= space.len() >= 2 && space.bytes().all(|b| b == b' ');
    }
    (blanks && piece.body.len() < WIDEST_ROW).then_some(Divider::Blanks)
}

/// The longest line that is tried as a row.
const WIDEST_TABLE: u32 = 4096;

/// A longer line with runs of blanks is a paragraph whose indentation was lost into it.
const WIDEST_ROW: u32 = 200;

fn is_rule(text: &str) -> bool {
    text.contains('-') && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '+'))
}

fn cells(source: &str, tokens: &[Token], piece: &Piece, divider: Divider) -> Vec<Span> {
    let mut cells = Vec::new();
    let mut start = piece.span.start;
    let mut cut = |start: u32, end: u32, keep_empty: bool| {
        let cell = trim(source, Span::new(start, end));
        if keep_empty || !cell.is_empty() {
            cells.push(cell);
        }
    };
    if divider == Divider::Bar {
        let text = piece.span.of(source);
        let inner = text.trim_start_matches('|');
        start += u32::try_from(text.len() - inner.len()).unwrap_or(0);
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        let mut at = start;
        for cell in inner.split('|') {
            let end = at + u32::try_from(cell.len()).unwrap_or(0);
            cut(at, end, true);
            at = end + 1;
        }
        return cells;
    }
    for token in piece.tokens.of(tokens).iter().filter(|token| token.kind == TokenKind::Space) {
        let space = token.span.of(source);
        let parts = match divider {
            Divider::Tab => space.contains('\t'),
            _ => space.len() >= 2,
        };
        if parts && token.span.start > piece.body.start && token.span.end < piece.body.end {
            cut(start, token.span.start, false);
            start = token.span.end;
        }
    }
    cut(start, piece.span.end, false);
    cells
}

/// Whether the cells of two rows start at the same columns.
fn aligned(first: &[Span], row: &[Span]) -> bool {
    let (Some(a), Some(b)) = (first.first(), row.first()) else { return false };
    first.iter().zip(row).all(|(x, y)| (x.start - a.start).abs_diff(y.start - b.start) <= 1)
}

/// Whether the first row names the columns: short cells, and longer ones below.
fn is_header(source: &str, rows: &[Vec<Span>]) -> bool {
    let Some(first) = rows.first() else { return false };
    let captions = first.iter().all(|cell| {
        let text = cell.of(source);
        !text.is_empty()
            && text.split_whitespace().count() <= 6
            && !text.ends_with('.')
            && !text.bytes().any(|b| b.is_ascii_digit())
    });
    captions && rows.len() > 1
}

#[cfg(test)]
mod tests {
    use crate::parse;

    fn check(text: &str, expected: &str) {
        assert_eq!(parse(text).outline().to_string(), expected);
    }

    #[test]
    fn tabs_and_bars_part_cells() {
        check(
            "Data\tPurpose\nYour name\tTo address you\nYour e-mail\tTo write to you\n",
            "row L1 \"Data | Purpose\"\nrow L2 \"Your name | To address you\"\nrow L3 \"Your e-mail | To write to you\"\n",
        );
        check(
            "| Data | Purpose |\n|---|---|\n| Your name | To address you |\n",
            "row L1 \"Data | Purpose\"\nboilerplate L2 \"|---|---|\"\nrow L3 \"Your name | To address you\"\n",
        );
    }

    #[test]
    fn aligned_blanks_part_cells() {
        check(
            "Data       Purpose\nName       Service\nAddress    Delivery\n",
            "row L1 \"Data | Purpose\"\nrow L2 \"Name | Service\"\nrow L3 \"Address | Delivery\"\n",
        );
    }
}
