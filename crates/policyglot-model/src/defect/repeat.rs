//! Text that stands twice: blocks, sentences, runs of words.

use std::hash::Hasher;

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::{BlockId, BlockKind};

use super::{Audit, Rule, short};
use crate::Severity;
use crate::hash::{Fast, FastMap, hash_folded};

const BLOCK: Rule = Rule { name: "repeated-block", severity: Severity::Info };
const SENTENCE: Rule = Rule { name: "repeated-sentence", severity: Severity::Info };
const WORDS: Rule = Rule { name: "repeated-words", severity: Severity::Warning };

/// A sentence that comes back this many blocks later is a formula, no slip.
const NEAR: u32 = 4;
/// Shorter sentences come back lawfully ("You can opt out here.").
const SENTENCE_WORDS: usize = 12;
/// Shorter lead-ins come back lawfully, too ("We may:").
const LEAD_WORDS: usize = 6;
/// Shorter blocks come back lawfully, too.
const BLOCK_WORDS: usize = 7;
/// So many words in a row, said twice in one block, are a slip.
const RUN: usize = 8;

/// A page that stands twice is one slip, though what was changed in it parts the repeated passages.
const SHOWN: usize = 2;

/// Looks for blocks, sentences and runs of words that were said before.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let blocks = repeated_blocks(audit);
    let (sentences, runs) = repeated_words(audit);
    let more = blocks.len().saturating_sub(SHOWN);
    for (at, (block, span, first)) in blocks.into_iter().take(SHOWN).enumerate() {
        let shown = short(audit.text(span));
        let message = if at + 1 == SHOWN && more > 0 {
            format!("repeated text: “{shown}” stands twice (and {more} more passages)")
        } else {
            format!("repeated text: “{shown}” stands twice")
        };
        audit.report(BLOCK, block, span, message).details.second = Some(first);
    }
    for (block, span, first) in sentences {
        let message = format!("repeated sentence: “{}”", short(audit.text(span)));
        audit.report(SENTENCE, block, span, message).details.second = Some(first);
    }
    for (block, span, first) in runs {
        let message = format!("repeated words: “{}” starts again", short(audit.text(span)));
        audit.report(WORDS, block, span, message).details.second = Some(first);
    }
}

type Repeat = (BlockId, Span, Span);

/// The first duplicate of each run of them: what a scraper doubled is one slip, not fifty.
fn repeated_blocks(audit: &Audit<'_, '_>) -> Vec<Repeat> {
    let document = audit.reading.document;
    let mut found = Vec::new();
    let mut open = false;
    for (id, block) in (0..).map(BlockId).zip(document.blocks()) {
        let is_duplicate = block.kind == BlockKind::Duplicate;
        let first = block.of.filter(|_| is_duplicate && !open).and_then(|of| document.block(of));
        // "Read more" stands twice on any page; a title should not.
        if let Some(first) = first.filter(|first| {
            first.kind == BlockKind::Title
                || audit.text(block.body).split_whitespace().nth(BLOCK_WORDS).is_some()
        }) {
            found.push((id, block.span, first.span));
        }
        open = is_duplicate;
    }
    found
}

/// Sentences said again in the same block or the next few, and runs of words said again within one block.
fn repeated_words(audit: &Audit<'_, '_>) -> (Vec<Repeat>, Vec<Repeat>) {
    let reading = audit.reading;
    let source = reading.document.source().as_bytes();
    let (mut sentences, mut runs) = (Vec::new(), Vec::new());
    let mut seen: FastMap<u64, (BlockId, Span)> = FastMap::default();
    let mut words: Vec<Said> = Vec::new();
    let mut filter = Filter::new();
    let (mut at, mut run) = (0, false);
    while let Some(first) = reading.sentences.get(at) {
        words.clear();
        let block = first.block;
        let mut doubled = false;
        while let Some(sentence) = reading.sentences.get(at).filter(|sentence| sentence.block == block) {
            at += 1;
            let before = words.len();
            let here = reading.words.get(sentence.words.clone()).unwrap_or_default();
            for (place, word) in sentence.words.clone().zip(here) {
                if !matches!(word.kind, WordKind::Mark | WordKind::Hyphen) {
                    let text = source.get(word.span.start as usize..).unwrap_or_default();
                    words.push(Said { hash: hash_folded(text, word.span.len() as usize), place });
                }
            }
            let own = words.get(before..).unwrap_or_default();
            // "The recipients of your data are:" announces the same list twice.
            let leads = own.len() >= LEAD_WORDS && audit.text(sentence.span).ends_with(':');
            if own.len() < SENTENCE_WORDS && !leads {
                continue;
            }
            let first = seen.insert(hash_all(own), (block, sentence.span));
            let Some((place, first)) = first.filter(|(place, _)| block.0 - place.0 <= NEAR) else {
                run = false;
                continue;
            };
            // What a scraper doubled is one slip, however many sentences it has.
            if !run {
                sentences.push((block, sentence.span, first));
            }
            run = true;
            doubled |= place == block;
        }
        if !doubled && words.len() >= 2 * RUN && filter.may_repeat(&words) {
            runs.extend(repeated_run(audit, block, &words));
        }
    }
    (sentences, runs)
}

