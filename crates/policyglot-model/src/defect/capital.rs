//! Capitals where a sentence goes on: words out of order, and names of the company in odd letters.

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::{BlockId, BlockKind};

use super::{Audit, Rule, short};
use crate::hash::FastMap;
use crate::{FactKind, Severity, WordId};

const STRAY: Rule = Rule { name: "stray-capital", severity: Severity::Info };
const NAME: Rule = Rule { name: "company-name-spelling", severity: Severity::Warning };

/// A habit of the author has more places; a slip has fewer.
const SLIPS: usize = 2;
/// A word must stand so often without its capital.
const COMMON: usize = 4;
/// So many of a kind are shown.
const ENOUGH: usize = 4;

/// Looks for both.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let mut strays = stray(audit);
    strays.extend(lone(audit));
    strays.sort_unstable_by_key(|&(_, span)| span);
    strays.dedup();
    for (block, span) in strays {
        let message = format!("a capital inside the sentence: “{}”", short(audit.text(span)));
        audit.report(STRAY, block, span, message);
    }
    for (block, span, name) in names(audit) {
        let message =
            format!("the company’s name in other letters: “{}” for “{name}”", short(audit.text(span)));
        audit.report(NAME, block, span, message);
    }
}

/// "within our timely Adversely affect you", "it will be A reasonable": what machine translation leaves where it puts
/// two halves of a sentence together.
fn stray(audit: &Audit<'_, '_>) -> Vec<(BlockId, Span)> {
    let reading = audit.reading;
    // By word: how often it stands small, and the places where it has a stray capital.
    let mut smalls: FastMap<WordId, usize> = FastMap::default();
    let mut looked_at: FastMap<WordId, bool> = FastMap::default();
    let mut strays: FastMap<WordId, Vec<(BlockId, Span)>> = FastMap::default();
    for sentence in &reading.sentences {
        let is_text = reading
            .document
            .block(sentence.block)
            .is_some_and(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item));
        if !is_text {
            continue;
        }
        for at in sentence.words.clone() {
            let Some(word) = reading.words.get(at) else { break };
            if word.kind != WordKind::Word || !reading.vocabulary.is_stopword(word.id) {
                continue;
            }
            // "to You" is how some write a defined term, and "the Right If you" a heading that runs into its text.
            let is_looked_at = looked_at.entry(word.id).or_insert_with(|| {
                let text = audit.text(word.span);
                text.len() == 1 || audit.is_cue(text, &["cue.our", "cue.your"])
            });
            if !*is_looked_at {
                continue;
            }
            if !word.is_capital {
                *smalls.entry(word.id).or_default() += 1;
            } else if at > sentence.words.start && is_between(audit, at, sentence.words.end) {
                strays.entry(word.id).or_default().push((sentence.block, reading.span(at - 1..at + 2)));
            }
        }
    }
    let mut found: Vec<_> = strays
        .into_iter()
        .filter(|(word, places)| {
            places.len() <= SLIPS && smalls.get(word).is_some_and(|&count| count >= COMMON)
        })
        .flat_map(|(_, places)| places)
        .collect();
    found.sort_unstable_by_key(|&(_, span)| span);
    // A text that is full of them has a style of its own.
    found.truncate(if found.len() > 2 * ENOUGH { 0 } else { ENOUGH });
    found
}

