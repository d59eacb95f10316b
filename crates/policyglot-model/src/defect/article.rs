//! "a identifier", "an user": the article that the sound of the next word forbids.

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::BlockId;

use super::{Audit, Rule, short};
use crate::Severity;

const ARTICLE: Rule = Rule { name: "wrong-article", severity: Severity::Info };

/// So many slips are shown.
const ENOUGH: usize = 3;

/// So many are compared with what other rules have found.
const LOOKED: usize = 64;

/// Looks at each "a" and "an" of an English text.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    if audit.reading.vocabulary.code() != "en" {
        return;
    }
    for (block, span) in wrong(audit).into_iter().take(ENOUGH) {
        let message = format!("wrong article: “{}”", short(audit.text(span)));
        audit.report(ARTICLE, block, span, message);
    }
}

fn wrong(audit: &Audit<'_, '_>) -> Vec<(BlockId, Span)> {
    let told: Vec<Span> = audit.found.iter().map(|fact| fact.span).collect();
    let mut found = Vec::new();
    for sentence in &audit.reading.sentences {
        let words = audit.reading.words.get(sentence.words.clone()).unwrap_or_default();
        for pair in words.windows(2) {
            let [article, noun] = pair else { continue };
            // Only "a" and "an" are so short; a capital may be a letter, or a name of any sound.
            if article.span.len() > 2 || noun.kind != WordKind::Word || noun.is_capital {
                continue;
            }
            let is_wrong = match audit.text(article.span) {
                "a" => is_vowel(audit.text(noun.span)),
                "an" => is_consonant(audit.text(noun.span)),
                _ => false,
            };
            let gap = audit.text(Span::new(article.span.end, noun.span.start));
            let span = article.span.cover(noun.span);
            if is_wrong && gap == " " {
                found.push((sentence.block, span));
            }
        }
    }
    // The vocabulary may have the very slip.
    found.truncate(LOOKED);
    found.retain(|(_, span)| !told.iter().any(|other| other.overlaps(*span)));
    found
}

/// Whether a word surely begins with the sound of a vowel.
fn is_vowel(word: &str) -> bool {
    const LIKE_CONSONANTS: [&str; 5] = ["eu", "one", "once", "ew", "oui"];
    is_plain(word)
        && word.starts_with(['a', 'e', 'i', 'o'])
        && !LIKE_CONSONANTS.iter().any(|start| word.starts_with(start))
}

/// Whether a word surely begins with the sound of a consonant.
fn is_consonant(word: &str) -> bool {
    const SILENT: [&str; 5] = ["hour", "honest", "honor", "honour", "heir"];
    const LIKE_CONSONANTS: [&str; 6] = ["user", "uniq", "unit", "univ", "use", "usual"];
    let is_vowel = word.starts_with(['a', 'e', 'i', 'o', 'u', 'h', 'y'])
        && !LIKE_CONSONANTS.iter().any(|start| word.starts_with(start));
    // "an historic" is as good as "a historic", and "an https link" is read letter by letter.
    is_plain(word) && !is_vowel && !SILENT.iter().any(|start| word.starts_with(start))
}

/// Whether a word is read as one, not letter by letter: "an sms", "a url".
fn is_plain(word: &str) -> bool {
    word.len() > 4
        && word.bytes().all(|byte| byte.is_ascii_lowercase())
        && word.contains(['a', 'e', 'i', 'o', 'u'])
        && word.bytes().skip(1).any(|byte| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u'))
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn articles() {
        check("This is a island, and an river.", &["wrong-article: a island", "wrong-article: an river"]);
        check("This is a European river, a one-off, an hour, an SMS, an x-ray, a unique hill.", &[]);
    }
}
