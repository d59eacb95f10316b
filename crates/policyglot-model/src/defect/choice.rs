//! Rights and choices that a policy owes its reader.

use policyglot_parser::BlockKind;

use super::{Audit, Rule};
use crate::{FactKind, Severity};

const COMPLAINT: Rule = Rule { name: "rights-without-complaint", severity: Severity::Info };
const MARKETING: Rule = Rule { name: "marketing-without-opt-out", severity: Severity::Warning };

/// Looks at all rights of a whole policy.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    if audit.is_whole() {
        complaint(audit);
        marketing(audit);
    }
}

/// The rights of data protection law one by one, and neither an authority nor a right to complain.
fn complaint(audit: &mut Audit<'_, '_>) {
    let concepts = audit.reading.concepts;
    let granted = ["access", "copy", "rectify", "erase", "restrict", "object"]
        .map(|name| concepts.find(&format!("right.{name}")));
    let complain = concepts.find("right.complain");
    let rights = || audit.facts.iter().filter(|fact| fact.kind == FactKind::Right && !fact.negated);
    let is_named = audit.facts.iter().any(|fact| fact.kind == FactKind::Authority)
        || rights().any(|fact| fact.concept.is_some_and(|right| Some(concepts.root(right)) == complain));
    if is_named {
        return;
    }
    let has = |wanted| rights().any(|fact| fact.concept == wanted);
    // Laws without an authority to complain to give access and deletion only.
    let of_regulation = granted.iter().skip(4).any(|&right| has(right)) || has(granted[1]);
    if !of_regulation || granted.iter().filter(|&&right| has(right)).count() < 3 {
        return;
    }
    // The place that tells of most rights shows it best.
    let mut places: Vec<_> =
        rights().filter(|fact| granted.contains(&fact.concept)).map(|fact| (fact.block, fact.span)).collect();
    places.sort_unstable_by_key(|&(_, span)| span);
    let lists: Vec<_> = places.chunk_by(|(one, _), (next, _)| next.0.saturating_sub(one.0) <= 2).collect();
    let Some(longest) = lists.into_iter().rev().max_by_key(|list| list.len()) else { return };
    let Some((&(block, span), &(last, _))) = longest.first().zip(longest.last()) else { return };
    let announced = audit
        .phrases("defect.rights")
        .filter(|(sentence, _)| {
            let kind = audit.reading.document.block(sentence.block).map(|block| block.kind);
            matches!(kind, Some(BlockKind::Paragraph | BlockKind::Item))
        })
        .find(|(sentence, _)| sentence.block.0 + 2 >= block.0 && sentence.block.0 <= last.0)
        .map(|(sentence, _)| (sentence.block, sentence.span));
    let (block, span) = announced.unwrap_or((block, span));
    let message = "rights are granted, but neither the right to complain nor an authority is named";
    audit.report(COMPLAINT, block, span, message);
}

/// Offers are sent, and nothing is said of a way to stop them.
fn marketing(audit: &mut Audit<'_, '_>) {
    let concepts = audit.reading.concepts;
    let stops = ["opt-out-marketing", "object", "withdraw-consent"]
        .map(|name| concepts.find(&format!("right.{name}")));
    let can_stop = audit.facts.iter().any(|fact| {
        let root = fact.concept.map(|right| concepts.root(right));
        fact.kind == FactKind::Right && !fact.negated && stops.contains(&root)
    });
    if can_stop {
        return;
    }
    let kinds = ["purpose.marketing", "purpose.marketing-direct", "purpose.marketing-newsletter"]
        .map(|name| concepts.find(name));
    let first = audit
        .facts
        .iter()
        .filter(|fact| fact.kind == FactKind::Purpose && !fact.negated && kinds.contains(&fact.concept))
        .min_by_key(|fact| fact.span.start);
    if let Some(fact) = first {
        let message = "marketing is announced, but no way to object or to unsubscribe";
        audit.report(MARKETING, fact.block, fact.span, message);
    }
}
