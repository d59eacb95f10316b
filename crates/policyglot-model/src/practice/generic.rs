//! "Personal information" and "data" as such: said of so often that only what tells something of them is a fact.

use std::ops::Range;

use super::fill::{Filler, Stance};
use super::frame::{Frame, Slot};
use super::here::Here;
use super::slots::within;
use super::token::{Class, Deed, Token, words};
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{Actor, FactKind, Mode};

/// What qualifies "information" is quoted up to so many words.
const MAX_WORDS: usize = 9;

impl Filler<'_, '_> {
    /// A fact where the clause says how "personal information" is obtained, by whom, or that it is not.
    pub(super) fn generic(&mut self, here: Here<'_>, range: &Range<usize>, frame: &Frame, stance: Stance) {
        self.reduced(here, range, frame, stance);
        let sourced = frame.slot(Slot::Source).next().is_some();
        let incoming = frame.does(Deed::Collect) || frame.does(Deed::Give);
        let collects = frame.does(Deed::Collect);
        // "a lawful request" is no deed.
        let at = here.tokens.partition_point(|token| token.start < frame.verb.start);
        let noun = at
            .checked_sub(1)
            .and_then(|at| here.tokens.get(at))
            .is_some_and(|before| matches!(before.class, Class::The | Class::Your | Class::Our));
        if noun && frame.actor == Actor::ThirdParty {
            return;
        }
        let says = stance.negated && (collects || frame.does(Deed::Access) || frame.does(Deed::Give))
            || (stance.mode.is_some() && incoming)
            || (incoming && Self::denied(here, range))
            || (sourced && collects)
            || (frame.actor == Actor::ThirdParty && collects)
            || (collects && (self.states(here, range, frame) || Self::occasioned(here, frame)));
        let lists = self.speaks(here, range) && !self.heads(here, range, frame);
        // "We will not collect additional data" denies only what is more.
        let more = self.reading.concepts.known.cue_more;
        let more = |cue: &Mention| Some(cue.concept) == more && range.contains(&cue.words.start);
        if stance.negated && self.reading.mentions_of(here.sentence).iter().any(more) {
            return;
        }
        if !says || (lists && !self.opens(here, range, frame)) || self.is_supposed(here, frame) {
            return;
        }
        // "In addition to personal data, we may collect …" collects what comes behind.
        let mut between = within(here.tokens, &(range.start..frame.verb.start)).iter();
        if here.class(0) == Class::Of && between.any(|token| token.class == Class::Comma) {
            return;
        }
        let mut named = here.named(ConceptKind::Data, range.clone());
        let plain =
            |mention: &&Mention| self.is_generic(mention.concept) && !self.within_thing(here, mention);
        let Some(mention) = named.find(plain) else { return };
        let verb = self.reading.span(frame.verb.clone());
        // "from you", "from your device", "from children" names nobody else.
        let user = frame.slot(Slot::Source).any(|range| {
            let users = |token: &Token| matches!(token.class, Class::Actor(Actor::User) | Class::Your);
            within(here.tokens, &range).iter().any(users) || self.speaks(here, &range)
        });
        let stance = if sourced && !user && stance.mode.is_none() && collects {
            Stance { mode: Some(Mode::ThirdParty), ..stance }
        } else {
            stance
        };
        let label = self.reading.concept(mention.concept).label.clone();
        let stance = Stance { negated: stance.negated || Self::denied(here, range), ..stance };
        self.add(here, FactKind::Data, label, Some(mention.concept), verb.cover(mention.span), stance);
    }

    /// Whether a clause states nothing of what is done: "the right to request information from us", "If you learn that your
    /// child gave us information".
    fn is_supposed(&self, here: Here<'_>, frame: &Frame) -> bool {
        let right = self.reading.concepts.known.cue_rights;
        let mut cues = self.reading.mentions_of(here.sentence).iter();
        let entitled = cues.any(|cue| Some(cue.concept) == right && cue.words.end == frame.verb.start);
        let before = within(here.tokens, &(here.sentence.words.start..frame.verb.start));
        let that = before.iter().any(|token| token.class == Class::That);
        let open = !before.iter().any(|token| token.class == Class::Comma);
        entitled || here.class(0) == Class::If && that && open
    }

