//! Data that a sentence tells of beside its statements: "your account information is secure" collects nothing, and still
//! says that there is such information.

use std::ops::Range;

use super::data::is_denied;
use super::fill::{Filler, Stance};
use super::frame::{Frame, Slot};
use super::here::Here;
use super::slots::opener;
use super::token::{Action, Class, Deed, Form, Token, words};
use super::walk::opens_predicate;
use crate::concept::ConceptKind;
use crate::reading::{Mention, Sentence};
use crate::{Actor, FactKind};
use policyglot_lexer::WordKind;

impl Filler<'_, '_> {
    /// Adds a fact for each type of data that the sentence names as somebody's and that no statement holds.
    ///
    /// Where the sentence stands `aside`, as the items of a list of rights do, what information is about is none.
    /// A name of several words ("telephone number") says enough; a single word ("activities") must belong to the
    /// reader.
    pub(super) fn told(&mut self, here: Here<'_>, frames: &[Frame], aside: bool) {
        if !frames.is_empty() && frames.iter().all(|frame| frame.asked) {
            return;
        }
        let contact = self.reading.concepts.known.data_contact_information;
        let children = self.reading.concepts.known.data_children_data;
        for mention in here.named(ConceptKind::Data, words(here.tokens)) {
            let unsaid = !self.is_generic(mention.concept) && !self.is_said(FactKind::Data, mention);
            // "8. Contact information" stands over an address.
            let whole = here.sentence.words.len() <= mention.words.len() + 2;
            let mut name = self.reading.text(mention.span).split_whitespace();
            let named = whole || name.all(|word| word.starts_with(char::is_uppercase));
            let title = frames.is_empty() && named && Some(mention.concept) == contact;
            let denied = self.is_denied(here, mention);
            // "If we learn that we hold data of a child, we delete them".
            let supposed = Some(mention.concept) == children && is_supposed(here, mention);
            if !unsaid || title || supposed || !(denied || self.is_personal(here, mention)) {
                continue;
            }
            if self.dates(here, mention) || is_left_to_reader(here, mention, frames) {
                continue;
            }
            self.tell(here, mention, frames);
        }
        self.neighbours(here, frames);
        // "The right to request information about our collection" is no collection.
        let known = &self.reading.concepts.known;
        let silent = [known.cue_rights, known.cue_no_scope];
        let mut cues = self.reading.mentions_of(here.sentence).iter();
        if aside || cues.any(|cue| silent.contains(&Some(cue.concept))) {
            return;
        }
        self.qualified(here, |mention| {
            let says = |frame: &Frame| {
                let incoming = frame.does(Deed::Collect) || frame.does(Deed::Give) || frame.does(Deed::Store);
                incoming && !frame.asked && (frame.actor != Actor::FirstParty || !frame.does(Deed::Give))
            };
            around(mention, frames).filter(|frame| says(frame)).map(|_| stance(mention, frames))
        });
    }

    /// Whether a mention only tells from when a period counts: "12 months after your last purchase".
    fn dates(&self, here: Here<'_>, mention: &Mention) -> bool {
        let before = here.tokens.get(..here.at(mention)).unwrap_or_default();
        let after = before.iter().rev().take(NEAR).find(|token| token.class == Class::Of);
        after.is_some_and(|after| {
            let ends = |unit: &Mention| unit.kind == ConceptKind::Unit && unit.words.end == after.start;
            self.reading.mentions_of(here.sentence).iter().any(ends)
        })
    }

    /// "Passport number: used for identification" names the data in its label.
    pub(super) fn labelled(&mut self, here: Here<'_>) {
        let Some(first) = here.tokens.first() else { return };
        let mention = here.named(ConceptKind::Data, first.start..first.end + LONGEST_NAME).next();
        let Some(mention) = mention.filter(|mention| mention.words.start == first.start) else { return };
        let end = here.end(mention);
        let colon = here.tokens.get(end).is_some_and(|token| token.class == Class::Colon);
        let used = here.tokens.get(end + 1).is_some_and(|token| {
            matches!(token.class, Class::Action(_) | Class::To | Class::InOrderTo | Class::For | Class::Allow)
        });
        if colon && used && !self.is_generic(mention.concept) && self.has(here, FactKind::Purpose) {
            let (mention, frames) = (mention.clone(), []);
            self.tell(here, &mention, &frames);
        }
    }

