//! The scanner: text in, tokens out.

use crate::marker::is_solid;
use crate::special::Specials;
use crate::start::{bracketed, marker};
use crate::{Fence, Marker, MarkerKind, Span, Token, TokenKind, Tokens};

/// Cuts `source` into tokens that tile it. Never fails, and takes time linear in the length of `source`.
///
/// Texts of 4 GiB and more are beyond what a [`Span`] can say; only their first 4 GiB get tokens.
pub fn lex(source: &str) -> Tokens<'_> {
    let mut scanner = Scanner {
        source,
        bytes: source.as_bytes(),
        specials: Specials::new(source.as_bytes()),
        at: 0,
        from: 0,
        tokens: Vec::with_capacity(source.len() / 28 + 8),
    };
    while scanner.at < scanner.bytes.len() {
        scanner.line();
    }
    Tokens { source, tokens: scanner.tokens }
}

struct Scanner<'s> {
    source: &'s str,
    bytes: &'s [u8],
    specials: Specials<'s>,
    /// Where the scanner reads.
    at: usize,
    /// Where the token that is being read starts.
    from: usize,
    tokens: Vec<Token>,
}

/// What a byte may start, inside a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Line,
    Blank,
    Stop,
    Colon,
    Bracket,
    /// The first byte of a multi-byte character that may be white space, invisible, a line end, a colon or a stop.
    Lead,
}

const CLASS: [Class; 256] = {
    let mut table = [Class::Plain; 256];
    table[b'\n' as usize] = Class::Line;
    table[b'\r' as usize] = Class::Line;
    table[0x0c] = Class::Line;
    table[0x0b] = Class::Blank;
    table[b' ' as usize] = Class::Blank;
    table[b'\t' as usize] = Class::Blank;
    table[b'.' as usize] = Class::Stop;
    table[b'!' as usize] = Class::Stop;
    table[b'?' as usize] = Class::Stop;
    table[b':' as usize] = Class::Colon;
    table[b'(' as usize] = Class::Bracket;
    table[0xc2] = Class::Lead;
    table[0xe1] = Class::Lead;
    table[0xe2] = Class::Lead;
    table[0xe3] = Class::Lead;
    table[0xef] = Class::Lead;
    table
};

