//! What an auditor should be told about the text: one module a family of rules.

mod abbreviation;
mod absolute;
mod agreement;
mod anonymity;
mod article;
mod brand;
mod capital;
mod character;
mod choice;
mod contact;
mod contradiction;
mod dated;
mod dates;
mod denial;
mod essential;
mod lead;
mod link;
mod naming;
mod numbering;
mod parallel;
mod phrase;
mod reference;
mod repeat;
mod spacing;
mod terms;
mod typo;
mod vague;
mod variants;
mod wording;

use std::ops::Range;

use policyglot_lexer::{Span, Word, WordKind};
use policyglot_parser::{Block, BlockId, BlockKind};

use crate::concept::ConceptKind;
use crate::reading::{Mark, Marks, Mention, Reading, Sentence};
use crate::{ConceptId, Fact, FactKind, Practice, Severity};

/// Adds the defects; they are judged last, in view of all practices and other facts.
pub(crate) fn facts(
    reading: &Reading<'_>,
    marks: &Marks,
    links: &[Span],
    practices: &[Practice],
    facts: &mut Vec<Fact>,
) {
    let mut audit = Audit::new(reading, marks, links, practices, facts);
    contact::check(&mut audit);
    link::check(&mut audit);
    lead::check(&mut audit);
    reference::check(&mut audit);
    numbering::check(&mut audit);
    repeat::check(&mut audit);
    character::check(&mut audit);
    naming::check(&mut audit);
    terms::check(&mut audit);
    dated::check(&mut audit);
    wording::check(&mut audit);
    contradiction::check(&mut audit);
    denial::check(&mut audit);
    absolute::check(&mut audit);
    essential::check(&mut audit);
    choice::check(&mut audit);
    vague::check(&mut audit);
    phrase::check(&mut audit);
    anonymity::check(&mut audit);
    agreement::check(&mut audit);
    parallel::check(&mut audit);
    variants::check(&mut audit);
    spacing::check(&mut audit);
    article::check(&mut audit);
    typo::check(&mut audit);
    dates::check(&mut audit);
    brand::check(&mut audit);
    capital::check(&mut audit);
    abbreviation::check(&mut audit);
    let found = enough(audit.found);
    facts.extend(found);
}

/// So many places of a phrase are looked at: a text that has it more often says nothing else there.
const LOOKED: usize = 64;

/// So many defects of one rule are shown; the last tells how many more there are.
const ENOUGH: usize = 6;

/// Keeps the first defects of each rule: fifteen dead links are one habit of a page, and bury what else is wrong.
fn enough(found: Vec<Fact>) -> Vec<Fact> {
    let mut kept: Vec<Fact> = Vec::with_capacity(found.len());
    // For each rule the place of the last that is kept, how many are kept, and how many are not.
    let mut rules: Vec<(Option<&str>, usize, usize, usize)> = Vec::new();
    for fact in found {
        let rule = fact.details.rule;
        match rules.iter_mut().find(|(name, ..)| *name == rule) {
            Some((.., count, more)) if *count == ENOUGH => *more += 1,
            Some((_, last, count, _)) => {
                (*last, *count) = (kept.len(), *count + 1);
                kept.push(fact);
            }
            None => {
                rules.push((rule, kept.len(), 1, 0));
                kept.push(fact);
            }
        }
    }
    for (_, last, _, more) in rules.into_iter().filter(|&(.., more)| more > 0) {
        if let Some(fact) = kept.get_mut(last) {
            let message = fact.value.as_deref().unwrap_or_default();
            fact.value = Some(format!("{message} (and {more} more like it)").into());
        }
    }
    kept
}

/// What the rules look at, and what they have found.
struct Audit<'a, 'd> {
    reading: &'a Reading<'d>,
    marks: &'a Marks,
    /// Where the page has links, in reading order.
    links: &'a [Span],
    practices: &'a [Practice],
    facts: &'a [Fact],
    /// The phrases in which something can be wrong, by concept, then in reading order.
    phrases: Vec<Mark>,
    /// Where children are spoken of, and where laws are named, in reading order.
    children: Vec<Span>,
    laws: Vec<Span>,
    found: Vec<Fact>,
}

