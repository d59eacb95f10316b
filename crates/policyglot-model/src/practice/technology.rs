//! Technologies and trackers: with what data are collected, and by whose tools.

use std::ops::Range;

use super::data::is_denied;
use super::fill::{Filler, Stance};
use super::frame::{Frame, Slot};
use super::here::Here;
use super::token::{Class, Token, words};
use super::walk::opens_predicate;
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{Actor, ConceptId, FactKind};

/// What a sentence is about stands at one of its first tokens, counted from 0.
const LATEST_SUBJECT: usize = 3;

impl Filler<'_, '_> {
    /// The technologies in a slot.
    pub(super) fn technologies(&mut self, here: Here<'_>, range: &Range<usize>, stance: Stance) {
        // "Most browsers can be set to reject cookies" tells how to refuse them.
        if here.mentions.iter().any(|mention| self.refuses(mention)) {
            return;
        }
        for mention in here.named(ConceptKind::Technology, range.clone()) {
            // "for web analytics purposes" tells what for.
            if here.class(here.end(mention)) == Class::Purpose {
                continue;
            }
            let label = self.reading.concept(mention.concept).label.clone();
            // "We use no cookies".
            let at = here.at(mention);
            let stance = Stance { negated: stance.negated || is_denied(here.tokens, at), ..stance };
            self.add(here, FactKind::Technology, label, Some(mention.concept), mention.span, stance);
        }
    }

    fn refuses(&self, mention: &Mention) -> bool {
        let refuse = self.reading.concepts.known.right_refuse_cookies;
        mention.kind == ConceptKind::Right && Some(self.reading.concepts.root(mention.concept)) == refuse
    }

    /// "Analytical cookies are necessary to …", "cookies permit us to …": a technology that is what the sentence is about.
    pub(super) fn working(&mut self, here: Here<'_>) {
        if here.mentions.iter().any(|mention| mention.kind == ConceptKind::Right) {
            return;
        }
        for mention in here.named(ConceptKind::Technology, words(here.tokens)) {
            if here.at(mention) > LATEST_SUBJECT {
                break;
            }
            let end = here.end(mention);
            self.deed_of_tool(here, end);
            let acts = match here.class(end) {
                Class::Allow | Class::InOrderTo | Class::Action(_) | Class::May | Class::Will => true,
                // "Cookies are small files" tells what they are.
                // "Essential cookies are always on", "If advertising cookies are enabled": the kind that is used.
                Class::Be => {
                    matches!(here.class(end + 1), Class::Action(_))
                        || needs(here, end + 1)
                        || self.is_kind(mention)
                }
                _ => false,
            };
            if acts && !self.named_before(here, FactKind::Technology, mention.concept) {
                let label = self.reading.concept(mention.concept).label.clone();
                let stance = Stance::PLAIN;
                self.add(here, FactKind::Technology, label, Some(mention.concept), mention.span, stance);
            }
        }
    }

    /// "Necessary cookies keep you logged in", "Advertising cookies enable customized ads": what a tool that ends before
    /// token `end` does is what it is for.
    fn deed_of_tool(&mut self, here: Here<'_>, end: usize) {
        let from = if here.class(end) == Class::Allow { end + 1 } else { end };
        let start = here.tokens.get(from).map_or(0, |token| token.start);
        if here.named(ConceptKind::Purpose, start..start + 1).next().is_none() {
            return;
        }
        let rest = here.tokens.get(from..).unwrap_or_default();
        let ends =
            |token: &Token| matches!(token.class, Class::If | Class::That | Class::Actor(Actor::FirstParty));
        let len = rest.iter().position(ends).unwrap_or(rest.len());
        let deed = words(rest.get(..len).unwrap_or_default());
        self.known_purposes(here, &deed, Stance::PLAIN, from == end);
    }

