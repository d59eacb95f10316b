//! Recipients that a sentence implies: who stands behind a subpoena, a merger, a page that all can see.

use std::ops::Range;

use super::fill::{Filler, Stance};
use super::frame::{Frame, Slot};
use super::here::Here;
use super::slots::within;
use super::token::{Action, Class, Deed, Token, words};
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{Actor, FactKind, Modality};

/// Who publishes something is named so many tokens before.
const NEAR_SUBJECT: usize = 5;

/// And what is published so many words after.
const NEAR_OBJECT: usize = 5;

impl Filler<'_, '_> {
    /// "We never sell your information" denies a recipient without naming one.
    pub(super) fn unsold(&mut self, here: Here<'_>, frame: &Frame, stance: Stance) {
        let selling = self.reading.concepts.known.action_sell;
        let sold = frame.actions.iter().flatten().any(|action| Some(action.concept) == selling);
        let named = frame
            .slot(Slot::Recipient)
            .any(|range| here.named(ConceptKind::Recipient, range).next().is_some());
        let data =
            frame.slot(Slot::Object).any(|range| here.named(ConceptKind::Data, range).next().is_some());
        // “Do Not Sell My Personal Information” is the name of a link.
        let thing = self.reading.concepts.known.cue_thing;
        let link = self.reading.mentions_of(here.sentence).iter().any(|cue| {
            Some(cue.concept) == thing && cue.words.start < frame.verb.end && frame.verb.start < cue.words.end
        });
        // "We will not share your personal information without your permission".
        let sharing = [self.reading.concepts.known.action_share, self.reading.concepts.known.action_disclose];
        let shares = |action: &Action| sharing.contains(&Some(action.concept));
        let handed = frame.actor == Actor::FirstParty
            && frame.slot(Slot::Recipient).next().is_none()
            && !frame.conditional
            && frame.actions.iter().flatten().any(shares);
        // "We will not publicly disclose it" says to whom.
        let named = named || here.named(ConceptKind::Recipient, frame.verb.clone()).next().is_some();
        if stance.negated && (sold || handed) && !named && data && !link {
            let other = self.reading.concepts.known.recipient_other;
            let span = self.reading.span(frame.verb.clone());
            self.add(here, FactKind::Recipient, "other".to_owned(), other, span, stance);
        }
    }

    /// Who gets data where the clause says only why: a merger has an acquirer, each legal process an authority.
    pub(super) fn implied(&mut self, here: Here<'_>, frame: &Frame, stance: Stance) {
        let reading = self.reading;
        // "It is available for audits" hands nothing to anybody.
        let show = reading.concepts.known.action_show;
        let is_available = frame.actions.iter().flatten().all(|action| Some(action.concept) == show);
        if stance.negated || !frame.does(Deed::Share) || is_available || frame.actor != Actor::FirstParty {
            return;
        }
        let find = |id| reading.concepts.find(id);
        let process = find("purpose.legal-process");
        let (acquirer, authority) = (find("recipient.acquirer"), find("recipient.authority"));
        let anyone = frame.slots.iter().any(|(slot, range)| {
            matches!(slot, Slot::Recipient | Slot::Agent)
                && here.named(ConceptKind::Recipient, range.clone()).next().is_some()
        });
        let asked = || {
            let mut named = here.named(ConceptKind::Recipient, words(here.tokens));
            named.any(|mention| Some(reading.concepts.root(mention.concept)) == authority)
        };
        // "to respond to government inquiries": who asks is told.
        for (_, range) in frame.slots.iter().filter(|(slot, _)| *slot == Slot::Purpose) {
            let asks = |mention: &&Mention| {
                let mut known = here
                    .named(ConceptKind::Purpose, range.clone())
                    .filter(|why| Some(why.concept) == process);
                Some(reading.concepts.root(mention.concept)) == authority
                    && !known.any(|why| why.span.overlaps(mention.span))
            };
            for mention in here.named(ConceptKind::Recipient, range.clone()).filter(asks) {
                self.add(
                    here,
                    FactKind::Recipient,
                    "authority".to_owned(),
                    Some(mention.concept),
                    mention.span,
                    stance,
                );
            }
        }
        let slots = frame.slots.iter().filter(|(slot, _)| *slot != Slot::Aside);
        let whys = slots.flat_map(|(_, range)| here.named(ConceptKind::Purpose, range.clone()));
        let object =
            frame.slot(Slot::Object).find(|range| range.start >= frame.verb.end && !range.is_empty());
        // "selling products that infringe on rights" hands over no data.
        let back = |token: &Token| token.class == Class::This;
        let hands = frame.slot(Slot::Object).any(|range| {
            here.named(ConceptKind::Data, range.clone()).next().is_some()
                || within(here.tokens, &range).iter().any(back)
        });
        let verb = reading.span(frame.verb.clone());
        let said = object.map_or(verb, |range| verb.cover(reading.span(range)));
        for why in whys.filter(|why| !self.tells_how(here, why)).collect::<Vec<_>>() {
            let id = reading.concept(why.concept).id.as_str();
            let merges = id.starts_with("purpose.merger");
            let (concept, span) = if Some(why.concept) == process {
                (authority, why.span)
            } else if !hands {
                continue;
            } else if merges && !anyone {
                (acquirer, said)
            } else if id == "purpose.legal" && !anyone && !Self::is_manner(here, why) && !asked() {
                (authority, said)
            } else {
                continue;
            };
            let Some(concept) = concept else { continue };
            let label = reading.concept(concept).label.clone();
            self.add(here, FactKind::Recipient, label, Some(concept), span, stance);
        }
    }

