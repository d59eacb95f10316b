//! What a right is about: the data, the processing, the consent or the messages that its words reach.

use std::ops::Range;

use policyglot_parser::BlockKind;

use super::passage::{Cue, Passage};
use super::term::{Term, Terms};
use crate::concept::ConceptKind;

/// What is chosen rather than corrected: "change your browser settings", "update your marketing preferences".
const CHOICES: Terms = Terms::of(&[Term::Browser, Term::Cookies, Term::Marketing]);

/// One past the last word of what the right is about, where it is about the right thing.
pub(crate) fn object(passage: &Passage<'_, '_>, cue: &Cue, clause: &Range<usize>) -> Option<usize> {
    let after = cue.words.end..passage.sentence.words.end.min(cue.words.end + 12);
    let near = cue.words.start.saturating_sub(8).max(clause.start)..after.end;
    let end = |terms: &[Term], range: &Range<usize>| {
        passage.first(Terms::of(terms), range).map(|cue| cue.words.end)
    };
    match cue.term {
        Term::Access
        | Term::GiveAccess
        | Term::Rectify
        | Term::Delete
        | Term::Copy
        | Term::Restrict
        | Term::Object => {
            // "access the services", "review the privacy policy of every site": what comes first is the object.
            let seen = matches!(cue.term, Term::Access | Term::GiveAccess);
            let thing = passage.first(Terms::of(&[Term::Thing]), &after).filter(|_| seen);
            let after = after.start..thing.map_or(after.end, |thing| thing.words.start);
            let named = end(&[Term::Data, Term::Account], &after);
            let data = passage
                .mentions(&after)
                .find(|mention| mention.kind == ConceptKind::Data)
                .map(|mention| mention.words.end);
            // "Some of this information is available to you."
            let known = end(&[Term::Data], &(near.start..cue.words.start));
            let known = known.filter(|_| cue.term == Term::GiveAccess).map(|_| cue.words.end);
            if thing.is_some_and(|thing| thing.words.start < cue.words.end + 4) && named.or(data).is_none() {
                return None;
            }
            let title = passage.kind == BlockKind::Item && clause.len() <= 4;
            let right = passage.terms_of(&(near.start..cue.words.start)).has(Term::Right)
                && matches!(cue.term, Term::Copy | Term::Restrict | Term::Object | Term::Access);
            let member = is_member(passage, cue, clause);
            // "You may object to the processing."
            let processing = matches!(cue.term, Term::Object | Term::Restrict)
                .then(|| end(&[Term::Use], &(cue.words.end..after.end.min(cue.words.end + 4))))
                .flatten();
            // "You can object at any time to direct marketing."
            let marketing = (cue.term == Term::Object)
                .then(|| end(&[Term::Marketing], &(cue.words.end..after.end.min(cue.words.end + 7))))
                .flatten();
            // "request correction" asks for it whatever of.
            let asked = passage
                .first(Terms::of(&[Term::Request]), &(cue.words.start.saturating_sub(2)..cue.words.start));
            // "that it be deleted"
            let undone = matches!(cue.term, Term::Delete | Term::Rectify | Term::Restrict);
            let before = cue.words.start.saturating_sub(3)..cue.words.start;
            let thing = end(&[Term::Data], &before).filter(|_| undone);

            let soon = cue.words.end..after.end.min(cue.words.end + 5);
            if cue.term == Term::Rectify && is_choice(passage, &soon) {
                return None;
            }
            // "delete cookies" is no right to one's data, nor is "delete them in your browser" below "Cookies".
            let next = cue.words.end..cue.words.end + 3;
            let there = passage.has(Term::Browser) && passage.heading.has(Term::Cookies);
            // "Cookies stay until you delete them."
            let there = there || passage.has(Term::Cookies) && data.is_none();
            if passage.first(Terms::of(&[Term::Cookies]), &next).is_some()
                || cue.term == Term::Delete && there
            {
                return None;
            }
            let thing = thing.map(|_| clause.end.min(cue.words.end + 6));
            // "få de uppgifter som du har lämnat överförda till en annan": the data stand before the verb.
            let taken = end(&[Term::Data], &(cue.words.start.saturating_sub(12)..cue.words.start))
                .filter(|_| cue.term == Term::Copy && cue.words.len() > 1)
                .map(|_| cue.words.end);
            named
                .or(data)
                .or(known)
                .or(thing)
                .or(processing)
                .or((title || right || member || asked.is_some() || is_requested(passage, cue))
                    .then_some(clause.end.min(cue.words.end + 6)))
                .or(marketing)
                .or(taken)
        }
        Term::Withdraw => end(&[Term::Consent], &after)
            .or_else(|| end(&[Term::Consent], &near))
            .or_else(|| passage.has(Term::Consent).then_some(cue.words.end))
            // "turn off notifications in your device settings"
            .or_else(|| end(&[Term::Browser], &after)),
        Term::Refuse => {
            // "you may at any time deactivate them in your browser", below "Cookies".
            let there = passage.has(Term::Cookies) || passage.heading.has(Term::Cookies);
            end(&[Term::Cookies], &after)
                .or_else(|| end(&[Term::Cookies], &near))
                .or_else(|| end(&[Term::Browser], &after).filter(|_| there))
        }
        Term::Unsubscribe => Some(clause.end.min(cue.words.end + 8)),
        Term::OptOut => Some(messages(passage, cue, clause, &after)),
        // "We use it to answer your complaints" tells a purpose.
        Term::Complain
            if passage.last(Terms::of(&[Term::Respond]), &(near.start..cue.words.start)).is_some() =>
        {
            None
        }
        Term::Complain => {
            let made = end(&[Term::Lodge, Term::Right], &passage.sentence.words);
            made.map(|_| clause.end.min(cue.words.end + 8))
        }
        Term::Anonymous => {
            let visit = passage.first(Terms::of(&[Term::Visit]), &passage.sentence.words).is_some();
            let near = cue.words.start..cue.words.end + 6;
            let account = passage.first(Terms::of(&[Term::Account]), &near).is_some();
            (visit || account).then_some(clause.end.min(cue.words.end + 4))
        }
        Term::CancelAccount if is_of_data(passage, cue) => None,
        _ => Some(cue.words.end),
    }
}

