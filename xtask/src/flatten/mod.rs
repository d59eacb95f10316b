//! Turns structured Markdown policies into the flat texts that scrapers leave behind, with the structure that was lost.

mod further;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::gold::{Block, GoldKind, blocks_of};

/// How a text is flattened: each imitates a way in which real scraped policies arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// One block a line, list markers lost: a browser's `innerText`.
    Inner,
    /// One block a line, markers kept as glyphs or numbers of many kinds, sometimes with no space after.
    Bullets,
    /// As bullets, a blank line between blocks.
    Blank,
    /// As inner, all lower case, runs of spaces from HTML indentation inside paragraphs.
    Lower,
    /// As bullets, but a heading runs into the text after it with no separator.
    Glued,
    /// A section's whole text on one line, then every block again on its own line; lower case.
    Nested,
    /// Hard-wrapped at 72 columns, blank line between blocks, hanging indents: plain-text mail.
    Wrapped,
    /// As bullets, hard-wrapped at 80 columns with no blank line anywhere.
    Hard,
    /// Hard-wrapped, with a running title and a page number every 46 lines: printed to a file.
    Paged,
    /// As bullets, with a byte order mark, Windows line ends, no-break spaces and soft hyphens.
    Odd,
    /// As inner, headings in capitals.
    Shout,
    /// As bullets, with signs that are seldom used as markers (`→`, `[1]`, `#2`).
    Signs,
    /// As bullets, every paragraph twice.
    Doubled,
    /// As inner, with navigation and a cookie banner before the text and a footer after it.
    Framed,
    /// As inner, items indented by their depth.
    Indented,
    /// As bullets, but all text between two headings on one line.
    Long,
    /// As bullets, with no full stop, colon or semicolon at the end of a line.
    Bare,
    /// As bullets, headings underlined, with a rule before each.
    Ruled,
    /// As blank, each sentence on a line of its own.
    Sentences,
    /// Items indented by tabs, with a tab after the marker.
    Tabbed,
}

impl Mode {
    /// The first modes, in the order of the dataset.
    pub const FIRST: [Self; 7] =
        [Self::Inner, Self::Bullets, Self::Blank, Self::Lower, Self::Glued, Self::Nested, Self::Wrapped];

    /// The others: further kinds of damage.
    pub const FURTHER: [Self; 13] = [
        Self::Hard,
        Self::Paged,
        Self::Odd,
        Self::Shout,
        Self::Signs,
        Self::Doubled,
        Self::Framed,
        Self::Indented,
        Self::Long,
        Self::Bare,
        Self::Ruled,
        Self::Sentences,
        Self::Tabbed,
    ];

    /// All modes.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::FIRST.into_iter().chain(Self::FURTHER)
    }

    /// The mode's name in the dataset.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inner => "inner",
            Self::Bullets => "bullets",
            Self::Blank => "blank",
            Self::Lower => "lower",
            Self::Glued => "glued",
            Self::Nested => "nested",
            Self::Wrapped => "wrapped",
            Self::Hard => "hard",
            Self::Paged => "paged",
            Self::Odd => "odd",
            Self::Shout => "shout",
            Self::Signs => "signs",
            Self::Doubled => "doubled",
            Self::Framed => "framed",
            Self::Indented => "indented",
            Self::Long => "long",
            Self::Bare => "bare",
            Self::Ruled => "ruled",
            Self::Sentences => "sentences",
            Self::Tabbed => "tabbed",
        }
    }

    /// The mode of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|mode| mode.name() == name)
    }
}

#[derive(Serialize)]
struct Record<'r> {
    id: &'r str,
    mode: &'static str,
    text: String,
    gold: &'r [Block],
}

