//! Sentences that tell nothing of what is done with data, whatever they name: disclaimers, what the reader is to take
//! care of, and questions.

use policyglot_parser::{Block, BlockKind};

use crate::reading::{Reading, Sentence};

/// Whether `sentence` of `block` states no practice: "Keep your password in a safe place", "We accept no liability for
/// lost data", "Do we disclose your data?".
pub(super) fn is_stray(reading: &Reading<'_>, block: &Block, sentence: &Sentence) -> bool {
    let known = &reading.concepts.known;
    let disclaims =
        reading.mentions_of(sentence).iter().any(|mention| Some(mention.concept) == known.cue_disclaimer);
    // A heading may ask for what its section tells.
    let asks = block.kind == BlockKind::Paragraph && reading.text(sentence.span).trim_end().ends_with('?');
    disclaims || asks
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn what_the_reader_takes_care_of() {
        check("It is your responsibility to keep your email address and password safe.", &[]);
        check("Please keep your password in a safe place.", &[]);
        check("We have no liability for a stolen email address.", &[]);
    }

    #[test]
    fn what_is_asked_is_not_stated() {
        check(
            "We value privacy. Do we share your email address with vendors? We collect your name.",
            &["data: name < name"],
        );
    }
}
