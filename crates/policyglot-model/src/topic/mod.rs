//! What each block is about: OPP-115 categories, from its words, its heading and its lead-in together.

mod cue;

use std::collections::HashMap;

use policyglot_parser::{Block, BlockId, BlockKind};

use self::cue::{Cues, Place, Score};
use crate::reading::Reading;
use crate::{Actor, Fact, FactKind, Practice};

/// The categories of the OPP-115 annotation scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Category {
    FirstParty,
    ThirdParty,
    Choice,
    Access,
    Retention,
    Security,
    Change,
    DoNotTrack,
    Audience,
    Other,
}

/// Adds a topic fact for each category of each block that says something; headings, titles and metadata have none.
///
/// A block has the categories that its own words speak for, helped by the heading above it. An item without words of
/// its own that decide has those of its lead-in, then of its heading; text that speaks for nothing is `other`.
pub(crate) fn facts(reading: &Reading<'_>, practices: &[Practice], facts: &mut Vec<Fact>) {
    let cues = Cues::new(reading.concepts);
    let mut context = Context::default();
    // How much of a block is an address of the company.
    let mut contacts: HashMap<BlockId, u32> = HashMap::new();
    for fact in facts.iter().filter(|fact| fact.kind == FactKind::Contact && !fact.missing) {
        *contacts.entry(fact.block).or_default() += fact.span.len();
    }
    let mut blocks = (0..).map(BlockId).zip(reading.document.blocks());
    while let Some((id, block)) = blocks.next() {
        if block.kind == BlockKind::Heading {
            context.heading(block.level, of_heading(&cues.score(reading, id, Place::Heading)));
            continue;
        }
        let score = match block.kind {
            BlockKind::Paragraph | BlockKind::Row | BlockKind::Item => cues.score(reading, id, Place::Text),
            BlockKind::Contact => Score::default(),
            _ => continue,
        };
        let stated = of_practices(reading, practices, id);
        let is_address = contacts.get(&id).is_some_and(|len| len * 2 > block.body.len());
        let topics = match block.kind {
            BlockKind::Contact => Topics::of(Category::Other),
            _ if is_address => Topics::of(Category::Other),
            BlockKind::Item => of_item(&score, stated, &context, block.depth),
            _ if block.leads_list && !score.any_strong() => {
                // "You may request any of:" says less than the items that follow.
                let mut whole = score.clone();
                let items = blocks.clone().take_while(|(_, next)| next.kind == BlockKind::Item).take(LEAD);
                for (item, _) in items {
                    whole.add_all(&cues.score(reading, item, Place::Text));
                }
                whole.forget(Category::Other);
                of_text(&whole, stated, &context)
            }
            _ => of_text(&score, stated, &context),
        };
        context.block(block, topics, &score);
        for category in topics.iter() {
            let name = Some(category.name().to_owned());
            facts.push(Fact::new(FactKind::Topic, name, block.span, block.span, id));
        }
    }
}

/// So many items help to tell what a lead-in is about.
const LEAD: usize = 6;
/// From this score on, words speak for a category without help.
const DECISIVE: i64 = 4;
/// From this score on, they do under a heading of the same category.
const HELPED: i64 = 2;

/// Phrases that decide alone count beside a category with up to so many times their score.
const STRONG_SHARE: i64 = 5;
/// Words that decide together count beside a category with up to so many times their score.
const WEAK_SHARE: i64 = 3;

/// The categories of a heading, from what its words say most clearly.
fn of_heading(score: &Score) -> Topics {
    let strong = Topics::all(|category| score.is_strong(category));
    if !strong.is_empty() {
        return strong;
    }
    let most = score.most();
    Topics::all(|category| most > 0 && score.of(category) == most)
}

/// What the practices of a block do.
#[derive(Clone, Copy, Default)]
struct Stated {
    topics: Topics,
    /// Whether others collect or use.
    by_others: bool,
    /// Whether the first party does anything.
    by_us: bool,
}

impl Stated {
    const fn by_others_only(self) -> bool {
        self.by_others && !self.by_us
    }
}

