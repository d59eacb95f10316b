//! Containers: a line that holds the text of the lines after it is cut where they start, and they become duplicates.
//!
//! Scrapers that print every element of a page print an accordion's whole text first, heading glued on, and then each
//! element inside it again: what the container has and its parts lack is its heading.

use policyglot_lexer::{Span, Token};

use crate::line::trim;
use crate::piece::{Piece, Role};

/// Cuts containers and marks what repeats them. Returns the pieces in order, and how many containers there were.
pub(crate) fn containers(source: &str, tokens: &[Token], pieces: Vec<Piece>) -> (Vec<Piece>, usize) {
    let first =
        (0..pieces.len()).find(|&at| container(source, pieces.get(at..).unwrap_or_default()).is_some());
    let Some(first) = first else { return (pieces, 0) };
    let mut result = Vec::with_capacity(pieces.len());
    result.extend_from_slice(pieces.get(..first).unwrap_or_default());
    let mut found = 0;
    let mut at = first;
    while let Some(piece) = pieces.get(at) {
        let rest = pieces.get(at..).unwrap_or_default();
        if let Some(container) = container(source, rest) {
            found += usize::from(container.heading.is_some());
            container.cut(source, tokens, rest, &mut result);
            at += 1 + container.echoes.len();
        } else {
            result.push(*piece);
            at += 1;
        }
    }
    (result, found)
}

/// A line with the lines after it that it holds.
struct Container {
    /// What stands before the first part: the heading.
    heading: Option<Span>,
    /// The parts in order.
    parts: Vec<Part>,
    /// For each line that repeats: where the text that it repeats starts.
    echoes: Vec<u32>,
}

struct Part {
    span: Span,
    /// Where the first of the lines inside this part ends: its term.
    term: u32,
}

/// How far into a line its first part may start: no heading is longer.
const HEADING_BYTES: usize = 240;

/// Reads the container that `pieces` starts with, if it is one; linear in what it consumes.
fn container(source: &str, pieces: &[Piece]) -> Option<Container> {
    let (whole, rest) = pieces.split_first()?;
    // Lengths first: most lines are settled by them, and the text need not be read.
    if rest.first()?.span.len() > whole.span.len() {
        return None;
    }
    let text = whole.span.of(source);
    let first = rest.first()?.span.of(source);
    if first.len() > text.len() {
        return None;
    }
    let start = first_part(text, first)?;
    let base = whole.span.start;
    let offset = |at: usize| base + u32::try_from(at).unwrap_or(0);
    let mut parts: Vec<Part> = Vec::new();
    let mut echoes = Vec::new();
    // Where the next part starts, and where the next line inside the last part would.
    let (mut at, mut inner) = (start, start);
    let (mut last_start, mut last_end) = (start, start);
    for piece in rest {
        let line = piece.span.of(source);
        let next = at + blank(text, at);
        let inside = inner + blank(text, inner);
        let held = text.get(last_start..last_end).unwrap_or_default();
        if starts(text, next, line) {
            (last_start, last_end) = (next, next + line.len());
            parts.push(Part { span: Span::new(offset(last_start), offset(last_end)), term: 0 });
            echoes.push(offset(next));
            inner = next;
            at = last_end;
        } else if !parts.is_empty() && line == held {
            echoes.push(offset(last_start));
            inner = last_start;
        } else if inside + line.len() <= last_end && starts(text, inside, line) {
            if inside == last_start
                && let Some(part) = parts.last_mut()
            {
                part.term = offset(inside + line.len());
            }
            echoes.push(offset(inside));
            inner = inside + line.len();
        } else {
            break;
        }
    }
    let covered = at - start;
    let complete = at + blank(text, at) == text.len();
    // "me@acme.com" holds the "acme.com" of the next line within a word.
    if text.get(..start)?.ends_with(['@', '/', '.', '-', '_']) {
        return None;
    }
    let glued = start > 0 && !text.get(..start)?.ends_with(char::is_whitespace);
    let certain = if start == 0 {
        complete && (parts.len() > 1 || covered == text.len()) || (covered >= 40 && covered * 2 > text.len())
    } else if complete {
        (glued && covered >= 4) || covered >= 30
    } else {
        covered >= 40 && covered * 2 > text.len()
    };
    if !certain {
        return None;
    }
    let heading = trim(source, Span::new(base, offset(start)));
    Some(Container { heading: (!heading.is_empty()).then_some(heading), parts, echoes })
}

