//! Postal addresses in running text: a house number by a street, and what belongs to it on both sides.

use std::ops::Range;

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::BlockKind;

use super::date::{Style, date};
use super::street::{has_street, has_town, is_street};
use crate::reading::Reading;

/// How far an address reaches from its street, in words to each side.
const REACH: usize = 24;

/// Every address of the document, as places in [`Reading::words`]; none overlaps another.
///
/// An address needs a street with a house number, and a town, postcode or country apart by a comma or line end.
pub(crate) fn addresses(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let upper = |at: usize| reading.words.get(at).is_some_and(|word| word.is_capital);
    let capitals = reading.sentences.iter().filter(|sentence| upper(sentence.words.start)).count();
    let cased = capitals * 3 > reading.sentences.len();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, word) in reading.words.iter().enumerate() {
        if found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let is_house = word.kind == WordKind::Number && word.span.len() <= 6;
        let is_code = word.is_capital && is_british_code(reading, at);
        if !is_house && !is_code {
            continue;
        }
        let text = reading.text(word.span);
        let figures = text.bytes().all(|byte| byte.is_ascii_digit());
        // "Acme Hall, Station Approach, Leeds, LS1 4AB": the postcode tells it without a house number.
        let stated = is_code && reading.word_text(at - 1) == ",";
        if !stated
            && (!figures
                || !(has_street(reading, at) || has_town(reading, at))
                || is_company_number(reading, at)
                || is_dated(reading, at))
        {
            continue;
        }
        let floor = found.last().map_or(0, |last| last.end);
        let words = extend(reading, at, floor, cased);
        if is_whole(reading, &words) {
            found.push(words);
        }
    }
    found
}

/// Whether a British postcode starts at word `at`: "SW1A 1AA".
fn is_british_code(reading: &Reading<'_>, at: usize) -> bool {
    let (Some(word), Some(next)) = (reading.words.get(at), reading.words.get(at + 1)) else { return false };
    let outward = reading.text(word.span).as_bytes();
    let digit = |byte: &u8| byte.is_ascii_digit();
    let letter = |byte: &u8| byte.is_ascii_uppercase();
    let code = (2..=4).contains(&outward.len())
        && outward.first().is_some_and(letter)
        && outward.iter().any(digit)
        && outward.iter().all(|byte| digit(byte) || letter(byte));
    let source = reading.document.source().as_bytes();
    let inward = source.get(next.span.start as usize..next.span.start as usize + 3).unwrap_or_default();
    let ends = source.get(next.span.start as usize + 3).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    at > 0
        && code
        && ends
        && matches!(inward, [figure, first, last] if digit(figure) && letter(first) && letter(last))
}

/// Whether a number is the day of a date: "September 6, 2026", "6 September 2026".
fn is_dated(reading: &Reading<'_>, at: usize) -> bool {
    let style =
        Style { months: reading.vocabulary.months(), is_day_first: reading.vocabulary.is_day_first() };
    let place = reading.sentences.partition_point(|sentence| sentence.words.end <= at);
    let Some(sentence) = reading.sentences.get(place) else { return false };
    (at.saturating_sub(2).max(sentence.words.start)..=at).any(|from| {
        let words = reading.words.get(from).zip(reading.words.get(at));
        words.is_some_and(|(first, day)| {
            let text = reading.text(Span::new(first.span.start, sentence.span.end.max(day.span.end)));
            let covered = day.span.end - first.span.start;
            date(text, style).is_some_and(|(_, len)| len > covered as usize)
        })
    })
}

