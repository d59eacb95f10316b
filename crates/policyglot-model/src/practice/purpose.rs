//! Purposes: what data are processed for.

use std::ops::Range;

use policyglot_lexer::WordKind;

use super::fill::{Filler, Stance};
use super::here::Here;
use super::member::{MAX_WORDS, in_bracket, member, member_of, with_object};
use super::slots::{core, within};
use super::token::{Class, Token, words};
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{Fact, FactKind};

/// "for a period of thirty (30) days": a time names its unit within so many words.
const NEAR: usize = 8;

impl Filler<'_, '_> {
    /// The purposes in a slot; where none is known and a lead-in says that it is one, "other" with its words.
    pub(super) fn purposes(&mut self, here: Here<'_>, range: &Range<usize>, stance: Stance, sure: bool) {
        let tokens = within(here.tokens, range);
        // "so that you can understand" is no purpose of the data.
        let user = matches!(tokens, [first, next, ..] if first.class == Class::InOrderTo && matches!(next.class, Class::Actor(crate::Actor::User)));
        if user || self.known_purposes(here, range, stance, true) {
            return;
        }
        let named = here.named(ConceptKind::Tracker, range.clone()).next().is_some();
        if named || !(sure || purposed(tokens)) {
            return;
        }
        let end = tokens.iter().position(|token| token.class == Class::Comma).unwrap_or(tokens.len());
        let item = core(tokens.get(..end).unwrap_or_default());
        // "one or more of the following purposes", "purposes described in this policy".
        let following = self.reading.concepts.known.cue_following;
        let points = self.reading.mentions_of(here.sentence).iter().any(|cue| {
            Some(cue.concept) == following && range.start <= cue.words.start && cue.words.end <= range.end
        });
        let told = item.first().is_some_and(|first| first.class == Class::Purpose)
            && item.iter().any(|token| token.class == Class::This);
        if points || told {
            return;
        }
        // A clause of its own is no name of a purpose.
        let clause = item
            .iter()
            .any(|token| matches!(token.class, Class::Be | Class::Will | Class::May | Class::Must));
        // "for the purpose of the processing" tells none.
        let says = tokens.first().is_none_or(|first| first.end - first.start < 3)
            || item.iter().any(|token| token.class == Class::Word)
            || here.named(ConceptKind::Data, words(item)).next().is_some();
        // "cookies that are set to expire" are for nothing by that.
        let stored = item.first().is_some_and(|first| {
            self.is_duty(&(first.start..first.end), self.reading.concepts.known.duty_store)
        });
        // "for the purposes of the GDPR": in its sense.
        let law = self.reading.mentions_of(here.sentence).iter().any(|mention| {
            mention.kind == ConceptKind::Law
                && range.start <= mention.words.start
                && mention.words.end <= range.end
        });
        // "necessary for the site".
        if law || self.is_stranger(here, &words(item)) {
            return;
        }
        if item.len() > MAX_WORDS || clause || !says || stored {
            return;
        }
        let (phrase, span) = self.phrase(item);
        if phrase.chars().filter(|c| c.is_alphabetic()).count() < 4 || is_address(&phrase) {
            return;
        }
        let other = self.reading.concepts.known.purpose_other;
        if let Some(fact) = self.add(here, FactKind::Purpose, "other".to_owned(), other, span, stance) {
            fact.details.name = Some(phrase.into());
        }
    }

