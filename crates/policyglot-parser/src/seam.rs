//! Where one word may end and another start with nothing between them: "`InformationWhen`", "refuse?Yes".

use policyglot_lexer::bits::{BLOCK, pack, places};

/// How much of a text is read.
pub(crate) const LONGEST: usize = 200;

/// The first place among the first [`LONGEST`] bytes of `text` that passes the test, of those before which one word may
/// end: where a capital, a digit or a foreign letter stands right after a small letter or a closing mark, or any letter
/// after a question mark. Most texts have no such place; a few places are not of this kind.
pub(crate) fn find(text: &[u8], mut passes: impl FnMut(usize) -> bool) -> Option<usize> {
    let text = text.get(..LONGEST).unwrap_or(text);
    // Blanks around the text, so that every byte has its neighbours.
    let mut padded = [b' '; 1 + LONGEST.next_multiple_of(BLOCK) + 1];
    padded.get_mut(1..=text.len())?.copy_from_slice(text);
    for start in (0..text.len()).step_by(BLOCK) {
        let window: &[u8; BLOCK + 2] = padded.get(start..)?.first_chunk()?;
        if (0..BLOCK).fold(0, |any, at| any | may_be_seam(window[at], window[at + 1])) == 0 {
            continue;
        }
        let seams = std::array::from_fn(|at| seam(window[at], window[at + 1], window[at + 2]));
        if seams.iter().fold(0, |any, seam| any | seam) != 0
            && let Some(place) = places(pack(&seams)).find(|place| passes(start + place))
        {
            return Some(start + place);
        }
    }
    None
}

/// 1 where [`seam`] may be 1, and at few other places: at a capital or digit with no blank before it.
#[inline]
fn may_be_seam(before: u8, here: u8) -> u8 {
    let opens = u8::from(here.wrapping_sub(b'0') <= b'Z' - b'0') | u8::from(here == 0xc3);
    u8::from(before > b' ') & opens | u8::from(before == b'?')
}

/// 1 where a seam may lie before `here`, else 0; without a branch, so that it compiles to vector instructions.
#[inline]
fn seam(before: u8, here: u8, next: u8) -> u8 {
    let upper = u8::from(here.is_ascii_uppercase());
    let after_upper = u8::from(before.is_ascii_uppercase());
    // Digits, "?", ":" and small letters, and a few marks besides; but "[Our policy]" is a link.
    let low = u8::from(before >= b'0') & (1 ^ u8::from(before == b'[')) & (1 ^ after_upper);
    // "!" and ")".
    let mark = u8::from(before & 0xf7 == b'!');
    let opens = upper | u8::from(here == 0xc3);
    let number = u8::from(here.is_ascii_digit()) & (u8::from(before > b'9') | mark);
    let answer = u8::from(before == b'?') & u8::from(here.is_ascii_lowercase());
    // "OUR DATAWe"
    let shouts = upper & after_upper & u8::from(next.is_ascii_lowercase());
    (low | mark) & opens | number | answer | shouts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seams_are_seen_anywhere() {
        let check = |text: &str, expected: &[usize]| {
            let mut found = Vec::new();
            assert_eq!(
                find(text.as_bytes(), |at| {
                    found.push(at);
                    false
                }),
                None
            );
            assert_eq!(found, expected, "{text}");
        };
        for blanks in [0, 1, 62, 63, 64, 130] {
            let lead = " ".repeat(blanks);
            for seam in ["nW", "?Y", "?y", ")A", "1A", "r1", "nÅ"] {
                check(&format!("{lead}{seam}"), &[blanks + 1]);
                check(&format!("{lead}{seam}e use it"), &[blanks + 1]);
            }
            check(&format!("{lead}DATAWe use it?Yes."), &[blanks + 4, blanks + 14]);
            check(&format!("{lead}Where We Use It (and Why): at 12 o'clock? Yes"), &[]);
        }
        check("", &[]);
        check(&format!("{}nW", " ".repeat(200)), &[]);
    }
}
