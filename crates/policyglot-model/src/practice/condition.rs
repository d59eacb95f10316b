//! The condition of each fact of a sentence: the clause that tells when it holds, and for which of the facts it does.

use std::ops::Range;

use policyglot_lexer::Span;

use super::fill::Filler;
use super::here::Here;
use super::token::{Action, Class, Deed, Form, Token};
use crate::concept::ConceptKind;
use crate::{Actor, ConceptId, Fact, FactKind, Practice, Text};

/// "or, in other cases, if": so far before its condition stands the word that joins it to what goes before.
const NEAR: usize = 4;

/// A list within a condition comes to its "and" within so many words.
const LONGEST_LIST: usize = 10;

/// The longest condition that a fact quotes, in bytes.
const LONGEST: usize = 160;

/// The tokens of a condition, and of an exception to it.
type Clauses = (Range<usize>, Option<Range<usize>>);

impl Filler<'_, '_> {
    /// Tells the facts of this sentence under which condition they hold.
    pub(super) fn suppose(&mut self, here: Here<'_>) {
        // The clause that was told last, and as what: most facts of a sentence have the same condition.
        let mut last: Option<(Clauses, Option<Text>)> = None;
        for at in self.first..self.facts.len() {
            let Some(fact) =
                self.facts.get(at).filter(|fact| bears(fact) && fact.details.condition.is_none())
            else {
                continue;
            };
            let practice = fact.practice.and_then(|id| self.practices.get(id.0 as usize));
            let Some(practice) = practice.filter(|practice| practice.sentence == here.sentence.span) else {
                continue;
            };
            let clauses = practice.conditions.iter().filter_map(|&place| self.clause(here, practice, place));
            let mut clauses = clauses.filter(|clause| self.holds(here, clause, fact));
            let Some(first) = clauses.next() else { continue };
            let excepts = |clause: &Range<usize>| here.class(clause.start) == Class::Unless;
            let apart = |clause: &Range<usize>| excepts(clause) && !first.contains(&clause.start);
            let except = clauses.find(apart).filter(|_| !excepts(&first));
            let key = (first, except);
            if last.as_ref().is_none_or(|(known, _)| *known != key) {
                let told = self.told_with(here, &key.0, key.1.as_ref());
                last = Some((key, told));
            }
            let condition = last.as_ref().and_then(|(_, told)| told.clone());
            if let (Some(condition), Some(fact)) = (condition, self.facts.get_mut(at)) {
                fact.details.condition = Some(condition);
            }
        }
    }

    /// The tokens of a condition: its slot ends where a clause of its own starts ("when you | create an account, …"), and
    /// the condition at the mark that ends it. `None` where it is none.
    fn clause(&self, here: Here<'_>, practice: &Practice, place: Span) -> Option<Range<usize>> {
        let at = self.token_at(here, place.start);
        if self.is_no_condition(here, at) {
            return None;
        }
        let slot = self.token_at(here, place.end);
        let verb = self.token_at(here, practice.verb.start);
        // "When you visit us we collect …" has no mark between; "If we ask you for …" is itself what is supposed.
        let spills = at < verb && slot <= verb;
        let mut end = at + 1;
        while end < here.tokens.len() {
            let goes_on = match here.class(end) {
                Class::Semicolon | Class::Colon | Class::Open | Class::Close | Class::Mark => false,
                // "If we use, share or sell it, …": a verb that still lacks its object does not end it.
                // And the walk tells where a list of what is done or visited goes on; "if we, at our choice, ask" has not
                // even a verb before its comma, and "needed to identify, contact or sue" no object.
                Class::Comma => {
                    let rest = end + 1..here.tokens.len().min(end + 1 + LONGEST_LIST);
                    let aside =
                        matches!(here.class(at + 1), Class::Actor(_)) && here.class(at + 2) == Class::Comma;
                    let before = here.tokens.get(at..end).unwrap_or_default();
                    let commas = before.iter().filter(|token| token.class == Class::Comma).count();
                    let subject = aside && commas < 2;
                    let bare = here.class(end - 1) == Class::Word && here.class(end - 2) == Class::To;
                    subject
                        || Self::is_stump(here, end) && Self::goes_on(here, end + 1)
                        || bare && Self::lists(here, rest.clone()).is_some()
                        || end < slot && Self::lists_on(here, rest)
                }
                _ => true,
            };
            if !goes_on {
                break;
            }
            if spills && end >= slot {
                return (!Self::is_stump(here, slot)).then_some(at..slot);
            }
            end += 1;
        }
        Some(at..end)
    }

