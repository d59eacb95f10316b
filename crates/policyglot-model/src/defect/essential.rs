//! What a policy can't do without.

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::{Block, BlockId, BlockKind};

use super::{Audit, LOOKED, Rule};
use crate::reading::{Mention, Sentence};
use crate::{ConceptKind, FactKind, Severity};

const NO_DATE: Rule = Rule { name: "no-date", severity: Severity::Warning };
const INCOMPLETE_DATE: Rule = Rule { name: "incomplete-date", severity: Severity::Info };
const NO_CONTROLLER: Rule = Rule { name: "controller-not-identified", severity: Severity::Error };
const NO_ADDRESS: Rule = Rule { name: "no-postal-address", severity: Severity::Info };
const NO_PERIOD: Rule = Rule { name: "retention-without-period", severity: Severity::Info };
const NO_RETENTION: Rule = Rule { name: "no-retention", severity: Severity::Warning };
const NO_BASIS: Rule = Rule { name: "no-legal-basis", severity: Severity::Warning };
const NO_SAFEGUARD: Rule = Rule { name: "transfer-without-safeguard", severity: Severity::Warning };

/// Looks for what is missing in a whole policy.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    if audit.is_whole() {
        date(audit);
        controller(audit);
        address(audit);
        retention(audit);
        transfer(audit);
        abroad(audit);
        absent(audit);
    }
    incomplete_date(audit);
}

/// The place that stands for the whole document: its title, else its first block that says something.
fn head(audit: &Audit<'_, '_>) -> Option<(BlockId, Span)> {
    let says = |block: &Block| block.kind != BlockKind::Metadata && !block.body.is_empty();
    let (id, block) = audit.blocks().find(|(_, block)| says(block))?;
    let sentence = audit.reading.sentences_of(id).first().map_or(block.body, |sentence| sentence.span);
    Some((id, sentence))
}

fn date(audit: &mut Audit<'_, '_>) {
    let dated = [FactKind::Updated, FactKind::Effective, FactKind::Version];
    if audit.facts.iter().any(|fact| dated.contains(&fact.kind)) {
        return;
    }
    let change = audit.facts.iter().find(|fact| fact.kind == FactKind::Change);
    if let Some(change) = change {
        let message = "no date and no version stand in the text, though changes are announced";
        audit.report(NO_DATE, change.block, change.span, message);
    } else if let Some((block, span)) = head(audit) {
        audit.report(NO_DATE, block, span, "no date, no version and no clause on changes stand in the text");
    }
}

/// "Effective Date: May, 2023".
fn incomplete_date(audit: &mut Audit<'_, '_>) {
    for fact in audit.facts {
        let dated = matches!(fact.kind, FactKind::Updated | FactKind::Effective);
        if dated && fact.value.as_deref().is_some_and(|value| value.len() < "2023-05-01".len()) {
            audit.report(INCOMPLETE_DATE, fact.block, fact.span, "incomplete date: the day is missing");
        }
    }
}

/// A brand without a legal entity, an address, a phone number or an e-mail address.
fn controller(audit: &mut Audit<'_, '_>) {
    let reachable = audit.facts.iter().any(|fact| {
        let known = matches!(fact.details.channel.as_deref(), Some("email" | "phone" | "address"));
        fact.kind == FactKind::Contact && !fact.missing && known
    });
    if reachable {
        return;
    }
    let organisation = audit
        .facts
        .iter()
        .filter(|fact| fact.kind == FactKind::Organisation)
        .min_by_key(|fact| fact.span.start);
    let introduced =
        organisation.and_then(|fact| Some((fact.block, audit.reading.document.block(fact.block)?.body)));
    let place = introduced.or_else(|| head(audit));
    if let Some((block, span)) = place {
        let message =
            "the company can't be reached: no address, phone number or e-mail address stands in the text";
        audit.report(NO_CONTROLLER, block, span, message);
    }
}

/// "for as long as they are needed": the first sentence on keeping that has no period.
fn retention(audit: &mut Audit<'_, '_>) {
    let reading = audit.reading;
    if !audit.facts.iter().any(|fact| fact.kind == FactKind::Retention && !fact.negated) {
        return;
    }
    let timed = |sentence: &Sentence| {
        reading.mentions_in(sentence).iter().any(|mention| mention.kind == ConceptKind::Unit)
    };
    let open = audit
        .phrases("defect.open-period")
        .take(LOOKED)
        .find(|(sentence, _)| !timed(sentence))
        .map(|(sentence, mention)| (sentence.block, mention.span));
    if let Some((block, span)) = open {
        audit.report(NO_PERIOD, block, span, "retention without a period");
    }
}

/// So near to its number the word for a street stands.
const NEAR: usize = 5;

/// A company that gives no address where it could be found: a name and an e-mail address are not all it owes.
fn address(audit: &mut Audit<'_, '_>) {
    let has_address = audit
        .facts
        .iter()
        .any(|fact| fact.kind == FactKind::Contact && fact.details.channel.as_deref() == Some("address"));
    // "2 High Street, 4th floor": a number beside a word for a place.
    let has_street = audit.phrases("defect.street").any(|(_, place)| {
        let near = place.words.start.saturating_sub(NEAR)..place.words.end + NEAR;
        let words = audit.reading.words.get(near.start..near.end.min(audit.reading.words.len()));
        words.unwrap_or_default().iter().any(|word| word.kind == WordKind::Number)
    });
    let told = has_street || audit.found.iter().any(|fact| fact.details.rule == Some(NO_CONTROLLER.name));
    let organisation = audit
        .facts
        .iter()
        .filter(|fact| fact.kind == FactKind::Organisation)
        .min_by_key(|fact| fact.span.start)
        .map(|fact| (fact.block, fact.span));
    if let Some((block, span)) = organisation.filter(|_| !has_address && !told) {
        audit.report(NO_ADDRESS, block, span, "the company is named, but no postal address of it");
    }
}

