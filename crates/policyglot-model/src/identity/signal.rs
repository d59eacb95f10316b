//! Where the phrases stand that tell document-level facts: "last updated", "hereinafter", "contact us at", "we".

use std::ops::Range;

use crate::reading::Reading;
pub(crate) use crate::vocabulary::Signal;

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
            for start in reading.vocabulary.signals.starts(words) {
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
