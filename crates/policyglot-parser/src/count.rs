//! Counts the words of a short text, many bytes at a time.

use policyglot_lexer::bits::{BLOCK, pack, places};

/// What the words of a text look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Stretches without blanks.
    pub(crate) words: u32,
    /// Those of four bytes and more.
    pub(crate) long: u32,
    /// Those of the long ones whose first letter is a capital; letters outside ASCII are none.
    pub(crate) capitals: u32,
    /// Whether there is a digit, a slash or an at sign.
    pub(crate) address: bool,
}

/// Longer texts are not counted.
pub(crate) const LONGEST: usize = 240;

impl Counts {
    /// Counts over the first [`LONGEST`] bytes of `text`.
    pub(crate) fn of(text: &[u8]) -> Self {
        let text = text.get(..LONGEST).unwrap_or(text);
        let mut counts = Self::default();
        // What is no blank; after the last block there are blanks.
        let mut visible = [0; LONGEST.div_ceil(BLOCK) + 1];
        for (bits, block) in visible.iter_mut().zip(text.chunks(BLOCK)) {
            let mut padded = [b' '; BLOCK];
            let block = block.first_chunk().unwrap_or_else(|| {
                padded.split_at_mut(block.len()).0.copy_from_slice(block);
                &padded
            });
            *bits = pack(&block.map(|byte| u8::from(byte > b' ')));
            counts.address |= block.iter().fold(0, |any, &byte| any | is_address(byte)) != 0;
        }
        let mut before = 0;
        for (at, pair) in visible.windows(2).take(text.len().div_ceil(BLOCK)).enumerate() {
            let &[here, next] = pair else { continue };
            let then = |bytes: u32| here >> bytes | next << (u64::BITS - bytes);
            let starts = here & !(here << 1 | before >> 63);
            let long = starts & then(1) & then(2) & then(3);
            counts.words += starts.count_ones();
            counts.long += long.count_ones();
            for place in places(long) {
                counts.capitals += capital(text.get(at * BLOCK + place..).unwrap_or_default());
            }
            before = here;
        }
        counts
    }
}

/// 1 where the first letter of the word that `text` starts with is a capital, wherever it stands: "(Your".
fn capital(text: &[u8]) -> u32 {
    let is_letter = |byte: u8| (byte | 0x20).is_ascii_lowercase() | !byte.is_ascii();
    let mut letter = text.first().copied().unwrap_or_default();
    if !is_letter(letter) {
        let mut word = text.iter().copied().take_while(|&byte| byte > b' ');
        letter = word.find(|&byte| is_letter(byte)).unwrap_or_default();
    }
    letter.is_ascii_uppercase().into()
}

/// 1 for a digit, a slash or an at sign, 0 for other bytes, without a branch.
fn is_address(byte: u8) -> u8 {
    u8::from(matches!(byte, b'/'..=b'9')) | u8::from(byte == b'@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: u32, long: u32, capitals: u32, address: bool) {
        assert_eq!(Counts::of(text.as_bytes()), Counts { words, long, capitals, address }, "{text:?}");
    }

    #[test]
    fn words_and_capitals() {
        check("", 0, 0, 0, false);
        check("How We Use Your Data", 5, 2, 2, false);
        check("(Your) **Rights** and 2020\tplans", 5, 4, 2, true);
        check("Ändringar av VILLKOR", 3, 2, 1, false);
        check("me@example.com", 1, 1, 0, true);
        check(&"Word ".repeat(48), 48, 48, 48, false);
        check(&"Word".repeat(100), 1, 1, 1, false);
    }
}
