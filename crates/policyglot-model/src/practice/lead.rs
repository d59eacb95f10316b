//! Lead-ins and headings: what they make of the list items and lines after them.

use std::ops::Range;

use policyglot_parser::{Block, BlockKind};

use super::frame::{Frame, Slot};
use super::token::{Class, Deed, Token};
use crate::concept::ConceptKind;
use crate::reading::{Reading, Sentence};
use crate::{Actor, Mode};

/// What an item is to its lead-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lead {
    /// What the items name.
    pub(super) names: Names,
    /// Whether the lead-in denies it.
    pub(super) negated: bool,
    /// How data reach the company.
    pub(super) mode: Option<Mode>,
    /// Whether a sentence leads in, and not only a heading far above.
    pub(super) sure: bool,
    /// Whether it speaks of data that come in, whatever the items name ("we collect data when you:").
    pub(super) incoming: bool,
}

/// What the items of a list name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// Types of data.
    Data,
    /// Purposes.
    Purpose,
    /// Recipients.
    Recipient,
    /// When something is done, or anything else.
    Other,
}

/// Deeper lists take the lead-in of this depth.
const MAX_DEPTH: usize = 6;

/// The lead-ins that are open while the blocks go by.
#[derive(Debug, Default)]
pub(super) struct Leads {
    heading: Option<Lead>,
    open: [Option<Lead>; MAX_DEPTH],
    /// Whether the heading, and whether the sentence that leads in, speaks of the legal bases of processing.
    based: [bool; 2],
}

impl Leads {
    /// A block starts: what it ends.
    pub(super) fn enter(&mut self, block: &Block) {
        if block.kind == BlockKind::Heading {
            self.heading = None;
            self.based[0] = false;
        }
        if !matches!(block.kind, BlockKind::Item | BlockKind::Contact | BlockKind::Row) {
            self.open = [None; MAX_DEPTH];
            self.based[1] = false;
        }
    }

    /// Whether what is said here is a legal basis.
    pub(super) fn is_based(&self) -> bool {
        self.based.contains(&true)
    }

    /// The lead-in of a block, if it is an item of a list.
    pub(super) fn lead(&self, block: &Block) -> Option<Lead> {
        if block.kind != BlockKind::Item {
            return None;
        }
        let depth = usize::from(block.depth.max(1)).min(MAX_DEPTH);
        let open = self.open.get(..depth).unwrap_or_default().iter().rev().find_map(|lead| *lead);
        open.or(self.heading)
    }

    /// A block ends with `sentence`: what it leads in.
    pub(super) fn leave(
        &mut self,
        reading: &Reading<'_>,
        block: &Block,
        sentence: &Sentence,
        tokens: &[Token],
        frames: &[Frame],
    ) {
        let basis = reading.concepts.find("cue.basis");
        let based = reading.mentions_of(sentence).iter().any(|mention| Some(mention.concept) == basis);
        match block.kind {
            BlockKind::Heading => {
                self.based[0] = based;
                self.heading = heading(reading, sentence, tokens, frames);
            }
            _ if leads(tokens) => {
                self.based[1] = based;
                let depth = if block.kind == BlockKind::Item { usize::from(block.depth.max(1)) } else { 0 };
                let mut lead = lead(reading, sentence, tokens, frames, self.lead(block));
                // "Why do we collect your data?" over "We carry out the following operations:".
                let asks = self.heading.is_some_and(|heading| heading.names == Names::Purpose);
                if asks && lead.names == Names::Data && !lead.incoming {
                    lead.names = Names::Purpose;
                }
                for open in self.open.iter_mut().skip(depth) {
                    *open = None;
                }
                if let Some(open) = self.open.get_mut(depth) {
                    *open = Some(lead);
                }
            }
            _ => {}
        }
    }
}

/// Whether a sentence ends as a lead-in does: with a colon, or in the middle ("we share it with").
fn leads(tokens: &[Token]) -> bool {
    tokens.last().is_some_and(|last| {
        matches!(
            last.class,
            Class::Colon
                | Class::To
                | Class::InOrderTo
                | Class::For
                | Class::With
                | Class::Including
                | Class::SuchAs
        )
    })
}

