//! The weights of the labels: a linear-chain conditional random field, fitted by stochastic gradient descent.

use std::array::from_fn;

use policyglot_parser::fit::{Evidence, FEATURES, PAIRS, evidence};

use crate::dataset::Case;

/// How often all texts are read.
const ROUNDS: usize = 30;
/// The length of a step.
const RATE: f64 = 0.1;
/// How much a large weight costs.
const PENALTY: f64 = 1e-2;
/// How the places of the two tables lie in one.
const WEIGHTS: usize = FEATURES * 3 + PAIRS * 9;

struct Sequence {
    pieces: Vec<Evidence>,
    /// The right label, where it is known and certain.
    gold: Vec<Option<usize>>,
}

/// The weights of features and of pairs of labels, in hundredths.
pub(super) fn fit<'c>(
    cases: impl Iterator<Item = &'c Case>,
    headings: &[&str],
) -> (Vec<[i16; 3]>, Vec<[[i16; 3]; 3]>) {
    let mut sequences = Vec::new();
    for case in cases {
        // Without the caller's list the rest must do, so both are learnt.
        sequences.push(sequence(case, headings));
        if matches!(case.mode.as_str(), "inner" | "lower" | "bullets") {
            sequences.push(sequence(case, &[]));
        }
    }
    let weights = descend(&sequences);
    let scaled: Vec<i16> = weights.iter().map(|weight| hundredths(*weight)).collect();
    let triple = |row: &[i16]| [row[0], row[1], row[2]];
    let (labels, pairs) = scaled.split_at(FEATURES * 3);
    let labels = labels.chunks_exact(3).map(triple).collect();
    let pairs = pairs.chunks_exact(9).map(|rows| [0, 3, 6].map(|at| triple(&rows[at..]))).collect();
    (labels, pairs)
}

#[expect(clippy::cast_possible_truncation, reason = "weights are small, and a cast saturates")]
pub(super) fn hundredths(weight: f64) -> i16 {
    (weight * 100.0).round() as i16
}

fn sequence(case: &Case, headings: &[&str]) -> Sequence {
    /// Gold blocks that one piece may skip.
    const REACH: usize = 40;
    let gold: Vec<(Wanted, Option<usize>)> = case
        .gold
        .iter()
        .map(|block| {
            let label = match block.kind.as_str() {
                _ if block.ambiguous => None,
                "heading" => Some(0),
                "item" => Some(1),
                "paragraph" => Some(2),
                _ => None,
            };
            (Wanted::new(&block.text), label)
        })
        .collect();
    let pieces = evidence(&case.text, headings);
    let mut at = 0;
    let labels = pieces
        .iter()
        .map(|piece| {
            let (whole, body) = (plain(piece.span.of(&case.text)), plain(piece.body.of(&case.text)));
            let mut ahead = gold.iter().skip(at).take(REACH);
            let found = ahead.position(|(wanted, _)| wanted.is(&whole) || wanted.is(&body))?;
            let (_, label) = gold.get(at + found)?;
            at += found + 1;
            label.filter(|&label| piece.allowed[label])
        })
        .collect();
    Sequence { pieces, gold: labels }
}

/// The text of a gold block: its letters and digits, or of a long one the first and last ("We collect … the law.").
struct Wanted {
    start: String,
    end: Option<String>,
}

impl Wanted {
    fn new(text: &str) -> Self {
        match text.split_once(" … ") {
            Some((start, end)) => Self { start: plain(start), end: Some(plain(end)) },
            None => Self { start: plain(text), end: None },
        }
    }

