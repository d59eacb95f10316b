//! Words that a proof-reader would mark: misspellings, items that do not fit what leads them in.

use policyglot_lexer::Span;
use policyglot_parser::{Block, BlockId, BlockKind};

use super::{Audit, Rule, short};
use crate::Severity;

pub(super) const MISSPELLING: Rule = Rule { name: "misspelling", severity: Severity::Info };
const GRAMMAR: Rule = Rule { name: "grammar-slip", severity: Severity::Info };
const UNFIT: Rule = Rule { name: "item-does-not-fit", severity: Severity::Info };
const GLUED: Rule = Rule { name: "marker-glued", severity: Severity::Info };

/// Of misspellings so many are shown.
const ENOUGH: usize = 5;

/// Looks at phrases, then at lists.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    // "A Identifiers" is an item behind its letter.
    let is_item = |span: Span| {
        let text = audit.text(span);
        text.starts_with("A ") && text[2..].starts_with(char::is_uppercase)
    };
    let mut misspelt = audit.first_places("defect.misspelling", ENOUGH);
    misspelt.retain(|&(_, span)| !is_item(span));
    for (block, span) in misspelt {
        let message = format!("misspelling: “{}”", short(audit.text(span)));
        audit.report(MISSPELLING, block, span, message);
    }
    for (block, span) in audit.first_places("defect.grammar", ENOUGH) {
        let message = format!("slip of grammar: “{}”", short(audit.text(span)));
        audit.report(GRAMMAR, block, span, message);
    }
    let blocks: Vec<(BlockId, &Block)> = audit.blocks().collect();
    unfit(audit, &blocks);
    glued(audit, &blocks);
}

/// "We use your data for:" and then "invoice the licenses": after a preposition a verb must be a noun or a gerund.
fn unfit(audit: &mut Audit<'_, '_>, blocks: &[(BlockId, &Block)]) {
    let reading = audit.reading;
    let (preposition, infinitive) =
        (reading.concepts.find("cue.for"), reading.concepts.find("defect.infinitive"));
    let verb = |id: BlockId| {
        let first = reading.sentences_of(id).first();
        first.is_some_and(|sentence| {
            audit.phrases_at(sentence.words.start).any(|phrase| Some(phrase.concept) == infinitive)
        })
    };
    let mut found = Vec::new();
    for pair in blocks.windows(2) {
        let [(id, lead), (first, item)] = pair else { continue };
        if !lead.leads_list || item.kind != BlockKind::Item {
            continue;
        }
        let open = || {
            reading.sentences_of(*id).last().is_some_and(|sentence| {
                let mut mentions = reading.mentions_in(sentence).into_iter();
                // Nothing but the colon comes after the preposition.
                mentions.any(|mention| {
                    Some(mention.concept) == preposition
                        && mention.words.len() == 1
                        && mention.words.end + 1 >= sentence.words.end
                })
            })
        };
        if verb(*first) && open() {
            found.push((*first, item.body, lead.body));
        }
    }
    for (id, span, lead) in found {
        let message = format!("an item does not fit its lead-in: “… for: {}”", short(audit.text(span)));
        audit.report(UNFIT, id, span, message).details.second = Some(lead);
    }
}

/// "●when you call us" where the other items of the text have a blank after their bullet.
fn glued(audit: &mut Audit<'_, '_>, blocks: &[(BlockId, &Block)]) {
    let bulleted = || {
        blocks.iter().filter(|(_, block)| {
            block.kind == BlockKind::Item && block.span.start < block.body.start && !block.ordered
        })
    };
    let is_glued = |block: &Block| {
        let marker = Span::new(block.span.start, block.body.start);
        !audit.text(marker).contains(char::is_whitespace)
    };
    let (glued, all) = (bulleted().filter(|(_, block)| is_glued(block)).count(), bulleted().count());
    let first = bulleted().find(|(_, block)| is_glued(block)).map(|&(id, block)| (id, block.span));
    // Where all are alike, it is a habit of the page.
    if let Some((id, span)) = first.filter(|_| glued * 2 < all) {
        audit.report(GLUED, id, span, format!("bullet glued to its item, in {glued} of {all} items"));
    }
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn misspellings() {
        check("We recieve your name.", &["misspelling: recieve"]);
        check("This allows to read less then one.", &["grammar-slip: allows to", "grammar-slip: less then"]);
    }

    #[test]
    fn items_that_do_not_fit() {
        check(
            "We use your data for:\n● improve our shop\n● sending news\n",
            &["item-does-not-fit: improve our shop"],
        );
        check("We use your data for:\n● improving our shop\n● sending news\n", &[]);
    }

    #[test]
    fn bullets_without_a_blank() {
        check(
            "We ask for:\n● your name\n● your age\n●your address\n● your sign\n",
            &["marker-glued: ●your address"],
        );
    }
}
