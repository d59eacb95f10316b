//! Which language a document is written in, told from samples of the whole text.

use policyglot_lexer::{Span, WordKind, words};
use whatlang::Lang;

use crate::reading::Reading;
use crate::vocabulary::LanguageFile;
use crate::{Fact, FactKind};

/// At how many places, spread over the text, words are looked at: a notice in another language stands at few of them.
const PLACES: usize = 16;
/// How many words are looked at at each place; more say nothing new.
const WORDS: usize = 32;
/// How many bytes whatlang gets: it needs a paragraph or two, and its time grows with the text.
const SAMPLE_BYTES: usize = 1200;
/// The share of a vocabulary's stop words from which on another opinion does not count.
const SURE: f32 = 0.38;
/// The share below which a text is not in that language at all.
const LEAST: f32 = 0.12;

/// The vocabulary of the language that `text` is written in, and the language's ISO 639-1 code.
///
/// A text in a language that no vocabulary has gives `None` and the code; a text in no language at all `None` twice.
pub(crate) fn tell<'v>(
    text: &str,
    languages: &'v [LanguageFile],
) -> (Option<&'v LanguageFile>, Option<&'static str>) {
    let mut counts = vec![0u16; languages.len()];
    let mut total = 0u16;
    let mut folded = String::new();
    for word in sample(text) {
        let is_small = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let lower = if !is_small && word.chars().any(char::is_uppercase) {
            folded.clear();
            folded.extend(word.chars().flat_map(char::to_lowercase));
            folded.as_str()
        } else {
            word
        };
        total += 1;
        for (count, vocabulary) in counts.iter_mut().zip(languages) {
            *count += u16::from(vocabulary.is_stopword(lower));
        }
    }
    let share = |count: u16| f32::from(count) / f32::from(total.max(1));
    let best = counts.iter().zip(languages).max_by_key(|(count, _)| **count);
    let best = best.filter(|(count, _)| **count > 0);
    // Danish shares half of Swedish's commonest words, so that another opinion is asked for unless it can't count.
    if best.is_none_or(|(count, _)| share(*count) < SURE)
        && let Some(code) = opinion(text)
    {
        return (languages.iter().find(|vocabulary| vocabulary.code() == code), Some(code));
    }
    match best.filter(|(count, _)| share(**count) >= LEAST || total < 12) {
        Some((_, vocabulary)) => (Some(vocabulary), iso_639_1(vocabulary.code())),
        None => (None, None),
    }
}

/// Some hundred words from all parts of `text`; all of them where it has no more.
fn sample(text: &str) -> impl Iterator<Item = &str> {
    let place = |at: usize| {
        let start = text.floor_char_boundary(text.len() * at / PLACES);
        // In the middle of a word the next one counts.
        let part = text.as_bytes()[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        start + if at > 0 { part } else { 0 }
    };
    (0..PLACES).flat_map(move |at| {
        let part = text.get(place(at)..place(at + 1)).unwrap_or_default();
        let letters = words(part).filter(|word| word.kind == WordKind::Word);
        letters.take(WORDS).map(|word| word.span.of(part))
    })
}

/// The language of a part of `text`, by its letters.
fn opinion(text: &str) -> Option<&'static str> {
    let start = text.floor_char_boundary(text.len() / 4);
    let sample = text.get(start..text.floor_char_boundary(start + SAMPLE_BYTES)).unwrap_or(text);
    let info = whatlang::detect(sample).filter(|info| info.is_reliable() || info.confidence() > 0.5);
    info.and_then(|info| of_whatlang(info.lang()))
}

/// The language as a fact, at the first sentence that tells it.
pub(crate) fn fact(reading: &Reading<'_>, code: Option<&'static str>) -> Option<Fact> {
    let code = code?;
    let telling = |words: &std::ops::Range<usize>| {
        let words = reading.words.get(words.clone()).unwrap_or_default();
        let letters = words.iter().filter(|word| word.kind == WordKind::Word).count();
        let common = words.iter().filter(|word| reading.vocabulary.is_stopword(word.id)).count();
        letters >= 4 && (common >= 2 || reading.vocabulary.code().is_empty())
    };
    let sentence = reading.sentences.iter().find(|sentence| telling(&sentence.words));
    let sentence = sentence.or_else(|| reading.sentences.first())?;
    let span = Span::new(sentence.span.start, sentence.span.end);
    Some(Fact::new(FactKind::Language, code, span, sentence.span, sentence.block))
}

