//! Which candidates name the company, and where else these names stand.

use std::ops::Range;

use policyglot_lexer::WordKind;

use super::{Candidate, Evidence, Finder, MOST_NAMES};
use crate::identity::sentence_of;
use crate::identity::signal::{Clues, Signal};
use crate::identity::terms::is_quote;
use crate::reading::Reading;

impl Finder<'_, '_> {
    /// The candidates that hold, each distinct name once, the best first.
    pub(super) fn chosen(mut self) -> Vec<Candidate> {
        self.candidates
            .sort_by_key(|candidate| (std::cmp::Reverse(candidate.evidence), candidate.words.start));
        let reading = self.reading;
        let first_word = |words: &Range<usize>| {
            words
                .clone()
                .map(|at| reading.word_text(at))
                .find(|text| !text.eq_ignore_ascii_case("the"))
                .unwrap_or("")
        };
        let mut chosen: Vec<Candidate> = Vec::new();
        let candidates = std::mem::take(&mut self.candidates);
        for candidate in candidates {
            let same = |known: &Candidate| same_name(reading, &known.words, &candidate.words);
            let kin = |known: &Candidate| {
                known.is_first_party
                    && first_word(&known.words).eq_ignore_ascii_case(first_word(&candidate.words))
            };
            let vouched = candidate.has_form && chosen.iter().any(kin);
            let alone = chosen.is_empty() && self.opens(candidate.words.start);
            if (candidate.evidence > Evidence::Weak || vouched || alone)
                && chosen.len() < MOST_NAMES
                && !chosen.iter().any(same)
            {
                chosen.push(candidate);
            }
        }
        self.short_names(&mut chosen);
        chosen
    }

    /// Whether word `at` stands near the start of a sentence: a name there is what the sentence is about.
    fn opens(&self, at: usize) -> bool {
        let sentence = self.reading.sentences.get(sentence_of(self.reading, at));
        sentence.is_some_and(|sentence| at < sentence.words.start + 4)
    }

    /// The short name by which the text calls a company that it introduced under its legal name.
    fn short_names(&self, chosen: &mut Vec<Candidate>) {
        let mut found: Vec<Candidate> = Vec::new();
        let legal = |candidate: &&mut Candidate| candidate.has_form && candidate.is_first_party;
        for candidate in chosen.iter_mut().filter(legal).take(MOST_NAMES / 2) {
            let Range { start, end } = candidate.words;
            let start = start + usize::from(self.reading.word_text(start).eq_ignore_ascii_case("the"));
            for len in (1..(end - start).min(4)).rev() {
                let prefix = start..start + len;
                let last = self.reading.words.get(start + len - 1);
                if last.is_none_or(|word| matches!(word.kind, WordKind::Mark | WordKind::Hyphen)) {
                    continue;
                }
                let known =
                    self.reading.words.get(start).is_none_or(|word| word.id != crate::WordId::UNKNOWN);
                if known && !self.namer.is_cased() {
                    break;
                }
                let mut uses = (0..self.reading.words.len()).filter(|&at| {
                    !(start..end).contains(&at)
                        && self.reading.word_text(at) == self.reading.word_text(start)
                        && same_name(self.reading, &prefix, &(at..at + len))
                        && !self.continues(at, &candidate.words)
                        && self.stands_alone(at + len)
                });
                let uses: Vec<_> = uses.by_ref().take(40).collect();
                let subject = uses.iter().find(|&&at| self.opens_text(at));
                let Some(first) = subject.or(uses.first()).copied().filter(|_| uses.len() > 2) else {
                    continue;
                };
                let declared = candidate.aliases.iter().any(|alias| same_name(self.reading, alias, &prefix));
                if !declared {
                    candidate.aliases.push(prefix);
                    found.push(Candidate {
                        words: first..first + len,
                        aliases: Vec::new(),
                        evidence: Evidence::Said,
                        has_form: false,
                        is_first_party: true,
                    });
                }
                break;
            }
        }
        for candidate in found {
            if !chosen.iter().any(|known| same_name(self.reading, &known.words, &candidate.words)) {
                chosen.push(candidate);
            }
        }
    }

    /// Whether word `at` opens a sentence of running text.
    fn opens_text(&self, at: usize) -> bool {
        let place = sentence_of(self.reading, at);
        let opens = self
            .reading
            .sentences
            .get(place)
            .is_some_and(|sentence| sentence.words.start == at && sentence.words.len() > 6);
        opens && !self.is_heading(place)
    }

    /// Whether the whole legal name stands at word `at`.
    fn continues(&self, at: usize, name: &Range<usize>) -> bool {
        let len = name.len().saturating_sub(1);
        let starts = name.start + usize::from(self.reading.word_text(name.start).eq_ignore_ascii_case("the"));
        same_name(self.reading, &(starts..name.start + len), &(at..at + len - (starts - name.start).min(len)))
    }

    /// Whether the name ends before word `at`: no other part of a name follows.
    fn stands_alone(&self, at: usize) -> bool {
        !self.namer.is_cased() || !self.reading.word_text(at).starts_with(char::is_uppercase)
    }
}

/// Whether two runs of words read the same but for case and punctuation.
fn same_name(reading: &Reading<'_>, a: &Range<usize>, b: &Range<usize>) -> bool {
    let letters = |words: &Range<usize>| {
        let words = reading.words.get(words.clone()).unwrap_or_default();
        words.iter().filter(|word| word.kind != WordKind::Mark).map(|word| reading.text(word.span))
    };
    let (mut a, mut b) = (letters(a), letters(b));
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || a.to_lowercase() == b.to_lowercase() => {}
            _ => return false,
        }
    }
}

/// Every place where one of the names or aliases stands, the longest name first.
pub(super) fn places(reading: &Reading<'_>, clues: &Clues, candidates: &[Candidate]) -> Vec<Range<usize>> {
    let mut names: Vec<Vec<&str>> = Vec::new();
    let words_of = |words: Range<usize>| {
        words
            .map(|at| reading.word_text(at))
            .filter(|text| !is_quote(text) && *text != ".")
            .collect::<Vec<_>>()
    };
    for candidate in candidates.iter().filter(|candidate| candidate.is_first_party) {
        names.push(words_of(candidate.words.clone()));
        for term in &candidate.aliases {
            let general = clues.has(Signal::We, term.clone()) || clues.has(Signal::Company, term.clone());
            if !general {
                names.push(words_of(term.clone()));
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < reading.words.len() {
        let len = names.iter().find_map(|name| {
            let mut words = at..;
            for part in name {
                let next = words.next()?;
                let text = reading.word_text(next);
                let possessive = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
                if possessive != *part {
                    return None;
                }
            }
            words.next().map(|end| end - at)
        });
        match len {
            Some(len) => {
                places.push(at..at + len);
                at += len;
            }
            None => at += 1,
        }
    }
    places
}
