//! The source documents, read whole.

#[test]
fn every_document_has_blocks() {
    for path in std::fs::read_dir("tests/documents").expect("the documents are there") {
        let text = std::fs::read_to_string(path.expect("a readable folder").path()).expect("UTF-8");
        assert!(!policyglot_parser::parse(&text).blocks().is_empty());
    }
}
