//! What the company owes and the user may do: rights, retention, security, transfers, children, changes, deadlines, promises.

mod change;
mod channel;
mod child;
mod clauses;
mod commitment;
mod commitment_clause;
mod condition;
mod deadline;
mod passage;
mod retention;
mod right;
mod right_object;
mod right_told;
mod security;
mod storage_end;
mod surroundings;
mod term;
mod transfer;

use std::ops::Range;

use policyglot_lexer::Span;
use policyglot_parser::{BlockId, BlockKind};

use self::passage::Passages;
use self::right::Rights;
use crate::reading::Reading;
use crate::{Concepts, Fact, FactKind};

/// Reads sentences for rights and duties, block by block.
pub(crate) struct Reader {
    passages: Passages,
    rights: Rights,
    /// What the other rules read from a sentence, before the promises in it.
    said: Vec<(FactKind, Span)>,
}

impl Reader {
    /// A reader at the start of a document.
    pub(crate) fn new(concepts: &Concepts) -> Self {
        Self { passages: Passages::new(concepts), rights: Rights::new(concepts), said: Vec::new() }
    }

    /// Adds the facts about rights and duties of `sentences`, which are all those of one block or of several. `practised`
    /// are the facts of the practices in them.
    pub(crate) fn read(
        &mut self,
        reading: &Reading<'_>,
        sentences: Range<usize>,
        practised: &[Fact],
        facts: &mut Vec<Fact>,
    ) {
        // The columns of a table tell more of its rows than their words do.
        let kept = practised.iter().filter(|fact| fact.kind == FactKind::Retention);
        let mut told: Vec<BlockId> = kept.map(|fact| fact.block).collect();
        told.sort_unstable();
        let Self { passages, rights, said } = self;
        passages.each(reading, sentences, |passage| {
            // Headings and titles name what a section is about and state nothing; nor does "How long do we keep it?".
            if matches!(passage.kind, BlockKind::Heading | BlockKind::Title | BlockKind::Metadata)
                || passage.asks()
                || heads_table(passage)
            {
                return;
            }
            let first = facts.len();
            child::facts(passage, facts);
            change::facts(passage, facts);
            let told = passage.kind == BlockKind::Row && told.binary_search(&passage.sentence.block).is_ok();
            if !told {
                retention::facts(passage, facts);
            }
            security::facts(passage, facts);
            transfer::facts(passage, facts);
            right::facts(passage, rights, facts);
            if !told {
                deadline::facts(passage, facts);
            }
            said.clear();
            said.extend(facts[first..].iter().map(|fact| (fact.kind, fact.span)));
            commitment::facts(passage, said, facts);
        });
    }
}

/// Whether a sentence is the head of a table ("Data | How long we keep it").
fn heads_table(passage: &passage::Passage<'_, '_>) -> bool {
    let block = passage.reading.document.block(passage.sentence.block);
    block.is_some_and(|block| block.kind == BlockKind::Row && block.header)
}

#[cfg(test)]
mod testing {
    //! What the rules of this module read from a short text.

    use crate::FactKind;
    use crate::value::testing::reading;

    /// Asserts the values of the facts of `kind` in `text`, joined by "; ".
    #[track_caller]
    pub(super) fn check(kind: FactKind, language: &str, text: &str, expected: &str) {
        reading(language, text, |reading| {
            let mut facts = Vec::new();
            super::Reader::new(reading.concepts).read(reading, 0..reading.sentences.len(), &[], &mut facts);
            let values: Vec<_> = facts
                .iter()
                .filter(|fact| fact.kind == kind)
                .filter_map(|fact| fact.value.as_deref())
                .collect();
            assert_eq!(values.join("; "), expected, "{text}");
        });
    }
}
