//! Terms that the policy defines: in brackets, after "means", by what they are.

use std::collections::HashSet;
use std::ops::Range;

use policyglot_lexer::WordKind;

use super::signal::{Clue, Clues, Signal};
use super::terms::{Terms, is_quote};
use super::{collapsed, fact, mentions_in};
use crate::reading::Reading;
use crate::{ConceptKind, Fact, FactKind};

/// How long a term may be, in words.
const LONGEST: usize = 9;

/// Adds the definitions.
pub(crate) fn facts(reading: &Reading<'_>, clues: Clues<'_, '_>, terms: &[Terms], facts: &mut Vec<Fact>) {
    let mut found = Found { reading, clues, facts, defined: HashSet::new(), acronyms: HashSet::new() };
    for bracket in terms {
        found.bracket(bracket);
    }
    for clue in clues.of(Signal::Called) {
        found.called(&clue);
    }
    for clue in clues.of(Signal::Means) {
        found.means(&clue);
    }
    for clue in clues.of(Signal::Genus) {
        found.genus(&clue);
    }
    for (open, word) in reading.words.iter().enumerate() {
        if word.kind == WordKind::Mark && reading.text(word.span) == "(" {
            found.reader(open, terms);
            found.spelt_out(open);
        }
    }
}

struct Found<'r, 'd, 'f> {
    reading: &'r Reading<'d>,
    clues: Clues<'r, 'd>,
    facts: &'f mut Vec<Fact>,
    defined: HashSet<usize>,
    /// The acronyms so far: each is defined once.
    acronyms: HashSet<String>,
}

