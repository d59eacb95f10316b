//! One thing under several names.

use policyglot_lexer::Span;
use policyglot_parser::BlockId;

use super::{Audit, LOOKED, Rule};
use crate::Severity;
use crate::reading::{Mention, Sentence};

const DOCUMENT: Rule = Rule { name: "mixed-document-name", severity: Severity::Info };
const TERM: Rule = Rule { name: "mixed-term", severity: Severity::Info };

/// The names of the document, and those of what it is about.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    // "This notice supplements our privacy policy": two documents.
    if audit.phrases("defect.supplement").next().is_none() {
        mixed(audit, DOCUMENT, &["defect.policy", "defect.statement", "defect.notice"], "the document", 1);
    }
    let data = [
        "defect.personal-data",
        "defect.personal-information",
        "defect.personal-details",
        "defect.identifiable",
    ];
    mixed(audit, TERM, &data, "personal data", 2);
    let others = ["defect.non-personal", "defect.non-identifiable", "defect.non-personally"];
    mixed(audit, TERM, &others, "data that are not personal", 1);
    mixed(audit, TERM, &["defect.service-provider", "defect.vendor"], "service providers", 1);
    mixed(audit, TERM, &["defect.officer", "defect.odd-officer"], "the data protection officer", 1);
    company(audit);
    ours(audit, &["defect.website", "defect.site"], "the website");
    mixed(audit, TERM, &["defect.app", "defect.application"], "the application", 1);
    let terms = ["defect.terms-of-use", "defect.terms-of-service", "defect.terms-and-conditions"];
    mixed(audit, TERM, &terms, "the terms", 1);
    mixed(audit, TERM, &["defect.cookie-policy", "defect.cookie-notice"], "the cookie policy", 1);
}

/// "The company will use" in a text that says "we", and never that they are one.
fn company(audit: &mut Audit<'_, '_>) {
    let reading = audit.reading;
    let acting = ["cue.may", "cue.will", "cue.do", "cue.have"].map(|name| reading.concepts.find(name));
    let acts = audit
        .phrases("defect.the-company")
        .take(LOOKED)
        .find(|(sentence, name)| {
            let mentions = reading.mentions_in(sentence);
            mentions
                .iter()
                .any(|other| other.words.start == name.words.end && acting.contains(&Some(other.concept)))
        })
        .map(|(sentence, name)| (sentence.block, reading.span(name.words.start..name.words.end + 1)));
    let Some((block, span)) = acts else { return };
    let source = reading.document.source();
    let defined = ["“Company", "\"Company", "“the Company", "\"the Company", "“company", "‘Company"]
        .iter()
        .any(|definition| source.contains(definition));
    let ours = memchr::memmem::find_iter(source.as_bytes(), " we ").take(WE).count();
    if !defined && ours >= WE {
        audit.report(TERM, block, span, "mixed naming of the company: it is “we” and “the company”");
    }
}

/// So many statements a text makes that says "we".
const WE: usize = 3;

/// "our website" and "our site": names that others' things have, too.
fn ours(audit: &mut Audit<'_, '_>, names: &[&str], thing: &str) {
    let own = |at: usize| {
        let before = at.checked_sub(1).map_or("", |at| audit.reading.word_text(at));
        audit.is_cue(before, &["cue.our", "cue.this"])
    };
    let uses: Vec<Vec<Use>> = names
        .iter()
        .map(|name| {
            let places = audit.phrases(name).filter(|(_, mention)| own(mention.words.start));
            places.map(|(sentence, mention)| Use::new(sentence, &mention)).collect()
        })
        .collect();
    compare(audit, TERM, uses, thing, 2);
}

struct Use {
    block: BlockId,
    span: Span,
    sentence: Span,
}

impl Use {
    fn new(sentence: &Sentence, mention: &Mention) -> Self {
        Self { block: sentence.block, span: mention.span, sentence: sentence.span }
    }
}

