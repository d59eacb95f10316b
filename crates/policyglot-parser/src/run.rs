//! Numbering runs: which numbers go on from which, and whether a run numbers sections or items.

use policyglot_lexer::{Fence, Marker, MarkerKind, Token, TokenKind, marker_value, roman_value};

use crate::piece::{End, First, Piece, Role};

/// A sequence of markers that count on.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) style: Marker,
    /// The number of the last member.
    last: u32,
    /// The pieces, in order.
    pub(crate) members: Vec<usize>,
    /// The run that was open when this one started.
    parent: Option<usize>,
    pub(crate) kind: RunKind,
}

/// What a run numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunKind {
    Headings,
    Items,
    /// The run alone does not tell.
    Open,
}

/// Finds the numbering runs, decides what they number, and takes back markers that are in no sequence.
pub(crate) fn number(source: &str, tokens: &[Token], pieces: &mut Vec<Piece>) -> Vec<Run> {
    if !pieces.iter().any(|piece| piece.marker.is_some_and(|(marker, _)| marker.counts())) {
        return Vec::new();
    }
    let mut runs = sequences(source, pieces);
    drop_bare(source, tokens, pieces, &mut runs);
    for at in 0..runs.len() {
        let kind = runs.get(at).map_or(RunKind::Open, |run| kind(tokens, pieces, run));
        if let Some(run) = runs.get_mut(at) {
            run.kind = kind;
        }
    }
    apply(source, tokens, pieces, &mut runs);
    decimals(source, pieces);
    runs
}

/// Captions numbered "1.2.3" are headings, as deep as they have numbers, below the section "1." where there is one.
fn decimals(source: &str, pieces: &mut [Piece]) {
    let mut section = (0, 0);
    let stopped = stopped(pieces);
    for piece in pieces {
        let Some((marker, span)) = piece.marker else { continue };
        let text = span.of(source);
        if marker.kind == MarkerKind::Decimal {
            let numbers = text.split('.').filter(|part| !part.is_empty()).count();
            let first = text.split('.').next().and_then(marker_value);
            let base = if first == Some(section.0) { section.1 } else { 1 };
            piece.bare = marker.fence == Fence::None;
            if matches!(piece.role, Role::Open | Role::Heading)
                && !piece.hinted
                && (piece.is_caption() || stopped && short_sentence(piece))
            {
                piece.role = Role::Heading;
                piece.level = base + u8::try_from(numbers.clamp(1, 6)).unwrap_or(1) - 1;
            }
        } else if piece.role == Role::Heading && marker.kind == MarkerKind::Number {
            section = (marker_value(text).unwrap_or(0), piece.level.max(1));
        }
    }
}

/// Whether the captions that "1.2" numbers end in full stops: "3.1 When you post and share.".
fn stopped(pieces: &[Piece]) -> bool {
    let decimals = || {
        pieces
            .iter()
            .filter(|piece| piece.marker.is_some_and(|(marker, _)| marker.kind == MarkerKind::Decimal))
    };
    let short = decimals().filter(|piece| short_sentence(piece)).count();
    short > 2 && short * 3 > decimals().count() * 2
}

/// Whether the piece is one short sentence.
fn short_sentence(piece: &Piece) -> bool {
    const WORDS: u16 = 14;
    let shape = &piece.shape;
    shape.end == End::Stop && !shape.inner_stop && shape.words <= WORDS
}

/// Where a run stops going on: so many pieces after its last member, when it numbers no captions.
const LIST_REACH: usize = 12;
/// Runs that are open at once; older ones are forgotten, so that the time stays linear.
const OPEN_RUNS: usize = 8;