/// How long data are kept, and by what right they are processed: parts that are looked for by their words.
fn absent(audit: &mut Audit<'_, '_>) {
    let Some((block, span)) = head(audit) else { return };
    let has = |kind: FactKind| audit.facts.iter().any(|fact| fact.kind == kind && !fact.negated);
    let says = |name: &str| audit.phrases(name).next().is_some();
    let gathers =
        audit.facts.iter().filter(|fact| fact.kind == FactKind::Data && !fact.negated).nth(GATHERS).is_some();
    let no_retention = gathers && !has(FactKind::Retention) && !says("defect.keeping");
    let gdpr = audit.reading.concepts.find("law.gdpr");
    let european = audit.facts.iter().any(|fact| fact.kind == FactKind::Law && fact.concept == gdpr);
    let no_basis = gathers && european && !says("defect.basis");
    if no_retention {
        audit.report(NO_RETENTION, block, span, "nothing is said of how long data are kept");
    }
    if no_basis {
        audit.report(NO_BASIS, block, span, "the GDPR is named, but no legal basis");
    }
}

/// A text that names fewer data tells of none.
const GATHERS: usize = 4;

/// Data cross borders, but neither a country nor a safeguard is named.
fn transfer(audit: &mut Audit<'_, '_>) {
    let reading = audit.reading;
    if audit.facts.iter().any(|fact| fact.kind == FactKind::Framework) {
        return;
    }
    let safeguards = ["scc", "uk-addendum", "bcr", "adequacy", "safeguard"]
        .map(|name| reading.concepts.find(&format!("transfer.{name}")));
    let mut first = None;
    for fact in audit.facts.iter().filter(|fact| fact.kind == FactKind::Transfer && !fact.negated) {
        let sentence = audit.sentence(fact.span);
        let mentions = sentence.map(|sentence| reading.mentions_in(sentence)).unwrap_or_default();
        let safe = |mention: &Mention| {
            matches!(mention.kind, ConceptKind::Place | ConceptKind::Framework)
                || safeguards.contains(&Some(mention.concept))
        };
        if mentions.iter().any(safe) {
            return;
        }
        // "outside of those pages" is no transfer.
        if mentions.iter().any(|mention| mention.kind == ConceptKind::Transfer) {
            first = first.or(Some((fact.block, fact.span)));
        }
    }
    if let Some((block, span)) = first {
        audit.report(NO_SAFEGUARD, block, span, "transfer abroad with no country and no safeguard named");
    }
}

/// A provider of another continent is used under European law, and nothing is said of where data go.
fn abroad(audit: &mut Audit<'_, '_>) {
    let reading = audit.reading;
    let laws = ["law.gdpr", "law.uk-gdpr"].map(|name| reading.concepts.find(name));
    let european = audit.facts.iter().any(|fact| fact.kind == FactKind::Law && laws.contains(&fact.concept));
    let told = audit.facts.iter().any(|fact| matches!(fact.kind, FactKind::Transfer | FactKind::Framework));
    if european && !told {
        for (block, span) in audit.first_places("defect.us-provider", 1) {
            let message = "a provider in the United States, and nothing is said of transfers or safeguards";
            audit.report(NO_SAFEGUARD, block, span, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn a_month_is_no_date() {
        check("Effective date: May 2023\n\nWe care.", &["incomplete-date: Effective date: May 2023"]);
    }

    /// A text of as many blocks as a whole policy has, with a date and an address.
    fn whole(said: &str) -> String {
        let rest = "\n\nAcme Inc. sings every day.".repeat(12);
        format!("Last updated: July 3, 2024\n\n{said}{rest}\n\nWrite to privacy@acme.test.")
    }

    /// The rules of this module that a whole policy breaks.
    fn broken(said: &str) -> Vec<&'static str> {
        use crate::{FactKind, Lexicon, read};
        let text = whole(said);
        let policy =
            read(&policyglot_parser::parse(&text), &Lexicon::bundled().expect("the crate's own files"));
        let rules = policy.facts.iter().filter(|fact| fact.kind == FactKind::Defect);
        let own = [super::NO_PERIOD, super::NO_ADDRESS, super::NO_SAFEGUARD].map(|rule| rule.name);
        rules.filter_map(|fact| fact.details.rule).filter(|rule| own.contains(rule)).collect()
    }

    #[test]
    fn a_period_beside_an_open_one() {
        let here = "Acme Inc., 12 Market Street, Springfield, cares.";
        let open = "We keep your name for 3 years. We keep your address for as long as it is necessary.";
        assert_eq!(broken(&format!("{here}\n\n{open}")), ["retention-without-period"]);
        assert!(broken(&format!("{here}\n\nWe keep your name for 3 years.")).is_empty());
    }

    #[test]
    fn a_company_without_an_address() {
        assert_eq!(broken("Acme Inc. cares."), ["no-postal-address"]);
        assert!(broken("Acme Inc., 12 Market Street, Springfield, cares.").is_empty());
    }

    #[test]
    fn a_provider_abroad() {
        let here = "Acme Inc., 12 Market Street, Springfield, cares.";
        let text = format!("{here}\n\nThe GDPR applies. We use AWS servers.");
        assert_eq!(broken(&text), ["transfer-without-safeguard"]);
        assert!(
            broken(&format!("{text} We transfer your data under standard contractual clauses.")).is_empty()
        );
    }
}