/// Who collects and uses, who shares.
fn of_practices(reading: &Reading<'_>, practices: &[Practice], block: BlockId) -> Stated {
    let start = practices.partition_point(|practice| practice.block < block);
    let mut stated = Stated::default();
    for practice in practices.iter().skip(start).take_while(|practice| practice.block == block) {
        stated.by_us |= practice.actor == Actor::FirstParty;
        match (practice.actor, reading.concept(practice.action).id.as_str()) {
            (Actor::FirstParty, "action.collect" | "action.use" | "action.combine" | "action.infer")
            | (Actor::User, "action.give") => stated.topics.add(Category::FirstParty),
            (Actor::FirstParty, "action.share" | "action.disclose" | "action.sell") => {
                stated.topics.add(Category::ThirdParty);
            }
            (Actor::ThirdParty, "action.collect" | "action.use" | "action.access") => {
                stated.topics.add(Category::ThirdParty);
                stated.by_others = true;
            }
            _ => {}
        }
    }
    stated
}

/// The categories of running text: of its words, of what is done in it, of what stands above.
fn of_text(score: &Score, stated: Stated, context: &Context) -> Topics {
    let headings = context.of_headings();
    let mut own = of_words(score, headings.or(context.previous));
    // "Our partners may collect information": who collects tells whose practice it is.
    if stated.by_others_only() && own.has(Category::FirstParty) {
        own.remove(Category::FirstParty);
        own.add(Category::ThirdParty);
    }
    [own, stated.topics, headings]
        .into_iter()
        .find(|topics| !topics.is_empty())
        .unwrap_or(Topics::of(Category::Other))
}

/// The categories of an item below a lead-in: those of the lead-in, unless its own words are clearly about another thing.
fn of_item(score: &Score, stated: Stated, context: &Context, depth: u8) -> Topics {
    let lead = context.of_lead(depth);
    if lead.is_empty() {
        return of_text(score, stated, context);
    }
    let own = Topics::all(|category| {
        score.is_strong(category)
            && score.of(category) * 2 >= score.most()
            && may_replace(category, lead, stated.topics)
    });
    if own.is_empty() || lead.iter().any(|category| score.of(category) >= HELPED) { lead } else { own }
}

/// Whether an item can be about `category` though its lead-in is about `lead`.
fn may_replace(category: Category, lead: Topics, stated: Topics) -> bool {
    match category {
        // "in accordance with our terms of use" is no other topic; "the right to complain" is no access.
        Category::Other => lead.has(Category::Access),
        // "where necessary for our contract" among the reasons to share.
        Category::FirstParty => !lead.has(Category::ThirdParty),
        // "to protect the rights of others" among the purposes.
        Category::ThirdParty => !lead.has(Category::FirstParty) || stated.has(Category::ThirdParty),
        _ => true,
    }
}

/// The categories that words alone speak for, where those that stand `above` need less.
fn of_words(score: &Score, above: Topics) -> Topics {
    let most = score.most();
    let helped = if score.any_strong() { DECISIVE } else { HELPED };
    let mut topics = Topics::all(|category| {
        let own = score.of(category);
        let enough = score.is_strong(category)
            || own >= DECISIVE && own == most
            || own >= helped && above.has(category);
        enough && own * if score.is_strong(category) { STRONG_SHARE } else { WEAK_SHARE } >= most
    });
    if topics.has(Category::Other) && topics.len() > 1 {
        if score.of(Category::Other) == most {
            return Topics::of(Category::Other);
        }
        topics.remove(Category::Other);
    }
    topics
}

/// What stands above a block.
#[derive(Default)]
struct Context {
    /// The open headings: level and categories.
    headings: Vec<(u8, Topics)>,
    /// The lead-in of the open list, then the open items: depth and categories.
    lists: Vec<(u8, Topics)>,
    /// The categories of the block before, under the same heading.
    previous: Topics,
}

impl Context {
    fn heading(&mut self, level: u8, topics: Topics) {
        self.lists.clear();
        self.previous = Topics::default();
        while self.headings.last().is_some_and(|&(above, _)| above >= level) {
            self.headings.pop();
        }
        self.headings.push((level, topics));
    }

    fn block(&mut self, block: &Block, topics: Topics, score: &Score) {
        self.previous = topics;
        if block.kind == BlockKind::Item {
            while self.lists.last().is_some_and(|&(depth, _)| depth >= block.depth) {
                self.lists.pop();
            }
            self.lists.push((block.depth, topics));
        } else {
            self.lists.clear();
            if block.leads_list {
                // "… is stored indefinitely, and includes:" leads a list of what is collected.
                let most = topics.iter().map(|category| score.of(category)).max().unwrap_or(0);
                let main = Topics::all(|category| topics.has(category) && score.of(category) * 4 >= most * 3);
                self.lists.push((0, main));
            }
        }
    }

