//! The structure of a Markdown document, as the gold of the structure benchmark has it.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

/// What a gold block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum GoldKind {
    /// Opens a section.
    Heading,
    /// One entry of a list.
    Item,
    /// Running text.
    Paragraph,
}

/// One block that a tool should find in the flat text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Block {
    /// What it is.
    pub(crate) kind: GoldKind,
    /// Headings: the depth in the tree that they form, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) level: Option<usize>,
    /// Items: how many lists are open, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) depth: Option<usize>,
    /// Items: whether the list is numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ordered: Option<bool>,
    /// Items: the number in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) n: Option<u64>,
    /// The text, white space collapsed.
    pub(crate) text: String,
    /// In the text, but a tool is neither rewarded nor punished for what it makes of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) ambiguous: bool,
}

impl Block {
    fn paragraph(text: String) -> Self {
        let kind = GoldKind::Paragraph;
        Self { kind, level: None, depth: None, ordered: None, n: None, text, ambiguous: false }
    }
}

/// The gold blocks of a Markdown document (CommonMark with tables), in reading order.
pub(crate) fn blocks_of(markdown: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        reader.event(event);
    }
    reader.end_inline();
    let mut blocks = reader.blocks;
    // Heading levels become depths in the tree that they form.
    let mut open: Vec<usize> = Vec::new();
    for block in blocks.iter_mut().filter(|block| block.kind == GoldKind::Heading) {
        if block.ambiguous {
            block.level = Some(open.len() + 1);
            continue;
        }
        let level = block.level.unwrap_or(1);
        open.retain(|outer| *outer < level);
        open.push(level);
        block.level = Some(open.len());
    }
    blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The open lists: whether numbered, and the number of the current item.
    lists: Vec<(bool, u64)>,
    /// The open items: whether they have no text yet.
    fresh: Vec<bool>,
    in_table: bool,
    /// The heading being read, with its level.
    heading: Option<usize>,
    /// Code or HTML being read.
    raw: Option<String>,
    /// The run of inline content being read.
    inline: Option<Inline>,
    images: usize,
}

#[derive(Default)]
struct Inline {
    text: String,
    strong: usize,
    /// Text outside of bold was seen, text was seen.
    plain: bool,
    any: bool,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Strong) => self.inline().strong += 1,
            Event::End(TagEnd::Strong) => self.inline().strong -= 1,
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => self.images -= 1,
            Event::Start(Tag::Emphasis | Tag::Link { .. }) | Event::End(TagEnd::Emphasis | TagEnd::Link) => {}
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::Html(text) if self.raw.is_some() => {
                self.raw.get_or_insert_default().push_str(&text);
            }
            Event::Text(text) | Event::Code(text) if self.images == 0 => self.text(&text),
            Event::SoftBreak if self.images == 0 => self.inline().text.push(' '),
            Event::HardBreak if self.images == 0 => self.inline().text.push('\n'),
            Event::InlineHtml(tag) if self.images == 0 && tag.to_lowercase().starts_with("<br") => {
                self.inline().text.push('\n');
            }
            _ => {}
        }
    }

    fn inline(&mut self) -> &mut Inline {
        self.inline.get_or_insert_default()
    }

    fn text(&mut self, text: &str) {
        let inline = self.inline();
        inline.text.push_str(text);
        if !text.trim().is_empty() {
            inline.any = true;
            inline.plain |= inline.strong == 0;
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        self.end_inline();
        match tag {
            Tag::List(start) => {
                self.lists.push((start.is_some(), start.filter(|start| *start > 0).unwrap_or(1) - 1));
            }
            Tag::Item => {
                self.fresh.push(true);
                if let Some((_, n)) = self.lists.last_mut() {
                    *n += 1;
                }
            }
            Tag::Heading { level, .. } => self.heading = Some(*level as usize),
            Tag::CodeBlock(_) | Tag::HtmlBlock => self.raw = Some(String::new()),
            Tag::Table(_) => self.in_table = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.end_inline();
        match tag {
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::Item => drop(self.fresh.pop()),
            TagEnd::Heading(_) => {
                self.heading = None;
                if let Some(fresh) = self.fresh.last_mut() {
                    *fresh = false;
                }
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                let raw = without_tags(&self.raw.take().unwrap_or_default());
                let lines = raw.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
                let lines = lines.filter(|line| !line.is_empty());
                self.blocks.extend(lines.map(|text| Block { ambiguous: true, ..Block::paragraph(text) }));
            }
            TagEnd::Table => self.in_table = false,
            _ => {}
        }
    }

    /// The end of a paragraph, a heading, a cell, or the text of a tight item.
    fn end_inline(&mut self) {
        let Some(inline) = self.inline.take() else { return };
        let text = collapse(&inline.text);
        if let Some(level) = self.heading {
            let text = text.replace('\n', " ").trim().to_owned();
            if !text.is_empty() {
                self.blocks.push(Block {
                    kind: GoldKind::Heading,
                    level: Some(level),
                    ..Block::paragraph(text)
                });
            }
            return;
        }
        let lines: Vec<&str> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
        let several = lines.len() > 1;
        let all_bold = inline.any && !inline.plain;
        for line in lines {
            let mut block = Block::paragraph(line.to_owned());
            let fresh = self.fresh.last_mut();
            if self.in_table {
                block.ambiguous = true;
            } else if let Some(fresh) = fresh {
                block.ambiguous = !*fresh || several;
                if std::mem::take(fresh) {
                    let (ordered, n) = self.lists.last().copied().unwrap_or_default();
                    block.kind = GoldKind::Item;
                    (block.depth, block.ordered, block.n) = (Some(self.lists.len()), Some(ordered), Some(n));
                }
            } else if all_bold && line.split_whitespace().count() <= 14 {
                (block.kind, block.ambiguous) = (GoldKind::Heading, true);
            } else {
                block.ambiguous = several;
            }
            self.blocks.push(block);
        }
    }
}

/// Runs of spaces, tabs and non-breaking spaces as one space.
fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !matches!(c, ' ' | '\t' | '\u{A0}') {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.trim().to_owned()
}

/// Each HTML tag as one space.
fn without_tags(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        out.push_str(before);
        match tag.find('>') {
            Some(end) if end > 1 => {
                out.push(' ');
                rest = &tag[end + 1..];
            }
            _ => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, expected: &[&str]) {
        let show = |block: &Block| {
            let kind = match block.kind {
                GoldKind::Heading => format!("h{}", block.level.unwrap_or(0)),
                GoldKind::Item => format!("i{}.{}", block.depth.unwrap_or(0), block.n.unwrap_or(0)),
                GoldKind::Paragraph => "p".to_owned(),
            };
            format!("{kind}{} {}", if block.ambiguous { "?" } else { "" }, block.text)
        };
        assert_eq!(blocks_of(markdown).iter().map(show).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn headings_form_a_tree() {
        check("## A\n#### B\n**C**\n\n### D\n## E", &["h1 A", "h2 B", "h3? C", "h2 D", "h1 E"]);
    }

    #[test]
    fn items_and_what_follows_in_them() {
        check(
            "3. a\n   - b\n   - **c**\n\n     d\n4. e  \n   f",
            &["i1.3 a", "i2.1 b", "i2.2 c", "p? d", "i1.4? e", "p? f"],
        );
    }

    #[test]
    fn what_is_ambiguous() {
        check(
            "x<br>y\n\n|a|b|\n|-|-|\n|1||\n\n<div>H <b>t</b>\n</div>",
            &["p? x", "p? y", "p? a", "p? b", "p? 1", "p? H t"],
        );
    }
}