    /// Whether what token `at` opens only looks like a condition.
    fn is_no_condition(&self, here: Here<'_>, at: usize) -> bool {
        let known = &self.reading.concepts.known;
        let next = here.class(at + 1);
        // "technologies other than cookies" names technologies; "other than as described here" is an exception.
        let names = self.is_cue(here, at, known.cue_apart)
            && !matches!(
                next,
                Class::Of | Class::By | Class::To | Class::If | Class::With | Class::For | Class::Through
            );
        // "While we do use cookies, we …" admits that we do; "while you browse" and "while browsing" tell when.
        let concedes = self.is_cue(here, at, known.cue_while)
            && matches!(next, Class::Actor(Actor::FirstParty | Actor::ThirdParty) | Class::Our | Class::No);
        // "before, during and after your visit" tells of a time.
        let times = next == Class::Comma && here.class(at + 2) == Class::Of;
        names || concedes || times || self.is_cue(here, at, known.cue_concede)
    }

    /// Whether the condition holds for what is said at `span`.
    fn holds(&self, here: Here<'_>, clause: &Range<usize>, fact: &Fact) -> bool {
        let from = self.token_at(here, fact.span.start);
        let to = self.token_at(here, fact.span.end);
        // "except with our processors": with these it is shared, and nothing is excepted from that.
        if clause.contains(&from) && here.class(clause.start) == Class::Unless && !fact.negated {
            return false;
        }
        // "with vendors; when the law demands it; to protect you": one of several occasions.
        if clause.start > 0 && here.class(clause.start - 1) == Class::Semicolon {
            return clause.contains(&from);
        }
        if from >= clause.start {
            // "search queries (if you allow it) and IP addresses": the bracket holds for nothing behind it.
            let bracket = clause.start.checked_sub(1).filter(|&open| here.class(open) == Class::Open);
            return bracket.is_none() || from < clause.end;
        }
        let between = here.tokens.get(to..clause.start).unwrap_or_default();
        let joins = |token: &Token| matches!(token.class, Class::Comma | Class::And | Class::Semicolon);
        match here.class(clause.start.wrapping_sub(1)) {
            Class::Open => !between.iter().any(joins),
            _ => !Self::is_alternative(between) && !self.has_last_aim(here, to..clause.start),
        }
    }

    /// "to obey a court order, or in other cases if we believe that …": the condition opens an alternative of its own.
    fn is_alternative(between: &[Token]) -> bool {
        let near = between.get(between.len().saturating_sub(NEAR)..).unwrap_or_default();
        let Some(joint) = near.iter().rposition(|token| token.class == Class::And) else { return false };
        // "Contact, or, where you agree, …" and "or in other cases if …", but not "your name and address if …".
        let between = near.get(joint + 1..).unwrap_or_default();
        let plain = |token: &Token| {
            matches!(token.class, Class::Comma | Class::Of | Class::Word | Class::The | Class::Only)
        };
        let other = between.iter().any(|token| token.class == Class::Of);
        let bare = between.iter().all(|token| token.class == Class::Comma);
        between.iter().all(plain) && (bare || other)
    }

    /// "to answer you or to send you news if you asked for it": the condition is that of the last.
    fn has_last_aim(&self, here: Here<'_>, between: Range<usize>) -> bool {
        let or = self.reading.concepts.known.cue_or;
        between.clone().any(|at| {
            matches!(here.class(at + 1), Class::To | Class::InOrderTo)
                && at + 1 < between.end
                && self.is_cue(here, at, or)
        })
    }

