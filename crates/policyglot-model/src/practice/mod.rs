//! Who does what with which data, for what, to whom: practices, and the facts that they hold.

mod aim;
mod assertion;
mod basis;
mod clause;
mod condition;
mod data;
mod ellipsis;
mod fill;
mod flat;
mod frame;
mod generic;
mod here;
mod implied;
mod item;
mod label;
mod lead;
mod lead_in;
mod look;
mod member;
mod modal;
mod names;
mod practised;
mod preposition;
mod provider;
mod purpose;
mod recipient;
mod row;
mod service;
mod sign;
mod slots;
mod spoken;
mod statement;
mod stray;
mod supposed;
mod technology;
mod token;
mod told;
mod unknown;
mod walk;

use std::ops::Range;

use policyglot_lexer::Span;
use policyglot_parser::BlockKind;

use self::fill::{Filler, Known};
use self::flat::{FlatTable, Line};
use self::frame::Frame;
use self::lead::{Leads, Names};
use self::row::{Role, Table};
use self::token::{Class, Classes, Token};
use crate::concept::ConceptKind;
use crate::reading::{Mention, Reading};
use crate::{Concepts, Fact, FactKind, Practice, PracticeId, Text};

/// Reads sentences into practices, block by block.
pub(crate) struct Reader {
    classes: Classes,
    known: Known,
    leads: Leads,
    table: Table,
    flat: FlatTable,
    /// The practice that a list's items belong to.
    lead: Option<PracticeId>,
    tokens: Vec<Token>,
    frames: Vec<Frame>,
    named: Vec<Mention>,
}

impl Reader {
    /// A reader of documents in the language of `concepts`' vocabulary, at the start of one.
    pub(crate) fn new(concepts: &Concepts) -> Self {
        Self {
            classes: Classes::new(concepts),
            known: Known::new(concepts),
            leads: Leads::default(),
            table: Table::default(),
            flat: FlatTable::default(),
            lead: None,
            tokens: Vec::new(),
            frames: Vec::new(),
            named: Vec::new(),
        }
    }

    /// Reads `sentences`, which are all those of one block or of several, and adds the facts that their practices hold.
    pub(crate) fn read(
        &mut self,
        reading: &Reading<'_>,
        sentences: Range<usize>,
        practices: &mut Vec<Practice>,
        facts: &mut Vec<Fact>,
    ) {
        let Self { classes, known, leads, table, flat, lead, tokens, frames, named } = self;
        let mut filler = Filler::new(reading, known, *lead, practices, facts);
        let mut block = None;
        let mut role = Role::Plain;
        let mut line = None;
        for at in sentences {
            let Some(sentence) = reading.sentences.get(at) else { break };
            let Some(here) = reading.document.block(sentence.block) else { continue };
            let first = block != Some(sentence.block);
            if first {
                block = Some(sentence.block);
                filler.based = false;
                leads.enter(here);
                role = table.enter(reading, sentence.block, here);
                line = flat.enter(reading, sentence.block);
            }
            if let Some(line) = line {
                if first && let Line::Cell(column) = line {
                    filler.line(classes, column, sentence.block);
                }
                continue;
            }
            if role != Role::Plain {
                if first && role == Role::Body {
                    filler.row(classes, table, sentence.block, here);
                }
                continue;
            }
            let last = reading.sentences.get(at + 1).is_none_or(|next| next.block != sentence.block);
            classes.tokens(reading, sentence, tokens);
            named.clear();
            let all = reading.mentions_of(sentence);
            let fills = |mention: &&Mention| fills(mention.kind) && !in_own_name(reading, all, mention);
            named.extend(
                all.iter().filter(fills).filter(|mention| !are_people(all, tokens, mention)).cloned(),
            );
            let label = label::of(reading, sentence, tokens, named);
            let headed = first && label.lead.is_none() && leads.names_data(here);
            let titles = if headed {
                label::titles(reading, tokens, named, !last, &known.generic)
            } else {
                Vec::new()
            };
            if let Some(start) = tokens.get(label.len).map(|token| token.start) {
                named.retain(|mention| mention.words.start >= start);
                tokens.drain(..label.len);
            }
            if label.lead.is_some_and(|lead| lead.names == Names::Purpose) {
                named.retain(|mention| !in_purpose(all, mention));
            }
            walk::frames(tokens, named, filler.collect(), frames);
            sign::carry(reading, sentence, tokens, frames);
            if first && leads.denies(tokens) {
                frames.iter_mut().for_each(Frame::deny);
            }
            let silent = matches!(
                here.kind,
                BlockKind::Heading | BlockKind::Title | BlockKind::Metadata | BlockKind::Contact
            ) || stray::is_stray(reading, here, sentence);
            // "Purpose: customer support" may look like a heading.
            let entry = here.kind == BlockKind::Heading && label.lead.is_some();
            if (!silent || entry) && !lead::stands_over(reading, here, sentence, tokens) {
                filler.based = leads.is_based();
                filler.providing = first && leads.provides(here);
                let lead = label.lead.or_else(|| leads.lead(here, tokens).filter(|_| first));
                filler.sentence(sentence, here, named, tokens, frames, lead);
                filler.titled(sentence, &titles);
            } else if here.kind == BlockKind::Heading {
                filler.entry(sentence, named, tokens);
            }
            if last {
                leads.leave(reading, here, sentence, tokens, frames, || filler.uses(sentence.block));
            }
        }
        *lead = filler.lead;
    }
}

