//! The document's own words, as evidence of where two were glued together.

use std::cell::Cell;

/// Answers whether a word stands alone somewhere in the text; the effort is bounded whatever is asked.
pub(crate) struct Vocabulary<'s> {
    sample: &'s str,
    /// How many bytes may still be read.
    effort: Cell<usize>,
}

/// How much of a text is searched: a word that stands nowhere in the first 256 KiB is no common one.
const SAMPLE: usize = 256 << 10;

impl<'s> Vocabulary<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        let mut end = source.len().min(SAMPLE);
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let sample = source.get(..end).unwrap_or_default();
        Self { sample, effort: Cell::new(64 * sample.len()) }
    }

    /// Whether `word`, as it is written, stands between non-letters somewhere.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.count(word, |before, after| !is_letter(before) && !is_letter(after), 1) > 0
    }

    /// Whether `word` starts a line or a sentence somewhere.
    pub(crate) fn starts_sentence(&self, word: &str) -> bool {
        self.places(word).any(|at| {
            let before = self.sample.get(..at).unwrap_or_default();
            let line = before.is_empty() || before.ends_with('\n');
            let sentence =
                before.ends_with(' ') && before.trim_end().ends_with(['.', '?', '!', ':', '•', '●']);
            let after = self.sample.get(at + word.len()..).and_then(|rest| rest.chars().next());
            (line || sentence) && !is_letter(after)
        })
    }

    /// How often `word` occurs, anywhere, up to `most`.
    pub(crate) fn occurrences(&self, word: &str, most: usize) -> usize {
        self.count(word, |_, _| true, most)
    }

    fn count(&self, word: &str, fits: impl Fn(Option<char>, Option<char>) -> bool, most: usize) -> usize {
        self.places(word)
            .filter(|&at| {
                let before = self.sample.get(..at).and_then(|text| text.chars().next_back());
                let after = self.sample.get(at + word.len()..).and_then(|text| text.chars().next());
                fits(before, after)
            })
            .take(most)
            .count()
    }

    fn places(&self, word: &str) -> impl Iterator<Item = usize> {
        let mut at = 0;
        let word = if word.is_empty() { "\0" } else { word };
        std::iter::from_fn(move || {
            let rest = self.sample.get(at..)?;
            let effort = self.effort.get();
            if effort == 0 {
                return None;
            }
            let found = rest.find(word);
            let read = found.map_or(rest.len(), |found| found + word.len());
            self.effort.set(effort.saturating_sub(read));
            let place = at + found?;
            at = place + word.len();
            Some(place)
        })
    }
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
        assert!(words.has("CMS") && words.has("information"));
        assert!(!words.has("Information"));
        assert!(words.starts_sentence("We") && !words.starts_sentence("use"));
        assert_eq!(words.occurrences("CMS", 9), 2);
    }
}
