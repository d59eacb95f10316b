//! Lines that are known by themselves: contact lines, dates and versions, page numbers.

use policyglot_lexer::{Token, TokenKind};

use crate::piece::{End, First, Piece, Role};

/// Gives contact and metadata lines their roles.
pub(crate) fn known_lines(source: &str, tokens: &[Token], pieces: &mut [Piece]) {
    let count = pieces.len();
    let mut body_seen = false;
    for (at, piece) in pieces.iter_mut().enumerate() {
        if piece.role != Role::Open {
            continue;
        }
        let long = piece.shape.words > 20;
        let candidate =
            piece.shape.marks.address || piece.shape.first == First::Other || piece.body.is_empty();
        // Scramblers leave neither digit nor at sign: "[email protected]".
        if !candidate && piece.shape.words > 2 {
            body_seen |= long;
            continue;
        }
        // A date stands above the text or below it.
        let edge = !body_seen && at < 8 || at + 3 >= count;
        if !long && is_rule_or_page(piece.span.of(source)) {
            piece.role = Role::Boilerplate;
        } else if !long && piece.marker.is_none() {
            let text = piece.text(source);
            let label = label(tokens, piece);
            if is_contact(source, piece, label) {
                piece.role = Role::Contact;
                piece.term = label.map_or(0, |(end, _)| end);
            } else if edge && is_metadata(text, piece) {
                piece.role = Role::Metadata;
            }
        }
        body_seen |= long;
    }
}

/// The label before a colon: where it ends, and where what it labels starts.
fn label(tokens: &[Token], piece: &Piece) -> Option<(u32, u32)> {
    if !piece.shape.marks.colon {
        return None;
    }
    let colon = piece.tokens.of(tokens).iter().find(|token| token.kind == TokenKind::Colon)?;
    (colon.span.start > piece.body.start && colon.span.end < piece.body.end)
        .then_some((colon.span.start, colon.span.end))
}

/// Whether a line is only a phone number, an e-mail address, a URL, or a labelled postal address.
fn is_contact(source: &str, piece: &Piece, label: Option<(u32, u32)>) -> bool {
    let text = piece.text(source);
    let labelled = label.and_then(|(_, start)| source.get(start as usize..piece.body.end as usize));
    if is_address(text) {
        return true;
    }
    match labelled {
        Some(value) if value.len() < text.len() && text.len() - value.len() <= 40 => {
            is_address(value) || is_postal(value)
        }
        _ => false,
    }
}

/// A phone number, e-mail address or URL and nothing else; a phone may have its region before it ("(sg) +65-…").
fn is_address(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.len() > 160 {
        return false;
    }
    let word = || !text.contains(' ');
    let email = text.contains('@') && text.contains('.') && word() && !text.contains("://")
        || text.starts_with("[email") && text.ends_with("protected]");
    let url = || (text.contains("://") || text.starts_with("www.")) && word();
    email || is_phone(text) || url()
}

fn is_phone(text: &str) -> bool {
    // "(sg) +65-6993-2383"
    let number = match text.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((region, rest)) if region.len() <= 3 && region.chars().all(char::is_alphabetic) => rest.trim(),
        _ => text,
    };
    if !number.chars().all(|c| c.is_ascii_digit() || " +-().\u{a0}/–".contains(c)) {
        return false;
    }
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (7..=16).contains(&digits)
        // Not a date ("2020-04-07"), and not a number range.
        && (number.starts_with(['+', '(']) || digits >= 10)
}

/// A labelled postal address: it starts with a number and has commas ("16192 coastal highway, lewes, delaware").
fn is_postal(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.matches(',').count() >= 2
        && !text.ends_with('.')
        && text.split(',').all(|part| part.split_whitespace().count() <= 5)
}

/// A version or a date with few words around it.
fn is_metadata(text: &str, piece: &Piece) -> bool {
    if piece.shape.words > 12 || !matches!(piece.shape.end, End::Open | End::Stop) || piece.shape.inner_stop {
        return false;
    }
    let mut year = false;
    let mut other = 0;
    let mut words = 0;
    let mut version = false;
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 4 && (word.starts_with("19") || word.starts_with("20")) {
            year = true;
        } else if digits > 0 {
            other += 1;
        } else {
            version |= word.len() >= 2 && "version".starts_with(&word.to_ascii_lowercase());
            words += 1;
        }
    }
    let stop = piece.shape.end == End::Stop;
    // "version number: v1.0 date of update: jun 15, 2021": labels may take more words.
    let labelled = text.contains([':', '：']) && other > 0 && words <= 9;
    (year && labelled)
        || (year && words <= 5 && (other > 0 || words <= 3) && !(stop && words > 4))
        || (version && other > 0 && words <= 3)
}

/// A rule of dashes or dots, or a page number ("Page 3 of 12", "- 4 -").
fn is_rule_or_page(text: &str) -> bool {
    if !text.chars().any(char::is_alphanumeric) {
        return text.len() > 2 || text.chars().all(|c| c.is_ascii_punctuation());
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let number = |word: Option<&str>| {
        word.is_some_and(|word| word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()))
    };
    match words.next() {
        Some("Page" | "page" | "PAGE" | "Sida" | "Seite") => number(words.next()) && words.count() <= 2,
        Some(first) => number(Some(first)) && words.next().is_none() && text.starts_with('-'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::parse;

    fn check(text: &str, expected: &str) {
        assert_eq!(parse(text.trim_start()).outline().to_string().trim_end(), expected.trim());
    }

    #[test]
    fn contact_lines_dates_and_page_numbers() {
        check(
            r"
Notice of Example Ltd
Last updated: July 23, 2020
If you have any question about this notice of example, you can reach us in one of these ways at any time you like:
privacy@example.com
e-mail address:privacy@example.com
(sg) +65-6993-2383
mail address : 1 Main Street, Springfield, 12345
- 3 -
We answer within a week.
",
            r#"
title L1 "Notice of Example Ltd"
metadata L2 "Last updated: July 23, 2020"
paragraph leads L3 "If you have any question about this notice … at any time you like:"
contact L4 "privacy@example.com"
contact L5 [e-mail address] "e-mail address:privacy@example.com"
contact L6 "(sg) +65-6993-2383"
contact L7 [mail address] "mail address : 1 Main Street, Springfield, 12345"
boilerplate L8 "- 3 -"
paragraph L9 "We answer within a week."
"#,
        );
    }
}
