//! Accuracy: what the program reads, against what careful readers wrote down.
//!
//! Four tables: `structure` over a dataset of flattened documents; `documents`, `facts` and `topics` over a folder of
//! gold in YAML and a folder of texts. Datasets and gold are given by path; none is part of the repository.

mod documents;
mod facts;
pub(crate) mod gold;
mod structure;
mod text;
mod topics;

pub use documents::documents;
pub use facts::{FactsOptions, facts};
pub use structure::{Half, StructureOptions, structure};
pub use topics::topics;

/// True positives, false positives, false negatives.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    both: usize,
    extra: usize,
    missed: usize,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.both += other.both;
        self.extra += other.extra;
        self.missed += other.missed;
    }

    /// The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found.
    fn f1(self) -> f64 {
        if self.both + self.extra + self.missed == 0 {
            return 1.0;
        }
        ratio(2 * self.both, 2 * self.both + self.extra + self.missed)
    }
}

/// `part` of `whole`, or 0 of nothing.
fn ratio(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts here are far below 2^52")]
    let share = part as f64 / whole.max(1) as f64;
    share
}

/// The harmonic mean of two shares.
fn harmonic(a: f64, b: f64) -> f64 {
    2.0 * a * b / (a + b).max(1e-9)
}
