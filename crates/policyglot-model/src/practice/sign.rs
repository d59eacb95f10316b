//! How far a denial goes: over the verbs that "or" joins to the one that is denied.

use super::frame::Frame;
use super::slots::within;
use super::token::{Class, Token};
use crate::Modality;
use crate::reading::{Reading, Sentence};

/// "We do not sell it for money, or share it for advertising": neither is done.
pub(super) fn carry(reading: &Reading<'_>, sentence: &Sentence, tokens: &[Token], frames: &mut [Frame]) {
    for at in 1..frames.len() {
        let [.., denied, frame] = frames.get_mut(..=at).unwrap_or_default() else { continue };
        let bare =
            within(tokens, &frame.verb).first().is_some_and(|first| matches!(first.class, Class::Action(_)));
        if !denied.negated
            || denied.conditional
            || frame.negated
            || frame.conditional
            || denied.actor != frame.actor
            || denied.verb.end > frame.verb.start
            || !bare
        {
            continue;
        }
        let before = tokens.partition_point(|token| token.start < frame.verb.start);
        let Some(joint) = before.checked_sub(1).and_then(|at| tokens.get(at)) else { continue };
        let or = reading.concepts.known.cue_or;
        if joint.class == Class::And && reading.starts_with(sentence, joint.start, or) {
            (frame.negated, frame.modality) = (true, Modality::DoesNot);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn or_carries_a_denial_to_the_next_verb() {
        check(
            "We do not sell your name for money, or share it for advertising.",
            &[
                "recipient: no other < do not sell",
                "data: no name < name",
                "purpose: no advertising < advertising",
            ],
        );
    }
}
