//! Packs the vocabularies that come with the crate, so that no run of the program has to read their files.

#![allow(dead_code, unreachable_pub, reason = "the script needs but a part of these modules")]

#[path = "src/concept.rs"]
mod concept;
#[path = "src/error.rs"]
mod error;
#[path = "src/hash.rs"]
mod hash;
#[path = "src/known.rs"]
mod known;
#[path = "src/text.rs"]
mod text;
#[path = "src/vocabulary/mod.rs"]
mod vocabulary;

use std::path::Path;
use std::{env, fs};

use concept::{ConceptId, ConceptKind, Concepts};
use error::VocabularyError;
use text::Text;
use vocabulary::LanguageFile;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=vocabulary");
    let out = env::var_os("OUT_DIR").ok_or("cargo says where to write")?;
    let read = |name: &str| fs::read_to_string(Path::new("vocabulary").join(name));
    let wrong = |name: &str, error: VocabularyError| format!("vocabulary/{name}: {error}");
    let concepts = Concepts::load(&read("concepts.toml")?).map_err(|error| wrong("concepts.toml", error))?;
    for name in ["en.toml", "sv.toml"] {
        let packed = LanguageFile::pack(&read(name)?, &concepts).map_err(|error| wrong(name, error))?;
        fs::write(Path::new(&out).join(name).with_extension("packed"), packed)?;
    }
    Ok(())
}
