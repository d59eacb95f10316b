//! Statutes and authorities, by name and by the patterns in which statutes are cited.

use std::collections::HashSet;
use std::ops::Range;

use policyglot_lexer::WordKind;
use policyglot_parser::BlockKind;

use super::signal::{Clues, Signal};
use super::{collapsed, fact, mentions_in};
use crate::reading::{Mark, Marks, Reading};
use crate::value::date::{Style, date};
use crate::{ConceptId, ConceptKind, Fact, FactKind};

/// Concepts that name no one authority or statute: "applicable law" tells nobody anything.
const GENERAL: [&str; 4] = [
    "authority.supervisory-authority",
    "authority.dispute-body",
    "law.applicable-law",
    "law.us-state-privacy",
];

/// Adds laws and authorities.
pub(crate) fn facts(reading: &Reading<'_>, marks: &Marks, clues: Clues<'_, '_>, facts: &mut Vec<Fact>) {
    authorities(reading, marks, clues, facts);
    let mut cited = Cited { reading, clues, found: Vec::new() };
    for clue in clues.of(Signal::Statute) {
        cited.numbered(clue.words.clone(), clue.sentence);
    }
    for clue in clues.of(Signal::Act) {
        cited.named(clue.words.clone(), clue.sentence);
    }
    for clue in clues.of(Signal::LawsOf) {
        cited.laws_of(clue.words.clone(), clue.sentence);
    }
    cited.collections();
    let mut found = cited.found;
    by_name(reading, marks, &mut found);
    found.sort_by_key(|law| (law.words.start, std::cmp::Reverse(law.words.end)));
    let mut said: HashSet<(usize, String)> = HashSet::new();
    for law in found {
        let value = law.value.unwrap_or_else(|| collapsed(reading, law.words.clone()));
        let place = reading.sentence_of(law.words.start);
        if !said.insert((place, value.to_lowercase())) {
            continue;
        }
        let label = law.concept.map(|concept| reading.concept(concept).label.clone());
        if let Some(mut fact) = fact(reading, FactKind::Law, value, law.words, place) {
            fact.concept = law.concept;
            fact.details.name = label;
            facts.push(fact);
        }
    }
}

/// Each authority once, where it is named first; one that has no name where it is the reader's own: "your local data
/// protection authority".
fn authorities(reading: &Reading<'_>, marks: &Marks, clues: Clues<'_, '_>, facts: &mut Vec<Fact>) {
    let mut said: Vec<ConceptId> = Vec::new();
    let yours = |mark: &Mark| {
        let words = mark.words();
        // "your DPA" may be an agreement.
        if words.len() < 2 {
            return false;
        }
        let start = reading.sentences.get(reading.sentence_of(words.start)).map_or(0, |it| it.words.start);
        clues.has(Signal::You, words.start.saturating_sub(2).max(start)..words.start)
    };
    let authorities = marks.names().filter(|mark| mark.kind(reading) == ConceptKind::Authority);
    for mention in authorities.filter(|mark| !is_general(reading, *mark) || yours(mark)) {
        if said.contains(&mention.concept) || is_common(reading, &mention.words()) {
            continue;
        }
        said.push(mention.concept);
        let label = reading.concept(mention.concept).label.clone();
        let words = mention.words();
        if let Some(mut fact) =
            fact(reading, FactKind::Authority, label, words.clone(), mention.sentence(reading))
        {
            fact.concept = Some(mention.concept);
            fact.details.name = Some(collapsed(reading, words).into());
            facts.push(fact);
        }
    }
}

/// "the commission of a crime" in a text that writes names with capitals: a common noun behind its article.
fn is_common(reading: &Reading<'_>, words: &Range<usize>) -> bool {
    let capital = |at: usize| reading.words.get(at).is_some_and(|word| word.is_capital);
    let article = reading.words.get(words.start).is_some_and(|word| reading.vocabulary.is_stopword(word.id));
    let cased = reading
        .sentences
        .get(reading.sentence_of(words.start))
        .is_some_and(|sentence| sentence.words.clone().any(capital));
    article && cased && !(words.start + 1..words.end).any(capital)
}

