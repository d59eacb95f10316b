//! Times: the best of many runs, in turns.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Runs the works in turns, again and again, until that has taken at least `least` and each has run five times; the
/// fastest run of each. What else the machine does only slows, and in turns it slows all of them.
pub(super) fn race(least: Duration, works: &[&dyn Fn() -> usize]) -> Vec<Duration> {
    const ROUNDS: usize = 5;
    let mut best = vec![Duration::MAX; works.len()];
    let begin = Instant::now();
    let mut rounds = 0;
    while rounds < ROUNDS || begin.elapsed() < least {
        for (best, work) in best.iter_mut().zip(works) {
            let start = Instant::now();
            black_box(work());
            *best = (*best).min(start.elapsed());
        }
        rounds += 1;
    }
    best.into_iter().map(|time| time.max(Duration::from_nanos(1))).collect()
}

/// The fastest of at least two runs that together take at least `least`: what else the machine does only slows.
pub(super) fn fastest<T>(least: Duration, mut work: impl FnMut() -> T) -> Duration {
    let mut best = Duration::MAX;
    let mut spent = Duration::ZERO;
    let mut runs = 0;
    while runs < 2 || spent < least {
        let start = Instant::now();
        drop(work());
        let time = start.elapsed();
        best = best.min(time);
        spent += time;
        runs += 1;
    }
    best.max(Duration::from_nanos(1))
}
