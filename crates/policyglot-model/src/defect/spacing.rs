//! Slips of the keyboard between two words: a word twice, a mark twice, a blank too many or too few.

use memchr::memchr3_iter;
use policyglot_lexer::{Span, WordKind};
use policyglot_parser::{BlockId, BlockKind};

use super::{Audit, Rule, short};
use crate::Severity;
use crate::text::is_same_folded;

const WORD: Rule = Rule { name: "doubled-word", severity: Severity::Info };
const MARK: Rule = Rule { name: "doubled-mark", severity: Severity::Info };
const GLUED: Rule = Rule { name: "glued-words", severity: Severity::Info };
const QUOTE: Rule = Rule { name: "unbalanced-quote", severity: Severity::Info };
const SMALL: Rule = Rule { name: "small-letter-start", severity: Severity::Info };
const SPACE: Rule = Rule { name: "space-before-stop", severity: Severity::Info };

/// So many places of one slip are shown.
const ENOUGH: usize = 3;

/// Looks at each pair of words, then at the marks.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    for (block, span) in doubled_words(audit) {
        let message = format!("doubled word: “{}”", short(audit.text(span)));
        audit.report(WORD, block, span, message);
    }
    let mut slips = Slips::default();
    for (id, block) in audit.blocks() {
        if matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) {
            let text = audit.text(block.body);
            slips.look(audit, id, block.body.start, text);
            slips.quotes(id, block.body.start, text);
        }
    }
    for &(block, span) in slips.marks.iter().take(ENOUGH) {
        let message = format!("doubled mark: “{}”", audit.text(span));
        audit.report(MARK, block, span, message);
    }
    for &(block, span) in slips.glued.iter().take(ENOUGH) {
        let message = format!("no blank after the mark: “{}”", short(audit.text(span)));
        audit.report(GLUED, block, span, message);
    }
    for &(block, span) in slips.quotes.iter().take(ENOUGH) {
        audit.report(QUOTE, block, span, "a quotation mark without its other half");
    }
    // Where small letters are common, they are a matter of style.
    for &(block, span) in slips.small.iter().filter(|_| slips.small.len() <= ENOUGH) {
        let message = format!("a sentence that begins with a small letter: “{}”", short(audit.text(span)));
        audit.report(SMALL, block, span, message);
    }
    let told: Vec<Span> = audit.found.iter().map(|fact| fact.span).collect();
    let is_new = |span: Span| !told.iter().any(|other| other.overlaps(span));
    // The first place stands for all.
    let first = slips.spaced.iter().take(LOOKED).find(|&&(_, span)| is_new(span));
    if let Some(&(block, span)) = first {
        let message = format!("blank before the mark: “{}”", short(audit.text(span)));
        audit.report(SPACE, block, span, message);
    }
}

/// So many places are compared with what other rules have found.
const LOOKED: usize = 64;

/// "of the the site".
fn doubled_words(audit: &Audit<'_, '_>) -> Vec<(BlockId, Span)> {
    let mut found = Vec::new();
    for sentence in &audit.reading.sentences {
        let words = audit.reading.words.get(sentence.words.clone()).unwrap_or_default();
        for (at, pair) in words.windows(2).enumerate() {
            let [one, next] = pair else { continue };
            let same = one.id == next.id
                && one.span.len() == next.span.len()
                && one.kind == WordKind::Word
                && next.kind == WordKind::Word
                && !(one.is_capital || next.is_capital);
            // A name may have the same part twice, and "a a" is a marker before its item.
            if !same || one.span.len() < 2 {
                continue;
            }
            // "to opt-in in time" is in order.
            let hyphen = |at: Option<usize>| {
                at.and_then(|at| words.get(at)).is_some_and(|word| word.kind == WordKind::Hyphen)
            };
            if hyphen(at.checked_sub(1)) || hyphen(Some(at + 2)) {
                continue;
            }
            let text = audit.text(next.span);
            let between = audit.text(Span::new(one.span.end, next.span.start));
            if is_same_folded(audit.text(one.span), text)
                && !between.is_empty()
                && between.chars().all(char::is_whitespace)
                && !audit.is_cue(text, &["cue.twice"])
            {
                found.push((sentence.block, one.span.cover(next.span)));
            }
        }
    }
    found.truncate(ENOUGH);
    found
}

/// Where the last word of `text` starts.
fn last_word(text: &str) -> usize {
    let blank = text.char_indices().rev().find(|(_, c)| c.is_whitespace());
    blank.map_or(0, |(at, c)| at + c.len_utf8())
}

/// The slips between marks that are found.
#[derive(Default)]
struct Slips {
    marks: Vec<(BlockId, Span)>,
    glued: Vec<(BlockId, Span)>,
    spaced: Vec<(BlockId, Span)>,
    quotes: Vec<(BlockId, Span)>,
    small: Vec<(BlockId, Span)>,
}

