//! The company under all its names: what introduces them, which belong together, where else they stand.

mod candidate;
mod chosen;
mod introduced;
mod places;

use std::ops::Range;

use policyglot_parser::BlockKind;

use self::candidate::{Candidate, Evidence};
use super::name::Namer;
use super::signal::Clues;
use super::terms::Terms;
use super::{collapsed, fact};
use crate::reading::{ReadWord, Reading, Sentence};
use crate::record::collapse;
use crate::{Fact, FactKind};

/// The first party's names: where they were given, and every place where they stand.
#[derive(Debug, Default)]
pub(crate) struct Names {
    candidates: Vec<Candidate>,
    places: Vec<Range<usize>>,
}

impl Names {
    /// Finds the names.
    pub(crate) fn new(
        reading: &Reading<'_>,
        clues: Clues<'_, '_>,
        terms: &[Terms],
        namer: Namer<'_, '_>,
    ) -> Self {
        let candidates = chosen::of(reading, namer, candidate::all(reading, clues, terms, namer));
        let places = places::of(reading, clues, &candidates);
        Self { candidates, places }
    }

    /// Every place where a name stands, as places in [`Reading::words`], in reading order.
    pub(crate) fn take_places(&mut self) -> Vec<Range<usize>> {
        std::mem::take(&mut self.places)
    }
}

/// Adds a fact for each distinct naming: where it is told to be the company, or else at its first place in running text.
pub(crate) fn facts(reading: &Reading<'_>, names: &Names, facts: &mut Vec<Fact>) {
    // Lines of a menu or an address name it without saying anything.
    let is_closed = |sentence: &Sentence| reading.word_text(sentence.words.end.saturating_sub(1)) == ".";
    for candidate in &names.candidates {
        let value = collapsed(reading, candidate.words.clone());
        let is_first = |place: &&Range<usize>| {
            // Most places name it in fewer words or in more.
            if place.len() != candidate.words.len() {
                return false;
            }
            let sentence = reading.sentences.get(reading.sentence_of(place.start));
            let name = collapse(reading.text(reading.span((*place).clone())));
            // "Acme’s mission" names it, too.
            let name = name.strip_suffix("’s").or_else(|| name.strip_suffix("'s")).unwrap_or(&name);
            name == value
                && sentence.is_some_and(|sentence| !is_heading(reading, sentence) && is_closed(sentence))
        };
        // What is told far from the start only repeats who acts in all of the text.
        let told = candidate.evidence >= Evidence::Defined
            || candidate.evidence == Evidence::Told && reading.sentence_of(candidate.words.start) < HEAD;
        let first = reading.names().iter().find(is_first).filter(|_| !told);
        let words = first.unwrap_or(&candidate.words).clone();
        let sentence = reading.sentence_of(words.start);
        let Some(mut fact) = fact(reading, FactKind::Organisation, value.clone(), words, sentence) else {
            continue;
        };
        fact.details.aliases =
            candidate.aliases.iter().map(|alias| collapsed(reading, alias.clone())).collect();
        facts.push(fact);
    }
}

/// In so many sentences from the start a text tells who speaks.
const HEAD: usize = 40;

/// The places in [`Reading::words`] of a word in its very letters.
fn uses_of<'r>(reading: &'r Reading<'_>, word: ReadWord) -> impl Iterator<Item = usize> + use<'r> {
    let text = reading.text(word.span);
    // Most words differ in their id or length, which are at hand.
    let is_same = move |other: &ReadWord| {
        other.id == word.id && other.span.len() == word.span.len() && reading.text(other.span) == text
    };
    (0..).zip(&reading.words).filter(move |(_, other)| is_same(other)).map(|(at, _)| at)
}

/// Whether a sentence is a heading or the title.
fn is_heading(reading: &Reading<'_>, sentence: &Sentence) -> bool {
    let block = reading.document.block(sentence.block);
    block.is_some_and(|block| matches!(block.kind, BlockKind::Heading | BlockKind::Title))
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::identity::testing::check_kind;

    fn check(text: &str, expected: &str) {
        check_kind(FactKind::Organisation, text, expected);
    }

    #[test]
    fn a_legal_form_ends_a_name() {
        check("The Bar Store, Inc (“BAR”) respects your privacy.", "Bar Store, Inc [BAR]");
        check(
            "acme technology (us), llc respects the privacy of your information. we use it.",
            "acme technology (us), llc",
        );
        check(
            "Zhejiang Foo Technology Co., Ltd. (hereinafter referred to as \"we\", \"company\" or \"Foo\") respects you.",
            "Zhejiang Foo Technology Co., Ltd. [we, company, Foo]",
        );
        check("Acme S.A.S. is the data controller.", "Acme S.A.S.");
        check("Foo & Bar a/s respects your privacy.", "Foo & Bar a/s");
        check("You use an Acme Controller (“we”, “us”) here.", "");
        check("Det är Hunden i Malmö AB (\"vi\") som ansvarar.", "Hunden i Malmö AB [vi]");
    }

    #[test]
    fn a_bracket_with_we_follows_a_name() {
        check("Acme (“we”, “us” or “our”) collects data.", "Acme [we, us, our]");
        check(
            "information on individuals(“user”) acme inc. (“acme”, “we” “us,” or “our”) to provide products.",
            "acme inc. [acme, we, us, our]",
        );
        check("This policy explains how Acme Inc. and its affiliates (“we”) work.", "Acme Inc. [we]");
        check("The site is operated by Globex (\"we\", \"us\").", "Globex [we, us]");
        // The line on copyright is the last place to name it.
        check(
            "Globex LLC is a platform that works for you. © 2026 Globex LLC, some rights reserved.",
            "Globex LLC",
        );
        check(
            "We tell you here what we do with your data. Acme Data College (ADC) through its department Acme Data Lab (ADL) is committed to your privacy.",
            "Acme Data College [ADC]; Acme Data Lab [ADL]",
        );
        check("Globex is the controller for the processing of your data.", "Globex");
        check("Globex, org.nr 556677-8899, Storgatan 1, is the controller of your data.", "Globex");
    }

    #[test]
    fn particulars_may_stand_before_the_bracket() {
        check(
            "Acme AB, org.nr 556677-8899 (”Acme”, ”vi”, ”oss”) behandlar dina uppgifter.",
            "Acme AB [Acme, vi, oss]",
        );
    }

    #[test]
    fn a_subject_that_cares() {
        check("Acme bryr sig om din integritet.", "Acme");
        check("Acme values your business and is committed to protecting your privacy.", "Acme");
        check("Copyright © 2023 Globex Media. All rights reserved.", "Globex Media");
    }

    #[test]
    fn a_company_presents_itself() {
        check("We are Acme Mail, a Globex company.", "Acme Mail");
        check(
            "This notice tells how we, Acme Church (“AC”), as a controller use your data. We keep it.",
            "Acme Church [AC]",
        );
        check("Acme Church General Privacy Notice\n\nAcme Church keeps your data. We use it.", "Acme Church");
        check("You know us as Acme, but our legal name is Globex Foods.", "Globex Foods");
        check("Acme Payments, a limited liability company, runs the service.", "Acme Payments");
        check("This privacy notice describes how Acme and its affiliates collect data. We use it.", "Acme");
        check("This notice describes how Your data are used.", "");
    }

    #[test]
    fn others_are_no_first_party() {
        check("We use cookies that are provided by Globex Inc. and we share them.", "");
    }
}
