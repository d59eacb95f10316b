//! Phrases that are a defect by themselves: they leave to the company, or to the reader, what a policy should settle.

use policyglot_lexer::Span;
use policyglot_parser::{BlockId, BlockKind};

use super::{Audit, LOOKED, Rule, short};
use crate::reading::{Mention, Sentence};
use crate::{ConceptKind, Modality, Practice, Severity};

/// A concept of the vocabulary whose phrases are reported as they stand.
struct Told {
    concept: &'static str,
    rule: Rule,
    /// So many places are shown.
    most: usize,
    /// What is wrong, before the phrase itself.
    message: &'static str,
}

const TOLD: [Told; 7] = [
    Told {
        concept: "defect.discretion",
        rule: Rule { name: "unfettered-discretion", severity: Severity::Warning },
        most: 2,
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
        concept: UNNAMED,
        rule: Rule { name: "unnamed-recipient", severity: Severity::Info },
        most: 1,
        message: "recipients not named",
    },
    Told {
        concept: PLACES_COOKIES,
        rule: Rule { name: "unnamed-recipient", severity: Severity::Info },
        most: 1,
        message: "those that set cookies or gather data are not named",
    },
    Told {
        concept: "defect.glued",
        rule: Rule { name: "glued-words", severity: Severity::Info },
        most: 2,
        message: "two words without a blank between them",
    },
    Told {
        concept: OPEN_DATA,
        rule: Rule { name: "open-ended-data", severity: Severity::Info },
        most: 2,
        message: "open-ended: not said which",
    },
];

/// Recipients that have no name, which are a defect where they are given data, or gather them.
const UNNAMED: &str = "defect.unnamed";
/// Those that act without a name, which may have been given before.
const PLACES_COOKIES: &str = "defect.places-cookies";
/// Data of no said kind, which a denial may leave open.
const OPEN_DATA: &str = "defect.open-data";

const COMPLAINT: Rule = Rule { name: "conditional-complaint", severity: Severity::Info };
const STATUTE: Rule = Rule { name: "law-as-authority", severity: Severity::Warning };

/// Looks for each of them.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let given = given(audit);
    for told in &TOLD {
        let places: Vec<_> = audit
            .phrases(told.concept)
            .take(LOOKED)
            .filter(|(sentence, mention)| !is_settled(audit, told.concept, sentence, mention))
            .filter(|(_, mention)| told.concept != UNNAMED || is_given(&given, mention.span))
            .map(|(sentence, mention)| (sentence.block, mention.span))
            .take(told.most)
            .collect();
        for (block, span) in places {
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

/// Who is given data, and who gathers them, in reading order.
fn given(audit: &Audit<'_, '_>) -> Vec<Span> {
    let is_act = |practice: &&Practice| {
        let gives = ["action.share", "action.disclose", "action.transfer", "action.collect", "action.sell"];
        practice.modality != Modality::DoesNot
            && gives.contains(&audit.reading.concept(practice.action).id.as_str())
    };
    let practices = audit.practices.iter().filter(is_act);
    let mut spans: Vec<Span> =
        practices.flat_map(|practice| practice.recipients.iter().map(|&(_, span)| span)).collect();
    spans.sort_unstable();
    spans
}

/// Whether a phrase names one of these recipients.
fn is_given(given: &[Span], phrase: Span) -> bool {
    let at = given.partition_point(|place| place.end <= phrase.start);
    given.get(at).is_some_and(|place| place.overlaps(phrase))
}

/// Whether what comes next says which are meant ("our partners, such as Acme"), or a page has the words as a heading.
fn is_settled(audit: &Audit<'_, '_>, concept: &str, sentence: &Sentence, open: &Mention) -> bool {
    let concepts = audit.reading.concepts;
    let settles = ["defect.told", "defect.example"].map(|name| concepts.find(name));
    let not = ["cue.not", "cue.no"].map(|name| concepts.find(name));
    // "Do not send any additional personal information."
    let denied = audit
        .reading
        .mentions_in(sentence)
        .iter()
        .any(|other| not.contains(&Some(other.concept)) && other.words.end <= open.words.start);
    if denied && concept == OPEN_DATA {
        return true;
    }
    // "These third parties may place cookies": they were named before.
    let this = concepts.find("cue.this");
    let back = |other: &Mention| Some(other.concept) == this && other.words.end == open.words.start;
    if [UNNAMED, PLACES_COOKIES].contains(&concept) && audit.reading.mentions_in(sentence).iter().any(back) {
        return true;
    }
    let near = open.words.end..(open.words.end + NEAR).min(sentence.words.end);
    let is_text = audit
        .reading
        .document
        .block(sentence.block)
        .is_some_and(|block| !matches!(block.kind, BlockKind::Heading | BlockKind::Title));
    !is_text || audit.phrases_in(near).any(|phrase| settles.contains(&Some(phrase.concept)))
}

/// So near behind open words an example tells what they mean.
const NEAR: usize = 3;

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
                let named = |mention: &&Mention| mention.kind == ConceptKind::Authority;
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
            "We may ask for additional personal information.",
            &["open-ended-data: additional personal information"],
        );
        check("We share your name with trusted partners such as Acme.", &[]);
        check(
            "We rely on your consent where it is required.",
            &["legal-basis-left-open: consent where it is required"],
        );
    }

    #[test]
    fn recipients_without_a_name() {
        check("We share your name with our business partners.", &["unnamed-recipient: business partners"]);
        check("Our business partners are glad.", &[]);
        check("Third parties may place cookies.", &["unnamed-recipient: Third parties may place"]);
        check("We work with Globex. These third parties may place cookies.", &[]);
    }

    #[test]
    fn words_without_a_blank() {
        check("You can read it hereand opt out of it.", &["glued-words: hereand"]);
    }

    #[test]
    fn left_to_the_reader() {
        check(
            "Please check this page periodically for changes.",
            &["change-without-notice: Please check this page"],
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
