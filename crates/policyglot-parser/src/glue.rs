//! Glued text: two blocks on one line with nothing between them are cut apart.

use policyglot_lexer::{Fence, MarkerKind, Token, TokenKind, marker};

use crate::piece::{End, First, Piece, Role};
use crate::seam;
use crate::words::Vocabulary;

/// What the passes over one document share.
pub(crate) struct Gluing<'a> {
    pub(crate) source: &'a str,
    pub(crate) tokens: &'a [Token],
    pub(crate) words: Vocabulary<'a>,
    /// Whether the text has lost its capital letters.
    pub(crate) lower: bool,
    /// Whether an e-mail address was scrambled somewhere.
    pub(crate) scrambled: bool,
    /// Whether headings run into their texts all over the document: then weaker signs of it will do.
    pub(crate) loose: bool,
}

/// Cuts every piece where something was glued on. Most pieces stay as they are.
pub(crate) fn unglue(mut gluing: Gluing<'_>, pieces: Vec<Piece>) -> Vec<Piece> {
    let open = || pieces.iter().enumerate().filter(|(_, piece)| piece.role == Role::Open);
    let certain = open().filter_map(|(at, piece)| Some((at, gluing.heading_cut(piece)?)));
    let certain: Vec<(usize, u32)> = certain.take(GLUED_HEADINGS).collect();
    gluing.loose = certain.len() == GLUED_HEADINGS;
    let mut certain = certain.into_iter().peekable();
    let mut result = Vec::new();
    // Up to here, all is in the result.
    let mut done = 0;
    for (at, piece) in open() {
        let heading = if gluing.loose {
            gluing.heading_cut(piece)
        } else {
            certain.next_if(|&(place, _)| place == at).map(|(_, cut)| cut)
        };
        let cut = gluing.cut(piece, heading, at == 0);
        if cut.is_some() || is_enumeration(piece) {
            if done == 0 {
                result.reserve(pieces.len() + pieces.len() / 4);
            }
            result.extend_from_slice(pieces.get(done..at).unwrap_or_default());
            gluing.pieces(*piece, cut, at == 0, &mut result);
            done = at + 1;
        }
    }
    if done == 0 {
        return pieces;
    }
    result.extend_from_slice(pieces.get(done..).unwrap_or_default());
    result
}

/// Whether a run of enumerators or bullets may stand in it.
fn is_enumeration(piece: &Piece) -> bool {
    let marks = piece.shape.marks;
    marks.enumerator && marks.colon || marks.bullet
}

/// So many glued headings beyond doubt make a document in which they are the rule.
const GLUED_HEADINGS: usize = 4;

