//! Phone numbers: to E.164 and the country, where the number tells it.

/// A phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phone {
    /// E.164 where the country is known ("+6569932383"), else the digits as they stand.
    pub(crate) number: String,
    /// ISO 3166-1 alpha-2, in lower case.
    pub(crate) region: Option<&'static str>,
}

/// The phone number that `text` starts with, and its length in bytes.
///
/// Without a "+" only the North American shape ("(302) 555-0123", "1-800-555-0123") gives a country; any other run of
/// seven to thirteen digits counts only where `is_announced` says that a phone number is due.
pub(crate) fn phone(text: &str, is_announced: bool) -> Option<(Phone, usize)> {
    let mut groups: [u8; 8] = [0; 8];
    let mut count = 0usize;
    let mut digits = String::new();
    let mut end = 0;
    let plus = text.starts_with('+') || text.starts_with("＋");
    let mut open = false;
    let mut chars = text.char_indices().peekable();
    let mut apart = true;
    // Where the bracket opened that may turn out to hold no figures.
    let mut before = None;
    while let Some((at, c)) = chars.next() {
        if at > 32 {
            break;
        }
        match c {
            '0'..='9' => {
                if apart {
                    count += 1;
                }
                apart = false;
                *groups.get_mut(count.checked_sub(1)?)? += 1;
                digits.push(c);
                end = at + 1;
            }
            '+' | '＋' if at == 0 => {}
            '(' if !open => {
                // "+44 (0)20 …", "+353 (01)7 …": the trunk zero is not dialled from abroad.
                if plus && text.get(at..).is_some_and(|rest| rest.starts_with("(0")) {
                    chars.next();
                }
                before = (count > 0).then_some((count, digits.len(), end));
                open = true;
                apart = true;
            }
            ')' if open => {
                open = false;
                apart = true;
            }
            ' ' | '-' | '.' | '/' | '\u{a0}' | '–' | '‑' | '\u{2010}' | '\u{2009}' => {
                let next = chars.peek().map(|&(_, next)| next);
                let goes_on = next.is_some_and(|next| next.is_ascii_digit() || next == '(' || next == ' ');
                if !goes_on || (c == '.' || c == '/') && next == Some(' ') {
                    break;
                }
                apart = true;
            }
            _ => break,
        }
    }
    // "1-866-555-0123 (1-866-I-OPT-OUT)" ends before the bracket.
    if let Some((groups, len, mark)) = before.filter(|_| open) {
        (count, end, open) = (groups, mark, false);
        digits.truncate(len);
    }
    if open || text.get(end..).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric())) {
        return None;
    }
    let len = digits.len();
    if plus {
        let region = region(&digits);
        return (8..=15).contains(&len).then(|| (Phone { number: format!("+{digits}"), region }, end));
    }
    let groups = groups.get(..count)?;
    let american = match groups {
        [3, 3, 4] => Some(format!("+1{digits}")),
        [1, 3, 3, 4] if digits.starts_with('1') => Some(format!("+{digits}")),
        [10] if is_announced && !digits.starts_with(['0', '1']) => Some(format!("+1{digits}")),
        _ => None,
    };
    if let Some(number) = american {
        return Some((Phone { number, region: Some("us") }, end));
    }
    let spelled = text.get(..end)?;
    (is_announced && (7..=13).contains(&len) && !is_date(groups))
        .then(|| (Phone { number: spelled.to_owned(), region: None }, end))
}

fn is_date(groups: &[u8]) -> bool {
    matches!(groups, [4, 2, 2] | [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
}

/// The country of a number in E.164 without its "+".
fn region(digits: &str) -> Option<&'static str> {
    (1..=3).rev().find_map(|len| {
        let code = digits.get(..len)?;
        CODES
            .binary_search_by_key(&code, |(code, _)| code)
            .ok()
            .and_then(|at| CODES.get(at))
            .map(|(_, country)| *country)
    })
}

/// Calling codes, sorted as text.
const CODES: [(&str, &str); 90] = [
    ("1", "us"),
    ("20", "eg"),
    ("212", "ma"),
    ("213", "dz"),
    ("216", "tn"),
    ("233", "gh"),
    ("234", "ng"),
    ("254", "ke"),
    ("256", "ug"),
    ("27", "za"),
    ("30", "gr"),
    ("31", "nl"),
    ("32", "be"),
    ("33", "fr"),
    ("34", "es"),
    ("350", "gi"),
    ("351", "pt"),
    ("352", "lu"),
    ("353", "ie"),
    ("354", "is"),
    ("355", "al"),
    ("356", "mt"),
    ("357", "cy"),
    ("358", "fi"),
    ("359", "bg"),
    ("36", "hu"),
    ("370", "lt"),
    ("371", "lv"),
    ("372", "ee"),
    ("373", "md"),
    ("374", "am"),
    ("375", "by"),
    ("377", "mc"),
    ("380", "ua"),
    ("381", "rs"),
    ("382", "me"),
    ("385", "hr"),
    ("386", "si"),
    ("387", "ba"),
    ("389", "mk"),
    ("39", "it"),
    ("40", "ro"),
    ("41", "ch"),
    ("420", "cz"),
    ("421", "sk"),
    ("423", "li"),
    ("43", "at"),
    ("44", "gb"),
    ("45", "dk"),
    ("46", "se"),
    ("47", "no"),
    ("48", "pl"),
    ("49", "de"),
    ("51", "pe"),
    ("52", "mx"),
    ("54", "ar"),
    ("55", "br"),
    ("56", "cl"),
    ("57", "co"),
    ("58", "ve"),
    ("593", "ec"),
    ("598", "uy"),
    ("60", "my"),
    ("61", "au"),
    ("62", "id"),
    ("63", "ph"),
    ("64", "nz"),
    ("65", "sg"),
    ("66", "th"),
    ("7", "ru"),
    ("81", "jp"),
    ("82", "kr"),
    ("84", "vn"),
    ("852", "hk"),
    ("853", "mo"),
    ("855", "kh"),
    ("856", "la"),
    ("86", "cn"),
    ("880", "bd"),
    ("886", "tw"),
    ("90", "tr"),
    ("91", "in"),
    ("92", "pk"),
    ("94", "lk"),
    ("962", "jo"),
    ("965", "kw"),
    ("966", "sa"),
    ("971", "ae"),
    ("972", "il"),
    ("995", "ge"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = phone(text, false)
            .map(|(phone, len)| format!("{} {} of {len}", phone.number, phone.region.unwrap_or("-")));
        assert_eq!(found.unwrap_or_default(), expected, "in {text:?}");
    }

    #[test]
    fn international() {
        check("+65-6993-2383\n", "+6569932383 sg of 13");
        check("+639209823591", "+639209823591 ph of 13");
        check("+886-2-2757-6077.", "+886227576077 tw of 16");
        check("+44 (0)20 7946 0000", "+442079460000 gb of 19");
        check("+353 (01)555 01 00.", "+35315550100 ie of 18");
        check("+46 8 123 456 78, or", "+46812345678 se of 16");
    }

    #[test]
    fn american() {
        check("1-800-555-0123 or", "+18005550123 us of 14");
        check("(302) 555-0123", "+13025550123 us of 14");
        check("1-866-555-0123 (1-866-I-OPT-OUT).", "+18665550123 us of 14");
    }

    #[test]
    fn other_figures() {
        check("2020-07-23", "");
        check("27001:2013", "");
        check("16192 coastal", "");
    }

    #[test]
    fn the_codes_are_sorted() {
        assert!(CODES.is_sorted());
    }
}
