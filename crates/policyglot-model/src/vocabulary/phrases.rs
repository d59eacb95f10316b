//! The tree of phrases: what a run of words names.

use std::ops::Range;

use super::draft::Draft;
use super::words::{WordId, Words};

/// Phrases that name things of type `T`, by their words.
///
/// Nodes are numbered level by level, so that the children of each stand together, sorted by the words that lead to
/// them, and those of the next node follow.
#[derive(Debug)]
pub(super) struct Phrases<T> {
    bounds: Vec<Bounds>,
    /// For each node the word that leads to it.
    words: Vec<WordId>,
    named: Vec<T>,
    /// For each word the node of the phrases that start with it, or 0: most words of a text start no phrase, and are
    /// done with one look.
    starts: Vec<u32>,
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

/// Where the children and the names of a node start; they end where those of the next node start.
#[derive(Clone, Copy, Debug, Default)]
struct Bounds {
    children: u32,
    named: u32,
}

/// A node of the tree: the nodes below it, and what the phrase that ends at it names.
struct Node<'v, T> {
    children: Range<u32>,
    named: &'v [T],
}

/// The root, and where no node is.
const ROOT: u32 = 0;

/// A gap ("samlar … in") is no longer.
const LONGEST_GAP: usize = 6;
/// So many children are looked through one by one.
const FEW: usize = 8;

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { bounds: Vec::new(), words: Vec::new(), named: Vec::new(), starts: Vec::new(), fit: Fit::Exact }
    }
}

impl<T: Copy + Ord> Phrases<T> {
    /// The tree of the phrases of `draft`, which are sorted.
    pub(super) fn of(draft: &Draft<T>, words: &Words, fit: Fit) -> Self {
        let phrases = draft.phrases();
        let mut tree = Self {
            bounds: Vec::with_capacity(phrases.len()),
            words: Vec::with_capacity(phrases.len()),
            named: Vec::with_capacity(phrases.len()),
            starts: Vec::new(),
            fit,
        };
        // For each node the phrases that go through it, and how many words lead to it.
        let mut spans = vec![(0..phrases.len(), 0)];
        tree.words.push(WordId::UNKNOWN);
        let mut at = 0;
        while let Some((span, depth)) = spans.get(at).cloned() {
            tree.bounds.push(Bounds { children: place(spans.len()), named: place(tree.named.len()) });
            let mut rest = phrases.get(span.clone()).unwrap_or_default();
            let mut start = span.start;
            while let [first, ..] = rest {
                let Some(&word) = draft.words_of(first).get(depth) else {
                    // The shortest phrases come first, and end here.
                    if tree
                        .named
                        .get(tree.bounds[at].named as usize..)
                        .is_some_and(|named| named.last() != Some(&first.named))
                    {
                        tree.named.push(first.named);
                    }
                    (rest, start) = (&rest[1..], start + 1);
                    continue;
                };
                let len =
                    rest.iter().take_while(|phrase| draft.words_of(phrase).get(depth) == Some(&word)).count();
                tree.words.push(word);
                spans.push((start..start + len, depth + 1));
                (rest, start) = (&rest[len..], start + len);
            }
            at += 1;
        }
        // The end of the last node's.
        tree.bounds.push(Bounds { children: place(spans.len()), named: place(tree.named.len()) });
        tree.starts = tree.find_starts(words);
        tree
    }

    /// For each word the node after the root.
    fn find_starts(&self, words: &Words) -> Vec<u32> {
        let mut exact = vec![ROOT; words.len()];
        let starting = self.node(ROOT).children;
        for (node, word) in starting.clone().zip(&self.words[range(&starting)]) {
            if let Some(start) = exact.get_mut(word.index()) {
                *start = node;
            }
        }
        let start = |at: usize| {
            let word = WordId::at(at);
            let [pattern, base] = self.relatives(words, word);
            let nodes = [word, pattern, base].map(|word| exact.get(word.index()).copied().unwrap_or(ROOT));
            nodes.into_iter().find(|&node| node != ROOT).unwrap_or(ROOT)
        };
        (0..words.len()).map(start).collect()
    }
}

impl<T> Phrases<T> {
    /// What a word of a text stands for besides itself: the pattern that it fits, and its base.
    fn relatives(&self, words: &Words, word: WordId) -> [WordId; 2] {
        let (pattern, base) = words.relatives_of(word);
        match self.fit {
            Fit::Exact => [WordId::UNKNOWN; 2],
            Fit::Pattern => [pattern, WordId::UNKNOWN],
            Fit::Inflected => [pattern, base],
        }
    }

