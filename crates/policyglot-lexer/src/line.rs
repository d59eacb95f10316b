//! Line numbers, for display only.

use std::fmt;
use std::num::NonZeroU32;

/// A line number, counted from one; never an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineNumber(NonZeroU32);

impl LineNumber {
    /// The number as an integer, from one.
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

impl fmt::Display for LineNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where each line of a text starts; a line ends at `\n`, as editors count.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes `source`, in linear time.
    pub fn new(source: &[u8]) -> Self {
        let after = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
        Self { starts: std::iter::once(0).chain(memchr::memchr_iter(b'\n', source).map(after)).collect() }
    }

    /// The line that holds the byte at `offset`; past the end, the last line.
    pub fn line(&self, offset: u32) -> LineNumber {
        let line = self.starts.partition_point(|&start| start <= offset);
        LineNumber(u32::try_from(line).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN))
    }

    /// Number of lines, at least one.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never true: the empty text has one line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one() {
        let lines = LineIndex::new(b"ab\ncd\n");
        assert_eq!([0, 2, 3, 5, 6, 99].map(|at| lines.line(at).get()), [1, 1, 2, 2, 3, 3]);
        assert_eq!(LineIndex::new(b"").line(0).get(), 1);
    }
}
