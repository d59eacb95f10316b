//! Security measures: what protects the data, each in the text's words.

use std::ops::Range;

use policyglot_parser::BlockKind;

use super::passage::{Cue, Passage};
use super::term::{Term, Terms};
use crate::concept::ConceptKind;
use crate::{Fact, FactKind, Text};

/// Measures by name.
const NAMED: Terms = Terms::of(&[Term::Crypto, Term::Hash, Term::Guard]);
const GENERAL: Terms = Terms::of(&[Term::Measure]);
/// What limits who or what comes near the data.
const STRICT: Terms = Terms::of(&[Term::Only, Term::Never, Term::Limit]);

/// Adds the security measures of a sentence.
pub(crate) fn facts(passage: &Passage<'_, '_>, facts: &mut Vec<Fact>) {
    let section = passage.heading.has(Term::Protect) || passage.heading.has(Term::Safe);
    let named = passage.terms.meets(NAMED)
        || passage.mentions(&passage.sentence.words).any(|mention| mention.kind == ConceptKind::Security);
    let general =
        passage.has(Term::Measure) || passage.terms.meets(STRICT) || section && passage.has(Term::Upkeep);
    // What is done after a breach protects nothing.
    let collected =
        passage.kind == BlockKind::Item && passage.lead.has(Term::Collect) && !passage.has(Term::We);
    let listed = is_listed(passage, section);
    let shielded = passage.clauses.iter().any(|clause| are_shielded(passage, clause));
    if !(named || general || listed || shielded)
        || disclaimed(passage)
        || passage.has(Term::Breach)
        || collected
    {
        return;
    }
    let first = facts.len();
    named_or_described(passage, section, facts);
    // "We take the following measures:" makes a measure of each item, whatever it says.
    if facts.len() == first && listed {
        let clause = passage.clauses.first().cloned().unwrap_or(passage.sentence.words.clone());
        facts.push(passage.fact(FactKind::Security, passage.short(&clause, 16), clause));
    }
}

/// Whether a sentence is a whole item of "we take the following measures:".
fn is_listed(passage: &Passage<'_, '_>, section: bool) -> bool {
    const AIM: Terms = Terms::of(&[Term::Protect, Term::Threat, Term::Safe]);
    const ELSEWHERE: Terms =
        Terms::of(&[Term::Abroad, Term::Mechanism, Term::SentAbroad, Term::You, Term::Consent]);
    let introduced = passage.lead.has(Term::MeasuresFollow) && (section || passage.lead.meets(AIM));
    passage.kind == BlockKind::Item
        && introduced
        && !passage.terms.and(passage.lead).meets(ELSEWHERE)
        && passage.reading.sentences_of(passage.sentence.block).len() == 1
}

/// Adds the measures that a sentence names or describes.
fn named_or_described(passage: &Passage<'_, '_>, section: bool, facts: &mut Vec<Fact>) {
    let mut end = 0;
    for clause in &passage.clauses {
        let before = facts.len();
        let mut last: Option<&Cue> = None;
        for cue in passage.within(NAMED, clause) {
            // Names that stand together name one measure ("the encryption protocol Secure Socket Layer (SSL)"), but not
            // those of a list ("firewalls, encryption and two-factor authentication").
            let listed = last.is_some_and(|last| joined(passage, last, cue));
            if cue.words.start < end && !listed {
                continue;
            }
            if sure(passage, clause, cue, section) {
                let words =
                    clause.start.max(cue.words.start.saturating_sub(8))..clause.end.min(cue.words.end + 8);
                let words = if listed { cue.words.clone() } else { words };
                facts.push(passage.fact(FactKind::Security, name(passage, cue), words));
            }
            end = cue.words.end + 5;
            last = Some(cue);
        }
        if facts.len() > before || end > clause.start {
            continue;
        }
        if let Some((value, words)) = measure(passage, &passage.across_bracket(clause), section) {
            facts.push(passage.fact(FactKind::Security, value, words));
        }
    }
}

/// Whether two measures are members of a list and no names of one: only a comma or "and" and few words stand between.
fn joined(passage: &Passage<'_, '_>, last: &Cue, next: &Cue) -> bool {
    let between = last.words.end..next.words.start;
    let joins = passage.first(Terms::of(&[Term::And]), &between).is_some()
        || between.clone().any(|at| passage.is(at, ","));
    joins && between.len() <= 3 && name(passage, last) != name(passage, next)
}

