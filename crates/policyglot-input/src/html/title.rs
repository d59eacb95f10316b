//! The document's title: the page's only first-level heading, else the `title` element.

use policyglot_parser::HintKind;

use crate::page::{Line, Page};

/// Chooses the title among what the page has.
pub(crate) fn choose(page: &mut Page) {
    let first_level = |kind| kind == Some(HintKind::Heading { level: 1 });
    let element = page.lines.iter().position(|line| line.kind == Some(HintKind::Title));
    let mut headings =
        page.lines.iter().enumerate().filter(|(_, line)| first_level(line.kind) && !line.hidden);
    let shown: Vec<usize> =
        headings.clone().filter(|(_, line)| !line.boilerplate).map(|(at, _)| at).collect();
    let heading = match shown.as_slice() {
        // "What is a cookie? | Acme" over a second-level heading "What is a cookie?"; else the head of the document,
        // which may stand outside of what holds it, unless it is the site's name ("Cookies | Acme", "Acme").
        [] => {
            let of_content =
                |line: &Line| matches!(line.kind, Some(HintKind::Heading { .. })) && !line.boilerplate;
            let named = |at: &usize| element.is_none_or(|element| starts_with(page, element, *at));
            let content = page.lines.iter().position(of_content).filter(|at| element.is_some() && named(at));
            content.or_else(|| headings.next().map(|(at, _)| at).filter(named))
        }
        [one] => Some(*one),
        // "Privacy Policy | Acme" names which of several.
        [first, ..] => Some(*first).filter(|first| {
            let text = |at: usize| page.lines.get(at).map(|line| page.text_of(line)).unwrap_or_default();
            element.is_some_and(|element| memchr::memmem::find(text(element), text(*first)).is_some())
        }),
    };
    // A first-level heading after the first section is a section.
    let earlier = page.lines.iter().take(heading.unwrap_or(0));
    let mut earlier =
        earlier.filter(|line| matches!(line.kind, Some(HintKind::Heading { .. })) && !line.boilerplate);
    let heading = heading.filter(|_| earlier.next().is_none());
    if let Some(line) = heading.and_then(|at| page.lines.get_mut(at)) {
        line.kind = Some(HintKind::Title);
        line.boilerplate = false;
        // What the browser's tab says once more.
        if let Some(element) = element.and_then(|at| page.lines.get_mut(at)) {
            element.boilerplate = true;
        }
    }
}

/// Whether one line's text starts with another's.
fn starts_with(page: &Page, line: usize, start: usize) -> bool {
    let text = |at: usize| page.lines.get(at).map(|line| page.text_of(line)).unwrap_or_default();
    let (line, start) = (text(line), text(start));
    line.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}