    /// Adds a fact for each known purpose within `range`, one a root and member; tells whether there was one.
    ///
    /// Lone verbs ("operate") count only in a slot of purpose, and where nothing in the member says more.
    pub(super) fn known_purposes(
        &mut self,
        here: Here<'_>,
        range: &Range<usize>,
        stance: Stance,
        verbs: bool,
    ) -> bool {
        let tokens = within(here.tokens, range);
        let mut last = None;
        let mut protects = self.guards(here, range);
        let mut found = protects;
        for mention in here.named(ConceptKind::Purpose, range.clone()) {
            let member = member(tokens, mention);
            let member_words = words(member);
            if self.is_lone(mention) {
                let fuller = |other: &Mention| !self.is_lone(other);
                let named = || here.named(ConceptKind::Purpose, member_words.clone());
                let mut others = named();
                // "to monitor against fraud": what is done is told by what it is done to.
                let object = named()
                    .find(|other| self.is_guarded(other))
                    .filter(|_| named().next().is_some_and(|first| self.is_general(first)));
                let leads = |first: &Mention| first.words == mention.words && !fuller(first);
                let first = others.next().is_none_or(|first| leads(object.unwrap_or(first)));
                if !verbs || !first || others.any(fuller) {
                    continue;
                }
            }
            // "hosting, support, communications" name purposes, "to support the project" and "to see communications" none.
            if self.is_noun(mention) && words(core(member)) != mention.words {
                continue;
            }
            // "for consent" founds nothing, "for our legitimate interests" does; and a "test-taker" tests nothing.
            let basis = Some(mention.concept) == self.reading.concepts.known.purpose_other_basis_verb
                && mention.words.len() == 1;
            let part = self.is_lone(mention)
                && self
                    .reading
                    .words
                    .get(mention.words.end)
                    .is_some_and(|next| next.kind == WordKind::Hyphen);
            if basis || part {
                continue;
            }
            // "the content that you request to provide when you write".
            let open = |token: &Token| matches!(token.class, Class::If | Class::That | Class::How);
            let next = here.tokens.iter().find(|token| token.start >= mention.words.end);
            if self.is_lone(mention) && next.is_some_and(open) {
                continue;
            }
            if self.tells_how(here, mention) || self.is_on_menu(mention) {
                continue;
            }
            let root = self.reading.concepts.root(mention.concept);
            let label = &self.reading.concept(root).label;
            // "the sale of your data" is no merger, "logs in the normal course of business" nobody who logs in.
            if matches!(label.as_str(), "merger" | "account") && self.within_thing(here, mention) {
                continue;
            }
            if label == "communication"
                && self.is_lone(mention)
                && !self.is_noun(mention)
                && !Self::is_told_to_user(here, mention, range)
            {
                continue;
            }
            // "just contact us" is what the user may do.
            let us = next.is_some_and(|next| next.class == Class::Actor(crate::Actor::FirstParty));
            let gives = label == "service" && Self::is_given_to_us(here, mention);
            if self.is_lone(mention) && (us && label == "communication" || gives) {
                continue;
            }
            // "to protect your personal information" says how, not what for.
            let back = |token: &Token| token.class == Class::This;
            let provides = label == "service" && self.is_lone(mention);
            if provides && within(here.tokens, &member_words).iter().any(back) {
                continue;
            }
            // "two years after the end of the membership" tells how long.
            if label == "account" && self.is_dated(here, mention) {
                continue;
            }
            if protects && label == "security" {
                continue;
            }
            if (label == "security" || provides)
                && here
                    .named(ConceptKind::Data, member_words.clone())
                    .any(|mention| self.is_generic(mention.concept))
            {
                (protects, found) = (true, true);
                continue;
            }
            // "to show ads, which are how the game pays for itself".
            let explains = member_of(tokens, mention).first().is_some_and(|first| first.class == Class::That);
            if explains || found && in_bracket(tokens, mention) {
                continue;
            }
            found = true;
            if last == Some((root, member_words.clone())) {
                continue;
            }
            last = Some((root, member_words));
            let label = label.clone();
            let alone = self.is_verb_alone(mention);
            let quoted = words(if alone { with_object(tokens, member) } else { member });
            if alone && label == "service" && self.advertises(here, &quoted) {
                continue;
            }
            let span = self.reading.span(quoted);
            // A phrase of no words has no place of its own; nor has one among words that tell something else.
            let span = if span.is_empty() || !verbs { mention.span } else { span.cover(mention.span) };
            self.add(here, FactKind::Purpose, label, Some(mention.concept), span, stance);
        }
        found
    }

    /// Whether a lone word names what is guarded against or for: "fraud", "safety".
    fn is_guarded(&self, mention: &Mention) -> bool {
        self.is_lone(mention) && self.root_is(mention, "security")
    }

    /// Whether a lone verb says nothing until it is told of what: "monitor", "improve".
    fn is_general(&self, mention: &Mention) -> bool {
        self.is_lone(mention) && (self.root_is(mention, "analytics") || self.root_is(mention, "improvement"))
    }

    fn root_is(&self, mention: &Mention, label: &str) -> bool {
        self.reading.concept(self.reading.concepts.root(mention.concept)).label == label
    }

    /// Whether the law is only how something is done: "in accordance with applicable law".
    pub(super) fn tells_how(&self, here: Here<'_>, mention: &Mention) -> bool {
        let manner = self.reading.concepts.known.cue_manner;
        self.reading.mentions_of(here.sentence).iter().any(|cue| {
            Some(cue.concept) == manner
                && cue.words.start <= mention.words.start
                && mention.words.end <= cue.words.end
        })
    }