    /// Whether the words before token `end` lack what they need: an object, a noun, the rest of a list.
    fn is_stump(here: Here<'_>, end: usize) -> bool {
        let lacks = |action: Action| {
            action.form == Form::Plain && !matches!(action.deed, Deed::Give | Deed::Other | Deed::Access)
        };
        match here.class(end.wrapping_sub(1)) {
            Class::Action(action) => lacks(action),
            Class::And
            | Class::To
            | Class::InOrderTo
            | Class::The
            | Class::Our
            | Class::Your
            | Class::With
            | Class::For
            | Class::From
            | Class::Comma
            | Class::May
            | Class::Will => true,
            _ => false,
        }
    }

    /// Whether a list of verbs goes on at token `at`.
    fn goes_on(here: Here<'_>, at: usize) -> bool {
        match here.class(at) {
            Class::Action(_) | Class::Word => true,
            Class::And => matches!(here.class(at + 1), Class::Action(_) | Class::Word),
            _ => false,
        }
    }

    /// Whether words of no data stand in `rest` up to an "and": "when you visit our site, our shops, or our stand".
    fn lists_on(here: Here<'_>, rest: Range<usize>) -> bool {
        let data = |list: Range<usize>| here.named(ConceptKind::Data, list).next().is_some();
        Self::lists(here, rest).is_some_and(|list| !data(list))
    }

    /// The words of a list that comes to its "and" in `rest`, where it is one of words or verbs.
    fn lists(here: Here<'_>, rest: Range<usize>) -> Option<Range<usize>> {
        let list = here.tokens.get(rest)?;
        let and = list.iter().position(|token| token.class == Class::And)?;
        let list = list.get(..and + 2)?;
        let item = |token: &Token| {
            matches!(
                token.class,
                Class::Word
                    | Class::Comma
                    | Class::The
                    | Class::Our
                    | Class::Your
                    | Class::Action(_)
                    | Class::And
                    | Class::With
                    | Class::Of
            )
        };
        list.iter().all(item).then(|| super::token::words(list))
    }

    /// The text of a condition, and of an exception to it: "if you pay; unless you object".
    fn told_with(&self, here: Here<'_>, first: &Range<usize>, except: Option<&Range<usize>>) -> Option<Text> {
        let told = self.told_as(here, first);
        let except = except.and_then(|except| self.told_as(here, except));
        match (told, except) {
            (Some(told), Some(except)) => Some(format!("{told}; {except}").into()),
            (told, except) => told.or(except).map(Text::from),
        }
    }

    /// The text of a condition, as its tokens have it.
    fn told_as(&self, here: Here<'_>, clause: &Range<usize>) -> Option<String> {
        let words = super::token::words(here.tokens.get(clause.clone()).unwrap_or_default());
        told(self.reading.text(self.reading.span(words)))
    }

    /// The token at which the byte at `place` stands.
    fn token_at(&self, here: Here<'_>, place: u32) -> usize {
        let starts =
            |token: &Token| self.reading.words.get(token.start).is_some_and(|word| word.span.start < place);
        here.tokens.partition_point(starts)
    }

    /// Whether a cue of this concept stands at token `at`.
    fn is_cue(&self, here: Here<'_>, at: usize, concept: Option<ConceptId>) -> bool {
        let token = here.tokens.get(at);
        token.is_some_and(|token| self.reading.starts_with(here.sentence, token.start, concept))
    }
}

/// Whether a fact of this kind tells its condition.
pub(super) fn bears(fact: &Fact) -> bool {
    matches!(fact.kind, FactKind::Data | FactKind::Purpose | FactKind::Recipient)
}

/// The text of a condition as a fact quotes it; `None` where too little is left of it to tell ("except where:").
pub(super) fn told(text: &str) -> Option<String> {
    let quote = quoted(text);
    (quote.split(' ').count() > 2 && !quote.ends_with(':')).then_some(quote)
}

