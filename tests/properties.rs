//! What holds for every input, from bytes to records.

use std::path::Path;
use std::sync::LazyLock;

use policyglot_model::record::{Context, coverage, facts, policy, tree};
use policyglot_model::{Lexicon, read};
use proptest::prelude::*;
use xtask::subject::{Subject, lexicon};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| lexicon().expect("the bundled vocabulary is sound"));

/// Lines as policies have them; arbitrary strings seldom reach the rules.
fn policy_text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("1. Information we collect".to_owned()),
        Just("We collect the following:".to_owned()),
        Just("- your name, e-mail address and IP address;".to_owned()),
        Just("(a) payment information: credit card, bank account".to_owned()),
        Just("We do not sell your personal data to third parties without your consent.".to_owned()),
        Just(
            "We keep it for thirty (30) days, and may share it with our affiliates for marketing.".to_owned()
        ),
        Just("You have the right to access, rectify and erase your data; contact us at .".to_owned()),
        Just("Vi sparar inte dina personuppgifter längre än tolv (12) månader.".to_owned()),
        Just("Last updated: July 23, 2020".to_owned()),
        Just("[email\u{a0}protected] +46 8 123 45 67 https://example.com/privacy".to_owned()),
        Just(String::new()),
        "[ \t]{0,4}[-•*(]?[a-z0-9]{0,3}[.)]?[ ]?[A-Za-zåäö ,.:;]{0,60}",
        ".{0,80}",
    ];
    let end = prop_oneof![Just("\n"), Just("\n\n"), Just("\r\n"), Just(" "), Just("")];
    prop::collection::vec((line, end), 0..24)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

/// Policy lines between the tags of a page.
fn page() -> impl Strategy<Value = String> {
    let tag = prop_oneof![
        Just("<p>"),
        Just("</p>"),
        Just("<h2>"),
        Just("</h2>"),
        Just("<ul>"),
        Just("<li>"),
        Just("</ul>"),
        Just("<table><tr><td>"),
        Just("</td><td>"),
        Just("</table>"),
        Just("<b>"),
        Just("</b>"),
        Just("<br>"),
        Just("&amp;"),
        Just("&nbsp;"),
        Just("<div hidden>"),
        Just("</div>"),
        Just("<script>"),
        Just("<!--"),
    ];
    prop::collection::vec((tag, "[A-Za-z ,.:]{0,40}"), 0..40).prop_map(|parts| {
        let body: String = parts.into_iter().map(|(tag, text)| tag.to_owned() + &text).collect();
        format!("<html><body>{body}")
    })
}

/// Reads the bytes into every kind of record, and checks what holds for all of them.
fn check(bytes: &[u8]) -> Result<String, TestCaseError> {
    // What is no text is refused, and that is all.
    let Ok(subject) = Subject::decode(Path::new("property"), bytes) else { return Ok(String::new()) };
    let document = subject.document();
    let policy_read = read(&document, &LEXICON);
    let context = Context::new("property", &document, &subject);
    let text = subject.text();
    let plain = text.as_bytes() == bytes;
    for fact in &policy_read.facts {
        for span in [Some(fact.span), Some(fact.sentence), fact.details.second].into_iter().flatten() {
            prop_assert!(text.get(span.range()).is_some(), "{fact:?}: not a place of the text");
        }
        let block = document.block(fact.block).map(|block| block.span);
        prop_assert!(
            block.is_some_and(|block| block.start <= fact.span.start && fact.span.start < block.end),
            "{fact:?}: not in its block {block:?}"
        );
        prop_assert!(
            fact.practice.is_none_or(|id| policy_read.practice(id).is_some()),
            "{fact:?}: no such practice"
        );
    }
    for record in facts(&context, &policy_read, LEXICON.concepts()) {
        let (start, end) = (record.start as usize, record.end as usize);
        prop_assert!(start <= end && end <= bytes.len(), "{record:?}: not a place of the file");
        if plain {
            prop_assert_eq!(&bytes[start..end], record.quote.as_bytes());
            prop_assert_eq!(
                1 + bytes[..start].iter().filter(|&&byte| byte == b'\n').count(),
                record.line as usize
            );
        }
    }
    let records = [
        serde_json::to_string(&tree(&context, policy_read.language)),
        serde_json::to_string(&policy(&context, &policy_read, LEXICON.concepts())),
        serde_json::to_string(&coverage(&context, &policy_read)),
    ];
    records
        .into_iter()
        .collect::<Result<Vec<_>, _>>()
        .map(|lines| lines.join("\n"))
        .map_err(|error| TestCaseError::fail(error.to_string()))
}

/// Two contacts that ran together, one block's end and the next one's start.
#[test]
fn a_link_that_runs_into_the_next_block() {
    let line = "[email\u{a0}protected] +46 8 123 45 67 https://example.com/privacy";
    let text = format!("{line}{line} 1. Information we collect\n{line}\n{line}\n");
    check(text.as_bytes()).expect("every property holds");
}

proptest! {
    #[test]
    fn properties_of_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes)?;
    }

    #[test]
    fn properties_of_any_text(text in ".{0,400}") {
        check(text.as_bytes())?;
    }

    #[test]
    fn properties_of_policy_lines(text in policy_text()) {
        let first = check(text.as_bytes())?;
        prop_assert_eq!(first, check(text.as_bytes())?, "the same bytes give the same answer");
    }

    #[test]
    fn properties_of_pages(page in page()) {
        check(page.as_bytes())?;
    }
}