fn sequences(source: &str, pieces: &[Piece]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Some((marker, span)) = piece.marker else { continue };
        // "1.2" says its place by itself.
        let over = matches!(piece.role, Role::Duplicate | Role::Boilerplate | Role::Row);
        if over || !marker.counts() || marker.kind == MarkerKind::Decimal {
            continue;
        }
        let text = span.of(source);
        let readings = readings(marker, text);
        let caption = piece.is_caption();
        let goes_on = |run: &Run, value: u32| {
            let reaches =
                caption && captions(pieces, run) || at - run.members.last().unwrap_or(&0) <= LIST_REACH;
            run.last + 1 == value && reaches
        };
        // The innermost open run of the same style that this number continues.
        let same = open.iter().rposition(|&id| {
            runs.get(id).is_some_and(|run| {
                readings.iter().flatten().any(|&(style, value)| {
                    goes_on(run, value)
                        && (style == run.style
                            || style.kind == run.style.kind
                                && (style.fence == Fence::None || run.style.fence == Fence::None))
                })
            })
        });
        // "V." after "4.", where both are captions: the same run in another dress.
        let other = || {
            if !caption {
                return None;
            }
            open.iter().rposition(|&id| {
                runs.get(id).is_some_and(|run| {
                    run.last >= 2
                        && captions(pieces, run)
                        && readings
                            .iter()
                            .flatten()
                            .any(|&(style, value)| run.last + 1 == value && style.kind != MarkerKind::Decimal)
                })
            })
        };
        // A number may be missing from a run of captions: "3." after "1.".
        let hole = || {
            if !caption {
                return None;
            }
            open.iter().rposition(|&id| {
                runs.get(id).is_some_and(|run| {
                    captions(pieces, run)
                        && readings.iter().flatten().any(|&(style, value)| {
                            style == run.style && (run.last + 1..=run.last + 3).contains(&value)
                        })
                })
            })
        };
        let first = readings.iter().flatten().any(|&(_, value)| value <= 1);
        let joined = same.or_else(|| if first { None } else { other().or_else(hole) });
        if let Some(depth) = joined {
            open.truncate(depth + 1);
            if let Some(run) = open.last().and_then(|&id| runs.get_mut(id)) {
                let value = readings
                    .iter()
                    .flatten()
                    .map(|&(_, value)| value)
                    .find(|&value| value > run.last && value <= run.last + 3)
                    .unwrap_or(run.last + 1);
                run.last = value;
                run.members.push(at);
            }
            continue;
        }
        let reading =
            readings.iter().flatten().find(|(_, value)| *value <= 1).or(readings.iter().flatten().next());
        let Some(&(style, value)) = reading else { continue };
        // A list that starts again is no part of the list before it.
        while let Some(&id) = open.last() {
            let over = runs.get(id).is_some_and(|run| {
                !captions(pieces, run) && at - run.members.last().unwrap_or(&0) > LIST_REACH
                    || run.style == style && !captions(pieces, run)
            });
            if !over {
                break;
            }
            open.pop();
        }
        if open.len() >= OPEN_RUNS {
            open.remove(0);
        }
        let parent = open.last().copied();
        open.push(runs.len());
        runs.push(Run { style, last: value, members: vec![at], parent, kind: RunKind::Open });
    }
    runs
}

/// What a marker may count: "i)" is the first roman number or the ninth letter.
fn readings(marker: Marker, text: &str) -> [Option<(Marker, u32)>; 2] {
    let value = marker_value(text).map(|value| (marker, value));
    let roman = match marker.kind {
        MarkerKind::Letter => {
            roman_value(text).map(|value| (Marker { kind: MarkerKind::Roman, ..marker }, value))
        }
        _ => None,
    };
    [value, roman]
}

/// Whether the last member of the run is a caption.
fn captions(pieces: &[Piece], run: &Run) -> bool {
    run.members.last().and_then(|&at| pieces.get(at)).is_some_and(Piece::is_caption)
}

/// A bare number ("3 How do you refuse") is a marker only within a run.
fn drop_bare(source: &str, tokens: &[Token], pieces: &mut [Piece], runs: &mut [Run]) {
    for run in runs {
        let [only] = run.members[..] else { continue };
        let Some(piece) = pieces.get_mut(only) else { continue };
        let bare = piece.marker.is_some_and(|(marker, _)| {
            marker.fence == Fence::None && matches!(marker.kind, MarkerKind::Number)
        });
        if bare && !piece.span.of(source).starts_with(|c: char| !c.is_numeric() || c as u32 > 0x2000) {
            piece.unmark(source, tokens);
            run.members.clear();
        }
    }
}

