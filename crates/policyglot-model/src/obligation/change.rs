//! How changes of the policy are announced, when they take effect, and what going on using the service means.

use std::ops::Range;

use super::passage::Passage;
use super::term::{Term, Terms};
use crate::value::duration::durations;
use crate::{Fact, FactKind};

/// Adds what a sentence says about changes of the policy.
pub(crate) fn facts(passage: &Passage<'_, '_>, facts: &mut Vec<Fact>) {
    // "Accessing and updating your data" is no heading on the policy's changes.
    const READERS: Terms = Terms::of(&[Term::Right, Term::Delete, Term::Access, Term::Data]);
    // "We may change this policy. If we make material changes, we will notify you.": the second goes on.
    let goes_on = passage.has(Term::Change)
        && facts
            .iter()
            .rev()
            .take(4)
            .any(|fact| fact.kind == FactKind::Change && fact.block == passage.sentence.block);
    let heading = passage.heading;
    let section =
        heading.has(Term::Change) && (heading.has(Term::Policy) || !heading.meets(READERS)) || goes_on;
    let of_policy = passage.has(Term::Policy) && passage.has(Term::Change);
    if !(section || of_policy) || passage.has(Term::Child) {
        return;
    }
    let mut said = None;
    for clause in &passage.clauses {
        let Some(value) = statement(passage, clause, section) else { continue };
        if said.as_ref() == Some(&value) {
            continue;
        }
        let mut fact = passage.fact(FactKind::Change, value.clone(), clause.clone());
        fact.details.condition = passage.condition(clause);
        facts.push(fact);
        said = Some(value);
    }
}

/// What one clause says.
fn statement(passage: &Passage<'_, '_>, clause: &Range<usize>, section: bool) -> Option<String> {
    const SPOKEN: Terms = Terms::of(&[Term::Notify, Term::Mail]);
    const SURE: Terms = Terms::of(&[Term::Will, Term::Must, Term::We]);
    const OPEN: Terms = Terms::of(&[Term::May, Term::FromTime, Term::Will]);
    const HISTORY: Terms = Terms::of(&[Term::History]);
    // A clause of its own must speak of the change, or stand beside one that does.
    if !(section || near_change(passage, clause)) {
        return None;
    }
    let terms = passage.terms_of(clause);
    let ours = !by_reader(passage, clause);
    let top = passage.first(Terms::of(&[Term::Top]), &passage.sentence.words);
    if terms.has(Term::DateOnTop) && (top.is_some() || terms.has(Term::Will)) {
        return Some(match top {
            // "on the top", "at the bottom": the preposition stands two or three words before.
            Some(top) => {
                format!("date {}", passage.short(&(top.words.start.saturating_sub(2)..top.words.end), 3))
            }
            None => "date of the last update".to_owned(),
        });
    }
    if terms.has(Term::Continue) && passage.has(Term::Agree) {
        return Some("continued use is consent".to_owned());
    }
    if terms.has(Term::Effective) && passage.has(Term::Post) {
        // "Changes take effect 30 days after they are posted."
        let delay = durations(passage.reading, passage.sentence).next();
        return Some(match delay {
            Some(delay) => format!("effective {} after posting", passage.short(&delay.words, 6)),
            None => "effective on posting".to_owned(),
        });
    }
    let told = terms.has(Term::Notify) && (terms.meets(SURE) && ours || terms.has(Term::BeTold));
    if told || (terms.meets(SPOKEN) && terms.has(Term::Post) && terms.has(Term::We)) {
        return Some(notice(passage, clause));
    }
    if terms.has(Term::Post) && terms.has(Term::Change) && terms.meets(SURE) && ours {
        return Some("posted on the site".to_owned());
    }
    // "We encourage you to review this policy regularly", "we regularly review our policy".
    let read = passage.last(Terms::of(&[Term::CheckBack]), clause).filter(|_| terms.has(Term::FromTime));
    if let Some(read) = read.filter(|_| section || terms.has(Term::Policy)) {
        let who = passage.last(Terms::of(&[Term::We, Term::You]), &(clause.start..read.words.start));
        let by_us = who.is_some_and(|who| who.term == Term::We);
        let value = if by_us { "policy reviewed regularly" } else { "regular review encouraged" };
        return Some(value.to_owned());
    }
    if terms.has(Term::Change) && terms.has(Term::Govern) {
        return Some("latest version governs".to_owned());
    }
    if terms.has(Term::Change) && terms.has(Term::Effective) {
        return Some("effective date of changes".to_owned());
    }
    if terms.has(Term::Change) && names_policy(passage, clause) && terms.meets(OPEN) && ours {
        return Some("policy may change from time to time".to_owned());
    }
    let shown = passage.first(HISTORY, clause).filter(|_| section && terms.has(Term::Can))?;
    Some(passage.short(&shown.words, 4))
}

