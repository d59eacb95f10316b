//! Words, numbers, addresses and punctuation of running text.

use crate::Span;

/// What a [`Word`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WordKind {
    /// Letters, with apostrophes inside ("user's") and digits after the first letter ("v1").
    Word,
    /// Digits, with separators inside ("27001", "1.2.3", "16,192"): a separator counts only between two digits.
    Number,
    /// An e-mail address, whole, or what a scrambler left of it ("[email protected]").
    Email,
    /// A URL or a bare host (`https://example.com/a`, `www.example.com`).
    Url,
    /// A hyphen or dash between two words ("third-party"): phrases are matched across it.
    Hyphen,
    /// One punctuation mark or symbol.
    Mark,
}

/// One word of running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it is.
    pub kind: WordKind,
    /// Where it stands, in the text that [`words`] was given.
    pub span: Span,
}

/// Iterator over the words of a text; see [`words`].
#[derive(Clone, Debug)]
pub struct Words<'s> {
    source: &'s str,
    at: usize,
    previous: Option<WordKind>,
}

/// The words of `source`, in order. White space and zero-width characters separate words and yield nothing.
///
/// Total and linear. Spans count bytes of `source`.
pub fn words(source: &str) -> Words<'_> {
    Words { source, at: 0, previous: None }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let blank = blank_len(self.source, self.at);
        let glued = blank == 0 && self.at > 0;
        self.at += blank;
        let rest = &self.source[self.at..];
        let (kind, len) =
            word_at(rest, glued && matches!(self.previous, Some(WordKind::Word | WordKind::Number)))?;
        let start = self.at;
        self.at += len;
        self.previous = Some(kind);
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Some(Word { kind, span: Span::new(offset(start), offset(self.at)) })
    }
}

