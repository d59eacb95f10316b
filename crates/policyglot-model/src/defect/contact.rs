//! Contacts that the text lost: blanked, or scrambled against harvesters.

use policyglot_lexer::Span;

use super::{Audit, Rule};
use crate::{FactKind, Severity};

const BLANK: Rule = Rule { name: "blank-contact", severity: Severity::Error };
const SCRAMBLED: Rule = Rule { name: "obfuscated-email", severity: Severity::Error };

/// "contact us on ." and "[email protected]": the reader is sent to an address that isn't there.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    // "can be accessed here" is a dead link, which has its own rule.
    let links: Vec<Span> = audit.phrases("defect.here").map(|(_, mention)| mention.span).collect();
    for fact in audit.facts {
        if fact.kind != FactKind::Contact || !fact.missing {
            continue;
        }
        // "please visit Acme's choices page": the link may be any words of the sentence.
        let scrambled = audit.text(fact.span).contains("protected");
        let is_linked = !scrambled && audit.is_linked(fact.span.cover(fact.sentence));
        if is_linked || any_overlap(&links, fact.span) {
            continue;
        }
        if fact.details.channel.as_deref() == Some("url") {
            let message = format!("dead link: “{}” leads nowhere", super::short(audit.text(fact.span)));
            audit.report(super::link::DEAD, fact.block, fact.span, message);
        } else if scrambled {
            audit.report(
                SCRAMBLED,
                fact.block,
                fact.span,
                "obfuscated e-mail: a scrambler has replaced the address",
            );
        } else {
            audit.report(
                BLANK,
                fact.block,
                fact.span,
                "blank contact: the text announces an address that is missing",
            );
        }
    }
}

fn any_overlap(links: &[Span], span: Span) -> bool {
    let at = links.partition_point(|link| link.end <= span.start);
    links.get(at).is_some_and(|link| link.overlaps(span))
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn lost_addresses() {
        check("If you have questions, please contact us at .", &["blank-contact: contact us at ."]);
        check("Write to [email protected] today.", &["obfuscated-email: [email protected]"]);
    }
}
