//! What the reader may do: see, correct, erase, take along, object, withdraw, opt out, complain, and by which means.

use std::ops::Range;

use policyglot_lexer::WordKind;
use policyglot_parser::{Block, BlockKind};

use super::passage::{Cue, Passage};
use super::term::{Term, Terms};
use crate::concept::ConceptKind;
use crate::{ConceptId, Concepts, Fact, FactKind, Text};

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
    (Term::GiveAccess, "right.access"),
    (Term::Copy, "right.copy"),
    (Term::Rectify, "right.rectify"),
    (Term::Restrict, "right.restrict"),
    (Term::Delete, "right.erase"),
    (Term::Object, "right.object"),
    (Term::Withdraw, "right.withdraw-consent"),
    (Term::OptOut, "right.opt-out-marketing"),
    (Term::Unsubscribe, "right.opt-out-marketing"),
    (Term::CancelAccount, "right.cancel-account"),
    (Term::Complain, "right.complain"),
    (Term::Refuse, "right.refuse-cookies"),
    (Term::Anonymous, "right.anonymous-use"),
];

/// What gives the reader leave: before the verb in its clause.
const LEAVE: Terms = Terms::of(&[Term::Can, Term::Right, Term::Request]);

/// Adds the rights that a sentence gives the reader; each right once a clause.
pub(crate) fn facts(passage: &Passage<'_, '_>, rights: &Rights, facts: &mut Vec<Fact>) {
    let said = facts.len();
    for &(term, id, concept) in &rights.rights {
        if !passage.has(term) {
            continue;
        }
        let mut end = 0;
        for cue in passage.within(Terms::of(&[term]), &passage.sentence.words) {
            if cue.words.start < end {
                continue;
            }
            let Some((words, strength)) = exercised(passage, cue) else { continue };
            // "To cancel the account" is more than to erase data, "removed from our mailing list" less.
            let (id, concept) = match term {
                Term::Delete if passage.within(FULLER, &cue_reach(cue)).next().is_some() => continue,
                Term::Delete if ends_account(passage, cue) => {
                    rights.find(Term::CancelAccount).unwrap_or((id, concept))
                }
                _ => (id, concept),
            };
            // "If you opt out, you may still see …" tells of a right that was given before.
            let told =
                |fact: &Fact| fact.kind == FactKind::Right && fact.concept == concept && concept.is_some();
            let again = facts[said..]
                .iter()
                .any(|fact| told(fact) && fact.span.overlaps(passage.reading.span(words.clone())));
            if again || (strength == Strength::Told && facts.iter().any(told)) {
                continue;
            }
            end = words.end.max(passage.clause(cue.words.start).end);
            let label = match concept {
                Some(concept) => {
                    passage.reading.concept(passage.reading.concepts.root(concept)).label.clone()
                }
                None => id.trim_start_matches("right.").into(),
            };
            let said_in = clause_of(passage, &words);
            let mut fact = passage.fact(FactKind::Right, label, words);
            fact.concept = concept;
            fact.details.channel = channel(passage, &said_in).map(Text::from);
            fact.details.condition = passage.condition(&passage.clause(cue.words.start));
            facts.push(fact);
            let marketing =
                of_marketing(passage, cue).filter(|_| term == Term::Object && !passage.terms.meets(OUT));
            if let (Some(words), Some((_, concept))) = (marketing, rights.find(Term::OptOut)) {
                let channel = facts.last().and_then(|fact| fact.details.channel.clone());
                let label = concept.map(|concept| passage.reading.concept(concept).label.clone());
                let mut fact = passage.fact(FactKind::Right, label, words);
                (fact.concept, fact.details.channel) = (concept, channel);
                facts.push(fact);
            }
        }
    }
}

/// What ends messages by itself.
const OUT: Terms = Terms::of(&[Term::OptOut, Term::Unsubscribe]);

impl Rights {
    fn find(&self, term: Term) -> Option<(&'static str, Option<ConceptId>)> {
        self.rights.iter().find(|right| right.0 == term).map(|&(_, id, concept)| (id, concept))
    }
}

