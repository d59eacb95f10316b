//! The predicate of a clause: helpers, negation and verbs of practice, parsed with nom over the words of a sentence.

use nom::branch::alt;
use nom::combinator::{opt, value};
use nom::error::{Error, ErrorKind};
use nom::multi::many0_count;
use nom::sequence::preceded;
use nom::{Err, IResult, Input as _, Parser};

use super::token::{Action, Class, Deed, Form, Token};
use crate::{Actor, Modality};

/// "may also collect, use and share": helpers and verbs that belong together.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "what helpers say, in any combination")]
pub(super) struct Predicate {
    /// How surely.
    pub(super) modality: Modality,
    /// Whether it is denied.
    pub(super) negated: bool,
    /// Whether a helper stands before the verb, so that it can be no noun.
    pub(super) helped: bool,
    /// Whether the data are the subject ("is collected", "samlas").
    pub(super) passive: bool,
    /// The subject, where it stands after the helper ("kan vi spåra").
    pub(super) actor: Option<Actor>,
    /// Whether the reader asks for it or wants it ("you can ask us not to use").
    pub(super) entreated: bool,
    /// "automatically".
    pub(super) automatically: bool,
    /// "directly".
    pub(super) directly: bool,
    /// The verbs, the first four.
    pub(super) actions: [Option<Action>; 4],
    /// Tokens before the first verb.
    pub(super) verb: usize,
    /// Tokens taken.
    pub(super) len: usize,
}

impl Predicate {
    /// The first verb.
    pub(super) fn first(&self) -> Option<Action> {
        self.actions[0]
    }
}

/// The predicate that `tokens` start with, or `None` where none starts there.
pub(super) fn predicate(tokens: &[Token]) -> Option<Predicate> {
    let (rest, mut found) = predicate_of(Input(tokens)).ok()?;
    found.len = tokens.len() - rest.0.len();
    Some(found)
}

/// The parser's input; nom's trait may not be implemented for a slice of our tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Input<'t>(&'t [Token]);

impl<'t> nom::Input for Input<'t> {
    type Item = &'t Token;
    type Iter = std::slice::Iter<'t, Token>;
    type IterIndices = std::iter::Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.0.len()
    }

    fn take(&self, index: usize) -> Self {
        Self(self.0.get(..index).unwrap_or(self.0))
    }

    fn take_from(&self, index: usize) -> Self {
        Self(self.0.get(index..).unwrap_or_default())
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }

    fn position<P: Fn(Self::Item) -> bool>(&self, predicate: P) -> Option<usize> {
        self.0.iter().position(predicate)
    }

    fn iter_elements(&self) -> Self::Iter {
        self.0.iter()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.0.iter().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, nom::Needed> {
        if count <= self.0.len() { Ok(count) } else { Err(nom::Needed::new(count - self.0.len())) }
    }
}

