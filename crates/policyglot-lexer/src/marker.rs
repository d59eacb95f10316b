//! List markers and section numbers: what they look like and what they count.

/// What kind of sign a marker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MarkerKind {
    /// A bullet glyph ("●", "▪", a private-use sign of Wingdings).
    Bullet,
    /// A dash, star, plus sign or small o, which are bullets only where a blank follows.
    Dash,
    /// Digits ("1.", "(2)", "③").
    Number,
    /// Digits with levels ("1.2.3").
    Decimal,
    /// One letter ("a)", "B."); it may turn out to be a roman number.
    Letter,
    /// A roman number of two letters or more ("iv)", "XII.").
    Roman,
    /// Chinese numerals ("三、").
    Han,
    /// A word for a part of a document, or "§", with its number ("Article 5", "§ 3").
    Clause,
}

/// What stands around the sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fence {
    /// Nothing ("3 How", "●").
    None,
    /// A full stop after it ("1.").
    Dot,
    /// A closing bracket after it ("1)").
    Close,
    /// Brackets on both sides ("(1)").
    Both,
    /// An ideographic comma after it ("1、").
    Comma,
}

/// The style of a marker: markers of one list share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Marker {
    /// What kind of sign it is.
    pub kind: MarkerKind,
    /// What stands around it.
    pub fence: Fence,
}

impl Marker {
    /// Whether the marker counts, as numbers and letters do and bullets do not.
    pub const fn counts(self) -> bool {
        !matches!(self.kind, MarkerKind::Bullet | MarkerKind::Dash)
    }
}

/// The number that a marker's text shows: 3 for "3.", "(c)", "③" and "1.3"; `None` for a bullet.
///
/// A single letter counts as a letter ("i" is 9): see [`roman_value`] for the other reading.
pub fn marker_value(text: &str) -> Option<u32> {
    if let Some(value) = plain_value(text.as_bytes()) {
        return Some(value);
    }
    let core = core(text);
    let last = core.rsplit(['.', '．']).next().unwrap_or(core);
    let mut chars = last.chars();
    let first = chars.next()?;
    if let Some(digit) = digit(first) {
        let mut value = digit;
        for c in chars {
            value = value.checked_mul(10)?.checked_add(self::digit(c)?)?;
        }
        return Some(value);
    }
    if let Some(circled) = circled(first) {
        return Some(circled);
    }
    if han_digit(first).is_some() {
        return han_value(last);
    }
    let mut letters = last.chars();
    match (letters.next(), letters.next()) {
        (Some(c), None) if c.is_ascii_alphabetic() => {
            Some(u32::from(c.to_ascii_lowercase() as u8 - b'a') + 1)
        }
        _ => roman_value(text),
    }
}

/// The number that digits or one letter show, with a bracket before or a bracket or full stop after them: what most
/// markers are.
fn plain_value(text: &[u8]) -> Option<u32> {
    let text = text.strip_prefix(b"(").unwrap_or(text);
    let core = text.strip_suffix(b")").or_else(|| text.strip_suffix(b".")).unwrap_or(text);
    match core {
        [letter] if letter.is_ascii_alphabetic() => Some(u32::from(letter.to_ascii_lowercase() - b'a') + 1),
        [_, ..] if core.len() <= 3 && core.iter().all(u8::is_ascii_digit) => {
            Some(core.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0')))
        }
        _ => None,
    }
}

/// The number that a roman marker's text shows, where it is a well-formed one of at most 39: 4 for "(iv)".
pub fn roman_value(text: &str) -> Option<u32> {
    let core = core(text);
    if !core.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x' | b'I' | b'V' | b'X')) {
        return None;
    }
    let upper = core.starts_with(|c: char| c.is_ascii_uppercase());
    let mut value = 0;
    let mut rest = core;
    for (sign, worth) in [("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)] {
        let most = if sign == "x" || sign == "i" { 3 } else { 1 };
        for _ in 0..most {
            let Some(head) = rest.get(..sign.len()) else { break };
            if !head.eq_ignore_ascii_case(sign) || head.bytes().any(|b| b.is_ascii_uppercase() != upper) {
                break;
            }
            value += worth;
            rest = &rest[sign.len()..];
        }
    }
    (rest.is_empty() && value > 0).then_some(value)
}

/// The marker without what stands around it; of "Article 5", the "5".
fn core(text: &str) -> &str {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text;
    }
    let text = text.trim_matches(|c: char| c.is_whitespace() || "().、．:：（）§".contains(c));
    text.rsplit(char::is_whitespace).next().unwrap_or(text)
}

pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

pub(crate) fn circled(c: char) -> Option<u32> {
    match c {
        '①'..='⑳' => Some(u32::from(c) - u32::from('①') + 1),
        '❶'..='❿' => Some(u32::from(c) - u32::from('❶') + 1),
        '⑴'..='⒇' => Some(u32::from(c) - u32::from('⑴') + 1),
        '⒈'..='⒛' => Some(u32::from(c) - u32::from('⒈') + 1),
        _ => None,
    }
}

pub(crate) fn han_digit(c: char) -> Option<u32> {
    "一二三四五六七八九十".chars().zip(1..).find(|&(sign, _)| sign == c).map(|(_, value)| value)
}

fn han_value(text: &str) -> Option<u32> {
    let mut value = 0;
    for c in text.chars() {
        let digit = han_digit(c)?;
        value = if digit == 10 { value.max(1) * 10 } else { value + digit };
    }
    Some(value)
}

/// Whether a character serves as a bullet by itself, even with no blank after it.
pub(crate) const fn is_bullet(c: char) -> bool {
    matches!(c,
        '•' | '‣' | '⁃' | '∙' | '·' | '・' | '･' | '➢' | '➤' | '➔' | '✓' | '✔' | '✗' | '✘' | '❖' | '★' | '☆' | '»'
        | '→' | '⇒' | '⚫' | '⚪' | '⬤' | '⦁' | '⦿' | '⚬'
        | '\u{25a0}'..='\u{25ff}' // geometric shapes
        | '\u{f000}'..='\u{f0ff}' // where Symbol and Wingdings put their bullets
    )
}

/// Whether a bullet is one even inside a line; dots in the middle and arrows also stand between words of a menu.
pub(crate) const fn is_solid(c: char) -> bool {
    matches!(c, '•' | '●' | '▪' | '■' | '◦' | '○' | '‣' | '⁃' | '⦁' | '➢' | '\u{f000}'..='\u{f0ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_all_styles() {
        let check = |text: &str, expected: Option<u32>| assert_eq!(marker_value(text), expected, "{text}");
        check("１．12", Some(12));
        check("3.", Some(3));
        check("(12)", Some(12));
        check("１２．", Some(12));
        check("1.2.3", Some(3));
        check("c)", Some(3));
        check("(iv)", Some(4));
        check("③", Some(3));
        check("十二、", Some(12));
        check("Article 5", Some(5));
        check("§ 7", Some(7));
        check("●", None);
    }

    #[test]
    fn roman_numbers_are_well_formed() {
        for (text, expected) in
            [("V.", Some(5)), ("xiv)", Some(14)), ("iiii.", None), ("vx.", None), ("Iv.", None)]
        {
            assert_eq!(roman_value(text), expected, "{text}");
        }
    }
}
