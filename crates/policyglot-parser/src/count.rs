//! Counts the words of a short text, sixteen bytes in step.

/// What the words of a text look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Stretches without blanks.
    pub(crate) words: u8,
    /// Those of four bytes and more.
    pub(crate) long: u8,
    /// Those of the long ones whose first letter is a capital; letters outside ASCII are none.
    pub(crate) capitals: u8,
    /// Whether there is a digit, a slash or an at sign.
    pub(crate) address: bool,
}

/// Longer texts are not counted.
pub(crate) const LONGEST: usize = 240;

const STEP: usize = 16;

impl Counts {
    /// Counts over the first [`LONGEST`] bytes of `text`.
    pub(crate) fn of(text: &[u8]) -> Self {
        // A blank before the text, and enough of them after it, so that every byte has its neighbours.
        let mut padded = [b' '; 1 + LONGEST + STEP];
        let text = text.get(..LONGEST).unwrap_or(text);
        let len = text.len();
        if let Some(head) = padded.get_mut(1..=len) {
            head.copy_from_slice(text);
        }
        let mut sums = Sums::default();
        let mut rest = padded.as_slice();
        for _ in 0..len.div_ceil(STEP) {
            if let Some(window) = rest.first_chunk() {
                sums.add(window);
            }
            rest = rest.get(STEP..).unwrap_or_default();
        }
        let sum = |lanes: [u8; STEP]| lanes.iter().sum();
        let mut counts = Self {
            words: sum(sums.words),
            long: sum(sums.long),
            capitals: sum(sums.capitals),
            address: sums.address.iter().fold(0, |any, lane| any | lane) != 0,
        };
        if sums.odd.iter().fold(0, |any, lane| any | lane) != 0 {
            counts.capitals = capitals(text);
        }
        counts
    }
}

/// Sums over every sixteenth byte: none of them runs over.
#[derive(Default)]
struct Sums {
    words: [u8; STEP],
    long: [u8; STEP],
    capitals: [u8; STEP],
    address: [u8; STEP],
    /// Long words that neither start with a letter nor have one in the second place.
    odd: [u8; STEP],
}

impl Sums {
    /// Adds what the sixteen bytes from the second on are; no branch inside, so that it compiles to vector instructions.
    fn add(&mut self, window: &[u8; STEP + 4]) {
        for at in 0..STEP {
            let [before, here, second, third, fourth] =
                [window[at], window[at + 1], window[at + 2], window[at + 3], window[at + 4]];
            let visible = |byte: u8| u8::from(byte > b' ');
            let letter = |byte: u8| u8::from((byte | 0x20).is_ascii_lowercase()) | byte >> 7;
            let capital = |byte: u8| u8::from(byte.is_ascii_uppercase());
            let starts = visible(here) & u8::from(before <= b' ');
            let long = starts & visible(second) & visible(third) & visible(fourth);
            let inner = long & (1 ^ letter(here));
            self.words[at] += starts;
            self.long[at] += long;
            self.capitals[at] += long & capital(here) | inner & capital(second);
            self.odd[at] |= inner & (1 ^ letter(second));
            self.address[at] |= u8::from(matches!(here, b'/'..=b'9')) | u8::from(here == b'@');
        }
    }
}

/// The long words whose first letter is a capital, wherever it stands: "**(Your".
fn capitals(text: &[u8]) -> u8 {
    let mut capitals = 0;
    for word in text.split(|&byte| byte <= b' ').filter(|word| word.len() >= 4) {
        let letter = word.iter().find(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
        capitals += u8::from(letter.is_some_and(u8::is_ascii_uppercase));
    }
    capitals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: u8, long: u8, capitals: u8, address: bool) {
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