/// "web page visits Record and other information": a word that has a capital once, and none in all its other places.
fn lone(audit: &Audit<'_, '_>) -> Vec<(BlockId, Span)> {
    /// How often a word stands with a capital and without, and where it has a stray one.
    #[derive(Default)]
    struct Uses {
        smalls: usize,
        capitals: usize,
        stray: Option<(BlockId, Span)>,
        /// Whether no name has this word, so that it shows how the text was made.
        is_sure: bool,
    }
    let reading = audit.reading;
    // Few texts have such a word, and need a count of all.
    let is_sure = |at: usize, end: usize| {
        reading.words.get(at).is_some_and(|word| word.is_capital && word.kind == WordKind::Word)
            && is_between(audit, at, end)
            && audit.is_cue(reading.word_text(at), &["defect.mid-word"])
    };
    let any_sure = reading.sentences.iter().any(|sentence| {
        let words = sentence.words.clone().skip(1);
        words.into_iter().any(|at| is_sure(at, sentence.words.end))
    });
    if !any_sure {
        return Vec::new();
    }
    let mut uses: FastMap<WordId, Uses> = FastMap::default();
    for sentence in &reading.sentences {
        let kind = reading.document.block(sentence.block).map(|block| block.kind);
        let is_text = matches!(kind, Some(BlockKind::Paragraph | BlockKind::Item));
        for at in sentence.words.clone() {
            let Some(word) = reading.words.get(at) else { break };
            if word.kind != WordKind::Word || word.id == WordId::UNKNOWN {
                continue;
            }
            let uses = uses.entry(word.id).or_default();
            if !word.is_capital {
                uses.smalls += 1;
            } else if at > sentence.words.start || !is_text {
                uses.capitals += 1;
                let is_stray =
                    is_text && at > sentence.words.start && is_between(audit, at, sentence.words.end);
                if is_stray && is_misplaced(audit, at) {
                    uses.stray = Some((sentence.block, reading.span(at - 1..at + 2)));
                    uses.is_sure = audit.is_cue(reading.word_text(at), &["defect.mid-word"]);
                }
            }
        }
    }
    let is_lone = |uses: &&Uses| uses.capitals == 1 && uses.smalls >= LONE;
    let lone = || uses.values().filter(|uses| is_lone(uses) && uses.stray.is_some());
    // Other words may be the first of a heading that has run into the text before it.
    if !lone().any(|uses| uses.is_sure) {
        return Vec::new();
    }
    let mut found: Vec<_> = lone().filter_map(|uses| uses.stray).collect();
    found.sort_unstable_by_key(|&(_, span)| span);
    found.truncate(if found.len() > 2 * ENOUGH { 0 } else { ENOUGH });
    found
}

/// A word must stand so often without its capital, where no list says that it has none.
const LONE: usize = 2;

/// Whether word `at` can't be a name or the start of what a line break cut off: "the Account page", "use We collect".
fn is_misplaced(audit: &Audit<'_, '_>, at: usize) -> bool {
    let reading = audit.reading;
    let (before, text, after) = (reading.word_text(at - 1), reading.word_text(at), reading.word_text(at + 1));
    if audit.is_cue(text, &["defect.mid-word"]) {
        return true;
    }
    let leads =
        ["cue.the", "cue.this", "cue.our", "cue.your", "cue.preposition", "cue.to", "cue.for", "cue.of"];
    let heads = ["cue.page", "cue.head"];
    !audit.is_small(text)
        && text.len() > 4
        && !audit.is_cue(before, &leads)
        && !audit.is_cue(before, &["cue.from", "cue.with", "cue.by", "cue.and", "defect.see"])
        && !audit.is_cue(after, &heads)
}

/// Whether word `at` stands between two words without capitals, blanks and nothing else between them.
fn is_between(audit: &Audit<'_, '_>, at: usize, end: usize) -> bool {
    let reading = audit.reading;
    let small = |at: usize| {
        reading.words.get(at).is_some_and(|word| {
            let text = audit.text(word.span);
            word.kind == WordKind::Word && text.len() > 1 && text.chars().all(char::is_lowercase)
        })
    };
    let rest = audit.text(reading.span(at..at + 1));
    // "THE", "US" are other things.
    let is_start = rest.chars().skip(1).all(char::is_lowercase);
    let between = |one: usize| {
        let (before, after) = (reading.span(one..one + 1), reading.span(one + 1..one + 2));
        let gap = audit.text(Span::new(before.end, after.start));
        !gap.is_empty() && gap.bytes().all(|byte| byte == b' ')
    };
    at + 1 < end && is_start && small(at - 1) && small(at + 1) && between(at - 1) && between(at)
}

