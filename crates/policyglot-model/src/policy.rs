//! A policy: everything that was read from one document.

use policyglot_lexer::Span;
use policyglot_parser::{BlockId, Document};

use crate::{Actor, ConceptId, Fact, Modality, Mode, PracticeId};

/// What one document says.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// ISO 639-1 code of the language, where it could be told.
    pub language: Option<&'static str>,
    /// All facts, sorted by where they are said, then by kind.
    pub facts: Vec<Fact>,
    /// The sentence-level records that tie facts together.
    pub practices: Vec<Practice>,
    /// How well each sentence was understood, in reading order.
    pub coverage: Vec<Covered>,
}

impl Policy {
    /// One practice, or `None` where the policy has no such practice.
    pub fn practice(&self, id: PracticeId) -> Option<&Practice> {
        self.practices.get(id.0 as usize)
    }
}

/// Who does what with which data, for what, to whom, how surely, under what condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// The block it is said in.
    pub block: BlockId,
    /// The clause that says it.
    pub span: Span,
    /// The sentence around it.
    pub sentence: Span,
    /// Who acts.
    pub actor: Actor,
    /// What is done: a concept of kind action.
    pub action: ConceptId,
    /// The verb's place.
    pub verb: Span,
    /// How surely.
    pub modality: Modality,
    /// Data: concept and place.
    pub data: Vec<(ConceptId, Span)>,
    /// Purposes: concept and place.
    pub purposes: Vec<(ConceptId, Span)>,
    /// Recipients: concept and place.
    pub recipients: Vec<(ConceptId, Span)>,
    /// How data reach the company.
    pub mode: Option<Mode>,
    /// Conditions and exceptions, as places.
    pub conditions: Vec<Span>,
}

/// How well a sentence was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The block it stands in.
    pub block: BlockId,
    /// The sentence.
    pub sentence: Span,
    /// What became of it.
    pub coverage: Coverage,
}

/// What became of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coverage {
    /// It became at least one practice or fact.
    Understood,
    /// A first party or user acts in it with a verb of practice, but nothing was read from it.
    Missed,
    /// It is other text.
    Other,
}

/// The headings above a block, from the outermost, as places in the text.
pub fn section_path(document: &Document<'_>, block: BlockId) -> Vec<Span> {
    let mut path: Vec<Span> = Vec::new();
    let mut level = u8::MAX;
    for above in document.blocks().iter().take(block.index()).rev() {
        if above.kind == policyglot_parser::BlockKind::Heading && above.level < level {
            path.push(above.body);
            level = above.level;
            if level <= 1 {
                break;
            }
        }
    }
    path.reverse();
    path
}
