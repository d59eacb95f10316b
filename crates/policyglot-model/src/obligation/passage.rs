//! One sentence with what the rules about rights and duties look for in it.

use std::ops::Range;

use policyglot_lexer::WordKind;
use policyglot_parser::BlockKind;

use super::clauses;
use super::surroundings::Surroundings;
use super::term::{Term, TermTable, Terms};
use crate::concept::ConceptKind;
use crate::reading::{Mention, Reading, Sentence};
use crate::{Concepts, Fact, FactKind, Value};

/// A phrase that speaks of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cue {
    /// The term.
    pub(crate) term: Term,
    /// The words of the phrase, as places in [`Reading::words`].
    pub(crate) words: Range<usize>,
}

/// A sentence, its cues and clauses, and what the list and the section around it are about.
pub(crate) struct Passage<'r, 'd> {
    pub(crate) reading: &'r Reading<'d>,
    pub(crate) sentence: &'r Sentence,
    /// The kind of the block that the sentence stands in.
    pub(crate) kind: BlockKind,
    /// Its cues in the order of their first words. Phrases may overlap, and one phrase can be a cue of several terms.
    pub(crate) cues: Vec<Cue>,
    /// The terms of its cues.
    pub(crate) terms: Terms,
    /// Its clauses in order; they cover the sentence but for the punctuation between them.
    pub(crate) clauses: Vec<Range<usize>>,
    /// The place of the sentence in [`Reading::sentences`].
    pub(crate) at: usize,
    /// Items: the place of the sentence that introduces the list.
    pub(crate) lead_at: Option<usize>,
    /// Items: the terms of the sentence that introduces the list.
    pub(crate) lead: Terms,
    /// Items: whether the sentence that introduces the list ends with a denial ("We do not:").
    pub(crate) denied: bool,
    /// The terms of the headings above.
    pub(crate) heading: Terms,
}

/// What can be a clause's subject.
const SUBJECTS: Terms = Terms::of(&[Term::We, Term::You, Term::Others, Term::Policy]);
/// What makes a clause a condition or an exception of the one beside it.
pub(super) const CONDITIONS: Terms = Terms::of(&[Term::If, Term::Unless, Term::Provided]);

