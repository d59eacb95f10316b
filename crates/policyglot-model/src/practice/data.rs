//! Data: which types of it a slot or list names, known to the vocabulary or not.

use std::ops::Range;

use super::fill::{Filler, Stance};
use super::frame::{Frame, Slot};
use super::here::Here;
use super::slots::{core, items, opener, within};
use super::token::{Class, Deed, Token, words};
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{Actor, ConceptId, FactKind, Mode};

/// A list behind "no" has no more tokens.
const LONGEST_DENIAL: usize = 16;

impl Filler<'_, '_> {
    /// The data that fill the object of a frame.
    pub(super) fn data(&mut self, here: Here<'_>, range: &Range<usize>, frame: &Frame, stance: Stance) {
        let tokens = within(here.tokens, range);
        let list = tokens
            .iter()
            .position(|token| matches!(token.class, Class::SuchAs | Class::Including | Class::Colon));
        self.generic(here, range, frame, stance);
        let things = !frame.does(Deed::Collect);
        self.known(here, tokens, stance, things);
        let lists = list.is_some_and(|at| {
            let head = words(tokens.get(..at).unwrap_or_default());
            at == 0 || here.named(ConceptKind::Data, head).next().is_some()
        });
        let incoming = frame.does(Deed::Collect) || frame.does(Deed::Give) || frame.does(Deed::Store);
        let lists = lists && incoming;
        // A list whose items are all unknown is as likely one of features or events, or of values ("systems like Plan9").
        let tail = |at: usize| words(tokens.get(at + 1..).unwrap_or_default());
        let lists = lists && list.is_some_and(|at| self.speaks(here, &tail(at)));
        let plain = incoming && self.speaks(here, range);
        let from = if lists { list.map_or(0, |at| at + 1) } else { 0 };
        // "from public sources, such as social media" names sources.
        let source = frame.slot(Slot::Source).any(|source| source == *range);
        if (lists || plain) && !source {
            self.unknown(here, tokens.get(from..).unwrap_or_default(), stance, lists);
        }
    }

    /// The data that an item under "We collect the following:" names.
    pub(super) fn listed(&mut self, here: Here<'_>, range: &Range<usize>, stance: Stance, sure: bool) {
        let tokens = Self::unconditional(here, within(here.tokens, range));
        if sure && self.sourced(here, tokens, stance) {
            return;
        }
        // "Provide support" under "We use what we collect as follows:".
        let first = core(tokens).first().copied();
        let start = first.map_or(0, |first| first.start);
        let data = here.named(ConceptKind::Data, start..start + 2).next().is_some();
        let verb = first.is_some_and(|first| matches!(first.class, Class::Action(_)))
            || here.named(ConceptKind::Purpose, start..start + 1).next().is_some();
        let aims = tokens.first().is_some_and(|first| matches!(first.class, Class::To | Class::InOrderTo));
        if aims || (verb && !data) {
            self.known_purposes(here, range, Stance { negated: false, ..stance }, true);
            return;
        }
        // "Your contact history to provide you with assistance" names the data and what for.
        let opens = |token: &Token| matches!(token.class, Class::To | Class::InOrderTo | Class::For);
        let for_what = tokens.iter().position(opens).filter(|at| *at > 0).unwrap_or(tokens.len());
        let (named, for_what) = tokens.split_at_checked(for_what).unwrap_or((tokens, &[]));
        let before = self.known(here, named, stance, false);
        // "it is marked for deletion" is a statement, and names nothing.
        let end = named
            .iter()
            .position(|token| matches!(token.class, Class::That | Class::How))
            .unwrap_or(named.len());
        let helper = |token: &Token| {
            matches!(token.class, Class::Be | Class::Will | Class::May | Class::Must | Class::Do)
        };
        let states = named.iter().take(end).any(helper);
        if (sure || before) && !states {
            self.unknown(here, named, stance, true);
        }
        if sure && !for_what.is_empty() {
            self.known_purposes(here, &words(for_what), Stance { negated: false, ..stance }, true);
        }
    }

    /// An item without the condition that it starts with ("If you register, your name"); nothing of it where it goes on
    /// with what is supposed ("When you upload, share or comment on files").
    fn unconditional<'t>(here: Here<'_>, tokens: &'t [Token]) -> &'t [Token] {
        if tokens.first().is_none_or(|first| first.class != Class::If) {
            return tokens;
        }
        let Some(comma) = tokens.iter().position(|token| token.class == Class::Comma) else { return tokens };
        let rest = tokens.get(comma + 1..).unwrap_or_default();
        let item = items(rest).next().unwrap_or_default();
        let data = item.first().is_some_and(|first| first.class == Class::Your)
            || here.named(ConceptKind::Data, words(item)).next().is_some();
        if data { rest } else { &[] }
    }

