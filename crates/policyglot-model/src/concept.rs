//! The language-free table of concepts: what a fact can be about.

use std::fmt;

use crate::hash::FastMap;
use crate::known::Known;
use crate::vocabulary::{Line, Reader, Value, packed};
use crate::{Text, VocabularyError};

/// The kinds of concept; each is one top-level table of `vocabulary/concepts.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// What the head of a table column promises: data, purposes, how long. Never a fact itself.
    Column,
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

packed!(ConceptId { 0 });

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
    pub label: Text,
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
    /// Whether its phrases name nothing of its kind, though words in them do: "device manufacturer" is no type of device.
    pub void: bool,
    /// Topics: how strongly a phrase speaks for the category that is the parent; below zero, against it. 0 elsewhere.
    pub weight: i8,
}

/// All concepts, loaded from a table.
#[derive(Debug)]
pub struct Concepts {
    table: Vec<Concept>,
    /// The kind of each, close together.
    kinds: Vec<ConceptKind>,
    /// Whether each is void.
    voids: Vec<bool>,
    by_id: FastMap<String, ConceptId>,
    /// Those that rules ask for most.
    pub(crate) known: Known,
}

impl Concepts {
    /// Reads a table of concepts in TOML: `[data.email-address]` with `label`, `parent`, `iri`, `opp115`, `from`,
    /// `until`, `code`, `anonymous`, `void`, `weight`, all optional (the label is then the name with spaces for hyphens).
    ///
    /// # Errors
    ///
    /// Where the text is no such table, a parent is unknown or the parents form a ring; the error names the line.
    pub fn load(text: &str) -> Result<Self, VocabularyError> {
        let mut table = Self {
            table: Vec::new(),
            kinds: Vec::new(),
            voids: Vec::new(),
            by_id: FastMap::default(),
            known: Known::default(),
        };
        // For each concept where its name stands, and its parent's name and place.
        let mut places: Vec<(usize, Option<(String, usize)>)> = Vec::new();
        let mut reader = Reader::new(text);
        let mut kind = None;
        let mut is_open = false;
        while let Some(line) = reader.line()? {
            match line {
                Line::Table(name, at) => {
                    let (name, concept) = name.split_once('.').map_or((name, None), |(a, b)| (a, Some(b)));
                    let unknown = || reader.error(at, format!("no kind of concept is called \"{name}\""));
                    let found = ConceptKind::find(name).ok_or_else(unknown)?;
                    kind = Some(found);
                    is_open = concept.is_some();
                    if let Some(concept) = concept {
                        table.add(found, concept).map_err(|why| reader.error(at, why))?;
                        places.push((at, None));
                    }
                }
                Line::Key(name, at) if is_open => table.set(&mut reader, name, at, &mut places)?,
                Line::Key(name, at) => {
                    let kind = kind.ok_or_else(|| reader.error(at, "expected a table"))?;
                    table.add(kind, name).map_err(|why| reader.error(at, why))?;
                    places.push((at, None));
                    if !reader.inline() {
                        return Err(reader.error(reader.at(), "expected { … }"));
                    }
                    while let Some((name, at)) = reader.inline_key()? {
                        table.set(&mut reader, name, at, &mut places)?;
                    }
                }
            }
        }
        table.connect(&reader, &places)?;
        table.voids = table.table.iter().map(|concept| concept.void).collect();
        table.known = Known::new(&table);
        Ok(table)
    }

    /// Adds a concept of which only the name is known yet.
    fn add(&mut self, kind: ConceptKind, name: &str) -> Result<(), String> {
        let id = [kind.name(), name].join(".");
        let index = u16::try_from(self.table.len()).map_err(|_| "more than 65,536 concepts".to_owned())?;
        if self.by_id.insert(id.clone(), ConceptId(index)).is_some() {
            return Err(format!("\"{id}\" stands twice in the table"));
        }
        self.kinds.push(kind);
        self.table.push(Concept {
            id,
            kind,
            label: name.replace('-', " ").into(),
            parent: None,
            iri: None,
            opp115: None,
            from: None,
            until: None,
            code: None,
            anonymous: false,
            void: false,
            weight: 0,
        });
        Ok(())
    }

