//! Announcements that nothing follows: lead-ins without a list, sentences that stop short, sections without text.

use std::fmt::Write as _;

use policyglot_lexer::Span;
use policyglot_parser::{Block, BlockId, BlockKind};

use super::{Audit, Rule, short};
use crate::{ConceptKind, Severity};

const NO_LIST: Rule = Rule { name: "lead-in-without-list", severity: Severity::Warning };
const UNFINISHED: Rule = Rule { name: "unfinished-sentence", severity: Severity::Warning };
const HEADLESS: Rule = Rule { name: "sentence-without-subject", severity: Severity::Warning };
const RUN_TOGETHER: Rule = Rule { name: "list-run-together", severity: Severity::Info };
const CUT: Rule = Rule { name: "text-cut-off", severity: Severity::Warning };
const GLUED: Rule = Rule { name: "glued-heading", severity: Severity::Info };
const EMPTY: Rule = Rule { name: "empty-section", severity: Severity::Warning };

/// Looks at each block and the next.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let blocks: Vec<(BlockId, &Block)> = audit.blocks().collect();
    let mut level = 0;
    for (at, &(id, block)) in blocks.iter().enumerate() {
        let next = blocks.get(at + 1).map(|&(_, next)| next);
        match block.kind {
            BlockKind::Heading => {
                level = block.level;
                empty_section(audit, id, block, next);
            }
            BlockKind::Paragraph | BlockKind::Item => lead(audit, id, block, next, level),
            _ => {}
        }
    }
    glued(audit, &blocks);
    cut_off(audit, &blocks);
    headless(audit, &blocks);
    run_together(audit, &blocks);
    unfinished(audit);
}

/// "VII. STATE PRIVACY RIGHTS", and then the end.
fn empty_section(audit: &mut Audit<'_, '_>, id: BlockId, block: &Block, next: Option<&Block>) {
    // Page furniture after the policy often looks like headings without text; those have no number.
    let empty = next.is_none() && block.marker.is_some();
    if empty {
        let message = format!("text cut off: “{}” has a heading and no text", short(audit.text(block.body)));
        audit.report(EMPTY, id, block.span, message);
    }
}

/// "These uses include:" and then no list.
fn lead(audit: &mut Audit<'_, '_>, id: BlockId, block: &Block, next: Option<&Block>, level: u8) {
    let text = audit.text(block.body).trim_end();
    if !text.ends_with([':', '：']) || block.leads_list {
        return;
    }
    let empty = match next {
        None => true,
        Some(next) if next.kind == BlockKind::Heading => next.level < level,
        // A paragraph that announces a list of its own is no entry of this one.
        Some(next) => next.kind == BlockKind::Paragraph && next.leads_list,
    };
    if empty && is_sentence(audit, id) {
        let span = last_sentence(audit, id, block);
        audit.report(NO_LIST, id, span, "lead-in with nothing after it: the list that it announces is lost");
    }
}

/// "Google Analytics:" is a heading of a kind; a lead-in says what is done.
fn is_sentence(audit: &Audit<'_, '_>, id: BlockId) -> bool {
    let verbs = ["cue.be", "cue.have", "cue.do", "cue.may", "cue.will", "cue.must", "cue.including"]
        .map(|cue| audit.reading.concepts.find(cue));
    audit.reading.sentences_of(id).last().is_some_and(|sentence| {
        let mentions = audit.reading.mentions_in(sentence);
        mentions.iter().any(|mention| verbs.contains(&Some(mention.concept)))
    })
}

fn last_sentence(audit: &Audit<'_, '_>, id: BlockId, block: &Block) -> Span {
    audit.reading.sentences_of(id).last().map_or(block.body, |sentence| sentence.span)
}

/// "2. Use of Information CMS does not trade": headings that share their line with the text under them.
fn glued(audit: &mut Audit<'_, '_>, blocks: &[(BlockId, &Block)]) {
    let source = audit.reading.document.source();
    let mut places = blocks.windows(2).filter_map(|pair| {
        let [(id, heading), (_, next)] = pair else { return None };
        let between = source.get(heading.span.end as usize..next.span.start as usize)?;
        let is_text = matches!(next.kind, BlockKind::Paragraph | BlockKind::Item);
        (heading.kind == BlockKind::Heading && is_text && !between.contains(['\n', '\r']))
            .then_some((*id, heading.span))
    });
    let shown: Vec<_> = places.by_ref().take(SHOWN).collect();
    let more = places.count();
    // One heading on the line of its text may well be a label.
    for (at, &(id, span)) in shown.iter().enumerate().filter(|_| shown.len() > 1) {
        let mut message = format!("heading glued to its text: “{}”", short(audit.text(span)));
        if at + 1 == SHOWN && more > 0 {
            let _ = write!(message, " (and {more} more)");
        }
        audit.report(GLUED, id, span, message);
    }
}

/// So many glued headings are shown.
const SHOWN: usize = 3;

/// "(c) it is required by law; and", and then no further item.
fn cut_off(audit: &mut Audit<'_, '_>, blocks: &[(BlockId, &Block)]) {
    for (at, &(id, block)) in blocks.iter().enumerate() {
        let next = blocks.get(at + 1).map(|(_, next)| next.kind);
        let goes_on = matches!(next, Some(BlockKind::Item | BlockKind::Paragraph | BlockKind::Row));
        if block.kind != BlockKind::Item || goes_on {
            continue;
        }
        let text = audit.text(block.body).trim_end();
        let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
        if audit.is_cue(last, &["cue.and"]) && text.len() > last.len() {
            let message = format!("text cut off: the list stops after “{last}”");
            let span = last_sentence(audit, id, block);
            audit.report(CUT, id, span, message);
        }
    }
}

