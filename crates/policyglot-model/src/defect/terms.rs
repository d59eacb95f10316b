//! Names and defined terms whose spelling changes.

use std::collections::BTreeMap;

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::{BlockId, BlockKind};

use super::{Audit, Rule, short};
use crate::hash::FastMap;
use crate::text::fold_into;
use crate::{FactKind, Severity};

const SPELLING: Rule = Rule { name: "mixed-spelling", severity: Severity::Info };
const UNCAPITALISED: Rule = Rule { name: "uncapitalised-term", severity: Severity::Info };
const UNDEFINED: Rule = Rule { name: "undefined-term", severity: Severity::Info };

/// Looks at names with capitals inside, and at terms with a capital.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let found = spellings(audit);
    for (block, span, other) in found {
        let message =
            format!("mixed spelling: “{}” and “{}”", short(audit.text(span)), short(audit.text(other)));
        audit.report(SPELLING, block, span, message).details.second = Some(other);
    }
    let found = terms(audit);
    for (rule, block, span, second) in found {
        let term = short(audit.text(span));
        let message = if rule.name == UNDEFINED.name {
            format!("undefined term: “{term}” has a capital like a defined term, but no definition")
        } else {
            format!("the defined term “{term}” also stands without its capital")
        };
        audit.report(rule, block, span, message).details.second = second;
    }
}

/// "Acmenet" beside "`AcmeNet`".
fn spellings(audit: &Audit<'_, '_>) -> Vec<(BlockId, Span, Span)> {
    let is_mixed = |text: &str| {
        // Few words have a second capital.
        let inner = text.bytes().skip(1).any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
        inner
            && text.chars().skip(1).any(char::is_uppercase)
            && text.chars().filter(|c| c.is_lowercase()).count() > 2
    };
    // By the letters of a name its first place and how often it stands, with capitals inside and without.
    let mut mixed: FastMap<String, [(Option<Span>, usize); 2]> = FastMap::default();
    let capitals = audit.reading.words.iter().filter(|word| word.is_capital);
    for word in capitals.filter(|word| word.kind == WordKind::Word) {
        let text = audit.text(word.span);
        if is_mixed(text) {
            let [(first, count), _] = mixed.entry(text.to_lowercase()).or_default();
            *first = first.or(Some(word.span));
            *count += 1;
        }
    }
    // Most words are of another length than any such name, and need no look at their letters.
    let length = |span: Span| 1u64 << span.len().min(63);
    let places = mixed.values().filter_map(|[(first, _), _]| *first);
    let lengths = places.fold(0, |lengths, name| lengths | length(name));
    let mut folded = String::new();
    for sentence in &audit.reading.sentences {
        let words = audit.reading.words.get(sentence.words.clone()).unwrap_or_default();
        for word in words.iter().filter(|word| word.is_capital && lengths & length(word.span) != 0) {
            let text = audit.text(word.span);
            if !text.chars().skip(1).all(char::is_lowercase) {
                continue;
            }
            fold_into(text, &mut folded);
            if let Some([_, (first, count)]) = mixed.get_mut(&folded) {
                *first = first.or(Some(word.span));
                *count += 1;
            }
        }
    }
    let mut found: Vec<_> = mixed
        .into_values()
        .filter_map(|[(inner, inners), (plain, plains)]| {
            let (inner, plain) = (inner?, plain?);
            // The rarer is the slip.
            let (span, other) = if inners < plains { (inner, plain) } else { (plain, inner) };
            Some((audit.sentence(span)?.block, span, other))
        })
        .collect();
    found.sort_unstable_by_key(|&(_, span, _)| span);
    found
}

/// What becomes of one word that policies like to define.
#[derive(Default)]
struct Uses {
    /// The first place with a capital inside a sentence.
    capital: Option<(BlockId, Span)>,
    capitals: usize,
    small: Option<Span>,
    smalls: usize,
}

