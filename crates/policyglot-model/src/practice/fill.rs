//! From frames to facts: what each sentence says, slot by slot.

use policyglot_lexer::Span;
use policyglot_parser::Block;

use super::frame::Frame;
use super::here::Here;
use super::lead::{Flow, Lead, Names};
use super::slots::within;
use super::token::{Action, Class, Deed, Form, Token, words};
use crate::concept::ConceptKind;
use crate::reading::{Mention, Reading, Sentence};
use crate::{Actor, ConceptId, Concepts, Fact, FactKind, Modality, Mode, Practice, PracticeId, Text};

/// A run-in title ("Authorized service providers and partners.") has no more tokens.
pub(super) const LONGEST_TITLE: usize = 8;

/// What "those communications" refers back to is among so many facts before.
const LATELY: usize = 48;

/// Writes the facts and practices of one document.
pub(super) struct Filler<'r, 'd> {
    pub(super) reading: &'r Reading<'d>,
    pub(super) practices: &'r mut Vec<Practice>,
    pub(super) facts: &'r mut Vec<Fact>,
    known: &'r Known,
    /// The practice that a list's items belong to.
    pub(super) lead: Option<PracticeId>,
    /// Whether the headings or the lead-in say that what follows are legal bases.
    pub(super) based: bool,
    /// Whether the heading or the lead-in promises a list of those who get data.
    pub(super) providing: bool,
    /// Where the facts of this sentence start.
    pub(super) first: usize,
}

/// What a frame says of all facts in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stance {
    pub(super) actor: Actor,
    pub(super) modality: Modality,
    pub(super) negated: bool,
    pub(super) mode: Option<Mode>,
    pub(super) practice: Option<PracticeId>,
}

impl Stance {
    /// What the company plainly does, outside of any practice.
    pub(super) const PLAIN: Self = Self {
        actor: Actor::FirstParty,
        modality: Modality::Does,
        negated: false,
        mode: None,
        practice: None,
    };

    /// What is done by whom and how surely, beside a statement and outside of its practice.
    pub(super) fn around(frame: &Frame) -> Self {
        Self { actor: frame.actor, modality: frame.modality, ..Self::PLAIN }
    }

    /// What a lead-in says of its items.
    pub(super) fn of(lead: Lead) -> Self {
        let modality = if lead.negated { Modality::DoesNot } else { lead.modality };
        Self { modality, negated: lead.negated, mode: lead.mode, ..Self::PLAIN }
    }
}

/// Concepts that filling looks for.
#[derive(Debug)]
pub(super) struct Known {
    collect: Option<Action>,
    /// "Information" and the like.
    pub(super) generic: Vec<ConceptId>,
}

impl Known {
    pub(super) fn new(concepts: &Concepts) -> Self {
        let collect = concepts.find("action.collect");
        let generic =
            ["data.information", "data.personal-data", "data.personal-information", "data.any-information"];
        Self {
            collect: collect.map(|concept| Action { concept, deed: Deed::Collect, form: Form::Plain }),
            generic: generic.into_iter().filter_map(|id| concepts.find(id)).collect(),
        }
    }
}

impl<'r, 'd> Filler<'r, 'd> {
    pub(super) fn new(
        reading: &'r Reading<'d>,
        known: &'r Known,
        lead: Option<PracticeId>,
        practices: &'r mut Vec<Practice>,
        facts: &'r mut Vec<Fact>,
    ) -> Self {
        Self { reading, practices, first: facts.len(), facts, known, lead, based: false, providing: false }
    }

    /// The verb of collecting.
    pub(super) fn collect(&self) -> Option<Action> {
        self.known.collect
    }

