//! Speed on one core: `speed FOLDER_OR_FILE…` reads everything into one text of at least 14 MB and prints MB/s of the
//! lexer, the parser, and pulldown-cmark's event stream over the same bytes.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program")]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "measured figures")]

use std::path::Path;
use std::time::Instant;

fn read(path: &Path, text: &mut String) -> std::io::Result<()> {
    if path.is_dir() {
        let mut entries: Vec<_> = std::fs::read_dir(path)?.collect::<Result<_, _>>()?;
        entries.sort_by_key(std::fs::DirEntry::path);
        for entry in entries {
            read(&entry.path(), text)?;
        }
    } else {
        text.push_str(&String::from_utf8_lossy(&std::fs::read(path)?));
        text.push('\n');
    }
    Ok(())
}

fn main() -> std::io::Result<()> {
    let mut once = String::new();
    for path in std::env::args().skip(1) {
        read(Path::new(&path), &mut once)?;
    }
    let text = once.repeat(14_000_000_usize.div_ceil(once.len().max(1)));
    let best = |work: &mut dyn FnMut() -> usize| {
        let mut best = f64::INFINITY;
        let mut count = 0;
        for _ in 0..5 {
            let start = Instant::now();
            count = work();
            best = best.min(start.elapsed().as_secs_f64());
        }
        (text.len() as f64 / 1e6 / best, count)
    };
    println!("{} bytes", text.len());
    println!("lex           {:7.0?}", best(&mut || policyglot_lexer::lex(&text).as_slice().len()));
    println!("lex and parse {:7.0?}", best(&mut || policyglot_parser::parse(&text).blocks().len()));
    let tokens = policyglot_lexer::lex(&text);
    let options = policyglot_parser::Options::default();
    println!(
        "parse         {:7.0?}",
        best(&mut || policyglot_parser::parse_with(&tokens, &options).blocks().len())
    );
    println!("pulldown-cmark{:7.0?}", best(&mut || pulldown_cmark::Parser::new(&text).count()));
    Ok(())
}