/// Flattens every Markdown file under `root` in each of `modes`: one JSON object a line, with what was lost as `gold`.
/// The same files give the same lines. Gives the number of files.
///
/// # Errors
/// Where a file can't be read as UTF-8, or `out` can't be written.
pub fn flatten(root: &Path, out: &mut impl Write, modes: &[Mode]) -> io::Result<usize> {
    let mut files = Vec::new();
    markdown_files(root, &mut files)?;
    files.sort();
    for file in &files {
        let id = file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let name = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", file.display()));
        let blocks = blocks_of(&fs::read_to_string(file).map_err(name)?);
        for &mode in modes {
            let mut chance = Chance::new(&id, mode);
            let record = Record {
                id: &id,
                mode: mode.name(),
                text: render(&blocks, mode, &mut chance),
                gold: &blocks,
            };
            serde_json::to_writer(&mut *out, &record)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(files.len())
}

/// What is left of one Markdown file, named `id`, when it is flattened: the text of its line in [`flatten`]'s dataset.
pub fn render_flat(markdown: &str, id: &str, mode: Mode) -> String {
    render(&blocks_of(markdown), mode, &mut Chance::new(id, mode))
}

fn markdown_files(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            markdown_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    Ok(())
}

/// Choices that look random and depend on nothing but the document and the mode (splitmix64).
struct Chance(u64);

impl Chance {
    fn new(id: &str, mode: Mode) -> Self {
        let bytes = id.bytes().chain([b'|']).chain(mode.name().bytes());
        Self(
            bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
            }),
        )
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let at = self.next() % from.len().max(1) as u64;
        from[usize::try_from(at).unwrap_or(0)]
    }

    fn one_in_ten(&mut self, times: u64) -> bool {
        self.next() % 10 < times
    }
}

const BULLETS: [[&str; 3]; 9] = [
    ["●", "○", "▪"],
    ["•", "◦", "▪"],
    ["·", "·", "·"],
    ["-", "-", "-"],
    ["*", "+", "-"],
    ["–", "–", "–"],
    ["o", "-", "*"],
    ["", "➢", "■"],
    ["►", "▸", "-"],
];

/// `n` is the number, `a` the letter, `A` the capital letter, `r` the Roman number.
const ORDERED: [[&str; 3]; 6] = [
    ["n.", "a.", "r."],
    ["(n)", "(a)", "(r)"],
    ["n)", "a)", "r)"],
    ["n、", "(n)", "n)"],
    ["A.", "n.", "a."],
    ["a)", "r)", "n)"],
];

