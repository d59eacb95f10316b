//! Fitting text into columns of a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Breaks `text` between words into lines of at most `width` columns. Longer words are cut. White space, line ends
/// and control characters become single spaces, so that nothing in a document steers the terminal.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        let mut columns = word.width();
        if used > 0 && used + 1 + columns > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if columns <= width {
            line.push_str(word);
            used += columns;
            continue;
        }
        for c in word.chars() {
            columns = c.width().unwrap_or(0);
            if used > 0 && used + columns > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += columns;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// As [`wrap`], with at most `most` lines; what is left out is marked by " …" at the end of the last one.
pub(crate) fn wrap_at_most(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines = wrap(text, width);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = shorten(&format!("{last} …"), width);
        }
    }
    lines
}

/// The text on one line of at most `width` columns: its first words, " … ", its last words.
pub(crate) fn elide(text: &str, width: usize) -> String {
    const GAP: &str = " … ";
    let line = wrap(text, usize::MAX).swap_remove(0);
    if line.width() <= width {
        return line;
    }
    let room = width.saturating_sub(GAP.width());
    let head = wrap(&line, room * 2 / 3).swap_remove(0);
    let mut left = room.saturating_sub(head.width());
    let mut tail = line.len();
    for (at, c) in line.char_indices().rev() {
        match left.checked_sub(c.width().unwrap_or(0)) {
            Some(rest) => (left, tail) = (rest, at),
            None => break,
        }
    }
    let tail = line.get(tail..).unwrap_or_default();
    // Start at a whole word, where there is one.
    let tail = tail.split_once(' ').map_or(tail, |(_, words)| words);
    shorten(&format!("{head}{GAP}{tail}"), width)
}

/// The text and as many spaces as make it `width` columns wide.
pub(crate) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Cuts a line at `width` columns, with "…" as its last one where something is lost.
pub(crate) fn shorten(line: &str, width: usize) -> String {
    if line.width() <= width {
        return line.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for c in line.trim_end_matches('…').chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        short.push(c);
    }
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(wrap("隐私 政策", 5), ["隐私", "政策"]);
        assert_eq!(wrap("abcdefg h", 3), ["abc", "def", "g h"]);
        assert_eq!(wrap("", 3), [""]);
    }

    #[test]
    fn control_characters_never_reach_the_terminal() {
        assert_eq!(wrap("a\u{1b}[31mb", 20), ["a [31mb"]);
    }

    #[test]
    fn long_lines_lose_their_middle() {
        assert_eq!(elide("one two three four five six", 16), "one two … six");
        assert_eq!(elide("one  two", 16), "one two");
        assert_eq!(wrap_at_most("one two three", 5, 2), ["one", "two …"]);
        for width in 0..40 {
            assert!(elide("an example of a somewhat longer line", width).width() <= width.max(1));
        }
    }
}
