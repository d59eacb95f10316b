//! Ages: "under the age of 16", "younger than thirteen", "under 13 år".

use std::ops::Range;

use policyglot_lexer::WordKind;

use crate::reading::{Reading, Sentence};

use super::duration::number_at;

/// The age that a sentence about children names, and the words of the number; the first one where it names several.
///
/// Only numbers that can be an age limit count, so that "regulation 2016/679" or "24 hours" are none by themselves;
/// whether the sentence is about children is the caller's question.
pub(crate) fn age(reading: &Reading<'_>, sentence: &Sentence) -> Option<(u32, Range<usize>)> {
    sentence.words.clone().find_map(|at| {
        let word = reading.words.get(at)?;
        if !matches!(word.kind, WordKind::Number | WordKind::Word) {
            return None;
        }
        let (age, start) = number_at(reading, sentence, at)?;
        (LIMITS.contains(&age)).then(|| (age, start..at + 1))
    })
}

/// No law or policy sets its limit for children outside these years.
const LIMITS: std::ops::RangeInclusive<u32> = 10..=21;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::testing::reading;

    fn check(language: &str, text: &str, expected: Option<u32>) {
        reading(language, text, |reading| {
            let found = reading.sentences.first().and_then(|sentence| age(reading, sentence));
            assert_eq!(found.map(|(age, _)| age), expected, "{text}");
        });
    }

    #[test]
    fn limits_in_figures_and_words() {
        check("en", "children (person under the age of 16)", Some(16));
        check("en", "nobody younger than thirteen (13) years", Some(13));
        check("sv", "barn under arton år", Some(18));
        check("en", "one of our children", None);
    }
}
