//! The tree of phrases: what a run of words names.

use std::ops::Range;

use super::ReadWord;
use super::draft::{Draft, Phrase};
use super::words::{WordId, Words};

/// Phrases that name things of type `T`, by their words.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    /// For each word the node of the phrases that start with it.
    starts: Vec<Node>,
    nodes: Vec<Node>,
    /// The words that lead from each node to another one, sorted, and the nodes that they lead to.
    words: Vec<WordId>,
    targets: Vec<u32>,
    named: Vec<T>,
    fit: Fit,
}

/// Which words of a text a word of a phrase stands for, besides itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// None.
    Exact,
    /// Those that fit it where it is a pattern.
    Pattern,
    /// Those, too, whose base it is.
    Inflected,
}

/// A node of the tree: the words that lead on from it, and what the phrase that ends at it names.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    words: Part,
    /// Whether a gap is one of them.
    has_gap: bool,
    named: Part,
}

/// A part of a long list.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    start: u32,
    len: u16,
}

/// A gap ("samlar … in") is no longer.
const LONGEST_GAP: usize = 6;
/// So many words are looked through one by one.
const FEW: usize = 8;

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self {
            starts: Vec::new(),
            nodes: Vec::new(),
            words: Vec::new(),
            targets: Vec::new(),
            named: Vec::new(),
            fit: Fit::Exact,
        }
    }
}

impl<T: Copy + Ord> Phrases<T> {
    /// The tree of the phrases of `draft`, which are sorted. `words` are finished.
    pub(super) fn of(draft: &Draft<T>, words: &Words, fit: Fit) -> Self {
        let phrases = draft.phrases();
        let relatives = Relatives::new(words, fit);
        let mut tree = Self { fit, ..Self::default() };
        // For each node the phrases that go through it, and how many words lead to it. Nodes are numbered level by level;
        // the first is the root.
        let mut spans = vec![(0..phrases.len(), 0)];
        let mut steps: Vec<(WordId, u8, u32)> = Vec::new();
        let mut at = 0;
        while let Some((Range { mut start, end }, depth)) = spans.get(at).cloned() {
            let (words, named) = (tree.words.len(), tree.named.len());
            while let Some(first) = phrases[start..end].first() {
                let Some(&word) = draft.words_of(first).get(depth) else {
                    // The shortest phrases come first, and end here.
                    if tree.named[named..].last() != Some(&first.named) {
                        tree.named.push(first.named);
                    }
                    start += 1;
                    continue;
                };
                let same = |phrase: &&Phrase<T>| draft.words_of(phrase).get(depth) == Some(&word);
                let len = phrases[start..end].iter().take_while(same).count();
                let node = u32::try_from(spans.len()).unwrap_or(u32::MAX);
                steps.extend(relatives.of(word).map(|(word, rank)| (word, rank, node)));
                spans.push((start..start + len, depth + 1));
                start += len;
            }
            // A word stands for itself first, then for the pattern that it fits, then for its base.
            steps.sort_unstable();
            steps.dedup_by_key(|step| step.0);
            tree.words.extend(steps.iter().map(|step| step.0));
            tree.targets.extend(steps.drain(..).map(|step| step.2));
            tree.nodes.push(Node {
                words: Part::new(words..tree.words.len()),
                has_gap: tree.words[words..].last() == Some(&WordId::GAP),
                named: Part::new(named..tree.named.len()),
            });
            at += 1;
        }
        let start =
            |at| tree.nodes.first().and_then(|&root| tree.step(root, WordId::at(at))).unwrap_or_default();
        tree.starts = (0..words.len()).map(start).collect();
        tree
    }
}

impl Part {
    fn new(range: Range<usize>) -> Self {
        let start = u32::try_from(range.start).unwrap_or(u32::MAX);
        Self { start, len: u16::try_from(range.len()).unwrap_or(u16::MAX) }
    }

    fn of<T>(self, list: &[T]) -> &[T] {
        let start = self.start as usize;
        list.get(start..start + usize::from(self.len)).unwrap_or_default()
    }
}

/// For each word of phrases those of texts that it stands for.
struct Relatives {
    /// The word of a phrase, one of a text, and how near they are.
    pairs: Vec<(WordId, WordId, u8)>,
}

