//! Texts made comparable: case, spaces, quotes, leading markers.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

/// A pattern that this file writes itself, so that it is known to be sound.
fn pattern(text: &str) -> Regex {
    #[expect(clippy::expect_used, reason = "the patterns are constants, and each is run by the tests")]
    Regex::new(text).expect("a sound pattern")
}

/// Lower case, compatibility forms, plain quotes, single spaces.
pub(super) fn norm(text: &str) -> String {
    static SPACES: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\s\x1c-\x1f]+"));
    let folded = text.nfkc().collect::<String>().to_lowercase();
    let folded = folded.replace('’', "'").replace(['“', '”'], "\"");
    SPACES.replace_all(&folded, " ").trim().to_owned()
}

/// As [`norm`], without the marker or number in front and punctuation around; for datasets of flattened text.
pub(super) fn unmarked(text: &str) -> String {
    static LEAD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s*(?:[●○▪•◦·\-*+–—➢■►▸▶‣⁃∙]+\s*|o\s+(?:\S)|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,5})[.)、:]\s*|\((?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\)\s*|\d{1,3}(?:\.\d{1,3})+\s+)",
        )
    });
    static LETTER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*o\s+\S"));
    let text = norm(text);
    let mut rest = text.as_str();
    for _ in 0..2 {
        let Some(found) = LEAD.find(rest) else { continue };
        let mut end = found.end();
        if LETTER.find(rest).is_some_and(|letter| letter.end() == end) {
            // "o text" is a bullet where more than white space follows it; what follows is no part of the bullet.
            end -= found.as_str().chars().next_back().map_or(0, char::len_utf8);
        }
        rest = &rest[end..];
    }
    rest.trim_matches(|c| " :.;,-–".contains(c)).to_owned()
}

/// As [`norm`], without the marker in front and colons around; for the gold of whole documents.
pub(super) fn bare(text: &str) -> String {
    static MARK: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:[●○▪•◦·\-*–]+\s*|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)、]\s*)"));
    // Compatibility forms would make three full stops of the mark that stands where a gold text is cut.
    let text = norm(&text.replace('…', "\0")).replace('\0', "…");
    let rest = MARK.find(&text).map_or(text.as_str(), |found| &text[found.end()..]);
    rest.trim_matches(|c| " :;".contains(c)).to_owned()
}

/// The words of a text, for counting what was kept.
pub(super) fn words(text: &str) -> Vec<String> {
    static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\p{L}\p{N}_]+"));
    let folded = text.nfkc().collect::<String>().to_lowercase();
    WORD.find_iter(&folded).map(|word| word.as_str().to_owned()).collect()
}

/// The words of a value, joined by single spaces.
pub(super) fn flat(value: &str) -> String {
    static GAP: LazyLock<Regex> = LazyLock::new(|| pattern(r"[^\p{L}\p{N}_]+"));
    GAP.replace_all(&norm(value), " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_and_case_do_not_count() {
        assert_eq!(unmarked("2.  (a) Your Name."), "your name");
        assert_eq!(unmarked("o Your name"), "your name");
        assert_eq!(unmarked("• 1.2. Name"), "name");
        assert_eq!(bare("(1) “Name”:"), "\"name\"");
        assert_eq!(bare("First words … last"), "first words … last");
        assert_eq!(flat("E-mail  address"), "e mail address");
        assert_eq!(words("it's 2 o_k"), ["it", "s", "2", "o_k"]);
    }
}
