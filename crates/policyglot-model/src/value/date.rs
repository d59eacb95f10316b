//! Calendar dates in the spellings that policies use, as ISO 8601.

use std::fmt;

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n};
use nom::character::complete::{char, one_of, space0};
use nom::combinator::{map_opt, opt, verify};
use nom::sequence::{delimited, preceded, terminated};
use nom::{IResult, Parser};

/// A date, as precise as the text gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        match self.day {
            Some(day) => write!(f, "-{day:02}"),
            None => Ok(()),
        }
    }
}

/// How a language writes dates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style<'v> {
    /// The twelve months in lower case, the spellings of each apart by spaces; may be empty.
    pub(crate) months: &'v [String],
    /// Whether 5/6 is the fifth of June.
    pub(crate) is_day_first: bool,
}

/// The date that `text` starts with, and its length in bytes.
///
/// "5/6/2021" is only a year where the language does not tell day from month: nothing wrong is said.
pub(crate) fn date(text: &str, style: Style<'_>) -> Option<(Date, usize)> {
    let mut spelling = alt((
        |text| year_first(text),
        |text| chinese(text),
        |text| figures(text, style),
        |text| month_first(text, style),
        |text| day_first(text, style),
        |text| month_only(text, style),
    ));
    let (rest, date) = spelling.parse(text).ok()?;
    // "2021-06-155" or "2020th" is something else.
    let ends = !rest.starts_with(|c: char| c.is_ascii_digit());
    ends.then_some((date, text.len() - rest.len()))
}

/// "2021-06-15", "2021/06/15", "2021-06"
fn year_first(text: &str) -> IResult<&str, Date> {
    let (rest, year) = year(text)?;
    let (rest, separator) = one_of("-/.‑")(rest)?;
    let (rest, month) = number(rest)?;
    let day = preceded(char(separator), number).parse(rest);
    match day {
        Ok((rest, day)) => Ok((rest, valid(text, year, Some(month), Some(day))?)),
        Err(_) if separator == '-' => Ok((rest, valid(text, year, Some(month), None)?)),
        Err(error) => Err(error),
    }
}

/// "2020年7月23日"
fn chinese(text: &str) -> IResult<&str, Date> {
    let (rest, year) = terminated(year, (space0, char('年'), space0)).parse(text)?;
    let (rest, month) = terminated(number, (space0, char('月'), space0)).parse(rest)?;
    let (rest, day) = opt(terminated(number, (space0, char('日')))).parse(rest)?;
    Ok((rest, valid(text, year, Some(month), day)?))
}

/// "15/06/2021", "01.03.2022", "01-15-2025"
fn figures<'t>(text: &'t str, style: Style<'_>) -> IResult<&'t str, Date> {
    let (rest, first) = number(text)?;
    let (rest, separator) = delimited(space0, one_of("./-"), space0).parse(rest)?;
    let (rest, second) = number(rest)?;
    let (rest, year) = preceded(delimited(space0, char(separator), space0), year).parse(rest)?;
    let date = if separator == '.' || style.is_day_first || first > 12 {
        valid(text, year, Some(second), Some(first))?
    } else if second > 12 || first == second {
        valid(text, year, Some(first), Some(second))?
    } else {
        valid(text, year, None, None)?
    };
    Ok((rest, date))
}

/// "July 23, 2020", "June 7th, 2014", "jun 15,2021", "September/11, 2025"
fn month_first<'t>(text: &'t str, style: Style<'_>) -> IResult<&'t str, Date> {
    let (rest, month) = month(text, style)?;
    let (rest, _) = (opt(one_of("./")), blanks).parse(rest)?;
    let (rest, day) = terminated(number, ordinal).parse(rest)?;
    let (rest, _) = (opt(one_of(",.")), blanks, opt((tag("of"), blanks))).parse(rest)?;
    let (rest, year) = year(rest)?;
    Ok((rest, valid(text, year, Some(month), Some(day))?))
}

/// "3 maj 2024", "1 August, 2024", "23rd of July 2020", "1. Oktober 2022"
fn day_first<'t>(text: &'t str, style: Style<'_>) -> IResult<&'t str, Date> {
    let (rest, day) = terminated(number, ordinal).parse(text)?;
    let (rest, _) = (opt(one_of(".-")), blanks, opt((alt((tag("of"), tag("de"))), blanks))).parse(rest)?;
    let (rest, month) = month(rest, style)?;
    let (rest, _) = (opt(one_of(",.-")), blanks, opt((alt((tag("of"), tag("de"))), blanks))).parse(rest)?;
    let (rest, year) = year(rest)?;
    Ok((rest, valid(text, year, Some(month), Some(day))?))
}

