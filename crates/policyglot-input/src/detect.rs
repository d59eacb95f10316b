//! Plain text, HTML or Markdown: told by the content.

/// What a source file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text.
    Text,
    /// HTML.
    Html,
    /// Markdown: CommonMark with tables.
    Markdown,
}

impl Format {
    /// The format's name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Markdown => "markdown",
        }
    }

    /// Tells the format by the content. Plain text in doubt: a policy may have "*" bullets and "1." headings and
    /// still be no Markdown.
    pub fn detect(bytes: &[u8]) -> Self {
        let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
        let head = sample.trim_ascii_start();
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if starts_page(head) {
            return Self::Html;
        }
        let tags = Tags::count(sample);
        let signs = Signs::count(sample);
        // Markdown may hold HTML; a page starts with a tag, or has far more tags than Markdown.
        if tags.blocks >= 3 && (head.starts_with(b"<") || tags.blocks > 2 * signs.all()) {
            Self::Html
        } else if signs.are_markdown() && !runs_together(sample) {
            Self::Markdown
        } else if tags.blocks >= 2 && head.starts_with(b"<") {
            Self::Html
        } else {
            Self::Text
        }
    }
}

/// How much of a file is enough to judge it.
const SAMPLE: usize = 256 * 1024;

fn starts_page(head: &[u8]) -> bool {
    let starts =
        |prefix: &[u8]| head.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let opens = |name: &[u8]| {
        starts(name)
            && head.get(name.len()).is_some_and(|next| next.is_ascii_whitespace() || b">/".contains(next))
    };
    let xhtml = || {
        let sample = head.get(..1024).unwrap_or(head).to_ascii_lowercase();
        memchr::memmem::find(&sample, b"<html").is_some()
    };
    starts(b"<!doctype html")
        || [&b"<html"[..], b"<head", b"<body", b"<title", b"<meta"].into_iter().any(opens)
        || (starts(b"<?xml") || starts(b"<!--")) && xhtml()
}

/// HTML tags in a text.
struct Tags {
    /// End tags of blocks, and line breaks: what prose about HTML seldom has.
    blocks: usize,
}

impl Tags {
    fn count(sample: &[u8]) -> Self {
        const ENDS: &[&[u8]] = &[
            b"/p>",
            b"/div>",
            b"/li>",
            b"/ul>",
            b"/ol>",
            b"/h1>",
            b"/h2>",
            b"/h3>",
            b"/h4>",
            b"/td>",
            b"/tr>",
            b"/table>",
            b"/section>",
            b"br>",
            b"br/>",
            b"br />",
        ];
        let end = |at: usize| {
            let rest = sample.get(at + 1..).unwrap_or_default();
            ENDS.iter().any(|end| rest.get(..end.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(end)))
        };
        Self { blocks: memchr::memchr_iter(b'<', sample).filter(|at| end(*at)).count() }
    }
}

/// What only Markdown writes.
#[derive(Debug, Default)]
struct Signs {
    /// Lines of `#` to `######`, a space and a word.
    headings: usize,
    /// The highest of them is `#` or `##`.
    high: bool,
    /// `[text](target)`.
    links: usize,
    /// `**words**`.
    bold: usize,
    /// The line under a table's head: `| --- | --- |`.
    tables: usize,
}

impl Signs {
    fn count(sample: &[u8]) -> Self {
        let mut signs = Self::default();
        for line in sample.split(|b| *b == b'\n') {
            let line = line.trim_ascii();
            let hashes = line.iter().take_while(|b| **b == b'#').count();
            let rest = line.get(hashes..).unwrap_or_default();
            if (1..=6).contains(&hashes) && rest.first() == Some(&b' ') && rest.len() > 1 {
                signs.headings += 1;
                signs.high |= hashes <= 2;
            }
            signs.tables += usize::from(
                line.contains(&b'|')
                    && memchr::memmem::find(line, b"--").is_some()
                    && line.iter().all(|b| b"|-: \t".contains(b)),
            );
            signs.links +=
                memchr::memmem::find_iter(line, b"](").filter(|at| is_target(line, at + 2)).count();
            let stars: Vec<usize> = memchr::memmem::find_iter(line, b"**").take(4).collect();
            if let [open, close, ..] = stars.as_slice() {
                let after = line.get(open + 2).is_some_and(|b| !b.is_ascii_whitespace() && *b != b'*');
                let before = close.checked_sub(1).and_then(|at| line.get(at));
                signs.bold += usize::from(after && before.is_some_and(|b| !b.is_ascii_whitespace()));
            }
        }
        signs
    }

