//! What a block is about, from what its sentences say and from what stands above it.

use super::category::{Category, Topics};
use super::context::Context;
use super::cue::Score;
use super::sentence::Said;

/// From this score on, words that don't decide alone decide together.
const DECISIVE: i32 = 4;
/// From this score on, they do under a heading of the same category.
const HELPED: i32 = 2;
/// Up to so many words, a sentence only labels the next.
const LABEL: usize = 4;
/// From so many words on, text can be a sentence of its own.
const SENTENCE: usize = 8;

/// What comes after data have been got and used: what readers can do about it, how long data are kept, what may change.
const AFTERWARDS: Topics = Topics::of(Category::Access)
    .or(Topics::of(Category::Choice))
    .or(Topics::of(Category::Retention))
    .or(Topics::of(Category::Change))
    .or(Topics::of(Category::DoNotTrack));

/// The categories of a heading, from what its words say most clearly.
pub(super) fn of_heading(score: &Score) -> Topics {
    let strong = Topics::all(|category| score.first(category).is_some());
    if !strong.is_empty() {
        return strong;
    }
    let most = Category::ALL.into_iter().map(|category| score.weak(category)).max().unwrap_or(0);
    Topics::all(|category| most > 0 && score.weak(category) == most)
}

/// What the sentences are firmly about: what one says to be done, and what is named where nothing is done, or more than
/// once, or under a heading (`above`) of the same.
pub(super) fn firm(said: &[Said], above: Topics) -> Topics {
    let acts = said.iter().fold(Topics::NONE, |topics, said| topics.or(said.acts));
    let is_done = !acts.without(Category::Other).is_empty();
    Topics::all(|category| {
        let enough = if is_done && !above.has(category) { 2 } else { 1 };
        acts.has(category) || said.iter().filter(|said| said.firm.has(category)).count() >= enough
    })
}

/// The categories of running text: of its sentences, of what stands `above`.
pub(super) fn of_text(said: &[Said], above: Topics) -> Topics {
    let mut topics = firm(said, above);
    if topics.is_empty() {
        return unsure(said, above);
    }
    if topics == Topics::of(Category::Other) {
        return topics;
    }
    topics = without_handling(topics, above);
    topics = without_children(said, topics);
    topics = without_handling_changes(said, topics, above);
    // What follows a choice tells what it leads to: "If you do so, our site may not work."
    let told = said.iter().position(|said| !said.acts.and(AFTERWARDS).is_empty()).unwrap_or(said.len());
    let is_on_child = topics.has(Category::Audience) && said.iter().any(|said| said.is_on_child);
    for (at, said) in said.iter().enumerate().filter(|(_, said)| said.firm.is_empty()) {
        topics = topics.or(Topics::all(|category| {
            let is_named = above.has(category) && said.score.weak(category) >= HELPED;
            let is_led_to = category == Category::FirstParty && (at >= told || is_on_child);
            is_named && !is_led_to && category != Category::Other
        }));
    }
    // What is said to children's parents or to Californians is for them, whatever else it is.
    if above == Topics::of(Category::Audience) {
        return topics.or(above).without(Category::FirstParty).without(Category::Other);
    }
    if topics.has(Category::Other) { with_other(said, topics, above) } else { topics }
}

/// Text on rights or on security, under a heading on the same, names the processing that they are about, and is not about
/// how data are got: "you may object to our processing", "we protect the data that we process".
fn without_handling(topics: Topics, above: Topics) -> Topics {
    let own =
        Topics::of(Category::Access).or(Topics::of(Category::Choice)).or(Topics::of(Category::Security));
    let agrees = !above.is_empty() && above.is_within(own) && !topics.and(above).is_empty();
    if agrees { topics.without(Category::FirstParty) } else { topics }
}

/// Text on children says that their data are not got, or got for them only ("we only ask for a child's name to …"), and
/// what happens where they are got all the same: "if you believe that we have them, we will delete them".
fn without_children(said: &[Said], topics: Topics) -> Topics {
    let speaks = |said: &Said| said.score.weight(Category::Audience) >= HELPED;
    let Some(told) = said.iter().position(|said| said.acts.has(Category::Audience)) else { return topics };
    let is_theirs = |said: &Said| speaks(said) || !said.acts.has(Category::FirstParty);
    let topics = if said.iter().all(is_theirs) { topics.without(Category::FirstParty) } else { topics };
    let deletes = Topics::of(Category::Access).or(Topics::of(Category::Retention));
    let is_led_to = |(at, said): (usize, &Said)| {
        let first = |category| said.score.first(category).unwrap_or(u32::MAX);
        let spoken = first(Category::Access).min(first(Category::Retention));
        at > told || said.firm.and(deletes).is_empty() || at == told && first(Category::Audience) < spoken
    };
    let is_led_to = said.iter().enumerate().all(is_led_to);
    if topics.has(Category::Audience) && said.iter().any(|said| said.is_on_child) && is_led_to {
        topics.without(Category::Access).without(Category::Retention)
    } else {
        topics
    }
}

/// Text on changes of the policy is about nothing else: its readers agree by going on. Under a heading on the same, it
/// names what else may change and what readers then can do: "should you object, your only option is to close your
/// account".
fn without_handling_changes(said: &[Said], topics: Topics, above: Topics) -> Topics {
    if !said.iter().any(|said| said.acts.has(Category::Change)) {
        return topics;
    }
    let topics = topics.without(Category::Other);
    let is_aside = |category| {
        let is_named = matches!(category, Category::FirstParty | Category::Access);
        is_named && said.iter().filter(|said| said.firm.has(category)).count() < 2
    };
    if above.has(Category::Change) {
        Topics::all(|category| topics.has(category) && !is_aside(category))
    } else {
        topics
    }
}