    /// Drops what a general verb says where the same words say what it is done to: "improve the security of our site".
    pub(super) fn settle(&mut self) {
        let sentence = self.facts.get(self.first..).unwrap_or_default();
        let is =
            |fact: &Fact, label: &str| fact.kind == FactKind::Purpose && fact.value.as_deref() == Some(label);
        let sure: Vec<_> =
            sentence.iter().filter(|fact| is(fact, "security")).map(|fact| fact.span).collect();
        let general = |fact: &Fact| is(fact, "improvement") || is(fact, "analytics");
        // Only the facts of this sentence: a document may have a hundred thousand.
        for at in (self.first..self.facts.len()).rev() {
            if self.facts.get(at).is_some_and(|fact| general(fact) && sure.contains(&fact.span)) {
                self.facts.remove(at);
            }
        }
    }

    /// Whether a slot says what a measure guards data against: "safeguards to protect the integrity of your data against
    /// loss, misuse and theft" tells how they are protected.
    fn guards(&self, here: Here<'_>, range: &Range<usize>) -> bool {
        let mentions = self.reading.mentions_of(here.sentence);
        let measure =
            |mention: &Mention| mention.kind == ConceptKind::Security && mention.words.end <= range.start;
        mentions.iter().any(measure)
            && here.named(ConceptKind::Data, range.clone()).any(|mention| self.is_generic(mention.concept))
    }

    /// Conditions that tell what data are for: a payment, a survey, a contest, a merger.
    pub(super) fn conditions(&mut self, here: Here<'_>, range: &Range<usize>, stance: Stance) {
        for mention in here.named(ConceptKind::Purpose, range.clone()) {
            let root = self.reading.concepts.root(mention.concept);
            let label = self.reading.concept(root).label.clone();
            let tells = matches!(
                label.as_str(),
                "payment" | "research" | "events" | "merger" | "legal" | "security" | "marketing"
            );
            if tells && !self.is_lone(mention) {
                self.add(here, FactKind::Purpose, label, Some(mention.concept), mention.span, stance);
            }
        }
    }

    /// Whether a slot tells how long: "for a period of five years from the end of the contract".
    pub(super) fn is_time(&self, here: Here<'_>, range: &Range<usize>) -> bool {
        let lasts = self.reading.concepts.known.duty_as_long;
        let near = range.start..range.start + NEAR;
        self.reading.mentions_of(here.sentence).iter().any(|mention| {
            let time = mention.kind == ConceptKind::Unit || Some(mention.concept) == lasts;
            time && near.contains(&mention.words.start)
        })
    }

    /// Whether what is mentioned is a time that something else is told by: "after the membership", "under avslutad
    /// kundrelation".
    fn is_dated(&self, here: Here<'_>, mention: &Mention) -> bool {
        let known = &self.reading.concepts.known;
        let at = here.at(mention);
        here.tokens.get(at.saturating_sub(3)..at).unwrap_or_default().iter().any(|token| {
            self.is_duty(&(token.start..token.end), known.duty_counted)
                || self.is_duty(&(token.start..mention.words.end), known.duty_as_long)
        })
    }

    /// Whether a word counts only in a slot of purpose, and where nothing says more.
    pub(super) fn is_lone(&self, mention: &Mention) -> bool {
        let id = &self.reading.concept(mention.concept).id;
        id.ends_with("-verb") || id.ends_with("-noun")
    }

    /// "Settings > Privacy > Advertising": a way through menus.
    fn is_on_menu(&self, mention: &Mention) -> bool {
        let before = mention.words.start.checked_sub(1).map(|at| self.reading.word_text(at));
        matches!(before, Some(">" | "→"))
    }

    /// "what you choose to provide to us": what the reader gives.
    fn is_given_to_us(here: Here<'_>, mention: &Mention) -> bool {
        let end = here.end(mention);
        here.class(end) == Class::To && here.class(end + 1) == Class::Actor(crate::Actor::FirstParty)
    }

    /// "to send commands", "to contact the authority": only those whom the policy speaks to are told anything.
    fn is_told_to_user(here: Here<'_>, mention: &Mention, range: &Range<usize>) -> bool {
        let user = |token: &Token| matches!(token.class, Class::Actor(crate::Actor::User) | Class::Your);
        let rest = within(here.tokens, &(mention.words.end..range.end));
        let near = rest.get(..rest.len().min(NEAR)).unwrap_or(rest);
        let ends = near.first().is_none_or(|next| !matches!(next.class, Class::Word | Class::The));
        ends || near.iter().any(user)
    }

    /// "deliver and measure advertising": what is done serves the advertising.
    fn advertises(&self, here: Here<'_>, range: &Range<usize>) -> bool {
        let whole = |other: &Mention| !self.is_lone(other) && self.root_is(other, "advertising");
        here.named(ConceptKind::Purpose, range.clone()).any(whole)
    }