    /// Whether a type of data by one word is a verb here: "to address fraud", "record the call".
    fn is_verb(here: Here<'_>, mention: &Mention) -> bool {
        let at = here.at(mention);
        let class = |at: Option<usize>| at.and_then(|at| here.tokens.get(at)).map(|token| token.class);
        let next = class(Some(here.end(mention)));
        let determined = matches!(next, Some(Class::The | Class::Your | Class::Our | Class::This));
        let infinitive = class(at.checked_sub(1)) == Some(Class::To) && next == Some(Class::Word);
        mention.words.len() == 1 && (determined || infinitive)
    }

    /// "collects no personal information".
    pub(super) fn denied(here: Here<'_>, range: &Range<usize>) -> bool {
        let tokens = within(here.tokens, range);
        here.named(ConceptKind::Data, range.clone()).any(|mention| {
            is_denied(tokens, tokens.partition_point(|token| token.start < mention.words.start))
        })
    }

    /// "directly from you", "from our partners": an item that says where the data of its lead-in come from.
    fn sourced(&mut self, here: Here<'_>, tokens: &[Token], stance: Stance) -> bool {
        let Some(from) = tokens.iter().take(2).position(|token| token.class == Class::From) else {
            return false;
        };
        let user = tokens.get(from + 1).is_some_and(|next| next.class == Class::Actor(Actor::User));
        let mode = if user { Mode::Direct } else { Mode::ThirdParty };
        let ends = |token: &Token| matches!(token.class, Class::Comma | Class::Open | Class::If);
        let end = tokens.iter().position(ends).unwrap_or(tokens.len());
        let (_, span) = self.phrase(tokens.get(..end).unwrap_or_default());
        let concept = self.reading.concepts.known.data_personal_data;
        let stance = Stance { mode: Some(mode), ..stance };
        self.add(here, FactKind::Data, "personal data".to_owned(), concept, span, stance);
        true
    }

    /// Whether a range names data that are not just "information".
    pub(super) fn speaks(&self, here: Here<'_>, range: &Range<usize>) -> bool {
        here.named(ConceptKind::Data, range.clone()).any(|mention| !self.is_generic(mention.concept))
    }

    /// Adds a fact for each known type of data among `tokens`; tells whether there was one.
    ///
    /// What is collected may be a thing by its name ("your browser"); where `things` are none, it is not data.
    fn known(&mut self, here: Here<'_>, tokens: &[Token], stance: Stance, things: bool) -> bool {
        let range = words(tokens);
        let mut found = false;
        for mention in here.named(ConceptKind::Data, range) {
            let part = self.within_thing(here, mention) || self.heads_thing(here, mention);
            let thing = things && self.names_thing(here, mention) || part;
            if self.is_generic(mention.concept) || thing || Self::is_verb(here, mention) {
                continue;
            }
            found = true;
            let at = tokens.partition_point(|token| token.start < mention.words.start);
            // "We write to you by phone, email or post".
            if mention.words.len() == 1 && is_way(here, mention) {
                continue;
            }
            // "those communications" were named before.
            let back = at.checked_sub(1).and_then(|at| tokens.get(at));
            if back.is_some_and(|back| back.class == Class::This)
                && !stance.negated
                && self.said_lately(mention.concept)
            {
                continue;
            }
            let denied = is_denied(tokens, at);
            let label = self.reading.concept(mention.concept).label.clone();
            let stance = Stance { negated: stance.negated || denied, ..stance };
            self.add(here, FactKind::Data, label, Some(mention.concept), mention.span, stance);
            self.shared_heads(here, tokens, mention, stance);
        }
        found
    }

    /// Whether an item is what is offered and no data ("of our products and services"), or points elsewhere
    /// ("see section 2").
    pub(super) fn is_stranger(&self, here: Here<'_>, range: &Range<usize>) -> bool {
        let points = self.reading.concepts.known.cue_please;
        self.reading.starts_with(here.sentence, range.start, points)
            || self.is_duty(range, self.reading.concepts.known.duty_thing)
    }

    /// Whether the words of a range are a phrase of one term of duty: "services" of things, "expire" of storing.
    pub(super) fn is_duty(&self, range: &Range<usize>, term: Option<ConceptId>) -> bool {
        let words = self.reading.words.get(range.clone()).unwrap_or_default();
        let mut found = false;
        self.reading.vocabulary.duties.find(words, 0, |end, concepts| {
            found |= end == words.len() && concepts.iter().any(|concept| Some(*concept) == term);
        });
        found
    }
}

