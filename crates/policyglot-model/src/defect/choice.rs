//! Rights and choices that a policy owes its reader.

use policyglot_lexer::Span;
use policyglot_parser::{BlockId, BlockKind};

use super::{Audit, Rule};
use crate::{Fact, FactKind, Severity};

const COMPLAINT: Rule = Rule { name: "rights-without-complaint", severity: Severity::Info };
const INCOMPLETE: Rule = Rule { name: "rights-incomplete", severity: Severity::Warning };
const FEE: Rule = Rule { name: "fee-for-a-right", severity: Severity::Warning };
const COOKIES: Rule = Rule { name: "cookies-without-choice", severity: Severity::Warning };
const MARKETING: Rule = Rule { name: "marketing-without-opt-out", severity: Severity::Warning };

/// Looks at all rights of a whole policy.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    if audit.is_whole() {
        complaint(audit);
        marketing(audit);
        cookies(audit);
        incomplete(audit);
        fee(audit);
    }
}

/// The rights that the text gives.
fn rights<'a>(audit: &'a Audit<'_, '_>) -> impl Iterator<Item = &'a Fact> {
    audit.facts.iter().filter(|fact| fact.kind == FactKind::Right && !fact.negated)
}

/// The rights of data protection law one by one, and neither an authority nor a right to complain.
fn complaint(audit: &mut Audit<'_, '_>) {
    let concepts = audit.reading.concepts;
    let granted = ["access", "copy", "rectify", "erase", "restrict", "object"]
        .map(|name| concepts.find(&format!("right.{name}")));
    let complain = concepts.find("right.complain");
    let rights = || rights(audit);
    // The laws of the states of the USA give no such right.
    if is_law_named(audit, &["ccpa", "cpra"]) && !is_law_named(audit, &EUROPEAN) {
        return;
    }
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
    let (block, span) = announced(audit, (block, span), last);
    let message = "rights are granted, but neither the right to complain nor an authority is named";
    audit.report(COMPLAINT, block, span, message);
}

/// The sentence that announces the rights whose list is told at `place` and ends in block `last`; else that place.
fn announced(audit: &Audit<'_, '_>, place: (BlockId, Span), last: BlockId) -> (BlockId, Span) {
    audit
        .phrases("defect.rights")
        .filter(|(sentence, _)| {
            let kind = audit.reading.document.block(sentence.block).map(|block| block.kind);
            matches!(kind, Some(BlockKind::Paragraph | BlockKind::Item))
        })
        .find(|(sentence, _)| sentence.block.0 + 2 >= place.0.0 && sentence.block.0 <= last.0)
        .map_or(place, |(sentence, _)| (sentence.block, sentence.span))
}

/// The laws that give all rights of data protection.
const EUROPEAN: [&str; 2] = ["gdpr", "uk-gdpr"];

/// Whether the text names one of these laws of the vocabulary.
fn is_law_named(audit: &Audit<'_, '_>, names: &[&str]) -> bool {
    let laws: Vec<_> = names.iter().map(|name| audit.reading.concepts.find(&format!("law.{name}"))).collect();
    audit.facts.iter().any(|fact| fact.kind == FactKind::Law && laws.contains(&fact.concept))
}

/// The GDPR is named, and most of the rights that it gives are not.
fn incomplete(audit: &mut Audit<'_, '_>) {
    if !is_law_named(audit, &EUROPEAN) {
        return;
    }
    let concepts = audit.reading.concepts;
    let owed = [
        ("access", "access"),
        ("copy", "portability"),
        ("rectify", "rectification"),
        ("erase", "erasure"),
        ("restrict", "restriction"),
        ("object", "objection"),
        ("complain", "complaint"),
    ]
    .map(|(name, label)| (concepts.find(&format!("right.{name}")), label));
    let given = |wanted: Option<crate::ConceptId>| {
        rights(audit).find(|fact| fact.concept.map(|right| concepts.root(right)) == wanted)
    };
    let missing: Vec<&str> =
        owed.iter().filter(|(right, _)| given(*right).is_none()).map(|(_, label)| *label).collect();
    let first = owed.iter().filter_map(|(right, _)| given(*right)).min_by_key(|fact| fact.span.start);
    // A text that tells of no right at all may leave them to another page.
    if let Some(fact) = first.filter(|_| (MISSING..owed.len()).contains(&missing.len())) {
        let message = format!("the GDPR is named, but these rights are not: {}", missing.join(", "));
        let (block, span) = announced(audit, (fact.block, fact.span), fact.block);
        audit.report(INCOMPLETE, block, span, message);
    }
}

/// So many rights must be missing: a text may tell of one or two in words that no vocabulary has.
const MISSING: usize = 4;

/// "You can ask for a copy (for which we may charge a small fee)": the GDPR lets nobody ask for money as a rule.
fn fee(audit: &mut Audit<'_, '_>) {
    if !is_law_named(audit, &EUROPEAN) {
        return;
    }
    for (block, span) in audit.first_places("defect.fee", 1) {
        let message = format!(
            "a fee for a right that the GDPR gives free of charge: “{}”",
            super::short(audit.text(span))
        );
        audit.report(FEE, block, span, message);
    }
}

/// Cookies are set, and nothing is said of a way to refuse them.
fn cookies(audit: &mut Audit<'_, '_>) {
    let concepts = audit.reading.concepts;
    let refuse = concepts.find("right.refuse-cookies");
    let cookie = concepts.find("technology.cookie");
    if rights(audit).any(|fact| fact.concept.map(|right| concepts.root(right)) == refuse) {
        return;
    }
    let mut set = audit.facts.iter().filter(|fact| {
        fact.kind == FactKind::Technology
            && !fact.negated
            && fact
                .concept
                .is_some_and(|technology| concepts.ancestors(technology).any(|one| Some(one) == cookie))
    });
    if audit.phrases("defect.cookie-choice").next().is_some() {
        return;
    }
    if let Some(first) = set.next() {
        let message = "cookies are set, but no way to refuse them is told";
        audit.report(COOKIES, first.block, first.span, message);
    }
}

/// Offers are sent, and nothing is said of a way to stop them.
fn marketing(audit: &mut Audit<'_, '_>) {
    let concepts = audit.reading.concepts;
    let stops = ["opt-out-marketing", "object", "withdraw-consent"]
        .map(|name| concepts.find(&format!("right.{name}")));
    if rights(audit).any(|fact| stops.contains(&fact.concept.map(|right| concepts.root(right)))) {
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

#[cfg(test)]
mod tests {
    use policyglot_parser::parse;

    use crate::{Lexicon, read};

    #[test]
    fn cookies_that_nobody_can_refuse() {
        let broken = |said: &str| {
            let text =
                format!("We use cookies on our site. {said}{}", "\n\nAcme sings every day.".repeat(12));
            let policy = read(&parse(&text), &Lexicon::bundled().expect("the crate's own files"));
            policy.facts.iter().any(|fact| fact.details.rule == Some(super::COOKIES.name))
        };
        assert!(broken("They are small."));
        assert!(!broken("You can block cookies."));
    }
}
