//! Which candidates name the company, and the short names by which the text calls it.

use std::cmp::Reverse;
use std::ops::Range;

use policyglot_lexer::WordKind;
use policyglot_parser::BlockKind;

use super::candidate::{Candidate, Evidence};
use super::{is_heading, uses_of};
use crate::WordId;
use crate::identity::name::Namer;
use crate::reading::Reading;
use crate::text::is_same_folded;

/// How many names the company may have: each is looked for in the whole text.
const MOST_NAMES: usize = 16;
/// How many uses of a short name are looked at.
const MOST_USES: usize = 40;

/// The candidates that hold, each distinct name once, the best first.
pub(super) fn of(
    reading: &Reading<'_>,
    namer: Namer<'_, '_>,
    mut candidates: Vec<Candidate>,
) -> Vec<Candidate> {
    candidates.sort_by_key(|candidate| (Reverse(candidate.evidence), candidate.words.start));
    let first_word = |words: &Range<usize>| {
        let mut texts = words.clone().map(|at| reading.word_text(at));
        texts.find(|text| !text.eq_ignore_ascii_case("the")).unwrap_or("")
    };
    let mut chosen: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let same = |known: &Candidate| same_name(reading, &known.words, &candidate.words);
        let kin = |known: &Candidate| {
            known.is_first_party
                && first_word(&known.words).eq_ignore_ascii_case(first_word(&candidate.words))
        };
        let vouched = candidate.has_form && chosen.iter().any(kin);
        let alone = chosen.is_empty() && opens(reading, &candidate.words);
        if (candidate.evidence > Evidence::Weak || vouched || alone)
            && chosen.len() < MOST_NAMES
            && !chosen.iter().any(same)
        {
            chosen.push(candidate);
        }
    }
    Shortener { reading, namer }.short_names(&mut chosen);
    chosen
}

/// Whether a name stands near the start of a sentence: it is what the sentence is about. An item that is nothing but a
/// name is a member of a list of others.
fn opens(reading: &Reading<'_>, name: &Range<usize>) -> bool {
    let sentence = reading.sentences.get(reading.sentence_of(name.start));
    sentence.is_some_and(|sentence| {
        let kind = reading.document.block(sentence.block).map(|block| block.kind);
        let listed = kind == Some(BlockKind::Item) && sentence.words.end <= name.end + 1;
        name.start < sentence.words.start + 4 && !listed
    })
}

/// Looks for the names that legal names are cut to.
struct Shortener<'r, 'd> {
    reading: &'r Reading<'d>,
    namer: Namer<'r, 'd>,
}

impl Shortener<'_, '_> {
    /// The short name by which the text calls a company that it introduced under its legal name.
    fn short_names(&self, chosen: &mut Vec<Candidate>) {
        let mut found: Vec<Candidate> = Vec::new();
        let legal = |candidate: &&mut Candidate| candidate.has_form && candidate.is_first_party;
        for candidate in chosen.iter_mut().filter(legal).take(MOST_NAMES / 2) {
            let Range { start, end } = candidate.words;
            let start = start + usize::from(self.reading.word_text(start).eq_ignore_ascii_case("the"));
            let Some(&first) = self.reading.words.get(start) else { continue };
            if first.id != WordId::UNKNOWN && !self.namer.is_cased() {
                continue;
            }
            let starts: Vec<usize> = uses_of(self.reading, first).collect();
            for len in (1..(end - start).min(4)).rev() {
                let prefix = start..start + len;
                let last = self.reading.words.get(start + len - 1);
                if last.is_none_or(|word| matches!(word.kind, WordKind::Mark | WordKind::Hyphen)) {
                    continue;
                }
                let is_use = |at: usize| {
                    !(start..end).contains(&at)
                        && same_name(self.reading, &prefix, &(at..at + len))
                        && !self.continues(at, &candidate.words)
                        && self.stands_alone(at + len)
                };
                let uses: Vec<_> = starts.iter().copied().filter(|&at| is_use(at)).take(MOST_USES).collect();
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
        let sentence = self.reading.sentences.get(self.reading.sentence_of(at));
        sentence.is_some_and(|sentence| {
            sentence.words.start == at && sentence.words.len() > 6 && !is_heading(self.reading, sentence)
        })
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
            (Some(a), Some(b)) if is_same_folded(a, b) => {}
            _ => return false,
        }
    }
}