    /// "Name – taken from your account" below "Information we collect" names the data before its dash.
    pub(super) fn titled(&mut self, sentence: &Sentence, titles: &[Mention]) {
        for mention in titles {
            let here = Here::new(sentence, titles, &[], sentence.block);
            let thing = self.names_thing(here, mention);
            if !thing && !self.is_generic(mention.concept) && !self.is_said(FactKind::Data, mention) {
                let label = self.reading.concept(mention.concept).label.clone();
                self.add(here, FactKind::Data, label, Some(mention.concept), mention.span, Stance::PLAIN);
            }
        }
    }

    fn tell(&mut self, here: Here<'_>, mention: &Mention, frames: &[Frame]) {
        let label = self.reading.concept(mention.concept).label.clone();
        let negated = is_beyond(here, mention) || self.is_denied(here, mention);
        let stance = Stance { negated, ..stance(mention, frames) };
        self.add(here, FactKind::Data, label, Some(mention.concept), mention.span, stance);
    }

    /// Whether a mention stands in a list that "no" opens: "There is no username or password". "In case no order was made"
    /// supposes that there is none, and denies nothing.
    fn is_denied(&self, here: Here<'_>, mention: &Mention) -> bool {
        is_denied(here.tokens, here.at(mention))
            && !self.names_thing(here, mention)
            && !is_supposed(here, mention)
    }

    /// Adds a fact for each single word that stands in a list beside data: "address" in "email address, address, age".
    fn neighbours(&mut self, here: Here<'_>, frames: &[Frame]) {
        loop {
            let before = self.facts.len();
            for mention in here.named(ConceptKind::Data, words(here.tokens)) {
                let unsaid = !self.is_generic(mention.concept) && !self.is_said(FactKind::Data, mention);
                let at = here.at(mention);
                let part = self.names_thing(here, mention) || self.heads_thing(here, mention);
                let thing = is_means(here, at) || part;
                if !unsaid
                    || thing
                    || is_left_to_reader(here, mention, frames)
                    || !self.is_listed(here, mention)
                {
                    continue;
                }
                self.tell(here, mention, frames);
            }
            if self.facts.len() == before {
                return;
            }
        }
    }

    /// Whether a mention is a member of a list whose member before or after is data.
    fn is_listed(&self, here: Here<'_>, mention: &Mention) -> bool {
        let joins = |token: &Token| matches!(token.class, Class::Comma | Class::And | Class::Semicolon);
        let data = |token: &Token| {
            let span = self.reading.span(token.start..token.end);
            let sentence = self.facts.get(self.first..).unwrap_or_default();
            sentence.iter().any(|fact| fact.kind == FactKind::Data && fact.span.overlaps(span))
        };
        let at = here.at(mention);
        let end = here.end(mention);
        let (before, after) =
            (here.tokens.get(..at).unwrap_or_default(), here.tokens.get(end..).unwrap_or_default());
        let articles = |token: &&Token| matches!(token.class, Class::The | Class::Your);
        let mut before = before.iter().rev().skip_while(articles).peekable();
        let mut after = after.iter().peekable();
        let opens = before.peek().is_none_or(|token| {
            joins(token)
                || matches!(token.class, Class::SuchAs | Class::Including | Class::Colon | Class::Open)
        });
        let closes = after
            .peek()
            .is_none_or(|token| joins(token) || matches!(token.class, Class::Mark | Class::Close));
        let left = before.peek().is_some_and(|token| joins(token))
            && before.find(|token| !joins(token)).is_some_and(data);
        let right = after.peek().is_some_and(|token| joins(token))
            && after.find(|token| !joins(token) && !articles(token)).is_some_and(data);
        opens && closes && (left || right)
    }

