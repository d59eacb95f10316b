//! Readings made readable line by line beside the source: what `explain` prints and the snapshots hold.
//!
//! Each line names the line of the source first. Texts are cut in their middle. Nothing depends on paths or on the
//! order of a map.

use std::fmt::Write as _;

use policyglot_lexer::{Span, TokenKind};
use policyglot_model::record::{Places, collapse};
use policyglot_model::{Concepts, Fact, Modality, Policy};
use policyglot_parser::{BlockKind, Document};

use crate::subject::Subject;

/// The tokens, one line of the source a line.
pub fn tokens(subject: &Subject<'_>) -> String {
    let tokens = subject.tokens();
    let mut out = String::new();
    let mut current = None;
    for &token in tokens.as_slice() {
        let line = line(subject, token.span);
        if current != Some(line) {
            let _ = write!(out, "{}L{line:<4}", if current.is_some() { "\n" } else { "" });
            current = Some(line);
        }
        let name = format!("{:?}", token.kind);
        let name = name.split([' ', '(', '{']).next().unwrap_or_default().to_owned();
        let _ = match token.kind {
            TokenKind::LineEnd => Ok(()),
            kind if kind.is_space() || kind == TokenKind::BlankLines => write!(out, " {name}"),
            TokenKind::Indent => write!(out, " {name}×{}", tokens.text(token).chars().count()),
            _ => write!(out, " {name} {}", quote(tokens.text(token), 7)),
        };
    }
    if current.is_some() {
        out.push('\n');
    }
    out
}

/// The blocks, each with what the parser noticed there.
pub fn outline(subject: &Subject<'_>, document: &Document<'_>) -> String {
    let mut out = String::new();
    let mut notes = document.notes().iter().peekable();
    let mut level = 0;
    for block in document.blocks() {
        let indent = match block.kind {
            BlockKind::Heading => {
                level = usize::from(block.level);
                level - usize::from(level > 0)
            }
            BlockKind::Item => level + usize::from(block.depth) - usize::from(block.depth > 0),
            _ => level,
        };
        let first = line(subject, block.span);
        let last = line(subject, Span::new(block.span.end.saturating_sub(1), block.span.end)).max(first);
        let lines = if last > first { format!("L{first}-{last}") } else { format!("L{first}") };
        let _ = write!(out, "{lines:<8}{:width$}{}", "", block.kind.name(), width = indent * 2);
        let _ = match block.kind {
            BlockKind::Heading => write!(out, " {}", block.level),
            BlockKind::Item => write!(out, " {}", block.depth),
            _ => Ok(()),
        };
        for (flag, name) in
            [(block.ordered, "ordered"), (block.leads_list, "leads-list"), (block.header, "header")]
        {
            if flag {
                let _ = write!(out, " {name}");
            }
        }
        if let Some(of) = block.of.and_then(|id| document.block(id)) {
            let _ = write!(out, " of L{}", line(subject, of.span));
        }
        for (part, name) in [(block.marker, "marker"), (block.term, "term")] {
            if let Some(part) = part {
                let _ = write!(out, " {name}={}", quote(part.of(document.source()), 12));
            }
        }
        let _ = writeln!(out, " {}", quote(block.body.of(document.source()), 12));
        for cell in &block.cells {
            let text = quote(cell.of(document.source()), 12);
            let _ = writeln!(out, "{:8}{:width$}| {text}", "", "", width = indent * 2);
        }
        while let Some(note) = notes.next_if(|note| note.span.start < block.span.end) {
            let _ = writeln!(
                out,
                "{:8}{:width$}! {} L{}: {}",
                "",
                "",
                note.code,
                line(subject, note.span),
                note.message,
                width = indent * 2
            );
        }
    }
    out
}

/// The facts in the order of their places.
pub fn facts(subject: &Subject<'_>, document: &Document<'_>, policy: &Policy, concepts: &Concepts) -> String {
    let mut rows: Vec<_> = policy
        .facts
        .iter()
        .map(|fact| {
            let at = subject.origin(fact.span);
            (at.start, fact.kind, at.end, fact_line(subject, document, fact, concepts))
        })
        .collect();
    rows.sort();
    rows.into_iter().map(|(.., row)| row).collect()
}

