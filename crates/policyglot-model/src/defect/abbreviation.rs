//! Abbreviations that no word of the text explains.

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::{BlockId, BlockKind};

use super::{Audit, Rule};
use crate::hash::FastMap;
use crate::reading::Sentence;
use crate::{ConceptKind, FactKind, Severity};

const UNDEFINED: Rule = Rule { name: "undefined-abbreviation", severity: Severity::Info };

/// A word of the trade stands more often.
const RARE: usize = 2;

/// Each is looked for in the whole text, so no more than these.
const LOOKED: usize = 32;

/// "violations of the TOU": letters that stand once or twice, and nowhere the words for them.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    // By the letters: the first place, and how often they stand.
    let mut places: FastMap<&str, (BlockId, Span, usize)> = FastMap::default();
    for sentence in &audit.reading.sentences {
        let kind = audit.reading.document.block(sentence.block).map(|block| block.kind);
        if !matches!(kind, Some(BlockKind::Paragraph | BlockKind::Item)) {
            continue;
        }
        for at in sentence.words.clone() {
            let Some(word) = audit.reading.words.get(at).filter(|word| word.is_capital) else { continue };
            let text = audit.text(word.span);
            if is_letters(text) && is_noun(audit, sentence, at) {
                places.entry(text).or_insert((sentence.block, word.span, 0)).2 += 1;
            }
        }
    }
    let mut found: Vec<_> = places
        .into_iter()
        .filter(|&(_, (.., count))| count <= RARE)
        .map(|(letters, (block, span, _))| (block, span, letters))
        .collect();
    found.sort_unstable_by_key(|&(_, span, _)| span);
    found.truncate(LOOKED);
    found.retain(|&(.., letters)| !is_known(audit, letters));
    for (block, span, letters) in found {
        let message = format!("undefined abbreviation: “{letters}” stands for nothing that the text says");
        audit.report(UNDEFINED, block, span, message);
    }
}

/// "TOU": three to five capitals.
fn is_letters(text: &str) -> bool {
    (3..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether word `at` stands alone behind an article, in a sentence that is not written in capitals and names nothing by
/// these letters.
fn is_noun(audit: &Audit<'_, '_>, sentence: &Sentence, at: usize) -> bool {
    let reading = audit.reading;
    let before = at.checked_sub(1).filter(|&at| at >= sentence.words.start);
    let article = before.is_some_and(|before| {
        let word = reading.word_text(before);
        word.starts_with(char::is_lowercase) && audit.is_cue(word, &["cue.the", "cue.our", "cue.this"])
    });
    let after = reading.words.get(at + 1).filter(|_| at + 1 < sentence.words.end);
    let ends = after.is_none_or(|word| {
        let text = audit.text(word.span);
        match word.kind {
            WordKind::Mark => matches!(text, "." | "," | ";" | ")"),
            WordKind::Word => audit.is_small(text),
            _ => false,
        }
    });
    let place = reading.span(at..at + 1);
    article && ends && !reading.mentions_in(sentence).iter().any(|mention| mention.span.overlaps(place))
}

/// Whether the text explains the letters, or everybody knows them.
fn is_known(audit: &Audit<'_, '_>, letters: &str) -> bool {
    let reading = audit.reading;
    let folded = letters.to_lowercase();
    let named = |fact: &crate::Fact| {
        let own = fact.value.as_deref().into_iter().chain(fact.details.name.as_deref());
        let mut names = own.chain(fact.details.aliases.iter().map(String::as_str));
        matches!(
            fact.kind,
            FactKind::Organisation | FactKind::Definition | FactKind::Law | FactKind::Authority
        ) && names
            .any(|name| name.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|part| part == folded))
    };
    // "Terms of Use (TOU)", "the “TOU”".
    let explained = || {
        (0..).zip(&reading.words).filter(|(_, word)| word.is_capital).any(|(at, word): (usize, _)| {
            let before = at.checked_sub(1).map_or("", |at| reading.word_text(at));
            let after = reading.word_text(at + 1);
            audit.text(word.span) == letters
                && (matches!(before, "(" | "“" | "\"" | "‘") || matches!(after, "(" | ":" | "–" | "—"))
        })
    };
    audit.is_cue(letters, &["cue.abbreviation"])
        || audit.means(letters, |concept| reading.concepts.kind(concept) != ConceptKind::Cue)
        || audit.facts.iter().any(named)
        || explained()
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn letters_without_their_words() {
        let text = "The grounds may be violations of the TOU, and others.";
        check(text, &["undefined-abbreviation: TOU"]);
        check("Read the Terms of Use (TOU). The grounds may be violations of the TOU, and others.", &[]);
        check("We read the PDF and keep the GPS of it.", &[]);
    }
}
