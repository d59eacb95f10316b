//! A name that stands for the company and for what it makes.

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::{BlockId, BlockKind};

use super::{Audit, Rule};
use crate::hash::FastMap;
use crate::reading::{Mention, Sentence};
use crate::{FactKind, Severity};

const BRAND: Rule = Rule { name: "name-for-two-things", severity: Severity::Info };

/// Looks at the names of the company.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    if let Some((block, span, second)) = two_things(audit) {
        audit.report_pair(BRAND, block, (span, second), "one name for the company and for its product");
    }
}

/// What is said of one name.
#[derive(Default)]
struct Said {
    used: Option<(BlockId, Span)>,
    uses: usize,
    acts: Option<Span>,
    acted: usize,
}

/// "when you install Acme" and "Acme does not share your data".
fn two_things(audit: &Audit<'_, '_>) -> Option<(BlockId, Span, Span)> {
    let names: Vec<&str> = names(audit);
    let mut said: FastMap<&str, Said> = FastMap::default();
    let concepts = audit.reading.concepts;
    let used = concepts.find("defect.use-of");
    let acting = ["cue.may", "cue.will", "cue.do", "defect.company-act"].map(|name| concepts.find(name));
    for sentence in &audit.reading.sentences {
        let is_text = audit
            .reading
            .document
            .block(sentence.block)
            .is_some_and(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item));
        for at in sentence.words.clone().filter(|_| is_text) {
            // Every name has a capital, and few words do.
            let Some(word) = audit.reading.words.get(at).filter(|word| word.is_capital) else { continue };
            let text = audit.text(word.span);
            let Some(&name) = names.iter().find(|&&name| name == text) else { continue };
            let said = said.entry(name).or_default();
            let mut before = audit.phrases_in(sentence.words.start..at);
            let follows = before.any(|phrase| Some(phrase.concept) == used && phrase.words().end == at);
            if follows && !goes_on(audit, sentence, at + 1) {
                let verb = audit.reading.span(at.saturating_sub(1).max(sentence.words.start)..at + 1);
                said.used = said.used.or(Some((sentence.block, verb)));
                said.uses += 1;
            }
            let acts = |other: &Mention| other.words.start == at + 1 && acting.contains(&Some(other.concept));
            if at == sentence.words.start && audit.reading.mentions_in(sentence).iter().any(acts) {
                said.acts = said.acts.or(Some(audit.reading.span(at..at + 2)));
                said.acted += 1;
            }
        }
    }
    names.iter().find_map(|name| {
        let said = said.get(name).filter(|said| said.uses >= 1 && said.acted >= 2)?;
        let (block, span) = said.used?;
        Some((block, span, said.acts?))
    })
}

/// Whether the name is part of a longer one: "Acme Services", "Acme's app", "the Acme site".
fn goes_on(audit: &Audit<'_, '_>, sentence: &Sentence, at: usize) -> bool {
    let next = audit.reading.words.get(at).filter(|_| at < sentence.words.end);
    next.is_some_and(|word| {
        let text = audit.text(word.span);
        let thing = audit.is_cue(text, &["cue.head", "cue.page"]);
        word.kind == WordKind::Word && (thing || !audit.is_small(text)) || word.kind == WordKind::Hyphen
    })
}

/// The names of the company that are one word.
fn names<'a>(audit: &Audit<'a, '_>) -> Vec<&'a str> {
    let mut names = Vec::new();
    for fact in audit.facts.iter().filter(|fact| fact.kind == FactKind::Organisation) {
        let aliases = fact.details.aliases.iter().map(String::as_str);
        let own = fact.value.as_deref().and_then(|value| value.split_whitespace().next());
        for name in own.into_iter().chain(aliases) {
            let is_name = name.starts_with(char::is_uppercase) && !name.contains(' ') && name.len() > 2;
            if is_name && names.len() < NAMES && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// So many names are looked for.
const NAMES: usize = 8;

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn a_company_that_is_installed() {
        let text = "Acme Ltd writes software.\n\nAcme does not share your name. Acme may keep your name. When you install Acme, it works. You use Acme for free.";
        check(text, &["name-for-two-things: install Acme"]);
        let text = "Acme Ltd writes software.\n\nAcme does not share your name. Acme may keep your name. When you visit Acme websites, it works.";
        check(text, &[]);
    }
}