/// "Third Parties’ Products, Services and Websites.": a heading that runs into its text.
fn is_title_case(audit: &Audit<'_, '_>, words: std::ops::Range<usize>) -> bool {
    let words = audit.reading.words.get(words).unwrap_or_default();
    let long = words.iter().filter(|word| word.kind == WordKind::Word && word.span.len() > 3);
    let (capitals, all) =
        long.fold((0, 0), |(capitals, all), word| (capitals + usize::from(word.is_capital), all + 1));
    all > 2 && capitals * 4 >= all * 3
}

/// "Users" in the middle of a sentence, "users" elsewhere: the reader can't tell whether the defined term is meant.
fn terms(audit: &Audit<'_, '_>) -> Vec<(Rule, BlockId, Span, Option<Span>)> {
    let reading = audit.reading;
    // In the order of their letters, so that of terms with one definition always the same one is shown.
    let mut uses: BTreeMap<String, Uses> = BTreeMap::new();
    let mut folded = String::new();
    for (sentence, mention) in audit.phrases("defect.term") {
        let is_text = reading
            .document
            .block(sentence.block)
            .is_some_and(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item));
        // The first word of a sentence has its capital anyway, and a capital beside others is part of a name.
        let before = mention.words.start.checked_sub(1).filter(|&at| at >= sentence.words.start);
        let before = before.and_then(|at| reading.words.get(at)).filter(|word| word.kind == WordKind::Word);
        let after = reading.words.get(mention.words.end).filter(|_| mention.words.end < sentence.words.end);
        let capital = |span: Span| audit.text(span).starts_with(char::is_uppercase);
        let in_name =
            before.is_none_or(|word| capital(word.span)) || after.is_some_and(|word| capital(word.span));
        if !is_text || in_name || is_title_case(audit, sentence.words.clone()) {
            continue;
        }
        let text = audit.text(mention.span);
        fold_into(text, &mut folded);
        if !uses.contains_key(&folded) {
            uses.insert(folded.clone(), Uses::default());
        }
        let Some(uses) = uses.get_mut(&folded) else { continue };
        if capital(mention.span) {
            uses.capital = uses.capital.or(Some((sentence.block, mention.span)));
            uses.capitals += 1;
        } else {
            uses.small = uses.small.or(Some(mention.span));
            uses.smalls += 1;
        }
    }
    let mut found: Vec<_> =
        uses.into_iter()
            .filter_map(|(term, uses)| {
                let (block, span) = uses.capital?;
                // "Tjänsterna" goes back to "Tjänster", "User" to "Users".
                let of_term = |defined: &str| {
                    let defined = defined.to_lowercase();
                    defined.chars().count() > 3
                        && (term.starts_with(defined.as_str()) || defined.trim_end_matches('s') == term)
                };
                let defined = audit.facts.iter().find(|fact| {
                    fact.kind == FactKind::Definition && fact.value.as_deref().is_some_and(of_term)
                });
                match defined {
                    Some(definition) if uses.smalls >= 2 => {
                        Some((UNCAPITALISED, definition.block, definition.span, uses.small))
                    }
                    // Where capitals are common, they are a matter of style.
                    None if uses.smalls >= 1 && uses.capitals * 3 <= uses.smalls => {
                        Some((UNDEFINED, block, span, uses.small))
                    }
                    _ => None,
                }
            })
            .collect();
    found.sort_by_key(|&(_, _, span, _)| span.start);
    // One of each kind shows the reader what to look for.
    let mut seen: Vec<&str> = Vec::new();
    found.retain(|(rule, ..)| {
        let new = !seen.contains(&rule.name);
        seen.push(rule.name);
        new
    });
    found
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn a_name_in_two_spellings() {
        check("We are on AcmeNet. The rules of Acmenet hold.", &["mixed-spelling: Acmenet"]);
        check("We are on AcmeNet. The rules of AcmeNet hold.", &[]);
    }

    #[test]
    fn a_capital_without_a_definition() {
        check(
            "The privacy of our Users matters. We like our users, and all users, and more users.",
            &["undefined-term: Users"],
        );
    }
}