/// "is collected when you use our site. …" among sentences with a subject: the run-in term that named it was lost.
fn headless(audit: &mut Audit<'_, '_>, blocks: &[(BlockId, &Block)]) {
    for list in blocks.chunk_by(|(_, one), (_, next)| one.kind == next.kind && one.depth == next.depth) {
        let texts = [BlockKind::Item, BlockKind::Paragraph];
        if !list.first().is_some_and(|(_, block)| texts.contains(&block.kind)) {
            continue;
        }
        let is_sentence = |id: BlockId, block: &Block| {
            let words: usize =
                audit.reading.sentences_of(id).iter().map(|sentence| sentence.words.len()).sum();
            words >= SENTENCE && audit.text(block.body).trim_end().ends_with('.')
        };
        let starts = |block: &Block, is: fn(char) -> bool| audit.text(block.body).starts_with(is);
        let whole =
            list.iter().any(|&(id, block)| is_sentence(id, block) && starts(block, char::is_uppercase));
        let lost: Vec<_> = list
            .iter()
            .filter(|&&(id, block)| whole && is_sentence(id, block) && starts(block, char::is_lowercase))
            .filter(|&&(id, _)| begins_with_verb(audit, id))
            .map(|&(id, block)| (id, first_words(audit, id).unwrap_or(block.body)))
            .collect();
        for (id, span) in lost {
            audit.report(HEADLESS, id, span, "sentence without a subject: the term that named it was lost");
        }
    }
}

/// "You hold the following rights: Right to … A right of … The right to …" as one paragraph.
fn run_together(audit: &mut Audit<'_, '_>, blocks: &[(BlockId, &Block)]) {
    let mut counts: Vec<(BlockId, usize)> = Vec::new();
    for (sentence, mention) in audit.phrases("defect.right-head") {
        if mention.words.start != sentence.words.start {
            continue;
        }
        match counts.last_mut() {
            Some((block, count)) if *block == sentence.block => *count += 1,
            _ => counts.push((sentence.block, 1)),
        }
    }
    for (id, _) in counts.into_iter().filter(|&(_, count)| count >= RUN) {
        let at = blocks.binary_search_by_key(&id, |&(id, _)| id);
        let Some((_, block)) = at.ok().and_then(|at| blocks.get(at)) else { continue };
        let sentence = audit.reading.sentences_of(id).first().map_or(block.body, |sentence| sentence.span);
        if block.kind == BlockKind::Paragraph {
            audit.report(RUN_TOGETHER, id, sentence, "a list runs on as one paragraph: its bullets are lost");
        }
    }
}

/// So many sentences that start alike were a list.
const RUN: usize = 3;

/// A shorter item may well be a phrase.
const SENTENCE: usize = 15;

fn begins_with_verb(audit: &Audit<'_, '_>, id: BlockId) -> bool {
    let verbs = ["cue.be", "cue.may", "cue.will", "cue.have"].map(|cue| audit.reading.concepts.find(cue));
    audit.reading.sentences_of(id).first().is_some_and(|sentence| {
        let mentions = audit.reading.mentions_in(sentence);
        mentions.iter().any(|mention| {
            mention.words.start == sentence.words.start
                && (mention.kind == ConceptKind::Action || verbs.contains(&Some(mention.concept)))
        })
    })
}

fn first_words(audit: &Audit<'_, '_>, id: BlockId) -> Option<Span> {
    let sentence = audit.reading.sentences_of(id).first()?;
    Some(audit.reading.span(sentence.words.start..sentence.words.end.min(sentence.words.start + 8)))
}

/// "to protect your personal information, such as.", "under joint control with the."
fn unfinished(audit: &mut Audit<'_, '_>) {
    let cut: Vec<_> = audit
        .phrases("defect.open-end")
        .filter(|(sentence, mention)| {
            mention.words.end + 1 == sentence.words.end
                && mention.words.start > sentence.words.start + 2
                && audit.reading.words.get(mention.words.end).is_some_and(|word| audit.text(word.span) == ".")
        })
        .map(|(sentence, mention)| {
            (sentence.block, mention.span.cover(Span::new(mention.span.end, mention.span.end + 1)))
        })
        .collect();
    for (block, span) in cut {
        let words = audit.text(span);
        let message =
            format!("unfinished sentence: a full stop after “{}”", short(words.trim_end_matches('.')));
        audit.report(UNFINISHED, block, span, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn a_full_stop_after_a_word_that_opens() {
        check("We protect your data by many means, such as.", &["unfinished-sentence: such as."]);
        check("Vi skyddar dina uppgifter på många sätt, såsom.", &["unfinished-sentence: såsom."]);
    }

    #[test]
    fn a_list_of_rights_as_one_paragraph() {
        let text = "You have these rights. A right of access. The right to delete. A right to complain. That is all.";
        check(text, &["list-run-together: You have these rights."]);
    }

    #[test]
    fn a_lead_in_at_the_end() {
        check(
            "We share your data with these partners, which are:",
            &["lead-in-without-list: We share your data with these partners, which are:"],
        );
    }
}
