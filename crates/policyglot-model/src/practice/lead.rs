//! Lead-ins and headings: what they make of the list items and lines after them.

use policyglot_lexer::WordKind;
use policyglot_parser::{Block, BlockKind};

use super::frame::Frame;
use super::lead_in::LeadIn;
use super::token::{Action, Class, Deed, Form, Token};
use crate::concept::ConceptKind;
use crate::reading::{Mention, Reading, Sentence};
use crate::{Actor, Modality, Mode};

/// What an item is to its lead-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lead {
    /// What the items name.
    pub(super) names: Names,
    /// Whether the lead-in denies it.
    pub(super) negated: bool,
    /// How surely it is done, where it is not denied.
    pub(super) modality: Modality,
    /// How data reach the company.
    pub(super) mode: Option<Mode>,
    /// Whether a sentence leads in, and not only a heading far above.
    pub(super) sure: bool,
    /// Which way the data go that it speaks of, whatever the items name.
    pub(super) flow: Flow,
}

impl Lead {
    /// What names what the items are, and says no more of them.
    pub(super) fn plain(names: Names, sure: bool) -> Self {
        let flow = Flow::of(names == Names::Data, false);
        Self { names, negated: false, modality: Modality::Does, mode: None, sure, flow }
    }
}

/// Which way data go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// They come in: "we collect data when you:".
    In,
    /// They go out: "we may use or disclose it to:".
    Out,
    /// The lead-in does not tell.
    Untold,
}

impl Flow {
    pub(super) fn of(incoming: bool, outgoing: bool) -> Self {
        match (incoming, outgoing) {
            (true, _) => Self::In,
            (false, true) => Self::Out,
            (false, false) => Self::Untold,
        }
    }
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
    /// Who or what collects: recipients and technologies.
    Collector,
    /// When something is done, or anything else.
    Other,
}

/// Deeper lists take the lead-in of this depth.
const MAX_DEPTH: usize = 6;

/// The lead-ins that are open while the blocks go by.
#[derive(Debug, Default)]
pub(super) struct Leads {
    heading: Option<Lead>,
    /// What the label on the line before promises: "Purpose", "Categories of data".
    label: Option<Lead>,
    open: [Option<Lead>; MAX_DEPTH],
    /// Whether "We will not:" stands over blocks that start with its verb.
    denied: bool,
    /// Whether the heading, and whether the sentence that leads in, speaks of the legal bases of processing.
    based: [bool; 2],
}

impl Leads {
    /// A block starts: what it ends.
    pub(super) fn enter(&mut self, block: &Block) {
        if block.kind == BlockKind::Heading {
            (self.heading, self.label) = (None, None);
            (self.based[0], self.denied) = (false, false);
        }
        if !matches!(block.kind, BlockKind::Item | BlockKind::Contact | BlockKind::Row) {
            self.open = [None; MAX_DEPTH];
            self.based[1] = false;
        }
    }

    /// Whether a block that starts with a verb goes on with "We will not:", be it an item or a line that lost its marker.
    pub(super) fn denies(&self, tokens: &[Token]) -> bool {
        self.denied && is_deed(tokens)
    }

    /// Whether the heading or the lead-in over a block promises those who get data: "Our service providers".
    pub(super) fn provides(&self, block: &Block) -> bool {
        let lists = |lead: &Lead| matches!(lead.names, Names::Recipient | Names::Collector) && !lead.negated;
        let open = self.open.iter().flatten().any(lists);
        open && block.kind == BlockKind::Item || self.heading.as_ref().is_some_and(lists)
    }

    /// Whether the heading promises data ("Information we collect"), or a sentence leads in data or what they are for.
    pub(super) fn names_data(&self, block: &Block) -> bool {
        let data = |lead: &Lead| lead.names == Names::Data && !lead.negated;
        let used = |lead: &Lead| data(lead) || lead.names == Names::Purpose && lead.sure && !lead.negated;
        let led = block.kind == BlockKind::Item && self.open.iter().flatten().any(used);
        led || self.heading.as_ref().is_some_and(data)
    }

    /// Whether what is said here is a legal basis.
    pub(super) fn is_based(&self) -> bool {
        self.based.contains(&true)
    }

