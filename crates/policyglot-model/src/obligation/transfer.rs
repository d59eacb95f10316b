//! Transfers abroad: where data go, and what makes it lawful.

use std::ops::Range;

use super::passage::{Cue, Passage};
use super::term::{Term, Terms};
use crate::concept::ConceptKind;
use crate::reading::Mention;
use crate::{Fact, FactKind, Text};

const MOVES: Terms = Terms::of(&[Term::Moved]);
/// Brought elsewhere, not only being there.
const MOVED: Terms = Terms::of(&[Term::SentAbroad]);

/// Adds the transfers of a sentence: one a clause for the destination, one for each mechanism.
pub(crate) fn facts(passage: &Passage<'_, '_>, facts: &mut Vec<Fact>) {
    const GOES: Terms = Terms::of(&[Term::Moved, Term::Mechanism]);
    // "Cross-border transfers" is a line of contents, "Servers within the EU" a statement.
    let words = &passage.sentence.words;
    let short = words.len() < 5 && !passage.mentions(words).any(|mention| mention.kind == ConceptKind::Place);
    if !passage.terms.meets(GOES) || short || words.len() < 3 {
        return;
    }
    for (at, clause) in passage.clauses.iter().enumerate() {
        if let Some((value, words)) = in_brackets(passage, at) {
            facts.push(passage.fact(FactKind::Transfer, value, words));
            continue;
        }
        // "appropriate safeguards, usually through contracts approved by the Commission": the one by its name.
        let mechanisms = || passage.within(Terms::of(&[Term::Mechanism]), clause);
        let mechanism = mechanisms().find(|cue| is_named(passage, cue)).or_else(|| mechanisms().next());
        if let Some(cue) = mechanism {
            let abroad = passage.heading.meets(Terms::of(&[Term::Abroad, Term::SentAbroad]));
            if is_named(passage, cue)
                || passage.terms.meets(Terms::of(&[Term::SentAbroad, Term::Abroad]))
                || abroad
            {
                let value = passage.short(&cue.words, 8);
                let words = around(clause, &cue.words);
                facts.extend(bound_for(passage, &(clause.start..words.start)));
                facts.push(passage.fact(FactKind::Transfer, value, words));
                continue;
            }
        }
        if let Some((value, words)) = destination(passage, clause) {
            let end = words.end;
            let first = facts.len();
            let stays = stays(passage, clause, &words);
            facts.push(passage.fact(FactKind::Transfer, value, words));
            let end = further(passage, clause, end, facts);
            facts[first..].iter_mut().for_each(|fact| fact.negated = stays);
            countries_of_companies(passage, &(end..clause.end), facts);
            // "located in Peru, with offices around the world"
            if let Some(abroad) = passage.first(Terms::of(&[Term::Abroad]), &(end..clause.end)) {
                let value = passage.short(&abroad.words, 8);
                facts.push(passage.fact(FactKind::Transfer, value, abroad.words.clone()));
            }
        }
    }
}

/// Whether a mechanism serves transfers alone: "We have concluded standard contractual clauses".
fn is_named(passage: &Passage<'_, '_>, mechanism: &Cue) -> bool {
    passage.mentions(&mechanism.words).any(|mention| {
        mention.kind == ConceptKind::Transfer
            && MECHANISMS.contains(&passage.reading.concept(mention.concept).id.as_str())
    })
}

/// "Data sent outside the EU are sent under these clauses", "We let no provider outside the EU work with data but under
/// them": the destination that stands before a mechanism.
fn bound_for(passage: &Passage<'_, '_>, before: &Range<usize>) -> Option<Fact> {
    const BEYOND: Terms = Terms::of(&[Term::Abroad, Term::Beyond, Term::Outside]);
    // "for international transfers, such as under these clauses" names no place.
    let sent = |cue: &&Cue| {
        passage
            .within(MOVED, before)
            .any(|sent| sent.words.start < cue.words.end && cue.words.start < sent.words.end)
    };
    let mut far = passage.within(BEYOND, before).filter(|cue| !sent(cue));
    let far = far.next().is_some() && passage.first(MOVES, before).is_some();
    let (value, words) = destination(passage, before).filter(|_| far)?;
    Some(passage.fact(FactKind::Transfer, value, words))
}

