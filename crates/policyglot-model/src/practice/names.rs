//! Companies that the vocabulary does not know, told by the company that they keep: "Stripe, Chargify and Aria".

use std::ops::Range;

use policyglot_lexer::WordKind;

use super::fill::{Filler, Stance};
use super::frame::Frame;
use super::here::Here;
use super::token::{Class, Deed, Token, words};
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{Actor, ConceptId, Fact, FactKind, Text};

/// A name in a list has no more words.
const LONGEST_NAME: usize = 3;

/// Whom a name stands beside is found within so many tokens.
const NEAR: usize = 4;

impl Filler<'_, '_> {
    /// Adds a recipient for each unknown name in a list whose members before or after, or whose head, are recipients:
    /// "providers (such as Gainsight, Customer.io and Looker)".
    pub(super) fn named_neighbours(&mut self, here: Here<'_>) {
        loop {
            let before = self.facts.len();
            let mut at = 1;
            while at < here.tokens.len() {
                let len = self.unknown_name(here, at);
                if len > 0
                    && let Some(kin) = self.kin(here, at..at + len)
                {
                    self.name(here, at..at + len, &kin);
                }
                at += len.max(1);
            }
            if self.facts.len() == before {
                return;
            }
        }
    }

    /// "We use Quarbit to count visits": an unknown name right behind what the company uses is a provider's.
    pub(super) fn used_names(&mut self, here: Here<'_>, frames: &[Frame]) {
        let uses = |frame: &&Frame| {
            let deed = frame.does(Deed::Use) || frame.does(Deed::Engage);
            deed && frame.actor == Actor::FirstParty && !frame.negated && !frame.asked && !frame.conditional
        };
        let provider = self.reading.concepts.known.recipient_service_provider;
        for frame in frames.iter().filter(uses) {
            let at = here.tokens.partition_point(|token| token.start < frame.verb.end);
            let rest = here.tokens.get(at..).unwrap_or_default();
            let named = |token: &&Token| token.class == Class::Word && self.is_capital(here, token);
            let len = rest.iter().take(LONGEST_NAME + 1).take_while(named).count();
            let goes_on = rest.get(len).is_some_and(|next| {
                matches!(
                    next.class,
                    Class::To | Class::InOrderTo | Class::For | Class::Comma | Class::And | Class::Open
                )
            });
            let name = rest.get(..len).unwrap_or_default();
            if (1..=LONGEST_NAME).contains(&len) && goes_on && self.is_proper(name) {
                let kin = Kin { value: "service-provider".into(), concept: provider, negated: false };
                self.name(here, at..at + len, &kin);
            }
        }
    }

    /// "our hosting provider Quarbit", "is stored with Quarbit": an unknown name behind a recipient, or behind what the
    /// company does through others.
    pub(super) fn placed_names(&mut self, here: Here<'_>, frames: &[Frame]) {
        let through = |at: usize| matches!(here.class(at), Class::With | Class::Through);
        let hands = |at: usize, frame: &Frame| {
            let deed = frame.does(Deed::Store) || frame.does(Deed::Use);
            let start = here.tokens.get(at).map_or(0, |token| token.start);
            deed && frame.actor == Actor::FirstParty
                && !frame.negated
                && !frame.asked
                && frame.verb.end <= start
                && start <= frame.verb.end + NEAR
        };
        let provider = self.reading.concepts.known.recipient_service_provider;
        let mut at = 1;
        while at < here.tokens.len() {
            let named = |token: &&Token| token.class == Class::Word && self.is_capital(here, token);
            let rest = here.tokens.get(at..).unwrap_or_default();
            let len = rest.iter().take(LONGEST_NAME + 1).take_while(named).count();
            let name = rest.get(..len).unwrap_or_default();
            let ends = !matches!(here.class(at + len), Class::Word | Class::Action(_) | Class::Actor(_));
            if (1..=LONGEST_NAME).contains(&len) && ends {
                let kin = self.apposed(here, at).or_else(|| {
                    let placed = through(at - 1) && frames.iter().any(|frame| hands(at - 1, frame))
                        || here.class(at - 1) == Class::Be && self.is_presented(here, at);
                    placed.then(|| Kin {
                        value: "service-provider".into(),
                        concept: provider,
                        negated: false,
                    })
                });
                if let Some(kin) = kin.filter(|_| self.is_proper(name)) {
                    self.name(here, at..at + len, &kin);
                }
            }
            at += len.max(1);
        }
    }

    /// Whether a sentence says who works for the company: "our hosting provider is …", "support is provided by …".
    pub(super) fn presents(&self, here: Here<'_>) -> bool {
        (1..here.tokens.len()).any(|at| self.is_presented(here, at))
    }

