//! Tables that a scraper left one cell a line: each label over its value, or all heads before all cells.

use policyglot_lexer::WordKind;
use policyglot_parser::{Block, BlockId, BlockKind};

use super::row::{Column, column};
use crate::concept::ConceptKind;
use crate::reading::{Reading, Sentence};

/// What a line is in such a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It names a column.
    Head,
    /// It is a cell of that column.
    Cell(Column),
}

/// The table that the blocks are in, if they are in one.
#[derive(Debug, Default)]
pub(super) struct FlatTable {
    /// Its lines: one a block, from block `first` on.
    lines: Vec<Line>,
    first: u32,
    /// Before this block no label stands over its value in a table, or it would have been found.
    searched: u32,
}

impl FlatTable {
    /// A block starts: what it is in a table, if it is part of one.
    pub(super) fn enter(&mut self, reading: &Reading<'_>, id: BlockId) -> Option<Line> {
        if self.line(id).is_none() {
            self.lines.clear();
            label(reading, id)?;
            self.lines = self.stacked(reading, id).or_else(|| unrolled(reading, id)).unwrap_or_default();
            self.first = id.0;
        }
        // A cell of a column without a known name is read like any text.
        self.line(id).filter(|line| *line != Line::Cell(Column::Untold))
    }

    /// What a block is in the table.
    fn line(&self, id: BlockId) -> Option<Line> {
        self.lines.get(id.0.checked_sub(self.first)? as usize).copied()
    }

    /// The table of labels over their values that starts with block `first`.
    fn stacked(&mut self, reading: &Reading<'_>, first: BlockId) -> Option<Vec<Line>> {
        if first.0 < self.searched {
            return None;
        }
        let (lines, end) = stacked(reading, first);
        if lines.is_none() {
            self.searched = end.0;
        }
        lines
    }
}

/// A line of more words is no cell.
const LONGEST_CELL: usize = 40;
/// A label of more words is none.
const LONGEST_LABEL: usize = 10;
/// A value takes no more lines.
const LONGEST_VALUE: usize = 6;
/// No table has more lines.
const LONGEST_TABLE: u32 = 400;

/// "Purpose ⏎ Invoicing ⏎ Data ⏎ Name, address": labels of two columns or more, each over its value; and the block that
/// goes on with no such table. Where there is none from `first` on, none starts before that block either.
fn stacked(reading: &Reading<'_>, first: BlockId) -> (Option<Vec<Line>>, BlockId) {
    let mut lines = Vec::new();
    let mut columns: Vec<Column> = Vec::new();
    let mut value = 0;
    let mut end = first;
    for id in lines_from(first) {
        end = id;
        match (label(reading, id), columns.last()) {
            // A label right over another has no value.
            (Some(_), Some(_)) if value == 0 => return (None, end),
            (Some(column), _) => {
                columns.push(column);
                lines.push(Line::Head);
                value = 0;
            }
            (None, Some(&column)) => {
                // "We keep it for two years." may answer how long, but text below "Purpose" is no table.
                let told = column == Column::Retention || !is_sentence(reading, id);
                if !(is_cell(reading, id) && told && value < LONGEST_VALUE) {
                    break;
                }
                lines.push(Line::Cell(column));
                value += 1;
            }
            (None, None) => break,
        }
    }
    // Where the last value ends nothing tells: one line, as it may be followed by anything.
    let heads = lines.iter().rposition(|line| *line == Line::Head).unwrap_or(0);
    lines.truncate(heads + 2);
    columns.sort_unstable();
    columns.dedup();
    let is_table = columns.len() > 1 && lines.len() > heads + 1;
    (is_table.then_some(lines), end)
}

/// The blocks that may be the lines of a table whose first is `first`.
fn lines_from(first: BlockId) -> impl Iterator<Item = BlockId> {
    (first.0..first.0.saturating_add(LONGEST_TABLE)).map(BlockId)
}

/// "Purpose ⏎ Data ⏎ Invoicing ⏎ Name ⏎ Newsletters ⏎ Address": all heads, then the cells row by row.
fn unrolled(reading: &Reading<'_>, first: BlockId) -> Option<Vec<Line>> {
    let mut blocks = lines_from(first).peekable();
    let mut heads = Vec::new();
    while let Some(column) = blocks.peek().and_then(|&id| label(reading, id)) {
        if heads.contains(&column) {
            return None;
        }
        heads.push(column);
        blocks.next();
    }
    if heads.len() < 2 {
        return None;
    }
    let is_plain_cell = |&id: &BlockId| {
        // A cell that is a list of its own has more lines than one.
        let marked = reading.document.block(id).is_none_or(|block| block.marker.is_some());
        is_cell(reading, id) && !marked && !is_sentence(reading, id)
    };
    let cells: Vec<BlockId> = blocks.take_while(is_plain_cell).collect();
    let table = |columns: &[Column], rows: usize| {
        let cells = columns.iter().cycle().take(rows * columns.len());
        heads.iter().map(|_| Line::Head).chain(cells.map(|&column| Line::Cell(column))).collect()
    };
    let Some(basis) = heads.iter().position(|head| *head == Column::Basis) else {
        let is_table = cells.len() >= 2 * heads.len() && cells.len().is_multiple_of(heads.len());
        return is_table.then(|| table(&heads, cells.len() / heads.len()));
    };
    // What stands under "Legal basis" tells where the rows start, so that a first head of any name ("Description") may
    // stand before those that are known, and any text behind the last row.
    (0..=1).find_map(|untold| {
        let columns: Vec<Column> =
            std::iter::repeat_n(Column::Untold, untold).chain(heads.iter().copied()).collect();
        let founded = |row: &&[BlockId]| is_ground(reading, row[untold + basis]);
        let rows = cells.chunks_exact(columns.len()).take_while(founded).count();
        (rows >= 2).then(|| table(&columns, rows))
    })
}

