//! Tests on 64 bytes at a time, with one bit for each answer.

/// How many bytes are tested at a time.
pub const BLOCK: usize = u64::BITS as usize;

/// One bit for each flag that is 1, not 0: the lowest for the first.
///
/// Where the flags come from a test without a branch, all of it compiles to vector instructions.
#[inline]
pub fn pack(flags: &[u8; BLOCK]) -> u64 {
    let weighed: [u8; BLOCK] = std::array::from_fn(|at| flags[at] << (at % 8));
    let mut bytes = [0; 8];
    for (byte, eight) in bytes.iter_mut().zip(weighed.as_chunks::<8>().0) {
        *byte = eight.iter().sum();
    }
    u64::from_le_bytes(bytes)
}

/// The places of the bits of `mask` that are set, from the lowest.
#[inline]
pub fn places(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = mask.trailing_zeros() as usize;
        mask &= mask.wrapping_sub(1);
        (place < BLOCK).then_some(place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_keep_their_places() {
        let mut flags = [0; BLOCK];
        for at in [0, 7, 8, 40, 63] {
            flags[at] = 1;
        }
        assert_eq!(places(pack(&flags)).collect::<Vec<_>>(), [0, 7, 8, 40, 63]);
    }
}