/// "with Acme Ltd (Peru) and Globex Inc (Germany)": adds the country of each company.
fn countries_of_companies(passage: &Passage<'_, '_>, rest: &Range<usize>, facts: &mut Vec<Fact>) {
    for place in passage.mentions(rest).filter(|mention| mention.kind == ConceptKind::Place) {
        let Range { start, end } = place.words;
        let bracket = passage.is(start.wrapping_sub(1), "(") && passage.is(end, ")");
        let company = passage.reading.words.get(start.saturating_sub(2));
        // "the European Economic Area (EEA)"
        let short = passage
            .mentions(&(start.saturating_sub(6)..start))
            .any(|other| other.kind == ConceptKind::Place && other.words.end + 1 == start);
        if bracket && !short && company.is_some_and(|word| word.is_capital) {
            let value = passage.reading.concept(place.concept).label.clone();
            facts.push(passage.fact(FactKind::Transfer, value, place.words.clone()));
        }
    }
}

/// "Your data will not be transferred to third countries", without an exception.
fn stays(passage: &Passage<'_, '_>, clause: &Range<usize>, words: &Range<usize>) -> bool {
    const NEVER: Terms = Terms::of(&[Term::Not, Term::Never]);
    const EXCEPT: Terms = Terms::of(&[Term::Unless, Term::Provided, Term::Only]);
    let Some(verb) = passage.first(MOVES, clause) else { return false };
    let near = clause.start.max(verb.words.start.saturating_sub(4))..verb.words.start;
    // "överförs inte till": Swedish denies behind the verb.
    let after = verb.words.end..words.end.min(verb.words.end + 1);
    let denied = [near, after].iter().any(|near| passage.first(NEVER, near).is_some());
    denied && !passage.terms.meets(EXCEPT)
}

/// Mechanisms that are for nothing but transfers.
const MECHANISMS: [&str; 2] = ["transfer.scc", "transfer.bcr"];

/// "your payment is processed by Acme Inc. (United States)": a place in brackets behind the company that works with data.
fn in_brackets(passage: &Passage<'_, '_>, at: usize) -> Option<(Text, Range<usize>)> {
    let clause = passage.clauses.get(at)?;
    let before = passage.clauses.get(at.checked_sub(1)?)?;
    let bracket =
        passage.is(before.end, "(") && passage.is(clause.end, ")") && clause.start == before.end + 1;
    let place = passage.mentions(clause).find(|mention| mention.kind == ConceptKind::Place)?;
    let alone = place.words.end == clause.end && place.words.start == clause.start;
    let last = passage.reading.words.get(before.end.checked_sub(1)?)?;
    let dot = passage.reading.text(last.span) == ".";
    let name = passage.reading.words.get(before.end.checked_sub(1 + usize::from(dot))?)?.is_capital;
    let moved = passage.first(MOVES, before).is_some();
    let value = passage.reading.concept(place.concept).label.clone();
    (bracket && alone && name && moved).then(|| (value, place.words.clone()))
}

/// Adds the other places of a list and gives where it ends: "stored in Ireland, Canada and Peru", "to India or to other countries".
fn further(passage: &Passage<'_, '_>, clause: &Range<usize>, end: usize, facts: &mut Vec<Fact>) -> usize {
    const JOINS: Terms = Terms::of(&[Term::And, Term::Filler, Term::Means, Term::During, Term::To]);
    let mut end = end;
    while let Some((value, words)) = next(passage, end..clause.end) {
        // "the United Kingdom (UK) or Canada"
        let short = |open: usize| passage.is(open, "(") && passage.is(open + 2, ")");
        let joint = |at: usize| {
            short(at)
                || short(at.saturating_sub(1))
                || passage.is_mark(at) && !passage.is(at, "(")
                || passage.first(JOINS, &(at..at + 1)).is_some()
        };
        // "countries outside the EEA, including the USA"
        let comma = passage.is(end, ",") && words.start <= end + 4;
        let clear = |at: usize| {
            passage.first(Terms::of(&[Term::From, Term::Which, Term::Not]), &(at..at + 1)).is_none()
        };
        if !((end..words.start).all(joint) || comma && (end..words.start).all(clear)) {
            break;
        }
        end = words.end;
        facts.push(passage.fact(FactKind::Transfer, value, words));
    }
    end
}

/// The second of two places ends so many words behind the first.
const NEAR_SECOND: usize = 8;

/// Where a list of two places ends whose first ends before word `end`: "outside | the UK and the EEA".
fn beside(passage: &Passage<'_, '_>, end: usize) -> usize {
    const JOINS: Terms = Terms::of(&[Term::And, Term::Filler]);
    let near = end..passage.sentence.words.end.min(end + NEAR_SECOND);
    let second = passage.mentions(&near).find(|mention| mention.kind == ConceptKind::Place);
    let joined = |second: &&Mention| {
        let mut between = end..second.words.start;
        !between.is_empty() && between.all(|at| passage.first(JOINS, &(at..at + 1)).is_some())
    };
    second.filter(joined).map_or(end, |second| second.words.end)
}

