//! Stretches of time: "thirty (30) days", "inom fem arbetsdagar" as ISO 8601 durations.

use std::ops::Range;

use policyglot_lexer::WordKind;

use crate::concept::ConceptKind;
use crate::reading::{Reading, Sentence};
use crate::{Concept, ConceptId};

/// A number of units of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Duration {
    /// How many.
    pub(crate) amount: u32,
    /// The unit: a concept of kind unit.
    pub(crate) unit: ConceptId,
    /// The words that say it, as places in [`Reading::words`].
    pub(crate) words: Range<usize>,
}

impl Duration {
    /// The duration in ISO 8601, working days as days ("P30D", "PT72H").
    pub(crate) fn iso(&self, reading: &Reading<'_>) -> String {
        let Concept { label, .. } = reading.concept(self.unit);
        label.replace('1', &self.amount.to_string())
    }
}

/// The durations that a sentence names, in reading order; a unit without a number ("each month") is none.
pub(crate) fn durations<'r>(
    reading: &'r Reading<'_>,
    sentence: &'r Sentence,
) -> impl Iterator<Item = Duration> + 'r {
    let units = reading.mentions_of(sentence).iter().filter(|mention| mention.kind == ConceptKind::Unit);
    units.filter_map(|mention| {
        let (amount, start) = number_before(reading, sentence, mention.words.start)?;
        let start = range_before(reading, sentence, start);
        Some(Duration { amount, unit: mention.concept, words: start..mention.words.end })
    })
}

/// The number whose last word stands right before word `end`, and where it starts.
///
/// Figures in brackets after the same number in words count once: "thirty (30) days", "30 (thirty) days".
fn number_before(reading: &Reading<'_>, sentence: &Sentence, end: usize) -> Option<(u32, usize)> {
    let at = before(reading, sentence, end)?;
    if mark(reading, at) != Some(")") {
        return number_at(reading, sentence, at);
    }
    let (inner, start) = number_at(reading, sentence, before(reading, sentence, at)?)?;
    let open = before(reading, sentence, start)?;
    if mark(reading, open) != Some("(") {
        return None;
    }
    let spelled = before(reading, sentence, open).and_then(|at| number_at(reading, sentence, at));
    Some(match spelled {
        // The figures are the surer reading where the two differ, wherever they stand.
        Some((outer, start)) => (if is_figures(reading, open + 1) { inner } else { outer }, start),
        None => (inner, open),
    })
}

/// Where the range starts whose upper end starts at word `start`: "1–2 months" is no longer than two.
fn range_before(reading: &Reading<'_>, sentence: &Sentence, start: usize) -> usize {
    let kind = |at: Option<usize>| {
        let at = at.filter(|at| sentence.words.contains(at))?;
        Some(reading.words.get(at)?.kind)
    };
    let dash = kind(start.checked_sub(1)) == Some(WordKind::Hyphen);
    let number = kind(start.checked_sub(2)) == Some(WordKind::Number);
    // "2020-05-12" is no range.
    let dated = kind(start.checked_sub(3)) == Some(WordKind::Hyphen);
    if dash && number && !dated && is_figures(reading, start) { start - 2 } else { start }
}

/// The number whose last word is word `at`, and where it starts.
pub(crate) fn number_at(reading: &Reading<'_>, sentence: &Sentence, at: usize) -> Option<(u32, usize)> {
    let word = reading.words.get(at)?;
    if word.kind == WordKind::Number {
        return figures(reading.text(word.span)).map(|amount| (amount, at));
    }
    let spelled = |at: usize| {
        let mentions = reading.mentions_of(sentence);
        // Mentions are in order of their first word, so that only those at word `at` are looked at.
        let first = mentions.partition_point(|mention| mention.words.start < at);
        let found = mentions[first..]
            .iter()
            .take_while(|mention| mention.words.start == at)
            .find(|mention| mention.kind == ConceptKind::Number)?;
        reading.concept(found.concept).label.parse::<u32>().ok()
    };
    let amount = spelled(at)?;
    let front = before(reading, sentence, at).and_then(|front| Some((spelled(front)?, front)));
    Some(match front {
        Some((tens, front)) if amount < 10 && (20..100).contains(&tens) => (tens + amount, front),
        Some((times, front)) if amount == 100 && (1..10).contains(&times) => (times * 100, front),
        _ => (amount, at),
    })
}

/// The place of the word before word `at`, across a hyphen ("30-day"); `None` at the start of the sentence.
fn before(reading: &Reading<'_>, sentence: &Sentence, at: usize) -> Option<usize> {
    let hyphen = |at: &usize| reading.words.get(*at).is_some_and(|word| word.kind == WordKind::Hyphen);
    (sentence.words.start..at).rev().find(|at| !hyphen(at))
}

fn mark<'r>(reading: &'r Reading<'_>, at: usize) -> Option<&'r str> {
    let word = reading.words.get(at)?;
    (word.kind == WordKind::Mark).then(|| reading.text(word.span))
}

fn is_figures(reading: &Reading<'_>, at: usize) -> bool {
    reading.words.get(at).is_some_and(|word| word.kind == WordKind::Number)
}

/// "1,000" as 1000; "1.5" and numbers too big for any period are none.
fn figures(text: &str) -> Option<u32> {
    let mut amount = 0u32;
    for c in text.chars().filter(|&c| c != ',') {
        amount = amount.checked_mul(10)?.checked_add(c.to_digit(10)?)?;
    }
    (amount <= 100_000).then_some(amount)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::testing::reading;

    fn check(language: &str, text: &str, expected: &str) {
        reading(language, text, |reading| {
            let found: Vec<_> = reading
                .sentences
                .iter()
                .flat_map(|sentence| durations(reading, sentence))
                .map(|found| {
                    format!("{} {:?}", found.iso(reading), reading.text(reading.span(found.words.clone())))
                })
                .collect();
            assert_eq!(found.join(", "), expected);
        });
    }

    #[test]
    fn figures_and_words_in_english() {
        check("en", "within thirty (30) days of receipt", "P30D \"thirty (30) days\"");
        check("en", "in 30 (thirty) days", "P30D \"30 (thirty) days\"");
        check("en", "within five working days", "P5D \"five working days\"");
        check("en", "kept for 13 months, then 3 years", "P13M \"13 months\", P3Y \"3 years\"");
        check("en", "a 45-day period", "P45D \"45-day\"");
        check(
            "en",
            "forty-five days or seventy-two hours",
            "P45D \"forty-five days\", PT72H \"seventy-two hours\"",
        );
        check("en", "each month, some days", "");
    }

    #[test]
    fn figures_and_words_in_swedish() {
        check("sv", "inom trettio (30) dagar", "P30D \"trettio (30) dagar\"");
        check("sv", "senast efter fem arbetsdagar", "P5D \"fem arbetsdagar\"");
        check("sv", "i högst tjugofyra månader", "P24M \"tjugofyra månader\"");
    }

    #[test]
    fn the_upper_end_of_a_range() {
        check("sv", "i 1–2 månader", "P2M \"1–2 månader\"");
        check("en", "since 2020-05-12 years", "P12Y \"12 years\"");
    }
}
