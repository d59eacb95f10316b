//! The document's own words, as evidence of where two were glued together.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::piece::{NO_WORD, hash, hash_on};

/// Answers whether a word stands alone somewhere in the text; the effort is bounded whatever is asked.
///
/// Most texts ask a question or two, so the first are answered by searching; whoever asks on gets an index.
pub(crate) struct Vocabulary<'s> {
    sample: &'s str,
    /// How many bytes may still be searched.
    effort: Cell<usize>,
    index: OnceCell<Index>,
}

/// All words, by their hashes.
type Index = HashMap<u32, Seen, BuildHasherDefault<Spread>>;

/// How a word was seen.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// More than once.
    repeats: bool,
    /// At the start of a line or sentence.
    starts: bool,
}

/// Spreads what is a hash already over all bits that a map looks at.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes).into();
    }

    fn write_u32(&mut self, code: u32) {
        self.0 = u64::from(code).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// How much of a text is read: a word that stands nowhere in the first 256 KiB is no common one.
const SAMPLE: usize = 256 << 10;

impl<'s> Vocabulary<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        let mut end = source.len().min(SAMPLE);
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let sample = source.get(..end).unwrap_or_default();
        Self { sample, effort: Cell::new(2 * sample.len()), index: OnceCell::new() }
    }

    /// Whether `word`, as it is written or in lower case, stands between non-letters somewhere.
    pub(crate) fn has(&self, word: &str) -> bool {
        if self.effort.get() == 0 {
            return self.seen(word).is_some();
        }
        self.count(word, 1) > 0
            || word.starts_with(char::is_uppercase) && self.count(&word.to_lowercase(), 1) > 0
    }

    /// Whether `word` starts a line or a sentence somewhere.
    pub(crate) fn starts_sentence(&self, word: &str) -> bool {
        if self.effort.get() == 0 {
            return self.seen(word).is_some_and(|seen| seen.starts);
        }
        self.places(word).any(|at| {
            let before = self.sample.get(..at).unwrap_or_default();
            starts_sentence(before)
                && !is_letter(self.sample.get(at + word.len()..).and_then(|rest| rest.chars().next()))
        })
    }

    /// Whether `word` stands alone at more than one place.
    pub(crate) fn repeats(&self, word: &str) -> bool {
        if self.effort.get() == 0 {
            return self.seen(word).is_some_and(|seen| seen.repeats);
        }
        self.count(word, 2) > 1
    }

    fn count(&self, word: &str, most: usize) -> usize {
        self.places(word)
            .filter(|&at| {
                let before = self.sample.get(..at).and_then(|text| text.chars().next_back());
                let after = self.sample.get(at + word.len()..).and_then(|text| text.chars().next());
                !is_letter(before) && !is_letter(after)
            })
            .take(most)
            .count()
    }

    fn places(&self, word: &str) -> impl Iterator<Item = usize> {
        let mut at = 0;
        let word = if word.is_empty() { "\0" } else { word };
        let finder = memchr::memmem::Finder::new(word);
        std::iter::from_fn(move || {
            let rest = self.sample.as_bytes().get(at..)?;
            let found = finder.find(rest);
            let read = found.map_or(rest.len(), |found| found + word.len());
            self.effort.set(self.effort.get().saturating_sub(read));
            let place = at + found?;
            at = place + word.len();
            Some(place)
        })
    }

    fn seen(&self, word: &str) -> Option<Seen> {
        self.index.get_or_init(|| index(self.sample)).get(&hash(word.as_bytes())).copied()
    }
}

/// The lower case of every ASCII letter and digit; 0 for all other bytes.
const LETTERS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

fn index(sample: &str) -> Index {
    // A text of 6 KiB has some 300 different words, and of 256 KiB not ten times as many.
    let mut index = Index::with_capacity_and_hasher(512, BuildHasherDefault::default());
    let bytes = sample.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let from = at;
        let mut code = NO_WORD;
        // Most words are ASCII and end here.
        for &byte in bytes.get(from..).unwrap_or_default() {
            let letter = LETTERS[usize::from(byte)];
            if letter == 0 {
                break;
            }
            code = hash_on(code, letter);
            at += 1;
        }
        if bytes.get(at).is_some_and(|byte| !byte.is_ascii()) {
            let rest = sample.get(at..).unwrap_or_default();
            let end = at + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            code =
                bytes.get(at..end).unwrap_or_default().iter().fold(code, |code, &byte| hash_on(code, byte));
            at = end;
        }
        if at > from {
            let starts = sample.get(..from).is_some_and(starts_sentence);
            index
                .entry(code)
                .and_modify(|seen| *seen = Seen { repeats: true, starts: seen.starts | starts })
                .or_insert(Seen { repeats: false, starts });
        }
        // What is no word: a mark or blank, to the next start of a character.
        at += 1;
        while bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80) {
            at += 1;
        }
    }
    index
}

/// Whether a sentence or line starts after `before`.
fn starts_sentence(before: &str) -> bool {
    match before.as_bytes().last() {
        None | Some(b'\n') => return true,
        Some(b' ') => {}
        Some(_) => return false,
    }
    before.trim_end_matches(' ').ends_with(['.', '?', '!', ':', '•', '●', '\n'])
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_alone() {
        let words = Vocabulary::new("Use of InformationCMS. We use information. CMS is here.");
        for _ in 0..2 {
            assert!(words.has("CMS") && words.has("Information"));
            assert!(!words.has("formation"));
            assert!(words.starts_sentence("We") && !words.starts_sentence("information"));
            assert!(!words.repeats("CMS"));
            // The second round is answered by the index.
            words.effort.set(0);
        }
    }
}