    /// "We may aggregate or de-identify information": what becomes of it.
    fn reduced(&mut self, here: Here<'_>, range: &Range<usize>, frame: &Frame, stance: Stance) {
        let known = &self.reading.concepts.known;
        let kinds = [
            (known.action_aggregate, known.data_aggregated_data),
            (known.action_deidentify, known.data_deidentified_data),
        ];
        let mut named = here.named(ConceptKind::Data, range.clone());
        let Some(of) = named.find(|mention| self.is_generic(mention.concept)) else { return };
        for (action, data) in kinds {
            let Some(data) =
                data.filter(|_| frame.actions.iter().flatten().any(|did| Some(did.concept) == action))
            else {
                continue;
            };
            let label = self.reading.concept(data).label.clone();
            let verb = self.reading.span(frame.verb.clone());
            self.add(here, FactKind::Data, label, Some(data), verb.cover(of.span), stance);
        }
    }

    /// Whether a clause tells the occasion on which data come in: "we collect information when you visit us".
    fn occasioned(here: Here<'_>, frame: &Frame) -> bool {
        let opens = |range: &Range<usize>| {
            let user = |next: &Token| next.class == Class::Actor(Actor::User);
            matches!(within(here.tokens, range), [first, next, ..] if first.class == Class::If && user(next))
        };
        !here.leads_in() && !frame.conditional && frame.slot(Slot::Condition).any(|range| opens(&range))
    }

    /// Whether "information about you" opens a list of more: "we may collect information about you, your inquiries, and …".
    fn opens(&self, here: Here<'_>, range: &Range<usize>, frame: &Frame) -> bool {
        let first = here.named(ConceptKind::Data, range.clone()).next();
        !here.leads_in()
            && range.start >= frame.verb.end
            && first.is_some_and(|first| self.is_generic(first.concept) && first.words.len() > 2)
    }

    /// Whether a clause plainly says that information about the reader is collected, and leads in no list of it.
    fn states(&self, here: Here<'_>, range: &Range<usize>, frame: &Frame) -> bool {
        let verb =
            within(here.tokens, &frame.verb).iter().any(|token| matches!(token.class, Class::Action(_)));
        let you = |mention: &Mention| {
            let words = self.reading.words.get(mention.words.clone()).unwrap_or_default();
            self.is_generic(mention.concept)
                && words.len() > 2
                && here
                    .tokens
                    .iter()
                    .all(|token| token.end != mention.words.end + 1 || token.class != Class::From)
        };
        verb && !here.leads_in()
            && (self.heads(here, range, frame) || here.named(ConceptKind::Data, range.clone()).any(you))
    }

    /// Whether "personal information" is the head of a list: "we collect your personal information, including your name".
    fn heads(&self, here: Here<'_>, range: &Range<usize>, frame: &Frame) -> bool {
        let tokens = within(here.tokens, range);
        let verb =
            within(here.tokens, &frame.verb).iter().any(|token| matches!(token.class, Class::Action(_)));
        let Some(list) = tokens.iter().position(|token| token.class == Class::Including) else {
            return false;
        };
        let head = words(tokens.get(..list).unwrap_or_default());
        let before = range.start < frame.verb.start;
        verb && !before
            && frame.does(Deed::Collect)
            && here.named(ConceptKind::Data, head.clone()).any(|mention| self.is_generic(mention.concept))
            && !self.speaks(here, &head)
    }

