//! The member of a list of purposes that a word stands in, and how much of the list it needs to be understood.

use super::slots::{core, opens_examples};
use super::token::{Class, Token};
use crate::reading::Mention;

/// So many members of a list, and the marks between them, may share what the last of them is done to.
const LONGEST_SHARED: usize = 8;

/// A longer phrase is quoted from its first words.
pub(super) const MAX_WORDS: usize = 16;

/// The member of a list of purposes that a mention stands in, without the articles before and the marks after it.
pub(super) fn member<'t>(tokens: &'t [Token], mention: &Mention) -> &'t [Token] {
    core(member_of(tokens, mention))
}

/// A verb that stands alone in its list, with all up to the object that it shares: "detecting, preventing or addressing
/// fraud".
pub(super) fn with_object<'t>(tokens: &'t [Token], member: &'t [Token]) -> &'t [Token] {
    let [verb] = member else { return member };
    let from = tokens.partition_point(|token| token.start < verb.start);
    let rest = tokens.get(from..).unwrap_or_default();
    let ends = |token: &Token| matches!(token.class, Class::Semicolon | Class::Open | Class::Close);
    let list = rest.split(ends).next().unwrap_or_default();
    let joins = |token: &Token| matches!(token.class, Class::Comma | Class::And);
    let shared = list.split(joins).take(LONGEST_SHARED).find(|part| core(part).len() > 1);
    let end = shared
        .and_then(<[Token]>::last)
        .map_or(0, |last| list.partition_point(|token| token.start <= last.start));
    let whole = list.get(..end.min(MAX_WORDS)).unwrap_or_default();
    if whole.is_empty() { member } else { core(whole) }
}

/// The same with them.
pub(super) fn member_of<'t>(tokens: &'t [Token], mention: &Mention) -> &'t [Token] {
    let parts = |token: &Token| {
        matches!(
            token.class,
            Class::Comma | Class::Semicolon | Class::And | Class::Open | Class::Close | Class::InOrderTo
        )
    };
    let at = tokens.partition_point(|token| token.start < mention.words.start);
    let end = tokens.partition_point(|token| token.start < mention.words.end);
    let opens = |token: &Token| parts(token) || matches!(token.class, Class::SuchAs | Class::Including);
    let from = tokens.get(..at).unwrap_or_default().iter().rposition(opens).map_or(0, |at| at + 1);
    let to = tokens.get(end..).unwrap_or_default().iter().position(parts).map_or(tokens.len(), |at| at + end);
    tokens.get(from..to.min(from + MAX_WORDS).max(end)).unwrap_or_default()
}

/// Whether a mention stands in brackets that open among `tokens` and give no examples.
pub(super) fn in_bracket(tokens: &[Token], mention: &Mention) -> bool {
    if tokens.windows(2).any(opens_examples) {
        return false;
    }
    let before = tokens.iter().take_while(|token| token.start < mention.words.start);
    let depth = before.fold(0i32, |depth, token| match token.class {
        Class::Open => depth + 1,
        Class::Close => depth - 1,
        _ => depth,
    });
    depth > 0
}

#[cfg(test)]
mod tests {
    use crate::practice::testing::check;

    #[test]
    fn what_serves_advertising_is_no_service() {
        check(
            "We use your name to deliver and show you relevant ads.",
            &["data: name < name", "purpose: advertising < show you relevant ads"],
        );
    }

    #[test]
    fn verbs_are_quoted_with_the_object_that_they_share() {
        check(
            "We use your name to detect, prevent or otherwise address fraud.",
            &[
                "data: name < name",
                "purpose: security < detect, prevent or otherwise address fraud",
                "purpose: security < otherwise address fraud",
            ],
        );
    }
}
