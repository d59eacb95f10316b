//! What others do for the company: "our providers perform payment processing", "functions such as hosting and support".

use std::ops::Range;

use super::fill::{Filler, Stance};
use super::here::Here;
use super::slots::within;
use super::token::{Class, Token, words};
use crate::concept::ConceptKind;
use crate::{Actor, Span};

/// Between those who do something and what they do stand no more tokens: "third parties who may also help us with".
const NEAR: usize = 6;
/// A list of what they do stands so many tokens behind them: "companies that we use for functions such as".
const FAR: usize = 16;

impl Filler<'_, '_> {
    /// Adds the purposes that a sentence tells as the work of others, and those who do it.
    pub(super) fn served(&mut self, here: Here<'_>) {
        let all = words(here.tokens);
        if here.named(ConceptKind::Purpose, all.clone()).next().is_none() {
            return;
        }
        // Where the sentence names no others and points to none, only a list may stand at its start without a subject.
        let subjectless = !here.mentions_any(ConceptKind::Recipient) && !refers(here.tokens);
        let opening = words(here.tokens.get(..2).unwrap_or(here.tokens));
        if subjectless && self.phrases_of_work(&all, opening).is_empty() {
            return;
        }
        let told = self.phrases_of_work(&all, all.clone());
        for (at, (phrase, is_list)) in told.iter().enumerate() {
            let Some(who) = servants(here, &(all.start..phrase.start), *is_list) else { continue };
            let rest = within(here.tokens, &(phrase.end..all.end));
            // "provide services such as hosting": the list itself comes later.
            let later = &told[at + 1..];
            let lists = |token: &Token| later.iter().any(|(phrase, _)| phrase.start == token.start);
            // "providers that help us fight spam, payment providers": those who come next do something else.
            let is_work = |span: Span| {
                here.named(ConceptKind::Purpose, phrase.end..all.end).any(|work| work.span.overlaps(span))
            };
            let others = |token: &Token| {
                here.named(ConceptKind::Recipient, phrase.end..all.end).any(|next| {
                    token.class == Class::Comma && next.words.start == token.end && !is_work(next.span)
                })
            };
            let end = rest.iter().position(|token| ends(token) || lists(token) || others(token));
            let end = end.unwrap_or(rest.len());
            let work = words(rest.get(..end).unwrap_or_default());
            if self.known_purposes(here, &work, Stance::PLAIN, true) {
                self.recipients(here, &who, Stance::PLAIN, false);
            }
        }
    }

    /// The phrases among the words `all` behind which work is told and that start at one of `starts`, and whether it is
    /// told as a list.
    fn phrases_of_work(&self, all: &Range<usize>, starts: Range<usize>) -> Vec<(Range<usize>, bool)> {
        let known = &self.reading.concepts.known;
        let (performs, tasks) = (known.duty_performs, known.duty_tasks);
        let sentence = self.reading.words.get(all.clone()).unwrap_or_default();
        let mut found = Vec::new();
        for start in starts {
            self.reading.vocabulary.duties.find(sentence, start - all.start, |end, concepts| {
                let is = |wanted| concepts.iter().any(|concept| Some(*concept) == wanted);
                if is(performs) || is(tasks) {
                    found.push((start..all.start + end, is(tasks)));
                }
            });
        }
        found
    }
}

/// The words among those `before` work is told that name who does it: others, right before it. A list of tasks may
/// stand further away, or have no subject at all ("These activities include …"): nobody is named then.
fn servants(here: Here<'_>, before: &Range<usize>, is_list: bool) -> Option<Range<usize>> {
    let tokens = within(here.tokens, before);
    if tokens.iter().any(|token| matches!(token.class, Class::Not | Class::If)) {
        return None;
    }
    let Some(last) = here.named(ConceptKind::Recipient, before.clone()).last() else {
        let opens = is_list && tokens.len() <= 1 || tokens.len() <= NEAR && refers(tokens);
        return opens.then_some(before.start..before.start);
    };
    // "Acme is an advertising company that provides …" tells who the company is.
    let at = here.at(last);
    let explains = (at.saturating_sub(NEAR)..at).any(|at| here.class(at) == Class::Be);
    let between = within(tokens, &(last.words.end..before.end));
    let near =
        if is_list { between.len() <= FAR } else { between.len() <= NEAR && between.iter().all(leads_to) };
    (near && !explains).then(|| before.clone())
}

/// Whether a sentence points to those of the sentence before: "They …", "These providers …".
fn refers(tokens: &[Token]) -> bool {
    tokens.first().is_some_and(|first| matches!(first.class, Class::This | Class::Actor(Actor::ThirdParty)))
}

/// Whether a token may stand between those who work and what they do: "who may also".
fn leads_to(token: &Token) -> bool {
    matches!(
        token.class,
        Class::Word
            | Class::That
            | Class::May
            | Class::Will
            | Class::Be
            | Class::Have
            | Class::Only
            | Class::Action(_)
    )
}

/// Whether the work that is told ends with a token.
fn ends(token: &Token) -> bool {
    matches!(token.class, Class::If | Class::Unless | Class::Without | Class::Semicolon | Class::Not)
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn what_providers_do_is_what_data_are_for() {
        check(
            "Our service providers perform payment processing and customer support.",
            &[
                "recipient: service-provider < service providers",
                "purpose: payment < payment processing",
                "purpose: support < customer support",
            ],
        );
        check(
            "They provide services such as hosting and analytics.",
            &["purpose: service < hosting", "purpose: analytics < analytics"],
        );
        check("We provide services such as hosting and analytics.", &[]);
        check("Acme is an advertising company that provides analytics.", &[]);
    }
}
