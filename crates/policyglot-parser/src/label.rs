//! Heading, item or paragraph: the evidence of every piece is weighed, and the best sequence of labels wins.
//!
//! Each piece shows features of its shape, its neighbours and the whole document. A table gives each feature a weight
//! for each label, and some give one to each pair of labels in a row; the labels with the highest sum are found in
//! one pass over the text (Viterbi). The weights were fitted to policies whose structure is known (`cargo xtask fit`).

use crate::feature::Features;
use crate::fit::Weights;
use crate::piece::{Piece, Role};

/// What the sequence chooses from, in the order of the weight table.
pub(crate) const LABELS: [Role; 3] = [Role::Heading, Role::Item, Role::Paragraph];

/// Gives every open piece its most likely label, in time linear in the number of pieces.
pub(crate) fn label(features: &[Features], pieces: &mut [Piece], weights: Weights<'_>) {
    let mut back: Vec<[u8; 3]> = Vec::with_capacity(pieces.len());
    let mut score = [0_i32; 3];
    for (piece, features) in pieces.iter().zip(features) {
        let allowed = allowed(piece.role);
        // Where only one label is left, its weights decide nothing.
        let own = if piece.role == Role::Open { own(features, weights) } else { [0; 3] };
        let mut next = [i32::MIN / 2; 3];
        let mut from = [0_u8; 3];
        let pairs = pairs(features, weights);
        for label in 0..3 {
            if !allowed[label] {
                continue;
            }
            for before in 0..3_u8 {
                let sum = score[usize::from(before)] + own[label] + pairs[usize::from(before)][label];
                if sum > next[label] {
                    next[label] = sum;
                    from[label] = before;
                }
            }
        }
        // Only differences count, and sums must not run over.
        let most = next.into_iter().max().unwrap_or(0);
        score = next.map(|sum| (sum - most).max(i32::MIN / 4));
        back.push(from);
    }
    let mut best = (0..3).max_by_key(|&label| score[label]).unwrap_or(2);
    for (piece, from) in pieces.iter_mut().zip(&back).rev() {
        if piece.role == Role::Open {
            piece.role = LABELS[best];
        }
        best = usize::from(from[best]);
    }
}

fn own(features: &Features, weights: Weights<'_>) -> [i32; 3] {
    let mut own = [0; 3];
    for &place in &features.labels {
        if let Some(weights) = weights.labels.get(usize::from(place)) {
            add(&mut own, *weights);
        }
    }
    own
}

fn pairs(features: &Features, weights: Weights<'_>) -> [[i32; 3]; 3] {
    let mut pairs = [[0; 3]; 3];
    for &place in &features.pairs {
        if let Some(weights) = weights.pairs.get(usize::from(place)) {
            for (sums, weights) in pairs.iter_mut().zip(weights) {
                add(sums, *weights);
            }
        }
    }
    pairs
}

fn add(sums: &mut [i32; 3], weights: [i16; 3]) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum += i32::from(weight);
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
    use crate::weights::FITTED;

    #[test]
    fn the_tables_fit_the_features() {
        assert_eq!(
            (FITTED.labels.len(), FITTED.pairs.len()),
            (FEATURES, PAIRS),
            "run `cargo xtask fit` again"
        );
    }
}