/// Looks for the names of one thing, and compares them.
fn mixed(audit: &mut Audit<'_, '_>, rule: Rule, names: &[&str], thing: &str, least: usize) {
    let uses = |name: &&str| {
        audit.phrases(name).map(|(sentence, mention)| Use::new(sentence, &mention)).collect::<Vec<_>>()
    };
    let uses = names.iter().map(uses).collect();
    compare(audit, rule, uses, thing, least);
}

/// Reports a rarer name of one thing beside the commonest one.
fn compare(audit: &mut Audit<'_, '_>, rule: Rule, mut uses: Vec<Vec<Use>>, thing: &str, least: usize) {
    uses.sort_by_key(|uses: &Vec<Use>| std::cmp::Reverse(uses.len()));
    let Some((common, rare)) = uses.split_first() else { return };
    let Some(first) = common.first() else { return };
    let sentences: Vec<Span> = common.iter().map(|common| common.sentence).collect();
    // "personal information (or “personal data”)" defines the second name.
    let defined = |rare: &Use| {
        let brackets = audit.text(rare.sentence);
        let at = (rare.span.start - rare.sentence.start) as usize;
        brackets.get(..at).is_some_and(|before| before.trim_end().ends_with(['“', '"', '(', '”', '«']))
    };
    // Once or twice is a slip of the pen that nobody stumbles over.
    let rare: Vec<&Use> =
        rare.iter().filter(|rare| rare.len() >= least && !rare.iter().any(defined)).flatten().collect();
    // The sentence that has most of the names shows it best.
    let mut all: Vec<Span> = rare.iter().map(|rare| rare.sentence).collect();
    all.sort_unstable();
    let names = |sentence: Span| {
        all.partition_point(|other| *other <= sentence) - all.partition_point(|other| *other < sentence)
            + usize::from(sentences.binary_search(&sentence).is_ok())
    };
    let shown = rare.iter().max_by_key(|rare| (names(rare.sentence), std::cmp::Reverse(rare.span.start)));
    let Some(&&Use { block, span, .. }) = shown else { return };
    let after = common.partition_point(|other| other.span.start < span.start);
    let beside = [after.checked_sub(1), Some(after)].into_iter().flatten().filter_map(|at| common.get(at));
    let near = beside.filter(|other| other.block == block).map(|other| other.span).find(|other| {
        let both = span.cover(*other);
        both.len() <= NEAR
    });
    let lead = format!("mixed naming of {thing}");
    let fact = audit.report_pair(rule, block, (span, near.unwrap_or(first.span)), &lead);
    // Two names side by side are shown together.
    if let Some(near) = near {
        fact.span = span.cover(near);
    }
}

/// So many bytes may hold two names that are shown together.
const NEAR: u32 = 120;

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn the_document_under_two_names() {
        let text =
            "This privacy policy is short. This privacy policy is good. This privacy statement is new.";
        check(text, &["mixed-document-name: This privacy policy is good. This privacy statement"]);
        check(
            "This privacy notice supplements our privacy policy. Please read our privacy policy, too.",
            &[],
        );
        // Other documents.
        check(
            "This privacy policy is short. This privacy policy is good. Read the privacy statements of partners.",
            &[],
        );
        check(
            "This privacy policy is short. This privacy policy is good. Read the privacy notice of every site.",
            &[],
        );
        check(
            "Denna integritetspolicy är kort. Denna sekretesspolicy är ny.",
            &["mixed-document-name: Denna integritetspolicy är kort. Denna sekretesspolicy"],
        );
    }

    #[test]
    fn the_company_under_two_names() {
        let text = "Here we read. Here we write. Here we sing. The company will collect your name.";
        check(text, &["mixed-term: The company will"]);
        check(&text.replace("Here we read", "Here we (“the Company”) read"), &[]);
    }

    #[test]
    fn two_names_side_by_side() {
        let text = "Personal data is kept. Personal data is read.\n\nPersonal information is kept, and personal data and personal information are read.";
        check(text, &["mixed-term: Personal information is kept, and personal data"]);
    }
}
