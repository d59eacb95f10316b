//! Frames: who acts in a clause, how surely, with which verb, and which words fill its slots.

use std::ops::Range;

use super::token::{Action, Deed};
use crate::{Actor, Modality, Mode};

/// What a stretch of words is to its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// The data.
    Object,
    /// "to …", "for …".
    Purpose,
    /// "cookies allow us to …": what a thing is there for.
    Aim,
    /// "with …", or the third party that acts.
    Recipient,
    /// "from …".
    Source,
    /// "through cookies".
    Instrument,
    /// "by …" after a passive.
    Agent,
    /// "if …", "unless …".
    Condition,
    /// The condition that a sentence opens with: it tells when all of the statement holds, and nothing else.
    Premise,
    /// What follows a passive whose subject holds the data.
    Rest,
    /// What stands beside the statement: "with legal basis", a bracket within a purpose.
    Aside,
}

impl Slot {
    /// Whether it tells what for.
    pub(super) fn tells_why(self) -> bool {
        matches!(self, Self::Purpose | Self::Aim)
    }
}

/// One clause: a predicate and its slots.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    /// Who acts; the company where a passive names nobody.
    pub(super) actor: Actor,
    /// How surely.
    pub(super) modality: Modality,
    /// Whether it is denied.
    pub(super) negated: bool,
    /// The verbs.
    pub(super) actions: [Option<Action>; 4],
    /// The words of the predicate, as places in `Reading::words`.
    pub(super) verb: Range<usize>,
    /// Whether it stands within a condition ("if you give us …").
    pub(super) conditional: bool,
    /// How data reach the company, where the clause says it.
    pub(super) mode: Option<Mode>,
    /// Whether it is what a heading or lead-in asks or announces ("how we use data"), and states nothing.
    pub(super) asked: bool,
    /// What fills the slots, in reading order.
    pub(super) slots: Vec<(Slot, Range<usize>)>,
}

impl Frame {
    /// Whether one of the verbs does this to data.
    pub(super) fn does(&self, deed: Deed) -> bool {
        self.actions.iter().flatten().any(|action| action.deed == deed)
    }

    /// Denies what the company does: "We will not:" stood above.
    pub(super) fn deny(&mut self) {
        if self.actor == Actor::FirstParty {
            (self.negated, self.modality) = (!self.negated, Modality::DoesNot);
        }
    }

    /// Whether data go out.
    pub(super) fn shares(&self) -> bool {
        self.does(Deed::Share) || (self.does(Deed::Give) && self.actor != Actor::User)
    }

    /// Whether the frame says something of data at all.
    pub(super) fn is_practice(&self) -> bool {
        self.actions.iter().flatten().any(|action| !matches!(action.deed, Deed::Other))
    }

    /// The words of one kind of slot.
    pub(super) fn slot(&self, wanted: Slot) -> impl Iterator<Item = Range<usize>> + '_ {
        self.slots.iter().filter(move |(slot, _)| *slot == wanted).map(|(_, words)| words.clone())
    }
}
