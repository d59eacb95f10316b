//! How changes of the policy are announced, when they take effect, and what going on using the service means.

use std::ops::Range;

use super::passage::Passage;
use super::term::{Term, Terms};
use crate::{Fact, FactKind};

/// Adds what a sentence says about changes of the policy.
pub(crate) fn facts(passage: &Passage<'_, '_>, facts: &mut Vec<Fact>) {
    let section = passage.heading.has(Term::Change);
    let of_policy = passage.has(Term::Policy) && passage.has(Term::Change);
    if !(section || of_policy) || passage.has(Term::Child) {
        return;
    }
    let mut said: Option<&str> = None;
    for clause in &passage.clauses {
        let Some((value, words)) = statement(passage, clause, section) else { continue };
        if said == Some(value) {
            continue;
        }
        said = Some(value);
        let material = passage.has(Term::Material) && value.starts_with("notice");
        let value = if material { format!("material changes: {value}") } else { value.to_owned() };
        let mut fact = passage.fact(FactKind::Change, value, words);
        fact.condition = passage.condition(clause);
        facts.push(fact);
    }
}

/// What one clause says, and the words that say it.
fn statement(
    passage: &Passage<'_, '_>,
    clause: &Range<usize>,
    section: bool,
) -> Option<(&'static str, Range<usize>)> {
    let terms = passage.terms_of(clause);
    // A clause of its own must speak of the change or the policy, or stand beside one that does.
    let about = section || near_change(passage, clause);
    if !about {
        return None;
    }
    const SPOKEN: Terms = Terms::of(&[Term::Notify, Term::Mail]);
    const SURE: Terms = Terms::of(&[Term::Will, Term::Must, Term::We]);
    let whole = clause.clone();
    let value = if terms.has(Term::DateOnTop)
        && (terms.has(Term::Top) || passage.has(Term::Top) || terms.has(Term::Change))
    {
        "date of the last update at the top"
    } else if terms.has(Term::Continue) && passage.has(Term::Agree) {
        "continued use is consent"
    } else if terms.has(Term::Effective) && passage.has(Term::Post) {
        "effective on posting"
    } else if terms.has(Term::Notify) && terms.meets(SURE) && !by_reader(passage, clause) {
        notice(terms)
    } else if terms.meets(SPOKEN) && terms.has(Term::Post) && terms.has(Term::We) {
        notice(terms)
    } else if terms.has(Term::Post) && terms.has(Term::Change) && !by_reader(passage, clause) {
        "posted on the site"
    } else if terms.has(Term::Change) && terms.has(Term::Effective) {
        "effective date of changes"
    } else if terms.has(Term::Change)
        && passage.has(Term::Policy)
        && (terms.has(Term::May) || terms.has(Term::FromTime) || terms.has(Term::Will))
        && !by_reader(passage, clause)
    {
        "policy may change from time to time"
    } else if section && terms.has(Term::Change) && terms.has(Term::Can) && terms.has(Term::You) {
        "change history or latest version can be viewed"
    } else {
        return None;
    };
    Some((value, whole))
}

fn notice(terms: Terms) -> &'static str {
    match (terms.has(Term::Mail), terms.has(Term::Post)) {
        (true, true) => "notice by e-mail or on the website",
        (true, false) => "notice by e-mail",
        (false, true) => "notice on the website",
        (false, false) => "notice to the user",
    }
}

/// "changes to this policy" within a few words in the clause or in a clause beside it.
fn near_change(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    const EITHER: Terms = Terms::of(&[Term::Change]);
    passage.within(EITHER, &passage.sentence.words).any(|change| {
        let around = change.words.start.saturating_sub(6)..change.words.end + 6;
        passage.first(Terms::of(&[Term::Policy]), &around).is_some()
            && change.words.start + 25 > clause.start
            && change.words.start < clause.end + 25
    })
}

/// "you should review this policy": the reader's doing, not the company's.
fn by_reader(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    let verb = passage.first(Terms::of(&[Term::Change, Term::Notify, Term::Post]), clause);
    verb.and_then(|verb| passage.last(Terms::of(&[Term::We, Term::You]), &(clause.start..verb.words.start)))
        .is_some_and(|subject| subject.term == Term::You)
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn announcements() {
        check(
            FactKind::Change,
            "en",
            "We may change this policy from time to time.",
            "policy may change from time to time",
        );
        check(
            FactKind::Change,
            "en",
            "If there are material changes to this policy, we will notify you by email.",
            "material changes: notice by e-mail",
        );
        check(
            FactKind::Change,
            "en",
            "Your continued use of the site after changes to this policy means that you accept them.",
            "continued use is consent",
        );
        check(FactKind::Change, "en", "You can change your password.", "");
    }

    #[test]
    fn in_swedish() {
        check(
            FactKind::Change,
            "sv",
            "Vi kan komma att ändra denna integritetspolicy.",
            "policy may change from time to time",
        );
    }
}
