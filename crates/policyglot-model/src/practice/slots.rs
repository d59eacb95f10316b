//! Reading the words of a slot: lists, their items, and noun phrases that the vocabulary lacks.

use std::ops::Range;

use super::token::{Class, Token};

/// The tokens that lie within `words`.
pub(super) fn within<'t>(tokens: &'t [Token], words: &Range<usize>) -> &'t [Token] {
    let from = tokens.partition_point(|token| token.start < words.start);
    let to = tokens.partition_point(|token| token.start < words.end);
    tokens.get(from..to).unwrap_or_default()
}

/// Where the token stands that opens the list around token `at`, no more than `most` tokens before: the last one that
/// is no part of such a list.
pub(super) fn opener(
    tokens: &[Token],
    at: usize,
    most: usize,
    goes_on: impl Fn(Class) -> bool,
) -> Option<usize> {
    let before = tokens.get(..at)?;
    let list = before.iter().rev().take(most).position(|token| !goes_on(token.class))?;
    at.checked_sub(list + 1)
}

/// The items of a list: what stands between commas, semicolons, brackets and "and".
pub(super) fn items(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    tokens.split(|token| {
        matches!(
            token.class,
            Class::Comma
                | Class::Semicolon
                | Class::And
                | Class::Open
                | Class::Close
                | Class::Colon
                | Class::SuchAs
                | Class::Including
        )
    })
}

/// Whether a bracket opens that gives examples: "(for example, …".
pub(super) fn opens_examples(tokens: &[Token]) -> bool {
    matches!(tokens, [open, next, ..] if open.class == Class::Open && matches!(next.class, Class::SuchAs | Class::Including))
}

/// An item without the articles before and the marks after it.
pub(super) fn core(mut item: &[Token]) -> &[Token] {
    while let [first, rest @ ..] = item {
        if matches!(
            first.class,
            Class::Word | Class::Needed | Class::Action(_) | Class::Actor(_) | Class::How | Class::That
        ) {
            break;
        }
        item = rest;
    }
    while let [rest @ .., last] = item {
        if matches!(
            last.class,
            Class::Word | Class::Needed | Class::Action(_) | Class::Actor(_) | Class::Purpose | Class::To
        ) {
            break;
        }
        item = rest;
    }
    item
}

/// Whether an item reads as a noun phrase that may name data.
pub(super) fn is_nominal(item: &[Token]) -> bool {
    let words = item.iter().filter(|token| matches!(token.class, Class::Word | Class::Needed)).count();
    let heads =
        item.first().is_some_and(|first| matches!(first.class, Class::Word | Class::How | Class::That));
    let acts = item.iter().any(|token| {
        matches!(
            token.class,
            Class::Actor(crate::Actor::FirstParty) | Class::May | Class::Will | Class::Must | Class::If
        )
    });
    (1..=14).contains(&words) && item.len() <= 20 && heads && !acts
}
