//! What the company promises: what it will, must, never or only does, and what it takes no responsibility for.

use std::ops::Range;

use policyglot_lexer::Span;

use super::commitment_clause::{
    binds_nobody, excepted, frees, handled_so, is_cut_off, is_indirect, opens_with_thing, opens_with_us,
    stated,
};
use super::passage::{Cue, Passage};
use super::term::{Term, Terms};
use crate::value::duration::durations;
use crate::{Actor, Fact, FactKind, Modality};

const SOLEMN: Terms = Terms::of(&[Term::Will, Term::Must]);
/// What is a promise as soon as it is sure to be done.
const PROMISED: Terms = Terms::of(&[
    Term::Respond,
    Term::Notify,
    Term::Delete,
    Term::Ensure,
    Term::Comply,
    Term::Promise,
    Term::Protect,
    Term::Bind,
    Term::Govern,
    Term::Liable,
    Term::Restrict,
    Term::Breach,
    Term::Act,
]);
/// What data are done to.
const HANDLES: Terms =
    Terms::of(&[Term::Collect, Term::Use, Term::Share, Term::Sell, Term::GetAt, Term::Request, Term::Store]);

/// Adds the promises of a sentence; `said` are the facts of other kinds that the same sentence gave.
pub(crate) fn facts(passage: &Passage<'_, '_>, said: &[(FactKind, Span)], facts: &mut Vec<Fact>) {
    // What the sections on changes and children say has its own kinds of fact.
    if said.iter().any(|(kind, _)| *kind == FactKind::Change) {
        return;
    }
    for clause in &passage.clauses {
        let clause = &passage.across_bracket(clause);
        let Some(promise) = promise(passage, clause) else { continue };
        let span = passage.reading.span(clause.clone());
        let kinds: &[FactKind] = match promise {
            Promise::Sure => &[FactKind::Retention, FactKind::Child, FactKind::Security],
            Promise::Limit | Promise::Disclaimer => &[FactKind::Retention, FactKind::Child],
        };
        let erased = passage.has(Term::Delete) && passage.has(Term::Will);
        let told = |(kind, other): &(FactKind, Span)| {
            // "Once you leave, we will delete it" says both when and that it is done; so does "unless we must retain it".
            let unless = passage.first(Terms::of(&[Term::Unless]), clause).map(|cue| cue.words.start);
            let after = |at: usize| passage.reading.span(at..at + 1).start < other.start;
            let event =
                *kind == FactKind::Retention && (other.start < span.start || unless.is_some_and(after));
            kinds.contains(kind) && other.overlaps(span) && !(erased && (*kind == FactKind::Child || event))
        };
        if said.iter().any(told) {
            continue;
        }
        let mut fact = passage.fact(FactKind::Commitment, passage.phrase(clause, 30), clause.clone());
        fact.negated = promise == Promise::Disclaimer;
        fact.actor = Some(actor(passage, clause));
        fact.modality = Some(modality(passage, clause));
        fact.details.condition = passage.condition(clause);
        facts.push(fact);
    }
}

/// What kind of promise a clause is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Promise {
    /// Something will be done.
    Sure,
    /// Nothing but this is done, or never.
    Limit,
    /// The opposite of a promise.
    Disclaimer,
}

