//! What a policy says of itself at its head: title, version, when it was updated and takes effect.

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::BlockKind;

use super::signal::{Clue, Clues, Signal};
use super::{collapsed, fact};
use crate::reading::Reading;
use crate::value::date::{Style, date};
use crate::{Fact, FactKind, Text};

/// How many words of a block may be a title.
const LONGEST_TITLE: usize = 14;
/// In how many sentences from the start a bare "version 2" is the document's own.
const HEAD: usize = 12;

/// Adds title, version and dates.
pub(crate) fn facts(reading: &Reading<'_>, clues: Clues<'_, '_>, facts: &mut Vec<Fact>) {
    title(reading, clues, facts);
    if reading.vocabulary.months().is_empty() {
        facts.extend(bare_date(reading));
    }
    facts.extend(clues.of(Signal::Version).find_map(|clue| version(reading, clues, &clue)));
    for (signal, kind) in [(Signal::Updated, FactKind::Updated), (Signal::Effective, FactKind::Effective)] {
        let mut end = 0;
        for clue in clues.of(signal).filter(|clue| clue.words.start > 0 || clue.words.end > 0) {
            if let Some(found) = dated(reading, clues, &clue, kind).filter(|found| found.span.start >= end) {
                end = found.span.end;
                facts.push(found);
            }
        }
        if kind == FactKind::Updated && !facts.iter().any(|fact| fact.kind == kind) {
            facts.extend(date_line(reading));
        }
    }
}

/// A date on a line of its own below the title, or the document's last line: "21 April 2026".
fn date_line(reading: &Reading<'_>) -> Option<Fact> {
    let last = reading.sentences.len().saturating_sub(1).max(HEAD);
    let lines = reading.sentences.iter().take(HEAD).chain(reading.sentences.get(last..).unwrap_or_default());
    lines.into_iter().find_map(|sentence| {
        let block = reading.document.block(sentence.block)?;
        let text = reading.text(sentence.span).trim_end_matches('.');
        let (date, len) = date(text, style(reading)).filter(|(_, len)| *len == text.len())?;
        let span = Span::new(sentence.span.start, sentence.span.start + u32::try_from(len).ok()?);
        let alone = block.body == sentence.span;
        alone.then(|| Fact::new(FactKind::Updated, date.to_string(), span, sentence.span, sentence.block))
    })
}

/// The date near the head of a text whose language no vocabulary has: most likely when it was updated.
fn bare_date(reading: &Reading<'_>) -> Option<Fact> {
    reading.sentences.iter().take(HEAD / 2).filter(|sentence| sentence.words.len() <= 12).find_map(
        |sentence| {
            sentence.words.clone().find_map(|at| {
                let start = reading.words.get(at)?.span.start;
                let (date, len) = date(reading.text(Span::new(start, sentence.span.end)), style(reading))?;
                let span = Span::new(start, start + u32::try_from(len).ok()?);
                Some(Fact::new(FactKind::Updated, date.to_string(), span, sentence.span, sentence.block))
            })
        },
    )
}

fn title(reading: &Reading<'_>, clues: Clues<'_, '_>, facts: &mut Vec<Fact>) {
    let kind = |place: usize| {
        let sentence = reading.sentences.get(place)?;
        reading.document.block(sentence.block).map(|block| block.kind)
    };
    let said = (0..reading.sentences.len()).find(|&place| kind(place) == Some(BlockKind::Title));
    // Without a title block: the first short block that names a kind of document.
    let first_apt = || {
        (0..reading.sentences.len().min(4)).find(|&place| {
            let Some(sentence) = reading.sentences.get(place) else { return false };
            let alone = reading.sentences_of(sentence.block).len() == 1;
            let ends = reading.words.get(sentence.words.end.saturating_sub(1));
            let open = ends.is_some_and(|word| word.kind != WordKind::Mark || reading.text(word.span) == ")");
            alone
                && open
                && sentence.words.len() <= LONGEST_TITLE
                && kind(place) != Some(BlockKind::Item)
                && clues.has(Signal::Document, sentence.words.clone())
                && !clues.has(Signal::Updated, sentence.words.clone())
        })
    };
    let is_apt = |place: &usize| {
        reading
            .sentences
            .get(*place)
            .is_some_and(|sentence| clues.has(Signal::Document, sentence.words.clone()))
    };
    // "LEGAL INFORMATION" above "Acme Privacy Policy" is the title of the page around it.
    let Some(place) = said.filter(is_apt).or_else(first_apt).or(said) else { return };
    let Some(block) = reading.sentences.get(place).map(|sentence| sentence.block) else { return };
    let sentences = reading.sentences_of(block);
    let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { return };
    let words = first.words.start..last.words.end;
    facts.extend(fact(reading, FactKind::Title, collapsed(reading, words.clone()), words, place));
}

