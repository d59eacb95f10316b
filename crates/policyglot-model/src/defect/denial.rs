//! Denials that another part of the text takes back: "nothing is shared", "only what you give us".

use policyglot_lexer::Span;

use super::contradiction::{TakenBack, gives_away, report_new};
use super::{Audit, LOOKED};
use crate::{Actor, FactKind, Modality, Mode, Practice};

/// So many of a kind are enough.
const ENOUGH: usize = 2;

/// Compares two common denials with all that is affirmed.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let mut found = shared(audit);
    found.extend(volunteered(audit));
    report_new(audit, found);
}

/// "We will not disclose your data to third parties without your consent." / "We share your data with partners."
fn shared(audit: &Audit<'_, '_>) -> Vec<TakenBack> {
    let concepts = audit.reading.concepts;
    let [consent, exception, limit] =
        ["consent", "exception", "limit"].map(|name| concepts.find(&format!("defect.{name}")));
    let basis = concepts.find("purpose.other");
    let unless = ["cue.unless", "cue.if", "cue.only"].map(|cue| concepts.find(cue));
    let gives = |practice: &&Practice| gives_away(audit, practice);
    let is_outside = |practice: &Practice| {
        practice.recipients.iter().any(|&(recipient, _)| {
            let id = &concepts.get(concepts.root(recipient)).id;
            ["service-provider", "partner", "advertiser", "other", "authority"]
                .iter()
                .any(|name| id.strip_prefix("recipient.") == Some(name))
        })
    };
    let denials = audit
        .practices
        .iter()
        .filter(gives)
        .filter(|practice| practice.modality == Modality::DoesNot)
        // "for their marketing" leaves other aims open; "without your consent" is a basis, no aim.
        .filter(|practice| {
            practice.purposes.iter().all(|&(purpose, _)| Some(concepts.root(purpose)) == basis)
        })
        .filter(|practice| {
            practice.recipients.iter().any(|&(recipient, span)| {
                matches!(concepts.get(recipient).id.as_str(), "recipient.third-party" | "recipient.other")
                    && !is_pointed(audit, span)
            })
        })
        .filter_map(|practice| Some((practice, audit.sentence(practice.sentence)?)))
        .take(LOOKED)
        .filter(|(_, sentence)| !audit.has_any(sentence, &[exception, unless[0], unless[1]]));
    let denials: Vec<_> =
        denials.map(|(practice, sentence)| (practice, audit.has_any(sentence, &[consent]))).collect();
    if denials.is_empty() {
        return Vec::new();
    }
    let affirmed: Vec<_> = audit
        .practices
        .iter()
        .filter(gives)
        .filter(|practice| practice.modality != Modality::DoesNot && practice.actor == Actor::FirstParty)
        // "If your data are sent abroad" does not say that they are.
        .filter(|practice| !practice.conditions.iter().any(|condition| condition.contains(practice.verb)))
        .filter(|practice| is_outside(practice))
        .filter_map(|practice| Some((practice, audit.sentence(practice.sentence)?)))
        .take(LOOKED)
        .filter(|(_, sentence)| !audit.has_any(sentence, &[limit, unless[2]]))
        .map(|(practice, sentence)| (practice, audit.has_any(sentence, &[consent])))
        .collect();
    denials
        .into_iter()
        .filter_map(|(denial, on_consent)| {
            let (against, _) = affirmed
                .iter()
                .find(|(practice, asked)| is_apart(practice, denial) && !(on_consent && *asked))?;
            Some((denial.block, denial.span, against.span))
        })
        .take(ENOUGH)
        .collect()
}

/// Whether two statements stand far apart: what follows a denial in its own block is often its exception.
fn is_apart(practice: &Practice, denial: &Practice) -> bool {
    const EXCEPTION: u32 = 250;
    practice.block != denial.block || practice.span.start > denial.sentence.end.saturating_add(EXCEPTION)
}

/// "with these third parties": those that were spoken of, and no others.
pub(super) fn is_pointed(audit: &Audit<'_, '_>, span: Span) -> bool {
    let source = audit.reading.document.source();
    let before = source.get(..span.start as usize).unwrap_or_default().trim_end();
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let first = audit.text(span).split(' ').next().unwrap_or_default();
    [word, first].iter().any(|word| audit.is_cue(word, &["cue.this"]))
}

/// "We collect personal data only when you provide it." / "We automatically collect your IP address."
fn volunteered(audit: &Audit<'_, '_>) -> Vec<TakenBack> {
    let otherwise = |sentence: Span| {
        let facts = audit.facts.iter().filter(|fact| fact.kind == FactKind::Data && !fact.negated);
        let identifier = audit.reading.concepts.find("data.identifier");
        let is_sent = |fact: &&crate::Fact| {
            // Nobody types in an address of the network.
            fact.concept.is_some_and(|data| Some(audit.reading.concepts.root(data)) == identifier)
                && fact.concept != identifier
        };
        facts
            .filter(|fact| matches!(fact.mode, Some(Mode::Automatic | Mode::ThirdParty)) || is_sent(fact))
            .filter(|fact| fact.sentence != sentence)
            .min_by_key(|fact| fact.span.start)
            .map(|fact| fact.sentence)
    };
    audit
        .phrases("defect.only-volunteered")
        .filter_map(|(sentence, mention)| Some((sentence.block, mention.span, otherwise(sentence.span)?)))
        .take(ENOUGH)
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn nothing_is_shared_but_something_is() {
        let text = "We will not disclose your personal data to third parties.\n\nWe share your email address with our partner Acme.";
        check(text, &["contradiction: will not disclose your personal data to third parties."]);
        let text = "We will not disclose your personal data to third parties, except as described.\n\nWe share your email address with our partner Acme.";
        check(text, &[]);
    }

    #[test]
    fn only_what_is_given() {
        let text =
            "We collect personal data only when you provide it.\n\nWe automatically collect your IP address.";
        check(text, &["contradiction: only when you provide"]);
    }
}
