//! Developer tasks of policyglot, as functions, so that tests use them too.

pub mod bench;
pub mod ci;
pub mod eval;
pub mod fit;
pub mod fixture;
pub mod flatten;
pub mod render;
pub mod review;
pub mod schema;
pub mod subject;

mod dataset;
mod error;
mod gold;

pub use error::TaskError;
