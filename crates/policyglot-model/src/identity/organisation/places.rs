//! Every place where the company stands under one of its names.

use std::cmp::Reverse;
use std::ops::Range;

use super::candidate::Candidate;
use crate::identity::signal::{Clues, Signal};
use crate::identity::terms::is_quote;
use crate::reading::Reading;

/// Every place where one of the names or aliases stands, the longest name first.
pub(super) fn of(reading: &Reading<'_>, clues: Clues<'_, '_>, candidates: &[Candidate]) -> Vec<Range<usize>> {
    let mut names: Vec<Vec<&str>> = Vec::new();
    let words_of = |words: Range<usize>| {
        words
            .map(|at| reading.word_text(at))
            .filter(|text| !is_quote(text) && *text != ".")
            .collect::<Vec<_>>()
    };
    for candidate in candidates.iter().filter(|candidate| candidate.is_first_party) {
        names.push(words_of(candidate.words.clone()));
        for term in &candidate.aliases {
            let general = clues.has(Signal::We, term.clone()) || clues.has(Signal::Company, term.clone());
            if !general {
                names.push(words_of(term.clone()));
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names.sort_by_key(|name| Reverse(name.len()));
    let source = reading.document.source().as_bytes();
    let mut is_first = [false; 256];
    for first in names.iter().filter_map(|name| name.first()?.bytes().next()) {
        is_first[usize::from(first)] = true;
    }
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(word) = reading.words.get(at) {
        // Few words start with the letter of a name.
        if !source.get(word.span.start as usize).is_some_and(|&first| is_first[usize::from(first)]) {
            at += 1;
            continue;
        }
        let len = names.iter().find_map(|name| {
            let mut words = at..;
            for part in name {
                let next = words.next()?;
                let text = reading.word_text(next);
                let possessive = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
                if possessive != *part {
                    return None;
                }
            }
            words.next().map(|end| end - at)
        });
        match len {
            Some(len) => {
                places.push(at..at + len);
                at += len;
            }
            None => at += 1,
        }
    }
    places
}
