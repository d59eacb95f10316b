//! The words of a language's phrases: each has an id, and inflected or compound words are led back to them.

use policyglot_lexer::{Span, is_invisible};

use super::packed;
use crate::hash::{hash_folded, hash_packed, is_folded, pack};

/// A word of the vocabulary; [`WordId::UNKNOWN`] is every other word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct WordId(u16);

packed!(WordId { 0 });

impl WordId {
    /// A word that no phrase of the vocabulary has.
    pub(crate) const UNKNOWN: Self = Self(0);
    /// Set where the word itself has no id and this is the id of its base.
    const INFLECTED: u16 = 1 << 15;

    /// What stands for a gap in a phrase; no word has it, and it is greater than every word's.
    pub(super) const GAP: Self = Self(Self::INFLECTED - 1);

    /// The id of a hyphen, across which phrases are matched.
    pub(crate) const HYPHEN: Self = Self(Self::GAP.0 - 1);

    /// The id of the word at a place, or the unknown one past the last.
    pub(super) fn at(at: usize) -> Self {
        Self(u16::try_from(at).unwrap_or(0))
    }

    /// The id without what says how the word was found.
    pub(super) const fn plain(self) -> Self {
        Self(self.0 & !Self::INFLECTED)
    }

    /// Whether it is the id of the word's base.
    pub(super) const fn is_inflected(self) -> bool {
        self.0 & Self::INFLECTED != 0
    }

    pub(super) const fn get(self) -> u16 {
        self.0
    }

    const fn inflected(self) -> Self {
        Self(self.0 | Self::INFLECTED)
    }

    pub(super) const fn index(self) -> usize {
        self.plain().0 as usize
    }
}

/// An ending that words of running text may have, and what stands in its place in the word's base.
#[derive(Debug)]
struct Ending {
    inflected: String,
    base: String,
}

packed!(Ending { inflected, base });

/// All words of a vocabulary.
#[derive(Debug)]
pub(super) struct Words {
    /// The words, one after another.
    letters: String,
    /// Where each ends; the first is the unknown word, which is empty.
    ends: Vec<u32>,
    /// The letters of each, packed, where they are few; a hash with the highest bit set for longer words.
    keys: Vec<u64>,
    /// Open addressing: the id of a word at its hash or after; 0 where free.
    table: Vec<u16>,
    endings: Vec<Ending>,
    /// What words of `stem*` start with, sorted.
    stems: Vec<(String, WordId)>,
    /// What words of `*tail` end with, sorted by the last byte.
    tails: Vec<(String, WordId)>,
    /// For each last byte where its tails start.
    tails_at: Vec<u32>,
    /// For each word the pattern that it fits, and its base.
    relatives: Vec<(WordId, WordId)>,
}

packed!(Words { letters, ends, keys, table, endings, stems, tails, tails_at, relatives });

/// A base is no shorter, so that "as" is no plural.
const SHORTEST_BASE: usize = 3;

/// No vocabulary may have more words.
pub(super) const MOST_WORDS: usize = WordId::HYPHEN.index() - 1;

impl Words {
    /// No words yet; room for about `words` of them.
    pub(super) fn new(words: usize) -> Self {
        Self {
            letters: String::with_capacity(words * 8),
            ends: vec![0],
            keys: vec![0],
            table: vec![0; (words * 2).next_power_of_two().max(16)],
            endings: Vec::new(),
            stems: Vec::new(),
            tails: Vec::new(),
            tails_at: Vec::new(),
            relatives: Vec::new(),
        }
    }

    /// Adds an ending like "ies=y"; false where it is none.
    pub(super) fn add_ending(&mut self, ending: &str) -> bool {
        let Some((inflected, base)) = ending.split_once('=') else { return false };
        self.endings.push(Ending { inflected: inflected.into(), base: base.into() });
        !inflected.is_empty()
    }

    /// The id of a word, which is new where it was unknown.
    pub(super) fn intern(&mut self, word: &str) -> WordId {
        if self.ends.len() * 2 > self.table.len() {
            self.grow();
        }
        let slot = self.slot(word.as_bytes(), word.len());
        let Some(place) = self.table.get_mut(slot) else { return WordId::UNKNOWN };
        if *place == 0 && self.ends.len() <= MOST_WORDS {
            *place = u16::try_from(self.ends.len()).unwrap_or(0);
            self.letters.push_str(word);
            self.ends.push(u32::try_from(self.letters.len()).unwrap_or(u32::MAX));
            self.keys.push(pack(word.as_bytes(), word.len()).unwrap_or_else(|| long_key(word.as_bytes())));
        }
        WordId(*place)
    }

