//! Levels of headings that no markup gives: numbered ones by their runs, the others by what stands around them.

use policyglot_lexer::{Fence, Marker, MarkerKind, marker_value};

use crate::nest::DEEPEST;
use crate::piece::{End, Piece, Role};
use crate::run::{Run, RunKind};
use crate::vocabulary::{Headings, Known};

/// Gives every heading its level.
pub(crate) fn levels(source: &str, pieces: &mut [Piece], runs: &[Run], headings: &Headings<'_>) {
    let restarting = restarting(source, pieces);
    let below = |piece: &Piece| style(piece).is_some_and(|style| restarting.contains(&style));
    let is_section = |piece: &Piece| piece.role == Role::Heading && piece.level > 0 && !below(piece);
    let numbers = pieces.iter().filter(|piece| is_section(piece)).count();
    let numbered =
        numbers > 2 || restarting.is_empty() && runs.iter().any(|run| run.kind == RunKind::Headings);
    let last_numbered = pieces.iter().rposition(is_section);
    let mut section = 0;
    // The level of the heading right before, and whether that one hangs under the one before it.
    let mut before: Option<(u8, bool)> = None;
    // The level of the last heading that nothing numbers.
    let mut plain = 0;
    // The level of the headings that part what a heading without text of its own announced, and how that one is
    // written.
    let mut parts = 0;
    let mut whole = None;
    // How the last heading is written.
    let mut look = None;
    // Whether one paragraph stands below the last heading, and ends in a colon: "We share it:".
    let mut announced = false;
    for at in 0..pieces.len() {
        let Some(piece) = pieces.get_mut(at) else { continue };
        match piece.role {
            Role::Heading => {}
            Role::Duplicate | Role::Boilerplate => continue,
            role => {
                announced = before.is_some() && role == Role::Paragraph && piece.shape.end == End::Colon;
                before = None;
                continue;
            }
        }
        let announced = std::mem::take(&mut announced);
        let mut hangs = false;
        if piece.level > 0 && below(piece) {
            piece.level = (plain + 1).min(DEEPEST);
        } else if piece.level > 0 {
            piece.level = piece.level.min(DEEPEST);
            section = piece.level;
        } else if numbered {
            // Between two numbered sections an unnumbered heading parts the first.
            let between = section > 0 && last_numbered.is_some_and(|last| at < last);
            piece.level = if between { (section + 1).min(DEEPEST) } else { 1 };
            plain = piece.level;
        } else {
            // Two headings with nothing between them, or nothing but a lead-in: the second parts what the first
            // announces, and so do those after it, up to one that is known to open a section, or that is written like
            // the first again.
            hangs = matches!(before, Some((_, false)));
            let own = Some(Look::of(piece));
            if hangs {
                parts = before.map_or(1, |(level, _)| level + 1).min(DEEPEST);
                whole = look;
            } else if announced && parts == 0 {
                parts = (plain + 1).min(DEEPEST);
                whole = look;
            } else if headings.known(piece, source) == Known::Whole || own == whole && own != look {
                parts = 0;
            }
            piece.level = parts.max(1);
            plain = piece.level;
        }
        before = Some((piece.level, hangs));
        look = Some(Look::of(piece));
    }
    lift_further_documents(source, pieces);
}

/// The first sections of so many runs are remembered.
const MOST_RUNS: usize = 16;

/// Two documents may stand in one file, and the last section of the first is not above the second: where "1. Scope" comes
/// again as the first of its run, and deeper than before, all from there on rises to where it stood.
fn lift_further_documents(source: &str, pieces: &mut [Piece]) {
    let mut opened: Vec<(&str, u8)> = Vec::new();
    for at in 0..pieces.len() {
        let Some(piece) = pieces.get(at).filter(|piece| piece.role == Role::Heading && !piece.hinted) else {
            continue;
        };
        if piece.marker.and_then(|(_, span)| marker_value(span.of(source))) != Some(1) {
            continue;
        }
        let (text, level) = (piece.body.of(source), piece.level);
        match opened.iter().find(|(other, _)| other.eq_ignore_ascii_case(text)) {
            Some(&(_, before)) if before < level => {
                let rest = pieces.get_mut(at..).unwrap_or_default().iter_mut();
                let headings = rest.filter(|piece| piece.role == Role::Heading);
                for heading in headings.take_while(|heading| heading.level >= level) {
                    heading.level -= level - before;
                }
            }
            None if opened.len() < MOST_RUNS => opened.push((text, level)),
            _ => {}
        }
    }
}

/// How a heading is written.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    end: End,
    case: Case,
}

/// Which of its words start with capital letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// "YOUR RIGHTS".
    Shouting,
    /// "Your Rights".
    Title,
    /// "Your rights".
    Sentence,
    /// "Rights": one word does not tell.
    Open,
}

