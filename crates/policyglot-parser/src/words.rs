//! The document's own words, as evidence of where two were glued together.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use memchr::memmem::Finder;
use policyglot_lexer::{Token, TokenKind};

use crate::shape::{NO_WORD, hash_on};

/// Answers how words stand in the text; the effort is bounded whatever is asked.
///
/// Most texts ask about a few words, again and again: those are searched, once each. Whoever asks on gets an index.
pub(crate) struct Vocabulary<'s> {
    sample: Sample<'s>,
    has: Answers<'s>,
    repeats: Answers<'s>,
    words: OnceCell<Words>,
    starters: OnceCell<Vec<u64>>,
}

impl<'s> Vocabulary<'s> {
    pub(crate) fn new(source: &'s str, tokens: &'s [Token]) -> Self {
        Self {
            sample: Sample::new(source, tokens),
            has: Answers::default(),
            repeats: Answers::default(),
            words: OnceCell::new(),
            starters: OnceCell::new(),
        }
    }

    /// Whether `word`, as it is written or in lower case, stands between non-letters somewhere.
    pub(crate) fn has(&self, word: &'s str) -> bool {
        self.has.answer(word, || self.sample.has(word)).unwrap_or_else(|| self.words().has(word))
    }

    /// Whether `word`, as it is written, stands between non-letters at more than one place.
    pub(crate) fn repeats(&self, word: &'s str) -> bool {
        self.repeats.answer(word, || self.sample.repeats(word)).unwrap_or_else(|| self.words().repeats(word))
    }

    /// Whether `word`, as it is written, starts a line or a sentence somewhere.
    pub(crate) fn starts_sentence(&self, word: &str) -> bool {
        let starters = self.starters.get_or_init(|| self.sample.starters());
        starters.binary_search(&key(word.as_bytes())).is_ok()
    }

    fn words(&self) -> &Words {
        self.words.get_or_init(|| Words::of(self.sample.text))
    }
}

/// What was found out of the first words that were asked about.
#[derive(Default)]
struct Answers<'s>(RefCell<Vec<(&'s str, bool)>>);

impl<'s> Answers<'s> {
    /// The answer for `word`, searched only the first time; `None` where enough has been searched.
    fn answer(&self, word: &'s str, search: impl FnOnce() -> bool) -> Option<bool> {
        const MOST: usize = 12;
        let mut known = self.0.borrow_mut();
        if let Some(&(_, yes)) = known.iter().find(|&&(known, _)| known == word) {
            return Some(yes);
        }
        (known.len() < MOST).then(|| {
            let yes = search();
            known.push((word, yes));
            yes
        })
    }
}

/// The part of a text that is read.
#[derive(Clone, Copy)]
struct Sample<'s> {
    text: &'s str,
    tokens: &'s [Token],
}

impl<'s> Sample<'s> {
    fn new(source: &'s str, tokens: &'s [Token]) -> Self {
        // A word that stands nowhere in the first 256 KiB is no common one.
        const LONGEST: usize = 256 << 10;
        let text = source.get(..source.floor_char_boundary(LONGEST)).unwrap_or_default();
        let end = tokens.partition_point(|token| token.span.end as usize <= text.len());
        Self { text, tokens: tokens.get(..end).unwrap_or_default() }
    }

    fn has(self, word: &str) -> bool {
        alone(self.text, word).next().is_some()
            || lower_case(word).is_some_and(|word| alone(self.text, &word).next().is_some())
    }

    fn repeats(self, word: &str) -> bool {
        alone(self.text, word).nth(1).is_some()
    }

    /// Keys of the words that start a line or a sentence, sorted.
    fn starters(self) -> Vec<u64> {
        let bytes = self.text.as_bytes();
        let mut starters = Vec::with_capacity(self.tokens.len() / 2);
        starters.extend(self.starts().map(|start| {
            let end = word_end(self.text, start);
            key(bytes.get(start..end).unwrap_or_default())
        }));
        starters.sort_unstable();
        starters
    }

    /// The places where lines and sentences start.
    fn starts(self) -> impl Iterator<Item = usize> {
        let mut fresh = true;
        self.tokens.iter().filter_map(move |token| {
            let starts = fresh && token.kind == TokenKind::Text;
            fresh = match token.kind {
                TokenKind::Text | TokenKind::GluedEnd | TokenKind::Enumerator(_) => false,
                TokenKind::Space | TokenKind::Invisible => fresh,
                _ => true,
            };
            starts.then(|| {
                let mut start = token.span.start as usize;
                while self.text.as_bytes().get(start) == Some(&b' ') {
                    start += 1;
                }
                start
            })
        })
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

/// The hashes of all words, and whether each stands at more than one place.
struct Words(HashMap<u32, bool, BuildHasherDefault<Spread>>);

impl Words {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        // A text of 6 KiB has some 300 different words, and of 256 KiB not ten times as many.
        let mut words =
            HashMap::with_capacity_and_hasher(512 + bytes.len() / 64, BuildHasherDefault::default());
        let mut at = 0;
        while at < bytes.len() {
            let end = word_end(text, at);
            if end > at {
                let code = hash(bytes.get(at..end).unwrap_or_default());
                at = end;
                words.entry(code).and_modify(|repeats| *repeats = true).or_insert(false);
            }
            // What is no word: a mark or blank, to the next start of a character.
            at += 1;
            while bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80) {
                at += 1;
            }
        }
        Self(words)
    }

    fn has(&self, word: &str) -> bool {
        let has = |word: &str| self.0.contains_key(&hash(word.as_bytes()));
        has(word) || lower_case(word).is_some_and(|word| has(&word))
    }

    fn repeats(&self, word: &str) -> bool {
        self.0.get(&hash(word.as_bytes())).copied().unwrap_or_default()
    }
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

/// A hash of a word as it is written.
fn hash(word: &[u8]) -> u32 {
    word.iter().fold(NO_WORD, |hash, &byte| hash_on(hash, byte))
}

/// Where the word ends that starts at byte `start`.
fn word_end(text: &str, start: usize) -> usize {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let end = start + rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    // Most words are ASCII and end here.
    match text.as_bytes().get(end) {
        Some(0x80..) => {
            let rest = text.get(end..).unwrap_or_default();
            end + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        }
        _ => end,
    }
}

/// A word of up to eight bytes as a number, a longer one as a hash: no two words of a text have the same, most likely.
fn key(word: &[u8]) -> u64 {
    if word.len() > 8 {
        return u64::MAX - u64::from(hash(word));
    }
    word.iter().fold(0, |key, &byte| key << 8 | u64::from(byte))
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use policyglot_lexer::lex;

    use super::*;

    #[test]
    fn words_stand_alone() {
        let text = "Use of InformationCMS. We use information. CMS is here. We are: Told of it.";
        let tokens = lex(text);
        let words = Vocabulary::new(text, tokens.as_slice());
        for _ in 0..2 {
            assert!(words.has("CMS") && words.has("Information") && words.has("Use"));
            assert!(!words.has("formation") && !words.has("Here's") && !words.has(""));
            assert!(
                words.starts_sentence("We") && words.starts_sentence("Use") && words.starts_sentence("Told")
            );
            assert!(!words.starts_sentence("information") && !words.starts_sentence("use"));
            assert!(words.repeats("We") && !words.repeats("CMS"));
            // The second round is answered by the index.
            for answers in [&words.has, &words.repeats] {
                *answers.0.borrow_mut() = vec![("-", false); 12];
            }
        }
        assert!(words.words.get().is_some());
    }
}