fn fact_line(subject: &Subject<'_>, document: &Document<'_>, fact: &Fact, concepts: &Concepts) -> String {
    let text = |span: Span| quote(span.of(document.source()), 16);
    let mut out = format!("L{:<4} {:<14}", line(subject, fact.span), fact.kind.name());
    let not = if fact.negated { "not " } else { "" };
    let _ =
        write!(out, " {not}{}", fact.value.as_deref().unwrap_or(if fact.missing { "(lost)" } else { "?" }));
    let mut flags: Vec<String> = Vec::new();
    if let Some(concept) = fact.concept {
        flags.push(concepts.get(concept).id.clone());
    }
    flags.extend(fact.details.name.as_ref().map(|name| format!("name={name}")));
    flags.extend(fact.details.aliases.iter().map(|alias| format!("alias={alias}")));
    flags.extend((fact.missing && fact.value.is_some()).then(|| "missing".to_owned()));
    flags.extend(fact.mode.map(|mode| format!("{mode:?}").to_lowercase()));
    flags.extend(fact.actor.map(|actor| format!("{actor:?}").to_lowercase()));
    flags.extend(fact.modality.map(|modality| modality_name(modality).to_owned()));
    flags.extend(fact.details.channel.as_ref().map(|channel| format!("by={channel}")));
    flags.extend(fact.details.region.as_ref().map(|region| format!("region={region}")));
    flags.extend(fact.details.purpose_of.as_ref().map(|of| format!("for={of}")));
    flags.extend(fact.details.condition.as_ref().map(|condition| format!("if={}", quote(condition, 12))));
    flags.extend(fact.details.rule.map(str::to_owned));
    flags.extend(fact.details.severity.map(|severity| format!("{severity:?}").to_lowercase()));
    if !flags.is_empty() {
        let _ = write!(out, " [{}]", flags.join("; "));
    }
    let _ = write!(out, " {}", text(fact.span));
    if let Some(second) = fact.details.second {
        let _ = write!(out, " <> L{} {}", line(subject, second), text(second));
    }
    out.push('\n');
    out
}

/// The practices in reading order, and below them each sentence that looks like one but gave none.
pub fn practices(
    subject: &Subject<'_>,
    document: &Document<'_>,
    policy: &Policy,
    concepts: &Concepts,
) -> String {
    let mut out = String::new();
    for practice in &policy.practices {
        let name = |id| {
            let id: &str = &concepts.get(id).id;
            id.split_once('.').map_or(id, |(_, name)| name)
        };
        let _ = write!(
            out,
            "L{:<4} {:<12}{:<9}{}",
            line(subject, practice.span),
            format!("{:?}", practice.actor).to_lowercase(),
            modality_name(practice.modality),
            name(practice.action)
        );
        for (title, list, grouped) in [
            ("data", &practice.data, false),
            ("for", &practice.purposes, true),
            ("to", &practice.recipients, true),
        ] {
            let mut names: Vec<&str> = Vec::new();
            for &(id, _) in list {
                let name = name(if grouped { concepts.root(id) } else { id });
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            if !names.is_empty() {
                let _ = write!(out, " | {title}: {}", names.join(", "));
            }
        }
        if let Some(mode) = practice.mode {
            let _ = write!(out, " | {}", format!("{mode:?}").to_lowercase());
        }
        for condition in &practice.conditions {
            let _ = write!(out, " | if {}", quote(condition.of(document.source()), 12));
        }
        let _ = writeln!(out, " | {}", quote(practice.span.of(document.source()), 16));
    }
    for covered in &policy.coverage {
        if covered.coverage == policyglot_model::Coverage::Missed {
            let text = quote(covered.sentence.of(document.source()), 16);
            let _ = writeln!(out, "L{:<4} missed      {text}", line(subject, covered.sentence));
        }
    }
    out
}

const fn modality_name(modality: Modality) -> &'static str {
    match modality {
        Modality::Does => "does",
        Modality::May => "may",
        Modality::Must => "must",
        Modality::DoesNot => "does-not",
    }
}

fn line(subject: &Subject<'_>, span: Span) -> u32 {
    subject.line(subject.origin(span).start)
}

/// The text in quotes; of more than `most` words, the first and last half of them.
fn quote(text: &str, most: usize) -> String {
    let text = collapse(text);
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() <= most {
        return format!("\"{text}\"");
    }
    let (first, last) = (most.div_ceil(2), most / 2);
    format!("\"{} … {}\"", words[..first].join(" "), words[words.len() - last..].join(" "))
}
