//! What stands around a word of the sentence that is being walked: the questions that the walk asks.

use std::ops::Range;

use super::clause::Predicate;
use super::frame::{Frame, Slot};
use super::token::{Action, Class, Deed, Form, Token};
use super::walk::Walk;
use crate::Actor;
use crate::concept::ConceptKind;

impl Walk<'_, '_> {
    pub(super) fn class(&self, at: usize) -> Class {
        self.tokens.get(at).map_or(Class::Mark, |token| token.class)
    }

    pub(super) fn before(&self, at: usize) -> Class {
        at.checked_sub(1).map_or(Class::Mark, |at| self.class(at))
    }

    /// The frame whose slots are being filled: a statement, else a nominal clause ("the sharing of your data with …").
    pub(super) fn frame(&self) -> Option<&Frame> {
        self.current.and_then(|at| self.frames.get(at)).or(self.weak.as_ref())
    }

    pub(super) fn shares(&self) -> bool {
        self.frame().is_some_and(Frame::shares)
    }

    pub(super) fn words(&self, from: usize, to: usize) -> Range<usize> {
        super::token::words(self.tokens.get(from..to).unwrap_or_default())
    }

    /// Whether data, a technology or a tracker is named right before token `at`.
    pub(super) fn is_noun_before(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|at| self.tokens.get(at)) else { return false };
        self.mentions.iter().any(|mention| {
            mention.words.end == before.end
                && matches!(mention.kind, ConceptKind::Data | ConceptKind::Technology | ConceptKind::Tracker)
        })
    }

    /// Whether a name of any kind ends right before token `at`: "consultants who …".
    pub(super) fn is_named_before(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.is_some_and(|before| {
            self.mentions
                .iter()
                .any(|mention| mention.kind != ConceptKind::Purpose && mention.words.end == before.end)
        })
    }

    /// Whether a tool is named in the clause before token `at`: "cookies recognize | you".
    pub(super) fn names_tool(&self, at: usize) -> bool {
        let words = self.words(self.clause, at);
        self.mentions_in(&words, ConceptKind::Technology) || self.mentions_in(&words, ConceptKind::Tracker)
    }

    /// Whether data, a technology or a tracker is named right after token `at`: "personuppgifter som | namn".
    pub(super) fn is_noun_after(&self, at: usize) -> bool {
        let Some(after) = self.tokens.get(at + 1) else { return false };
        self.mentions.iter().any(|mention| {
            mention.words.start == after.start
                && matches!(mention.kind, ConceptKind::Data | ConceptKind::Technology | ConceptKind::Tracker)
        })
    }

    /// Whether a purpose before the first clause ends at the subject `at`: "to help you we store …", not "to help you
    /// use what we offer".
    pub(super) fn leads_in(&self, at: usize) -> bool {
        let gives = matches!(self.class(at + 1), Class::Action(Action { deed: Deed::Give, .. }));
        self.current.is_none() && self.weak.is_none() && !gives
    }

    /// Whether somebody gives something within the next few words.
    pub(super) fn gives(&self, at: usize) -> bool {
        let gives = |at| matches!(self.class(at), Class::Action(Action { deed: Deed::Give, .. }));
        (at + 1..at + 5).any(gives)
    }

    /// Whether a passive of one word at token `at` states something where it stands: not within "that …", nor within an
    /// aim that goes on.
    pub(super) fn states_passive(&self, at: usize) -> bool {
        let inside = self.tokens.get(self.start..at).unwrap_or_default();
        let subordinate = inside.iter().skip(1).any(|token| matches!(token.class, Class::That | Class::To));
        match self.slot {
            None => true,
            Some(Slot::Condition) => false,
            Some(slot) => slot.tells_why() && self.opens_alone() && !subordinate,
        }
    }

    /// Whether the slot that is open stands before all that the sentence states.
    pub(super) fn opens_alone(&self) -> bool {
        self.current.is_none() && self.weak.is_none() && self.frames.is_empty()
    }

    /// Whether who acts in a clause stands right before its verb at token `at`, where the clause opens: "när du | kontaktar
    /// oss", but not "när du är kund hos Acme | behandlar vi", "när du kontaktar oss | behandlar vi".
    pub(super) fn follows_subject(&self, at: usize) -> bool {
        let Some(subject) = at.checked_sub(1) else { return false };
        let opens = matches!(
            self.before(subject),
            Class::If | Class::That | Class::And | Class::InOrderTo | Class::How | Class::Comma | Class::Mark
        );
        opens && matches!(self.class(subject), Class::Actor(_))
    }

    /// Whether the company gives the user something ("we send you offers by post").
    pub(super) fn sends(&self) -> bool {
        self.frame().is_some_and(|frame| {
            frame.actor == Actor::FirstParty && frame.does(Deed::Give) && !frame.does(Deed::Share)
        })
    }

    /// Whether the name of something of this kind starts at token `at`.
    pub(super) fn names(&self, kind: ConceptKind, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            self.mentions.iter().any(|mention| mention.kind == kind && mention.words.start == token.start)
        })
    }

    pub(super) fn mentions_in(&self, words: &Range<usize>, kind: ConceptKind) -> bool {
        self.mentions.iter().any(|mention| {
            mention.kind == kind && words.start <= mention.words.start && mention.words.end <= words.end
        })
    }

    /// Whether a predicate follows within the next few words.
    pub(super) fn acts(&self, at: usize) -> bool {
        let stops = |class: &Class| {
            matches!(class, Class::Comma | Class::Semicolon | Class::Colon | Class::Mark | Class::Close)
        };
        (at..at + 3).map(|at| self.class(at)).take_while(|class| !stops(class)).any(|class| {
            matches!(
                class,
                Class::Action(_)
                    | Class::May
                    | Class::Will
                    | Class::Must
                    | Class::Do
                    | Class::Be
                    | Class::Have
                    | Class::Not
            )
        })
    }

    /// Whether the list of data goes on at the comma `at` after words that stand beside it.
    pub(super) fn ends_aside(&self, at: usize) -> bool {
        let list = matches!(self.class(at + 1), Class::SuchAs | Class::Including);
        match self.slot {
            // "by e-mail, phone or post" goes on.
            Some(Slot::Aside) => self.parens.is_empty() && !list && self.class(self.start) != Class::By,
            Some(Slot::Source | Slot::Instrument) => !list && self.lists(at + 1),
            _ => false,
        }
    }

    /// Where the subject of a predicate starts that is a noun phrase after a comma ("…, these partners may").
    pub(super) fn own_subject(&self, at: usize) -> Option<usize> {
        if self.slot.is_none() || self.slot == Some(Slot::Condition) {
            return None;
        }
        let from = at.saturating_sub(8);
        let before = self.tokens.get(from..at)?;
        let comma =
            before.iter().rposition(|token| matches!(token.class, Class::Comma | Class::Semicolon))?;
        let start = from + comma + 1;
        let subject = self.tokens.get(start..at)?;
        let acts = |token: &Token| {
            matches!(token.class, Class::Actor(_) | Class::Action(_) | Class::If | Class::That | Class::How)
        };
        let kinds = [ConceptKind::Data, ConceptKind::Recipient, ConceptKind::Technology];
        let words = super::token::words(subject);
        let noun = kinds.into_iter().any(|kind| self.mentions_in(&words, kind));
        (noun && !subject.iter().any(acts)).then_some(start)
    }

    /// Whether the clause after a condition has a subject of its own ("if you log in, your e-mail address may be …").
    pub(super) fn names_subject(&self, at: usize, found: &Predicate) -> bool {
        let subject = self.tokens.get(self.clause..at).unwrap_or_default();
        let words = super::token::words(subject);
        let acts = subject.iter().any(|token| matches!(token.class, Class::Actor(_) | Class::If));
        let kinds =
            [ConceptKind::Data, ConceptKind::Recipient, ConceptKind::Technology, ConceptKind::Tracker];
        let first = subject.first().map_or(Class::Mark, |first| first.class);
        let noun = kinds.into_iter().any(|kind| self.mentions_in(&words, kind)) || first == Class::This;
        // "when you visit, our server collects …".
        let plain = matches!(first, Class::Our | Class::The | Class::This)
            && subject.len() <= 8
            && found.first().is_some_and(|action| action.form == Form::Plain);
        self.clause > self.start + 1 && !acts && if found.helped { noun } else { plain }
    }

    /// Whether a list of data goes on with information that was only told by its use: "data means information that can
    /// be used to identify you, such as your name".
    pub(super) fn identifies(&self, at: usize) -> bool {
        self.slot.is_some_and(Slot::tells_why) && self.before(at) == Class::Comma && self.lists(at + 1)
    }

    /// Whether the words up to the next comma name data and nobody who acts.
    pub(super) fn lists(&self, at: usize) -> bool {
        let rest = self.tokens.get(at..).unwrap_or_default();
        let end = rest.iter().position(|token| matches!(token.class, Class::Comma | Class::Semicolon));
        let item = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let acts =
            |token: &Token| matches!(token.class, Class::Actor(_) | Class::If | Class::May | Class::Will);
        let head = item.get(..item.len().min(5)).unwrap_or(item);
        !item.iter().any(acts) && self.mentions_in(&super::token::words(head), ConceptKind::Data)
    }

    /// Whether a recipient is named right after token `at`.
    pub(super) fn receives(&self, at: usize) -> bool {
        let Some(from) = self.tokens.get(at + 1) else { return false };
        let near = self.tokens.get(at + 1..).unwrap_or_default().iter().take(6);
        let near = near.take_while(|token| !matches!(token.class, Class::Of | Class::By | Class::Action(_)));
        let to = near.last().map_or(from.start, |token| token.end);
        self.mentions.iter().any(|mention| {
            mention.kind == ConceptKind::Recipient
                && from.start <= mention.words.start
                && mention.words.start < to
        })
    }

    /// Whether a recipient is named in the list after token `at`, be it behind others that are not known.
    pub(super) fn lists_recipients(&self, at: usize) -> bool {
        let listed = |class| {
            matches!(class, Class::Word | Class::Comma | Class::And | Class::The | Class::Our | Class::Your)
        };
        let end = (at + 1..self.tokens.len()).find(|at| !listed(self.class(*at))).unwrap_or(at);
        let verb = (at + 1..end).any(|at| self.names(ConceptKind::Purpose, at));
        !verb && (at + 1..end).any(|at| self.names(ConceptKind::Recipient, at))
    }

    /// Whether a recipient is named at token `at`, or right behind its article.
    pub(super) fn names_recipient(&self, at: usize) -> bool {
        let article =
            |at: &usize| matches!(self.class(*at), Class::The | Class::Our | Class::Your | Class::This);
        (at..at + 3).find(|at| !article(at)).is_some_and(|at| self.names(ConceptKind::Recipient, at))
    }

    /// Whether a technology is named after token `at` ("our pages include web beacons").
    pub(super) fn brings(&self, at: usize) -> bool {
        self.mentions_in(&self.words(at, self.tokens.len()), ConceptKind::Technology)
    }

    /// Whether the clause before token `at` speaks of data ("contact information", "this").
    pub(super) fn about_data(&self, at: usize) -> bool {
        let words = self.words(self.clause, at);
        let refers = |token: &Token| token.class == Class::This;
        self.mentions_in(&words, ConceptKind::Data)
            || (self.clause + 1 == at && self.tokens.get(self.clause).is_some_and(refers))
    }

    /// Whether examples of what the clause denies start at token `at`: "we show no ads by sensitive data, | such as race".
    pub(super) fn exemplifies_denied(&self, at: usize) -> bool {
        let clause = self.tokens.get(self.clause..at).unwrap_or_default();
        self.class(at) == Class::SuchAs
            && self.slot.is_none()
            && clause.iter().any(|token| token.class == Class::Not)
            && !clause.iter().any(|token| matches!(token.class, Class::And | Class::That | Class::Semicolon))
    }

    /// Whether a clause says that the company has the data that were named before it: "the data that we store".
    pub(super) fn has_data(&self, weak: &Frame) -> bool {
        let keeps = (weak.does(Deed::Use) || weak.does(Deed::Store))
            && weak.actor != Actor::User
            && weak.slot(Slot::Object).any(|words| self.mentions_in(&words, ConceptKind::Data));
        !weak.asked && !weak.negated && (weak.does(Deed::Collect) || keeps)
    }

    /// Whether the sentence says at token `at` what the data of the one before may be: "Det kan vara | namn".
    pub(super) fn may_be(&self, at: usize) -> bool {
        let subject = self.tokens.get(self.clause..at).unwrap_or_default();
        let [it, may, ..] = subject else { return false };
        let points = matches!(it.class, Class::The | Class::This) && may.class == Class::May;
        points
            && subject.len() <= 4
            && self.opens_alone()
            && self.slot.is_none()
            && self.names(ConceptKind::Data, at + 1)
    }

    /// Whether a sentence goes on with the data of the one before: "They include name and address", "Det rör sig om namn".
    pub(super) fn goes_on(&self, at: usize) -> bool {
        self.class(at) == Class::Including
            && at == self.clause
            && self.opens_alone()
            && self.names(ConceptKind::Data, at + 1)
    }

    /// Whether the verb at token `at` stands before its subject, behind words that only say for whom or what for: "För
    /// medlemmar behandlar vi namn", "För att hjälpa dig sparar vi namn".
    pub(super) fn inverts(&self, at: usize, found: &Predicate) -> bool {
        let fronted = matches!(
            self.class(0),
            Class::For | Class::By | Class::From | Class::Of | Class::To | Class::InOrderTo
        );
        let bare = matches!(
            self.before(at),
            Class::To | Class::InOrderTo | Class::And | Class::Comma | Class::That | Class::Not
        );
        let does = found.first().is_some_and(|action| {
            action.form == Form::Plain && !matches!(action.deed, Deed::Give | Deed::Other)
        });
        let open = self.slot.is_none_or(Slot::tells_why) && self.opens_alone();
        fronted && !bare && does && open && self.precedes_us(at, found)
    }

    /// Whether the company is the subject right behind the verb at token `at`, or among its helpers: "samlar | vi",
    /// "kan vi samla". In "när du är kund hos Acme | behandlar vi", a name behind a preposition is no subject before it.
    pub(super) fn precedes_us(&self, at: usize, found: &Predicate) -> bool {
        if found.helped {
            return found.actor == Some(Actor::FirstParty);
        }
        self.class(at + found.len) == Class::Actor(Actor::FirstParty) && !self.follows_subject(at)
    }

    /// Whether a verb without helper or subject goes on with the clause before ("we collect it and share it").
    pub(super) fn joins(&self, at: usize, first: Action) -> bool {
        first.form == Form::Plain
            && (self.actor.is_some() && self.before(at) == Class::And
                || matches!(self.before(at), Class::Actor(_)))
            && self.class(at + 1) != Class::Of
    }

    pub(super) fn relative_actor(&self, at: usize) -> Option<Actor> {
        (at.saturating_sub(3)..at).rev().find_map(|at| match self.class(at) {
            Class::Actor(actor) => Some(actor),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn a_sentence_goes_on_with_the_data_of_the_one_before() {
        let expected = ["data: name < namn", "data: postal address < adress"];
        check("Det kan vara namn och adress.", &expected);
        check("Det rör sig om namn och adress.", &expected);
    }
}
