//! Labels before a dash or colon on the line of what they name: "Payment data – payment method, card number".

use policyglot_lexer::WordKind;

use super::fill::LONGEST_TITLE;
use super::lead::{Lead, Names, is_nominal};
use super::token::{Class, Token};
use crate::ConceptId;
use crate::concept::ConceptKind;
use crate::reading::{Mention, Reading, Sentence};

/// The label of a sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Label {
    /// How many tokens it takes, with its mark; 0 where there is none, or where it must be read with the rest.
    pub(super) len: usize,
    /// What it says of the list after it.
    pub(super) lead: Option<Lead>,
}

/// Finds the label that the `tokens` of `sentence` start with.
pub(super) fn of(reading: &Reading<'_>, sentence: &Sentence, tokens: &[Token], named: &[Mention]) -> Label {
    let mark = |token: &Token| ends_label(reading, token);
    let Some(at) = tokens.iter().take(LONGEST_TITLE).position(mark).filter(|at| *at > 0) else {
        return Label::default();
    };
    let (before, after) = (tokens.get(..at).unwrap_or_default(), tokens.get(at + 1..).unwrap_or_default());
    let dash = tokens.get(at).is_some_and(|token| token.class == Class::Mark);
    let verb = |token: &Token| {
        matches!(token.class, Class::Action(_) | Class::Be | Class::May | Class::Will | Class::Comma)
    };
    // "Adjust – attribution data" names a provider.
    let tool = named.iter().any(|mention| {
        mention.kind == ConceptKind::Tracker && before.iter().any(|token| token.start == mention.words.start)
    });
    let plain = !before.iter().any(verb) && !tool;
    if let Some(lead) = entry(reading, sentence, before, after) {
        return Label { len: at + 1, lead: Some(lead) };
    }
    if (heads(before, named) || sums_up(before, after, named)) && is_list(reading, after) {
        let lead = Lead::plain(Names::Data, true);
        return Label { len: at + 1, lead: Some(lead) };
    }
    // "Feedback – We use your name to …"; not where the label alone names the data.
    let named = after.first().is_some_and(|first| {
        named.iter().any(|mention| mention.kind == ConceptKind::Data && mention.words.start >= first.start)
    });
    Label { len: if dash && plain && named { at + 1 } else { 0 }, lead: None }
}

/// The data that a line names before its dash or colon, and goes on to explain: "Name – taken from your account".
/// Nothing where other words stand there too.
///
/// `generic` are the concepts of data as such. `opens` tells whether more sentences follow: "User names. Let you log in" names the data in a sentence of its own.
pub(super) fn titles(
    reading: &Reading<'_>,
    tokens: &[Token],
    named: &[Mention],
    opens: bool,
    generic: &[ConceptId],
) -> Vec<Mention> {
    let mark = |token: &Token| ends_label(reading, token);
    let at = tokens.iter().take(LONGEST_TITLE).position(mark).filter(|at| *at + 1 < tokens.len());
    // "Account information: your name, your e-mail address" names them behind its colon.
    let lists = at.and_then(|at| tokens.get(at + 1)).is_some_and(|next| {
        let behind =
            |mention: &&Mention| mention.kind == ConceptKind::Data && mention.words.start >= next.start;
        // "E-mail address – for receipts" tells what for.
        let used = matches!(next.class, Class::For | Class::To | Class::InOrderTo | Class::Action(_));
        !used && named.iter().filter(behind).any(|mention| !generic.contains(&mention.concept))
    });
    let alone = opens && tokens.len() <= LONGEST_TITLE;
    // "Your age (optional). It lets us …": what is in brackets is no part of the name.
    let bracket = |token: &Token| reading.text(reading.span(token.start..token.end)) == "(";
    let end = || tokens.iter().position(bracket).or(tokens.len().checked_sub(1));
    let at = at.filter(|_| !lists).or_else(|| end().filter(|_| alone && !lists));
    let head = at.and_then(|at| tokens.get(..at)).unwrap_or_default();
    let data = |token: &&Token| {
        let data = named.iter().filter(|mention| mention.kind == ConceptKind::Data);
        data.clone().any(|mention| mention.words.start <= token.start && token.end <= mention.words.end)
    };
    let joins = |token: &Token| matches!(token.class, Class::And | Class::Comma | Class::Your | Class::The);
    if head.is_empty() || !head.iter().all(|token| data(&token) || joins(token)) {
        return Vec::new();
    }
    let end = head.last().map_or(0, |last| last.end);
    let within = |mention: &&Mention| mention.kind == ConceptKind::Data && mention.words.start < end;
    named.iter().filter(within).cloned().collect()
}