impl Slips {
    /// Looks at all commas, full stops and their like in `text`, which starts at byte `start` of the source.
    fn look(&mut self, audit: &Audit<'_, '_>, block: BlockId, start: u32, text: &str) {
        let bytes = text.as_bytes();
        let place = |at: usize| start + u32::try_from(at).unwrap_or(0);
        let blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
        for at in memchr3_iter(b',', b'.', b';', bytes) {
            let mark = bytes[at];
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let next = bytes.get(at + 1).copied().unwrap_or(0);
            let after_word = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | '”' | '"'));
            // ".," and ".;" come after what is cut short: "Inc.,".
            let doubled = matches!((mark, next), (b',' | b';', b',' | b'.' | b';') | (b'.', b'.'));
            if doubled && after_word && blank(at + 2) {
                self.marks.push((block, Span::new(place(at), place(at + 2))));
            } else if mark == b'.' && after_word && next == b' ' {
                self.small_letter(audit, block, (start, text), at);
            } else if mark == b',' && after_word && text[at + 1..].starts_with(char::is_alphabetic) {
                self.glue(block, place(0), text, at);
            } else if before == Some(' ') && mark != b';' && blank(at + 1) {
                let word = text[..at].trim_end();
                let first = last_word(word);
                // After an address the blank keeps the mark out of it.
                let is_address = word[first..].contains(['/', '@', '.']);
                if word.ends_with(char::is_alphanumeric) && at - word.len() == 1 && !is_address {
                    self.spaced.push((block, Span::new(place(first), place(at + 1))));
                }
            }
        }
    }

    /// "the “Services shall": marks that open and never close, or close and never opened.
    fn quotes(&mut self, block: BlockId, start: u32, text: &str) {
        let mut open: Option<usize> = None;
        let mut odd: Option<usize> = None;
        // The first bytes of the marks below: few texts have many of them.
        for at in memchr3_iter(b'"', "“".as_bytes()[0], "«".as_bytes()[0], text.as_bytes()) {
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { continue };
            match c {
                // „ opens what “ closes in German, and two kinds of marks in one text are a habit.
                '„' | '«' | '»' | '"' => return,
                '“' | '”' => {}
                _ => continue,
            }
            // “Such“ is odd, but has two halves.
            let after_word = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',');
            // Swedish opens with the mark that closes: ”Så här”.
            let leads = text[at + c.len_utf8()..].starts_with(char::is_alphanumeric);
            let apart = text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
            if c == '“' && !text[..at].ends_with(after_word) || c == '”' && leads && apart && open.is_none()
            {
                odd = odd.or(open);
                open = Some(at);
            } else if open.take().is_none() {
                if c == '“' {
                    return;
                }
                odd = odd.or(Some(at));
            }
        }
        if let Some(at) = odd.or(open) {
            let place = start + u32::try_from(at).unwrap_or(0);
            self.quotes.push((block, Span::new(place, place + 3)));
        }
    }

    /// "We read it. we keep it.": a small letter after a full stop.
    fn small_letter(
        &mut self,
        audit: &Audit<'_, '_>,
        block: BlockId,
        (start, text): (u32, &str),
        stop: usize,
    ) {
        let (before, after) = (&text[..stop], &text[stop + 1..]);
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let next = after.strip_prefix(' ').filter(|next| next.starts_with(|c: char| c.is_ascii_lowercase()));
        let Some(next) = next else { return };
        let second = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if next[second.len()..].starts_with(':') {
            return;
        }
        // "etc. and", "incl. your", "no. seven" are cut short.
        let is_whole = word.len() > 5 && word.chars().all(|c| c.is_ascii_lowercase());
        // Other words may be names that have no capital.
        // "… of your registration. information, so that": a stop that cuts off a plain noun.
        if is_whole && (audit.is_small(second) || audit.is_plain(second)) {
            let place = |at: usize| start + u32::try_from(at).unwrap_or(0);
            self.small.push((block, Span::new(place(stop - word.len()), place(stop + 2 + second.len()))));
        }
    }

    /// "your name,address": two words with a comma and no blank between them.
    fn glue(&mut self, block: BlockId, start: u32, text: &str, comma: usize) {
        let first = last_word(&text[..comma]);
        let last = text[comma..].find(char::is_whitespace).map_or(text.len(), |space| comma + space);
        let word = &text[first..last];
        // Addresses and code have commas of their own.
        let is_prose = word.chars().filter(|&c| c == ',').count() == 1
            && !word.contains(['/', '@', '=', '_', '{', '(', '['])
            && word.len() < 48;
        let letters = word[..comma - first].chars().filter(|c| c.is_lowercase()).count();
        if is_prose && letters > 2 {
            let place = |at: usize| start + u32::try_from(at).unwrap_or(0);
            self.glued.push((block, Span::new(place(first), place(last))));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn a_word_twice() {
        check("We like the the river.", &["doubled-word: the the"]);
        check("We know that that river is New New York's.", &[]);
    }

    #[test]
    fn marks_and_blanks() {
        check("We like the river,, and the hill..", &["doubled-mark: ,,", "doubled-mark: .."]);
        check("We like the river,and the hill... We like Acme Inc., too.", &["glued-words: river,and"]);
        check("We like the river , and the hill .", &["space-before-stop: river ,"]);
        check("We like the “river. We like it.", &["unbalanced-quote: “"]);
        check("We read\u{a0}name,and more,\u{a0}too\u{a0}.", &["glued-words: name,and"]);
        check("We like the mountains. we like the “hill” too.", &["small-letter-start: mountains. we"]);
    }
}
