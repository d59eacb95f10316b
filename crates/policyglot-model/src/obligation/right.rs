//! What the reader may do: see, correct, erase, take along, object, withdraw, opt out, complain, and by which means.

use std::ops::Range;

use policyglot_parser::BlockKind;

use super::channel::channel;
use super::passage::{Cue, Passage};
use super::right_object::{ends_account, is_fuller, is_requested, object};
use super::right_told::{
    asks_whether, ends_period, ends_storage, is_bracketed, is_label, of_marketing, sent, stops, tells_way,
};
use super::term::{Term, Terms};
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

/// What a sentence with a condition gives none the less.
const ASKS: Terms = Terms::of(&[Term::Request, Term::Right]);
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
            if ends_period(passage, cue) || asks_whether(passage, cue) {
                continue;
            }
            // "To cancel the account" is more than to erase data, "removed from our mailing list" less.
            let (id, concept) = match term {
                Term::Delete if is_fuller(passage, cue) => continue,
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
            // Each paragraph on cookies tells anew how to refuse them.
            let here = |fact: &Fact| {
                told(fact) && (cue.term != Term::Refuse || fact.block == passage.sentence.block)
            };
            if again || (strength == Strength::Told && facts.iter().rev().any(here)) {
                continue;
            }
            // "The right to erasure: you can have it erased (right to be forgotten)" gives one right.
            let whole = facts[said..].iter().rposition(told).map(|at| said + at);
            let anew =
                passage.first(LEAVE, &(passage.clause(cue.words.start).start..cue.words.end)).is_some();
            match whole {
                Some(at) if is_label(passage, &facts[at]) => drop(facts.remove(at)),
                Some(_) if !(anew || MANY.has(term)) || is_bracketed(passage, cue) => continue,
                _ => {}
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
            fact.details.condition = condition(passage, cue);
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

/// What must hold for a right; "If you wish to access or delete your data, write to us" asks for nothing.
fn condition(passage: &Passage<'_, '_>, cue: &Cue) -> Option<Text> {
    const WISH: Terms = Terms::of(&[Term::Request]);
    let clause = passage.clause(cue.words.start);
    let first = passage.clauses.first()?;
    let wish = passage.first(Terms::of(&[Term::If]), &(first.start..first.start + 1)).is_some()
        && passage.first(Terms::of(&[Term::You]), &(first.start + 1..first.start + 2)).is_some()
        && passage.first(WISH, &(first.start..first.start + 4)).is_some();
    // "set your browser to notify you when it gets a cookie": a part of what it does.
    let part = passage.within(Terms::of(&[Term::If]), &cue.words).next().is_some();
    passage.condition(&clause).filter(|_| !wish && !part)
}

/// What is chosen of each company and for each device anew.
const MANY: Terms = Terms::of(&[Term::OptOut, Term::Unsubscribe, Term::Refuse]);

/// What ends messages by itself.
const OUT: Terms = Terms::of(&[Term::OptOut, Term::Unsubscribe]);

impl Rights {
    fn find(&self, term: Term) -> Option<(&'static str, Option<ConceptId>)> {
        self.rights.iter().find(|right| right.0 == term).map(|&(_, id, concept)| (id, concept))
    }
}

/// What tells the way to a right.
const WAY: Terms = Terms::of(&[Term::Request, Term::Means, Term::Lodge, Term::Unsubscribe, Term::OptOut]);

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
    // "If you want to see your data, you can write to us": the way to it belongs to the right.
    let wish = passage.first(Terms::of(&[Term::If]), &(clause.start..clause.start + 2)).is_some();
    let mut next = passage.clauses.iter().filter(|next| wish && next.start >= clause.end).take(2);
    let way = next.find(|next| passage.terms_of(next).meets(WAY));
    let (leave, strength) = leave(passage, cue, &clause).or_else(|| {
        // "If you object to it, contact us": by saying how, the sentence grants it; so does "your data may not be
        // processed if you object".
        let who = passage.last(PEOPLE, &(clause.start..cue.words.start));
        let reader = who.is_some_and(|subject| subject.term == Term::You);
        if reader && cue.term == Term::Object && stops(passage, &clause, cue) {
            return Some((clause.start, Strength::Given));
        }
        let asked = way.is_some_and(|way| passage.terms_of(way).has(Term::Request));
        (reader && asked && cue.term != Term::GiveAccess).then_some((clause.start, Strength::Given))
    })?;
    let far = cue.words.start.saturating_sub(12);
    let mut start = leave.max(far).min(cue.words.start);
    let mut end = object(passage, cue, &clause)?.max(cue.words.end);
    // "You have the right to ask for an extract of …, to have wrong data corrected, to have data erased": a member far
    // from its leave is quoted alone.
    if leave < far {
        let comma = |at: &usize| passage.is(*at, ",");
        start = (start..cue.words.start).rfind(comma).map_or(start, |comma| comma + 1);
        end = (cue.words.end..end).find(comma).unwrap_or(end);
    }
    let strength = if way.is_some() { Strength::Given } else { strength };
    Some((start..way.map_or(end, |way| way.end.min(end + 24)), strength))
}

/// What stands around a cue.
struct Setting<'p> {
    /// The terms before the cue in its clause.
    terms: Terms,
    /// Who stands right before it in its clause.
    subject: Option<Term>,
    /// The first leave before it in its clause.
    given: Option<&'p Cue>,
    /// Whether the section is about rights or choices.
    section: bool,
    /// Whether it is an item of "You have the right to:".
    listed: bool,
    wish: bool,
}

