//! Frameworks, standards and laws that were out of force at the policy's own date, and standards that don't exist.

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::BlockKind;

use super::{Audit, Rule, short};
use crate::{ConceptId, ConceptKind, FactKind, Severity};

const OUTDATED: Rule = Rule { name: "outdated-framework", severity: Severity::Error };
const PREMATURE: Rule = Rule { name: "framework-not-yet-in-force", severity: Severity::Warning };
const NO_STANDARD: Rule = Rule { name: "no-such-standard", severity: Severity::Warning };
const PRODUCT: Rule = Rule { name: "outdated-product", severity: Severity::Info };
const AUTHORITY: Rule = Rule { name: "outdated-authority", severity: Severity::Info };
const PROTOCOL: Rule = Rule { name: "outdated-protocol", severity: Severity::Warning };

/// When each name that the world has left behind was out of use.
const LEFT_BEHIND: &str = "2021";

/// Later than any date.
const UNDATED: &str = "9999";

/// Compares what is named with the date of the policy.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let date = audit
        .facts
        .iter()
        .filter(|fact| matches!(fact.kind, FactKind::Updated | FactKind::Effective))
        .filter_map(|fact| fact.value.as_deref())
        .max()
        .map(str::to_owned);
    // An undated text is read as one of today, and no framework that has ended will come back.
    let dated = date.is_some();
    in_force(audit, date.as_deref().unwrap_or(UNDATED), dated);
    iso_iec(audit);
    protocols(audit);
    if date.as_deref().is_none_or(|date| date >= LEFT_BEHIND) {
        former(audit);
    }
}

/// Names that the world has left behind: a browser that is no longer made, an authority that has another name.
fn former(audit: &mut Audit<'_, '_>) {
    for (rule, concept, what) in [
        (PRODUCT, "defect.old-product", "is no longer made"),
        (AUTHORITY, "defect.old-authority", "is the former name of an authority"),
    ] {
        for (block, span) in audit.first_places(concept, 1) {
            let message = format!("outdated: “{}” {what}", short(audit.text(span)));
            audit.report(rule, block, span, message);
        }
    }
}

/// Each framework, standard and law once, at the first sentence that is no heading.
fn in_force(audit: &mut Audit<'_, '_>, date: &str, dated: bool) {
    let reading = audit.reading;
    // "The former Privacy Shield" is told to be out of force.
    let former: Vec<Span> = audit.phrases("defect.former").map(|(sentence, _)| sentence.span).collect();
    let mut seen: Vec<ConceptId> = Vec::new();
    let mut found = Vec::new();
    let kinds = [ConceptKind::Framework, ConceptKind::Certification, ConceptKind::Law];
    for mark in audit.marks.names().filter(|mark| kinds.contains(&mark.kind(reading))) {
        let Some(sentence) = reading.sentences.get(mark.sentence(reading)) else { continue };
        let mention = mark.mention(reading);
        let concept = reading.concept(mention.concept);
        // "Data Protection Act" without its year may be any of them.
        let undated = concept.kind == ConceptKind::Law
            && !audit.text(mention.span).contains(|c: char| c.is_ascii_digit())
            && concept.label.contains(|c: char| c.is_ascii_digit());
        if undated {
            continue;
        }
        let past = concept.until.as_deref().filter(|until| *until <= date);
        // A coming law may be named; a standard or framework that is not there yet can't be held.
        let coming = concept.from.as_deref().filter(|from| *from > date && concept.kind != ConceptKind::Law);
        let coming = coming.filter(|_| dated);
        let Some((rule, day)) = past.map(|day| (OUTDATED, day)).or(coming.map(|day| (PREMATURE, day))) else {
            continue;
        };
        let is_heading = reading
            .document
            .block(sentence.block)
            .is_some_and(|block| matches!(block.kind, BlockKind::Heading | BlockKind::Title));
        let told = former.binary_search(&sentence.span).is_ok();
        if is_heading || told || seen.contains(&mention.concept) {
            continue;
        }
        seen.push(mention.concept);
        let message = if !dated {
            format!("{} is named in a text without a date: it ended on {day}", concept.label)
        } else if rule.name == OUTDATED.name {
            format!("{} was no longer in force on {date}: it ended on {day}", concept.label)
        } else {
            format!("{} was not yet in force on {date}: it began on {day}", concept.label)
        };
        found.push((rule, sentence.block, mention.span, message));
    }
    for (rule, block, span, message) in found {
        audit.report(rule, block, span, message);
    }
}

