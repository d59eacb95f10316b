//! What people and spreadsheets read.

mod csv;
mod markdown;
mod table;
mod tree;

pub(crate) use csv::csv;
pub(crate) use markdown::markdown;
pub(crate) use table::table;
pub(crate) use tree::tree;
