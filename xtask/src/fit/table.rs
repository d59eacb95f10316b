//! The weights as Rust source.

use std::fmt::Write as _;

use policyglot_parser::fit::groups;

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

/// For each context: from each label to each label.
#[rustfmt::skip]
const PAIRS: &[[[i16; 3]; 3]] = &[
";

/// The source of the parser's module of weights.
pub(super) fn source(fitted: &Fitted) -> String {
    let mut text = String::from(HEAD);
    let mut rest = fitted.labels.as_slice();
    for (name, size) in groups() {
        let (group, others) = rest.split_at(size);
        rest = others;
        let _ = writeln!(text, "    // {name}");
        for row in group.chunks(6) {
            let rows: Vec<String> = row.iter().map(|weights| format!("{weights:?}")).collect();
            let _ = writeln!(text, "    {},", rows.join(", "));
        }
    }
    text.push_str(MIDDLE);
    for context in &fitted.pairs {
        let _ = writeln!(text, "    {context:?},");
    }
    text.push_str("];\n");
    text
}