    /// Whether it is a verb that says nothing without what it is done to, and no legal basis ("your consent").
    fn is_verb_alone(&self, mention: &Mention) -> bool {
        let id = &self.reading.concept(mention.concept).id;
        id.ends_with("-verb") && !id.ends_with("-basis-verb")
    }

    /// Whether a word counts only where nothing at all stands beside it in its list.
    fn is_noun(&self, mention: &Mention) -> bool {
        self.reading.concept(mention.concept).id.ends_with("-noun")
    }
}

/// Whether a phrase is an address, as in lists of policies to read.
pub(super) fn is_address(phrase: &str) -> bool {
    phrase.contains("://") || phrase.contains('@') || phrase.starts_with("www.")
}

/// Whether a slot calls itself a purpose ("for other business purposes"), and not one told elsewhere
/// ("for the purposes described in this policy").
fn purposed(tokens: &[Token]) -> bool {
    match tokens.first().map(|first| first.class) {
        // "In order to achieve this goal" tells none.
        Some(Class::InOrderTo) => !tokens.iter().take(6).any(|token| token.class == Class::This),
        Some(Class::For) => {
            let Some(at) = tokens.iter().take(8).position(|token| token.class == Class::Purpose) else {
                return false;
            };
            let back = |token: &Token| matches!(token.class, Class::This | Class::Our);
            let says = tokens.iter().take(at).any(|token| token.class == Class::Word);
            says && !tokens.iter().skip(1).take(at + 6).any(back)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn purposes_after_and_before_the_verb() {
        check(
            "We use cookies and web beacons to analyze traffic.",
            &[
                "technology: cookie < cookies",
                "technology: web beacon < web beacons",
                "purpose: analytics < analyze traffic",
            ],
        );
        check(
            "In order to improve our services, we may use your location.",
            &["purpose: improvement < improve our services", "data: location < location"],
        );
    }

    #[test]
    fn swedish() {
        check(
            "Ditt namn och din e-postadress delas med våra leverantörer för att leverera tjänsten.",
            &[
                "data: name < namn",
                "data: email address < e-postadress",
                "recipient: service-provider < våra leverantörer",
                "purpose: service < leverera tjänsten",
            ],
        );
    }

    #[test]
    fn an_aim_is_a_purpose() {
        check(
            "The purpose of collecting your data is to improve our services.",
            &["purpose: improvement < improve our services"],
        );
        check("In order to achieve this goal we store your name.", &["data: name < name"]);
    }

    #[test]
    fn what_a_law_calls_something_is_no_purpose() {
        check("We process your name for the purposes of the LGPD.", &["data: name < name"]);
    }

    #[test]
    fn an_example_is_a_member_of_its_own() {
        check(
            "We use your name to provide services such as hosting.",
            &[
                "data: name < name",
                "purpose: service < provide services such as hosting",
                "purpose: service < hosting",
            ],
        );
    }

    #[test]
    fn what_a_verb_is_done_to_tells_what_for() {
        check("We use data to evaluate safety.", &["purpose: security < evaluate safety"]);
        check(
            "We use data to enhance the security of our site.",
            &["purpose: security < enhance the security of our site"],
        );
        check("We use data to investigate abuse.", &["purpose: security < investigate abuse"]);
    }

    #[test]
    fn a_time_is_no_purpose() {
        check("Vi sparar ditt namn i två år efter avslutad kundrelation.", &["data: name < namn"]);
        check(
            "We keep your name for five years from the end of the business relationship.",
            &["data: name < name"],
        );
    }

    #[test]
    fn only_people_are_told_anything() {
        check(
            "We use your name to send you messages.",
            &["data: name < name", "purpose: communication < send you messages"],
        );
        check("We use your name to send commands to our machines.", &["data: name < name"]);
    }

    #[test]
    fn a_noun_is_a_purpose_where_it_stands_alone() {
        check(
            "We use your name for billing, support, and communications.",
            &[
                "data: name < name",
                "purpose: payment < billing",
                "purpose: support < support",
                "purpose: communication < communications",
            ],
        );
    }

    #[test]
    fn a_list_behind_a_colon_or_with_numbers_in_brackets() {
        let three = [
            "purpose: payment < billing",
            "purpose: security < fraud prevention",
            "purpose: marketing < marketing",
        ];
        check("We use it for: billing; fraud prevention; and marketing.", &three);
        check("We use it for (i) billing; (ii) fraud prevention; and (iii) marketing.", &three);
        check("We use it for purposes such as: billing; fraud prevention; and marketing.", &three);
    }
}
