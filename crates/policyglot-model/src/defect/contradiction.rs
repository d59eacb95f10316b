//! Statements that contradict each other: denied here, affirmed there.

use policyglot_lexer::Span;
use policyglot_parser::{BlockId, BlockKind};

use super::{Audit, LOOKED, Rule, any_in, short};
use crate::hash::FastMap;
use crate::reading::{Mention, Sentence};
use crate::{Actor, ConceptId, FactKind, Modality, Practice, Severity};

pub(super) const CONTRADICTION: Rule = Rule { name: "contradiction", severity: Severity::Error };

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
    found.extend(opposed(
        audit,
        "defect.deleted-wholly",
        "defect.kept-after",
        "all data are deleted",
        "some data are kept afterwards",
    ));
    found.extend(promised(audit));
    found.extend(opposed(
        audit,
        "defect.change-unannounced",
        "defect.change-told",
        "changes are made without notice",
        "changes are announced",
    ));
    found.extend(taken_back(audit));
    found.extend(backups(audit));
    found.extend(precedence(audit));
    for (block, span, second, message) in found.into_iter().take(ENOUGH) {
        audit.report(CONTRADICTION, block, span, format!("contradiction: {message}")).details.second =
            Some(second);
    }
}

/// A claim, with its block, and the place that takes it back.
pub(super) type TakenBack = (BlockId, Span, Span);

/// Reports the claims that no contradiction has been told of yet.
pub(super) fn report_new(audit: &mut Audit<'_, '_>, found: Vec<TakenBack>) {
    let told: Vec<Span> = audit
        .found
        .iter()
        .filter(|fact| fact.details.rule == Some(CONTRADICTION.name))
        .map(|fact| fact.span)
        .collect();
    for (block, span, second) in found {
        if told.iter().any(|other| other.overlaps(span)) {
            continue;
        }
        let message =
            format!("contradiction: “{}” / “{}”", short(audit.text(span)), short(audit.text(second)));
        audit.report(CONTRADICTION, block, span, message).details.second = Some(second);
    }
}

/// Whether a practice gives data to others; a sale is told apart.
pub(super) fn gives_away(audit: &Audit<'_, '_>, practice: &Practice) -> bool {
    group_of(audit, practice) == Some(Group::Share)
}

type Found = (BlockId, Span, Span, String);

/// Claims and what takes them back: two concepts of phrases, and what each of them says.
const OPPOSED: [(&str, &str, &str, &str); 3] = [
    (
        "defect.no-profiling",
        "defect.profiled",
        "there is no profiling and no automated decision",
        "people are profiled, or may object to it",
    ),
    (
        "defect.only-online",
        "defect.also-offline",
        "the policy is of what the site collects only",
        "what is collected elsewhere is spoken of",
    ),
    (
        "defect.not-abroad",
        "defect.us-provider",
        "data stay where they are",
        "a provider in the United States is used",
    ),
];

/// Actions that mean the same where one is denied and the other affirmed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Group {
    Collect,
    Share,
    Sell,
    Store,
}

/// What is affirmed: what is done, with which data, given to whom; and the first place that says so.
type Affirmed = FastMap<(Group, ConceptId, Option<ConceptId>), Span>;