/// Whether a text is short and has a year in it.
fn is_dated(text: &str) -> bool {
    text.len() < 60
        && text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
            word.len() == 4
                && (word.starts_with("19") || word.starts_with("20"))
                && word.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// Whether capitals end before byte `at` and a capitalised word starts there: "OUR `DATAWe`".
fn is_shout_end(bytes: &[u8], at: usize) -> bool {
    let after = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
    let before = at.checked_sub(3).and_then(|from| bytes.get(from..at));
    after && before.is_some_and(|word| word.iter().all(u8::is_ascii_uppercase))
}

/// Whether a section number stands at byte `at`, after a letter: "Customers1.1 Information".
fn starts_number(text: &str, at: usize) -> bool {
    let after_letter = text
        .get(..at)
        .is_some_and(|before| before.ends_with(|c: char| c.is_alphabetic() || c == '?' || c == ')'));
    after_letter
        && text
            .get(at..)
            .and_then(marker)
            .is_some_and(|(marker, _)| marker.fence == Fence::Dot || marker.kind == MarkerKind::Decimal)
}

/// A title that the text runs into has no more words.
const TITLE_WORDS: usize = 10;

impl<'a> Gluing<'a> {
    /// Cuts one piece, at first where `cut` says, and adds its parts to `result`.
    fn pieces(&self, mut rest: Piece, mut cut: Option<(u32, Role)>, first: bool, result: &mut Vec<Piece>) {
        // Bounded: each round cuts something off.
        while let Some((at, role)) = cut
            && let Some((mut head, mut tail)) = rest.split(at, self.source, self.tokens)
        {
            head.role = role;
            tail.mark(self.source);
            result.push(head);
            rest = tail;
            cut = self.cut(&rest, self.heading_cut(&rest), first);
        }
        if rest.glued {
            rest.refresh(self.source, self.tokens);
        }
        if is_enumeration(&rest) {
            self.enumeration(rest, result);
        } else {
            result.push(rest);
        }
    }

    /// Where to cut a piece and what stands before the cut; `heading` is where its heading ends, if it has one.
    fn cut(&self, piece: &Piece, heading: Option<u32>, first: bool) -> Option<(u32, Role)> {
        if let Some(at) = heading {
            return Some((at, Role::Heading));
        }
        let at = None
            .or_else(|| if piece.shape.marks.colon { self.phone_cut(piece) } else { None })
            .or_else(|| if self.scrambled { self.address_cut(piece) } else { None })
            .or_else(|| if piece.shape.marks.glued { self.sentence_cut(piece) } else { None });
        if let Some(at) = at {
            return Some((at, Role::Open));
        }
        if first { self.label_cut(piece).map(|at| (at, Role::Title)) } else { None }
    }

    /// Where a heading ends that runs into its text: "Collected `InformationWhen` You visit", "refuse?Yes, you can".
    fn heading_cut(&self, piece: &Piece) -> Option<u32> {
        let bullet = piece.marker.is_some_and(|(marker, _)| !marker.counts());
        if bullet || self.lower && !self.has_glued_question(piece) {
            return None;
        }
        let text = piece.text(self.source);
        let limit = self.caption_limit(piece, text);
        let head = text.get(..limit)?;
        let bytes = head.as_bytes();
        let seam = seam::find(bytes, |at| {
            let (Some(&[before, here]), Some(after)) = (bytes.get(at - 1..=at), text.get(at..)) else {
                return false;
            };
            let closes = matches!(before, b'a'..=b'z' | b'0'..=b'9' | b')' | b'?' | b'!' | b':');
            let opens = match here {
                b'0'..=b'9' => before == b'?' || self.loose && closes && starts_number(text, at),
                b'A'..=b'Z' if before.is_ascii_uppercase() => is_shout_end(bytes, at),
                _ => closes && (here.is_ascii() || after.starts_with(char::is_uppercase)),
            };
            opens && self.is_seam(text, at, piece.span.start == 0)
        })?;
        Some(piece.body.start + u32::try_from(seam).unwrap_or(0))
    }

    fn has_glued_question(&self, piece: &Piece) -> bool {
        piece
            .tokens
            .of(self.tokens)
            .iter()
            .take(4)
            .any(|token| token.kind == TokenKind::GluedEnd && token.span.of(self.source).starts_with('?'))
    }

    /// Where the first sentence ends, or the limit of a heading.
    fn caption_limit(&self, piece: &Piece, text: &str) -> usize {
        let stop = piece.tokens.of(self.tokens).iter().find(|token| {
            // "1A. What is a privacy policy?": the stop after a number ends no sentence.
            token.kind == TokenKind::SentenceEnd && token.span.start > piece.body.start + 4
                || token.kind == TokenKind::GluedEnd && !token.span.of(self.source).starts_with('?')
                || token.span.start as usize > piece.body.start as usize + seam::LONGEST
        });
        let mut limit = stop
            .map_or(text.len(), |stop| stop.span.start.saturating_sub(piece.body.start) as usize)
            .min(seam::LONGEST)
            .min(text.len());
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        limit
    }

    /// Whether the two halves of the word around byte `at` are words of their own.
    fn is_seam(&self, text: &'a str, at: usize, at_start: bool) -> bool {
        let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return false };
        if before.ends_with('?') {
            return before.split_whitespace().count() > 1;
        }
        let left = before.rsplit(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
        let right = after.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
        let (Some(left), Some(right)) = (left, right) else { return false };
        if right.starts_with(|c: char| c.is_ascii_digit()) {
            return self.words.has(left);
        }
        let article = matches!(right, "A" | "I" | "À" | "Å");
        if right.chars().count() < 2 && !article || left.len() < 2 {
            return false;
        }
        // "engines (such as Linked|In)": a heading closes its brackets.
        if before.matches('(').count() != before.matches(')').count() {
            return false;
        }
        let starts = self.words.starts_sentence(right);
        if before.ends_with(':') {
            // "A note to parents:We ask you": one word before a colon is the term of an item.
            return starts && before.contains(' ') && text.len() > at + 60;
        }
        let compound = text.get(at.saturating_sub(left.len())..at + right.len()).unwrap_or_default();
        // "updatesPlease": no name starts with so many small letters. "LinkedIn" and "YouTube" start with a capital.
        let small = left.len() > 2 && left.chars().all(char::is_lowercase);
        if small {
            return starts || self.words.has(left) && !self.words.repeats(compound);
        }
        // "PRIVACY POLICYLast Updated: September 26, 2024"
        if is_dated(after) {
            return self.words.has(left);
        }
        if starts || article {
            return self.words.has(left) || left.len() > 7 && !self.words.repeats(compound);
        }
        // "PolicyEffective as of": where only one half is known, it must be a longer word, or it is "YouTube".
        let opening = at_start && before.split_whitespace().count() <= TITLE_WORDS;
        let known = || self.words.has(left) && (left.len() > 4 || self.words.has(right));
        (self.loose || opening) && known() && !self.words.repeats(compound)
    }

    /// Where a sentence ends with nothing between it and the next: "of the site.this privacy policy applies".
    fn sentence_cut(&self, piece: &Piece) -> Option<u32> {
        let glued = piece.tokens.of(self.tokens).iter().filter(|token| token.kind == TokenKind::GluedEnd);
        for token in glued.take(64) {
            let before = self.source.get(piece.body.start as usize..token.span.start as usize)?;
            let after = self.source.get(token.span.end as usize..piece.body.end as usize)?;
            let left = before.rsplit(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
            let right = after.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
            let (Some(left), Some(right)) = (left, right) else { continue };
            let upper = right.starts_with(char::is_uppercase);
            // Not "example.com": both must be words, and a sentence starts with a capital where the text has any.
            if (upper || self.lower)
                && before.split_whitespace().nth(2).is_some()
                && after.split_whitespace().nth(2).is_some()
                && (right.chars().count() > 1 || matches!(right, "A" | "a" | "I" | "i"))
                && self.words.has(right)
                && (self.words.has(left) || before.ends_with([')', '”', '"']))
            {
                return Some(token.span.end);
            }
        }
        None
    }

    /// Where a phone number ends, or the label of the next one starts: "office：+65-6993-2383malaysia office：+60".
    fn phone_cut(&self, piece: &Piece) -> Option<u32> {
        let colon = piece.tokens.of(self.tokens).iter().position(|token| {
            token.kind == TokenKind::Colon
                && self
                    .source
                    .get(token.span.end as usize..)
                    .is_some_and(|rest| rest.trim_start_matches([' ', '\u{a0}']).starts_with('+'))
        })?;
        let inside = piece.tokens.of(self.tokens);
        let colon_token = inside.get(colon)?;
        // A label that follows a sentence starts after it.
        let sentence = inside
            .get(..colon)?
            .iter()
            .rev()
            .find(|token| matches!(token.kind, TokenKind::GluedEnd | TokenKind::SentenceEnd));
        if let Some(sentence) = sentence {
            return Some(sentence.span.end);
        }
        let from = colon_token.span.end as usize;
        let phone = self.source.get(from..piece.body.end as usize)?;
        let len = phone.find(|c: char| c.is_alphabetic())?;
        let digits = phone.get(..len)?.bytes().filter(u8::is_ascii_digit).count();
        (digits >= 7).then(|| u32::try_from(from + len).unwrap_or(0))
    }

    /// Where two addresses meet, or one starts right after a lead-in: "pages:https://example.com/[email protected]".
    fn address_cut(&self, piece: &Piece) -> Option<u32> {
        let text = piece.text(self.source);
        if text.len() > 160 || !text.contains("://") {
            return None;
        }
        let scrambled = text.find("[email")?;
        let before = text.get(..scrambled)?;
        let address = before.rsplit(char::is_whitespace).next()?;
        (address.contains("://") && address.ends_with('/') && before.trim_start() == address)
            .then(|| piece.body.start + u32::try_from(scrambled).unwrap_or(0))
    }

    /// Where a label with a value is glued to the title: "privacy policyversion number：v1.0".
    fn label_cut(&self, piece: &Piece) -> Option<u32> {
        if piece.shape.words > 16 || piece.shape.inner_stop {
            return None;
        }
        let text = piece.text(self.source);
        let colon = piece.tokens.of(self.tokens).iter().find(|token| token.kind == TokenKind::Colon)?;
        let head = self.source.get(piece.body.start as usize..colon.span.start as usize)?;
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        let mut start = 0;
        for word in head.split(' ') {
            let halves = |&at: &usize| {
                let (left, right) = word.split_at(at);
                right.len() >= 3 && self.words.has(left) && self.words.has(right)
            };
            if word.chars().all(char::is_alphabetic)
                && let Some(at) = word.char_indices().skip(3).map(|(at, _)| at).find(halves)
                && !self.words.repeats(word)
            {
                return Some(piece.body.start + u32::try_from(start + at).unwrap_or(0));
            }
            start += word.len() + 1;
        }
        None
    }

    /// Cuts a lettered run inside one sentence into a lead-in and its items: "except where: (a) …; (b) …; or (c) …".
    fn enumeration(&self, piece: Piece, result: &mut Vec<Piece>) {
        let mut cuts = self.enumerators(&piece);
        let mut level = if piece.marker.is_some() { 2 } else { 1 };
        if cuts.is_empty() && piece.shape.marks.bullet {
            cuts = self.bullets(&piece);
            level = if piece.marker.is_some_and(|(marker, _)| marker.counts()) { 2 } else { 1 };
        }
        let mut rest = piece;
        for &(at, end, marker) in &cuts {
            let Some((head, mut tail)) = rest.split(at, self.source, self.tokens) else { break };
            tail.marker = Some((marker, policyglot_lexer::Span::new(at, end)));
            tail.role = Role::Item;
            tail.level = level;
            tail.body = crate::line::trim(self.source, policyglot_lexer::Span::new(end, tail.body.end));
            result.push(head);
            rest = tail;
        }
        if !cuts.is_empty() {
            rest.refresh(self.source, self.tokens);
        }
        result.push(rest);
    }

    /// The bullets inside a line that lost its line breaks: "We collect: • your name • your address".
    fn bullets(&self, piece: &Piece) -> Vec<(u32, u32, policyglot_lexer::Marker)> {
        let inside = piece.tokens.of(self.tokens).iter().filter_map(|token| match token.kind {
            TokenKind::Enumerator(marker) if !marker.counts() => Some((token.span, marker)),
            _ => None,
        });
        let sign = match (piece.marker, inside.clone().next()) {
            (Some((marker, span)), _) if !marker.counts() => span,
            (_, Some((span, _))) => span,
            _ => return Vec::new(),
        };
        let sign = sign.of(self.source);
        let same = inside.filter(|(span, _)| span.of(self.source) == sign);
        let cuts: Vec<_> = same.map(|(span, marker)| (span.start, span.end, marker)).collect();
        // One sign alone may part two words of a menu.
        let listed = cuts.len() > 1
            || piece.marker.is_some_and(|(marker, _)| !marker.counts())
            || cuts.first().is_some_and(|&(at, ..)| {
                let before = self.source.get(piece.body.start as usize..at as usize);
                before.is_some_and(|before| before.trim_end().ends_with([':', '：']))
            });
        if listed { cuts } else { Vec::new() }
    }

    /// The enumerators of a run that follows a colon: each after the first stands after a semicolon.
    fn enumerators(&self, piece: &Piece) -> Vec<(u32, u32, policyglot_lexer::Marker)> {
        let mut run: Vec<(u32, u32, policyglot_lexer::Marker)> = Vec::new();
        if piece.shape.end == End::Colon || piece.shape.first == First::Other && piece.shape.words < 6 {
            return run;
        }
        for token in piece.tokens.of(self.tokens) {
            let TokenKind::Enumerator(marker) = token.kind else { continue };
            if !matches!(marker.kind, MarkerKind::Letter | MarkerKind::Roman | MarkerKind::Number) {
                continue;
            }
            let value = policyglot_lexer::marker_value(token.span.of(self.source)).unwrap_or(0);
            let before =
                self.source.get(piece.body.start as usize..token.span.start as usize).unwrap_or_default();
            let before = before.trim_end();
            if run.is_empty() {
                if value == 1 && before.ends_with([':', '：']) {
                    run.push((token.span.start, token.span.end, marker));
                }
                continue;
            }
            let bare = before.strip_suffix("and").or_else(|| before.strip_suffix("or")).unwrap_or(before);
            let parted = bare.trim_end().ends_with([';', '；']);
            if value as usize != run.len() + 1 {
                continue;
            }
            if !parted {
                return Vec::new();
            }
            run.push((token.span.start, token.span.end, marker));
        }
        if run.len() < 2 { Vec::new() } else { run }
    }
}

#[cfg(test)]
mod tests {
    use crate::parse;

    fn check(text: &str, expected: &str) {
        assert_eq!(parse(text.trim_start()).outline().to_string().trim_end(), expected.trim());
    }

    #[test]
    fn bullets_inside_a_line_start_items() {
        check(
            r"
We ask you for: • your name • your address
Home • Shop
● your name ● your address
",
            r#"
paragraph leads L1 "We ask you for:"
item • L1 "your name"
item • L1 "your address"
paragraph leads L2 "Home • Shop"
item ● L3 "your name"
item ● L3 "your address"
"#,
        );
    }

    #[test]
    fn headings_and_items_come_off_the_text_they_ran_into() {
        check(
            r"
1. Collected InformationWhen you visit us, we log your visit.
When you write to us, we keep the letter. Information of that kind is kept for a year.
How can I refuse?Yes, you can refuse all of it at any time.
We disclose nothing except where: (a) you agree; (b) the law says so; or (c) we sell the firm.
",
            r#"
heading 1 1. L1 "Collected Information"
  paragraph L1 "When you visit us, we log your visit."
  paragraph L2 "When you write to us, we keep the … is kept for a year."
heading 1 L3 "How can I refuse?"
  paragraph L3 "Yes, you can refuse all of it at any time."
  paragraph leads L4 "We disclose nothing except where:"
  item (a) L4 "you agree;"
  item (b) L4 "the law says so; or"
  item (c) L4 "we sell the firm."
"#,
        );
    }
}
