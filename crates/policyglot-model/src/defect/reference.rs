//! References to parts of the document that are not there.

use std::ops::Range;

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::{BlockId, BlockKind};

use super::{Audit, Rule, any_in, short};
use crate::reading::{Mention, Sentence};
use crate::text::is_same_folded;
use crate::{FactKind, Severity};

const SECTION: Rule = Rule { name: "unknown-section", severity: Severity::Warning };
const BELOW: Rule = Rule { name: "nothing-below", severity: Severity::Warning };

/// After so many references no more are looked up: each is compared with every heading.
const ENOUGH: usize = 40;

/// One heading, to be referred to.
struct Heading {
    span: Span,
    /// The words in lower case, single-spaced.
    folded: String,
    /// The number without its punctuation, in lower case.
    number: Option<String>,
}

/// Looks at each "section" and each "described below".
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let headings: Vec<Heading> = audit
        .blocks()
        .filter(|(_, block)| matches!(block.kind, BlockKind::Heading | BlockKind::Title))
        .map(|(_, block)| Heading {
            span: block.span,
            folded: fold(audit.text(block.body)),
            number: block.marker.map(|marker| bare(audit.text(marker))),
        })
        .collect();
    let mut found = Vec::new();
    for (sentence, mention) in audit.phrases("defect.section").take(ENOUGH) {
        let missing = named(audit, sentence, &mention, &headings)
            .or_else(|| numbered(audit, sentence, &mention, &headings));
        if let Some(missing) = missing {
            found.push((sentence.block, missing));
        }
    }
    found.extend(elsewhere(audit, &headings));
    for (block, (span, message, near)) in found {
        audit.report(SECTION, block, span, message).details.second = near;
    }
    below(audit);
}

type Missing = (Span, String, Option<Span>);

/// “see the “adverting” section”: a name in quotes right before or after the word, which no heading bears.
fn named(
    audit: &Audit<'_, '_>,
    sentence: &Sentence,
    mention: &Mention,
    headings: &[Heading],
) -> Option<Missing> {
    let quoted =
        quoted_before(audit, sentence, mention).or_else(|| quoted_after(audit, sentence, mention))?;
    let name = fold(audit.text(quoted));
    if name.is_empty() || headings.is_empty() {
        return None;
    }
    if headings.iter().any(|heading| heading.folded.contains(&name) || name.contains(&heading.folded)) {
        return None;
    }
    let nearest = headings
        .iter()
        .filter(|heading| heading.folded.len().abs_diff(name.len()) * 3 <= name.len())
        .filter(|heading| heading.folded.chars().next() == name.chars().next())
        .map(|heading| (distance(&name, &heading.folded), heading))
        .min_by_key(|&(far, _)| far);
    // A name unlike all headings may well be a section of another document.
    let (_, near) = nearest.filter(|&(far, _)| far * 3 <= name.chars().count())?;
    let (shown, meant) = (short(audit.text(quoted)), short(audit.text(near.span)));
    Some((quoted, format!("no section is called “{shown}”; perhaps “{meant}” is meant"), Some(near.span)))
}

/// “see “Your Choices” below”, and nothing in the text is called so.
fn elsewhere(audit: &Audit<'_, '_>, headings: &[Heading]) -> Vec<(BlockId, Missing)> {
    let mut found = Vec::new();
    for (sentence, mention) in audit.phrases("defect.see").take(ENOUGH) {
        let Some(quoted) = quoted_after(audit, sentence, &mention) else { continue };
        let after = audit.reading.document.source().get(quoted.end as usize..).unwrap_or_default();
        let after = after.trim_start_matches(['”', '"', '’', '»', ',', ' ']);
        let mut next = after.split(|c: char| !c.is_alphabetic()).take(2);
        if !next.any(|word| audit.is_cue(word, &["cue.below"])) {
            continue;
        }
        let name = fold(audit.text(quoted));
        let is_there = |title: &str| title.contains(&name) || !title.is_empty() && name.contains(title);
        // A run-in term may bear the name, too.
        let named = headings.iter().any(|heading| is_there(&heading.folded))
            || audit.blocks().any(|(_, block)| fold(head(audit.text(block.body))).starts_with(&name));
        if !name.is_empty() && !named {
            let message = format!("nothing is called “{}”", short(audit.text(quoted)));
            found.push((sentence.block, (quoted, message, None)));
        }
    }
    found
}

