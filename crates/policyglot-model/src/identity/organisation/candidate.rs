//! The places that may name the company, each with what speaks for it.

use std::collections::HashMap;
use std::ops::Range;

use policyglot_lexer::WordKind;

use super::{is_heading, uses_of};
use crate::WordId;
use crate::identity::name::Namer;
use crate::identity::signal::{Clues, Signal};
use crate::identity::terms::Terms;
use crate::reading::Reading;

/// How many places that may name the company are looked at; text glued from thousands of policies has more.
const MOST_CANDIDATES: usize = 256;
/// How far before its bracket a name may stand, in words, with number and address in between.
const REACH: usize = 40;
/// How far behind an acronym the verb of its sentence may stand, in words.
const NEAR: usize = 10;

/// A line above the title, as the date of the policy, has no more words.
const LONGEST_LINE: usize = 10;

/// How surely words name the first party or its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Evidence {
    /// It has a legal form, or stands in the title; some other name has to vouch for it.
    Weak,
    /// Nothing better was found: the subject of most sentences.
    Guess,
    /// The text says so in passing: copyright line, group of companies.
    Said,
    /// What sentences on privacy say of their author: "respects", "operated by", "is the controller".
    Told,
    /// It stands before "(we)".
    Defined,
}

/// One place that names the company.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) words: Range<usize>,
    pub(super) aliases: Vec<Range<usize>>,
    pub(super) evidence: Evidence,
    pub(super) has_form: bool,
    pub(super) is_first_party: bool,
}

/// Finds the candidates, in no order.
pub(super) fn all(
    reading: &Reading<'_>,
    clues: Clues<'_, '_>,
    terms: &[Terms],
    namer: Namer<'_, '_>,
) -> Vec<Candidate> {
    let mut finder = Finder { reading, clues, namer, candidates: Vec::new() };
    finder.legal_forms(terms);
    finder.bracketed(terms);
    finder.told(terms);
    finder.title();
    if finder.candidates.iter().all(|candidate| candidate.evidence < Evidence::Guess) {
        finder.commonest_subject();
    }
    finder.candidates
}

pub(super) struct Finder<'r, 'd> {
    pub(super) reading: &'r Reading<'d>,
    pub(super) clues: Clues<'r, 'd>,
    pub(super) namer: Namer<'r, 'd>,
    candidates: Vec<Candidate>,
}

impl Finder<'_, '_> {
    pub(super) fn add(&mut self, words: Range<usize>, evidence: Evidence) -> Option<&mut Candidate> {
        let full = self.candidates.len() >= MOST_CANDIDATES;
        if words.is_empty() || full || !self.namer.is_name(words.clone()) {
            return None;
        }
        let has_form =
            (words.start + 1..words.end).any(|at| self.namer.legal_form(at, words.end) == Some(words.end));
        // "when you use an Acme Controller": a product.
        let before = words.start.checked_sub(1).filter(|_| !has_form);
        before.is_none_or(|at| self.clues.at(Signal::Indefinite, at).is_none()).then_some(())?;
        let known = self.candidates.iter().position(|known| known.words == words);
        if let Some(known) = known {
            let known = self.candidates.get_mut(known)?;
            known.evidence = known.evidence.max(evidence);
            return Some(known);
        }
        let aliases = Vec::new();
        self.candidates.push(Candidate { words, aliases, evidence, has_form, is_first_party: true });
        self.candidates.last_mut()
    }