/// Whether the clause says that a measure is taken: "if you choose to encrypt", "encrypted cookies" and "hashed e-mail
/// addresses" speak of something else.
fn sure(passage: &Passage<'_, '_>, clause: &Range<usize>, cue: &Cue, section: bool) -> bool {
    const ELSE: Terms = Terms::of(&[Term::Not, Term::Can]);
    let terms = passage.terms_of(clause);
    let near = clause.start.max(cue.words.start.saturating_sub(3))..cue.words.start;
    match cue.term {
        Term::Crypto => {
            // "we may use encryption" uses it, "you can encrypt" does not.
            let chosen =
                passage.first(ELSE, &near).is_some_and(|cue| cue.term == Term::Not || !terms.has(Term::We));
            let other = chosen || terms.has(Term::Cookies);
            !other && (section || !(terms.has(Term::If) && terms.has(Term::You)))
        }
        _ if section => true,
        Term::Hash => passage.has(Term::Password),
        _ => {
            !terms.has(Term::You)
                || terms.has(Term::We)
                || terms.has(Term::Protect)
                || passage.has(Term::Data)
        }
    }
}

/// What a measure is called: the label of its concept, or the text's words.
fn name(passage: &Passage<'_, '_>, cue: &Cue) -> String {
    match cue.term {
        Term::Crypto => "encryption".to_owned(),
        Term::Hash => "hash".to_owned(),
        _ => passage.short(&cue.words, 6),
    }
}

/// "No method of transmission is 100% secure", "you are responsible for keeping your password safe".
fn disclaimed(passage: &Passage<'_, '_>) -> bool {
    const DUTY: Terms = Terms::of(&[Term::Must, Term::Can]);
    let never_sure = passage.has(Term::Disclaim) && !passage.has(Term::We);
    never_sure
        || (passage.has(Term::You)
            && passage.terms.meets(DUTY)
            && !passage.has(Term::We)
            && !passage.has(Term::Crypto))
}

/// "If you have questions about our security practices": the reader asks about a measure.
fn asks_about(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    let before = |term: Term, range: Range<usize>| passage.first(Terms::of(&[term]), &range).is_some();
    before(Term::If, clause.start..clause.start + 1) && before(Term::You, clause.start..clause.start + 3)
}

/// Whether `cue` is a verb: "we track and measure our installs".
fn is_verb(passage: &Passage<'_, '_>, cue: &Cue) -> bool {
    let next = cue.words.end..cue.words.end + 1;
    cue.words.len() == 1 && passage.first(Terms::of(&[Term::Filler]), &next).is_some()
}

/// The measure that a clause describes without a name for it, and the words that say it.
fn measure(passage: &Passage<'_, '_>, clause: &Range<usize>, section: bool) -> Option<(Text, Range<usize>)> {
    const AIM: Terms = Terms::of(&[Term::Protect, Term::Threat, Term::Safe]);
    const SORT: Terms = Terms::of(&[Term::Sort]);
    const KIND: Terms = Terms::of(&[Term::Safe, Term::Sort, Term::Fitting]);
    const HANDLED: Terms = Terms::of(&[Term::Use, Term::Collect, Term::Share]);
    const STAFF: Terms = Terms::of(&[Term::Others]);
    const GIVES: Terms = Terms::of(&[Term::Share, Term::Sell, Term::Disclaim, Term::Not, Term::Never]);
    let terms = passage.terms_of(clause);
    // "(8) Security Measures" in a table of contents, "We use these measures:".
    if clause.len() < 4 && !(section && passage.kind == BlockKind::Item)
        || clause.end + 1 >= passage.sentence.words.end && passage.is(clause.end, ":")
    {
        return None;
    }
    let introduced = passage.has(Term::Policy) && terms.has(Term::Measure) && !section;
    let abroad = passage.terms.meets(Terms::of(&[Term::SentAbroad, Term::Mechanism])) && !section;
    let aimed = terms.meets(AIM) || (section && passage.terms.meets(AIM.and(SORT)));
    if aimed && !introduced && !abroad && !asks_about(passage, clause) {
        // "measures, in particular technical and organizational measures": the one that says its sort, or the first.
        let sorted = passage.first(SORT, clause);
        let after = sorted
            .and_then(|sort| passage.first(GENERAL, &(sort.words.end..clause.end.min(sort.words.end + 9))));
        let general = after.or_else(|| passage.first(GENERAL, clause)).filter(|head| !is_verb(passage, head));
        if let Some(head) = general {
            let tail = head.words.start..clause.end.min(head.words.end + 3);
            let last = passage.last(GENERAL, &tail).unwrap_or(head);
            let kinds = if after.is_some() { SORT } else { KIND };
            let start = noun_phrase(passage, clause, head.words.start, kinds);
            return Some((passage.short(&(start..last.words.end), 12).into(), start..clause.end));
        }
    }
    let strict = terms.meets(STRICT);
    // "Only staff have access to your data", "access is limited to employees".
    // "Only those who need the data", below "Who has access".
    let listed = passage.heading.has(Term::GetAt) && terms.has(Term::Only) && !terms.meets(GIVES);
    let reached = terms.has(Term::GetAt) || section && terms.has(Term::Use) || listed;
    if strict && reached && terms.meets(STAFF) {
        return Some(("limited access".into(), clause.clone()));
    }
    if let Some(found) = passage.mentions(clause).find(|mention| mention.kind == ConceptKind::Security) {
        let elsewhere = passage.mentions(clause).any(|mention| mention.kind == ConceptKind::Place);
        let sure = (terms.meets(AIM) && !abroad && !asks_about(passage, clause)) || (section && !elsewhere);
        let label = || passage.reading.concept(found.concept).label.clone();
        return sure.then(|| {
            (
                label(),
                clause.start.max(found.words.start.saturating_sub(8))..clause.end.min(found.words.end + 8),
            )
        });
    }
    // What is kept to a minimum or never done, in a section on security.
    let kept = terms.has(Term::Store) || terms.has(Term::Delete);
    // "we train our staff", in a section on security: what is done there is done for it.
    // "We process your data to detect fraud" tells a purpose.
    let purpose = passage.within(HANDLED, clause).any(|verb| {
        passage
            .first(Terms::of(&[Term::Data]), &(verb.words.end..clause.end.min(verb.words.end + 4)))
            .is_some()
    });
    let upkeep = terms.has(Term::Upkeep)
        && !purpose
        && !terms.has(Term::Share)
        && (terms.has(Term::We) || passage.kind == BlockKind::Item);
    // "Your data are protected against unauthorized access."
    let shielded = terms.has(Term::Protect) && terms.has(Term::Threat) && !terms.has(Term::Not);
    let ours = shielded && (section && !terms.has(Term::You) || are_shielded(passage, clause))
        || section && strict && !terms.has(Term::You) && !kept
        || section && upkeep;
    (ours && !passage.has(Term::Disclaim)).then(|| (passage.short(clause, 16).into(), clause.clone()))
}