    /// Whether token `at` starts the name of whoever a sentence says to work for the company.
    fn is_presented(&self, here: Here<'_>, at: usize) -> bool {
        let link = at.checked_sub(1).and_then(|at| here.tokens.get(at));
        // Few tokens are links, and every sentence is asked.
        let Some(link) = link.filter(|link| matches!(link.class, Class::Be | Class::By)) else {
            return false;
        };
        let provider = self.reading.concepts.known.recipient_service_provider;
        let ours = |mention: &Mention| {
            // "our payment processor" may be a phrase of its own.
            here.tokens.iter().any(|token| token.class == Class::Our && token.start < link.start)
                || here.tokens.first().is_some_and(|first| first.start == mention.words.start)
        };
        let named = |mention: &Mention| {
            let root = Some(self.reading.concepts.root(mention.concept));
            match link.class {
                Class::Be => {
                    mention.kind == ConceptKind::Recipient
                        && mention.words.end == link.start
                        && root == provider
                        && ours(mention)
                }
                Class::By => mention.kind == ConceptKind::Purpose && mention.words.end < link.start,
                _ => false,
            }
        };
        // "Hosting is provided by": what is done stands before its verb.
        let done = || {
            let verb = at.checked_sub(2).map(|verb| here.class(verb));
            let done = matches!(verb, Some(Class::Word | Class::Action(_)));
            done && at.checked_sub(3).is_some_and(|be| here.class(be) == Class::Be)
        };
        here.mentions.iter().any(named) && (link.class == Class::Be || done())
    }

    /// The recipient whose words end right before token `at`, in the singular: "our provider | Quarbit".
    fn apposed(&self, here: Here<'_>, at: usize) -> Option<Kin> {
        let start = here.tokens.get(at)?.start;
        let ends = |mention: &&Mention| {
            mention.kind == ConceptKind::Recipient
                && mention.words.end == start
                && self.reading.text(mention.span).starts_with(char::is_lowercase)
        };
        let mention = here.mentions.iter().find(ends)?;
        let root = self.reading.concepts.root(mention.concept);
        let value = self.reading.concept(root).label.clone();
        let provider = self.reading.concepts.known.recipient_service_provider;
        (Some(root) == provider).then_some(Kin { value, concept: provider, negated: false })
    }

    /// Whether a name is one by its letters ("Track8", "Customer.io"), or at least never written small in the text.
    fn is_proper(&self, name: &[Token]) -> bool {
        let texts = || name.iter().map(|token| self.written(token));
        let odd = |text: &str| text.chars().skip(1).any(|c| c.is_uppercase() || c.is_numeric());
        let plural = texts().next_back().is_some_and(|last| last.ends_with('s'));
        let small = |text: &str| {
            self.reading.words.iter().any(|word| {
                let other = self.reading.text(word.span);
                other.starts_with(char::is_lowercase) && other.eq_ignore_ascii_case(text)
            })
        };
        texts().any(odd) || !plural && !texts().any(small)
    }

    /// How many tokens at `at` are a name in a list that the vocabulary does not know; 0 for none.
    fn unknown_name(&self, here: Here<'_>, at: usize) -> usize {
        let opens = |class: Class| {
            matches!(class, Class::Comma | Class::And | Class::SuchAs | Class::Including | Class::Open)
        };
        if !at.checked_sub(1).is_some_and(|before| opens(here.class(before))) {
            return 0;
        }
        let rest = here.tokens.get(at..).unwrap_or_default();
        let named = |token: &&Token| token.class == Class::Word && self.is_capital(here, token);
        let len = rest.iter().take(LONGEST_NAME + 1).take_while(named).count();
        let closes = matches!(
            here.class(at + len),
            Class::Comma
                | Class::And
                | Class::Close
                | Class::Mark
                | Class::For
                | Class::To
                | Class::InOrderTo
        );
        if closes && len <= LONGEST_NAME { len } else { 0 }
    }

    /// Whether a token is a word with a capital that belongs to no phrase of the vocabulary.
    fn is_capital(&self, here: Here<'_>, token: &Token) -> bool {
        let word = self.reading.words.get(token.start);
        let capital = word.is_some_and(|word| {
            word.kind == WordKind::Word && self.reading.text(word.span).starts_with(char::is_uppercase)
        });
        let within = |words: &Range<usize>| words.start < token.end && token.start < words.end;
        capital && !self.reading.mentions_of(here.sentence).iter().any(|mention| within(&mention.words))
    }

