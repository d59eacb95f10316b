//! Ways to reach somebody: e-mail, phone, URL, address, form, office; and those that the text lost.

use std::ops::Range;

use policyglot_lexer::{Span, WordKind};
use policyglot_parser::{BlockId, BlockKind};

use super::signal::{Clue, Clues, Signal};
use super::{collapsed, fact, site};
use crate::reading::{Reading, Sentence};
use crate::value::{address, phone};
use crate::{Fact, FactKind, Text};

/// Adds the contacts. `sites` are the words that were read as the policy's own site.
pub(crate) fn facts(
    reading: &Reading<'_>,
    clues: Clues<'_, '_>,
    sites: &[Range<usize>],
    facts: &mut Vec<Fact>,
) {
    let mut found = Found { reading, clues, facts };
    found.addresses();
    found.words(sites);
    found.lost();
    found.offices();
}

/// No host has more words and marks.
const LONGEST_HOST: usize = 9;

struct Found<'r, 'd, 'f> {
    reading: &'r Reading<'d>,
    clues: Clues<'r, 'd>,
    facts: &'f mut Vec<Fact>,
}

impl Found<'_, '_, '_> {
    fn text(&self, at: usize) -> &str {
        self.reading.word_text(at)
    }

    fn add(&mut self, words: Range<usize>, channel: &str, value: Option<String>) -> Option<&mut Fact> {
        let sentence = self.reading.sentence_of(words.start);
        let mut fact = fact(self.reading, FactKind::Contact, value, words, sentence)?;
        fact.details.channel = Some(channel.into());
        fact.missing = fact.value.is_none();
        self.facts.push(fact);
        self.facts.last_mut()
    }

    fn addresses(&mut self) {
        for words in address::addresses(self.reading) {
            let value = collapsed(self.reading, words.clone());
            let region = address::region(self.reading, words.clone());
            if let Some(fact) = self.add(words, "address", Some(value)) {
                fact.details.region = region.map(Text::from);
            }
        }
    }

    /// E-mail addresses, URLs and phone numbers.
    fn words(&mut self, sites: &[Range<usize>]) {
        let mut past = 0;
        for at in 0..self.reading.words.len() {
            let Some(&word) = self.reading.words.get(at) else { break };
            if word.span.start < past {
                continue;
            }
            // Few marks can open a phone number.
            let opens = |first: u8| matches!(first, b'+' | b'(') || !first.is_ascii();
            match word.kind {
                WordKind::Word | WordKind::Hyphen => continue,
                WordKind::Mark if self.reading.first_byte(&word) == b'.' => {
                    past = self.bare_host(at, sites).unwrap_or(past);
                    continue;
                }
                WordKind::Mark
                    if matches!(self.text(at + 1), "at" | "a" | "AT")
                        && matches!(self.text(at), "[" | "(") =>
                {
                    past = self.spelt_out(at).unwrap_or(past);
                    continue;
                }
                WordKind::Mark if !opens(self.reading.first_byte(&word)) => continue,
                _ => {}
            }
            let text = self.reading.text(word.span);
            match word.kind {
                WordKind::Email if text.starts_with('[') => {
                    self.add(at..at + 1, "email", None);
                }
                WordKind::Email => {
                    self.add(at..at + 1, "email", Some(text.to_owned()));
                }
                WordKind::Url => {
                    // A block may end inside a URL ("https://acme.test/a?b"), where the parser took "?" for a
                    // sentence's end: the URL goes on in the source.
                    let rest =
                        self.reading.document.source().get(word.span.start as usize..).unwrap_or_default();
                    let whole =
                        policyglot_lexer::words(rest).next().filter(|whole| whole.kind == WordKind::Url);
                    let whole = whole.map_or(text, |whole| whole.span.of(rest));
                    // What is glued to it in the next block is told there.
                    let glued = whole.find("[email").filter(|&cut| cut >= text.len());
                    let text = glued.and_then(|cut| whole.get(..cut)).unwrap_or(whole);
                    past = word.span.start + u32::try_from(text.len()).unwrap_or(0);
                    self.url(at, text, sites);
                }
                WordKind::Number | WordKind::Mark => past = self.phone(at, text).unwrap_or(past),
                _ => {}
            }
        }
    }

    /// "contact [at] acme.com", with its bracket at word `at`; gives the byte after it.
    fn spelt_out(&mut self, at: usize) -> Option<u32> {
        let closed = matches!(self.text(at + 2), "]" | ")");
        let end = self.reading.words.len();
        let host = site::address_at(self.reading, at + 3, end).filter(|_| closed)?;
        let name = at.checked_sub(1)?;
        let start = self.start_of_glued(name);
        let written = |words: Range<usize>| self.reading.text(self.reading.span(words));
        let value = format!("{}@{}", written(start..at), written(host.clone()));
        self.add(start..host.end, "email", Some(value)).map(|fact| fact.span.end)
    }

    /// "Use your rights at privacy.acme.com": a host without a scheme, with a full stop at word `at`, that a preposition
    /// or "visit" leads to; gives the byte after it.
    fn bare_host(&mut self, at: usize, sites: &[Range<usize>]) -> Option<u32> {
        let start = self.start_of_glued(at.checked_sub(1).filter(|_| self.reading.is_glued(at))?);
        let host =
            site::address_at(self.reading, start, (start + LONGEST_HOST).min(self.reading.words.len()))?;
        let before = start.checked_sub(1).filter(|_| host.contains(&at) && !self.glues_sentences(&host))?;
        let value = self.reading.text(self.reading.span(host.clone()));
        let place = self.reading.sentences.get(self.reading.sentence_of(start))?;
        let kind = self.reading.document.block(place.block)?.kind;
        // "The policy of acme.com" in a heading and "when you order on acme.com" name the site, and send nobody there.
        let named = |site: &Range<usize>| {
            let site = self.reading.text(self.reading.span(site.clone()));
            site::host(site).eq_ignore_ascii_case(site::host(value))
        };
        let is_title = matches!(kind, BlockKind::Heading | BlockKind::Title);
        let own =
            is_title || sites.iter().any(named) && !self.clues.has(Signal::Contact, place.words.clone());
        let led = self.clues.at(Signal::Preposition, before).is_some() && !own
            || self.clues.ending(Signal::Visit, start).is_some()
            || self.text(before) == "," && self.ends_sentence(host.end, place) && !own
            || site::stands_alone(self.reading, &host, place) && self.is_beside_contact(start);
        if !led || sites.iter().any(|site| site.contains(&start)) {
            return None;
        }
        let value = value.to_owned();
        self.add(host, "url", Some(value)).map(|fact| fact.span.end)
    }

    /// "You can turn to the authority, authority.test.": whether nothing follows word `end`.
    fn ends_sentence(&self, end: usize, sentence: &Sentence) -> bool {
        end >= sentence.words.end || end + 1 == sentence.words.end && self.text(end) == "."
    }

    /// "our products.It also includes": a sentence that begins right behind the full stop, and no host.
    fn glues_sentences(&self, host: &Range<usize>) -> bool {
        let last = self.text(host.end.saturating_sub(1));
        let small = |text: &str| text.chars().skip(1).all(char::is_lowercase);
        last.starts_with(char::is_uppercase) && last.len() > 1 && small(last)
    }

    /// Whether one of the lines around word `at` holds another contact.
    fn is_beside_contact(&self, at: usize) -> bool {
        let place = self.reading.sentence_of(at);
        let near = self.reading.sentences.get(place.saturating_sub(3)..).unwrap_or_default();
        let is_short = |sentence: &&Sentence| sentence.words.len() < LONGEST_HOST * 2;
        near.iter().take(7).filter(is_short).any(|line| self.has_target(line.words.clone()))
    }

    /// The first word of the run without blanks that word `at` ends.
    fn start_of_glued(&self, at: usize) -> usize {
        let mut start = at;
        while at - start < LONGEST_HOST && self.reading.is_glued(start) && self.text(start - 1) != "(" {
            start -= 1;
        }
        start
    }

    fn url(&mut self, at: usize, text: &str, sites: &[Range<usize>]) {
        // "https://example.com/[email protected]": two contacts that a scraper glued together.
        let glued = text.find("[email");
        let url = glued.map_or(text, |glued| text.get(..glued).unwrap_or(text));
        if !sites.iter().any(|site| site.contains(&at)) {
            let start = self.reading.words.get(at).map_or(0, |word| word.span.start);
            let end = start + u32::try_from(url.len()).unwrap_or(0);
            let value = Some(url.to_owned());
            if let Some(fact) = self.add(at..at + 1, "url", value) {
                fact.span = Span::new(start, end);
            }
        }
        if glued.is_some() {
            let end = (at + 1..at + 4).find(|&at| self.text(at).ends_with(']')).map_or(at + 1, |end| end + 1);
            let start = self.reading.words.get(at).map_or(0, |word| word.span.start);
            let length = u32::try_from(url.len()).unwrap_or(0);
            if let Some(fact) = self.add(at..end, "email", None) {
                fact.span = Span::new(start + length, fact.span.end.max(start + length));
            }
        }
    }

    /// The phone number at word `at`; gives the byte after it.
    fn phone(&mut self, at: usize, text: &str) -> Option<u32> {
        let opens = text == "+" || text == "＋" || text == "(";
        let figures = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
        if !(opens || figures) {
            return None;
        }
        // Only a figure that no other one stands right before can open a number.
        let start = self.reading.words.get(at)?.span.start;
        let before = self.reading.document.source().get(..start as usize)?;
        if figures
            && before
                .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '/' | ':' | '§'))
        {
            return None;
        }
        let sentence = self.reading.sentences.get(self.reading.sentence_of(at))?;
        let near = at.saturating_sub(8).max(sentence.words.start)..at;
        // "contact us at dpo@acme.test or 08-123 456 78": a trunk zero where contact is being told.
        let trunk = text.len() > 1 && text.starts_with('0') && !text.contains('.');
        let is_announced = self.clues.has(Signal::Phone, near)
            || trunk && self.clues.has(Signal::Contact, sentence.words.start..at);
        let block = self.reading.document.block(sentence.block)?;
        if text == "(" && !self.text(at + 1).starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let rest = self.reading.text(Span::new(start, block.body.end));
        let (found, len) = phone::phone(rest, is_announced)?;
        let span = Span::new(start, start + u32::try_from(len).ok()?);
        let spelled = self.reading.text(span).to_owned();
        let label = self.country_label(at);
        let fact = self.add(at..at + 1, "phone", Some(found.number))?;
        fact.span = span;
        fact.details.name = Some(spelled.into());
        fact.details.region = label.map(Text::from).or_else(|| found.region.map(Text::from));
        Some(span.end)
    }

    /// "(sg) +65 …": the country that stands before a number.
    fn country_label(&self, at: usize) -> Option<String> {
        let label = at.checked_sub(2)?;
        let text = self.text(label);
        let bracketed = self.text(label + 1) == ")" && self.text(label.checked_sub(1)?) == "(";
        let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        (bracketed && is_code).then(|| text.to_ascii_lowercase())
    }

    /// Where the text announces a contact and then has none.
    fn lost(&mut self) {
        let mut said = 0;
        for clue in self.clues.all() {
            let Some(sentence) = self.reading.sentences.get(clue.sentence) else { break };
            if clue.words.end <= said {
                continue;
            }
            let (channel, is_lost) = match clue.signal {
                Signal::ContactAt => ("email", self.has_no_address(&clue, sentence)),
                // "Därför finns här ingen ruta": nothing is here that could be read.
                Signal::Here => {
                    let none = self.clues.at(Signal::No, clue.words.end).is_some();
                    ("url", !none && !self.has_target(clue.words.end..clue.words.end + 4))
                }
                Signal::Visit => ("url", self.visits_a_name(&clue, sentence)),
                _ => continue,
            };
            if is_lost {
                said = clue.words.end;
                let next = self.text(clue.words.end);
                let closes = matches!(next, "." | "!" | "?") && clue.words.end < sentence.words.end;
                self.add(clue.words.start..clue.words.end + usize::from(closes), channel, None);
            }
        }
        self.names_of_links();
    }

    /// "Globex - hosting. Globex Privacy Policy": the name of a link at the end of an item, and no link.
    fn names_of_links(&mut self) {
        let reading = self.reading;
        let mut names: Vec<(Range<usize>, BlockId)> = Vec::new();
        for (place, sentence) in reading.sentences.iter().enumerate().skip(1) {
            let words = sentence.words.clone();
            let block = reading.document.block(sentence.block);
            let after_text = reading.sentences[place - 1].block == sentence.block;
            let is_item =
                block.is_some_and(|block| matches!(block.kind, BlockKind::Item | BlockKind::Paragraph));
            let upper = reading.words.get(words.start).is_some_and(|word| word.is_capital);
            let last = reading.sentences.get(place + 1).is_none_or(|next| next.block != sentence.block);
            if !(is_item && after_text && last && upper && (2..=5).contains(&words.len())) {
                continue;
            }
            let is_name = self
                .clues
                .ending(Signal::Document, words.end)
                .is_some_and(|clue| clue.words.start > words.start);
            if is_name && !self.has_target(words.clone()) {
                names.push((words, sentence.block));
            }
        }
        // A single one may be a heading that a scraper glued to the text before it.
        for at in 0..names.len() {
            let beside = |other: usize| {
                names.get(other).is_some_and(|(_, block)| block.0.abs_diff(names[at].1.0) <= 2)
            };
            if beside(at + 1) || at.checked_sub(1).is_some_and(beside) {
                self.add(names[at].0.clone(), "url", None);
            }
        }
    }

    fn has_target(&self, words: Range<usize>) -> bool {
        site::has_address(self.reading, words)
    }

    /// "contact us at ." and "send an email to to let us know"
    fn has_no_address(&self, clue: &Clue, sentence: &Sentence) -> bool {
        let end = clue.words.end;
        if self.has_target(end..end + 6) {
            return false;
        }
        if end >= sentence.words.end {
            // The address may stand on a line of its own.
            return !self.follows(clue.sentence + 1);
        }
        let next = self.text(end);
        if matches!(next, "." | "!" | "?" | ",") {
            return true;
        }
        if matches!(next, ":" | "：") {
            return end + 1 >= sentence.words.end && !self.follows(clue.sentence + 1);
        }
        // "to to let us know", "at or by phone", but not "contact us on or after that day".
        let another = [Signal::Contact, Signal::Phone, Signal::Address, Signal::ByEmail].into_iter();
        let goes_on = another.into_iter().any(|signal| self.clues.has(signal, end..end + 3));
        self.clues.at(Signal::Preposition, end).is_some() && (goes_on || next == self.text(end - 1))
    }

    /// Whether one of the next lines is a contact.
    fn follows(&self, place: usize) -> bool {
        self.reading.sentences.iter().skip(place).take(4).any(|sentence| {
            let block = self.reading.document.block(sentence.block);
            block.is_some_and(|block| block.kind == BlockKind::Contact)
                || self.has_target(sentence.words.clone())
                || sentence.words.clone().any(|at| {
                    self.reading
                        .words
                        .get(at)
                        .is_some_and(|word| word.kind == WordKind::Number && sentence.words.len() < 20)
                })
        })
    }

    /// "Please visit Your Privacy Choices": the name of a link, and no link.
    fn visits_a_name(&self, clue: &Clue, sentence: &Sentence) -> bool {
        let end = clue.words.end;
        let upper = |at: usize| at < sentence.words.end && self.text(at).starts_with(char::is_uppercase);
        (upper(end) && upper(end + 1) || self.clues.at(Signal::Here, end).is_some())
            && !self.has_target(end..(end + 16).min(sentence.words.end))
    }

    /// "our data protection officer", "the contact form", where one is asked to turn to them.
    fn offices(&mut self) {
        let reading = self.reading;
        let mut forms: Vec<String> = Vec::new();
        for clue in self.clues.all() {
            let channel = match clue.signal {
                Signal::Officer => "role",
                Signal::Form => "form",
                _ => continue,
            };
            let Some(sentence) = reading.sentences.get(clue.sentence) else { break };
            let before = clue.words.start.saturating_sub(6).max(sentence.words.start)..clue.words.start;
            // "Privacy team: privacy@acme.com"
            let labels = clue.signal == Signal::Officer
                && self.text(clue.words.end) == ":"
                && self.has_target(clue.words.end..clue.words.end + 3);
            // "Please contact:" and the office on the next line.
            let above = clue.sentence.checked_sub(1).and_then(|above| reading.sentences.get(above));
            let announced = clue.signal == Signal::Officer
                && sentence.words.len() < LONGEST_HOST
                && above.is_some_and(|above| {
                    self.text(above.words.end - 1) == ":"
                        && self.clues.has(Signal::Contact, above.words.clone())
                });
            if !labels && !announced && !self.clues.has(Signal::Contact, before) {
                continue;
            }
            let value = collapsed(reading, clue.words.clone());
            let known = forms.iter().any(|known| known.eq_ignore_ascii_case(&value));
            if !known {
                self.add(clue.words, channel, Some(value.clone()));
                forms.push(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::identity::testing::check_kind;

    fn check(text: &str, expected: &str) {
        check_kind(FactKind::Contact, text, expected);
    }

    #[test]
    fn spelt_out_and_bare() {
        check("Write to contact [at] acme.com today.", "contact@acme.com channel=email");
        check("Skriv till ombud(a)acme.se i dag.", "ombud@acme.se channel=email");
        check("You can use your rights at privacy.acme.com.", "privacy.acme.com channel=url");
        check("Acme.com was founded long ago.", "");
        check("This policy is of the site acme.com. We keep what you order on acme.com for you.", "");
        check(
            "We answer what you ask us about your data.\nWrite to us, or visit us on the web:\nPrivacy team: me@acme.com\n+46 8 123 456 78\nglobex.com\nWe like your questions, and answer them in a few days.\n",
            "Privacy team channel=role; me@acme.com channel=email; +46812345678 channel=phone region=se; \
             globex.com channel=url",
        );
    }

    #[test]
    fn kept() {
        check(
            "You can contact us at: privacy@acme.test. We will respond.",
            "privacy@acme.test channel=email",
        );
        check(
            "You can call our office in Singapore on (sg) +65-6993-2383 and we answer.",
            "+6569932383 channel=phone region=sg",
        );
        check("This policy was changed on May 31st, 2024, and on June 1st, 2023, for all of you.", "");
        check("Har du frågor, kontakta oss på 08-123 456 78.", "08-123 456 78 channel=phone");
        check("You can turn to the panel at https://panel.test/a?b.", "https://panel.test/a?b channel=url");
        check(
            "You can write to us at Acme Inc., 1 Main Street, Seattle, WA 98121, USA.",
            "Acme Inc., 1 Main Street, Seattle, WA 98121, USA channel=address region=us",
        );
    }

    #[test]
    fn lost() {
        check("If you want that, please contact us at . We are there.", "- channel=email missing");
        check("Please send an email to to let us know of your wish.", "- channel=email missing");
        check("Om du vill det, vänligen kontakta oss på .", "- channel=email missing");
        check("You can reach the team at [email\u{a0}protected]: we are there.", "- channel=email missing");
        check(
            "You can reach us at our pages:https://acme.test/[email\u{a0}protected]",
            "https://acme.test/ channel=url; - channel=email missing",
        );
        check("The policy of Globex is available here.", "- channel=url missing");
        check("A list of them can be viewed here: docs.acme.test.com/list.", "");
        check("Därför finns här ingen ruta om kakor att klicka bort för dig.", "");
        check("We collect it when you use our services or products.It also includes your name.", "");
    }

    #[test]
    fn offices() {
        check("Du kan kontakta vårt dataskyddsombud om du har frågor.", "dataskyddsombud channel=role");
        check("You can contact us on or after the day that you join.", "");
    }
}
