//! Names beside "we": "At Acme we", "We are Acme", "we, Acme, …".

use std::ops::Range;

use super::candidate::{Evidence, Finder};
use crate::identity::signal::Signal;
use crate::identity::terms::Terms;

impl Finder<'_, '_> {
    /// The names that a sentence puts beside "we".
    pub(super) fn introductions(&mut self, terms: &[Terms], sentence: Range<usize>) {
        self.before_us(sentence.clone());
        self.introduced(sentence.clone());
        self.apposed(terms, sentence);
    }

    /// "At Acme we value your privacy".
    fn before_us(&mut self, sentence: Range<usize>) {
        if self.clues.at(Signal::Preposition, sentence.start).is_none() {
            return;
        }
        let start = sentence.start + 1;
        for we in start + 1..sentence.end {
            if self.clues.at(Signal::We, we).is_none() {
                continue;
            }
            let comma = usize::from(self.reading.word_text(we - 1) == ",");
            let end = self.namer.end_of_name(start, we);
            if end + comma == we {
                self.add(start..end, Evidence::Told);
            }
        }
    }

    /// "We are Acme, a company of the Globex group."
    fn introduced(&mut self, sentence: Range<usize>) {
        let Some(we) = self.clues.at(Signal::We, sentence.start) else { return };
        let Some(is) = self.clues.at(Signal::Is, we.words.end) else { return };
        let end = self.namer.end_of_name(is.words.end, sentence.end);
        let closed = matches!(self.reading.word_text(end), "," | "." | "(" | ";");
        if closed && self.is_proper(is.words.end..end) {
            self.add(is.words.end..end, Evidence::Told);
        }
    }

    /// "… how we, Acme Trust (“AT”), use your data": a name right behind "we", between commas or before a bracket.
    fn apposed(&mut self, terms: &[Terms], sentence: Range<usize>) {
        for we in sentence.clone() {
            let Some(clue) = self.clues.at(Signal::We, we) else { continue };
            // "US, Canada or Europe"
            let shouted = self.reading.word_text(we).chars().all(char::is_uppercase);
            if shouted || self.reading.word_text(clue.words.end) != "," {
                continue;
            }
            let start = clue.words.end + 1;
            let end = self.namer.end_of_name(start, sentence.end);
            let capital = self.reading.words.get(start).is_some_and(|word| word.is_capital);
            let closed = matches!(self.reading.word_text(end), "," | "(");
            if capital && closed && end < sentence.end && self.is_proper(start..end) {
                let aliases = self.terms_after(terms, end).map(|terms| terms.names.clone());
                if let Some(candidate) = self.add(start..end, Evidence::Told) {
                    candidate.aliases.extend(aliases.unwrap_or_default());
                }
            }
        }
    }
}