fn promise(passage: &Passage<'_, '_>, clause: &Range<usize>) -> Option<Promise> {
    let terms = passage.terms_of(clause);
    let conditional = passage.first(CONDITIONS, &(clause.start..clause.start + 1)).is_some();
    // "we'll remove it"
    if conditional || clause.len() < 3 || excepted(passage, clause) || is_cut_off(passage, clause) {
        return None;
    }
    if binds_nobody(passage, clause) {
        return None;
    }
    // "You have the right to ask that we limit the use" gives a right.
    let people = passage.first(Terms::of(&[Term::We, Term::You]), clause);
    let right = passage.first(Terms::of(&[Term::Right]), clause).filter(|_| !terms.has(Term::Discriminate));
    if right
        .zip(people)
        .is_some_and(|(right, who)| who.term == Term::You && who.words.end + 3 > right.words.start)
    {
        return None;
    }
    // "the data you provide is used solely for this": the reader only provides them.
    let provided = |cue: &&Cue| {
        passage.first(Terms::of(&[Term::Given]), &(cue.words.start..cue.words.end + 3)).is_some()
    };
    // "… to offer it to you, but they may not be used for anything else": a reader far off is no subject.
    let far = |cue: &&Cue, at: usize| cue.term == Term::You && cue.words.end + 7 < at;
    let who =
        |at: usize| passage.subject(at).filter(|cue| !provided(cue) && !far(cue, at)).map(|cue| cue.term);
    if let Some(cue) = passage.first(Terms::of(&[Term::Disclaim]), clause) {
        // "You may not be able to use the site" is what happens to the reader, no disclaimer.
        let unable = who(cue.words.start) == Some(Term::You) && terms.meets(UNSURE);
        // "Despite our efforts, …" only opens one.
        let unable = unable || clause.len() == 3 && cue.words.start == clause.start;
        return (!unable).then_some(Promise::Disclaimer);
    }
    let denied = terms.has(Term::Not) || terms.has(Term::Never);
    if frees(passage, clause) && terms.has(Term::You) && !terms.has(Term::Delete)
        || terms.has(Term::Discriminate) && denied
    {
        return Some(Promise::Limit);
    }
    if handled_so(passage, clause) || told(passage, clause) || stated(passage, clause) {
        return Some(Promise::Sure);
    }
    if listed(passage, clause) {
        return Some(if passage.denied { Promise::Limit } else { Promise::Sure });
    }
    let verb = passage.first(SOLEMN, clause);
    let deeds = if denied { Terms::of(&[Term::Deed]) } else { Terms::default() };
    let verb = verb.or_else(|| passage.first(PROMISED.and(HANDLES).and(WAYS).and(deeds), clause));
    // "The app asks for permission": an act that no other verb goes with.
    let asking = || {
        let ask = passage.first(Terms::of(&[Term::Ask]), clause).filter(|_| terms.has(Term::Consent))?;
        passage.first(Terms::of(&[Term::We]), &(clause.start..ask.words.start)).map(|_| ask)
    };
    let verb = verb.or_else(asking)?;
    if is_indirect(passage, verb) {
        return None;
    }
    // "The app does not track you": what comes after the verb is no subject.
    let subject = who(verb.words.start).filter(|_| !(denied && opens_with_thing(passage, clause)));
    // "You can filter the policy to see only the parts on you" is the reader's doing, too.
    let reader = subject == Some(Term::Policy)
        && terms.has(Term::Can)
        && passage.first(Terms::of(&[Term::We, Term::You]), clause).is_some_and(|cue| cue.term == Term::You);
    if subject == Some(Term::You) || reader {
        return None;
    }
    if limited(passage, clause, terms, subject) {
        return Some(Promise::Limit);
    }
    // "This policy will explain how we protect it": what the text does with its reader is no promise.
    let does = passage.first(TELLS.and(BEYOND_TELLING), &(verb.words.end..clause.end));
    if subject == Some(Term::Policy) && does.is_some_and(|does| TELLS.has(does.term)) {
        return None;
    }
    // "We will ask for your leave before a use that is not told here": the denial stands further on.
    let near = clause.start.max(verb.words.start.saturating_sub(3))..clause.end.min(verb.words.end + 3);
    if let Some(not) = passage.first(Terms::of(&[Term::Not, Term::Never]), &near) {
        // "We do not track you", but not "we use it to make sure that you do not see …"; what follows the denial
        // ("data that could identify you", "unless you choose to") does not weaken it.
        const UNSURE: Terms = Terms::of(&[Term::May, Term::Can, Term::If]);
        let unsure = passage.first(UNSURE, &(clause.start..not.words.end)).is_some()
            || terms.has(Term::If) && !terms.has(Term::Unless);
        let ours =
            (subject == Some(Term::We) || subject.is_none() && opens_with_thing(passage, clause)) && !unsure;
        return (ours && denies(passage, clause)).then_some(Promise::Limit);
    }
    let introduces = clause.end + 1 >= passage.sentence.words.end && passage.is(clause.end, ":");
    let by_law = verb.term == Term::Must && subject == Some(Term::We);
    // "We will delete what may harm others" is sure.
    let may = passage.within(Terms::of(&[Term::May]), clause).any(|may| {
        let before = may.words.start.saturating_sub(1)..may.words.start;
        let relative = passage.first(Terms::of(&[Term::Which]), &before).is_some();
        may.words.start < verb.words.end || !relative
    });
    if may || introduces || by_law || terms.has(Term::Browser) {
        return None;
    }
    // "Opting out will prevent them from tracking you" tells what follows.
    if terms.has(Term::OptOut) && subject != Some(Term::We) {
        return None;
    }
    if promised(passage, clause) || passage.heading.has(Term::Breach) && terms.has(Term::Will) {
        return Some(Promise::Sure);
    }
    let asks = subject != Some(Term::Others)
        && passage.within(Terms::of(&[Term::Ask]), clause).any(|ask| {
            let near = ask.words.end..clause.end.min(ask.words.end + 5);
            // "We first ask you for your consent"
            let ours = ask.words.start <= clause.start + 2 && opens_with_us(passage, clause);
            (ours || !terms.has(Term::You)) && passage.first(Terms::of(&[Term::Consent]), &near).is_some()
        });
    // "We respond within 30 days."
    let answers = subject == Some(Term::We)
        && durations(passage.reading, passage.sentence).next().is_some()
        && passage.first(Terms::of(&[Term::Respond]), &(clause.start..clause.start + 5)).is_some();
    (asks || answers || vowed(passage, clause)).then_some(Promise::Sure)
}