/// The mentions of a kind that name one thing.
fn of_kind(reading: &Reading<'_>, marks: &Marks, kind: ConceptKind) -> impl Iterator<Item = Mark> {
    marks.names().filter(move |mark| mark.kind(reading) == kind && !is_general(reading, *mark))
}

/// Whether a mention tells nobody which one is meant.
fn is_general(reading: &Reading<'_>, mark: Mark) -> bool {
    GENERAL.contains(&reading.concept(mark.concept).id.as_str())
}

/// A law where it is cited.
struct Law {
    words: Range<usize>,
    value: Option<String>,
    concept: Option<ConceptId>,
}

/// Adds the laws that the vocabulary knows, or says which law a citation is. Takes time linear in both.
fn by_name(reading: &Reading<'_>, marks: &Marks, found: &mut Vec<Law>) {
    found.sort_by_key(|law| law.words.start);
    let mut cited = 0;
    let mut named = Vec::new();
    for mention in of_kind(reading, marks, ConceptKind::Law) {
        let words = mention.words();
        while found.get(cited).is_some_and(|law| law.words.end <= words.start) {
            cited += 1;
        }
        match found.get_mut(cited).filter(|law| law.words.start < words.end) {
            Some(law) => {
                // "Personal Information Protection Law of Ruritania" is no law of a place.
                if words.start < law.words.start {
                    law.value = None;
                }
                law.words = law.words.start.min(words.start)..law.words.end.max(words.end);
                law.concept = Some(mention.concept);
            }
            None => named.push(Law { words, value: None, concept: Some(mention.concept) }),
        }
    }
    found.extend(named);
}

struct Cited<'r, 'd> {
    reading: &'r Reading<'d>,
    clues: Clues<'r, 'd>,
    found: Vec<Law>,
}

impl Cited<'_, '_> {
    fn text(&self, at: usize) -> &str {
        self.reading.word_text(at)
    }

    fn push(&mut self, words: Range<usize>, value: Option<String>) {
        let overlaps = |law: &Law| law.words.start < words.end && words.start < law.words.end;
        if !words.is_empty() && !self.found.iter().rev().take(8).any(overlaps) {
            self.found.push(Law { words, value, concept: None });
        }
    }

    /// "Act No. 78/17 as of 6 January 1978", "Regulation (EU) 2016/679", "law n° 2004-575 of June 21, 2004"
    fn numbered(&mut self, noun: Range<usize>, place: usize) {
        let Some(sentence) = self.reading.sentences.get(place) else { return };
        let limit = sentence.words.end.min(noun.end + 8);
        let mut at = noun.end;
        // "(EU)", "No.", "n°", "nr"
        if self.text(at) == "(" && self.text(at + 2) == ")" {
            at += 3;
        }
        if matches!(self.text(at), "EU" | "EC" | "EEC" | "UE") {
            at += 1;
        }
        if matches!(self.text(at), "No" | "no" | "n" | "nr" | "Nr" | "N" | "number") {
            at += 1;
        }
        while matches!(self.text(at), "." | "°" | "º") {
            at += 1;
        }
        let start = at;
        let is_figure =
            |at: usize| self.reading.words.get(at).is_some_and(|word| word.kind == WordKind::Number);
        while at < limit {
            let joins = matches!(self.text(at), "/" | "-" | "–") && is_figure(at - 1);
            let letters = at > start && matches!(self.text(at), "EC" | "EU" | "EEC" | "CE" | "FZ");
            if !(is_figure(at) || joins && at > start || letters) {
                break;
            }
            at += 1;
        }
        // A single figure is a section or a list's number: "law 3".
        let figures = (start..at).filter(|&at| is_figure(at)).count();
        if figures < 2 {
            return;
        }
        let mut first = noun.start;
        while first > sentence.words.start
            && self.text(first - 1).starts_with(char::is_uppercase)
            && noun.start - first < 5
            && !self.is_stopword(first - 1)
        {
            first -= 1;
        }
        let end = self.dated(at, sentence.words.end);
        self.push(first..end, None);
    }

