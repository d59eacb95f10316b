//! Words too open to hold anybody to: purposes without limit, lists without end, consent without a choice.

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::BlockId;

use super::{Audit, Rule, short};
use crate::reading::Mention;
use crate::{ConceptId, ConceptKind, Severity};

const OPEN: Rule = Rule { name: "open-ended-purpose", severity: Severity::Warning };
const CONSENT: Rule = Rule { name: "consent-by-use", severity: Severity::Warning };
const LIST: Rule = Rule { name: "open-ended-list", severity: Severity::Info };
const TIME: Rule = Rule { name: "vague-period", severity: Severity::Info };
const IDENTITY: Rule = Rule { name: "identity-document", severity: Severity::Warning };
const POLICY: Rule = Rule { name: "unnamed-policy", severity: Severity::Info };

/// After so many of one kind the reader has understood.
const ENOUGH: usize = 3;

/// So many places of a kind are looked at: each is compared with all its sentence says.
const LOOKED: usize = 64;

/// Looks for each kind of open words.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    for (block, span) in purposes(audit) {
        let message = format!("open-ended: “{}” sets no limit", short(audit.text(span)));
        audit.report(OPEN, block, span, message);
    }
    for (block, span) in inferred(audit) {
        audit.report(CONSENT, block, span, "consent is inferred from mere use");
    }
    for (block, span) in lists(audit) {
        let message = format!("open-ended list: “{}” leaves open which are meant", short(audit.text(span)));
        audit.report(LIST, block, span, message);
    }
    for (block, span) in audit.first_places("defect.vague-time", 2) {
        let message = format!("vague period: “{}”", short(audit.text(span)));
        audit.report(TIME, block, span, message);
    }
    for (block, span) in papers(audit) {
        let message = "an identity document is asked for with any request, not only where there is doubt";
        audit.report(IDENTITY, block, span, message);
    }
    for (block, span) in policies(audit) {
        let message = format!("“{}”: not said whose, or where it is", short(audit.text(span)));
        audit.report(POLICY, block, span, message);
    }
}

type Found = Vec<(BlockId, Span)>;

/// "for any other purpose", where it isn't "they may not use them for other purposes".
fn purposes(audit: &Audit<'_, '_>) -> Found {
    let not = ["cue.not", "cue.no", "cue.only", "cue.without"].map(|cue| audit.reading.concepts.find(cue));
    let told = audit.reading.concepts.find("defect.told");
    audit
        .phrases("defect.open-ended")
        .take(LOOKED)
        .filter(|(sentence, mention)| {
            let mentions = audit.reading.mentions_in(sentence);
            let denied =
                |other: &Mention| not.contains(&Some(other.concept)) && other.span.start < mention.span.start;
            !mentions.iter().any(denied) && !is_told(audit, told, mention)
        })
        .map(|(sentence, mention)| (sentence.block, mention.span))
        .take(ENOUGH - 1)
        .collect()
}

/// Whether what follows open words says which: "other purposes about which we notify you", "other data that you send".
fn is_told(audit: &Audit<'_, '_>, told: Option<ConceptId>, open: &Mention) -> bool {
    audit.phrases_at(open.words.end).any(|phrase| Some(phrase.concept) == told)
}

/// "by using our services you consent", "as long as you use this website, you agree".
fn inferred(audit: &Audit<'_, '_>) -> Found {
    let consent = audit.reading.concepts.find("defect.consenting");
    let mut found: Found = Vec::new();
    for (sentence, mention) in audit.phrases("defect.consent-by-use").take(LOOKED) {
        let mentions = audit.reading.mentions_in(sentence);
        let later = |other: &&Mention| Some(other.concept) == consent && other.span.start >= mention.span.end;
        let Some(consent) = mentions.iter().find(later) else { continue };
        // "by clicking or using our services, you agree" has two such phrases and one consent.
        let span = mention.span.cover(consent.span);
        if found.last().is_none_or(|(_, last)| !last.overlaps(span)) {
            found.push((sentence.block, span));
        }
        if found.len() == ENOUGH {
            break;
        }
    }
    // "We post a notice, and you will be deemed to have accepted the change."
    for (sentence, mention) in audit.phrases("defect.deemed").take(LOOKED) {
        if found.len() < ENOUGH && !found.iter().any(|(_, span)| span.overlaps(sentence.span)) {
            found.push((sentence.block, mention.span));
        }
    }
    found
}