impl<'r> Passage<'r, '_> {
    /// Whether the sentence speaks of `term`.
    pub(crate) fn has(&self, term: Term) -> bool {
        self.terms.has(term)
    }

    /// The first cue of a term of `terms` that lies within `range`.
    pub(crate) fn first(&self, terms: Terms, range: &Range<usize>) -> Option<&Cue> {
        self.within(terms, range).next()
    }

    /// The cue of `term` that starts with word `at`, however long.
    pub(crate) fn opening(&self, term: Term, at: usize) -> Option<&Cue> {
        let cues = if self.terms.has(term) { self.starting(&(at..at + 1)) } else { &[] };
        cues.iter().find(|cue| cue.term == term)
    }

    /// The last cue of a term of `terms` that lies within `range`.
    pub(crate) fn last(&self, terms: Terms, range: &Range<usize>) -> Option<&Cue> {
        self.within(terms, range).next_back()
    }

    /// The cues of terms of `terms` that lie within `range`, in order.
    pub(crate) fn within(&self, terms: Terms, range: &Range<usize>) -> impl DoubleEndedIterator<Item = &Cue> {
        let end = range.end;
        // Few sentences speak of what a rule looks for.
        let cues = if self.terms.meets(terms) { self.starting(range) } else { &[] };
        cues.iter().filter(move |cue| terms.has(cue.term) && cue.words.end <= end)
    }

    /// All terms that `range` speaks of.
    pub(crate) fn terms_of(&self, range: &Range<usize>) -> Terms {
        let mut terms = Terms::default();
        for cue in self.starting(range).iter().filter(|cue| cue.words.end <= range.end) {
            terms.insert(cue.term);
        }
        terms
    }

    /// The cues that start within `range`.
    fn starting(&self, range: &Range<usize>) -> &[Cue] {
        let rest = &self.cues[count_before(&self.cues, range.start)..];
        &rest[..count_before(rest, range.end)]
    }

    /// The clause around word `at`.
    pub(crate) fn clause(&self, at: usize) -> Range<usize> {
        let found = self.clauses.partition_point(|clause| clause.end <= at);
        self.clauses.get(found).cloned().unwrap_or(self.sentence.words.clone())
    }

    /// `clause`, and what follows a bracket in it: "only staff with a need (e.g. support) have access".
    pub(crate) fn across_bracket(&self, clause: &Range<usize>) -> Range<usize> {
        const ONLY: Terms = Terms::of(&[Term::Only]);
        const GETS: Terms = Terms::of(&[Term::GetAt]);
        let opens = self.is(clause.end, "(") && self.first(ONLY, &(clause.start..clause.start + 2)).is_some();
        // What a bracket has put in is rarely more than a clause or two.
        let after = self.clauses.iter().filter(|next| opens && next.start > clause.end).take(4);
        let goes_on = |next: &&Range<usize>| {
            let bracket = (next.start.saturating_sub(2)..next.start).any(|at| self.is(at, ")"));
            bracket && self.first(GETS, next).is_some() && self.first(GETS, clause).is_none()
        };
        after.clone().find(goes_on).map_or(clause.clone(), |next| clause.start..next.end)
    }

    /// The subject of the verb at word `at`: the nearest one before it in its clause, or right after it where the
    /// verb comes second ("kommer vi att").
    pub(crate) fn subject(&self, at: usize) -> Option<&Cue> {
        let clause = self.clause(at);
        let before = self.last(SUBJECTS, &(clause.start..at));
        before.or_else(|| self.first(SUBJECTS, &(at..clause.end.min(at + 2))))
    }

    /// The mentions of concepts that lie within `range`.
    pub(crate) fn mentions(&self, range: &Range<usize>) -> impl Iterator<Item = &'r Mention> {
        let range = range.clone();
        let mentions = self.reading.mentions_of(self.sentence);
        let first = mentions.partition_point(|mention| mention.words.start < range.start);
        let rest = mentions.get(first..).unwrap_or_default().iter();
        rest.take_while(move |mention| mention.words.start < range.end)
            .filter(move |mention| mention.words.end <= range.end)
    }

    /// The text of `range` on one line, without the punctuation at its ends, cut after `most` words, but not behind "of" or
    /// "the".
    pub(crate) fn phrase(&self, range: &Range<usize>, most: usize) -> String {
        let mut end = range.end.min(range.start + most);
        while range.start + 1 < end && end < range.end && (self.is_mark(end - 1) || self.is_stopword(end - 1))
        {
            end -= 1;
        }
        let range = self.trimmed(range.start..end);
        let text = self.reading.text(self.reading.span(range));
        let mut phrase = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(word);
        }
        phrase
    }

    /// The text of `range` as a short value: without articles, possessives and trailing punctuation, cut after `most`
    /// words.
    pub(crate) fn short(&self, range: &Range<usize>, most: usize) -> String {
        let range = self.trimmed(range.clone());
        let mut phrase = String::new();
        let (mut at, mut count) = (range.start, 0);
        while at < range.end && count < most {
            let filler = self.within(FILLERS, &(at..range.end)).find(|cue| cue.words.start == at);
            // "inom ett år" counts the years.
            if let Some(filler) = filler.filter(|_| !self.is_amount(at)) {
                at = filler.words.end;
                continue;
            }
            let Some(word) = self.reading.words.get(at) else { break };
            let spaced = at > range.start
                && self.reading.words.get(at - 1).is_some_and(|before| before.span.end < word.span.start);
            if spaced && !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(self.reading.text(word.span));
            (at, count) = (at + 1, count + 1);
        }
        phrase.truncate(phrase.trim_end_matches([',', ';', ':', '(', ' ', '.']).len());
        phrase
    }

    /// Whether word `at` is the number of a unit right behind it.
    fn is_amount(&self, at: usize) -> bool {
        let rest = at..self.sentence.words.end;
        let names = |kind: ConceptKind, at: usize| {
            self.mentions(&rest).any(|mention| mention.kind == kind && mention.words.start == at)
        };
        names(ConceptKind::Number, at) && names(ConceptKind::Unit, at + 1)
    }

    /// Whether the sentence asks something, or is a heading run into the text ("How you can opt out.").
    pub(crate) fn asks(&self) -> bool {
        const INQUIRY: Terms = Terms::of(&[Term::Inquiry]);
        let start = self.sentence.words.start;
        let opens = self.first(INQUIRY, &(start..start + 1)).is_some() && self.clauses.len() == 1;
        opens || self.sentence.words.end.checked_sub(1).is_some_and(|last| self.is(last, "?"))
    }

    /// `range` without the punctuation at its ends; a bracket that the range opens too stays.
    pub(crate) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let Range { mut start, mut end } = range;
        while start < end && self.is_mark(start) && !self.is(start, "(") {
            start += 1;
        }
        while start < end && self.is_mark(end - 1) && !self.is(end - 1, ")") {
            end -= 1;
        }
        start..end
    }

    /// Whether word `at` is a punctuation mark.
    pub(crate) fn is_mark(&self, at: usize) -> bool {
        self.reading.words.get(at).is_some_and(|word| word.kind == WordKind::Mark)
    }

    /// Whether word `at` means something only with what stands behind it.
    fn is_stopword(&self, at: usize) -> bool {
        self.reading.words.get(at).is_some_and(|word| self.reading.vocabulary.is_stopword(word.id))
    }

    /// `range` with all of the words that a hyphen joins to its ends, and without an "and" before it: "EU-approved | clauses".
    fn whole(&self, range: Range<usize>) -> Range<usize> {
        let hyphen = |at: usize| {
            let word = self.reading.words.get(at);
            word.is_some_and(|word| word.kind == WordKind::Hyphen) && self.reading.is_glued(at)
        };
        let Range { mut start, mut end } = self.trimmed(range);
        let all = &self.sentence.words;
        while start > all.start + 1
            && start < end
            && (hyphen(start) || hyphen(start - 1) && self.reading.is_glued(start))
        {
            start -= 1;
        }
        while start < end && end < all.end && self.reading.is_glued(end) && (hyphen(end) || hyphen(end - 1)) {
            end += 1;
        }
        let and = self.reading.concepts.known.cue_and;
        while start + 1 < end && self.reading.starts_with(self.sentence, start, and) {
            start += 1;
        }
        self.trimmed(start..end)
    }

    /// Whether word `at` is written `text`.
    pub(crate) fn is(&self, at: usize, text: &str) -> bool {
        self.reading.words.get(at).is_some_and(|word| self.reading.text(word.span) == text)
    }

    /// A fact of `kind` that the words of `range` say.
    pub(crate) fn fact(&self, kind: FactKind, value: impl Into<Value>, range: Range<usize>) -> Fact {
        let span = self.reading.span(self.whole(range));
        let span = if span.is_empty() { self.sentence.span } else { span };
        Fact::new(kind, value, span, self.sentence.span, self.sentence.block)
    }
}

