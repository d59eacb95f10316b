//! Slips inside a word that the text itself gives away: "proccessing" once, where "processing" stands all over it.

use policyglot_lexer::{Span, Word, WordKind};
use policyglot_parser::BlockId;

use super::Audit;
use super::wording::MISSPELLING;
use crate::hash::{Fast, FastMap};
use crate::vocabulary::WordId;
use std::hash::Hasher;

/// So many slips are shown.
const ENOUGH: usize = 3;

/// A shorter word has too many neighbours that are words of their own.
const LONG: u32 = 8;

/// A word that the text has so many times is spelt as its author means it.
const COMMON: u32 = 3;

/// Looks for words that are one slip away from a common word of the text.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    for (block, span, meant) in slips(audit).into_iter().take(ENOUGH) {
        let message = format!("misspelling: “{}” for “{}”", audit.text(span), audit.text(meant));
        audit.report(MISSPELLING, block, span, message).details.second = Some(meant);
    }
}

/// Where a word stands first, as a place in the reading, and how often it stands in the text.
struct Uses {
    first: u32,
    count: u32,
}

/// The words that the vocabulary doesn't have and that are a slip away from a common word, with that word.
fn slips(audit: &Audit<'_, '_>) -> Vec<(BlockId, Span, Span)> {
    let reading = audit.reading;
    // By the hash of its letters.
    let mut uses: FastMap<u64, Uses> = FastMap::default();
    for (at, word) in (0..).zip(&reading.words) {
        if word.kind != WordKind::Word || word.span.len() < LONG || word.is_capital {
            continue;
        }
        let text = audit.text(word.span);
        if text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            uses.entry(whole(text)).or_insert(Uses { first: at, count: 0 }).count += 1;
        }
    }
    let span = |uses: &Uses| reading.span(uses.first as usize..uses.first as usize + 1);
    let is_known =
        |uses: &Uses| reading.words.get(uses.first as usize).is_some_and(|word| word.id != WordId::UNKNOWN);
    let is_rare = |uses: &Uses| uses.count == 1 && !is_known(uses);
    // Of each common word with one letter left out, and with two neighbours swapped, what stands in the text.
    let mut near: FastMap<u64, Span> = FastMap::default();
    for common in uses.values().filter(|uses| uses.count >= COMMON).map(span) {
        let text = audit.text(common);
        for at in (1..text.len() - 2).filter(|_| common.len() > LONG) {
            let lost = (!is_variant(text, at)).then(|| without(text, at));
            for slip in lost.into_iter().chain([swapped(text, at)]) {
                if uses.get(&slip).is_some_and(is_rare) {
                    near.insert(slip, common);
                }
            }
        }
    }
    let mut found: Vec<_> = uses
        .values()
        .filter(|uses| is_rare(uses))
        .filter_map(|uses_once| {
            let rare = span(uses_once);
            let text = audit.text(rare);
            if has_known_stem(audit, text) {
                return None;
            }
            let lost = near.get(&whole(text)).copied();
            // A letter too many: without it the word is a common one.
            let more = || {
                (1..text.len().saturating_sub(2))
                    .filter(|&at| !is_variant(text, at))
                    .find_map(|at| uses.get(&without(text, at)).filter(|uses| uses.count >= COMMON))
            };
            let meant = lost.or_else(|| more().map(span))?;
            let block = reading.sentences.get(reading.sentence_of(uses_once.first as usize))?.block;
            (audit.text(meant) != text).then_some((block, rare, meant))
        })
        .collect();
    found.sort_unstable_by_key(|&(_, span, _)| span);
    found
}

/// Whether the vocabulary has the word without its ending: "contracting" is no slip, for there is "contract".
fn has_known_stem(audit: &Audit<'_, '_>, text: &str) -> bool {
    const ENDINGS: [&str; 8] = ["ing", "ed", "es", "s", "er", "or", "ly", "ion"];
    let mut folded = String::new();
    ENDINGS.iter().filter_map(|ending| text.strip_suffix(ending)).any(|stem| {
        let Ok(end) = u32::try_from(stem.len()) else { return false };
        let word = Word { kind: WordKind::Word, span: Span::new(0, end) };
        audit.reading.vocabulary.read(stem, word, &mut folded).id != WordId::UNKNOWN
    })
}

/// Whether a word without its letter `at` is as right in the English of another country: "behaviour", "cancelled".
fn is_variant(text: &str, at: usize) -> bool {
    let letters = text.as_bytes();
    let before = letters.get(at.wrapping_sub(1)).copied();
    match letters.get(at) {
        Some(b'u') => before == Some(b'o'),
        Some(b'l' | b's' | b'p' | b't') => {
            before == letters.get(at).copied() || letters.get(at + 1) == letters.get(at)
        }
        Some(b'e') => true,
        _ => false,
    }
}

fn whole(text: &str) -> u64 {
    let mut hash = Fast::default();
    for byte in text.bytes() {
        hash.write_u8(byte);
    }
    hash.finish()
}

/// The hash of a word without its letter `at`.
fn without(text: &str, at: usize) -> u64 {
    let mut hash = Fast::default();
    for (place, byte) in text.bytes().enumerate() {
        if place != at {
            hash.write_u8(byte);
        }
    }
    hash.finish()
}

/// The hash of a word with its letter `at` after the next one.
fn swapped(text: &str, at: usize) -> u64 {
    let letters = text.as_bytes();
    let mut hash = Fast::default();
    for place in 0..letters.len() {
        let from = if place == at {
            at + 1
        } else if place == at + 1 {
            at
        } else {
            place
        };
        hash.write_u8(letters.get(from).copied().unwrap_or(0));
    }
    hash.finish()
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn a_slip_beside_the_word_itself() {
        let text =
            "A gatekeeper sleeps. The gatekeeper wakes, and our gatekeeper stands. The gatekeper sits.";
        check(&text.replace("gatekeper", "gatekkeeper"), &["misspelling: gatekkeeper"]);
        check(&text.replace("gatekeper", "gatekepeer"), &["misspelling: gatekepeer"]);
        // Doubled letters and silent ones are right in some countries.
        check(text, &[]);
    }
}
