//! Finds the bytes that may open a token, 64 at a time.

use crate::bits::{BLOCK, pack};

/// The places of the special bytes of a text; asked from front to back.
///
/// Special is what opens a token or may: control bytes, ".", "!", "?", ":", "(", the first byte of a character outside
/// ASCII, and a blank before another blank or a control byte. The other bytes of such a character are not special, and
/// a few plain bytes are (";", ">"), which the scanner steps over.
pub(crate) struct Specials<'s> {
    bytes: &'s [u8],
    /// Where the block starts that `mask` speaks of, as a multiple of 64.
    block: usize,
    /// A bit for each special byte of the block, the lowest for the first.
    mask: u64,
}

impl<'s> Specials<'s> {
    pub(crate) fn new(bytes: &'s [u8]) -> Self {
        Self { bytes, block: 0, mask: mask(bytes, 0) }
    }

    /// The first special byte from `at` on, or the length of the text; `at` never goes back by a block.
    #[inline]
    pub(crate) fn find(&mut self, at: usize) -> usize {
        let start = at & !(BLOCK - 1);
        if start != self.block {
            self.block = start;
            self.mask = mask(self.bytes, start);
        }
        let mut mask = self.mask & (u64::MAX << (at - start));
        while mask == 0 {
            self.block += BLOCK;
            if self.block >= self.bytes.len() {
                return self.bytes.len();
            }
            self.mask = self::mask(self.bytes, self.block);
            mask = self.mask;
        }
        (self.block + mask.trailing_zeros() as usize).min(self.bytes.len())
    }
}

/// The special bytes of the block at `start`.
fn mask(bytes: &[u8], start: usize) -> u64 {
    let rest = bytes.get(start..).unwrap_or_default();
    if let Some((here, next)) = rest.first_chunk().zip(rest.get(1..).and_then(|rest| rest.first_chunk())) {
        return whole_mask(here, next);
    }
    let mut padded = [b'\n'; BLOCK + 1];
    for (to, &from) in padded.iter_mut().zip(rest) {
        *to = from;
    }
    padded.first_chunk().zip(padded.last_chunk()).map_or(0, |(here, next)| whole_mask(here, next))
}

/// The special bytes among `here`; `next` is the same text from its second byte on.
fn whole_mask(here: &[u8; BLOCK], next: &[u8; BLOCK]) -> u64 {
    pack(&std::array::from_fn(|at| special(here[at], next[at])))
}

/// Whether a byte is special before another: 1 or 0, without a branch.
#[inline]
fn special(byte: u8, next: u8) -> u8 {
    // One comparison for the first bytes of characters outside ASCII, from 0xc2 on, and for controls, blank and "!".
    let low_or_high = u8::from(byte.wrapping_add(0x3e) <= b'!' + 0x3e);
    let lone_blank = u8::from(byte == b' ') & u8::from(next > b' ');
    // And one for ":" and "?", and with them ";" and ">".
    let colon = u8::from(byte & 0xfa == b':');
    (low_or_high & (1 ^ lone_blank)) | colon | u8::from(byte == b'.') | u8::from(byte == b'(')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_bytes_are_found_across_blocks() {
        let check = |text: &str, expected: &[usize]| {
            let mut specials = Specials::new(text.as_bytes());
            let mut found = Vec::new();
            let mut at = specials.find(0);
            while at < text.len() {
                found.push(at);
                at = specials.find(at + 1);
            }
            assert_eq!(found, expected, "{text:?}");
        };
        check("", &[]);
        check("we use it. a  b\t(c)", &[9, 12, 15, 16]);
        check("é å\u{a0}!", &[0, 3, 5, 7]);
        check(&format!("{}: {}\n", "a ".repeat(40), "b".repeat(64)), &[80, 146]);
        check(&format!("{} ", "a".repeat(63)), &[63]);
        check(&format!("{} b", "a".repeat(63)), &[]);
    }
}