/// Whether a mention of this kind can fill a slot; the many cues are left to the tokens.
fn fills(kind: ConceptKind) -> bool {
    matches!(
        kind,
        ConceptKind::Data
            | ConceptKind::Purpose
            | ConceptKind::Recipient
            | ConceptKind::Technology
            | ConceptKind::Tracker
            | ConceptKind::Right
    )
}

/// Whether what may name data is only what a purpose is about: "memberships" in "Purpose: manage memberships".
fn in_purpose(all: &[Mention], mention: &Mention) -> bool {
    // Mentions stand in the order of their first words.
    let mut before = all.iter().take_while(|other| other.words.start < mention.words.start);
    mention.kind == ConceptKind::Data
        && mention.words.len() == 1
        && before.any(|other| other.kind == ConceptKind::Purpose && other.words.end == mention.words.end)
}

/// Whether what may name data are those who get them: "share it with your contacts", "Your contacts can see it".
fn are_people(all: &[Mention], tokens: &[Token], mention: &Mention) -> bool {
    let same = |other: &Mention| other.kind == ConceptKind::Recipient && other.words == mention.words;
    let before = || {
        let at = tokens.partition_point(|token| token.start < mention.words.start);
        at.checked_sub(1).and_then(|at| tokens.get(at)).map(|token| token.class)
    };
    mention.kind == ConceptKind::Data
        && all.iter().any(same)
        && matches!(before(), None | Some(Class::With | Class::To | Class::By))
}

/// Whether a mention is a word of the company's name, which says nothing: "Sun Country", "Sun Country Airlines".
fn in_own_name(reading: &Reading<'_>, all: &[Mention], mention: &Mention) -> bool {
    if !matches!(mention.kind, ConceptKind::Data | ConceptKind::Recipient) {
        return false;
    }
    let capital = |mention: &Mention| reading.text(mention.span).starts_with(char::is_uppercase);
    let names = |other: &Mention| {
        let first = reading.words.get(other.words.start);
        capital(other) && first.is_some_and(|word| !reading.vocabulary.is_stopword(word.id))
    };
    let within = |other: &Mention| {
        let inside = other.words.start <= mention.words.start && mention.words.end <= other.words.end;
        inside && other.words.len() > mention.words.len()
            || other.words.end == mention.words.start && capital(mention)
    };
    // Mentions stand in the order of their first words.
    let mut before = all.iter().take_while(|other| other.words.start <= mention.words.start);
    before.any(|other| other.kind == ConceptKind::Actor && within(other) && names(other))
}

/// Ties facts and practices together: a fact tells the condition of its practice, and the practice of a lead-in holds
/// the data of its items.
pub(crate) fn tie(reading: &Reading<'_>, practices: &mut [Practice], facts: &mut [Fact]) {
    // The items of a practice stand together, and share its condition.
    let mut latest: Option<(PracticeId, Option<Text>)> = None;
    for fact in facts {
        fact.details.trim();
        let Some(id) = fact.practice else { continue };
        let Some(practice) = practices.get_mut(id.0 as usize) else { continue };
        if let (FactKind::Data, Some(concept)) = (fact.kind, fact.concept)
            && fact.block != practice.block
            && !practice.data.contains(&(concept, fact.span))
        {
            practice.data.push((concept, fact.span));
        }
        // Each fact of its own sentence has its condition already, the items of a list that of their lead-in.
        let row = practice.verb == practice.sentence;
        if !condition::bears(fact) || fact.sentence == practice.sentence && !row {
            continue;
        }
        if latest.as_ref().is_none_or(|latest| latest.0 != id) {
            latest = Some((id, condition(reading, practice).map(Text::from)));
        }
        if let Some((_, Some(condition))) = &latest {
            fact.details.condition.get_or_insert_with(|| condition.clone());
        }
    }
}

