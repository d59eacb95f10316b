//! One word in two spellings: with and without its hyphen, in the English of two countries.

use std::cmp::Ordering;

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::BlockId;

use super::{Audit, Rule};
use crate::Severity;
use crate::hash::{FastMap, hash_folded};
use crate::reading::ReadWord;

const HYPHEN: Rule = Rule { name: "mixed-hyphen", severity: Severity::Info };
const ENGLISH: Rule = Rule { name: "mixed-english", severity: Severity::Info };

/// Looks for both.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    // The English of two countries is one habit.
    for (rule, found, most) in [(HYPHEN, hyphens(audit), 2), (ENGLISH, english(audit), 1)] {
        for Mixed { block, span, other, beside } in found.into_iter().take(most) {
            let fact = audit.report_pair(rule, block, (span, other), "mixed spelling");
            if let Some((block, both)) = beside {
                (fact.block, fact.span) = (block, both);
            }
        }
    }
}

type Found = Vec<Mixed>;

/// A word in two spellings: the first place of the rarer, that of the other, and where they stand side by side.
struct Mixed {
    block: BlockId,
    span: Span,
    other: Span,
    beside: Option<(BlockId, Span)>,
}

/// So many bytes may hold two spellings that are shown together.
const NEAR: u32 = 60;

/// Where a word stands in each of its two spellings.
#[derive(Default)]
struct Spellings {
    places: [Option<(BlockId, Span)>; 2],
    last: [Option<(BlockId, Span)>; 2],
    counts: [usize; 2],
    /// The first place where both stand side by side.
    beside: Option<(BlockId, Span)>,
}

impl Spellings {
    fn add(&mut self, which: usize, block: BlockId, span: Span) {
        if let (Some(place), Some(count)) = (self.places.get_mut(which), self.counts.get_mut(which)) {
            *place = place.or(Some((block, span)));
            *count += 1;
        }
        let both = self.last.get(1 - which.min(1)).copied().flatten();
        let both = both.filter(|(other, _)| *other == block).map(|(_, other)| other.cover(span));
        self.beside = self.beside.or(both.filter(|both| both.len() <= NEAR).map(|both| (block, both)));
        if let Some(last) = self.last.get_mut(which) {
            *last = Some((block, span));
        }
    }

    /// The first place of the rarer spelling, and that of the other.
    fn mixed(&self) -> Option<Mixed> {
        let [one, other] = self.places;
        let (one, other) = (one?, other?);
        // Of two that stand as often the first is shown.
        let is_rarer = match self.counts[0].cmp(&self.counts[1]) {
            Ordering::Less => true,
            Ordering::Equal => one.1.start < other.1.start,
            Ordering::Greater => false,
        };
        let (rare, common) = if is_rarer { (one, other) } else { (other, one) };
        Some(Mixed { block: rare.0, span: rare.1, other: common.1, beside: self.beside })
    }
}

/// The mixed ones of some words, in reading order.
fn in_order(spellings: FastMap<u64, Spellings>) -> Found {
    let mut found: Found = spellings.into_values().filter_map(|word| word.mixed()).collect();
    found.sort_unstable_by_key(|mixed| mixed.span);
    found
}

/// "interest-based advertising" and "interest based advertising"; "e-mail" and "email".
fn hyphens(audit: &Audit<'_, '_>) -> Found {
    let reading = audit.reading;
    let source = reading.document.source().as_bytes();
    let hash = |at: usize| {
        let span = reading.span(at..at + 1);
        hash_folded(source.get(span.start as usize..).unwrap_or_default(), span.len() as usize)
    };
    let is_word = |at: usize| reading.words.get(at).is_some_and(|word| word.kind == WordKind::Word);
    // By the hash of its letters the hyphenated pair: as one word, or with the noun after it.
    let mut joined: FastMap<u64, Spellings> = FastMap::default();
    let mut apart: FastMap<u64, Spellings> = FastMap::default();
    let mut looks = Looks([false; 1 << 13]);
    let mut letters = String::new();
    let marks = (0..).zip(&reading.words).filter(|(_, word)| word.kind == WordKind::Hyphen);
    for at in marks.map(|(at, _)| at) {
        let Some(sentence) = reading.sentences.get(reading.sentence_of(at)) else { break };
        let inside = at > sentence.words.start && at + 1 < sentence.words.end;
        if !inside || !is_word(at - 1) || !is_word(at + 1) {
            continue;
        }
        let pair = reading.span(at - 1..at + 2);
        // A dash between two clauses joins no words.
        if pair.len() != reading.span(at - 1..at).len() + reading.span(at + 1..at + 2).len() + 1 {
            continue;
        }
        // "Log-In" stands in a title, where both spellings have capitals.
        let is_title = reading.word_text(at + 1).starts_with(char::is_uppercase);
        if is_title && !reading.word_text(at + 2).starts_with(char::is_uppercase) {
            continue;
        }
        letters.clear();
        letters.extend(audit.text(pair).chars().filter(|c| c.is_alphanumeric()));
        looks.add(letters.as_bytes());
        let key = hash_folded(letters.as_bytes(), letters.len());
        joined.entry(key).or_default().add(0, sentence.block, pair);
        if at + 2 < sentence.words.end && is_noun(reading.word_text(at + 2)) && is_word(at + 2) {
            looks.add(reading.word_text(at + 2).as_bytes());
            let key = key_of([at - 1, at + 1, at + 2].map(hash));
            apart.entry(key).or_default().add(0, sentence.block, reading.span(at - 1..at + 3));
        }
    }
    if joined.is_empty() {
        return Vec::new();
    }
    let alike = (0..)
        .zip(&reading.words)
        .filter(|(_, word)| word.kind == WordKind::Word && looks.has(audit.text(word.span).as_bytes()));
    for at in alike.map(|(at, _)| at) {
        let own = hash(at);
        let pair = joined.get_mut(&own);
        let before = reading.words.get(at.saturating_sub(2)..at).unwrap_or_default();
        let follows = matches!(before, [one, two] if [one.kind, two.kind] == [WordKind::Word; 2]);
        let trio = if follows { apart.get_mut(&key_of([hash(at - 2), hash(at - 1), own])) } else { None };
        if pair.is_none() && trio.is_none() {
            continue;
        }
        let Some(sentence) = reading.sentences.get(reading.sentence_of(at)) else { break };
        let after_hyphen =
            at > sentence.words.start && before.last().is_some_and(|word| word.kind == WordKind::Hyphen);
        if let Some(word) = pair.filter(|_| !after_hyphen) {
            word.add(1, sentence.block, reading.span(at..at + 1));
        }
        if let Some(words) = trio.filter(|_| at >= sentence.words.start + 2) {
            words.add(1, sentence.block, reading.span(at - 2..at + 1));
        }
    }
    joined.extend(apart);
    in_order(joined)
}

