//! Facts: what the text says, one statement a row, each with the words that say it.

use std::fmt;
use std::ops::{Deref, DerefMut};

use policyglot_lexer::Span;
use policyglot_parser::BlockId;
use serde::Serialize;

use crate::{ConceptId, Text};

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FactKind {
    /// The company, with its aliases.
    Organisation,
    /// A domain or URL that the policy covers.
    Site,
    /// The document's title.
    Title,
    /// The language, as ISO 639-1.
    Language,
    /// The version.
    Version,
    /// When the policy was last updated, as ISO 8601.
    Updated,
    /// When the policy took effect, as ISO 8601.
    Effective,
    /// A term that the policy defines.
    Definition,
    /// What a block is about: an OPP-115 category.
    Topic,
    /// A type of personal data.
    Data,
    /// Why data are processed.
    Purpose,
    /// Who gets data.
    Recipient,
    /// A named tracker.
    Tracker,
    /// A technology that collects or stores data.
    Technology,
    /// A right or choice of the user.
    Right,
    /// How long data are kept: a period, an event or a criterion.
    Retention,
    /// A security measure.
    Security,
    /// A certification or standard.
    Certification,
    /// A transfer abroad: destination or mechanism.
    Transfer,
    /// A transfer framework.
    Framework,
    /// What is said about children: age and stance.
    Child,
    /// How changes of the policy are announced.
    Change,
    /// A period within which something is done, as an ISO 8601 duration.
    Deadline,
    /// Whatever else the company promises.
    Commitment,
    /// How to reach the company or whom to turn to.
    Contact,
    /// A regulator or dispute body.
    Authority,
    /// A statute.
    Law,
    /// What an auditor should be told about the text.
    Defect,
}

impl FactKind {
    /// Every kind, in the order in which a policy is told.
    pub const ALL: [Self; 28] = [
        Self::Organisation,
        Self::Site,
        Self::Title,
        Self::Language,
        Self::Version,
        Self::Updated,
        Self::Effective,
        Self::Definition,
        Self::Topic,
        Self::Data,
        Self::Purpose,
        Self::Recipient,
        Self::Tracker,
        Self::Technology,
        Self::Right,
        Self::Retention,
        Self::Security,
        Self::Certification,
        Self::Transfer,
        Self::Framework,
        Self::Child,
        Self::Change,
        Self::Deadline,
        Self::Commitment,
        Self::Contact,
        Self::Authority,
        Self::Law,
        Self::Defect,
    ];

    /// The kind's name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Site => "site",
            Self::Title => "title",
            Self::Language => "language",
            Self::Version => "version",
            Self::Updated => "updated",
            Self::Effective => "effective",
            Self::Definition => "definition",
            Self::Topic => "topic",
            Self::Data => "data",
            Self::Purpose => "purpose",
            Self::Recipient => "recipient",
            Self::Tracker => "tracker",
            Self::Technology => "technology",
            Self::Right => "right",
            Self::Retention => "retention",
            Self::Security => "security",
            Self::Certification => "certification",
            Self::Transfer => "transfer",
            Self::Framework => "framework",
            Self::Child => "child",
            Self::Change => "change",
            Self::Deadline => "deadline",
            Self::Commitment => "commitment",
            Self::Contact => "contact",
            Self::Authority => "authority",
            Self::Law => "law",
            Self::Defect => "defect",
        }
    }
}

/// How data reach the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The user gives them.
    Direct,
    /// They are observed.
    Automatic,
    /// Somebody else gives them.
    ThirdParty,
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// The company whose policy it is.
    FirstParty,
    /// Anybody else but the user.
    ThirdParty,
    /// The reader.
    User,
}

/// How surely it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// It is done, or will be.
    Does,
    /// It may be done.
    May,
    /// It has to be done.
    Must,
    /// It is not done.
    DoesNot,
}

/// How much a defect matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Should be mended.
    Warning,
    /// Misleads the reader or leaves a right without a way to use it.
    Error,
}

/// The place of a practice in [`Policy::practices`](crate::Policy::practices).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct PracticeId(pub u32);

/// One statement, with the words that say it. Spans are places in the parsed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub kind: FactKind,
    /// Whether the text says that it is not so.
    pub negated: bool,
    /// Whether the text lost the value ("contact us on .").
    pub missing: bool,
    /// Data: how they reach the company.
    pub mode: Option<Mode>,
    /// Who acts.
    pub actor: Option<Actor>,
    /// How surely.
    pub modality: Option<Modality>,
    /// The concept, where the value is one.
    pub concept: Option<ConceptId>,
    /// The words that say it.
    pub span: Span,
    /// The sentence around them.
    pub sentence: Span,
    /// The block they stand in.
    pub block: BlockId,
    /// The practice it belongs to.
    pub practice: Option<PracticeId>,
    /// The concept's label or the typed value; `None` where the text lost it.
    pub value: Option<Text>,
    /// What else is known.
    pub details: Details,
}

/// What is known of some facts only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// What the text calls it ("third parties").
    pub name: Option<Text>,
    /// Organisations: other names of the same company.
    pub aliases: Vec<String>,
    /// Contacts: email, phone, url, address, form or role. Rights: the way in which they are used.
    pub channel: Option<Text>,
    /// Contacts: ISO 3166-1 alpha-2 country, in lower case.
    pub region: Option<Text>,
    /// What a deadline or period is for.
    pub purpose_of: Option<Text>,
    /// Under what condition, in the text's words.
    pub condition: Option<Text>,
    /// The second place, for contradictions and the like.
    pub second: Option<Span>,
    /// Defects: the stable name of the rule that found it.
    pub rule: Option<&'static str>,
    /// Defects: how much it matters.
    pub severity: Option<Severity>,
}

/// The details of a fact, which takes no room for them where there are none.
#[derive(Clone, Default)]
pub struct Details(Option<Box<Detail>>);

impl Details {
    /// Gives the room back where there turned out to be none.
    pub(crate) fn trim(&mut self) {
        self.0.take_if(|detail| **detail == NONE);
    }
}

/// What facts without details have.
static NONE: Detail = Detail {
    name: None,
    aliases: Vec::new(),
    channel: None,
    region: None,
    purpose_of: None,
    condition: None,
    second: None,
    rule: None,
    severity: None,
};

impl Deref for Details {
    type Target = Detail;

    fn deref(&self) -> &Detail {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for Details {
    fn deref_mut(&mut self) -> &mut Detail {
        self.0.get_or_insert_default()
    }
}

impl PartialEq for Details {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Details {}

impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

/// What a fact can be made of: text, or none where the document lost it.
#[derive(Clone, Debug)]
pub struct Value(Option<Text>);

impl<T: Into<Text>> From<T> for Value {
    fn from(value: T) -> Self {
        Self(Some(value.into()))
    }
}

impl From<Option<Text>> for Value {
    fn from(value: Option<Text>) -> Self {
        Self(value)
    }
}

impl From<Option<String>> for Value {
    fn from(value: Option<String>) -> Self {
        Self(value.map(Text::from))
    }
}

/// A long document has tens of thousands of facts.
const _: () = assert!(size_of::<Fact>() <= 64);

impl Fact {
    /// A fact of `kind` said at `span` of `sentence` in `block`, with no more known about it.
    pub fn new(kind: FactKind, value: impl Into<Value>, span: Span, sentence: Span, block: BlockId) -> Self {
        Self {
            kind,
            negated: false,
            missing: false,
            mode: None,
            actor: None,
            modality: None,
            concept: None,
            span,
            sentence,
            block,
            practice: None,
            value: value.into().0,
            details: Details::default(),
        }
    }
}
