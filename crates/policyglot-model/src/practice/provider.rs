//! Lines that name a provider and what it does: "Adjust – advertising", "Netlify: hosting", "Stripe (payments)".

use super::fill::{Filler, Stance};
use super::here::Here;
use super::label::ends_label;
use super::lead::is_nominal;
use super::token::{Class, Token, words};
use crate::FactKind;
use crate::concept::ConceptKind;

/// The names before the mark take no more tokens.
const LONGEST_HEAD: usize = 12;

impl Filler<'_, '_> {
    /// Reads a line that starts with names and goes on, behind a dash, colon or bracket, with what for; tells whether it
    /// is one.
    ///
    /// A name that the vocabulary knows as a tool is enough where a purpose follows. An unknown name must stand where
    /// the heading or the lead-in says that providers are listed.
    pub(super) fn provider(&mut self, here: Here<'_>) -> bool {
        let Some(mark) = self.head(here.tokens) else { return false };
        let (head, rest) = here.tokens.split_at_checked(mark).unwrap_or_default();
        let rest = rest.get(1..).unwrap_or_default();
        let acts = |token: &Token| matches!(token.class, Class::Actor(_) | Class::Action(_) | Class::Be);
        if head.iter().any(acts) || rest.is_empty() || !is_nominal(head) {
            return false;
        }
        let known = here.named(ConceptKind::Tracker, words(head)).next().is_some();
        let serves = here.named(ConceptKind::Purpose, words(rest)).next().is_some();
        // "Examples: name, address" names no provider.
        let start = rest.first().map_or(0, |first| first.start);
        let data = here.named(ConceptKind::Data, start..start + 2).next().is_some();
        let named =
            known || self.providing && serves && !data && self.name_providers(here, head, Stance::PLAIN);
        if !named || !(serves || self.providing) {
            return false;
        }
        self.known_purposes(here, &words(rest), Stance::PLAIN, true);
        true
    }

    /// Where the mark stands that ends the names a line starts with.
    fn head(&self, tokens: &[Token]) -> Option<usize> {
        let ends = |token: &Token| token.class == Class::Open || ends_label(self.reading, token);
        let at = tokens.iter().take(LONGEST_HEAD).position(ends)?;
        (at > 0).then_some(at)
    }

    /// Adds a recipient for each unknown name of a head; tells whether there was one.
    pub(super) fn name_providers(&mut self, here: Here<'_>, head: &[Token], stance: Stance) -> bool {
        let provider = self.reading.concepts.known.recipient_service_provider;
        let mut found = false;
        for name in head.split(|token| matches!(token.class, Class::Comma | Class::And)) {
            let capital = |token: &Token| {
                let text = self.written(token);
                text.starts_with(char::is_uppercase) || !text.starts_with(char::is_alphanumeric)
            };
            let plain =
                name.iter().all(|token| matches!(token.class, Class::Word | Class::Mark) && capital(token));
            let known = here.mentions.iter().any(|mention| {
                words(name).contains(&mention.words.start) && mention.kind != ConceptKind::Right
            });
            let words_of = name.iter().filter(|token| token.class == Class::Word).count();
            if !plain || known || words_of == 0 || words_of > 5 {
                continue;
            }
            let span = self.reading.span(words(name));
            let text = self.reading.text(span);
            found = true;
            if let Some(fact) =
                self.add(here, FactKind::Recipient, "service-provider", provider, span, stance)
            {
                fact.details.name = Some(text.into());
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn a_known_tool_and_what_it_is_for() {
        check(
            "We care for you and for what you do.\n\nGoogle AdMob - advertising.\n\nWe care for you again today.",
            &[
                "recipient: service-provider < Google AdMob",
                "tracker: AdMob < Google AdMob",
                "purpose: advertising < advertising",
            ],
        );
    }

    #[test]
    fn an_unknown_name_below_a_heading_that_promises_providers() {
        check(
            "We care for you and for what you do.\n\nService providers\n\n• Netlix – hosting of our pages.\n• Quarb (payment processing).\n",
            &[
                "recipient: service-provider < Netlix",
                "purpose: service < hosting of our pages",
                "recipient: service-provider < Quarb",
                "purpose: payment < payment processing",
            ],
        );
        check("Summer – hosting of guests.", &[]);
    }
}
