//! Recipients, trackers and technologies: who gets data, and with what they are collected.

use std::ops::Range;

use super::fill::{Filler, Here, Stance};
use super::frame::{Frame, Slot};
use super::slots::{core, within};
use super::token::{Class, Deed, Token, words};
use crate::concept::ConceptKind;
use crate::{Actor, FactKind};

/// A named recipient is no longer than this.
const MAX_WORDS: usize = 8;

impl Filler<'_, '_> {
    /// The recipients in a slot; where none is known and the slot must name one, "other" with its words.
    pub(super) fn recipients(&mut self, here: Here<'_>, range: &Range<usize>, stance: Stance, sure: bool) {
        let mut found = false;
        for mention in here.named(ConceptKind::Recipient, range.clone()) {
            found = true;
            let at = here.tokens.partition_point(|token| token.start < mention.words.start);
            // "these service providers" were named before.
            let before = at.checked_sub(1).and_then(|at| here.tokens.get(at));
            if before.is_some_and(|before| before.class == Class::This) {
                continue;
            }
            // "third-party websites" are no third party that gets data.
            let next = here.tokens.iter().find(|token| token.start >= mention.words.end);
            let glued = next.is_some_and(|next| next.class == Class::Word && next.start == mention.words.end);
            let noun = here
                .named(ConceptKind::Technology, mention.words.end..mention.words.end + 1)
                .next()
                .is_some();
            if noun || (glued && self.is_third(mention.concept)) {
                continue;
            }
            let root = self.reading.concepts.root(mention.concept);
            let label = self.reading.concept(root).label.clone();
            let end = here.tokens.partition_point(|token| token.start < mention.words.end);
            let (name, _) = self.phrase(here.tokens.get(at..end).unwrap_or_default());
            if let Some(fact) =
                self.add(here, FactKind::Recipient, label, Some(mention.concept), mention.span, stance)
            {
                fact.details.name = Some(name.into());
            }
        }
        if found || !sure {
            return;
        }
        let tokens = within(here.tokens, range);
        let ends = |token: &Token| {
            matches!(
                token.class,
                Class::Comma | Class::Semicolon | Class::That | Class::If | Class::Mark | Class::Colon
            )
        };
        let end = tokens.iter().position(ends).unwrap_or(tokens.len());
        let item = core(tokens.get(..end).unwrap_or_default());
        // "in line with the following purposes".
        if item.iter().any(|token| token.class == Class::Purpose) {
            return;
        }
        // "To keep you safe" under "We share it as follows:" is what for.
        let start = item.first().map_or(0, |first| first.start);
        if here.named(ConceptKind::Purpose, start..start + 1).next().is_some() {
            self.known_purposes(here, range, Stance { negated: false, ..stance }, true);
            return;
        }
        if item.first().is_some_and(|first| matches!(first.class, Class::How | Class::That)) {
            return;
        }
        let alone = matches!(item, [only] if matches!(only.class, Class::Actor(_)));
        let verb = item.first().is_none_or(|first| matches!(first.class, Class::Action(_)));
        let words = item.iter().filter(|token| token.class == Class::Word).count();
        if alone || verb || words == 0 || item.len() > MAX_WORDS {
            return;
        }
        let (name, span) = self.phrase(item);
        let other = self.reading.concepts.find("recipient.other");
        if let Some(fact) = self.add(here, FactKind::Recipient, "other".to_owned(), other, span, stance) {
            fact.details.name = Some(name.into());
        }
    }

    /// Those whom the company uses or works with ("we use service providers").
    pub(super) fn helpers(&mut self, here: Here<'_>, range: &Range<usize>, frame: &Frame, stance: Stance) {
        // "our products may use services of a third party" gives it no data yet.
        let third =
            here.named(ConceptKind::Recipient, range.clone()).any(|mention| self.is_third(mention.concept));
        if frame.does(Deed::Engage) || !third {
            self.recipients(here, range, stance, false);
        }
    }

    fn is_third(&self, concept: crate::ConceptId) -> bool {
        self.reading.concepts.find("recipient.third-party") == Some(concept)
    }

    /// "We never sell your information" denies a recipient without naming one.
    pub(super) fn unsold(&mut self, here: Here<'_>, frame: &Frame, stance: Stance) {
        let selling = self.reading.concepts.find("action.sell");
        let sold = frame.actions.iter().flatten().any(|action| Some(action.concept) == selling);
        let named = frame
            .slot(Slot::Recipient)
            .any(|range| here.named(ConceptKind::Recipient, range).next().is_some());
        let data =
            frame.slot(Slot::Object).any(|range| here.named(ConceptKind::Data, range).next().is_some());
        if stance.negated && sold && !named && data {
            let other = self.reading.concepts.find("recipient.other");
            let span = self.reading.span(frame.verb.clone());
            self.add(here, FactKind::Recipient, "other".to_owned(), other, span, stance);
        }
    }

