//! A test for each invariant that ARCHITECTURE.md names.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use policyglot_model::record::{Context, blocks, coverage, facts, policy, tree};
use serde_json::Value;
use xtask::subject::{Subject, lexicon};

/// Which of our crates each crate may use.
const ARROWS: [(&str, &[&str]); 5] = [
    ("policyglot-lexer", &[]),
    ("policyglot-parser", &["policyglot-lexer"]),
    ("policyglot-input", &["policyglot-lexer", "policyglot-parser"]),
    ("policyglot-model", &["policyglot-lexer", "policyglot-parser"]),
    ("policyglot-cli", &["policyglot-input", "policyglot-lexer", "policyglot-model", "policyglot-parser"]),
];

/// All that lexer and parser may pull in from elsewhere.
const LIGHT: [&str; 3] = ["memchr", "nom", "serde"];

#[test]
fn dependencies_point_one_way() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("JSON from cargo");
    let packages = metadata["packages"].as_array().expect("packages");
    let arrows: BTreeMap<_, _> = ARROWS.into_iter().collect();
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        let Some(allowed) = arrows.get(name) else { continue };
        let dependencies = package["dependencies"].as_array().expect("dependencies");
        // Tests may use what they like.
        for dependency in dependencies.iter().filter(|dependency| dependency["kind"].is_null()) {
            let on = dependency["name"].as_str().expect("a name");
            let ours = on.starts_with("policyglot");
            assert!(!ours || allowed.contains(&on), "{name} must not depend on {on}");
            let light = ["policyglot-lexer", "policyglot-parser"].contains(&name);
            assert!(!light || ours || LIGHT.contains(&on), "{name} must stay light, without {on}");
        }
    }
    for (name, _) in ARROWS {
        assert!(packages.iter().any(|package| package["name"] == name), "{name} is gone");
    }
}

#[test]
fn nom_stays_out_of_public_signatures() {
    for (path, text) in sources("crates/policyglot-parser/src") {
        for line in code(&text).filter(|line| line.trim_start().starts_with("pub ")) {
            let names_nom = ["nom::", "IResult", "nom "].iter().any(|name| line.contains(name));
            assert!(!names_nom, "{}: nom in public: {line}", path.display());
        }
    }
}

#[test]
fn lexer_and_parser_know_no_privacy_word() {
    const WORDS: [&str; 10] = [
        "privacy",
        "personal",
        "cookie",
        "consent",
        "gdpr",
        "marketing",
        "retention",
        "personuppgift",
        "collect ",
        "third-part",
    ];
    for folder in ["crates/policyglot-lexer/src", "crates/policyglot-parser/src"] {
        for (path, text) in sources(folder) {
            for line in code(&text) {
                let line = line.to_lowercase();
                let known = WORDS.iter().find(|word| line.contains(*word));
                assert!(known.is_none(), "{}: knows {known:?}: {line}", path.display());
            }
        }
    }
}

#[test]
fn no_rule_names_a_company_of_the_documents() {
    const NAMES: [&str; 5] = ["milkingcloud", "cloudmile", "ucloud", "mi le tech", "cloud mails"];
    let vocabulary = files("crates/policyglot-model/vocabulary").into_iter();
    let vocabulary = vocabulary.map(|path| (path.clone(), fs::read_to_string(path).expect("UTF-8")));
    for (path, text) in sources("crates").into_iter().chain(vocabulary) {
        // Help texts may name the documents that come with the program.
        let text = text.replace("tests/documents/ucloud.txt", "").to_lowercase();
        for name in NAMES {
            assert!(!text.contains(name), "{}: names {name}", path.display());
        }
    }
}

#[test]
fn files_and_terminals_are_the_programs_alone() {
    for crate_name in ["lexer", "parser", "input", "model"] {
        for (path, text) in sources(&format!("crates/policyglot-{crate_name}/src")) {
            for line in code(&text) {
                let outside = ["std::fs", "stdin", "stdout", "stderr", "std::net", "std::env", "SystemTime"];
                let used = outside.iter().find(|name| line.contains(*name));
                assert!(used.is_none(), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn every_module_is_one_idea_of_readable_size() {
    let mut wrong = Vec::new();
    for (path, text) in ["crates", "xtask", "tests"].into_iter().flat_map(sources) {
        let lines = text.lines().count();
        if !text.starts_with("//! ") {
            wrong.push(format!("{}: no sentence on what it is", path.display()));
        }
        if lines > 500 {
            wrong.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn committed_schemas_are_those_of_the_code() {
    xtask::schema::check(Path::new("schemas")).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn all_json_keeps_to_the_schemas() {
    let lexicon = lexicon().expect("the bundled vocabulary is sound");
    let schemas: BTreeMap<&str, jsonschema::Validator> = ["document", "tree", "facts", "policy", "coverage"]
        .map(|name| {
            let text = fs::read_to_string(format!("schemas/{name}.json")).expect("a schema");
            let schema = serde_json::from_str(&text).expect("JSON");
            (name, jsonschema::validator_for(&schema).expect("a sound schema"))
        })
        .into();
    let check = |name: &str, path: &Path, value: serde_json::Result<Value>| {
        let value = value.expect("JSON");
        if let Err(error) = schemas[name].validate(&value) {
            panic!("{}: {name}: {error} at {}", path.display(), error.instance_path());
        }
    };
    for path in files("tests/documents") {
        let bytes = fs::read(&path).expect("a readable document");
        let subject = Subject::decode(&path, &bytes).expect("a text");
        let document = subject.document();
        let read = Subject::policy(&document, &lexicon);
        let context = Context::new("document", &document, &subject);
        let concepts = lexicon.concepts();
        check("document", &path, serde_json::to_value(blocks(&context, read.language)));
        check("tree", &path, serde_json::to_value(tree(&context, read.language)));
        check("policy", &path, serde_json::to_value(policy(&context, &read, concepts)));
        check("coverage", &path, serde_json::to_value(coverage(&context, &read)));
        for fact in facts(&context, &read, concepts) {
            check("facts", &path, serde_json::to_value(fact));
        }
    }
}

/// The lines of a source file that are code: no comments, no tests.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let end = text.find("#[cfg(test)]").unwrap_or(text.len());
    text[..end].lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// The Rust files below a folder, with their text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let rust = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("UTF-8");
        (path, text)
    };
    files(folder).into_iter().filter(rust).map(read).collect()
}

/// The files below a folder, in order.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}
