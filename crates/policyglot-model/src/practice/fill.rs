//! From frames to facts: what each sentence says, slot by slot.

use std::ops::Range;

use policyglot_lexer::Span;
use policyglot_parser::{Block, BlockId};

use super::frame::{Frame, Slot};
use super::lead::{Lead, Names};
use super::slots::within;
use super::token::{Action, Class, Deed, Form, Token, words};
use crate::concept::ConceptKind;
use crate::reading::{Mention, Reading, Sentence};
use crate::{Actor, ConceptId, Concepts, Fact, FactKind, Modality, Mode, Practice, PracticeId, Text};

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
    /// Where the facts of this sentence start.
    pub(super) first: usize,
}

/// The sentence at hand.
#[derive(Clone, Copy)]
pub(super) struct Here<'h> {
    pub(super) sentence: &'h Sentence,
    pub(super) mentions: &'h [Mention],
    pub(super) tokens: &'h [Token],
    pub(super) block: BlockId,
}

impl<'h> Here<'h> {
    /// The mentions of one kind that start within `words` and are no part of a longer phrase of another kind
    /// ("plug-in" in "browser plug-in type").
    pub(super) fn named(self, kind: ConceptKind, words: Range<usize>) -> impl Iterator<Item = &'h Mention> {
        let wider = move |mention: &Mention| {
            self.mentions.iter().any(|other| {
                other.kind != kind
                    && matches!(
                        other.kind,
                        ConceptKind::Data | ConceptKind::Technology | ConceptKind::Recipient
                    )
                    && other.words.start <= mention.words.start
                    && mention.words.end <= other.words.end
                    && mention.words.len() < other.words.len()
            })
        };
        // A word that does something else in the sentence is no name ("we handle" is no user name).
        let busy = move |mention: &Mention| {
            let at = self.tokens.partition_point(|token| token.start < mention.words.start);
            self.tokens.get(at).is_none_or(|token| {
                if token.start != mention.words.start {
                    return true;
                }
                let first_party = token.class == Class::Actor(Actor::FirstParty);
                if first_party && matches!(kind, ConceptKind::Tracker | ConceptKind::Recipient) {
                    return true;
                }
                let next = self.tokens.get(at + 1).map_or(Class::Mark, |next| next.class);
                // "account status and customer logs" ends in a noun.
                let ends = matches!(
                    next,
                    Class::Comma | Class::Semicolon | Class::And | Class::Mark | Class::Close | Class::Of
                );
                if kind == ConceptKind::Data && ends && at > 0 {
                    return false;
                }
                matches!(token.class, Class::Action(_))
                    && token.end == mention.words.end
                    && kind != ConceptKind::Purpose
            })
        };
        let mentions =
            self.mentions.iter().filter(move |mention| mention.kind == kind && inside(mention, &words));
        mentions.filter(move |mention| !wider(mention) && !busy(mention))
    }
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

