//! The document as words, sentences and mentions of concepts: what every reading rule looks at.

mod marks;
mod mention;

use std::ops::Range;

use policyglot_lexer::{Span, Word, WordKind, words};
use policyglot_parser::{Block, BlockId, BlockKind, Document};

pub(crate) use self::marks::{Mark, Marks};
pub(crate) use self::mention::Mention;
pub(crate) use crate::vocabulary::ReadWord;
use crate::{Concept, ConceptId, Concepts, Vocabulary};

/// A sentence, or what stands for one in a heading or item.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    /// The block it stands in.
    pub(crate) block: BlockId,
    /// Its words, as places in [`Reading::words`].
    pub(crate) words: Range<usize>,
    /// Its mentions while it is open, as places in what [`Reading::mentions_of`] takes them from.
    pub(crate) mentions: Range<usize>,
    /// Where it stands in the text.
    pub(crate) span: Span,
}

/// The document with its words and sentences, in reading order, and the mentions of the sentences at hand.
///
/// Duplicates and boilerplate are not read. A long document has more mentions than need to be kept, so that they are
/// found block by block: see [`Reading::open`].
pub(crate) struct Reading<'d> {
    pub(crate) document: &'d Document<'d>,
    pub(crate) concepts: &'d Concepts,
    pub(crate) vocabulary: &'d Vocabulary,
    pub(crate) words: Vec<ReadWord>,
    pub(crate) sentences: Vec<Sentence>,
    /// The concept of the company whose policy it is.
    pub(crate) company: Option<ConceptId>,
    /// The words that name it, in reading order.
    names: Vec<Range<usize>>,
    /// The sentences at hand.
    open: Range<usize>,
    mentions: Vec<Mention>,
}

impl<'d> Reading<'d> {
    /// Reads the words of every block that is no repetition and no page furniture.
    pub(crate) fn new(
        document: &'d Document<'d>,
        concepts: &'d Concepts,
        vocabulary: &'d Vocabulary,
    ) -> Self {
        let mut reading = Self {
            document,
            concepts,
            vocabulary,
            // A word has five letters and a blank, by and large, and a sentence a score of words.
            words: Vec::with_capacity(document.source().len() / 5),
            sentences: Vec::with_capacity(document.source().len() / 120),
            names: Vec::new(),
            company: concepts.find("actor.first-party"),
            open: 0..0,
            mentions: Vec::new(),
        };
        let mut folded = String::new();
        for (id, block) in (0..).map(BlockId).zip(document.blocks()) {
            if !matches!(block.kind, BlockKind::Duplicate | BlockKind::Boilerplate) {
                reading.block(id, block, &mut folded);
            }
        }
        // They stay until the end, and the mentions of a few sentences at a time beside them.
        reading.words.shrink_to_fit();
        reading.sentences.shrink_to_fit();
        reading
    }

