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
pub(crate) fn pack(text: &[u8], len: usize) -> Option<u64> {
    if len >= 8 {
        return None;
    }
    let mut eight = [0; 8];
    match text.first_chunk() {
        Some(chunk) => eight = *chunk,
        None => eight[..text.len()].copy_from_slice(text),
    }
    eight.make_ascii_lowercase();
    Some(u64::from_le_bytes(eight) & !(u64::MAX << (8 * len)))
}

/// A hash of the first `len` bytes of `text`, with ASCII letters in lower case.
pub(crate) fn hash_folded(text: &[u8], len: usize) -> u64 {
    if let Some(packed) = pack(text, len) {
        return packed.wrapping_mul(FACTOR);
    }
    let mut hash = Fast::default();
    let (eights, rest) = text.get(..len).unwrap_or(text).as_chunks::<8>();
    for eight in eights {
        let mut eight = *eight;
        eight.make_ascii_lowercase();
        hash.add(u64::from_le_bytes(eight));
    }
    hash.add(pack(rest, rest.len()).unwrap_or_default());
    hash.finish()
}
