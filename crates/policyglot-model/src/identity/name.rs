//! Names of companies: where one ends by its legal form, and how far back it reaches.

use std::ops::Range;

use policyglot_lexer::WordKind;

use super::signal::{Clues, Signal};
use crate::reading::{ReadWord, Reading, Sentence};

/// How long a name may be, in words; no register knows a longer one.
const LONGEST: usize = 12;
/// How long a name in a text without capitals may be, where only the words around it tell its ends.
const LONGEST_UNCASED: usize = 5;
/// The longest legal form, "incorporated", in bytes.
const LONGEST_FORM: u32 = 12;
/// How long those are that are written small even in texts with capitals, "plc" and "gmbh".
const SMALL_LENGTHS: std::ops::RangeInclusive<u32> = 3..=4;

/// The words of a document with what telling a name needs.
#[derive(Clone, Copy)]
pub(crate) struct Namer<'r, 'd> {
    reading: &'r Reading<'d>,
    clues: Clues<'r, 'd>,
    cased: bool,
}

impl<'r, 'd> Namer<'r, 'd> {
    /// Looks whether the text has capitals at all: scrapers like to lose them.
    pub(crate) fn new(reading: &'r Reading<'d>, clues: Clues<'r, 'd>) -> Self {
        let upper = |at: usize| reading.words.get(at).is_some_and(|word| word.is_capital);
        let capitals = reading.sentences.iter().filter(|sentence| upper(sentence.words.start)).count();
        Self { reading, clues, cased: capitals * 3 > reading.sentences.len() }
    }

    /// Whether the text has capitals.
    pub(crate) const fn is_cased(self) -> bool {
        self.cased
    }

