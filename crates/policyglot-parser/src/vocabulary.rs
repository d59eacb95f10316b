//! The caller's common headings, looked up in constant time per line.

use crate::piece::{Piece, hash};

/// How well a text is known as a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// There is no list, or the text is too long for one.
    Unasked,
    /// Not at all.
    No,
    /// All its words stand in headings of the list.
    Words,
    /// It is one of the list.
    Whole,
}

/// A set of common headings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headings<'h> {
    /// Sorted by hash.
    phrases: Vec<(u32, &'h str)>,
    /// Hashes of the words that headings are made of, in no other order than theirs.
    words: Vec<u32>,
}

impl<'h> Headings<'h> {
    /// Reads the caller's list.
    pub(crate) fn new(list: &[&'h str]) -> Self {
        let mut phrases: Vec<(u32, &str)> =
            list.iter().map(|&phrase| (hash(phrase.as_bytes()), phrase)).collect();
        phrases.sort_unstable();
        let mut words: Vec<u32> = list
            .iter()
            .flat_map(|phrase| phrase.split(' '))
            .filter(|word| word.len() > 3)
            .map(|word| hash(word.as_bytes()))
            .collect();
        words.sort_unstable();
        words.dedup();
        Self { phrases, words }
    }

    /// How well a piece is known as a heading.
    pub(crate) fn known(&self, piece: &Piece, source: &str) -> Known {
        if self.phrases.is_empty() || piece.shape.words > 14 {
            return Known::Unasked;
        }
        let text = piece.text(source).trim_end_matches([':', '.', '?', ' ']);
        let code = hash(text.as_bytes());
        let from = self.phrases.partition_point(|&(other, _)| other < code);
        let whole = self
            .phrases
            .iter()
            .skip(from)
            .take_while(|&&(other, _)| other == code)
            .any(|(_, phrase)| phrase.eq_ignore_ascii_case(text));
        if whole {
            return Known::Whole;
        }
        let (mut known, mut all) = (0, 0);
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3) {
            all += 1;
            known += usize::from(self.words.binary_search(&hash(word.as_bytes())).is_ok());
        }
        if all > 0 && known == all { Known::Words } else { Known::No }
    }
}