    /// "Acme Technology (US), LLC respects …", "Acme Inc. (“Acme”)".
    fn legal_forms(&mut self, terms: &[Terms]) {
        let reading = self.reading;
        for (place, sentence) in reading.sentences.iter().enumerate() {
            let mut at = sentence.words.start + 1;
            while at < sentence.words.end {
                let rest = reading.words.get(at..sentence.words.end).unwrap_or_default();
                let Some(next) = rest.iter().position(|word| self.namer.may_be_form(word)) else { break };
                at += next;
                let Some(end) = self.namer.legal_form(at, sentence.words.end) else {
                    at += 1;
                    continue;
                };
                let form = std::mem::replace(&mut at, end);
                // "ACME MAKES NO WARRANTY AS TO": a small word that only looks like a legal form.
                if self.namer.is_shouted(form, sentence) {
                    continue;
                }
                let start = self.namer.start_of_name(form, sentence.words.start);
                if start >= form {
                    continue;
                }
                let evidence = self.told_by_sentence(start..end, place);
                let names = self.terms_after(terms, end).map(|terms| self.aliases(terms));
                let Some(candidate) = self.add(start..end, evidence) else { continue };
                if let Some((aliases, names_us)) = names {
                    if names_us {
                        candidate.evidence = Evidence::Defined;
                    }
                    candidate.aliases = aliases;
                }
            }
        }
    }

    /// What the sentence around a name with a legal form says of it.
    fn told_by_sentence(&self, name: Range<usize>, place: usize) -> Evidence {
        let Some(sentence) = self.reading.sentences.get(place) else { return Evidence::Weak };
        let mut after = self.clues.within(name.end..(name.end + 8).min(sentence.words.end));
        if after.any(|clue| clue.signal == Signal::Respects)
            || self
                .clues
                .ending(Signal::OperatedBy, name.start)
                .is_some_and(|clue| self.is_ours(clue.words.start, place))
        {
            return Evidence::Told;
        }
        // "Acme AB, 556677-8899, Storgatan 1, Malmö, is the controller": the particulars stand in between.
        let reach = if name.start == sentence.words.start { REACH } else { 12 };
        let around =
            name.start.saturating_sub(12).max(sentence.words.start)..sentence.words.end.min(name.end + reach);
        let heading =
            place.checked_sub(1).and_then(|above| self.reading.sentences.get(above)).is_some_and(|above| {
                above.words.len() < 10 && self.clues.has(Signal::Controller, above.words.clone())
            });
        if self.clues.has(Signal::Controller, around) || heading && name.start < sentence.words.start + 4 {
            return Evidence::Told;
        }
        Evidence::Weak
    }

    /// Whether what is "operated by" somebody at word `at` is the site or document itself: near the start, and "is".
    fn is_ours(&self, at: usize, place: usize) -> bool {
        let Some(sentence) = self.reading.sentences.get(place) else { return false };
        let before = sentence.words.start..at;
        let ours = |words: Range<usize>| {
            let clues = self.clues.within(words);
            clues.map(|clue| (clue.signal, clue.words.end)).filter_map(|(signal, end)| {
                matches!(signal, Signal::Site | Signal::Service | Signal::Document | Signal::Company)
                    .then_some(end)
            })
        };
        let passive = self.clues.ending(Signal::Is, at).is_some() && ours(before.clone()).next().is_some();
        // "Webbplatsen drivs av Acme AB": the verb alone, right after its subject.
        let active = ours(before.start..before.start + 2).any(|end| end == at);
        place < 25 && (passive || active)
    }

