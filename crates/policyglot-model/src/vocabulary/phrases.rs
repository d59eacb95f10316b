//! The tree of phrases: what a run of words names.

use std::collections::BTreeMap;
use std::ops::Range;

use super::draft::{Draft, Phrase};
use super::words::{WordId, Words};
use super::{Packed, ReadWord, packed};

/// Phrases that name things of type `T`, by their words.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    /// For each word the phrases that start with it.
    starts: Vec<Start>,
    /// The nodes from which words lead on, and one past the last of them.
    nodes: Vec<Node>,
    /// The words that lead on from each node, sorted, and where they lead.
    words: Vec<WordId>,
    targets: Vec<Target>,
    /// What phrases name, each list but once.
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

/// A node of the tree from which words lead on.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// A bit for each word that leads on, see [`bit`]: few words that do not have one of them.
    leading: u64,
    /// Where those words start; they reach to where those of the next node start.
    words: u32,
    /// What the phrase that ends here names, and whether a gap is one of the words.
    named: Target,
}

packed!(Node { leading, words, named });

/// What a word at the start of a phrase is.
#[derive(Clone, Copy, Debug, Default)]
struct Start {
    /// A bit for each word that may go on behind it, see [`half_bit`]; all where the word is a phrase by itself. Most words
    /// of a text are told by it alone to start nothing.
    leading: u32,
    /// Where it leads from the root.
    target: Target,
}

packed!(Start { leading, target });

impl Start {
    /// Whether there may be a phrase of the word alone, or of it and `next`.
    fn may_go_on(self, next: Option<&ReadWord>) -> bool {
        let next = next.map_or(WordId::UNKNOWN, |next| next.id);
        self.leading & half_bit(next.plain()) != 0
    }
}

/// Where a word leads: to a node, or to the end of a phrase, behind which nothing goes on. Most words lead to an end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Target(u32);

packed!(Target { 0 });

impl Target {
    /// Set where it is a list of what is named; the place of a node otherwise, or that of the root, to which no word leads.
    const END: u32 = 1 << 31;
    /// Set in [`Node::named`] where a gap leads on.
    const GAP: u32 = 1 << 30;
    /// The bits of the place of the list; those above say how long it is.
    const PLACE: u32 = (1 << Self::LEN) - 1;
    const LEN: u32 = 24;
    /// No phrase names more things.
    const LONGEST: usize = (1 << (30 - Self::LEN)) - 1;

    const fn is_none(self) -> bool {
        self.0 == 0
    }

    const fn is_end(self) -> bool {
        self.0 & Self::END != 0
    }

    const fn has_gap(self) -> bool {
        self.0 & Self::GAP != 0
    }