    /// Who gets data where the clause says only why: a merger has an acquirer, a legal process an authority.
    pub(super) fn implied(&mut self, here: Here<'_>, frame: &Frame, stance: Stance) {
        let named = frame.slots.iter().any(|(slot, range)| {
            matches!(slot, Slot::Recipient | Slot::Agent)
                && here.named(ConceptKind::Recipient, range.clone()).next().is_some()
        });
        if named || stance.negated || !frame.does(Deed::Share) || frame.actor != Actor::FirstParty {
            return;
        }
        let reading = self.reading;
        let root = |label: &str| {
            frame.slots.iter().filter(|(slot, _)| *slot != Slot::Aside).any(|(_, range)| {
                here.named(ConceptKind::Purpose, range.clone()).any(|mention| {
                    let id = &reading.concept(mention.concept).id;
                    id.starts_with(label) && !id.ends_with("-verb")
                })
            })
        };
        let recipient = if root("purpose.merger") {
            "recipient.acquirer"
        } else if root("purpose.legal") {
            "recipient.authority"
        } else {
            return;
        };
        let Some(concept) = reading.concepts.find(recipient) else { return };
        let object = frame.slot(Slot::Object).find(|range| range.start >= frame.verb.end);
        let verb = reading.span(frame.verb.clone());
        let span =
            object.filter(|range| !range.is_empty()).map_or(verb, |range| verb.cover(reading.span(range)));
        let label = reading.concept(concept).label.clone();
        self.add(here, FactKind::Recipient, label, Some(concept), span, stance);
    }

    /// The technologies in a slot.
    pub(super) fn technologies(&mut self, here: Here<'_>, range: &Range<usize>, stance: Stance) {
        for mention in here.named(ConceptKind::Technology, range.clone()) {
            let label = self.reading.concept(mention.concept).label.clone();
            self.add(here, FactKind::Technology, label, Some(mention.concept), mention.span, stance);
        }
    }

    /// The trackers that a sentence names, each once a block.
    ///
    /// Where the sentence states a practice, who runs a tracker gets the data.
    pub(super) fn trackers(&mut self, here: Here<'_>, practised: bool) {
        let stance = Stance {
            actor: Actor::FirstParty,
            modality: crate::Modality::Does,
            negated: false,
            mode: None,
            practice: None,
        };
        let all = words(here.tokens);
        for mention in here.named(ConceptKind::Tracker, all) {
            if self.named_before(here, FactKind::Tracker, mention.concept) {
                continue;
            }
            let label = self.reading.concept(mention.concept).label.clone();
            let name = label.clone();
            self.add(here, FactKind::Tracker, label, Some(mention.concept), mention.span, stance);
            let provider = self.reading.concepts.find("recipient.service-provider");

            if practised {
                let label = "service-provider".to_owned();
                if let Some(fact) = self.add(here, FactKind::Recipient, label, provider, mention.span, stance)
                {
                    fact.details.name = Some(name);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn who_gets_data_and_who_does_not() {
        check(
            "We share your name with Acme and its subsidiaries.",
            &["data: name < name", "recipient: affiliate < subsidiaries"],
        );
        check(
            "We may share your email address with our service providers to process payments.",
            &[
                "data: email address < email address",
                "recipient: service-provider < service providers",
                "purpose: payment < process payments",
            ],
        );
        check(
            "We do not sell your personal information to third parties.",
            &["recipient: no other < third parties"],
        );
        check(
            "Neither we nor our partners sell your email address.",
            &["recipient: no partner < our partners", "data: no email address < email address"],
        );
        check(
            "Vi säljer inte dina personuppgifter till tredje part.",
            &["recipient: no other < tredje part"],
        );
    }

    #[test]
    fn a_legal_process_has_an_authority() {
        check(
            "We may disclose information to respond to subpoenas or court orders.",
            &[
                "recipient: authority < may disclose information",
                "purpose: legal < respond to subpoenas",
                "purpose: legal < court orders",
            ],
        );
    }

    #[test]
    fn who_runs_a_tracker_gets_data() {
        check(
            "We use Google Analytics to understand how you use our site.",
            &[
                "recipient: service-provider < Google Analytics",
                "tracker: Google Analytics < Google Analytics",
                "purpose: analytics < understand how you use our site",
            ],
        );
    }

    #[test]
    fn relative_clauses_share_and_collect_too() {
        check(
            "Our pages include plug-ins that may provide information to social networks.",
            &["technology: plug-in < plug-ins", "recipient: other < social networks"],
        );
        check(
            "Statistics that we gather through web beacons are stored in our systems.",
            &["data: aggregated statistics < Statistics", "technology: web beacon < web beacons"],
        );
    }

    #[test]
    fn the_user_refuses_what_nobody_states() {
        check("You can refuse cookies in your browser.", &[]);
    }
}