    /// Technologies that a sentence speaks of otherwise, each once a block: "These session cookies last for a day".
    pub(super) fn spoken_of(&mut self, here: Here<'_>) {
        // "Your browser may refuse cookies" says nothing of ours, "block essential cookies" does.
        let chooses = matches!(here.tokens, [user, may, ..] if user.class == Class::Actor(Actor::User) && may.class == Class::May);
        let refuses = chooses || here.mentions.iter().any(|mention| self.refuses(mention));
        // "Cookies and similar technologies" stands over what is said of them.
        let states = here.tokens.iter().any(|token| opens_predicate(token.class));
        // "If you delete the cookie, …" tells what the reader does.
        let opens = here.class(0) == Class::If && here.class(1) == Class::Actor(Actor::User);
        let comma = || here.tokens.iter().position(|token| token.class == Class::Comma);
        let supposed = if opens { comma().unwrap_or(here.tokens.len()) } else { 0 };
        for mention in here.named(ConceptKind::Technology, words(here.tokens)) {
            let end = here.end(mention);
            // "our cookie policy", "cookie settings"; "Cookies are small files".
            let part = matches!(here.class(end), Class::Word);
            let at = here.at(mention);
            let is = (at.saturating_sub(3)..at).any(|at| here.class(at) == Class::Be);
            let plain = !self.is_kind(mention);
            // "A cookie can be sent to your device" tells what a cookie is.
            let told = here.class(end) == Class::May
                && at.checked_sub(1).is_some_and(|at| here.class(at) == Class::The);
            let defined = (here.class(end) == Class::Be || is || told) && plain;
            // "Acme Web Services".
            let name = self.has_capital(here, at)
                && at
                    .checked_sub(1)
                    .is_some_and(|at| here.class(at) == Class::Word && self.has_capital(here, at));
            if part
                || name
                || defined
                || refuses && plain
                || !states
                || !self.follows(mention)
                || at < supposed && plain
                || self.within_thing(here, mention)
                || self.is_page(here, mention)
                || self.named_before(here, FactKind::Technology, mention.concept)
            {
                continue;
            }
            let stance = Stance { negated: is_denied(here.tokens, at), ..Stance::PLAIN };
            let label = self.reading.concept(mention.concept).label.clone();
            self.add(here, FactKind::Technology, label, Some(mention.concept), mention.span, stance);
        }
    }

    /// Whether a mention can hardly be but of what follows the reader: "cookies", "tracking pixels", and not "tags".
    fn follows(&self, mention: &Mention) -> bool {
        let root = self.reading.concepts.root(mention.concept);
        let tracks = self.reading.concept(root).opp115.as_deref() == Some("Cookies and tracking elements");
        tracks && (mention.words.len() > 1 || Some(root) == self.reading.concepts.known.technology_cookie)
    }

    /// Whether a technology is a kind of another: "advertising cookie".
    fn is_kind(&self, mention: &Mention) -> bool {
        self.reading.concept(mention.concept).parent.is_some()
    }

    /// The trackers that a sentence names, each once a block.
    ///
    /// Where the sentence states a practice, who runs a tracker gets the data.
    pub(super) fn trackers(&mut self, here: Here<'_>, frames: &[Frame], practised: bool) {
        let stance = Stance::PLAIN;
        let all = words(here.tokens);
        for mention in here.named(ConceptKind::Tracker, all) {
            // "If you log in with Facebook": what the reader may do is no practice of the company's.
            let users = frames.iter().any(|frame| {
                let theirs = |slot: Slot| frame.actor == Actor::User || slot == Slot::Condition;
                frame.slots.iter().any(|(slot, range)| theirs(*slot) && range.contains(&mention.words.start))
            });
            // "Apple Ad ID" is a type of data.
            let data = here
                .mentions
                .iter()
                .any(|other| other.kind == ConceptKind::Data && other.words.start == mention.words.end);
            // "Google Chrome" is a browser.
            if users || data || self.within_thing(here, mention) || self.is_page(here, mention) {
                continue;
            }
            let label = self.reading.concept(mention.concept).label.clone();
            let name = label.clone();
            if self.tracks(here, mention) && !self.named_before(here, FactKind::Tracker, mention.concept) {
                self.add(here, FactKind::Tracker, label, Some(mention.concept), mention.span, stance);
            }
            let provider = self.reading.concepts.known.recipient_service_provider;
            // "We receive information from social media like …" names who gives it.
            let gives = frames
                .iter()
                .any(|frame| frame.slot(Slot::Source).any(|range| range.contains(&mention.words.start)));
            let block = self.facts.iter().rev().take_while(|fact| fact.block == here.block);
            let named = block
                .into_iter()
                .any(|fact| fact.kind == FactKind::Recipient && fact.details.name.as_deref() == Some(&*name));
            // "Globex may share your name with us".
            let brings =
                frames.iter().any(|frame| Self::brings(here, frame) && mention.words.end <= frame.verb.start);
            // "We share it with Globex" says so anew, whatever was said of Globex before.
            let anew = frames.iter().any(|frame| {
                let with = |range: Range<usize>| range.contains(&mention.words.start);
                frame.shares() && !frame.asked && frame.slot(Slot::Recipient).any(with)
            });
            if practised && !gives && !brings && (anew || !named) {
                let label = "service-provider".to_owned();
                if let Some(fact) = self.add(here, FactKind::Recipient, label, provider, mention.span, stance)
                {
                    fact.details.name = Some(name);
                }
            }
        }
    }
}