/// A word of a block.
struct Said {
    /// Of its letters, with ASCII capitals folded.
    hash: u64,
    /// Its place in the reading.
    place: usize,
}

/// The first run of [`RUN`] words that the block says twice, the second right after the first's end or overlapping it.
fn repeated_run(audit: &Audit<'_, '_>, block: BlockId, words: &[Said]) -> Option<Repeat> {
    let mut starts: FastMap<u64, usize> = FastMap::default();
    starts.reserve(words.len());
    for (at, hash) in runs(words).enumerate() {
        if let Some(before) = starts.insert(hash, at) {
            let hash = |at: usize| words.get(at).map(|word| word.hash);
            let mut len = RUN;
            while before + len < at && hash(before + len) == hash(at + len) {
                len += 1;
            }
            // Text that starts again stands right where the first copy ends; parallel clauses have other words between.
            if before + len + 2 < at {
                continue;
            }
            let span = |from: usize| {
                let words = words.get(from..(from + len).min(words.len()))?;
                Some(audit.reading.span(words.first()?.place..words.last()?.place + 1))
            };
            return Some((block, span(at)?, span(before)?));
        }
    }
    None
}

/// A hash of each [`RUN`] words in a row, each made from the one before.
fn runs(words: &[Said]) -> impl Iterator<Item = u64> {
    let first =
        words.iter().take(RUN).fold(0u64, |run, word| run.wrapping_mul(FACTOR).wrapping_add(word.hash));
    let leaving = (0..RUN).fold(1u64, |power, _| power.wrapping_mul(FACTOR));
    let next = words.iter().zip(words.iter().skip(RUN)).scan(first, move |run, (out, into)| {
        *run = run.wrapping_mul(FACTOR).wrapping_add(into.hash).wrapping_sub(out.hash.wrapping_mul(leaving));
        Some(*run)
    });
    std::iter::once(first).chain(next)
}

/// Odd, and its bits look random.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Tells of most blocks at little cost that no run of words stands twice in them.
struct Filter(Vec<u64>);

impl Filter {
    fn new() -> Self {
        Self(vec![0; 1 << 10])
    }

    /// Whether a run may stand twice among `words`.
    fn may_repeat(&mut self, words: &[Said]) -> bool {
        let bit = |run: u64| ((run >> 54) as usize, 1 << (run >> 48 & 63));
        let mut repeats = false;
        for (place, bit) in runs(words).map(bit) {
            repeats |= self.0[place] & bit != 0;
            self.0[place] |= bit;
        }
        for (place, _) in runs(words).map(bit) {
            self.0[place] = 0;
        }
        repeats
    }
}

fn hash_all(words: &[Said]) -> u64 {
    let mut all = Fast::default();
    for word in words {
        all.write_u64(word.hash);
    }
    all.finish()
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn a_sentence_said_twice() {
        let sentence = "The committee of the club meets each month in the old hall by the river.";
        check(&format!("{sentence} {sentence}"), &[&format!("repeated-sentence: {sentence}")]);
    }

    #[test]
    fn words_that_start_again() {
        let run = "a letter with your full name and your home address";
        check(&format!("Please send {run} or {run} to the office."), &[&format!("repeated-words: {run}")]);
    }
}
