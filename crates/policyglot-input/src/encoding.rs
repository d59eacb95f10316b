//! From bytes to characters: Unicode in every form, legacy code pages by declaration or detection.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use crate::map::Map;
use crate::{DecodeError, DecodeErrorKind, InputNote};

/// Characters, and the bytes that each came from.
pub(crate) struct Decoded<'b> {
    pub(crate) text: Cow<'b, str>,
    pub(crate) map: Map,
    pub(crate) encoding: &'static str,
    pub(crate) notes: Vec<InputNote>,
}

/// Decodes `bytes`. In this order, what they show decides: the first bytes of known binary files, a byte-order mark,
/// zeros in every second byte, valid UTF-8, a declared character set, mostly valid UTF-8, the letters' frequencies.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, DecodeError> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(DecodeError::new(DecodeErrorKind::TooLarge));
    }
    if let Some(kind) = known_binary(bytes) {
        return Err(DecodeError::new(kind));
    }
    if let Some(wide) = Wide::by_mark(bytes).or_else(|| Wide::by_zeros(bytes)) {
        return Ok(wide.decode(bytes));
    }
    if let Some(kind) = other_binary(bytes) {
        return Err(DecodeError::new(kind));
    }
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    if let Ok(text) = std::str::from_utf8(bytes.get(mark as usize..).unwrap_or_default()) {
        let map = Map::verbatim(mark, small(text.len()));
        return Ok(Decoded { text: Cow::Borrowed(text), map, encoding: UTF_8.name(), notes: Vec::new() });
    }
    if mark > 0 || mostly_utf8(bytes) {
        return Ok(decode_utf8(bytes, mark));
    }
    match declared(bytes) {
        Some(encoding) if encoding == UTF_8 => Ok(decode_utf8(bytes, mark)),
        Some(encoding) => Ok(decode_legacy(bytes, encoding, "as the page declares")),
        None => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            let encoding = detector.guess(None, Utf8Detection::Deny);
            Ok(decode_legacy(bytes, encoding, "by its letters: no encoding is declared"))
        }
    }
}

/// Lengths were checked at the door: everything fits 32 bits, except that text can be up to three times its source.
pub(crate) fn small(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

fn known_binary(bytes: &[u8]) -> Option<DecodeErrorKind> {
    const MAGIC: &[(&[u8], DecodeErrorKind)] = &[
        (b"%PDF-", DecodeErrorKind::Pdf),
        (b"PK\x03\x04", DecodeErrorKind::Zip),
        (b"PK\x05\x06", DecodeErrorKind::Zip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", DecodeErrorKind::Office),
        (b"\x1F\x8B", DecodeErrorKind::Compressed("gunzip")),
        (b"BZh", DecodeErrorKind::Compressed("bunzip2")),
        (b"\xFD7zXZ\0", DecodeErrorKind::Compressed("unxz")),
        (b"\x28\xB5\x2F\xFD", DecodeErrorKind::Compressed("unzstd")),
        (b"7z\xBC\xAF\x27\x1C", DecodeErrorKind::Compressed("7z x")),
        (b"\x89PNG\r\n\x1A\n", DecodeErrorKind::Image("PNG")),
        (b"\xFF\xD8\xFF", DecodeErrorKind::Image("JPEG")),
        (b"GIF87a", DecodeErrorKind::Image("GIF")),
        (b"GIF89a", DecodeErrorKind::Image("GIF")),
        (b"II*\0", DecodeErrorKind::Image("TIFF")),
        (b"MM\0*", DecodeErrorKind::Image("TIFF")),
    ];
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    if webp {
        return Some(DecodeErrorKind::Image("WebP"));
    }
    // "BZh" may also open a text.
    let found = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|&(_, kind)| kind)?;
    let text = matches!(found, DecodeErrorKind::Compressed("bunzip2")) && bytes.get(4..10) != Some(b"1AY&SY");
    (!text).then_some(found)
}

/// How many bytes at the start of a file are enough to judge it.
const SAMPLE: usize = 64 * 1024;

fn other_binary(bytes: &[u8]) -> Option<DecodeErrorKind> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let control = |b: &&u8| matches!(**b, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let zeros = memchr::memchr_iter(0, sample).count();
    let controls = sample.iter().filter(control).count();
    let binary = zeros * 100 > sample.len() || controls * 20 > sample.len();
    binary.then(|| DecodeErrorKind::Binary { controls: small(controls), of: small(sample.len()) })
}

/// Unicode in units of two or four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wide {
    unit: usize,
    big: bool,
    /// Length of the byte-order mark.
    mark: usize,
}

