//! The source documents, stage by stage, as snapshots to be read beside them: `snapshots/<document>/<stage>.snap`.
//!
//! Every file in `tests/documents/` is read; `cargo xtask fixture` adds one, `cargo xtask review` shows what changed.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use xtask::render;
use xtask::subject::{Subject, lexicon};

const STAGES: [&str; 4] = ["tokens", "outline", "facts", "practices"];

#[test]
fn every_stage_of_every_document_is_as_reviewed() {
    let lexicon = lexicon().expect("the bundled vocabulary is sound");
    for path in documents() {
        let bytes = fs::read(&path).expect("a readable document");
        let subject = Subject::decode(&path, &bytes).expect("a text");
        let document = subject.document();
        let policy = Subject::policy(&document, &lexicon);
        let name = name(&path);
        snapshot(&name, "tokens", &render::tokens(&subject));
        snapshot(&name, "outline", &render::outline(&subject, &document));
        snapshot(&name, "facts", &render::facts(&subject, &document, &policy, lexicon.concepts()));
        snapshot(&name, "practices", &render::practices(&subject, &document, &policy, lexicon.concepts()));
    }
}

#[test]
fn every_snapshot_belongs_to_a_document() {
    let names: BTreeSet<String> = documents().iter().map(|path| name(path)).collect();
    for folder in files(Path::new("snapshots")) {
        assert!(names.contains(&name(&folder)), "{}: no such document", folder.display());
        for file in files(&folder).iter().filter(|file| file.extension() == Some(OsStr::new("snap"))) {
            let stage = name(file);
            assert!(STAGES.contains(&stage.as_str()), "{}: no such stage", file.display());
        }
    }
}

fn snapshot(document: &str, stage: &str, text: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(format!("../snapshots/{document}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(stage, text));
}

fn documents() -> Vec<PathBuf> {
    files(Path::new("tests/documents"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a readable folder");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a readable entry").path()).collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_stem().and_then(OsStr::to_str).expect("a name in UTF-8").to_owned()
}
