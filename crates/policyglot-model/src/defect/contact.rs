//! Contacts that the text lost: blanked, or scrambled against harvesters.

use memchr::memchr2_iter;
use policyglot_lexer::{Span, WordKind};

use super::{Audit, Rule};
use crate::{Fact, FactKind, Severity};

const BLANK: Rule = Rule { name: "blank-contact", severity: Severity::Error };
const DOMAINS: Rule = Rule { name: "two-domains", severity: Severity::Warning };
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
    unreachable(audit);
    spelt_out(audit);
    domains(audit);
}

/// "privacy@acme.com" and "privacy@acme.co": one mailbox on two domains that differ by a letter.
fn domains(audit: &mut Audit<'_, '_>) {
    let mut boxes: Vec<(&str, &str, &Fact)> = Vec::new();
    for fact in audit.facts.iter().filter(|fact| fact.kind == FactKind::Contact) {
        let address = fact.value.as_deref().and_then(|value| value.split_once('@'));
        let Some((name, host)) = address.filter(|_| boxes.len() < LOOKED) else { continue };
        let slip =
            boxes.iter().find(|(other, domain, _)| name.eq_ignore_ascii_case(other) && is_slip(host, domain));
        if let Some((_, _, other)) = slip {
            let (place, other) = (fact.span, other.span);
            audit.report_pair(DOMAINS, fact.block, (place, other), "one mailbox on two domains");
            return;
        }
        boxes.push((name, host, fact));
    }
}

/// Whether two domains differ by a letter that is no other country's: "acme.co" for "acme.com", "acne.se" for "acme.se".
fn is_slip(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let cut = long.len() == short.len() + 1
        && (0..long.len()).any(|at| {
            long.is_char_boundary(at)
                && short.starts_with(&long[..at])
                && short.get(at..) == long.get(at + 1..)
        });
    let top = |host: &str| host.rsplit('.').next().unwrap_or_default().to_owned();
    let changed = short.chars().zip(long.chars()).filter(|(a, b)| !a.eq_ignore_ascii_case(b)).count();
    cut || long.len() == short.len() && changed == 1 && top(short) == top(long)
}

/// "Just contact us.", and no address, number or mailbox anywhere.
fn unreachable(audit: &mut Audit<'_, '_>) {
    let reachable = audit.facts.iter().any(|fact| {
        let known = matches!(fact.details.channel.as_deref(), Some("email" | "phone" | "address"));
        fact.kind == FactKind::Contact && known
    });
    if reachable || audit.reading.document.blocks().len() < WHOLE {
        return;
    }
    let found: Vec<_> = audit
        .phrases("defect.contact-us")
        .take(LOOKED)
        .filter(|(sentence, mention)| {
            let words = audit.reading.words.get(sentence.words.clone()).unwrap_or_default();
            let before = words.iter().take_while(|word| word.span.end <= mention.span.start).last();
            // "when you contact us, we collect your name" sends nobody anywhere.
            // So does the middle of "when you visit our site, contact us, or buy from us".
            let after = words.iter().find(|word| word.span.start >= mention.span.end);
            let is_listed = before.zip(after).is_some_and(|(before, after)| {
                let after = audit.text(after.span);
                audit.text(before.span) == "," && (after == "," || audit.is_cue(after, &["cue.and"]))
            });
            let is_told = !is_listed
                && before.is_none_or(|word| {
                    let text = audit.text(word.span);
                    text == "," || audit.is_cue(text, &ASKING)
                });
            is_told
                && !audit.is_linked(sentence.span)
                && !words.iter().any(|word| matches!(word.kind, WordKind::Url | WordKind::Email))
        })
        .map(|(sentence, mention)| (sentence.block, mention.span))
        .take(ENOUGH)
        .collect();
    for (block, span) in found {
        let message = "blank contact: the reader is told to contact the company, but not where";
        audit.report(BLANK, block, span, message);
    }
}

/// A text of fewer blocks is an excerpt, of which nothing can be asked.
const WHOLE: usize = 12;
/// So many places that send the reader nowhere are shown.
const ENOUGH: usize = 3;
/// So many are looked at: each is compared with the words of its sentence.
const LOOKED: usize = 64;
/// What stands before "contact us" where the reader is asked to do so.
const ASKING: [&str; 5] = ["cue.please", "cue.to", "cue.simply", "cue.may", "cue.by"];

/// "contact [at] acme.test": hidden from harvesters, and from readers who copy it.
fn spelt_out(audit: &mut Audit<'_, '_>) {
    let mut found = Vec::new();
    for (id, block) in audit.blocks() {
        let text = audit.text(block.body);
        for open in memchr2_iter(b'[', b'(', text.as_bytes()) {
            let Some(after) = text.get(open + 1..).and_then(|rest| rest.strip_prefix("at")) else { continue };
            let Some(after) = after.strip_prefix([']', ')']) else { continue };
            let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
            let before = text[..open].trim_end();
            let name = before.len() - before.trim_end_matches(is_part).len();
            let after = after.trim_start();
            let host = after.split(|c: char| !is_part(c)).next().unwrap_or_default().trim_end_matches('.');
            if name == 0 || !host.contains('.') {
                continue;
            }
            let place = |at: usize| block.body.start + u32::try_from(at).unwrap_or(0);
            let end = text.len() - after.len() + host.len();
            found.push((id, Span::new(place(before.len() - name), place(end))));
        }
    }
    for (id, span) in found {
        let message = "obfuscated e-mail: the address can't be used as it stands";
        audit.report(SCRAMBLED, id, span, message);
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
        check("Write to contact [at] acme.test today.", &["obfuscated-email: contact [at] acme.test"]);
        check("Write to [email protected] today.", &["obfuscated-email: [email protected]"]);
        check(
            "Write to us at privacy@acme.test or, for news, to privacy@acme.tes today.",
            &["two-domains: privacy@acme.tes"],
        );
        check("Write to privacy@acme.test or info@acme.test, in Sweden privacy@acme.se.", &[]);
    }
}