/// To object to "direct marketing messages" is to opt out of them: the words that say so, behind the objection at `cue`.
fn of_marketing(passage: &Passage<'_, '_>, cue: &Cue) -> Option<Range<usize>> {
    let after = cue.words.end..passage.sentence.words.end.min(cue.words.end + 24);
    let marketing = passage.first(Terms::of(&[Term::Marketing]), &after)?;
    Some(marketing.words.start.saturating_sub(4).max(cue.words.end)..marketing.words.end)
}

/// Rights that mean more or less than erasing data.
const FULLER: Terms = Terms::of(&[Term::CancelAccount, Term::OptOut]);

fn cue_reach(cue: &Cue) -> Range<usize> {
    cue.words.start.saturating_sub(1)..cue.words.end + 3
}

/// "deletion of your Example account", but not "delete your account information".
fn ends_account(passage: &Passage<'_, '_>, cue: &Cue) -> bool {
    let near = cue.words.end..cue.words.end + 5;
    let Some(account) = passage.first(Terms::of(&[Term::Account]), &near) else { return false };
    let data = passage
        .mentions(&(cue.words.end..account.words.end + 2))
        .any(|mention| mention.kind == ConceptKind::Data);
    !data && passage.clause(cue.words.start).end >= account.words.end
}

/// What tells the way to a right.
const WAY: Terms = Terms::of(&[Term::Request, Term::Means, Term::Lodge, Term::Unsubscribe]);

/// How a right is spoken of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strength {
    /// The sentence gives it.
    Given,
    /// The sentence tells what follows from its use.
    Told,
}

/// The words that give the right that `cue` speaks of, or `None` where the cue stands for something else.
fn exercised(passage: &Passage<'_, '_>, cue: &Cue) -> Option<(Range<usize>, Strength)> {
    let clause = passage.clause(cue.words.start);
    let (leave, strength) = leave(passage, cue, &clause)?;
    let start = leave.max(cue.words.start.saturating_sub(12)).min(cue.words.start);
    let end = object(passage, cue, &clause)?.max(cue.words.end);
    // "If you want to see your data, you can write to us": the way to it belongs to the right.
    let wish = passage.first(Terms::of(&[Term::If]), &(clause.start..clause.start + 2)).is_some();
    let next = passage.clauses.iter().find(|next| next.start >= clause.end).filter(|_| wish);
    let way = next.filter(|next| {
        let terms = passage.terms_of(next);
        terms.meets(WAY)
    });
    let strength = if way.is_some() { Strength::Given } else { strength };
    Some((start..way.map_or(end, |way| way.end.min(end + 24)), strength))
}