    /// The bracket after a name that says what it is called, at most some words on ("and its affiliates").
    pub(super) fn terms_after<'t>(&self, terms: &'t [Terms], end: usize) -> Option<&'t Terms> {
        let mut at = end;
        loop {
            let comma = usize::from(self.reading.word_text(at) == ",");
            match self.clues.at(Signal::AndAffiliates, at + comma) {
                Some(clue) => at = clue.words.end,
                None => break,
            }
        }
        at += usize::from(self.reading.word_text(at) == ",");
        // "Acme, Inc. (formerly Ajax, Inc.)": no term stands in there, the next bracket has them.
        if self.reading.word_text(at) == "(" && terms.binary_search_by_key(&at, |terms| terms.open).is_err() {
            let close = (at..at + 12).find(|&at| self.reading.word_text(at) == ")");
            at = close.map_or(at, |close| close + 1);
            if let Some(clue) = self.clues.at(Signal::AndAffiliates, at) {
                at = clue.words.end;
            }
        }
        let found = terms.binary_search_by_key(&at, |terms| terms.open).ok()?;
        terms.get(found)
    }

    /// The terms of a bracket, and whether "we" is among them.
    fn aliases(&self, terms: &Terms) -> (Vec<Range<usize>>, bool) {
        let pronoun = |term: &Range<usize>| {
            self.clues.at(Signal::We, term.start).is_some_and(|clue| clue.words.end == term.end)
        };
        let names_us = terms.names.iter().any(pronoun);
        (terms.names.clone(), names_us)
    }

    /// "Acme (“we”, “us”)", whatever the name's form.
    fn bracketed(&mut self, terms: &[Terms]) {
        for bracket in terms {
            let (aliases, names_us) = self.aliases(bracket);
            if !names_us {
                continue;
            }
            let Some(sentence) = self.reading.sentences.get(self.reading.sentence_of(bracket.open)) else {
                continue;
            };
            let floor = sentence.words.start;
            let mut end = bracket.open;
            end -= usize::from(end > floor && self.reading.word_text(end - 1) == ",");
            // "Acme, together with its affiliates (“we”)", "The Acme family of companies (“we”)"
            while let Some(clue) = [Signal::AndAffiliates, Signal::Group]
                .into_iter()
                .find_map(|signal| self.clues.ending(signal, end))
            {
                end = clue.words.start;
                end -= usize::from(end > floor && self.reading.word_text(end - 1) == ",");
            }
            if self.candidates.iter().any(|known| known.words.end == end || known.aliases == aliases) {
                continue;
            }
            let start = self.namer.start_of_name(end, floor);
            if let Some(candidate) = self.add(start..end, Evidence::Defined) {
                candidate.aliases = aliases;
                continue;
            }
            // "Acme AB, org.nr 556677-8899 (“we”)": the company's particulars stand in between.
            let near = end.saturating_sub(REACH).max(floor);
            let named = |known: &&mut Candidate| {
                known.has_form && near <= known.words.start && known.words.end <= end
            };
            if let Some(candidate) = self.candidates.iter_mut().rev().find(named) {
                candidate.aliases = aliases;
                candidate.evidence = Evidence::Defined;
            }
        }
    }

    /// Names that a phrase around them tells: "respects your privacy", "operated by", "copyright".
    fn told(&mut self, terms: &[Terms]) {
        for (place, sentence) in self.reading.sentences.iter().enumerate() {
            let words = sentence.words.clone();
            let heading = is_heading(self.reading, sentence);
            for clue in self.clues.within(words.clone()) {
                match clue.signal {
                    // Far from the start others "are responsible for" things, too.
                    Signal::Respects
                        if !heading
                            && (place < 15
                                || place < 200 && self.clues.has(Signal::Document, words.clone())) =>
                    {
                        self.subject(words.start, clue.words.start);
                        if place < 15 {
                            self.abbreviated(terms, words.start, clue.words.start);
                        }
                    }
                    Signal::Controller if !heading && place < 40 => {
                        self.abbreviated(terms, words.start, clue.words.start);
                        self.controller(clue.words.clone(), words.clone());
                    }
                    Signal::OperatedBy if !heading && self.is_ours(clue.words.start, place) => {
                        let end = self.namer.end_of_name(clue.words.end, words.end);
                        if self.namer.is_cased() {
                            self.add(clue.words.end..end, Evidence::Told);
                        }
                    }
                    Signal::Copyright => {
                        let skip = |at: &usize| {
                            self.reading.words.get(*at).is_some_and(|word| {
                                word.kind == WordKind::Number
                                    || word.kind == WordKind::Hyphen
                                    || matches!(
                                        self.reading.text(word.span),
                                        "©" | "(" | "c" | ")" | "-" | "–" | ","
                                    )
                            })
                        };
                        let start = (clue.words.end..words.end).find(|at| !skip(at)).unwrap_or(words.end);
                        let end = self.namer.end_of_name(start, words.end);
                        if start > clue.words.end && self.namer.is_cased() {
                            self.add(start..end, Evidence::Said);
                        }
                    }
                    Signal::LegalName if place < 25 => {
                        let end = self.namer.end_of_name(clue.words.end, words.end);
                        self.add(clue.words.end..end, Evidence::Told);
                    }
                    // "Acme Payments, a limited liability company registered in …".
                    Signal::Constituted if !heading && place < 25 => {
                        let comma =
                            clue.words.start.checked_sub(1).filter(|&at| self.reading.word_text(at) == ",");
                        self.subject(words.start, comma.unwrap_or(clue.words.start));
                    }
                    // "This notice describes how Acme and its affiliates collect data".
                    Signal::How if !heading && place < 15 => {
                        let described = words.start..clue.words.start;
                        if self.namer.is_cased() && self.clues.has(Signal::Document, described) {
                            let end = self.namer.end_of_name(clue.words.end, words.end);
                            let verb = self.reading.word_text(end).starts_with(char::is_lowercase);
                            let name = clue.words.end..end;
                            if verb && !self.is_alias(name.clone()) && self.is_proper(name) {
                                self.add(clue.words.end..end, Evidence::Told);
                            }
                        }
                    }
                    Signal::Group if !heading && place < 25 => self.group(clue.words.clone(), words.clone()),
                    _ => {}
                }
            }
            if place < 25 && self.namer.is_cased() {
                self.introductions(terms, words);
            }
        }
    }

    /// Whether words are what a company was called in brackets behind its name.
    fn is_alias(&self, words: Range<usize>) -> bool {
        let text = |words: Range<usize>| self.reading.text(self.reading.span(words));
        let name = text(words);
        self.candidates.iter().flat_map(|known| &known.aliases).any(|alias| text(alias.clone()) == name)
    }

    /// "Acme Data Lab (ADL) through its department X is committed to": a name with its acronym, and the verb not far.
    fn abbreviated(&mut self, terms: &[Terms], start: usize, verb: usize) {
        let from = terms.partition_point(|terms| terms.open < start);
        for terms in terms.iter().skip(from).take_while(|terms| terms.end <= verb) {
            if terms.long.is_none() || terms.end + NEAR < verb {
                continue;
            }
            let name = self.namer.start_of_name(terms.open, start)..terms.open;
            if let Some(candidate) = self.add(name, Evidence::Told) {
                candidate.aliases.clone_from(&terms.names);
            }
        }
    }

    /// "Acme is the controller", "The controller is Acme", "Acme, 1 Main Street, is the controller".
    fn controller(&mut self, controller: Range<usize>, sentence: Range<usize>) {
        if !self.namer.is_cased() {
            return;
        }
        let clues = self.clues;
        let is = |words: Range<usize>| {
            words.filter(|&at| at < sentence.end).find_map(|at| clues.at(Signal::Is, at))
        };
        if let Some(is) = is(controller.start.saturating_sub(4).max(sentence.start)..controller.start) {
            let start = sentence.start + usize::from(self.reading.word_text(sentence.start) == "The");
            let end = self.namer.end_of_name(start, is.words.start);
            // "Acme, 556677-8899, Storgatan 1 (hereinafter the club) is": a number stands first in between.
            // "Acme, org.nr 556677-8899, …" is the controller.
            let is_number =
                |at: usize| self.reading.words.get(at).is_some_and(|word| word.kind == WordKind::Number);
            let small = self.reading.word_text(end + 1).starts_with(char::is_lowercase);
            let number = is_number(end + 1) || small && (end + 2..end + 6).any(is_number);
            let apart = self.reading.word_text(end) == "," && number && is.words.start - end < REACH;
            let first = start..end;
            // "The University of Acme (the University) is"
            let bracket =
                self.reading.word_text(end) == "(" && self.reading.word_text(is.words.start - 1) == ")";
            if (end == is.words.start || apart || bracket && is.words.start - end < NEAR)
                && self.is_proper(first.clone())
            {
                self.add(first, Evidence::Told);
            }
        }
        if let Some(is) = is(controller.end..controller.end + 8) {
            let between = controller.end..is.words.start;
            let broken = between.clone().any(|at| matches!(self.reading.word_text(at), "," | ":" | "."));
            let end = self.namer.end_of_name(is.words.end, sentence.end);
            if !broken && self.is_proper(is.words.end..end) {
                self.add(is.words.end..end, Evidence::Told);
            }
        }
    }

    /// The name that a sentence starts with, where nothing but "and its affiliates" stands before the verb at `verb`.
    fn subject(&mut self, start: usize, verb: usize) {
        let start = start + usize::from(self.namer.is_cased() && self.reading.word_text(start) == "The");
        let end = self.namer.end_of_name(start, verb);
        let mut at = end;
        while let Some(clue) =
            [Signal::AndAffiliates, Signal::Group].into_iter().find_map(|signal| self.clues.at(signal, at))
        {
            at = clue.words.end;
        }
        let adverb = usize::from(at + 1 == verb && at > start);
        if end > start && at + adverb >= verb && self.is_proper(start..end) {
            self.add(start..end, Evidence::Told);
        }
    }

    /// Whether a name is no word of the language that only opens its sentence: "Please takes", "Provide values".
    pub(super) fn is_proper(&self, name: Range<usize>) -> bool {
        let first = self.reading.words.get(name.start).filter(|word| word.id != WordId::UNKNOWN);
        let Some(first) = first.filter(|_| name.len() == 1 && self.namer.is_cased()) else { return true };
        uses_of(self.reading, *first).any(|at| {
            let sentence = self.reading.sentences.get(self.reading.sentence_of(at));
            sentence.is_some_and(|sentence| sentence.words.start < at && !is_heading(self.reading, sentence))
        })
    }

    /// "Acme, Globex’ parent company", "a member of the Globex family of companies".
    fn group(&mut self, clue: Range<usize>, sentence: Range<usize>) {
        if !self.namer.is_cased() {
            return;
        }
        let text = |at: usize| self.reading.word_text(at);
        let mut end = clue.start;
        let apostrophe = end > sentence.start && matches!(text(end - 1), "’" | "'");
        end -= usize::from(apostrophe);
        let start = self.namer.start_of_name(end, sentence.start);
        let comma = start > sentence.start + 1 && text(start - 1) == ",";
        if let Some(candidate) = self.add(start..end, Evidence::Said) {
            candidate.is_first_party = comma || apostrophe;
        }
        if comma {
            let start = self.namer.start_of_name(start - 1, sentence.start);
            let end = self.namer.end_of_name(start, sentence.end);
            self.add(start..end, Evidence::Told);
        }
    }

    /// "Acme Privacy Policy" in the title or the headings before the first text.
    fn title(&mut self) {
        for sentence in self.reading.sentences.iter().take(6) {
            if !is_heading(self.reading, sentence) {
                // "2. Changes to the policy" behind the first text is no title.
                if sentence.words.len() > LONGEST_LINE {
                    break;
                }
                continue;
            }
            let Some(clue) =
                self.clues.within(sentence.words.clone()).find(|clue| clue.signal == Signal::Document)
            else {
                continue;
            };
            let start = self.namer.start_of_name(clue.words.start, sentence.words.start);
            self.add(start..clue.words.start, Evidence::Weak);
        }
    }

    /// The name that most sentences start with, where it is the subject of at least three.
    fn commonest_subject(&mut self) {
        if !self.namer.is_cased() {
            return;
        }
        let mut counts: HashMap<&str, (usize, Range<usize>)> = HashMap::new();
        for sentence in &self.reading.sentences {
            let words = sentence.words.clone();
            let end = self.namer.end_of_name(words.start, words.end.min(words.start + 5));
            let known = self
                .reading
                .words
                .get(words.start)
                .is_none_or(|word| word.id != WordId::UNKNOWN || word.kind != WordKind::Word);
            let verb = self.reading.word_text(end).starts_with(char::is_lowercase);
            if end > words.start && !known && verb && !is_heading(self.reading, sentence) {
                let name = self.reading.text(self.reading.span(words.start..end));
                counts.entry(name).or_insert((0, words.start..end)).0 += 1;
            }
        }
        let best = counts.into_values().max_by_key(|(count, words)| (*count, std::cmp::Reverse(words.start)));
        if let Some((_, words)) = best.filter(|&(count, _)| count >= 3) {
            self.add(words, Evidence::Guess);
        }
    }
}
