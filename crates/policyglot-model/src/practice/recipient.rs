//! Recipients, trackers and technologies: who gets data, and with what they are collected.

use std::ops::Range;

use policyglot_lexer::WordKind;

use super::fill::{Filler, Stance};
use super::frame::Frame;
use super::here::Here;
use super::slots::{core, opener, within};
use super::token::{Class, Deed, Token, words};
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{Actor, ConceptId, FactKind};

/// A named recipient is no longer than this.
const MAX_WORDS: usize = 8;

/// What somebody does for the company stands within so many words.
const NEAR: usize = 8;

impl Filler<'_, '_> {
    /// The recipients in a slot; where none is known and the slot must name one, "other" with its words.
    pub(super) fn recipients(&mut self, here: Here<'_>, range: &Range<usize>, stance: Stance, sure: bool) {
        let mut found = false;
        for mention in here.named(ConceptKind::Recipient, range.clone()) {
            found = true;
            if self.within_thing(here, mention) {
                continue;
            }
            let at = here.at(mention);
            // "These service providers may use …": they were named before; "share it with such partners" says it anew.
            let before = at.checked_sub(1).and_then(|at| here.tokens.get(at));
            if !sure && before.is_some_and(|before| before.class == Class::This) {
                continue;
            }
            // "authority-approved bodies" are no authority.
            let after = self.reading.words.get(mention.words.end);
            if after.is_some_and(|word| word.kind == WordKind::Hyphen) {
                continue;
            }
            if self.is_compound(here, mention)
                || self.is_source(here, mention)
                || self.is_partnering(here, mention)
            {
                continue;
            }
            // "third-party websites" are no third party that gets data.
            let next = here.tokens.iter().find(|token| token.start >= mention.words.end);
            let glued = next.is_some_and(|next| next.class == Class::Word && next.start == mention.words.end);
            let noun = here
                .named(ConceptKind::Technology, mention.words.end..mention.words.end + 1)
                .next()
                .is_some();
            // "your Seller Account", "our Partner Program".
            let named =
                |span: policyglot_lexer::Span| self.reading.text(span).starts_with(char::is_uppercase);
            let title = glued
                && named(mention.span)
                && next.is_some_and(|next| named(self.reading.span(next.start..next.end)));
            // "the third party's use of it" was told before.
            let text = self.reading.text(mention.span);
            let owns = text.ends_with("'s") || text.ends_with("’s");
            if noun || title || owns || (glued && self.is_third(mention.concept)) {
                continue;
            }
            let root = self.reading.concepts.root(mention.concept);
            // "We do not sell it to anyone" speaks of all, and not of the public.
            let known = &self.reading.concepts.known;
            let anyone = stance.negated && Some(root) == known.recipient_public;
            let root = known.recipient_other.filter(|_| anyone).unwrap_or(root);
            // "third parties that help us to run our site".
            let helps = !stance.negated && self.is_third(mention.concept) && self.helps(here, mention);
            let root = known.recipient_service_provider.filter(|_| helps).unwrap_or(root);
            let label = self.reading.concept(root).label.clone();
            let end = here.end(mention);
            let (name, _) = self.phrase(here.tokens.get(at..end).unwrap_or_default());
            if let Some(fact) =
                self.add(here, FactKind::Recipient, label, Some(mention.concept), mention.span, stance)
            {
                fact.details.name = Some(name.into());
            }
        }
        // Who runs a tracker is told with it.
        if found || !sure || here.named(ConceptKind::Tracker, range.clone()).next().is_some() {
            return;
        }
        let tokens = within(here.tokens, range);
        let ends = |token: &Token| {
            matches!(
                token.class,
                Class::Comma
                    | Class::Semicolon
                    | Class::That
                    | Class::If
                    | Class::Mark
                    | Class::Colon
                    | Class::Including
                    | Class::SuchAs
                    | Class::Open
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
        let plain = item.iter().filter(|token| token.class == Class::Word).count();
        if alone || verb || plain == 0 || item.len() > MAX_WORDS {
            return;
        }
        let (name, span) = self.phrase(item);
        // "to services", "with this discussion": only a name is somebody.
        let capital =
            self.reading.text(span).split_whitespace().any(|word| word.starts_with(char::is_uppercase));
        if !capital || self.is_stranger(here, &words(item)) {
            return;
        }
        let other = self.reading.concepts.known.recipient_other;
        if let Some(fact) = self.add(here, FactKind::Recipient, "other".to_owned(), other, span, stance) {
            fact.details.name = Some(name.into());
        }
    }

    /// "payment-related companies" are no related companies, but "Acme-affiliated companies" are affiliated.
    fn is_compound(&self, here: Here<'_>, mention: &Mention) -> bool {
        let at = mention.words.start;
        let hyphen = at.checked_sub(1).and_then(|at| self.reading.words.get(at));
        let ours = here
            .tokens
            .iter()
            .any(|token| token.end + 1 == at && token.class == Class::Actor(Actor::FirstParty));
        hyphen.is_some_and(|word| word.kind == WordKind::Hyphen)
            && self.reading.is_glued(at)
            && self.reading.is_glued(at - 1)
            && !ours
    }

    /// Whether a mention stands in a list behind "from", and is where data come from: "from our partners and advertisers",
    /// but not "with and from our partners", "plug-ins from social networks", "warrants from the police".
    fn is_source(&self, here: Here<'_>, mention: &Mention) -> bool {
        let goes_on = |class| {
            matches!(
                class,
                Class::Word | Class::Comma | Class::And | Class::The | Class::Our | Class::Your | Class::This
            )
        };
        let acts = matches!(
            here.class(here.end(mention)),
            Class::May | Class::Will | Class::Must | Class::Do | Class::Be | Class::Have | Class::Action(_)
        );
        let root = self.reading.concepts.root(mention.concept);
        let asks = Some(root) == self.reading.concepts.known.recipient_authority;
        let Some(opens) = opener(here.tokens, here.at(mention), NEAR, goes_on) else { return false };
        let start = here.tokens.get(opens).map_or(0, |token| token.start);
        let tool =
            here.mentions.iter().any(|tool| tool.kind == ConceptKind::Technology && tool.words.end == start);
        let joined = opens.checked_sub(2).is_some_and(|at| {
            here.class(at + 1) == Class::And && matches!(here.class(at), Class::With | Class::To)
        });
        here.class(opens) == Class::From && !acts && !asks && !tool && !joined
    }

    /// Whether what may name a partner is a verb: "those with whom we partner", "merge or partner with others".
    fn is_partnering(&self, here: Here<'_>, mention: &Mention) -> bool {
        let at = here.at(mention);
        let before = at.checked_sub(1).map_or(Class::Mark, |at| here.class(at));
        let with = here.class(here.end(mention)) == Class::With;
        let root = self.reading.concept(self.reading.concepts.root(mention.concept));
        root.label == "partner"
            && mention.words.len() == 1
            && !self.reading.text(mention.span).ends_with('s')
            && (before == Class::Actor(Actor::FirstParty)
                || matches!(before, Class::And | Class::May | Class::To) && with)
    }

    /// Those whom the company uses or works with ("we use service providers").
    pub(super) fn helpers(&mut self, here: Here<'_>, range: &Range<usize>, frame: &Frame, stance: Stance) {
        // "our products may use services of a third party" gives it no data yet.
        let strange = |mention: &Mention| self.is_third(mention.concept) && !self.helps(here, mention);
        let third = here.named(ConceptKind::Recipient, range.clone()).any(strange);
        if frame.does(Deed::Engage) || !third {
            self.recipients(here, range, stance, false);
        }
    }

    /// Whether those that are named work for the company, by what their clause says.
    fn helps(&self, here: Here<'_>, mention: &Mention) -> bool {
        let helps = self.reading.concepts.known.cue_on_behalf;
        let near = mention.words.start.saturating_sub(NEAR)..mention.words.end + NEAR;
        let mut cues = self.reading.mentions_of(here.sentence).iter();
        cues.any(|cue| Some(cue.concept) == helps && near.contains(&cue.words.start))
    }

    pub(super) fn is_third(&self, concept: ConceptId) -> bool {
        self.reading.concepts.known.recipient_third_party == Some(concept)
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
                "purpose: legal < respond to subpoenas",
                "recipient: authority < subpoenas",
                "purpose: legal < court orders",
                "recipient: authority < court orders",
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
    fn a_name_before_a_hyphen_gets_nothing() {
        check(
            "We share your name with regulator-approved bodies and our affiliates.",
            &["data: name < name", "recipient: affiliate < affiliates"],
        );
    }

    #[test]
    fn sources_and_verbs_get_nothing() {
        check(
            "We share your name with advertisers with whom we partner.",
            &["data: name < name", "recipient: advertiser < advertisers"],
        );
        check(
            "We share your name with payment-related companies.",
            &["data: name < name", "purpose: payment < payment"],
        );
        check(
            "We use your name to match it with the data from our advertisers.",
            &["data: name < name", "purpose: other < match it with the data from our advertisers"],
        );
    }

    #[test]
    fn whom_the_partners_include() {
        check(
            "Our service providers include Stripe, Chargify and Aria.",
            &[
                "recipient: service-provider < service providers",
                "recipient: service-provider < Stripe",
                "recipient: service-provider < Chargify",
                "recipient: service-provider < Aria",
            ],
        );
    }

    #[test]
    fn the_user_refuses_what_nobody_states() {
        check("You can refuse cookies in your browser.", &[]);
    }
}
