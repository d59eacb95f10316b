//! What a policy says, for people: grouped, each statement with its line and the words that say it.

use std::io::{self, Write};

use anstyle::Style;
use policyglot_model::record::{CoverageRecord, FactRecord, PolicyRecord, PracticeRecord};
use policyglot_model::{Actor, FactKind, Modality, Mode, Severity};

use super::layout::{elide, pad, wrap_at_most};
use super::style::{ALERT, ASIDE, HEADING, VALUE};
use crate::output::Output;

/// Prints a policy: first what the document is, then what is done with data, then all else by kind.
pub(crate) fn table(policy: &PolicyRecord<'_>, output: &mut Output) -> io::Result<()> {
    writeln!(output.out, "{HEADING}{}{HEADING:#}", elide(policy.document, output.width))?;
    let columns = Columns::new(output.width);
    if !policy.about.is_empty() {
        heading("About", policy.about.len(), output)?;
        for fact in &policy.about {
            let label = format!("{}: {}", fact.kind.name(), value(fact));
            columns.entry(&label, VALUE, &detail(fact), &[evidence(fact)], output)?;
        }
    }
    if !policy.practices.is_empty() {
        heading("Practices", policy.practices.len(), output)?;
        for practice in &policy.practices {
            let label = practice_label(practice);
            columns.entry(
                &label,
                VALUE,
                &practice_detail(practice),
                &[(practice.line, practice.quote)],
                output,
            )?;
        }
    }
    for kind in FactKind::ALL {
        let Some(facts) = policy.facts.get(kind.name()) else { continue };
        heading(title(kind), facts.len(), output)?;
        for group in groups(facts) {
            let Some(&first) = group.first() else { continue };
            let style = if first.missing || first.kind == FactKind::Defect { ALERT } else { VALUE };
            if kind == FactKind::Topic {
                let lines: Vec<String> = group.iter().map(|fact| format!("L{}", fact.line)).collect();
                columns.lines(&value(first), &lines.join(", "), output)?;
                continue;
            }
            let evidence: Vec<_> = group
                .iter()
                .flat_map(|fact| std::iter::once(evidence(fact)).chain(fact.line2.zip(fact.quote2)))
                .collect();
            columns.entry(&value(first), style, &detail(first), &evidence, output)?;
        }
    }
    Ok(())
}

/// Prints how well a document was understood, and each sentence that was missed.
pub(crate) fn coverage(coverage: &CoverageRecord<'_>, output: &mut Output) -> io::Result<()> {
    let CoverageRecord { document, understood, missed, other, missed_sentences } = coverage;
    let sentences = understood + missed + other;
    writeln!(output.out, "{HEADING}{}{HEADING:#}", elide(document, output.width))?;
    writeln!(
        output.out,
        "{sentences} sentences: {understood} understood, {missed} missed, {other} other text"
    )?;
    for sentence in missed_sentences {
        let quote = wrap_at_most(sentence.quote, output.width.saturating_sub(8), usize::MAX);
        for (at, text) in quote.iter().enumerate() {
            let line = if at == 0 { format!("L{}", sentence.line) } else { String::new() };
            writeln!(output.out, "{ASIDE}{line:>6}{ASIDE:#}  {text}")?;
        }
    }
    Ok(())
}

/// Widths of the columns: what is said, its line, the words that say it.
struct Columns {
    value: usize,
    quote: usize,
}

/// Columns of the indent, of "L1234", and of the spaces between.
const BETWEEN: usize = 2 + 2 + 6 + 2;
/// Lines that a quote takes at most.
const QUOTE_LINES: usize = 3;

impl Columns {
    fn new(width: usize) -> Self {
        let room = width.saturating_sub(BETWEEN).max(2);
        let value = (room * 2 / 5).clamp(1, 40);
        Self { value, quote: room - value }
    }

    /// Prints the label and its details beside the places that say it.
    fn entry(
        &self,
        label: &str,
        style: Style,
        detail: &str,
        evidence: &[(u32, &str)],
        output: &mut Output,
    ) -> io::Result<()> {
        let mut left: Vec<_> =
            wrap_at_most(label, self.value, 4).into_iter().map(|line| (style, line)).collect();
        if !detail.is_empty() {
            let lines = wrap_at_most(detail, self.value.saturating_sub(2), 6);
            left.extend(lines.into_iter().map(|line| (ASIDE, format!("  {line}"))));
        }
        let right: Vec<_> = evidence
            .iter()
            .flat_map(|&(line, quote)| {
                let quote = wrap_at_most(quote, self.quote, QUOTE_LINES);
                let line = move |at| if at == 0 { format!("L{line}") } else { String::new() };
                quote.into_iter().enumerate().map(move |(at, text)| (line(at), text))
            })
            .collect();
        self.rows(&left, &right, output)
    }

    /// Prints the label beside a list of lines of the source.
    fn lines(&self, label: &str, lines: &str, output: &mut Output) -> io::Result<()> {
        let left: Vec<_> = wrap_at_most(label, self.value, 4).into_iter().map(|line| (VALUE, line)).collect();
        let right: Vec<_> = wrap_at_most(lines, self.quote, QUOTE_LINES)
            .into_iter()
            .map(|text| (String::new(), text))
            .collect();
        self.rows(&left, &right, output)
    }

