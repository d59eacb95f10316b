//! Who speaks, about what document: organisation, title, dates, contacts, definitions, laws.

mod certification;
mod contact;
mod definition;
mod front;
mod law;
mod name;
mod organisation;
mod signal;
mod site;
mod terms;

pub(crate) use organisation::Names;
pub(crate) use site::has_address;

use std::ops::Range;

use crate::reading::{Marks, Mention, Reading};
use crate::record::collapse;
use crate::{Fact, FactKind, Value};

use name::Namer;
use signal::{ClueList, Clues};
use terms::Terms;

/// What was found before the kinds of fact are read one by one.
pub(crate) struct Identity {
    clues: ClueList,
    terms: Vec<Terms>,
    names: Names,
}

impl Identity {
    /// Finds out who the first party is, under all its names.
    pub(crate) fn new(reading: &Reading<'_>) -> Self {
        let list = ClueList::new(reading);
        let clues = Clues::new(reading, &list);
        let terms = terms::all(reading, clues);
        let names = Names::new(reading, clues, &terms, Namer::new(reading, clues));
        Self { clues: list, terms, names }
    }

    /// Every place where a name of the first party stands, as places in [`Reading::words`], in reading order.
    ///
    /// The reading holds them from then on.
    pub(crate) fn take_names(&mut self) -> Vec<Range<usize>> {
        self.names.take_places()
    }

    /// Adds the facts that hold for the whole document.
    pub(crate) fn facts(&self, reading: &Reading<'_>, marks: &Marks, facts: &mut Vec<Fact>) {
        let clues = Clues::new(reading, &self.clues);
        let namer = Namer::new(reading, clues);
        organisation::facts(reading, &self.names, facts);
        front::facts(reading, clues, facts);
        let sites = site::facts(reading, clues, &self.terms, namer, facts);
        contact::facts(reading, clues, &sites, facts);
        law::facts(reading, marks, clues, facts);
        certification::facts(reading, marks, clues, facts);
        definition::facts(reading, clues, &self.terms, facts);
    }
}

/// A fact said by `words`, which lie in the sentence at `sentence`.
fn fact(
    reading: &Reading<'_>,
    kind: FactKind,
    value: impl Into<Value>,
    words: Range<usize>,
    sentence: usize,
) -> Option<Fact> {
    let sentence = reading.sentences.get(sentence)?;
    Some(Fact::new(kind, value, reading.span(words), sentence.span, sentence.block))
}

/// The mentions that start among `words`, which lie in the sentence at `sentence`.
fn mentions_in(reading: &Reading<'_>, words: &Range<usize>, sentence: usize) -> Vec<Mention> {
    let mut mentions =
        reading.sentences.get(sentence).map(|sentence| reading.mentions_in(sentence)).unwrap_or_default();
    mentions.retain(|mention| words.contains(&mention.words.start));
    mentions
}

/// The text of `words` with each run of white space as one blank.
fn collapsed(reading: &Reading<'_>, words: Range<usize>) -> String {
    collapse(reading.text(reading.span(words))).into_owned()
}

#[cfg(test)]
pub(crate) mod testing {
    use crate::{FactKind, Lexicon, read};

    /// Asserts the facts of one kind, each as "value [aliases] channel=… region=… missing", apart by semicolons.
    pub(crate) fn check_kind(kind: FactKind, text: &str, expected: &str) {
        let lexicon = Lexicon::bundled().expect("the crate's own files");
        let document = policyglot_parser::parse(text);
        let policy = read(&document, &lexicon);
        let facts = policy.facts.iter().filter(|fact| fact.kind == kind);
        let shown: Vec<_> = facts
            .map(|fact| {
                let mut shown = fact.value.as_deref().unwrap_or("-").to_owned();
                if !fact.details.aliases.is_empty() {
                    shown.extend([" [", &fact.details.aliases.join(", "), "]"]);
                }
                for (name, value) in [("channel", &fact.details.channel), ("region", &fact.details.region)] {
                    if let Some(value) = value {
                        shown.extend([" ", name, "=", value]);
                    }
                }
                if fact.missing {
                    shown += " missing";
                }
                shown
            })
            .collect();
        assert_eq!(shown.join("; "), expected, "in {text:?}");
    }
}