impl Relatives {
    fn new(words: &Words, fit: Fit) -> Self {
        let mut pairs = Vec::new();
        for word in (1..words.len()).map(WordId::at) {
            let (pattern, base) = words.relatives_of(word);
            if fit >= Fit::Pattern && pattern != WordId::UNKNOWN {
                pairs.push((pattern, word, 1));
            }
            if fit >= Fit::Inflected && base != WordId::UNKNOWN {
                pairs.push((base, word, 2));
            }
        }
        pairs.sort_unstable();
        Self { pairs }
    }

    /// The words of texts that `word` stands for, itself among them, with how near they are.
    fn of(&self, word: WordId) -> impl Iterator<Item = (WordId, u8)> {
        let start = self.pairs.partition_point(|pair| pair.0 < word);
        let others = self.pairs[start..].iter().take_while(move |pair| pair.0 == word);
        std::iter::once((word, 0)).chain(others.map(|&(_, word, rank)| (word, rank)))
    }
}

impl<T> Phrases<T> {
    /// Hands every phrase that starts with word `start` of `words` to `found`, the shortest first: one past its last word,
    /// and what it names.
    ///
    /// Phrases are matched across hyphens. Of a phrase with a gap only the words before the gap count, so that those in it
    /// are read as well; such a phrase hides the one without its end ("lämnar … ut" hides "lämnar").
    pub(crate) fn find<'v>(
        &'v self,
        words: &[ReadWord],
        start: usize,
        mut found: impl FnMut(usize, &'v [T]),
    ) {
        let Some(mut node) = words.get(start).and_then(|word| self.start(word.id)) else { return };
        let mut end = start + 1;
        loop {
            let mut named = node.named.of(&self.named);
            if node.has_gap {
                let past = self.past(node, words.get(end..).unwrap_or_default());
                named = if past.is_empty() { named } else { past };
            }
            if !named.is_empty() {
                found(end, named);
            }
            if node.words.len == 0 {
                return;
            }
            while words.get(end).is_some_and(|word| word.id == WordId::HYPHEN) {
                end += 1;
            }
            let Some(next) = words.get(end).and_then(|word| self.step(node, word.id)) else { return };
            (node, end) = (next, end + 1);
        }
    }

    /// Whether a phrase may start with `word` of a text.
    pub(crate) fn starts_with(&self, word: WordId) -> bool {
        self.start(word).is_some()
    }

    /// What the phrases name that go on after a gap behind `node`, within the next words.
    #[cold]
    fn past(&self, node: Node, words: &[ReadWord]) -> &[T] {
        // A gap is the last of all words.
        let last = usize::from(node.words.len.saturating_sub(1));
        let Some(gap) = self.target(node, last) else { return &[] };
        let longest = |skipped: usize| {
            let mut longest: &[T] = &[];
            let mut node = gap;
            for word in words[skipped..].iter().filter(|word| word.id != WordId::HYPHEN) {
                let Some(next) = self.step(node, word.id) else { break };
                let named = next.named.of(&self.named);
                longest = if named.is_empty() { longest } else { named };
                node = next;
            }
            longest
        };
        (0..=LONGEST_GAP.min(words.len())).map(longest).find(|named| !named.is_empty()).unwrap_or_default()
    }

    /// The node to which `word` of a text leads from the root.
    fn start(&self, word: WordId) -> Option<Node> {
        let node = *self.starts.get(word.index())?;
        let leads = node.words.len > 0 || node.named.len > 0;
        (leads && self.counts(word)).then_some(node)
    }

    /// The node to which `word` of a text leads from `node`.
    fn step(&self, node: Node, word: WordId) -> Option<Node> {
        let leading = node.words.of(&self.words);
        let at = if leading.len() <= FEW {
            leading.iter().position(|&other| other == word.plain())
        } else {
            leading.binary_search(&word.plain()).ok()
        };
        let at = at.filter(|_| self.counts(word))?;
        self.target(node, at)
    }

    /// Whether a word of a text counts that no phrase has, and whose base only is known.
    fn counts(&self, word: WordId) -> bool {
        !word.is_inflected() || self.fit >= Fit::Inflected
    }

    /// The node to which the word at place `at` of those that lead on from `node` does.
    fn target(&self, node: Node, at: usize) -> Option<Node> {
        let target = *node.words.of(&self.targets).get(at)?;
        self.nodes.get(target as usize).copied()
    }
}
