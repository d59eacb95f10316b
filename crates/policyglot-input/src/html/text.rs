//! Text between tags: white space collapsed, character references decoded, each piece with its place.

use super::reader::Reader;
use crate::encoding::small;

impl Reader<'_> {
    /// Text as it stands in the source.
    pub(super) fn text(&mut self, raw: &[u8]) {
        if self.context.icon {
            return;
        }
        let base = self.at;
        let place = |at: usize| base + small(at);
        let mut at = 0;
        // How far a stretch of text has been looked at that needs care.
        let mut careful = 0;
        while let Some(&byte) = raw.get(at) {
            self.work(1);
            let rest = raw.get(at..).unwrap_or_default();
            match CLASS[byte as usize] {
                Class::Space => {
                    if byte == b'\n' && self.context.preformatted {
                        self.page.end_line();
                        self.broken = true;
                    }
                    self.page.space(place(at));
                    at += 1;
                }
                Class::Ampersand => {
                    let (len, text) = match self.entities.decode(rest) {
                        Some((text, len)) => (len, text),
                        None => (1, "&"),
                    };
                    match text {
                        " " | "\t" | "\n" | "\r" | "\u{C}" => self.page.space(place(at)),
                        "\u{A0}" | "\u{200B}" | "\u{FEFF}" | "\u{AD}" if !self.page.is_open() => {}
                        _ => {
                            let text = text.to_owned();
                            self.open_line();
                            self.page.push_decoded(&text, place(at), small(len), self.context.style);
                        }
                    }
                    at += len;
                }
                // "</>" is nothing to a browser; any other "<" in a text is itself.
                Class::Less if rest.starts_with(b"</>") && !self.context.title => at += 3,
                Class::Less | Class::Plain => {
                    if !self.page.is_open()
                        && let Some(len) = blank_character(rest)
                    {
                        at += len;
                        continue;
                    }
                    let mut len = 0;
                    if at >= careful {
                        len = plain(rest);
                        careful = at + len;
                        self.work(len);
                        if !is_clean(rest.get(..len).unwrap_or_default()) {
                            len = 0;
                        }
                    }
                    let len = if len == 0 { run(rest) } else { len };
                    self.open_line();
                    self.page.push(rest.get(..len).unwrap_or_default(), place(at), self.context.style);
                    at += len;
                }
            }
        }
    }
}

/// What a byte is to a run of text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Space,
    Ampersand,
    Less,
}

const CLASS: [Class; 256] = {
    let mut class = [Class::Plain; 256];
    class[b' ' as usize] = Class::Space;
    class[b'\t' as usize] = Class::Space;
    class[b'\n' as usize] = Class::Space;
    class[b'\r' as usize] = Class::Space;
    class[0x0C] = Class::Space;
    class[b'&' as usize] = Class::Ampersand;
    class[b'<' as usize] = Class::Less;
    class
};

/// Length of the text that can be copied as it is: words with single spaces between them.
fn run(raw: &[u8]) -> usize {
    let mut at = 1;
    loop {
        at += raw
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|b| CLASS[**b as usize] == Class::Plain)
            .count();
        let next = raw.get(at + 1).map(|b| CLASS[*b as usize]);
        if raw.get(at) != Some(&b' ') || next != Some(Class::Plain) {
            return at;
        }
        at += 1;
    }
}

/// Length of a character at the start of `raw` that is blank but is no white space to HTML: a line of only such is no
/// line.
fn blank_character(raw: &[u8]) -> Option<usize> {
    match raw {
        [0xC2, 0xA0 | 0xAD, ..] => Some(2),
        [0xE2, 0x80, 0x8B, ..] | [0xEF, 0xBB, 0xBF, ..] => Some(3),
        _ => None,
    }
}

/// Length of the text before the next character reference, line end or "<", without a space at its end.
fn plain(raw: &[u8]) -> usize {
    let len = memchr::memchr3(b'&', b'<', b'\n', raw).unwrap_or(raw.len()).max(1);
    let text = raw.get(..len).unwrap_or_default();
    if text.last() == Some(&b' ') { len - 1 } else { len }
}

/// Whether text has no ASCII white space but single spaces. Looks at every byte without branches, which is what makes it
/// fast: almost all text is clean.
pub(crate) fn is_clean(text: &[u8]) -> bool {
    let next = text.get(1..).unwrap_or_default();
    let doubled = text.iter().zip(next).fold(0u8, |any, (a, b)| any | u8::from(*a == b' ' && *b == b' '));
    let control = text.iter().fold(0u8, |any, b| any | u8::from(*b < b' '));
    doubled | control == 0
}
