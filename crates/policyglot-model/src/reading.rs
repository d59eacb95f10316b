//! The document as words, sentences and mentions of concepts: what every reading rule looks at.

use std::ops::Range;

use policyglot_lexer::{Span, WordKind, words};
use policyglot_parser::{Block, BlockId, BlockKind, Document};

use crate::{Concept, ConceptId, ConceptKind, Concepts, Vocabulary, WordId};

/// One word of the document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReadWord {
    /// What it is.
    pub(crate) kind: WordKind,
    /// Its id in the vocabulary, case folded.
    pub(crate) id: WordId,
    /// Where it stands in the text.
    pub(crate) span: Span,
}

/// A sentence, or what stands for one in a heading or item.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    /// The block it stands in.
    pub(crate) block: BlockId,
    /// Its words, as places in [`Reading::words`].
    pub(crate) words: Range<usize>,
    /// Its mentions, as places in [`Reading::mentions`].
    pub(crate) mentions: Range<usize>,
    /// Where it stands in the text.
    pub(crate) span: Span,
}

/// A phrase of the vocabulary that names a concept.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// The concept.
    pub(crate) concept: ConceptId,
    /// Its kind, at hand.
    pub(crate) kind: ConceptKind,
    /// The words that name it, as places in [`Reading::words`].
    pub(crate) words: Range<usize>,
    /// Where they stand in the text.
    pub(crate) span: Span,
}

