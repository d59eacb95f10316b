//! The domains and URLs that the policy covers.

use std::ops::Range;

use policyglot_lexer::WordKind;
use policyglot_parser::BlockKind;

use super::name::Namer;
use super::signal::{Clues, Signal};
use super::terms::Terms;
use super::{collapsed, fact};
use crate::reading::{Reading, Sentence};
use crate::{Fact, FactKind};

/// In how many sentences from the start a policy says what it covers.
const HEAD: usize = 30;
/// How many sites are named at most; a longer list of URLs is something else.
const MOST: usize = 16;

/// Adds the sites, and gives the words that name them.
pub(crate) fn facts(
    reading: &Reading<'_>,
    clues: Clues<'_, '_>,
    terms: &[Terms],
    namer: Namer<'_, '_>,
    facts: &mut Vec<Fact>,
) -> Vec<Range<usize>> {
    let mut sites: Vec<Range<usize>> = Vec::new();
    let mut hosts: Vec<&str> = Vec::new();
    for (place, sentence) in reading.sentences.iter().enumerate().take(HEAD) {
        for at in sentence.words.clone() {
            let Some(words) = address_at(reading, at, sentence.words.end) else { continue };
            let before = at.saturating_sub(10).max(sentence.words.start)..at;
            let after = words.end..(words.end + 8).min(sentence.words.end);
            let covered = clues.has(Signal::Covers, before.clone())
                || clues.has(Signal::Site, before.clone())
                || clues.has(Signal::Service, before.clone())
                || clues.has(Signal::Site, after);
            let elsewhere = [Signal::Visit, Signal::Contact, Signal::Here].into_iter();
            let text = reading.text(reading.span(words.clone()));
            let host = host(text);
            let covered = covered || is_own(host, facts);
            // A longer path leads to some page of the site: "https://acme.test/terms-of-service".
            let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
            let path = rest.split_once('/').map_or("", |(_, path)| path);
            if covered
                && path.len() <= 6
                && sites.len() < MOST
                && !elsewhere.into_iter().any(|signal| clues.has(signal, before.clone()))
                && !hosts.contains(&host)
            {
                hosts.push(host);
                facts.extend(fact(reading, FactKind::Site, text.to_owned(), words.clone(), place));
                sites.push(words);
            }
        }
    }
    // Acme ("the site") is operated by …: a site that is only a name.
    for bracket in terms.iter().filter(|_| sites.is_empty()) {
        let place = reading.sentence_of(bracket.open);
        let Some(sentence) = reading.sentences.get(place).filter(|_| place < HEAD) else { continue };
        let is_site = |term: &Range<usize>| {
            clues.within(term.clone()).any(|clue| clue.signal == Signal::Site && clue.words.end == term.end)
        };
        let start = namer.start_of_name(bracket.open, sentence.words.start);
        let has_name = start < bracket.open && namer.is_name(start..bracket.open);
        if has_name && bracket.names.len() == 1 && bracket.names.iter().any(is_site) && namer.is_cased() {
            let value = collapsed(reading, start..bracket.open);
            facts.extend(fact(reading, FactKind::Site, value, start..bracket.open, place));
            sites.push(start..bracket.open);
            break;
        }
    }
    if sites.is_empty() && !ours(reading, clues, facts) {
        named_by_a_line(reading, clues, facts);
    }
    sites
}

/// Whether a host has the name of the company: "acme.com" of "Acme, Inc.".
fn is_own(host: &str, facts: &[Fact]) -> bool {
    let label = host.split('.').next().unwrap_or(host);
    let names = facts.iter().filter(|fact| fact.kind == FactKind::Organisation);
    let mut names = names.filter_map(|fact| fact.value.as_deref());
    label.len() >= SHORTEST_NAME
        && names.any(|name| {
            let mut letters = name.chars().filter(|letter| letter.is_alphanumeric());
            label.chars().all(|letter| letters.next().is_some_and(|next| next.eq_ignore_ascii_case(&letter)))
        })
}

/// A shorter part of a host may be the start of any name.
const SHORTEST_NAME: usize = 4;

/// "We place updates on our website acme.org/privacy": the first host that the text calls ours, wherever it stands.
fn ours(reading: &Reading<'_>, clues: Clues<'_, '_>, facts: &mut Vec<Fact>) -> bool {
    for clue in clues.of(Signal::Site) {
        let Some(sentence) = reading.sentences.get(clue.sentence) else { continue };
        let we = clue.words.start.checked_sub(1).filter(|&at| at >= sentence.words.start);
        let at = clue.words.end + usize::from(matches!(reading.word_text(clue.words.end), "," | ":" | "("));
        let host = address_at(reading, at, sentence.words.end);
        let Some((host, we)) = host.zip(we) else { continue };
        if clues.at(Signal::We, we).is_some() {
            let text = reading.text(reading.span(host.clone())).to_owned();
            facts.extend(fact(reading, FactKind::Site, text, host, clue.sentence));
            return true;
        }
    }
    false
}

