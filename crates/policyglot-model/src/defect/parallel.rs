//! Items of one list that don't begin alike: "improve our shop", "sending news".

use policyglot_lexer::Span;
use policyglot_parser::{Block, BlockId, BlockKind};

use super::{Audit, Rule, short};
use crate::{ConceptId, ConceptKind, Severity};

const MIXED: Rule = Rule { name: "mixed-list-forms", severity: Severity::Info };
const ENDS: Rule = Rule { name: "mixed-list-punctuation", severity: Severity::Info };

/// So many lists are shown.
const ENOUGH: usize = 3;

/// The forms of a verb at the start of an item, as concepts of the vocabulary.
const FORMS: [&str; 4] = ["defect.infinitive", "defect.gerund", "defect.imperative", "defect.finite"];

/// Looks at each list.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let blocks: Vec<(BlockId, &Block)> = audit.blocks().collect();
    let forms = FORMS.map(|name| audit.reading.concepts.find(name));
    let (mut mixed, mut ends) = (Vec::new(), Vec::new());
    for list in blocks.chunk_by(|(_, one), (_, next)| one.kind == next.kind && one.depth == next.depth) {
        if list.first().is_some_and(|(_, block)| block.kind == BlockKind::Item) && list.len() > 2 {
            mixed.extend(odd_form(audit, forms, list));
            ends.extend(odd_end(audit, list));
        }
    }
    for (block, span) in sentences(audit, &blocks).into_iter().take(ENOUGH) {
        let message =
            format!("an item that is a sentence among items that are none: “{}”", short(audit.text(span)));
        audit.report(MIXED, block, span, message);
    }
    for (block, span, usual) in mixed.into_iter().take(ENOUGH) {
        let message =
            format!("items of one list begin in different forms: one is “{}”", short(audit.text(span)));
        audit.report(MIXED, block, span, message).details.second = Some(usual).filter(|&usual| usual != span);
    }
    if let Some((block, span)) = ends.into_iter().next() {
        let message = format!("items of one list end in different marks: “{}”", short(audit.text(span)));
        audit.report(ENDS, block, span, message);
    }
}

/// "Where you give them to us, we may process your hobbies" among nouns: the items that are whole sentences in a list
/// that goes on with its lead-in.
fn sentences(audit: &Audit<'_, '_>, blocks: &[(BlockId, &Block)]) -> Vec<(BlockId, Span)> {
    let is_item = |block: &Block| block.kind == BlockKind::Item;
    let mut found = Vec::new();
    let mut before: Option<&Block> = None;
    for list in blocks.chunk_by(|(_, one), (_, next)| is_item(one) == is_item(next)) {
        let lead = std::mem::replace(&mut before, list.last().map(|&(_, block)| block));
        let Some(lead) = lead.filter(|lead| lead.leads_list && !is_item(lead) && list.len() >= 4) else {
            continue;
        };
        let open = audit.text(lead.body).trim_end().strip_suffix(':').is_some_and(|lead| {
            let word = lead.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
            let goes_on = ["cue.to", "cue.for", "cue.by", "cue.with", "cue.including", "defect.open-end"];
            audit.is_cue(word, &goes_on) || lead.contains("following")
        });
        if !open {
            continue;
        }
        let whole: Vec<_> = list
            .iter()
            .filter(|(_, block)| block.term.is_none())
            .filter_map(|&(id, _)| Some((id, subject(audit, id)?)))
            .collect();
        // Two are a habit.
        if let [one] = whole[..] {
            found.push(one);
        }
    }
    found
}

/// The subject and the verb that an item begins with, at once or behind a clause: "we may process".
fn subject(audit: &Audit<'_, '_>, id: BlockId) -> Option<Span> {
    let reading = audit.reading;
    let sentence = reading.sentences_of(id).first()?;
    let verbs = ["cue.may", "cue.will", "cue.must", "cue.do"];
    let acts = |at: usize| {
        at + 1 < sentence.words.end
            && audit.is_cue(reading.word_text(at), &["defect.subject"])
            && (audit.is_cue(reading.word_text(at + 1), &verbs)
                || audit.means(reading.word_text(at + 1), |concept| {
                    reading.concept(concept).kind == ConceptKind::Action
                }))
    };
    let start = sentence.words.start;
    if acts(start) {
        return Some(reading.span(start..start + 2));
    }
    let opens = audit.is_cue(reading.word_text(start), &["cue.if", "cue.preposition", "defect.clause"]);
    let near = start..sentence.words.end.min(start + CLAUSE);
    let comma = near.clone().find(|&at| opens && reading.word_text(at) == ",")?;
    // "where it is needed, or where you ask, we may": a clause may have commas of its own.
    (comma + 1..near.end)
        .find(|&at| reading.word_text(at - 1) == "," && acts(at))
        .map(|at| reading.span(at..at + 2))
}

