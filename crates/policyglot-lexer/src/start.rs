//! The marker that a line starts with.

use crate::marker::{circled, digit, han_digit, is_bullet, roman_value};
use crate::{Fence, Marker, MarkerKind};

/// The marker at the start of `rest` and its length in bytes, the white space after it not included.
///
/// A bare number counts only before a capital letter ("3 How do you refuse"): the parser asks whether it is in sequence.
pub fn marker(rest: &str) -> Option<(Marker, usize)> {
    let first = rest.chars().next()?;
    match first {
        '0'..='9' | '０'..='９' => number(rest),
        '(' | '（' => bracketed(rest),
        'a'..='z' | 'A'..='Z' => word(rest),
        '-' | '–' | '—' | '*' | '+' | '−' => dash(rest, first),
        '§' => clause_number(rest, '§'.len_utf8()),
        c if c.is_ascii() => None,
        c if is_bullet(c) => Some((Marker { kind: MarkerKind::Bullet, fence: Fence::None }, c.len_utf8())),
        c if circled(c).is_some() => {
            Some((Marker { kind: MarkerKind::Number, fence: Fence::None }, c.len_utf8()))
        }
        c if han_digit(c).is_some() => {
            let len: usize =
                rest.chars().take(3).take_while(|&c| han_digit(c).is_some()).map(char::len_utf8).sum();
            let after = rest[len..].chars().next()?;
            (after == '、')
                .then(|| (Marker { kind: MarkerKind::Han, fence: Fence::Comma }, len + '、'.len_utf8()))
        }
        _ => None,
    }
}

/// "1.", "1)", "1、", "1.2.3", "1.2.3.", "1.personal"; "3" before a blank and a capital.
fn number(rest: &str) -> Option<(Marker, usize)> {
    let mut len = digits(rest)?;
    let mut kind = MarkerKind::Number;
    loop {
        let tail = &rest[len..];
        let dot = tail.chars().next().filter(|c| matches!(c, '.' | '．')).map_or(0, char::len_utf8);
        match digits(&tail[dot..]) {
            Some(more) if dot > 0 => {
                len += dot + more;
                kind = MarkerKind::Decimal;
            }
            _ => break,
        }
    }
    let tail = &rest[len..];
    let mut chars = tail.chars();
    let close = chars.next()?;
    let (fence, width) = match close {
        '.' | '．' => (Fence::Dot, close.len_utf8()),
        ')' | '）' => (Fence::Close, close.len_utf8()),
        '、' => (Fence::Comma, close.len_utf8()),
        _ => (Fence::None, 0),
    };
    let after = tail[width..].chars().next();
    let follows = match fence {
        // "1.2 million" is a risk worth taking: the parser asks whether the number is in sequence.
        Fence::None if kind == MarkerKind::Decimal => after.is_some_and(char::is_whitespace),
        Fence::None => {
            after.is_some_and(|c| matches!(c, ' ' | '\t' | '\u{a0}'))
                && tail.trim_start().starts_with(char::is_uppercase)
        }
        _ => {
            after.is_none_or(|c| c.is_whitespace() || c.is_alphabetic() || matches!(c, '“' | '"' | '(' | '‘'))
        }
    };
    follows.then_some((Marker { kind, fence }, len + width))
}

/// The length of one to three digits that no fourth follows.
fn digits(rest: &str) -> Option<usize> {
    let mut len = 0;
    let mut count = 0;
    for c in rest.chars() {
        if digit(c).is_none() {
            break;
        }
        count += 1;
        len += c.len_utf8();
        if count > 3 {
            return None;
        }
    }
    (count > 0).then_some(len)
}

/// "(1)", "(a)", "(iv)", "（三）".
pub(crate) fn bracketed(rest: &str) -> Option<(Marker, usize)> {
    // "(including": most brackets in a text hold words.
    if let Some([b'(', head @ ..]) = rest.as_bytes().first_chunk::<7>()
        && head.iter().all(|&byte| byte.is_ascii() && byte != b')')
    {
        return None;
    }
    let open = rest.chars().next()?.len_utf8();
    let (close, c) = rest[open..].char_indices().take(6).find(|&(_, c)| matches!(c, ')' | '）'))?;
    let inner = &rest[open..open + close];
    let mut chars = inner.chars();
    let first = chars.next()?;
    let kind = if inner.chars().all(|c| digit(c).is_some()) && inner.chars().count() <= 3 {
        MarkerKind::Number
    } else if first.is_ascii_alphabetic() && chars.next().is_none() {
        MarkerKind::Letter
    } else if first.is_ascii_alphabetic() && roman_value(inner).is_some() {
        MarkerKind::Roman
    } else if inner.chars().all(|c| han_digit(c).is_some()) {
        MarkerKind::Han
    } else {
        return None;
    };
    let len = open + close + c.len_utf8();
    let after = rest[len..].chars().next();
    after
        .is_none_or(|c| c.is_whitespace() || c.is_alphabetic() || matches!(c, '“' | '"' | '‘'))
        .then_some((Marker { kind, fence: Fence::Both }, len))
}

/// What starts with a letter: "a)", "iv)", "o ", "Article 5". Most lines do, and their first word tells that they have no
/// marker.
fn word(rest: &str) -> Option<(Marker, usize)> {
    if is_plain(rest.as_bytes()) {
        return None;
    }
    let len = rest.bytes().take(6).take_while(u8::is_ascii_alphabetic).count();
    let found = match rest.as_bytes().get(len)? {
        b'.' => letter(rest, len, Fence::Dot),
        b')' => letter(rest, len, Fence::Close),
        b' ' | b'\t' if rest.starts_with('o') && len == 1 => {
            // "o " before text: what is left of a hollow bullet.
            return Some((Marker { kind: MarkerKind::Dash, fence: Fence::None }, 1));
        }
        _ => None,
    };
    // No clause word has as many letters as most first words: "part", "art." and "artículo" have 4 or 3, the rest 6.
    found.or_else(|| if matches!(len, 3 | 4 | 6) { clause(rest) } else { None })
}