    /// Reads one field of the latest concept.
    fn set(
        &mut self,
        reader: &mut Reader<'_>,
        name: &str,
        at: usize,
        places: &mut [(usize, Option<(String, usize)>)],
    ) -> Result<(), VocabularyError> {
        let value = reader.value()?;
        let (Some(concept), Some(place)) = (self.table.last_mut(), places.last_mut()) else {
            return Ok(());
        };
        match (name, value) {
            ("label", Value::Text(text)) => concept.label = text.into_owned().into(),
            ("parent", Value::Text(text)) => place.1 = Some((text.into_owned(), at)),
            ("iri", Value::Text(text)) => concept.iri = Some(text.into_owned()),
            ("opp115", Value::Text(text)) => concept.opp115 = Some(text.into_owned()),
            ("from", Value::Text(text)) => concept.from = Some(text.into_owned()),
            ("until", Value::Text(text)) => concept.until = Some(text.into_owned()),
            ("code", Value::Text(text)) => concept.code = Some(text.into_owned()),
            ("anonymous", Value::Truth(truth)) => concept.anonymous = truth,
            ("void", Value::Truth(truth)) => concept.void = truth,
            ("weight", Value::Number(number)) => {
                let wrong = |_| reader.error(at, "a weight is a number from -128 to 127");
                concept.weight = i8::try_from(number).map_err(wrong)?;
            }
            (
                "label" | "parent" | "iri" | "opp115" | "from" | "until" | "code" | "anonymous" | "void"
                | "weight",
                _,
            ) => {
                return Err(reader.error(at, format!("a value of the wrong type for \"{name}\"")));
            }
            _ => return Err(reader.error(at, format!("unknown field \"{name}\""))),
        }
        Ok(())
    }

    /// Finds the parents, and hands down what concepts have from theirs.
    fn connect(
        &mut self,
        reader: &Reader<'_>,
        places: &[(usize, Option<(String, usize)>)],
    ) -> Result<(), VocabularyError> {
        for (concept, (_, parent)) in self.table.iter_mut().zip(places) {
            let Some((parent, at)) = parent else { continue };
            let id = [concept.kind.name(), parent].join(".");
            let unknown = || reader.error(*at, format!("no concept \"{id}\" to be a parent"));
            concept.parent = Some(*self.by_id.get(&id).ok_or_else(unknown)?);
        }
        for (id, (at, _)) in (0..).map(ConceptId).zip(places) {
            if self.ancestors(id).count() > MAX_DEPTH {
                let name = self.get(id).id.split('.').nth(1).unwrap_or_default();
                return Err(reader.error(*at, format!("the parents of \"{name}\" form a ring")));
            }
            let inherited = self.ancestors(id).find_map(|above| self.get(above).opp115.clone());
            if let Some(concept) = self.table.get_mut(id.index()) {
                concept.opp115 = inherited;
            }
        }
        Ok(())
    }

    /// The concept behind an id.
    pub fn get(&self, id: ConceptId) -> &Concept {
        &self.table[usize::from(id.0)]
    }

    /// The kind of a concept.
    pub(crate) fn kind(&self, id: ConceptId) -> ConceptKind {
        self.kinds[usize::from(id.0)]
    }

    /// Whether a concept's phrases name nothing.
    pub(crate) fn is_void(&self, id: ConceptId) -> bool {
        self.voids[usize::from(id.0)]
    }

    /// The concept named like "data.email-address".
    pub fn find(&self, id: &str) -> Option<ConceptId> {
        self.by_id.get(id).copied()
    }

    /// How many concepts there are.
    pub(crate) fn len(&self) -> usize {
        self.table.len()
    }

    /// All concepts, in table order.
    pub fn iter(&self) -> impl Iterator<Item = (ConceptId, &Concept)> {
        (0..).map(ConceptId).zip(&self.table)
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

impl ConceptKind {
    /// How many kinds there are.
    pub(crate) const COUNT: usize = Self::Unit as usize + 1;

    /// Every kind.
    const ALL: [Self; Self::COUNT] = [
        Self::Action,
        Self::Actor,
        Self::Authority,
        Self::Certification,
        Self::Column,
        Self::Cue,
        Self::Data,
        Self::Defect,
        Self::Duty,
        Self::Framework,
        Self::Law,
        Self::Number,
        Self::Place,
        Self::Purpose,
        Self::Recipient,
        Self::Right,
        Self::Security,
        Self::Technology,
        Self::Topic,
        Self::Tracker,
        Self::Transfer,
        Self::Unit,
    ];

    /// The kind of that name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind's name in ids and in vocabulary files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Actor => "actor",
            Self::Authority => "authority",
            Self::Certification => "certification",
            Self::Column => "column",
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
