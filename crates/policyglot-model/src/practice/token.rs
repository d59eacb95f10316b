//! The words of a sentence as the clause grammar sees them: each with what it does in the sentence.

use std::ops::Range;

use crate::Actor;
use crate::concept::{ConceptId, ConceptKind, Concepts};
use crate::reading::{Mention, Reading, Sentence};
use policyglot_lexer::WordKind;

/// What a word does in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Any other word.
    Word,
    Comma,
    Semicolon,
    Colon,
    Open,
    Close,
    /// Any other mark.
    Mark,
    /// "and", "or", "as well as".
    And,
    May,
    Will,
    Must,
    Be,
    Have,
    Do,
    /// "not", "never", "neither".
    Not,
    /// "no" before a noun.
    No,
    Without,
    Only,
    /// "to", which opens an infinitive or names a recipient.
    To,
    /// "in order to", "so that we can".
    InOrderTo,
    /// "allow", "permit", "help": what a thing lets somebody do is what it is for.
    Allow,
    /// "please", "click": what the reader is asked to do.
    Please,
    /// "encourage you to": what the reader is advised to do.
    Urge,
    /// "ask us", "want us": what the reader may demand of the company.
    Entreat,
    For,
    By,
    /// "through", "via", "by means of".
    Through,
    From,
    With,
    /// Any other preposition.
    Of,
    SuchAs,
    Including,
    /// "if", "when", "where".
    If,
    /// "unless", "except".
    Unless,
    /// "that", "which", "who".
    That,
    /// "how", "whether".
    How,
    /// An article or quantity.
    The,
    /// "this", "these", "such": refers back.
    This,
    Our,
    Your,
    Automatically,
    Directly,
    /// "necessary", "essential".
    Needed,
    /// "purpose", "purposes".
    Purpose,
    /// Somebody who can act.
    Actor(Actor),
    /// A verb of practice.
    Action(Action),
}

/// What kind of practice a verb names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Action {
    /// The concept.
    pub(super) concept: ConceptId,
    /// What it does to the data.
    pub(super) deed: Deed,
    /// The form of the verb.
    pub(super) form: Form,
}

/// What a verb does to data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// Data come in: collect, infer.
    Collect,
    /// The user gives them.
    Give,
    /// They are used: use, combine.
    Use,
    /// They go out: share, disclose, sell, transfer.
    Share,
    /// They stay: store.
    Store,
    /// They are seen: access.
    Access,
    /// Something is put on the device: place.
    Place,
    /// Others are brought in: work with, engage.
    Engage,
    /// Nothing is learnt about data: delete, protect, notify.
    Other,
}

/// The form of a verb, as far as the vocabulary tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Any other form.
    Plain,
    /// "collected", "insamlade".
    Participle,
    /// "samlas", "used" after "is".
    Passive,
    /// "collecting".
    Gerund,
}

/// One word or phrase of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it does.
    pub(super) class: Class,
    /// The first of its words, as a place in `Reading::words`.
    pub(super) start: usize,
    /// One past the last of its words.
    pub(super) end: usize,
}

/// What each concept does in a sentence.
#[derive(Debug)]
pub(super) struct Classes {
    of: Vec<Option<Class>>,
    participle: Option<ConceptId>,
    passive: Option<ConceptId>,
    gerund: Option<ConceptId>,
}

impl Classes {
    /// Looks up the concepts that steer reading.
    pub(super) fn new(concepts: &Concepts) -> Self {
        let mut of = vec![None; concepts.len()];
        for (id, concept) in concepts.iter() {
            let class = match concept.kind {
                ConceptKind::Cue => cue(&concept.id),
                ConceptKind::Actor => actor(&concept.id),
                ConceptKind::Action => {
                    let mut deeds = concepts.ancestors(id).map(|above| deed(&concepts.get(above).id));
                    let deed = deeds.find_map(|deed| deed).unwrap_or(Deed::Other);
                    Some(Class::Action(Action { concept: id, deed, form: Form::Plain }))
                }
                _ => None,
            };
            if let Some(slot) = of.get_mut(id.index()) {
                *slot = class;
            }
        }
        Self {
            of,
            participle: concepts.find("cue.participle"),
            passive: concepts.find("cue.passive"),
            gerund: concepts.find("cue.gerund"),
        }
    }

