//! The tree of phrases: which concepts a run of words names.

use super::words::{WordId, Words};
use crate::ConceptId;

/// A node of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeId(u32);

/// All phrases of a vocabulary, in one tree with several roots.
#[derive(Debug)]
pub(super) struct Phrases {
    /// Open addressing: parent and word of each step, at its hash or after; 0 where free.
    steps: Vec<(u64, u32)>,
    count: usize,
    nodes: Vec<Node>,
    /// For each word the node after each root: most words of a text start no phrase, and are done with one look.
    first: Vec<[u32; ROOTS]>,
    /// What the phrases name, by node once [`Phrases::finish`] has sorted it.
    names: Vec<Name>,
    concepts: Vec<ConceptId>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// Where its concepts start; they end where those of the next node start.
    concepts: u32,
    /// The node after a gap; 0 where none.
    gap: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    node: NodeId,
    concept: ConceptId,
    /// The byte of the file where the phrase stands.
    at: usize,
}

/// How many roots there are.
pub(super) const ROOTS: usize = 3;

/// A gap ("samlar … in") is no longer.
const LONGEST_GAP: usize = 6;

impl Phrases {
    /// The roots, and room for about `steps` steps.
    pub(super) fn new(steps: usize) -> Self {
        let mut phrases = Self {
            steps: vec![(0, 0); (steps * 2).next_power_of_two().max(16)],
            count: 0,
            nodes: Vec::with_capacity(steps),
            first: Vec::new(),
            names: Vec::new(),
            concepts: Vec::new(),
        };
        phrases.nodes.resize(ROOTS, Node::default());
        phrases
    }

    /// The root of number `number`.
    pub(super) const fn root(number: u32) -> NodeId {
        NodeId(number)
    }

    /// The node after `node` and `word`, which is new where there was none.
    pub(super) fn grow(&mut self, node: NodeId, word: WordId) -> NodeId {
        if self.count * 2 > self.steps.len() {
            self.widen();
        }
        let key = key(node, word);
        let slot = self.slot(key);
        let fresh = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let Some(step) = self.steps.get_mut(slot) else { return node };
        if step.0 == 0 {
            *step = (key, fresh);
            self.count += 1;
            self.nodes.push(Node::default());
        }
        NodeId(step.1)
    }

    /// The node after a gap.
    pub(super) fn grow_gap(&mut self, node: NodeId) -> NodeId {
        let fresh = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let Some(Node { gap, .. }) = self.nodes.get_mut(node.0 as usize) else { return node };
        if *gap != 0 {
            return NodeId(*gap);
        }
        *gap = fresh;
        self.nodes.push(Node::default());
        NodeId(fresh)
    }

    /// Says that the phrase that ends at `node` names `concept`; it stands at byte `at` of the file.
    pub(super) fn name(&mut self, node: NodeId, concept: ConceptId, at: usize) {
        self.names.push(Name { node, concept, at });
    }

    /// To be called when all phrases are there. `is_error` gets the places of each two phrases of the same words that
    /// name the same concept; the first for which it holds is returned.
    pub(super) fn finish(&mut self, is_error: impl Fn(usize, usize) -> bool) -> Option<usize> {
        self.names.sort_unstable();
        let mut names = self.names.iter().peekable();
        let mut error = None;
        for (at, node) in (0..).zip(&mut self.nodes) {
            node.concepts = u32::try_from(self.concepts.len()).unwrap_or(u32::MAX);
            let mut last: Option<&Name> = None;
            while let Some(name) = names.next_if(|name| name.node.0 == at) {
                match last.filter(|last| last.concept == name.concept) {
                    Some(last) if is_error(last.at, name.at) => {
                        error = error.or(Some(name.at)).min(Some(name.at));
                    }
                    Some(_) => {}
                    None => self.concepts.push(name.concept),
                }
                last = Some(name);
            }
        }
        self.names = Vec::new();
        error
    }

    /// To be called when the words have their relatives: finds the node after each root and word. `leads_back` says of
    /// a root whether inflected words are led back to their base.
    pub(super) fn find_first(&mut self, words: &Words, leads_back: [bool; ROOTS]) {
        let mut exact = vec![[0; ROOTS]; words.len()];
        for &(key, node) in &self.steps {
            let (root, word) = (usize::try_from(key >> 32), usize::try_from(key & u64::from(u32::MAX)));
            let (Ok(root), Ok(word), true) = (root, word, key != 0) else { continue };
            if let Some(place) = exact.get_mut(word).and_then(|nodes| nodes.get_mut(root)) {
                *place = node;
            }
        }
        self.first.clone_from(&exact);
        for (at, nodes) in (0..).zip(&mut self.first) {
            let relatives = [words.pattern_of(WordId::new(at)), words.base_of(WordId::new(at))];
            for (root, node) in nodes.iter_mut().enumerate() {
                for relative in relatives.iter().take(1 + usize::from(leads_back[root])) {
                    if *node == 0 {
                        *node = exact.get(relative.get() as usize).map_or(0, |nodes| nodes[root]);
                    }
                }
            }
        }
    }

