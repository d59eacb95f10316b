//! Text that stands twice: blocks, sentences, runs of words.

use std::hash::Hasher;

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::{BlockId, BlockKind};

use super::{Audit, Rule, short};
use crate::Severity;
use crate::hash::{Fast, FastMap};

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

/// Looks for blocks, sentences and runs of words that were said before.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let blocks = repeated_blocks(audit);
    let (sentences, runs) = repeated_words(audit);
    for (block, span, first) in blocks {
        let message = format!("repeated text: “{}” stands twice", short(audit.text(span)));
        audit.report(BLOCK, block, span, message).second = Some(first);
    }
    for (block, span, first) in sentences {
        let message = format!("repeated sentence: “{}”", short(audit.text(span)));
        audit.report(SENTENCE, block, span, message).second = Some(first);
    }
    for (block, span, first) in runs {
        let message = format!("repeated words: “{}” starts again", short(audit.text(span)));
        audit.report(WORDS, block, span, message).second = Some(first);
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
        // "Read more" stands twice on any page.
        if let Some(first) =
            first.filter(|_| audit.text(block.body).split_whitespace().nth(BLOCK_WORDS).is_some())
        {
            found.push((id, block.span, first.span));
        }
        open = is_duplicate;
    }
    found
}

/// Sentences said again in the same block or the next few, and runs of words said again within one block.
fn repeated_words(audit: &Audit<'_, '_>) -> (Vec<Repeat>, Vec<Repeat>) {
    let reading = audit.reading;
    let (mut sentences, mut runs) = (Vec::new(), Vec::new());
    let mut seen: FastMap<u64, (BlockId, Span)> = FastMap::default();
    let mut hashes: Vec<(u64, usize)> = Vec::new();
    let (mut at, mut run) = (0, false);
    while let Some(first) = reading.sentences.get(at) {
        hashes.clear();
        let block = first.block;
        let mut doubled = false;
        while let Some(sentence) = reading.sentences.get(at).filter(|sentence| sentence.block == block) {
            at += 1;
            let before = hashes.len();
            for place in sentence.words.clone() {
                if let Some(word) = reading
                    .words
                    .get(place)
                    .filter(|word| !matches!(word.kind, WordKind::Mark | WordKind::Hyphen))
                {
                    hashes.push((hash_word(audit.text(word.span)), place));
                }
            }
            let words = hashes.get(before..).unwrap_or_default();
            // "The recipients of your data are:" announces the same list twice.
            let leads = audit.text(sentence.span).ends_with(':') && words.len() >= LEAD_WORDS;
            if words.len() < SENTENCE_WORDS && !leads {
                continue;
            }
            let first = seen.insert(hash_all(words), (block, sentence.span));
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
        if !doubled {
            runs.extend(repeated_run(audit, block, &hashes));
        }
    }
    (sentences, runs)
}

/// The first run of [`RUN`] words that the block says twice, the second right after the first's end or overlapping it.
fn repeated_run(audit: &Audit<'_, '_>, block: BlockId, hashes: &[(u64, usize)]) -> Option<Repeat> {
    if hashes.len() < 2 * RUN {
        return None;
    }
    let mut starts: FastMap<u64, usize> = FastMap::default();
    starts.reserve(hashes.len());
    for (at, window) in hashes.windows(RUN).enumerate() {
        if let Some(before) = starts.insert(hash_all(window), at) {
            let mut len = RUN;
            while before + len < at
                && hashes.get(before + len).map(|word| word.0) == hashes.get(at + len).map(|word| word.0)
            {
                len += 1;
            }
            // Text that starts again stands right where the first copy ends; parallel clauses have other words between.
            if before + len + 2 < at {
                continue;
            }
            let span = |from: usize| {
                let words = hashes.get(from..(from + len).min(hashes.len()))?;
                Some(audit.reading.span(words.first()?.1..words.last()?.1 + 1))
            };
            return Some((block, span(at)?, span(before)?));
        }
    }
    None
}

fn hash_all(words: &[(u64, usize)]) -> u64 {
    let mut all = Fast::default();
    for &(word, _) in words {
        all.write_u64(word);
    }
    all.finish()
}

/// A hash of the word with ASCII capitals folded.
fn hash_word(word: &str) -> u64 {
    let mut hash = Fast::default();
    for eight in word.as_bytes().chunks(8) {
        let mut folded = [0; 8];
        folded[..eight.len()].copy_from_slice(eight);
        folded.make_ascii_lowercase();
        hash.write(&folded);
    }
    hash.finish()
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
