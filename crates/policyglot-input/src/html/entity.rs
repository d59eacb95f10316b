//! Character references: how many bytes one takes, and what it stands for.

use std::collections::HashMap;
use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// Decodes character references. Remembers the rarer names that it has met.
#[derive(Debug, Default)]
pub(crate) struct Entities {
    met: HashMap<Vec<u8>, Option<(String, usize)>>,
}

/// The longest name, `&CounterClockwiseContourIntegral;`, has 33 bytes.
const LONGEST: usize = 40;

/// A page of nothing but different references must not fill the memory.
const MOST_MET: usize = 4096;

impl Entities {
    /// What `raw`, which starts with `&`, begins with: the characters, and the bytes that stand for them. `None` where
    /// the `&` is only an ampersand.
    pub(crate) fn decode(&mut self, raw: &[u8]) -> Option<(&str, usize)> {
        let common = |text, len| Some((text, len));
        match raw {
            [b'&', b'a', b'm', b'p', b';', ..] => return common("&", 5),
            [b'&', b'n', b'b', b's', b'p', b';', ..] => return common("\u{A0}", 6),
            [b'&', b'l', b't', b';', ..] => return common("<", 4),
            [b'&', b'g', b't', b';', ..] => return common(">", 4),
            [b'&', b'q', b'u', b'o', b't', b';', ..] => return common("\"", 6),
            [b'&', b'#', b'3', b'9', b';', ..] => return common("'", 5),
            [b'&', b'r', b's', b'q', b'u', b'o', b';', ..] => return common("’", 7),
            _ => {}
        }
        let head = raw.get(..LONGEST).unwrap_or(raw);
        let named = |b: &u8| b.is_ascii_alphanumeric() || *b == b'#';
        let mut len = 1 + head.iter().skip(1).take_while(|b| named(b)).count();
        len += usize::from(head.get(len) == Some(&b';'));
        let name = head.get(..len)?;
        if len < 3 {
            return None;
        }
        if self.met.len() > MOST_MET {
            self.met.clear();
        }
        if !self.met.contains_key(name) {
            self.met.insert(name.to_vec(), look_up(name));
        }
        self.met.get(name)?.as_ref().map(|(text, len)| (text.as_str(), *len))
    }
}

/// Asks the tokenizer, which has the table of names and the rules for numbers.
fn look_up(name: &[u8]) -> Option<(String, usize)> {
    let mut shown = Vec::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        if let CallbackEvent::String { value } = event {
            shown.extend_from_slice(value);
        }
        None
    });
    let Ok(()) = Tokenizer::new_with_emitter(name, emitter).finish();
    if shown == name {
        return None;
    }
    // "&notit;" shows "¬it;": what both end with was not part of the name, and at least one character was.
    let first = std::str::from_utf8(&shown).ok()?.chars().next()?.len_utf8();
    let pairs = shown.get(first..)?.iter().rev().zip(name.iter().rev());
    let rest = pairs.take_while(|(a, b)| a == b).count();
    shown.truncate(shown.len() - rest);
    Some((String::from_utf8(shown).ok()?, name.len() - rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: Option<(&str, usize)>) {
        assert_eq!(Entities::default().decode(raw.as_bytes()), expected, "{raw}");
    }

    #[test]
    fn references_of_every_form() {
        check("&amp;c", Some(("&", 5)));
        check("&eacute;t", Some(("é", 8)));
        check("&eacutet", Some(("é", 7)));
        check("&notit; x", Some(("¬", 4)));
        check("&notin; x", Some(("∉", 7)));
        check("&#8226; x", Some(("•", 7)));
        check("&#x2022 x", Some(("•", 7)));
        check("&#150;", Some(("–", 6)));
        check("&#0;", Some(("\u{FFFD}", 4)));
        check("&fjlig;", Some(("fj", 7)));
        check("&semi;", Some((";", 6)));
        check("&NotEqualTilde;", Some(("≂̸", 15)));
        check("&CounterClockwiseContourIntegral;", Some(("∳", 33)));
        check("&unknown;", None);
        check("& b", None);
        check("&", None);
        check("&#", None);
        check("&#x;", None);
    }
}
