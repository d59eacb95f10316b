//! The tree of phrases: what a run of words names.

use std::ops::Range;

use super::draft::{Draft, Phrase};
use super::words::{WordId, Words};
use super::{Packed, ReadWord, packed};

/// Phrases that name things of type `T`, by their words.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    /// For each word the place of the node of the phrases that start with it; 0, that of the root, where there are none.
    starts: Vec<u16>,
    /// The nodes, and one past the last of them.
    nodes: Vec<Node>,
    /// The words that lead from each node to another one, sorted, and the nodes that they lead to.
    words: Vec<WordId>,
    targets: Vec<u32>,
    named: Vec<T>,
    fit: Fit,
}

packed!(Phrases<T> { starts, nodes, words, targets, named, fit });

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

impl Fit {
    const ALL: [Self; 3] = [Self::Exact, Self::Pattern, Self::Inflected];

    /// The pattern and the base of a word, as far as they stand for it.
    fn others(self, (pattern, base): (WordId, WordId)) -> impl Iterator<Item = WordId> {
        let pattern = (self >= Self::Pattern).then_some(pattern);
        let base = (self >= Self::Inflected).then_some(base);
        pattern.into_iter().chain(base).filter(|word| *word != WordId::UNKNOWN)
    }
}

impl Packed for Fit {
    fn pack(&self, bytes: &mut Vec<u8>) {
        (*self as u8).pack(bytes);
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        Self::ALL.get(usize::from(u8::unpack(bytes)?)).copied()
    }
}

/// A node of the tree: the words that lead on from it, and what the phrase that ends at it names.
///
/// Both lists reach to where those of the next node start.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// A bit for each word that leads on, see [`bit`]: few words that do not have one of them.
    leading: u64,
    words: u32,
    /// The highest two bits say whether there is something named, and whether a gap is one of the words.
    named: u32,
}

packed!(Node { leading, words, named });

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
        // For each node the runs of phrases that go through it, and how many words lead to it. Nodes are numbered level by
        // level; the first is the root.
        let mut runs: Vec<_> = std::iter::once(0..phrases.len()).collect();
        let mut spans = vec![(0..1, 0)];
        let mut groups: Vec<(WordId, Range<usize>)> = Vec::new();
        let mut steps: Vec<(WordId, u8, u32)> = Vec::new();
        let mut at = 0;
        while let Some((own, depth)) = spans.get(at).cloned() {
            let (words_at, named) = (tree.words.len(), tree.named.len());
            groups.clear();
            for run in own {
                let Some(Range { mut start, end }) = runs.get(run).cloned() else { break };
                // What a phrase names that has the words themselves hides what their bases name.
                let hidden = tree.named.len() > named;
                while let Some(first) = phrases[start..end].first() {
                    let Some(&word) = draft.words_of(first).get(depth) else {
                        // The shortest phrases come first, and end here.
                        if !hidden && tree.named[named..].last() != Some(&first.named) {
                            tree.named.push(first.named);
                        }
                        start += 1;
                        continue;
                    };
                    let same = |phrase: &&Phrase<T>| draft.words_of(phrase).get(depth) == Some(&word);
                    let len = phrases[start..end].iter().take_while(same).count();
                    groups.push((word, start..start + len));
                    start += len;
                }
            }
            groups.sort_by_key(|group| group.0);
            for group in groups.chunk_by(|one, other| one.0 == other.0) {
                let Some(&(word, _)) = group.first() else { continue };
                let node = u32::try_from(spans.len()).unwrap_or(u32::MAX);
                steps.extend(relatives.of(word).map(|(word, rank)| (word, rank, node)));
                let from = runs.len();
                runs.extend(group.iter().map(|group| group.1.clone()));
                // "phone numbers called" must not hide that "phone numbers" are a "phone number".
                for other in fit.others(words.relatives_of(word)) {
                    let first = groups.partition_point(|group| group.0 < other);
                    let others = groups[first..].iter().take_while(|group| group.0 == other);
                    runs.extend(others.map(|group| group.1.clone()));
                }
                spans.push((from..runs.len(), depth + 1));
            }
            // A word stands for itself first, then for the pattern that it fits, then for its base.
            steps.sort_unstable();
            steps.dedup_by_key(|step| step.0);
            tree.words.extend(steps.iter().map(|step| step.0));
            tree.targets.extend(steps.drain(..).map(|step| step.2));
            let leading = &tree.words[words_at..];
            let flags = [(NAMED, named < tree.named.len()), (GAP, leading.last() == Some(&WordId::GAP))];
            tree.nodes.push(Node {
                leading: leading.iter().fold(0, |bits, &word| bits | bit(word)),
                words: place(words_at),
                named: flags
                    .iter()
                    .fold(place(named), |named, (flag, is)| if *is { named | flag } else { named }),
            });
            at += 1;
        }
        tree.nodes.push(Node { leading: 0, words: place(tree.words.len()), named: place(tree.named.len()) });
        let start = |at| tree.step(0, WordId::at(at)).and_then(|node| u16::try_from(node).ok()).unwrap_or(0);
        tree.starts = (0..words.len()).map(start).collect();
        tree
    }
}