impl Look {
    fn of(piece: &Piece) -> Self {
        let shape = &piece.shape;
        let case = if shape.shouts {
            Case::Shouting
        } else if shape.long_words < 2 {
            Case::Open
        } else if shape.capitals == shape.long_words {
            Case::Title
        } else {
            Case::Sentence
        };
        Self { end: shape.end, case }
    }
}

/// The look of a numbered heading; none of "1.2", which says its place by itself.
fn style(piece: &Piece) -> Option<(MarkerKind, Fence)> {
    let (Marker { kind, fence }, _) = piece.marker.filter(|(marker, _)| marker.counts())?;
    (kind != MarkerKind::Decimal).then_some((kind, fence))
}

/// The styles whose numbers start again under one unnumbered heading after the other: "Purposes", "(1) Service", "(2)
/// Security", "Sharing", "(1) Partners". Such numbers are no sections of the document.
fn restarting(source: &str, pieces: &[Piece]) -> Vec<(MarkerKind, Fence)> {
    const STARTS: usize = 3;
    let mut styles: Vec<((MarkerKind, Fence), usize, usize)> = Vec::new();
    let mut after_plain = false;
    for piece in pieces.iter().filter(|piece| piece.role == Role::Heading) {
        let number = piece.marker.and_then(|(_, span)| marker_value(span.of(source)));
        if piece.level > 0
            && number == Some(1)
            && let Some(style) = style(piece)
        {
            let at = styles.iter().position(|(other, ..)| *other == style).unwrap_or_else(|| {
                styles.push((style, 0, 0));
                styles.len() - 1
            });
            if let Some((_, starts, under)) = styles.get_mut(at) {
                *starts += 1;
                *under += usize::from(after_plain);
            }
        }
        after_plain = piece.level == 0;
    }
    styles.retain(|&(_, starts, under)| starts >= STARTS && under * 5 >= starts * 4);
    styles.into_iter().map(|(style, ..)| style).collect()
}

#[cfg(test)]
mod tests {
    use policyglot_lexer::lex;

    use crate::{Options, parse_with};

    fn check(text: &str, expected: &[&str]) {
        let headings = ["your rights"];
        let document = parse_with(&lex(text), &Options::default().with_headings(&headings));
        let blocks = document.blocks().iter().filter(|block| block.level > 0);
        let found: Vec<String> =
            blocks.map(|block| format!("{} {}", block.level, block.body.of(document.source()))).collect();
        assert_eq!(found, expected);
    }

    const TEXT: &str = "We write this down here so that nobody has to ask us about it at the counter.\n";

    #[test]
    fn numbers_that_start_again_stand_below_plain_headings() {
        let sections = ["Why we ask", "Whom we tell", "What we keep"];
        let section = |title| format!("{title}\n{TEXT}(1) Our shop\n{TEXT}(2) Our staff\n{TEXT}");
        let text: String = sections.map(section).concat();
        check(
            &text,
            &[
                "1 Why we ask",
                "2 Our shop",
                "2 Our staff",
                "1 Whom we tell",
                "2 Our shop",
                "2 Our staff",
                "1 What we keep",
                "2 Our shop",
                "2 Our staff",
            ],
        );
    }

    #[test]
    fn a_second_document_stands_beside_the_first() {
        let document = |last: &str| {
            format!("1. Scope\n{TEXT}2. What we keep\n{TEXT}3. Whom to write to\n{last}\n{TEXT}")
        };
        let text = document(
            "The Office\n1. Scope\nWe write this for others too, and keep it as short as we can.\n2. Yours",
        );
        let found = |text: &str| {
            let document = parse_with(&lex(text), &Options::default());
            let blocks = document.blocks().iter().filter(|block| block.level > 0);
            blocks.filter(|block| block.body.of(text) == "Scope").map(|block| block.level).collect::<Vec<_>>()
        };
        assert_eq!(found(&text), [1, 1]);
    }

    #[test]
    fn a_lead_in_announces_headings() {
        let text = format!(
            "Our Shop\n{TEXT}How Staff Serves You\nThis is how we serve you, whoever you are and wherever you live:\n\
             Service at the counter\n{TEXT}Service on the phone\n{TEXT}What People Must Pay\n{TEXT}"
        );
        check(
            &text,
            &[
                "1 Our Shop",
                "1 How Staff Serves You",
                "2 Service at the counter",
                "2 Service on the phone",
                "1 What People Must Pay",
            ],
        );
    }

    #[test]
    fn a_heading_without_text_announces_those_after_it() {
        let text = format!(
            "Our Shop\n{TEXT}How We Serve You\nAt The Counter\n{TEXT}On The Phone\n{TEXT}Your Rights\n{TEXT}"
        );
        check(
            &text,
            &["1 Our Shop", "1 How We Serve You", "2 At The Counter", "2 On The Phone", "1 Your Rights"],
        );
    }
}