/// "We do not collect any personal data." / "We collect your name and e-mail address."
fn denied(audit: &Audit<'_, '_>) -> Vec<Found> {
    let concepts = audit.reading.concepts;
    let generic = ["data.personal-data", "data.information"].map(|name| concepts.find(name));
    let affirmed = affirmed(audit, generic);
    let mut found = Vec::new();
    for practice in audit.practices.iter().filter(|practice| practice.modality == Modality::DoesNot) {
        // "no payment details for marketing" leaves other aims open.
        if practice.purposes.iter().any(|(_, purpose)| purpose.start > practice.verb.start) {
            continue;
        }
        let Some(group) = group(audit, practice).filter(|_| is_plain(audit, practice.sentence)) else {
            continue;
        };
        // To make something public is more than to share it, and "we do not use this to collect data" denies the means.
        if is_public(audit, practice) || denies_means(audit, practice) {
            continue;
        }
        let other = practice.data.iter().find_map(|&(data, _)| {
            // All that is information goes under one name.
            let data =
                if generic.contains(&Some(data)) { generic.into_iter().flatten().next()? } else { data };
            if practice.recipients.is_empty() {
                return affirmed.get(&(group, data, None));
            }
            practice
                .recipients
                .iter()
                .find_map(|&(recipient, _)| affirmed.get(&(group, data, Some(recipient))))
        });
        if let Some(&other) = other.filter(|other| !practice.sentence.contains(**other)) {
            let message = format!("“{}” / “{}”", short(audit.text(practice.span)), short(audit.text(other)));
            found.push((practice.block, practice.span, other, message));
        }
    }
    found
}

/// "will not publicly disclose".
fn is_public(audit: &Audit<'_, '_>, practice: &Practice) -> bool {
    let publicly = audit.reading.concepts.find("defect.publicly");
    let near = Span::new(practice.verb.start.saturating_sub(12), practice.verb.end + 12);
    audit.sentence(practice.verb).is_some_and(|sentence| {
        let mut said = audit.phrases_in(sentence.words.clone());
        said.any(|phrase| {
            Some(phrase.concept) == publicly && phrase.mention(audit.reading).span.overlaps(near)
        })
    })
}

/// "We do not use beacons to collect": an infinitive behind another verb, which is what is denied.
fn denies_means(audit: &Audit<'_, '_>, practice: &Practice) -> bool {
    let Some(sentence) = audit.sentence(practice.verb) else { return false };
    let [to, not, no] = ["cue.to", "cue.not", "cue.no"].map(|name| audit.reading.concepts.find(name));
    let mentions = audit.reading.mentions_in(sentence);
    let ends = |wanted: [Option<ConceptId>; 2], before: u32| {
        let named = mentions.iter().filter(|mention| mention.span.end <= before);
        named
            .filter(|mention| wanted.contains(&Some(mention.concept)))
            .map(|mention| mention.span)
            .next_back()
    };
    let Some(to) = ends([to, to], practice.verb.start).filter(|to| to.end + 1 == practice.verb.start) else {
        return false;
    };
    let Some(not) = ends([not, no], to.start) else { return false };
    mentions.iter().any(|mention| {
        let between = not.end <= mention.span.start && mention.span.end <= to.start;
        between && audit.reading.concept(mention.concept).id.as_str() == "action.use"
    })
}

/// Collects what is affirmed, under each data type and recipient and all that are broader.
fn affirmed(audit: &Audit<'_, '_>, generic: [Option<ConceptId>; 2]) -> Affirmed {
    let concepts = audit.reading.concepts;
    let mut affirmed = Affirmed::default();
    let mut add = |group: Group, data: ConceptId, recipients: &[(ConceptId, Span)], span: Span| {
        // "We do not collect personal data" is no denial of "we collect information".
        if generic.contains(&Some(data)) {
            return;
        }
        let broader = concepts.ancestors(data).filter(|name| !generic.contains(&Some(*name)));
        let personal = generic.into_iter().flatten().next().filter(|_| is_personal(&concepts.get(data).id));
        for name in broader.chain(personal) {
            affirmed.entry((group, name, None)).or_insert(span);
            for recipient in recipients.iter().flat_map(|&(recipient, _)| concepts.ancestors(recipient)) {
                affirmed.entry((group, name, Some(recipient))).or_insert(span);
            }
        }
    };
    for practice in audit.practices.iter().filter(|practice| practice.modality != Modality::DoesNot) {
        let Some(group) = group(audit, practice).filter(|_| is_plain(audit, practice.sentence)) else {
            continue;
        };
        for &(data, span) in &practice.data {
            add(group, data, &practice.recipients, practice.verb.cover(span));
        }
    }
    // An item of "we collect the following:" has no verb of its own.
    for fact in audit.facts.iter().filter(|fact| fact.kind == FactKind::Data && !fact.negated) {
        let ours = fact.mode.is_some() || fact.actor == Some(Actor::FirstParty);
        let is_item =
            audit.reading.document.block(fact.block).is_some_and(|block| block.kind == BlockKind::Item);
        if let Some(data) = fact.concept.filter(|_| is_item && ours && fact.details.condition.is_none()) {
            add(Group::Collect, data, &[], fact.span);
        }
    }
    affirmed
}

