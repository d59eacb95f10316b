//! What a policy says, for people.

use std::io::{self, Write};

use policyglot_model::record::{FactRecord, PolicyRecord};

use crate::output::Output;

/// Prints the facts by kind, each with its line and quote.
pub(crate) fn table(policy: &PolicyRecord<'_>, output: &mut Output) -> io::Result<()> {
    writeln!(output.out, "{}", policy.document)?;
    policy.about.iter().chain(policy.facts.values().flatten()).try_for_each(|fact| row(fact, output))
}

fn row(fact: &FactRecord<'_>, output: &mut Output) -> io::Result<()> {
    let value = fact.value.unwrap_or("(missing)");
    writeln!(output.out, "{:>5} {} {value} {:?}", fact.line, fact.kind.name(), fact.quote)
}