    /// The lead-in of a block, if it is an item of a list, or names things as such an item does.
    pub(super) fn lead(&self, block: &Block, tokens: &[Token]) -> Option<Lead> {
        if self.denies(tokens) {
            return None;
        }
        if block.kind == BlockKind::Paragraph {
            // "Purpose: …" is an entry of its own.
            let entry = tokens.iter().take(LONGEST_LABEL).any(|token| token.class == Class::Colon);
            // Lines below "What we don't collect" that lost their markers.
            let denied = self.heading.filter(|lead| lead.negated);
            // "Name, address, phone number" as a line below "What do we collect?".
            let answered = self.heading.filter(|_| is_bare_list(tokens));
            let answered = answered.filter(|lead| matches!(lead.names, Names::Data | Names::Recipient));
            return self.label.or(denied).or(answered).filter(|_| is_nominal(tokens) && !entry);
        }
        if block.kind != BlockKind::Item {
            return None;
        }
        let depth = usize::from(block.depth.max(1)).min(MAX_DEPTH);
        let open = self.open.get(..depth).unwrap_or_default().iter().rev().find_map(|lead| *lead);
        open.or(self.heading)
    }

    /// A block ends with `sentence`: what it leads in. `said` tells whether the block speaks of what data are used for.
    pub(super) fn leave(
        &mut self,
        reading: &Reading<'_>,
        block: &Block,
        sentence: &Sentence,
        tokens: &[Token],
        frames: &[Frame],
        said: impl Fn() -> bool,
    ) {
        let basis = reading.concepts.known.cue_basis;
        let based = reading.mentions_of(sentence).iter().any(|mention| Some(mention.concept) == basis);
        self.denied = ends_in_denial(tokens) || self.denies(tokens);
        match block.kind {
            BlockKind::Heading => {
                self.based[0] = based;
                let labelled = labelled(reading, block, sentence, tokens);
                let named = || providers(reading, sentence, tokens, frames);
                let asked = || heading(reading, sentence, tokens, frames);
                let heading = promised(reading, sentence, false).or_else(asked).or(labelled);
                self.heading = heading.or_else(named);
                // "Who do we share it with?" may be answered by a list in a line: "Banks and couriers.".
                let answers = |lead: &Lead| matches!(lead.names, Names::Purpose | Names::Recipient);
                self.label = labelled.or(heading.filter(|lead| answers(lead) && !lead.negated));
            }
            // "Purpose" on a line of its own, over what it names.
            _ if stands_over(reading, block, sentence, tokens) => {
                self.based[0] = based;
                self.label = labelled(reading, block, sentence, tokens);
                self.heading = self.label;
                self.open = [None; MAX_DEPTH];
            }
            _ if leads(tokens) => {
                self.based[1] = based;
                let depth = if block.kind == BlockKind::Item { usize::from(block.depth.max(1)) } else { 0 };
                let told = || LeadIn::new(reading, sentence, tokens, frames).lead(self.lead(block, tokens));
                let mut lead = promised(reading, sentence, true).unwrap_or_else(told);
                let asks = self.heading.is_some_and(|heading| heading.names == Names::Purpose);
                // "For example, we may:" below "How we use it", or after what is said to be used.
                let open = lead.names == Names::Other && !lead.negated;
                if open && offers(tokens) && (asks || said()) {
                    lead.names = Names::Purpose;
                }
                // "Why do we collect your data?" over "We carry out the following operations:".
                if asks && lead.names == Names::Data && lead.flow != Flow::In {
                    lead.names = Names::Purpose;
                }
                for open in self.open.iter_mut().skip(depth) {
                    *open = None;
                }
                if let Some(open) = self.open.get_mut(depth) {
                    *open = Some(lead);
                }
            }
            BlockKind::Paragraph if !is_nominal(tokens) => self.label = None,
            _ => {}
        }
    }
}

/// Whether a block is only a label over what comes next: "Purpose", "Legal basis".
pub(super) fn stands_over(
    reading: &Reading<'_>,
    block: &Block,
    sentence: &Sentence,
    tokens: &[Token],
) -> bool {
    let basis = reading.concepts.known.cue_basis;
    let based = || reading.mentions_of(sentence).iter().any(|mention| Some(mention.concept) == basis);
    // An item among items names something itself: "Types of data" in a table of contents.
    (block.kind == BlockKind::Paragraph && labelled(reading, block, sentence, tokens).is_some())
        || (matches!(block.kind, BlockKind::Paragraph | BlockKind::Item)
            && is_label(reading, block, sentence, tokens)
            && based())
}

/// Whether a sentence ends as a lead-in does: with a colon, or in the middle ("we share it with").
fn leads(tokens: &[Token]) -> bool {
    tokens.last().is_some_and(|last| {
        matches!(
            last.class,
            Class::Colon
                | Class::By
                | Class::To
                | Class::InOrderTo
                | Class::For
                | Class::With
                | Class::Including
                | Class::SuchAs
        )
    })
}

