//! Links whose target the text has lost.

use policyglot_lexer::Span;
use policyglot_parser::{BlockId, BlockKind};

use super::{Audit, LOOKED, Rule, short};
use crate::Severity;
use crate::hash::FastSet;
use crate::identity::has_address;
use crate::reading::Sentence;

pub(super) const DEAD: Rule = Rule { name: "dead-link", severity: Severity::Warning };

/// "click here" without an address anywhere near.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let dead: Vec<_> = audit
        .phrases("defect.here")
        .filter(|(sentence, mention)| {
            let reading = audit.reading;
            let addressed = is_addressed(audit, sentence);
            // Markdown keeps the target right after the words: "[here](/choices)".
            let after = text_after(audit, mention.span);
            // “the “view history” link” tells of a link that stands elsewhere.
            let quoted = after.starts_with(['"', '”', '’']);
            // "Därför finns här ingen ruta": nothing is here that could be read.
            let none = audit.is_cue(reading.word_text(mention.words.end), &["cue.no", "cue.not"]);
            !none && !addressed && !audit.is_linked(mention.span) && !quoted && !after.starts_with("](")
        })
        .map(|(sentence, mention)| (sentence.block, mention.span))
        .collect();
    report(audit, dead);
    last(audit);
    elsewhere(audit);
    more(audit);
    placeholders(audit);
}

/// Reports links that have lost their target.
fn report(audit: &mut Audit<'_, '_>, dead: Vec<(BlockId, Span)>) {
    for (block, span) in dead {
        let message = format!("dead link: “{}” has lost its target", short(audit.text(span)));
        audit.report(DEAD, block, span, message);
    }
}

/// Whether an address stands in a sentence, or follows it: "click here: `https://example.com/choices`".
fn is_addressed(audit: &Audit<'_, '_>, sentence: &Sentence) -> bool {
    has_address(audit.reading, sentence.words.start..sentence.words.end + 4)
}

/// "Manage your preferences here.": the word at the end of its sentence, with no address near.
fn last(audit: &mut Audit<'_, '_>) {
    let reading = audit.reading;
    let publish = reading.concepts.find("defect.publish");
    let told: FastSet<u32> = audit.found.iter().map(|fact| fact.span.end).collect();
    let dead: Vec<_> = audit
        .phrases("defect.here-alone")
        .filter(|(sentence, here)| {
            let ends = here.words.end >= sentence.words.end
                || here.words.end + 1 == sentence.words.end && reading.word_text(here.words.end) == ".";
            let addressed = is_addressed(audit, sentence);
            let is_long = sentence.words.len() > LEAST;
            // "we publish the new text here": on this page.
            let near = here.words.start.saturating_sub(NEAR).max(sentence.words.start)..here.words.start;
            let is_this_page = audit.phrases_in(near).any(|phrase| Some(phrase.concept) == publish);
            ends && is_long
                && !is_this_page
                && !addressed
                && !audit.is_linked(here.span)
                && !told.contains(&here.span.end)
        })
        .map(|(sentence, here)| {
            let start = here.words.start.saturating_sub(1).max(sentence.words.start);
            (sentence.block, reading.span(start..here.words.end))
        })
        .collect();
    report(audit, dead);
}

/// A sentence of fewer words is no sentence.
const LEAST: usize = 3;
/// So far behind "publish" the text that is published ends.
const NEAR: usize = 10;

