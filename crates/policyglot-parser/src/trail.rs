//! What the way to a piece says of it: the last lead-in, how its list started, and where captions stand around.

use crate::evidence::{Lead, Look};
use crate::piece::{End, Piece, Role};
use crate::shape::First;

/// How many pieces ahead the next caption is looked for.
const AHEAD: usize = 5;

/// What stands before and around the piece that is looked at; each step takes constant time.
pub(crate) struct Trail {
    /// How many pieces the last lead-in is away, 0 for the one right before; `usize::MAX` for none in this section.
    lead_in: usize,
    /// The first piece after it: most lists go on as they started.
    start: Option<Likeness>,
    /// How many pieces the last caption is away, 0 for the one right before.
    since_caption: usize,
    /// Whether the piece, and each of those after it, could be a caption.
    captions: [bool; AHEAD + 1],
}

impl Trail {
    /// Before the first piece.
    pub(crate) fn new(pieces: &[Piece]) -> Self {
        let mut captions = [false; AHEAD + 1];
        for (caption, piece) in captions.iter_mut().zip(pieces) {
            *caption = piece.is_caption();
        }
        Self { lead_in: usize::MAX, start: None, since_caption: usize::MAX, captions }
    }

    /// Goes on from the piece at `at` to the next.
    pub(crate) fn pass(&mut self, pieces: &[Piece], at: usize, own: Likeness) {
        let Some(piece) = pieces.get(at) else { return };
        if self.lead_in == 0 {
            self.start = Some(own);
        }
        self.lead_in = if piece.shape.end == End::Colon { 0 } else { self.lead_in.saturating_add(1) };
        if matches!(piece.role, Role::Heading | Role::Title) && piece.shape.end != End::Colon {
            self.lead_in = usize::MAX;
            self.start = None;
        }
        self.since_caption = if self.captions[0] { 0 } else { self.since_caption.saturating_add(1) };
        self.captions.rotate_left(1);
        self.captions[AHEAD] = pieces.get(at + AHEAD + 1).is_some_and(Piece::is_caption);
    }

    /// How far the last lead-in is, from 0 to 6 for none.
    pub(crate) const fn distance(&self) -> usize {
        match self.lead_in {
            0 => 0,
            1 => 1,
            2 => 2,
            3..=5 => 3,
            6..=12 => 4,
            usize::MAX => 6,
            _ => 5,
        }
    }

    /// Whether the piece goes on as the list of the last lead-in started, and how far that is; below 129.
    pub(crate) fn goes_on(&self, own: Likeness) -> usize {
        let far = match self.lead_in {
            0 | 1 => 0,
            2 => 1,
            3..=5 => 2,
            _ => 3,
        };
        self.start.map_or(0, |start| 1 + far * 32 + start.shared(own))
    }

    /// Where the captions around the piece stand, and whether it could be one itself; below 60.
    pub(crate) fn captions(&self) -> usize {
        let [own, after @ ..] = &self.captions;
        let until = after.iter().position(|&caption| caption).unwrap_or(AHEAD);
        (self.since_caption.min(4) * (AHEAD + 1) + until) * 2 + usize::from(*own)
    }
}

/// What the entries of a list have in common.
#[derive(Clone, Copy)]
pub(crate) struct Likeness {
    look: Look,
    first: First,
    lead: Lead,
}

impl Likeness {
    /// Of one piece.
    pub(crate) const fn new(look: Look, first: First, lead: Lead) -> Self {
        Self { look, first, lead }
    }

    /// What two pieces share: end, case of the first letter, what the first word does, size, and lead; below 32.
    fn shared(self, other: Self) -> usize {
        let bits = [
            self.look.end == other.look.end,
            self.first == other.first,
            self.look.opener == other.look.opener,
            self.look.size.abs_diff(other.look.size) < 2,
            self.lead == other.lead,
        ];
        bits.iter().fold(0, |all, &bit| all * 2 + usize::from(bit))
    }
}

#[cfg(test)]
mod tests {
    use crate::parse;

    #[test]
    fn a_list_goes_on_as_it_started() {
        let text = "Your rights\n\
            You may ask us to do each of these:\n\
            Access: you get a copy of what we hold about you, and we tell you where we have it from.\n\
            Correction: you may have us correct what is wrong, and complete what is missing.\n\
            Objection: you may object to what we do with it on the grounds of our own interests.\n\
            We answer within a month, and tell you where we can't do as you ask.\n\
            Contact\n\
            Write to us at our office in Springfield, and we will answer you.\n";
        assert_eq!(
            parse(text).outline().to_string().trim_end(),
            r#"
heading 1 L1 "Your rights"
  paragraph leads L2 "You may ask us to do each of these:"
  item L3 [Access] "Access: you get a copy of what we … where we have it from."
  item L4 [Correction] "Correction: you may have us correct what is wrong, and complete what is missing."
  item L5 [Objection] "Objection: you may object to what we do … grounds of our own interests."
  paragraph L6 "We answer within a month, and tell you … can't do as you ask."
heading 1 L7 "Contact"
  paragraph L8 "Write to us at our office in Springfield, and we will answer you."
"#
            .trim()
        );
    }
}