/// Whether a lead-in ends with what the company does not do: "We will not:".
fn ends_in_denial(tokens: &[Token]) -> bool {
    let [.., not, colon] = tokens else { return false };
    let reader = |token: &Token| token.class == Class::Actor(Actor::User);
    not.class == Class::Not && colon.class == Class::Colon && !tokens.iter().any(reader)
}

/// Whether a lead-in ends in what the company may do ("For example, we may:"), or goes on with what was said ("This could
/// include:").
fn offers(tokens: &[Token]) -> bool {
    let [.., before, last, colon] = tokens else { return false };
    let may = last.class == Class::May && before.class == Class::Actor(Actor::FirstParty);
    let goes_on =
        last.class == Class::Including && tokens.first().is_some_and(|first| first.class == Class::This);
    colon.class == Class::Colon && (may || goes_on)
}

/// Whether a sentence starts with a verb of practice: "Sell your data".
fn is_deed(tokens: &[Token]) -> bool {
    let plain = |class: Class| matches!(class, Class::Action(Action { form: Form::Plain, .. }));
    tokens.first().is_some_and(|first| plain(first.class))
}

/// A label on a line of its own has no more tokens.
const LONGEST_LABEL: usize = 7;

/// Whether a block is a short line without an end: "Categories of personal data".
fn is_label(reading: &Reading<'_>, block: &Block, sentence: &Sentence, tokens: &[Token]) -> bool {
    let whole = block.body == sentence.span;
    let ends = reading.text(sentence.span).ends_with(['.', '!', '?', ',', ';', ':']);
    let entry = tokens.iter().any(|token| token.class == Class::Colon);
    whole && !ends && !entry && tokens.len() <= LONGEST_LABEL && is_nominal(tokens)
}

/// What a label promises: one that is hardly more than the name of a column would be in a table.
fn labelled(reading: &Reading<'_>, block: &Block, sentence: &Sentence, tokens: &[Token]) -> Option<Lead> {
    if !is_label(reading, block, sentence, tokens) {
        return None;
    }
    let column = |mention: &Mention| {
        let most =
            2 * mention.words.len() > sentence.words.len() || mention.words.start == sentence.words.start;
        match reading.concept(mention.concept).id.as_str() {
            "column.data" if mention.words.len() > 1 || mention.words == sentence.words => Some(Names::Data),
            "column.purpose" => Some(Names::Purpose),
            "column.recipient" => Some(Names::Recipient),
            _ => None,
        }
        .filter(|_| most)
    };
    let names = reading.mentions_of(sentence).iter().find_map(column)?;
    Some(Lead::plain(names, false))
}

/// What a heading or lead-in promises that is the name of a column and nothing else: "Who receives your data?", "2. Our
/// purposes".
fn promised(reading: &Reading<'_>, sentence: &Sentence, sure: bool) -> Option<Lead> {
    let columns = reading.mentions_of(sentence).iter().filter(|mention| mention.kind == ConceptKind::Column);
    let mut columns =
        columns.filter(|column| reading.beside(sentence, column).all(|word| word.kind != WordKind::Word));
    columns.find_map(|column| match reading.concept(column.concept).id.as_str() {
        "column.purpose" | "column.purpose-heading" => Some(Lead::plain(Names::Purpose, sure)),
        "column.recipient" | "column.recipient-heading" | "column.provider" => {
            Some(Lead::plain(Names::Recipient, sure))
        }
        _ => None,
    })
}

/// Whether a sentence has no predicate: "Customer service, handling of complaints and refunds.".
pub(super) fn is_nominal(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| {
        !matches!(
            token.class,
            Class::Be
                | Class::May
                | Class::Will
                | Class::Must
                | Class::Do
                | Class::Have
                | Class::Actor(Actor::FirstParty | Actor::User)
                | Class::Please
                | Class::Not
                | Class::If
        )
    })
}

/// Whether a line is nothing but words with commas between.
fn is_bare_list(tokens: &[Token]) -> bool {
    let plain = |class: Class| {
        matches!(class, Class::Word | Class::Comma | Class::And | Class::Your | Class::The | Class::Mark)
    };
    tokens.iter().all(|token| plain(token.class)) && tokens.iter().any(|token| token.class == Class::Comma)
}

