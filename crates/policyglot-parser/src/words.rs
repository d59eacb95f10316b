//! The document's own words, as evidence of where two were glued together.

use std::cell::{Cell, OnceCell};

use crate::piece::hash;

/// Answers whether a word stands alone somewhere in the text; the effort is bounded whatever is asked.
///
/// Most texts ask a question or two, so the first are answered by searching; whoever asks on gets an index.
pub(crate) struct Vocabulary<'s> {
    sample: &'s str,
    /// How many bytes may still be searched.
    effort: Cell<usize>,
    index: OnceCell<Index>,
}

/// Hashes of all words, sorted.
struct Index {
    words: Vec<u32>,
    starters: Vec<u32>,
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
            return self.index().words.binary_search(&hash(word.as_bytes())).is_ok();
        }
        self.count(word, 1) > 0
            || word.starts_with(char::is_uppercase) && self.count(&word.to_lowercase(), 1) > 0
    }

    /// Whether `word` starts a line or a sentence somewhere.
    pub(crate) fn starts_sentence(&self, word: &str) -> bool {
        if self.effort.get() == 0 {
            return self.index().starters.binary_search(&hash(word.as_bytes())).is_ok();
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
            let code = hash(word.as_bytes());
            let words = &self.index().words;
            let first = words.partition_point(|&other| other < code);
            return words.get(first + 1) == Some(&code);
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
        std::iter::from_fn(move || {
            let rest = self.sample.get(at..)?;
            let found = rest.find(word);
            let read = found.map_or(rest.len(), |found| found + word.len());
            self.effort.set(self.effort.get().saturating_sub(read));
            let place = at + found?;
            at = place + word.len();
            Some(place)
        })
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut words = Vec::with_capacity(self.sample.len() / 6);
            let mut starters = Vec::new();
            let mut at = 0;
            for word in self.sample.split(|c: char| !c.is_alphanumeric()) {
                if !word.is_empty() {
                    let code = hash(word.as_bytes());
                    words.push(code);
                    if self.sample.get(..at).is_some_and(starts_sentence) {
                        starters.push(code);
                    }
                }
                at += word.len();
                at += self.sample.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            }
            words.sort_unstable();
            starters.sort_unstable();
            Index { words, starters }
        })
    }
}

/// Whether a sentence or line starts after `before`.
fn starts_sentence(before: &str) -> bool {
    if before.is_empty() || before.ends_with('\n') {
        return true;
    }
    let bare = before.trim_end_matches(' ');
    bare.len() < before.len() && bare.ends_with(['.', '?', '!', ':', '•', '●', '\n'])
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
