//! Phrases that are a defect by themselves: they leave to the company, or to the reader, what a policy should settle.

use policyglot_lexer::Span;
use policyglot_parser::BlockId;

use super::{Audit, Rule, short};
use crate::reading::Sentence;
use crate::{ConceptKind, Severity};

/// A concept of the vocabulary whose phrases are reported as they stand.
struct Told {
    concept: &'static str,
    rule: Rule,
    /// So many places are shown.
    most: usize,
    /// What is wrong, before the phrase itself.
    message: &'static str,
}

const TOLD: [Told; 4] = [
    Told {
        concept: "defect.discretion",
        rule: Rule { name: "unfettered-discretion", severity: Severity::Warning },
        most: 1,
        message: "left to the company alone",
    },
    Told {
        concept: "defect.open-basis",
        rule: Rule { name: "legal-basis-left-open", severity: Severity::Warning },
        most: 2,
        message: "legal basis left open: not said where it is required",
    },
    Told {
        concept: "defect.look-again",
        rule: Rule { name: "change-without-notice", severity: Severity::Info },
        most: 1,
        message: "changes are left to the reader to find out",
    },
    Told {
        concept: "defect.unnamed",
        rule: Rule { name: "unnamed-recipient", severity: Severity::Info },
        most: 1,
        message: "recipients not named",
    },
];

const COMPLAINT: Rule = Rule { name: "conditional-complaint", severity: Severity::Info };
const STATUTE: Rule = Rule { name: "law-as-authority", severity: Severity::Warning };

/// Looks for each of them.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    for told in &TOLD {
        for (block, span) in audit.first_places(told.concept, told.most) {
            let message = format!("{}: “{}”", told.message, short(audit.text(span)));
            audit.report(told.rule, block, span, message);
        }
    }
    if let Some((block, span)) = conditional(audit) {
        let message = format!("the right to complain is made to depend on “{}”", short(audit.text(span)));
        audit.report(COMPLAINT, block, span, message);
    }
    if let Some((block, span)) = statute(audit) {
        let message = format!("“{}” is a law, and takes no complaints", short(audit.text(span)));
        audit.report(STATUTE, block, span, message);
    }
}

type Found = Option<(BlockId, Span)>;

/// Whether a sentence tells of the right to complain.
fn tells_of_complaint(audit: &Audit<'_, '_>, sentence: &Sentence) -> bool {
    audit.has_any(sentence, &[audit.reading.concepts.find("right.complain")])
}

/// "If our response has not been satisfactory, you may complain to the authority": the law asks for no such thing.
fn conditional(audit: &Audit<'_, '_>) -> Found {
    audit
        .phrases("defect.unsatisfied")
        .find(|(sentence, _)| tells_of_complaint(audit, sentence))
        .map(|(sentence, mention)| (sentence.block, mention.span))
}

/// "You may complain to the CCPA": a law right after the act.
fn statute(audit: &Audit<'_, '_>) -> Found {
    audit.phrases("defect.complain-to").find_map(|(sentence, act)| {
        let mentions = audit.reading.mentions_in(sentence);
        let next = mentions
            .iter()
            .find(|mention| {
                mention.kind == ConceptKind::Law
                    && (act.words.end..act.words.end + 2).contains(&mention.words.start)
            })
            .filter(|law| {
                let named = |mention: &&crate::reading::Mention| mention.kind == ConceptKind::Authority;
                // "the GDPR supervisory authority" is no law.
                !mentions.iter().filter(named).any(|other| other.words.start <= law.words.end + 2)
            })?;
        Some((sentence.block, act.span.cover(next.span)))
    })
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn left_to_the_company() {
        check(
            "We may disclose your name at our sole discretion.",
            &["unfettered-discretion: at our sole discretion"],
        );
        check(
            "We rely on your consent where it is required.",
            &["legal-basis-left-open: consent where it is required"],
        );
    }

    #[test]
    fn left_to_the_reader() {
        check(
            "Please check this page periodically for changes.",
            &["change-without-notice: check this page periodically"],
        );
    }

    #[test]
    fn complaints() {
        check(
            "If you are not satisfied with our response, you may lodge a complaint with the supervisory authority.",
            &["conditional-complaint: not satisfied with our response"],
        );
        check("You may lodge a complaint with the CCPA.", &["law-as-authority: complaint with the CCPA"]);
        check("You may lodge a complaint with the supervisory authority.", &[]);
    }
}
