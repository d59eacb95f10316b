//! What stands in brackets after a name or a phrase to be its name from then on: `(“Acme”, “we”, or “us”)`.

use std::ops::Range;

use policyglot_lexer::WordKind;

use super::signal::{Clues, Signal};
use crate::reading::Reading;

/// How far the closing bracket may be, in words.
const LONGEST: usize = 60;

/// A bracket with what it defines.
#[derive(Debug)]
pub(crate) struct Terms {
    /// The opening bracket.
    pub(crate) open: usize,
    /// One past the closing bracket, or past the last word where none closes.
    pub(crate) end: usize,
    /// The defined terms, without quotation marks.
    pub(crate) names: Vec<Range<usize>>,
    /// The words that the term abbreviates, where it is an acronym without quotation marks: "Acme Data Lab (ADL)".
    pub(crate) long: Option<Range<usize>>,
}

/// Every bracket of the document that defines a term: one in quotation marks, or after "hereinafter" and its like.
pub(crate) fn all(reading: &Reading<'_>, clues: Clues<'_, '_>) -> Vec<Terms> {
    let mut all = Vec::new();
    for sentence in &reading.sentences {
        let mut at = sentence.words.start;
        while at < sentence.words.end {
            let is_mark = reading.words.get(at).is_some_and(|word| word.kind == WordKind::Mark);
            if !(is_mark && matches!(reading.word_text(at), "(" | "（")) {
                at += 1;
                continue;
            }
            let found = bracket(reading, clues, at, sentence.words.end);
            match found.or_else(|| acronym(reading, at, sentence.words.start)) {
                Some(found) => {
                    at = found.end;
                    all.push(found);
                }
                None => at += 1,
            }
        }
    }
    all
}

fn bracket(reading: &Reading<'_>, clues: Clues<'_, '_>, open: usize, end: usize) -> Option<Terms> {
    let end = end.min(open + LONGEST);
    let text = |at: usize| reading.word_text(at);
    let mut depth = 0usize;
    let close = (open..end).find(|&at| {
        match text(at) {
            "(" | "（" => depth += 1,
            ")" | "）" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    })?;
    let inside = open + 1..close;
    let mut terms = Vec::new();
    let mut term: Option<usize> = None;
    for at in inside.clone() {
        if is_quote(text(at)) {
            match term.take() {
                Some(start) => push(reading, &mut terms, start..at),
                None => term = Some(at + 1),
            }
        }
    }
    // “we, “our, or “us”: a quotation that never closes still names its first word.
    if let Some(start) = term {
        push(reading, &mut terms, start..(start + 1).min(close));
    }
    if terms.is_empty() {
        // (hereinafter VR), (Acme, we, our or us)
        let called = clues.at(Signal::Called, inside.start).map(|clue| clue.words.end);
        // Two words at least: "acme technology (us), llc" is the place, not the pronoun.
        let names_us = clues.has(Signal::We, inside.clone()) && (2..=12).contains(&inside.len());
        if called.is_some() || names_us {
            let mut start = called.unwrap_or(inside.start);
            while let Some(clue) = clues.at(Signal::Called, start) {
                start = clue.words.end;
            }
            let splits = |at: usize| at == close || text(at) == "," || clues.at(Signal::And, at).is_some();
            for end in (start..=close).filter(|&at| splits(at)) {
                push(reading, &mut terms, start..end);
                start = end + 1;
            }
            terms.retain(|term| term.len() <= 6);
            let is_pronoun =
                |term: &Range<usize>| clues.at(Signal::We, term.start).is_some() && term.len() == 1;
            if called.is_none() && !terms.iter().any(is_pronoun) {
                return None;
            }
        }
    }
    (!terms.is_empty()).then_some(Terms { open, end: close + 1, names: terms, long: None })
}

/// "King's Digital Lab (KDL)": capitals in a bracket that are letters of the words before it, from their first one on.
fn acronym(reading: &Reading<'_>, open: usize, floor: usize) -> Option<Terms> {
    let text = reading.word_text(open + 1);
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    // Two letters are no name of one's own: "Internet Protocol (IP)", "United States (US)".
    let is_short = (3..=8).contains(&text.len()) && capitals * 2 > text.len();
    if !is_short || reading.word_text(open + 2) != ")" || !text.chars().all(char::is_alphabetic) {
        return None;
    }
    let same = |a: char, b: char| a.to_lowercase().eq(b.to_lowercase());
    let starts = |at: usize| reading.word_text(at).chars().next().zip(text.chars().next());
    let is_word = |at: usize| reading.words.get(at).is_some_and(|word| word.kind == WordKind::Word);
    let floor = floor.max(open.saturating_sub(text.len() + 4));
    let spells = |start: usize| {
        // Each capital opens a word, or stands further on in one: "Identifier for Advertisers (IDFA)".
        let mut letters = text.chars().peekable();
        let mut opened = 0;
        for at in start..open {
            let mut word = reading.word_text(at).chars();
            let first = word.next();
            if !letters.peek().zip(first).is_some_and(|(&letter, first)| same(letter, first)) {
                continue;
            }
            letters.next();
            opened += 1;
            for c in word.take(2) {
                let ahead = letters.peek().is_some_and(|&letter| same(letter, c));
                let next_word = at + 1 < open && starts_with(reading, at + 1, letters.peek().copied());
                if ahead && !next_word {
                    letters.next();
                }
            }
        }
        letters.next().is_none() && opened > 1
    };
    let near = (floor..open).rev().find(|&at| {
        is_word(at) && starts(at).is_some_and(|(word, letter)| same(word, letter)) && spells(at)
    })?;
    let name = open + 1..open + 2;
    Some(Terms { open, end: open + 3, names: vec![name], long: Some(near..open) })
}

fn starts_with(reading: &Reading<'_>, at: usize, letter: Option<char>) -> bool {
    let first = reading.word_text(at).chars().next();
    first.zip(letter).is_some_and(|(first, letter)| first.to_lowercase().eq(letter.to_lowercase()))
}

/// Adds a term without the punctuation that quotation marks hold in American style ("“Acme,” “we”").
fn push(reading: &Reading<'_>, terms: &mut Vec<Range<usize>>, mut term: Range<usize>) {
    let mark = |at: usize| reading.words.get(at).is_none_or(|word| word.kind == WordKind::Mark);
    while !term.is_empty() && mark(term.end - 1) {
        term.end -= 1;
    }
    while !term.is_empty() && mark(term.start) {
        term.start += 1;
    }
    if !term.is_empty() && term.len() <= 10 {
        terms.push(term);
    }
}

/// Whether a word is a quotation mark, of any style.
pub(crate) fn is_quote(word: &str) -> bool {
    matches!(word, "\"" | "“" | "”" | "„" | "«" | "»" | "‘" | "’" | "'" | "「" | "」" | "『" | "』")
}