impl Wide {
    fn by_mark(bytes: &[u8]) -> Option<Self> {
        let wide = |unit, big| Some(Self { unit, big, mark: unit });
        match bytes {
            [0xFF, 0xFE, 0, 0, ..] => wide(4, false),
            [0, 0, 0xFE, 0xFF, ..] => wide(4, true),
            [0xFF, 0xFE, ..] => wide(2, false),
            [0xFE, 0xFF, ..] => wide(2, true),
            _ => None,
        }
    }

    /// Without a mark, wide text shows by its zeros: even Chinese text has spaces or line ends.
    fn by_zeros(bytes: &[u8]) -> Option<Self> {
        let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
        memchr::memchr(0, sample)?;
        let options = [(4, false), (4, true), (2, false), (2, true)];
        let whole = |unit: usize| bytes.len().is_multiple_of(unit);
        let mut wide = options.into_iter().filter(|(unit, _)| whole(*unit)).map(|(unit, big)| Self {
            unit,
            big,
            mark: 0,
        });
        wide.find(|wide| wide.explains(sample))
    }

    /// Whether `sample` reads as text in this form: no character that texts don't have, and of those that zeros make
    /// (ASCII) at least one in 64.
    fn explains(self, sample: &[u8]) -> bool {
        let (mut units, mut ascii, mut lone) = (0usize, 0usize, 0usize);
        for unit in sample.chunks_exact(self.unit) {
            let value = self.value(unit);
            units += 1;
            match value {
                9 | 10 | 12 | 13 | 0x20..=0x7E => ascii += 1,
                0xD800..=0xDBFF => lone += 1,
                0xDC00..=0xDFFF if lone > 0 => lone -= 1,
                0..=0x9F | 0xDC00..=0xDFFF | 0xFDD0..=0xFDEF | 0xFFFE | 0xFFFF | 0x11_0000.. => return false,
                _ => {}
            }
        }
        // "Name\0Address\0": two ASCII letters read as one Chinese character, but Chinese text has other bytes too.
        let other = sample.iter().filter(|b| **b >= 0x80).count();
        let least = if other * 20 < sample.len() { units / 2 } else { units / 64 };
        // The sample may cut a pair in two.
        ascii > 0 && ascii >= least && lone <= 1
    }

    fn value(self, unit: &[u8]) -> u32 {
        let push = |value: u32, byte: &u8| value << 8 | u32::from(*byte);
        if self.big { unit.iter().fold(0, push) } else { unit.iter().rev().fold(0, push) }
    }

    const fn name(self) -> &'static str {
        match (self.unit, self.big) {
            (2, false) => "UTF-16LE",
            (2, true) => "UTF-16BE",
            (_, false) => "UTF-32LE",
            (_, true) => "UTF-32BE",
        }
    }

    fn decode<'b>(self, bytes: &[u8]) -> Decoded<'b> {
        let body = bytes.get(self.mark..).unwrap_or_default();
        let mut out = Chars::new(body.len() / self.unit);
        let mut at = self.mark;
        let mut units = body.chunks(self.unit).peekable();
        while let Some(unit) = units.next() {
            let mut len = unit.len();
            let mut value = if len == self.unit { self.value(unit) } else { u32::MAX };
            if self.unit == 2 && (0xD800..0xDC00).contains(&value) {
                let low = units.peek().filter(|low| low.len() == 2).map(|low| self.value(low));
                if let Some(low @ 0xDC00..=0xDFFF) = low {
                    value = 0x1_0000 + ((value - 0xD800) << 10) + (low - 0xDC00);
                    len = 4;
                    units.next();
                }
            }
            out.push(char::from_u32(value), at, len);
            at += len;
        }
        let how = if self.mark > 0 { "by its byte-order mark" } else { "by its zero bytes" };
        out.finish(self.name(), how)
    }
}

/// Decoded characters with their map, and the first that was no character.
struct Chars {
    text: String,
    map: Map,
    replaced: Option<(usize, usize)>,
}

