//! Certifications and standards, and the frameworks for transfers.

use std::ops::Range;

use policyglot_lexer::WordKind;
use policyglot_parser::BlockKind;

use super::signal::{Clues, Signal};
use super::{collapsed, fact};
use crate::reading::{Marks, Reading};
use crate::{ConceptId, ConceptKind, Fact, FactKind};

/// How far before a framework's name "certified to" may stand, in words.
const REACH: usize = 20;

/// Associations of companies, which texts name for their opt-out pages, too.
const ASSOCIATIONS: [&str; 7] = ["nai", "daa", "edaa", "daac", "iab", "dma", "bbb"];

/// Adds certifications and frameworks.
pub(crate) fn facts(reading: &Reading<'_>, marks: &Marks, clues: Clues<'_, '_>, facts: &mut Vec<Fact>) {
    let standards = standards(reading, clues, facts);
    certifications(reading, marks, clues, &standards, facts);
    frameworks(reading, marks, clues, facts);
}

/// "ISO/IEC 27001:2013", "ISO 27001, 27017 and 27018", "ISO/IEC 20000-1"; gives the words.
fn standards(reading: &Reading<'_>, clues: Clues<'_, '_>, facts: &mut Vec<Fact>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let text = |at: usize| reading.word_text(at);
    for (at, word) in reading.words.iter().enumerate() {
        let may_be = word.kind == WordKind::Word && word.span.len() == 3;
        if !may_be || !text(at).eq_ignore_ascii_case("iso") {
            continue;
        }
        let mut next = at + 1;
        let mut family = "ISO";
        if matches!(text(next), "/" | "-") && text(next + 1).eq_ignore_ascii_case("iec") {
            family = "ISO/IEC";
            next += 2;
        }
        if matches!(text(next), "/" | "-") {
            next += 1;
        }
        let mut start = at;
        while let Some((standard, end)) = standard_at(reading, next) {
            let value = format!("{family} {standard}");
            facts.extend(fact(reading, FactKind::Certification, value, start..end, reading.sentence_of(at)));
            found.push(start..end);
            // "ISO 27001, 27017 and 27018"
            let more = (end..end + 3)
                .find(|&at| !matches!(text(at), "," | "/" | "+") && clues.at(Signal::And, at).is_none());
            next = more.unwrap_or(end);
            start = next;
            if next == end {
                break;
            }
        }
    }
    found
}