/// Helpers in any order, then one verb or several joined by commas and "and".
fn predicate_of(input: Input<'_>) -> IResult<Input<'_>, Predicate> {
    let mut found = Predicate {
        modality: Modality::Does,
        negated: false,
        helped: false,
        passive: false,
        actor: None,
        entreated: false,
        automatically: false,
        directly: false,
        actions: [None; 4],
        verb: 0,
        len: 0,
    };
    let (mut rest, mut strangers) = (input, 0);
    let mut last = Class::Word;
    loop {
        // "does not intentionally or knowingly collect", "may be automatically and regularly shared".
        let adverbs = (strangers > 0 || found.automatically || found.directly)
            && matches!(rest.0, [and, next, verb, ..] if and.class == Class::And && next.class == Class::Word && matches!(verb.class, Class::Action(_)));
        if adverbs {
            rest = rest.take_from(2);
            continue;
        }
        let Ok((after, class)) = helper(rest, found.helped, strangers) else {
            // "may, without your approval, use": what stands between commas is no part of the predicate.
            match aside(rest) {
                Some(after) if found.helped => {
                    rest = after;
                    continue;
                }
                _ => break,
            }
        };
        match class {
            // "Information that is not personal | may be shared": a verb of its own, and not denied.
            Class::May | Class::Will if last == Class::Be && strangers > 0 => {
                (found.negated, found.helped) = (false, true);
                found.modality = if class == Class::May { Modality::May } else { Modality::Does };
            }
            Class::May => (found.modality, found.helped) = (Modality::May, true),
            // "may need to" is no more than "may".
            Class::Must if found.modality == Modality::May => {}
            Class::Must => (found.modality, found.helped) = (Modality::Must, true),
            Class::Will | Class::Have | Class::Be | Class::Do => found.helped = true,
            Class::Not | Class::No => found.negated = true,
            Class::Actor(actor) => found.actor = Some(actor),
            Class::Entreat => (found.actor, found.entreated) = (Some(Actor::FirstParty), true),
            Class::Automatically => found.automatically = true,
            Class::Directly => found.directly = true,
            Class::Word => strangers += 1,
            _ => {}
        }
        // "are asked to enter" is active again after its "to".
        if matches!(
            class,
            Class::Be | Class::Will | Class::May | Class::Must | Class::Have | Class::Do | Class::To
        ) {
            last = class;
        }
        rest = after;
    }
    found.verb = input.0.len() - rest.0.len();
    let (mut rest, first) = action(rest)?;
    // "För dig som är patient | behandlar vi", "för att du ska få hjälp | sparar vi": the verb belongs to what follows it.
    let is_something = last == Class::Be && found.actor == Some(Actor::User) && first.form == Form::Plain;
    let far = strangers > 0 && found.helped && !matches!(first.deed, Deed::Give | Deed::Other);
    let next = rest.0.first().map(|next| next.class);
    if (is_something || far) && next == Some(Class::Actor(Actor::FirstParty)) {
        return Err(Err::Error(Error::new(rest, ErrorKind::Satisfy)));
    }
    found.passive = first.form == Form::Passive
        || (last == Class::Be && matches!(first.form, Form::Participle | Form::Plain));
    found.actions[0] = Some(first);
    for slot in &mut found.actions[1..] {
        let Ok((after, next)) = preceded((joint, opt(one(is_adverb))), action).parse_complete(rest) else {
            break;
        };
        // "we collect and data used by us": a participle does not join a finite verb.
        if next.form != first.form && !(found.helped || next.form == Form::Passive) {
            break;
        }
        (*slot, rest) = (Some(next), after);
    }
    // "vi säljer inte", "delar vi inte".
    let after = |class| matches!(class, Class::Not | Class::Actor(_));
    let (rest, denial) = opt(alt((
        value((), (one(after), one(|class| class == Class::Not))),
        value((), one(|class| class == Class::Not)),
    )))
    .parse_complete(rest)?;
    found.negated |= denial.is_some();
    let (rest, tail) =
        opt(one(|class| matches!(class, Class::Automatically | Class::Directly))).parse_complete(rest)?;
    match tail {
        Some(Class::Automatically) => found.automatically = true,
        Some(_) => found.directly = true,
        None => {}
    }
    if found.negated {
        found.modality = Modality::DoesNot;
    }
    Ok((rest, found))
}

/// One helper; a subject or two other words ("also") only after the first.
fn helper(input: Input<'_>, helped: bool, strangers: u8) -> IResult<Input<'_>, Class> {
    one(|class| match class {
        _ if is_helper(class) => true,
        Class::Actor(_) | Class::Entreat | Class::To | Class::No => helped,
        Class::Word => helped && strangers < 3,
        _ => false,
    })
    .parse_complete(input)
}

/// What follows the aside that `input` starts with: a comma, a few words without a verb or a subject, and a comma.
fn aside(input: Input<'_>) -> Option<Input<'_>> {
    let [Token { class: Class::Comma, .. }, rest @ ..] = input.0 else { return None };
    let end = rest.iter().take(LONGEST_ASIDE).position(|token| token.class == Class::Comma)?;
    let (between, after) = (rest.get(..end)?, rest.get(end + 1..)?);
    let opens = matches!(
        between.first()?.class,
        Class::Without
            | Class::Of
            | Class::If
            | Class::For
            | Class::With
            | Class::By
            | Class::Through
            | Class::To
    );
    let verb = |token: &Token| matches!(token.class, Class::Action(_)) || is_modal(token.class);
    let goes_on =
        after.first().is_some_and(|next| matches!(next.class, Class::Action(_)) || is_helper(next.class));
    (opens && goes_on && !between.iter().any(verb)).then_some(Input(after))
}

fn is_modal(class: Class) -> bool {
    matches!(class, Class::May | Class::Will | Class::Must | Class::Do)
}

/// An aside has no more words.
const LONGEST_ASIDE: usize = 10;

/// Whether a word of this class helps a verb, wherever it stands before it.
pub(super) fn is_helper(class: Class) -> bool {
    matches!(
        class,
        Class::May
            | Class::Will
            | Class::Must
            | Class::Be
            | Class::Have
            | Class::Do
            | Class::Not
            | Class::Only
            | Class::Automatically
            | Class::Directly
    )
}

/// "and", "or", ",": what joins verbs.
fn joint(input: Input<'_>) -> IResult<Input<'_>, usize> {
    let joint = |class| matches!(class, Class::Comma | Class::And);
    let (input, _) = one(joint).parse_complete(input)?;
    many0_count(alt((value((), one(joint)), value((), one(|class| class == Class::To)))))
        .parse_complete(input)
}

fn is_adverb(class: Class) -> bool {
    matches!(
        class,
        Class::Only | Class::Automatically | Class::Directly | Class::Word | Class::May | Class::Not
    )
}

fn action(input: Input<'_>) -> IResult<Input<'_>, Action> {
    match input.0.split_first() {
        Some((Token { class: Class::Action(action), .. }, rest)) => Ok((Input(rest), *action)),
        _ => Err(Err::Error(Error::new(input, ErrorKind::Satisfy))),
    }
}

/// One token whose class passes.
fn one<'t>(
    passes: impl Fn(Class) -> bool,
) -> impl Parser<Input<'t>, Output = Class, Error = Error<Input<'t>>> {
    move |input: Input<'t>| match input.0.split_first() {
        Some((token, rest)) if passes(token.class) => Ok((Input(rest), token.class)),
        _ => Err(Err::Error(Error::new(input, ErrorKind::Satisfy))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Concepts, Vocabulary};

    /// The predicate of `text`: modality, verbs and words taken.
    fn check(text: &str, expected: &str) {
        let concepts = Concepts::load(include_str!("../../vocabulary/concepts.toml")).expect("a table");
        let source = if text.is_ascii() { "en" } else { "sv" };
        let file = match source {
            "en" => include_str!("../../vocabulary/en.toml"),
            _ => include_str!("../../vocabulary/sv.toml"),
        };
        let vocabulary = Vocabulary::load(file, &concepts).expect("a vocabulary");
        let document = policyglot_parser::parse(text);
        let mut reading = crate::reading::Reading::new(&document, &concepts, &vocabulary);
        reading.open(0..reading.sentences.len());
        let classes = super::super::token::Classes::new(&concepts);
        let mut tokens = Vec::new();
        for sentence in &reading.sentences {
            classes.tokens(&reading, sentence, &mut tokens);
        }
        let shown = predicate(&tokens).map(|found| {
            let verbs: Vec<_> = found.actions.iter().flatten().map(|action| action.deed).collect();
            format!("{:?} {verbs:?} {}", found.modality, found.len)
        });
        assert_eq!(shown.unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn helpers_verbs_and_denials() {
        check("may also collect, use and share it", "May [Collect, Use, Share] 7");
        check("do not sell or rent it", "DoesNot [Share, Share] 5");
        check("is never shared", "DoesNot [Share] 3");
        check("may, without your approval, use it", "May [Use] 7");
        check("may be automatically and regularly shared", "May [Share] 6");
        check("may learn it", "May [Collect] 2");
        check("the name", "");
    }

    #[test]
    fn swedish_puts_the_subject_and_the_denial_after_the_verb() {
        check("ska få rätt hjälp sparar vi på nätet", "");
        check("säljer inte uppgifter på nätet", "DoesNot [Share] 2");
        check("kan vi spåra platsen på nätet", "May [Collect] 3");
    }
}
