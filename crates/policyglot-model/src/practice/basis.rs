//! Legal bases: what the company founds its processing on is told as its purpose.

use super::fill::{Filler, Stance};
use super::here::Here;
use super::slots::opens_examples;
use super::token::{Class, Token, words};
use crate::FactKind;
use crate::concept::ConceptKind;
use crate::reading::{Mention, Sentence};

impl Filler<'_, '_> {
    /// "The legal basis is your consent": what the company founds its processing on is told as its purpose.
    pub(super) fn bases(&mut self, here: Here<'_>) {
        let known = &self.reading.concepts.known;
        let basis = known.cue_basis;
        let grounds = [
            known.purpose_other_basis_verb,
            known.purpose_service_basis_verb,
            known.purpose_legal_basis_verb,
        ];
        let mentions = self.reading.mentions_of(here.sentence);
        // "You may object where the processing is based on your consent" limits a right.
        let right = here.mentions.iter().find(|mention| mention.kind == ConceptKind::Right);
        let right = right.map_or(here.sentence.words.end, |right| right.words.start);
        let cue = mentions.iter().find(|cue| Some(cue.concept) == basis && cue.words.start < right);
        let cue = cue.map(|cue| cue.words.clone());
        let from = match (cue, self.based) {
            (_, true) => here.sentence.words.start,
            (Some(cue), _) => cue.start,
            (None, _) => return,
        };
        for mention in mentions {
            if mention.words.start < from
                || mention.words.start >= right
                || !grounds.contains(&Some(mention.concept))
            {
                continue;
            }
            let root = self.reading.concepts.root(mention.concept);
            let label = self.reading.concept(root).label.clone();
            if self.is_said(FactKind::Purpose, mention) {
                continue;
            }
            let stance = Stance::PLAIN;
            self.add(here, FactKind::Purpose, label, Some(mention.concept), mention.span, stance);
            self.examples(here, mention);
        }
    }

    /// "our legitimate interests (e.g., fraud prevention, analysis of usage)", "our legitimate interest in preventing
    /// fraud": the purposes in a bracket after `mention`, or that it is said to lie in.
    fn examples(&mut self, here: Here<'_>, mention: &Mention) {
        let at = here.end(mention);
        let rest = here.tokens.get(at..).unwrap_or_default();
        // "the legal basis of our processing" names no interest.
        let interest = Some(mention.concept) == self.reading.concepts.known.purpose_other_basis_verb
            && mention.words.len() > 1;
        let aims = |class| matches!(class, Class::InOrderTo | Class::To | Class::Of);
        if opens_examples(rest) {
            let end = rest.iter().position(|token| token.class == Class::Close).unwrap_or(rest.len());
            self.known_purposes(here, &words(rest.get(2..end).unwrap_or_default()), Stance::PLAIN, false);
        } else if interest && (here.class(here.at(mention)) == Class::InOrderTo || aims(here.class(at))) {
            let ends = |token: &Token| matches!(token.class, Class::If | Class::That | Class::Semicolon);
            let end = rest.iter().position(ends).unwrap_or(rest.len());
            self.known_purposes(here, &words(rest.get(..end).unwrap_or_default()), Stance::PLAIN, true);
        }
    }

    /// "Legal basis: your consent" as a line of its own: an entry of a form, though it looks like a heading; and "Based
    /// on your consent" over what that allows.
    pub(super) fn entry(&mut self, sentence: &Sentence, named: &[Mention], tokens: &[Token]) {
        let colon = tokens.iter().position(|token| token.class == Class::Colon);
        if colon.is_none_or(|at| at + 1 < tokens.len()) {
            self.first = self.facts.len();
            self.bases(Here::new(sentence, named, tokens, sentence.block));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn legal_bases_are_purposes() {
        check(
            "The legal basis is your consent or the performance of a contract.",
            &["purpose: other < your consent", "purpose: service < performance of a contract"],
        );
        check(
            "We rely on our legitimate interest in preventing fraud and improving our services.",
            &[
                "purpose: other < legitimate interest",
                "purpose: security < preventing fraud",
                "purpose: improvement < improving our services",
            ],
        );
        check("We ask for your consent.", &[]);
    }

    #[test]
    fn a_basis_that_limits_a_right_is_no_purpose() {
        check("You may object where the processing is based on your consent.", &[]);
    }

    #[test]
    fn a_legal_basis_may_look_like_a_heading() {
        check(
            "We care.\n\nLegal basis: Legitimate interest and consent\n\nWe care for you as well, every day of the year.\n",
            &["purpose: other < Legitimate interest", "purpose: other < consent"],
        );
    }
}
