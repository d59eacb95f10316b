//! What is said about children: up to which age, and what is done or not done with their data.

use std::ops::Range;

use super::passage::Passage;
use super::term::{Term, Terms};
use crate::value::age::age;
use crate::{Fact, FactKind};

/// Adds what a sentence says about children.
pub(crate) fn facts(passage: &Passage<'_, '_>, facts: &mut Vec<Fact>) {
    if !passage.has(Term::Child) && !passage.has(Term::Parent) {
        facts.extend(minimum(passage));
        return;
    }
    let age = age(passage.reading, passage.sentence).filter(|(_, words)| is_limit(passage, words));
    // "Our parent company" has no children.
    if !passage.has(Term::Child) && age.is_none() && !passage.heading.has(Term::Child) {
        return;
    }
    let Some((stance, words)) = stance(passage, age.is_some()) else { return };
    let value = |stance: &str| match &age {
        Some((age, _)) => format!("under {age}: {stance}"),
        None => stance.to_owned(),
    };
    let Some((barred, collected)) = two_stances(passage) else {
        facts.push(passage.fact(FactKind::Child, value(&stance), words));
        return;
    };
    facts.push(passage.fact(FactKind::Child, value(NOT_FOR_THEM), barred));
    facts.push(passage.fact(FactKind::Child, value(NOT_COLLECTED), collected));
}

/// Whether a sentence that names children is about their age or about data got from them, and not about what a school or
/// a parish keeps: "Uppgifterna raderas när barnet slutar på förskolan".
pub(super) fn concerns_children(passage: &Passage<'_, '_>) -> bool {
    const ABOUT: Terms =
        Terms::of(&[Term::Knowingly, Term::Collect, Term::Share, Term::Intended, Term::Parent, Term::Young]);
    let headed = passage.heading.has(Term::Child) || passage.lead.has(Term::Child);
    let unused = passage.has(Term::Not) && passage.has(Term::Use);
    passage.has(Term::Child) && (passage.terms.meets(ABOUT) || headed || unused)
}

const NOT_FOR_THEM: &str = "not intended for their use";
const NOT_COLLECTED: &str = "no knowing collection";

/// "The site is not directed at children, and we do not knowingly collect their data": the clauses of both.
fn two_stances(passage: &Passage<'_, '_>) -> Option<(Range<usize>, Range<usize>)> {
    let clause = |term: Term, without: Term| {
        passage.clauses.iter().find(|clause| {
            let terms = passage.terms_of(clause);
            terms.has(Term::Not) && terms.has(term) && !terms.has(without)
        })
    };
    let barred = clause(Term::Intended, Term::Knowingly)?;
    let collected = clause(Term::Knowingly, Term::Intended)?;
    let collects = passage.terms_of(collected).meets(Terms::of(&[Term::Collect, Term::Use]));
    (barred.end <= collected.start && collects && passage.first(Terms::of(&[Term::Child]), barred).is_some())
        .then(|| (barred.clone(), collected.clone()))
}

/// "You must be 18 or older to use our services", "You represent that you are at least 13 years old".
fn minimum(passage: &Passage<'_, '_>) -> Option<Fact> {
    const OLD: Terms = Terms::of(&[Term::Young]);
    if !(passage.has(Term::You) || passage.heading.has(Term::Child)) || !passage.has(Term::Young) {
        return None;
    }
    let (age, words) = age(passage.reading, passage.sentence)?;
    let before = passage.first(OLD, &(words.start.saturating_sub(2)..words.start)).is_some();
    let after = passage.within(OLD, &(words.end..words.end + 5)).count();
    // "You must be over 18 to use this site": nothing but a person is that old.
    let bound = before
        && passage.has(Term::Must)
        && passage.first(OLD, &(words.start.saturating_sub(1)..words.start)).is_some();
    // "at least 18 years", "18 or older": two words for age, and none for time ("at least 14 days").
    let days = passage.has(Term::Days) && !passage.has(Term::Must);
    let whole = passage.sentence.words.clone();
    ((usize::from(before) + after > 1 || bound) && !days)
        .then(|| passage.fact(FactKind::Child, format!("minimum age {age}"), whole))
}

/// "under the age of 16", "13 år": the number stands close to a word for age.
fn is_limit(passage: &Passage<'_, '_>, number: &Range<usize>) -> bool {
    const NEAR: Terms = Terms::of(&[Term::Young, Term::Child]);
    passage.first(NEAR, &(number.start.saturating_sub(4)..number.end + 5)).is_some()
}

