//! Data that the vocabulary lacks: what a list of data names in words of its own.

use std::ops::Range;

use super::fill::{Filler, Stance};
use super::here::Here;
use super::purpose::is_address;
use super::slots::{core, is_nominal, items};
use super::token::{Action, Class, Form, Token, words};
use crate::FactKind;
use crate::concept::ConceptKind;

/// What belongs to the reader, outside of a list, is named in so many tokens.
const LONGEST_OWN: usize = 4;

impl Filler<'_, '_> {
    /// Adds a fact for each item of a list of data that reads as a noun phrase and names nothing that the vocabulary
    /// knows; where the list is not `open`ed by a lead-in or "such as", only for what belongs to the reader.
    pub(super) fn unknown(&mut self, here: Here<'_>, tokens: &[Token], stance: Stance, open: bool) {
        let (mut qualified_before, mut supposed) = (false, false);
        for item in items(tokens) {
            let Some(place) = item.first().map(|first| Place::of(tokens, first, item.len())) else {
                continue;
            };
            // "when you hover over a link or have a page on screen" goes on with what is supposed.
            let opens = item.iter().any(|token| matches!(token.class, Class::If | Class::Unless));
            supposed = opens || (supposed && place.joined);
            if is_beside(item, &place) || (open && self.only_modifies(here, tokens, item, &place)) {
                continue;
            }
            let item = core(item);
            let range = words(item);
            let qualified = open
                && here
                    .named(ConceptKind::Data, range.start..range.start + 1)
                    .any(|mention| self.is_generic(mention.concept) && mention.words.end < range.end);
            // "personal data related to your use of our products and services" is one item.
            let joined = qualified_before && place.joined;
            qualified_before = qualified;
            // "information about you, such as …" is the head of the list that follows.
            let leads = place.leads && here.named(ConceptKind::Data, range.clone()).next().is_some();
            let own = place.owned && item.len() <= LONGEST_OWN;
            let nominal = is_nominal(item) && (open || own);
            if !nominal
                || joined
                || supposed
                || leads
                || self.is_known(here, &range, qualified)
                || self.names_value(here, tokens, &range)
                || self.is_stranger(here, &range)
                || matches!(item, [only] if self.is_no_type(only, &place))
            {
                continue;
            }
            let (phrase, span) = self.phrase(item);
            // "… and your age (the “personal data”)": a name in quotation marks is given to the list.
            let quoted = phrase.contains(['“', '”', '"', '„', '«', '‘']);
            if !quoted && !is_address(&phrase) && phrase.chars().filter(|c| c.is_alphabetic()).count() >= 3 {
                self.add(here, FactKind::Data, phrase, None, span, stance);
            }
        }
    }

    /// Whether words name something that is known, or part of it.
    fn is_known(&self, here: Here<'_>, range: &Range<usize>, qualified: bool) -> bool {
        let overlaps = |words: &Range<usize>| words.start < range.end && range.start < words.end;
        let known = here.mentions.iter().any(|mention| {
            let kind = matches!(
                mention.kind,
                ConceptKind::Data | ConceptKind::Technology | ConceptKind::Tracker | ConceptKind::Recipient
            );
            let whole = mention.words == *range || !self.is_generic(mention.concept);
            let part = qualified && mention.kind != ConceptKind::Data;
            kind && whole && !part && overlaps(&mention.words)
        });
        // "the Fair Credit Reporting Act" among what a law covers, "the right to ask us" among rights.
        let right = self.reading.concepts.known.cue_rights;
        let law = self.reading.mentions_of(here.sentence).iter().any(|mention| {
            let names = matches!(mention.kind, ConceptKind::Law | ConceptKind::Authority);
            (names || Some(mention.concept) == right) && overlaps(&mention.words)
        });
        // "enabling collaboration" is what data are for.
        let purpose = here.named(ConceptKind::Purpose, range.start..range.start + 1).next().is_some();
        known || law || purpose || self.shares_head(range)
    }

    /// Whether words were read with a head that they share: "billing" in "billing and postal address".
    fn shares_head(&self, range: &Range<usize>) -> bool {
        let place = self.reading.span(range.clone());
        self.facts.get(self.first..).unwrap_or_default().iter().any(|fact| {
            fact.kind == FactKind::Data && fact.span.start <= place.start && place.end <= fact.span.end
        })
    }

    /// Whether words stand in a bracket behind a known type of data that names no other: "title (Mr, Mrs)".
    fn names_value(&self, here: Here<'_>, tokens: &[Token], range: &Range<usize>) -> bool {
        let at = tokens.partition_point(|token| token.start < range.start);
        let (before, rest) = tokens.split_at_checked(at).unwrap_or_default();
        let bracket = |token: &Token| matches!(token.class, Class::Open | Class::Close);
        let Some(open) = before.iter().rposition(bracket) else { return false };
        let Some(head) = before.get(open).filter(|token| token.class == Class::Open) else { return false };
        let end = rest.iter().find(|token| bracket(token)).map_or(range.end, |close| close.start);
        let typed = here
            .named(ConceptKind::Data, 0..head.start)
            .any(|mention| mention.words.end == head.start && !self.is_generic(mention.concept));
        typed && here.named(ConceptKind::Data, head.end..end).next().is_none()
    }