/// Whether a list behind "by" tells in which way something is done: "by phone, email or post".
fn is_way(here: Here<'_>, mention: &Mention) -> bool {
    // "by the e-mail that you give us".
    let given = matches!(here.class(here.end(mention)), Class::That | Class::Actor(_));
    let goes_on = |class| matches!(class, Class::Word | Class::Comma | Class::And);
    let opens = opener(here.tokens, here.at(mention), LONGEST_DENIAL, goes_on);
    !given && opens.is_some_and(|opens| here.class(opens) == Class::By)
}

/// Whether token `at` stands in a list behind "no" or "not": "no name, email address or phone number", "but never any
/// payment details".
pub(super) fn is_denied(tokens: &[Token], at: usize) -> bool {
    let goes_on = |class| {
        matches!(
            class,
            Class::Word | Class::Comma | Class::And | Class::Your | Class::The | Class::Actor(Actor::User)
        )
    };
    let Some(opens) = opener(tokens, at, LONGEST_DENIAL + 1, goes_on) else { return false };
    let class = |at: usize| tokens.get(at).map(|token| token.class);
    match class(opens) {
        Some(Class::No) => true,
        // "not your name", but not "we do not know your name"; "— never birthdays" needs no article behind its dash.
        Some(Class::Not) => {
            let behind = opens.checked_sub(1).and_then(class);
            opens + 1 < at && matches!(class(opens + 1), Some(Class::Your | Class::The))
                || matches!(behind, Some(Class::Mark | Class::Comma))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn lists_name_each_type() {
        check(
            "We collect your name, email address and phone number.",
            &[
                "data: name < name",
                "data: email address < email address",
                "data: phone number < phone number",
            ],
        );
        check(
            "Vi samlar in namn, adress och telefonnummer.",
            &["data: name < namn", "data: postal address < adress", "data: phone number < telefonnummer"],
        );
    }

    #[test]
    fn passives_hold_the_data_in_the_subject_or_after_such_as() {
        check(
            "Specific data may be collected, such as your IP address and browser type.",
            &["data: ip address < IP address", "data: browser type < browser type"],
        );
        check("På våra webbplatser kan vi spåra din plats.", &["data: location < plats"]);
    }

    #[test]
    fn a_list_without_a_verb_of_practice() {
        check(
            "Payment information includes your card number and billing address.",
            &[
                "data: payment information < Payment information",
                "data: credit card number < card number",
                "data: billing address < billing address",
            ],
        );
    }

    #[test]
    fn denials_reach_what_they_deny() {
        check(
            "Acme collects no personal information about you.",
            &["data: no personal information < collects no personal information"],
        );
        check(
            "The app uses IP addresses for its operation, without collecting or storing them.",
            &["data: no ip address < IP addresses", "purpose: service < operation"],
        );
        check(
            "Vi delar inte din e-postadress utan ditt samtycke.",
            &["recipient: no other < delar inte", "data: no email address < e-postadress"],
        );
    }

    #[test]
    fn a_denial_reaches_a_whole_list() {
        check(
            "We care for you.\n\nWhat we don't collect\n\nNo name, email address or phone number.\n\nWe care for you.",
            &[
                "data: no name < name",
                "data: no email address < email address",
                "data: no phone number < phone number",
            ],
        );
        check("Vi använder inga cookies.", &["technology: no cookie < cookies"]);
    }

    #[test]
    fn soft_hyphens_are_no_part_of_words() {
        check("We col\u{ad}lect your lo\u{ad}cation.", &["data: location < lo\u{ad}cation"]);
    }

    #[test]
    fn how_data_come_in() {
        check(
            "We automatically collect log data through cookies.",
            &["data: log data [Automatic] < log data", "technology: cookie < cookies"],
        );
        check(
            "We receive your email address from our partners.",
            &["data: email address [ThirdParty] < email address"],
        );
    }

    #[test]
    fn words_that_no_practice_holds_are_no_facts() {
        check("If you do not want to receive offers, you may contact us by email.", &[]);
        check("We explain how we use your email address.", &[]);
        check("You can write to us by email.", &[]);
    }

    #[test]
    fn a_list_may_share_a_head_of_several_words() {
        check(
            "We may record device, application, or browser type and version.",
            &[
                "data: device type and version < device, application, or browser type and version",
                "data: application type and version < application, or browser type and version",
                "data: browser type and version < browser type and version",
            ],
        );
    }

    #[test]
    fn what_stands_beside_a_list_names_no_data() {
        check("We transmit your name by e-mail, phone or other means.", &["data: name < name"]);
        check("The statistics are not linked to your name.", &["data: aggregated statistics < statistics"]);
        check("Vi samlar inte in ditt namn.", &["data: no name < namn"]);
        check("We collect your name and age (the “Bundle”).", &["data: name < name", "data: age < age"]);
    }
}