/// What a text does for its reader.
const TELLS: Terms = Terms::of(&[Term::Notify, Term::Act]);
/// What is promised even where a text is the one that does it: "this policy will govern".
const BEYOND_TELLING: Terms = Terms::of(&[
    Term::Govern,
    Term::Comply,
    Term::Protect,
    Term::Delete,
    Term::Restrict,
    Term::Only,
    Term::Never,
    Term::Not,
    Term::Disclaim,
    Term::Post,
    Term::Change,
]);

const UNSURE: Terms = Terms::of(&[Term::May, Term::Will]);
const CONDITIONS: Terms = Terms::of(&[Term::If, Term::Unless]);
/// How something is not done, or done alone.
const WAYS: Terms = Terms::of(&[Term::Never, Term::Only, Term::Provided]);

/// An item of "We do not:" or of "we will abide by these rules:".
fn listed(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    const VOWS: Terms = Terms::of(&[Term::Comply, Term::Promise]);
    const DEEDS: Terms = HANDLES.and(PROMISED).and(Terms::of(&[Term::Deed]));
    let first = clause.start == passage.sentence.words.start;
    let vowed = passage.lead.meets(VOWS) && passage.lead.has(Term::Will);
    let does = passage.first(DEEDS, &(clause.start..clause.start + 4)).is_some();
    first && passage.lead.has(Term::We) && (passage.denied || vowed) && does
}

/// "never", "only", "will not", "do not sell", "are not allowed to": nothing but this is done.
fn limited(passage: &Passage<'_, '_>, clause: &Range<usize>, terms: Terms, subject: Option<Term>) -> bool {
    let denied = denies(passage, clause);
    let handles = terms.meets(HANDLES);
    let only = passage.within(Terms::of(&[Term::Only]), clause).find(|only| {
        // "including but not limited to" limits nothing.
        passage
            .first(Terms::of(&[Term::Not]), &(only.words.start.saturating_sub(1)..only.words.end))
            .is_none()
    });
    // "We may only use it", but not "it may be used, for example, only once".
    let may = passage.first(Terms::of(&[Term::May]), clause);
    let sure = |at: usize| may.is_none_or(|may| at <= may.words.end + 1);
    terms.has(Term::Never)
        || only.is_some_and(|only| handles && sure(only.words.start))
        || denied && terms.has(Term::Will) && handles
        || denied && terms.has(Term::Sell) && subject == Some(Term::We)
        || denied && handles && terms.has(Term::Consent) && subject == Some(Term::We)
        || denied
            && handles
            && terms.has(Term::Others)
            && terms.has(Term::Unless)
            && subject != Some(Term::We)
        || passage.has(Term::Others) && bound(passage, clause)
        || terms.has(Term::Provided) && handles && !terms.has(Term::Can)
}