    /// The words of `sentence`, in `tokens`.
    pub(super) fn tokens(&self, reading: &Reading<'_>, sentence: &Sentence, tokens: &mut Vec<Token>) {
        tokens.clear();
        let mut mentions = reading.mentions_of(sentence);
        let mut at = sentence.words.start;
        while at < sentence.words.end {
            while let [first, rest @ ..] = mentions {
                if first.words.start >= at {
                    break;
                }
                mentions = rest;
            }
            let here = mentions.iter().take_while(|mention| mention.words.start == at).count();
            // Half of the words name nothing.
            if here == 0 {
                let class = mark(reading, at);
                let silent = silent(reading, at, class, tokens);
                // "do not “sell”": the mark behind a verb goes with it.
                if let Some(last) =
                    tokens.last_mut().filter(|last| silent == 1 && is_verb(last) && is_quote(reading, at))
                {
                    last.end = at + 1;
                }
                if silent == 0 || at + silent >= sentence.words.end {
                    tokens.push(Token { class, start: at, end: at + 1 });
                }
                at += silent.max(1);
                continue;
            }
            let mut token = self.token(reading, at, mentions.get(..here).unwrap_or_default(), tokens);
            // "may learn" is a phrase for what is done, and still says that it may be.
            if let (Class::Action(_), Some(may)) =
                (token.class, self.may(mentions.get(..here).unwrap_or_default(), &token))
            {
                tokens.push(Token { class: Class::May, start: at, end: may });
                token.start = may;
            }
            if token.class == Class::If && asks(reading, sentence, &token, tokens) {
                token.class = Class::How;
            }
            if token.class == Class::If {
                // "om du" opens a condition and names who acts in it.
                let actor = mentions.iter().take_while(|mention| mention.words.start < token.end);
                let actor =
                    actor.filter(|mention| mention.kind == ConceptKind::Actor && mention.words.start > at);
                token.end = actor.map(|mention| mention.words.start).last().unwrap_or(token.end);
            }
            let held = mentions.iter().take(here).filter(|mention| holds(mention.kind));
            // The words inside a name are only parts of it: "search history" has no search in it.
            let held = held.map(|mention| mention.words.end).max().unwrap_or(at);
            if held > token.end || (held == token.end && held > at + 1) {
                tokens.extend((at..held).map(|at| Token { class: Class::Word, start: at, end: at + 1 }));
                at = held;
            } else {
                at = token.end;
                tokens.push(token);
            }
        }
    }

    /// Where the "may" ends that a verb of several words starts with.
    fn may(&self, mentions: &[Mention], verb: &Token) -> Option<usize> {
        let may = mentions.iter().filter(|mention| self.class(mention.concept) == Some(Class::May));
        may.map(|mention| mention.words.end).filter(|&end| end < verb.end).max()
    }

    fn token(&self, reading: &Reading<'_>, at: usize, mentions: &[Mention], before: &[Token]) -> Token {
        let classed = mentions.iter().filter_map(|mention| Some((self.class(mention.concept)?, mention)));
        let best =
            classed.min_by_key(|(class, mention)| (std::cmp::Reverse(mention.words.len()), rank(*class)));
        let Some((mut class, mention)) = best else {
            let class = mark(reading, at);
            return Token { class, start: at, end: at + 1 };
        };
        if Some(mention.concept) == reading.concepts.known.cue_like && !exemplifies(reading, at) {
            return Token { class: Class::Word, start: at, end: at + 1 };
        }
        // "legal bases such as with your consent" lists a basis, and supposes nothing.
        let lists = |token: &Token| matches!(token.class, Class::SuchAs | Class::Including);
        if Some(mention.concept) == reading.concepts.known.cue_consented && before.last().is_some_and(lists) {
            return Token { class: Class::With, start: at, end: at + 1 };
        }
        // "provider-supplied" supplies nothing here.
        let hyphen = at.checked_sub(1).and_then(|at| reading.words.get(at));
        let quoted = |word: &crate::reading::ReadWord| matches!(reading.text(word.span), "\"" | "“" | "‘");
        if matches!(class, Class::Action(_) | Class::To | Class::By | Class::For | Class::From | Class::And)
            && hyphen.is_some_and(|word| word.kind == WordKind::Hyphen || quoted(word))
            && !is_marked(reading, at, before)
        {
            return Token { class: Class::Word, start: at, end: at + 1 };
        }
        if let Class::Action(action) = &mut class {
            let is = |id: Option<ConceptId>| {
                mentions.iter().any(|other| Some(other.concept) == id && other.words == mention.words)
            };
            action.form = if is(self.passive) {
                Form::Passive
            } else if is(self.participle) {
                Form::Participle
            } else if is(self.gerund) {
                Form::Gerund
            } else {
                Form::Plain
            };
        }
        Token { class, start: at, end: mention.words.end }
    }