    /// What the list around the tokens `name` says of whom it names: the value of the recipient beside it.
    fn kin(&self, here: Here<'_>, name: Range<usize>) -> Option<Kin> {
        let fact = self.beside(here, name)?;
        // Third parties of whom nothing more is said, but who are named, work for the company as a rule.
        let other = fact.value.as_deref() == Some("other");
        let provider = self.reading.concepts.known.recipient_service_provider;
        let value = fact.value.clone().filter(|_| !other).unwrap_or_else(|| "service-provider".into());
        Some(Kin { value, concept: if other { provider } else { fact.concept }, negated: fact.negated })
    }

    /// The recipient that heads the list around the tokens `name`, or that stands before or after them in it.
    fn beside(&self, here: Here<'_>, name: Range<usize>) -> Option<&Fact> {
        let sentence = self.facts.get(self.first..).unwrap_or_default();
        let at = |tokens: &[Token]| -> Option<&Fact> {
            let span = self.reading.span(words(tokens));
            sentence.iter().find(|fact| fact.kind == FactKind::Recipient && fact.span.overlaps(span))
        };
        let named = |fact: &&Fact| self.reading.text(fact.span).starts_with(char::is_uppercase);
        let before = here.tokens.get(..name.start).unwrap_or_default();
        let after = here.tokens.get(name.end..).unwrap_or_default();
        let joins = |token: &Token| matches!(token.class, Class::Comma | Class::And | Class::Mark);
        let (last, head) = before.split_last()?;
        if matches!(last.class, Class::SuchAs | Class::Including | Class::Open) {
            let lists =
                |token: &&Token| matches!(token.class, Class::SuchAs | Class::Including | Class::Open);
            let head = head.get(..head.len() - head.iter().rev().take_while(lists).count())?;
            let near = head.get(head.len().saturating_sub(NEAR)..)?;
            if let Some(fact) = at(near) {
                return Some(fact);
            }
        } else {
            let end = before.iter().rposition(|token| !joins(token))? + 1;
            let left = before.get(..end).and_then(|rest| at(rest.get(end.saturating_sub(1)..)?));
            if let Some(fact) = left.filter(named) {
                return Some(fact);
            }
        }
        let start = after.iter().position(|token| !joins(token)).filter(|start| *start > 0)?;
        at(after.get(start..=start)?).filter(named)
    }

    /// Adds the recipient that some tokens name, of the kind of its `kin`.
    fn name(&mut self, here: Here<'_>, name: Range<usize>, kin: &Kin) {
        let span = self.reading.span(words(here.tokens.get(name).unwrap_or_default()));
        let stance = Stance { negated: kin.negated, ..Stance::PLAIN };
        let name = Text::from(self.reading.text(span));
        if let Some(fact) = self.add(here, FactKind::Recipient, kin.value.clone(), kin.concept, span, stance)
        {
            fact.details.name = Some(name);
        }
    }
}

/// What is known of the recipient that a name stands beside.
struct Kin {
    value: Text,
    concept: Option<ConceptId>,
    negated: bool,
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn a_name_is_known_by_the_company_that_it_keeps() {
        check(
            "We use Stripe, Chargify and Aria to process payments.",
            &[
                "recipient: service-provider < Stripe",
                "recipient: service-provider < Chargify",
                "recipient: service-provider < Aria",
                "purpose: payment < process payments",
            ],
        );
        check(
            "We share your name with advertising partners such as Outbaz and Minglo.",
            &[
                "data: name < name",
                "recipient: advertiser < advertising partners",
                "recipient: advertiser < Outbaz",
                "recipient: advertiser < Minglo",
            ],
        );
        check(
            "We use Quarbit to track the progress of our work.",
            &["recipient: service-provider < Quarbit", "purpose: analytics < track"],
        );
        check(
            "Your name is stored with our hosting provider Quarbit, and sent to you through Minglo.",
            &[
                "data: name < name",
                "recipient: service-provider < hosting provider",
                "recipient: service-provider < Quarbit",
            ],
        );
        check("We use Content to serve you, as content is ours.", &[]);
        check(
            "We share your name with affiliates, Users and others.",
            &["data: name < name", "recipient: affiliate < affiliates", "recipient: other < others"],
        );
    }

    #[test]
    fn who_a_sentence_presents_as_a_provider() {
        check("Our email provider is Fastmail.", &["recipient: service-provider < Fastmail"]);
        check(
            "Our subprocessors are AWS and Google.",
            &["recipient: service-provider < AWS", "recipient: service-provider < Google"],
        );
        check("Our service provider is bound by contract.", &[]);
    }
}
