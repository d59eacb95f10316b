//! The phrases that tell document-level facts: "last updated", "hereinafter", "contact us at", "we".

use std::ops::Range;

use crate::reading::Reading;
use policyglot_lexer::WordKind;

/// What a phrase of a language file's `[signal]` table tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Signal {
    /// The first party's pronouns: "we", "us", "our".
    We,
    /// The reader's pronouns: "you", "your".
    You,
    /// "the company", "the controller": common nouns that stand for the first party.
    Company,
    /// "respects", "is committed to": what a policy's first sentence says of its author.
    Respects,
    /// "operated by", "provided by".
    OperatedBy,
    /// "data controller".
    Controller,
    /// "parent company", "family of companies".
    Group,
    /// "and its affiliates", between a name and what it is called from then on.
    AndAffiliates,
    /// "copyright".
    Copyright,
    /// "privacy policy", "privacy notice".
    Document,
    /// "version", "version number".
    Version,
    /// "last updated".
    Updated,
    /// "effective date".
    Effective,
    /// Small words between such a phrase and its date: "on", "as of".
    DateLead,
    /// "hereinafter", "collectively", "referred to as": what stands before a defined term.
    Called,
    /// "means", "shall refer to", after a term.
    Means,
    /// "is a", "are", between a term and "small file": only with [`Signal::Genus`] after it.
    Is,
    /// "small amount of data", "any information that": what a definition starts with.
    Genus,
    /// "applies to", "covers".
    Covers,
    /// "site", "website".
    Site,
    /// "services", "platform".
    Service,
    /// "contact us", "email us": contact is being told.
    Contact,
    /// "contact us at", "send an email to": an address has to follow.
    ContactAt,
    /// Words that can't be an address: "to", "or", "at".
    Preposition,
    /// "by e-mail", "email address".
    ByEmail,
    /// "call", "telephone".
    Phone,
    /// "mail address", "write to us at", "registered office".
    Address,
    /// "data protection officer".
    Officer,
    /// "contact form".
    Form,
    /// "click here", "available here": a link has to follow.
    Here,
    /// "please visit".
    Visit,
    /// "act", "law", "regulation": nouns that statutes' names have.
    Statute,
    /// "Act": nouns that end statutes' names even without a number.
    Act,
    /// "the laws of".
    LawsOf,
    /// "state of", before a place's name.
    StateOf,
    /// "and", "or".
    And,
    /// "certified to", "complies with": stands with standards and frameworks.
    Certified,
    /// "complies with", "participates in".
    Complies,
}

impl Signal {
    /// The signal of a name in a language file, as "operated-by".
    pub(crate) fn find(name: &str) -> Option<Self> {
        Some(match name {
            "we" => Self::We,
            "you" => Self::You,
            "company" => Self::Company,
            "respects" => Self::Respects,
            "operated-by" => Self::OperatedBy,
            "controller" => Self::Controller,
            "group" => Self::Group,
            "and-affiliates" => Self::AndAffiliates,
            "copyright" => Self::Copyright,
            "document" => Self::Document,
            "version" => Self::Version,
            "updated" => Self::Updated,
            "effective" => Self::Effective,
            "date-lead" => Self::DateLead,
            "called" => Self::Called,
            "means" => Self::Means,
            "is" => Self::Is,
            "genus" => Self::Genus,
            "covers" => Self::Covers,
            "site" => Self::Site,
            "service" => Self::Service,
            "contact" => Self::Contact,
            "contact-at" => Self::ContactAt,
            "preposition" => Self::Preposition,
            "by-email" => Self::ByEmail,
            "phone" => Self::Phone,
            "address" => Self::Address,
            "officer" => Self::Officer,
            "form" => Self::Form,
            "here" => Self::Here,
            "visit" => Self::Visit,
            "statute" => Self::Statute,
            "act" => Self::Act,
            "laws-of" => Self::LawsOf,
            "state-of" => Self::StateOf,
            "and" => Self::And,
            "certified" => Self::Certified,
            "complies" => Self::Complies,
            _ => return None,
        })
    }
}

