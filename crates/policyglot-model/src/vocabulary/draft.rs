//! The phrases of a vocabulary file, as they are read one by one.

use std::cmp::Ordering;

use policyglot_lexer::{WordKind, words};

use super::words::{WordId, Words};

/// Phrases that name things of type `T`, to be made a tree of when all are there.
#[derive(Debug)]
pub(super) struct Draft<T> {
    /// The words of all phrases, one after another.
    words: Vec<WordId>,
    phrases: Vec<Phrase<T>>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Phrase<T> {
    /// The first four words in one number: few phrases begin with the same ones.
    key: u64,
    start: usize,
    len: usize,
    /// What it names.
    pub(super) named: T,
    /// The byte of the file where it stands.
    at: usize,
}

impl<T: Copy + Ord> Draft<T> {
    /// No phrases yet; room for about `words` words of them.
    pub(super) fn new(words: usize) -> Self {
        Self { words: Vec::with_capacity(words), phrases: Vec::with_capacity(words / 2) }
    }

    /// Adds a phrase that stands at byte `at` of the file, or says what is wrong with it.
    pub(super) fn add(
        &mut self,
        words: &mut Words,
        phrase: &str,
        named: T,
        at: usize,
    ) -> Result<(), &'static str> {
        let start = self.words.len();
        if phrase.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b' ')) {
            // Nine phrases of ten need no lexer.
            let plain = phrase.split(' ').filter(|word| !word.is_empty());
            self.words.extend(plain.map(|word| words.intern(word)));
        } else {
            self.add_parts(words, &phrase.to_lowercase())?;
        }
        let added = &self.words[start..];
        if added.is_empty() {
            return Err("a phrase without a word");
        }
        let key = (0..4).fold(0, |key, at| key << 16 | added.get(at).map_or(0, |id| u64::from(id.get())));
        self.phrases.push(Phrase { key, start, len: added.len(), named, at });
        Ok(())
    }

    /// Adds the words of a phrase that may have hyphens, patterns and a gap.
    fn add_parts(&mut self, words: &mut Words, phrase: &str) -> Result<(), &'static str> {
        const WRONG_GAP: &str = "a gap needs a word before and after it, and a phrase has one at most";
        let mut gaps = 0;
        for part in phrase.split_inclusive('…') {
            let (part, is_gap) = part.strip_suffix('…').map_or((part, false), |part| (part, true));
            let before = self.words.len();
            for word in part.split_whitespace() {
                self.add_word(words, word)?;
            }
            gaps += usize::from(is_gap);
            if gaps > 1 || gaps > 0 && self.words.len() == before {
                return Err(WRONG_GAP);
            }
            if is_gap {
                self.words.push(WordId::GAP);
            }
        }
        if phrase.ends_with('…') { Err(WRONG_GAP) } else { Ok(()) }
    }

    /// Adds what stands between two blanks: a pattern, or the words that the lexer makes of it.
    ///
    /// Apostrophes are straight, as those of a text are made: "children’s" and "children's" are one word.
    fn add_word(&mut self, known: &mut Words, word: &str) -> Result<(), &'static str> {
        let straight = word.contains(['’', 'ʼ']).then(|| word.replace(['’', 'ʼ'], "'"));
        let word = straight.as_deref().unwrap_or(word);
        if word.contains('*') {
            let pattern = known.intern_pattern(word);
            self.words.push(pattern.ok_or("a pattern is \"stem*\" or \"*tail\", of three letters at least")?);
            return Ok(());
        }
        let parts = words(word).filter(|part| part.kind != WordKind::Hyphen);
        self.words.extend(parts.map(|part| known.intern(part.span.of(word))));
        Ok(())
    }

    /// Sorts the phrases by their words, then by what they name.
    pub(super) fn sort(&mut self) {
        let Self { words, phrases } = self;
        let rest = |phrase: &Phrase<T>| &words[phrase.start..phrase.start + phrase.len];
        phrases.sort_unstable_by(|one, other| {
            let by_words = one.key.cmp(&other.key).then_with(|| match (one.len, other.len) {
                (..=4, ..=4) => Ordering::Equal,
                _ => rest(one).cmp(rest(other)),
            });
            by_words.then(one.named.cmp(&other.named)).then(one.at.cmp(&other.at))
        });
    }

    /// The byte of the first phrase in the file that repeats another one: `is_same` gets the bytes of two phrases of
    /// the same words that name the same thing. The phrases are sorted.
    pub(super) fn repeated(&self, is_same: impl Fn(usize, usize) -> bool) -> Option<usize> {
        let pairs = self.phrases.windows(2).filter_map(|pair| {
            let [one, other] = pair else { return None };
            let twice = one.named == other.named && self.words_of(one) == self.words_of(other);
            (twice && is_same(one.at, other.at)).then_some(other.at)
        });
        pairs.min()
    }

    /// The phrases, sorted once [`Draft::sort`] was called.
    pub(super) fn phrases(&self) -> &[Phrase<T>] {
        &self.phrases
    }

    /// The words of a phrase.
    pub(super) fn words_of(&self, phrase: &Phrase<T>) -> &[WordId] {
        &self.words[phrase.start..phrase.start + phrase.len]
    }
}