    /// Whether an item is one word that says which of what follows: "unlisted or private phone number".
    fn only_modifies(&self, here: Here<'_>, tokens: &[Token], item: &[Token], place: &Place<'_>) -> bool {
        let [only] = core(item) else { return false };
        let first = tokens.first().is_some_and(|first| first.start == only.start);
        let [joint, next, ..] = place.rest else { return false };
        let either = joint.class == Class::And
            && (first
                || self.reading.starts_with(here.sentence, joint.start, self.reading.concepts.known.cue_or));
        either
            && next.class == Class::Word
            && here
                .named(ConceptKind::Data, next.start..next.end)
                .next()
                .is_none_or(|mention| mention.words.len() > 1)
            && here
                .named(ConceptKind::Data, next.start..next.end + 1)
                .any(|mention| mention.words.end > next.end && !self.is_generic(mention.concept))
    }

    /// Whether a word alone can't be a type of data: "etc", or a name within a list.
    fn is_no_type(&self, word: &Token, place: &Place<'_>) -> bool {
        let short = self.reading.words.get(word.start);
        let short = short.is_some_and(|word| self.reading.vocabulary.is_abbreviation(word.id));
        // "(HIPAA) requirements" goes on with what stood before the bracket.
        let goes_on = place.before == Some(Class::Close) && !place.joined;
        let name = goes_on || place.before.is_some() && self.written(word).starts_with(char::is_uppercase);
        short || name
    }
}

/// Where an item stands in its list.
struct Place<'t> {
    /// The last token before it that is no comma and no "and".
    before: Option<Class>,
    /// Whether "and" or "or" stands right before it.
    joined: bool,
    /// Whether it is the reader's own, and not only what something is done with: "your Foo", but not "with your Foo".
    owned: bool,
    /// Whether a list of its own follows: "…, such as".
    leads: bool,
    /// What follows it.
    rest: &'t [Token],
}

impl<'t> Place<'t> {
    /// The place among `tokens` of the item of `len` tokens that starts with `first`.
    fn of(tokens: &'t [Token], first: &Token, len: usize) -> Self {
        let at = tokens.partition_point(|token| token.start < first.start);
        let (before, rest) = tokens.split_at_checked(at).unwrap_or_default();
        let joint = |token: &&Token| matches!(token.class, Class::Comma | Class::And);
        let rest = rest.get(len..).unwrap_or_default();
        let next = rest.iter().find(|token| token.class != Class::Comma);
        let apart = |token: &Token| {
            matches!(
                token.class,
                Class::With | Class::By | Class::To | Class::From | Class::Of | Class::Through
            )
        };
        Self {
            before: before.iter().rev().find(|token| !joint(token)).map(|token| token.class),
            joined: before.last().is_some_and(|before| before.class == Class::And),
            owned: first.class == Class::Your && !before.last().is_some_and(apart),
            leads: next.is_some_and(|next| matches!(next.class, Class::SuchAs | Class::Including)),
            rest,
        }
    }
}

/// Whether an item stands in a list without being a member of it.
fn is_beside(item: &[Token], place: &Place<'_>) -> bool {
    let has = |class: Class| item.iter().any(|token| token.class == class);
    match item {
        // "without limitation", "in addition".
        [first, ..] if matches!(first.class, Class::Without | Class::Of) => true,
        // "identifiers, which are a string of numbers", "which makes it possible".
        [that, next, ..] if that.class == Class::That => {
            let back = has(Class::This) && !item.iter().any(|token| matches!(token.class, Class::Actor(_)));
            next.class == Class::Be || back
        }
        // "including those that invite you to write": of what was named before.
        [this, that, ..] if this.class == Class::This && that.class == Class::That => true,
        // "services purchased, obtained or considered".
        [_] if matches!(place.before, Some(Class::Action(Action { form: Form::Participle, .. }))) => true,
        // "our commercial purpose for collecting it".
        _ => has(Class::Purpose),
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn an_unknown_item_keeps_its_words() {
        check(
            "We collect information you provide directly to us, including your name, your comments and favourite colour.",
            &[
                "data: information [Direct] < collect information",
                "data: name [Direct] < name",
                "data: feedback [Direct] < comments",
                "data: favourite colour [Direct] < favourite colour",
            ],
        );
    }

    #[test]
    fn what_only_says_which_is_meant_is_no_data() {
        check(
            "We collect information including your age (adult, child, infant) and operating system (Plan9 or Inferno).",
            &[
                "data: information < collect information",
                "data: age < age",
                "data: operating system < operating system",
            ],
        );
        check(
            "We collect data such as your name, and personal or business postal address.",
            &["data: name < name", "data: postal address < postal address"],
        );
        check(
            "We collect data such as your name, the right to and age.",
            &["data: name < name", "data: age < age"],
        );
        check("We collect your name; some may be connected with your stovepipe.", &["data: name < name"]);
        check(
            "We collect data such as your name, Chrome and age.",
            &["data: name < name", "data: age < age"],
        );
    }
}