/// "The data are protected against unauthorised access": what is done to data, and no aim.
fn are_shielded(passage: &Passage<'_, '_>, clause: &Range<usize>) -> bool {
    const ACTS: Terms = Terms::of(&[Term::We, Term::Others, Term::Use, Term::Collect, Term::Share, Term::If]);
    let to = passage.reading.concepts.known.cue_to;
    passage.within(Terms::of(&[Term::Protect]), clause).any(|verb| {
        let before = clause.start..verb.words.start;
        let next = verb.words.end..clause.end.min(verb.words.end + 3);
        passage.first(Terms::of(&[Term::Threat]), &next).is_some()
            && passage.first(Terms::of(&[Term::Data]), &before).is_some()
            && passage.first(ACTS, &before).is_none()
            && !passage.reading.ends_before(passage.sentence, verb.words.start, to)
    })
}

/// Where the noun phrase starts whose head is at word `head`: at the first word that says what kind of measure it is.
fn noun_phrase(passage: &Passage<'_, '_>, clause: &Range<usize>, head: usize, kinds: Terms) -> usize {
    let from = clause.start.max(head.saturating_sub(9));
    passage.first(kinds, &(from..head)).map_or(head, |cue| cue.words.start)
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn named_and_general_measures() {
        check(
            FactKind::Security,
            "en",
            "All communications are encrypted via the HTTPS protocol.",
            "encryption",
        );
        check(
            FactKind::Security,
            "en",
            "We use reasonable measures to help protect information from loss.",
            "reasonable measures",
        );
        check(
            FactKind::Security,
            "en",
            "Only authorized personnel have access to this data.",
            "authorized personnel",
        );
        check(
            FactKind::Security,
            "en",
            "# Security\n\nWe regularly train our employees in the care of data.\n",
            "staff training",
        );
        check(FactKind::Security, "en", "# Security\n\nWe process your data to establish our claims.\n", "");
        check(
            FactKind::Security,
            "en",
            "You should use a strong password and limit access to your computer.",
            "",
        );
        check(FactKind::Security, "en", "No transmission can be guaranteed to be secure.", "");
        check(
            FactKind::Security,
            "en",
            "If you have questions about our security practices, contact us.",
            "",
        );
        check(FactKind::Security, "en", "We track and measure our installs securely by this tool.", "");
        check(
            FactKind::Security,
            "en",
            "We have taken certain physical and managerial steps to safeguard the data.",
            "physical and managerial steps to safeguard",
        );
        check(FactKind::Security, "sv", "Vi skyddar dina uppgifter med kryptering.", "encryption");
        check(
            FactKind::Security,
            "en",
            "To protect your data we take the following measures:\n\n- we keep logs of all requests;\n- the doors have locks.\n",
            "we keep logs of requests; doors have locks",
        );
        check(
            FactKind::Security,
            "en",
            "Personal data are protected against unauthorised access.",
            "Personal data are protected against unauthorised access",
        );
        check(FactKind::Security, "en", "Your data are used to protect us against misuse.", "");
        check(FactKind::Security, "en", "Agents may also need access to your data.", "");
    }
}