/// "Cookies used at acme.com" as a heading, "Web: acme.com" or "acme.com" as a line of its own: the first such host.
fn named_by_a_line(reading: &Reading<'_>, clues: Clues<'_, '_>, facts: &mut Vec<Fact>) {
    for (place, sentence) in reading.sentences.iter().enumerate() {
        let words = sentence.words.clone();
        let kind = reading.document.block(sentence.block).map(|block| block.kind);
        let is_title = matches!(kind, Some(BlockKind::Heading | BlockKind::Title));
        if words.len() > LONGEST_LINE {
            continue;
        }
        for at in words.clone() {
            let is_host = reading.words.get(at).is_some_and(|word| word.kind == WordKind::Word);
            let Some(host) = address_at(reading, at, words.end).filter(|_| is_host) else { continue };
            let led = at > words.start && clues.at(Signal::Preposition, at - 1).is_some();
            if is_title && led || stands_alone(reading, &host, sentence) {
                let text = reading.text(reading.span(host.clone())).to_owned();
                facts.extend(fact(reading, FactKind::Site, text, host, place));
                return;
            }
        }
    }
}

/// No line that only names a site has more words and marks.
const LONGEST_LINE: usize = 14;

/// Whether a host is all of its line but for a label: "Web: acme.com".
pub(super) fn stands_alone(reading: &Reading<'_>, host: &Range<usize>, line: &Sentence) -> bool {
    let labelled = host.start > line.words.start && reading.word_text(host.start - 1) == ":";
    let opens = host.start == line.words.start || labelled && host.start - line.words.start <= 3;
    opens && host.end == line.words.end
}

/// Whether an e-mail address, a URL or a bare domain stands among `words`, which may reach past the end.
pub(crate) fn has_address(reading: &Reading<'_>, words: Range<usize>) -> bool {
    let end = words.end.min(reading.words.len());
    let mut places = words.start.min(end)..end;
    places.any(|at| {
        let email = reading.words.get(at).is_some_and(|word| word.kind == WordKind::Email);
        email || address_at(reading, at, reading.words.len()).is_some()
    })
}

/// A URL or bare domain ("acme.com") at word `at`.
pub(super) fn address_at(reading: &Reading<'_>, at: usize, end: usize) -> Option<Range<usize>> {
    let word = reading.words.get(at)?;
    if word.kind == WordKind::Url {
        return Some(at..at + 1);
    }
    if word.kind != WordKind::Word {
        return None;
    }
    let part = |at: usize| {
        let kind = reading.words.get(at).map(|word| word.kind);
        reading.is_glued(at) && matches!(kind, Some(WordKind::Word | WordKind::Number))
    };
    let joint = |at: usize| reading.is_glued(at) && matches!(reading.word_text(at), "." | "-");
    if reading.is_glued(at) && !matches!(reading.word_text(at - 1), "(" | ")" | "]") {
        return None;
    }
    let mut last = at;
    while last + 2 < end.min(at + 8) && joint(last + 1) && part(last + 2) {
        last += 2;
    }
    let top = reading.word_text(last);
    (last > at && reading.word_text(last - 1) == "." && is_top_level(top)).then_some(at..last + 1)
}

fn is_top_level(text: &str) -> bool {
    let known = [
        "com", "net", "org", "io", "co", "app", "dev", "ai", "me", "eu", "se", "de", "fr", "uk", "ie", "nl",
        "be", "no", "dk", "fi", "es", "it", "pt", "ch", "at", "pl", "cz", "ca", "us", "au", "nz", "jp", "cn",
        "in", "br", "tv", "fm", "info", "biz", "cloud", "online", "site", "shop", "store", "tech", "social",
        "gg", "xyz", "edu", "gov",
    ];
    known.iter().any(|top| top.eq_ignore_ascii_case(text))
}

/// The host of a URL, without "www.".
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::identity::testing::check_kind;

    fn check(text: &str, expected: &str) {
        check_kind(FactKind::Site, text, expected);
    }

    #[test]
    fn what_the_policy_covers() {
        check("This policy covers the site www.acme.test. You can use it.", "www.acme.test");
        check(
            "We offer products to you and others via https://www.acme.test/en/.",
            "https://www.acme.test/en/",
        );
        check(
            "This policy is for our website (https://acme.test/, hereinafter “site”).",
            "https://acme.test/",
        );
        check("This policy applies to the acme.com website and to the app.", "acme.com");
        check("We are Acme.\n\nContact\n\nE-mail: me@acme.com\n\nWeb: acme.com\n", "acme.com");
        check(
            "We are Acme, Inc. and this tells what we are collecting on www.acme.test for you.",
            "www.acme.test",
        );
        let long = "We use your data and that of others. ".repeat(40);
        check(&format!("{long}We will place updates on our website acme.org for you."), "acme.org");
        check("Acme (\"the site\") is operated by Globex (\"we\", \"us\").", "Acme");
    }

    #[test]
    fn others_sites() {
        check("To learn more of the law and our work, please visit https://law.test/.", "");
    }
}