/// Decides what a run numbers, from all its members together.
fn kind(tokens: &[Token], pieces: &[Piece], run: &Run) -> RunKind {
    let members = run.members.len();
    let Some(&first) = run.members.first() else { return RunKind::Open };
    let member = |at: &usize| pieces.get(*at);
    let captions = run.members.iter().filter_map(member).filter(|piece| piece.is_caption()).count();
    let run_ins =
        run.members.iter().filter_map(member).filter(|piece| run_in(tokens, piece).is_some()).count();
    // Members with text of their own under them, before the next member; what follows the last tells nothing.
    let gaps = members - 1;
    let content = run.members.windows(2).filter(|pair| matches!(pair, [at, next] if next - at > 1)).count();
    let followed = run.members.last().is_some_and(|&at| pieces.get(at + 1).is_some());
    let led = first
        .checked_sub(1)
        .and_then(|at| pieces.get(at))
        .is_some_and(|before| before.shape.end == End::Colon && before.role != Role::Heading);
    if run.style.kind == MarkerKind::Clause {
        return if captions * 2 >= members { RunKind::Headings } else { RunKind::Open };
    }
    // "1. How we collect", then "(1) What we collect": one number alone, but right under a section's caption.
    if members == 1 && captions == 1 && followed && !led {
        let under = first.checked_sub(1).and_then(|at| pieces.get(at));
        if under.is_some_and(|under| {
            under.is_caption() && under.marker.is_some_and(|(marker, _)| marker.counts())
        }) {
            return RunKind::Headings;
        }
    }
    // Some were found to be headings already, because they ran into their texts.
    let known = run.members.iter().filter_map(member).filter(|piece| piece.role == Role::Heading).count();
    if known * 2 > members {
        return RunKind::Headings;
    }
    if members >= 2 {
        if captions * 5 >= members * 3 && content * 5 >= gaps * 3 && !(led && content < gaps) {
            return RunKind::Headings;
        }
        if run_ins + captions == members && run_ins > 0 && content * 2 > gaps && !led {
            return RunKind::Headings;
        }
        if content * 3 < gaps || led || captions * 2 < members {
            return RunKind::Items;
        }
    }
    RunKind::Open
}

/// Where the caption of a numbered paragraph ends, when it starts with one: "Where we store it. The data is …".
pub(crate) fn run_in(tokens: &[Token], piece: &Piece) -> Option<u32> {
    const WORDS: usize = 20;
    if piece.shape.first == First::Lower || !piece.shape.inner_stop {
        return None;
    }
    let stop = piece
        .tokens
        .of(tokens)
        .iter()
        .find(|token| matches!(token.kind, TokenKind::SentenceEnd | TokenKind::Colon))
        .filter(|token| token.kind == TokenKind::SentenceEnd)?;
    let len = (stop.span.start - piece.body.start.min(stop.span.start)) as usize;
    (len <= WORDS * 6 && stop.span.end < piece.body.end).then_some(stop.span.end)
}

/// Gives the members of decided runs their roles; a run-in caption of a heading is cut off its text.
fn apply(source: &str, tokens: &[Token], pieces: &mut Vec<Piece>, runs: &mut [Run]) {
    let mut cuts: Vec<(usize, u32)> = Vec::new();
    for id in 0..runs.len() {
        let level = level(runs, id);
        let Some(run) = runs.get(id) else { continue };
        for &at in &run.members {
            let Some(piece) = pieces.get_mut(at) else { continue };
            if piece.hinted && piece.role != Role::Paragraph {
                continue;
            }
            piece.bare = run.style.fence == Fence::None && run.style.kind != MarkerKind::Han;
            match run.kind {
                RunKind::Headings if piece.is_caption() => {
                    piece.role = Role::Heading;
                    piece.level = level;
                }
                RunKind::Headings => {
                    if let Some(end) = run_in(tokens, piece) {
                        piece.role = Role::Heading;
                        piece.level = level;
                        cuts.push((at, end));
                    }
                }
                RunKind::Items if piece.role != Role::Heading => piece.role = Role::Item,
                RunKind::Items | RunKind::Open => {}
            }
        }
    }
    if cuts.is_empty() {
        return;
    }
    cuts.sort_unstable();
    let mut result = Vec::with_capacity(pieces.len() + cuts.len());
    let mut next = cuts.iter().peekable();
    for (at, piece) in pieces.iter().enumerate() {
        let cut = next.next_if(|(place, _)| *place == at);
        match cut.and_then(|&(_, end)| piece.split(end, source, tokens)) {
            Some((head, mut tail)) => {
                tail.role = Role::Open;
                tail.level = 0;
                tail.refresh(source, tokens);
                result.push(head);
                result.push(tail);
            }
            None => result.push(*piece),
        }
    }
    *pieces = result;
}

