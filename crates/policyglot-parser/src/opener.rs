//! The small words that texts open with, sorted by what they do there: a language has few of them, and no subject.

use crate::shape::{NO_WORD, hash_on};

/// What the first word of a text does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opener {
    /// None of those below.
    Other,
    /// "we".
    Speaker,
    /// "you".
    Reader,
    /// "our", "your".
    Owner,
    /// "the", "a".
    Article,
    /// "this", "such": points at what was said.
    Pointer,
    /// "if", "when".
    Condition,
    /// "to", most often before a verb.
    To,
    /// "in", "by".
    Preposition,
    /// "how", "what".
    Question,
    /// "any", "other".
    Quantity,
    /// "however", "please": nothing but a sentence opens like this.
    Adverb,
    /// "do", "is".
    Verb,
}

/// English and Swedish.
const LISTS: &[(Opener, &str)] = &[
    (Opener::Speaker, "we i vi jag"),
    (Opener::Reader, "you du ni"),
    (Opener::Owner, "our your my their its vår våra vårt din ditt dina"),
    (Opener::Article, "the a an en ett den det de"),
    (Opener::Pointer, "this these such those that denna detta dessa"),
    (Opener::Condition, "if when where while once unless although because since om när där"),
    (Opener::To, "to att för"),
    (
        Opener::Preposition,
        "in for by with on at from under as through between within på med av från genom som",
    ),
    (Opener::Question, "how what who which why whom hur vad vem vilka vilken varför"),
    (Opener::Quantity, "any other some all each certain many both every no andra alla vissa"),
    (
        Opener::Adverb,
        "however please it there they also additionally therefore here note see yes not thus furthermore moreover \
         depending and or but och eller men observera",
    ),
    (Opener::Verb, "do does can may is are will should kan är har får"),
];

/// How many words the lists hold.
const COUNT: usize = {
    let (mut count, mut list) = (0, 0);
    while list < LISTS.len() {
        let (text, mut at) = (LISTS[list].1.as_bytes(), 0);
        count += 1;
        while at < text.len() {
            count += (text[at] == b' ') as usize;
            at += 1;
        }
        list += 1;
    }
    count
};

/// The words' hashes, sorted.
const WORDS: [(u32, Opener); COUNT] = {
    let mut words = [(u32::MAX, Opener::Other); COUNT];
    let (mut count, mut list) = (0, 0);
    while list < LISTS.len() {
        let (text, mut at) = (LISTS[list].1.as_bytes(), 0);
        while at < text.len() {
            let mut hash = NO_WORD;
            while at < text.len() && text[at] != b' ' {
                hash = hash_on(hash, text[at]);
                at += 1;
            }
            at += 1;
            let mut place = count;
            while place > 0 && words[place - 1].0 > hash {
                words[place] = words[place - 1];
                place -= 1;
            }
            words[place] = (hash, LISTS[list].0);
            count += 1;
        }
        list += 1;
    }
    words
};

impl Opener {
    /// What the word with this hash does ([`crate::shape::hash`]).
    pub(crate) fn of(hash: u32) -> Self {
        let found = WORDS.binary_search_by_key(&hash, |&(word, _)| word);
        found.ok().and_then(|at| WORDS.get(at)).map_or(Self::Other, |&(_, opener)| opener)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::hash;

    #[test]
    fn words_are_found_in_any_case() {
        let check = |word: &str, opener| assert_eq!(Opener::of(hash(word.as_bytes())), opener, "{word}");
        check("We", Opener::Speaker);
        check("additionally", Opener::Adverb);
        check("får", Opener::Verb);
        check("Kalender", Opener::Other);
    }
}
