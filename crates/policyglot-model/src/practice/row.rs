//! Rows of tables: what the heads of the columns promise, and each cell read in that role.

use std::ops::Range;

use policyglot_parser::{Block, BlockId, BlockKind};

use super::fill::{Filler, Stance};
use super::fills;
use super::frame::Frame;
use super::here::Here;
use super::token::{Class, Classes, Token, words};
use super::walk;
use crate::concept::ConceptKind;
use crate::reading::{Mention, Reading, Sentence};
use crate::value::duration::durations;
use crate::{Actor, ConceptId, FactKind, Modality, Practice, PracticeId, Text};

/// A head of more words is a cell like any other.
const LONGEST_HEAD: usize = 14;

/// A time is quoted from its first words.
const LONGEST_TIME: usize = 12;

/// What the cells of a column hold, in the order in which the cells of a row are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// "Collected": yes or no.
    Collected,
    /// "Legal basis".
    Basis,
    Data,
    Examples,
    Cookie,
    Purpose,
    Recipient,
    /// "Vendor": who works for the company.
    Provider,
    /// "Location": where they do.
    Place,
    Retention,
    /// "Source": where the data come from.
    Source,
    /// A head that tells nothing: read as running text.
    Untold,
}

/// The table that the blocks are in, if its heads tell what the columns hold.
#[derive(Debug, Default)]
pub(super) struct Table {
    columns: Vec<Column>,
    inside: bool,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It names the columns.
    Head,
    /// Its cells are read by column.
    Body,
    /// It is read as any other block.
    Plain,
}

impl Table {
    /// A block starts: whether it is a row, and of what sort.
    pub(super) fn enter(&mut self, reading: &Reading<'_>, id: BlockId, block: &Block) -> Role {
        if block.kind != BlockKind::Row {
            self.columns.clear();
            self.inside = false;
            return Role::Plain;
        }
        let first = !std::mem::replace(&mut self.inside, true);
        if first || block.header {
            let columns = heads(reading, id, block);
            if first || !columns.is_empty() {
                self.columns = columns;
                return if self.columns.is_empty() { Role::Plain } else { Role::Head };
            }
        }
        if self.columns.is_empty() { Role::Plain } else { Role::Body }
    }
}

/// What the cells of a head promise; nothing unless two of them tell different things.
///
/// One telling cell is too little: "Data | Sheet" stands over anything.
fn heads(reading: &Reading<'_>, id: BlockId, block: &Block) -> Vec<Column> {
    let mut columns = Vec::with_capacity(block.cells.len());
    for at in 0..block.cells.len() {
        let parts = cell(reading, id, block, at);
        if parts.iter().map(|part| part.words.len()).sum::<usize>() > LONGEST_HEAD {
            return Vec::new();
        }
        columns.push(promise(reading, &parts));
    }
    let told = |column: &&Column| !matches!(**column, Column::Untold | Column::Source | Column::Place);
    let Some(one) = columns.iter().find(told) else { return Vec::new() };
    if columns.iter().filter(told).any(|column| column != one) { columns } else { Vec::new() }
}

/// What one head promises: the first thing that it names beside data ("How long we keep your data" is no data).
fn promise(reading: &Reading<'_>, parts: &[Sentence]) -> Column {
    let named = parts.iter().flat_map(|part| reading.mentions_of(part));
    let named = named.filter(|mention| mention.kind == ConceptKind::Column);
    let mut data = Column::Untold;
    for mention in named {
        let column = column(&reading.concept(mention.concept).id);
        if !matches!(column, Column::Data | Column::Collected) {
            return column;
        }
        data = if data == Column::Data { data } else { column };
    }
    data
}

/// The column that a concept of its kind names.
pub(super) fn column(id: &str) -> Column {
    match id {
        "column.data" => Column::Data,
        "column.examples" => Column::Examples,
        "column.purpose" => Column::Purpose,
        "column.basis" => Column::Basis,
        "column.recipient" => Column::Recipient,
        "column.provider" => Column::Provider,
        "column.place" => Column::Place,
        "column.retention" => Column::Retention,
        "column.cookie" => Column::Cookie,
        "column.collected" => Column::Collected,
        "column.source" => Column::Source,
        _ => Column::Untold,
    }
}