/// A defect before it has a place.
#[derive(Clone, Copy)]
struct Rule {
    name: &'static str,
    severity: Severity,
}

impl<'a, 'd> Audit<'a, 'd> {
    fn new(
        reading: &'a Reading<'d>,
        marks: &'a Marks,
        links: &'a [Span],
        practices: &'a [Practice],
        facts: &'a [Fact],
    ) -> Self {
        let mut phrases = marks.phrases().to_vec();
        phrases.sort_unstable();
        let places = |kind: FactKind| {
            let mut spans: Vec<Span> =
                facts.iter().filter(|fact| fact.kind == kind).map(|fact| fact.span).collect();
            spans.sort_unstable();
            spans
        };
        let (children, laws) = (places(FactKind::Child), places(FactKind::Law));
        Self { reading, marks, links, practices, facts, phrases, children, laws, found: Vec::new() }
    }

    /// Whether a word by itself is one of the cues `names`: words that rules look for stand in the language files.
    fn is_cue(&self, word: &str, names: &[&str]) -> bool {
        self.means(word, |concept| names.contains(&self.reading.concept(concept).id.as_str()))
    }

    /// Whether a word is one that sentences are built with: "the", "we", "for".
    fn is_small(&self, word: &str) -> bool {
        self.means(word, |concept| {
            matches!(self.reading.concept(concept).kind, ConceptKind::Cue | ConceptKind::Actor)
        })
    }

    /// Whether a word by itself names data: "information".
    fn is_plain(&self, word: &str) -> bool {
        self.means(word, |concept| self.reading.concept(concept).kind == ConceptKind::Data)
    }

    /// Whether a word by itself names a concept of those `wanted`.
    fn means(&self, word: &str, wanted: impl Fn(ConceptId) -> bool) -> bool {
        let Ok(end) = u32::try_from(word.len()) else { return false };
        let vocabulary = self.reading.vocabulary;
        let whole = Word { kind: WordKind::Word, span: Span::new(0, end) };
        let read = [vocabulary.read(word, whole, &mut String::new())];
        let mut found = false;
        vocabulary
            .meanings
            .find(&read, 0, |_, concepts| found |= concepts.iter().any(|&concept| wanted(concept)));
        found
    }

    /// The places of the phrases that name one concept of kind defect.
    fn phrases(&self, name: &str) -> impl Iterator<Item = (&'a Sentence, Mention)> + use<'_, 'a, 'd> {
        let wanted = self.reading.concepts.find(name);
        let reading = self.reading;
        let start = self.phrases.partition_point(|mark| Some(mark.concept) < wanted);
        let named = self.phrases[start..].iter().take_while(move |mark| Some(mark.concept) == wanted);
        named.filter_map(|mark| Some((reading.sentences.get(mark.sentence(reading))?, mark.mention(reading))))
    }

    /// The phrases, of concepts of kind defect, that start among `words` of the document, in reading order.
    fn phrases_in(&self, words: Range<usize>) -> impl Iterator<Item = Mark> + use<'a> {
        let marks = self.marks.phrases();
        let start = marks.partition_point(|mark| mark.words().start < words.start);
        marks[start..].iter().take_while(move |mark| mark.words().start < words.end).copied()
    }

