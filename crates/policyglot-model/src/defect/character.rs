//! Characters that scrapers and converters leave behind, and sentences that they glue.

use memchr::memmem::Finder;
use memchr::{memchr_iter, memchr2_iter, memchr3_iter};
use policyglot_lexer::{Span, WordKind};
use policyglot_parser::{BlockId, BlockKind};

use super::{Audit, Rule, short};
use crate::{Severity, WordId};

const STRAY: Rule = Rule { name: "stray-character", severity: Severity::Info };
const MOJIBAKE: Rule = Rule { name: "mojibake", severity: Severity::Warning };
const SPACES: Rule = Rule { name: "run-of-spaces", severity: Severity::Info };
const GLUED: Rule = Rule { name: "glued-sentences", severity: Severity::Info };
const BRACKET: Rule = Rule { name: "unbalanced-bracket", severity: Severity::Info };
const FRENCH: Rule = Rule { name: "space-before-punctuation", severity: Severity::Info };

/// After so many defects of one rule the reader has understood.
const ENOUGH: usize = 10;

type Found = (Rule, BlockId, Span, String);

/// Looks at every character of every block.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    let mut found: Vec<Found> = Vec::new();
    let four = Finder::new("    ");
    for (id, block) in audit.blocks() {
        let text = audit.text(block.body);
        let mut seen = Seen { found: &mut found, block: id, start: block.body.start, text };
        seen.characters();
        seen.spaces(&four);
        seen.french();
        if block.kind != BlockKind::Contact {
            seen.brackets();
        }
    }
    glued(audit, &mut found);
    if !found.iter().any(|(rule, ..)| rule.name == GLUED.name) {
        glued_blocks(audit, &mut found);
    }
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (rule, block, span, message) in found {
        let at = counts.iter().position(|&(name, _)| name == rule.name).unwrap_or_else(|| {
            counts.push((rule.name, 0));
            counts.len() - 1
        });
        let Some((_, count)) = counts.get_mut(at) else { continue };
        *count += 1;
        // Spaces come by the hundred; the first place stands for all.
        let enough =
            if matches!(rule.name, "run-of-spaces" | "space-before-punctuation") { 1 } else { ENOUGH };
        if *count <= enough {
            audit.report(rule, block, span, message);
        }
    }
}

/// One block under the glass.
struct Seen<'a, 't> {
    found: &'a mut Vec<Found>,
    block: BlockId,
    start: u32,
    text: &'t str,
}

impl Seen<'_, '_> {
    fn push(&mut self, rule: Rule, from: usize, to: usize, message: String) {
        let place = |at: usize| self.start + u32::try_from(at).unwrap_or(0);
        self.found.push((rule, self.block, Span::new(place(from), place(to)), message));
    }

    fn characters(&mut self) {
        if self.text.is_ascii() {
            return;
        }
        let mut at = 0;
        while let Some(odd) = self.text.as_bytes()[at..].iter().position(|byte| !byte.is_ascii()) {
            at += odd;
            let Some(c) = self.text[at..].chars().next() else { break };
            self.odd(c, at);
            at += c.len_utf8();
        }
    }

    /// "our services,        and": four spaces or more in a row, from the first such run to the last.
    fn spaces(&mut self, run: &Finder<'_>) {
        let bytes = self.text.as_bytes();
        let mut found: Option<(usize, usize)> = None;
        let mut at = 0;
        while let Some(start) = run.find(&bytes[at..]).map(|start| at + start) {
            at = start + bytes[start..].iter().take_while(|&&byte| byte == b' ').count();
            let is_line_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
            let opens_line = start.checked_sub(1).is_some_and(|before| is_line_end(&bytes[before]));
            if !opens_line && bytes.get(at).is_some_and(|next| !is_line_end(next)) {
                found = Some((found.map_or(start, |(from, _)| from), at));
            }
        }
        if let Some((from, to)) = found {
            self.push(SPACES, from, to, "runs of spaces inside a line".to_owned());
        }
    }

    /// "What do we collect ?": the first mark of the block with a space of its own.
    fn french(&mut self) {
        let text = self.text;
        let bytes = text.as_bytes();
        let is_spaced = |at: &usize| {
            let before = at.checked_sub(1).filter(|&space| bytes[space] == b' ');
            let previous = before.and_then(|space| text[..space].chars().next_back());
            previous.is_some_and(char::is_alphabetic) && !is_label(&text[..*at])
        };
        let marks = memchr3_iter(b':', b';', b'!', bytes).find(is_spaced);
        let question = memchr_iter(b'?', bytes).find(is_spaced);
        if let Some(at) = marks.into_iter().chain(question).min() {
            let mark = char::from(bytes[at]);
            self.push(FRENCH, at - 1, at + 1, format!("space before “{mark}”"));
        }
    }

    /// Looks at a character beyond ASCII.
    fn odd(&mut self, c: char, at: usize) {
        let end = at + c.len_utf8();
        match c {
            '\u{e000}'..='\u{f8ff}' => {
                self.push(STRAY, at, end, format!("stray private-use character U+{:04X}", u32::from(c)));
            }
            '\u{fffd}' => self.push(MOJIBAKE, at, end, "a character was lost in conversion".to_owned()),
            '\u{80}'..='\u{bf}' | '€' => {
                let before = self.text[..at].chars().next_back().filter(|before| matches!(before, 'Ã' | 'â'));
                if let Some(before) = before {
                    self.push(
                        MOJIBAKE,
                        at - before.len_utf8(),
                        end,
                        "UTF-8 read as another encoding".to_owned(),
                    );
                }
            }
            _ => {}
        }
    }