/// "version number：v1.0", "Version 4.15"
fn version(reading: &Reading<'_>, clues: Clues<'_, '_>, clue: &Clue) -> Option<Fact> {
    let sentence = reading.sentences.get(clue.sentence)?;
    let block = reading.document.block(sentence.block)?;
    let is_head = clue.sentence < HEAD || block.kind == BlockKind::Metadata;
    if !is_head || block.kind == BlockKind::Item {
        return None;
    }
    let start = (clue.words.end..sentence.words.end)
        .find(|&at| reading.words.get(at).is_some_and(|word| word.kind != WordKind::Mark))?;
    let at = reading.words.get(start)?.span.start;
    let text = reading.text(Span::new(at, block.body.end));
    // "Previous version: 29 July 2025"
    if date(text.get(..text.floor_char_boundary(40)).unwrap_or_default(), style(reading)).is_some() {
        return None;
    }
    let digits = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let len = digits.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(digits.len());
    let number = digits.get(..len)?.trim_end_matches('.');
    if !number.starts_with(|c: char| c.is_ascii_digit()) || number.len() > 8 {
        return None;
    }
    let len = text.len() - digits.len() + number.len();
    let end = at + u32::try_from(len).ok()?;
    // "version 4.0 or higher" is a browser's.
    let next = (start..sentence.words.end)
        .find(|&at| reading.words.get(at).is_some_and(|word| word.span.start >= end));
    if next.is_some_and(|at| clues.at(Signal::And, at).is_some()) {
        return None;
    }
    let span = Span::new(reading.words.get(clue.words.start)?.span.start, end);
    let mut fact = Fact::new(FactKind::Version, number.to_owned(), span, sentence.span, sentence.block);
    fact.details.name = text.get(..len).map(Text::from);
    Some(fact)
}

fn style<'r>(reading: &Reading<'r>) -> Style<'r> {
    Style { months: reading.vocabulary.months(), is_day_first: reading.vocabulary.is_day_first() }
}

/// "last updated: july 23, 2020": the date right after the phrase, if in the block after it.
fn dated(reading: &Reading<'_>, clues: Clues<'_, '_>, clue: &Clue, kind: FactKind) -> Option<Fact> {
    let mut at = clue.words.end;
    let mut skipped = 0;
    while skipped < 6 {
        let word = reading.words.get(at)?;
        let place = reading.sentence_of(at);
        let sentence = reading.sentences.get(place)?;
        let block = reading.document.block(sentence.block)?;
        let end = block.body.end.min(word.span.start.saturating_add(48));
        let text = reading.document.source().get(word.span.start as usize..).unwrap_or_default();
        let text = text.get(..text.floor_char_boundary((end - word.span.start) as usize)).unwrap_or_default();
        if let Some((date, len)) = date(text, style(reading)) {
            let end = word.span.start + u32::try_from(len).ok()?;
            let first = reading.sentences.get(clue.sentence)?;
            let start = reading.words.get(clue.words.start)?.span.start;
            // A phrase that ends its block is a label; the quote is then the date alone.
            let start = if first.block == sentence.block { start } else { word.span.start };
            let sentence = if first.block == sentence.block { first } else { sentence };
            return Some(Fact::new(
                kind,
                date.to_string(),
                Span::new(start, end),
                sentence.span,
                sentence.block,
            ));
        }
        let next = [Signal::DateLead, Signal::Updated, Signal::Effective, Signal::Version]
            .into_iter()
            .find_map(|signal| clues.at(signal, at))
            .map(|clue| clue.words.end);
        let mark = word.kind == WordKind::Mark && !matches!(reading.text(word.span), "." | "!" | "?");
        at = match next {
            Some(next) => next,
            None if mark || word.kind == WordKind::Hyphen => at + 1,
            None => return None,
        };
        skipped += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::identity::testing::check_kind;

    #[test]
    fn the_head_of_a_policy() {
        let head = "Acme Privacy Policy\nversion number：v1.0 date of update: jun 15,2021\nEffective Date: May, 2023\n\
                    This is the policy of Acme and we use your data.";
        check_kind(FactKind::Title, head, "Acme Privacy Policy");
        check_kind(FactKind::Version, head, "1.0");
        check_kind(FactKind::Updated, head, "2021-06-15");
        check_kind(FactKind::Effective, head, "2023-05");
    }

    #[test]
    fn a_language_without_vocabulary_has_dates_all_the_same() {
        let text = "Datenschutzerklärung\nStand: 2021-06-15\nWir verarbeiten Ihre personenbezogenen Daten nur, soweit \
                    dies zur Bereitstellung einer funktionsfähigen Website sowie unserer Inhalte und Leistungen \
                    erforderlich ist. Fragen richten Sie bitte an datenschutz@acme.test.";
        check_kind(FactKind::Updated, text, "2021-06-15");
        check_kind(FactKind::Contact, text, "datenschutz@acme.test channel=email");
        check_kind(FactKind::Updated, &text.replace("Stand: ", ""), "2021-06-15");
    }

    #[test]
    fn dates_need_their_phrase() {
        let check = |text, expected| check_kind(FactKind::Updated, text, expected);
        check("LAST UPDATED JUNE 7TH, 2014\nWe use your data and that of others.", "2014-06-07");
        check("Denna policy uppdaterades senast den 3 maj 2024 av oss och gäller för dig.", "2024-05-03");
        check("We will post the updated policy on the site for you.", "");
        check("The Act of June 21, 2004 is the law that we follow in our work.", "");
        check("Acme Privacy Policy\n\n21 April 2026\n\nWe use your data and that of others.", "2026-04-21");
        let long = format!(
            "Acme Privacy Policy\n\n{}Jun 2022\n",
            "We use your data and that of others.\n\n".repeat(20)
        );
        check(&long, "2022-06");
        let check = |text, expected| check_kind(FactKind::Effective, text, expected);
        check("Acme Policy\nThis Privacy Policy applies beginning May 25, 2018 to you.", "2018-05-25");
    }
}