    fn is(&self, text: &str) -> bool {
        match &self.end {
            Some(end) => text.starts_with(&self.start) && text.ends_with(end.as_str()),
            None => text == self.start,
        }
    }
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Gradient descent with a step of its own for each weight; the mean of the later rounds, as each round overshoots a
/// little towards the texts that it read last.
fn descend(sequences: &[Sequence]) -> Vec<f64> {
    let mut mean = vec![0.0; WEIGHTS];
    let mut weights = vec![0.0; WEIGHTS];
    let mut squares = vec![1e-8; WEIGHTS];
    let mut order: Vec<usize> = (0..sequences.len()).collect();
    let mut state = 12345_u64;
    for round in 0..ROUNDS {
        // Fisher and Yates, with a generator of our own: the same weights every time.
        for at in (1..order.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, usize::try_from(state >> 33).unwrap_or(0) % (at + 1));
        }
        for &at in &order {
            let sequence = &sequences[at];
            let mut gradient = vec![0.0; WEIGHTS];
            gradient_of(sequence, &weights, &mut gradient);
            let scale = 1.0 / count(sequence.pieces.len().max(20)).sqrt();
            for ((weight, square), slope) in weights.iter_mut().zip(&mut squares).zip(&gradient) {
                let slope = slope * scale - PENALTY * *weight;
                *square += slope * slope;
                *weight += RATE * slope / square.sqrt();
            }
        }
        if round >= ROUNDS / 2 {
            mean.iter_mut().zip(&weights).for_each(|(mean, weight)| *mean += weight);
        }
    }
    mean.iter().map(|sum| sum / count(ROUNDS - ROUNDS / 2)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts here are far below 2^52")]
fn count(n: usize) -> f64 {
    n as f64
}

fn log_sum(values: [f64; 3]) -> f64 {
    let most = values.into_iter().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return most;
    }
    most + values.into_iter().map(|value| (value - most).exp()).sum::<f64>().ln()
}

/// Adds the slope of the log-likelihood: what is expected given the gold labels minus what is expected without them.
fn gradient_of(sequence: &Sequence, weights: &[f64], gradient: &mut [f64]) {
    expect(sequence, weights, gradient, -1.0, |piece, _| piece.allowed);
    expect(sequence, weights, gradient, 1.0, |piece, gold| match gold {
        Some(label) => from_fn(|other| other == label),
        None => piece.allowed,
    });
}

fn expect(
    sequence: &Sequence,
    weights: &[f64],
    gradient: &mut [f64],
    sign: f64,
    allowed: impl Fn(&Evidence, Option<usize>) -> [bool; 3],
) {
    let count = sequence.pieces.len();
    if count == 0 {
        return;
    }
    let own: Vec<[f64; 3]> = sequence
        .pieces
        .iter()
        .zip(&sequence.gold)
        .map(|(piece, &gold)| {
            let allowed = allowed(piece, gold);
            from_fn(|label| {
                if !allowed[label] {
                    return f64::NEG_INFINITY;
                }
                piece.labels.iter().map(|&id| weights[usize::from(id) * 3 + label]).sum()
            })
        })
        .collect();
    let places = |at: usize, before: usize, label: usize| {
        let pairs = sequence.pieces[at].pairs.iter();
        pairs.map(move |&pair| FEATURES * 3 + usize::from(pair) * 9 + before * 3 + label)
    };
    let sum = |at, before, label| places(at, before, label).map(|place| weights[place]).sum();
    let sums: Vec<[[f64; 3]; 3]> =
        (0..count).map(|at| from_fn(|before| from_fn(|label| sum(at, before, label)))).collect();
    let pair = |at: usize, before: usize, label: usize| sums[at][before][label];
    let mut forward = vec![[f64::NEG_INFINITY; 3]; count];
    forward[0] = own[0];
    for at in 1..count {
        for label in 0..3 {
            forward[at][label] =
                own[at][label] + log_sum(from_fn(|before| forward[at - 1][before] + pair(at, before, label)));
        }
    }
    let mut backward = vec![[0.0; 3]; count];
    for at in (0..count - 1).rev() {
        for label in 0..3 {
            backward[at][label] = log_sum(from_fn(|next| {
                own[at + 1][next] + backward[at + 1][next] + pair(at + 1, label, next)
            }));
        }
    }
    let total = log_sum(forward[count - 1]);
    for at in 0..count {
        for label in 0..3 {
            let share = (forward[at][label] + backward[at][label] - total).exp();
            if share > 0.0 {
                for &id in &sequence.pieces[at].labels {
                    gradient[usize::from(id) * 3 + label] += sign * share;
                }
            }
            if at == 0 {
                continue;
            }
            for (before, score) in forward[at - 1].into_iter().enumerate() {
                let path = score + pair(at, before, label) + own[at][label];
                let share = sign * (path + backward[at][label] - total).exp();
                places(at, before, label).for_each(|place| gradient[place] += share);
            }
        }
    }
}
