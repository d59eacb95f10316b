//! Fits the weights of the labels: `fit DATASET.jsonl HEADINGS.txt even|odd|all > src/weights.rs`.
//!
//! A linear-chain conditional random field, by stochastic gradient descent with a penalty on large weights. `even` and
//! `odd` take every other document, so that the rest can show how well the weights carry over.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program")]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "measured figures")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use policyglot_parser::fit::{Evidence, FEATURES, PAIRS, evidence};

struct Sequence {
    pieces: Vec<Evidence>,
    /// The right label, where it is known and certain.
    gold: Vec<Option<usize>>,
}

const WEIGHTS: usize = FEATURES * 3 + PAIRS * 9;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let usage = "usage: fit DATASET.jsonl HEADINGS.txt even|odd|all";
    let dataset = std::fs::read_to_string(args.next().ok_or(usage)?)?;
    let headings = std::fs::read_to_string(args.next().ok_or(usage)?)?;
    let half = args.next().ok_or(usage)?;
    let headings: Vec<&str> =
        headings.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();

    let mut documents = Vec::new();
    for line in dataset.lines() {
        documents.push(serde_json::from_str::<serde_json::Value>(line)?);
    }
    let ids: BTreeSet<String> = documents.iter().map(|doc| doc["id"].to_string()).collect();
    let chosen: BTreeSet<&String> = ids
        .iter()
        .enumerate()
        .filter(|(at, _)| half == "all" || (at % 2 == 0) == (half == "even"))
        .map(|(_, id)| id)
        .collect();
    let mut sequences = Vec::new();
    for document in documents.iter().filter(|doc| chosen.contains(&doc["id"].to_string())) {
        let text = document["text"].as_str().unwrap_or_default();
        // Without the caller's list the rest must do, so both are learnt.
        sequences.push(sequence(text, document, &headings));
        if matches!(document["mode"].as_str(), Some("inner" | "lower" | "bullets")) {
            sequences.push(sequence(text, document, &[]));
        }
    }
    let weights = fit(&sequences);
    print!("{}", table(&weights));
    Ok(())
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn sequence(text: &str, document: &serde_json::Value, headings: &[&str]) -> Sequence {
    let empty = Vec::new();
    let blocks = document["gold"].as_array().unwrap_or(&empty);
    let gold: Vec<(String, Option<usize>)> = blocks
        .iter()
        .map(|block| {
            let label = match block["kind"].as_str() {
                _ if block["ambiguous"].as_bool() == Some(true) => None,
                Some("heading") => Some(0),
                Some("item") => Some(1),
                _ => Some(2),
            };
            (plain(block["text"].as_str().unwrap_or_default()), label)
        })
        .collect();
    let pieces = evidence(text, headings);
    let mut at = 0;
    let labels = pieces
        .iter()
        .map(|piece| {
            let (whole, body) = (plain(piece.span.of(text)), plain(piece.body.of(text)));
            let found =
                gold.iter().skip(at).take(40).position(|(text, _)| *text == whole || *text == body)?;
            let (_, label) = gold.get(at + found)?;
            at += found + 1;
            label.filter(|&label| piece.allowed[label])
        })
        .collect();
    Sequence { pieces, gold: labels }
}

fn fit(sequences: &[Sequence]) -> Vec<f64> {
    const ROUNDS: usize = 30;
    const RATE: f64 = 0.1;
    let penalty: f64 = std::env::var("PENALTY").ok().and_then(|text| text.parse().ok()).unwrap_or(2e-4);
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
        let mut loss = 0.0;
        for &at in &order {
            let sequence = &sequences[at];
            let mut gradient = vec![0.0; WEIGHTS];
            loss += gradient_of(sequence, &weights, &mut gradient);
            let scale = 1.0 / (sequence.pieces.len().max(20) as f64).sqrt();
            for ((weight, square), slope) in weights.iter_mut().zip(&mut squares).zip(&gradient) {
                let slope = slope * scale - penalty * *weight * 10.0;
                *square += slope * slope;
                *weight += RATE * slope / square.sqrt();
            }
        }
        eprintln!("round {round}: loss {loss:.1}");
    }
    weights
}

