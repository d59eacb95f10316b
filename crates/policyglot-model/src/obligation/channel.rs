//! By which means a right is used: the address, form or setting that the text tells.

use std::ops::Range;

use policyglot_lexer::WordKind;
use policyglot_parser::{Block, BlockKind};

use super::passage::{Cue, Passage};
use super::term::{Term, Terms};

/// By which means a right is used: an address, or what stands after "by", "through", "using"; for an item, in the
/// sentence that introduces the list or in the one that goes on after it ("… by e-mailing privacy@example.com").
pub(super) fn channel(passage: &Passage<'_, '_>, said_in: &Range<usize>) -> Option<String> {
    let reading = passage.reading;
    let address = |words: Range<usize>| {
        let words = reading.words.get(words).unwrap_or_default();
        let found = words.iter().find(|word| matches!(word.kind, WordKind::Email | WordKind::Url))?;
        Some(reading.text(found.span).to_owned())
    };
    let own = address(passage.sentence.words.clone()).or_else(|| {
        // "by requesting access or erasure" names no way.
        let asks = |means: &&Cue| {
            const ASKS: Terms = Terms::of(&[Term::Request, Term::Right]);
            const ENDS: Terms = Terms::of(&[Term::Restrict, Term::Object, Term::OptOut]);
            let next = means.words.end;
            let asked = passage.within(ASKS, &(next..next + 4)).any(|cue| cue.words.start == next);
            // "stop using your data" is what is asked for.
            let start = means.words.start;
            let near = start.saturating_sub(3)..next + 3;
            let wished =
                passage.within(ENDS, &near).any(|cue| cue.words.start < start && cue.words.end > start);
            !asked && !wished
        };
        let means = passage.within(Terms::of(&[Term::Means]), said_in).find(asks)?;
        let clause = passage.clause(means.words.start);
        let text = passage.phrase(&(means.words.end..clause.end), 10);
        // "by contacting us" tells no more than that they can be written to.
        let us = passage.first(Terms::of(&[Term::We]), &(means.words.end..means.words.end + 1));
        let bare = us.is_some() && passage.trimmed(means.words.end..clause.end).len() == 1;
        (!text.is_empty() && !bare).then_some(text)
    });
    // "Settings → Privacy lets you …" needs no address from elsewhere.
    if own.is_some() || passage.first(Terms::of(&[Term::Browser]), said_in).is_some() {
        return own;
    }
    address(reading.sentences.get(passage.lead_at?)?.words.clone()).or_else(|| {
        passage.lead_at?;
        let after = reading.sentences.get(passage.at + 1..)?.iter().take(LONGEST_LIST);
        let is_item = |block: &Block| block.kind == BlockKind::Item;
        let next = after.filter(|next| !reading.document.block(next.block).is_some_and(is_item)).take(2);
        next.into_iter().find_map(|next| address(next.words.clone()))
    })
}

/// No list of rights has more sentences.
const LONGEST_LIST: usize = 40;