/// "May, 2023", "April-2024"
fn month_only<'t>(text: &'t str, style: Style<'_>) -> IResult<&'t str, Date> {
    let (rest, month) = month(text, style)?;
    let (rest, _) = (opt(one_of(",.-")), blanks, opt((tag("of"), blanks))).parse(rest)?;
    let (rest, year) = year(rest)?;
    Ok((rest, valid(text, year, Some(month), None)?))
}

#[allow(clippy::unnecessary_wraps, reason = "a parser like the others, which may fail")]
fn blanks(text: &str) -> IResult<&str, ()> {
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
    Ok((rest, ()))
}

/// "7th", "3:e", "1er"
fn ordinal(text: &str) -> IResult<&str, ()> {
    let lower = |suffix: &'static str| move |text| nom::bytes::complete::tag_no_case(suffix)(text);
    let suffix =
        alt((lower("st"), lower("nd"), lower("rd"), lower("th"), lower(":e"), lower(":a"), lower("er")));
    let (rest, _) = opt(suffix).parse(text)?;
    Ok((rest, ()))
}

fn digits(text: &str, least: usize, most: usize) -> IResult<&str, &str> {
    take_while_m_n(least, most, |c: char| c.is_ascii_digit())(text)
}

fn number(text: &str) -> IResult<&str, i8> {
    map_opt(|text| digits(text, 1, 2), |digits: &str| digits.parse().ok()).parse(text)
}

fn year(text: &str) -> IResult<&str, i16> {
    let four = map_opt(|text| digits(text, 4, 4), |digits: &str| digits.parse().ok());
    verify(four, |year| (1900..=2100).contains(year)).parse(text)
}

fn month<'t>(text: &'t str, style: Style<'_>) -> IResult<&'t str, i8> {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    // Most names are in ASCII, and no month.
    let is_same = |spelling: &str| {
        spelling.eq_ignore_ascii_case(name)
            || !name.is_ascii() && spelling.chars().eq(name.chars().flat_map(char::to_lowercase))
    };
    let is_named = |spellings: &String| !name.is_empty() && spellings.split(' ').any(is_same);
    let place = style.months.iter().position(is_named).and_then(|place| i8::try_from(place + 1).ok());
    let error = nom::error::Error::new(text, nom::error::ErrorKind::Alpha);
    place.map(|month| (rest, month)).ok_or(nom::Err::Error(error))
}

/// The date, where the calendar has it.
fn valid(
    text: &str,
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
) -> Result<Date, nom::Err<nom::error::Error<&str>>> {
    let exists = jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).is_ok();
    let error = nom::error::Error::new(text, nom::error::ErrorKind::Verify);
    if exists { Ok(Date { year, month, day }) } else { Err(nom::Err::Error(error)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|\
                           september sep|october oct|november nov|december dec";
    const SWEDISH: &str =
        "januari jan|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december";

    fn check(months: &str, text: &str, expected: &str) {
        let months: Vec<_> = months.split('|').map(str::to_owned).collect();
        let style = Style { months: &months, is_day_first: months[4] == "maj" };
        let found = date(text, style).map(|(date, len)| format!("{date} of {len}")).unwrap_or_default();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn months_by_name() {
        check(ENGLISH, "jun 15,2021\nthis", "2021-06-15 of 11");
        check(ENGLISH, "July 23, 2020", "2020-07-23 of 13");
        check(ENGLISH, "JUNE 7TH, 2014", "2014-06-07 of 14");
        check(ENGLISH, "1 August, 2024", "2024-08-01 of 14");
        check(ENGLISH, "Jan. 5, 2020", "2020-01-05 of 12");
        check(ENGLISH, "September/11, 2025", "2025-09-11 of 18");
        check(ENGLISH, "May, 2023", "2023-05 of 9");
        check(ENGLISH, "APRIL-2024", "2024-04 of 10");
        check(SWEDISH, "3 maj 2024.", "2024-05-03 of 10");
        check(SWEDISH, "3:e maj 2024", "2024-05-03 of 12");
    }

    #[test]
    fn months_in_figures() {
        check(ENGLISH, "2021-06-15", "2021-06-15 of 10");
        check(ENGLISH, "2020年7月23日", "2020-07-23 of 16");
        check(ENGLISH, "15/06/2021", "2021-06-15 of 10");
        check(ENGLISH, "01/15/2025", "2025-01-15 of 10");
        check(ENGLISH, "01.03.2022", "2022-03-01 of 10");
        check(SWEDISH, "05/06/2021", "2021-06-05 of 10");
    }

    #[test]
    fn what_is_in_doubt_is_left_out() {
        check(ENGLISH, "05/06/2021", "2021 of 10");
        check(ENGLISH, "31/02/2021", "");
        check(ENGLISH, "February 30, 2021", "");
        check(ENGLISH, "may 2023 policies", "2023-05 of 8");
        check(ENGLISH, "maybe 2023", "");
    }
}
