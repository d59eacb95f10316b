//! What people and spreadsheets read.

mod csv;
mod layout;
mod markdown;
mod style;
mod table;
mod tree;

pub(crate) use csv::{coverage_csv, csv};
pub(crate) use markdown::markdown;
pub(crate) use table::{coverage, table};
pub(crate) use tree::tree;
