//! Bytes to keep a vocabulary in: the build script writes them, and the library reads them.

/// What can be kept as bytes, each number with its lowest byte first.
pub(crate) trait Packed: Sized {
    /// Adds it to `bytes`.
    fn pack(&self, bytes: &mut Vec<u8>);

    /// Takes one from the start of `bytes`; `None` where they hold none.
    fn unpack(bytes: &mut &[u8]) -> Option<Self>;
}

/// Keeps a struct as its fields, one after another.
macro_rules! packed {
    ($name:ident $(<$parameter:ident>)? { $($field:tt),* $(,)? }) => {
        impl$(<$parameter: $crate::vocabulary::Packed>)? $crate::vocabulary::Packed for $name$(<$parameter>)? {
            fn pack(&self, bytes: &mut Vec<u8>) {
                $(self.$field.pack(bytes);)*
            }

            fn unpack(bytes: &mut &[u8]) -> Option<Self> {
                Some(Self { $($field: $crate::vocabulary::Packed::unpack(bytes)?),* })
            }
        }
    };
}

pub(crate) use packed;

macro_rules! packed_numbers {
    ($($number:ty),*) => {$(
        impl Packed for $number {
            fn pack(&self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }

            #[inline]
            fn unpack(bytes: &mut &[u8]) -> Option<Self> {
                let (number, rest) = bytes.split_first_chunk()?;
                *bytes = rest;
                Some(Self::from_le_bytes(*number))
            }
        }
    )*};
}

packed_numbers!(u8, u16, u32, u64);

impl Packed for bool {
    fn pack(&self, bytes: &mut Vec<u8>) {
        u8::from(*self).pack(bytes);
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        Some(u8::unpack(bytes)? != 0)
    }
}

impl Packed for String {
    fn pack(&self, bytes: &mut Vec<u8>) {
        pack_len(self.len(), bytes);
        bytes.extend_from_slice(self.as_bytes());
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        let len = unpack_len(bytes)?;
        let (text, rest) = bytes.split_at_checked(len)?;
        *bytes = rest;
        Some(str::from_utf8(text).ok()?.to_owned())
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, bytes: &mut Vec<u8>) {
        pack_len(self.len(), bytes);
        for item in self {
            item.pack(bytes);
        }
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        let len = unpack_len(bytes)?;
        // No item has less than a byte.
        let mut items = Self::with_capacity(len.min(bytes.len()));
        for _ in 0..len {
            items.push(T::unpack(bytes)?);
        }
        Some(items)
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, bytes: &mut Vec<u8>) {
        self.0.pack(bytes);
        self.1.pack(bytes);
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        Some((A::unpack(bytes)?, B::unpack(bytes)?))
    }
}

/// No list of a vocabulary is longer than a number of 32 bits.
fn pack_len(len: usize, bytes: &mut Vec<u8>) {
    u32::try_from(len).unwrap_or(u32::MAX).pack(bytes);
}

fn unpack_len(bytes: &mut &[u8]) -> Option<usize> {
    u32::unpack(bytes)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        type Whole = (Vec<(u16, String)>, (bool, Vec<u64>));
        let whole: Whole = (vec![(7, "sju".to_owned()), (0xffff, String::new())], (true, vec![1 << 63, 8]));
        let mut bytes = Vec::new();
        whole.pack(&mut bytes);
        assert_eq!(Packed::unpack(&mut bytes.as_slice()), Some(whole));
        for len in 0..bytes.len() {
            assert_eq!(Whole::unpack(&mut &bytes[..len]), None);
        }
    }
}
