//! The shape of a stretch of text: how long it is, how it is written, how it ends.

use policyglot_lexer::{Span, Token, TokenKind};

use crate::count::{Counts, LONGEST};
use crate::line::TokenRange;

/// What a piece looks like, without regard to its neighbours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Number of words; of long texts an estimate.
    pub(crate) words: u16,
    /// Words of four letters and more; of long texts none are counted.
    pub(crate) long_words: u8,
    /// How many of those start with a capital letter.
    pub(crate) capitals: u8,
    /// Whether all letters are capitals, in at least one word of four letters.
    pub(crate) shouts: bool,
    pub(crate) first: First,
    pub(crate) end: End,
    /// Whether a sentence ends before the last character.
    pub(crate) inner_stop: bool,
    /// Which of the tokens that passes look for stand in it, so that most pieces need no look.
    pub(crate) marks: Marks,
    /// A hash of the first word.
    pub(crate) opener: u32,
    /// A hash of the last three letters of the first word: "Collecting", "Sharing".
    pub(crate) ending: u32,
}

/// How a piece ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With a letter, digit, quote or bracket.
    Open,
    /// With a full stop, exclamation mark or their like.
    Stop,
    /// With a question mark.
    Question,
    /// With a colon: something follows.
    Colon,
    /// With a semicolon, or a comma: a list goes on.
    Semicolon,
}

/// What the first visible character of a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum First {
    Upper,
    Lower,
    Other,
}

/// Which kinds of tokens a piece holds.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a set of flags, each asked for by another pass")]
pub(crate) struct Marks {
    pub(crate) colon: bool,
    pub(crate) glued: bool,
    pub(crate) enumerator: bool,
    /// A bullet inside the line.
    pub(crate) bullet: bool,
    pub(crate) space: bool,
    /// A sentence end after a blank: "contact us on .".
    pub(crate) lost: bool,
    /// A digit, an at sign or a slash, in a short text: what every address and date has.
    pub(crate) address: bool,
}

impl Shape {
    /// The shape of no text at all.
    pub(crate) const NONE: Self = Self {
        words: 0,
        long_words: 0,
        capitals: 0,
        shouts: false,
        first: First::Other,
        end: End::Open,
        inner_stop: false,
        marks: Marks {
            colon: false,
            glued: false,
            enumerator: false,
            bullet: false,
            space: false,
            lost: false,
            address: false,
        },
        opener: 0,
        ending: 0,
    };

    /// Reads the shape of a stretch of text; linear in the number of its tokens, and bounded in its bytes.
    pub(crate) fn of(source: &str, tokens: &[Token], body: Span, range: TokenRange) -> Self {
        let text = body.of(source);
        let (marks, inner_stop) = marks(source, range.of(tokens), body);
        let start = text.bytes().position(|byte| LETTERS[usize::from(byte)] != 0);
        let words = start.and_then(|start| text.get(start..)).unwrap_or_default();
        let (opener, ending) = first_word(words.as_bytes());
        let mut shape =
            Self { first: first(words), end: end(text), inner_stop, marks, opener, ending, ..Self::NONE };
        // Longer texts are no captions; their words are estimated from their bytes.
        if text.len() > LONGEST {
            shape.words = u16::try_from(text.len() / 6).unwrap_or(u16::MAX);
            return shape;
        }
        let counts = Counts::of(text.as_bytes());
        shape.words = u16::try_from(counts.words).unwrap_or(u16::MAX);
        shape.long_words = u8::try_from(counts.long).unwrap_or(u8::MAX);
        shape.capitals = u8::try_from(counts.capitals).unwrap_or(u8::MAX);
        shape.shouts = counts.capitals > 0 && !text.bytes().any(|byte| byte.is_ascii_lowercase());
        shape.marks.address = counts.address;
        // Scripts without blanks: two characters make a word.
        if shape.words < 4 && text.len() > 30 && !text.is_ascii() {
            let wide = text.chars().filter(|&c| c >= '\u{2e80}').count();
            shape.words = shape.words.max(u16::try_from(wide / 2).unwrap_or(u16::MAX));
        }
        shape
    }
}

/// Which marks stand among the tokens, and whether a sentence ends before the last character of `body`.
fn marks(source: &str, tokens: &[Token], body: Span) -> (Marks, bool) {
    let mut marks = Marks::default();
    let mut inner_stop = false;
    for token in tokens {
        match token.kind {
            TokenKind::Colon => marks.colon = true,
            TokenKind::GluedEnd => marks.glued = true,
            TokenKind::Enumerator(marker) if marker.counts() => marks.enumerator = true,
            TokenKind::Enumerator(_) => marks.bullet = true,
            TokenKind::Space => marks.space = true,
            TokenKind::SentenceEnd => {
                inner_stop |= token.span.end < body.end && token.span.start >= body.start;
                let before = (token.span.start as usize).saturating_sub(1);
                marks.lost |= source.as_bytes().get(before) == Some(&b' ');
            }
            _ => {}
        }
    }
    (marks, inner_stop)
}

