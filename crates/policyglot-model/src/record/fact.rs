//! Facts as flat records: one statement a row, each with the bytes of the file that say it.

use std::borrow::Cow;

use serde::Serialize;

use super::{Context, Section, is_false};
use crate::{Actor, Concepts, Fact, FactKind, Modality, Mode, Policy, Severity};

/// One fact with its evidence.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FactRecord<'a> {
    /// The document's name: the path as it was given, or "-".
    pub document: &'a str,
    /// What the fact is about.
    pub kind: FactKind,
    /// The concept's label or the typed value; null where the text lost it.
    pub value: Option<&'a str>,
    /// The concept's id ("data.email-address"), where the value is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concept: Option<&'a str>,
    /// What the text calls it ("third parties").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// Organisations: other names of the same company.
    #[serde(default, skip_serializing_if = "<[String]>::is_empty")]
    pub aliases: &'a [String],
    /// Whether the text says that it is not so.
    #[serde(default, skip_serializing_if = "is_false")]
    pub negated: bool,
    /// Whether the text lost the value.
    #[serde(default, skip_serializing_if = "is_false")]
    pub missing: bool,
    /// Data: how they reach the company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Who acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// How surely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modality: Option<Modality>,
    /// Contacts: email, phone, url, address, form or role. Rights: the way in which they are used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<&'a str>,
    /// Contacts: ISO 3166-1 alpha-2 country, in lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<&'a str>,
    /// What a deadline or period is for.
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    pub purpose_of: Option<&'a str>,
    /// Under what condition, in the text's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'a str>,
    /// The practice it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<u32>,
    /// Defects: the stable name of the rule that found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'a str>,
    /// Defects: how much it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// The headings above it, from the outermost.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<&str>"))]
    pub section: Section<'a>,
    /// The line of the source file where the quote starts, from 1.
    pub line: u32,
    /// The quote's first byte in the source file.
    pub start: u32,
    /// One past the quote's last byte in the source file.
    pub end: u32,
    /// The words that say it, as they stand in the text.
    pub quote: &'a str,
    /// The sentence around the quote.
    pub sentence: SentenceRecord,
    /// The line of the second place, for contradictions and the like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line2: Option<u32>,
    /// First byte of the second place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start2: Option<u32>,
    /// One past the last byte of the second place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end2: Option<u32>,
    /// The words of the second place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote2: Option<&'a str>,
}

/// A sentence's place in the source file.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SentenceRecord {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl FactRecord<'_> {
    /// The headings above it in one string, joined by " > ".
    pub fn section_path(&self) -> Cow<'_, str> {
        self.section.path()
    }
}

/// The policy's facts, in the policy's order.
pub fn facts<'a>(
    context: &'a Context<'a>,
    policy: &'a Policy,
    concepts: &'a Concepts,
) -> impl Iterator<Item = FactRecord<'a>> {
    policy.facts.iter().map(move |fact| record(context, fact, concepts))
}

/// One fact of the document as a record.
pub(super) fn record<'a>(context: &'a Context<'a>, fact: &'a Fact, concepts: &'a Concepts) -> FactRecord<'a> {
    let origin = context.origin(fact.span);
    let sentence = context.origin(fact.sentence);
    let second = fact.details.second.map(|span| context.origin(span));
    FactRecord {
        document: context.name,
        kind: fact.kind,
        value: fact.value.as_deref(),
        concept: fact.concept.map(|id| concepts.get(id).id.as_str()),
        name: fact.details.name.as_deref(),
        aliases: &fact.details.aliases,
        negated: fact.negated,
        missing: fact.missing,
        mode: fact.mode,
        actor: fact.actor,
        modality: fact.modality,
        channel: fact.details.channel.as_deref(),
        region: fact.details.region.as_deref(),
        purpose_of: fact.details.purpose_of.as_deref(),
        condition: fact.details.condition.as_deref(),
        practice: fact.practice.map(|id| id.0),
        rule: fact.details.rule,
        severity: fact.details.severity,
        section: context.section(fact.block),
        line: context.line(origin),
        start: origin.start,
        end: origin.end,
        quote: context.text(fact.span),
        sentence: SentenceRecord { start: sentence.start, end: sentence.end },
        line2: second.map(|span| context.line(span)),
        start2: second.map(|span| span.start),
        end2: second.map(|span| span.end),
        quote2: fact.details.second.map(|span| context.text(span)),
    }
}
