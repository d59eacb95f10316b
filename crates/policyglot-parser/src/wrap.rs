//! Hard wraps: lines that were broken at a fixed width are joined again.

use policyglot_lexer::Tokens;

use crate::line::Line;
use crate::piece::Piece;

/// Makes pieces of lines, joining what a hard wrap cut; tells whether there was any.
pub(crate) fn pieces(tokens: &Tokens<'_>, lines: &[Line]) -> (Vec<Piece>, bool) {
    let source = tokens.source();
    let all = tokens.as_slice();
    let mut pieces: Vec<Piece> = Vec::with_capacity(lines.len());
    let Some(breaks) = wrap(source, lines) else {
        pieces.extend(lines.iter().map(|line| Piece::new(line, source, all)));
        return (pieces, false);
    };
    let spaced = marks_follow_gaps(lines);
    // How far the line before is indented.
    let mut before = 0;
    for (line, broken) in lines.iter().zip(breaks) {
        let joins = broken && (line.marker.is_none() || (spaced && line.indent >= before.min(1)));
        match pieces.last_mut() {
            Some(piece) if joins => piece.join(line),
            last => {
                if let Some(last) = last {
                    last.refresh(source, all);
                }
                pieces.push(Piece::unread(line));
            }
        }
        before = line.indent;
    }
    if let Some(last) = pieces.last_mut() {
        last.refresh(source, all);
    }
    (pieces, true)
}

/// Whether each line may go on with the one before it, which is full, where the text was broken at some width.
///
/// A text is hard-wrapped when nearly all its lines keep within one width, and most lines that have a line right
/// after them are full: the first word of the next would not have fitted.
fn wrap(source: &str, lines: &[Line]) -> Option<Vec<bool>> {
    const NARROWEST: usize = 40;
    const WIDEST: usize = 132;
    const EDGE: usize = 12;
    if lines.len() < 3 {
        return None;
    }
    // Bytes are never fewer than characters, but at most three times as many in what policies are written in.
    let long = lines.iter().filter(|line| line.span.len() as usize > WIDEST * 3).count();
    if long * 20 > lines.len() {
        return None;
    }
    let lengths: Vec<usize> = lines.iter().map(|line| length(source, line)).collect();
    // How many lines there are of each length; the last counts all that are longer.
    let mut counts = [0; WIDEST + 2];
    for &length in &lengths {
        counts[length.min(WIDEST + 1)] += 1;
    }
    let mut longer = 0;
    let width = (0..counts.len()).rev().find(|&length| {
        longer += counts[length];
        longer > lengths.len() / 50
    })?;
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    // A quarter of the lines end just before the edge; where nothing was wrapped, lengths are spread.
    let near: usize = counts.iter().skip(width - EDGE).sum();
    let (mut full, mut followed) = (0, 0);
    let mut breaks = Vec::with_capacity(lines.len());
    breaks.push(false);
    for (&before, line) in lengths.iter().zip(lines.iter().skip(1)) {
        let broken = !line.gap && is_full(source, before, line, width);
        if !line.gap && line.marker.is_none() {
            followed += 1;
            full += usize::from(broken);
        }
        breaks.push(broken);
    }
    let wrapped = followed > 1 && (full * 3 > followed * 2 || near * 4 > lines.len() && full * 2 > followed);
    wrapped.then_some(breaks)
}

/// The length of a line in characters, its indentation included.
fn length(source: &str, line: &Line) -> usize {
    let text = line.span.of(source);
    let chars = if text.is_ascii() { text.len() } else { text.chars().count() };
    chars + usize::from(line.indent)
}

/// Whether the first word of `line` would not have fitted on the line before it, which has a length of `before`.
fn is_full(source: &str, before: usize, line: &Line, width: usize) -> bool {
    if before >= width {
        return true;
    }
    let text = line.span.of(source);
    // Most first words are of ASCII letters with a blank after them.
    let plain = text.bytes().position(|byte| !byte.is_ascii_graphic());
    let word = match plain.map(|end| (end, text.as_bytes().get(end))) {
        Some((1.., Some(b' '))) => plain.unwrap_or_default(),
        _ => text.split_whitespace().next().unwrap_or_default().chars().count(),
    };
    before + 1 + word > width
}

/// Whether marked lines have blank lines before them: then a mark without one is just a word of a wrapped line.
fn marks_follow_gaps(lines: &[Line]) -> bool {
    let marked = lines.iter().filter(|line| line.marker.is_some());
    let (gaps, all) = marked.fold((0, 0), |(gaps, all), line| (gaps + usize::from(line.gap), all + 1));
    gaps * 10 >= all * 8
}

#[cfg(test)]
mod tests {
    use policyglot_lexer::lex;

    use super::*;
    use crate::line::lines;

    fn check(text: &str, expected: &[&str]) {
        let tokens = lex(text);
        let shown: Vec<_> = pieces(&tokens, &lines(&tokens))
            .0
            .iter()
            .map(|piece| piece.span.of(text).split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn full_lines_go_on() {
        check(
            "We collect information that you give us when you\nopen an account, when you write to us, and when\nyou \
             buy from our shop.\n\n- your name, and the name of the company that\n  you work for\n- your address\n",
            &[
                "We collect information that you give us when you open an account, when you write to us, and when you \
                 buy from our shop.",
                "- your name, and the name of the company that you work for",
                "- your address",
            ],
        );
    }

    #[test]
    fn short_lines_do_not() {
        check(
            "Name\nAddress\nTelephone number\nE-mail\n",
            &["Name", "Address", "Telephone number", "E-mail"],
        );
    }
}
