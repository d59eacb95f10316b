//! What is said to hold always, and doesn't: "used only to serve you", "strictly confidential", "never sold".

use policyglot_lexer::Span;

use super::contradiction::{TakenBack, gives_away, report_new};
use super::denial::is_pointed;
use super::{Audit, LOOKED, any_in};
use crate::reading::{Mention, Sentence};
use crate::{Actor, ConceptId, ConceptKind, FactKind, Modality, Practice};

/// So many of a kind are enough.
const ENOUGH: usize = 2;

/// Compares each kind of claim with all that is affirmed.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let mut found = only_for(audit);
    found.extend(confidential(audit));
    found.extend(sold(audit));
    report_new(audit, found);
}

/// "Your information is used exclusively to run the site." / "We use your information for marketing."
fn only_for(audit: &Audit<'_, '_>) -> Vec<TakenBack> {
    let claims: Vec<_> = audit
        .phrases("defect.only-for")
        .take(LOOKED)
        .filter(|(sentence, claim)| is_of_all(audit, sentence) && !is_told(audit, sentence, claim))
        .collect();
    if claims.is_empty() {
        return Vec::new();
    }
    let marketing = marketing(audit);
    let given = disclosed(audit, &["authority", "advertiser", "partner", "acquirer"]);
    claims
        .into_iter()
        .filter_map(|(sentence, claim)| {
            let apart = |place: &&(Span, Span)| place.0 != sentence.span;
            let second = marketing.iter().find(apart).or_else(|| given.iter().find(apart))?.1;
            Some((sentence.block, claim.span, second))
        })
        .take(ENOUGH)
        .collect()
}

/// Whether a sentence speaks of all that is known of a person, of nobody else's use, and of no special case.
fn is_of_all(audit: &Audit<'_, '_>, sentence: &Sentence) -> bool {
    let concepts = audit.reading.concepts;
    let [exception, limit] = ["defect.exception", "defect.limit"].map(|name| concepts.find(name));
    let if_ = concepts.find("cue.if");
    let mut speaks = false;
    for mention in audit.reading.mentions_in(sentence) {
        let concept = Some(mention.concept);
        match mention.kind {
            // "This information is only used to send the newsletter": one of many.
            ConceptKind::Data if is_generic(audit, mention.concept) => {
                if is_pointed(audit, mention.span) {
                    return false;
                }
                speaks = true;
            }
            ConceptKind::Data
            | ConceptKind::Recipient
            | ConceptKind::Right
            | ConceptKind::Technology
            | ConceptKind::Tracker => return false,
            _ if [exception, limit, if_].contains(&concept) => return false,
            _ => {}
        }
    }
    speaks
}

/// Whether the purposes of a claim are told elsewhere: "only for the purposes described in this policy".
fn is_told(audit: &Audit<'_, '_>, sentence: &Sentence, claim: &Mention) -> bool {
    let told = audit.reading.concepts.find("defect.told");
    audit.phrases_in(claim.words.end..sentence.words.end).any(|phrase| Some(phrase.concept) == told)
}

/// Where data are used for marketing or advertising: the sentence, and the words that say so.
fn marketing(audit: &Audit<'_, '_>) -> Vec<(Span, Span)> {
    let concepts = audit.reading.concepts;
    let kinds = ["purpose.marketing", "purpose.advertising"].map(|name| concepts.find(name));
    audit
        .facts
        .iter()
        .filter(|fact| fact.kind == FactKind::Purpose && !fact.negated)
        .filter(|fact| fact.actor != Some(Actor::ThirdParty) && fact.details.condition.is_none())
        .filter(|fact| fact.concept.is_some_and(|purpose| kinds.contains(&Some(concepts.root(purpose)))))
        .map(|fact| (fact.sentence, fact.span))
        .take(ENOUGH + 1)
        .collect()
}

