//! Where one word may end and another start with nothing between them: "`InformationWhen`", "refuse?Yes".

use policyglot_lexer::bits::{BLOCK, pack, places};

/// How much of a text is read.
pub(crate) const LONGEST: usize = 200;

/// The places among the first [`LONGEST`] bytes of `text` where a capital, a digit or a foreign letter stands right
/// after a small letter or a closing mark, or any letter after a question mark. Most texts have none.
pub(crate) fn seams(text: &[u8]) -> impl Iterator<Item = usize> {
    let text = text.get(..LONGEST).unwrap_or(text);
    // Blanks around the text, so that every byte has its neighbours.
    let mut padded = [b' '; 1 + LONGEST.next_multiple_of(BLOCK) + 1];
    if let Some(inner) = padded.get_mut(1..=text.len()) {
        inner.copy_from_slice(text);
    }
    (0..text.len()).step_by(BLOCK).flat_map(move |start| {
        let mask = padded.get(start..).and_then(<[u8]>::first_chunk).map_or(0, mask);
        places(mask).map(move |place| start + place)
    })
}

/// The seams among the bytes of `window` but for the first and the last.
fn mask(window: &[u8; BLOCK + 2]) -> u64 {
    let seams = std::array::from_fn(|at| seam(window[at], window[at + 1], window[at + 2]));
    if seams == [0; BLOCK] { 0 } else { pack(&seams) }
}

/// 1 where a seam may lie before `here`, else 0; without a branch, so that it compiles to vector instructions.
#[inline]
fn seam(before: u8, here: u8, next: u8) -> u8 {
    let upper = u8::from(here.is_ascii_uppercase());
    let small = u8::from(before.is_ascii_lowercase());
    let digit = u8::from(before.is_ascii_digit());
    let question = u8::from(before == b'?');
    // With ")" and "!".
    let mark = u8::from(before == b':') | u8::from(before & 0xf7 == b'!');
    let opens = upper | u8::from(here == 0xc3);
    let number = u8::from(here.is_ascii_digit()) & (small | question | mark);
    let answer = question & u8::from(here.is_ascii_lowercase());
    // "OUR DATAWe"
    let shouts = upper & u8::from(before.is_ascii_uppercase()) & u8::from(next.is_ascii_lowercase());
    (small | digit | question | mark) & opens | number | answer | shouts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seams_are_seen_anywhere() {
        let check = |text: &str, expected: &[usize]| {
            assert_eq!(seams(text.as_bytes()).collect::<Vec<_>>(), expected, "{text}");
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
