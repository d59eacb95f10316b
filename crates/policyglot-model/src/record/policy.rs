//! A policy as a tree of records: what it is, what is done with data, and everything else that it says.

use std::collections::BTreeMap;

use policyglot_lexer::Span;
use serde::Serialize;

use super::fact::record;
use super::{Context, FactRecord, Section};
use crate::{Actor, ConceptId, Concepts, FactKind, Modality, Mode, Policy, Practice};

/// What one document says, grouped.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyRecord<'a> {
    /// The document's name: the path as it was given, or "-".
    pub document: &'a str,
    /// ISO 639-1 code of the language, where it could be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<&'a str>,
    /// What the document is: organisation, sites, title, version, dates, definitions.
    pub about: Vec<FactRecord<'a>>,
    /// Who does what with which data; facts name their practice by its `id`.
    pub practices: Vec<PracticeRecord<'a>>,
    /// All other facts, by kind.
    pub facts: BTreeMap<&'a str, Vec<FactRecord<'a>>>,
}

/// Who does what with which data, for what, to whom, how surely, under what condition.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PracticeRecord<'a> {
    /// The id that its facts carry as `practice`.
    pub id: u32,
    /// Who acts.
    pub actor: Actor,
    /// What is done: a concept's id ("action.collect").
    pub action: &'a str,
    /// How surely.
    pub modality: Modality,
    /// How data reach the company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// With which data.
    pub data: Vec<MentionRecord<'a>>,
    /// For what.
    pub purposes: Vec<MentionRecord<'a>>,
    /// To whom, or from whom.
    pub recipients: Vec<MentionRecord<'a>>,
    /// Conditions and exceptions, in the text's words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<&'a str>,
    /// The headings above it, from the outermost.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<&str>"))]
    pub section: Section<'a>,
    /// The line of the source file where the clause starts, from 1.
    pub line: u32,
    /// The clause's first byte in the source file.
    pub start: u32,
    /// One past the clause's last byte in the source file.
    pub end: u32,
    /// The clause that says it, as it stands in the text.
    pub quote: &'a str,
}

/// A concept and the words that name it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MentionRecord<'a> {
    /// The concept's id.
    pub concept: &'a str,
    /// The label of the concept, or for purposes and recipients of the group that it belongs to.
    pub value: &'a str,
    /// First byte of the words in the source file.
    pub start: u32,
    /// One past their last byte.
    pub end: u32,
    /// The words, as they stand in the text.
    pub quote: &'a str,
}

/// The policy as a tree.
pub fn policy<'a>(context: &'a Context<'a>, policy: &'a Policy, concepts: &'a Concepts) -> PolicyRecord<'a> {
    let mut about = Vec::new();
    let mut facts: BTreeMap<&str, Vec<FactRecord<'a>>> = BTreeMap::new();
    for fact in &policy.facts {
        let record = record(context, fact, concepts);
        if fact.kind <= FactKind::Definition {
            about.push(record);
        } else {
            facts.entry(fact.kind.name()).or_default().push(record);
        }
    }
    let practices =
        (0..).zip(&policy.practices).map(|(id, practice)| self::practice(context, id, practice, concepts));
    PolicyRecord {
        document: context.name,
        language: policy.language,
        about,
        practices: practices.collect(),
        facts,
    }
}

fn practice<'a>(
    context: &'a Context<'a>,
    id: u32,
    practice: &'a Practice,
    concepts: &'a Concepts,
) -> PracticeRecord<'a> {
    let origin = context.origin(practice.span);
    let mention = |id: ConceptId, shown: ConceptId, span: Span| {
        let origin = context.origin(span);
        MentionRecord {
            concept: &concepts.get(id).id,
            value: &concepts.get(shown).label,
            start: origin.start,
            end: origin.end,
            quote: context.text(span),
        }
    };
    // As in facts: data by their own label, purposes and recipients by that of their group.
    let own = |&(id, span): &(ConceptId, Span)| mention(id, id, span);
    let group = |&(id, span): &(ConceptId, Span)| mention(id, concepts.root(id), span);
    PracticeRecord {
        id,
        actor: practice.actor,
        action: &concepts.get(practice.action).id,
        modality: practice.modality,
        mode: practice.mode,
        data: practice.data.iter().map(own).collect(),
        purposes: practice.purposes.iter().map(group).collect(),
        recipients: practice.recipients.iter().map(group).collect(),
        conditions: practice.conditions.iter().map(|&span| context.text(span)).collect(),
        section: context.section(practice.block),
        line: context.line(origin),
        start: origin.start,
        end: origin.end,
        quote: context.text(practice.span),
    }
}