/// "do not share", "is never sold", "none of it is kept": what is denied is that something is done to data.
fn denies(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    passage.within(Terms::of(&[Term::Not, Term::Never]), clause).any(|not| {
        let near = not.words.start..clause.end.min(not.words.end + 5);
        // "We use no cookies", "we share no data".
        let before = clause.start.max(not.words.start.saturating_sub(1))..not.words.start;
        passage.first(HANDLES.and(Terms::of(&[Term::Deed])), &near).is_some()
            || passage
                .first(Terms::of(&[Term::Use, Term::Collect, Term::Store, Term::Share, Term::Sell]), &before)
                .is_some()
    })
}

/// "You will be informed": the company's doing, though the reader is the subject.
fn told(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    passage.first(Terms::of(&[Term::BeTold]), clause).is_some_and(|told| {
        let near = clause.start.max(told.words.start.saturating_sub(3))..clause.end.min(told.words.end + 3);
        passage.last(Terms::of(&[Term::You]), &near).is_some()
    })
}

/// "are prohibited from", but not "may be required to".
fn bound(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    passage.first(Terms::of(&[Term::Bind]), clause).is_some_and(|bind| {
        let near = clause.start.max(bind.words.start.saturating_sub(4))..bind.words.start;
        passage.last(Terms::of(&[Term::May, Term::We]), &near).is_none()
    })
}

/// "will respond", "will be deleted": a promised verb close behind "will" or "must", and no other verb between, as in
/// "will use it to answer you".
fn promised(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    passage.within(SOLEMN, clause).any(|will| {
        let near = will.words.start..clause.end.min(will.words.end + 10);
        passage.first(PROMISED, &near).is_some_and(|verb| !handled(passage, will.words.end..verb.words.start))
    })
}

/// "We are committed to", "Example guarantees", "we comply with": the vow is the clause's own verb.
fn vowed(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    const VOWS: Terms = Terms::of(&[
        Term::Promise,
        Term::Ensure,
        Term::Comply,
        Term::Liable,
        Term::Govern,
        Term::Limit,
        Term::Protect,
        Term::Anonymize,
    ]);
    passage.within(VOWS, clause).any(|vow| {
        // "We use large servers to ensure speed" tells an aim.
        let reach = match vow.term {
            Term::Ensure => 3,
            // "We share anonymized data" tells another thing.
            Term::Protect | Term::Anonymize => 2,
            Term::Promise => 12,
            _ => 7,
        };
        // "Acme (we) respects your privacy": the subject stands before the bracket or in it.
        let bracket = passage.is(clause.start.saturating_sub(1), ")");
        let from = if bracket { passage.sentence.words.start } else { clause.start };
        let near = from.max(vow.words.start.saturating_sub(reach))..vow.words.start;
        let ours = passage.last(Terms::of(&[Term::We]), &near);
        let between = |ours: &Cue| ours.words.end..vow.words.start;
        let sure = |ours: &Cue| passage.first(Terms::of(&[Term::May, Term::Can]), &between(ours)).is_none();
        // "We use it to protect you", "the law requires us to protect it": the company opens the clause.
        let opens = |ours: &Cue| {
            !matches!(vow.term, Term::Protect | Term::Anonymize) || ours.words.start <= clause.start + 1
        };
        ours.is_some_and(|ours| opens(ours) && sure(ours) && !handled(passage, between(ours)))
            || vow.term == Term::Govern && passage.last(SOLEMN, &near).is_some()
    })
}

/// Whether something is done to data in `range`.
fn handled(passage: &Passage<'_, '_>, range: Range<usize>) -> bool {
    passage.first(HANDLES, &range).is_some()
}

/// Who is bound: the subject of the verb; where the reader will be told, the company tells.
fn actor(passage: &Passage<'_, '_>, clause: &Range<usize>) -> Actor {
    let verb = passage.first(SOLEMN.and(PROMISED).and(HANDLES).and(WAYS), clause);
    match verb.and_then(|verb| passage.subject(verb.words.start)).map(|cue| cue.term) {
        // "We bind our providers and only permit them to use it": the company does so.
        Some(Term::Others) if !opens_with_us(passage, clause) => Actor::ThirdParty,
        _ => Actor::FirstParty,
    }
}

