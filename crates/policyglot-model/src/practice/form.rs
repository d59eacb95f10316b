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
pub(super) struct Form {
    lines: Vec<(BlockId, Line)>,
}

impl Form {
    /// A block starts: what it is in a table, if it is part of one.
    pub(super) fn enter(&mut self, reading: &Reading<'_>, id: BlockId) -> Option<Line> {
        let known = |form: &Self| form.lines.iter().find(|line| line.0 == id).map(|line| line.1);
        if let Some(line) = known(self) {
            return Some(line);
        }
        self.lines.clear();
        label(reading, id)?;
        self.lines = stacked(reading, id).or_else(|| unrolled(reading, id)).unwrap_or_default();
        known(self)
    }
}

/// A line of more words is no cell.
const LONGEST_CELL: usize = 40;
/// A label of more words is none.
const LONGEST_LABEL: usize = 10;
/// A value takes no more lines.
const MOST_LINES: usize = 6;
/// No table has more columns, or more lines.
const MOST_COLUMNS: usize = 12;
const MOST: u32 = 400;

/// "Purpose ⏎ Invoicing ⏎ Data ⏎ Name, address": labels of two columns or more, each over its value.
fn stacked(reading: &Reading<'_>, first: BlockId) -> Option<Vec<(BlockId, Line)>> {
    let mut lines = Vec::new();
    let mut columns: Vec<Column> = Vec::new();
    let mut value = 0;
    for id in (first.0..first.0.saturating_add(MOST)).map(BlockId) {
        match label(reading, id) {
            Some(_) if value == 0 && !columns.is_empty() => return None,
            Some(column) => {
                columns.push(column);
                lines.push((id, Line::Head));
                value = 0;
            }
            None => {
                let column = *columns.last()?;
                // "We keep it for two years." may answer how long, but text below "Purpose" is no table.
                let told = column == Column::Retention || !is_sentence(reading, id);
                if !(is_cell(reading, id) && told && value < MOST_LINES) {
                    break;
                }
                lines.push((id, Line::Cell(column)));
                value += 1;
            }
        }
    }
    // Where the last value ends nothing tells: one line, as it may be followed by anything.
    let heads = lines.iter().rposition(|line| line.1 == Line::Head)?;
    lines.truncate(heads + 2);
    columns.sort_unstable();
    columns.dedup();
    (columns.len() > 1 && lines.len() > heads + 1).then_some(lines)
}

/// "Purpose ⏎ Data ⏎ Invoicing ⏎ Name ⏎ Newsletters ⏎ Address": all heads, then the cells row by row.
fn unrolled(reading: &Reading<'_>, first: BlockId) -> Option<Vec<(BlockId, Line)>> {
    let ids = || (first.0..first.0.saturating_add(MOST)).map(BlockId);
    let heads: Vec<Column> = ids().take(MOST_COLUMNS).map_while(|id| label(reading, id)).collect();
    let cells = ids().skip(heads.len());
    // A cell that is a list of its own has more lines than one.
    let cells = cells.take_while(|&id| {
        let marked = reading.document.block(id).is_none_or(|block| block.marker.is_some());
        is_cell(reading, id) && !marked && !is_sentence(reading, id)
    });
    let cells: Vec<BlockId> = cells.collect();
    let distinct = heads.iter().enumerate().all(|(at, head)| !heads[..at].contains(head));
    if heads.len() < 2 || !distinct || cells.len() < 2 * heads.len() || cells.len() % heads.len() != 0 {
        return None;
    }
    let heads_of = ids().take(heads.len()).map(|id| (id, Line::Head));
    let columns = heads.iter().cycle().map(|&column| Line::Cell(column));
    Some(heads_of.chain(cells.into_iter().zip(columns)).collect())
}

/// The column that a block names, and nothing else: "Categories of data". What has a number is the title of a section.
fn label(reading: &Reading<'_>, id: BlockId) -> Option<Column> {
    let [only] = line(reading, id)? else { return None };
    let numbered = reading.document.block(id).is_none_or(|block| block.marker.is_some());
    if numbered || only.words.len() > LONGEST_LABEL {
        return None;
    }
    let named = reading.mentions_in(only);
    let mut columns = named.iter().filter(|mention| mention.kind == ConceptKind::Column);
    let whole = columns.find(|mention| {
        let mut outside = only.words.clone().filter(|at| !mention.words.contains(at));
        outside.all(|at| reading.words.get(at).is_some_and(|word| word.kind == WordKind::Mark))
    })?;
    Some(column(&reading.concept(whole.concept).id)).filter(|column| *column != Column::Untold)
}

fn is_cell(reading: &Reading<'_>, id: BlockId) -> bool {
    let words = |sentences: &[Sentence]| sentences.iter().map(|part| part.words.len()).sum::<usize>();
    line(reading, id).is_some_and(|line| (1..=LONGEST_CELL).contains(&words(line)))
}

/// Whether a line ends as a sentence does: the text goes on.
fn is_sentence(reading: &Reading<'_>, id: BlockId) -> bool {
    reading.document.block(id).is_none_or(|block| reading.text(block.body).ends_with(['.', '!', '?', ':']))
}

/// The sentences of a block that may be a line of a table.
fn line<'r>(reading: &'r Reading<'_>, id: BlockId) -> Option<&'r [Sentence]> {
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
}