/// Whether a token is the colon or dash behind a label.
pub(super) fn ends_label(reading: &Reading<'_>, token: &Token) -> bool {
    let text = || reading.text(reading.span(token.start..token.end));
    token.class == Class::Colon || token.class == Class::Mark && matches!(text(), "–" | "—" | "-")
}

/// What an entry of a form lists: "Purpose: customer support", "Recipients: carriers and banks".
fn entry(reading: &Reading<'_>, sentence: &Sentence, label: &[Token], rest: &[Token]) -> Option<Lead> {
    let (first, last) = (label.first()?, label.last()?);
    let known = &reading.concepts.known;
    let names = |mention: &Mention| {
        let column = Some(mention.concept);
        let whole = mention.words.start == first.start && mention.words.end == last.end;
        let opens = mention.words.start == first.start && label.len() <= LONGEST_ENTRY;
        if column == known.column_purpose && opens {
            Some(Names::Purpose)
        } else if (column == known.column_recipient || column == known.column_provider) && whole {
            Some(Names::Recipient)
        } else if column == known.column_data && whole && is_list(reading, rest) {
            Some(Names::Data)
        } else {
            None
        }
    };
    let names = reading.mentions_of(sentence).iter().find_map(names).filter(|_| !rest.is_empty())?;
    Some(Lead::plain(names, true))
}

/// "Purposes of the processing" is no longer, in tokens.
const LONGEST_ENTRY: usize = 5;

/// Whether a label ends with the name of data: "Special service request data".
fn heads(label: &[Token], named: &[Mention]) -> bool {
    let [first, .., last] = label else { return false };
    let acts = |class: Class| matches!(class, Class::Action(_) | Class::How | Class::That | Class::Of);
    !acts(first.class)
        && is_nominal(label)
        && !label.iter().any(|token| matches!(token.class, Class::Actor(_) | Class::Your))
        && named.iter().any(|mention| mention.kind == ConceptKind::Data && mention.words.end == last.end)
}

/// Whether a label of one word names data, and its list starts with others: "Kontaktuppgifter: namn, adress".
fn sums_up(label: &[Token], list: &[Token], named: &[Mention]) -> bool {
    let ([only], Some(first)) = (label, list.first()) else { return false };
    let data = |token: &Token| {
        named.iter().any(|mention| mention.kind == ConceptKind::Data && mention.words.start == token.start)
    };
    data(only) && data(first)
}

/// Whether what stands after a label is a list of nouns, and no statement or address.
fn is_list(reading: &Reading<'_>, tokens: &[Token]) -> bool {
    let word = |token: &Token| reading.words.get(token.start).is_some_and(|word| word.kind == WordKind::Word);
    let listed = tokens.iter().any(|token| matches!(token.class, Class::Comma | Class::And));
    // "Passport number: used for identification" lists nothing.
    let opens = |class: Class| {
        matches!(class, Class::That | Class::To | Class::InOrderTo | Class::How | Class::Action(_))
    };
    listed
        && is_nominal(tokens)
        && tokens.first().is_some_and(|first| word(first) && !opens(first.class))
        && !tokens.iter().any(|token| token.class == Class::Colon)
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn a_label_says_what_its_line_lists() {
        check(
            "Special service request data – meal information, pets in the cabin or medical assistance requested.",
            &[
                "data: meal information < meal information",
                "data: pets in the cabin < pets in the cabin",
                "data: medical assistance requested < medical assistance requested",
            ],
        );
        check("Feedback – We use your name to help you.", &["data: name < name"]);
        check("Contact information: Acme Ltd, 1 High Street, London", &[]);
        check("Kontaktuppgifter: Acme AB, Storgatan 1, Lund", &[]);
        check(
            "Vi berättar mer för dig om vad vi gör.\n\nKontaktuppgifter: telefonnummer, e-postadress\n",
            &["data: phone number < telefonnummer", "data: email address < e-postadress"],
        );
    }

    #[test]
    fn entries_of_a_form() {
        check(
            "We tell you more.\n\nPurposes of the processing: payment processing, invoicing.\n\nÄndamål: Bokföring.\n",
            &["purpose: payment < payment processing", "purpose: payment < invoicing"],
        );
        check(
            "Vi berättar mer för dig.\n\nÄndamål: Marknadsföring.\n\nMottagare: Skatteverket.\n",
            &["purpose: marketing < Marknadsföring", "recipient: authority < Skatteverket"],
        );
    }

    #[test]
    fn a_line_that_explains_data_names_them_in_its_title() {
        check(
            "We care for you and for what you do.\n\nInformation we collect\n\n• Name – taken from your account.\n\
             • Passwords. Let you log in.\n• Photo – for the party.\n• Account information: your age, your photo\n",
            &[
                "data: name < Name",
                "data: password < Passwords",
                "data: photo < Photo",
                "data: age < age",
                "data: photo < photo",
            ],
        );
    }
}
