//! `policyglot extract`: what a document says.

use std::io::{self, Write};

use policyglot_model::record::{self, Context, PolicyRecord};
use policyglot_model::{FactKind, Lexicon, Policy, read_linked};
use serde::Serialize;

use crate::args::ExtractFormat;
use crate::file::File;
use crate::output::Output;
use crate::{parse, view};

/// What to show of each document, and how.
#[derive(Debug)]
pub(crate) struct Ask {
    /// The kinds of fact; all where none is named.
    pub(crate) kinds: Vec<FactKind>,
    /// Coverage instead of facts.
    pub(crate) coverage: bool,
    pub(crate) format: ExtractFormat,
}

/// Prints the facts of one file after the other.
pub(crate) struct Extract<'l> {
    ask: Ask,
    lexicon: &'l Lexicon,
    first: bool,
}

impl<'l> Extract<'l> {
    pub(crate) fn new(ask: Ask, lexicon: &'l Lexicon) -> Self {
        Self { ask, lexicon, first: true }
    }

    /// Prints what was asked of one file.
    pub(crate) fn file(&mut self, file: &File<'_>, output: &mut Output) -> io::Result<()> {
        let first = std::mem::take(&mut self.first);
        let document = parse::document(file);
        let context = Context::new(&file.name, &document, file);
        let links: Vec<_> = file.source.links().iter().map(|link| link.span).collect();
        let mut policy = read_linked(&document, self.lexicon, &links);
        if self.ask.format == ExtractFormat::Table && !first {
            writeln!(output.out)?;
        }
        if self.ask.coverage {
            return self.coverage(&context, &policy, first, output);
        }
        if !self.ask.kinds.is_empty() {
            policy.facts.retain(|fact| self.ask.kinds.contains(&fact.kind));
        }
        let concepts = self.lexicon.concepts();
        match self.ask.format {
            ExtractFormat::Table => view::table(&self.policy(&context, &policy), output),
            ExtractFormat::Json => line(&self.policy(&context, &policy), output),
            ExtractFormat::Ndjson => {
                record::facts(&context, &policy, concepts).try_for_each(|fact| line(&fact, output))
            }
            ExtractFormat::Csv => view::csv(record::facts(&context, &policy, concepts), first, output),
        }
    }

    fn coverage(
        &self,
        context: &Context<'_>,
        policy: &Policy,
        first: bool,
        output: &mut Output,
    ) -> io::Result<()> {
        let coverage = record::coverage(context, policy);
        match self.ask.format {
            ExtractFormat::Table => view::coverage(&coverage, output),
            ExtractFormat::Json | ExtractFormat::Ndjson => line(&coverage, output),
            ExtractFormat::Csv => view::coverage_csv(&coverage, first, output),
        }
    }

    /// The policy as a tree; of its practices, where only some kinds were asked for, those that their facts belong to.
    fn policy<'a>(&'a self, context: &'a Context<'a>, policy: &'a Policy) -> PolicyRecord<'a> {
        let mut record = record::policy(context, policy, self.lexicon.concepts());
        if !self.ask.kinds.is_empty() {
            let named = |id| policy.facts.iter().any(|fact| fact.practice.is_some_and(|of| of.0 == id));
            record.practices.retain(|practice| named(practice.id));
        }
        record
    }
}

/// Prints a record as one line of JSON.
fn line(record: &impl Serialize, output: &mut Output) -> io::Result<()> {
    serde_json::to_writer(&mut output.out, record)?;
    writeln!(output.out)
}