/// How many of `cues` start before word `at`.
fn count_before(cues: &[Cue], at: usize) -> usize {
    // Most sentences have but a few, and those are sooner counted than searched.
    const FEW: usize = 12;
    if cues.len() <= FEW {
        return cues.iter().take_while(|cue| cue.words.start < at).count();
    }
    cues.partition_point(|cue| cue.words.start < at)
}

const FILLERS: Terms = Terms::of(&[Term::Filler]);
/// No condition is quoted beyond so many words.
pub(super) const LONG: usize = 30;

/// Goes through the sentences of a document.
pub(crate) struct Passages {
    table: TermTable,
    surroundings: Surroundings,
    /// Those of the last sentence, whose room the next one takes.
    cues: Vec<Cue>,
    clauses: Vec<Range<usize>>,
}

impl Passages {
    /// At the start of a document.
    pub(crate) fn new(concepts: &Concepts) -> Self {
        Self {
            table: TermTable::new(concepts),
            surroundings: Surroundings::default(),
            cues: Vec::new(),
            clauses: Vec::new(),
        }
    }

    /// Hands each of the next `sentences` to `look`, with its cues and its surroundings.
    pub(crate) fn each<'d>(
        &mut self,
        reading: &Reading<'d>,
        sentences: Range<usize>,
        mut look: impl FnMut(&Passage<'_, 'd>),
    ) {
        let Self { table, surroundings, cues: last_cues, clauses: last_clauses } = self;
        for at in sentences {
            let Some(sentence) = reading.sentences.get(at) else { break };
            let Some(block) = reading.document.block(sentence.block) else { continue };
            let (mut cues, mut clauses) = (std::mem::take(last_cues), std::mem::take(last_clauses));
            cues.clear();
            clauses.clear();
            let terms = find_cues(reading, sentence, table, &mut cues);
            clauses::find(reading, sentence, (&cues, terms), &mut clauses);
            surroundings.enter(reading.document, sentence.block, terms);
            let passage = Passage {
                reading,
                sentence,
                kind: block.kind,
                cues,
                terms,
                clauses,
                at,
                lead_at: surroundings.lead_at(),
                lead: surroundings.lead(),
                denied: surroundings.denied(),
                heading: surroundings.heading(),
            };
            look(&passage);
            let last = passage.sentence.words.end.saturating_sub(1);
            let mut tail = passage.cues.iter().rev().take(4);
            let denies = tail.any(|cue| DENIALS.has(cue.term) && cue.words.end == last);
            surroundings.leave(at, reading.text(sentence.span), terms, denies);
            (*last_cues, *last_clauses) = (passage.cues, passage.clauses);
        }
    }
}