/// A signal and the words that give it, as places in [`Reading::words`].
#[derive(Clone, Debug)]
pub(crate) struct Clue {
    /// What it tells.
    pub(crate) signal: Signal,
    /// The words.
    pub(crate) words: Range<usize>,
    /// The sentence, as a place in [`Reading::sentences`].
    pub(crate) sentence: usize,
}

/// All clues of a document, by where they start.
#[derive(Debug, Default)]
pub(crate) struct Clues(Vec<Clue>);

impl Clues {
    /// Finds them: of each signal the longest phrase at a place; none overlaps another of its signal.
    pub(crate) fn new(reading: &Reading<'_>) -> Self {
        let mut clues: Vec<Clue> = Vec::new();
        for (place, sentence) in reading.sentences.iter().enumerate() {
            let first = clues.len();
            let mut covered = 0;
            let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
            for (at, head) in sentence.words.clone().zip(words) {
                if !reading.vocabulary.starts_signal(head.id) {
                    continue;
                }
                let rest = words.get(at - sentence.words.start..).unwrap_or_default();
                let ids = rest.iter().map(|word| (word.kind != WordKind::Hyphen).then_some(word.id));
                let start = clues.len();
                reading.vocabulary.signals(ids, |len, signals| {
                    let clue = |&signal| Clue { signal, words: at..at + len, sentence: place };
                    clues.extend(signals.iter().map(clue));
                });
                // Most phrases stand alone, and are not covered by one before.
                if covered > at || clues.len() > start + 1 {
                    keep_longest(&mut clues, first, start, at);
                }
                let ends = clues.get(start..).unwrap_or_default().iter().map(|clue| clue.words.end);
                covered = ends.fold(covered, usize::max);
            }
        }
        Self(clues)
    }

    /// Every clue of one signal, in reading order.
    pub(crate) fn of(&self, signal: Signal) -> impl Iterator<Item = &Clue> {
        self.0.iter().filter(move |clue| clue.signal == signal)
    }

    /// The clues that start among `words`, in reading order.
    pub(crate) fn within(&self, words: Range<usize>) -> &[Clue] {
        let start = self.0.partition_point(|clue| clue.words.start < words.start);
        let len =
            self.0.get(start..).unwrap_or_default().partition_point(|clue| clue.words.start < words.end);
        self.0.get(start..start + len).unwrap_or_default()
    }

    /// The clue of `signal` that starts at word `at`.
    pub(crate) fn at(&self, signal: Signal, at: usize) -> Option<&Clue> {
        self.within(at..at + 1).iter().find(|clue| clue.signal == signal)
    }

    /// The clue of `signal` that ends right before word `end`.
    pub(crate) fn ending(&self, signal: Signal, end: usize) -> Option<&Clue> {
        self.within(end.saturating_sub(8)..end)
            .iter()
            .find(|clue| clue.signal == signal && clue.words.end == end)
    }

    /// Whether a clue of `signal` starts among `words`.
    pub(crate) fn has(&self, signal: Signal, words: Range<usize>) -> bool {
        self.within(words).iter().any(|clue| clue.signal == signal)
    }
}

/// Of the clues from place `start` on, which start at word `at`, keeps the longest of each signal that none from place
/// `first` on covers, the longest first.
fn keep_longest(clues: &mut Vec<Clue>, first: usize, start: usize, at: usize) {
    clues[start..].reverse();
    let mut kept = start;
    for new in start..clues.len() {
        let covers = |clue: &Clue| clue.signal == clues[new].signal && clue.words.end > at;
        if !clues[first..kept].iter().rev().take(8).any(covers) {
            clues.swap(kept, new);
            kept += 1;
        }
    }
    clues.truncate(kept);
}