    /// The id of a pattern, `stem*` or `*tail`; `None` where the word is none, or one that fits every word.
    pub(super) fn intern_pattern(&mut self, word: &str) -> Option<WordId> {
        let (stem, tail) = (word.strip_suffix('*'), word.strip_prefix('*'));
        let part = stem.xor(tail).filter(|part| part.chars().count() >= 3 && !part.contains('*'))?;
        let id = self.intern(word);
        let patterns = if stem.is_some() { &mut self.stems } else { &mut self.tails };
        if !patterns.iter().any(|(_, known)| *known == id) {
            patterns.push((part.into(), id));
        }
        Some(id)
    }

    /// To be called when all words are there: finds the relatives of each.
    pub(super) fn finish(&mut self) {
        // The longest pattern comes first.
        self.stems.sort_by_key(|(stem, _)| std::cmp::Reverse(stem.len()));
        let last = |tail: &str| tail.bytes().next_back().unwrap_or(0);
        self.tails.sort_by_key(|(tail, _)| (last(tail), std::cmp::Reverse(tail.len())));
        let starts = (0..=u8::MAX).map(|byte| self.tails.partition_point(|(tail, _)| last(tail) < byte));
        self.tails_at = starts.map(|start| u32::try_from(start).unwrap_or(u32::MAX)).collect();
        let relatives = (0..self.ends.len()).map(|at| {
            let word = self.text(at);
            if word.contains('*') { Default::default() } else { (self.pattern(word), self.base(word)) }
        });
        self.relatives = relatives.collect();
    }

    /// How many words there are, the unknown one among them.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The id of the word that `text` holds at `span`, in whatever case; failing that, of the pattern that it fits; failing
    /// that, of its base. `folded` is scratch.
    pub(super) fn read(&self, text: &str, span: Span, folded: &mut String) -> WordId {
        // Most words are known ones, in letters that need no folding beyond ASCII.
        let rest = text.as_bytes().get(span.start as usize..).unwrap_or_default();
        let id = self.find(rest, span.len() as usize);
        if id != WordId::UNKNOWN {
            return id;
        }
        folded.clear();
        let written = span.of(text);
        if written.is_ascii() {
            folded.push_str(written);
            folded.make_ascii_lowercase();
            return self.derived(folded);
        }
        // "per\u{ad}sonal" is a word with a place to break it.
        let seen = written.chars().filter(|&c| !is_invisible(c));
        folded.extend(seen.flat_map(char::to_lowercase).map(straight));
        self.resolve(folded)
    }

    /// The id of a word in lower case; failing that, of the pattern that it fits; failing that, of its base.
    fn resolve(&self, word: &str) -> WordId {
        match self.find(word.as_bytes(), word.len()) {
            WordId::UNKNOWN => self.derived(word),
            id => id,
        }
    }

    /// The id of the pattern that an unknown word in lower case fits; failing that, of its base.
    fn derived(&self, word: &str) -> WordId {
        let pattern = self.pattern(word);
        if pattern != WordId::UNKNOWN {
            return pattern;
        }
        match self.base(word) {
            WordId::UNKNOWN => WordId::UNKNOWN,
            base => base.inflected(),
        }
    }

    /// The pattern that a known word fits, and its base.
    pub(super) fn relatives_of(&self, word: WordId) -> (WordId, WordId) {
        self.relatives.get(word.index()).copied().unwrap_or_default()
    }

    /// The id of the word that is the first `len` bytes of `text`, where only ASCII letters may be capitals.
    fn find(&self, text: &[u8], len: usize) -> WordId {
        self.table.get(self.slot(text, len)).map_or(WordId::UNKNOWN, |&id| WordId(id))
    }

    fn pattern(&self, word: &str) -> WordId {
        let fits = |part: &str| part.len() < word.len();
        let last = usize::from(word.bytes().next_back().unwrap_or(0));
        let start = |byte: usize| self.tails_at.get(byte).map_or(self.tails.len(), |&start| start as usize);
        let tails = self.tails.get(start(last)..start(last + 1)).unwrap_or_default();
        let tail = tails.iter().find(|(tail, _)| word.ends_with(tail) && fits(tail));
        let found = tail.or_else(|| self.stems.iter().find(|(stem, _)| word.starts_with(stem) && fits(stem)));
        found.map_or(WordId::UNKNOWN, |(_, id)| *id)
    }