/// The number of a standard at word `at`, with part and year ("20000-1:2018"), and one past it.
fn standard_at(reading: &Reading<'_>, at: usize) -> Option<(String, usize)> {
    let text = |at: usize| reading.word_text(at);
    let figures = |at: usize, least: usize, most: usize| {
        let text = text(at);
        (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !figures(at, 4, 5) {
        return None;
    }
    let mut standard = text(at).to_owned();
    let mut end = at + 1;
    if matches!(text(end), "-" | "–") && figures(end + 1, 1, 2) {
        standard = format!("{standard}-{}", text(end + 1));
        end += 2;
    }
    if matches!(text(end), ":" | "-") && figures(end + 1, 4, 4) {
        standard = format!("{standard}:{}", text(end + 1));
        end += 2;
    }
    Some((standard, end))
}

/// What the vocabulary names, besides the standards already read by their numbers.
fn certifications(
    reading: &Reading<'_>,
    marks: &Marks,
    clues: Clues<'_, '_>,
    standards: &[Range<usize>],
    facts: &mut Vec<Fact>,
) {
    let mut said: Vec<(ConceptId, policyglot_parser::BlockId)> = Vec::new();
    for mention in marks.names().filter(|mark| mark.kind(reading) == ConceptKind::Certification) {
        let words = mention.words();
        let read = |other: &Range<usize>| other.start < words.end && words.start < other.end;
        let place = mention.sentence(reading);
        let Some(block) = reading.sentences.get(place).map(|sentence| sentence.block) else { continue };
        if standards.iter().any(read) || said.contains(&(mention.concept, block)) {
            continue;
        }
        // "the opt-out page of the Network Advertising Initiative" makes nobody its member.
        let start = reading.sentences.get(place).map_or(words.start, |sentence| sentence.words.start);
        let joined = || {
            clues.has(Signal::Complies, start..words.end) || clues.has(Signal::Certified, start..words.end)
        };
        let id = reading.concept(mention.concept).id.as_str();
        if id.strip_prefix("certification.").is_some_and(|id| ASSOCIATIONS.contains(&id)) && !joined() {
            continue;
        }
        said.push((mention.concept, block));
        let label = reading.concept(mention.concept).label.clone();
        if let Some(mut fact) = fact(reading, FactKind::Certification, label, words.clone(), place) {
            fact.concept = Some(mention.concept);
            fact.details.name = Some(collapsed(reading, words).into());
            facts.push(fact);
        }
    }
}

/// Frameworks where the text commits to them, and "certified to the framework" as a certification.
///
/// A framework that the text only talks about is one fact, where it is named first.
fn frameworks(reading: &Reading<'_>, marks: &Marks, clues: Clues<'_, '_>, facts: &mut Vec<Fact>) {
    let mut said: Vec<(ConceptId, Option<policyglot_parser::BlockId>)> = Vec::new();
    let mut certified: Vec<(ConceptId, usize)> = Vec::new();
    let frameworks = || marks.names().filter(|mark| mark.kind(reading) == ConceptKind::Framework);
    for mention in frameworks() {
        let (words, place) = (mention.words(), mention.sentence(reading));
        let Some(sentence) = reading.sentences.get(place) else { continue };
        let floor = sentence.words.start.max(words.start.saturating_sub(REACH));
        let before = floor..words.start;
        let label = reading.concept(mention.concept).label.clone();
        let clue = clues.within(before.clone()).find(|clue| clue.signal == Signal::Certified);
        if let Some(clue) = clue.filter(|_| !certified.contains(&(mention.concept, place))) {
            certified.push((mention.concept, place));
            let words = clue.words.start..words.end;
            if let Some(mut fact) = fact(reading, FactKind::Certification, label.clone(), words, place) {
                fact.concept = Some(mention.concept);
                facts.push(fact);
            }
        }
        let heading =
            reading.document.block(sentence.block).is_some_and(|block| block.kind == BlockKind::Heading);
        let committed = heading || clues.has(Signal::Complies, before);
        let key = (mention.concept, Some(sentence.block));
        if committed && !said.contains(&key) {
            said.push(key);
            push(reading, mention.concept, words, place, facts);
        }
    }
    for mention in frameworks() {
        if !said.iter().any(|(concept, _)| *concept == mention.concept) {
            said.push((mention.concept, None));
            push(reading, mention.concept, mention.words(), mention.sentence(reading), facts);
        }
    }
}

fn push(reading: &Reading<'_>, concept: ConceptId, words: Range<usize>, place: usize, facts: &mut Vec<Fact>) {
    let label = reading.concept(concept).label.clone();
    let name = collapsed(reading, words.clone());
    if let Some(mut fact) = fact(reading, FactKind::Framework, label, words, place) {
        fact.concept = Some(concept);
        fact.details.name = Some(name.into());
        facts.push(fact);
    }
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::identity::testing::check_kind;

    #[test]
    fn standards_by_their_numbers() {
        let check = |text, expected| check_kind(FactKind::Certification, text, expected);
        check(
            "we hold compliance programs such as iso/iec 9001:2015, iso/iec 27001:2013 for the security of your data.",
            "ISO/IEC 9001:2015; ISO/IEC 27001:2013",
        );
        check(
            "We are audited to ISO 27001, 27017 and 27018 for your data.",
            "ISO 27001; ISO 27017; ISO 27018",
        );
        check(
            "Vi är certifierade enligt ISO/IEC 20000-1:2018 och det är bra för dig.",
            "ISO/IEC 20000-1:2018",
        );
    }

    #[test]
    fn members_of_an_association() {
        let check = |text, expected| check_kind(FactKind::Certification, text, expected);
        check(
            "Acme is a member of the Network Advertising Initiative and follows its code.",
            "NAI Code of Conduct",
        );
        check("You can use the opt-out page of the Network Advertising Initiative for this.", "");
    }

    #[test]
    fn certified_to_a_framework() {
        let text = "Acme complies with the EU-U.S. Privacy Shield. Acme has certified that it adheres to the \
                    Privacy Shield Principles. To learn more about the Privacy Shield, you may ask us.";
        check_kind(FactKind::Framework, text, "EU-US Privacy Shield");
        check_kind(FactKind::Certification, text, "EU-US Privacy Shield");
    }
}
