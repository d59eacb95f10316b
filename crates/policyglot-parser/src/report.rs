//! The damage report: what the text shows of what was lost on its way here.

use policyglot_lexer::{Fence, Span, Token, TokenKind, marker_value};

use crate::document::Draft;
use crate::piece::{End, Piece, Role};
use crate::run::RunKind;
use crate::{Block, BlockKind, Note, Severity};

/// Takes notes on a finished document, in reading order.
pub(crate) fn notes(source: &str, tokens: &[Token], draft: &Draft, blocks: &[Block]) -> Vec<Note> {
    let mut report = Report { notes: Vec::new() };
    let pieces = draft.pieces.as_slice();
    if draft.wrapped {
        report.whole(pieces, "hard-wrapped", "lines were broken at a fixed width and have been joined");
    }
    if draft.statistics.lower && pieces.len() > 3 {
        report.whole(pieces, "capitals-lost", "the text has no capital letters");
    }
    report.runs(source, draft);
    if draft.scrambled {
        report.scrambled(source);
    }
    let mut list = false;
    let mut before: Option<&Piece> = None;
    for (at, (piece, block)) in pieces.iter().zip(blocks).enumerate() {
        match piece.role {
            Role::Duplicate => {
                report.info("text-repeated", piece.span, "this text stands elsewhere too");
                continue;
            }
            Role::Boilerplate => continue,
            _ => {}
        }
        if piece.glued
            && piece.marker.is_none()
            && let Some(before) = before
        {
            let (code, message) = match before.role {
                Role::Heading | Role::Title => ("heading-glued", "this heading ran into the text after it"),
                _ => ("text-glued", "two blocks stood on one line with nothing between them"),
            };
            report.warn(code, before.span, message);
        }
        let bare_item = piece.role == Role::Item && piece.marker.is_none() && !piece.hinted;
        if bare_item && !list {
            report.info("markers-lost", piece.span, "this list has lost its bullets or numbers");
        }
        list = piece.role == Role::Item;
        before = Some(piece);
        report.lead_in(pieces, blocks, at, block);
        if piece.shape.marks.lost {
            report.blanks(source, tokens, piece);
        }
    }
    // Notes that agree in both agree in all.
    report.notes.sort_unstable_by_key(|note| (note.span, note.code));
    report.notes
}

/// How a scrambled e-mail address starts.
pub(crate) const SCRAMBLED: &[u8] = b"[email";

struct Report {
    notes: Vec<Note>,
}

impl Report {
    fn note(&mut self, code: &'static str, severity: Severity, span: Span, message: &'static str) {
        self.notes.push(Note { code, severity, span, message });
    }

    fn info(&mut self, code: &'static str, span: Span, message: &'static str) {
        self.note(code, Severity::Info, span, message);
    }

    fn warn(&mut self, code: &'static str, span: Span, message: &'static str) {
        self.note(code, Severity::Warning, span, message);
    }

    /// A note on the whole text stands at its first piece.
    fn whole(&mut self, pieces: &[Piece], code: &'static str, message: &'static str) {
        if let Some(first) = pieces.first() {
            self.info(code, first.span, message);
        }
    }

    /// Numbers that are missing, repeated, or in another style than the rest of their run.
    fn runs(&mut self, source: &str, draft: &Draft) {
        for run in draft.runs.iter().filter(|run| run.kind != RunKind::Open) {
            let mut last: Option<u32> = None;
            for (marker, span) in run.members.iter().filter_map(|&at| draft.pieces.get(at)?.marker) {
                let odd = marker.kind != run.style.kind && run.members.len() > 2
                    || marker.fence == Fence::None && run.style.fence != Fence::None;
                if odd {
                    self.warn(
                        "numbering-style",
                        span,
                        "this number is in another style than the others of its run",
                    );
                    last = last.map(|last| last + 1);
                    continue;
                }
                let value = marker_value(span.of(source));
                if let (Some(last), Some(value)) = (last, value)
                    && value > last + 1
                {
                    self.warn("numbering-gap", span, "a number before this one is missing");
                }
                last = value.or(last);
            }
        }
    }

    /// A lead-in that leads to nothing: the list, link or address after it was lost.
    fn lead_in(&mut self, pieces: &[Piece], blocks: &[Block], at: usize, block: &Block) {
        let Some(piece) = pieces.get(at).filter(|piece| piece.shape.end == End::Colon) else { return };
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) || block.leads_list {
            return;
        }
        let next = blocks
            .iter()
            .skip(at + 1)
            .find(|next| !matches!(next.kind, BlockKind::Duplicate | BlockKind::Boilerplate));
        let nothing = match next {
            None => true,
            Some(next) => matches!(next.kind, BlockKind::Heading | BlockKind::Title),
        };
        if nothing {
            self.warn("lead-in-without-list", piece.span, "what this line announces is not there");
        }
    }

    /// "contact us on ." and "[email protected]": an address was taken out.
    fn blanks(&mut self, source: &str, tokens: &[Token], piece: &Piece) {
        for token in piece.tokens.of(tokens).iter().filter(|token| token.kind == TokenKind::SentenceEnd) {
            if source.as_bytes().get((token.span.start as usize).saturating_sub(1)) != Some(&b' ') {
                continue;
            }
            let before = source.get(piece.body.start as usize..token.span.start as usize).unwrap_or_default();
            if before.ends_with(' ') && token.span.of(source).starts_with('.') {
                let start = before.trim_end().rfind(' ').map_or(0, |at| at + 1);
                let start = piece.body.start + u32::try_from(start).unwrap_or(0);
                self.warn(
                    "address-lost",
                    Span::new(start, token.span.end),
                    "something is missing before this full stop",
                );
            }
        }
    }

    /// "[email protected]": an address that a page hid from robots, and from us.
    fn scrambled(&mut self, source: &str) {
        for at in memchr::memmem::find_iter(source.as_bytes(), SCRAMBLED) {
            let rest = source.get(at..).unwrap_or_default();
            if let Some(end) = memchr::memchr(b']', rest.as_bytes()).filter(|&end| end < 24) {
                let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                let span = Span::new(offset(at), offset(at + end + 1));
                self.warn("email-scrambled", span, "an e-mail address was replaced here");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::parse;

    fn check(text: &str, expected: &[&str]) {
        let document = parse(text);
        let shown: Vec<_> =
            document.notes().iter().map(|note| format!("{} {}", note.code, note.span.of(text))).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn holes_in_numbering_are_noted() {
        check(
            "1. Data\nWe collect your name and your address when you write to us.\n2. Use\nWe use it to answer what you \
             asked us, and for nothing else.\n4. Rights\nYou may ask us for a copy of everything that we hold.\n",
            &["numbering-gap 4."],
        );
    }

    #[test]
    fn lost_addresses_are_noted() {
        check("If you have any question about this notice, please contact us on .", &["address-lost on ."]);
        check(
            "If you have any question about this notice, write to [email protected] and we will answer.",
            &["email-scrambled [email protected]"],
        );
    }
}
