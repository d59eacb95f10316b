//! A document as Markdown.

use std::borrow::Cow;
use std::io::{self, Write};

use policyglot_model::record::{BlockRecord, DocumentRecord};

use crate::output::Output;

/// Prints the document as CommonMark with tables: what its authors meant, so without repeated text and page
/// furniture.
pub(crate) fn markdown(document: &DocumentRecord<'_>, output: &mut Output) -> io::Result<()> {
    let titled = document.blocks.iter().any(|block| block.kind == "title");
    let mut printer =
        Printer { out: &mut output.out, below_title: u8::from(titled), open: Vec::new(), before: "" };
    let shown = document.blocks.iter().filter(|block| !matches!(block.kind, "duplicate" | "boilerplate"));
    shown.into_iter().try_for_each(|block| printer.block(block))
}

struct Printer<'o, W> {
    out: &'o mut W,
    /// How many levels the title takes.
    below_title: u8,
    /// Columns that each open item's marker takes, from the outermost.
    open: Vec<usize>,
    /// The kind of the block before.
    before: &'static str,
}

impl<W: Write> Printer<'_, W> {
    fn block(&mut self, block: &BlockRecord<'_>) -> io::Result<()> {
        let kind = match block.kind {
            "item" => "item",
            "row" => "row",
            _ => "other",
        };
        // Items of a list and rows of a table stay together; all else stands apart.
        if !self.before.is_empty() && (kind == "other" || kind != self.before) {
            writeln!(self.out)?;
        }
        if kind != "item" {
            self.open.clear();
        }
        let first_row = kind == "row" && self.before != "row";
        self.before = kind;
        match block.kind {
            "title" => writeln!(self.out, "# {}", escape(&block.text)),
            "heading" => {
                let level = usize::from((block.level + self.below_title).clamp(1, 6));
                let number = block.number.map(|number| format!("{number} ")).unwrap_or_default();
                writeln!(self.out, "{} {number}{}", "#".repeat(level), escape(&block.text))
            }
            "item" => self.item(block),
            "row" => self.row(block, first_row),
            _ => writeln!(self.out, "{}", escape(&block.text)),
        }
    }

    fn item(&mut self, block: &BlockRecord<'_>) -> io::Result<()> {
        self.open.truncate(usize::from(block.depth).saturating_sub(1));
        let indent: usize = self.open.iter().sum();
        let (marker, text) = match block.marker.filter(|_| block.ordered) {
            // Markdown knows "1." and "1)" only; other markers stay as text.
            Some(marker) => match marker.strip_suffix(['.', ')']) {
                Some(number)
                    if number.len() < 10
                        && number.bytes().all(|b| b.is_ascii_digit())
                        && !number.is_empty() =>
                {
                    (format!("{marker} "), escape(&block.text))
                }
                _ => ("- ".to_owned(), Cow::Owned(format!("{} {}", escape(marker), escape(&block.text)))),
            },
            None => ("- ".to_owned(), escape(&block.text)),
        };
        self.open.push(marker.len());
        writeln!(self.out, "{:indent$}{marker}{text}", "")
    }

    fn row(&mut self, block: &BlockRecord<'_>, first: bool) -> io::Result<()> {
        // A table without a header gets an empty one: Markdown has no other table.
        if first && !block.header {
            writeln!(self.out, "|{}", "  |".repeat(block.cells.len()))?;
            writeln!(self.out, "|{}", " --- |".repeat(block.cells.len()))?;
        }
        write!(self.out, "|")?;
        for cell in &block.cells {
            write!(self.out, " {} |", escape(cell).replace('|', "\\|"))?;
        }
        writeln!(self.out)?;
        if first && block.header {
            writeln!(self.out, "|{}", " --- |".repeat(block.cells.len()))?;
        }
        Ok(())
    }
}

/// The text with a backslash before what Markdown would read as markup.
fn escape(text: &str) -> Cow<'_, str> {
    let opens = |text: &str| {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        text.starts_with(['#', '>', '-', '+', '=', '~', '|'])
            || (digits > 0 && text[digits..].starts_with(['.', ')']))
    };
    if !opens(text) && !text.contains(['\\', '`', '*', '_', '[', ']', '<', '&']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in text.char_indices() {
        let opener = at == 0 && matches!(c, '#' | '>' | '-' | '+' | '=' | '~' | '|')
            || (at == digits && digits > 0 && matches!(c, '.' | ')'));
        if opener || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_would_read_is_escaped() {
        assert_eq!(escape("1. *a* <b>"), "1\\. \\*a\\* \\<b>");
        assert_eq!(escape("- a"), "\\- a");
        assert_eq!(escape("a - 1. b"), "a - 1. b");
    }
}