/// "Information we collect" promises data, "How we use it" purposes, "Who gets it" recipients.
fn heading(reading: &Reading<'_>, sentence: &Sentence, tokens: &[Token], frames: &[Frame]) -> Option<Lead> {
    let data = reading.mentions_of(sentence).iter().any(|mention| mention.kind == ConceptKind::Data)
        || tokens.iter().any(|token| token.class == Class::This);
    let frame = frames.iter().find(|frame| frame.actor != Actor::User && frame.is_practice())?;
    if !data {
        return None;
    }
    let asks = |wanted: Class| tokens.iter().any(|token| token.class == wanted);
    let names = if asks(Class::Purpose) {
        Names::Purpose
    } else if asks(Class::That) && (frame.does(Deed::Share) || frame.does(Deed::Access)) {
        Names::Recipient
    } else if frame.does(Deed::Collect) {
        Names::Data
    } else if frame.does(Deed::Share) {
        Names::Recipient
    } else if frame.does(Deed::Use) {
        Names::Purpose
    } else {
        return None;
    };
    Some(Lead {
        names,
        negated: frame.negated,
        mode: frame.mode,
        sure: false,
        incoming: frame.does(Deed::Collect),
    })
}

fn lead(
    reading: &Reading<'_>,
    sentence: &Sentence,
    tokens: &[Token],
    frames: &[Frame],
    above: Option<Lead>,
) -> Lead {
    let frame = frames.last();
    let data = |mention: &crate::reading::Mention| mention.kind == ConceptKind::Data;
    let speaks = reading.mentions_of(sentence).iter().any(data);
    let (last, before) = tail(tokens);
    let user = frame.is_some_and(|frame| frame.actor == Actor::User && !frame.does(Deed::Give));
    // "the purposes described in this policy" leads in nothing.
    let told = |at: usize| tokens.iter().skip(at + 1).take(5).any(|token| token.class == Class::This);
    let purposed = tokens.iter().enumerate().any(|(at, token)| token.class == Class::Purpose && !told(at));
    let (slot, timed) = last_slot(frame, tokens);
    let using = frame.is_some_and(|frame| frame.does(Deed::Use) && !frame.does(Deed::Collect));
    let kind = |kind| reading.mentions_of(sentence).iter().any(|mention| mention.kind == kind);
    let received = kind(ConceptKind::Recipient);
    // "You have several rights regarding the processing of your data:".
    let rights = reading.concepts.find("cue.rights");
    let entitled = reading.mentions_of(sentence).iter().any(|mention| Some(mention.concept) == rights);
    let righted =
        (entitled || kind(ConceptKind::Right)) && !frames.iter().any(|frame| frame.does(Deed::Collect));
    // "When partners process your data, we see to the following:".
    let supposed = frame.is_some_and(|frame| frame.conditional) && last == Class::Word;
    let conditional =
        supposed || righted || last == Class::If || (matches!(last, Class::Actor(_)) && before == Class::If);
    let back = tokens.iter().any(|token| matches!(token.class, Class::This | Class::Purpose));
    // "We do not disclose it, except where:" leads in what it is disclosed for.
    let excepted = frame.is_some_and(|frame| frame.does(Deed::Share) && frame.negated)
        && tokens.iter().any(|token| token.class == Class::Unless);
    let condition = slot == Some(Slot::Condition) || matches!(last, Class::Including | Class::SuchAs);
    if excepted && condition {
        return Lead { names: Names::Purpose, negated: false, mode: None, sure: false, incoming: false };
    }
    // "We will abide by the following requirements:" leads in what is owed.
    let owed = reading.concepts.find("cue.requirements");
    let owed = reading.mentions_of(sentence).iter().any(|mention| Some(mention.concept) == owed);
    let names = if conditional || owed || (slot == Some(Slot::Condition) && last != Class::Including) {
        Names::Other
    } else if received && matches!(last, Class::Be | Class::Including) && !using {
        Names::Recipient
    } else if announces(reading, sentence, tokens)
        || (speaks && timed)
        || (speaks && !using && !user && matches!(last, Class::Including | Class::SuchAs))
    {
        Names::Data
    } else if matches!(last, Class::To | Class::InOrderTo | Class::For) || (purposed && !user) {
        if user || !(speaks || frame.is_some() || back || last == Class::InOrderTo) {
            Names::Other
        } else if matches!(last, Class::To)
            && frame.is_some_and(|frame| frame.does(Deed::Share))
            && !slot.is_some_and(Slot::tells_why)
        {
            Names::Recipient
        } else {
            Names::Purpose
        }
    } else if user {
        Names::Other
    } else if slot == Some(Slot::Recipient) || last == Class::With {
        Names::Recipient
    } else if slot.is_some_and(Slot::tells_why) || (using && (!speaks || last == Class::Including)) {
        Names::Purpose
    } else if frame.is_some_and(Frame::is_practice) && (speaks || slot == Some(Slot::Object)) {
        if frame.is_some_and(|frame| frame.does(Deed::Share) && !frame.does(Deed::Collect))
            && matches!(last, Class::Word)
        {
            Names::Recipient
        } else {
            Names::Data
        }
    } else if speaks
        && matches!(last, Class::Including | Class::SuchAs | Class::The | Class::Of | Class::That | Class::Be)
    {
        Names::Data
    } else {
        return above.filter(|_| frame.is_none()).unwrap_or(Lead {
            names: Names::Other,
            negated: false,
            mode: None,
            sure: true,
            incoming: false,
        });
    };
    let negated = frame.is_some_and(|frame| frame.negated);
    // "We will not share it, except:" leads in exceptions.
    let excepts =
        negated && names == Names::Purpose && !matches!(last, Class::To | Class::InOrderTo | Class::For);
    Lead {
        names: if excepts { Names::Other } else { names },
        negated,
        mode: frame.and_then(|frame| frame.mode),
        sure: true,
        incoming: speaks && frames.iter().any(|frame| frame.does(Deed::Collect)),
    }
}

