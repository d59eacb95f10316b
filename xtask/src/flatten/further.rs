//! Further damage than the first modes do: what printers, clipboards, page frames and careless scrapers make of a text.

use super::{Chance, Mode, Style, fill, marker, with_marker};
use crate::gold::{Block, GoldKind};

/// The flat text; nothing for the modes that are not of this module.
pub(super) fn render(blocks: &[Block], mode: Mode, style: &Style, chance: &mut Chance) -> String {
    let mut marked = |block: &Block| with_marker(block, style, chance);
    match mode {
        Mode::Hard => lines(blocks.iter().map(|block| fill(&marked(block), "", "", 80))),
        Mode::Paged => paged(blocks, style),
        Mode::Odd => odd(&lines(blocks.iter().map(marked))),
        Mode::Shout => lines(blocks.iter().map(|block| match block.kind {
            GoldKind::Heading => block.text.to_uppercase(),
            _ => block.text.clone(),
        })),
        Mode::Signs => signs(blocks, chance),
        Mode::Doubled => lines(blocks.iter().flat_map(|block| {
            let line = marked(block);
            let copies = if block.kind == GoldKind::Paragraph { 2 } else { 1 };
            vec![line; copies]
        })),
        Mode::Framed => framed(&lines(blocks.iter().map(|block| block.text.clone())), chance),
        Mode::Indented => lines(blocks.iter().map(|block| match (block.kind, block.depth) {
            (GoldKind::Item, depth) => "    ".repeat(depth.unwrap_or(1)) + &block.text,
            _ => block.text.clone(),
        })),
        Mode::Long => long(blocks, &mut marked),
        Mode::Bare => lines(blocks.iter().map(|block| {
            let line = marked(block);
            line.trim_end_matches(['.', ';', ':', ',']).to_owned()
        })),
        Mode::Ruled => ruled(blocks, &mut marked),
        Mode::Sentences => blocks.iter().map(|block| sentences(&marked(block)) + "\n\n").collect(),
        Mode::Tabbed => lines(blocks.iter().map(|block| match block.kind {
            GoldKind::Item => {
                format!("{}{}\t{}", "\t".repeat(block.depth.unwrap_or(1)), marker(block, style), block.text)
            }
            _ => block.text.clone(),
        })),
        _ => String::new(),
    }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}

/// Printed to pages: wrapped lines, blank lines between blocks, and every 46 lines a running title and a page number.
fn paged(blocks: &[Block], style: &Style) -> String {
    const LINES: usize = 46;
    let title = blocks.iter().find(|block| block.kind == GoldKind::Heading);
    let title: Vec<&str> = title.map_or("Notice", |block| &block.text).split(' ').take(5).collect();
    let mut flat = Vec::new();
    for block in blocks {
        let text = match block.kind {
            GoldKind::Item => fill(&format!("{} {}", marker(block, style), block.text), "  ", "    ", 92),
            _ => fill(&block.text, "", "", 92),
        };
        flat.extend(text.lines().map(str::to_owned));
        flat.push(String::new());
    }
    let pages = flat.chunks(LINES).count();
    let mut text = String::new();
    for (page, chunk) in flat.chunks(LINES).enumerate() {
        if page > 0 {
            text += &title.join(" ");
            text.push('\n');
        }
        for line in chunk {
            text += line;
            text.push('\n');
        }
        text += &["Page ", &(page + 1).to_string(), " of ", &pages.to_string(), "\n"].concat();
    }
    text
}

/// A byte order mark, Windows line ends, no-break spaces after small words, soft hyphens in long ones.
fn odd(text: &str) -> String {
    let mut out = String::from('\u{feff}');
    for line in text.lines() {
        for (at, word) in line.split(' ').enumerate() {
            if at > 0 {
                let before = out.rsplit([' ', '\u{a0}', '\n']).next().unwrap_or_default().len();
                out.push(if before < 3 { '\u{a0}' } else { ' ' });
            }
            match word.char_indices().nth(6) {
                Some((cut, _)) if word.chars().count() > 11 && word.chars().all(char::is_alphabetic) => {
                    out.push_str(&word[..cut]);
                    out.push('\u{ad}');
                    out.push_str(&word[cut..]);
                }
                _ => out.push_str(word),
            }
        }
        out.push_str("\r\n");
    }
    out
}