/// Where the company gives data to one of these kinds of recipients.
fn disclosed(audit: &Audit<'_, '_>, kinds: &[&str]) -> Vec<(Span, Span)> {
    let concepts = audit.reading.concepts;
    let kinds: Vec<Option<ConceptId>> =
        kinds.iter().map(|name| concepts.find(&format!("recipient.{name}"))).collect();
    audit
        .practices
        .iter()
        .filter(|practice| ours(practice) && gives_away(audit, practice))
        .filter(|practice| practice.modality != Modality::DoesNot)
        .filter(|practice| {
            let roots = practice.recipients.iter().map(|&(recipient, _)| Some(concepts.root(recipient)));
            roots.into_iter().any(|root| kinds.contains(&root))
        })
        .map(|practice| (practice.sentence, practice.span))
        .take(ENOUGH + 1)
        .collect()
}

/// "Your personal data are strictly confidential." / "We share your personal data with partners."
fn confidential(audit: &Audit<'_, '_>) -> Vec<TakenBack> {
    let claims: Vec<_> = audit
        .phrases("defect.confidential")
        .take(LOOKED)
        .filter(|(sentence, _)| is_of_all(audit, sentence))
        .collect();
    if claims.is_empty() {
        return Vec::new();
    }
    let given =
        disclosed(audit, &["advertiser", "partner", "public", "affiliate", "other", "service-provider"]);
    claims
        .into_iter()
        .filter_map(|(sentence, claim)| {
            let second = given.iter().find(|place| place.0 != sentence.span)?.1;
            Some((sentence.block, claim.span, second))
        })
        .take(1)
        .collect()
}

/// "We do not sell your data to anyone." / "We do not sell your data, except as described here."
fn sold(audit: &Audit<'_, '_>) -> Vec<TakenBack> {
    let except = audit.reading.concepts.find("defect.but-for");
    let denials: Vec<(&Practice, &Sentence)> = audit
        .practices
        .iter()
        .filter(|practice| {
            practice.modality == Modality::DoesNot
                && audit.reading.concept(practice.action).id.as_str() == "action.sell"
        })
        .filter(|practice| !any_in(&audit.children, practice.sentence))
        .filter_map(|practice| Some((practice, audit.sentence(practice.sentence)?)))
        .take(LOOKED)
        .collect();
    let limits = ["defect.exception", "cue.if", "cue.unless"].map(|name| audit.reading.concepts.find(name));
    let plain = denials.iter().find(|(practice, sentence)| {
        let of_all = practice.data.iter().all(|&(data, _)| is_generic(audit, data));
        // "Do Not Sell" is the name of a list.
        let is_name = audit.text(practice.span).contains("Not Sell");
        ours(practice) && of_all && !is_name && !audit.has_any(sentence, &limits)
    });
    let limited = denials.iter().find(|(practice, sentence)| {
        audit.has_any(sentence, &[except]) && plain.is_some_and(|(plain, _)| plain.block != practice.block)
    });
    let Some(((plain, _), (_, limited))) = plain.zip(limited) else { return Vec::new() };
    vec![(plain.block, plain.span, limited.span)]
}

/// Whether a concept stands for all that is known of a person.
fn is_generic(audit: &Audit<'_, '_>, data: ConceptId) -> bool {
    matches!(
        audit.reading.concept(data).id.as_str(),
        "data.personal-data" | "data.information" | "data.personal-information"
    )
}

fn ours(practice: &Practice) -> bool {
    practice.actor == Actor::FirstParty
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn used_for_one_thing_only() {
        let text = "Your personal information is used exclusively to run the site.\n\nWe use your email address for marketing.";
        check(text, &["contradiction: used exclusively to"]);
        check(
            "Your email address is used exclusively to run the site.\n\nWe use your name for marketing.",
            &[],
        );
    }

    #[test]
    fn confidential_and_given_away() {
        let text =
            "Your personal data is strictly confidential.\n\nWe share your email address with advertisers.";
        check(text, &["contradiction: strictly confidential"]);
        check("Your personal data is strictly confidential.", &[]);
    }

    #[test]
    fn sold_to_nobody_but_some() {
        let text = "We do not sell your personal data to anyone.\n\nWe do not sell your personal data, except as described here.";
        check(text, &["contradiction: do not sell your personal data to anyone."]);
    }
}