/// The text on one line, without the mark that ends it, cut where it grows too long.
pub(super) fn quoted(text: &str) -> String {
    let mut quote = String::with_capacity(text.len());
    for word in text.trim_end_matches(['.', ',', ';']).split_whitespace() {
        if !quote.is_empty() {
            quote.push(' ');
        }
        quote.push_str(word);
    }
    if quote.len() > LONGEST {
        let end = quote.floor_char_boundary(LONGEST);
        quote.truncate(quote[..end].rfind(' ').unwrap_or(end));
        quote.push('…');
    }
    quote
}

#[cfg(test)]
mod tests {
    use crate::{FactKind, Lexicon};

    /// Each purpose, recipient and type of data in `text` with its condition.
    fn check(text: &str, expected: &[&str]) {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        let policy = crate::read(&policyglot_parser::parse(text), &lexicon);
        let kinds = [FactKind::Data, FactKind::Purpose, FactKind::Recipient];
        let facts = policy.facts.iter().filter(|fact| kinds.contains(&fact.kind));
        let show = |fact: &crate::Fact| {
            let condition = fact.details.condition.as_deref().unwrap_or("always");
            format!("{}: {condition}", fact.span.of(text))
        };
        assert_eq!(facts.map(show).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn a_fact_within_its_condition_has_all_of_it() {
        check(
            "If we transfer your name to a third party, we will tell you.",
            &["name: always", "third party: If we transfer your name to a third party"],
        );
        check(
            "We collect your name when you visit our site, our shops, or our stand.",
            &["name: when you visit our site, our shops, or our stand"],
        );
        check(
            "We share your name where it is needed to identify, contact or sue a thief.",
            &["name: where it is needed to identify, contact or sue a thief"],
        );
        check(
            "We collect your name if you, at your choice, tell us so.",
            &["name: if you, at your choice, tell us so"],
        );
    }

    #[test]
    fn an_alternative_has_a_condition_of_its_own() {
        check(
            "We use your name to contact you, or, where you have agreed to it, to send you newsletters.",
            &["name: always", "contact you: always", "send you newsletters: where you have agreed to it"],
        );
        check(
            "We use your name to verify your account or to send you newsletters if you have agreed.",
            &["name: always", "verify your account: always", "send you newsletters: if you have agreed"],
        );
        check(
            "We collect your name, your address (if you enter one) and your age.",
            &["name: always", "address: if you enter one", "age: always"],
        );
    }

    #[test]
    fn a_list_has_no_condition_from_above_its_lead_in() {
        check(
            "If you are a member, we collect your name.\n\nThe categories of personal data are:\n• postal address\n• age\n",
            &["name: If you are a member", "postal address: always", "age: always"],
        );
    }

    #[test]
    fn an_exception_stands_beside_what_is_supposed() {
        check(
            "If you pay by card, we store your name unless you object to that.",
            &["name: If you pay by card; unless you object to that"],
        );
        check(
            "We collect your name with a legal basis such as with your consent.",
            &["name: always", "your consent: always"],
        );
    }

    #[test]
    fn one_of_several_occasions_is_no_condition_of_the_others() {
        check(
            "We share your name with banks; when you ask us to; and with couriers.",
            &["name: always", "banks: always", "couriers: always"],
        );
    }

    #[test]
    fn a_long_condition_ends_with_a_word() {
        let long = "when you visit any of the many pages that we keep for those who want to know what we do with all that \
                    they have told us about themselves and what we do not do with it";
        check(&format!("We collect your name {long}."), &[&format!("name: {}…", &long[..158])]);
    }

    #[test]
    fn what_only_looks_like_a_condition() {
        check("We collect your name before, during and after your visit.", &["name: always"]);
        check("We use your name to determine if you are our customer.", &["name: always"]);
        check("We use technologies other than your name to serve you.", &["name: always"]);
    }
}
