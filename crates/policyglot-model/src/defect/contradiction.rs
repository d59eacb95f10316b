//! Statements that contradict each other: denied here, affirmed there.

use policyglot_lexer::Span;
use policyglot_parser::BlockId;

use super::{Audit, Rule, short};
use crate::{Actor, ConceptId, FactKind, Modality, Practice, Severity};

const CONTRADICTION: Rule = Rule { name: "contradiction", severity: Severity::Error };

/// So many contradictions are enough to send the author back to the desk.
const ENOUGH: usize = 12;

/// Compares denials with what is affirmed elsewhere.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let mut found = denied(audit);
    found.extend(exclusive(audit));
    found.extend(opposed(
        audit,
        "defect.change-at-once",
        "defect.change-announced",
        "changes apply at once",
        "changes are announced before they apply",
    ));
    found.extend(opposed(
        audit,
        "defect.consent-before",
        "defect.use-is-consent",
        "consent is asked for",
        "continued use counts as consent",
    ));
    for (block, span, second, message) in found.into_iter().take(ENOUGH) {
        audit.report(CONTRADICTION, block, span, format!("contradiction: {message}")).second = Some(second);
    }
}

type Found = (BlockId, Span, Span, String);

/// Actions that mean the same where one is denied and the other affirmed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Collect,
    Share,
    Sell,
    Store,
}

/// "We do not collect any personal data." / "We collect your name and e-mail address."
fn denied(audit: &Audit<'_, '_>) -> Vec<Found> {
    let reading = audit.reading;
    let group = |practice: &Practice| match reading.concept(practice.action).id.as_str() {
        "action.collect" => Some(Group::Collect),
        "action.share" | "action.disclose" | "action.transfer" => Some(Group::Share),
        "action.sell" => Some(Group::Sell),
        "action.store" => Some(Group::Store),
        _ => None,
    };
    let generic = [reading.concepts.find("data.information"), reading.concepts.find("data.personal-data")];
    let is_generic = |data: ConceptId| generic.contains(&Some(data));
    let stated: Vec<(&Practice, Group)> = audit
        .practices
        .iter()
        .filter(|practice| practice.actor == Actor::FirstParty && practice.conditions.is_empty())
        .filter_map(|practice| Some((practice, group(practice)?)))
        .collect();
    let affirmed: Vec<_> = stated
        .iter()
        .filter(|(practice, _)| matches!(practice.modality, Modality::Does | Modality::May))
        .collect();
    let mut found = Vec::new();
    for &(denial, group) in stated.iter().filter(|(practice, _)| practice.modality == Modality::DoesNot) {
        if found.len() >= ENOUGH || is_limited(audit, denial) {
            continue;
        }
        // What is not sold to anyone may be shared; what is not collected is not collected in any other words.
        let others = affirmed.iter().filter(|(affirmed, of)| {
            *of == group
                && affirmed.sentence != denial.sentence
                && denial.data.iter().any(|&(denied, _)| {
                    affirmed.data.iter().any(|&(data, _)| {
                        let about = if is_generic(denied) {
                            // "information" about what isn't personal is no contradiction.
                            !is_generic(data) && is_personal(&reading.concept(data).id)
                        } else {
                            !is_generic(data) && reading.concepts.is_a(data, denied)
                        };
                        about && of_recipients(audit, denial, affirmed)
                    })
                })
                && !is_limited(audit, affirmed)
        });
        // The plainest affirmation names most.
        let other = others.max_by_key(|(other, _)| (other.data.len(), std::cmp::Reverse(other.span.start)));
        let Some((other, _)) = other else { continue };
        let data = other.data.first().map_or(other.verb, |&(_, span)| span);
        let message =
            format!("“{}” / “{}”", short(audit.text(denial.span)), short(audit.text(other.verb.cover(data))));
        found.push((denial.block, denial.span, other.span, message));
    }
    found
}

/// Data that tell a person apart; what a machine sends with each request is often held not to.
fn is_personal(id: &str) -> bool {
    ![
        "data.device",
        "data.browser",
        "data.usage",
        "data.aggregate",
        "data.anonymous",
        "data.cookie",
        "data.log",
    ]
    .iter()
    .any(|prefix| id.starts_with(prefix))
}

/// A denial to some recipients is contradicted by sharing with the same recipients only.
fn of_recipients(audit: &Audit<'_, '_>, denial: &Practice, affirmed: &Practice) -> bool {
    denial.recipients.is_empty()
        || affirmed.recipients.iter().any(|&(given, _)| {
            denial.recipients.iter().any(|&(kept, _)| audit.reading.concepts.is_a(given, kept))
        })
}

/// "without your consent", "knowingly", "except as described": the sentence limits what it says.
fn is_limited(audit: &Audit<'_, '_>, practice: &Practice) -> bool {
    let limits = ["cue.without", "cue.unless", "cue.only", "cue.if", "defect.limit"]
        .map(|cue| audit.reading.concepts.find(cue));
    let sentences = audit.reading.sentences_of(practice.block);
    let Some(sentence) = sentences.iter().find(|sentence| sentence.span == practice.sentence) else {
        return true;
    };
    audit.reading.mentions_of(sentence).iter().any(|mention| limits.contains(&Some(mention.concept)))
        || audit.facts.iter().any(|fact| fact.kind == FactKind::Child && sentence.span.contains(fact.span))
}

/// "Your data are used only by us." / "Our service providers receive your data."
fn exclusive(audit: &Audit<'_, '_>) -> Vec<Found> {
    let us_only: Vec<_> = audit
        .phrases("defect.only-us")
        .map(|(sentence, mention)| (sentence.block, mention.span, sentence.span))
        .collect();
    if us_only.is_empty() {
        return Vec::new();
    }
    let outside = ["service-provider", "third-party", "partner", "advertiser", "authority", "processor"];
    let given = audit.facts.iter().find(|fact| {
        let id = fact.concept.map(|concept| &audit.reading.concept(audit.reading.concepts.root(concept)).id);
        fact.kind == FactKind::Recipient
            && !fact.negated
            && id.and_then(|id| id.strip_prefix("recipient.")).is_some_and(|name| outside.contains(&name))
            && us_only.iter().all(|&(.., sentence)| sentence != fact.sentence)
    });
    let Some(given) = given else { return Vec::new() };
    us_only
        .into_iter()
        .map(|(block, span, _)| {
            let message =
                format!("“{}” / “{}” are recipients", short(audit.text(span)), short(audit.text(given.span)));
            (block, span, given.span, message)
        })
        .collect()
}

/// Two phrases that can't both hold, where they stand in different sentences.
fn opposed(audit: &Audit<'_, '_>, one: &str, other: &str, says: &str, denies: &str) -> Option<Found> {
    let (sentence, mention) = audit.phrases(one).next()?;
    let (_, against) = audit.phrases(other).find(|(against, _)| against.span != sentence.span)?;
    Some((sentence.block, mention.span, against.span, format!("{says} / {denies}")))
}
