//! Tables: a row of a table of data becomes one line with its cells; a table that only arranges the page stays the
//! lines that it holds.

use policyglot_lexer::Span;
use policyglot_parser::HintKind;

use super::element::Opening;
use crate::page::{Line, Page};

/// The open tables, the innermost last.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    open: Vec<Table>,
}

#[derive(Debug, Default)]
struct Table {
    first_line: usize,
    cells: Vec<Cell>,
    rows: u32,
    /// In `thead`.
    head: bool,
    /// Holds another table or a heading, or says that it only arranges.
    layout: bool,
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    row: u32,
    first_line: usize,
    end_line: usize,
    head: bool,
    columns: u8,
    rows: u16,
}

/// More columns than this are no table for people.
const MOST_COLUMNS: usize = 64;

impl Tables {
    pub(crate) fn open(&mut self, page: &Page, layout: bool) {
        if let Some(outer) = self.open.last_mut() {
            outer.layout = true;
        }
        self.open.push(Table { first_line: page.lines.len(), layout, ..Table::default() });
    }

    pub(crate) fn head(&mut self, head: bool) {
        if let Some(table) = self.open.last_mut() {
            table.head = head;
        }
    }

    pub(crate) fn row(&mut self) {
        if let Some(table) = self.open.last_mut() {
            table.rows += 1;
        }
    }

    pub(crate) fn cell(&mut self, page: &Page, opening: &Opening) {
        if let Some(table) = self.open.last_mut() {
            let line = page.lines.len();
            let (head, columns, rows) =
                (table.head || opening.head_cell, opening.columns.max(1), opening.rows.max(1));
            table.cells.push(Cell { row: table.rows, first_line: line, end_line: line, head, columns, rows });
        }
    }

    pub(crate) fn end_cell(&mut self, page: &Page) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cells.last_mut()) {
            cell.end_line = page.lines.len();
        }
    }

    /// A heading stands in the innermost table.
    pub(crate) fn heading(&mut self) {
        if let Some(table) = self.open.last_mut() {
            table.layout = true;
        }
    }

    /// Closes the innermost table.
    pub(crate) fn close(&mut self, page: &mut Page) {
        if let Some(table) = self.open.pop()
            && table.is_data()
        {
            table.join_rows(page);
        }
    }
}

impl Table {
    /// At least two rows that have at least two cells with text, and nothing in it that data don't have.
    fn is_data(&self) -> bool {
        let wide = |row: &[Cell]| row.iter().filter(|cell| cell.end_line > cell.first_line).count() >= 2;
        !self.layout && self.cells.chunk_by(|a, b| a.row == b.row).filter(|row| wide(row)).count() >= 2
    }

    fn join_rows(&self, page: &mut Page) {
        // Lines of the table, some joined; captions stay as they are.
        let old: Vec<Line> = page.lines.split_off(self.first_line.min(page.lines.len()));
        let mut done = self.first_line;
        let mut pending: Vec<u16> = Vec::new();
        let mut joined: Vec<Line> = Vec::with_capacity(old.len());
        let at = |line: usize| line.checked_sub(self.first_line);
        for row in self.cells.chunk_by(|a, b| a.row == b.row) {
            let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
            let between = at(done).zip(at(first.first_line)).and_then(|(from, to)| old.get(from..to));
            joined.extend_from_slice(between.unwrap_or_default());
            done = last.end_line.max(done);
            let cells_from = page.cells.len();
            let mut line: Option<Line> = None;
            let header = row.iter().all(|cell| cell.head || cell.first_line == cell.end_line);
            let mut column = 0;
            for cell in row {
                skip_spanned(page, &mut pending, &mut column, line.as_ref());
                let lines =
                    at(cell.first_line).zip(at(cell.end_line)).and_then(|(from, to)| old.get(from..to));
                let lines = lines.unwrap_or_default();
                if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
                    let span = first.span.cover(last.span);
                    if line.is_some() {
                        page.put(first.span.start.saturating_sub(1), b'\t');
                    }
                    for inner in lines.iter().skip(1) {
                        page.put(inner.span.start.saturating_sub(1), b' ');
                    }
                    let row_line =
                        line.get_or_insert_with(|| Line { linked: 0, anchored: 0, ..first.clone() });
                    row_line.span = row_line.span.cover(span);
                    for inner in lines {
                        row_line.bold &= inner.bold;
                        row_line.linked += inner.linked;
                        row_line.anchored += inner.anchored;
                    }
                    page.cells.push(span);
                } else {
                    empty_cell(page, line.as_ref());
                }
                for extra in 0..cell.columns {
                    if extra > 0 && column < MOST_COLUMNS {
                        empty_cell(page, line.as_ref());
                    }
                    span_rows(&mut pending, column, cell.rows);
                    column += 1;
                }
            }
            skip_spanned(page, &mut pending, &mut column, line.as_ref());
            for rows in &mut pending {
                *rows = rows.saturating_sub(1);
            }
            let Some(mut line) = line else {
                page.cells.truncate(cells_from);
                continue;
            };
            // A cell that is empty at the start of a row stands where the row starts.
            for cell in page.cells.iter_mut().skip(cells_from) {
                if cell.start < line.span.start {
                    *cell = Span::new(line.span.start, line.span.start);
                }
            }
            line.kind = Some(HintKind::Row { header });
            line.bold = false;
            line.cells = (crate::encoding::small(cells_from), crate::encoding::small(page.cells.len()));
            joined.push(line);
        }
        joined.extend_from_slice(at(done).and_then(|from| old.get(from..)).unwrap_or_default());
        page.lines.append(&mut joined);
    }
}

/// Columns that a cell of a row above takes up are empty cells here, so that the others stand in their columns.
fn skip_spanned(page: &mut Page, pending: &mut [u16], column: &mut usize, line: Option<&Line>) {
    while pending.get(*column).is_some_and(|rows| *rows > 0) && *column < MOST_COLUMNS {
        empty_cell(page, line);
        *column += 1;
    }
}

fn span_rows(pending: &mut Vec<u16>, column: usize, rows: u16) {
    if rows > 1 && column < MOST_COLUMNS {
        if pending.len() <= column {
            pending.resize(column + 1, 0);
        }
        if let Some(place) = pending.get_mut(column) {
            *place = rows;
        }
    }
}

fn empty_cell(page: &mut Page, line: Option<&Line>) {
    let at = line.map_or(0, |line| line.span.end);
    page.cells.push(Span::new(at, at));
}