/// Where the leave starts that a cue is under.
fn leave(passage: &Passage<'_, '_>, cue: &Cue, clause: &Range<usize>) -> Option<(usize, Strength)> {
    let before = clause.start..cue.words.start;
    let subject = passage.last(PEOPLE, &before).map(|cue| cue.term);
    let given = passage.first(LEAVE, &before);
    let terms = passage.terms_of(&before);
    let denied = terms.has(Term::Not) || terms.has(Term::Disclaim);
    let section = passage.heading.has(Term::Right) || passage.heading.has(Term::Can);
    let offered = passage.lead.has(Term::Right)
        || passage.lead.has(Term::Request)
        || (passage.lead.has(Term::Can) && passage.lead.has(Term::You) && !passage.lead.has(Term::We));
    let listed = passage.kind == BlockKind::Item
        && offered
        && (clause.start == passage.sentence.words.start
            || terms.has(Term::Right)
            || terms.has(Term::Request));
    let wish = (terms.has(Term::If) || terms.has(Term::Unless)) && !terms.has(Term::Request);
    // "Opting out does not mean …" tells of it, too.
    let told = wish || (cue.words.start == clause.start && !listed && !section);
    let strength = if told { Strength::Told } else { Strength::Given };
    let spoken = |user: bool, theirs: bool| (user && !theirs).then_some((clause.start, strength));
    let ours = subject == Some(Term::We);
    match cue.term {
        // "If you block our cookies", "most browsers let you": to speak of it is to grant it.
        Term::Refuse if denied => return None,
        Term::Refuse if ours => return None,
        Term::Refuse => {
            let strength = if terms.has(Term::Can) && !wish { Strength::Given } else { Strength::Told };
            let user = passage.has(Term::You) || passage.has(Term::Browser);
            return user.then_some((clause.start, strength));
        }
        Term::GiveAccess => return Some((clause.start, Strength::Given)),
        Term::OptOut | Term::Unsubscribe => {
            // "You cannot unsubscribe from service messages."
            let near = clause.start.max(cue.words.start.saturating_sub(2))..cue.words.start;
            if passage.first(Terms::of(&[Term::Not]), &near).is_some() {
                return None;
            }
            let user = passage.has(Term::You) || passage.has(Term::Right) || listed || section;
            return spoken(user, matches!(subject, Some(Term::We | Term::Others)) && given.is_none());
        }
        Term::CancelAccount | Term::Anonymous | Term::Complain => {
            return spoken(passage.has(Term::You) || listed || section, ours);
        }
        _ => {}
    }
    if denied {
        return None;
    }
    if let Some(given) = given {
        // "You can opt out by updating your settings" gives no right to update.
        if passage.first(Terms::of(&[Term::Means]), &(given.words.end..cue.words.start)).is_some() {
            return None;
        }
        // "we may access" is the company's leave; "you can ask that we delete your data" the reader's.
        let can = given.term == Term::Can;
        let from = if can { clause.start } else { passage.sentence.words.start };
        let who = passage.last(PEOPLE, &(from..given.words.end));
        let theirs = who.is_some_and(|who| who.term != Term::You);
        let first = passage.first(PEOPLE, &(from..cue.words.start)).map(|who| who.term);
        let granted = if can {
            // "the options we offer for you to access": the reader stands between.
            who.is_some_and(|who| who.term == Term::You)
                || (listed && !theirs)
                || who.is_none() && subject == Some(Term::You)
        } else {
            let reader = passage.has(Term::You) || listed || given.term == Term::Right;
            reader
                && (!theirs
                    || first == Some(Term::You)
                    || given.term == Term::Right && who.is_none_or(|who| who.term == Term::We))
        };
        let start = who.map_or(given.words.start, |who| who.words.start.max(clause.start));
        return granted.then_some((given.words.start.min(start), Strength::Given));
    }
    // "To delete your data, simply uninstall the application."
    let opens = clause.start == passage.sentence.words.start && cue.words.start == clause.start + 1;
    if opens && cue.term == Term::Delete && terms == Terms::default() {
        return Some((clause.start, Strength::Given));
    }
    // "If you delete a post" says what the reader can do.
    if subject == Some(Term::You)
        && wish
        && !passage.has(Term::Collect)
        && matches!(cue.term, Term::Delete | Term::Rectify)
    {
        return Some((clause.start, Strength::Told));
    }
    // Items of "You have the right to:", and the rest of a sentence that began so.
    let carried = passage.first(LEAVE, &(passage.sentence.words.start..clause.start)).is_some_and(|leave| {
        let who = passage.last(PEOPLE, &(passage.sentence.words.start..leave.words.end));
        leave.term != Term::Can && who.is_none_or(|who| who.term == Term::You)
    });
    let asked = terms.has(Term::Which) && carried && passage.kind == BlockKind::Item;
    let after_right =
        passage.kind != BlockKind::Item && passage.has(Term::Right) && section && passage.has(Term::You);
    ((listed || carried || after_right) && (!ours || asked)).then_some((clause.start, Strength::Given))
}

const PEOPLE: Terms = Terms::of(&[Term::We, Term::You, Term::Others]);

