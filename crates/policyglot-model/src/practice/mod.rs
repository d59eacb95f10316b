//! Who does what with which data, for what, to whom: practices, and the facts that they hold.

use crate::concept::ConceptKind;
use crate::reading::Reading;
use crate::{Fact, FactKind, Practice};

/// Reads every sentence into practices, and adds the facts that they hold.
pub(crate) fn read(reading: &Reading<'_>, _practices: &mut Vec<Practice>, facts: &mut Vec<Fact>) {
    for sentence in &reading.sentences {
        for mention in reading.mentions_of(sentence) {
            let kind = match mention.kind {
                ConceptKind::Data => FactKind::Data,
                ConceptKind::Tracker => FactKind::Tracker,
                ConceptKind::Technology => FactKind::Technology,
                _ => continue,
            };
            let label = reading.concept(mention.concept).label.clone();
            let mut fact = Fact::new(kind, label, mention.span, sentence.span, sentence.block);
            fact.concept = Some(mention.concept);
            facts.push(fact);
        }
    }
}