/// The document with its words, sentences and mentions, in reading order.
///
/// Duplicates and boilerplate are not read. A mention's phrase is the longest at its place; a phrase that names several
/// concepts gives a mention of each. Phrases of different kinds may overlap; those of one kind don't.
pub(crate) struct Reading<'d> {
    pub(crate) document: &'d Document<'d>,
    pub(crate) concepts: &'d Concepts,
    pub(crate) vocabulary: &'d Vocabulary,
    pub(crate) words: Vec<ReadWord>,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) mentions: Vec<Mention>,
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
            words: Vec::new(),
            sentences: Vec::new(),
            mentions: Vec::new(),
        };
        let mut folded = String::new();
        for (id, block) in (0..).map(BlockId).zip(document.blocks()) {
            if !matches!(block.kind, BlockKind::Duplicate | BlockKind::Boilerplate) {
                reading.block(id, block, &mut folded);
            }
        }
        reading
    }

    /// The text at a span.
    pub(crate) fn text(&self, span: Span) -> &'d str {
        span.of(self.document.source())
    }

    /// The text of word `at`; empty past the end.
    pub(crate) fn word_text(&self, at: usize) -> &'d str {
        self.words.get(at).map_or("", |word| self.text(word.span))
    }

    /// Adds mentions that no vocabulary knows, such as the company's own names, at the places where they belong.
    ///
    /// A name takes the place of every mention of its kind that it overlaps.
    pub(crate) fn add_mentions(&mut self, added: Vec<Mention>) {
        if added.is_empty() {
            return;
        }
        let mut added = added.into_iter().peekable();
        let mut old = std::mem::take(&mut self.mentions).into_iter();
        for sentence in &mut self.sentences {
            let (start, count) = (self.mentions.len(), sentence.mentions.len());
            let mut names = Vec::new();
            while let Some(name) = added.next_if(|name| name.words.start < sentence.words.end) {
                names.push(name);
            }
            if names.is_empty() {
                self.mentions.extend(old.by_ref().take(count));
                sentence.mentions = start..self.mentions.len();
                continue;
            }
            let hidden = |mention: &Mention| {
                names.iter().any(|name: &Mention| {
                    name.kind == mention.kind
                        && name.words.start < mention.words.end
                        && mention.words.start < name.words.end
                })
            };
            self.mentions.extend(old.by_ref().take(count).filter(|mention| !hidden(mention)));
            self.mentions.extend(names);
            if let Some(mentions) = self.mentions.get_mut(start..) {
                mentions.sort_by_key(|mention| mention.words.start);
            }
            sentence.mentions = start..self.mentions.len();
        }
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

    /// The sentences of one block.
    pub(crate) fn sentences_of(&self, block: BlockId) -> &[Sentence] {
        let start = self.sentences.partition_point(|sentence| sentence.block < block);
        let len = self.sentences[start..].partition_point(|sentence| sentence.block == block);
        &self.sentences[start..start + len]
    }

    /// The mentions of one sentence.
    pub(crate) fn mentions_of(&self, sentence: &Sentence) -> &[Mention] {
        self.mentions.get(sentence.mentions.clone()).unwrap_or_default()
    }

    fn block(&mut self, id: BlockId, block: &Block, folded: &mut String) {
        let text = self.text(block.body);
        let first = self.words.len();
        for word in words(text) {
            let span = Span::new(block.body.start + word.span.start, block.body.start + word.span.end);
            let id = self.vocabulary.read(self.document.source(), span, folded);
            self.words.push(ReadWord { kind: word.kind, id, span });
        }
        let mut start = first;
        while start < self.words.len() {
            let end = self.sentence_end(start);
            let mentions = self.mentions.len();
            self.mention(start..end);
            self.drop_parts(mentions);
            let span = self.span(start..end);
            self.sentences.push(Sentence {
                block: id,
                words: start..end,
                mentions: mentions..self.mentions.len(),
                span,
            });
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

    /// Whether the full stop at word `at` is the last of letters with full stops: "the u.s. privacy shield".
    fn is_dotted(&self, at: usize) -> bool {
        let letter = |at: Option<usize>| {
            at.and_then(|at| self.words.get(at)).is_some_and(|word| {
                word.kind == WordKind::Word && self.text(word.span).chars().nth(1).is_none()
            })
        };
        letter(at.checked_sub(1))
            && letter(at.checked_sub(3))
            && at.checked_sub(2).is_some_and(|at| self.word_text(at) == ".")
    }

    /// Whether a word after "U.S." starts a sentence of its own: "… in the U.S. We …", not "the U.S. Department".
    fn opens_sentence(&self, word: ReadWord) -> bool {
        self.text(word.span).starts_with(char::is_uppercase) && self.vocabulary.is_stopword(word.id)
    }

    /// Adds the mentions among `range`.
    fn mention(&mut self, range: Range<usize>) {
        // One past the last word of the latest mention of each kind.
        let mut taken = [0; ConceptKind::COUNT];
        for at in range.clone() {
            if !self.vocabulary.starts_phrase(self.words[at].id) {
                continue;
            }
            let ids = self.words[at..range.end]
                .iter()
                .map(|word| (word.kind != WordKind::Hyphen).then_some(word.id));
            let first = self.mentions.len();
            let words = &self.words;
            self.vocabulary.phrases(ids, |len, concepts| {
                for &concept in concepts {
                    let kind = self.concepts.get(concept).kind;
                    if taken[kind as usize] > at {
                        continue;
                    }
                    let span = words[at].span.cover(words[at + len - 1].span);
                    self.mentions.push(Mention { concept, kind, words: at..at + len, span });
                }
            });
            if self.mentions.len() == first {
                continue;
            }
            // A longer phrase of the same kind takes the place of a shorter one.
            let mut kept = first;
            for place in first..self.mentions.len() {
                let (kind, len) = (self.mentions[place].kind, self.mentions[place].words.len());
                let longest = |other: &Mention| other.kind != kind || other.words.len() <= len;
                if self.mentions[first..].iter().all(longest) {
                    self.mentions.swap(kept, place);
                    kept += 1;
                }
            }
            self.mentions.truncate(kept);
            for mention in &self.mentions[first..] {
                taken[mention.kind as usize] = mention.words.end;
            }
        }
    }

    /// Drops the mentions, from place `first` on, that are only part of a longer name of another kind: an "internet
    /// service provider" is data and no service provider, "law enforcement" no law, a "data broker" no data.
    fn drop_parts(&mut self, first: usize) {
        let mut mentions = self.mentions.split_off(first);
        let mut names =
            mentions.iter().filter(|mention| is_name(mention.kind)).map(|m| m.words.clone()).peekable();
        let mut longest = 0..0;
        let mut is_part = Vec::with_capacity(mentions.len());
        for mention in &mentions {
            while let Some(name) = names.next_if(|name| name.start <= mention.words.start) {
                let is_longer =
                    name.end > longest.end || name.end == longest.end && name.len() > longest.len();
                longest = if is_longer { name } else { longest };
            }
            let is_inside = longest.end >= mention.words.end && longest.len() > mention.words.len();
            is_part.push(is_inside && can_be_part(mention.kind));
        }
        let mut is_part = is_part.into_iter();
        mentions.retain(|_| !is_part.next().unwrap_or_default());
        self.mentions.append(&mut mentions);
    }
}

/// Whether a phrase of this kind is a name whose words mean nothing alone.
fn is_name(kind: ConceptKind) -> bool {
    use ConceptKind::{Authority, Certification, Data, Framework, Law, Recipient, Technology, Tracker};
    matches!(kind, Authority | Certification | Data | Framework | Law | Recipient | Technology | Tracker)
}

/// Whether a phrase of this kind means nothing where it is part of a longer name.
fn can_be_part(kind: ConceptKind) -> bool {
    use ConceptKind::{Authority, Certification, Data, Law, Purpose, Recipient, Security, Tracker};
    matches!(kind, Authority | Certification | Data | Law | Purpose | Recipient | Security | Tracker)
}

/// Text without a full stop is cut after so many words, so that no reader of sentences meets an endless one.
const MAX_SENTENCE: usize = 400;
