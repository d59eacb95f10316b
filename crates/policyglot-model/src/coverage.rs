//! What became of each sentence: the honest answer to "what did it miss?".

use policyglot_lexer::Span;
use policyglot_parser::BlockKind;

use crate::reading::{Marks, Reading};
use crate::{Coverage, Covered, FactKind, Policy};

/// How well each sentence of the document was understood, in view of the policy read from it.
///
/// A sentence is understood where a practice or a fact lies in it that is no topic, defect or language. It is missed where the
/// first party or the user acts in it with a verb of practice and nothing was read. Titles, headings and metadata name
/// what follows and say nothing themselves, so they are other text unless something was read from them.
pub(crate) fn of(reading: &Reading<'_>, marks: &Marks, policy: &Policy) -> Vec<Covered> {
    let mut read = vec![false; reading.sentences.len()];
    let told = policy
        .facts
        .iter()
        .filter(|fact| !matches!(fact.kind, FactKind::Topic | FactKind::Defect | FactKind::Language));
    // A verb without data, purpose or recipient is no practice that anybody could act on.
    let full = policy.practices.iter().filter(|practice| {
        !(practice.data.is_empty() && practice.purposes.is_empty() && practice.recipients.is_empty())
    });
    for span in told.map(|fact| fact.span).chain(full.map(|practice| practice.span)) {
        mark(reading, span, &mut read);
    }
    reading
        .sentences
        .iter()
        .enumerate()
        .zip(read)
        .map(|((at, sentence), read)| {
            let block = reading.document.block(sentence.block).map(|block| block.kind);
            let says = !matches!(block, Some(BlockKind::Title | BlockKind::Metadata | BlockKind::Heading));
            let coverage = match (read, says && marks.traits(at).acts) {
                (true, _) => Coverage::Understood,
                (false, true) => Coverage::Missed,
                (false, false) => Coverage::Other,
            };
            Covered { block: sentence.block, sentence: sentence.span, coverage }
        })
        .collect()
}

/// Marks every sentence that `span` lies in or reaches into.
fn mark(reading: &Reading<'_>, span: Span, read: &mut [bool]) {
    let first = reading.sentences.partition_point(|sentence| sentence.span.end <= span.start);
    let sentences = reading.sentences.iter().zip(read.iter_mut()).skip(first);
    for (_, read) in sentences.take_while(|(sentence, _)| sentence.span.start < span.end) {
        *read = true;
    }
}

#[cfg(test)]
mod tests {
    use policyglot_parser::parse;

    use crate::{Coverage, Lexicon, read};

    fn check(text: &str, expected: &str) {
        let document = parse(text);
        let policy = read(&document, &Lexicon::bundled().expect("the crate's own files"));
        let shown: Vec<_> = policy
            .coverage
            .iter()
            .map(|covered| match covered.coverage {
                Coverage::Understood => "understood",
                Coverage::Missed => "missed",
                Coverage::Other => "other",
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "in {text:?}");
    }

    #[test]
    fn a_practice_is_understood_and_chatter_is_other() {
        check("We collect your email address. The weather is fine.", "understood other");
    }

    #[test]
    fn a_sentence_of_which_nothing_was_read_is_missed() {
        check("You install and set it as we do.", "missed");
    }
}