/// Whether a clause names the policy, or the sentence does so where nothing is said to change: "Our site may change, and
/// we will revise this policy" has the policy in the second clause alone.
fn names_policy(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    let both = |clause: &Range<usize>| {
        let terms = passage.terms_of(clause);
        terms.has(Term::Policy) && terms.has(Term::Change) && terms.meets(Terms::of(&[Term::May, Term::Will]))
    };
    passage.terms_of(clause).has(Term::Policy)
        || passage.has(Term::Policy) && !passage.clauses.iter().any(both)
}

/// "material changes: notice, e-mail, website".
fn notice(passage: &Passage<'_, '_>, clause: &Range<usize>) -> String {
    let words = &passage.sentence.words;
    let said = |term: Term, range: &Range<usize>| {
        // The longest phrase comes first at each place, and the shortest names it best.
        let cue = passage.first(Terms::of(&[term]), range)?;
        let cue =
            passage.within(Terms::of(&[term]), range).rfind(|other| other.words.end <= cue.words.end)?;
        Some(passage.short(&cue.words, 3))
    };
    let mut value = match said(Term::Material, words) {
        Some(material) => {
            format!("{}: ", named_change(passage).unwrap_or_else(|| format!("{material} changes")))
        }
        None => String::new(),
    };
    match (passage.has(Term::Mail), passage.terms_of(clause).has(Term::Post)) {
        (true, true) => value.push_str("notice, e-mail, website"),
        (true, false) => value.push_str("notice, e-mail"),
        (false, true) => value.push_str("notice, website"),
        (false, false) => value.push_str(&said(Term::Notify, clause).unwrap_or_else(|| "notice".to_owned())),
    }
    value
}

/// "material changes", in the text's words, where the two stand together.
fn named_change(passage: &Passage<'_, '_>) -> Option<String> {
    let material = passage.first(Terms::of(&[Term::Material]), &passage.sentence.words)?;
    let next = material.words.end..material.words.end + 1;
    let change = passage.first(Terms::of(&[Term::Change]), &next)?;
    Some(passage.short(&(material.words.start..change.words.end), 4))
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
            "material changes: notice, e-mail",
        );
        check(
            FactKind::Change,
            "en",
            "Your continued use of the site after changes to this policy means that you accept them.",
            "continued use is consent",
        );
        check(
            FactKind::Change,
            "en",
            "We may amend this policy. If we make significant changes we will tell you by email.",
            "policy may change from time to time; significant changes: notice, e-mail",
        );
        check(
            FactKind::Change,
            "en",
            "We encourage you to check this policy periodically for changes.",
            "regular review encouraged",
        );
        check(
            FactKind::Change,
            "en",
            "We reserve the right to amend this privacy statement. Continuing to play after a change means you accept the policy.",
            "policy may change from time to time; continued use is consent",
        );
        check(
            FactKind::Change,
            "en",
            "If we post a change of this policy you will be deemed to have accepted it.",
            "posted on the site; continued use is consent",
        );
        check(FactKind::Change, "en", "You can change your password.", "");
        check(
            FactKind::Change,
            "en",
            "We keep this notice under regular review.",
            "policy reviewed regularly",
        );
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
