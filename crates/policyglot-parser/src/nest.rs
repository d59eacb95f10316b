//! The title, depths of items, and what introduces what.

use policyglot_lexer::{MarkerKind, Token};

use crate::document::is_live;
use crate::evidence::Lead;
use crate::piece::{End, Piece, Role, hash};

/// Deepest level and depth that are told apart.
pub(crate) const DEEPEST: u8 = 8;

/// Makes the first heading the title, where it stands above everything else and the text speaks of it again.
pub(crate) fn title(source: &str, pieces: &mut [Piece]) {
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
    // "Example Inc. Privacy Policy": the full stop ends no sentence in what was found to be a heading.
    let captioned = piece.role == Role::Heading && piece.shape.words <= 24 && piece.shape.end == End::Open;
    if piece.marker.is_some_and(|(marker, _)| marker.counts()) || !piece.is_caption() && !captioned {
        return;
    }
    let followed = matches!(after, Some(Role::Metadata | Role::Duplicate))
        && matches!(piece.role, Role::Heading | Role::Paragraph);
    let heading = piece.role == Role::Heading && headings > 1 && names_the_text(source, piece);
    if heading || followed {
        piece.role = Role::Title;
        piece.level = 0;
    }
}

/// Whether two words of the caption stand together again in the text, or its last word after "this": "Privacy Policy"
/// does, "this policy" does, "Introduction" does not.
fn names_the_text(source: &str, piece: &Piece) -> bool {
    const SAMPLE: usize = 64 << 10;
    let from = piece.span.end as usize;
    let mut to = source.len().min(from + SAMPLE);
    while !source.is_char_boundary(to) {
        to -= 1;
    }
    let rest = source.get(from..to).unwrap_or_default().as_bytes();
    let words: Vec<&str> = piece.text(source).split_whitespace().take(12).collect();
    let named = words.windows(2).any(|pair| {
        let [left, right] = pair else { return false };
        let right = right.trim_matches(|c: char| !c.is_alphanumeric());
        left.len() > 3 && right.len() > 3 && stands(&[left, " ", right].concat(), rest)
    });
    let names_itself = || {
        let last = words.last().map_or("", |word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        words.len() > 1 && last.len() > 4 && stands(&["this ", last].concat(), rest)
    };
    named || names_itself() || matches!(words[..], [only] if only.chars().count() > 3 && !only.is_ascii())
}

/// Whether `phrase` stands in `text`, in upper or lower case; the search goes by its rarest letter.
fn stands(phrase: &str, text: &[u8]) -> bool {
    const COMMON: &[u8] = b" etaoinsrhldcumfpgwybvkxjqz";
    let rarity = |byte: u8| COMMON.iter().position(|&common| common == byte.to_ascii_lowercase());
    let phrase = phrase.as_bytes();
    let rarest = phrase.iter().enumerate().max_by_key(|&(_, &byte)| rarity(byte).unwrap_or(COMMON.len()));
    let Some((offset, byte)) = rarest else { return false };
    memchr::memchr2_iter(byte.to_ascii_lowercase(), byte.to_ascii_uppercase(), text).any(|at| {
        let start = at.wrapping_sub(offset);
        text.get(start..start.saturating_add(phrase.len()))
            .is_some_and(|here| here.eq_ignore_ascii_case(phrase))
    })
}

/// Gives every item its depth, by marker style and indentation.
pub(crate) fn depths(source: &str, pieces: &mut [Piece]) {
    struct Open {
        style: u32,
        indent: u16,
    }
    let mut open: Vec<Open> = Vec::new();
    let mut led = false;
    // The depth of the item before.
    let mut depth = 0;
    for piece in pieces.iter_mut() {
        match piece.role {
            Role::Item => {}
            Role::Duplicate | Role::Boilerplate => continue,
            _ => {
                open.clear();
                depth = 0;
                continue;
            }
        }
        if (piece.glued || piece.hinted) && piece.level > 0 {
            piece.level = piece.level.min(depth + 1);
            depth = piece.level;
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
        piece.level = u8::try_from(open.len()).unwrap_or(DEEPEST).clamp(1, DEEPEST.min(depth + 1));
        open.truncate(usize::from(DEEPEST));
        depth = piece.level;
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
pub(crate) fn leads_list(pieces: &[Piece], at: usize) -> bool {
    let Some(piece) = pieces.get(at) else { return false };
    let next = pieces.iter().skip(at + 1).take(16).find(|next| is_live(next));
    match (piece.role, next) {
        (Role::Paragraph, Some(next)) => {
            next.role == Role::Item || next.role == Role::Contact && piece.shape.end == End::Colon
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
    if Lead::of(tokens, piece) == Lead::Term
        && let Some(colon) =
            piece.tokens.of(tokens).iter().find(|token| token.kind == policyglot_lexer::TokenKind::Colon)
    {
        return colon.span.start;
    }
    0
}

#[cfg(test)]
mod tests {
    use crate::parse;

    fn check(text: &str, expected: &str) {
        assert_eq!(parse(text.trim_start()).outline().to_string().trim_end(), expected.trim());
    }

    #[test]
    fn a_title_is_what_the_text_calls_itself() {
        check(
            r"
Shop Inc. Information Charter
We wrote this charter so that you know what we do with what you tell us.
Whom we ask
We ask the people who come to the counter of our shop, and nobody else.
What we tell
We tell the people who come to the counter of our shop, and nobody else.
",
            r#"
title L1 "Shop Inc. Information Charter"
paragraph L2 "We wrote this charter so that you know … with what you tell us."
heading 1 L3 "Whom we ask"
  paragraph L4 "We ask the people who come to the … our shop, and nobody else."
heading 1 L5 "What we tell"
  paragraph L6 "We tell the people who come to the … our shop, and nobody else."
"#,
        );
    }

    #[test]
    fn styles_of_markers_nest() {
        check(
            r"
We collect the following:
● your name
○ first name
○ last name
● your address
1) street
2) town
We use it to answer you.
",
            r#"
paragraph leads L1 "We collect the following:"
item ● leads L2 "your name"
  item ○ L3 "first name"
  item ○ L4 "last name"
item ● leads L5 "your address"
  item 1) L6 "street"
  item 2) L7 "town"
paragraph L8 "We use it to answer you."
"#,
        );
    }
}
