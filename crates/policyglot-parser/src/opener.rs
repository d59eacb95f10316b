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
    /// "read more", "back to top": what a button of the page says.
    Button,
}

/// How many kinds there are.
pub(crate) const OPENERS: u8 = Opener::Button as u8 + 1;

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
    (
        Opener::Button,
        "read learn show hide view back go click skip expand collapse open close print download more less toggle \
         läs visa dölj tillbaka gå klicka öppna stäng ladda mer mindre",
    ),
];

/// Slots for the words' hashes, each with what its word does: a hash stands at its lowest bits or in one of the slots
/// after them, before the first empty one.
const SLOTS: usize = 512;

static WORDS: [(u32, Opener); SLOTS] = {
    let mut words = [(EMPTY, Opener::Other); SLOTS];
    let mut list = 0;
    while list < LISTS.len() {
        let (text, mut at) = (LISTS[list].1.as_bytes(), 0);
        while at < text.len() {
            let mut hash = NO_WORD;
            while at < text.len() && text[at] != b' ' {
                hash = hash_on(hash, text[at]);
                at += 1;
            }
            at += 1;
            let mut place = hash as usize % SLOTS;
            while words[place].0 != EMPTY {
                place = (place + 1) % SLOTS;
            }
            words[place] = (hash, LISTS[list].0);
        }
        list += 1;
    }
    words
};

/// The hash of an empty slot: that of no word of the lists.
const EMPTY: u32 = 0;

impl Opener {
    /// What the word with this hash does ([`crate::shape::hash`]).
    pub(crate) fn of(hash: u32) -> Self {
        let mut place = hash as usize % SLOTS;
        loop {
            let (word, opener) = WORDS[place];
            if word == hash || word == EMPTY {
                return opener;
            }
            place = (place + 1) % SLOTS;
        }
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
        check("Back", Opener::Button);
        check("Kalender", Opener::Other);
    }
}
