//! Numbers of headings that repeat, jump or change their style.

use policyglot_lexer::Span;
use policyglot_parser::{Block, BlockId, BlockKind};

use super::{Audit, Rule, short};
use crate::Severity;

const REPEATED: Rule = Rule { name: "repeated-number", severity: Severity::Warning };
const GAP: Rule = Rule { name: "numbering-gap", severity: Severity::Warning };
const MIXED: Rule = Rule { name: "mixed-numbering", severity: Severity::Info };
const SAME: Rule = Rule { name: "repeated-heading", severity: Severity::Warning };

/// A heading is compared with so many before it.
const SIBLINGS: usize = 64;

/// A number as written: its style, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Number {
    /// What stands around and between the figures ("N.", "(N)", "N.N").
    style: String,
    value: u32,
    /// The figures before the last ("2.1" of "2.1.3").
    above: String,
}

/// Looks at the headings of each level under the same parent.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let headings: Vec<(BlockId, &Block)> =
        audit.blocks().filter(|(_, block)| block.kind == BlockKind::Heading).collect();
    // The last numbered heading of each level.
    let mut last: Vec<(u8, Number, &Block)> = Vec::new();
    let mut before: Option<&Block> = None;
    for &(id, block) in &headings {
        let previous = before.replace(block);
        while last.last().is_some_and(|&(level, ..)| level > block.level) {
            last.pop();
        }
        let Some(number) = block.marker.and_then(|marker| number(audit.text(marker))) else { continue };
        match last.last_mut() {
            Some(slot) if slot.0 == block.level => {
                let (_, before, sibling) = std::mem::replace(slot, (block.level, number.clone(), block));
                // "A." after "A." with another heading between them counts the parts of that one.
                let restarts = number.value == 1 && previous.is_some_and(|block| block.span != sibling.span);
                if restarts && number.value == before.value {
                    continue;
                }
                compare(audit, id, block, &number, &before, sibling);
            }
            _ => last.push((block.level, number, block)),
        }
    }
    same_headings(audit, &headings);
}

fn compare(
    audit: &mut Audit<'_, '_>,
    id: BlockId,
    block: &Block,
    number: &Number,
    before: &Number,
    sibling: &Block,
) {
    let (Some(here), Some(there)) = (block.marker, sibling.marker) else { return };
    let (shown, was) = (audit.text(here), audit.text(there));
    let found = if number.value == before.value && number.above == before.above {
        Some((REPEATED, format!("repeated number: “{shown}” stands twice")))
    } else if number.style == before.style
        && number.above == before.above
        && number.value > before.value + 1
        && !is_next_letter(was, shown)
    {
        Some((GAP, format!("numbering jumps from “{was}” to “{shown}”")))
    } else if number.style != before.style && number.above == before.above && number.value == before.value + 1
    {
        Some((MIXED, format!("mixed numbering: “{shown}” after “{was}”")))
    } else {
        None
    };
    if let Some((rule, message)) = found {
        audit.report(rule, id, block.span, message).details.second = Some(sibling.span);
    }
}

/// "7. Why do we collect your data?" over a section on something else, after a "5. Why do we collect your data?".
fn same_headings(audit: &mut Audit<'_, '_>, headings: &[(BlockId, &Block)]) {
    // The headings seen under the open parent, by level; a new parent starts afresh.
    let mut seen: Vec<(u8, String, Span, Span)> = Vec::new();
    for &(id, block) in headings {
        seen.retain(|&(level, ..)| level <= block.level);
        // Headings without a number repeat lawfully: "Legal basis" under each purpose.
        let Some(marker) = block.marker else { continue };
        let words = audit.text(block.body).split(|c: char| !c.is_alphanumeric());
        let (mut joined, mut count) = (String::with_capacity(block.body.len() as usize), 0);
        for word in words.filter(|word| !word.is_empty()) {
            joined.push_str(if count > 0 { " " } else { "" });
            joined.push_str(word);
            count += 1;
        }
        if count < 2 {
            continue;
        }
        let folded = joined.to_lowercase();
        let first = seen.iter().find(|(level, name, ..)| *level == block.level && *name == folded);
        // The same number again is a section that the scraper doubled.
        let first = first
            .filter(|(.., number)| audit.text(*number) != audit.text(marker))
            .map(|&(_, _, span, _)| span);
        if seen.len() == SIBLINGS {
            seen.remove(0);
        }
        seen.push((block.level, folded, block.span, marker));
        if let Some(first) = first {
            let message =
                format!("repeated heading: “{}” stands over two sections", short(audit.text(block.body)));
            audit.report(SAME, id, block.span, message).details.second = Some(first);
        }
    }
}

/// Reads "3.", "(3)", "2.1", "IV." or "b)"; nothing where it is none of them.
fn number(marker: &str) -> Option<Number> {
    let marker = marker.trim();
    let figures = marker.trim_matches(|c: char| !c.is_alphanumeric());
    let style = marker.replacen(figures, "N", 1);
    let (above, last) = figures.rsplit_once('.').unwrap_or(("", figures));
    let depth = figures.matches('.').count();
    let (value, kind) = if let Ok(value) = last.parse() {
        (value, "1")
    } else if let Some(value) = roman(last) {
        (value, "I")
    } else {
        let mut letters = last.chars();
        let letter = letters.next().filter(|c| c.is_ascii_alphabetic() && letters.next().is_none())?;
        (u32::from(letter.to_ascii_lowercase()) - u32::from('a') + 1, "a")
    };
    Some(Number { style: format!("{style}{kind}{depth}"), value, above: above.to_owned() })
}

/// "J." after "I." goes on the alphabet, though "I" is a number too.
fn is_next_letter(before: &str, after: &str) -> bool {
    let letter = |marker: &str| {
        let mut letters = marker.trim_matches(|c: char| !c.is_alphanumeric()).chars();
        letters.next().filter(|c| c.is_ascii_alphabetic() && letters.next().is_none()).map(u32::from)
    };
    letter(before).zip(letter(after)).is_some_and(|(before, after)| after == before + 1)
}

fn roman(text: &str) -> Option<u32> {
    let value = |c: char| match c.to_ascii_uppercase() {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        _ => None,
    };
    let values = text.chars().map(value).collect::<Option<Vec<u32>>>()?;
    let next = values.iter().copied().skip(1).chain([0]);
    let total: i64 =
        values.iter().zip(next).map(|(&v, next)| if v < next { -i64::from(v) } else { i64::from(v) }).sum();
    u32::try_from(total).ok().filter(|&total| total > 0)
}

#[cfg(test)]
mod tests {
    use super::{number, roman};
    use crate::defect::tests::check;

    #[test]
    fn numbers_jump_repeat_and_change() {
        let text = |two: &str| format!("1. Scope\nThis text is short.\n{two} Use\nWe read it each day.\n");
        check(&text("3."), &["numbering-gap: 3. Use"]);
        check(&text("2."), &[]);
        // The numbers of two lists.
        check(&text("(E)"), &[]);
    }

    #[test]
    fn numbers_in_every_style() {
        assert_eq!(roman("XIV"), Some(14));
        let value = |marker| number(marker).map(|number| number.value);
        assert_eq!(
            ["3.", "(4)", "2.1", "V.", "c)", "§"].map(value),
            [Some(3), Some(4), Some(1), Some(5), Some(3), None]
        );
    }
}
