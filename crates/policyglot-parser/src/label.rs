//! Heading, item or paragraph: the evidence of every piece is weighed, and the best sequence of labels wins.
//!
//! Each piece shows features of its shape, its neighbours and the whole document. A table gives each feature a weight
//! for each label, and some give one to each pair of labels in a row; the labels with the highest sum are found in
//! one pass over the text (Viterbi). The weights were fitted to policies whose structure is known (`cargo xtask fit`).

use crate::feature::{FEATURES, Group, PAIRS, PairGroup, Show};
use crate::fit::Weights;
use crate::piece::{Piece, Role};
use crate::weights;

/// What the sequence chooses from, in the order of the weight table.
pub(crate) const LABELS: [Role; 3] = [Role::Heading, Role::Item, Role::Paragraph];

/// The weights, with a row of four for each feature: so the sums over rows compile to vector instructions.
pub(crate) struct Table {
    labels: [[i32; 4]; FEATURES],
    pairs: [[[i32; 4]; 3]; PAIRS],
}

/// The table that parsing uses.
pub(crate) static FITTED: Table = Table::new(weights::FITTED);

impl Table {
    /// The table of these weights; what they lack counts nothing.
    #[expect(
        clippy::large_stack_arrays,
        reason = "made at compile time; on a stack while weights are fitted only"
    )]
    pub(crate) const fn new(weights: Weights<'_>) -> Self {
        let mut table = Self { labels: [[0; 4]; FEATURES], pairs: [[[0; 4]; 3]; PAIRS] };
        let mut at = 0;
        while at < FEATURES && at < weights.labels.len() {
            table.labels[at] = row(weights.labels[at]);
            at += 1;
        }
        at = 0;
        while at < PAIRS && at < weights.pairs.len() {
            let [heading, item, paragraph] = weights.pairs[at];
            table.pairs[at] = [row(heading), row(item), row(paragraph)];
            at += 1;
        }
        table
    }
}

const fn row([heading, item, paragraph]: [i16; 3]) -> [i32; 4] {
    [heading as i32, item as i32, paragraph as i32, 0]
}

/// What the features of one piece say: the sums of their weights.
pub(crate) struct Scores<'t> {
    table: &'t Table,
    own: [i32; 4],
    pairs: [[i32; 4]; 3],
}

impl<'t> Scores<'t> {
    /// No feature says anything yet.
    pub(crate) const fn new(table: &'t Table) -> Self {
        Self { table, own: [0; 4], pairs: [[0; 4]; 3] }
    }
}

impl Show for Scores<'_> {
    #[inline]
    fn show(&mut self, group: Group, value: usize) {
        if let Some(weights) = self.table.labels.get(group.place(value)) {
            add(&mut self.own, weights);
        }
    }

    #[inline]
    fn show_pair(&mut self, group: PairGroup, value: usize) {
        if let Some(weights) = self.table.pairs.get(group.place(value)) {
            for (sums, weights) in self.pairs.iter_mut().zip(weights) {
                add(sums, weights);
            }
        }
    }
}

#[inline]
fn add(sums: &mut [i32; 4], weights: &[i32; 4]) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum += weight;
    }
}

/// The search for the best sequence of labels: takes the pieces in order, in time linear in their number.
pub(crate) struct Search {
    /// For each piece and label: the label before it in the best sequence that ends there, in two bits each.
    back: Vec<u8>,
    /// The sums of those sequences.
    score: [i32; 3],
}

impl Search {
    /// The search over `pieces` pieces.
    pub(crate) fn new(pieces: usize) -> Self {
        Self { back: Vec::with_capacity(pieces), score: [0; 3] }
    }

    /// Takes the next piece.
    pub(crate) fn take(&mut self, piece: &Piece, scores: &Scores<'_>) {
        let allowed = allowed(piece.role);
        // Where only one label is left, its weights decide nothing.
        let own = if piece.role == Role::Open { scores.own } else { [0; 4] };
        // Nothing stands before the first piece, and no pair of labels ends there.
        let pairs = if self.back.is_empty() { [[0; 4]; 3] } else { scores.pairs };
        let mut next = [i32::MIN / 2; 3];
        let mut back = 0;
        for label in (0..3).filter(|&label| allowed[label]) {
            let mut from = 0_u8;
            for before in 0..3_u8 {
                let place = usize::from(before);
                let sum = self.score[place] + own[label] + pairs[place][label];
                if sum > next[label] {
                    next[label] = sum;
                    from = before;
                }
            }
            back |= from << (2 * label);
        }
        // Only differences count, and sums must not run over.
        let most = next.into_iter().max().unwrap_or(0);
        self.score = next.map(|sum| (sum - most).max(i32::MIN / 4));
        self.back.push(back);
    }

    /// Gives every open piece its most likely label.
    pub(crate) fn label(&self, pieces: &mut [Piece]) {
        let mut best = (0..3).max_by_key(|&label| self.score[label]).unwrap_or(2);
        for (piece, back) in pieces.iter_mut().zip(&self.back).rev() {
            if piece.role == Role::Open {
                piece.role = LABELS[best];
            }
            best = usize::from(back >> (2 * best) & 3);
        }
    }
}

/// Which labels a piece may take: all, or the one that stronger evidence gave it.
pub(crate) fn allowed(role: Role) -> [bool; 3] {
    match role {
        Role::Open => [true; 3],
        Role::Heading | Role::Title => [true, false, false],
        Role::Item => [false, true, false],
        _ => [false, false, true],
    }
}

#[cfg(test)]
mod tests {
    use crate::feature::{FEATURES, PAIRS};
    use crate::parse;
    use crate::weights::FITTED;

    // A caption above a list with no lead-in: the first label is chosen by its own features only.
    #[test]
    fn nothing_stands_before_the_first_piece() {
        let text = "What we hold\n\
            Account: your name, your address and the name that you chose for our shop.\n\
            Orders: what you bought, when you bought it, and what you paid for it.\n\
            Letters: what you wrote to us and what we wrote to you about your orders.\n\
            We hold it on a machine of our own, which stands in Sweden.\n\
            Where it comes from\n\
            We have it from you. Nobody else tells us about you.\n";
        assert_eq!(
            parse(text).outline().to_string().trim_end(),
            r#"
heading 1 L1 "What we hold"
  item L2 [Account] "Account: your name, your address and the name that you chose for our shop."
  item L3 [Orders] "Orders: what you bought, when you bought it, and what you paid for it."
  item L4 [Letters] "Letters: what you wrote to us and what … to you about your orders."
  paragraph L5 "We hold it on a machine of our own, which stands in Sweden."
heading 1 L6 "Where it comes from"
  paragraph L7 "We have it from you. Nobody else tells us about you."
"#
            .trim()
        );
    }

    #[test]
    fn the_tables_fit_the_features() {
        assert_eq!(
            (FITTED.labels.len(), FITTED.pairs.len()),
            (FEATURES, PAIRS),
            "run `cargo xtask fit` again"
        );
    }
}