    fn is_stopword(&self, at: usize) -> bool {
        self.reading.words.get(at).is_some_and(|word| self.reading.vocabulary.is_stopword(word.id))
    }

    /// One past "of January 6, 1978" after word `at`, or `at`.
    fn dated(&self, at: usize, end: usize) -> usize {
        let reading = self.reading;
        let style =
            Style { months: reading.vocabulary.months(), is_day_first: reading.vocabulary.is_day_first() };
        let mut first = at;
        while first < (at + 4).min(end) {
            let Some(word) = reading.words.get(first) else { break };
            let rest = reading.document.source().get(word.span.start as usize..).unwrap_or_default();
            let rest = rest.get(..rest.floor_char_boundary(40)).unwrap_or_default();
            if let Some((_, len)) = date(rest, style) {
                let past = word.span.start + u32::try_from(len).unwrap_or(0);
                let words = reading.words.get(first..end).unwrap_or_default();
                return first + words.iter().take_while(|word| word.span.end <= past).count();
            }
            let Some(lead) = self.clues.at(Signal::DateLead, first) else { break };
            first = lead.words.end;
        }
        at
    }

    /// "Colorado Privacy Act", "Copyright Act § 41.26(1)(b)", "California Consumer Privacy Act of 2018"
    fn named(&mut self, noun: Range<usize>, place: usize) {
        let Some(sentence) = self.reading.sentences.get(place) else { return };
        if !self.text(noun.start).starts_with(char::is_uppercase) {
            return;
        }
        let mut start = noun.start;
        while start > sentence.words.start && noun.start - start < 10 {
            let text = self.text(start - 1);
            // "Comply with the Ruritania Privacy Act"
            if self.clues.ending(Signal::Complies, start).is_some() {
                break;
            }
            let joint = text == "&" || self.is_stopword(start - 1);
            let hyphen = self.reading.words.get(start - 1).is_some_and(|word| word.kind == WordKind::Hyphen);
            if !(text.starts_with(char::is_uppercase) || joint && start < noun.start || hyphen) {
                break;
            }
            start -= 1;
        }
        while start < noun.start
            && (self.is_stopword(start) || !self.text(start).starts_with(char::is_uppercase))
        {
            start += 1;
        }
        if start == noun.start {
            return;
        }
        let mut end = noun.end;
        let year = |text: &str| {
            text.len() == 4 && text.starts_with(['1', '2']) && text.bytes().all(|b| b.is_ascii_digit())
        };
        if self.text(end) == "of" && year(self.text(end + 1)) {
            end += 2;
        } else if year(self.text(end)) {
            end += 1;
        }
        if self.text(end) == "§" {
            end += 1;
            while end < sentence.words.end
                && self.reading.words.get(end).is_some_and(|word| {
                    word.kind == WordKind::Number || word.span.len() == 1 && self.reading.is_glued(end)
                })
                && !matches!(self.text(end), "," | ";" | ".")
            {
                end += 1;
            }
            // The bracket around the citation is not part of it: "(… § 41.26(1)(b))".
            let open = (start..end).filter(|&at| self.text(at) == "(").count();
            while end > start
                && self.text(end - 1) == ")"
                && (start..end).filter(|&at| self.text(at) == ")").count() > open
            {
                end -= 1;
            }
        }
        self.push(start..end, None);
    }

