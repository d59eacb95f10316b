//! Markup as evidence: what HTML or Markdown said of a line, the strongest evidence there is.

use std::collections::HashMap;

use policyglot_lexer::Span;

use crate::piece::{Piece, Role};
use crate::{Hint, HintKind};

/// So many headings in the markup, and a paragraph of it can be taken at its word.
const TRUSTED_HEADINGS: usize = 3;

/// Gives the pieces that markup speaks of their roles; `hints` is sorted by where its spans start.
///
/// Returns the cells of all rows, in order.
pub(crate) fn apply(source: &str, hints: &[Hint], pieces: &mut [Piece]) -> Vec<Span> {
    let mut cells = Vec::new();
    let headings = hints.iter().filter(|hint| matches!(hint.kind, HintKind::Heading { .. })).count();
    let trusted = headings >= TRUSTED_HEADINGS;
    let mut next = 0;
    for piece in pieces.iter_mut() {
        while hints.get(next).is_some_and(|hint| hint.span.end <= piece.span.start) {
            next += 1;
        }
        let from = cells.len();
        let mut bold = false;
        let about = hints.get(next..).unwrap_or_default();
        let end = piece.span.end;
        for hint in about.iter().take_while(|hint| hint.span.start < end) {
            match hint.kind {
                HintKind::Cell => cells.push(crate::line::trim(source, hint.span)),
                HintKind::Bold => bold = true,
                kind if !piece.hinted => role(piece, kind, trusted),
                _ => {}
            }
        }
        if bold && !piece.hinted && piece.is_caption() && piece.shape.words <= BOLD_WORDS {
            piece.role = Role::Heading;
            piece.hinted = true;
            piece.level = 0;
        }
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        piece.cells = (offset(from), offset(cells.len()));
    }
    hidden(source, hints, pieces);
    cells
}

/// A longer line in bold is emphasis, not a caption.
const BOLD_WORDS: u16 = 14;

fn role(piece: &mut Piece, kind: HintKind, trusted: bool) {
    let (role, level) = match kind {
        HintKind::Title => (Role::Title, 0),
        HintKind::Heading { level } => (Role::Heading, level.max(1)),
        HintKind::Item { depth, .. } => (Role::Item, depth.max(1)),
        HintKind::Term => (Role::Item, 1),
        HintKind::Row { header } => (Role::Row, u8::from(header)),
        HintKind::Boilerplate => (Role::Boilerplate, 0),
        HintKind::Definition => (Role::Paragraph, 0),
        // Pages that put everything into paragraphs have headings and items among them.
        HintKind::Paragraph if trusted && piece.marker.is_none() => (Role::Paragraph, 0),
        _ => return,
    };
    if kind == HintKind::Term {
        piece.term = piece.body.end;
    }
    piece.ordered = matches!(kind, HintKind::Item { ordered: true, .. });
    piece.role = role;
    piece.level = level;
    piece.hinted = true;
}

/// Hidden text is a duplicate only where it stands elsewhere: accordions hide what stands nowhere else.
fn hidden(source: &str, hints: &[Hint], pieces: &mut [Piece]) {
    if !hints.iter().any(|hint| hint.kind == HintKind::Hidden) {
        return;
    }
    let mut shown: HashMap<&str, u32> = HashMap::new();
    let hides = |piece: &Piece| {
        let from = hints.partition_point(|hint| hint.span.end <= piece.span.start);
        hints
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|hint| hint.span.start < piece.span.end)
            .any(|hint| hint.kind == HintKind::Hidden)
    };
    let hidden: Vec<bool> = pieces.iter().map(hides).collect();
    for (piece, _) in pieces.iter().zip(&hidden).filter(|(_, hidden)| !**hidden) {
        shown.entry(piece.span.of(source)).or_insert(piece.span.start);
    }
    for (piece, _) in pieces.iter_mut().zip(&hidden).filter(|(_, hidden)| **hidden) {
        if let Some(&of) = shown.get(piece.span.of(source)) {
            piece.role = Role::Duplicate;
            piece.of = of;
            piece.hinted = true;
        }
    }
}