const DENIALS: Terms = Terms::of(&[Term::Not, Term::Never]);

/// Fills `cues` with the cues of `sentence`, and gives the set of their terms.
fn find_cues(reading: &Reading<'_>, sentence: &Sentence, table: &TermTable, cues: &mut Vec<Cue>) -> Terms {
    let mut terms = Terms::default();
    let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
    // The company under its own name; "we" is a cue of its own.
    let ours = |mention: &&Mention| Some(mention.concept) == reading.company;
    let names = reading.mentions_of(sentence).iter().filter(ours);
    let mut names = names.map(|name| Cue { term: Term::We, words: name.words.clone() }).peekable();
    // One past the last word of the neutral phrases so far.
    let mut hidden = 0;
    // One past the last word of those that name others: the "users" in "other users" are not the reader.
    let mut others = 0;
    if names.peek().is_some() {
        terms.insert(Term::We);
    }
    for start in reading.vocabulary.duties.starts(words) {
        let at = sentence.words.start + start;
        while let Some(name) = names.next_if(|name| name.words.start <= at) {
            cues.push(name);
        }
        let first = cues.len();
        reading.vocabulary.duties.find(words, start, |end, concepts| {
            let end = sentence.words.start + end;
            let known = concepts.iter().filter_map(|&concept| table.get(concept));
            for term in known.filter(|term| *term != Term::You || end > others) {
                cues.push(Cue { term, words: at..end });
            }
        });
        if cues.len() == first {
            continue;
        }
        // "reserve the right": the shorter phrases in a neutral one say nothing.
        let neutral =
            cues[first..].iter().rfind(|cue| cue.term == Term::Neutral).map(|cue| cue.words.clone());
        hidden = hidden.max(neutral.as_ref().map_or(0, |neutral| neutral.end));
        let mut kept = first;
        for next in first..cues.len() {
            let Cue { term, words } = &cues[next];
            let shown = words.end > hidden || neutral.as_ref() == Some(words);
            if shown && *term != Term::Neutral {
                cues.swap(kept, next);
                kept += 1;
            }
        }
        cues.truncate(kept);
        for cue in &cues[first..] {
            terms.insert(cue.term);
            if cue.term == Term::Others {
                others = others.max(cue.words.end);
            }
        }
        // The longest phrase first, so that "outside the EU" is found before "outside".
        if cues.len() > first + 1 {
            cues[first..].reverse();
        }
    }
    cues.extend(names);
    if terms.has(Term::Maker) && terms.meets(MODALS) {
        speak_for_company(cues, &mut terms);
    }
    terms
}

const MODALS: Terms = Terms::of(&[Term::Will, Term::Must, Term::May]);

/// "The game will delete your account": a common noun right before its modal verb is the company.
fn speak_for_company(cues: &mut Vec<Cue>, terms: &mut Terms) {
    for at in (0..cues.len()).rev() {
        let words = cues[at].words.clone();
        let modal = |cue: &Cue| MODALS.has(cue.term) && cue.words.start == words.end;
        let acts = cues[at..].iter().take_while(|cue| cue.words.start <= words.end).any(modal);
        if cues[at].term == Term::Maker && acts {
            cues.insert(at + 1, Cue { term: Term::We, words });
            terms.insert(Term::We);
        }
    }
}
