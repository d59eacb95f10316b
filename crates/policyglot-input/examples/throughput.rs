//! How fast files are decoded, beside the HTML tokenizer and UTF-8 validation alone over the same bytes:
//! `cargo run --release -p policyglot-input --example throughput -- FILE…`
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use policyglot_input::{Source, tokenize_only};

fn main() {
    for path in std::env::args().skip(1) {
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{path}: {error}");
                continue;
            }
        };
        let Ok(text) = std::str::from_utf8(&bytes) else {
            eprintln!("{path}: not UTF-8");
            continue;
        };
        // By turns, so that both see the same machine; the best of each.
        let (mut tokenizer, mut decode) = (Duration::MAX, Duration::MAX);
        for _ in 0..15 {
            tokenizer = tokenizer.min(time(|| _ = black_box(tokenize_only(text))));
            decode = decode.min(time(|| drop(black_box(Source::decode(&bytes, None)))));
        }
        let speed = |time: Duration| {
            f64::from(u32::try_from(bytes.len()).unwrap_or(u32::MAX)) / 1e6 / time.as_secs_f64()
        };
        println!(
            "{path}: tokenizer {:.1} MB/s, decode {:.1} MB/s, {:.2} times its time",
            speed(tokenizer),
            speed(decode),
            decode.as_secs_f64() / tokenizer.as_secs_f64()
        );
    }
}

fn time(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}