/// Turns the levels of markup into depths: the tree counts, not the element ("h2" under nothing is level 1).
///
/// A lone outermost heading before all others is the title. Captions in bold part the section that they stand in.
pub(crate) fn levels(pieces: &mut [Piece]) {
    let marked = |piece: &Piece| piece.hinted && piece.role == Role::Heading && piece.level > 0;
    let first = pieces.iter().position(|piece| piece.role == Role::Heading);
    let top = pieces.iter().filter(|piece| marked(piece)).map(|piece| piece.level).min();
    let lone =
        top.is_some_and(|top| pieces.iter().filter(|piece| marked(piece) && piece.level == top).count() == 1);
    let several = pieces.iter().filter(|piece| piece.role == Role::Heading).count() > 1;
    let titled = pieces.iter().any(|piece| piece.role == Role::Title);
    if let Some(piece) = first.and_then(|at| pieces.get_mut(at))
        && lone
        && several
        && !titled
        && Some(piece.level) == top
        && piece.hinted
    {
        piece.role = Role::Title;
        piece.level = 0;
    }
    let mut open: Vec<u8> = Vec::new();
    for piece in pieces.iter_mut().filter(|piece| piece.role == Role::Heading) {
        if piece.hinted && piece.level > 0 {
            let level = piece.level;
            while open.last().is_some_and(|&above| above >= level) {
                open.pop();
            }
            open.push(level);
            piece.level = depth(open.len());
        } else {
            piece.level = depth(open.len() + 1);
        }
    }
}

fn depth(open: usize) -> u8 {
    u8::try_from(open).unwrap_or(u8::MAX).min(crate::nest::DEEPEST)
}

#[cfg(test)]
mod tests {
    use policyglot_lexer::lex;

    use super::*;
    use crate::{Options, parse_with};

    /// Each line of `text` is `tag|text`; the tags become hints.
    fn check(marked: &str, expected: &str) {
        let (mut text, mut hints) = (String::new(), Vec::new());
        for line in marked.lines() {
            let (tag, line) = line.split_once('|').unwrap_or(("", line));
            let start = u32::try_from(text.len()).unwrap_or(0);
            text.push_str(line);
            let span = Span::new(start, u32::try_from(text.len()).unwrap_or(0));
            text.push('\n');
            let kind = match tag {
                "h1" => HintKind::Heading { level: 1 },
                "h2" => HintKind::Heading { level: 2 },
                "h4" => HintKind::Heading { level: 4 },
                "b" => HintKind::Bold,
                "li" => HintKind::Item { depth: 1, ordered: false, number: None },
                "nav" => HintKind::Boilerplate,
                "hidden" => HintKind::Hidden,
                _ => HintKind::Paragraph,
            };
            hints.push(Hint { span, kind });
        }
        let document = parse_with(&lex(&text), &Options::default().with_hints(&hints));
        assert_eq!(document.outline().to_string(), expected);
    }

    #[test]
    fn levels_follow_the_tree() {
        check(
            "nav|Home\nh1|Notice\nh2|Data\np|We collect your name.\nh4|Cookies\nb|Types\nli|Session cookies.\nh2|Rights",
            "boilerplate L1 \"Home\"\ntitle L2 \"Notice\"\nheading 1 L3 \"Data\"\n  paragraph L4 \"We collect your \
             name.\"\n  heading 2 L5 \"Cookies\"\n    heading 3 L6 \"Types\"\n      item L7 \"Session \
             cookies.\"\nheading 1 L8 \"Rights\"\n",
        );
    }

    #[test]
    fn hidden_text_counts_once() {
        check(
            "h2|Data\np|We collect your name.\nhidden|We collect your name.\nhidden|We sell nothing at all.",
            "heading 1 L1 \"Data\"\n  paragraph L2 \"We collect your name.\"\n  duplicate L3 of L2 \"We collect your \
             name.\"\n  paragraph L4 \"We sell nothing at all.\"\n",
        );
    }
}