    /// Prints two columns side by side.
    fn rows(
        &self,
        left: &[(Style, String)],
        right: &[(String, String)],
        output: &mut Output,
    ) -> io::Result<()> {
        for at in 0..left.len().max(right.len()) {
            let (style, label) =
                left.get(at).map_or((Style::new(), ""), |(style, label)| (*style, label.as_str()));
            let Some((line, quote)) = right.get(at) else {
                writeln!(output.out, "  {style}{label}{style:#}")?;
                continue;
            };
            let label = pad(label, self.value);
            writeln!(output.out, "  {style}{label}{style:#}  {ASIDE}{line:>6}{ASIDE:#}  {quote}")?;
        }
        Ok(())
    }
}

fn heading(text: &str, count: usize, output: &mut Output) -> io::Result<()> {
    writeln!(output.out, "\n{HEADING}{text}{HEADING:#} {ASIDE}({count}){ASIDE:#}")
}

/// Facts that say the same, in the order in which each is first said.
fn groups<'f, 'a>(facts: &'f [FactRecord<'a>]) -> Vec<Vec<&'f FactRecord<'a>>> {
    let mut groups: Vec<Vec<&FactRecord<'_>>> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for fact in facts {
        let key = (value(fact), detail(fact));
        let at = *places.entry(key).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.push(fact);
        }
    }
    groups
}

fn evidence<'a>(fact: &FactRecord<'a>) -> (u32, &'a str) {
    (fact.line, fact.quote)
}

fn value(fact: &FactRecord<'_>) -> String {
    let value = fact.value.or(fact.name).or(fact.channel).unwrap_or("?");
    let not = if fact.negated { "not: " } else { "" };
    let lost = if fact.missing { " (lost)" } else { "" };
    format!("{not}{value}{lost}")
}

/// What else is known of a fact, in a few words.
fn detail(fact: &FactRecord<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(fact.severity.map(|severity| match severity {
        Severity::Info => "info".to_owned(),
        Severity::Warning => "warning".to_owned(),
        Severity::Error => "error".to_owned(),
    }));
    parts.extend(fact.rule.map(str::to_owned));
    parts.extend(fact.name.filter(|&name| Some(name) != fact.value).map(|name| format!("“{name}”")));
    parts.extend((!fact.aliases.is_empty()).then(|| format!("also {}", fact.aliases.join(", "))));
    parts.extend(fact.mode.map(|mode| mode_name(mode).to_owned()));
    parts.extend(fact.modality.and_then(modality_name).map(str::to_owned));
    parts.extend(fact.channel.filter(|_| fact.value.is_some()).map(|channel| format!("by {channel}")));
    parts.extend(fact.region.map(str::to_uppercase));
    parts.extend(fact.purpose_of.map(|purpose| format!("for {purpose}")));
    parts.extend(fact.condition.map(|condition| format!("if: {condition}")));
    parts.join("; ")
}

fn practice_label(practice: &PracticeRecord<'_>) -> String {
    let actor = match practice.actor {
        Actor::FirstParty => "we",
        Actor::ThirdParty => "third party",
        Actor::User => "user",
    };
    let modality = modality_name(practice.modality).map(|name| format!("{name} ")).unwrap_or_default();
    let action = practice.action.split_once('.').map_or(practice.action, |(_, name)| name);
    format!("{actor}: {modality}{action}")
}

fn practice_detail(practice: &PracticeRecord<'_>) -> String {
    let list = |title: &str, list: &[policyglot_model::record::MentionRecord<'_>]| {
        let mut values: Vec<&str> = Vec::new();
        for mention in list {
            if !values.contains(&mention.value) {
                values.push(mention.value);
            }
        }
        (!values.is_empty()).then(|| format!("{title}{}", values.join(", ")))
    };
    let parts = [
        list("", &practice.data),
        list("for ", &practice.purposes),
        list("with ", &practice.recipients),
        (!practice.conditions.is_empty()).then(|| format!("if: {}", practice.conditions.join("; "))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

const fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Direct => "given",
        Mode::Automatic => "automatic",
        Mode::ThirdParty => "from others",
    }
}

const fn modality_name(modality: Modality) -> Option<&'static str> {
    match modality {
        Modality::Does => None,
        Modality::May => Some("may"),
        Modality::Must => Some("must"),
        Modality::DoesNot => Some("does not"),
    }
}

const fn title(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Topic => "Topics",
        FactKind::Data => "Personal data",
        FactKind::Purpose => "Purposes",
        FactKind::Recipient => "Recipients",
        FactKind::Tracker => "Trackers",
        FactKind::Technology => "Technologies",
        FactKind::Right => "Rights and choices",
        FactKind::Retention => "Retention",
        FactKind::Security => "Security measures",
        FactKind::Certification => "Certifications",
        FactKind::Transfer => "Transfers abroad",
        FactKind::Framework => "Transfer frameworks",
        FactKind::Child => "Children",
        FactKind::Change => "Changes of the policy",
        FactKind::Deadline => "Deadlines",
        FactKind::Commitment => "Commitments",
        FactKind::Contact => "Contacts",
        FactKind::Authority => "Authorities",
        FactKind::Law => "Laws",
        FactKind::Defect => "Defects of the text",
        _ => "Other",
    }
}
