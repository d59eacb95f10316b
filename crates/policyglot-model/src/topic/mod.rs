//! What each block is about: OPP-115 categories, from its words, its heading and its lead-in together.

mod cue;

use policyglot_parser::{Block, BlockId, BlockKind};

use self::cue::{Cues, Place, Score};
use crate::reading::Reading;
use crate::{Fact, FactKind};

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
pub(crate) fn facts(reading: &Reading<'_>, facts: &mut Vec<Fact>) {
    let cues = Cues::new(reading.concepts);
    let mut context = Context::default();
    for (id, block) in (0..).map(BlockId).zip(reading.document.blocks()) {
        let words = reading.words_of(id);
        match block.kind {
            BlockKind::Heading => {
                let score = cues.score(reading, words, Place::Heading);
                context.heading(block.level, score.above(HEADING));
            }
            BlockKind::Paragraph | BlockKind::Item | BlockKind::Contact | BlockKind::Row => {
                let score = cues.score(reading, words, Place::Text);
                let topics = if block.kind == BlockKind::Contact && score.above(DECISIVE).is_empty() {
                    Topics::of(Category::Other)
                } else {
                    decide(block, &score, &context)
                };
                context.block(block, topics);
                for category in topics.iter() {
                    facts.push(Fact::new(
                        FactKind::Topic,
                        Some(category.name().to_owned()),
                        block.span,
                        block.span,
                        id,
                    ));
                }
            }
            _ => {}
        }
    }
}

/// From this score on, the words of a heading speak for a category.
const HEADING: i16 = 3;
/// From this score on, the words of a block speak for a category without help.
const DECISIVE: i16 = 4;
/// From this score on, they do under a heading of the same category.
const HELPED: i16 = 2;

/// What stands above a block.
#[derive(Default)]
struct Context {
    /// The open headings: level and categories.
    headings: Vec<(u8, Topics)>,
    /// The lead-in of the open list, then the open items: depth and categories.
    lists: Vec<(u8, Topics)>,
}

impl Context {
    fn heading(&mut self, level: u8, topics: Topics) {
        self.lists.clear();
        while self.headings.last().is_some_and(|&(above, _)| above >= level) {
            self.headings.pop();
        }
        self.headings.push((level, topics));
    }

    fn block(&mut self, block: &Block, topics: Topics) {
        if block.kind == BlockKind::Item {
            while self.lists.last().is_some_and(|&(depth, _)| depth >= block.depth) {
                self.lists.pop();
            }
            self.lists.push((block.depth, topics));
        } else {
            self.lists.clear();
            if block.leads_list {
                self.lists.push((0, topics));
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

fn decide(block: &Block, score: &Score, context: &Context) -> Topics {
    let headings = context.of_headings();
    let most = score.most();
    let mut topics = Topics::default();
    for category in Category::ALL {
        let own = score.of(category);
        let enough = if headings.has(category) { HELPED } else { DECISIVE };
        if own >= enough && own * 3 >= most {
            topics.add(category);
        }
    }
    if block.kind == BlockKind::Item {
        let lead = context.of_lead(block.depth);
        if !lead.is_empty() {
            return lead;
        }
    }
    if topics.has(Category::Other) && topics.len() > 1 {
        topics.remove(Category::Other);
    }
    if topics.is_empty() && !headings.is_empty() {
        return headings;
    }
    if topics.is_empty() {
        return Topics::of(Category::Other);
    }
    topics
}

/// A set of categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Topics(u16);

impl Topics {
    const fn of(category: Category) -> Self {
        Self(1 << category as u16)
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