/// Whether a line names what processing is founded on: "Consent", "Performance of a contract".
fn is_ground(reading: &Reading<'_>, id: BlockId) -> bool {
    let known = &reading.concepts.known;
    let grounds =
        [known.purpose_other_basis_verb, known.purpose_service_basis_verb, known.purpose_legal_basis_verb];
    let names = |sentence: &Sentence| {
        reading.mentions_in(sentence).iter().any(|mention| grounds.contains(&Some(mention.concept)))
    };
    sentences(reading, id).is_some_and(|sentences| sentences.iter().any(names))
}

/// The column that a block names, and nothing else: "Categories of data". What has a number is the title of a section.
fn label(reading: &Reading<'_>, id: BlockId) -> Option<Column> {
    let [only] = sentences(reading, id)? else { return None };
    let numbered = reading.document.block(id).is_none_or(|block| block.marker.is_some());
    if numbered || only.words.len() > LONGEST_LABEL {
        return None;
    }
    if !may_name_column(reading, only) {
        return None;
    }
    let named = reading.mentions_in(only);
    let mut columns = named.iter().filter(|mention| mention.kind == ConceptKind::Column);
    let whole = columns.find(|name| reading.beside(only, name).all(|word| word.kind == WordKind::Mark))?;
    Some(column(&reading.concept(whole.concept).id)).filter(|column| *column != Column::Untold)
}

/// Whether a phrase for a column starts with the first word of a sentence, or with a mark before it: few labels do.
fn may_name_column(reading: &Reading<'_>, sentence: &Sentence) -> bool {
    let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
    let marks = words.iter().take_while(|word| word.kind == WordKind::Mark).count();
    let mut found = false;
    for start in 0..=marks {
        reading.vocabulary.meanings.find(words, start, |_, concepts| {
            found |= concepts.iter().any(|&concept| reading.concepts.kind(concept) == ConceptKind::Column);
        });
    }
    found
}

/// Whether a block is as short as a cell.
fn is_cell(reading: &Reading<'_>, id: BlockId) -> bool {
    sentences(reading, id).is_some_and(|sentences| {
        let words: usize = sentences.iter().map(|sentence| sentence.words.len()).sum();
        (1..=LONGEST_CELL).contains(&words)
    })
}

/// Whether a line ends as a sentence does: the text goes on.
fn is_sentence(reading: &Reading<'_>, id: BlockId) -> bool {
    reading.document.block(id).is_none_or(|block| reading.text(block.body).ends_with(['.', '!', '?', ':']))
}

/// The sentences of a block that may be a line of a table.
fn sentences<'r>(reading: &'r Reading<'_>, id: BlockId) -> Option<&'r [Sentence]> {
    let plain =
        |block: &&Block| matches!(block.kind, BlockKind::Heading | BlockKind::Item | BlockKind::Paragraph);
    reading.document.block(id).filter(plain).map(|_| reading.sentences_of(id))
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn labels_over_their_values() {
        check(
            "We tell you what we do with your data and why we do it.\n\nCategories of personal data\n\nName, phone \
             number\n\nPurpose\n\nManage memberships\n\nRecipients\n\nTax authorities\n\nWe care for you.\n",
            &[
                "data: name < Name",
                "data: phone number < phone number",
                "purpose: account < Manage memberships",
                "recipient: authority < Tax authorities",
            ],
        );
    }

    #[test]
    fn heads_before_all_cells() {
        check(
            "We tell you what we do with your data and why we do it.\n\nPurpose\n\nData\n\nFraud prevention\n\nName\n\n\
             Newsletters\n\nEmail address\n\nWe care for you and for all that you do.\n",
            &[
                "purpose: security < Fraud prevention",
                "data: name < Name",
                "purpose: marketing < Newsletters",
                "data: email address < Email address",
            ],
        );
    }

    #[test]
    fn what_is_no_table() {
        let check = |lines: &str, expected: &[&str]| {
            check(
                &format!(
                    "We tell you what we do with your data and why we do it.\n\n{lines}\n\nWe care for you.\n"
                ),
                expected,
            );
        };
        check("1. Data\n\nName\n\n2. Purpose\n\nFraud prevention", &["data: name < Name"]);
        check("Data\n\nName\n\nPurpose\n\nWe like it.\n\nRecipients\n\nBanks", &["data: name < Name"]);
        let banks = "recipient: other < Banks";
        check("Purpose\n\nRecipients\n\n• Marketing\n• Banks\n• Newsletters\n• Banks", &[banks, banks]);
    }

    #[test]
    fn a_table_starts_at_the_first_label_that_has_a_value() {
        check(
            "We tell you what we do with your data and why we do it.\n\nPurpose\n\nCategories of personal data\n\n\
             Name\n\nRecipients\n\nTax authorities\n\nWe care for you.\n",
            &["data: name < Name", "recipient: authority < Tax authorities"],
        );
    }

    #[test]
    fn grounds_tell_where_the_rows_of_a_table_are() {
        check(
            "We tell you what we do with your data and why we do it.

Description

Data

Legal basis

We send              letters

Postal address

Consent

We keep books

Name

Legal obligation

We care for you
",
            &[
                "data: postal address < Postal address",
                "purpose: other < Consent",
                "data: name < Name",
                "purpose: legal < Legal obligation",
            ],
        );
    }

    #[test]
    fn the_last_value_is_one_line() {
        check(
            "We tell you what we do with your data and why we do it.\n\nCategories of personal data\n\nName\n\n\
             Purpose\n\nManage memberships\n\nNewsletters\n\nWe care for you.\n",
            &["data: name < Name", "purpose: account < Manage memberships"],
        );
    }
}