    /// The text at a span.
    pub(crate) fn text(&self, span: Span) -> &'d str {
        span.of(self.document.source())
    }

    /// The first byte of a word.
    pub(crate) fn first_byte(&self, word: &ReadWord) -> u8 {
        self.document.source().as_bytes().get(word.span.start as usize).copied().unwrap_or(0)
    }

    /// Whether nothing stands between word `at` and the one before it.
    pub(crate) fn is_glued(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.words.get(before));
        before.zip(self.words.get(at)).is_some_and(|(before, word)| before.span.end == word.span.start)
    }

    /// The text of word `at`; empty past the end.
    pub(crate) fn word_text(&self, at: usize) -> &'d str {
        self.words.get(at).map_or("", |word| self.text(word.span))
    }

    /// Every place where a name of the company stands, as places in [`Reading::words`], in reading order.
    pub(crate) fn names(&self) -> &[Range<usize>] {
        &self.names
    }

    /// Says which words name the company, in reading order: they are mentions of it.
    pub(crate) fn set_names(&mut self, names: Vec<Range<usize>>) {
        self.names = names;
    }

    /// Finds the mentions of `sentences`, in place of those of the sentences before.
    pub(crate) fn open(&mut self, sentences: Range<usize>) {
        for sentence in self.sentences.get_mut(self.open.clone()).unwrap_or_default() {
            sentence.mentions = 0..0;
        }
        let mut mentions = std::mem::take(&mut self.mentions);
        mentions.clear();
        for at in sentences.clone() {
            let Some(sentence) = self.sentences.get(at) else { break };
            let first = mentions.len();
            self.find_by_cell(sentence, &mut mentions);
            if let Some(sentence) = self.sentences.get_mut(at) {
                sentence.mentions = first..mentions.len();
            }
        }
        (self.mentions, self.open) = (mentions, sentences);
    }

    /// Lets go of the mentions of the sentences at hand: from then on none is open.
    pub(crate) fn close(&mut self) {
        self.open(0..0);
        self.mentions = Vec::new();
    }

    /// The mentions of a sentence that need not be open.
    pub(crate) fn mentions_in(&self, sentence: &Sentence) -> Vec<Mention> {
        // Hardly a sentence has more than one mention in two words.
        let mut mentions = Vec::with_capacity(sentence.words.len() / 2 + 4);
        self.find_by_cell(sentence, &mut mentions);
        mentions
    }

    /// Adds the mentions of a sentence; no phrase reaches from one cell of a row into the next.
    fn find_by_cell(&self, sentence: &Sentence, mentions: &mut Vec<Mention>) {
        let Range { mut start, end } = sentence.words;
        let cells = self.document.block(sentence.block).map_or(&[][..], |block| &block.cells);
        // A row may have thousands of cells, and a sentence for each of them.
        let first = cells.partition_point(|cell| cell.end <= sentence.span.start);
        for cell in cells[first..].iter().take_while(|cell| cell.start < sentence.span.end) {
            let rest = self.words.get(start..end).unwrap_or_default();
            let next = start + rest.partition_point(|word| word.span.end <= cell.end);
            if start < next {
                self.find(start..next, mentions);
                start = next;
            }
        }
        if start < end {
            self.find(start..end, mentions);
        }
    }

    /// The words of a sentence before and behind a mention in it.
    pub(crate) fn beside(&self, sentence: &Sentence, mention: &Mention) -> impl Iterator<Item = &ReadWord> {
        let before = self.words.get(sentence.words.start..mention.words.start).unwrap_or_default();
        let behind = self.words.get(mention.words.end..sentence.words.end).unwrap_or_default();
        before.iter().chain(behind)
    }

    /// The concept behind an id.
    pub(crate) fn concept(&self, id: ConceptId) -> &Concept {
        self.concepts.get(id)
    }

    /// The place from the first to the last of `words`.
    pub(crate) fn span(&self, words: Range<usize>) -> Span {
        match self.words.get(words).unwrap_or_default() {
            [] => Span::default(),
            [only] => only.span,
            [first, .., last] => first.span.cover(last.span),
        }
    }

    /// The sentences of the next blocks from the one that starts at place `start` of [`Reading::sentences`] on: about
    /// `count`, and all those of a block.
    pub(crate) fn blocks_at(&self, start: usize, count: usize) -> Range<usize> {
        let last = start + count.max(1);
        let rest = self.sentences.get(last - 1..).unwrap_or_default();
        let block = rest.first().map(|sentence| sentence.block);
        let more = rest.iter().take_while(|sentence| Some(sentence.block) == block).count();
        start..(last - 1 + more).min(self.sentences.len())
    }

    /// The sentences of one block.
    pub(crate) fn sentences_of(&self, block: BlockId) -> &[Sentence] {
        let start = self.sentences.partition_point(|sentence| sentence.block < block);
        let len = self.sentences[start..].partition_point(|sentence| sentence.block == block);
        &self.sentences[start..start + len]
    }

    /// The place in [`Reading::sentences`] of the sentence that word `at` stands in.
    pub(crate) fn sentence_of(&self, at: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.words.end <= at)
    }

    /// The mentions of a sentence that is open, or of a part of one.
    pub(crate) fn mentions_of(&self, sentence: &Sentence) -> &[Mention] {
        self.mentions.get(sentence.mentions.clone()).unwrap_or_default()
    }

    /// Whether a phrase for `concept` starts with word `at` of an open sentence.
    pub(crate) fn starts_with(&self, sentence: &Sentence, at: usize, concept: Option<ConceptId>) -> bool {
        let all = self.mentions_of(sentence);
        // They stand in the order of their first words.
        let rest = all.get(all.partition_point(|mention| mention.words.start < at)..).unwrap_or_default();
        let mut here = rest.iter().take_while(|mention| mention.words.start == at);
        here.any(|mention| Some(mention.concept) == concept)
    }

    /// Whether a phrase for `concept` ends right before word `at` of an open sentence.
    pub(crate) fn ends_before(&self, sentence: &Sentence, at: usize, concept: Option<ConceptId>) -> bool {
        let mut all = self.mentions_of(sentence).iter();
        all.any(|mention| mention.words.end == at && Some(mention.concept) == concept)
    }

    fn block(&mut self, id: BlockId, block: &Block, folded: &mut String) {
        let text = self.text(block.body);
        let first = self.words.len();
        for word in words(text) {
            let span = Span::new(block.body.start + word.span.start, block.body.start + word.span.end);
            let word = Word { span, ..word };
            self.words.push(self.vocabulary.read(self.document.source(), word, folded));
        }
        let mut start = first;
        while start < self.words.len() {
            let end = self.sentence_end(start);
            let span = self.span(start..end);
            self.sentences.push(Sentence { block: id, words: start..end, mentions: 0..0, span });
            start = end;
        }
    }

    /// One past the last word of the sentence that starts at word `start`.
    fn sentence_end(&self, start: usize) -> usize {
        for at in start..self.words.len() {
            if at - start >= MAX_SENTENCE {
                return at;
            }
            if self.words[at].kind != WordKind::Mark
                || !matches!(self.text(self.words[at].span), "." | "!" | "?" | "。" | "！" | "？")
            {
                continue;
            }
            let (before, after) = (at.checked_sub(1).map(|at| self.words[at]), self.words.get(at + 1));
            let Some(after) = after else { break };
            let spaced = after.span.start > self.words[at].span.end;
            let abbreviated = (before.is_some_and(|word| self.vocabulary.is_abbreviation(word.id))
                || self.is_dotted(at))
                && !self.opens_sentence(*after);
            let opens =
                after.kind != WordKind::Mark || matches!(self.text(after.span), "“" | "\"" | "«" | "„" | "(");
            if spaced && !abbreviated && opens {
                return at + 1;
            }
        }
        self.words.len()
    }

    /// Whether the full stop at word `at` is the last of letters with full stops: "the u.s. privacy shield", "bl.a. namn".
    fn is_dotted(&self, at: usize) -> bool {
        let [Some(first), Some(dot), Some(last)] =
            [3, 2, 1].map(|back| at.checked_sub(back).map(|at| self.words[at]))
        else {
            return false;
        };
        let short =
            |word: ReadWord| word.kind == WordKind::Word && self.text(word.span).chars().nth(2).is_none();
        let glued = first.span.end == dot.span.start && dot.span.end == last.span.start;
        glued && short(first) && short(last) && self.text(dot.span) == "."
    }

    /// Whether a word after "U.S." starts a sentence of its own: "… in the U.S. We …", not "the U.S. Department".
    fn opens_sentence(&self, word: ReadWord) -> bool {
        word.is_capital && self.vocabulary.is_stopword(word.id)
    }
}

/// Text without a full stop is cut after so many words, so that no reader of sentences meets an endless one.
const MAX_SENTENCE: usize = 400;