    const fn all(&self) -> usize {
        self.headings + self.links + self.bold + self.tables
    }

    /// Two kinds of sign, or several of one: "# 1" may be a comment or a number sign, and "[1](see below)" a note.
    /// Low headings alone are what a page showed ("#### Cookie" under headings that lost theirs).
    fn are_markdown(&self) -> bool {
        let kinds = [self.headings, self.links, self.bold, self.tables]
            .into_iter()
            .filter(|count| *count > 0)
            .count();
        kinds >= 2 || self.headings >= 3 && self.high || self.links >= 3 || self.bold >= 3
    }
}

/// Whether most paragraphs are lines that follow each other with no blank line between, as in text copied off a page
/// that shows Markdown's signs by accident ("#### Cookie" above "Purpose: …"): Markdown would make them one paragraph.
fn runs_together(sample: &[u8]) -> bool {
    // Longer than a hard wrap, and ending like a sentence.
    const LINE: usize = 100;
    let mut lines = sample.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).peekable();
    let (mut glued, mut apart) = (0, 0);
    while let Some(line) = lines.next() {
        let Some(next) = lines.peek() else { break };
        if line.is_empty() || next.is_empty() {
            apart += usize::from(!line.is_empty());
        } else if line.len() > LINE
            && line.ends_with(b".")
            && next.first().is_some_and(u8::is_ascii_alphabetic)
        {
            glued += 1;
        }
    }
    glued >= 3 && glued > apart
}

/// Whether a link's target starts at `at`: an address, a path, an anchor.
fn is_target(line: &[u8], at: usize) -> bool {
    let rest = line.get(at..).unwrap_or_default();
    let end = rest.iter().position(|b| *b == b')').unwrap_or(0);
    let target = rest.get(..end).unwrap_or_default();
    let target = target.strip_prefix(b"<").unwrap_or(target);
    let starts = |prefix: &&[u8]| target.starts_with(prefix);
    [&b"http:"[..], b"https:", b"mailto:", b"tel:", b"/", b"#", b"./", b"../", b"www."].iter().any(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Format) {
        assert_eq!(Format::detect(text.as_bytes()), expected, "{text}");
    }

    #[test]
    fn pages_by_their_start_or_their_tags() {
        check("\n<!DOCTYPE html>\n<p>Hi", Format::Html);
        check("<?xml version=\"1.0\"?><html xmlns=\"x\">", Format::Html);
        check("<div><p>We collect</p><p>your name</p></div>", Format::Html);
        check("Privacy<br>We collect<br>your name<br/>", Format::Html);
        check("<email@example.org> is where you reach us", Format::Text);
    }

    #[test]
    fn markdown_by_unambiguous_signs() {
        check("# Privacy\n\nSee [our site](https://example.org).", Format::Markdown);
        check("**What we collect**\n\n- [x](/y)", Format::Markdown);
        check("## One\ntext\n## Two\ntext\n### Three\n", Format::Markdown);
        check("| a | b |\n|---|:-:|\n| 1 | **2** |", Format::Markdown);
    }

    #[test]
    fn plain_policies_stay_plain() {
        check("", Format::Text);
        check("1. Introduction\n* your name\n* your e-mail\n- other\n2. Use", Format::Text);
        check("Call # 5 or write [1] (see below). 2 ** 3 ** 4", Format::Text);
        check("PRIVACY POLICY\n---------------\nWe collect * data", Format::Text);
        let line = format!("{} us.\n", "We use cookies that tell ".repeat(5));
        check(&format!("## Cookie\n{line}## Cookie\n{line}{line}{line}{line}## Cookie\n"), Format::Text);
    }
}