    /// "information about our users", "data generated when you use it": what it is about makes it a type of its own.
    pub(super) fn qualified(&mut self, here: Here<'_>, stance: impl Fn(&Mention) -> Option<Stance>) {
        let known = &self.reading.concepts.known;
        let (about, holds) = (known.cue_about, known.cue_contained);
        for mention in here.named(ConceptKind::Data, words(here.tokens)) {
            if !self.is_generic(mention.concept) || self.is_said(FactKind::Data, mention) {
                continue;
            }
            let at = here.end(mention);
            let rest = here.tokens.get(at..).unwrap_or_default();
            let [first, next, ..] = rest else { continue };
            let cue = |concept| {
                let cues = self.reading.mentions_of(here.sentence).iter();
                cues.filter(|cue| Some(cue.concept) == concept)
                    .find(|cue| first.start == mention.words.end && cue.words.start == first.start)
                    .map(|cue| cue.words.end)
            };
            let (about, holds) = (cue(about), cue(holds));
            let you = matches!(next.class, Class::Actor(_)) && holds.is_none();
            let Some(end) = holds.or(about).filter(|_| !you) else { continue };
            let goes_on = |(place, token): (usize, &Token)| {
                let before = place.checked_sub(1).and_then(|place| rest.get(place));
                let owned = before.is_some_and(|before| {
                    matches!(before.class, Class::Our | Class::Your | Class::The | Class::Of)
                });
                match token.class {
                    _ if token.start < end => true,
                    Class::Word | Class::Of | Class::Our | Class::Your | Class::The | Class::Actor(_) => true,
                    // "our stores": no verb.
                    Class::Action(_) => owned || holds.is_some(),
                    Class::If | Class::This | Class::Through | Class::By | Class::From => holds.is_some(),
                    _ => false,
                }
            };
            let len = rest.iter().enumerate().position(|place| !goes_on(place)).unwrap_or(rest.len());
            let long = len > MAX_WORDS && holds.is_none();
            let len = len.min(MAX_WORDS);
            // "data about the way | you use it", "data collected by us": nothing that makes it a type.
            let told = rest.get(..len).unwrap_or_default();
            let ends = |token: &Token| {
                matches!(token.class, Class::Word | Class::Action(_) | Class::Actor(Actor::User))
            };
            let len = told.iter().rposition(ends).map_or(0, |last| last + 1);
            let ours = told.last().is_some_and(|last| last.class == Class::Actor(Actor::FirstParty));
            if ours || rest.get(1..len).is_none_or(|words| words.iter().all(|token| token.end <= end)) {
                continue;
            }
            let subject = words(rest.get(1..len).unwrap_or_default());
            let known =
                here.named(ConceptKind::Data, subject).any(|mention| !self.is_generic(mention.concept));
            let Some(stance) = stance(mention).filter(|_| !known && !long && len > 1) else { continue };
            let from = here.at(mention);
            let (phrase, span) = self.phrase(here.tokens.get(from..at + len).unwrap_or_default());
            self.add(here, FactKind::Data, phrase, None, span, stance);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn information_as_such_counts_where_it_is_collected_by_somebody() {
        check(
            "Our partners may collect information.",
            &["recipient: partner < Our partners", "data: information < may collect information"],
        );
        check("We use your personal information.", &[]);
        check(
            "We may aggregate or de-identify your personal information.",
            &[
                "data: aggregated information < may aggregate or de-identify your personal information",
                "data: de-identified information < may aggregate or de-identify your personal information",
            ],
        );
        check(
            "We collect your personal data, including your name.",
            &["data: personal data < collect your personal data", "data: name < name"],
        );
    }

    #[test]
    fn what_is_only_supposed_or_stands_beside_is_not_collected() {
        check("The right to request information from us.", &[]);
        check("If you learn that your child has provided us with personal information, write to us.", &[]);
        check(
            "In addition to personal data, we may collect your phone number automatically.",
            &["data: phone number [Automatic] < phone number"],
        );
    }

    #[test]
    fn what_information_is_about_makes_it_a_type() {
        check(
            "We collect information about our stores.",
            &["data: information about our stores < information about our stores"],
        );
        check("You have the right to request information about our practices.", &[]);
    }

    #[test]
    fn the_occasion_of_collecting_makes_a_fact() {
        check("We collect information when you visit us.", &["data: information < collect information"]);
        check("We may use data to improve our services.", &["purpose: improvement < improve our services"]);
        check("They may not provide equivalent levels of data protection.", &[]);
    }
}