    /// Reads one sentence; `lead` is the lead-in of the item that it starts.
    pub(super) fn sentence(
        &mut self,
        sentence: &Sentence,
        block: &Block,
        named: &[Mention],
        tokens: &[Token],
        frames: &[Frame],
        lead: Option<Lead>,
    ) {
        self.first = self.facts.len();
        let here = Here::new(sentence, named, tokens, sentence.block);
        let all = words(tokens);
        // An item that is a statement of its own is read as one.
        let states = frames.iter().any(|frame| {
            frame.is_practice()
                && !frame.conditional
                && (frame.actor != Actor::User || frame.does(Deed::Give))
                && within(here.tokens, &frame.verb)
                    .iter()
                    .any(|token| matches!(token.class, Class::Action(_)))
                && tokens
                    .iter()
                    .any(|token| token.class == Class::Actor(frame.actor) && token.start < frame.verb.end)
                && !tokens.iter().any(|token| {
                    token.end == frame.verb.start && matches!(token.class, Class::To | Class::InOrderTo)
                })
        });
        // "Business transfers. We may share …": the title of an item names nothing.
        let verbs = |token: &Token| {
            matches!(token.class, Class::Action(_) | Class::Be | Class::May | Class::Will | Class::Do)
        };
        // What a label of its own was taken from is no title.
        let labelled = tokens.first().is_some_and(|first| first.start > sentence.words.start);
        let opens = sentence.span.start == block.body.start;
        let title = sentence.span.end < block.body.end
            && !labelled
            && (block.term.is_some_and(|term| sentence.span.end <= term.end + 1)
                || opens && tokens.len() <= LONGEST_TITLE && !tokens.iter().any(verbs));
        match lead {
            Some(lead) if !title && !states => self.item(here, block, lead),
            Some(lead) if !title && lead.sure => self.stating_item(here, lead),
            // "Banks. They handle your payments." under "We share it with:" names them in its title.
            Some(lead) if title && lead.names == Names::Recipient && lead.flow != Flow::In => {
                self.titled_recipients(here, &all, Stance::of(lead));
            }
            _ => {}
        }
        // "Record the transfer" under "We meet these requirements:" says nothing of data.
        let aside = lead.is_some_and(|lead| lead.names == Names::Other && lead.flow != Flow::In) && !states;
        for frame in frames {
            let plain = frame.actions[0].is_some_and(|action| action.form == Form::Plain);
            if !(aside && plain && frame.verb.start == all.start) {
                self.frame(here, frame);
            }
        }
        let practised =
            frames.iter().any(|frame| frame.is_practice() && frame.actor != Actor::User && !frame.asked);
        if !title {
            self.told(here, frames, aside);
        }
        if !title {
            self.admitted(here);
            self.published(here, frames);
            self.publishes(here);
            self.working(here);
            self.served(here);
            self.spoken_of(here);
            self.promoted(here, block);
            self.bases(here);
            self.occasions(here, frames);
            self.spoken_purposes(here);
            self.labelled(here);
        }
        // "Our service providers include Acme and Globex."
        let listed = here.tokens.iter().find(|token| token.class == Class::Including).filter(|includes| {
            let mut named = here.named(ConceptKind::Recipient, all.start..includes.start);
            frames.is_empty() && named.any(|mention| mention.words.end == includes.start)
        });
        if let Some(includes) = listed {
            self.recipients(here, &(all.start..includes.start), Stance::PLAIN, false);
        }
        let provided = self.provider(here);
        let practised = practised || provided || listed.is_some() || self.presents(here);
        if practised || lead.is_some() || block.body == sentence.span && tokens.len() <= 5 {
            self.trackers(here, frames, practised);
            self.used_names(here, frames);
            self.placed_names(here, frames);
            self.named_neighbours(here);
        }
        self.settle();
        self.weigh(here, lead.filter(|_| !states).map(|lead| lead.modality));
        self.suppose(here);
        if block.leads_list || here.leads_in() {
            // A lead-in that states nothing has no practice for its items, and none from above either.
            let own = self.practices.last().is_some_and(|practice| practice.block == here.block);
            let last = self.practices.len().checked_sub(1).and_then(|at| u32::try_from(at).ok());
            self.lead = last.filter(|_| own).map(PracticeId);
        }
    }

