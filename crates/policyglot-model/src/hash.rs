//! A hash for short keys: fast, the same in every run, and not safe against chosen keys, which cost time but no sense.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A table hashed with [`Fast`].
pub(crate) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<Fast>>;

/// A set hashed with [`Fast`].
pub(crate) type FastSet<K> = HashSet<K, BuildHasherDefault<Fast>>;

/// Multiplies and rotates eight bytes at a time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Fast(u64);

/// Of the golden ratio, as is usual: odd, and its bits look random.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl Fast {
    fn add(&mut self, part: u64) {
        self.0 = (self.0.rotate_left(5) ^ part).wrapping_mul(FACTOR);
    }
}

impl Hasher for Fast {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.add(u64::from_le_bytes(*eight));
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.add(u64::from_le_bytes(last));
        }
    }

    fn write_u8(&mut self, part: u8) {
        self.add(part.into());
    }

    fn write_u16(&mut self, part: u16) {
        self.add(part.into());
    }

    fn write_u32(&mut self, part: u32) {
        self.add(part.into());
    }

    fn write_u64(&mut self, part: u64) {
        self.add(part);
    }

    fn finish(&self) -> u64 {
        // The high bits are the mixed ones; tables look at the low ones.
        self.0 ^ (self.0 >> 32)
    }
}

/// The first `len` bytes of `text` in one number, with ASCII letters in lower case; `None` where they don't fit.
///
/// The highest byte is 0: no word of more letters has the same number.
#[inline]
pub(crate) fn pack(text: &[u8], len: usize) -> Option<u64> {
    if len >= 8 {
        return None;
    }
    let eight = text.first_chunk().copied().unwrap_or_else(|| {
        let mut eight = [0; 8];
        eight[..text.len()].copy_from_slice(text);
        eight
    });
    Some(fold(eight) & !(u64::MAX << (8 * len)))
}

/// A hash of a word that [`pack`] made a number of.
pub(crate) fn hash_packed(packed: u64) -> u64 {
    let mut hash = Fast::default();
    hash.add(packed);
    hash.finish()
}

/// A hash of the first `len` bytes of `text`, with ASCII letters in lower case.
pub(crate) fn hash_folded(text: &[u8], len: usize) -> u64 {
    if let Some(packed) = pack(text, len) {
        return hash_packed(packed);
    }
    let text = text.get(..len).unwrap_or(text);
    // With the length, for the last eight may hold no more than those before: "0000000000".
    let mut hash = Fast(text.len() as u64);
    for eight in text.as_chunks::<8>().0 {
        hash.add(fold(*eight));
    }
    // The last eight overlap those before, which costs less than a copy of what they leave.
    hash.add(text.last_chunk().map_or(0, |eight| fold(*eight)));
    hash.finish()
}

/// Whether `text`, with ASCII letters in lower case, is `folded`.
pub(crate) fn is_folded(text: &[u8], folded: &[u8]) -> bool {
    if text.len() != folded.len() {
        return false;
    }
    let is_same = |eight: &[u8; 8], other: &[u8; 8]| fold(*eight) == u64::from_le_bytes(*other);
    // The last eight overlap those before.
    let Some((last, other)) = text.last_chunk().zip(folded.last_chunk()) else {
        return pack(text, text.len()) == pack(folded, folded.len());
    };
    let (eights, others) = (text.as_chunks().0, folded.as_chunks().0);
    is_same(last, other) && eights.iter().zip(others).all(|(eight, other)| is_same(eight, other))
}

/// Eight bytes in one number, with ASCII capitals made small, all at once: a sum reaches the highest bit of its byte where
/// that is a capital or comes after, and another one where it comes after.
const fn fold(eight: [u8; 8]) -> u64 {
    const EACH: u64 = u64::MAX / 0xff;
    const HIGHEST: u64 = 0x80 * EACH;
    let eight = u64::from_le_bytes(eight);
    let ascii = eight & !HIGHEST;
    let from_a = ascii + (0x80 - b'A' as u64) * EACH;
    let past_z = ascii + (0x7f - b'Z' as u64) * EACH;
    let capitals = from_a & !past_z & !eight & HIGHEST;
    eight | capitals >> 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_folded_and_nothing_else() {
        for bytes in (0..=u8::MAX).map(|byte| [byte, b'A', byte, b'z', 0, byte, b'Z', byte]) {
            assert_eq!(fold(bytes), u64::from_le_bytes(bytes.map(|byte| byte.to_ascii_lowercase())));
        }
    }

    #[test]
    fn words_of_other_case_are_the_same() {
        for (one, other) in [("Data", "dATA"), ("Personal Information", "personal information")] {
            let hash = |text: &str| hash_folded(text.as_bytes(), text.len());
            assert_eq!(hash(one), hash(other));
            assert!(is_folded(one.as_bytes(), one.to_lowercase().as_bytes()));
        }
        assert!(!is_folded(b"information", b"informations"));
        assert_eq!(pack(b"Cookies", 6), pack(b"cookie", 6));
    }
}