fn setting<'p>(passage: &'p Passage<'_, '_>, cue: &Cue, clause: &Range<usize>) -> Setting<'p> {
    let before = clause.start..cue.words.start;
    let terms = passage.terms_of(&before);
    let offered = passage.lead.has(Term::Right)
        || passage.lead.has(Term::Request)
        || (passage.lead.has(Term::Can) && passage.lead.has(Term::You) && !passage.lead.has(Term::We));
    // "You can have them corrected if they are wrong, and have a right to restrict": the right behind others.
    let who = passage.last(PEOPLE, &before);
    let others = who.filter(|who| who.term == Term::Others).map(|who| who.words.end);
    let anew = others.and_then(|end| passage.last(Terms::of(&[Term::Right]), &(end..before.end)));
    Setting {
        terms,
        subject: who.map(|cue| cue.term),
        given: anew.or_else(|| passage.first(LEAVE, &before)),
        section: passage.heading.has(Term::Right) || passage.heading.has(Term::Can),
        listed: passage.kind == BlockKind::Item
            && offered
            && (clause.start == passage.sentence.words.start || terms.meets(ASKS)),
        wish: (terms.has(Term::If) || terms.has(Term::Unless)) && !terms.meets(ASKS),
    }
}

/// Where the leave starts that a cue is under.
fn leave(passage: &Passage<'_, '_>, cue: &Cue, clause: &Range<usize>) -> Option<(usize, Strength)> {
    let around = setting(passage, cue, clause);
    let Setting { terms, subject, given, section, listed, wish } = around;
    let denied = terms.has(Term::Not) || terms.has(Term::Disclaim);
    // "Opting out does not mean …" tells of it, too.
    let told = wish || (cue.words.start == clause.start && !listed && !section);
    let strength = if told { Strength::Told } else { Strength::Given };
    let spoken = |user: bool, theirs: bool| (user && !theirs).then_some((clause.start, strength));
    let ours = subject == Some(Term::We);
    let offered = passage.has(Term::You) || passage.has(Term::Right) || listed || section;
    match cue.term {
        // "the third parties having access to your data"
        Term::Access if subject == Some(Term::Others) => None,
        // "If you block our cookies", "most browsers let you": to speak of it is to grant it.
        Term::Refuse if denied || ours || subject == Some(Term::Others) => None,
        Term::Refuse => {
            let strength = if terms.has(Term::Can) && !wish { Strength::Given } else { Strength::Told };
            // "including how to refuse cookies"
            let how = terms.has(Term::Inquiry) || passage.heading.has(Term::Cookies);
            let user = passage.has(Term::You) || passage.has(Term::Browser) || how;
            user.then_some((clause.start, strength))
        }
        Term::GiveAccess => (!denied).then_some((clause.start, Strength::Given)),
        // "We will send you a copy of your data."
        Term::Copy if !denied && sent(passage, cue, clause) => Some((clause.start, Strength::Given)),
        Term::OptOut | Term::Unsubscribe => {
            // "You cannot unsubscribe from service messages."
            let near = clause.start.max(cue.words.start.saturating_sub(4))..cue.words.start;
            if passage.first(Terms::of(&[Term::Not]), &near).is_some() || ends_storage(passage, cue) {
                return None;
            }
            // "If you have no account with us and do not want your data shared": who comes first wants it.
            let before = clause.start..cue.words.start;
            let first = passage.first(PEOPLE, &before).is_some_and(|who| who.term == Term::You) && wish;
            let theirs = matches!(subject, Some(Term::We | Term::Others)) && given.is_none() && !first;
            // "To opt out, visit …".
            let way = passage.first(Terms::of(&[Term::To]), &(clause.start..clause.start + 1)).is_some()
                && passage.terms.meets(WAY);
            spoken(offered || way || passage.has(Term::Request), theirs)
        }
        // "Acme runs without an account", "There is no account".
        Term::Anonymous => {
            let account = passage.first(Terms::of(&[Term::Account]), &cue.words).is_some();
            // "You can visit Acme without telling who you are."
            let visitor = passage.first(PEOPLE, clause).is_some_and(|who| who.term == Term::You);
            spoken(offered || account || passage.has(Term::FreeWill), ours && !account && !visitor)
        }
        Term::CancelAccount if ends_storage(passage, cue) => None,
        // "To close your account, go to the settings page."
        Term::CancelAccount if passage.opening(Term::To, passage.sentence.words.start).is_some() => {
            spoken(offered || cue.words.start == clause.start + 1, passage.has(Term::We))
        }
        Term::CancelAccount | Term::Complain => spoken(offered, ours),
        _ if denied => None,
        _ => match given {
            Some(given) => granted(passage, cue, clause, &around, given),
            None => implied(passage, cue, clause, &around).or_else(|| {
                // "You have the right to be informed" is leave and right in one phrase.
                let right = passage.first(Terms::of(&[Term::Right]), &cue.words)?;
                let own = subject == Some(Term::You) && right.words.start == cue.words.start;
                own.then_some((clause.start, Strength::Given))
            }),
        },
    }
}