fn log_sum(values: [f64; 3]) -> f64 {
    let most = values.into_iter().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return most;
    }
    most + values.into_iter().map(|value| (value - most).exp()).sum::<f64>().ln()
}

/// Adds the slope of the log-likelihood: what is expected given the gold labels minus what is expected without them.
fn gradient_of(sequence: &Sequence, weights: &[f64], gradient: &mut [f64]) -> f64 {
    let free = expect(sequence, weights, gradient, -1.0, |piece, _| piece.allowed);
    let bound = expect(sequence, weights, gradient, 1.0, |piece, gold| match gold {
        Some(label) => std::array::from_fn(|other| other == label),
        None => piece.allowed,
    });
    free - bound
}

fn expect(
    sequence: &Sequence,
    weights: &[f64],
    gradient: &mut [f64],
    sign: f64,
    allowed: impl Fn(&Evidence, Option<usize>) -> [bool; 3],
) -> f64 {
    let count = sequence.pieces.len();
    if count == 0 {
        return 0.0;
    }
    let own: Vec<[f64; 3]> = sequence
        .pieces
        .iter()
        .zip(&sequence.gold)
        .map(|(piece, &gold)| {
            let allowed = allowed(piece, gold);
            std::array::from_fn(|label| {
                if !allowed[label] {
                    return f64::NEG_INFINITY;
                }
                piece.features.iter().map(|&id| weights[usize::from(id) * 3 + label]).sum()
            })
        })
        .collect();
    let pair = |at: usize, before: usize, label: usize| {
        weights[FEATURES * 3 + sequence.pieces[at].pair * 9 + before * 3 + label]
    };
    let mut forward = vec![[f64::NEG_INFINITY; 3]; count];
    forward[0] = own[0];
    for at in 1..count {
        for label in 0..3 {
            forward[at][label] = own[at][label]
                + log_sum(std::array::from_fn(|before| forward[at - 1][before] + pair(at, before, label)));
        }
    }
    let mut backward = vec![[0.0; 3]; count];
    for at in (0..count - 1).rev() {
        for label in 0..3 {
            backward[at][label] = log_sum(std::array::from_fn(|next| {
                own[at + 1][next] + backward[at + 1][next] + pair(at + 1, label, next)
            }));
        }
    }
    let total = log_sum(forward[count - 1]);
    for at in 0..count {
        for label in 0..3 {
            let share = (forward[at][label] + backward[at][label] - total).exp();
            if share > 0.0 {
                for &id in &sequence.pieces[at].features {
                    gradient[usize::from(id) * 3 + label] += sign * share;
                }
            }
            if at > 0 {
                for before in 0..3 {
                    let share = (forward[at - 1][before]
                        + pair(at, before, label)
                        + own[at][label]
                        + backward[at][label]
                        - total)
                        .exp();
                    if share > 0.0 {
                        gradient[FEATURES * 3 + sequence.pieces[at].pair * 9 + before * 3 + label] +=
                            sign * share;
                    }
                }
            }
        }
    }
    total
}

fn table(weights: &[f64]) -> String {
    let scaled: Vec<i32> = weights.iter().map(|weight| (weight * 100.0).round() as i32).collect();
    let row = |row: &[i32]| row.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
    let mut text = String::from(
        "//! Weights of the labels, in hundredths: written by `examples/fit.rs`, not by hand.\n\n/// For each feature: heading, item, paragraph.\n#[rustfmt::skip]\npub(crate) const WEIGHTS: \
         &[[i16; 3]] = &[\n",
    );
    for chunk in scaled[..FEATURES * 3].chunks(3 * 6) {
        let rows: Vec<String> = chunk.chunks(3).map(|weights| format!("[{}]", row(weights))).collect();
        let _ = writeln!(text, "    {},", rows.join(", "));
    }
    text.push_str(
        "];\n\n/// For each context: from each label to each label.\n#[rustfmt::skip]\npub(crate) const PAIR_WEIGHTS: \
         &[[[i16; 3]; 3]] = &[\n",
    );
    for chunk in scaled[FEATURES * 3..].chunks(9) {
        let rows: Vec<String> = chunk.chunks(3).map(|weights| format!("[{}]", row(weights))).collect();
        let _ = writeln!(text, "    [{}],", rows.join(", "));
    }
    text.push_str("];\n");
    text
}