/// The next destination within `range`.
fn next(passage: &Passage<'_, '_>, range: Range<usize>) -> Option<(Text, Range<usize>)> {
    let abroad = passage.first(Terms::of(&[Term::Abroad]), &range).map(|cue| cue.words.clone());
    let place = passage.mentions(&range).find(|mention| {
        mention.kind == ConceptKind::Place && !passage.is(mention.words.start.saturating_sub(1), "(")
    });
    match (abroad, place) {
        (Some(abroad), place) if place.is_none_or(|place| abroad.start < place.words.start) => {
            Some((passage.short(&abroad, 8).into(), abroad))
        }
        (_, place) => {
            place.map(|place| (passage.reading.concept(place.concept).label.clone(), place.words.clone()))
        }
    }
}

/// "the data of individuals located in the EEA or the UK": where people are is no destination.
fn lives_there(passage: &Passage<'_, '_>, clause: &Range<usize>, place: usize) -> bool {
    const PEOPLE: Terms = Terms::of(&[Term::You]);
    let before = clause.start.max(place.saturating_sub(9))..place;
    passage.last(Terms::of(&[Term::Based]), &before).is_some_and(|based| {
        let who = based.words.start.saturating_sub(2)..based.words.start;
        passage.first(PEOPLE, &who).is_some() && passage.first(MOVED, &(based.words.end..place)).is_none()
    })
}

/// Where a clause says that data go, and the words that say it.
fn destination(passage: &Passage<'_, '_>, clause: &Range<usize>) -> Option<(Text, Range<usize>)> {
    // "If you use the site from another country", "you are located in the EU" tell the reader's place.
    let conditional = passage.first(Terms::of(&[Term::If]), &(clause.start..clause.start + 2)).is_some();
    let visits = |verb: &&Cue| {
        let subject = passage.subject(verb.words.start).filter(|subject| subject.term == Term::You);
        let lives = passage.first(Terms::of(&[Term::Based]), &verb.words).is_some();
        subject.is_some_and(|subject| conditional || lives && subject.words.end + 2 >= verb.words.start)
    };
    let verb = passage.within(MOVES, clause).find(|verb| !visits(verb))?;
    let near = |from: usize| from..clause.end.min(from + 6);
    let place = |range: &Range<usize>| {
        let places = || {
            passage
                .mentions(range)
                .filter(|mention| mention.kind == ConceptKind::Place && !in_name(passage, &mention.words))
        };
        // "transfer UK data to Peru", "a US-based company" name no destination.
        let described = |mention: &&Mention| {
            const NOUNS: Terms = Terms::of(&[Term::Data, Term::Based, Term::You]);
            let after = mention.words.end..mention.words.end + 2;
            passage.first(NOUNS, &after).is_some_and(|noun| {
                noun.words.start == mention.words.end || passage.is(mention.words.end, "-")
            })
        };
        let after = |term: Term, mention: &Mention| {
            let before = mention.words.start.saturating_sub(2)..mention.words.start;
            passage.first(Terms::of(&[term]), &before).is_some()
        };
        // "transferred from the EU and the UK to India" goes to India.
        let mut left = Vec::new();
        for mention in places() {
            let listed = left.last().is_some_and(|&last| mention.words.start < last + 4);
            if after(Term::From, mention) || listed && !after(Term::To, mention) {
                left.push(mention.words.end);
            }
        }
        let reached = |mention: &&Mention| {
            left.binary_search(&mention.words.end).is_err()
                && !described(mention)
                && !lives_there(passage, clause, mention.words.start)
        };
        places()
            .find(|mention| after(Term::To, mention) && reached(mention))
            .or_else(|| places().find(reached))
            .or_else(|| {
                let lives = |mention: &Mention| lives_there(passage, clause, mention.words.start);
                places().find(|mention| !described(mention) && !lives(mention))
            })
    };
    let outside = passage.within(Terms::of(&[Term::Outside]), clause).find_map(|cue| {
        let place = place(&near(cue.words.end))?;
        Some(cue.words.start..beside(passage, place.words.end))
    });
    let abroad = passage.first(Terms::of(&[Term::Abroad]), clause).map(|cue| cue.words.clone());
    let beyond = passage.first(Terms::of(&[Term::Beyond]), clause).map(|cue| {
        // "outside your country of residence": what follows up to the next mark, where it is short.
        let end = (cue.words.end..clause.end.min(cue.words.end + 4))
            .find(|&at| passage.is_mark(at) || passage.first(STOPS, &(at..at + 1)).is_some());
        cue.words.start..end.unwrap_or(clause.end.min(cue.words.end + 4))
    });
    let far = outside.or(beyond).or(abroad);
    // "in Ireland and in other countries": the first of them.
    let first = far.as_ref().and_then(|far| place(&(verb.words.end..far.start.max(verb.words.end))));
    let first = first.filter(|first| {
        let before = first.words.start.saturating_sub(2)..first.words.start;
        passage.first(Terms::of(&[Term::From]), &before).is_none()
    });
    if let Some(words) = far.filter(|_| first.is_none()) {
        let value = passage.short(&words, 8);
        return Some((value.into(), verb.words.start.min(words.start)..words.end.max(verb.words.end)));
    }
    let place = place(&(verb.words.end..clause.end))?;
    let kept = passage.first(Terms::of(&[Term::Server, Term::Data]), clause).is_some()
        || passage.mentions(clause).any(|mention| mention.kind == ConceptKind::Data)
        || passage.heading.has(Term::Moved);
    let words = verb.words.start.min(place.words.start)..verb.words.end.max(place.words.end);
    kept.then(|| (passage.reading.concept(place.concept).label.clone(), words))
}