    /// Those that start with word `at`.
    fn phrases_at(&self, at: usize) -> impl Iterator<Item = Mark> + use<'a> {
        self.phrases_in(at..at + 1)
    }

    /// The first `most` places of the phrases that name one concept of kind defect.
    fn first_places(&self, name: &str, most: usize) -> Vec<(BlockId, Span)> {
        self.phrases(name).map(|(sentence, mention)| (sentence.block, mention.span)).take(most).collect()
    }

    /// Whether the text is a whole policy: one of fewer blocks is an excerpt, of which nothing can be asked.
    fn is_whole(&self) -> bool {
        const WHOLE: usize = 12;
        self.reading.document.blocks().len() >= WHOLE
    }

    /// The sentence that `span` starts in, or the next one that it reaches.
    fn sentence(&self, span: Span) -> Option<&'a Sentence> {
        let at = self.reading.sentences.partition_point(|sentence| sentence.span.end <= span.start);
        self.reading.sentences.get(at).filter(|sentence| sentence.span.overlaps(span))
    }

    /// Whether the page has a link in `span`.
    fn is_linked(&self, span: Span) -> bool {
        let at = self.links.partition_point(|link| link.end <= span.start);
        self.links.get(at).is_some_and(|link| link.overlaps(span))
    }

    /// Adds a defect of two places, told as "`lead`: “one” and “other”".
    fn report_pair(
        &mut self,
        rule: Rule,
        block: BlockId,
        (span, other): (Span, Span),
        lead: &str,
    ) -> &mut Fact {
        let message = format!("{lead}: “{}” and “{}”", short(self.text(span)), short(self.text(other)));
        let fact = self.report(rule, block, span, message);
        fact.details.second = Some(other);
        fact
    }

    /// Reports a defect at `span` of `block`.
    fn report(&mut self, rule: Rule, block: BlockId, span: Span, message: impl Into<String>) -> &mut Fact {
        let around = self.sentence(span).map(|sentence| sentence.span);
        let mut fact = Fact::new(FactKind::Defect, message.into(), span, around.unwrap_or(span), block);
        fact.details.rule = Some(rule.name);
        fact.details.severity = Some(rule.severity);
        self.found.push(fact);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// The blocks that are read, with their ids.
    fn blocks(&self) -> impl Iterator<Item = (BlockId, &'a Block)> + use<'a, 'd> {
        (0..)
            .map(BlockId)
            .zip(self.reading.document.blocks())
            .filter(|(_, block)| !matches!(block.kind, BlockKind::Duplicate | BlockKind::Boilerplate))
    }

    /// Whether a sentence has a phrase of one of these concepts of kind defect.
    fn has_any(&self, sentence: &Sentence, concepts: &[Option<ConceptId>]) -> bool {
        self.reading.mentions_in(sentence).iter().any(|mention| concepts.contains(&Some(mention.concept)))
    }

    /// The text at a span.
    fn text(&self, span: Span) -> &'a str
    where
        'd: 'a,
    {
        self.reading.text(span)
    }
}

/// Whether one of `places`, which are in reading order, starts in `span`.
fn any_in(places: &[Span], span: Span) -> bool {
    let at = places.partition_point(|place| place.start < span.start);
    places.get(at).is_some_and(|place| place.start < span.end)
}

/// A text for a message: on one line, cut where it is long.
fn short(text: &str) -> String {
    let mut shown = String::new();
    for word in text.split_whitespace() {
        if shown.len() + word.len() > 60 {
            shown.push_str(" …");
            break;
        }
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(word);
    }
    shown
}

#[cfg(test)]
mod tests {
    use policyglot_parser::parse;

    use crate::{FactKind, Lexicon, read};

    /// Compares the defects of a text, as "rule: quote", with the expected ones, one a line.
    pub(super) fn check(text: &str, expected: &[&str]) {
        let document = parse(text);
        let policy = read(&document, &Lexicon::bundled().expect("the crate's own files"));
        let shown: Vec<_> = policy
            .facts
            .iter()
            .filter(|fact| fact.kind == FactKind::Defect)
            .map(|fact| format!("{}: {}", fact.details.rule.unwrap_or("-"), fact.span.of(text)))
            .collect();
        assert_eq!(shown, expected, "in {text:?}");
    }

    #[test]
    fn sound_text_has_no_defect() {
        check("We collect your email address. You can reach us at privacy@acme.test.", &[]);
        check("Vi samlar in din e-postadress. Du når oss på privacy@acme.test.", &[]);
    }
}
