//! Any text, as a policy.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use policyglot_model::{Lexicon, read};
use policyglot_parser::parse;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::bundled().expect("the bundled lexicon is sound"));

fuzz_target!(|text: &str| {
    let document = parse(text);
    for fact in &read(&document, &LEXICON).facts {
        assert!(text.get(fact.span.range()).is_some(), "{} is no place of the text", fact.span);
    }
});