/// "Acmesoft" for "Acme Soft": the same letters with other blanks or capitals.
fn names(audit: &Audit<'_, '_>) -> Vec<(BlockId, Span, String)> {
    let reading = audit.reading;
    let mut names: Vec<(String, String)> = Vec::new();
    for fact in audit.facts.iter().filter(|fact| fact.kind == FactKind::Organisation) {
        let aliases = fact.details.aliases.iter().map(String::as_str);
        for name in fact.value.as_deref().into_iter().chain(aliases) {
            let letters = letters(name);
            let is_name = name.starts_with(char::is_uppercase) && letters.len() > 2;
            if is_name && names.len() < ENOUGH * 2 && !names.iter().any(|(known, _)| *known == letters) {
                names.push((letters, name.to_owned()));
            }
        }
    }
    // Nearly no word starts as a name does, and a look at one byte is cheap.
    let initials = initials(&names);
    let mut found = Vec::new();
    for sentence in &reading.sentences {
        let mut at = sentence.words.start;
        while at < sentence.words.end {
            let initial = reading.words.get(at).map_or(0, |word| reading.first_byte(word));
            let names = if initials[usize::from(initial)] { &names[..] } else { &[] };
            let Some((end, name)) = names.iter().find_map(|(letters, name)| {
                let end = alike(audit, letters, at, sentence.words.end)?;
                Some((end, name))
            }) else {
                at += 1;
                continue;
            };
            let span = reading.span(at..end);
            if audit.text(span) != name && is_odd(audit.text(span), name) {
                found.push((sentence.block, span, name.clone()));
            }
            at = end;
        }
    }
    found.truncate(ENOUGH);
    found
}

/// For each byte whether a word that starts with it may start one of `names`, which are small letters: capitals beyond
/// ASCII have other bytes.
fn initials(names: &[(String, String)]) -> [bool; 256] {
    let mut initials = [false; 256];
    for first in names.iter().filter_map(|(letters, _)| letters.bytes().next()) {
        for byte in 0..=u8::MAX {
            let same = byte.to_ascii_lowercase() == first || !byte.is_ascii() && !first.is_ascii();
            initials[usize::from(byte)] |= same;
        }
    }
    initials
}

/// The letters of a name, small, without its marks and blanks.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// One past the words from `at` on that have exactly `letters`.
fn alike(audit: &Audit<'_, '_>, letters: &str, at: usize, end: usize) -> Option<usize> {
    let mut left = letters;
    for next in at..end {
        let word = audit.reading.words.get(next)?;
        match word.kind {
            WordKind::Word => left = without(left, audit.text(word.span))?,
            WordKind::Mark if next > at => {}
            _ => return None,
        }
        if left.is_empty() {
            return Some(next + 1);
        }
    }
    None
}

/// What is left of `letters` behind those of a word; `None` where it starts with others.
fn without<'l>(letters: &'l str, word: &str) -> Option<&'l str> {
    // Most words have only letters of one byte, and differ in one of the first.
    if word.is_ascii() && letters.is_ascii() && word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let (start, left) = letters.split_at_checked(word.len())?;
        return start.eq_ignore_ascii_case(word).then_some(left);
    }
    let mut left = letters.chars();
    let own = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    for letter in own {
        if left.next() != Some(letter) {
            return None;
        }
    }
    Some(left.as_str())
}

/// Whether `text` has the blanks of another name, or one word of it a small letter before its capitals ("aBC").
fn is_odd(text: &str, name: &str) -> bool {
    let blanks = |text: &str| text.split_whitespace().map(self::letters).collect::<Vec<_>>();
    let is_title = text.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let inverted = text.starts_with(char::is_lowercase) && text.chars().skip(1).any(char::is_uppercase);
    let own = name.starts_with(char::is_lowercase);
    (blanks(text) != blanks(name) && is_title && text.contains(' ') && name.contains(' '))
        || inverted && !own && !text.contains(' ')
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn words_out_of_order() {
        let text = "We keep a list of a river, a hill and a lake. It will be A reasonable lake for a hill.";
        check(text, &["stray-capital: be A reasonable"]);
        check("We keep a list of a river, a hill, a lake, and of A New Hope as a film.", &[]);
    }

    #[test]
    fn a_word_that_has_one_capital() {
        check(
            "We keep a lasting record of it. The record is long. It is there, and it Is good. They may collect page visits Record and more.",
            &["stray-capital: it Is good", "stray-capital: visits Record and"],
        );
        check("We keep a record. The record is long. You find it on the Record page.", &[]);
    }

    #[test]
    fn one_name_in_two_spellings() {
        let text = "Ac Me Technology Co., Ltd. (“Ac Me Technology”) respects you. Acme Technology is near.";
        check(text, &["company-name-spelling: Acme Technology"]);
    }
}