/// Where the first part starts in the container.
fn first_part(text: &str, part: &str) -> Option<usize> {
    let first = *part.as_bytes().first()?;
    let window = text.as_bytes().get(..text.len().min(HEADING_BYTES))?;
    // Eight bytes are compared in one step, and tell most places from the right one.
    let head = part.as_bytes().first_chunk::<8>();
    let may_start = |&at: &usize| {
        let here = text.as_bytes().get(at..).unwrap_or_default();
        head.map_or_else(|| here.starts_with(part.as_bytes()), |head| here.first_chunk() == Some(head))
    };
    memchr::memchr_iter(first, window).filter(may_start).take(4).find(|&at| starts(text, at, part))
}

fn starts(text: &str, at: usize, part: &str) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(part))
}

fn blank(text: &str, at: usize) -> usize {
    text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start().len())
}

impl Container {
    /// Adds the heading, the parts, what is left, and the duplicates to `result`.
    fn cut(&self, source: &str, tokens: &[Token], pieces: &[Piece], result: &mut Vec<Piece>) {
        let Some((whole, rest)) = pieces.split_first() else { return };
        let mut tail = Some(*whole);
        if let Some(heading) = self.heading
            && let Some((mut head, rest)) = tail.and_then(|piece| piece.split(heading.end, source, tokens))
        {
            head.role = Role::Heading;
            result.push(head);
            tail = Some(rest);
        }
        for part in &self.parts {
            let Some(piece) = tail else { break };
            let (mut head, rest) = match piece.split(part.span.end, source, tokens) {
                Some((head, rest)) => (head, Some(rest)),
                None => (piece, None),
            };
            if rest.is_none() {
                head.refresh(source, tokens);
            }
            // A part that was printed as a label and its text apart is an entry of a list.
            if part.term > 0 && part.term < part.span.end {
                head.term = part.term;
                head.role = Role::Item;
            }
            result.push(head);
            tail = rest;
        }
        if let Some(mut tail) = tail {
            tail.refresh(source, tokens);
            result.push(tail);
        }
        for (piece, &of) in rest.iter().zip(&self.echoes) {
            result.push(Piece { role: Role::Duplicate, of, ..*piece });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::parse;

    fn check(text: &str, expected: &str) {
        assert_eq!(parse(text.trim_start()).outline().to_string().trim_end(), expected.trim());
    }

    #[test]
    fn what_follows_a_paragraph_that_stands_twice_is_text() {
        check(
            r"
- We bind those who work for us by a contract, and they may process your data for our purposes only.

We bind those who work for us by a contract, and they may process your data for our purposes only.

We share nothing else.
",
            r#"
item - L1 "We bind those who work for us by … data for our purposes only."
duplicate L3 of L1 "We bind those who work for us by … data for our purposes only."
paragraph L5 "We share nothing else."
"#,
        );
    }

    #[test]
    fn containers_are_cut_and_their_parts_repeat() {
        check(
            r"
Cookiesour site may use cookies.you can turn them off.
our site may use cookies.
you can turn them off.
Your rightsyou may exercise these rights:name: you may ask for a copy.area: where you live.
you may exercise these rights:
name: you may ask for a copy.
name: you may ask for a copy.
area: where you live.
",
            r#"
heading 1 L1 "Cookies"
  paragraph L1 "our site may use cookies."
  paragraph L1 "you can turn them off."
  duplicate L2 of L1 "our site may use cookies."
  duplicate L3 of L1 "you can turn them off."
heading 1 L4 "Your rights"
  paragraph leads L4 "you may exercise these rights:"
  item L4 [name] "name: you may ask for a copy."
  item L4 [area] "area: where you live."
  duplicate L5 of L4 "you may exercise these rights:"
  duplicate L6 of L4 "name: you may ask for a copy."
  duplicate L7 of L4 "name: you may ask for a copy."
  duplicate L8 of L4 "area: where you live."
"#,
        );
    }

    #[test]
    fn a_host_below_its_mailbox_repeats_nothing() {
        let text = "Write to us at:\nme@acme.com\nacme.com\nWe answer all that you ask us about it.";
        let outline = parse(text).outline().to_string();
        assert!(!outline.contains("duplicate"), "{outline}");
    }
}