/// The sentences of cell `at` of a row: a sentence of the row may reach over several cells, and is cut at their ends.
fn cell(reading: &Reading<'_>, id: BlockId, block: &Block, at: usize) -> Vec<Sentence> {
    let Some(place) = block.cells.get(at) else { return Vec::new() };
    let part = |sentence: &Sentence| {
        let all = reading.words.get(sentence.words.clone()).unwrap_or_default();
        let from = sentence.words.start + all.partition_point(|word| word.span.start < place.start);
        let to = sentence.words.start + all.partition_point(|word| word.span.end <= place.end);
        let mentions = reading.mentions_of(sentence);
        let first = mentions.partition_point(|mention| mention.words.start < from);
        let last = mentions.partition_point(|mention| mention.words.start < to);
        let mentions = sentence.mentions.start + first..sentence.mentions.start + last;
        (from < to).then(|| Sentence { words: from..to, mentions, ..sentence.clone() })
    };
    reading.sentences_of(id).iter().filter_map(part).collect()
}

impl Filler<'_, '_> {
    /// Reads a row by its columns: one practice, and the facts of its cells.
    pub(super) fn row(&mut self, classes: &Classes, table: &Table, id: BlockId, block: &Block) {
        let mut order: Vec<(Column, usize)> = table.columns.iter().copied().zip(0..).collect();
        order.sort_unstable();
        self.first = self.facts.len();
        let first = self.first;
        let practice = self.open_row(&table.columns, id, block);
        let mut stance = Stance { practice, ..Stance::PLAIN };
        let (mut tokens, mut frames): (Vec<Token>, Vec<Frame>) = (Vec::new(), Vec::new());
        for (column, at) in order {
            for part in cell(self.reading, id, block, at) {
                classes.tokens(self.reading, &part, &mut tokens);
                let named = self.named(&part);
                if column == Column::Untold {
                    walk::frames(&tokens, &named, self.collect(), &mut frames);
                    self.sentence(&part, block, &named, &tokens, &frames, None);
                    self.first = first;
                    continue;
                }
                // "No" under "Collected".
                let denied = matches!(&tokens[..], [only, ..] if only.class == Class::No);
                if column == Column::Collected && denied {
                    (stance.negated, stance.modality) = (true, Modality::DoesNot);
                }
                let here = Here::new(&part, &named, &tokens, id);
                self.cell(here, column, stance, first);
            }
        }
        if let Some(practice) = practice {
            self.close_row(practice, first, stance);
        }
    }

    /// Reads a line of a table that has one cell a line.
    pub(super) fn line(&mut self, classes: &Classes, column: Column, id: BlockId) {
        let reading = self.reading;
        let mut tokens = Vec::new();
        self.first = self.facts.len();
        let first = self.first;
        for sentence in reading.sentences_of(id) {
            classes.tokens(reading, sentence, &mut tokens);
            let named = self.named(sentence);
            let here = Here::new(sentence, &named, &tokens, id);
            if column == Column::Basis {
                self.based = true;
                self.bases(here);
            } else {
                self.cell(here, column, Stance::PLAIN, first);
            }
        }
    }

    /// What a sentence of a cell names.
    fn named(&self, sentence: &Sentence) -> Vec<Mention> {
        let named = self.reading.mentions_of(sentence).iter().filter(|mention| fills(mention.kind));
        named.cloned().collect()
    }

    /// One sentence of one cell.
    fn cell(&mut self, here: Here<'_>, column: Column, stance: Stance, first: usize) {
        let all = words(here.tokens);
        let text = self.reading.text(self.reading.span(all.clone()));
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        // "–" and "n/a" say nothing; "3 år" does.
        if letters.take(3).count() < 3 {
            return;
        }
        // "None", "Not shared".
        let denied = matches!(here.class(0), Class::No | Class::Not);
        if denied && matches!(column, Column::Purpose | Column::Recipient | Column::Provider) {
            return;
        }
        match column {
            Column::Data | Column::Examples => {
                self.listed(here, &all, stance, true);
            }
            Column::Cookie => {
                self.technologies(here, &all, stance);
                self.trackers(here, &[], true);
            }
            Column::Purpose => self.purposes(here, &all, stance, true),
            Column::Recipient => {
                self.trackers(here, &[], true);
                if !self.has(here, FactKind::Tracker) {
                    self.recipients(here, &all, stance, true);
                }
            }
            Column::Provider => {
                self.trackers(here, &[], true);
                if !self.name_providers(here, here.tokens, stance) && !self.has(here, FactKind::Tracker) {
                    self.recipients(here, &all, stance, true);
                }
            }
            Column::Place => self.places(here, stance),
            Column::Retention => self.kept(here, &all, stance, first),
            Column::Basis => {
                let span = self.reading.span(all);
                let practice = stance.practice.and_then(|id| self.practices.get_mut(id.0 as usize));
                if let Some(practice) = practice {
                    practice.conditions.push(span);
                }
                self.based = true;
                self.bases(here);
            }
            Column::Collected | Column::Source | Column::Untold => {}
        }
    }

