//! The phrases that tell document-level facts: "last updated", "hereinafter", "contact us at", "we".

use std::ops::Range;

use crate::reading::Reading;

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
    /// "our legal name is".
    LegalName,
    /// "a limited liability company", "incorporated in".
    Constituted,
    /// "how", "in which way": what a policy says that it describes.
    How,
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
    /// "no", before what there is none of.
    No,
    /// "certified to", "complies with": stands with standards and frameworks.
    Certified,
    /// "complies with", "participates in".
    Complies,
}

impl Signal {
    /// Whether its phrases are of words that every sentence has.
    pub(crate) const fn is_small(self) -> bool {
        matches!(
            self,
            Self::We | Self::You | Self::DateLead | Self::Is | Self::Preposition | Self::And | Self::No
        )
    }

    /// The signal of a name in a language file, as "operated-by".
    pub(crate) fn find(name: &str) -> Option<Self> {
        Some(match name {
            "we" => Self::We,
            "you" => Self::You,
            "company" => Self::Company,
            "respects" => Self::Respects,
            "operated-by" => Self::OperatedBy,
            "legal-name" => Self::LegalName,
            "constituted" => Self::Constituted,
            "how" => Self::How,
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
            "no" => Self::No,
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

/// The clues of a document by where they start, but for those of small words, of which every sentence is full.
#[derive(Debug, Default)]
pub(crate) struct ClueList(Vec<Kept>);

/// A clue as it is kept.
#[derive(Clone, Copy, Debug)]
struct Kept {
    start: u32,
    sentence: u32,
    len: u16,
    signal: Signal,
}

impl ClueList {
    /// Finds them: of each signal the longest phrase at a place; none overlaps another of its signal.
    pub(crate) fn new(reading: &Reading<'_>) -> Self {
        let mut clues: Vec<Kept> = Vec::new();
        for (sentence, place) in reading.sentences.iter().zip(0..) {
            let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
            let first = clues.len();
            let mut covered = 0;
            for start in 0..words.len() {
                let (before, at) = (clues.len(), narrow(sentence.words.start + start));
                reading.vocabulary.signals.find(words, start, |end, signals| {
                    let len = u16::try_from(end - start).unwrap_or(u16::MAX);
                    let clue = |&signal| Kept { start: at, sentence: place, len, signal };
                    clues.extend(signals.iter().map(clue));
                });
                // Most phrases stand alone, and are not covered by one before.
                if clues.len() > before && (covered > at || clues.len() > before + 1) {
                    keep_longest(&mut clues, first, before, at);
                }
                let ends = clues.get(before..).unwrap_or_default().iter().map(|clue| clue.end());
                covered = ends.fold(covered, u32::max);
            }
        }
        clues.shrink_to_fit();
        Self(clues)
    }
}

impl Kept {
    fn end(self) -> u32 {
        self.start + u32::from(self.len)
    }

    fn clue(self) -> Clue {
        let words = self.start as usize..self.end() as usize;
        Clue { signal: self.signal, words, sentence: self.sentence as usize }
    }
}

/// Of the clues from place `start` on, which start at word `at`, keeps the longest of each signal that none from place
/// `first` on covers, the longest first.
fn keep_longest(clues: &mut Vec<Kept>, first: usize, start: usize, at: u32) {
    clues[start..].reverse();
    let mut kept = start;
    for new in start..clues.len() {
        let covers = |clue: &Kept| clue.signal == clues[new].signal && clue.end() > at;
        if !clues[first..kept].iter().rev().take(8).any(covers) {
            clues.swap(kept, new);
            kept += 1;
        }
    }
    clues.truncate(kept);
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// All clues of a document; those of small words are looked for where they are asked about.
#[derive(Clone, Copy)]
pub(crate) struct Clues<'r, 'd> {
    reading: &'r Reading<'d>,
    kept: &'r [Kept],
}

impl<'r, 'd> Clues<'r, 'd> {
    /// The clues of a document whose other clues are in `list`.
    pub(crate) fn new(reading: &'r Reading<'d>, list: &'r ClueList) -> Self {
        Self { reading, kept: &list.0 }
    }

    /// Every clue but those of small words, in reading order.
    pub(crate) fn all(self) -> impl Iterator<Item = Clue> + use<'r> {
        self.kept.iter().map(|clue| clue.clue())
    }

    /// Every clue of one signal that is no small word, in reading order.
    pub(crate) fn of(self, signal: Signal) -> impl Iterator<Item = Clue> + use<'r> {
        self.kept.iter().filter(move |clue| clue.signal == signal).map(|clue| clue.clue())
    }

    /// The clues that start among `words`, in reading order, but those of small words.
    pub(crate) fn within(self, words: Range<usize>) -> impl Iterator<Item = Clue> + use<'r> {
        let start = self.kept.partition_point(|clue| (clue.start as usize) < words.start);
        let rest = self.kept.get(start..).unwrap_or_default().iter();
        rest.take_while(move |clue| (clue.start as usize) < words.end).map(|clue| clue.clue())
    }

    /// The clue of `signal` that starts at word `at`.
    pub(crate) fn at(self, signal: Signal, at: usize) -> Option<Clue> {
        if signal.is_small() {
            return self.small(signal, at);
        }
        self.within(at..at + 1).find(|clue| clue.signal == signal)
    }

    /// The clue of `signal` that ends right before word `end`.
    pub(crate) fn ending(self, signal: Signal, end: usize) -> Option<Clue> {
        let near = end.saturating_sub(8)..end;
        if signal.is_small() {
            return near.filter_map(|at| self.small(signal, at)).find(|clue| clue.words.end == end);
        }
        self.within(near).find(|clue| clue.signal == signal && clue.words.end == end)
    }

    /// Whether a clue of `signal` starts among `words`.
    pub(crate) fn has(self, signal: Signal, mut words: Range<usize>) -> bool {
        if signal.is_small() {
            return words.any(|at| self.small(signal, at).is_some());
        }
        self.within(words).any(|clue| clue.signal == signal)
    }

    /// The longest phrase of a signal of small words that starts at word `at`.
    fn small(self, signal: Signal, at: usize) -> Option<Clue> {
        let Reading { vocabulary, words, sentences, .. } = self.reading;
        let small = &vocabulary.small_signals;
        if !words.get(at).is_some_and(|word| small.starts_with(word.id)) {
            return None;
        }
        let sentence = sentences.partition_point(|sentence| sentence.words.end <= at);
        let end = sentences.get(sentence)?.words.end;
        let mut longest = None;
        small.find(words.get(at..end)?, 0, |len, signals| {
            if signals.contains(&signal) {
                longest = Some(len);
            }
        });
        longest.map(|len| Clue { signal, words: at..at + len, sentence })
    }
}