/// As bullets, with signs that are seldom used as markers.
fn signs(blocks: &[Block], chance: &mut Chance) -> String {
    let bullet = chance.pick(&["→", "✓", "»", "❖", "■", "‣", "*", "—", "\u{f0b7}"]);
    let number = chance.pick(&["[n]", "n -", "n:", "n/", "#n", "n.)", "(n.)"]);
    lines(blocks.iter().map(|block| match (block.kind, block.ordered) {
        (GoldKind::Item, Some(true)) => {
            let n = block.n.unwrap_or(1).max(1).to_string();
            format!("{} {}", number.replace('n', &n), block.text)
        }
        (GoldKind::Item, _) => format!("{bullet} {}", block.text),
        _ => block.text.clone(),
    }))
}

const BEFORE: &[&str] = &[
    "Skip to main content",
    "Home",
    "Products",
    "Pricing",
    "Log in",
    "Sign up",
    "We use cookies to give you the best experience on our website.",
    "Accept all",
    "Reject all",
    "Cookie settings",
    "Search",
    "Menu",
    "English",
    "Deutsch",
    "Français",
];

const AFTER: &[&str] = &[
    "Was this page helpful?",
    "Back to top",
    "Follow us",
    "Facebook",
    "Twitter",
    "LinkedIn",
    "Company",
    "About us",
    "Careers",
    "Press",
    "Legal",
    "Terms of Service",
    "Privacy Policy",
    "Cookie Policy",
    "© 2024 Example, Inc. All rights reserved.",
];

/// As inner, with the page's navigation and cookie banner before it and its footer after it.
fn framed(text: &str, chance: &mut Chance) -> String {
    let mut part = |lines: &[&str]| -> String {
        lines.iter().filter(|_| chance.one_in_ten(7)).flat_map(|line| [*line, "\n"]).collect()
    };
    part(BEFORE) + text + &part(AFTER)
}

/// Each section's heading on a line, and all its text on the next.
fn long(blocks: &[Block], marked: &mut impl FnMut(&Block) -> String) -> String {
    let mut text = String::new();
    for section in
        blocks.chunk_by(|one, next| (one.kind == GoldKind::Heading) == (next.kind == GoldKind::Heading))
    {
        let heading = section.first().is_some_and(|block| block.kind == GoldKind::Heading);
        let all: Vec<String> = section.iter().map(&mut *marked).collect();
        text += &all.join(if heading { "\n" } else { " " });
        text.push('\n');
    }
    text
}

/// As glued, with headings underlined and a rule of dashes before each.
fn ruled(blocks: &[Block], marked: &mut impl FnMut(&Block) -> String) -> String {
    let mut text = String::new();
    for block in blocks {
        if block.kind == GoldKind::Heading {
            text += "----------------------------------------\n";
        }
        text += &marked(block);
        text.push('\n');
        if block.kind == GoldKind::Heading {
            text += &"=".repeat(block.text.chars().count().min(60));
            text.push('\n');
        }
    }
    text
}

/// Each sentence on a line of its own.
fn sentences(text: &str) -> String {
    let mut out = String::new();
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        out += word;
        let ends = word.ends_with(['.', '?', '!'])
            && word.chars().count() > 4
            && !word[..word.len() - 1].contains('.');
        let opens = words.peek().is_some_and(|next| next.starts_with(char::is_uppercase));
        if words.peek().is_some() {
            out.push(if ends && opens { '\n' } else { ' ' });
        }
    }
    out
}