    /// "In connection with a merger" under "We may share it:": there is somebody who takes over.
    pub(super) fn acquirer(&mut self, here: Here<'_>, range: &Range<usize>, stance: Stance) {
        let reading = self.reading;
        let acquirer = reading.concepts.known.recipient_acquirer;
        if stance.negated || here.named(ConceptKind::Recipient, range.clone()).next().is_some() {
            return;
        }
        let merges = |mention: &&Mention| reading.concept(mention.concept).id == "purpose.merger";
        let found = here.named(ConceptKind::Purpose, range.clone()).find(merges);
        if let Some(mention) = found {
            self.add(here, FactKind::Recipient, "acquirer".to_owned(), acquirer, mention.span, stance);
        }
    }

    /// "If the government demands it" under "We may share it:" tells who gets it, and why.
    pub(super) fn authorities(&mut self, here: Here<'_>, range: &Range<usize>, stance: Stance) {
        let reading = self.reading;
        let authority = reading.concepts.known.recipient_authority;
        for mention in here.named(ConceptKind::Recipient, range.clone()) {
            if Some(reading.concepts.root(mention.concept)) == authority {
                let label = "authority".to_owned();
                self.add(here, FactKind::Recipient, label, Some(mention.concept), mention.span, stance);
            }
        }
    }

    /// "in compliance with the law" tells how something is done, and hands nothing to an authority.
    fn is_manner(here: Here<'_>, mention: &Mention) -> bool {
        let at = here.at(mention);
        at.checked_sub(1).and_then(|at| here.tokens.get(at)).is_some_and(|token| token.class == Class::Of)
    }

    /// "Your posts are shown publicly": what everybody can see.
    pub(super) fn published(&mut self, here: Here<'_>, frames: &[Frame]) {
        let public = self.reading.concepts.known.recipient_public;
        let data = here.mentions.iter().any(|mention| mention.kind == ConceptKind::Data)
            || here.tokens.iter().any(|token| matches!(token.class, Class::This | Class::Your));
        for mention in here.named(ConceptKind::Recipient, words(here.tokens)) {
            let end = here.end(mention);
            // "public safety", "our public sites", "the public disclosure".
            let adverb = self.reading.text(mention.span).ends_with("ly");
            let noun = here.tokens.get(end).is_some_and(|next| match next.class {
                Class::Word => true,
                Class::Action(_) => !adverb,
                _ => false,
            });
            // "to protect the safety of the public".
            let aim = frames
                .iter()
                .flat_map(|frame| &frame.slots)
                .any(|(slot, range)| slot.tells_why() && range.contains(&mention.words.start));
            let unsaid = !aim && !self.is_said(FactKind::Recipient, mention);
            if Some(mention.concept) != public || noun || !data || !unsaid {
                continue;
            }
            // "may be publicly posted".
            let before = here.tokens.get(..here.at(mention)).unwrap_or_default();
            let ends = |token: &&Token| {
                !matches!(token.class, Class::Comma | Class::Semicolon | Class::That | Class::If)
            };
            let may = before.iter().rev().take_while(ends).any(|token| token.class == Class::May);
            let modality = if may { Modality::May } else { Modality::Does };
            let stance = Stance { modality, negated: Self::denied_before(here, before), ..Stance::PLAIN };
            self.add(here, FactKind::Recipient, "public".to_owned(), public, mention.span, stance);
        }
    }

