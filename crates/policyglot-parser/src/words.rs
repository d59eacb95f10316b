//! The document's own words, as evidence of where two were glued together.

use std::cell::{Cell, OnceCell, RefCell};

use memchr::memmem::Finder;
use policyglot_lexer::{Token, TokenKind};

use crate::index::Index;

/// Answers how words stand in the text; the effort is bounded whatever is asked.
///
/// Most texts ask about a few words, again and again: those are searched, once each. Whoever asks on gets an index.
pub(crate) struct Vocabulary<'s> {
    sample: Sample<'s>,
    has: Answers<'s>,
    repeats: Answers<'s>,
    starts: Answers<'s>,
    words: OnceCell<Index>,
    starters: OnceCell<Index>,
}

impl<'s> Vocabulary<'s> {
    pub(crate) fn new(source: &'s str, tokens: &'s [Token]) -> Self {
        Self {
            sample: Sample::new(source, tokens),
            has: Answers::default(),
            repeats: Answers::default(),
            starts: Answers::default(),
            words: OnceCell::new(),
            starters: OnceCell::new(),
        }
    }

    /// Whether `word`, as it is written or in lower case, stands between non-letters somewhere.
    pub(crate) fn has(&self, word: &'s str) -> bool {
        let indexed = |word: &str| self.words().has(word.as_bytes());
        self.has
            .answer(word, self.sample.text.len() * PASSES, || self.sample.has(word))
            .unwrap_or_else(|| indexed(word) || lower_case(word).is_some_and(|word| indexed(&word)))
    }

    /// Whether `word`, as it is written, stands between non-letters at more than one place.
    pub(crate) fn repeats(&self, word: &'s str) -> bool {
        self.repeats
            .answer(word, self.sample.text.len() * PASSES, || self.sample.repeats(word))
            .unwrap_or_else(|| self.words().repeats(word.as_bytes()))
    }

    /// Whether `word`, as it is written, starts a line or a sentence somewhere.
    pub(crate) fn starts_sentence(&self, word: &'s str) -> bool {
        let indexed = || self.starters.get_or_init(|| self.sample.starters()).has(word.as_bytes());
        self.starts
            .answer(word, self.sample.text.len() * PASSES_FOR_STARTS, || self.sample.starts_sentence(word))
            .unwrap_or_else(indexed)
    }

    fn words(&self) -> &Index {
        self.words.get_or_init(|| Index::of(self.sample.text))
    }
}

/// So many times the whole text is searched before its words are indexed, which takes about as long.
const PASSES: usize = 28;
/// So many times it is searched for the starts of sentences, whose index is small.
const PASSES_FOR_STARTS: usize = 5;

/// What was found out of the first words that were asked about.
#[derive(Default)]
struct Answers<'s> {
    known: RefCell<Vec<(&'s str, bool)>>,
    /// How many bytes were read for them.
    read: Cell<usize>,
}

/// What a search found, and how many bytes of the text it read.
struct Found {
    yes: bool,
    read: usize,
}

impl<'s> Answers<'s> {
    /// So many words are looked through; and setting up a search takes as long as reading so many bytes.
    const MOST: usize = 128;
    const SETUP: usize = 512;

    /// The answer for `word`, searched only the first time; `None` where as many as `most` bytes have been searched.
    fn answer(&self, word: &'s str, most: usize, search: impl FnOnce() -> Found) -> Option<bool> {
        let mut known = self.known.borrow_mut();
        if let Some(&(_, yes)) = known.iter().find(|&&(known, _)| known == word) {
            return Some(yes);
        }
        (self.read.get() < most && known.len() < Self::MOST).then(|| {
            let Found { yes, read } = search();
            self.read.update(|all| all + read + Self::SETUP);
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

    fn has(self, word: &str) -> Found {
        // Running text has most words in lower case: that is found sooner.
        let lower = lower_case(word).map(|word| self.found(alone(self.text, &word).next()));
        match lower {
            Some(found) if found.yes => found,
            _ => {
                let found = self.found(alone(self.text, word).next());
                Found { read: found.read + lower.map_or(0, |lower| lower.read), ..found }
            }
        }
    }

    fn repeats(self, word: &str) -> Found {
        self.found(alone(self.text, word).nth(1))
    }

    /// What a search from the start found that ended at a place, or nowhere.
    fn found(self, place: Option<usize>) -> Found {
        Found { yes: place.is_some(), read: place.unwrap_or(self.text.len()) }
    }

    /// Whether `word` starts a line or a sentence somewhere.
    fn starts_sentence(self, word: &str) -> Found {
        let finder = Finder::new(word);
        let mut from = if word.is_empty() { self.text.len() + 1 } else { 0 };
        while let Some(found) = self.text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + found;
            from = at + 1;
            let after = self.text.get(at + word.len()..).and_then(|text| text.chars().next());
            if !is_letter(after) && self.is_start(at) {
                return self.found(Some(at));
            }
        }
        self.found(None)
    }

    /// Whether a line or a sentence starts at byte `at`: whether [`Self::starts`] has it.
    fn is_start(self, at: usize) -> bool {
        let after = self.tokens.partition_point(|token| token.span.start as usize <= at);
        let Some((token, before)) = self.tokens.get(..after).and_then(<[Token]>::split_last) else {
            return false;
        };
        let blanks = self.text.as_bytes().get(token.span.start as usize..at).unwrap_or_default();
        let first = token.kind == TokenKind::Text
            && at < token.span.end as usize
            && blanks.iter().all(|&byte| byte == b' ');
        let seen = |token: &&Token| !token.kind.is_space();
        first
            && before.iter().rev().find(seen).is_none_or(|token| {
                !matches!(token.kind, TokenKind::Text | TokenKind::GluedEnd | TokenKind::Enumerator(_))
            })
    }

    /// The words that start a line or a sentence.
    fn starters(self) -> Index {
        let mut starters = Index::new();
        for start in self.starts() {
            starters.add(self.text.as_bytes(), start, word_end(self.text, start));
        }
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
            for answers in [&words.has, &words.repeats, &words.starts] {
                answers.known.borrow_mut().clear();
                answers.read.set(usize::MAX / 2);
            }
        }
        assert!(words.words.get().is_some() && words.starters.get().is_some());
    }
}
