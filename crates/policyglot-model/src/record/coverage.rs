//! What became of each sentence, as a record: the honest answer to "what did it miss in my policy?".

use serde::Serialize;

use super::{Context, Section};
use crate::{Coverage, Policy};

/// How well one document was understood.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoverageRecord<'a> {
    /// The document's name: the path as it was given, or "-".
    pub document: &'a str,
    /// How many sentences became at least one practice or fact.
    pub understood: u32,
    /// How many look like practices but gave none.
    pub missed: u32,
    /// How many are other text.
    pub other: u32,
    /// The sentences that look like practices but gave none, in reading order.
    pub missed_sentences: Vec<MissedRecord<'a>>,
}

/// A sentence that looks like a practice but gave none.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MissedRecord<'a> {
    /// The headings above it, from the outermost.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<&str>"))]
    pub section: Section<'a>,
    /// The line of the source file where it starts, from 1.
    pub line: u32,
    /// Its first byte in the source file.
    pub start: u32,
    /// One past its last byte in the source file.
    pub end: u32,
    /// The sentence.
    pub quote: &'a str,
}

/// How well the document was understood.
pub fn coverage<'a>(context: &'a Context<'a>, policy: &Policy) -> CoverageRecord<'a> {
    let mut record = CoverageRecord {
        document: context.name,
        understood: 0,
        missed: 0,
        other: 0,
        missed_sentences: Vec::new(),
    };
    for covered in &policy.coverage {
        match covered.coverage {
            Coverage::Understood => record.understood += 1,
            Coverage::Other => record.other += 1,
            Coverage::Missed => {
                record.missed += 1;
                let origin = context.origin(covered.sentence);
                record.missed_sentences.push(MissedRecord {
                    section: context.section(covered.block),
                    line: context.line(origin),
                    start: origin.start,
                    end: origin.end,
                    quote: context.text(covered.sentence),
                });
            }
        }
    }
    record
}
