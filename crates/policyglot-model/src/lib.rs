//! Reads a parsed privacy policy into facts and practices, each with the bytes that say it.
//!
//! [`read`] goes from a [`Document`] to a [`Policy`]. It is total and deterministic: no network, no model, no clock.
//! What words mean is data: one table of concepts, one vocabulary a language (`vocabulary/`).

mod concept;
mod coverage;
mod defect;
mod error;
mod fact;
mod hash;
mod identity;
mod known;
mod language;
mod obligation;
mod policy;
mod practice;
mod reading;
pub mod record;
mod text;
mod topic;
mod value;
mod vocabulary;

use policyglot_lexer::Span;
use policyglot_parser::Document;

pub use concept::{Concept, ConceptId, ConceptKind, Concepts};
pub use error::VocabularyError;
pub use fact::{Actor, Detail, Details, Fact, FactKind, Modality, Mode, PracticeId, Severity, Value};
use identity::Identity;
pub use policy::{Coverage, Covered, Policy, Practice, section_path};
use reading::{Marks, Reading};
pub use text::Text;
pub use vocabulary::Vocabulary;
use vocabulary::{LanguageFile, WordId};

/// The concepts and languages that documents are read with.
#[derive(Debug)]
pub struct Lexicon {
    concepts: Concepts,
    languages: Vec<LanguageFile>,
    wordless: Vocabulary,
}

/// The files of `vocabulary/` but for the concepts, as the build script packed them.
const LANGUAGES: [&[u8]; 2] = [
    include_bytes!(concat!(env!("OUT_DIR"), "/en.packed")),
    include_bytes!(concat!(env!("OUT_DIR"), "/sv.packed")),
];

impl Lexicon {
    /// The lexicon that comes with the crate: English and Swedish.
    ///
    /// # Errors
    ///
    /// None where the crate's own files are sound, which its tests check.
    pub fn bundled() -> Result<Self, VocabularyError> {
        let concepts = Concepts::load(include_str!("../vocabulary/concepts.toml"))?;
        let languages = LANGUAGES.into_iter().map(LanguageFile::packed).collect();
        Ok(Self { concepts, languages, wordless: Vocabulary::wordless() })
    }

    /// A lexicon of your own: a table of concepts and one file a language.
    ///
    /// # Errors
    ///
    /// Where a file is wrong; the error names the line.
    pub fn load(concepts: &str, languages: &[&str]) -> Result<Self, VocabularyError> {
        let concepts = Concepts::load(concepts)?;
        let languages =
            languages.iter().map(|text| LanguageFile::load(text, &concepts)).collect::<Result<_, _>>()?;
        Ok(Self { concepts, languages, wordless: Vocabulary::wordless() })
    }

    /// The table of concepts.
    pub fn concepts(&self) -> &Concepts {
        &self.concepts
    }
}

/// Common headings of privacy policies in every language that the crate comes with, lower-case: what
/// [`policyglot_parser::Options`] asks its caller for.
pub fn headings() -> impl Iterator<Item = &'static str> {
    let lists =
        [include_str!("../vocabulary/headings.en.txt"), include_str!("../vocabulary/headings.sv.txt")];
    lists
        .into_iter()
        .flat_map(str::lines)
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// ISO 639-1 code of the document's language, where it can be told: all that [`read`] finds out for those who need
/// no more.
pub fn language(document: &Document<'_>, lexicon: &Lexicon) -> Option<&'static str> {
    language::tell(document.source(), &lexicon.languages).1
}

/// So many sentences are read together, and more where their block has more.
const AT_ONCE: usize = 24;

/// Reads a document. Total: every document has a policy, if perhaps one without facts.
pub fn read(document: &Document<'_>, lexicon: &Lexicon) -> Policy {
    read_linked(document, lexicon, &[])
}

/// Reads a document of which the caller knows where its links stand, in reading order: "click here" is then sound where
/// the page has a link, though the text shows none.
pub fn read_linked(document: &Document<'_>, lexicon: &Lexicon, links: &[Span]) -> Policy {
    let mut policy = read_all(document, lexicon, links);
    // It stays; a smaller copy is made once the words of the document are gone.
    policy.facts.shrink_to_fit();
    policy
}

fn read_all(document: &Document<'_>, lexicon: &Lexicon, links: &[Span]) -> Policy {
    let (vocabulary, language) = language::tell(document.source(), &lexicon.languages);
    let vocabulary = vocabulary.map_or(&lexicon.wordless, LanguageFile::vocabulary);
    let len = document.source().len();
    // Hardly a policy has more facts than one in 48 bytes.
    let (facts, practices) = (Vec::with_capacity(len / 48), Vec::with_capacity(len / 320));
    let mut policy = Policy { language, facts, practices, ..Policy::default() };
    let concepts = &lexicon.concepts;
    let mut reading = Reading::new(document, concepts, vocabulary);
    let mut identity = Identity::new(&reading);
    reading.set_names(identity.take_names());
    let (mut practices, mut duties) = (practice::Reader::new(concepts), obligation::Reader::new(concepts));
    let (mut owed, mut marks) = (Vec::new(), Marks::new(concepts, len));
    let mut start = 0;
    while start < reading.sentences.len() {
        // Several blocks at once: each reader stays at its work for a while.
        let blocks = reading.blocks_at(start, AT_ONCE);
        start = blocks.end;
        reading.open(blocks.clone());
        let first = policy.facts.len();
        practices.read(&reading, blocks.clone(), &mut policy.practices, &mut policy.facts);
        duties.read(&reading, blocks.clone(), &policy.facts[first..], &mut owed);
        marks.add(&reading, blocks);
    }
    reading.close();
    // Lists grow to twice what they hold, and these stay.
    marks.shrink();
    policy.practices.shrink_to_fit();
    policy.facts.extend(owed);
    policy.facts.extend(language::fact(&reading, language));
    identity.facts(&reading, &marks, &mut policy.facts);
    topic::facts(&reading, &policy.practices, &mut policy.facts);
    defect::facts(&reading, &marks, links, &policy.practices, &mut policy.facts);
    practice::tie(&reading, &mut policy.practices, &mut policy.facts);
    // Facts are large: sorting their keys moves each but once.
    policy.facts.sort_by_cached_key(|fact| (fact.span.start, fact.kind));
    policy.coverage = coverage::of(&reading, &marks, &policy);
    policy
}