/// The first condition of a practice, up to the mark that ends it: its slot ends where a clause of its own starts
/// ("when you | create an account, …"). Nothing where too little is left of it to tell ("except where:").
fn condition(reading: &Reading<'_>, practice: &Practice) -> Option<String> {
    let place = *practice.conditions.first()?;
    // A row has no verb to stand apart from, and its condition is a cell.
    if practice.verb == practice.sentence {
        return Some(condition::quoted(reading.text(place))).filter(|text| !text.is_empty());
    }
    let ends = |c: char| matches!(c, '.' | ',' | ';' | ':' | '(' | ')' | '!' | '?' | '\n');
    let rest = Span::new(place.end, practice.sentence.end.max(place.end));
    let rest = if reading.text(place).ends_with(ends) { "" } else { reading.text(rest) };
    let longer = rest.find(ends).unwrap_or(rest.len());
    let end = place.end.saturating_add(u32::try_from(longer).unwrap_or(0));
    // "When you visit us we collect …" has no mark between.
    let spills = place.start < practice.verb.start && practice.verb.start < end;
    let place = if spills { place } else { Span::new(place.start, end) };
    condition::told(reading.text(place))
}

#[cfg(test)]
mod testing {
    use crate::FactKind::{Data, Purpose, Recipient, Technology, Tracker};
    use crate::{Fact, Lexicon};

    /// What is read from `text`: a line for each data type, purpose, recipient, tracker and technology.
    pub(in crate::practice) fn facts(text: &str) -> String {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        let document = policyglot_parser::parse(text);
        let show = |fact: &Fact| {
            let not = if fact.negated { "no " } else { "" };
            let mode = fact.mode.map_or(String::new(), |mode| format!(" [{mode:?}]"));
            let kind = format!("{:?}", fact.kind).to_lowercase();
            let value = fact.value.as_deref().unwrap_or_default();
            format!("{kind}: {not}{value}{mode} < {}", fact.span.of(text))
        };
        let policy = crate::read(&document, &lexicon);
        let ours = policy
            .facts
            .iter()
            .filter(|fact| matches!(fact.kind, Data | Purpose | Recipient | Technology | Tracker));
        ours.map(show).collect::<Vec<_>>().join("\n")
    }

    /// Compares what is read from `text` with a line for each fact.
    pub(in crate::practice) fn check(text: &str, expected: &[&str]) {
        assert_eq!(facts(text).lines().collect::<Vec<_>>(), expected, "{text}");
    }
}

#[cfg(test)]
mod tests {
    use crate::{FactKind, Lexicon};

    /// The conditions of the facts of `kind`, and the number of data of each practice.
    fn check(text: &str, kind: FactKind, conditions: &[&str], data: &[usize]) {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        let policy = crate::read(&policyglot_parser::parse(text), &lexicon);
        let facts = policy.facts.iter().filter(|fact| fact.kind == kind);
        let found: Vec<_> = facts.map(|fact| fact.details.condition.as_deref().unwrap_or_default()).collect();
        assert_eq!(found, conditions, "{text}");
        let counts: Vec<_> = policy.practices.iter().map(|practice| practice.data.len()).collect();
        assert_eq!(counts, data, "{text}");
    }

    #[test]
    fn facts_tell_the_condition_of_their_practice() {
        check("We collect your name if you register.", FactKind::Data, &["if you register"], &[1]);
        let others = "If you give us data of others, or if others give us your name, we store it.";
        check(others, FactKind::Data, &["", ""], &[1, 1, 0]);
    }

    #[test]
    fn a_lead_in_holds_the_data_of_its_items() {
        check(
            "We collect the following data:\n• your name\n• your postal address\n",
            FactKind::Data,
            &["", ""],
            &[3],
        );
    }

    #[test]
    fn a_label_before_a_dash_names_nothing() {
        check("Feedback – We use your name to help you.", FactKind::Data, &[""], &[1]);
    }

    #[test]
    fn what_a_purpose_is_about_is_no_data() {
        let text =
            "We tell what we do with data.\n\nPurpose: manage complaints\n\nPurpose: customer support\n";
        check(text, FactKind::Data, &[], &[]);
    }
}
