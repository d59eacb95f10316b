//! The language-free table of concepts: what a fact can be about.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use crate::VocabularyError;

/// The kinds of concept; each is one top-level table of `vocabulary/concepts.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ConceptKind {
    /// What is done with data: collect, use, share, sell, store, delete, …
    Action,
    /// Who acts: the first party, the user, a third party.
    Actor,
    /// An authority or dispute body.
    Authority,
    /// A certification or standard, with its parts.
    Certification,
    /// A word that steers reading: negation, condition, "such as", "automatically". Cues are never facts themselves.
    Cue,
    /// A type of personal data.
    Data,
    /// A phrase in which something can be wrong: "click here", "described below". Never a fact itself.
    Defect,
    /// What the rules about rights and duties look for: "within", "unsubscribe", "guardian". Never facts themselves.
    Duty,
    /// A framework for transfers, with the dates on which it was in force.
    Framework,
    /// A law or statute.
    Law,
    /// A number word; its label is the number in digits.
    Number,
    /// A country, region or jurisdiction.
    Place,
    /// A purpose of processing.
    Purpose,
    /// A kind of recipient.
    Recipient,
    /// A right of the data subject.
    Right,
    /// A security measure.
    Security,
    /// A technology that collects or stores data: cookie, web beacon, log file.
    Technology,
    /// A word that speaks for an OPP-115 category of the block it stands in.
    Topic,
    /// A named tracker or platform.
    Tracker,
    /// A mechanism or destination of transfers.
    Transfer,
    /// A unit of time; its label is the ISO 8601 duration of one.
    Unit,
}

/// The place of a concept in the table of concepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConceptId(u16);

impl ConceptId {
    /// The place as an index.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One concept.
#[derive(Clone, Debug)]
pub struct Concept {
    /// Its id: kind and name, joined by a dot ("data.email-address").
    pub id: String,
    /// What kind of concept it is.
    pub kind: ConceptKind,
    /// What facts show ("email address").
    pub label: String,
    /// The broader concept.
    pub parent: Option<ConceptId>,
    /// The IRI in the W3C Data Privacy Vocabulary, as a prefixed name ("pd:EmailAddress"), or an `x:` term of ours.
    pub iri: Option<String>,
    /// The OPP-115 category or attribute value where one fits; the broader concept's where it has none of its own.
    pub opp115: Option<String>,
    /// Frameworks and certifications: the first day in force, as ISO 8601.
    pub from: Option<String>,
    /// Frameworks and certifications: the first day no longer in force, as ISO 8601.
    pub until: Option<String>,
    /// Places: the ISO 3166 code ("SE", "US-CA"), or "EU" and "EEA".
    pub code: Option<String>,
    /// Whether the data are said to identify nobody: aggregated, anonymous, non-personal.
    pub anonymous: bool,
    /// Topics: how strongly a phrase speaks for the category that is the parent; below zero, against it. 0 elsewhere.
    pub weight: i8,
}

/// All concepts, loaded from a table.
#[derive(Debug)]
pub struct Concepts {
    concepts: Vec<Concept>,
    by_id: HashMap<String, ConceptId>,
}

impl Concepts {
    /// Reads a table of concepts in TOML: `[data.email-address]` with `label`, `parent`, `iri`, `opp115`, `from`,
    /// `until`, `code`, `anonymous`, `weight`, all optional (the label is then the name with spaces for hyphens).
    ///
    /// # Errors
    ///
    /// Where the text is no such table, a parent is unknown or the parents form a ring; the error names the line.
    pub fn load(text: &str) -> Result<Self, VocabularyError> {
        let tables: HashMap<ConceptKind, HashMap<Spanned<String>, Entry>> =
            toml::from_str(text).map_err(|error| VocabularyError::syntax(text, &error))?;
        let mut rows: Vec<_> = tables
            .into_iter()
            .flat_map(|(kind, entries)| entries.into_iter().map(move |(name, entry)| (kind, name, entry)))
            .collect();
        // Table order, so that ids are the same in every run.
        rows.sort_by_key(|(_, name, _)| name.span().start);
        let mut concepts = Vec::with_capacity(rows.len());
        let mut by_id = HashMap::with_capacity(rows.len());
        for (at, (kind, name, entry)) in rows.iter().enumerate() {
            let id = format!("{}.{}", kind.name(), name.get_ref());
            let index = u16::try_from(at).map_err(|_| {
                VocabularyError::new(text, name.span().start, "more than 65,536 concepts".into())
            })?;
            by_id.insert(id.clone(), ConceptId(index));
            concepts.push(Concept {
                id,
                kind: *kind,
                label: entry.label.clone().unwrap_or_else(|| name.get_ref().replace('-', " ")),
                parent: None,
                iri: entry.iri.clone(),
                opp115: entry.opp115.clone(),
                from: entry.from.clone(),
                until: entry.until.clone(),
                code: entry.code.clone(),
                anonymous: entry.anonymous,
                weight: entry.weight.unwrap_or(0),
            });
        }
        for (at, (kind, _, entry)) in rows.iter().enumerate() {
            let Some(parent) = &entry.parent else { continue };
            let id = format!("{}.{}", kind.name(), parent.get_ref());
            let unknown = || {
                VocabularyError::new(text, parent.span().start, format!("no concept \"{id}\" to be a parent"))
            };
            concepts[at].parent = Some(*by_id.get(&id).ok_or_else(unknown)?);
        }
        let mut table = Self { concepts, by_id };
        for (at, (_, name, _)) in rows.iter().enumerate() {
            if table.ancestors(ConceptId(u16::try_from(at).unwrap_or(0))).count() > MAX_DEPTH {
                let message = format!("the parents of \"{}\" form a ring", name.get_ref());
                return Err(VocabularyError::new(text, name.span().start, message));
            }
        }
        for at in 0..table.concepts.len() {
            let above: Vec<_> = table.ancestors(ConceptId(u16::try_from(at).unwrap_or(0))).collect();
            let inherited = above.iter().find_map(|&id| table.get(id).opp115.clone());
            table.concepts[at].opp115 = inherited;
        }
        Ok(table)
    }