/// "please see our FAQ", "through the contact page": what the reader is sent to, with no way there.
fn elsewhere(audit: &mut Audit<'_, '_>) {
    let reading = audit.reading;
    let told: Vec<Span> = audit.found.iter().map(|fact| fact.span).collect();
    let send = reading.concepts.find("defect.send-to");
    let mut seen: Vec<&str> = Vec::new();
    let mut dead = Vec::new();
    for (sentence, mention) in audit.phrases("defect.elsewhere").take(LOOKED) {
        let addressed = is_addressed(audit, sentence);
        let is_text = reading
            .document
            .block(sentence.block)
            .is_some_and(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item));
        let text = audit.text(mention.span);
        let is_sent = audit
            .phrases_in(mention.words.start.saturating_sub(NEAR)..mention.words.start)
            .any(|phrase| Some(phrase.concept) == send && phrase.words().end == mention.words.start);
        // "the Terms of Use (TOU)" names them, and does not send there.
        let is_defined = text_after(audit, mention.span).starts_with(" (");
        let is_new =
            !is_defined && !told.iter().any(|other| other.overlaps(mention.span)) && !seen.contains(&text);
        if is_text && is_sent && is_new && !addressed && !audit.is_linked(sentence.span) && dead.len() < SHOWN
        {
            seen.push(text);
            dead.push((sentence.block, mention.span));
        }
    }
    report(audit, dead);
}

fn text_after<'a>(audit: &Audit<'a, '_>, span: Span) -> &'a str {
    audit.reading.document.source().get(span.end as usize..).unwrap_or_default()
}

/// So many places are shown of what stands elsewhere.
const SHOWN: usize = 2;

/// "See more": the button of a page, whose text the reader never sees.
fn more(audit: &mut Audit<'_, '_>) {
    let mut places = audit
        .phrases("defect.more")
        .filter(|(sentence, mention)| mention.words == sentence.words && !audit.is_linked(mention.span))
        .map(|(sentence, mention)| (sentence.block, mention.span));
    let Some((block, span)) = places.next() else { return };
    let times = 1 + places.count();
    let message = format!("dead link: “{}” leads nowhere, {times} times", short(audit.text(span)));
    audit.report(DEAD, block, span, message);
}

/// Targets that lead nowhere, left in the text: "[Terms of Use](javascript:void(0);)".
fn placeholders(audit: &mut Audit<'_, '_>) {
    let source = audit.reading.document.source();
    for (id, block) in audit.blocks() {
        let text = audit.text(block.body);
        for (at, _) in text.match_indices(']') {
            let after = text.get(at..).unwrap_or_default();
            let placeholder = ["](javascript:", "](#)"].into_iter().find(|target| after.starts_with(target));
            let Some(found) = placeholder else { continue };
            let open = text[..at].rfind('[').unwrap_or(at);
            let close =
                text[at + found.len()..].find(')').map_or(text.len(), |close| at + found.len() + close + 1);
            let place = |at: usize| block.body.start + u32::try_from(at).unwrap_or(0);
            let span = Span::new(place(open), place(close.min(text.len())));
            let message = format!(
                "dead link: “{}” points to a placeholder",
                short(text.get(open + 1..at).unwrap_or(""))
            );
            if !span.of(source).is_empty() {
                audit.report(DEAD, id, span, message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn a_link_without_its_target() {
        check("The list of our partners is available here.", &["dead-link: available here"]);
        check("The list is available here: https://acme.test/partners", &[]);
        check("Du kan klicka här för att läsa mer.", &["dead-link: klicka här"]);
    }

    #[test]
    fn here_at_the_end() {
        check("You can set your preferences here.", &["dead-link: preferences here"]);
        check("We follow the rules that are described here.", &[]);
        check("Innan ändringen gäller publicerar vi den nya texten här.", &[]);
        check("Därför finns här ingen ruta om kakor.", &[]);
    }

    #[test]
    fn what_stands_elsewhere() {
        check("If you want to know more, please see our FAQ.", &["dead-link: our FAQ"]);
        check("If you want to know more, please see our FAQ: https://acme.test/faq", &[]);
    }

    #[test]
    fn a_button_of_the_page() {
        check("We keep some of it.\n\nLearn more\n\nWe like it.", &["dead-link: Learn more"]);
    }

    #[test]
    fn a_placeholder() {
        check("See our [Terms](javascript:void(0)) for more.", &["dead-link: [Terms](javascript:void(0)"]);
    }
}