/// The categories of text that is firmly about nothing: what its words say together, else what stands above, unless it
/// is a sentence without a word of that.
fn unsure(said: &[Said], above: Topics) -> Topics {
    let together = together(said, above);
    if !together.is_empty() {
        return together;
    }
    let len: usize = said.iter().map(|said| said.len).sum();
    let speaks = |category| said.iter().any(|said| said.score.weight(category) > 0);
    if len < SENTENCE || above.iter().any(speaks) { above } else { Topics::NONE }
}

/// The categories of text of which a part is `other`: that part alone where the text opens with it and is mostly it, the
/// rest where it is little, or no more than an explanation in the midst of it.
fn with_other(said: &[Said], topics: Topics, above: Topics) -> Topics {
    let other = Topics::of(Category::Other);
    let len: usize = said.iter().map(|said| said.len).sum();
    let of_other: usize = said.iter().filter(|said| said.firm == other).map(|said| said.len).sum();
    let opens = said.first().is_some_and(|first| first.firm == other);
    let introduces = above.has(Category::Other)
        || said.first().is_some_and(|first| first.score.about().has(Category::Other));
    match () {
        () if of_other * 2 >= len && opens => other,
        () if of_other * if introduces { 4 } else { 3 } < len => topics.without(Category::Other),
        () if above == other => topics.without(Category::FirstParty),
        () => topics,
    }
}

/// The categories of an item below a lead-in: its first sentence has those of the lead-in, unless it is clearly about
/// another thing; what follows speaks for itself.
pub(super) fn of_item(said: &[Said], lead: Topics, above: Topics) -> Topics {
    // "Security. We take care …": the label says that the item is about what follows, whatever leads it.
    if let [label, rest @ ..] = said
        && label.len <= LABEL
        && rest.iter().any(|said| said.acts.iter().any(|category| label.score.weight(category) > 0))
    {
        return firm(rest, above);
    }
    // "Account creation. We collect …": the label goes with what follows.
    let said = match said {
        [label, rest @ ..] if label.len <= LABEL && label.firm.is_empty() && !rest.is_empty() => rest,
        _ => said,
    };
    let Some((first, rest)) = said.split_first() else { return lead };
    let own = Topics::all(|category| first.firm.has(category) && may_replace(first, category, lead));
    let agrees = lead.iter().any(|category| first.firm.has(category) || first.score.weak(category) >= HELPED);
    // Under "What choices do I have?" a choice is one, whatever the lead-in says.
    let is_headed = !own.and(above).is_empty() && own.and(lead).is_empty();
    let is_own = !own.is_empty() && (is_headed || !agrees || lead.has(Category::Access));
    let first = if is_own { own } else { lead };
    first.or(firm(rest, lead).without(Category::Other))
}

/// Whether an item can be about `category` though its lead-in is about `lead`.
fn may_replace(first: &Said, category: Category, lead: Topics) -> bool {
    // "LinkedIn privacy policy: available here"
    if category == Category::Other && first.len <= SENTENCE {
        return true;
    }
    if lead.has(Category::FirstParty) || lead.has(Category::ThirdParty) {
        // "to protect the security of our site" is a purpose; "if you delete a post, it is hidden" is none.
        let is_aside =
            matches!(category, Category::Access | Category::Choice | Category::Retention | Category::Other);
        return is_aside && first.acts.has(category) && first.len >= SENTENCE;
    }
    if lead.has(Category::Access) {
        // "the right to complain" and "the right to object" are no access; "requests to review the data" collects none.
        return !matches!(
            category,
            Category::FirstParty | Category::ThirdParty | Category::Security | Category::Change
        );
    }
    // "in accordance with our terms of use" is no other topic.
    category != Category::Other || first.acts.has(category)
}

/// The categories of a lead-in that says little itself: those of its items ("You may request any of:"), or where it
/// says nothing at all ("For example:") those of the text before.
pub(super) fn of_lead_in(said: &[Said], items: &[Vec<Said>], context: &Context) -> Topics {
    let says = |category| said.iter().any(|said| said.score.weight(category) > 0);
    let before = context.previous();
    if !before.without(Category::Other).is_empty() && !Category::ALL.into_iter().any(says) {
        return before;
    }
    let topics = Topics::all(|category| {
        let count = items.iter().filter(|item| firm(item, Topics::NONE).has(category)).count();
        let enough = if says(category) { count * 2 > items.len() } else { count * 4 > items.len() * 3 };
        category != Category::Other && enough
    });
    if topics.is_empty() { of_text(said, context.of_headings()) } else { topics }
}

/// What words that don't decide alone say together, where those that stand `above` need less.
fn together(said: &[Said], above: Topics) -> Topics {
    let mut whole = Score::default();
    for said in said {
        whole.add_all(&said.score);
    }
    let score = |category: Category| {
        let own = whole.weak(category) + whole.strong(category).min(0);
        if above.has(category) && own >= HELPED { own + DECISIVE } else { own }
    };
    let most = Category::ALL.into_iter().map(score).max().unwrap_or(0);
    Topics::all(|category| most >= DECISIVE && score(category) == most)
}