/// "IP address, user-agent, etc.": a list of data, or of those who get them, that doesn't end.
fn lists(audit: &Audit<'_, '_>) -> Found {
    let data = |mentions: &[Mention], place: &Mention| {
        let before = |other: &&Mention| {
            matches!(other.kind, ConceptKind::Data | ConceptKind::Tracker)
                && other.words.end <= place.words.start
                && other.words.end + WIDE > place.words.start
        };
        let last = mentions.iter().rev().find(before)?;
        // "Your name and other information" is no list.
        let is_list = mentions.iter().filter(before).any(|other| other.words.end <= last.words.start);
        (is_list && last.words.end + FAR > place.words.start).then_some(last.span)
    };
    let told = audit.reading.concepts.find("defect.told");
    audit
        .phrases("defect.and-so-on")
        .filter(|(_, mention)| !is_told(audit, told, mention))
        .take(LOOKED)
        .filter_map(|(sentence, mention)| {
            let mentions = audit.reading.mentions_in(sentence);
            Some((sentence.block, data(&mentions, &mention)?.cover(mention.span)))
        })
        .take(ENOUGH)
        .collect()
}

/// The members of one list stand within so many words.
const WIDE: usize = 24;

/// So many words may stand between the last of the data and the words that leave the list open.
const FAR: usize = 4;

/// "The request must be accompanied by a photocopy of a valid ID card".
fn papers(audit: &Audit<'_, '_>) -> Found {
    let [demand, exception, open, consent] = ["demanded", "exception", "limit", "consent"]
        .map(|name| audit.reading.concepts.find(&format!("defect.{name}")));
    let conditions = ["cue.may", "cue.if"].map(|cue| audit.reading.concepts.find(cue));
    audit
        .phrases("defect.identity-paper")
        .take(LOOKED)
        .filter_map(|(sentence, paper)| {
            let mentions = audit.reading.mentions_in(sentence);
            let is_limited = mentions.iter().any(|other| {
                let concept = Some(other.concept);
                [exception, open, consent, conditions[1]].contains(&concept)
            });
            let demand = mentions
                .iter()
                .find(|other| Some(other.concept) == demand && other.words.start <= paper.words.start)?;
            // "we may ask you to provide": only at times.
            let may = mentions.iter().any(|other| {
                Some(other.concept) == conditions[0]
                    && other.words.end <= demand.words.start
                    && other.words.end + FAR > demand.words.start
            });
            (!is_limited && !may).then(|| {
                let start = audit.reading.span(sentence.words.clone()).start;
                (sentence.block, Span::new(start, paper.span.end))
            })
        })
        .take(1)
        .collect()
}

/// "review the privacy policies of these social networks", without a link or name.
fn policies(audit: &Audit<'_, '_>) -> Found {
    audit
        .phrases("defect.others-policy")
        .filter(|(sentence, mention)| {
            let words = audit.reading.words.get(sentence.words.clone()).unwrap_or_default();
            !words.iter().any(|word| matches!(word.kind, WordKind::Url | WordKind::Email))
                && !audit.is_linked(mention.span)
        })
        .map(|(sentence, mention)| (sentence.block, mention.span))
        .take(1)
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn consent_without_a_choice() {
        check(
            "By using our site, you consent to the transfer.",
            &["consent-by-use: By using our site, you consent"],
        );
        check(
            "As long as you use this website, you agree that we keep it.",
            &["consent-by-use: As long as you use this website, you agree"],
        );
        check("By using our site, you help us.", &[]);
    }

    #[test]
    fn lists_without_an_end() {
        check("We log your IP address, user agent, etc.", &["open-ended-list: user agent, etc"]);
        check("We like cats, dogs, etc.", &[]);
        check("We log your name, password and other information necessary to open an account.", &[]);
    }

    #[test]
    fn purposes_without_a_limit() {
        check("We use it to help you, and for other purposes.", &["open-ended-purpose: for other purposes"]);
        check("We may use it for other purposes about which we notify you.", &[]);
    }

    #[test]
    fn papers_for_any_request() {
        let text = "Your request must be accompanied by a photocopy of a valid ID card.";
        check(text, &["identity-document: Your request must be accompanied by a photocopy of a valid"]);
        check("If we have doubts, you must provide a copy of your passport.", &[]);
    }
}