    fn text(self, at: usize) -> &'d str {
        self.reading.word_text(at)
    }

    fn kind(self, at: usize) -> Option<WordKind> {
        self.reading.words.get(at).map(|word| word.kind)
    }

    fn is_stopword(self, at: usize) -> bool {
        self.reading.words.get(at).is_some_and(|word| self.reading.vocabulary.is_stopword(word.id))
    }

    /// "ACME MAKES NO WARRANTY AS TO": whether what looks like a legal form at word `at` is a small word in a sentence of
    /// capitals alone.
    pub(crate) fn is_shouted(self, at: usize, sentence: &Sentence) -> bool {
        self.is_stopword(at) && !self.reading.text(sentence.span).chars().any(char::is_lowercase)
    }

    /// One past the legal form that starts at word `at` ("Inc.", "Co., Ltd.", "S.A.S."), all before `end`.
    pub(crate) fn legal_form(self, at: usize, end: usize) -> Option<usize> {
        let mut after = self.one_form(at, end)?;
        loop {
            let comma = usize::from(self.text(after) == "," || self.text(after) == "&");
            match self.one_form(after + comma, end) {
                Some(next) => after = next,
                None => return Some(after),
            }
        }
    }

    /// Whether a word can be a legal form at all: most are in small letters, and none of the few that may be.
    pub(crate) fn may_be_form(self, word: &ReadWord) -> bool {
        if word.kind != WordKind::Word || word.span.len() > LONGEST_FORM {
            return false;
        }
        // Of what is unmistakable the first and last letters, and a length, that few other words have.
        let source = self.reading.document.source().as_bytes();
        let stroke = || word.span.len() == 1 && source.get(word.span.end as usize) == Some(&b'/');
        !self.cased
            || word.is_capital
            || stroke()
            || SMALL_LENGTHS.contains(&word.span.len())
                && matches!(self.reading.text(word.span).as_bytes(), [b'g' | b'l' | b'p' | b'a' | b'o' | b's', .., last]
                    if b"chdslj".contains(&last.to_ascii_lowercase()))
    }

    fn one_form(self, at: usize, end: usize) -> Option<usize> {
        let word = self.reading.words.get(at).filter(|word| at < end && self.may_be_form(word))?;
        if word.span.len() == 1 {
            return self.dotted_form(at, end);
        }
        let first = self.reading.first_byte(word);
        let word = self.text(at);
        let after = at + 1;
        let known = if first.is_ascii() {
            let mut lower = [0u8; LONGEST_FORM as usize];
            let lower = lower.get_mut(..word.len())?;
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            let lower = std::str::from_utf8(lower).unwrap_or("");
            let upper = word.starts_with(char::is_uppercase);
            (upper || !self.cased || unmistakable(lower)) && long_form(lower)
                || self.cased && upper && (cased_form(lower) || short_form(lower) && word.len() <= 4)
        } else {
            false
        };
        if !known {
            return None;
        }
        let dot = after < end && self.text(after) == "." && self.reading.is_glued(after);
        Some(after + usize::from(dot))
    }

    /// "S.A.S.": single letters, each with its full stop.
    fn dotted_form(self, mut at: usize, end: usize) -> Option<usize> {
        let mut letters = [0u8; 4];
        let mut len = 0;
        while at < end && (len == 0 || self.reading.is_glued(at)) {
            let (Some(slot), &[letter]) = (letters.get_mut(len), self.text(at).as_bytes()) else { break };
            // A stroke makes small letters a form as surely as capitals do: "Acme a/s".
            let stroke = self.text(at + 1) == "/" || len > 0 && self.text(at - 1) == "/";
            if !letter.is_ascii_alphabetic() || self.cased && letter.is_ascii_lowercase() && !stroke {
                break;
            }
            *slot = letter.to_ascii_lowercase();
            len += 1;
            at += 1;
            if !(matches!(self.text(at), "." | "/") && self.reading.is_glued(at)) {
                break;
            }
            at += 1;
        }
        let name = letters.get(..len).and_then(|letters| std::str::from_utf8(letters).ok()).unwrap_or("");
        (len > 1 && short_form(name)).then_some(at.min(end))
    }

    /// Where the name starts that ends right before word `end`; `end` itself where none does. Nothing before `floor`.
    pub(crate) fn start_of_name(self, end: usize, floor: usize) -> usize {
        let mut start = end;
        let mut words = 0;
        let longest = if self.cased { LONGEST } else { LONGEST_UNCASED };
        let mut at = end;
        while at > floor && words < longest {
            at -= 1;
            let text = self.text(at);
            match self.kind(at) {
                Some(WordKind::Word) if self.cased => {
                    // "Ask.test Europe Limited", "acme Inc.": parts in lower case that no vocabulary knows.
                    let part = self.reading.is_glued(at) && self.text(at - 1) == "."
                        || at + 1 == end && self.is_unknown(at);
                    if text.starts_with(char::is_uppercase) || part {
                        start = at;
                    } else if !(start == at + 1 && (is_joint(text) || text == "i")) || self.closes_name(at) {
                        break;
                    }
                    words += 1;
                }
                Some(WordKind::Word) => {
                    if self.is_stopword(at) || self.is_pronoun(at) {
                        break;
                    }
                    start = at;
                    words += 1;
                }
                // "Singularity 6 Corporation"
                Some(WordKind::Number) if text.len() <= 4 && start == at + 1 && start < end => {}
                Some(WordKind::Hyphen) if start < end => {}
                // "acme technology (us), llc"
                Some(WordKind::Mark) if text == "," && at + 1 == end => {}
                Some(WordKind::Mark) if text == ")" => {
                    let Some(open) = (floor..at).rev().take(3).find(|&open| self.text(open) == "(") else {
                        break;
                    };
                    if end - at > 2 || at - open < 2 {
                        break;
                    }
                    at = open;
                }
                Some(WordKind::Mark) if matches!(text, "&" | "+") && start == at + 1 => {}
                Some(WordKind::Mark)
                    if matches!(text, "." | "'" | "’" | "/")
                        && self.reading.is_glued(at)
                        && self.reading.is_glued(at + 1) => {}
                _ => break,
            }
        }
        // "The Acme Group", "At Acme": the word that opens the sentence is none of the name's.
        while start < end && self.is_stopword(start) && self.kind(start) == Some(WordKind::Word) {
            start += 1;
        }
        start
    }

    /// One past the name that starts at word `start`, at most at `end`, with its legal form; `start` where none does.
    pub(crate) fn end_of_name(self, start: usize, end: usize) -> usize {
        let mut name_end = start;
        let mut at = start;
        while at < end && at - start < LONGEST {
            if name_end > start {
                let comma = usize::from(self.text(at) == ",");
                if let Some(after) = self.legal_form(at + comma, end) {
                    return after;
                }
            }
            let text = self.text(at);
            match self.kind(at) {
                Some(WordKind::Word) => {
                    let opens = at == start && self.is_stopword(at);
                    if self.is_pronoun(at) || opens {
                        break;
                    }
                    let is_part =
                        if self.cased { text.starts_with(char::is_uppercase) } else { !self.is_stopword(at) };
                    if is_part {
                        name_end = at + 1;
                    } else if !(self.cased && name_end == at && is_joint(text)) {
                        break;
                    }
                }
                Some(WordKind::Number) if text.len() <= 4 && name_end == at => name_end = at + 1,
                Some(WordKind::Hyphen) => {}
                Some(WordKind::Mark) if matches!(text, "&" | "+") => {}
                Some(WordKind::Mark)
                    if matches!(text, "." | "/")
                        && self.reading.is_glued(at)
                        && self.reading.is_glued(at + 1) => {}
                Some(WordKind::Mark) if text == "(" && self.text(at + 2) == ")" && name_end == at => {
                    let comma = usize::from(self.text(at + 3) == ",");
                    if let Some(after) = self.legal_form(at + 3 + comma, end) {
                        return after;
                    }
                    break;
                }
                _ => break,
            }
            at += 1;
        }
        name_end
    }

    fn is_unknown(self, at: usize) -> bool {
        self.reading.words.get(at).is_some_and(|word| word.id == crate::WordId::UNKNOWN)
    }

    /// Whether another name ends right before word `at`: "Globex LLC and Acme Oy".
    fn closes_name(self, at: usize) -> bool {
        let dot = usize::from(at > 1 && self.text(at - 1) == ".");
        at > dot && self.one_form(at - 1 - dot, at).is_some()
    }

    fn is_pronoun(self, at: usize) -> bool {
        [Signal::We, Signal::You].into_iter().any(|signal| self.clues.at(signal, at).is_some())
    }

    /// Whether the words hold a name at all: a letter, and not only pronouns and words of the law.
    pub(crate) fn is_name(self, words: Range<usize>) -> bool {
        let bare = |at: usize| {
            self.kind(at) == Some(WordKind::Word) && !self.is_stopword(at) && !self.is_pronoun(at)
        };
        let general = [Signal::Document, Signal::Company, Signal::Controller, Signal::Site, Signal::Contact];
        words.clone().any(bare) && !general.into_iter().any(|signal| self.clues.has(signal, words.clone()))
    }
}