/// The first words of a block, among which a run-in heading would stand.
fn head(text: &str) -> &str {
    text.char_indices().nth(120).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// "Section 12" where the numbered headings end at 9.
fn numbered(
    audit: &Audit<'_, '_>,
    sentence: &Sentence,
    mention: &Mention,
    headings: &[Heading],
) -> Option<Missing> {
    let reading = audit.reading;
    let at = mention.words.end;
    let word = reading.words.get(at).filter(|_| at < sentence.words.end)?;
    let number = bare(audit.text(word.span));
    let is_roman = number.len() > 1 && number.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    // "Section 230 of the Act" and "section 1798.83" are parts of laws.
    let is_short = word.kind == WordKind::Number && number.split('.').all(|part| part.len() <= 2);
    if !(is_short || is_roman) {
        return None;
    }
    let next =
        reading.words.get(at + 1).filter(|_| at + 1 < sentence.words.end).map(|word| audit.text(word.span));
    if next.is_some_and(|next| {
        matches!(next, "of" | "(" | "GDPR" | "§" | "i" | "av" | "to" | "the" | "et" | "ff")
    }) {
        return None;
    }
    // A law or regulation anywhere in the sentence may own the section.
    if any_in(&audit.laws, sentence.span) {
        return None;
    }
    // "paragraph 3 below" points into this text, whatever its headings look like.
    if is_short && is_here(audit, sentence, mention.words.start..at + 1) && !has_number(audit, &number) {
        let span = mention.span.cover(word.span);
        return Some((span, format!("there is no “{}”", short(audit.text(span))), None));
    }
    let numbers: Vec<&String> = headings.iter().filter_map(|heading| heading.number.as_ref()).collect();
    let same_style = numbers.iter().filter(|other| other.chars().all(char::is_numeric) != is_roman).count();
    let top = number.split('.').next().unwrap_or(&number);
    if same_style < 3 || numbers.iter().any(|other| **other == number || other.split('.').next() == Some(top))
    {
        return None;
    }
    let span = mention.span.cover(word.span);
    Some((span, format!("there is no “{}”", short(audit.text(span))), None))
}

/// Whether "below" or "above" stands beside the words that name a part.
fn is_here(audit: &Audit<'_, '_>, sentence: &Sentence, words: Range<usize>) -> bool {
    let before = words.start.saturating_sub(2).max(sentence.words.start)..words.start;
    let after = words.end..(words.end + 1).min(sentence.words.end);
    before.chain(after).any(|at| {
        let word = audit.reading.words.get(at).map(|word| audit.text(word.span));
        word.is_some_and(|word| audit.is_cue(word, &["cue.below"]))
    })
}

/// Whether any block has this number, or one under it.
fn has_number(audit: &Audit<'_, '_>, number: &str) -> bool {
    let top = number.split('.').next();
    let is_top = |text: &str| {
        plain(text).split('.').next().is_some_and(|text| top.is_some_and(|top| is_same_folded(text, top)))
    };
    audit.blocks().any(|(_, block)| {
        block.marker.is_some_and(|marker| is_top(audit.text(marker)))
            || is_top(audit.text(block.body).split_whitespace().next().unwrap_or_default())
    })
}

/// The text in quotes that ends right before the mention: “adverting” section.
fn quoted_before(audit: &Audit<'_, '_>, sentence: &Sentence, mention: &Mention) -> Option<Span> {
    let close = mention.words.start.checked_sub(1).filter(|&at| at >= sentence.words.start)?;
    is_quote(audit, close).then_some(())?;
    let open = (sentence.words.start..close).rev().take(10).find(|&at| is_quote(audit, at))?;
    (open + 1 < close).then(|| audit.reading.span(open + 1..close))
}

/// The text in quotes that starts right after the mention: section “advertising”, section entitled “advertising”.
fn quoted_after(audit: &Audit<'_, '_>, sentence: &Sentence, mention: &Mention) -> Option<Span> {
    let from = mention.words.end;
    let open = (from..sentence.words.end.min(from + 3)).find(|&at| is_quote(audit, at))?;
    let close = (open + 1..sentence.words.end).take(12).find(|&at| is_quote(audit, at))?;
    (open + 1 < close).then(|| audit.reading.span(open + 1..close))
}

fn is_quote(audit: &Audit<'_, '_>, at: usize) -> bool {
    audit
        .reading
        .words
        .get(at)
        .is_some_and(|word| matches!(audit.text(word.span), "“" | "”" | "\"" | "«" | "»" | "„" | "‟"))
}

/// "any of your rights described below", and nothing below speaks of rights; or nothing at all stands below.
fn below(audit: &mut Audit<'_, '_>) {
    let blocks: Vec<(BlockId, bool)> = audit
        .blocks()
        .map(|(id, block)| (id, !matches!(block.kind, BlockKind::Title | BlockKind::Metadata)))
        .collect();
    let last = blocks.iter().rev().find(|(_, says)| *says).map(|&(id, _)| id);
    let complain = audit.reading.concepts.find("right.complain");
    let mut rights: Vec<u32> = audit
        .facts
        .iter()
        .filter(|fact| fact.kind == FactKind::Right && fact.concept != complain)
        .map(|fact| fact.span.start)
        .collect();
    rights.sort_unstable();
    let right = audit.reading.concepts.find("defect.rights");
    let found: Vec<_> = audit
        .phrases("defect.below")
        .filter_map(|(sentence, mention)| {
            let is_last = Some(sentence.block) == last
                && audit
                    .reading
                    .sentences_of(sentence.block)
                    .last()
                    .is_some_and(|end| end.span == sentence.span);
            let about_rights = mention.words.start > sentence.words.start
                && audit
                    .reading
                    .mentions_in(sentence)
                    .iter()
                    .any(|other| Some(other.concept) == right && other.words.end == mention.words.start);
            // One right in passing is no description of them.
            let after = rights.len() - rights.partition_point(|&start| start < sentence.span.end);
            let unkept = about_rights && after < 2;
            (is_last || unkept).then_some((sentence.block, mention.span))
        })
        .collect();
    for (block, span) in found {
        let message = format!("dangling reference: nothing is “{}”", short(audit.text(span)));
        audit.report(BELOW, block, span, message);
    }
}

fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

fn bare(number: &str) -> String {
    plain(number).to_lowercase()
}

/// A number without its punctuation.
fn plain(number: &str) -> &str {
    // "Article 8 :" is number 8.
    let last = number.split_whitespace().rfind(|word| word.contains(char::is_alphanumeric)).unwrap_or(number);
    last.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The number of letters to add, drop or change to come from one to the other; names are short, so the cost is small.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, &y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn a_section_that_is_not_there() {
        let text = "1. Advertising\nWe show ads to you and to others.\n2. Contact\nPlease see the “adverting” section of this text.";
        check(text, &["unknown-section: adverting"]);
    }

    #[test]
    fn a_number_that_is_not_there() {
        let text = "1. Scope\nThis text is short.\n2. Use\nWe read it, see Section 7.\n3. End\nThat is all, see Section 2.";
        check(text, &["unknown-section: Section 7"]);
    }
}