/// Set in [`Node::named`] where the phrase that ends at the node names something.
const NAMED: u32 = 1 << 31;
/// Set there where a gap leads on.
const GAP: u32 = 1 << 30;

impl Node {
    const fn has(self, flag: u32) -> bool {
        self.named & flag != 0
    }

    /// Whether `word` of a text may lead on.
    const fn may_lead_on(self, word: WordId) -> bool {
        self.leading & bit(word.plain()) != 0
    }

    /// Where what it names starts.
    const fn named(self) -> usize {
        (self.named & !(NAMED | GAP)) as usize
    }
}

/// One of 64 bits for a word, mostly another one for words that are near each other in the file.
const fn bit(word: WordId) -> u64 {
    1 << (word.get() % 64)
}

/// A place in a list of a tree, which is far shorter than a number of 30 bits.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX) & !(NAMED | GAP)
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
        let Some(mut at) = words.get(start).and_then(|word| self.start(word.id)) else { return };
        let mut end = start + 1;
        loop {
            let Some((node, next)) = self.node(at) else { return };
            if node.has(NAMED | GAP) {
                let mut named = self.named.get(node.named()..next.named()).unwrap_or_default();
                if node.has(GAP) {
                    let past = self.past(at, words.get(end..).unwrap_or_default());
                    named = if past.is_empty() { named } else { past };
                }
                if !named.is_empty() {
                    found(end, named);
                }
            }
            if node.leading == 0 {
                return;
            }
            while words.get(end).is_some_and(|word| word.id == WordId::HYPHEN) {
                end += 1;
            }
            let Some(word) = words.get(end).filter(|word| node.may_lead_on(word.id)) else {
                return;
            };
            let Some(target) = self.target(node, next, word.id) else { return };
            (at, end) = (target, end + 1);
        }
    }

    /// Whether a phrase may start with `word` of a text.
    pub(crate) fn starts_with(&self, word: WordId) -> bool {
        self.start(word).is_some()
    }

    /// What the phrases name that go on after a gap behind `node`, within the next words.
    #[cold]
    fn past(&self, node: usize, words: &[ReadWord]) -> &[T] {
        let Some(gap) = self.step(node, WordId::GAP) else { return &[] };
        let longest = |skipped: usize| {
            let mut longest: &[T] = &[];
            let mut node = gap;
            for word in words[skipped..].iter().filter(|word| word.id != WordId::HYPHEN) {
                let Some(next) = self.step(node, word.id) else { break };
                let named = self.named(next);
                longest = if named.is_empty() { longest } else { named };
                node = next;
            }
            longest
        };
        (0..=LONGEST_GAP.min(words.len())).map(longest).find(|named| !named.is_empty()).unwrap_or_default()
    }

    /// The node to which `word` of a text leads from the root.
    fn start(&self, word: WordId) -> Option<usize> {
        let node = usize::from(*self.starts.get(word.index())?);
        (node != 0 && self.counts(word)).then_some(node)
    }

    /// The node at a place and the one after it, where its lists end.
    fn node(&self, at: usize) -> Option<(Node, Node)> {
        let &[node, next] = self.nodes.get(at..)?.first_chunk()?;
        Some((node, next))
    }

    /// The node to which `word` of a text leads from the node at a place.
    fn step(&self, node: usize, word: WordId) -> Option<usize> {
        let (node, next) = self.node(node)?;
        if node.may_lead_on(word) { self.target(node, next, word) } else { None }
    }

    /// The node to which `word` of a text leads from `node`, whose lists end where those of `next` start.
    fn target(&self, node: Node, next: Node, word: WordId) -> Option<usize> {
        let first = node.words as usize;
        let leading = self.words.get(first..next.words as usize)?;
        let at = if leading.len() <= FEW {
            leading.iter().position(|&other| other == word.plain())
        } else {
            leading.binary_search(&word.plain()).ok()
        };
        let at = at.filter(|_| self.counts(word))?;
        self.targets.get(first + at).map(|&target| target as usize)
    }

    /// Whether a word of a text counts that no phrase has, and whose base only is known.
    fn counts(&self, word: WordId) -> bool {
        !word.is_inflected() || self.fit >= Fit::Inflected
    }

    /// What the phrase that ends at the node names.
    fn named(&self, node: usize) -> &[T] {
        let named = self.node(node).and_then(|(node, next)| self.named.get(node.named()..next.named()));
        named.unwrap_or_default()
    }
}