    /// Where the data of the row go.
    fn places(&mut self, here: Here<'_>, stance: Stance) {
        let reading = self.reading;
        let places =
            reading.mentions_of(here.sentence).iter().filter(|mention| mention.kind == ConceptKind::Place);
        for place in places {
            let label = reading.concept(place.concept).label.clone();
            self.add(here, FactKind::Transfer, label, Some(place.concept), place.span, stance);
        }
    }

    /// How long the data of the row are kept: from the number on, where there is one.
    fn kept(&mut self, here: Here<'_>, all: &Range<usize>, stance: Stance, first: usize) {
        let start = durations(self.reading, here.sentence).next().map_or(all.start, |time| time.words.start);
        let end = all.end.min(start + LONGEST_TIME);
        let text = self.reading.text(self.reading.span(start..end));
        let words: Vec<&str> = text.trim_end_matches(['.', ',', ';']).split_whitespace().collect();
        let row = self.facts.get(first..).unwrap_or_default();
        let data = row.iter().filter(|fact| matches!(fact.kind, FactKind::Data | FactKind::Technology));
        let data: Vec<&str> = data.filter_map(|fact| fact.value.as_deref()).collect();
        let data = data.join(", ");
        let span = self.reading.span(all.clone());
        if let Some(fact) = self.add(here, FactKind::Retention, words.join(" "), None, span, stance) {
            fact.details.purpose_of = Some(data).filter(|data| !data.is_empty()).map(Text::from);
        }
    }

    /// The practice of a row, still without what its cells name.
    fn open_row(&mut self, columns: &[Column], id: BlockId, block: &Block) -> Option<PracticeId> {
        let has = |column| columns.contains(&column);
        let action = if has(Column::Data) || has(Column::Examples) {
            "action.collect"
        } else if has(Column::Cookie) {
            "action.place"
        } else if has(Column::Recipient) || has(Column::Provider) {
            "action.share"
        } else {
            "action.use"
        };
        let action = self.reading.concepts.find(action)?;
        let practice = PracticeId(u32::try_from(self.practices.len()).ok()?);
        self.practices.push(Practice {
            block: id,
            span: block.body,
            sentence: block.body,
            actor: Actor::FirstParty,
            action,
            verb: block.body,
            modality: Modality::Does,
            data: Vec::new(),
            purposes: Vec::new(),
            recipients: Vec::new(),
            mode: None,
            conditions: Vec::new(),
        });
        Some(practice)
    }