    /// Every phrase below `root` that `ids` start with, the shortest first; see [`Matches`].
    pub(super) fn matches<'v, I>(
        &'v self,
        words: &'v Words,
        root: NodeId,
        inflected: bool,
        ids: I,
    ) -> Matches<'v, I>
    where
        I: Iterator<Item = Option<WordId>> + Clone,
    {
        Matches { phrases: self, words, node: Some(root), inflected, ids, len: 0 }
    }

    fn step(&self, node: NodeId, word: WordId) -> Option<NodeId> {
        let (key, node) = *self.steps.get(self.slot(key(node, word)))?;
        (key != 0).then_some(NodeId(node))
    }

    fn gap(&self, node: NodeId) -> Option<NodeId> {
        self.nodes.get(node.0 as usize).filter(|node| node.gap != 0).map(|node| NodeId(node.gap))
    }

    fn concepts(&self, node: NodeId) -> &[ConceptId] {
        let start =
            |at: u32| self.nodes.get(at as usize).map_or(self.concepts.len(), |node| node.concepts as usize);
        self.concepts.get(start(node.0)..start(node.0 + 1)).unwrap_or_default()
    }

    fn slot(&self, key: u64) -> usize {
        let mask = self.steps.len() - 1;
        let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut slot = (mixed >> 32) as usize & mask;
        while self.steps.get(slot).is_some_and(|step| step.0 != 0 && step.0 != key) {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn widen(&mut self) {
        let wider = vec![(0, 0); self.steps.len() * 2];
        for step in std::mem::replace(&mut self.steps, wider) {
            if step.0 != 0 {
                let slot = self.slot(step.0);
                if let Some(place) = self.steps.get_mut(slot) {
                    *place = step;
                }
            }
        }
    }
}

/// No step has key 0: it would need the unknown word.
fn key(node: NodeId, word: WordId) -> u64 {
    u64::from(node.0) << 32 | u64::from(word.plain().get())
}

/// Iterator over the phrases that a run of words starts with: how many words each takes, and what it names.
///
/// `None` among the words is a hyphen, which counts as a word but not for the phrase. Of a phrase with a gap only the
/// words before the gap are counted, so that those in it are read as well; such a phrase hides the one without its end
/// ("lämnar … ut" hides "lämnar").
#[derive(Clone, Debug)]
pub(super) struct Matches<'v, I> {
    phrases: &'v Phrases,
    words: &'v Words,
    node: Option<NodeId>,
    inflected: bool,
    ids: I,
    len: usize,
}

impl<'v, I: Iterator<Item = Option<WordId>> + Clone> Iterator for Matches<'v, I> {
    type Item = (usize, &'v [ConceptId]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let word = self.ids.next()?;
            self.len += 1;
            let Some(word) = word else { continue };
            let node = self.step(self.node?, word);
            self.node = node;
            let node = node?;
            let concepts = match self.phrases.gap(node).map(|gap| self.past(gap)) {
                Some(concepts) if !concepts.is_empty() => concepts,
                _ => self.phrases.concepts(node),
            };
            if !concepts.is_empty() {
                return Some((self.len, concepts));
            }
        }
    }
}

impl<'v, I: Iterator<Item = Option<WordId>> + Clone> Matches<'v, I> {
    /// The node after `word`: the word itself, else the pattern that it fits, else its base.
    fn step(&self, node: NodeId, word: WordId) -> Option<NodeId> {
        if word.plain() != word && !self.inflected || word == WordId::UNKNOWN {
            return None;
        }
        if let Ok(root) = usize::try_from(node.0)
            && root < ROOTS
        {
            let nodes = self.phrases.first.get(word.plain().get() as usize)?;
            return nodes.get(root).filter(|&&node| node != 0).map(|&node| NodeId(node));
        }
        let relatives = [self.words.pattern_of(word), self.words.base_of(word)];
        self.phrases.step(node, word).or_else(|| {
            let relatives = relatives.into_iter().take(1 + usize::from(self.inflected));
            relatives.filter(|&word| word != WordId::UNKNOWN).find_map(|word| self.phrases.step(node, word))
        })
    }

    /// What the phrases name whose end, after a gap, is among the words to come.
    fn past(&self, gap: NodeId) -> &'v [ConceptId] {
        let mut ids = self.ids.clone();
        for _ in 0..=LONGEST_GAP {
            let end = Matches { node: Some(gap), ids: ids.clone(), len: 0, ..*self };
            if let Some((_, concepts)) = end.last() {
                return concepts;
            }
            if ids.next().is_none() {
                break;
            }
        }
        &[]
    }
}