    fn class(&self, concept: ConceptId) -> Option<Class> {
        self.of.get(concept.index()).copied().flatten()
    }
}

/// Whether a phrase of this kind keeps its words together.
fn holds(kind: ConceptKind) -> bool {
    matches!(
        kind,
        ConceptKind::Data
            | ConceptKind::Technology
            | ConceptKind::Tracker
            | ConceptKind::Recipient
            | ConceptKind::Authority
            | ConceptKind::Certification
            | ConceptKind::Law
    )
}

/// Where one phrase has two readings, the one that says more.
fn rank(class: Class) -> u8 {
    match class {
        Class::Action(_) => 0,
        Class::Actor(_) => 1,
        Class::The => 3,
        _ => 2,
    }
}

/// Whether what looks like a condition is a question: "know when", "how and when", "to determine if", "when to leave".
fn asks(reading: &Reading<'_>, sentence: &Sentence, token: &Token, before: &[Token]) -> bool {
    let known = &reading.concepts.known;
    let joined = matches!(before, [.., how, and] if how.class == Class::How && and.class == Class::And);
    joined
        || reading.ends_before(sentence, token.start, known.cue_wonder)
        || token.end == token.start + 1 && reading.starts_with(sentence, token.end, known.cue_to)
}

/// Whether "like" at `at` gives examples of what stands before it: "your details, like your name", "tools like cookies".
fn exemplifies(reading: &Reading<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let sentence = reading.sentences.get(reading.sentence_of(at));
    let mut mentions = sentence.map_or(&[][..], |sentence| reading.mentions_of(sentence)).iter();
    matches!(reading.word_text(before), "," | "(")
        || mentions.any(|mention| holds(mention.kind) && mention.words.end == at)
}

/// How many words at `at` say nothing: the colon of "we use it for: billing; support", the "(ii)" before a member of a list.
fn silent(reading: &Reading<'_>, at: usize, class: Class, before: &[Token]) -> usize {
    let opens = |token: &Token| {
        matches!(
            token.class,
            Class::To
                | Class::InOrderTo
                | Class::For
                | Class::With
                | Class::By
                | Class::SuchAs
                | Class::Including
        )
    };
    // "ten (10) years" numbers no member.
    let joins =
        |token: &Token| opens(token) || matches!(token.class, Class::Comma | Class::Semicolon | Class::And);
    let Some(last) = before.last() else { return 0 };
    if is_quote(reading, at)
        && (is_verb(last) && last.end == at && is_quote(reading, at.wrapping_sub(2))
            || is_marked(reading, at + 1, before))
    {
        return 1;
    }
    let numbers = || is_numeral(reading.word_text(at + 1)) && reading.word_text(at + 2) == ")";
    match class {
        Class::Colon if opens(last) => 1,
        Class::Open if joins(last) && numbers() => 3,
        _ => 0,
    }
}

/// Whether the word at `at` stands in quotation marks as a verb does: "we do not “sell” it", not "the “share” button".
fn is_marked(reading: &Reading<'_>, at: usize, before: &[Token]) -> bool {
    let predicate = |token: &Token| {
        matches!(
            token.class,
            Class::Not
                | Class::May
                | Class::Will
                | Class::Must
                | Class::Do
                | Class::And
                | Class::Comma
                | Class::To
        ) || matches!(token.class, Class::Actor(_))
    };
    let quotes = is_quote(reading, at.wrapping_sub(1)) && is_quote(reading, at + 1);
    quotes && before.last().is_some_and(predicate)
}