/// The code as one of ours, which lives as long as the program.
fn iso_639_1(code: &str) -> Option<&'static str> {
    CODES.iter().map(|(_, known)| *known).find(|known| *known == code)
}

fn of_whatlang(lang: Lang) -> Option<&'static str> {
    CODES.iter().find(|(three, _)| *three == lang.code()).map(|(_, two)| *two)
}

/// ISO 639-3, as whatlang says, and ISO 639-1.
const CODES: [(&str, &str); 68] = [
    ("eng", "en"),
    ("swe", "sv"),
    ("deu", "de"),
    ("fra", "fr"),
    ("spa", "es"),
    ("ita", "it"),
    ("por", "pt"),
    ("nld", "nl"),
    ("dan", "da"),
    ("nob", "no"),
    ("fin", "fi"),
    ("pol", "pl"),
    ("ces", "cs"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("hun", "hu"),
    ("ron", "ro"),
    ("bul", "bg"),
    ("ell", "el"),
    ("est", "et"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("hrv", "hr"),
    ("srp", "sr"),
    ("mkd", "mk"),
    ("rus", "ru"),
    ("ukr", "uk"),
    ("bel", "be"),
    ("tur", "tr"),
    ("ara", "ar"),
    ("heb", "he"),
    ("pes", "fa"),
    ("urd", "ur"),
    ("hin", "hi"),
    ("ben", "bn"),
    ("tam", "ta"),
    ("tel", "te"),
    ("mar", "mr"),
    ("guj", "gu"),
    ("kan", "kn"),
    ("mal", "ml"),
    ("pan", "pa"),
    ("ori", "or"),
    ("sin", "si"),
    ("nep", "ne"),
    ("tha", "th"),
    ("mya", "my"),
    ("khm", "km"),
    ("vie", "vi"),
    ("ind", "id"),
    ("jav", "jv"),
    ("tgl", "tl"),
    ("cmn", "zh"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("kat", "ka"),
    ("hye", "hy"),
    ("aze", "az"),
    ("uzb", "uz"),
    ("tuk", "tk"),
    ("amh", "am"),
    ("yid", "yi"),
    ("cat", "ca"),
    ("afr", "af"),
    ("lat", "la"),
    ("zul", "zu"),
    ("sna", "sn"),
    ("epo", "eo"),
];

#[cfg(test)]
mod tests {
    use crate::identity::testing::check_kind;
    use crate::{FactKind, Lexicon, read};

    fn check(text: &str, expected: &str) {
        check_kind(FactKind::Language, text, expected);
    }

    #[test]
    fn a_language_with_a_vocabulary() {
        check("Acme is committed to the protection of your data.", "en");
        check("Vi samlar in uppgifter om dig för att kunna erbjuda våra tjänster.", "sv");
    }

    #[test]
    fn a_language_without_one_is_named_all_the_same() {
        check(
            "Wir verarbeiten Ihre personenbezogenen Daten nur, soweit dies zur Bereitstellung einer \
             funktionsfähigen Website sowie unserer Inhalte und Leistungen erforderlich ist.",
            "de",
        );
        check(
            "Virksomheden indsamler oplysninger, når du bruger hjemmesiden, og videregiver dem ikke til andre. \
             Du har ret til at få indsigt i de oplysninger, der behandles, og til at gøre indsigelse mod \
             behandlingen. Henvendelser herom skal rettes til den dataansvarlige, og svaret gives inden for en måned. \
             Oplysningerne slettes, når der ikke længere er brug for dem.",
            "da",
        );
    }

    #[test]
    fn the_policy_says_its_language() {
        let lexicon = Lexicon::bundled().expect("the crate's own files");
        let document = policyglot_parser::parse("Vi värnar om din integritet.");
        assert_eq!(read(&document, &lexicon).language, Some("sv"));
    }
}