/// So many words a clause may have before the subject of its sentence.
const CLAUSE: usize = 24;

/// The first item that begins in a rarer form, and the first that begins in the commonest.
fn odd_form(
    audit: &Audit<'_, '_>,
    forms: [Option<ConceptId>; FORMS.len()],
    list: &[(BlockId, &Block)],
) -> Option<(BlockId, Span, Span)> {
    let known: Vec<(usize, BlockId, Span)> = list
        .iter()
        .filter_map(|&(id, block)| {
            // "Tracking URLs: these are links" begins with a term.
            if block.term.is_some() {
                return None;
            }
            let sentence = audit.reading.sentences_of(id).first()?;
            let form = audit.phrases_at(sentence.words.start).filter_map(|phrase| {
                let form = forms.iter().position(|&form| form == Some(phrase.concept))?;
                Some((form, phrase.words().len()))
            });
            // The rest of the words before the verb's object would hide what is meant.
            let (form, _) = form.min()?;
            let end = sentence.words.end.min(sentence.words.start + SHOWN);
            Some((form, id, audit.reading.span(sentence.words.start..end)))
        })
        .collect();
    if let Some(odd) = finite(&known, list.len()) {
        return Some(odd);
    }
    let count = |wanted: usize| known.iter().filter(|&&(form, ..)| form == wanted).count();
    let usual = (0..FORMS.len()).rev().max_by_key(|&form| count(form))?;
    let &(.., example) = known.iter().find(|&&(form, ..)| form == usual)?;
    let &(_, id, odd) = known.iter().find(|&&(form, ..)| form != usual)?;
    // Where few items begin with a verb, the list is one of nouns.
    (count(usual) >= 2 && known.len() * 3 >= list.len() * 2).then_some((id, odd, example))
}

/// "Shows advertisements" among nouns: the first verb of a list that has as many items of another form.
fn finite(known: &[(usize, BlockId, Span)], items: usize) -> Option<(BlockId, Span, Span)> {
    let is_finite = |&&(form, ..): &&(usize, BlockId, Span)| form + 1 == FORMS.len();
    let count = known.iter().filter(is_finite).count();
    let &(_, id, first) = known.iter().find(is_finite)?;
    (count >= 2 && items >= count + 2).then_some((id, first, first))
}

/// So many words of an item show how it begins.
const SHOWN: usize = 6;

/// The first item that ends in another mark than most: a comma among full stops.
fn odd_end(audit: &Audit<'_, '_>, list: &[(BlockId, &Block)]) -> Option<(BlockId, Span)> {
    let mark = |block: &Block| audit.text(block.body).trim_end().chars().next_back();
    // The last item ends the sentence, and the one before it may end in "and".
    let inner = list.get(..list.len().checked_sub(2)?).filter(|inner| inner.len() > 3)?;
    let count = |wanted: char| inner.iter().filter(|(_, block)| mark(block) == Some(wanted)).count();
    let usual = [';', ',', '.'].into_iter().max_by_key(|&mark| count(mark))?;
    let is_odd =
        |block: &Block| mark(block).is_some_and(|mark| mark != usual && matches!(mark, ';' | ',' | '.'));
    let odd: Vec<_> = inner.iter().filter(|(_, block)| is_odd(block)).collect();
    if count(usual) * 4 < inner.len() * 3 {
        return None;
    }
    let &&(id, block) = odd.first()?;
    let sentence = audit.reading.sentences_of(id).last()?;
    let start = sentence.words.end.saturating_sub(SHOWN).max(sentence.words.start);
    Some((id, Span::new(audit.reading.span(start..sentence.words.end).start, block.body.end)))
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn a_sentence_among_fragments() {
        let list = |odd: &str| {
            format!(
                "We process the following:\n• your name;\n• your address;\n• {odd};\n• your sign;\n• your age.\n"
            )
        };
        check(&list("where you give them to us, we may process your hobbies"), &["mixed-list-forms: we may"]);
        check(&list("your hobbies, where you give them to us"), &[]);
    }

    #[test]
    fn forms_of_a_verb() {
        check(
            "We use it to:\n● improve our shop\n● answer you\n● sending news\n",
            &["mixed-list-forms: sending news"],
        );
        check("We use it to:\n● improve our shop\n● answer you\n● send news\n", &[]);
    }

    #[test]
    fn marks_at_the_end() {
        let text = "We like:\n● the river;\n● the hill;\n● the old wood,\n● the lake;\n● the town; and\n● the sea.\n";
        check(text, &["mixed-list-punctuation: the old wood,"]);
    }
}