struct Style {
    bullet: [&'static str; 3],
    ordered: [&'static str; 3],
    gap: &'static str,
    ragged: bool,
}

fn render(blocks: &[Block], mode: Mode, chance: &mut Chance) -> String {
    let style = Style {
        bullet: chance.pick(&BULLETS),
        ordered: chance.pick(&ORDERED),
        gap: chance.pick(&[" ", " ", "  ", "\t"]),
        ragged: chance.one_in_ten(5),
    };
    let mut marked = |block: &Block| with_marker(block, &style, chance);
    let lines: Vec<String> = match mode {
        Mode::Inner => blocks.iter().map(|block| block.text.clone()).collect(),
        Mode::Bullets | Mode::Blank => blocks.iter().map(marked).collect(),
        Mode::Lower => blocks.iter().map(lower).collect(),
        Mode::Glued => glued(blocks, &mut marked),
        Mode::Nested => nested(blocks),
        Mode::Wrapped => blocks.iter().map(|block| wrapped(block, &style)).collect(),
        further => return further::render(blocks, further, &style, chance),
    };
    let between = if matches!(mode, Mode::Blank | Mode::Wrapped) { "\n\n" } else { "\n" };
    lines.join(between) + "\n"
}

fn lower(block: &Block) -> String {
    let text = block.text.to_lowercase();
    if block.kind != GoldKind::Paragraph {
        return text;
    }
    let words = text.split(' ').enumerate();
    let spaced =
        words.map(|(at, word)| if at % 15 == 14 { format!("{:11}{word}", "") } else { word.to_owned() });
    spaced.collect::<Vec<_>>().join(" ")
}

fn glued(blocks: &[Block], marked: &mut impl FnMut(&Block) -> String) -> Vec<String> {
    let mut lines = Vec::new();
    let mut held = String::new();
    for block in blocks {
        match block.kind {
            GoldKind::Heading => {
                held.push_str(&block.text);
                continue;
            }
            GoldKind::Paragraph => lines.push(held.clone() + &marked(block)),
            GoldKind::Item => {
                lines.extend((!held.is_empty()).then(|| held.clone()));
                lines.push(marked(block));
            }
        }
        held.clear();
    }
    lines.extend((!held.is_empty()).then_some(held));
    lines
}

fn nested(blocks: &[Block]) -> Vec<String> {
    let mut lines = Vec::new();
    let before = blocks.iter().take_while(|block| block.kind != GoldKind::Heading).count();
    lines.extend(blocks[..before].iter().map(|block| block.text.to_lowercase()));
    for section in blocks[before..].chunk_by(|_, block| block.kind != GoldKind::Heading) {
        lines.push(section.iter().map(|block| block.text.as_str()).collect::<String>().to_lowercase());
        lines.extend(section.iter().skip(1).map(|block| block.text.to_lowercase()));
    }
    lines
}

fn wrapped(block: &Block, style: &Style) -> String {
    if block.kind != GoldKind::Item {
        return fill(&block.text, "", "", 72);
    }
    let indent = "  ".repeat(block.depth.unwrap_or(1).saturating_sub(1));
    let marker =
        Some(marker(block, style)).filter(|marker| !marker.is_empty()).unwrap_or_else(|| "-".to_owned());
    let hanging = " ".repeat(marker.chars().count() + 1);
    fill(&block.text, &format!("{indent}{marker} "), &format!("{indent}{hanging}"), 72)
}

/// Fills lines of at most `width` characters, never breaking a word.
fn fill(text: &str, first_indent: &str, indent: &str, width: usize) -> String {
    let mut out = first_indent.to_owned();
    let mut column = first_indent.chars().count();
    let mut fresh = true;
    for word in text.split(|c: char| c.is_ascii_whitespace()).filter(|word| !word.is_empty()) {
        let len = word.chars().count();
        if !fresh && column + 1 + len > width {
            out.push('\n');
            out.push_str(indent);
            column = indent.chars().count();
        } else if !fresh {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += len;
        fresh = false;
    }
    out
}

fn with_marker(block: &Block, style: &Style, chance: &mut Chance) -> String {
    if block.kind != GoldKind::Item {
        return block.text.clone();
    }
    let marker = marker(block, style);
    let glued = style.ragged && chance.one_in_ten(3);
    // These would not be markers without a space.
    let gap = match marker.as_str() {
        "-" | "*" | "+" | "o" | "–" => " ",
        _ if glued => "",
        _ => style.gap,
    };
    marker + gap + &block.text
}

fn marker(block: &Block, style: &Style) -> String {
    let depth = block.depth.unwrap_or(1).clamp(1, 3) - 1;
    if !block.ordered.unwrap_or(false) {
        return style.bullet[depth].to_owned();
    }
    let n = block.n.unwrap_or(1).max(1);
    let letter = char::from(b'a' + u8::try_from((n - 1) % 26).unwrap_or(0));
    let mut out = String::new();
    for c in style.ordered[depth].chars() {
        match c {
            'n' => out.push_str(&n.to_string()),
            'a' => out.push(letter),
            'A' => out.push(letter.to_ascii_uppercase()),
            'r' => out.push_str(&roman(n.min(39))),
            other => out.push(other),
        }
    }
    out
}

fn roman(mut n: u64) -> String {
    let mut out = String::new();
    for (value, letters) in [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")] {
        while n >= value {
            out.push_str(letters);
            n -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str =
        "# Privacy\n\nWe collect:\n\n1. your name\n2. your e-mail\n\n   in full\n- and **more**\n";

    fn check(mode: Mode, expected: &str) {
        assert_eq!(render(&blocks_of(POLICY), mode, &mut Chance::new("policy.md", mode)), expected);
    }

    #[test]
    fn every_mode_has_every_block() {
        check(Mode::Inner, "Privacy\nWe collect:\nyour name\nyour e-mail\nin full\nand more\n");
        check(Mode::Lower, "privacy\nwe collect:\nyour name\nyour e-mail\nin full\nand more\n");
        check(
            Mode::Nested,
            "privacywe collect:your nameyour e-mailin fulland more\nwe collect:\nyour name\nyour e-mail\nin full\nand more\n",
        );
        for mode in Mode::all() {
            let text = || render(&blocks_of(POLICY), mode, &mut Chance::new("policy.md", mode));
            assert_eq!(text(), text());
            let words = text().to_lowercase().replace('\u{a0}', " ");
            assert!(words.contains("your e-mail"), "{words}");
        }
    }

    #[test]
    fn long_lines_are_filled() {
        let text = "word ".repeat(20);
        let filled = fill(&text, "● ", "  ", 72);
        assert!(filled.lines().all(|line| line.chars().count() <= 72));
        assert_eq!(filled.lines().nth(1), Some("  word word word word word word"));
    }

    #[test]
    fn roman_numbers() {
        assert_eq!([1, 4, 9, 14, 39].map(roman), ["i", "iv", "ix", "xiv", "xxxix"]);
    }
}
