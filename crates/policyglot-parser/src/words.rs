//! The document's own words, as evidence of where two were glued together.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use memchr::memmem::Finder;

use crate::shape::{NO_WORD, hash_on};

/// Answers how words stand in the text; the effort is bounded whatever is asked.
///
/// Most texts ask about a few words, again and again: those are searched, once each. Whoever asks on gets an index.
pub(crate) struct Vocabulary<'s> {
    sample: &'s str,
    searched: RefCell<Vec<(Question, &'s str, bool)>>,
    index: OnceCell<Index>,
}

/// What can be asked of a word, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    /// Whether it, or it in lower case, stands between non-letters somewhere.
    Has,
    /// Whether it starts a line or a sentence somewhere.
    Starts,
    /// Whether it stands between non-letters at more than one place.
    Repeats,
}

/// So many questions are answered by searching.
const SEARCHES: usize = 16;

/// How much of a text is read: a word that stands nowhere in the first 256 KiB is no common one.
const SAMPLE: usize = 256 << 10;

impl<'s> Vocabulary<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        let sample = source.get(..source.floor_char_boundary(SAMPLE)).unwrap_or_default();
        Self { sample, searched: RefCell::default(), index: OnceCell::new() }
    }

    /// Whether `word`, as it is written or in lower case, stands between non-letters somewhere.
    pub(crate) fn has(&self, word: &'s str) -> bool {
        self.ask(Question::Has, word)
    }

    /// Whether `word` starts a line or a sentence somewhere.
    pub(crate) fn starts_sentence(&self, word: &'s str) -> bool {
        self.ask(Question::Starts, word)
    }

    /// Whether `word` stands between non-letters at more than one place.
    pub(crate) fn repeats(&self, word: &'s str) -> bool {
        self.ask(Question::Repeats, word)
    }

    fn ask(&self, question: Question, word: &'s str) -> bool {
        if let Some(index) = self.index.get() {
            return look_up(index, question, word);
        }
        let mut searched = self.searched.borrow_mut();
        if let Some(&(.., yes)) = searched.iter().find(|&&(asked, of, _)| asked == question && of == word) {
            return yes;
        }
        if searched.len() == SEARCHES {
            return look_up(self.index.get_or_init(|| index(self.sample)), question, word);
        }
        let yes = search(self.sample, question, word);
        searched.push((question, word, yes));
        yes
    }
}

/// Searches the text for the answer.
fn search(text: &str, question: Question, word: &str) -> bool {
    match question {
        Question::Has => {
            alone(text, word).next().is_some()
                || lower_case(word).is_some_and(|word| alone(text, &word).next().is_some())
        }
        Question::Starts => alone(text, word).any(|at| text.get(..at).is_some_and(starts_sentence)),
        Question::Repeats => alone(text, word).nth(1).is_some(),
    }
}

/// The places where `word` stands between non-letters.
fn alone(text: &str, word: &str) -> impl Iterator<Item = usize> {
    let finder = Finder::new(word).into_owned();
    let len = word.len();
    let mut from = if word.is_empty() { text.len() + 1 } else { 0 };
    std::iter::from_fn(move || {
        loop {
            let at = from + finder.find(text.as_bytes().get(from..)?)?;
            from = at + len;
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let after = text.get(at + len..).and_then(|text| text.chars().next());
            if !is_letter(before) && !is_letter(after) {
                return Some(at);
            }
        }
    })
}

/// The word in lower case, where it starts in upper case.
fn lower_case(word: &str) -> Option<String> {
    word.starts_with(char::is_uppercase).then(|| word.to_lowercase())
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

fn look_up(index: &Index, question: Question, word: &str) -> bool {
    let seen = index.get(&hash(word.as_bytes()));
    match question {
        Question::Has => {
            seen.is_some() || lower_case(word).is_some_and(|word| index.contains_key(&hash(word.as_bytes())))
        }
        Question::Starts => seen.is_some_and(|seen| seen.starts),
        Question::Repeats => seen.is_some_and(|seen| seen.repeats),
    }
}

/// A hash of a word as it is written.
fn hash(word: &[u8]) -> u32 {
    word.iter().fold(NO_WORD, |hash, &byte| hash_on(hash, byte))
}

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
            if !byte.is_ascii_alphanumeric() {
                break;
            }
            code = hash_on(code, byte);
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
        let words = Vocabulary::new("Use of InformationCMS. We use information. CMS is here. We are.");
        let check = || {
            assert!(words.has("CMS") && words.has("Information") && words.has("Use"));
            assert!(!words.has("formation") && !words.has("Here's") && !words.has(""));
            assert!(words.starts_sentence("We") && !words.starts_sentence("information"));
            assert!(words.repeats("We") && !words.repeats("CMS"));
        };
        check();
        assert!(words.index.get().is_none());
        // From here on, the index answers.
        words.index.get_or_init(|| index(words.sample));
        check();
    }
}