impl Filler<'_, '_> {
    /// Whether a name only says whose page or text is meant: "Google's privacy policy", "our Facebook page".
    fn is_page(&self, here: Here<'_>, mention: &Mention) -> bool {
        let page = self.reading.concepts.known.cue_page;
        let follows = |cue: &Mention| (mention.words.end..mention.words.end + 3).contains(&cue.words.start);
        let cues = self.reading.mentions_of(here.sentence).iter();
        cues.filter(|cue| Some(cue.concept) == page && follows(cue)).any(|cue| {
            let between = here
                .tokens
                .iter()
                .filter(|token| token.start >= mention.words.end && token.end <= cue.words.start);
            between.into_iter().all(|token| matches!(token.class, Class::Mark | Class::Word | Class::Your))
        })
    }

    /// Whether a name stands for a tracker here: a tool for payments does not follow anybody, and "our page on Facebook"
    /// is a page.
    fn tracks(&self, here: Here<'_>, mention: &Mention) -> bool {
        let concepts = &self.reading.concepts;
        let service = concepts.known.tracker_service;
        let platform = concepts.known.tracker_platform;
        // A tool is of neither group, though its maker may be a platform.
        let group = |concept: ConceptId| {
            concepts.get(concept).parent.filter(|parent| [service, platform].contains(&Some(*parent)))
        };
        match group(mention.concept) {
            None => return true,
            group if group == service => return false,
            _ => {}
        }
        let speaks = |other: &Mention| match other.kind {
            ConceptKind::Technology => true,
            ConceptKind::Purpose => {
                let root = &concepts.get(concepts.root(other.concept)).label;
                matches!(root.as_str(), "analytics" | "advertising" | "marketing" | "account")
            }
            _ => false,
        };
        // "such as Umeng, Baidu and Google" stands among trackers.
        let others = here
            .mentions
            .iter()
            .any(|other| other.kind == ConceptKind::Tracker && group(other.concept).is_none());
        others || here.tokens.len() <= 5 || here.mentions.iter().any(speaks)
    }
}

/// Whether what stands at token `at` is "necessary" for something, and not "a small file".
fn needs(here: Here<'_>, at: usize) -> bool {
    let plain = here.tokens.get(at).is_some_and(|token| matches!(token.class, Class::Word | Class::Needed));
    let aim = here
        .tokens
        .get(at + 1)
        .is_some_and(|token| matches!(token.class, Class::To | Class::For | Class::InOrderTo));
    plain && aim
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn what_a_tool_does_is_what_it_is_for() {
        check(
            "Persistent cookies track your behavior.",
            &[
                "technology: persistent cookie < Persistent cookies",
                "purpose: analytics < track your behavior",
                "data: usage data < behavior",
            ],
        );
    }

    #[test]
    fn a_technology_at_work_is_one_but_not_its_definition() {
        check(
            "Technical cookies are necessary for the site.",
            &["technology: necessary cookie < Technical cookies"],
        );
        check("Cookies are small files.", &[]);
        check("You can refuse cookies.", &[]);
    }

    #[test]
    fn a_technology_that_is_only_spoken_of() {
        check("Your tags are yours.", &[]);
        check("If you delete our cookies, we will not know you.", &[]);
        check("What we say of cookies can be found elsewhere.", &["technology: cookie < cookies"]);
    }

    #[test]
    fn who_brings_data_is_no_recipient() {
        check("Our partners may share your name with us.", &["data: name [ThirdParty] < name"]);
        check("Facebook may share your name with us.", &["data: name [ThirdParty] < name"]);
        check("They share it with our partners.", &["recipient: partner < our partners"]);
    }

    #[test]
    fn a_platform_tracks_where_cookies_or_buttons_are_spoken_of() {
        check(
            "We use the cookies of Facebook.",
            &[
                "technology: cookie < cookies",
                "recipient: service-provider < Facebook",
                "tracker: Facebook < Facebook",
            ],
        );
        check("We share it with Stripe.", &["recipient: service-provider < Stripe"]);
    }
}