    /// "when you contact us" under "We collect information about you:" tells which by when.
    ///
    /// A cue `occasion-NAME` of the vocabulary stands for the data `NAME`.
    pub(super) fn occasion(&mut self, here: Here<'_>, range: &Range<usize>) {
        for cue in self.reading.mentions_of(here.sentence) {
            let id = &self.reading.concept(cue.concept).id;
            let inside = range.start <= cue.words.start && cue.words.end <= range.end;
            let Some(name) = id.strip_prefix("cue.occasion-").filter(|_| inside) else { continue };
            let Some(concept) = self.reading.concepts.find(&format!("data.{name}")) else { continue };
            let stance = Stance { mode: Some(crate::Mode::Direct), ..Stance::PLAIN };
            let label = self.reading.concept(concept).label.clone();
            self.add(here, FactKind::Data, label, Some(concept), cue.span, stance);
        }
    }

    /// Whether a fact of the sentence stands at a mention.
    pub(super) fn is_said(&self, kind: FactKind, mention: &Mention) -> bool {
        let sentence = self.facts.get(self.first..).unwrap_or_default();
        sentence.iter().any(|fact| fact.kind == kind && fact.span.overlaps(mention.span))
    }

    /// Whether a mention names somebody's data, and no thing, label or means.
    fn is_personal(&self, here: Here<'_>, mention: &Mention) -> bool {
        let at = here.at(mention);
        let class = |at: Option<usize>| {
            at.and_then(|at| here.tokens.get(at)).map_or(Class::Mark, |token: &Token| token.class)
        };
        let before = class(at.checked_sub(1));
        let end = here.end(mention);
        // "Email address: …" is a label.
        if class(Some(end)) == Class::Colon || before == Class::No {
            return false;
        }
        if self.names_thing(here, mention) || self.heads_thing(here, mention) || self.is_ours(here, mention) {
            return false;
        }
        // "If you have questions or comments".
        let before_it = here.tokens.get(at.saturating_sub(NEAR_HAVE)..at).unwrap_or_default();
        let asks = before_it.windows(2).any(|pair| {
            matches!(pair, [user, have] if user.class == Class::Actor(Actor::User) && have.class == Class::Have)
        });
        if asks {
            return false;
        }
        let names = self.reading.words.get(mention.words.clone()).unwrap_or_default();
        let joined = names.iter().any(|word| word.kind == WordKind::Hyphen);
        let owned =
            before == Class::Your || (before == Class::Word && class(at.checked_sub(2)) == Class::Your);
        owned && !is_means(here, at)
            || (names.len() > 1 && !joined && !matches!(before, Class::By | Class::Through))
    }

    /// "Write to our US contact details": how to reach the company.
    fn is_ours(&self, here: Here<'_>, mention: &Mention) -> bool {
        let contact = self.reading.concepts.known.data_contact_information;
        let reaches = self.reading.concepts.ancestors(mention.concept).any(|above| Some(above) == contact);
        let before = here.tokens.get(..here.at(mention)).unwrap_or_default();
        let owner = before.iter().rev().find(|token| token.class != Class::Word);
        reaches && owner.is_some_and(|owner| owner.class == Class::Our)
    }

    /// Whether a mention names what data are kept in or seen with, and no data: "web browser", "hard drive".
    pub(super) fn names_thing(&self, here: Here<'_>, mention: &Mention) -> bool {
        self.thing(here, mention).is_some()
    }

    /// Whether a mention is only part of the name of a thing: "location" in "retail location".
    pub(super) fn within_thing(&self, here: Here<'_>, mention: &Mention) -> bool {
        self.thing(here, mention).is_some_and(|thing| thing.words.len() > mention.words.len())
    }