impl Scanner<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b'\n')
    }

    fn char(&self, at: usize) -> char {
        let byte = self.byte(at);
        if byte.is_ascii() {
            return byte.into();
        }
        self.source.get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\n')
    }

    /// Closes the token that is being read, if it holds anything.
    fn push(&mut self, kind: TokenKind, end: usize) {
        if self.from < end {
            let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            self.tokens.push(Token { kind, span: Span::new(offset(self.from), offset(end)) });
        }
        self.from = end;
        self.at = end;
    }

    /// Closes the text before `self.at`, then takes `len` bytes as a token of its own.
    fn cut(&mut self, kind: TokenKind, len: usize) {
        let at = self.at;
        self.push(TokenKind::Text, at);
        self.push(kind, at + len);
    }

    /// Reads blank lines, then one line with its line end.
    fn line(&mut self) {
        let (blank, content) = self.blank_lines();
        self.push(TokenKind::BlankLines, blank);
        self.push(TokenKind::Indent, content);
        if self.at >= self.bytes.len() {
            return;
        }
        if let Some((kind, len)) = marker(&self.source[self.at..]) {
            self.push(TokenKind::Marker(kind), self.at + len);
            let space = self.white(self.at);
            self.push(TokenKind::Space, space);
        }
        self.content();
    }

    /// Where the blank lines at `self.at` end, and where the text of the line after them starts.
    fn blank_lines(&self) -> (usize, usize) {
        let mut blank = self.at;
        let mut at = self.at;
        loop {
            at = self.white(at);
            match self.line_end(at) {
                Some(len) => {
                    at += len;
                    blank = at;
                }
                None => return (blank, at),
            }
        }
    }

    /// The end of the white space and invisible characters at `at`, line ends not included.
    fn white(&self, mut at: usize) -> usize {
        loop {
            match CLASS[usize::from(self.byte(at))] {
                Class::Blank => at += 1,
                Class::Lead => match blank_char(self.char(at)) {
                    Some(len) => at += len,
                    None => return at,
                },
                _ => return at,
            }
        }
    }

    /// The length of the line end at `at`, if there is one.
    fn line_end(&self, at: usize) -> Option<usize> {
        match *self.bytes.get(at)? {
            b'\r' if self.bytes.get(at + 1) == Some(&b'\n') => Some(2),
            b'\n' | b'\r' | 0x0c => Some(1),
            0xc2 if self.byte(at + 1) == 0x85 => Some(2),
            0xe2 if self.byte(at + 1) == 0x80 && matches!(self.byte(at + 2), 0xa8 | 0xa9) => Some(3),
            _ => None,
        }
    }

    /// Reads to the end of the line, its line end included.
    fn content(&mut self) {
        loop {
            self.at = self.specials.find(self.at);
            let Some(&byte) = self.bytes.get(self.at) else {
                self.push(TokenKind::Text, self.at);
                return;
            };
            match CLASS[usize::from(byte)] {
                Class::Plain => self.at += 1,
                Class::Blank => self.blank(),
                Class::Stop => self.stop(1),
                Class::Colon => self.colon(1),
                Class::Bracket => self.bracket(),
                Class::Line => {
                    let len = self.line_end(self.at).unwrap_or(1);
                    self.cut(TokenKind::LineEnd, len);
                    return;
                }
                Class::Lead => {
                    if let Some(len) = self.line_end(self.at) {
                        self.cut(TokenKind::LineEnd, len);
                        return;
                    }
                    let c = self.char(self.at);
                    match c {
                        '。' | '！' | '？' => self.stop(3),
                        '：' => self.colon(3),
                        c if blank_char(c).is_some() => self.blank(),
                        c if is_solid(c) && self.stands_apart(self.at, c.len_utf8()) => {
                            let bullet = Marker { kind: MarkerKind::Bullet, fence: Fence::None };
                            self.cut(TokenKind::Enumerator(bullet), c.len_utf8());
                        }
                        c => self.at += c.len_utf8(),
                    }
                }
            }
        }
    }

    /// Whether blanks stand on both sides of the `len` bytes at `at`.
    fn stands_apart(&self, at: usize, len: usize) -> bool {
        let before = at.checked_sub(1).map_or(b' ', |at| self.byte(at));
        matches!(before, b' ' | b'\t') && matches!(self.byte(at + len), b' ' | b'\t')
    }

    /// White space or invisible characters inside a line: one plain blank stays in the text.
    fn blank(&mut self) {
        let start = self.at;
        let end = self.white(start);
        if end == start + 1 && self.byte(start) == b' ' && !self.at_line_end(end) {
            self.at = end;
            return;
        }
        let kind = if self.source[start..end].chars().all(is_invisible) {
            TokenKind::Invisible
        } else {
            TokenKind::Space
        };
        self.cut(kind, end - start);
    }

    fn at_line_end(&self, at: usize) -> bool {
        at >= self.bytes.len() || self.line_end(at).is_some()
    }

    /// A full stop, exclamation or question mark of `len` bytes at `self.at`.
    fn stop(&mut self, len: usize) {
        let start = self.at;
        let mut end = start + len;
        while matches!(self.byte(end), b'.' | b'!' | b'?') {
            end += 1;
        }
        let mark = end;
        // "(… here.)": the brackets and quotes that close belong to the sentence.
        while let Some(len) = closer(self.char(end)) {
            end += len;
        }
        let wide = len == 3;
        if self.byte(end) == b' ' || self.at_line_end(end) || self.white(end) > end {
            if self.byte(start) == b'.' && mark == start + 1 && self.is_abbreviation(start) {
                self.at = end;
            } else {
                self.cut(TokenKind::SentenceEnd, end - start);
            }
        } else if wide {
            self.cut(TokenKind::SentenceEnd, end - start);
        } else if mark == start + 1 && self.is_glued(start, end) {
            self.cut(TokenKind::GluedEnd, end - start);
        } else {
            self.at = mark;
        }
    }

    /// Whether the full stop at `at` ends an abbreviation: "U.S.", "EU-U.S.", "e.g.", "J.", "Inc.".
    fn is_abbreviation(&self, at: usize) -> bool {
        let from = at.saturating_sub(8).max(self.from);
        let window = self.bytes.get(from..at).unwrap_or_default();
        let apart = |&byte: &u8| matches!(byte, b' ' | b'(' | b'-' | b'\t' | 0xa0);
        let len = window.iter().rev().take_while(|byte| !apart(byte)).count();
        let word = window.get(window.len() - len..).unwrap_or_default();
        let initials = matches!(word, [letter] if letter.is_ascii_alphabetic())
            || word.len() < 6 && word.contains(&b'.');
        initials || is_short(word) && self.white(at + 1) > at + 1 && !self.at_line_end(self.white(at + 1))
    }

    /// Whether the mark at `start..end` stands between two words of letters, with no other sign of an address.
    fn is_glued(&self, start: usize, end: usize) -> bool {
        if !(self.char(end).is_alphabetic() || matches!(self.char(end), '“' | '"' | '(' | '[')) {
            return false;
        }
        let from = self.from.max(start.saturating_sub(64)).min(start);
        let mut word = 0;
        for byte in self.bytes.get(from..start).unwrap_or_default().iter().rev() {
            match byte {
                b' ' => break,
                b'.' | b'@' | b'/' | b'\\' | b'_' | b'=' => return false,
                _ => word += 1,
            }
        }
        let last = self.byte(start.saturating_sub(1));
        let ends = last.is_ascii_lowercase()
            || last.is_ascii_digit()
            || matches!(last, b')' | b'"')
            || !last.is_ascii();
        if word < 2 || !ends {
            return false;
        }
        let after = self.bytes.get(end..self.bytes.len().min(end + 64)).unwrap_or_default();
        let next = after.iter().take_while(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()).count();
        next > 0
            && match after.get(next) {
                Some(b'@' | b'/' | b'_' | b'=') => false,
                Some(b'.') => !after.get(next + 1).is_some_and(u8::is_ascii_alphanumeric),
                _ => true,
            }
    }

    fn colon(&mut self, len: usize) {
        let before = self.at.checked_sub(1).map_or(b' ', |at| self.byte(at));
        let after = self.byte(self.at + len);
        let is_number = before.is_ascii_digit() && after.is_ascii_digit();
        let is_address = after == b'/' && self.byte(self.at + len + 1) == b'/';
        if is_number || is_address || after == b':' || before == b':' {
            self.at += len;
        } else {
            self.cut(TokenKind::Colon, len);
        }
    }

    /// An opening bracket: an enumerator where one stands there.
    fn bracket(&mut self) {
        match bracketed(&self.source[self.at..]) {
            Some((kind, len)) if self.from < self.at || !self.tokens.is_empty() => {
                self.cut(TokenKind::Enumerator(kind), len);
            }
            _ => self.at += 1,
        }
    }
}

/// Whether a word is an abbreviation that sentences go on after.
fn is_short(word: &[u8]) -> bool {
    const SHORT: [&[u8]; 12] =
        [b"no", b"nos", b"vs", b"mr", b"mrs", b"ms", b"dr", b"st", b"art", b"sec", b"cf", b"approx"];
    matches!(word.len(), 2 | 3 | 6) && SHORT.iter().any(|short| word.eq_ignore_ascii_case(short))
}

/// The length of a character that is white space or invisible, but no line end.
fn blank_char(c: char) -> Option<usize> {
    let blank = is_invisible(c)
        || (c.is_whitespace() && !matches!(c, '\n' | '\r' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'));
    blank.then(|| c.len_utf8())
}

/// Whether a character takes no room and says nothing: a soft hyphen, a zero-width space, a mark of direction, a byte
/// order mark.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

fn closer(c: char) -> Option<usize> {
    matches!(c, ')' | ']' | '"' | '\'' | '”' | '’' | '»').then(|| c.len_utf8())
}
