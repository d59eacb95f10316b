//! What is called anonymous, and isn't: addresses, identifiers and cookies that single a person out.

use policyglot_lexer::Span;
use policyglot_parser::BlockId;

use super::contradiction::CONTRADICTION;
use super::{Audit, LOOKED, Rule, short};
use crate::reading::{Mention, Sentence};
use crate::{ConceptKind, FactKind, Mode, Severity};

const CALLED: Rule = Rule { name: "identifier-called-anonymous", severity: Severity::Warning };

/// So many are shown.
const ENOUGH: usize = 2;

/// Looks at claims of anonymity, and at visits that nobody is said to notice.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    for (block, span, second) in called(audit) {
        let message = format!(
            "“{}” beside “{}”, which singles a person out",
            short(audit.text(span)),
            short(audit.text(second))
        );
        audit.report(CALLED, block, span, message).details.second = Some(second);
    }
    if let Some((block, span, second)) = unseen(audit) {
        let message =
            format!("contradiction: “{}” / “{}”", short(audit.text(span)), short(audit.text(second)));
        audit.report(CONTRADICTION, block, span, message).details.second = Some(second);
    }
}

type Found = (BlockId, Span, Span);

/// "This information, such as your IP address, does not identify you."
fn called(audit: &Audit<'_, '_>) -> Vec<Found> {
    let reading = audit.reading;
    let identifiers = ["data.identifier", "data.cookie-identifier"].map(|name| reading.concepts.find(name));
    let made = reading.concepts.find("defect.made-anonymous");
    let identifier = |sentence: &Sentence| {
        let mentions = reading.mentions_in(sentence);
        // "We shorten your IP address" takes the identifier away.
        if mentions.iter().any(|mention| Some(mention.concept) == made) {
            return None;
        }
        let is_one = |mention: &&Mention| {
            mention.kind == ConceptKind::Data
                && identifiers.contains(&Some(reading.concepts.root(mention.concept)))
        };
        mentions.iter().find(is_one).map(|mention| mention.span)
    };
    let mut found: Vec<Found> = Vec::new();
    for (sentence, claim) in audit.phrases("defect.anonymous").take(LOOKED) {
        let at = reading.sentences.partition_point(|other| other.span.start < sentence.span.start);
        // The sentence itself, then the one before and the one after.
        let near = [Some(at), at.checked_sub(1), Some(at + 1)];
        let near = near.into_iter().flatten().filter_map(|at| reading.sentences.get(at));
        let second = near.filter(|other| other.block == sentence.block).find_map(identifier);
        if let Some(second) = second.filter(|_| found.len() < ENOUGH) {
            found.push((sentence.block, claim.span, second));
        }
    }
    found
}

/// "You can visit our site without telling us who you are." / "We automatically collect your IP address."
fn unseen(audit: &Audit<'_, '_>) -> Option<Found> {
    let (sentence, claim) = audit.phrases("defect.unseen").next()?;
    let identifier = audit.reading.concepts.find("data.identifier");
    let taken = audit
        .facts
        .iter()
        .filter(|fact| fact.kind == FactKind::Data && !fact.negated)
        .filter(|fact| fact.concept.is_some_and(|data| Some(audit.reading.concepts.root(data)) == identifier))
        // Nobody types in the address of a machine.
        .filter(|fact| fact.mode == Some(Mode::Automatic) || fact.concept != identifier)
        .filter(|fact| fact.sentence != sentence.span)
        .min_by_key(|fact| fact.span.start)?;
    Some((sentence.block, claim.span, taken.span))
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn an_address_is_not_anonymous() {
        check(
            "We log your IP address. This is not personally identifiable information.",
            &["identifier-called-anonymous: not personally identifiable"],
        );
        check("We count visits. This is not personally identifiable information.", &[]);
    }

    #[test]
    fn a_visit_is_seen() {
        check(
            "You can visit our site without telling us who you are.\n\nWe automatically collect your IP address.",
            &["contradiction: without telling us who you are"],
        );
    }
}
