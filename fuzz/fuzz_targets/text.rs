//! Bytes as a text file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policyglot_input::Format;

fuzz_target!(|bytes: &[u8]| policyglot_fuzz::check_source(bytes, Some(Format::Text)));