/// "the EU-US Data Privacy Framework", "the California Consumer Privacy Act": a place within a name.
fn in_name(passage: &Passage<'_, '_>, place: &Range<usize>) -> bool {
    passage.mentions(&(place.start.saturating_sub(3)..place.end + 6)).any(|mention| {
        let named =
            matches!(mention.kind, ConceptKind::Law | ConceptKind::Framework | ConceptKind::Authority);
        let company = mention.kind == ConceptKind::Actor && mention.words.len() > 1;
        named && mention.words.start <= place.end && place.start < mention.words.end
            || company && mention.words.start <= place.start && place.end <= mention.words.end
    })
}

/// What ends the name of a destination.
const STOPS: Terms = Terms::of(&[Term::And, Term::Which, Term::Means, Term::UnderPolicy, Term::Can]);

fn around(clause: &Range<usize>, words: &Range<usize>) -> Range<usize> {
    clause.start.max(words.start.saturating_sub(8))..clause.end.min(words.end + 4)
}

#[cfg(test)]
mod tests {
    use crate::FactKind;
    use crate::obligation::testing::check;

    #[test]
    fn a_destination_before_its_mechanism() {
        check(
            FactKind::Transfer,
            "en",
            "Data that are transferred outside the EU will only ever be moved there where we have first put in place appropriate safeguards to protect them, usually through contracts approved by the European Commission.",
            "outside EU; contracts approved by European Commission",
        );
    }

    #[test]
    fn quotes_hold_whole_words() {
        let quote = |text: &str| {
            let lexicon = crate::Lexicon::bundled().expect("a lexicon");
            let policy = crate::read(&policyglot_parser::parse(text), &lexicon);
            let facts = policy.facts.iter().filter(|fact| fact.kind == FactKind::Transfer);
            facts.map(|fact| fact.span.of(text).to_owned()).collect::<Vec<_>>()
        };
        let found = quote("If we transfer it abroad, we use EU-approved Standard Contractual Clauses.");
        assert_eq!(found, ["transfer it abroad", "we use EU-approved Standard Contractual Clauses"]);
    }

    #[test]
    fn destinations_and_mechanisms() {
        check(
            FactKind::Transfer,
            "en",
            "Your data may be transmitted outside of the European Union.",
            "outside of European Union",
        );
        check(
            FactKind::Transfer,
            "en",
            "We may transfer your information outside of the United Kingdom and the European Economic Area.",
            "outside of United Kingdom and European Economic Area",
        );
        check(
            FactKind::Transfer,
            "en",
            "Transfers rely on standard contractual clauses.",
            "standard contractual clauses",
        );
        check(
            FactKind::Transfer,
            "en",
            "Your data are transferred from Germany to the United States. You may write if you are located in Spain.",
            "United States",
        );
        check(
            FactKind::Transfer,
            "en",
            "Your data are stored on servers in Ireland, Canada and Peru, and in other countries.",
            "Ireland; Canada; Peru; other countries",
        );
        check(
            FactKind::Transfer,
            "en",
            "We may transfer your data to countries outside the EEA, including the USA.",
            "outside EEA; United States",
        );
        check(
            FactKind::Transfer,
            "en",
            "When paying by card, your payment is processed by Acme Inc. (United States).",
            "United States",
        );
        check(
            FactKind::Transfer,
            "en",
            "Your data may be shared with Acme Ltd (UK) and Globex GmbH (Germany), who host it.",
            "United Kingdom; Germany",
        );
        check(
            FactKind::Transfer,
            "en",
            "We have concluded standard contractual clauses with our processors.",
            "standard contractual clauses",
        );
        check(
            FactKind::Transfer,
            "en",
            "Your information may be transferred to and processed in those countries.",
            "those countries",
        );
        check(
            FactKind::Transfer,
            "sv",
            "Dina personuppgifter överförs över internationella gränser.",
            "internationella gränser",
        );
    }
}