    /// "We may publish your username on our site": what is published is seen by all.
    pub(super) fn publishes(&mut self, here: Here<'_>) {
        let known = &self.reading.concepts.known;
        let (publish, public) = (known.cue_publish, known.recipient_public);
        for cue in self.reading.mentions_of(here.sentence) {
            if Some(cue.concept) != publish || self.has(here, FactKind::Recipient) {
                continue;
            }
            let at = here.at(cue);
            let before = here.tokens.get(at.saturating_sub(NEAR_SUBJECT)..at).unwrap_or_default();
            // "Where you publish your work" is the reader's doing.
            let theirs = before.iter().any(|token| token.class == Class::Actor(Actor::User));
            let object = here.named(ConceptKind::Data, cue.words.end..cue.words.end + NEAR_OBJECT).next();
            let passive = at.checked_sub(1).is_some_and(|be| here.class(be) == Class::Be)
                && here.named(ConceptKind::Data, here.sentence.words.start..cue.words.start).next().is_some();
            // "We publish changes on this page", "your data and the date of publication".
            let known = object.is_some_and(|object| !self.within_thing(here, object)) || passive;
            if known && !theirs {
                let may = before.iter().any(|token| token.class == Class::May);
                let negated = before.iter().any(|token| token.class == Class::Not);
                let modality = if may { Modality::May } else { Modality::Does };
                let stance = Stance { modality, negated, ..Stance::PLAIN };
                self.add(here, FactKind::Recipient, "public".to_owned(), public, cue.span, stance);
            }
        }
    }

    /// Whether a denial stands before, but not in a condition that the sentence opens with: "if that is not possible, it
    /// will be posted publicly".
    fn denied_before(here: Here<'_>, before: &[Token]) -> bool {
        let supposes = here.class(0) == Class::If;
        let comma = before.iter().position(|token| token.class == Class::Comma).filter(|_| supposes);
        let rest = before.get(comma.unwrap_or(0)..).unwrap_or_default();
        // "We are not responsible for what you make public": the reader does.
        let reader = rest.iter().rposition(|token| token.class == Class::Actor(Actor::User));
        let rest = rest.get(reader.unwrap_or(0)..).unwrap_or_default();
        rest.iter().any(|token| token.class == Class::Not)
    }

    /// "Access to your data is limited to employees": whoever is let in gets the data.
    pub(super) fn admitted(&mut self, here: Here<'_>) {
        let access = self.reading.concepts.known.security_access_control;
        let mentions = self.reading.mentions_of(here.sentence);
        let limits = mentions.iter().find(|mention| Some(mention.concept) == access);
        let data = here.mentions.iter().any(|mention| mention.kind == ConceptKind::Data);
        let Some(limits) = limits.filter(|_| data) else { return };
        let after = limits.words.start..here.sentence.words.end;
        let stance = Stance::PLAIN;
        self.recipients(here, &after, stance, false);
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn what_is_published_is_for_all() {
        check("We may publish your username.", &["recipient: public < publish", "data: username < username"]);
        check("We publish changes on this page.", &[]);
        check("You may publish your username.", &["data: username < username"]);
    }

    #[test]
    fn verbs_in_quotation_marks_are_verbs() {
        check(
            "We do not “sell” or “share” your name.",
            &["recipient: no other < do not “sell” or “share”", "data: no name < name"],
        );
        check("The “share” button shows your name.", &["data: name < name"]);
    }

    #[test]
    fn who_is_let_in_and_what_all_can_see() {
        check("Access to your personal data is limited to our employees.", &[]);
        check(
            "We limit access to your email address to employees.",
            &["data: email address < email address", "recipient: other < employees"],
        );
        check(
            "Your username is shown publicly.",
            &["data: username < username", "recipient: public < publicly"],
        );
        check("It serves public safety.", &[]);
    }

    #[test]
    fn what_is_only_available_is_handed_to_nobody() {
        check("Some of this information is available to you as an audit log.", &["purpose: legal < audit"]);
    }

    #[test]
    fn a_merger_has_an_acquirer() {
        check(
            "Your email address may be transferred as part of a merger.",
            &[
                "data: email address < email address",
                "recipient: acquirer < may be transferred",
                "purpose: merger < merger",
            ],
        );
    }
}