/// How many bytes of `source` from byte `start` on are blank.
fn blank_len(source: &str, start: usize) -> usize {
    let bytes = source.as_bytes();
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            if byte > b' ' && byte != 0x7f {
                break;
            }
            at += 1;
        } else {
            match source[at..].chars().next() {
                Some(c) if is_blank(c) => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    at - start
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
        || c.is_control()
}

/// The word that `rest` starts with; `glued` says that a word stands right before it.
fn word_at(rest: &str, glued: bool) -> Option<(WordKind, usize)> {
    let first = rest.chars().next()?;
    if first == '['
        && let Some(len) = scrambled_email(rest)
    {
        return Some((WordKind::Email, len));
    }
    if first.is_alphanumeric() {
        if !glued && let Some(found) = address(rest) {
            return Some(found);
        }
        return Some(if first.is_numeric() {
            (WordKind::Number, number_len(rest))
        } else {
            (WordKind::Word, letters_len(rest))
        });
    }
    let len = first.len_utf8();
    let joins = matches!(first, '-' | '\u{2010}' | '\u{2011}' | '–')
        && glued
        && rest[len..].starts_with(|c: char| c.is_alphanumeric());
    Some((if joins { WordKind::Hyphen } else { WordKind::Mark }, len))
}

fn letters_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut end = 0;
    loop {
        while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            end += 1;
        }
        // Most words end here, before a blank or a full stop.
        if bytes.get(end).is_none_or(|&byte| byte.is_ascii() && byte != b'\'') {
            return end;
        }
        let mut chars = rest[end..].chars();
        let Some(c) = chars.next() else { return end };
        let inner_apostrophe =
            matches!(c, '\'' | '’') && end > 0 && chars.next().is_some_and(char::is_alphabetic);
        if !(c.is_alphanumeric() || is_combining(c) || inner_apostrophe) {
            return end;
        }
        end += c.len_utf8();
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn number_len(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let separator = matches!(c, '.' | ',') && chars.peek().is_some_and(|&(_, next)| next.is_numeric());
        if !(c.is_numeric() || separator) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// "[email protected]", with any kind of space or none: what a well-known scrambler leaves of an address.
fn scrambled_email(rest: &str) -> Option<usize> {
    let end = rest.char_indices().take(24).find(|&(_, c)| c == ']')?.0;
    let letters = |c: &char| c.is_ascii_alphabetic();
    rest[1..end]
        .chars()
        .filter(letters)
        .map(|c| c.to_ascii_lowercase())
        .eq("emailprotected".chars())
        .then_some(end + 1)
}

/// No address is looked for beyond so many characters, so that endless runs take linear time.
const LONGEST_ADDRESS: usize = 2048;

/// An e-mail address or URL at the start of `rest`, without the punctuation that closes the sentence around it.
fn address(rest: &str) -> Option<(WordKind, usize)> {
    if matches!(rest.as_bytes().first(), Some(b'h' | b'H' | b'w' | b'W')) {
        url(rest).or_else(|| email(rest))
    } else {
        email(rest)
    }
}

fn url(rest: &str) -> Option<(WordKind, usize)> {
    let starts =
        |prefix: &str| rest.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    if !["http://", "https://", "www."].into_iter().any(starts) {
        return None;
    }
    let is_part = |c: char| c.is_alphanumeric() || "@.:/?#[]!$&'()*+,;=%-_~".contains(c);
    let mut parts = rest.char_indices().take_while(|&(_, c)| is_part(c));
    let run = parts
        .nth(LONGEST_ADDRESS)
        .map_or_else(|| rest.find(|c: char| !is_part(c)).unwrap_or(rest.len()), |(at, _)| at);
    let run = &rest[..run];
    let cut = run.find('@').map_or(run.len(), |at| run[..at].rfind('/').map_or(run.len(), |slash| slash + 1));
    Some((WordKind::Url, trim_closing(&run[..cut])))
}

fn email(rest: &str) -> Option<(WordKind, usize)> {
    let run = rest.as_bytes();
    let run = run.get(..LONGEST_ADDRESS).unwrap_or(run);
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b".+_-%".contains(&byte);
    let at =
        run.iter().position(|&byte| !is_local(byte)).filter(|&at| at > 0 && run.get(at) == Some(&b'@'))?;
    let host = run.get(at + 1..)?;
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    let len = host.iter().position(|&byte| !is_host(byte)).unwrap_or(host.len());
    let host = rest[at + 1..at + 1 + len].trim_end_matches(['.', '-']);
    (host.contains('.') && !host.starts_with('.')).then_some((WordKind::Email, at + 1 + host.len()))
}

/// The length of `run` without the punctuation after an address; a closing bracket stays when the run opens it.
fn trim_closing(run: &str) -> usize {
    let mut end = run.len();
    while let Some(last) = run[..end].chars().next_back() {
        let unmatched =
            matches!(last, ')' | ']') && !run[..end].contains(if last == ')' { '(' } else { '[' });
        if !(unmatched || ".,;:!?'".contains(last)) {
            break;
        }
        end -= last.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown: Vec<_> =
            words(text).map(|word| format!("{:?}:{}", word.kind, word.span.of(text))).collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn words_hyphens_and_marks() {
        check("third-party user's data.", "Word:third Hyphen:- Word:party Word:user's Word:data Mark:.");
        check("ISO/IEC 27001:2013", "Word:ISO Mark:/ Word:IEC Number:27001 Mark:: Number:2013");
        check("2020年7月23日", "Number:2020 Word:年7月23日");
    }

    #[test]
    fn addresses_end_before_the_sentence_does() {
        check("at support@example.com.", "Word:at Email:support@example.com Mark:.");
        check("see https://example.com/a?b=c.", "Word:see Url:https://example.com/a?b=c Mark:.");
        check("(www.example.com)", "Mark:( Url:www.example.com Mark:)");
        check(
            "https://example.com/[email\u{a0}protected]",
            "Url:https://example.com/[email Word:protected Mark:]",
        );
        check("mail [email\u{a0}protected]:", "Word:mail Email:[email\u{a0}protected] Mark::");
    }
}
