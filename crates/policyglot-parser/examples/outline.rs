//! Prints the outline of text files: `outline FILE…`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program")]

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        let document = policyglot_parser::parse(&text);
        println!("{path}\n{}", document.outline());
        for note in document.notes() {
            println!("{} {}: {}", note.span, note.code, note.message);
        }
    }
    Ok(())
}
