//! JSON Schemas of the records.

use schemars::{Schema, schema_for};

use super::{CoverageRecord, DocumentRecord, FactRecord, PolicyRecord, TreeRecord};

/// The schema of each kind of record, by its name: "document" (blocks in reading order), "tree" (blocks in blocks),
/// "facts" (one fact), "policy" and "coverage".
pub fn schemas() -> [(&'static str, Schema); 5] {
    [
        ("document", schema_for!(DocumentRecord<'_>)),
        ("tree", schema_for!(TreeRecord<'_>)),
        ("facts", schema_for!(FactRecord<'_>)),
        ("policy", schema_for!(PolicyRecord<'_>)),
        ("coverage", schema_for!(CoverageRecord<'_>)),
    ]
}