/// "Information we collect" promises data, "How we use it" purposes, "Who gets it" recipients.
fn heading(reading: &Reading<'_>, sentence: &Sentence, tokens: &[Token], frames: &[Frame]) -> Option<Lead> {
    let data = reading.mentions_of(sentence).iter().any(|mention| mention.kind == ConceptKind::Data)
        || tokens.iter().any(|token| token.class == Class::This);
    let frame = frames.iter().find(|frame| frame.actor != Actor::User && frame.is_practice())?;
    // "What we don't collect".
    let asked = tokens.first().is_some_and(|first| matches!(first.class, Class::How | Class::That));
    if !(data || asked && frame.does(Deed::Collect)) {
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
    } else if frame.does(Deed::Use) && relates(reading, sentence, tokens, frame) {
        Names::Data
    } else if frame.does(Deed::Use) {
        Names::Purpose
    } else {
        return None;
    };
    Some(Lead {
        names,
        negated: frame.negated,
        modality: frame.modality,
        mode: frame.mode,
        sure: false,
        flow: Flow::of(frame.does(Deed::Collect), frame.does(Deed::Share)),
    })
}

/// Whether a heading starts with the data, and says that the company uses them: "Data that we process", "Vilka uppgifter
/// behandlas?".
fn relates(reading: &Reading<'_>, sentence: &Sentence, tokens: &[Token], frame: &Frame) -> bool {
    let us = |token: &Token| token.class == Class::Actor(Actor::FirstParty) && token.end == frame.verb.start;
    let opens = |mention: &Mention| {
        mention.kind == ConceptKind::Data && mention.words.start <= sentence.words.start + 1
    };
    let asked = tokens.first().is_some_and(|first| first.class == Class::That)
        && frame.actions[0].is_some_and(|action| action.form == Form::Passive);
    (asked || tokens.iter().any(us)) && reading.mentions_of(sentence).iter().any(opens)
}

/// "Our service providers", "Third-party services": a heading that only names those who get data.
fn providers(reading: &Reading<'_>, sentence: &Sentence, tokens: &[Token], frames: &[Frame]) -> Option<Lead> {
    let page = reading.concepts.known.cue_page;
    let mentions = reading.mentions_of(sentence);
    let named = mentions.iter().any(|mention| mention.kind == ConceptKind::Recipient);
    let page = mentions.iter().any(|mention| Some(mention.concept) == page);
    let short = frames.is_empty() && tokens.len() <= LONGEST_LABEL && is_nominal(tokens);
    let lead = Lead::plain(Names::Recipient, false);
    (named && !page && short).then_some(lead)
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn a_line_answers_its_heading() {
        check(
            "We value privacy.\n\n## What personal data do we collect?\n\nName, phone number\n\n## Changes\n\nName, others\n",
            &["data: name < Name", "data: phone number < phone number"],
        );
        check(
            "1. Vilka vi är\n\nVi berättar mer för dig om vad vi gör.\n\n2. Vilka personuppgifter behandlas?\n\nNamn, adress\n\n\
             3. Ändringar\n\nVi ändrar det som vi vill.\n",
            &["data: name < Namn", "data: postal address < adress"],
        );
    }

    #[test]
    fn the_name_of_a_column_promises_what_comes() {
        let text = |lead: &str| format!("We tell you what we do for you with your data.\n\n{lead}");
        let expected = ["recipient: other < Banks", "recipient: service-provider < couriers"];
        check(&text("## Who receives your data?\n\nBanks and couriers.\n"), &expected);
        check(&text("## Who do we share it with?\n\nBanks and couriers.\n"), &expected);
        check(&text("Who receives your data:\n• Globex\n"), &["recipient: other < Globex"]);
    }

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

    #[test]
    fn items_under_what_is_shared_tell_with_whom_or_why() {
        check(
            "We may disclose information as described below:\n• To contractors that we use.\n• For billing.\n• In a merger.\n",
            &[
                "recipient: service-provider < contractors",
                "purpose: payment < billing",
                "purpose: merger < merger",
                "recipient: acquirer < merger",
            ],
        );
    }

    #[test]
    fn a_label_on_a_line_of_its_own_stands_over_what_it_names() {
        check(
            "We answer your questions and keep our shop in order.\n\nPurpose\n\nHandling of complaints, troubleshooting and mending of cups, plates and bowls in our shop.\n\nRecipients\n\nOur subsidiaries and those who work for our shop.\n",
            &[
                "purpose: support < Handling of complaints",
                "purpose: support < troubleshooting",
                "recipient: affiliate < subsidiaries",
            ],
        );
    }
}
