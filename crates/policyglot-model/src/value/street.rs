//! Streets: the words and shapes that tell a house number from any other figure.

use policyglot_lexer::WordKind;

use crate::reading::Reading;

/// Whether a street's word stands within some words of the number, with no sentence end between.
pub(super) fn has_street(reading: &Reading<'_>, number: usize) -> bool {
    let place = reading.sentences.partition_point(|sentence| sentence.words.end <= number);
    let Some(sentence) = reading.sentences.get(place) else { return false };
    let before = number.saturating_sub(4).max(sentence.words.start)..number;
    let after = number + 1..(number + 6).min(sentence.words.end);
    // "May 31st" is no street.
    let ordinal = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| reading.words.get(before));
        reading.is_glued(at) && before.is_some_and(|before| before.kind == WordKind::Number)
    };
    before.chain(after).any(|at| is_street(reading.word_text(at)) && !ordinal(at))
}

/// Whether a postcode and a town follow a house number, after a comma or line end: "Karlsbad 16, 10785 Berlin".
pub(super) fn has_town(reading: &Reading<'_>, number: usize) -> bool {
    let capital = |at: usize| reading.words.get(at).is_some_and(|word| word.is_capital);
    let named = number.checked_sub(1).is_some_and(capital);
    let comma = usize::from(reading.word_text(number + 1) == ",");
    let code = number + 1 + comma;
    let text = reading.word_text(code);
    let figures = |text: &str, len: &[usize]| {
        len.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    // "Storgatan 1, 211 34 Malmö": two groups.
    let grouped = figures(text, &[3]) && figures(reading.word_text(code + 1), &[2]);
    let digits = figures(text, &[4, 5]) || grouped;
    let line = reading.words.get(number).zip(reading.words.get(code)).is_some_and(|(house, code)| {
        let gap = reading.document.source().get(house.span.end as usize..code.span.start as usize);
        gap.is_some_and(|gap| gap.contains('\n'))
    });
    named && (comma == 1 || line) && digits && capital(code + 1 + usize::from(grouped))
}

pub(super) fn is_street(word: &str) -> bool {
    if word.len() > 24 || word.len() < 2 {
        return false;
    }
    let mut lower = [0u8; 24];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let Ok(lower) = std::str::from_utf8(lower) else { return false };
    STREETS.binary_search(&lower).is_ok()
        || lower.len() > 6 && STREET_ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// Words that streets have, sorted.
const STREETS: [&str; 75] = [
    "allee",
    "alley",
    "allé",
    "avda",
    "ave",
    "avenida",
    "avenue",
    "blvd",
    "boulevard",
    "box",
    "broadway",
    "building",
    "calle",
    "circle",
    "close",
    "corso",
    "court",
    "crescent",
    "ct",
    "dr",
    "drive",
    "embankment",
    "estate",
    "floor",
    "gardens",
    "gasse",
    "gata",
    "gatan",
    "grove",
    "highway",
    "house",
    "hwy",
    "jalan",
    "kaari",
    "katu",
    "lane",
    "ln",
    "mews",
    "parade",
    "parkway",
    "pike",
    "pkwy",
    "place",
    "platz",
    "plaza",
    "plein",
    "quai",
    "quay",
    "rd",
    "road",
    "route",
    "row",
    "rua",
    "rue",
    "square",
    "st",
    "st.",
    "ste",
    "str",
    "straat",
    "strada",
    "strasse",
    "straße",
    "street",
    "suite",
    "terrace",
    "tie",
    "trail",
    "turnpike",
    "ulica",
    "unit",
    "via",
    "way",
    "wharf",
    "yard",
];
/// What compounds that name streets end in, in the languages that write them as one word.
const STREET_ENDINGS: [&str; 25] = [
    "gatan", "gata", "vägen", "väg", "torget", "gränd", "plan", "stigen", "straße", "strasse", "straat",
    "gasse", "platz", "plein", "weg", "laan", "gracht", "kade", "katu", "kuja", "tie", "gade", "vej",
    "veien", "allee",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_compounds_of_streets() {
        let mut streets = STREETS.to_vec();
        streets.sort_unstable();
        assert_eq!(streets, STREETS);
        assert!(["Street", "Fabriksgatan", "Tietotie", "laan"].map(is_street) == [true, true, true, false]);
    }
}