    fn base(&self, word: &str) -> WordId {
        let last = word.bytes().next_back();
        for ending in self.endings.iter().filter(|ending| ending.inflected.bytes().next_back() == last) {
            let Some(rest) = word.strip_suffix(&ending.inflected) else { continue };
            if rest.len() + ending.base.len() < SHORTEST_BASE {
                continue;
            }
            let found = if ending.base.is_empty() {
                self.find(rest.as_bytes(), rest.len())
            } else {
                let base = [rest, &ending.base].concat();
                self.find(base.as_bytes(), base.len())
            };
            if found != WordId::UNKNOWN {
                return found;
            }
            // "kundens" is no known word, but "leveransadressens" fits "*adressen".
            let pattern = if ending.base.is_empty() { self.pattern(rest) } else { WordId::UNKNOWN };
            if pattern != WordId::UNKNOWN {
                return pattern;
            }
        }
        WordId::UNKNOWN
    }

    /// Where the word that is the first `len` bytes of `text` stands in the table, or where it would.
    #[inline]
    fn slot(&self, text: &[u8], len: usize) -> usize {
        match pack(text, len) {
            Some(packed) => self.probe(hash_packed(packed), |id| self.keys.get(id) == Some(&packed)),
            None => self.slot_of_long(text.get(..len).unwrap_or(text)),
        }
    }

    /// As [`Words::slot`], for a word that can't be packed.
    #[inline(never)]
    fn slot_of_long(&self, word: &[u8]) -> usize {
        let key = long_key(word);
        let is_same = |id| self.keys.get(id) == Some(&key) && is_folded(word, self.text(id).as_bytes());
        self.probe(key, is_same)
    }

    /// The first slot from the hash on that is free or has the word that `is_same` knows.
    fn probe(&self, hash: u64, is_same: impl Fn(usize) -> bool) -> usize {
        let mask = self.table.len() - 1;
        // Only the low bits count, so that cutting is no loss.
        #[expect(clippy::cast_possible_truncation, reason = "the mask takes fewer bits anyway")]
        let mut slot = hash as usize & mask;
        while let Some(&id) = self.table.get(slot) {
            if id == 0 || is_same(id.into()) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn text(&self, at: usize) -> &str {
        let end = |at: usize| self.ends.get(at).map_or(0, |&end| end as usize);
        self.letters.get(end(at.wrapping_sub(1))..end(at)).unwrap_or_default()
    }

    fn grow(&mut self) {
        self.table = vec![0; self.table.len() * 2];
        for at in 1..self.ends.len() {
            let slot = self.slot(self.text(at).as_bytes(), self.text(at).len());
            if let (Some(place), Ok(id)) = (self.table.get_mut(slot), u16::try_from(at)) {
                *place = id;
            }
        }
    }
}

impl Default for WordId {
    fn default() -> Self {
        Self::UNKNOWN
    }
}

/// A key for a word that can't be packed: never that of one that can.
fn long_key(word: &[u8]) -> u64 {
    hash_folded(word, word.len()) | 1 << 63
}

/// Typographic apostrophes as typed ones, so that a phrase needs only one spelling.
fn straight(c: char) -> char {
    if c == '’' { '\'' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let mut words = Words::new(1);
        for ending in ["ies=y", "s="] {
            assert!(words.add_ending(ending));
        }
        for word in ["address", "addresses", "party", "cookie", "webbplatsen"] {
            words.intern(word);
        }
        words.intern_pattern("*adress").expect("a pattern");
        words.intern_pattern("krypter*").expect("a pattern");
        words.finish();
        words
    }

    #[test]
    fn inflected_words_lead_to_their_base() {
        let mut words = words();
        for (word, base) in [("parties", "party"), ("cookies", "cookie"), ("webbplatsens", "webbplatsen")] {
            assert_eq!(words.resolve(word).plain(), words.intern(base), "{word}");
        }
        assert_eq!(words.resolve("cakes"), WordId::UNKNOWN);
    }

    #[test]
    fn compounds_and_stems_fit_patterns() {
        let mut words = words();
        assert_eq!(words.resolve("leveransadress"), words.intern("*adress"));
        assert_eq!(words.resolve("leveransadresss").plain(), words.intern("*adress"));
        assert_eq!(words.resolve("krypterade"), words.intern("krypter*"));
        assert_eq!(words.resolve("adress"), WordId::UNKNOWN);
        assert!(words.intern_pattern("a*").is_none() && words.intern_pattern("*a*").is_none());
    }

    #[test]
    fn many_words_make_the_table_grow() {
        let mut words = Words::new(1);
        let ids: Vec<_> = (0..1000).map(|n| words.intern(&n.to_string())).collect();
        assert!((0..1000).zip(ids).all(|(n, id)| words.resolve(&n.to_string()) == id));
    }
}