fn group(audit: &Audit<'_, '_>, practice: &Practice) -> Option<Group> {
    if practice.actor != Actor::FirstParty || !practice.conditions.is_empty() {
        return None;
    }
    group_of(audit, practice)
}

fn group_of(audit: &Audit<'_, '_>, practice: &Practice) -> Option<Group> {
    match audit.reading.concept(practice.action).id.as_str() {
        "action.collect" => Some(Group::Collect),
        "action.share" | "action.disclose" | "action.transfer" => Some(Group::Share),
        "action.sell" => Some(Group::Sell),
        "action.store" => Some(Group::Store),
        _ => None,
    }
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

/// Whether the first party says a sentence without limits: "without your consent", "knowingly", "except as described"
/// are some, and so is that it speaks of children.
fn is_plain(audit: &Audit<'_, '_>, sentence: Span) -> bool {
    let sentences = &audit.reading.sentences;
    let at = sentences.partition_point(|other| other.span.end <= sentence.start);
    sentences
        .get(at)
        .is_some_and(|sentence| audit.marks.traits(at).is_plain && !any_in(&audit.children, sentence.span))
}

/// "Your data are used only by us." / "Our service providers receive your data."
fn exclusive(audit: &Audit<'_, '_>) -> Vec<Found> {
    let us_only: Vec<_> = audit
        .phrases("defect.only-us")
        .map(|(sentence, mention)| (sentence.block, mention.span, sentence.span))
        .take(ENOUGH)
        .collect();
    if us_only.is_empty() {
        return Vec::new();
    }
    let outside = ["service-provider", "third-party", "partner", "advertiser", "authority", "processor"];
    let apart = |sentence: Span| us_only.iter().all(|&(.., only)| only != sentence);
    let recipient = audit.facts.iter().find(|fact| {
        let id = fact.concept.map(|concept| &audit.reading.concept(audit.reading.concepts.root(concept)).id);
        fact.kind == FactKind::Recipient
            && !fact.negated
            && id.and_then(|id| id.strip_prefix("recipient.")).is_some_and(|name| outside.contains(&name))
            && apart(fact.sentence)
    });
    let disclosure = audit.practices.iter().find(|practice| {
        practice.actor == Actor::FirstParty
            && practice.modality != Modality::DoesNot
            && matches!(
                audit.reading.concept(practice.action).id.as_str(),
                "action.share" | "action.disclose"
            )
            && apart(practice.sentence)
    });
    let given = recipient.map(|fact| fact.span).or(disclosure.map(|practice| practice.span));
    let Some(given) = given else { return Vec::new() };
    us_only
        .into_iter()
        .map(|(block, span, _)| {
            let message = format!("“{}” / “{}”", short(audit.text(span)), short(audit.text(given)));
            (block, span, given, message)
        })
        .collect()
}

/// "The local versions shall prevail." / "The principles shall govern.": two texts that both come first.
fn precedence(audit: &Audit<'_, '_>) -> Option<Found> {
    let mut clauses = audit.phrases("defect.prevails");
    let (sentence, first) = clauses.next()?;
    let (_, second) = clauses.find(|(other, _)| other.block != sentence.block)?;
    let message = "two clauses claim precedence over other texts".to_owned();
    Some((sentence.block, sentence.span.cover(first.span), second.span, message))
}

/// "Deleted within 30 days." / "Deleted data may persist in backups for 30 days more."
fn backups(audit: &Audit<'_, '_>) -> Vec<Found> {
    let Some((kept, mention)) = audit.phrases("defect.outlives").next() else { return Vec::new() };
    let copies = audit.reading.concepts.find("defect.backup");
    let about_copies = audit.reading.mentions_in(kept).iter().any(|other| Some(other.concept) == copies);
    if !about_copies {
        return Vec::new();
    }
    audit
        .phrases("defect.gone")
        .filter(|(sentence, _)| sentence.span != kept.span)
        .take(2)
        .map(|(sentence, gone)| {
            let message = format!(
                "“{}” / “{}” in backups",
                short(audit.text(gone.span)),
                short(audit.text(mention.span))
            );
            (sentence.block, gone.span, mention.span, message)
        })
        .collect()
}

/// "We guarantee the security of your data." / "We cannot guarantee its security."
fn promised(audit: &Audit<'_, '_>) -> Option<Found> {
    let not = ["cue.not", "cue.no"].map(|name| audit.reading.concepts.find(name));
    // "No site is 100% secure" promises nothing.
    let (sentence, promise) =
        audit.phrases("defect.secure-promise").find(|(sentence, _)| !audit.has_any(sentence, &not))?;
    let (_, against) = audit.phrases("defect.no-guarantee").find(|(other, _)| other.span != sentence.span)?;
    let message = "security is promised / security is not guaranteed".to_owned();
    Some((sentence.block, promise.span, against.span, message))
}

/// The claims of the table that another sentence takes back, where nothing narrows them.
fn taken_back(audit: &Audit<'_, '_>) -> Vec<Found> {
    let narrowed = audit.reading.concepts.find("defect.narrowed");
    let mut found = Vec::new();
    for (one, other, says, denies) in OPPOSED {
        let plain = |(sentence, _): &(&Sentence, Mention)| !audit.has_any(sentence, &[narrowed]);
        let Some((sentence, claim)) = audit.phrases(one).take(LOOKED).find(plain) else { continue };
        let mut against = audit.phrases(other);
        let Some((_, against)) = against.find(|(against, _)| against.span != sentence.span) else { continue };
        found.push((sentence.block, claim.span, against.span, format!("{says} / {denies}")));
    }
    found
}

/// Two phrases that can't both hold, where they stand in different sentences.
fn opposed(audit: &Audit<'_, '_>, one: &str, other: &str, says: &str, denies: &str) -> Option<Found> {
    let (sentence, mention) = audit.phrases(one).next()?;
    let (_, against) = audit.phrases(other).find(|(against, _)| against.span != sentence.span)?;
    Some((sentence.block, mention.span, against.span, format!("{says} / {denies}")))
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn denied_and_affirmed() {
        let text = "We do not collect your phone number. When you order, we collect your name. We collect your phone number.";
        check(text, &["contradiction: do not collect your phone number."]);
        check("We do not share your phone number without your consent. We share your phone number.", &[]);
    }

    #[test]
    fn deleted_and_kept_in_copies() {
        let text =
            "Your files are permanently deleted.\n\nDeleted files may persist in our backups for some days.";
        check(text, &["contradiction: are permanently deleted"]);
    }

    #[test]
    fn no_profiles_but_inferences() {
        let text = "We do not engage in profiling. We may make inferences from your clicks.";
        check(text, &["contradiction: not engage in profiling"]);
    }

    #[test]
    fn no_transfer_but_a_provider_abroad() {
        let text = "Your data are not transferred outside the EU. We use Google Analytics.";
        check(text, &["contradiction: not transferred outside"]);
        check("Your data are not transferred outside the EU. We use our own servers.", &[]);
    }

    #[test]
    fn at_once_and_after_notice() {
        let text = "Changes are effective immediately. We will tell you before the changes take effect.";
        check(text, &["contradiction: effective immediately"]);
    }
}
