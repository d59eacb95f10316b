//! What the reader may do: see, correct, erase, take along, object, withdraw, opt out, complain, and by which means.

use std::ops::Range;

use policyglot_lexer::WordKind;
use policyglot_parser::BlockKind;

use super::passage::{Cue, Passage};
use super::term::{Term, Terms};
use crate::concept::ConceptKind;
use crate::{ConceptId, Concepts, Fact, FactKind};

/// The right concepts of the vocabulary.
pub(crate) struct Rights {
    rights: Vec<(Term, &'static str, Option<ConceptId>)>,
}

impl Rights {
    /// Looks the rights up in a table of concepts.
    pub(crate) fn new(concepts: &Concepts) -> Self {
        let find = |&(term, id): &(Term, &'static str)| (term, id, concepts.find(id));
        Self { rights: RIGHTS.iter().map(find).collect() }
    }
}

/// Which verbs and nouns speak of which right.
const RIGHTS: &[(Term, &str)] = &[
    (Term::Access, "right.access"),
    (Term::Copy, "right.copy"),
    (Term::Rectify, "right.rectify"),
    (Term::Restrict, "right.restrict"),
    (Term::Delete, "right.erase"),
    (Term::Object, "right.object"),
    (Term::Withdraw, "right.withdraw-consent"),
    (Term::OptOut, "right.opt-out-marketing"),
    (Term::CancelAccount, "right.cancel-account"),
    (Term::Complain, "right.complain"),
    (Term::Refuse, "right.refuse-cookies"),
    (Term::Anonymous, "right.anonymous-use"),
];

/// What gives the reader leave: before the verb in its clause.
const LEAVE: Terms = Terms::of(&[Term::Can, Term::Right, Term::Request]);

/// Adds the rights that a sentence gives the reader.
pub(crate) fn facts(passage: &Passage<'_, '_>, rights: &Rights, facts: &mut Vec<Fact>) {
    for &(term, id, concept) in &rights.rights {
        if !passage.has(term) {
            continue;
        }
        let mut end = 0;
        for cue in passage.within(Terms::of(&[term]), &passage.sentence.words) {
            if cue.words.start < end {
                continue;
            }
            let Some(words) = exercised(passage, cue) else { continue };
            end = passage.clause(cue.words.start).end;
            let label = match concept {
                Some(concept) => {
                    passage.reading.concept(passage.reading.concepts.root(concept)).label.clone()
                }
                None => id.trim_start_matches("right.").to_owned(),
            };
            let mut fact = passage.fact(FactKind::Right, label, words);
            fact.concept = concept;
            fact.channel = channel(passage);
            fact.condition = passage.condition(&passage.clause(cue.words.start));
            facts.push(fact);
        }
    }
}

/// The words that give the right that `cue` speaks of, or `None` where the cue stands for something else.
fn exercised(passage: &Passage<'_, '_>, cue: &Cue) -> Option<Range<usize>> {
    let clause = passage.clause(cue.words.start);
    let leave = leave(passage, cue, &clause)?;
    let start = leave.start.max(cue.words.start.saturating_sub(12)).min(cue.words.start);
    let object = object(passage, cue, &clause)?;
    Some(start..object.max(cue.words.end))
}

/// Where the leave starts that a cue is under.
fn leave(passage: &Passage<'_, '_>, cue: &Cue, clause: &Range<usize>) -> Option<Range<usize>> {
    let before = clause.start..cue.words.start;
    let subject = passage.last(Terms::of(&[Term::We, Term::You, Term::Others]), &before).map(|cue| cue.term);
    let given = passage.first(LEAVE, &before);
    let section = passage.heading.has(Term::Right) || passage.heading.has(Term::Can);
    let terms = passage.terms_of(&before);
    let denied = terms.has(Term::Not) || terms.has(Term::Disclaim);
    match cue.term {
        // "If you block our cookies", "most browsers allow you to", "you may unsubscribe": speaking of it is granting it.
        Term::Refuse => {
            let user = subject == Some(Term::You) || passage.has(Term::You) || passage.has(Term::Browser);
            return (user && subject != Some(Term::We)).then_some(clause.clone());
        }
        Term::OptOut => {
            let theirs = matches!(subject, Some(Term::We | Term::Others)) && given.is_none();
            let user = passage.has(Term::You)
                || passage.has(Term::Right)
                || passage.lead.has(Term::Right)
                || section;
            return (user && !theirs).then_some(clause.clone());
        }
        Term::CancelAccount | Term::Anonymous => {
            let user =
                passage.has(Term::You) || passage.lead.has(Term::Can) || passage.lead.has(Term::Request);
            return (user && subject != Some(Term::We)).then_some(clause.clone());
        }
        _ => {}
    }
    if denied {
        return None;
    }
    if let Some(given) = given {
        // "we may access" and "we can delete" are the company's leave; "that we delete your data" is asked of it.
        let asked = passage.first(Terms::of(&[Term::Request, Term::Right]), &before).is_some();
        let who =
            passage.last(Terms::of(&[Term::We, Term::You, Term::Others]), &(clause.start..given.words.end));
        let ours = who.is_some_and(|who| who.term != Term::You);
        if !ours || (asked && terms.has(Term::You)) || given.term == Term::Right {
            return Some(
                given.words.start.min(who.map_or(given.words.start, |who| who.words.start))..cue.words.end,
            );
        }
        return None;
    }
    // "To delete your data, simply uninstall the application."
    let purpose = cue.words.start == clause.start + 1 && clause.start == passage.sentence.words.start;
    if purpose && subject.is_none() && terms == Terms::default() && cue.term == Term::Delete {
        return Some(clause.clone());
    }
    // "If you delete a post" says what the reader can do.
    if subject == Some(Term::You) && terms.has(Term::If) && matches!(cue.term, Term::Delete | Term::Rectify) {
        return Some(clause.clone());
    }
    // Items of "You have the right to:", and the rest of a sentence that began so.
    let listed = passage.kind == BlockKind::Item
        && passage.lead.meets(LEAVE)
        && (passage.lead.has(Term::You) || passage.lead.has(Term::Right));
    let carried = passage
        .first(
            Terms::of(&[Term::Right, Term::Can, Term::Request]),
            &(passage.sentence.words.start..clause.start),
        )
        .is_some()
        && passage.has(Term::You);
    let after_right = passage.kind != BlockKind::Item && passage.has(Term::Right) && section;
    ((listed || carried || after_right) && subject != Some(Term::We)).then_some(clause.clone())
}

/// One past the last word of what the right is about, where it is about the right thing.
fn object(passage: &Passage<'_, '_>, cue: &Cue, clause: &Range<usize>) -> Option<usize> {
    let after = cue.words.end..passage.sentence.words.end.min(cue.words.end + 9);
    let near = cue.words.start.saturating_sub(8).max(clause.start)..after.end;
    let end = |terms: &[Term], range: &Range<usize>| {
        passage.first(Terms::of(terms), range).map(|cue| cue.words.end)
    };
    match cue.term {
        Term::Access | Term::Rectify | Term::Delete | Term::Copy | Term::Restrict | Term::Object => {
            let named = end(&[Term::Data, Term::Account], &after);
            let data = passage
                .mentions(&after)
                .find(|mention| mention.kind == ConceptKind::Data)
                .map(|mention| mention.words.end);
            let title = passage.kind == BlockKind::Item && clause.len() <= 4;
            let right = passage.terms_of(&near).has(Term::Right)
                && matches!(cue.term, Term::Copy | Term::Restrict | Term::Object | Term::Access);
            named.or(data).or((title || right).then_some(clause.end.min(cue.words.end + 6)))
        }
        Term::Withdraw => end(&[Term::Consent], &after).or_else(|| end(&[Term::Consent], &near)),
        Term::Refuse => end(&[Term::Cookies], &after).or_else(|| end(&[Term::Cookies], &near)),
        Term::OptOut => {
            let marketing = passage.has(Term::Marketing) || passage.heading.has(Term::Marketing);
            let cookies = passage.has(Term::Cookies) && !marketing;
            (!cookies).then(|| end(&[Term::Marketing], &after).unwrap_or(clause.end.min(cue.words.end + 6)))
        }
        Term::Complain => {
            let made = end(&[Term::Lodge, Term::Right], &(clause.start..cue.words.start));
            made.or_else(|| end(&[Term::Lodge], &after)).map(|_| clause.end.min(cue.words.end + 8))
        }
        Term::Anonymous => {
            let visit = passage.first(Terms::of(&[Term::Visit]), &passage.sentence.words).is_some();
            visit.then_some(clause.end.min(cue.words.end + 4))
        }
        _ => Some(cue.words.end),
    }
}

/// By which means a right is used: an address, or what stands after "by", "through", "using".
fn channel(passage: &Passage<'_, '_>) -> Option<String> {
    let words = &passage.reading.words[passage.sentence.words.clone()];
    if let Some(found) = words.iter().find(|word| matches!(word.kind, WordKind::Email | WordKind::Url)) {
        return Some(passage.reading.text(found.span).to_owned());
    }
    let means = passage.first(Terms::of(&[Term::Means]), &passage.sentence.words)?;
    let clause = passage.clause(means.words.start);
    let text = passage.phrase(&(means.words.end..clause.end), 10);
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn rights_in_sentences() {
        check(
            FactKind::Right,
            "en",
            "You can view, update and delete your personal information by logging into your account.",
            "access; rectify; erase",
        );
        check(FactKind::Right, "en", "You have the right to withdraw your consent.", "withdraw-consent");
        check(
            FactKind::Right,
            "en",
            "You may unsubscribe through the link in our emails.",
            "opt-out-marketing",
        );
        check(FactKind::Right, "en", "You may configure your browser to reject cookies.", "refuse-cookies");
        check(
            FactKind::Right,
            "en",
            "You have the right to lodge a complaint with a supervisory authority.",
            "complain",
        );
        check(FactKind::Right, "en", "We may access or delete your data.", "");
        check(FactKind::Right, "en", "When you access our site, we collect data.", "");
    }

    #[test]
    fn rights_in_swedish() {
        check(FactKind::Right, "sv", "Du har rätt att begära radering av dina personuppgifter.", "erase");
        check(FactKind::Right, "sv", "Du kan när som helst återkalla ditt samtycke.", "withdraw-consent");
    }
}
