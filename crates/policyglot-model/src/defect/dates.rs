//! Dates and ages that disagree.

use policyglot_lexer::Span;
use policyglot_parser::BlockId;

use super::{Audit, Rule};
use crate::{Fact, FactKind, Severity};

const DATES: Rule = Rule { name: "two-dates", severity: Severity::Warning };

/// Looks at the dates of the last change.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    if let Some((block, span, first)) = dates(audit) {
        audit.report_pair(DATES, block, (span, first), "two dates of the last change");
    }
}

/// "Last updated: May 1, 2023" at the head, "last updated on June 2, 2022" at the end.
fn dates(audit: &Audit<'_, '_>) -> Option<(BlockId, Span, Span)> {
    let mut updated: Vec<&Fact> = audit
        .facts
        .iter()
        .filter(|fact| {
            fact.kind == FactKind::Updated && fact.value.as_deref().is_some_and(|value| value.len() == DAY)
        })
        .collect();
    updated.sort_unstable_by_key(|fact| fact.span.start);
    let (first, rest) = updated.split_first()?;
    let other = rest.iter().find(|fact| fact.value != first.value && fact.block != first.block)?;
    Some((other.block, other.span, first.span))
}

/// The length of a whole date, "2023-05-01".
const DAY: usize = 10;

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn dates_of_the_last_change() {
        let text = "Last updated: May 1, 2023\n\nWe like the river.\n\nThis policy was last updated on June 2, 2022.";
        check(text, &["two-dates: last updated on June 2, 2022"]);
    }
}
