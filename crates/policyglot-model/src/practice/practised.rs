//! The practice that a statement records, with the way in which data reach the company.

use std::ops::Range;

use super::fill::Filler;
use super::frame::{Frame, Slot};
use super::here::{Here, inside};
use super::slots::within;
use super::token::{Class, Deed, Token};
use crate::concept::ConceptKind;
use crate::{Actor, Mode, Practice, PracticeId};

impl Filler<'_, '_> {
    /// Whether others hand the company what they have: "our partners share it with us", "they send us your number".
    pub(super) fn brings(here: Here<'_>, frame: &Frame) -> bool {
        let hands = frame.does(Deed::Share) || frame.does(Deed::Give);
        if frame.actor != Actor::ThirdParty || !hands || frame.negated {
            return false;
        }
        let from = here.tokens.partition_point(|token| token.start < frame.verb.end);
        let rest = here.tokens.get(from..).unwrap_or_default();
        let us = |token: &Token| token.class == Class::Actor(Actor::FirstParty);
        let to_us = |pair: &[Token]| matches!(pair, [to, next] if matches!(to.class, Class::With | Class::To) && us(next));
        let ends = |token: &Token| matches!(token.class, Class::Semicolon | Class::If | Class::That);
        let clause = rest.split(ends).next().unwrap_or_default();
        rest.first().is_some_and(us) || clause.windows(2).any(to_us)
    }

    /// How data come in: said by an adverb, by the source, or by what collects them.
    pub(super) fn mode(here: Here<'_>, frame: &Frame) -> Option<Mode> {
        // "They give us automatic access" collects nothing automatically.
        let given = frame.actor == Actor::ThirdParty && frame.does(Deed::Give);
        if given && frame.mode == Some(Mode::Automatic) {
            return Some(Mode::ThirdParty);
        }
        if frame.mode.is_some() {
            return frame.mode;
        }
        if Self::brings(here, frame) {
            return Some(Mode::ThirdParty);
        }
        let any = |slot, kinds: &[ConceptKind]| {
            frame.slot(slot).any(|range| {
                here.mentions.iter().any(|mention| kinds.contains(&mention.kind) && inside(mention, &range))
            })
        };
        if any(Slot::Source, &[ConceptKind::Recipient]) {
            // "from you and from our partners": both ways.
            let reader = frame.slot(Slot::Source).any(|range| Self::comes_from_reader(here, &range));
            (!reader).then_some(Mode::ThirdParty)
        } else if any(Slot::Instrument, &[ConceptKind::Technology, ConceptKind::Tracker])
            || any(Slot::Agent, &[ConceptKind::Technology])
        {
            Some(Mode::Automatic)
        } else {
            None
        }
    }

    /// Whether a source names the reader, or people of that kind: "from you, from partners", "from partner program users",
    /// but not "from partners that work for you".
    fn comes_from_reader(here: Here<'_>, range: &Range<usize>) -> bool {
        let tokens = within(here.tokens, range);
        let end = tokens.iter().position(|token| {
            matches!(
                token.class,
                Class::Actor(Actor::FirstParty)
                    | Class::How
                    | Class::Of
                    | Class::That
                    | Class::To
                    | Class::With
                    | Class::For
                    | Class::Action(_)
            )
        });
        let head = tokens.get(..end.unwrap_or(tokens.len())).unwrap_or_default();
        head.iter().any(|token| token.class == Class::Actor(Actor::User))
    }

    /// Records the practice that a statement tells, where it says of what or to whom.
    pub(super) fn practice(&mut self, here: Here<'_>, frame: &Frame) -> Option<PracticeId> {
        let action = frame.actions[0]?;
        let reading = self.reading;
        let of = |kind: ConceptKind, slots: &'static [Slot]| {
            let filled = frame.slots.iter().filter(move |(slot, _)| slots.contains(slot));
            let mentions = filled.flat_map(move |(_, range)| {
                here.mentions.iter().filter(move |mention| mention.kind == kind && inside(mention, range))
            });
            mentions.map(|mention| (mention.concept, mention.span))
        };
        let mut data = of(ConceptKind::Data, &[Slot::Object, Slot::Rest]).peekable();
        let purposes = of(ConceptKind::Purpose, &[Slot::Purpose, Slot::Aim, Slot::Object, Slot::Condition]);
        // "the review of communications" is for nothing by that.
        let purposes = purposes.filter(|&(purpose, _)| !reading.concept(purpose).id.ends_with("-noun"));
        let mut recipients = of(ConceptKind::Recipient, &[Slot::Recipient, Slot::Agent]).peekable();
        let back = frame
            .slot(Slot::Object)
            .any(|range| within(here.tokens, &range).iter().any(|token| token.class == Class::This));
        let technology = of(ConceptKind::Technology, &[Slot::Object]).next().is_some();
        let engages =
            frame.does(Deed::Engage) && of(ConceptKind::Recipient, &[Slot::Object]).next().is_some();
        if data.peek().is_none() && !engages && recipients.peek().is_none() && !back && !technology {
            return None;
        }
        let id = PracticeId(u32::try_from(self.practices.len()).ok()?);
        let span = frame.slots.iter().fold(reading.span(frame.verb.clone()), |span, (_, range)| {
            if range.is_empty() { span } else { span.cover(reading.span(range.clone())) }
        });
        // "If your data are sent abroad, we …" only supposes that they are.
        let opens =
            here.tokens.iter().rfind(|token| token.class == Class::If && token.end <= frame.verb.start);
        let supposed = opens.filter(|_| frame.conditional && frame.actor != Actor::User);
        let supposed = supposed.map(|opens| opens.start..frame.verb.end);
        // "If you give us data of others, or if others give us yours": each supposes something of its own.
        let joined = |range: &Range<usize>| {
            here.tokens.iter().any(|token| token.class == Class::And && token.end == range.start)
        };
        let own = frame
            .slot(Slot::Premise)
            .chain(frame.slot(Slot::Condition))
            .filter(|range| !(frame.conditional && joined(range)));
        // A condition is quoted without the comma that ends it.
        let is_comma = |at: usize| matches!(reading.word_text(at), "," | ";");
        let conditions = own.chain(supposed).map(|range| {
            let marks = range.clone().rev().take_while(|&at| is_comma(at)).count();
            range.start..(range.end - marks).max(range.start + 1)
        });
        self.practices.push(Practice {
            block: here.block,
            span,
            sentence: here.sentence.span,
            actor: frame.actor,
            action: action.concept,
            verb: reading.span(frame.verb.clone()),
            modality: frame.modality,
            data: data.collect(),
            purposes: purposes.collect(),
            recipients: recipients.collect(),
            mode: Self::mode(here, frame),
            conditions: conditions.map(|range| reading.span(range)).collect(),
        });
        Some(id)
    }
}