/// What is done or not done, and the words that say it.
fn stance(passage: &Passage<'_, '_>, aged: bool) -> Option<(String, Range<usize>)> {
    const TAKES: Terms = Terms::of(&[Term::Collect, Term::Use, Term::Share]);
    let terms = passage.terms;
    let whole = passage.sentence.words.clone();
    let denied = terms.has(Term::Not) || terms.has(Term::Never);
    let said = if denied && terms.has(Term::Intended) && !terms.has(Term::Knowingly) {
        NOT_FOR_THEM
    } else if terms.has(Term::Delete)
        && !(denied && terms.has(Term::Intended))
        && (aged || terms.has(Term::You) || !terms.has(Term::Child) || concerns_children(passage))
    {
        "information is deleted"
    } else if denied && terms.has(Term::Sell) && terms.has(Term::Knowingly) && !terms.has(Term::Collect) {
        "no knowing sale or sharing"
    } else if denied && terms.has(Term::Knowingly) && terms.meets(TAKES) {
        NOT_COLLECTED
    } else if terms.has(Term::Parent) && terms.has(Term::Consent) {
        "consent or authorization of parent or guardian"
    } else if terms.has(Term::Parent)
        && (terms.has(Term::Notify) || terms.has(Term::Complain) || terms.has(Term::Lodge))
    {
        "parent or guardian can contact the company"
    } else if (aged || terms.has(Term::Child)) && asks_to_be_told(passage) {
        // "If you believe that we have data of a child under 13, please contact us."
        "the company can be told of their information"
    } else if denied && terms.meets(TAKES) {
        "no collection"
    } else if terms.has(Term::Protect) && (aged || passage.heading.has(Term::Child)) {
        "their information is protected"
    } else if terms.has(Term::Child) && (passage.heading.has(Term::Child) || aged) {
        let verb = passage.first(Terms::of(&[Term::Will, Term::Use, Term::Must, Term::Can]), &whole)?;
        let clause = passage.clause(verb.words.start);
        let about = passage.terms_of(&clause).has(Term::Child);
        return about.then(|| (passage.phrase(&clause, 16), whole));
    } else {
        return None;
    };
    Some((said.to_owned(), whole))
}

/// "If you become aware of it, please contact us."
fn asks_to_be_told(passage: &Passage<'_, '_>) -> bool {
    const LODGES: Terms = Terms::of(&[Term::Lodge]);
    let wish = |clause: &Range<usize>| {
        passage.first(Terms::of(&[Term::If]), &(clause.start..clause.start + 1)).is_some()
            && passage.first(Terms::of(&[Term::You]), &(clause.start + 1..clause.start + 3)).is_some()
    };
    let mut requests = passage.within(Terms::of(&[Term::Request]), &passage.sentence.words);
    passage.clauses.first().is_some_and(wish)
        && requests
            .any(|request| passage.within(LODGES, &request.words).any(|lodge| lodge.words == request.words))
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn stances_with_and_without_an_age() {
        check(
            FactKind::Child,
            "en",
            "We do not knowingly collect personal data of children under the age of 16.",
            "under 16: no knowing collection",
        );
        check(
            FactKind::Child,
            "en",
            "We do not knowingly sell the personal information of consumers under the age of sixteen.",
            "under 16: no knowing sale or sharing",
        );
        check(FactKind::Child, "en", "The site is not intended for children.", "not intended for their use");
        check(
            FactKind::Child,
            "en",
            "The app is not directed at children under 13, and we do not knowingly collect data from children under 13.",
            "under 13: not intended for their use; under 13: no knowing collection",
        );
        check(
            FactKind::Child,
            "sv",
            "Vi samlar inte medvetet in uppgifter från barn under 13 år.",
            "under 13: no knowing collection",
        );
        check(FactKind::Child, "en", "We may ask how many children you have.", "");
        check(FactKind::Child, "en", "You must be 18 years or older to use our services.", "minimum age 18");
        check(FactKind::Child, "en", "You must be at least 13 years old.", "minimum age 13");
        check(FactKind::Child, "en", "You must be over 18 to use this site.", "minimum age 18");
        check(
            FactKind::Child,
            "en",
            "If you believe we might have information about a child under 13, please contact us.",
            "under 13: the company can be told of their information",
        );
        check(
            FactKind::Child,
            "en",
            "Our service does not address anyone under the age of 13.",
            "under 13: not intended for their use",
        );
        check(FactKind::Child, "en", "You can ask for it for at least 14 days.", "");
    }

    #[test]
    fn what_a_school_keeps_is_no_rule_about_age() {
        check(FactKind::Child, "sv", "Uppgifterna raderas efter fyra månader om barnet inte döps.", "");
        check(
            FactKind::Child,
            "en",
            "If we learn that we have collected data of a child, we delete them.",
            "information is deleted",
        );
    }
}