/// Small words inside names: "Bank of Acme".
fn is_joint(word: &str) -> bool {
    matches!(
        word,
        "of" | "and" | "de" | "des" | "du" | "der" | "für" | "von" | "van" | "och" | "för" | "d/b/a"
    )
}

/// Forms that are no words of the language, in any case.
fn long_form(lower: &str) -> bool {
    matches!(
        lower,
        "inc"
            | "incorporated"
            | "llc"
            | "ltd"
            | "gmbh"
            | "corp"
            | "corporation"
            | "plc"
            | "llp"
            | "pbc"
            | "aps"
            | "srl"
            | "sarl"
            | "oyj"
            | "pte"
            | "pty"
            | "kft"
    )
}

/// Forms that are written small even in texts with capitals.
fn unmistakable(lower: &str) -> bool {
    matches!(lower, "plc" | "gmbh" | "llc" | "ltd" | "aps" | "srl" | "sarl" | "oyj")
}

/// Forms that are also words, told by their capital.
fn cased_form(lower: &str) -> bool {
    matches!(lower, "limited" | "co" | "aktiebolag" | "lda" | "ltda")
}

/// Forms of few letters, told by their capitals.
fn short_form(lower: &str) -> bool {
    matches!(
        lower,
        "ab" | "sa"
            | "sas"
            | "as"
            | "asa"
            | "se"
            | "ag"
            | "kg"
            | "nv"
            | "bv"
            | "sl"
            | "spa"
            | "lp"
            | "llp"
            | "kk"
            | "ug"
            | "oy"
            | "srl"
            | "sarl"
            | "ou"
            | "oü"
            | "kft"
            | "doo"
            | "sro"
            | "plc"
            | "llc"
    )
}
