//! Singular or plural: "the data is kept for as long as they are needed".

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::BlockId;

use super::{Audit, Rule, short};
use crate::Severity;
use crate::reading::{Mention, Sentence};

const AGREEMENT: Rule = Rule { name: "agreement-error", severity: Severity::Info };

/// So many slips are shown.
const ENOUGH: usize = 3;

/// Nouns that name a mass: with a verb in the singular no "they" can go back to them.
const MASS: [&str; 2] = ["data", "information"];

/// Words that end in "s" and are no plurals.
const SINGULAR: [&str; 15] = [
    "is", "was", "has", "remains", "this", "does", "its", "as", "us", "unless", "thus", "always", "process",
    "access", "business",
];

/// Looks at each "they" that goes back to one thing, then at data in the singular and the plural.
pub(super) fn check(audit: &mut Audit<'_, '_>) {
    for (block, span) in relative(audit) {
        let message = format!("agreement error: plural and singular in “{}”", short(audit.text(span)));
        audit.report(AGREEMENT, block, span, message);
    }
    for (block, span) in bare(audit).into_iter().chain(definite(audit)) {
        let message = format!("agreement error: “{}”", short(audit.text(span)));
        audit.report(AGREEMENT, block, span, message);
    }
    let mut found = within(audit);
    found.extend(across(audit));
    found.sort_unstable_by_key(|&(_, span, _)| span);
    for (block, span, first) in found.into_iter().take(ENOUGH) {
        let message = format!(
            "agreement error: “{}” goes back to the singular “{}”",
            short(audit.text(span)),
            short(audit.text(first))
        );
        audit.report(AGREEMENT, block, span, message).details.second = Some(first);
    }
}

type Found = Vec<(BlockId, Span, Span)>;

/// "Your data is used for the purposes for which they are collected."
fn within(audit: &Audit<'_, '_>) -> Found {
    audit
        .phrases("defect.they")
        .filter_map(|(sentence, they)| {
            let first = singular(audit, sentence, they.words.start)?;
            // "for which they" has its own noun right before it, that isn't meant.
            let skipped = usize::from(audit.text(they.span).contains(' ')) * 4;
            let between = first.1..they.words.start.saturating_sub(skipped).max(first.1);
            (!has_plural(audit, between)).then_some((sentence.block, they.span, first.0))
        })
        .collect()
}

/// "This policy describe how": a verb without its ending behind the name of the document.
fn bare(audit: &Audit<'_, '_>) -> Vec<(BlockId, Span)> {
    let reading = audit.reading;
    let bare = reading.concepts.find("defect.bare-verb");
    let names = ["defect.policy", "defect.statement", "defect.notice"];
    let helps = ["cue.do", "cue.may", "cue.will", "cue.must", "cue.to", "cue.and"];
    names
        .into_iter()
        .flat_map(|name| audit.phrases(name))
        .filter_map(|(sentence, name)| {
            let verb = audit.phrases_at(name.words.end).find(|phrase| Some(phrase.concept) == bare)?;
            // "How does this policy apply?", "you and this policy form".
            let before = name.words.start.saturating_sub(FAR).max(sentence.words.start)..name.words.start;
            let helped = before.clone().any(|at| audit.is_cue(reading.word_text(at), &helps));
            // "the parts of this policy describe" has another subject.
            let last = before.last().map_or("", |at| reading.word_text(at));
            let is_part = ["cue.preposition", "cue.for", "cue.with", "cue.from", "cue.by", "cue.of"];
            // The vocabulary takes "describes" for "describe".
            let ends = reading.word_text(verb.words().start).ends_with(['s', 'S']);
            let is_subject =
                !helped && !ends && !audit.is_cue(last, &is_part) && verb.words().end <= sentence.words.end;
            is_subject.then(|| (sentence.block, reading.span(name.words.start..verb.words().end)))
        })
        .take(ENOUGH)
        .collect()
}

/// "eventuella övriga personuppgifterna": a Swedish noun in its definite form behind a word that wants the other.
fn definite(audit: &Audit<'_, '_>) -> Vec<(BlockId, Span)> {
    const DEFINITE: [&str; 3] = ["arna", "erna", "orna"];
    let reading = audit.reading;
    let between = reading.concepts.find("defect.between");
    audit
        .phrases("defect.indefinite")
        .filter_map(|(sentence, word)| {
            let adjective = audit.phrases_at(word.words.end).find(|phrase| Some(phrase.concept) == between);
            let noun = adjective.map_or(word.words.end, |adjective| adjective.words().end);
            let text = reading.word_text(noun);
            // "de flera uppgifterna" is in order.
            let before = word.words.start.checked_sub(1).map_or("", |at| reading.word_text(at));
            let is_slip = noun < sentence.words.end
                && text.len() > 7
                && DEFINITE.iter().any(|ending| text.ends_with(ending))
                && !audit.is_cue(before, &["cue.this", "cue.the"]);
            is_slip.then(|| (sentence.block, reading.span(word.words.start..noun + 1)))
        })
        .take(ENOUGH)
        .collect()
}