impl Chars {
    fn new(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), map: Map::default(), replaced: None }
    }

    /// One character, or what is none.
    fn push(&mut self, char: Option<char>, source: usize, source_len: usize) {
        if char.is_none() {
            let (first, count) = self.replaced.unwrap_or((source, 0));
            self.replaced = Some((first, count + 1));
        }
        let char = char.unwrap_or(char::REPLACEMENT_CHARACTER);
        self.map.push_char(small(self.text.len()), small(char.len_utf8()), small(source), small(source_len));
        self.text.push(char);
    }

    /// Text that is the same in the source.
    fn push_same(&mut self, text: &str, source: usize) {
        let len = small(text.len());
        self.map.push(small(self.text.len()), len, small(source), len);
        self.text.push_str(text);
    }

    fn finish<'b>(self, encoding: &'static str, how: &str) -> Decoded<'b> {
        let mut notes = Vec::new();
        if encoding != UTF_8.name() {
            let message = format!("decoded as {encoding} {how}; save it as UTF-8 if that is wrong");
            notes.push(InputNote { code: "not-utf-8", at: 0, message });
        }
        if let Some((first, count)) = self.replaced {
            let more = if count > 1 { format!(" and at {} more places", count - 1) } else { String::new() };
            let code = if encoding == UTF_8.name() { "invalid-utf-8" } else { "invalid-characters" };
            let message =
                format!("invalid {encoding} at byte {first}{more} read as U+FFFD; save the file as UTF-8");
            notes.push(InputNote { code, at: small(first), message });
        }
        Decoded { text: Cow::Owned(self.text), map: self.map, encoding, notes }
    }
}

/// Whether broken text is UTF-8 that some bytes were lost from: no more broken places than characters of several bytes.
/// In a legacy code page, two letters that make up a valid sequence are rare.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut wide, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    wide > 0 && wide >= broken
}

fn decode_utf8<'b>(bytes: &[u8], mark: u32) -> Decoded<'b> {
    let mut at = mark as usize;
    let mut out = Chars::new(bytes.len());
    for chunk in bytes.get(at..).unwrap_or_default().utf8_chunks() {
        out.push_same(chunk.valid(), at);
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            out.push(None, at, chunk.invalid().len());
            at += chunk.invalid().len();
        }
    }
    out.finish(UTF_8.name(), "")
}

/// The character set that a page declares in its first bytes: `<meta charset="…">`, `<meta … content="…; charset=…">`
/// or `<?xml … encoding="…"?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes).to_ascii_lowercase();
    let after = |key: &[u8]| {
        let at = memchr::memmem::find(&head, key)? + key.len();
        head.get(at..)
    };
    let opens = |tag: &[u8]| memchr::memmem::find(&head, tag).is_some();
    let value = if opens(b"<meta") { after(b"charset") } else { None };
    let value = value.or_else(|| if opens(b"<?xml") { after(b"encoding") } else { None })?;
    let value = value.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end =
        value.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(b))).unwrap_or(value.len());
    let encoding = Encoding::for_label(value.get(..end)?)?;
    // A page that can be read up to here as ASCII is not in UTF-16, whatever it says (as the HTML standard has it).
    Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 })
}

/// Feeds a decoder byte by byte, to learn which bytes make each character.
fn decode_legacy<'b>(bytes: &[u8], encoding: &'static Encoding, how: &str) -> Decoded<'b> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = Chars::new(bytes.len() + bytes.len() / 8);
    let mut buffer = [0u8; 32];
    let (mut at, mut pending) = (0, 0);
    while at + pending < bytes.len() {
        let rest = bytes.get(at + pending..).unwrap_or_default();
        if pending == 0 {
            let same = Encoding::ascii_valid_up_to(rest);
            if same > 0 {
                out.push_same(
                    std::str::from_utf8(rest.get(..same).unwrap_or_default()).unwrap_or_default(),
                    at,
                );
                at += same;
                continue;
            }
        }
        let last = rest.len() == 1;
        let (_, _, written, bad) =
            decoder.decode_to_utf8(rest.get(..1).unwrap_or_default(), &mut buffer, last);
        pending += 1;
        let characters =
            buffer.get(..written).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default();
        // A broken sequence gives back the ASCII byte that broke it: "\u{FFFD}a" from two bytes.
        let chars = characters.chars().count();
        for (n, char) in characters.chars().enumerate() {
            let len = if n + 1 < chars { pending.saturating_sub(1) } else { pending };
            let char = if bad && char == char::REPLACEMENT_CHARACTER { None } else { Some(char) };
            out.push(char, at, len);
            at += len;
            pending -= len;
        }
    }
    out.finish(encoding.name(), how)
}

#[cfg(test)]
mod tests {
    use policyglot_lexer::Span;

    use super::*;

