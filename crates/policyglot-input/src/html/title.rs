//! The document's title: the heading that the `title` element begins with, else the page's only first-level heading,
//! else the `title` element.

use policyglot_parser::HintKind;

use crate::page::{Line, Page};

/// Chooses the title among what the page has.
pub(crate) fn choose(page: &mut Page) {
    let element = page.lines.iter().position(|line| line.kind == Some(HintKind::Title));
    let Some(at) = named(page, element).or_else(|| only(page, element)) else { return };
    let Some(line) = page.lines.get_mut(at) else { return };
    line.kind = Some(HintKind::Title);
    let (outside, region) = (line.boilerplate, line.region);
    line.boilerplate = false;
    if outside {
        // "Last updated: 4 May", under the title in the head of the page.
        for line in page.lines.iter_mut().filter(|line| line.region == region && line.linked == 0) {
            line.boilerplate = false;
        }
    }
    // What the browser's tab says once more.
    if let Some(element) = element.and_then(|at| page.lines.get_mut(at)) {
        element.boilerplate = true;
    }
}

/// The first heading of the content that the `title` element begins with: "What is a cookie?" of "What is a cookie? |
/// Acme". Headings before it that the element names too are the site's name ("Acme") and become furniture.
fn named(page: &mut Page, element: Option<usize>) -> Option<usize> {
    let title = text(page, element?).to_vec();
    let mut site: Vec<usize> = Vec::new();
    let headings = page.lines.iter().enumerate().filter(|(_, line)| is_heading(line) && !line.boilerplate);
    for (at, line) in headings {
        let text = page.text_of(line);
        if title.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text)) {
            for at in site {
                if let Some(line) = page.lines.get_mut(at) {
                    line.boilerplate = true;
                }
            }
            return Some(at);
        }
        memchr::memmem::find(&title, text)?;
        site.push(at);
    }
    None
}

/// The only first-level heading, in the content or, where that has none, outside of it.
fn only(page: &Page, element: Option<usize>) -> Option<usize> {
    let first_level = |line: &Line| line.kind == Some(HintKind::Heading { level: 1 }) && !line.hidden;
    let all = || page.lines.iter().enumerate().filter(|(_, line)| first_level(line));
    let mut shown = all().filter(|(_, line)| !line.boilerplate).map(|(at, _)| at);
    let at = match (shown.next(), shown.next()) {
        (Some(one), None) => one,
        (Some(_), Some(_)) => return None,
        // The head of the document may stand outside of what holds it, and so does the site's name.
        (None, _) => {
            let (at, line) = all().next()?;
            let title = element.map(|element| text(page, element)).unwrap_or_default();
            if memchr::memmem::find(title, page.text_of(line)).is_some_and(|found| found > 0) {
                return None;
            }
            at
        }
    };
    // A first-level heading after the first section is a section.
    let mut earlier = page.lines.iter().take(at).filter(|line| is_heading(line) && !line.boilerplate);
    earlier.next().is_none().then_some(at)
}

fn is_heading(line: &Line) -> bool {
    matches!(line.kind, Some(HintKind::Heading { .. }))
}

fn text(page: &Page, at: usize) -> &[u8] {
    page.lines.get(at).map(|line| page.text_of(line)).unwrap_or_default()
}