    /// Whether a mention only says what thing is meant: "text message fees", "password protected".
    pub(super) fn heads_thing(&self, here: Here<'_>, mention: &Mention) -> bool {
        let head = self.reading.concepts.known.cue_head;
        self.reading.starts_with(here.sentence, mention.words.end, head) || self.names_body(here, mention)
    }

    /// Whether a single word is part of a name: "The University of Lund", "Lund University".
    fn names_body(&self, here: Here<'_>, mention: &Mention) -> bool {
        let at = here.at(mention);
        let after = here.class(at + 1) == Class::Of && self.has_capital(here, at + 2);
        let before =
            at.checked_sub(1).is_some_and(|at| here.class(at) == Class::Word && self.has_capital(here, at))
                && at > 1;
        mention.words.len() == 1 && self.has_capital(here, at) && (after || before)
    }

    /// The name of a thing that a mention is, or is part of.
    fn thing(&self, here: Here<'_>, mention: &Mention) -> Option<&Mention> {
        let thing = self.reading.concepts.known.cue_thing;
        self.reading.mentions_of(here.sentence).iter().find(|cue| {
            Some(cue.concept) == thing
                && cue.words.start <= mention.words.start
                && mention.words.end <= cue.words.end
        })
    }
}

/// Whether the list around token `at` tells by which means: "via mail, e-mail or telephone".
fn is_means(here: Here<'_>, at: usize) -> bool {
    let goes_on = |class| {
        matches!(class, Class::Comma | Class::And | Class::Word | Class::The | Class::Your | Class::Our)
    };
    let opens = opener(here.tokens, at, LONGEST_LIST, goes_on);
    opens.is_some_and(|opens| matches!(here.class(opens), Class::By | Class::Through))
}

/// Whether the company says that it can't get at what is mentioned: "We cannot see your messages".
fn is_beyond(here: Here<'_>, mention: &Mention) -> bool {
    let at = here.at(mention);
    let before = here.tokens.get(..at).unwrap_or_default();
    let ours = before.iter().rposition(|token| matches!(token.class, Class::Actor(_)));
    let Some(clause) = ours.and_then(|ours| before.get(ours..)) else { return false };
    let breaks =
        |token: &Token| matches!(token.class, Class::If | Class::Unless | Class::That | Class::Without);
    let ours = |token: &Token| token.class == Class::Actor(Actor::FirstParty);
    let denied = clause.iter().take(4).any(|token| matches!(token.class, Class::Not | Class::No));
    clause.first().is_some_and(ours) && denied && !clause.iter().any(breaks)
}

/// Whether a mention stands in what the reader may or is told to do: "We urge you to protect your password", "You can opt
/// out by email". What a bracket says beside it ("(see section 2)") is nothing of that.
fn is_left_to_reader(here: Here<'_>, mention: &Mention, frames: &[Frame]) -> bool {
    let before = here.tokens.get(..here.at(mention)).unwrap_or_default();
    let (mut closed, mut given, mut listed) = (false, false, false);
    for (at, token) in before.iter().enumerate().rev() {
        match token.class {
            Class::Close => closed = true,
            Class::Open => closed = false,
            _ if closed => {}
            Class::Semicolon => return false,
            // "avoid sending us such data" has no statement of ours.
            Class::Actor(Actor::FirstParty) if opens_predicate(here.class(at + 1)) => return false,
            // "Please provide us with your name", "You may choose to share it".
            Class::Action(Action { deed: Deed::Give | Deed::Share, form: Form::Plain, .. }) => given = true,
            // "You can access your data, including your name" says that they are kept.
            Class::SuchAs | Class::Including => listed = true,
            Class::May if given || listed || !opens_with_reader(here, at) => {}
            Class::Please if given => return false,
            Class::Urge | Class::Please | Class::May => {
                // "We collect it when we invite you to take part in our polls".
                let states = |frame: &Frame| {
                    frame.does(Deed::Collect) && !frame.conditional && frame.verb.end <= token.start
                };
                return !frames.iter().any(|frame| states(frame) && frame.actor == Actor::FirstParty);
            }
            _ => {}
        }
    }
    false
}