    /// Whether a phrase may start with `word`.
    pub(super) fn starts_with(&self, word: WordId) -> bool {
        self.starts.get(word.index()).is_some_and(|&node| node != ROOT)
    }

    /// Hands every phrase that `ids` start with to `found`, the shortest first: how many words it takes, and what it
    /// names.
    ///
    /// `None` among the words is a hyphen, which counts as a word but not for the phrase. Of a phrase with a gap only
    /// the words before the gap are counted, so that those in it are read as well; such a phrase hides the one without
    /// its end ("lämnar … ut" hides "lämnar").
    pub(super) fn each<'v>(
        &'v self,
        words: &Words,
        mut ids: impl Iterator<Item = Option<WordId>> + Clone,
        mut found: impl FnMut(usize, &'v [T]),
    ) {
        let Some(Some(first)) = ids.next() else { return };
        let mut next = self.start(first);
        let mut len = 1;
        while let Some(node) = next {
            let Node { children, named } = self.node(node);
            let past = self.gap(&children).map(|gap| self.past(words, gap, ids.clone())).unwrap_or_default();
            let named = if past.is_empty() { named } else { past };
            if !named.is_empty() {
                found(len, named);
            }
            if children.is_empty() {
                break;
            }
            let mut word = None;
            while word.is_none() {
                let Some(id) = ids.next() else { return };
                (word, len) = (id, len + 1);
            }
            next = word.and_then(|word| self.step(words, &children, word));
        }
    }

    /// What the phrases name that go on after a gap within the next words, with the node `gap`.
    #[cold]
    fn past(&self, words: &Words, gap: u32, mut ids: impl Iterator<Item = Option<WordId>> + Clone) -> &[T] {
        let after = self.node(gap).children;
        for _ in 0..=LONGEST_GAP {
            let mut longest: &[T] = &[];
            let mut open = after.clone();
            let mut next = ids.clone().flatten();
            while let Some(node) = next.next().and_then(|word| self.step(words, &open, word)) {
                let Node { children, named } = self.node(node);
                longest = if named.is_empty() { longest } else { named };
                open = children;
            }
            if !longest.is_empty() {
                return longest;
            }
            if ids.next().is_none() {
                break;
            }
        }
        &[]
    }

    /// The node after the root to which `word` of a text leads.
    fn start(&self, word: WordId) -> Option<u32> {
        if word.is_inflected() && self.fit < Fit::Inflected {
            return None;
        }
        self.starts.get(word.index()).copied().filter(|&node| node != ROOT)
    }

    /// The one of `nodes` to which `word` of a text leads: as itself, else as the pattern that it fits, else as its base.
    fn step(&self, words: &Words, nodes: &Range<u32>, word: WordId) -> Option<u32> {
        if word.is_inflected() && self.fit < Fit::Inflected {
            return None;
        }
        self.find(nodes, word.plain()).or_else(|| {
            let relatives = self.relatives(words, word);
            relatives
                .into_iter()
                .filter(|&word| word != WordId::UNKNOWN)
                .find_map(|word| self.find(nodes, word))
        })
    }

    /// The one of `nodes` to which a word of phrases leads.
    fn find(&self, nodes: &Range<u32>, word: WordId) -> Option<u32> {
        let leading = self.words.get(range(nodes))?;
        let at = if leading.len() <= FEW {
            leading.iter().position(|&other| other == word)
        } else {
            leading.binary_search(&word).ok()
        };
        Some(nodes.start + place(at?))
    }

    /// The last of `nodes` where it stands behind a gap: a gap is the last of all words.
    fn gap(&self, nodes: &Range<u32>) -> Option<u32> {
        let last = nodes.clone().last()?;
        (self.words.get(last as usize) == Some(&WordId::GAP)).then_some(last)
    }

    fn node(&self, node: u32) -> Node<'_, T> {
        let at = node as usize;
        let Some([this, next]) = self.bounds.get(at..at + 2) else {
            return Node { children: 0..0, named: &[] };
        };
        let named = self.named.get(this.named as usize..next.named as usize).unwrap_or_default();
        Node { children: this.children..next.children, named }
    }
}

fn range(nodes: &Range<u32>) -> Range<usize> {
    nodes.start as usize..nodes.end as usize
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