/// The first and last letters and the lengths of the words that are looked for: few others have those of one, and need
/// a hash.
struct Looks([bool; 1 << 13]);

impl Looks {
    fn add(&mut self, word: &[u8]) {
        self.0[Self::place(word)] = true;
    }

    fn has(&self, word: &[u8]) -> bool {
        self.0[Self::place(word)]
    }

    /// The lowest five bits of a letter are the same in both cases.
    fn place(word: &[u8]) -> usize {
        let low = |letter: Option<&u8>| usize::from(letter.map_or(0, |letter| letter & 31));
        low(word.first()) << 8 | low(word.last()) << 3 | word.len() & 7
    }
}

/// Whether the word after "third-party" may be what it qualifies: "opt-out of" is no such pair.
fn is_noun(text: &str) -> bool {
    const SMALL: [&str; 16] = [
        "that", "with", "from", "your", "this", "when", "will", "such", "these", "which", "their", "into",
        "have", "unless", "where", "been",
    ];
    text.len() > 3 && !SMALL.contains(&text)
}

/// One hash of three.
fn key_of(words: [u64; 3]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    words.into_iter().fold(0, |all, word| (all ^ word).wrapping_mul(FACTOR).rotate_left(23))
}

/// "authorised" and "authorized".
fn english(audit: &Audit<'_, '_>) -> Found {
    let mut seen: FastMap<u64, Spellings> = FastMap::default();
    let mut letters = String::new();
    let long = |word: &&ReadWord| word.kind == WordKind::Word && word.span.len() > 6;
    for word in audit.reading.words.iter().filter(long) {
        let text = audit.text(word.span);
        let Some(at) = ending(text) else { continue };
        let Some(sentence) = audit.sentence(word.span) else { continue };
        letters.clear();
        letters.push_str(&text[..at]);
        letters.push('z');
        letters.push_str(&text[at + 1..]);
        let which = usize::from(text.as_bytes()[at] == b'z');
        let key = hash_folded(letters.as_bytes(), letters.len());
        seen.entry(key).or_default().add(which, sentence.block, word.span);
    }
    in_order(seen)
}

/// Where the "s" or "z" of "-ise", "-izing", "-isation", "-yse" stands in a word.
fn ending(text: &str) -> Option<usize> {
    const ENDINGS: [&str; 8] = ["e", "ed", "es", "ing", "ation", "ations", "er", "ers"];
    ENDINGS.iter().find_map(|ending| {
        // Few words have these letters there, and are worth a look at what comes after them.
        let at = text.len().checked_sub(ending.len() + 1)?;
        let joint = text.as_bytes().get(at.checked_sub(1)?..=at)?;
        (matches!(joint, [b'i' | b'y', b's' | b'z']) && text.ends_with(ending)).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn with_and_without_a_hyphen() {
        check(
            "We like long-distance running. We read of long distance running and long distance running.",
            &["mixed-hyphen: long-distance running. We read of long distance running"],
        );
        check("Send an e-mail. An email is short. An email is quick.", &["mixed-hyphen: e-mail. An email"]);
        check("This is an opt-out of it. You opt out of it.", &[]);
    }

    #[test]
    fn two_countries() {
        check(
            "Authorised people meet. Authorized people read. Authorized people sing.",
            &["mixed-english: Authorised people meet. Authorized"],
        );
        check("We organise what others recognize, and raise it.", &[]);
    }
}