    /// Where the list is.
    const fn list(self) -> Range<usize> {
        let start = (self.0 & Self::PLACE) as usize;
        let len = (self.0 & !(Self::END | Self::GAP)) >> Self::LEN;
        start..start + len as usize
    }
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
        let mut lists = Lists { all: Vec::new(), places: BTreeMap::new() };
        // For each node the runs of phrases that go through it, and how many words lead to it. Nodes are numbered level by
        // level; the first is the root.
        let mut runs: Vec<_> = std::iter::once(0..phrases.len()).collect();
        let mut spans = vec![(0..1, 0)];
        // For each of them where a word leads that leads to it.
        let mut places: Vec<Target> = Vec::new();
        let mut groups: Vec<(WordId, Range<usize>)> = Vec::new();
        let mut steps: Vec<(WordId, u8, u32)> = Vec::new();
        let mut named: Vec<T> = Vec::new();
        let mut at = 0;
        while let Some((own, depth)) = spans.get(at).cloned() {
            let words_at = tree.words.len();
            groups.clear();
            named.clear();
            for run in own {
                let Some(Range { mut start, end }) = runs.get(run).cloned() else { break };
                // What a phrase names that has the words themselves hides what their bases name.
                let hidden = !named.is_empty();
                while let Some(first) = phrases[start..end].first() {
                    let Some(&word) = draft.words_of(first).get(depth) else {
                        // The shortest phrases come first, and end here.
                        if !hidden && named.last() != Some(&first.named) {
                            named.push(first.named);
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
            tree.targets.extend(steps.drain(..).map(|step| Target(step.2)));
            let leading = &tree.words[words_at..];
            let list = lists.target(&named);
            let gap = if leading.last() == Some(&WordId::GAP) { Target::GAP } else { 0 };
            // The first node is the root, of which there is one even where no phrase is.
            places.push(if leading.is_empty() && at > 0 { list } else { Target(number(tree.nodes.len())) });
            if !leading.is_empty() || at == 0 {
                let leading = leading.iter().fold(0, |bits, &word| bits | bit(word));
                tree.nodes.push(Node { leading, words: number(words_at), named: Target(list.0 | gap) });
            }
            at += 1;
        }
        tree.nodes.push(Node { words: number(tree.words.len()), ..Node::default() });
        for target in &mut tree.targets {
            *target = places.get(target.0 as usize).copied().unwrap_or_default();
        }
        tree.named = lists.all;
        let starts = (0..words.len()).map(|at| tree.start_of(WordId::at(at)));
        tree.starts = starts.collect();
        tree
    }

    fn start_of(&self, word: WordId) -> Start {
        let target = self.step(Target::default(), word);
        let node = self.node(target.0 as usize).filter(|_| !target.is_end() && !target.is_none());
        let goes_on = node.filter(|node| self.list(node.named).is_empty() && !node.named.has_gap());
        let leading = match goes_on {
            Some(node) => half_bit(WordId::HYPHEN) | low(node.leading) | low(node.leading >> 32),
            None if target.is_none() => 0,
            None => u32::MAX,
        };
        Start { leading, target }
    }
}

/// What phrases name, each list but once: most of the phrases of a concept name nothing else.
struct Lists<T> {
    all: Vec<T>,
    places: BTreeMap<Vec<T>, Target>,
}

impl<T: Copy + Ord> Lists<T> {
    fn target(&mut self, list: &[T]) -> Target {
        if let Some(&known) = self.places.get(list) {
            return known;
        }
        let list = &list[..list.len().min(Target::LONGEST)];
        let target = Target(Target::END | number(list.len()) << Target::LEN | number(self.all.len()));
        self.all.extend(list);
        self.places.insert(list.to_vec(), target);
        target
    }
}

impl Node {
    /// Whether `word` of a text may lead on.
    const fn may_lead_on(self, word: WordId) -> bool {
        self.leading & bit(word.plain()) != 0
    }
}

/// One of 64 bits for a word, mostly another one for words that are near each other in the file.
const fn bit(word: WordId) -> u64 {
    1 << (word.get() % 64)
}

/// One of 32 bits for a word: the bits of [`bit`] in half the room.
const fn half_bit(word: WordId) -> u32 {
    1 << (word.get() % 32)
}

#[expect(clippy::cast_possible_truncation, reason = "the other half is taken by another call")]
const fn low(bits: u64) -> u32 {
    bits as u32
}

/// A place in a list of a tree, which is far shorter than a number of 24 bits.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX) & Target::PLACE
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
        let Some(first) = words.get(start).map(|word| self.start(word.id)) else { return };
        if !first.may_go_on(words.get(start + 1)) {
            return;
        }
        let (mut target, mut end) = (first.target, start + 1);
        while !target.is_none() {
            if target.is_end() {
                found(end, self.list(target));
                return;
            }
            let at = target.0 as usize;
            let Some(node) = self.node(at) else { return };
            let mut named = self.list(node.named);
            if node.named.has_gap() {
                let past = self.past(at, words.get(end..).unwrap_or_default());
                named = if past.is_empty() { named } else { past };
            }
            if !named.is_empty() {
                found(end, named);
            }
            while words.get(end).is_some_and(|word| word.id == WordId::HYPHEN) {
                end += 1;
            }
            let Some(word) = words.get(end) else { return };
            (target, end) = (self.target(node, at, word.id), end + 1);
        }
    }

    /// The places among `words` at which a phrase may start, in order: at others [`Phrases::find`] finds none.
    ///
    /// They are told for many words at once and without a branch for each, which would often be guessed wrong.
    pub(crate) fn starts<'p>(&'p self, words: &'p [ReadWord]) -> impl Iterator<Item = usize> + use<'p, T> {
        (0..words.len()).step_by(u64::BITS as usize).flat_map(move |first| {
            let rest = words.get(first..).unwrap_or_default();
            let mut places = 0;
            for (at, word) in (0..u64::BITS).zip(rest) {
                let may_start = self.start(word.id).may_go_on(rest.get(at as usize + 1));
                places |= u64::from(may_start) << at;
            }
            std::iter::from_fn(move || {
                let next = (places != 0).then_some(first + places.trailing_zeros() as usize);
                places &= places.wrapping_sub(1);
                next
            })
        })
    }

    /// Whether a phrase may start with `word` of a text.
    pub(crate) fn starts_with(&self, word: WordId) -> bool {
        !self.start(word).target.is_none()
    }

    /// What the phrases name that go on after a gap behind the node at a place, within the next words.
    #[cold]
    fn past(&self, node: usize, words: &[ReadWord]) -> &[T] {
        let gap = self.step(Target(number(node)), WordId::GAP);
        let longest = |skipped: usize| {
            let mut longest: &[T] = &[];
            let mut target = gap;
            for word in words[skipped..].iter().filter(|word| word.id != WordId::HYPHEN) {
                target = self.step(target, word.id);
                if target.is_none() {
                    break;
                }
                let named = self.named(target);
                longest = if named.is_empty() { longest } else { named };
            }
            longest
        };
        (0..=LONGEST_GAP.min(words.len())).map(longest).find(|named| !named.is_empty()).unwrap_or_default()
    }

    /// What `word` of a text is at the start of a phrase.
    fn start(&self, word: WordId) -> Start {
        let start = self.starts.get(word.index()).copied().unwrap_or_default();
        if self.counts(word) { start } else { Start::default() }
    }

    fn node(&self, at: usize) -> Option<Node> {
        self.nodes.get(at).copied()
    }

    /// Where `word` of a text leads from a node; nowhere from the end of a phrase.
    fn step(&self, from: Target, word: WordId) -> Target {
        let at = from.0 as usize;
        if from.is_end() {
            return Target::default();
        }
        self.node(at).map_or(Target::default(), |node| self.target(node, at, word))
    }

    /// Where `word` of a text leads from `node`, which is the one at place `at`.
    fn target(&self, node: Node, at: usize, word: WordId) -> Target {
        if !node.may_lead_on(word) {
            return Target::default();
        }
        let first = node.words as usize;
        let end = self.node(at + 1).map_or(first, |next| next.words as usize);
        let leading = self.words.get(first..end).unwrap_or_default();
        let at = if leading.len() <= FEW {
            leading.iter().position(|&other| other == word.plain())
        } else {
            leading.binary_search(&word.plain()).ok()
        };
        let target = at.and_then(|at| self.targets.get(first + at)).filter(|_| self.counts(word));
        target.copied().unwrap_or_default()
    }

    /// Whether a word of a text counts that no phrase has, and whose base only is known.
    fn counts(&self, word: WordId) -> bool {
        !word.is_inflected() || self.fit >= Fit::Inflected
    }

    /// What the phrase names that ends where a word leads.
    fn named(&self, target: Target) -> &[T] {
        if target.is_end() {
            return self.list(target);
        }
        self.node(target.0 as usize).map_or(&[], |node| self.list(node.named))
    }

    fn list(&self, target: Target) -> &[T] {
        self.named.get(target.list()).unwrap_or_default()
    }
}