    /// Fills the practice with what the cells named.
    fn close_row(&mut self, id: PracticeId, first: usize, stance: Stance) {
        let row = self.facts.get(first..).unwrap_or_default();
        let of = |kind: FactKind| -> Vec<(ConceptId, policyglot_lexer::Span)> {
            let facts = row.iter().filter(|fact| fact.kind == kind && fact.practice == Some(id));
            facts.filter_map(|fact| Some((fact.concept?, fact.span))).collect()
        };
        let (data, purposes, recipients) =
            (of(FactKind::Data), of(FactKind::Purpose), of(FactKind::Recipient));
        if let Some(practice) = self.practices.get_mut(id.0 as usize) {
            practice.modality = stance.modality;
            (practice.data, practice.purposes, practice.recipients) = (data, purposes, recipients);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{FactKind, Lexicon};

    /// What the rows of `text` say: kind, value, and what else is known, a line for each fact.
    fn check(text: &str, expected: &[&str]) {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        let policy = crate::read(&policyglot_parser::parse(text), &lexicon);
        let told = |kind: FactKind| {
            use FactKind::{Data, Deadline, Purpose, Recipient, Retention, Technology, Tracker, Transfer};
            matches!(
                kind,
                Data | Deadline | Purpose | Recipient | Retention | Technology | Tracker | Transfer
            )
        };
        let facts = policy.facts.iter().filter(|fact| told(fact.kind)).map(|fact| {
            let not = if fact.negated { "no " } else { "" };
            let about = fact.details.purpose_of.as_ref().map_or(String::new(), |data| format!(" of {data}"));
            let condition =
                fact.details.condition.as_ref().map_or(String::new(), |text| format!(" if {text}"));
            let practice = fact.practice.map_or(String::new(), |id| format!(" @{}", id.0));
            let value = fact.value.as_deref().unwrap_or_default();
            format!("{}: {not}{value}{about}{condition}{practice}", fact.kind.name())
        });
        assert_eq!(facts.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn cells_are_read_by_the_heads_of_their_columns() {
        check(
            "What we do with your data.\n\nData\tPurpose\tShared with\tHow long we keep it\n\
             Name and postal address\tDelivery of orders\tPayment processors\t3 years\n\
             Shoe size, dietary wishes\tMarketing\t–\tUntil you close your account\n",
            &[
                "data: name @0",
                "data: postal address @0",
                "purpose: service @0",
                "recipient: service-provider @0",
                "retention: 3 years of name, postal address @0",
                "data: physical characteristics @1",
                "data: dietary wishes @1",
                "purpose: marketing @1",
                "retention: Until you close your account of physical characteristics, dietary wishes @1",
            ],
        );
    }

    #[test]
    fn a_legal_basis_is_the_condition_of_its_row_and_a_purpose() {
        check(
            "This is what we do with the data that you give to us, and why we may do it.\n\nPersonal data\tWhy we use it\tLegal basis\n\
             Email address\tTo send newsletters\tYour consent\n\
             Phone number\tCustomer support\tContract\n",
            &[
                "data: email address if Your consent @0",
                "purpose: marketing if Your consent @0",
                "purpose: other",
                "data: phone number if Contract @1",
                "purpose: support if Contract @1",
                "purpose: service",
            ],
        );
    }

    #[test]
    fn a_no_under_collected_denies_the_row() {
        check(
            "This table shows what we have collected from the users of our site.\n\nCategory | Examples | Collected\n--- | --- | ---\n\
             Identifiers | Name, IP address | Yes\nBiometric data | Fingerprints | No\n",
            &[
                "data: identifier @0",
                "data: name @0",
                "data: ip address @0",
                "data: no biometric data @1",
                "data: no fingerprint @1",
            ],
        );
    }

    #[test]
    fn no_phrase_reaches_into_the_next_cell() {
        check(
            "This table shows what we have collected from the users of our site.\n\nData\tPurpose\tShared with\n\
             Name\tFraud prevention\tService providers\nAge\tMarketing\tNot with affiliates\n",
            &[
                "data: name @0",
                "purpose: security @0",
                "recipient: service-provider @0",
                "data: age @1",
                "purpose: marketing @1",
            ],
        );
    }

    #[test]
    fn swedish_heads() {
        check(
            "Så här använder vi dina uppgifter.\n\nPersonuppgifter\tÄndamål\tMottagare\tLagringstid\n\
             Namn och e-postadress\tSkicka nyhetsbrev\tLeverantörer\t12 månader\n\
             Telefonnummer\tKundtjänst\tTransportföretag\t3 år\n",
            &[
                "data: name @0",
                "data: email address @0",
                "purpose: marketing @0",
                "recipient: service-provider @0",
                "retention: 12 månader of name, email address @0",
                "data: phone number @1",
                "purpose: support @1",
                "recipient: service-provider @1",
                "retention: 3 år of phone number @1",
            ],
        );
    }

    #[test]
    fn heads_that_tell_nothing_leave_the_rows_as_they_are() {
        check(
            "This table shows where the offices of our company are.\n\nCity\tCountry\nUppsala\tSweden\nBergen\tNorway\n",
            &[],
        );
    }

    #[test]
    fn providers_what_they_do_and_where() {
        check(
            "These companies work for us and process your data on our behalf.\n\nProvider\tWhat they do\tLocation\n\
             Quarbit\tHosting\tIreland\nMinglo\tSending newsletters\tUnited States\n",
            &[
                "recipient: service-provider @1",
                "purpose: service @1",
                "transfer: Ireland @1",
                "recipient: service-provider @2",
                "purpose: marketing @2",
                "transfer: United States @2",
            ],
        );
    }
}