/// Whether the reader, as the subject of a clause and not of a relative one ("places you may visit"), stands before token
/// `at`.
fn opens_with_reader(here: Here<'_>, at: usize) -> bool {
    let Some(reader) = at.checked_sub(1) else { return false };
    let before = reader.checked_sub(1).map(|before| here.class(before));
    here.class(reader) == Class::Actor(Actor::User) && before != Some(Class::Word)
}

/// What the reader may have is named so many tokens after.
const NEAR_HAVE: usize = 5;

/// An event stands so many words behind the period that it starts.
const NEAR: usize = 4;

/// The name of a type of data has no more words.
const LONGEST_NAME: usize = 6;

/// A list of means has no more tokens.
const LONGEST_LIST: usize = 10;

/// What the statement around a mention, if any, says of it. What the reader does with a thing ("the product that you use")
/// says nothing of who has the data about it.
fn stance(mention: &Mention, frames: &[Frame]) -> Stance {
    let tells = |frame: &&Frame| frame.actor != Actor::User || frame.does(Deed::Give);
    around(mention, frames).filter(tells).map_or(Stance::PLAIN, Stance::around)
}

/// The statement that a mention stands in.
fn around<'f>(mention: &Mention, frames: &'f [Frame]) -> Option<&'f Frame> {
    let holds = |frame: &&Frame| {
        let mut slots = frame.slots.iter().filter(|(slot, _)| *slot != Slot::Premise);
        slots.any(|(_, range)| range.contains(&mention.words.start))
    };
    frames.iter().find(holds)
}

/// Whether a mention stands in the condition that a sentence opens with.
fn is_supposed(here: Here<'_>, mention: &Mention) -> bool {
    let before = here.tokens.get(..here.at(mention)).unwrap_or_default();
    before.first().is_some_and(|first| first.class == Class::If)
        && !before.iter().any(|token| token.class == Class::Comma)
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn data_that_belong_to_the_reader_are_told_wherever_they_stand() {
        check("Your data is deleted 12 months after your last login.", &[]);
        check("Your account information is secure.", &["data: account information < account information"]);
        check("Your web browser keeps them on the hard drive.", &[]);
        check("Email address: name@example.com", &[]);
    }

    #[test]
    fn what_the_reader_may_or_is_told_to_do_holds_no_data() {
        check("We urge you to protect your account password.", &[]);
        check("Please do not send us your bank account number by email.", &[]);
        check("You can change your email preferences at any time.", &[]);
        check("Unless we ask for it, you should not provide us with sensitive personal information.", &[]);
        check("Please provide us with your phone number.", &["data: phone number < phone number"]);
        check("Please note that your phone number is needed.", &["data: phone number < phone number"]);
        check(
            "You can see your data, including your postal address.",
            &["data: postal address < postal address"],
        );
        check(
            "We record places that you may visit, your phone number and age.",
            &["data: phone number < phone number", "data: age < age"],
        );
    }

    #[test]
    fn a_label_names_data_that_are_used() {
        check(
            "Passport number: used for identification and invoicing.",
            &["data: passport < Passport number", "purpose: payment < invoicing"],
        );
    }

    #[test]
    fn a_single_word_is_data_beside_data() {
        check(
            "Examples are a telephone number, address or age.",
            &["data: phone number < telephone number", "data: postal address < address", "data: age < age"],
        );
    }

    #[test]
    fn occasions_tell_which_data_come_in() {
        check(
            "We collect information about you:\n• when you contact us\n• when you respond to a survey\n",
            &[
                "data: communications [Direct] < contact us",
                "data: survey responses [Direct] < respond to a survey",
                "purpose: research < survey",
            ],
        );
    }
}