fn modality(passage: &Passage<'_, '_>, clause: &Range<usize>) -> Modality {
    let terms = passage.terms_of(clause);
    // "We will inform you if we cannot" does something: only a negation close to the modal verb counts.
    let near = passage.first(SOLEMN, clause).map_or(clause.clone(), |verb| {
        clause.start.max(verb.words.start.saturating_sub(3))..clause.end.min(verb.words.end + 3)
    });
    // "No log of your calls will be stored".
    let no = passage.reading.concepts.known.cue_no;
    let none = passage.reading.starts_with(passage.sentence, clause.start, no);
    if none || terms.has(Term::Never) || passage.first(Terms::of(&[Term::Not]), &near).is_some() {
        Modality::DoesNot
    } else if terms.has(Term::Must) || terms.has(Term::Bind) {
        Modality::Must
    } else {
        Modality::Does
    }
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn promises_limits_and_disclaimers() {
        check(
            FactKind::Commitment,
            "en",
            "We will respond to your request promptly.",
            "We will respond to your request promptly",
        );
        check(
            FactKind::Commitment,
            "en",
            "We never sell your information.",
            "We never sell your information",
        );
        check(
            FactKind::Commitment,
            "en",
            "We are not responsible for the practices of other sites.",
            "We are not responsible for the practices of other sites",
        );
        check(
            FactKind::Commitment,
            "en",
            "It doesn't use cookies. The app does not track you.",
            "It doesn't use cookies; The app does not track you",
        );
        check(
            FactKind::Commitment,
            "en",
            "We use no cookies on this site.",
            "We use no cookies on this site",
        );
        check(FactKind::Commitment, "en", "You have the right to ask that we limit the use of it.", "");
        check(
            FactKind::Commitment,
            "en",
            "If you register for an event you will be given the opportunity to opt in.",
            "you will be given the opportunity to opt in",
        );
        check(
            FactKind::Commitment,
            "en",
            "We ask for permission the first time it loads.",
            "We ask for permission the first time it loads",
        );
        check(
            FactKind::Commitment,
            "en",
            "The link simply opens an email to notify us - we don't capture anything automatically.",
            "we don't capture anything automatically",
        );
        check(FactKind::Commitment, "en", "We will collect your name.", "");
        check(FactKind::Commitment, "en", "You must respond to our request.", "");
    }

    #[test]
    fn conditions_and_reserved_rights_are_no_promises() {
        check(FactKind::Commitment, "en", "If we delete your account, the posts stay.", "");
        check(FactKind::Commitment, "en", "We will use your address to answer your questions.", "");
        check(FactKind::Commitment, "en", "We may use it in accordance with this policy.", "");
        check(
            FactKind::Commitment,
            "en",
            "If you ask us, we will delete your account, and our partners are prohibited from using it.",
            "we will delete your account, and our partners are prohibited from using it",
        );
    }

    #[test]
    fn adverbs_products_and_what_others_may_do() {
        let check = |text, expected| check(FactKind::Commitment, "en", text, expected);
        check(
            "We will, however, review, delete, or block posts that may harm others.",
            "We will, however, review, delete, or block posts that may harm others",
        );
        check("The game will publish the revised text and will protect your data.", "will protect your data");
        check(
            "We do not collect data that could identify you unless you choose to give them to us.",
            "We do not collect data that could identify you unless you choose to give them to us",
        );
    }

    #[test]
    fn what_only_looks_like_a_promise() {
        let check = |text, expected| check(FactKind::Commitment, "en", text, expected);
        check("This text explains how we will and will not use the information.", "");
        check("This policy will explain how we protect your data.", "");
        check("We cannot respond to your request if we cannot verify it.", "");
        check(
            "We will not disclose it except where:\n\n- it is required to comply with the law;\n- you agree.\n",
            "We will not disclose it except where",
        );
    }

    #[test]
    fn items_of_a_denial_or_a_vow() {
        check(
            FactKind::Commitment,
            "en",
            "We do not:\n\n- sell your data to anybody;\n- track you on other sites.\n",
            "sell your data to anybody; track you on other sites",
        );
    }

    #[test]
    fn promises_in_swedish() {
        check(
            FactKind::Commitment,
            "sv",
            "Vi kommer att svara på alla förfrågningar.",
            "Vi kommer att svara på alla förfrågningar",
        );
        check(
            FactKind::Commitment,
            "sv",
            "Vi svarar på din begäran inom en månad.",
            "Vi svarar på din begäran inom en månad",
        );
        check(
            FactKind::Commitment,
            "sv",
            "Om dina uppgifter måste lämnas vidare kommer du att informeras om detta.",
            "kommer du att informeras om detta",
        );
    }
}