    /// Whether a concept is "personal information" and the like.
    pub(super) fn is_generic(&self, concept: ConceptId) -> bool {
        self.known.generic.contains(&concept)
    }

    /// Adds a fact, unless the sentence has said it already.
    pub(super) fn add(
        &mut self,
        here: Here<'_>,
        kind: FactKind,
        value: impl Into<Text>,
        concept: Option<ConceptId>,
        span: Span,
        stance: Stance,
    ) -> Option<&mut Fact> {
        let value = value.into();
        let said = self.facts.get(self.first..).unwrap_or_default().iter().any(|fact| {
            fact.kind == kind
                && fact.span.overlaps(span)
                && fact.concept == concept
                && (fact.value.as_deref() == Some(&value) || concept.is_none())
        });
        if said || span.is_empty() {
            return None;
        }
        let mut fact = Fact::new(kind, value, span, here.sentence.span, here.block);
        fact.concept = concept;
        fact.negated = stance.negated;
        fact.actor = Some(stance.actor);
        // What is denied is not done, whatever the verb around it says: "our number (but not your name)".
        fact.modality = Some(if stance.negated { Modality::DoesNot } else { stance.modality });
        fact.practice = stance.practice;
        if kind == FactKind::Data {
            fact.mode = stance.mode;
        }
        self.facts.push(fact);
        self.facts.last_mut()
    }

    /// Whether a block has told a purpose, or that something is used.
    pub(super) fn uses(&self, block: policyglot_parser::BlockId) -> bool {
        let told = self.facts.iter().rev().take_while(|fact| fact.block == block);
        let used = self.practices.iter().rev().take_while(|practice| practice.block == block);
        let using = |practice: &Practice| {
            self.reading
                .concepts
                .ancestors(practice.action)
                .any(|above| Some(above) == self.reading.concepts.known.action_use)
        };
        told.into_iter().any(|fact| fact.kind == FactKind::Purpose) || used.into_iter().any(using)
    }

    /// Whether the sentence has a fact of this kind.
    pub(super) fn has(&self, here: Here<'_>, kind: FactKind) -> bool {
        let sentence = self.facts.get(self.first..).unwrap_or_default();
        sentence.iter().any(|fact| fact.kind == kind && fact.block == here.block)
    }

    /// Whether the block has a fact of this kind about the concept.
    pub(super) fn named_before(&self, here: Here<'_>, kind: FactKind, concept: ConceptId) -> bool {
        let block = self.facts.iter().rev().take_while(|fact| fact.block == here.block);
        block.into_iter().any(|fact| fact.kind == kind && fact.concept == Some(concept))
    }

    /// Whether the frame only says what data are combined with: "it is not linked to you" denies no data.
    pub(super) fn combines(&self, frame: &Frame) -> bool {
        let combine = self.reading.concepts.known.action_combine;
        frame.actions.iter().flatten().all(|action| Some(action.concept) == combine)
    }

    /// Whether one of the latest facts names the concept.
    pub(super) fn said_lately(&self, concept: ConceptId) -> bool {
        self.facts.iter().rev().take(LATELY).any(|fact| fact.concept == Some(concept))
    }

    /// A token as the text has it.
    pub(super) fn written(&self, token: &Token) -> &'d str {
        self.reading.text(self.reading.span(token.start..token.end))
    }

    /// Whether the token at a place starts with a capital letter.
    pub(super) fn has_capital(&self, here: Here<'_>, at: usize) -> bool {
        here.tokens.get(at).is_some_and(|token| self.written(token).starts_with(char::is_uppercase))
    }

    /// The words of some tokens, as the text has them, in lower case and with single spaces.
    pub(super) fn phrase(&self, tokens: &[Token]) -> (String, Span) {
        let span = self.reading.span(words(tokens));
        let mut phrase = String::with_capacity(span.len() as usize);
        for word in self.reading.text(span).split_whitespace() {
            if !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.extend(word.chars().flat_map(char::to_lowercase));
        }
        (phrase, span)
    }
}
