//! Any text, as tokens and as words.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policyglot_lexer::{lex, words};

fuzz_target!(|text: &str| {
    policyglot_fuzz::check_tokens(&lex(text));
    let mut end = 0;
    for word in words(text) {
        assert!(word.span.start >= end && !word.span.is_empty(), "{} after {end}", word.span);
        assert!(text.get(word.span.range()).is_some(), "{} cuts a character", word.span);
        end = word.span.end;
    }
});