fn is_verb(token: &Token) -> bool {
    matches!(token.class, Class::Action(_))
}

fn is_quote(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.word_text(at), "\"" | "“" | "”" | "‘" | "’" | "'" | "»" | "«")
}

/// Whether a word numbers a member of a list: "2", "b", "iii".
fn is_numeral(word: &str) -> bool {
    let roman = |byte: u8| matches!(byte, b'i' | b'v' | b'x');
    let single = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let number = (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    single || number || (2..=4).contains(&word.len()) && word.bytes().all(roman)
}

fn mark(reading: &Reading<'_>, at: usize) -> Class {
    let Some(word) = reading.words.get(at) else { return Class::Mark };
    if word.kind != WordKind::Mark {
        return Class::Word;
    }
    match reading.text(word.span).chars().next() {
        Some(',' | '、' | '|') => Class::Comma,
        Some(';' | '●' | '•' | '►' | '·' | '○') => Class::Semicolon,
        Some(':' | '：') => Class::Colon,
        Some('(' | '[') => Class::Open,
        Some(')' | ']') => Class::Close,
        Some('"' | '“' | '”' | '\'' | '‘' | '’' | '*' | '«' | '»' | '/') => Class::Word,
        _ => Class::Mark,
    }
}

fn cue(id: &str) -> Option<Class> {
    Some(match id {
        "cue.and" => Class::And,
        "cue.may" => Class::May,
        "cue.will" => Class::Will,
        "cue.must" => Class::Must,
        "cue.be" => Class::Be,
        "cue.have" => Class::Have,
        "cue.do" => Class::Do,
        "cue.not" => Class::Not,
        "cue.no" => Class::No,
        "cue.without" => Class::Without,
        "cue.only" => Class::Only,
        "cue.to" => Class::To,
        "cue.in-order-to" => Class::InOrderTo,
        "cue.allow" => Class::Allow,
        "cue.please" => Class::Please,
        "cue.urge" => Class::Urge,
        "cue.entreat" => Class::Entreat,
        "cue.for" => Class::For,
        "cue.by" => Class::By,
        "cue.through" => Class::Through,
        "cue.from" => Class::From,
        "cue.with" => Class::With,
        "cue.preposition" | "cue.about" => Class::Of,
        "cue.such-as" | "cue.like" => Class::SuchAs,
        "cue.including" => Class::Including,
        "cue.if" | "cue.consented" => Class::If,
        "cue.unless" => Class::Unless,
        "cue.that" => Class::That,
        "cue.how" => Class::How,
        "cue.the" | "cue.following" => Class::The,
        "cue.this" => Class::This,
        "cue.our" => Class::Our,
        "cue.your" => Class::Your,
        "cue.automatically" => Class::Automatically,
        "cue.directly" => Class::Directly,
        "cue.necessary" => Class::Needed,
        "cue.purpose" => Class::Purpose,
        _ => return None,
    })
}

fn actor(id: &str) -> Option<Class> {
    Some(Class::Actor(match id {
        "actor.first-party" => Actor::FirstParty,
        "actor.user" => Actor::User,
        "actor.third-party" => Actor::ThirdParty,
        _ => return None,
    }))
}

fn deed(id: &str) -> Option<Deed> {
    Some(match id {
        "action.collect" | "action.infer" | "action.track" | "action.obtain" | "action.receive" => {
            Deed::Collect
        }
        "action.give" | "action.provide" => Deed::Give,
        "action.use" | "action.process" | "action.combine" | "action.analyse" => Deed::Use,
        "action.share" | "action.show" | "action.disclose" | "action.sell" | "action.rent"
        | "action.transfer" => Deed::Share,
        "action.store" | "action.retain" => Deed::Store,
        "action.access" => Deed::Access,
        "action.place" => Deed::Place,
        "action.engage" => Deed::Engage,
        _ => return None,
    })
}

/// The words of a run of tokens.
pub(super) fn words(tokens: &[Token]) -> Range<usize> {
    match tokens {
        [] => 0..0,
        [first, .., last] => first.start..last.end,
        [only] => only.start..only.end,
    }
}