/// Where `given` gives the reader leave to do what the cue says.
fn granted(
    passage: &Passage<'_, '_>,
    cue: &Cue,
    clause: &Range<usize>,
    around: &Setting<'_>,
    given: &Cue,
) -> Option<(usize, Strength)> {
    // "You can opt out by updating your settings" gives no right to update, but "You can write by e-mail to ask for a
    // copy" gives one to the copy.
    let near = given.words.end.max(cue.words.start.saturating_sub(2))..cue.words.start;
    if passage.first(Terms::of(&[Term::Means]), &near).is_some() {
        return None;
    }
    // "we may access" is the company's leave; "you can ask that we delete your data" the reader's.
    let can = given.term == Term::Can;
    let from = if can { clause.start } else { passage.sentence.words.start };
    // "asking us to delete it" is the reader's doing.
    let until = if given.term == Term::Request { given.words.start.max(from) } else { given.words.end };
    let who = passage.last(PEOPLE, &(from..until));
    let theirs = who.is_some_and(|who| who.term != Term::You);
    // "the date on which the user requests us to stop" tells a time.
    let relative = |who: &Cue| {
        let before = who.words.start.saturating_sub(1)..who.words.start;
        who.term == Term::You && passage.first(Terms::of(&[Term::Which]), &before).is_some()
    };
    if given.term == Term::Request && who.is_some_and(relative) {
        return None;
    }
    let first = passage.first(PEOPLE, &(from..cue.words.start)).map(|who| who.term);
    let granted = if can && around.subject == Some(Term::Others) {
        // "You can share it and allow others to view it."
        false
    } else if can {
        // "the options we offer for you to access": the reader stands between.
        who.is_some_and(|who| who.term == Term::You)
            || (around.listed && !theirs)
            || who.is_none() && around.subject == Some(Term::You)
            // "your consent, which can be withdrawn"
            || who.is_none() && cue.term == Term::Withdraw
    } else {
        let reader = passage.has(Term::You) || around.listed || around.section || given.term == Term::Right;
        reader
            && (!theirs
                || first == Some(Term::You)
                || given.term == Term::Right && who.is_none_or(|who| who.term == Term::We))
    };
    let start = who.map_or(given.words.start, |who| who.words.start.max(clause.start));
    granted.then_some((given.words.start.min(start), Strength::Given))
}