impl<'d> Found<'_, 'd, '_> {
    fn text(&self, at: usize) -> &'d str {
        self.reading.word_text(at)
    }

    /// Adds the definition of `term`, said by `quote`, unless it stands there already.
    fn add(&mut self, term: Range<usize>, quote: Range<usize>) {
        if term.is_empty() || term.len() > LONGEST || !self.defined.insert(term.start) {
            return;
        }
        let value = collapsed(self.reading, term.clone()).to_lowercase();
        let sentence = self.reading.sentence_of(term.start);
        let Some(mut fact) = fact(self.reading, FactKind::Definition, value, quote, sentence) else { return };
        fact.concept = self.concept(&term);
        self.facts.push(fact);
    }

    /// The type of data that the term names, if it names one.
    fn concept(&self, term: &Range<usize>) -> Option<crate::ConceptId> {
        let mentions = mentions_in(self.reading, term, self.reading.sentence_of(term.start));
        mentions
            .iter()
            .filter(|mention| matches!(mention.kind, ConceptKind::Data | ConceptKind::Technology))
            .find(|mention| term.start <= mention.words.start && mention.words.end == term.end)
            .map(|mention| mention.concept)
    }

    /// (the “personal data”), (collectively, “Services”), (“You”, “Your” and the “Site”)
    fn bracket(&mut self, bracket: &Terms) {
        let Some(first) = bracket.names.first() else { return };
        if let Some(long) = &bracket.long {
            // Laws, authorities, places and protocols are known by their letters without being defined.
            let named = mentions_in(self.reading, long, self.reading.sentence_of(long.start));
            let known = |kind| {
                use ConceptKind::{Authority, Certification, Framework, Law, Place, Security};
                matches!(kind, Law | Authority | Place | Security | Framework | Certification)
            };
            let value = self.text(first.start).to_lowercase();
            if !named.iter().any(|mention| known(mention.kind)) && self.acronyms.insert(value) {
                self.add(first.clone(), long.start..bracket.end);
            }
            return;
        }
        let last = bracket.names.last().map_or(first.end, |last| last.end);
        // (see “cookies” below) defines nothing, nor does (Acme, we or us) without a word that says so.
        let quoted = is_quote(self.text(first.start.saturating_sub(1)));
        let lead = bracket.open + 1..first.start;
        if !quoted && !self.clues.has(Signal::Called, bracket.open..bracket.open + 4) {
            return;
        }
        let abbreviates = lead.clone().any(|at| self.text(at) == ".");
        if abbreviates || !self.only_joins(lead) || bracket.end.saturating_sub(last) > 5 {
            return;
        }
        let mut ours = false;
        let mut readers = false;
        for term in bracket.names.clone() {
            // "Acme” and “us”: each pronoun of a person once.
            let pronoun =
                |signal| self.clues.at(signal, term.start).is_some_and(|clue| clue.words.end == term.end);
            let (is_ours, is_readers) = (pronoun(Signal::We), pronoun(Signal::You));
            if is_ours && std::mem::replace(&mut ours, true)
                || is_readers && std::mem::replace(&mut readers, true)
            {
                continue;
            }
            let quote = if bracket.names.len() == 1 { bracket.open..bracket.end } else { term.clone() };
            self.add(term, quote);
        }
    }

    /// GAID (Google Advertising ID on Android devices): letters, and in the bracket the words that they stand for.
    fn spelt_out(&mut self, open: usize) {
        let Some(short) = open.checked_sub(1) else { return };
        let letters = self.text(short);
        let is_acronym = (3..=6).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase());
        if !is_acronym || self.text(open + 1).eq_ignore_ascii_case(letters) {
            return;
        }
        let mut left = letters;
        for at in open + 1..open + 2 + LONGEST {
            let word = self.text(at);
            if word == ")" || word.is_empty() {
                return;
            }
            let first = word.chars().next().filter(char::is_ascii_alphabetic);
            // "ID" gives both of its letters, and "for" need not give one.
            if let Some(rest) = left.strip_prefix(word) {
                left = rest;
            } else if let Some(rest) = first.and_then(|first| left.strip_prefix(first.to_ascii_uppercase())) {
                left = rest;
            } else if at == open + 1 {
                return;
            }
            if left.is_empty() {
                let close = (at..at + 2 + LONGEST).find(|&at| self.text(at) == ")");
                if close.is_some() && self.acronyms.insert(letters.to_lowercase()) {
                    self.add(short..open, short..close.map_or(at, |close| close + 1));
                }
                return;
            }
        }
    }

    /// Whether words only lead to a term: "hereinafter referred to as the", "or our".
    fn only_joins(&self, words: Range<usize>) -> bool {
        let mut at = words.start;
        while at < words.end {
            let word = self.reading.words.get(at);
            let small = word.is_none_or(|word| {
                word.kind == WordKind::Mark
                    || word.kind == WordKind::Hyphen
                    || word.span.len() <= 1
                    || self.reading.vocabulary.is_stopword(word.id)
            });
            let signals = [Signal::Called, Signal::We, Signal::You, Signal::DateLead, Signal::Preposition];
            match signals.into_iter().find_map(|signal| self.clues.at(signal, at)) {
                Some(clue) => at = clue.words.end,
                None if small => at += 1,
                None => return false,
            }
        }
        true
    }

    /// is known as “interest-based advertising”
    fn called(&mut self, clue: &Clue) {
        let mut at = clue.words.end;
        while at < clue.words.end + 4 && !is_quote(self.text(at)) {
            let joins = self.only_joins(at..at + 1);
            if !joins {
                return;
            }
            at += 1;
        }
        if let Some(term) = self.quoted_from(at) {
            self.add(term.clone(), clue.words.start..term.end + 1);
        }
    }

    /// The words in quotation marks that open at word `open`.
    fn quoted_from(&self, open: usize) -> Option<Range<usize>> {
        if !is_quote(self.text(open)) {
            return None;
        }
        let close = (open + 1..open + 2 + LONGEST * 2).find(|&at| is_quote(self.text(at)))?;
        Some(self.bare(open + 1..close))
    }

    /// The words in quotation marks that close right before word `end`.
    fn quoted_before(&self, end: usize) -> Option<Range<usize>> {
        let close = end.checked_sub(1).filter(|&close| is_quote(self.text(close)))?;
        let open = (close.saturating_sub(LONGEST * 2)..close).rev().find(|&at| is_quote(self.text(at)))?;
        Some(self.bare(open + 1..close))
    }

    /// Without punctuation at its ends: “interest-based advertising.”
    fn bare(&self, mut words: Range<usize>) -> Range<usize> {
        let mark = |at: usize| self.reading.words.get(at).is_none_or(|word| word.kind == WordKind::Mark);
        while !words.is_empty() && mark(words.end - 1) {
            words.end -= 1;
        }
        words
    }

    /// “Data” means …, personal data shall refer to information that …, By Personal Data, we mean …
    fn means(&mut self, clue: &Clue) {
        let Some(sentence) = self.reading.sentences.get(clue.sentence) else { return };
        let start = sentence.words.start;
        let end = clue.words.start;
        // "It is done by law and means that …" goes on about what is done.
        if end > start && self.clues.at(Signal::And, end - 1).is_some() {
            return;
        }
        if let Some(term) = self.referred_to(clue, sentence.words.end) {
            self.add(term.clone(), clue.words.start.saturating_sub(1)..term.end + 1);
            return;
        }
        // The "Affiliate" in this policy refers to …
        let quoted = (end.saturating_sub(5).max(start)..=end).rev().find_map(|end| self.quoted_before(end));
        let quoted = quoted.filter(|term| {
            let between = |at: usize| self.is_letters(at) || is_quote(self.text(at)) || self.text(at) == ",";
            term.start > start && (term.end + 1..end).all(between)
        });
        if let Some(term) = quoted {
            self.add(term.clone(), term.start.saturating_sub(1)..clue.words.end);
            return;
        }
        // Unquoted, only where data or a definition's first word follows: "please refer to our policy" is none.
        let after = clue.words.end..(clue.words.end + 4).min(sentence.words.end);
        let data = mentions_in(self.reading, &after, clue.sentence)
            .iter()
            .any(|mention| mention.kind == ConceptKind::Data);
        let label = self.text(sentence.words.end - 1) == ":" && clue.words.end + 1 >= sentence.words.end;
        if !(data || label || self.clues.has(Signal::Genus, after)) || end - start > LONGEST + 2 {
            return;
        }
        // "It is on you to refer to the policy", "Data: please refer to the policy"
        let broken = (start..end).any(|at| self.text(at) == ":" || self.clues.at(Signal::Is, at).is_some());
        if broken {
            return;
        }
        // "By Personal Data, we mean", but not "For more on this, please refer to".
        let ours = self.clues.has(Signal::We, clue.words.clone());
        let comma = (start..end).find(|&at| self.text(at) == ",");
        if comma.is_some() && !ours {
            return;
        }
        let term = match comma {
            Some(comma) => start + 1..comma,
            // "when you contact us by any other means" has "means" as a noun.
            None => Some(self.subject(start..end))
                .filter(|term| {
                    let person = [Signal::We, Signal::You].into_iter();
                    term.len() <= 5 && !person.into_iter().any(|signal| self.clues.has(signal, term.clone()))
                })
                .unwrap_or_default(),
        };
        self.add(term, start..clue.words.end);
    }

    /// We refer to those third parties collectively in this policy as our “Providers”.
    fn referred_to(&self, clue: &Clue, end: usize) -> Option<Range<usize>> {
        let ours = clue.words.start.checked_sub(1).is_some_and(|we| self.clues.at(Signal::We, we).is_some());
        let far = end.min(clue.words.end + LONGEST * 2);
        let open = (clue.words.end..far).find(|&at| is_quote(self.text(at))).filter(|_| ours)?;
        // What leads to the term stands right before it: "as our".
        let led = open > clue.words.end + 1 && self.only_joins(open - 1..open);
        let as_term = (open - 2..open).any(|at| self.clues.at(Signal::Preposition, at).is_some());
        self.quoted_from(open).filter(|term| led && as_term && !term.is_empty())
    }

    fn is_letters(&self, at: usize) -> bool {
        self.reading.words.get(at).is_some_and(|word| word.kind == WordKind::Word)
    }

    /// A subject without its articles and pronouns.
    fn subject(&self, mut words: Range<usize>) -> Range<usize> {
        while !words.is_empty() && self.only_joins(words.start..words.start + 1) {
            words.start += 1;
        }
        while !words.is_empty() && self.only_joins(words.end - 1..words.end) {
            words.end -= 1;
        }
        words
    }

    /// a “cookie” is a small amount of data …, children (person under the age of 16)
    fn genus(&mut self, clue: &Clue) {
        let Some(sentence) = self.reading.sentences.get(clue.sentence) else { return };
        let start = sentence.words.start;
        let genus = clue.words.start;
        if genus > start && matches!(self.text(genus - 1), "(" | "（") {
            let term = self.noun_before(genus - 1, start);
            self.add(term.clone(), term.start..clue.words.end);
            return;
        }
        let is = (genus.saturating_sub(3)..genus).find_map(|at| self.clues.at(Signal::Is, at));
        let Some(is) = is.map(|is| is.words.start).filter(|&is| is > start) else { return };
        let term = self.quoted_before(is).unwrap_or_else(|| {
            let comma = usize::from(matches!(self.text(is - 1), "," | ")"));
            self.noun_before(is - comma, start)
        });
        // "It is a small file": what it is called stands elsewhere.
        if is - start <= LONGEST + 2 || self.text(is - 1) == "," {
            self.add(term.clone(), term.start..clue.words.end);
        }
    }

    /// The noun that ends right before word `end`: a concept's phrase, or the one word.
    fn noun_before(&self, end: usize, start: usize) -> Range<usize> {
        let near = end.saturating_sub(LONGEST).max(start)..end;
        let mentions = mentions_in(self.reading, &near, self.reading.sentence_of(start));
        let named = mentions
            .iter()
            .filter(|mention| mention.words.end == end && !matches!(mention.kind, ConceptKind::Cue))
            .map(|mention| mention.words.start)
            .min();
        let mut first = named.unwrap_or(end.saturating_sub(1)).max(start);
        // "declarative personal data": adjectives that no vocabulary has belong to the term.
        while first > start
            && end - first < 3
            && self.reading.words.get(first - 1).is_some_and(|word| word.kind == WordKind::Word)
            && !self.only_joins(first - 1..first)
            && self.reading.words.get(first - 1).is_some_and(|word| word.id == crate::WordId::UNKNOWN)
        {
            first -= 1;
        }
        if self.only_joins(first..end) { end..end } else { first..end }
    }

    /// you (the subscribers and visitors of our websites)
    fn reader(&mut self, open: usize, terms: &[Terms]) {
        let Some(clue) = open.checked_sub(1).and_then(|you| self.clues.at(Signal::You, you)) else { return };
        if terms.binary_search_by_key(&open, |terms| terms.open).is_ok() || clue.words.len() != 1 {
            return;
        }
        let close = (open..open + 30).find(|&at| self.text(at) == ")");
        let Some(close) = close.filter(|&close| close > open + 3) else { return };
        let article = self.reading.words.get(open + 1).is_some_and(|word| {
            self.reading.vocabulary.is_stopword(word.id)
                && self.clues.at(Signal::Preposition, open + 1).is_none()
        });
        if article {
            self.add(clue.words.clone(), clue.words.start..close + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::identity::testing::check_kind;

    fn check(text: &str, expected: &str) {
        check_kind(FactKind::Definition, text, expected);
    }

    #[test]
    fn brackets_define() {
        check("It is information that is about you (the “personal data”).", "personal data");
        check("We run our website and services (collectively, “Acme Services”).", "acme services");
        check("any customer of ours (“You”, “Your” and the “Site”) is with us", "you; site");
        check(
            "Vi levererar till dig våra produkter och tjänster (kollektivt, våra \"Tjänster\").",
            "tjänster",
        );
        check("We use cookies (see “cookies” in this policy) and you know that.", "");
        check("The Acme Data Lab (ADL) is a part of the college.", "adl");
        check("It reads the Identifier for Advertisers (IDFA) of your phone.", "idfa");
        check("We keep it in the lab (USA) and you know that.", "");
    }

    #[test]
    fn sentences_define() {
        check("The “Personal Data” means any information that we hold.", "personal data");
        check("By Personal Data, we mean any information on you.", "personal data");
        check("A “cookie” is a small amount of data that we store.", "cookie");
        check("The use of your data is known as “retargeting.”", "retargeting");
        check("To that end you and we will refer to the policy.", "");
        check("The processing is lawful and means that personal data are kept.", "");
        check("Personuppgifter är information om en fysisk person som du och vi har.", "personuppgifter");
        check("We refer to those parties in this text as our “Providers.”", "providers");
        check("It collects the IP (which stands for Internet Protocol) address of you.", "ip");
        check("We read the GAID (Google Advertising ID on Android devices) of your phone.", "gaid");
    }
}