    /// "the laws of Canada and the province of Alberta": one law a place.
    fn laws_of(&mut self, clue: Range<usize>, place: usize) {
        let Some(sentence) = self.reading.sentences.get(place) else { return };
        let heading =
            self.reading.document.block(sentence.block).is_some_and(|block| block.kind == BlockKind::Heading);
        if heading {
            return;
        }
        let limit = sentence.words.end.min(clue.end + 16);
        let places: Vec<_> = mentions_in(self.reading, &(clue.end..limit), place)
            .into_iter()
            .filter(|mention| mention.kind == ConceptKind::Place)
            .map(|mention| mention.words)
            .collect();
        let mut at = clue.end;
        let (mut first, mut stated) = (true, false);
        while at < limit {
            let text = self.text(at);
            // "the laws of the State of Illinois": what is named comes behind.
            if let Some(state) = self.clues.at(Signal::StateOf, at) {
                (at, stated) = (state.words.end, true);
                continue;
            }
            let known = places.iter().find(|place| place.start == at).cloned();
            let upper = |at: usize| self.text(at).starts_with(char::is_uppercase);
            let name = known.or_else(|| {
                let end = (at..limit).find(|&at| !upper(at)).unwrap_or(limit);
                (end > at).then_some(at..end)
            });
            match name {
                Some(name) => {
                    let lead = collapsed(self.reading, clue.clone());
                    let lead = lead.strip_suffix(" the").filter(|_| stated).unwrap_or(&lead);
                    let value = format!("{lead} {}", collapsed(self.reading, name.clone()));
                    let start = if std::mem::take(&mut first) { clue.start } else { name.start };
                    at = name.end;
                    // "State of New York": the state is one place.
                    self.push(start..name.end, Some(value));
                }
                None if self.is_stopword(at) || text == "," => at += 1,
                None => break,
            }
        }
    }

    /// "dataskyddslagen (2018:218)": the number in the Swedish collection, and the noun before it.
    fn collections(&mut self) {
        for at in 1..self.reading.words.len() {
            if self.text(at) != "(" {
                continue;
            }
            let figure = |at: usize, most: usize| {
                let text = self.text(at);
                (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
            };
            let year = self.text(at + 1);
            let cited = figure(at + 1, 4)
                && year.len() == 4
                && year.starts_with(['1', '2'])
                && self.text(at + 2) == ":"
                && figure(at + 3, 4)
                && self.text(at + 4) == ")";
            let word = self.reading.words.get(at - 1).is_some_and(|word| word.kind == WordKind::Word);
            if cited && word {
                self.push(at - 1..at + 5, None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::identity::testing::check_kind;

    fn check(text: &str, expected: &str) {
        check_kind(FactKind::Law, text, expected);
    }

    #[test]
    fn the_readers_own_authority() {
        let check = |text, expected| check_kind(FactKind::Authority, text, expected);
        check(
            "You may contact your local data protection authority. It is there for you.",
            "supervisory authority",
        );
        check("You may complain to a supervisory authority. It is there for you.", "");
        check("We sign your DPA. It is there for you.", "");
    }

    #[test]
    fn statutes_by_number() {
        check(
            "We follow Act No. 78/17 as of 6 January 1978 as amended and the rest of the law.",
            "Act No. 78/17 as of 6 January 1978",
        );
        check(
            "This is under Law No. 12-34 of January 6, 1988 and that is the law.",
            "Law No. 12-34 of January 6, 1988",
        );
        check(
            "Article 6 of Regulation (EU) 2022/868 is the basis of it for you.",
            "Regulation (EU) 2022/868",
        );
        check("Vi följer lagen (2003:389) och det gör vi för dig.", "lagen (2003:389)");
    }

    #[test]
    fn statutes_by_name() {
        check("That is required (by the Copyright Act § 41.26(1)(b)).", "Copyright Act § 41.26(1)(b)");
        check(
            "You have rights under the Ruritania Privacy Act of 2021 and you may use them.",
            "Ruritania Privacy Act of 2021",
        );
        check("The GDPR gives you rights. We follow the GDPR in all that we do for you.", "GDPR; GDPR");
        check("We act on your wishes and we obey all of the applicable laws.", "");
    }

    #[test]
    fn laws_of_places() {
        check(
            "This is governed by the laws of Ruritania and the province of Strelsau.",
            "laws of Ruritania; laws of Strelsau",
        );
        check("This policy is governed by the laws of the State of Strelsau.", "laws of Strelsau");
    }
}