/// ISO standards that IEC has no part in: quality, environment, business continuity, occupational health.
const ISO_ALONE: [&str; 5] = ["9001", "14001", "22301", "45001", "26000"];
/// Standards that are named by a part only, and that part.
const PARTS: [(&str, &str); 1] = [("20000", "20000-1")];

/// "ISO/IEC 9001:2015", "ISO/IEC 20000:2011".
fn iso_iec(audit: &mut Audit<'_, '_>) {
    let reading = audit.reading;
    let mut found = Vec::new();
    for sentence in &reading.sentences {
        let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
        for (at, four) in words.windows(4).enumerate() {
            let [iso, slash, iec, number] = four else { continue };
            if number.kind != WordKind::Number || !audit.text(iso.span).eq_ignore_ascii_case("iso") {
                continue;
            }
            if audit.text(slash.span) != "/" || !audit.text(iec.span).eq_ignore_ascii_case("iec") {
                continue;
            }
            let figures = audit.text(number.span);
            let after = words.get(at + 4).map(|word| audit.text(word.span));
            let span = iso.span.cover(number.span);
            if ISO_ALONE.contains(&figures) {
                found.push((
                    sentence.block,
                    span,
                    format!("no such standard: {figures} is an ISO, not an ISO/IEC standard"),
                ));
            } else if let Some((_, part)) =
                PARTS.iter().find(|(whole, _)| *whole == figures && after != Some("-"))
            {
                found.push((sentence.block, span, format!("incomplete standard: ISO/IEC {part} is meant")));
            }
        }
    }
    for (block, span, message) in found {
        audit.report(NO_STANDARD, block, span, message);
    }
}

/// "industry-standard … secure socket layer (ssl)": SSL has been deprecated since 2015.
fn protocols(audit: &mut Audit<'_, '_>) {
    let reading = audit.reading;
    let found: Vec<_> = audit
        .phrases("defect.industry-standard")
        .filter_map(|(sentence, praise)| {
            let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
            let ssl = words.iter().find(|word| {
                let text = audit.text(word.span);
                text.eq_ignore_ascii_case("ssl")
                    || text.eq_ignore_ascii_case("sockets")
                    || text.eq_ignore_ascii_case("socket")
            })?;
            let tls = words.iter().any(|word| audit.text(word.span).eq_ignore_ascii_case("tls"));
            (!tls).then_some((sentence.block, praise.span.cover(ssl.span)))
        })
        .collect();
    for (block, span) in found {
        let message =
            format!("outdated protocol: “{}”; SSL has been deprecated since 2015", short(audit.text(span)));
        audit.report(PROTOCOL, block, span, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn a_framework_out_of_force() {
        let text = "Last updated: July 23, 2020\n\nAcme complies with the EU-US Privacy Shield.";
        check(text, &["outdated-framework: EU-US Privacy Shield"]);
        check("Last updated: July 3, 2020\n\nAcme complies with the EU-US Privacy Shield.", &[]);
    }

    #[test]
    fn a_framework_in_a_text_without_a_date() {
        check("Acme complies with the EU-US Privacy Shield.", &["outdated-framework: EU-US Privacy Shield"]);
    }

    #[test]
    fn names_that_the_world_has_left_behind() {
        check("You can block cookies in Internet Explorer.", &["outdated-product: Internet Explorer"]);
        check("Last updated: July 3, 2012\n\nYou can block cookies in Internet Explorer.", &[]);
        let text = "Du kan klaga hos Datainspektionen om du tycker att vi gör fel.";
        check(text, &["outdated-authority: Datainspektionen"]);
    }

    #[test]
    fn standards_and_protocols() {
        check("We hold ISO/IEC 9001:2015.", &["no-such-standard: ISO/IEC 9001"]);
        let text = "We use industry-standard encryption (SSL).";
        check(text, &["outdated-protocol: industry-standard encryption (SSL"]);
    }
}
