//! The weights as Rust source.

use std::fmt::{Debug, Write as _};

use policyglot_parser::fit::{GROUPS, PAIR_GROUPS};

use super::Fitted;

const HEAD: &str = "\
//! Weights of the labels, in hundredths: written by `cargo xtask fit`, not by hand.

use crate::fit::Weights;

/// The weights that parsing uses.
pub(crate) const FITTED: Weights<'static> = Weights { labels: LABELS, pairs: PAIRS };

/// For each feature of each group: heading, item, paragraph.
#[rustfmt::skip]
const LABELS: &[[i16; 3]] = &[
";

const MIDDLE: &str = "];

/// For each feature of each group: from each label to each label.
#[rustfmt::skip]
const PAIRS: &[[[i16; 3]; 3]] = &[
";

/// The source of the parser's module of weights.
pub(super) fn source(fitted: &Fitted) -> String {
    let mut text = String::from(HEAD);
    rows(&mut text, GROUPS, &fitted.labels, 6);
    text.push_str(MIDDLE);
    rows(&mut text, PAIR_GROUPS, &fitted.pairs, 2);
    text.push_str("];\n");
    text
}

fn rows<W: Debug>(text: &mut String, groups: &[(&str, u16)], mut weights: &[W], across: usize) {
    for &(name, size) in groups {
        let (group, rest) = weights.split_at(size.into());
        weights = rest;
        let _ = writeln!(text, "    // {name}");
        for row in group.chunks(across) {
            let row: Vec<String> = row.iter().map(|weights| format!("{weights:?}")).collect();
            let _ = writeln!(text, "    {},", row.join(", "));
        }
    }
}