    /// The categories of the nearest heading that has some.
    fn of_headings(&self) -> Topics {
        self.headings
            .iter()
            .rev()
            .map(|&(_, topics)| topics)
            .find(|topics| !topics.is_empty())
            .unwrap_or_default()
    }

    /// The categories of what introduces an item of `depth`.
    fn of_lead(&self, depth: u8) -> Topics {
        self.lists
            .iter()
            .rev()
            .find(|&&(above, _)| above < depth)
            .map(|&(_, topics)| topics)
            .unwrap_or_default()
    }
}

/// A set of categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Topics(u16);

impl Topics {
    const fn of(category: Category) -> Self {
        Self(1 << category as u16)
    }

    /// The categories that `is_one` holds for.
    fn all(mut is_one: impl FnMut(Category) -> bool) -> Self {
        let mut topics = Self::default();
        for category in Category::ALL {
            if is_one(category) {
                topics.add(category);
            }
        }
        topics
    }

    const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn has(self, category: Category) -> bool {
        self.0 & Self::of(category).0 != 0
    }

    const fn add(&mut self, category: Category) {
        self.0 |= Self::of(category).0;
    }

    const fn remove(&mut self, category: Category) {
        self.0 &= !Self::of(category).0;
    }

    const fn is_empty(self) -> bool {
        self.0 == 0
    }

    const fn len(self) -> u32 {
        self.0.count_ones()
    }

    fn iter(self) -> impl Iterator<Item = Category> {
        Category::ALL.into_iter().filter(move |&category| self.has(category))
    }
}

impl Category {
    const ALL: [Self; 10] = [
        Self::FirstParty,
        Self::ThirdParty,
        Self::Choice,
        Self::Access,
        Self::Retention,
        Self::Security,
        Self::Change,
        Self::DoNotTrack,
        Self::Audience,
        Self::Other,
    ];

    /// The name that facts show, which is also the name of its concept.
    const fn name(self) -> &'static str {
        match self {
            Self::FirstParty => "first-party-collection",
            Self::ThirdParty => "third-party-sharing",
            Self::Choice => "user-choice",
            Self::Access => "user-access",
            Self::Retention => "retention",
            Self::Security => "security",
            Self::Change => "policy-change",
            Self::DoNotTrack => "do-not-track",
            Self::Audience => "international-and-specific-audiences",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use policyglot_parser::parse;

    use crate::{FactKind, Lexicon, read};

    fn check(text: &str, expected: &str) {
        let document = parse(text);
        let policy = read(&document, &Lexicon::bundled().expect("the crate's own files"));
        let mut shown: Vec<(u32, String)> = Vec::new();
        for fact in policy.facts.iter().filter(|fact| fact.kind == FactKind::Topic) {
            let topic = fact.value.as_deref().unwrap_or_default();
            match shown.last_mut() {
                Some((start, topics)) if *start == fact.span.start => {
                    topics.push('+');
                    topics.push_str(topic);
                }
                _ => shown.push((fact.span.start, topic.to_owned())),
            }
        }
        let shown: Vec<_> = shown.into_iter().map(|(_, topics)| topics).collect();
        assert_eq!(shown.join(" "), expected, "in {text:?}");
    }

    #[test]
    fn words_decide() {
        check("We collect your name and your email address.", "first-party-collection");
        check("We never sell your data to third parties.", "third-party-sharing");
        check("You can unsubscribe at any time.", "user-choice");
        check("We retain your data for as long as necessary.", "retention");
        check("We do not respond to Do Not Track signals.", "do-not-track");
        check("Vi delar inte dina personuppgifter med tredje part.", "third-party-sharing");
    }

    #[test]
    fn a_sentence_about_the_policy_is_about_nothing_else() {
        check("This privacy policy describes how we collect, use and share your data.", "other");
    }

    #[test]
    fn items_have_the_topic_of_their_lead_in() {
        check(
            "We collect the following data about you:\n- the weather\n- the time",
            "first-party-collection first-party-collection first-party-collection",
        );
    }
}