/// The country that an address names, as ISO 3166-1 alpha-2 in lower case.
pub(crate) fn region(reading: &Reading<'_>, words: Range<usize>) -> Option<&'static str> {
    let text = reading.text(reading.span(words.clone())).to_lowercase();
    let ends_word =
        |at: usize| !text.get(at..).unwrap_or_default().starts_with(|c: char| c.is_alphanumeric());
    let starts_word =
        |at: usize| !text.get(..at).unwrap_or_default().ends_with(|c: char| c.is_alphanumeric());
    // The country closes the address, so the last name in it counts: "Sweden House, Dublin, Ireland".
    let named = COUNTRIES
        .iter()
        .filter_map(|(name, code)| {
            let at = text.rfind(name)?;
            (starts_word(at) && ends_word(at + name.len())).then_some((at, *code))
        })
        .max_by_key(|(at, _)| *at)
        .map(|(_, code)| code);
    named.or_else(|| american(reading, words).then_some("us"))
}

/// "Delaware 19958" or "CA 94105": a state's two letters or a word, then five digits, at the end.
fn american(reading: &Reading<'_>, words: Range<usize>) -> bool {
    let mut state = false;
    for at in words {
        let text = reading.word_text(at);
        let zip = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        if zip && state {
            return true;
        }
        state = STATES.binary_search(&text).is_ok();
    }
    false
}

/// The words around the street that belong to the address.
fn extend(reading: &Reading<'_>, number: usize, floor: usize, cased: bool) -> Range<usize> {
    let place_of = |at: usize| reading.sentences.partition_point(|sentence| sentence.words.end <= at);
    let place = place_of(number);
    let (mut start, mut end) = (number, number + 1);
    let mut first = place;
    while start > floor && number - start < REACH {
        let at = start - 1;
        if reading.sentences.get(first).is_some_and(|sentence| at < sentence.words.start) {
            if !is_line(reading, first.saturating_sub(1), cased) {
                break;
            }
            first -= 1;
        }
        if !belongs(reading, at, cased) {
            break;
        }
        start = at;
    }
    let mut last = place;
    while end < reading.words.len() && end - number < REACH {
        if reading.sentences.get(last).is_some_and(|sentence| end >= sentence.words.end) {
            if !is_line(reading, last + 1, cased) {
                break;
            }
            last += 1;
        }
        if !belongs(reading, end, cased) {
            break;
        }
        end += 1;
    }
    let trims = |at: usize| {
        let text = reading.word_text(at);
        matches!(text, "," | "." | "-" | "–" | ";" | ":" | "：" | "(" | "&" | "、") || is_joint(text)
    };
    while end > start && trims(end - 1) {
        end -= 1;
    }
    while end > start && trims(start) {
        start += 1;
    }
    start..end
}

/// Whether a whole sentence is one more line of an address: short, and all its words could belong.
fn is_line(reading: &Reading<'_>, place: usize, cased: bool) -> bool {
    let Some(sentence) = reading.sentences.get(place) else { return false };
    let words = sentence.words.clone();
    let block = reading.document.block(sentence.block);
    let heading = block.is_some_and(|block| block.kind == BlockKind::Heading && block.marker.is_some());
    // A long sentence is not looked through, however often it is asked about.
    cased
        && !heading
        && words.len() <= 9
        && reading.word_text(words.end - 1) != ":"
        && words.clone().all(|at| belongs(reading, at, cased))
}

/// Whether a word can stand in an address: names, figures, commas, small words of streets.
fn belongs(reading: &Reading<'_>, at: usize, cased: bool) -> bool {
    let Some(word) = reading.words.get(at) else { return false };
    let text = reading.text(word.span);
    match word.kind {
        WordKind::Number => !is_company_number(reading, at),
        WordKind::Hyphen => true,
        WordKind::Word if cased => {
            text.starts_with(char::is_uppercase) && !is_label(text)
                || is_elided(text)
                || is_street(text)
                || is_joint(text)
                || text.len() == 1
                || is_ordinal(reading, at)
        }
        WordKind::Word => !reading.vocabulary.is_stopword(word.id) && !is_contact(text),
        WordKind::Mark => match text {
            "," | "#" | "-" | "–" | "'" | "’" | "/" | "&" | "、" | "°" => true,
            // "P.O. Box", "Acme Inc.": a full stop that does not end a sentence of words.
            "." => !ends_sentence(reading, at),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a number is a half of a company's: "556123-4567".
fn is_company_number(reading: &Reading<'_>, at: usize) -> bool {
    let half = |at: usize, len: usize| {
        let text = reading.word_text(at);
        text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let whole = |first: usize| half(first, 6) && reading.word_text(first + 1) == "-" && half(first + 2, 4);
    whole(at) || at.checked_sub(2).is_some_and(whole)
}

/// "l'Opéra", "d'Antin".
fn is_elided(word: &str) -> bool {
    let rest = word.split_once(['\'', '’']);
    rest.is_some_and(|(article, name)| article.len() <= 2 && name.starts_with(char::is_uppercase))
}

fn ends_sentence(reading: &Reading<'_>, at: usize) -> bool {
    let place = reading.sentences.partition_point(|sentence| sentence.words.end <= at);
    reading
        .sentences
        .get(place)
        .is_some_and(|sentence| sentence.words.end == at + 1 && sentence.words.len() > 9)
}

fn is_contact(word: &str) -> bool {
    matches!(word, "address" | "email" | "e" | "mail" | "phone" | "tel" | "fax" | "adress" | "telefon")
}

/// "Tel.", "Fax": what opens another contact on the next line.
fn is_label(word: &str) -> bool {
    matches!(word, "Tel" | "Fax" | "Phone" | "Telephone" | "Email" | "Telefon" | "Mail")
}

/// The "th" of "4th Floor".
fn is_ordinal(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.word_text(at), "st" | "nd" | "rd" | "th")
        && reading.is_glued(at)
        && at
            .checked_sub(1)
            .and_then(|at| reading.words.get(at))
            .is_some_and(|word| word.kind == WordKind::Number)
}

fn is_joint(word: &str) -> bool {
    matches!(
        word,
        "of" | "de"
            | "la"
            | "le"
            | "du"
            | "des"
            | "del"
            | "der"
            | "am"
            | "an"
            | "den"
            | "von"
            | "van"
            | "c"
            | "o"
    )
}

/// Whether a town, postcode or country stands apart from the street.
fn is_whole(reading: &Reading<'_>, words: &Range<usize>) -> bool {
    let mut commas = 0;
    let mut postcode = false;
    let mut previous: Option<u32> = None;
    for at in words.clone() {
        let Some(word) = reading.words.get(at) else { break };
        let text = reading.text(word.span);
        let line = previous.is_some_and(|end| {
            reading
                .document
                .source()
                .get(end as usize..word.span.start as usize)
                .is_some_and(|gap| gap.contains('\n'))
        });
        commas += usize::from(line || matches!(text, "," | "、"));
        let digits = word.kind == WordKind::Number && (4..=6).contains(&text.len());
        let mixed = text.len() >= 3
            && text.len() <= 4
            && text.bytes().any(|byte| byte.is_ascii_digit())
            && text.bytes().any(|byte| byte.is_ascii_uppercase());
        // "111 22 Stockholm"
        let apart = word.kind == WordKind::Number
            && text.len() == 3
            && reading.words.get(at + 1).is_some_and(|next| {
                next.kind == WordKind::Number && next.span.len() == 2 && next.span.start == word.span.end + 1
            });
        postcode |= (apart || digits) && at > words.start || mixed;
        previous = Some(word.span.end);
    }
    (commas >= 2 || commas >= 1 && postcode)
        && words.len() >= 5
        && words.len() <= REACH * 2
        && (postcode || region(reading, words.clone()).is_some())
}

/// The two letters of the United States, sorted.
const STATES: [&str; 51] = [
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN", "KS",
    "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV",
    "NY", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY",
];
/// Countries as addresses close with them.
const COUNTRIES: [(&str, &str); 64] = [
    ("united states", "us"),
    ("usa", "us"),
    ("u.s.a", "us"),
    ("united kingdom", "gb"),
    ("uk", "gb"),
    ("england", "gb"),
    ("scotland", "gb"),
    ("ireland", "ie"),
    ("france", "fr"),
    ("germany", "de"),
    ("deutschland", "de"),
    ("sweden", "se"),
    ("sverige", "se"),
    ("norway", "no"),
    ("norge", "no"),
    ("denmark", "dk"),
    ("danmark", "dk"),
    ("finland", "fi"),
    ("suomi", "fi"),
    ("netherlands", "nl"),
    ("belgium", "be"),
    ("luxembourg", "lu"),
    ("switzerland", "ch"),
    ("austria", "at"),
    ("spain", "es"),
    ("españa", "es"),
    ("portugal", "pt"),
    ("italy", "it"),
    ("italia", "it"),
    ("poland", "pl"),
    ("polska", "pl"),
    ("czech republic", "cz"),
    ("hungary", "hu"),
    ("romania", "ro"),
    ("bulgaria", "bg"),
    ("greece", "gr"),
    ("cyprus", "cy"),
    ("malta", "mt"),
    ("estonia", "ee"),
    ("latvia", "lv"),
    ("lithuania", "lt"),
    ("iceland", "is"),
    ("israel", "il"),
    ("turkey", "tr"),
    ("canada", "ca"),
    ("mexico", "mx"),
    ("brazil", "br"),
    ("brasil", "br"),
    ("argentina", "ar"),
    ("australia", "au"),
    ("new zealand", "nz"),
    ("japan", "jp"),
    ("china", "cn"),
    ("hong kong", "hk"),
    ("taiwan", "tw"),
    ("singapore", "sg"),
    ("malaysia", "my"),
    ("india", "in"),
    ("indonesia", "id"),
    ("philippines", "ph"),
    ("korea", "kr"),
    ("south africa", "za"),
    ("nigeria", "ng"),
    ("kenya", "ke"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::testing::reading;

    fn check(text: &str, expected: &str) {
        reading("en", text, |reading| {
            let shown: Vec<_> = addresses(reading)
                .into_iter()
                .map(|words| {
                    let region = region(reading, words.clone()).unwrap_or("-");
                    format!("{} ({region})", reading.text(reading.span(words)))
                })
                .collect();
            assert_eq!(shown.join("; "), expected, "in {text:?}");
        });
    }

    #[test]
    fn addresses_of_the_world() {
        check(
            "mail address : 123 coastal highway, lewes, delaware 19958, usa\nwe are there for you.",
            "123 coastal highway, lewes, delaware 19958, usa (us)",
        );
        check(
            "Requests must be posted to ACME SA Legal Department, 45 rue de Rivoli, 75001 Paris CEDEX, FRANCE. Any more?",
            "ACME SA Legal Department, 45 rue de Rivoli, 75001 Paris CEDEX, FRANCE (fr)",
        );
        check(
            "Its office is located at 26, rue Bleue, Paris 75009, registered in Paris.",
            "26, rue Bleue, Paris 75009 (-)",
        );
        check(
            "Write to Acme AB, Storgatan 12, 111 22 Stockholm, Sweden.",
            "Acme AB, Storgatan 12, 111 22 Stockholm, Sweden (se)",
        );
        check(
            "Acme Inc.\n300 Main Street #516\nSeattle, WA 98121",
            "Acme Inc.\n300 Main Street #516\nSeattle, WA 98121 (us)",
        );
    }

    #[test]
    fn without_a_house_number() {
        check(
            "Write to the controller, Acme House, Station Approach, Leeds, LS1 4AB or call us.",
            "Acme House, Station Approach, Leeds, LS1 4AB (-)",
        );
        check("We keep the parts A1, B2 and C3 4AB apart.", "");
        check(
            "Acme Inc.\n2 Main Alley, 4th Floor\nSeattle, WA 98121",
            "Acme Inc.\n2 Main Alley, 4th Floor\nSeattle, WA 98121 (us)",
        );
    }

    #[test]
    fn streets_in_one_word_and_with_an_article() {
        check("Address: Tietotie 9, 01530 VANTAA, FINLAND.", "Tietotie 9, 01530 VANTAA, FINLAND (fi)");
        check(
            "Our office is at 14 avenue de l'Opéra, 75001, Paris, France.",
            "14 avenue de l'Opéra, 75001, Paris, France (fr)",
        );
        check(
            "Write to us at: Am Karlsbad 16, 10785 Berlin, Germany.",
            "Am Karlsbad 16, 10785 Berlin, Germany (de)",
        );
        check(
            "Acme AB, org.nr 556123-4567, Fabriksgatan 4, 503 30 Borås, mailar dig.",
            "Fabriksgatan 4, 503 30 Borås (-)",
        );
    }

    #[test]
    fn figures_by_a_way_are_no_address() {
        check("In this way 3 of our 12 partners, and others, use it.", "");
        check("Privacy Policy\nLast updated: September 6, 2026\nOverview\nWe like you.", "");
        check("May 17, 2026\nCalifornia Residents Only\nThis notice is for you.", "");
    }

    #[test]
    fn the_states_are_sorted() {
        assert!(STATES.is_sorted());
    }
}