/// How the first word of a text that has nothing but signs before it starts.
fn first(text: &str) -> First {
    match text.as_bytes().first() {
        Some(b'A'..=b'Z') => return First::Upper,
        Some(b'a'..=b'z') => return First::Lower,
        None | Some(0..0x80) => return First::Other,
        Some(_) => {}
    }
    match text.chars().find(|c| c.is_alphanumeric()) {
        Some(c) if c.is_uppercase() => First::Upper,
        Some(c) if c.is_lowercase() => First::Lower,
        _ => First::Other,
    }
}

/// Hashes of the first word, which the text starts with, and of its last three letters where it is longer than four.
fn first_word(text: &[u8]) -> (u32, u32) {
    const LONGEST: usize = 24;
    let letter = |byte: u8| LETTERS[usize::from(byte)];
    if text.is_empty() {
        return (0, 0);
    }
    let word = text.get(..LONGEST).unwrap_or(text);
    let (mut opener, mut len) = (NO_WORD, 0);
    for &byte in word {
        if letter(byte) == 0 {
            break;
        }
        opener = hash_on(opener, letter(byte));
        len += 1;
    }
    let ending = word.get(..len).and_then(<[u8]>::last_chunk::<3>).filter(|_| len > 4);
    (opener, ending.map_or(0, |ending| hash(ending)))
}

/// Letters and digits in lower case, and what is not ASCII; 0 for all other bytes.
const LETTERS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = u8::MAX;
    while byte > 0 {
        if byte.is_ascii_alphanumeric() || !byte.is_ascii() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte -= 1;
    }
    table
};

fn end(text: &str) -> End {
    let is_closer = |c: char| matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»') || c.is_whitespace();
    let Some(&last) = text.as_bytes().last() else { return End::Open };
    if last.is_ascii_alphanumeric() {
        return if goes_on(text) { End::Semicolon } else { End::Open };
    }
    let bare = text.trim_end_matches(is_closer);
    match bare.chars().next_back() {
        // "… procedures, such as.": the sign is a full stop, but the words announce a list.
        Some('.' | '!' | '。' | '！' | '…') => {
            if announces(bare) {
                End::Colon
            } else {
                End::Stop
            }
        }
        Some('?' | '？') => End::Question,
        Some(':' | '：') => End::Colon,
        Some(';' | ',' | '；' | '，' | '、') => End::Semicolon,
        _ => End::Open,
    }
}

/// "…; and", "…; eller": whether a list goes on after a short word.
fn goes_on(text: &str) -> bool {
    const WORD: usize = 6;
    // Most texts have no semicolon so near their end.
    let from = text.len().saturating_sub(WORD + 8);
    if !text.as_bytes().get(from..).is_some_and(|end| end.contains(&b';')) {
        return false;
    }
    let bare = text.trim_end_matches(char::is_alphabetic);
    text.len() - bare.len() <= WORD && bare.ends_with(' ') && bare.trim_end().ends_with(';')
}

/// Whether a text ends in words that announce a list.
fn announces(text: &str) -> bool {
    const WORDS: [&str; 7] =
        [" such as", " as follows", " the following", " including", " som följer", " såsom", " följande"];
    let text = text.trim_end_matches(['.', ' ', ',']).as_bytes();
    // Most sentences end in a letter that none of these ends in.
    if !matches!(text.last().map(u8::to_ascii_lowercase), Some(b's' | b'g' | b'r' | b'm' | b'e')) {
        return false;
    }
    WORDS.iter().any(|words| {
        text.len() >= words.len() && text[text.len() - words.len()..].eq_ignore_ascii_case(words.as_bytes())
    })
}

/// A hash of a word without regard to ASCII case (FNV-1a).
pub(crate) fn hash(word: &[u8]) -> u32 {
    word.iter().fold(NO_WORD, |hash, byte| hash_on(hash, byte.to_ascii_lowercase()))
}

/// The hash of no byte at all.
pub(crate) const NO_WORD: u32 = 0x811c_9dc5;

/// The hash of a word with one more byte.
pub(crate) const fn hash_on(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_end() {
        let check = |text: &str, expected: End| assert_eq!(end(text), expected, "{text}");
        check("Your rights", End::Open);
        check("your name; and", End::Semicolon);
        check("din adress;  eller", End::Semicolon);
        check("(we use it.)", End::Stop);
        check("procedures, such as.", End::Colon);
        check("How can I refuse?”", End::Question);
        check("收集的信息：", End::Colon);
    }
}