/// "session cookies that identifies a visit": a verb in the singular behind a plural that stands alone.
fn relative(audit: &Audit<'_, '_>) -> Vec<(BlockId, Span)> {
    let reading = audit.reading;
    audit
        .phrases("defect.finite")
        .filter(|(sentence, verb)| {
            let at = verb.words.start;
            let start = sentence.words.start;
            let is_relative = at >= start + 2 && audit.is_cue(reading.word_text(at - 1), &["cue.that"]);
            // "a set of cookies that identifies": another noun may be meant.
            let before = start.max(at.saturating_sub(7))..at.saturating_sub(2);
            let alone = before.clone().all(|at| {
                let text = reading.word_text(at);
                !audit.is_cue(
                    text,
                    &["cue.and", "cue.preposition", "cue.for", "cue.with", "cue.from", "cue.to", "cue.by"],
                )
            });
            is_relative && alone && has_plural(audit, at - 2..at - 1)
        })
        .map(|(sentence, verb)| (sentence.block, reading.span(verb.words.start - 2..verb.words.end)))
        .take(ENOUGH)
        .collect()
}

/// "Your information stays on the phone. They are sent to nobody."
fn across(audit: &Audit<'_, '_>) -> Found {
    let sentences = &audit.reading.sentences;
    let plural = audit.reading.concepts.find("defect.they");
    let mut found = Vec::new();
    for pair in sentences.windows(2) {
        let [before, sentence] = pair else { continue };
        let start = sentence.words.start;
        if before.block != sentence.block || !audit.reading.word_text(start).starts_with("They") {
            continue;
        }
        let mentions = audit.reading.mentions_in(sentence);
        let opens = |mention: &&Mention| Some(mention.concept) == plural && mention.words.start == start;
        let Some(they) = mentions.iter().find(opens) else { continue };
        let Some((first, _)) = singular(audit, before, before.words.end) else { continue };
        if !has_plural(audit, before.words.clone()) {
            found.push((sentence.block, they.span, first));
        }
    }
    found
}

/// The first noun of mass before word `end` of a sentence that has a verb in the singular, with the place after it.
fn singular(audit: &Audit<'_, '_>, sentence: &Sentence, end: usize) -> Option<(Span, usize)> {
    let reading = audit.reading;
    let noun = sentence
        .words
        .clone()
        .take_while(|&at| at < end)
        .find(|&at| MASS.contains(&reading.word_text(at)))?;
    let mut rest = noun + 1..end.min(sentence.words.end);
    let verb = rest.find(|&at| {
        matches!(reading.word_text(at), "is" | "was" | "has" | "remains" | "are" | "were" | "have")
    })?;
    let is_singular = !matches!(reading.word_text(verb), "are" | "were" | "have");
    // A verb far off has another subject.
    (is_singular && verb - noun <= FAR).then(|| (reading.span(noun..verb + 1), verb + 1))
}

/// So many words may stand between the noun and its verb.
const FAR: usize = 8;

/// Whether a word looks like a plural, or like people.
fn has_plural(audit: &Audit<'_, '_>, words: std::ops::Range<usize>) -> bool {
    words.clone().any(|at| {
        let word = audit.reading.word_text(at);
        let is_word = audit.reading.words.get(at).is_some_and(|word| word.kind == WordKind::Word);
        let plural =
            word.ends_with('s') && word.len() > 2 && !SINGULAR.contains(&word) && !word.ends_with("'s");
        is_word && (plural || matches!(word, "and" | "people" | "children" | "they" | "their" | "who"))
    })
}

#[cfg(test)]
mod tests {
    use crate::defect::tests::check;

    #[test]
    fn they_for_one_thing() {
        check(
            "Your data is kept for the purposes for which they are collected.",
            &["agreement-error: for which they are"],
        );
        check(
            "The information you enter remains on your phone. They are sent to nobody.",
            &["agreement-error: They are"],
        );
    }

    #[test]
    fn a_verb_without_its_ending() {
        check(
            "This privacy policy describe how we work.",
            &["agreement-error: This privacy policy describe"],
        );
        check("How does this privacy policy apply to you?", &[]);
    }

    #[test]
    fn a_definite_noun_behind_an_indefinite_word() {
        check(
            "Vi sparar inte eventuella övriga personuppgifterna om dig.",
            &["agreement-error: eventuella övriga personuppgifterna"],
        );
        check("Vi sparar inte eventuella övriga personuppgifter om dig.", &[]);
    }

    #[test]
    fn they_for_many() {
        check("Your data are kept for the time for which they are needed.", &[]);
        check("Your information is kept from the partners. They are far off.", &[]);
    }

    #[test]
    fn a_plural_with_a_verb_in_the_singular() {
        check(
            "These are session cookies that identifies a visit to our site.",
            &["agreement-error: cookies that identifies"],
        );
        check("These are a set of cookies that identifies a visit to our site.", &[]);
    }
}
