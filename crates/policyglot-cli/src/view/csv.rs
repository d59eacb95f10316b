//! Facts as comma-separated values.

use std::io;

use policyglot_model::record::{CoverageRecord, FactRecord};

use crate::output::Output;

/// Prints one row a fact, below a header if `header`. Columns are the fields of a fact record; aliases are joined by
/// "; " and headings by " > ".
pub(crate) fn csv<'a>(
    facts: impl Iterator<Item = FactRecord<'a>>,
    header: bool,
    output: &mut Output,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(&mut output.out);
    if header {
        writer.write_record(COLUMNS)?;
    }
    for fact in facts {
        let section = fact.section_path();
        let aliases = fact.aliases.join("; ");
        writer.serialize((
            (fact.document, fact.kind, fact.value, fact.concept, fact.name, aliases),
            (fact.negated, fact.missing, fact.mode, fact.actor, fact.modality, fact.channel, fact.region),
            (fact.purpose_of, fact.condition, fact.practice, fact.rule, fact.severity),
            (section, fact.line, fact.start, fact.end, fact.quote),
            (fact.sentence.start, fact.sentence.end, fact.line2, fact.start2, fact.end2, fact.quote2),
        ))?;
    }
    writer.flush()
}

/// Prints one row a missed sentence, below a header if `header`.
pub(crate) fn coverage_csv(
    coverage: &CoverageRecord<'_>,
    header: bool,
    output: &mut Output,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(&mut output.out);
    if header {
        writer.write_record(["document", "section", "line", "start", "end", "quote"])?;
    }
    for missed in &coverage.missed_sentences {
        let section = missed.section.path();
        writer.serialize((
            coverage.document,
            section,
            missed.line,
            missed.start,
            missed.end,
            missed.quote,
        ))?;
    }
    writer.flush()
}

const COLUMNS: [&str; 29] = [
    "document",
    "kind",
    "value",
    "concept",
    "name",
    "aliases",
    "negated",
    "missing",
    "mode",
    "actor",
    "modality",
    "channel",
    "region",
    "for",
    "condition",
    "practice",
    "rule",
    "severity",
    "section",
    "line",
    "start",
    "end",
    "quote",
    "sentence_start",
    "sentence_end",
    "line2",
    "start2",
    "end2",
    "quote2",
];
