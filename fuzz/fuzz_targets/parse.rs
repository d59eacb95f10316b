//! Any text, as a document.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policyglot_parser::parse;

fuzz_target!(|text: &str| policyglot_fuzz::check_document(&parse(text)));
