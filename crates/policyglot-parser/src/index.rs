//! An index of words: which stand in a text, and which of them more than once.

use policyglot_lexer::bits::{BLOCK, pack, places};

/// A set of words, each with whether it was added again; two words are taken for one with a chance of some 2^-60.
pub(crate) struct Index {
    /// Open addressing by the highest bits of the codes; 0 is an empty slot. The lowest bit of a code tells whether the
    /// word was added again.
    slots: Vec<u64>,
    /// How many bits of a code are beside the place of its slot.
    shift: u32,
    /// How many slots are taken.
    taken: usize,
}

impl Index {
    /// An index of no word.
    pub(crate) fn new() -> Self {
        const BITS: u32 = 10;
        Self { slots: vec![0; 1 << BITS], shift: u64::BITS - BITS, taken: 0 }
    }

    /// All words of a text, in time linear in its length: each stretch of letters and digits is one.
    pub(crate) fn of(text: &str) -> Self {
        let mut index = Self::new();
        let bytes = text.as_bytes();
        let mut start = 0;
        // Whether the byte before the block is of a word, and the bytes at its start that the character before them has.
        let (mut inside, mut spilled) = (0, 0);
        for at in (0..bytes.len()).step_by(BLOCK) {
            let here;
            (here, spilled) = letters(text, at, spilled);
            let before = here << 1 | inside;
            let mut starts = places(here & !before);
            if inside == 0 {
                start = at + starts.next().unwrap_or_default();
            }
            for end in places(before & !here) {
                index.add(bytes, start, at + end);
                start = at + starts.next().unwrap_or_default();
            }
            inside = here >> (BLOCK - 1);
        }
        if inside == 1 {
            index.add(bytes, start, bytes.len());
        }
        index
    }

    /// Adds the word at `start..end` of `text`, if it has a byte.
    #[inline]
    pub(crate) fn add(&mut self, text: &[u8], start: usize, end: usize) {
        if start >= end {
            return;
        }
        let code = code(text, start, end);
        let place = self.place(code);
        let Some(slot) = self.slots.get_mut(place) else { return };
        if *slot != 0 {
            *slot |= 1;
            return;
        }
        *slot = code;
        self.taken += 1;
        if self.taken * 2 > self.slots.len() {
            self.grow();
        }
    }

    /// Whether the word was added.
    pub(crate) fn has(&self, word: &[u8]) -> bool {
        self.slot(word) != 0
    }

    /// Whether the word was added more than once.
    pub(crate) fn repeats(&self, word: &[u8]) -> bool {
        self.slot(word) & 1 != 0
    }

    fn slot(&self, word: &[u8]) -> u64 {
        if word.is_empty() {
            return 0;
        }
        self.slots.get(self.place(code(word, 0, word.len()))).copied().unwrap_or_default()
    }

    /// The slot that has the code, or the empty one where it belongs.
    #[inline]
    fn place(&self, code: u64) -> usize {
        let mut place = usize::try_from(code >> self.shift).unwrap_or_default();
        // Ends, because half of the slots are empty.
        while self.slots.get(place).is_some_and(|&slot| slot != 0 && slot & !1 != code) {
            place = (place + 1) & (self.slots.len() - 1);
        }
        place
    }

    #[cold]
    fn grow(&mut self) {
        let slots = vec![0; self.slots.len() * 4];
        self.shift -= 2;
        for slot in std::mem::replace(&mut self.slots, slots) {
            let place = self.place(slot & !1);
            if slot != 0
                && let Some(to) = self.slots.get_mut(place)
            {
                *to = slot;
            }
        }
    }
}

/// A number for the word at `start..end` of `text`; never 0, and even.
#[inline]
fn code(text: &[u8], start: usize, end: usize) -> u64 {
    const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut at = start;
    let mut code = 0_u64;
    while end - at > 16 {
        code = (code ^ eight(text, at)).wrapping_mul(SPREAD);
        code ^= code >> 32;
        at += 8;
    }
    // Zeros instead of the bytes after the word.
    let left = end - at;
    let low = eight(text, at) & FIRST[left.min(8)];
    let high = eight(text, at + 8) & FIRST[left.saturating_sub(8)];
    code = (code ^ high).wrapping_mul(SPREAD);
    ((code ^ code >> 32 ^ low).wrapping_mul(SPREAD) | 2) & !1
}

/// Masks of the first bytes of eight: of none, of one, and so on.
const FIRST: [u64; 9] = {
    let mut masks = [0; 9];
    let mut bytes = 1;
    while bytes < masks.len() {
        masks[bytes] = u64::MAX >> (u64::BITS as usize - 8 * bytes);
        bytes += 1;
    }
    masks
};

/// The eight bytes at `at` as a number; zeros after the end of the text.
#[inline]
fn eight(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => rest.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)),
    }
}

/// The bytes of letters and digits among the 64 at `at`, and those after them that the last character has; `spilled`
/// are those that the character before the block has in it.
fn letters(text: &str, at: usize, spilled: u64) -> (u64, u64) {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let mut padded = [b' '; BLOCK];
    let block = rest.first_chunk().unwrap_or_else(|| {
        padded.split_at_mut(rest.len()).0.copy_from_slice(rest);
        &padded
    });
    let mut mask = u128::from(pack(&block.map(is_letter)) | spilled);
    if !block.is_ascii() {
        for place in places(pack(&block.map(|byte| u8::from(byte >= 0xc0)))) {
            let c = text.get(at + place..).and_then(|rest| rest.chars().next());
            if let Some(c) = c.filter(|c| c.is_alphanumeric()) {
                mask |= ((1 << c.len_utf8()) - 1) << place;
            }
        }
    }
    let half = |mask: u128| u64::try_from(mask & u128::from(u64::MAX)).unwrap_or_default();
    (half(mask), half(mask >> BLOCK))
}

/// 1 for an ASCII letter or digit, 0 for other bytes, without a branch.
#[inline]
fn is_letter(byte: u8) -> u8 {
    u8::from((byte | 0x20).wrapping_sub(b'a') < 26) | u8::from(byte.wrapping_sub(b'0') < 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_stretches_of_letters() {
        for blanks in [0, 1, 54, 60, 61, 62, 63, 64, 130] {
            let text = format!("{}Ändra din användarprofil, din “e-post”, 名前å", " ".repeat(blanks));
            let index = Index::of(&text);
            for word in ["Ändra", "din", "användarprofil", "e", "post", "名前å"] {
                assert!(index.has(word.as_bytes()), "{word} after {blanks}");
                assert_eq!(index.repeats(word.as_bytes()), word == "din", "{word} after {blanks}");
            }
            for word in ["", "ndra", "Andra", "användarprofi", "användarprofil,", "pos", "名前"] {
                assert!(!index.has(word.as_bytes()), "{word} after {blanks}");
            }
        }
    }

    #[test]
    fn many_words_find_room() {
        let words: Vec<String> = (0..5000).map(|number| format!("word{}", number * 7)).collect();
        let index = Index::of(&words.join(" "));
        assert!(words.iter().all(|word| index.has(word.as_bytes()) && !index.repeats(word.as_bytes())));
        assert!(!index.has(b"word1"));
    }
}
