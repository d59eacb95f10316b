//! Hard wraps: lines that were broken at a fixed width are joined again.

use policyglot_lexer::Tokens;

use crate::line::Line;
use crate::piece::Piece;

/// Makes pieces of lines, joining what a hard wrap cut; tells whether there was any.
pub(crate) fn pieces(tokens: &Tokens<'_>, lines: &[Line]) -> (Vec<Piece>, bool) {
    let source = tokens.source();
    let all = tokens.as_slice();
    let width = width(source, lines);
    let mut pieces: Vec<Piece> = Vec::with_capacity(lines.len());
    let Some(width) = width else {
        pieces.extend(lines.iter().map(|line| Piece::new(line, source, all)));
        return (pieces, false);
    };
    let spaced = marks_follow_gaps(lines);
    let mut before: Option<&Line> = None;
    let mut joined = false;
    for line in lines {
        let joins = before.is_some_and(|before| {
            !line.gap
                && is_full(source, before, line, width)
                && (line.marker.is_none() || (spaced && line.indent >= before.indent.min(1)))
        });
        match pieces.last_mut() {
            Some(piece) if joins => {
                piece.join(line);
                joined = true;
            }
            last => {
                if let Some(last) = last.filter(|_| joined) {
                    last.refresh(source, all);
                }
                joined = false;
                pieces.push(Piece::new(line, source, all));
            }
        }
        before = Some(line);
    }
    if let Some(last) = pieces.last_mut().filter(|_| joined) {
        last.refresh(source, all);
    }
    (pieces, true)
}

/// The width at which the text was broken, where it was.
///
/// A text is hard-wrapped when nearly all its lines keep within one width, and most lines that have a line right after
/// them are full: the first word of the next would not have fitted.
fn width(source: &str, lines: &[Line]) -> Option<usize> {
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
    let mut lengths: Vec<usize> = lines.iter().map(|line| length(source, line)).collect();
    lengths.sort_unstable();
    let width = *lengths.get(lengths.len() - 1 - lengths.len() / 50)?;
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    // A quarter of the lines end just before the edge; where nothing was wrapped, lengths are spread.
    let near = lengths.len() - lengths.partition_point(|&length| length + EDGE < width);
    let (mut full, mut followed) = (0, 0);
    for pair in lines.windows(2) {
        if let [before, line] = pair
            && !line.gap
            && line.marker.is_none()
        {
            followed += 1;
            full += usize::from(is_full(source, before, line, width));
        }
    }
    (followed > 1 && (full * 3 > followed * 2 || near * 4 > lines.len() && full * 2 > followed))
        .then_some(width)
}

/// The length of a line in characters, its indentation included.
fn length(source: &str, line: &Line) -> usize {
    line.span.of(source).chars().count() + usize::from(line.indent)
}

/// Whether the first word of `line` would not have fitted on the line before it.
fn is_full(source: &str, before: &Line, line: &Line, width: usize) -> bool {
    let text = line.span.of(source);
    let word = text.split_whitespace().next().unwrap_or_default();
    length(source, before) + 1 + word.chars().count() > width
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