/// The last words of a lead-in that say something: the last, and the one before.
fn tail(tokens: &[Token]) -> (Class, Class) {
    let skipped = |class: &Class| {
        matches!(
            class,
            Class::Colon | Class::Mark | Class::Only | Class::The | Class::This | Class::Semicolon
        )
    };
    let mut tokens = tokens;
    // "including (but not limited to):" ends with its bracket.
    let end = tokens.iter().rev().find(|token| !skipped(&token.class));
    if end.is_some_and(|end| end.class == Class::Close)
        && let Some(open) = tokens.iter().rposition(|token| token.class == Class::Open)
    {
        tokens = tokens.get(..open).unwrap_or_default();
    }
    let mut tail = tokens.iter().rev().map(|token| token.class).filter(|class| !skipped(class));
    (tail.next().unwrap_or(Class::Mark), tail.next().unwrap_or(Class::Mark))
}

/// The last slot of a statement but for a time ("We store it for up to 30 days:"), and whether there was one.
fn last_slot(frame: Option<&Frame>, tokens: &[Token]) -> (Option<Slot>, bool) {
    let Some(frame) = frame else { return (None, false) };
    let is_time = |(slot, words): &&(Slot, Range<usize>)| {
        let opens = tokens.iter().find(|token| token.start == words.start);
        *slot == Slot::Purpose
            && frame.does(Deed::Store)
            && opens.is_some_and(|token| token.class == Class::For)
    };
    let timed = frame.slots.last().as_ref().is_some_and(is_time);
    (frame.slots.iter().rev().find(|slot| !is_time(slot)).map(|(slot, _)| *slot), timed)
}

/// Whether a lead-in says that "the following information" comes.
fn announces(reading: &Reading<'_>, sentence: &Sentence, tokens: &[Token]) -> bool {
    let following = reading.concepts.find("cue.following");
    let mentions = reading.mentions_of(sentence);
    let near = |cue: &crate::reading::Mention| {
        let data = mentions.iter().find(|mention| {
            mention.kind == ConceptKind::Data
                && (cue.words.end..cue.words.end + 4).contains(&mention.words.start)
        });
        data.is_some_and(|data| {
            let between =
                tokens.iter().filter(|token| cue.words.end <= token.start && token.start < data.words.start);
            between.into_iter().all(|token| matches!(token.class, Class::Word | Class::Of | Class::The))
        })
    };
    mentions.iter().filter(|mention| Some(mention.concept) == following).any(near)
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn items_take_the_frame_of_their_lead_in() {
        check(
            "What we collect:\n• your name\n• Which groups you follow\n• payment information: card number, expiry date\n",
            &[
                "data: name < name",
                "data: which groups you follow < Which groups you follow",
                "data: credit card number < card number",
                "data: card expiration date < expiry date",
            ],
        );
        check(
            "We use this information to:\n• improve our services\n• juggle flaming torches\n",
            &["purpose: improvement < improve our services", "purpose: other < juggle flaming torches"],
        );
        check(
            "We may share it with:\n• our affiliates\n• Payment processors\n",
            &["recipient: affiliate < affiliates", "recipient: service-provider < Payment processors"],
        );
    }

    #[test]
    fn occasions_tell_which_data_come_in() {
        check(
            "We collect information about you when you:\n• create an account (such as your name)\n• call us\n",
            &[
                "data: registration information [Direct] < create an account",
                "purpose: account < create an account",
                "data: name [Direct] < name",
                "data: communications [Direct] < call us",
            ],
        );
    }
}