/// The level of a run of headings: one more than the heading runs that were open around it.
fn level(runs: &[Run], id: usize) -> u8 {
    let mut level = 1;
    let mut parent = runs.get(id).and_then(|run| run.parent);
    // Parents come first, so this ends; runs open at once are few.
    for _ in 0..=OPEN_RUNS {
        let Some(run) = parent.and_then(|id| runs.get(id)) else { break };
        level += u8::from(run.kind == RunKind::Headings);
        parent = run.parent;
    }
    level
}

#[cfg(test)]
mod tests {
    use crate::parse;

    fn check(text: &str, expected: &str) {
        assert_eq!(parse(text.trim_start()).outline().to_string().trim_end(), expected.trim());
    }

    #[test]
    fn captions_with_decimals_may_end_in_stops() {
        check(
            r"
1. What we store
We store no more than what you see below, and no longer than we must.
1.1 What you tell us.
You tell us your name when you come to the counter of one of our shops.
1.2 What we see.
We see what you buy when you come to the counter of one of our shops.
1.3 What others tell us.
Others tell us where you live when they bring you what you have bought.
2. What we do with it
We read it when you call us, and nobody else is ever allowed to do so.
",
            r#"
heading 1 1. L1 "What we store"
  paragraph L2 "We store no more than what you see … no longer than we must."
  heading 2 1.1 L3 "1.1 What you tell us."
    paragraph L4 "You tell us your name when you come … of one of our shops."
  heading 2 1.2 L5 "1.2 What we see."
    paragraph L6 "We see what you buy when you come … of one of our shops."
  heading 2 1.3 L7 "1.3 What others tell us."
    paragraph L8 "Others tell us where you live when they bring you what you have bought."
heading 1 2. L9 "What we do with it"
  paragraph L10 "We read it when you call us, and … ever allowed to do so."
"#,
        );
    }

    #[test]
    fn runs_nest_and_go_on_in_another_dress() {
        check(
            r"
1. How we collect data
(1) What we collect
1. Data you give. We store what you write in forms on our site.
In addition, we store what you tell us on the phone when you call.
2. Data from devices. We store what your browser sends to us.
You agree that we may do so whenever you visit one of our sites.
2. How we store data
We take the following measures to keep it safe:
1. Each office has a person who looks after the data.
2. Access is given to those who need it and to no one else.
III. How you can reach us
Write to us at any time and we will answer within a week.
4. Changes
We may change this text when the law or our services change.
",
            r#"
heading 1 1. L1 "How we collect data"
  heading 2 (1) L2 "What we collect"
    heading 3 1. L3 "Data you give."
      paragraph L3 "We store what you write in forms on our site."
      paragraph L4 "In addition, we store what you tell us on the phone when you call."
    heading 3 2. L5 "Data from devices."
      paragraph L5 "We store what your browser sends to us."
      paragraph L6 "You agree that we may do so whenever you visit one of our sites."
heading 1 2. L7 "How we store data"
  paragraph leads L8 "We take the following measures to keep it safe:"
  item 1. L9 "Each office has a person who looks after the data."
  item 2. L10 "Access is given to those who need it and to no one else."
heading 1 III. L11 "How you can reach us"
  paragraph L12 "Write to us at any time and we will answer within a week."
heading 1 4. L13 "Changes"
  paragraph L14 "We may change this text when the law or our services change."
"#,
        );
    }
}