    /// "whose site can be accessed here).": a bracket that was never opened, or never closed.
    fn brackets(&mut self) {
        let text = self.text;
        // How many brackets are open, and where the outermost of them is.
        let (mut open, mut outermost) = (0, 0);
        for at in memchr2_iter(b'(', b')', text.as_bytes()) {
            match text.as_bytes()[at] {
                b'(' => {
                    outermost = if open == 0 { at } else { outermost };
                    open += 1;
                }
                b')' if open > 0 => open -= 1,
                b')' => {
                    // "a) names, b) addresses" and "1)" are markers.
                    let before = &text[..at];
                    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
                    if word.chars().count() > 4 || word.is_empty() {
                        self.push(BRACKET, at, at + 1, "a closing bracket that was never opened".to_owned());
                    }
                }
                _ => {}
            }
        }
        if open > 0 {
            self.push(
                BRACKET,
                outermost,
                outermost + 1,
                "an opening bracket that is never closed".to_owned(),
            );
        }
    }
}

/// Whether a colon after `text` closes a label ("mail address : …"), where a space is a matter of layout.
fn is_label(text: &str) -> bool {
    text.split_whitespace().nth(4).is_none()
}

/// "of your data.We also": the space between two sentences is gone.
fn glued(audit: &Audit<'_, '_>, found: &mut Vec<Found>) {
    let reading = audit.reading;
    for sentence in &reading.sentences {
        // The stop may end the sentence, and the next begin right behind it.
        let end = (sentence.words.end + 1).min(reading.words.len());
        let words = reading.words.get(sentence.words.start..end).unwrap_or_default();
        for trio in words.windows(3) {
            let [before, stop, after] = trio else { continue };
            if stop.kind != WordKind::Mark
                || stop.span.end != after.span.start
                || before.span.end != stop.span.start
                || before.kind != WordKind::Word
                || after.kind != WordKind::Word
                || audit.text(stop.span) != "."
            {
                continue;
            }
            let (left, right) = (audit.text(before.span), audit.text(after.span));
            let mut letters = right.chars();
            let is_start = letters.next().is_some_and(char::is_uppercase)
                && letters.next().is_none_or(char::is_lowercase);
            // A text without capitals: "the rules of the site.this policy". A name of the network may end in "us" or "me".
            let is_small_start = !is_start
                && right.len() > 2
                && before.id != WordId::UNKNOWN
                && audit.is_small(right)
                && right.chars().all(char::is_lowercase);
            if (is_start || is_small_start)
                && left.len() > 3
                && left.chars().all(char::is_lowercase)
                && right.len() < 16
            {
                let span = before.span.cover(after.span);
                found.push((
                    GLUED,
                    sentence.block,
                    span,
                    format!("two sentences are glued: “{}”", short(audit.text(span))),
                ));
            }
        }
    }
}

/// "the policies.This means": two sentences glued so that the parser took the second for a block of its own; the first
/// such place stands for all.
fn glued_blocks(audit: &Audit<'_, '_>, found: &mut Vec<Found>) {
    let blocks: Vec<_> = audit.blocks().collect();
    let glued = blocks.windows(2).find_map(|pair| {
        let [(id, one), (_, next)] = pair else { return None };
        let (left, right) = (audit.text(one.body), audit.text(next.body));
        let word = left.strip_suffix('.')?;
        let first =
            word.char_indices().rfind(|(_, c)| !c.is_alphanumeric()).map_or(0, |(at, c)| at + c.len_utf8());
        let is_word = word.len() > first + 3 && word.ends_with(char::is_lowercase);
        let second = right.find(|c: char| !c.is_alphanumeric()).unwrap_or(right.len());
        let mut letters = right.chars();
        let is_start =
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_none_or(char::is_lowercase);
        let is_text = |kind: BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Item);
        let touches = one.body.end == next.body.start && is_text(one.kind) && is_text(next.kind);
        let from = one.body.start + u32::try_from(first).ok()?;
        let span = Span::new(from, next.body.start + u32::try_from(second).ok()?);
        (touches && is_word && is_start).then_some((*id, span))
    });
    if let Some((id, span)) = glued {
        let message = format!("two sentences are glued: “{}”", short(audit.text(span)));
        found.push((GLUED, id, span, message));
    }
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn characters_of_another_font_or_encoding() {
        check("The device\u{f09f} its type.", &["stray-character: \u{f09f}"]);
        check("The userâ€s choice.", &["mojibake: â€"]);
    }

    #[test]
    fn sentences_and_spaces() {
        check("We keep to it.Then we stop here.Now.", &["glued-sentences: here.Now"]);
        check("we keep to your consent.this policy is long", &["glued-sentences: consent.this"]);
        check("Our services,        and our site.", &["run-of-spaces:         "]);
    }

    #[test]
    fn brackets_come_in_pairs() {
        check("The site can be reached there).", &["unbalanced-bracket: )"]);
        check("We a) read, b) write and c) sleep (at times).", &[]);
    }
}