    /// The concept behind an id.
    pub fn get(&self, id: ConceptId) -> &Concept {
        &self.concepts[usize::from(id.0)]
    }

    /// The concept named like "data.email-address".
    pub fn find(&self, id: &str) -> Option<ConceptId> {
        self.by_id.get(id).copied()
    }

    /// How many concepts there are.
    pub(crate) fn len(&self) -> usize {
        self.concepts.len()
    }

    /// All concepts, in table order.
    pub fn iter(&self) -> impl Iterator<Item = (ConceptId, &Concept)> {
        (0..).map(ConceptId).zip(&self.concepts)
    }

    /// The concept itself, its parent, the parent's parent, …
    pub fn ancestors(&self, id: ConceptId) -> impl Iterator<Item = ConceptId> {
        std::iter::successors(Some(id), |&id| self.get(id).parent).take(MAX_DEPTH + 1)
    }

    /// The broadest concept above `id`: for a purpose, recipient or right, the one whose label facts show.
    pub fn root(&self, id: ConceptId) -> ConceptId {
        self.ancestors(id).last().unwrap_or(id)
    }

    /// Whether `id` is `other` or lies below it.
    pub fn is_a(&self, id: ConceptId, other: ConceptId) -> bool {
        self.ancestors(id).any(|above| above == other)
    }
}

/// No hierarchy of concepts is deeper; a longer chain of parents is a ring.
const MAX_DEPTH: usize = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    label: Option<String>,
    parent: Option<Spanned<String>>,
    iri: Option<String>,
    opp115: Option<String>,
    from: Option<String>,
    until: Option<String>,
    code: Option<String>,
    #[serde(default)]
    anonymous: bool,
    weight: Option<i8>,
}

impl ConceptKind {
    /// How many kinds there are.
    pub(crate) const COUNT: usize = Self::Unit as usize + 1;

    /// The kind's name in ids and in vocabulary files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Actor => "actor",
            Self::Authority => "authority",
            Self::Certification => "certification",
            Self::Cue => "cue",
            Self::Data => "data",
            Self::Defect => "defect",
            Self::Duty => "duty",
            Self::Framework => "framework",
            Self::Law => "law",
            Self::Number => "number",
            Self::Place => "place",
            Self::Purpose => "purpose",
            Self::Recipient => "recipient",
            Self::Right => "right",
            Self::Security => "security",
            Self::Technology => "technology",
            Self::Topic => "topic",
            Self::Tracker => "tracker",
            Self::Transfer => "transfer",
            Self::Unit => "unit",
        }
    }
}

impl fmt::Display for ConceptKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_resolve_and_labels_default_to_names() {
        let table =
            Concepts::load("[data.contact]\n[data.email-address]\nparent = \"contact\"\n").expect("a table");
        let email = table.find("data.email-address").expect("an id");
        assert_eq!(table.get(email).label, "email address");
        assert_eq!(table.get(table.root(email)).id, "data.contact");
    }

    #[test]
    fn errors_name_the_line() {
        let error = |text| Concepts::load(text).expect_err("an error").to_string();
        assert_eq!(error("[data.a]\nparent = \"b\"\n"), "line 2: no concept \"data.b\" to be a parent");
        assert_eq!(error("[data.a]\nparent = \"a\"\n"), "line 1: the parents of \"a\" form a ring");
        assert!(error("[data.a]\n\nsize = 1\n").starts_with("line 3: unknown field"));
    }
}
