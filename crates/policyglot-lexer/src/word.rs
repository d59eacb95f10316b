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
        let bytes = self.source.as_bytes();
        let mut start = self.at;
        while bytes.get(start).is_some_and(|&byte| CLASSES[usize::from(byte)] == Class::Blank) {
            start += 1;
        }
        // Most words are of plain letters; the rest takes a closer look.
        let (kind, end) = match class_at(bytes, start) {
            Class::Mark | Class::Joint => (WordKind::Mark, start + 1),
            Class::Letter if let Some(end) = plain_end(bytes, start) => (WordKind::Word, end),
            _ => return self.other(start),
        };
        Some(self.found(kind, start, end))
    }
}

impl Words<'_> {
    /// A word that is not of plain letters, at byte `start` or past the blanks there.
    #[cold]
    fn other(&mut self, start: usize) -> Option<Word> {
        let start = start + blank_len(self.source, start);
        let glued = start == self.at && matches!(self.previous, Some(WordKind::Word | WordKind::Number));
        let (kind, len) = word_at(&self.source[start..], glued)?;
        Some(self.found(kind, start, start + len))
    }

    fn found(&mut self, kind: WordKind, start: usize, end: usize) -> Word {
        self.at = end;
        self.previous = Some(kind);
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Word { kind, span: Span::new(offset(start), offset(end)) }
    }
}

/// The end of the ASCII word at byte `start` where it is surely no address.
fn plain_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut end = start;
    while bytes.get(end).is_some_and(|&byte| CLASSES[usize::from(byte)] <= Class::Digit) {
        end += 1;
    }
    let ends = match class_at(bytes, end) {
        Class::Blank | Class::Mark => true,
        // "here. There", but not "www.example.com", "e.g." and "Acme's".
        Class::Joint => class_at(bytes, end + 1) == Class::Blank && !matches!(bytes[start], b'w' | b'W'),
        _ => false,
    };
    ends.then_some(end)
}

/// What a byte can be to a word of ASCII letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Letter,
    Digit,
    Blank,
    /// It ends a word and is one of its own.
    Mark,
    /// A mark that may also stand inside an address or a word.
    Joint,
    /// What one byte does not tell.
    Other,
}

/// The class of a byte; past the end all is blank.
fn class_at(bytes: &[u8], at: usize) -> Class {
    bytes.get(at).map_or(Class::Blank, |&byte| CLASSES[usize::from(byte)])
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 0x80 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'[' | b'-' => Class::Other,
            b'.' | b':' | b'\'' | b'@' | b'+' | b'_' | b'%' => Class::Joint,
            b'!'..=b'~' => Class::Mark,
            _ => Class::Blank,
        };
        byte += 1_u8;
    }
    classes
};

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
        // "Acme's", and "per\u{ad}sonal" with a place to break it.
        let inner = matches!(c, '\'' | '’' | '\u{ad}' | '\u{2060}') && end > 0;
        let inner = inner && chars.next().is_some_and(char::is_alphabetic);
        if !(c.is_alphanumeric() || is_combining(c) || inner) {
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
    let is_part = |c: char| match c {
        '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => false,
        _ => c.is_ascii_graphic() || !c.is_ascii() && c.is_alphanumeric(),
    };
    let mut chars = rest.char_indices().zip(0..);
    let end = chars.find(|&((_, c), count)| count == LONGEST_ADDRESS || !is_part(c));
    let run = &rest[..end.map_or(rest.len(), |((at, _), _)| at)];
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