/// Whether what is changed are choices, and no data: "your marketing preferences", but not "your e-mail address".
fn is_choice(passage: &Passage<'_, '_>, range: &Range<usize>) -> bool {
    let is_datum = |choice: &Cue| {
        passage.mentions(range).any(|mention| {
            let root = passage.reading.concepts.root(mention.concept);
            passage.reading.concept(root).id == "data.contact-information"
                && mention.words.contains(&choice.words.start)
        })
    };
    passage.within(CHOICES, range).any(|choice| !is_datum(choice))
}

/// One past the last word of what the reader opts out of: "not to share your e-mail address" is about the address.
fn messages(passage: &Passage<'_, '_>, cue: &Cue, clause: &Range<usize>, after: &Range<usize>) -> usize {
    let named = passage.first(Terms::of(&[Term::Marketing]), after).map(|cue| cue.words.end);
    let end = named.unwrap_or(clause.end.min(cue.words.end + 6));
    let whole = passage
        .mentions(after)
        .find(|mention| mention.kind == ConceptKind::Data && mention.words.contains(&end.saturating_sub(1)));
    whole.map_or(end, |whole| whole.words.end)
}

/// Whether a cue is a member of a list of rights by their names: "the right of access, rectification and erasure".
fn is_member(passage: &Passage<'_, '_>, cue: &Cue, clause: &Range<usize>) -> bool {
    let next = cue.words.end;
    let ends = next >= passage.sentence.words.end
        || passage.is_mark(next)
        || passage.first(Terms::of(&[Term::And]), &(next..next + 1)).is_some();
    ends && passage.first(Terms::of(&[Term::Right]), &(clause.start..cue.words.start)).is_some()
}

/// Whether a cue says what a request is for: "an access, deletion or correction request".
pub(crate) fn is_requested(passage: &Passage<'_, '_>, cue: &Cue) -> bool {
    const NOUNS: Terms = Terms::of(&[
        Term::Access,
        Term::Delete,
        Term::Rectify,
        Term::Copy,
        Term::Restrict,
        Term::Object,
        Term::And,
    ]);
    let after = cue.words.end..cue.words.end + REQUEST;
    // or "the access, correction or deletion rights"
    let Some(request) = passage.first(Terms::of(&[Term::Request, Term::Right]), &after) else { return false };
    let between = cue.words.end..request.words.start;
    between
        .clone()
        .all(|at| passage.is_mark(at) || passage.within(NOUNS, &between).any(|noun| noun.words.contains(&at)))
}

/// A list of requests has no more words.
const REQUEST: usize = 7;

/// Whether what is deleted is more or less than data: "to cancel the account", "removed from our mailing list".
pub(super) fn is_fuller(passage: &Passage<'_, '_>, cue: &Cue) -> bool {
    const FULLER: Terms = Terms::of(&[Term::CancelAccount, Term::OptOut]);
    let reach = cue.words.start.saturating_sub(1)..cue.words.end + 3;
    passage.first(FULLER, &reach).is_some_and(|fuller| !is_of_data(passage, fuller))
}

/// "delete your account information": the account only says which information.
fn is_of_data(passage: &Passage<'_, '_>, cue: &Cue) -> bool {
    let next = cue.words.end..cue.words.end + 1;
    cue.term == Term::CancelAccount && passage.first(Terms::of(&[Term::Data]), &next).is_some()
}

/// "deletion of your Example account", but not "delete your account information".
pub(super) fn ends_account(passage: &Passage<'_, '_>, cue: &Cue) -> bool {
    let near = cue.words.end..cue.words.end + 5;
    let Some(account) = passage.first(Terms::of(&[Term::Account]), &near) else { return false };
    let data = passage
        .mentions(&(cue.words.end..account.words.end + 2))
        .any(|mention| mention.kind == ConceptKind::Data);
    !data && passage.clause(cue.words.start).end >= account.words.end
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn rights_by_their_names() {
        check(
            FactKind::Right,
            "en",
            "You have the right to access, rectification, erasure and restriction.",
            "access; rectify; restrict; erase",
        );
        check(
            FactKind::Right,
            "en",
            "To submit an access, deletion, or correction request, please visit our page.",
            "access; rectify; erase",
        );
        check(
            FactKind::Right,
            "en",
            "To exercise the access, data portability, correction, or deletion rights, please write to us.",
            "access; copy; rectify; erase",
        );
        check(FactKind::Right, "en", "You may object to the processing.", "object");
        check(FactKind::Right, "en", "You may update or delete your account information.", "rectify; erase");
        check(FactKind::Right, "en", "You can request an access code for our services.", "");
    }
}
