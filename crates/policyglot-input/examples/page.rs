//! Shows the text of files with the hint on each line: `cargo run -p policyglot-input --example page -- FILE…`
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]

use policyglot_input::Source;

fn main() {
    for path in std::env::args().skip(1) {
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{path}: {error}");
                continue;
            }
        };
        match Source::decode(&bytes, None) {
            Ok(source) => {
                println!("{path}: {} in {}", source.format().name(), source.encoding());
                for hint in source.hints() {
                    println!(
                        "{:>6} {:<40} {}",
                        hint.span.start,
                        format!("{:?}", hint.kind),
                        hint.span.of(source.text())
                    );
                }
            }
            Err(error) => eprintln!("{path}: {error}"),
        }
    }
}