/// Where the surroundings give the leave that no word of the clause gives.
fn implied(
    passage: &Passage<'_, '_>,
    cue: &Cue,
    clause: &Range<usize>,
    around: &Setting<'_>,
) -> Option<(usize, Strength)> {
    let ours = around.subject == Some(Term::We);
    // "To submit an access, deletion or correction request, please visit …".
    let submits = passage.first(Terms::of(&[Term::To]), &(clause.start..cue.words.start)).is_some()
        || around.subject == Some(Term::You);
    if submits && is_requested(passage, cue) {
        return Some((clause.start, Strength::Given));
    }
    // "Object to the processing of your data." as a line of its own under "Your rights", or "Notifications: turning
    // them off in your settings stops it."
    let opening = cue.words.start <= clause.start + 1;
    let labelled = clause.start > 0 && passage.is(clause.start - 1, ":") && cue.term == Term::Withdraw;
    if passage.heading.has(Term::Right)
        && opening
        && (labelled || clause.start == passage.sentence.words.start)
        && !ours
    {
        return Some((clause.start, Strength::Given));
    }
    // "To delete your data, simply uninstall the app", "To update or correct your data, e-mail us at …".
    let aims = cue.term == Term::Delete
        && around.terms == Terms::of(&[Term::To])
        && clause.start == passage.sentence.words.start
        && cue.words.start == clause.start + 1;
    if aims || tells_way(passage, cue, clause) {
        return Some((clause.start, Strength::Given));
    }
    // "If you delete a post" says what the reader can do; "if you log in no more for five years, it is deleted" does not.
    let near = cue.words.start.saturating_sub(5)..cue.words.start;
    if passage.last(PEOPLE, &near).is_some_and(|who| who.term == Term::You)
        && around.wish
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
    let asked = around.terms.has(Term::Which) && carried && passage.kind == BlockKind::Item;
    let after_right = passage.kind != BlockKind::Item
        && passage.has(Term::Right)
        && around.section
        && passage.has(Term::You);
    ((around.listed || carried || after_right) && (!ours || asked)).then_some((clause.start, Strength::Given))
}

pub(super) const PEOPLE: Terms = Terms::of(&[Term::We, Term::You, Term::Others]);

/// The clauses that `words` lie in.
fn clause_of(passage: &Passage<'_, '_>, words: &Range<usize>) -> Range<usize> {
    passage.clause(words.start).start..passage.clause(words.end.saturating_sub(1).max(words.start)).end
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
    fn rights_to_be_told_and_to_be_left_alone() {
        let check = |text, expected| check(FactKind::Right, "en", text, expected);
        check("You have the right to be informed of how we use your data.", "access");
        check("You have the right not to be subject to automated decision-making.", "object");
        check("You can object at any time to direct marketing.", "object; opt-out-marketing");
    }

    #[test]
    fn what_is_no_right_to_data() {
        check(FactKind::Right, "en", "You can change your browser settings.", "");
        check(FactKind::Right, "en", "You cannot unsubscribe from service messages.", "");
        check(FactKind::Right, "en", "You can opt out by updating your profile.", "opt-out-marketing");
        check(FactKind::Right, "en", "This gives you access to our services and their content.", "");
        check(FactKind::Right, "en", "We reserve the right to delete your data.", "");
        check(FactKind::Right, "en", "Other users can delete your posts.", "");
        check(FactKind::Right, "en", "After you close your account, we keep your data for a year.", "");
        check(FactKind::Right, "en", "It provides you with access to your profile areas.", "");
    }

    #[test]
    fn what_needs_no_account_and_what_a_device_lets_off() {
        let check = |text, expected| check(FactKind::Right, "en", text, expected);
        check("The game runs without an account or login.", "anonymous-use");
        check("To close your account, go to the settings page.", "cancel-account");
        check("You do not need an account to use the app.", "anonymous-use");
        check("We will provide you with a copy of your personal data.", "copy");
        check("You can turn off location services in your device settings.", "withdraw-consent");
        check("If you like, uninstalling the app and asking us to delete your data removes all.", "erase");
        check("Users have the opportunity to correct or update their information.", "rectify");
    }

    #[test]
    fn rights_in_swedish() {
        check(FactKind::Right, "sv", "Du har rätt att begära radering av dina personuppgifter.", "erase");
        check(FactKind::Right, "sv", "Du kan när som helst återkalla ditt samtycke.", "withdraw-consent");
        let again =
            "Du har rätt att få uppgifter rättade om de är fel och rätt att begränsa behandlingen av dem.";
        check(FactKind::Right, "sv", again, "rectify; restrict");
        let check = |text, expected| check(FactKind::Right, "sv", text, expected);
        check("Du har rätt att få de uppgifter du har lämnat överförda till en annan ansvarig.", "copy");
        check("Uppgifterna får inte behandlas för reklam om du motsätter dig behandlingen.", "object");
        check("Om du är inaktiv i fem år raderas dina uppgifter.", "");
        check("Köanmälan raderas om du inte förnyar den inom ett år.", "");
        check("Du kan avbryta din prenumeration på nyhetsbrevet.", "opt-out-marketing");
    }
}