    fn check(bytes: &[u8], text: &str, encoding: &str) -> Vec<InputNote> {
        let decoded = decode(bytes).unwrap();
        assert_eq!((&*decoded.text, decoded.encoding), (text, encoding));
        decoded.notes
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn utf8_with_and_without_mark() {
        assert!(check("Räksmörgås".as_bytes(), "Räksmörgås", "UTF-8").is_empty());
        assert!(check(b"\xEF\xBB\xBFPolicy", "Policy", "UTF-8").is_empty());
        assert!(check(b"", "", "UTF-8").is_empty());
    }

    #[test]
    fn invalid_utf8_is_named_and_replaced() {
        let notes =
            check(b"Integritet f\xC3\xB6r dig \xFF slut", "Integritet för dig \u{FFFD} slut", "UTF-8");
        let expected = "invalid UTF-8 at byte 20 read as U+FFFD; save the file as UTF-8";
        assert_eq!((notes[0].code, notes[0].at, &*notes[0].message), ("invalid-utf-8", 20, expected));
    }

    #[test]
    fn utf16_and_utf32_in_every_form() {
        let text = "Privacy – 隐私 🙂\n";
        for big in [false, true] {
            let bytes = utf16(text, big);
            let name = if big { "UTF-16BE" } else { "UTF-16LE" };
            assert_eq!(check(&bytes, text, name)[0].code, "not-utf-8");
            let marked = utf16(&format!("\u{FEFF}{text}"), big);
            check(&marked, text, name);
            let wide = |c: char| if big { (c as u32).to_be_bytes() } else { (c as u32).to_le_bytes() };
            let bytes: Vec<u8> = text.chars().flat_map(wide).collect();
            check(&bytes, text, if big { "UTF-32BE" } else { "UTF-32LE" });
        }
    }

    #[test]
    fn utf16_places_are_bytes_of_the_file() {
        let bytes = utf16("\u{FEFF}ab é🙂x", false);
        let map = decode(&bytes).unwrap().map;
        // "é" is two bytes in both, the face four in both.
        assert_eq!(map.origin(Span::new(3, 5)), Span::new(8, 10));
        assert_eq!(map.origin(Span::new(5, 10)), Span::new(10, 16));
    }

    #[test]
    fn half_a_pair_is_replaced() {
        let notes = check(b"\xFF\xFEa\0\x3D\xD8b\0c", "a\u{FFFD}b\u{FFFD}", "UTF-16LE");
        assert!(notes[1].message.starts_with("invalid UTF-16LE at byte 4 and at 1 more places"));
    }

    #[test]
    fn legacy_pages_by_declaration_and_by_letters() {
        let swedish = b"V\xE5r integritetspolicy f\xF6r kunder: vi s\xE4ljer aldrig dina uppgifter";
        check(swedish, "Vår integritetspolicy för kunder: vi säljer aldrig dina uppgifter", "windows-1252");
        let page = b"<meta charset='iso-8859-5'><p>\xBF\xDE\xDB";
        check(page, "<meta charset='iso-8859-5'><p>Пол", "ISO-8859-5");
        let sjis = "<meta http-equiv=x content=\"text/html; charset=Shift_JIS\">個人情報";
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(sjis);
        check(&bytes, sjis, "Shift_JIS");
    }

    #[test]
    fn broken_sequence_gives_back_its_last_byte() {
        let bytes = b"<meta charset=shift_jis>\x93\xFA\x81\x01a\x81";
        let decoded = decode(bytes).unwrap();
        assert!(decoded.text.ends_with("日\u{FFFD}\u{1}a\u{FFFD}"), "{}", decoded.text);
        let at = small(decoded.text.len());
        assert_eq!(decoded.map.origin(Span::new(at - 3, at)), Span::new(29, 30));
        assert_eq!(decoded.map.origin(Span::new(at - 4, at - 3)), Span::new(28, 29));
    }

    #[test]
    fn what_is_no_text_is_named() {
        let kind = |bytes: &[u8]| decode(bytes).err().map(|error| error.kind());
        assert_eq!(kind(b"%PDF-1.7\n..."), Some(DecodeErrorKind::Pdf));
        assert_eq!(kind(b"PK\x03\x04...."), Some(DecodeErrorKind::Zip));
        assert_eq!(kind(b"\x1F\x8B\x08"), Some(DecodeErrorKind::Compressed("gunzip")));
        assert_eq!(kind(b"\x89PNG\r\n\x1A\n"), Some(DecodeErrorKind::Image("PNG")));
        assert!(matches!(kind(b"\x7FELF\x02\x01\x01\0\0\0\0\0"), Some(DecodeErrorKind::Binary { .. })));
        let fields = b"name\0address\0telephone\0e-mail\0password\0card";
        assert!(matches!(kind(fields), Some(DecodeErrorKind::Binary { .. })));
        assert!(matches!(kind(b"a\0b\0c"), Some(DecodeErrorKind::Binary { .. })));
        assert_eq!(kind(b"BZh and other words"), None);
    }
}