/// What is chosen rather than corrected: "change your browser settings", "update your marketing preferences".
const CHOICES: Terms = Terms::of(&[Term::Browser, Term::Cookies, Term::Marketing]);

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
            let right = passage.terms_of(&(near.start..cue.words.start)).has(Term::Right)
                && matches!(cue.term, Term::Copy | Term::Restrict | Term::Object | Term::Access);
            // "request correction" asks for it whatever of.
            let asked = passage
                .first(Terms::of(&[Term::Request]), &(cue.words.start.saturating_sub(2)..cue.words.start));
            // "that it be deleted"
            let undone = matches!(cue.term, Term::Delete | Term::Rectify | Term::Restrict);
            let before = cue.words.start.saturating_sub(3)..cue.words.start;
            let thing = end(&[Term::Data], &before).filter(|_| undone);

            let soon = cue.words.end..after.end.min(cue.words.end + 5);
            if cue.term == Term::Rectify && passage.first(CHOICES, &soon).is_some() {
                return None;
            }
            // "delete cookies" is no right to one's data.
            let next = cue.words.end..cue.words.end + 3;
            if passage.first(Terms::of(&[Term::Cookies]), &next).is_some() {
                return None;
            }
            let thing = thing.map(|_| clause.end.min(cue.words.end + 6));
            named
                .or(data)
                .or(thing)
                .or((title || right || asked.is_some()).then_some(clause.end.min(cue.words.end + 6)))
        }
        Term::Withdraw => end(&[Term::Consent], &after).or_else(|| end(&[Term::Consent], &near)),
        Term::Refuse => end(&[Term::Cookies], &after).or_else(|| end(&[Term::Cookies], &near)),
        Term::Unsubscribe => Some(clause.end.min(cue.words.end + 8)),
        Term::OptOut => {
            let marketing = passage.has(Term::Marketing) || passage.heading.has(Term::Marketing);
            marketing.then(|| end(&[Term::Marketing], &after).unwrap_or(clause.end.min(cue.words.end + 6)))
        }
        Term::Complain => {
            let made = end(&[Term::Lodge, Term::Right], &passage.sentence.words);
            made.map(|_| clause.end.min(cue.words.end + 8))
        }
        Term::Anonymous => {
            let visit = passage.first(Terms::of(&[Term::Visit]), &passage.sentence.words).is_some();
            visit.then_some(clause.end.min(cue.words.end + 4))
        }
        _ => Some(cue.words.end),
    }
}

/// By which means a right is used: an address, or what stands after "by", "through", "using"; for an item, in the
/// sentence that introduces the list or in the one that goes on after it ("… by e-mailing privacy@example.com").
fn channel(passage: &Passage<'_, '_>, said_in: &Range<usize>) -> Option<String> {
    let reading = passage.reading;
    let address = |words: Range<usize>| {
        let words = reading.words.get(words).unwrap_or_default();
        let found = words.iter().find(|word| matches!(word.kind, WordKind::Email | WordKind::Url))?;
        Some(reading.text(found.span).to_owned())
    };
    let own = address(passage.sentence.words.clone()).or_else(|| {
        let means = passage.first(Terms::of(&[Term::Means]), said_in)?;
        let clause = passage.clause(means.words.start);
        let text = passage.phrase(&(means.words.end..clause.end), 10);
        (!text.is_empty()).then_some(text)
    });
    own.or_else(|| address(reading.sentences.get(passage.lead_at?)?.words.clone())).or_else(|| {
        passage.lead_at?;
        let after = reading.sentences.get(passage.at + 1..)?.iter().take(LONGEST_LIST);
        let is_item = |block: &Block| block.kind == BlockKind::Item;
        let next = after.filter(|next| !reading.document.block(next.block).is_some_and(is_item)).take(2);
        next.into_iter().find_map(|next| address(next.words.clone()))
    })
}

/// The clauses that `words` lie in.
fn clause_of(passage: &Passage<'_, '_>, words: &Range<usize>) -> Range<usize> {
    passage.clause(words.start).start..passage.clause(words.end.saturating_sub(1).max(words.start)).end
}

/// No list of rights has more sentences.
const LONGEST_LIST: usize = 40;

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
    fn items_take_their_leave_from_the_sentence_before_the_list() {
        check(
            FactKind::Right,
            "en",
            "You have the right to:\n\n- access your personal data;\n- receive a copy of your data;\n- object to the processing.\n",
            "access; copy; object",
        );
        check(FactKind::Right, "en", "We may:\n\n- access your personal data;\n- delete your posts.\n", "");
    }

    #[test]
    fn what_is_no_right_to_data() {
        check(FactKind::Right, "en", "You can change your browser settings.", "");
        check(FactKind::Right, "en", "You cannot unsubscribe from service messages.", "");
        check(FactKind::Right, "en", "You can opt out by updating your profile.", "");
    }

    #[test]
    fn rights_in_swedish() {
        check(FactKind::Right, "sv", "Du har rätt att begära radering av dina personuppgifter.", "erase");
        check(FactKind::Right, "sv", "Du kan när som helst återkalla ditt samtycke.", "withdraw-consent");
    }
}