/// Whether a first word is followed by neither a full stop nor a bracket, and is no clause word and no "o".
///
/// True of most lines, and found out eight bytes at a time.
fn is_plain(text: &[u8]) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    let Some(&head) = text.first_chunk::<8>() else { return false };
    let eight = u64::from_le_bytes(head);
    // Zero in a byte of `other` is where `byte` stands: only there does taking one borrow from the highest bit.
    let has = |byte: u8| {
        let other = eight ^ (ONES * u64::from(byte));
        other.wrapping_sub(ONES) & !other & (ONES << 7) != 0
    };
    let starts = |word: &&str| word.as_bytes()[1] == head[1].to_ascii_lowercase();
    !has(b'.') && !has(b')') && head[0] != b'o' && !clause_words(head[0]).iter().any(starts)
}

/// "a)", "B.", "iv)", "XII."; not "U.S." or "e.g.". The letters are the first `len` bytes.
fn letter(rest: &str, len: usize, fence: Fence) -> Option<(Marker, usize)> {
    let kind = match len {
        1 => MarkerKind::Letter,
        2..=5 if roman_value(&rest[..len]).is_some() => MarkerKind::Roman,
        _ => return None,
    };
    let mut tail = rest[len + 1..].chars();
    let follows = match (tail.next(), tail.next()) {
        (None, _) => true,
        (Some(c), _) if c.is_whitespace() => true,
        // "i.e." and "U.S." have another full stop right after the next letter; "A.m" is nothing at all.
        (Some(c), Some(next)) => c.is_alphabetic() && next.is_alphabetic(),
        _ => false,
    };
    follows.then_some((Marker { kind, fence }, len + 1))
}

/// A dash before a blank and text, or right before a letter ("-name").
fn dash(rest: &str, first: char) -> Option<(Marker, usize)> {
    let len = first.len_utf8();
    let after = rest[len..].chars().next()?;
    let glued = matches!(first, '-' | '–') && after.is_alphabetic();
    let spaced = after.is_whitespace()
        && rest[len..].trim_start_matches([' ', '\t', '\u{a0}']).starts_with(|c: char| !c.is_whitespace());
    (glued || spaced).then_some((Marker { kind: MarkerKind::Dash, fence: Fence::None }, len))
}

/// Words for a numbered part of a document, by their first letter.
const fn clause_words(first: u8) -> &'static [&'static str] {
    match first.to_ascii_lowercase() {
        b'a' => &["article", "artikel", "avsnitt", "abschnitt", "artículo", "articolo", "art."],
        b'c' => &["clause", "chapter"],
        b'k' => &["kapitel"],
        b'p' => &["part"],
        b's' => &["section"],
        _ => &[],
    }
}

/// A word for a part of a document with the number after it.
fn clause(rest: &str) -> Option<(Marker, usize)> {
    let starts = |word: &&&str| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let word = clause_words(*rest.as_bytes().first()?).iter().find(starts)?;
    clause_number(rest, word.len())
}

/// The number after a clause word or sign of `len` bytes, up to and with the sign itself.
fn clause_number(rest: &str, len: usize) -> Option<(Marker, usize)> {
    let tail = &rest[len..];
    let blank = tail.len() - tail.trim_start_matches([' ', '\u{a0}']).len();
    let tail = &tail[blank..];
    let number = tail.bytes().take(8).take_while(|b| b.is_ascii_digit() || b"IVX".contains(b)).count();
    let sign = &tail[..number];
    let numeric = number > 0 && number <= 3 && sign.bytes().all(|b| b.is_ascii_digit());
    let after = tail[number..].chars().next();
    let follows = after.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ':' | ')' | '：' | '–' | '-'));
    let glued_word = blank == 0 && !rest.starts_with('§');
    (follows && !glued_word && (numeric || roman_value(sign).is_some()))
        .then_some((Marker { kind: MarkerKind::Clause, fence: Fence::None }, len + blank + number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown = marker(text)
            .map(|(marker, len)| format!("{:?} {:?} {}", marker.kind, marker.fence, &text[..len]));
        assert_eq!(shown.as_deref().unwrap_or("-"), expected, "{text}");
    }

    #[test]
    fn bullets_of_many_glyphs() {
        check("● Name", "Bullet None ●");
        check("●Name", "Bullet None ●");
        check("\u{f0a7} Name", "Bullet None \u{f0a7}");
        check("- Name", "Dash None -");
        check("o Name", "Dash None o");
        check("-name", "Dash None -");
        check("--- ", "-");
        check("of Name", "-");
    }

    #[test]
    fn numbers_need_no_space() {
        check("1. Name", "Number Dot 1.");
        check("1.personal", "Number Dot 1.");
        check("1、名前", "Number Comma 1、");
        check("１）名前", "Number Close １）");
        check("1.2.3 Name", "Decimal None 1.2.3");
        check("3 How do you", "Number None 3");
        check("30 days", "-");
        check("2020. We", "-");
        check("2.5", "-");
    }

    #[test]
    fn letters_romans_and_clauses() {
        check("(iv) name", "Roman Both (iv)");
        check("V. How", "Letter Dot V.");
        check("a)name", "Letter Close a)");
        check("U.S. law", "-");
        check("e.g. this", "-");
        check("mix) a", "-");
        check("Article 5 Scope", "Clause None Article 5");
        check("§ 3 Scope", "Clause None § 3");
        check("Parties are", "-");
        check("三、范围", "Han Comma 三、");
    }
}