/// Concepts that filling looks for.
#[derive(Debug)]
pub(super) struct Known {
    collect: Option<Action>,
    generic: Vec<ConceptId>,
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
        Self { reading, practices, first: facts.len(), facts, known, lead }
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
        let here = Here { sentence, mentions: named, tokens, block: sentence.block };
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
        let title = block.term.is_some_and(|term| sentence.span.end <= term.end + 1)
            && sentence.span.end < block.body.end;
        if let (Some(lead), false) = (lead, states || title) {
            let practice = self.lead.filter(|_| lead.sure);
            let body = self.body(block, &all);
            let stance = Stance {
                actor: Actor::FirstParty,
                modality: if lead.negated { Modality::DoesNot } else { Modality::Does },
                negated: lead.negated,
                mode: lead.mode,
                practice,
            };
            match lead.names {
                Names::Data => self.listed(here, &body, stance, lead.sure),
                Names::Purpose => {
                    // "To personalise your stay: we look at …" names the purpose in its term.
                    if body.start > all.start {
                        self.known_purposes(here, &(all.start..body.start), stance, true);
                    }
                    self.purposes(here, &body, stance, lead.sure && body.start == all.start);
                }
                Names::Recipient => self.recipients(here, &body, stance, lead.sure),
                // "when you: fill in a form (ex: name, address)".
                Names::Other if lead.incoming => {
                    let stance = Stance { mode: Some(Mode::Direct), ..stance };
                    self.listed(here, &body, stance, false);
                    let list = tokens
                        .iter()
                        .position(|token| matches!(token.class, Class::SuchAs | Class::Including));
                    if let Some(at) = list {
                        let list = words(tokens.get(at + 1..).unwrap_or_default());
                        self.listed(here, &list, stance, true);
                    }
                }
                Names::Other => {}
            }
        }
        // "Record the transfer" under "We meet these requirements:" says nothing of data.
        let aside = lead.is_some_and(|lead| lead.names == Names::Other && !lead.incoming) && !states;
        for frame in frames {
            let plain = frame.actions[0].is_some_and(|action| action.form == Form::Plain);
            if !(aside && plain && frame.verb.start == all.start) {
                self.frame(here, frame);
            }
        }
        let practised =
            frames.iter().any(|frame| frame.is_practice() && frame.actor != Actor::User && !frame.asked);
        self.promoted(here, block);
        if practised || lead.is_some() || block.body == sentence.span && tokens.len() <= 5 {
            self.trackers(here, practised);
        }
        if block.leads_list || tokens.last().is_some_and(|last| last.class == Class::Colon) {
            self.lead =
                self.practices.len().checked_sub(1).and_then(|at| u32::try_from(at).ok()).map(PracticeId);
        }
    }

    /// The words of an item after its term; all of them where nothing comes after it.
    fn body(&self, block: &Block, all: &Range<usize>) -> Range<usize> {
        let Some(term) = block.term else { return all.clone() };
        let rest = self.reading.words.get(all.clone()).unwrap_or_default();
        let len = rest.partition_point(|word| word.span.start < term.end);
        // "data given by you (for example: …" ends in a colon, and is no term.
        let open = rest.iter().take(len).any(|word| matches!(self.reading.text(word.span), "(" | ";"));
        if open || len > 10 {
            return all.clone();
        }
        let after = all.start + len;
        if after + 1 < all.end { after..all.end } else { all.clone() }
    }

    fn frame(&mut self, here: Here<'_>, frame: &Frame) {
        if !frame.is_practice() || frame.asked {
            return;
        }
        let user = frame.actor == Actor::User && !frame.does(Deed::Give);
        let serves = frame.actor == Actor::FirstParty
            && frame.does(Deed::Give)
            && !frame.does(Deed::Share)
            && frame.slot(Slot::Recipient).next().is_none();
        if user {
            return;
        }
        let practice = self.practice(here, frame);
        let stance = Stance {
            actor: frame.actor,
            modality: frame.modality,
            negated: frame.negated && !self.combines(frame),
            mode: Self::mode(here, frame),
            practice,
        };
        let gives_only = serves
            && frame.actions.iter().flatten().all(|action| matches!(action.deed, Deed::Give | Deed::Other));
        let supposed = frame.conditional && frame.actor != Actor::User;
        let starts = |range: &Range<usize>, class| {
            within(here.tokens, range).first().is_some_and(|first| first.class == class)
        };
        for (slot, range) in &frame.slots {
            match slot {
                Slot::Object if !gives_only && !supposed => {
                    self.data(here, range, frame, stance);
                    // "A cookie can be sent to your device" tells what a cookie is.
                    let explains =
                        range.start < frame.verb.start && !frame.does(Deed::Use) && !frame.does(Deed::Place);
                    if !explains {
                        self.technologies(here, range, stance);
                    }
                }
                Slot::Instrument | Slot::Agent if !gives_only => self.technologies(here, range, stance),
                Slot::Source | Slot::Recipient if !gives_only && !supposed => {
                    self.data(here, range, frame, stance);
                }
                _ => {}
            }
            match slot {
                Slot::Purpose if !gives_only => {
                    let time = frame.does(Deed::Store) && starts(range, Class::For);
                    // "without storing them" denies the storing, and not the purpose.
                    let denied = frame.modality == Modality::DoesNot;
                    let stance = Stance { negated: denied, ..stance };
                    if time {
                        self.known_purposes(here, range, stance, false);
                    } else if !(stance.negated && frame.does(Deed::Collect)) {
                        self.purposes(here, range, stance, false);
                    }
                    self.technologies(here, range, stance);
                }
                Slot::Condition if frame.does(Deed::Share) => {
                    self.known_purposes(here, range, Stance { negated: false, ..stance }, false);
                }
                Slot::Object | Slot::Rest
                    if frame.does(Deed::Share) || frame.does(Deed::Store) || frame.does(Deed::Use) =>
                {
                    let data =
                        here.named(ConceptKind::Data, range.clone()).next().map(|mention| mention.words.end);
                    let from = if *slot == Slot::Object { data.unwrap_or(range.end) } else { range.start };
                    self.known_purposes(here, &(from..range.end), Stance { negated: false, ..stance }, false);
                }
                _ => {}
            }
            match slot {
                Slot::Recipient | Slot::Agent => {
                    self.recipients(here, range, stance, *slot == Slot::Recipient && frame.shares());
                }
                Slot::Object
                    if !gives_only
                        && !supposed
                        && (frame.does(Deed::Use) || frame.does(Deed::Engage))
                        && frame.actor == Actor::FirstParty =>
                {
                    self.helpers(here, range, frame, stance);
                }
                _ => {}
            }
        }
        self.unsold(here, frame, stance);
        self.implied(here, frame, stance);
    }

    /// How data come in: said by an adverb, by the source, or by what collects them.
    fn mode(here: Here<'_>, frame: &Frame) -> Option<Mode> {
        if frame.mode.is_some() {
            return frame.mode;
        }
        let any = |slot, kinds: &[ConceptKind]| {
            frame.slot(slot).any(|range| {
                here.mentions.iter().any(|mention| kinds.contains(&mention.kind) && inside(mention, &range))
            })
        };
        if any(Slot::Source, &[ConceptKind::Recipient]) {
            Some(Mode::ThirdParty)
        } else if any(Slot::Instrument, &[ConceptKind::Technology, ConceptKind::Tracker])
            || any(Slot::Agent, &[ConceptKind::Technology])
        {
            Some(Mode::Automatic)
        } else {
            None
        }
    }

    fn practice(&mut self, here: Here<'_>, frame: &Frame) -> Option<PracticeId> {
        let action = frame.actions[0]?;
        let reading = self.reading;
        let of = |kind: ConceptKind, slots: &[Slot]| -> Vec<(ConceptId, Span)> {
            let filled = frame.slots.iter().filter(|(slot, _)| slots.contains(slot));
            let mentions = filled.flat_map(|(_, range)| {
                here.mentions.iter().filter(move |mention| mention.kind == kind && inside(mention, range))
            });
            mentions.map(|mention| (mention.concept, mention.span)).collect()
        };
        let data = of(ConceptKind::Data, &[Slot::Object, Slot::Rest]);
        let purposes = of(ConceptKind::Purpose, &[Slot::Purpose, Slot::Object, Slot::Condition]);
        let recipients = of(ConceptKind::Recipient, &[Slot::Recipient, Slot::Agent]);
        let back = frame
            .slot(Slot::Object)
            .any(|range| within(here.tokens, &range).iter().any(|token| token.class == Class::This));
        let technology = !of(ConceptKind::Technology, &[Slot::Object]).is_empty();
        let engages = frame.does(Deed::Engage) && !of(ConceptKind::Recipient, &[Slot::Object]).is_empty();
        if data.is_empty() && !engages && recipients.is_empty() && !back && !technology {
            return None;
        }
        let id = PracticeId(u32::try_from(self.practices.len()).ok()?);
        let span = frame.slots.iter().fold(reading.span(frame.verb.clone()), |span, (_, range)| {
            if range.is_empty() { span } else { span.cover(reading.span(range.clone())) }
        });
        self.practices.push(Practice {
            block: here.block,
            span,
            sentence: here.sentence.span,
            actor: frame.actor,
            action: action.concept,
            verb: reading.span(frame.verb.clone()),
            modality: frame.modality,
            data,
            purposes,
            recipients,
            mode: Self::mode(here, frame),
            conditions: frame.slot(Slot::Condition).map(|range| reading.span(range)).collect(),
        });
        Some(id)
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
        fact.modality = Some(stance.modality);
        fact.practice = stance.practice;
        if kind == FactKind::Data {
            fact.mode = stance.mode;
        }
        self.facts.push(fact);
        self.facts.last_mut()
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
    fn combines(&self, frame: &Frame) -> bool {
        let combine = self.reading.concepts.find("action.combine");
        frame.actions.iter().flatten().all(|action| Some(action.concept) == combine)
    }

    /// Whether one of the latest facts names the concept.
    pub(super) fn said_lately(&self, concept: ConceptId) -> bool {
        self.facts.iter().rev().take(LATELY).any(|fact| fact.concept == Some(concept))
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

/// Whether a mention starts within a range of words.
pub(super) fn inside(mention: &Mention, words: &Range<usize>) -> bool {
    words.start <= mention.words.start && mention.words.start < words.end
}
