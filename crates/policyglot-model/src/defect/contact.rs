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
        // "please visit Acme's choices page": the link may be any words of the sentence.
        let scrambled = audit.text(fact.span).contains("protected");
        if !scrambled && audit.is_linked(fact.span.cover(fact.sentence)) {
            continue;
        }
        let is_link = links.iter().any(|link| link.overlaps(fact.span));
        if fact.kind != FactKind::Contact || !fact.missing || is_link {
            continue;
        }
        if fact.channel.as_deref() == Some("url") {
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

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn lost_addresses() {
        check("If you have questions, please contact us at .", &["blank-contact: contact us at ."]);
        check("Write to [email protected] today.", &["obfuscated-email: [email protected]"]);
    }
}
