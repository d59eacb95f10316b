//! What one sentence is about: its phrases, the practices and facts that were read in it, and which of them leads.

use super::category::{Category, Topics};
use super::cue::{Cues, Place, Score};
use super::subject::Subjects;
use crate::reading::{Reading, Sentence};
use crate::{Actor, ConceptId, Fact, FactKind, Practice};

/// What one sentence says.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// What it is about beyond doubt.
    pub(super) firm: Topics,
    /// The part of that which is said to be done, not only named.
    pub(super) acts: Topics,
    /// How strongly its words speak for each category.
    pub(super) score: Score,
    /// How many words it has.
    pub(super) len: usize,
    /// Whether it says what is done with children's data.
    pub(super) is_on_child: bool,
}

/// What has been read before, in reading order.
pub(super) struct Known<'r> {
    practices: &'r [Practice],
    subjects: Subjects,
    facts: Vec<Evidence>,
    /// Where data and purposes are named, as bytes of the text.
    named: Vec<u32>,
}

/// A fact that speaks for a category.
struct Evidence {
    /// Where its words start, as a byte of the text.
    at: u32,
    category: Category,
}

impl<'r> Known<'r> {
    pub(super) fn new(reading: &Reading<'_>, practices: &'r [Practice], facts: &[Fact]) -> Self {
        let evidence = |fact: &Fact| {
            let category = of_fact(reading, fact)?;
            Some(Evidence { at: fact.span.start, category })
        };
        let is_named = |fact: &&Fact| matches!(fact.kind, FactKind::Data | FactKind::Purpose);
        let mut named: Vec<_> = facts.iter().filter(is_named).map(|fact| fact.span.start).collect();
        let mut facts: Vec<_> = facts.iter().filter_map(evidence).collect();
        facts.sort_by_key(|evidence| evidence.at);
        named.sort_unstable();
        Self { practices, subjects: Subjects::new(reading.concepts), facts, named }
    }

    /// Whether a fact about children was read in a sentence.
    fn is_on_child(&self, sentence: &Sentence) -> bool {
        // No other fact speaks for it.
        self.facts_in(sentence).any(|evidence| evidence.category == Category::Audience)
    }

    /// The evidence of the facts that were read in a sentence.
    fn facts_in(&self, sentence: &Sentence) -> impl Iterator<Item = &Evidence> {
        let place = sentence.span;
        let start = self.facts.partition_point(|evidence| evidence.at < place.start);
        self.facts.iter().skip(start).take_while(move |evidence| evidence.at < place.end)
    }

    /// Adds to `score` what was read in a sentence; a reading counts where the words speak of it at all.
    fn add(&self, reading: &Reading<'_>, sentence: &Sentence, score: &mut Score) {
        let place = sentence.span;
        let start = self.named.partition_point(|&at| at < place.start);
        for _ in self.named.iter().skip(start).take_while(|&&at| at < place.end) {
            score.hint(Category::FirstParty);
        }
        // They are read sentence by sentence.
        let start = self.practices.partition_point(|practice| practice.sentence.start < place.start);
        for practice in self.practices.iter().skip(start).take_while(|practice| practice.sentence == place) {
            let action = reading.concept(practice.action).id.as_str();
            let category = of_practice(practice, action).map(|category| {
                let may_be_theirs = category == Category::FirstParty && practice.actor == Actor::FirstParty;
                let at = practice.verb.start;
                if may_be_theirs && self.subjects.is_other(reading, sentence, score.others(), at) {
                    Category::ThirdParty
                } else {
                    category
                }
            });
            match category {
                // "We use plain language", "the sale of a licence" are read as done with data.
                Some(Category::FirstParty) if score.weight(Category::FirstParty) < SPOKEN => {}
                Some(Category::ThirdParty) if score.weight(Category::ThirdParty) <= 0 => {}
                // "The information that we collect is encrypted."
                Some(Category::FirstParty) if score.is_aside(practice.verb.start) => {}
                Some(Category::FirstParty) if matches!(action, "action.use" | "action.give") => {
                    score.decide(Category::FirstParty, practice.verb.start);
                }
                Some(category) => score.act(category, practice.verb.start),
                None => {}
            }
            // "Our partners may access your information" gives the reader no access.
            if action == "action.access" && practice.actor != Actor::User {
                score.against(Category::Access);
            }
        }
        for &Evidence { at, category } in self.facts_in(sentence) {
            match category {
                // "Adjust – attribution" names who gets data, and says nothing else.
                Category::ThirdParty | Category::Security => score.decide(category, at),
                // "How long readers stay on a page" is read as a period, "it will be purged" as a right to that.
                Category::Retention | Category::Access if score.weight(category) <= 0 => {}
                _ => score.act(category, at),
            }
        }
    }
}

impl Said {
    /// What `sentence` says.
    pub(super) fn new(cues: &Cues, known: &Known<'_>, reading: &Reading<'_>, sentence: &Sentence) -> Self {
        let mut score = cues.score(reading, sentence, Place::Text);
        known.add(reading, sentence, &mut score);
        let firm = firm(&score);
        let acts = Topics::all(|category| firm.has(category) && score.is_act(category));
        let is_on_child = known.is_on_child(sentence);
        Self { firm, acts, score, len: sentence.words.len(), is_on_child }
    }

    /// Whether what this sentence says to be done is done by the third parties that the sentence `before` is about: "They
    /// set cookies. These cookies are used to show advertisements."
    pub(super) fn is_theirs(
        &self,
        before: &Self,
        known: &Known<'_>,
        reading: &Reading<'_>,
        sentence: &Sentence,
    ) -> bool {
        let (first, third) = (Topics::of(Category::FirstParty), Topics::of(Category::ThirdParty));
        let may_be = self.acts == first && before.acts == third && before.firm == third;
        may_be && known.subjects.goes_on(reading, sentence)
    }

    /// Gives what is said to be done to third parties.
    pub(super) fn give_to_them(&mut self) {
        (self.firm, self.acts) = (Topics::of(Category::ThirdParty), Topics::of(Category::ThirdParty));
    }
}

/// The category that a practice with data is of: who does it tells more than what is done.
fn of_practice(practice: &Practice, action: &str) -> Option<Category> {
    // "Advertisers may place a cookie": cookies are no data.
    if practice.data.is_empty() && (practice.actor, action) != (Actor::ThirdParty, "action.place") {
        return None;
    }
    match (practice.actor, action) {
        (Actor::FirstParty, "action.collect" | "action.use" | "action.combine" | "action.infer")
        | (Actor::User, "action.give") => Some(Category::FirstParty),
        (Actor::FirstParty, "action.share" | "action.disclose" | "action.sell")
        | (Actor::ThirdParty, "action.collect" | "action.use" | "action.access" | "action.place") => {
            Some(Category::ThirdParty)
        }
        _ => None,
    }
}

/// The category that a fact speaks for on its own.
fn of_fact(reading: &Reading<'_>, fact: &Fact) -> Option<Category> {
    match fact.kind {
        FactKind::Retention => Some(Category::Retention),
        FactKind::Child => Some(Category::Audience),
        FactKind::Recipient if !fact.negated => Some(Category::ThirdParty),
        FactKind::Security => Some(Category::Security),
        FactKind::Right => of_right(reading, fact.concept?),
        _ => None,
    }
}

/// The category that a right or choice belongs to.
fn of_right(reading: &Reading<'_>, right: ConceptId) -> Option<Category> {
    let name = |id| reading.concept(id).id.strip_prefix("right.").unwrap_or_default();
    match (name(right), name(reading.concepts.root(right))) {
        ("do-not-track", _) => Some(Category::DoNotTrack),
        (_, "copy" | "rectify" | "erase" | "cancel-account") => Some(Category::Access),
        (_, "restrict" | "object" | "withdraw-consent" | "opt-out-marketing" | "refuse-cookies") => {
            Some(Category::Choice)
        }
        (_, "complain") => Some(Category::Other),
        _ => None,
    }
}

/// From this weight on, words speak of what the first party does.
const SPOKEN: i32 = 3;
/// What one phrase that decides alone weighs.
const STRONG: i32 = 4;

/// What a sentence is about beyond doubt: what decides alone, without what only serves something else.
fn firm(score: &Score) -> Topics {
    let named = Topics::all(|category| score.first(category).is_some());
    let acts = Topics::all(|category| named.has(category) && score.is_act(category));
    let (first, third) = (Topics::of(Category::FirstParty), Topics::of(Category::ThirdParty));
    let is_told = !acts.without(Category::Other).is_within(first.or(third));
    let stated = if score.is_reference() && !is_told {
        Topics::of(Category::Other)
    } else if !score.about().is_empty() {
        let stays = Topics::of(Category::Change).or(Topics::of(Category::Audience));
        score.about().or(beside(score, named, acts).and(stays))
    } else {
        beside(score, named, acts)
    };
    Topics::all(|loser| stated.has(loser) && !stated.iter().any(|winner| hides(score, winner, loser)))
}

/// What counts beside what is done: one name is not enough ("we use your address, subject to your settings").
fn beside(score: &Score, named: Topics, acts: Topics) -> Topics {
    let acts = acts.without(Category::Other);
    Topics::all(|category| {
        let is_one = score.strong(category) <= STRONG && category != Category::Other;
        named.has(category) && (acts.is_empty() || acts.has(category) || !is_one)
    })
}

/// Whether a sentence about `winner` is not about `loser`, though it names it: the main verb comes first, purposes and
/// relative clauses after it.
fn hides(score: &Score, winner: Category, loser: Category) -> bool {
    use Category::{
        Access, Audience, Change, Choice, DoNotTrack, FirstParty, Other, Retention, Security, ThirdParty,
    };
    let comes_first = score.first(winner) < score.first(loser);
    match (winner, loser) {
        (Other, _) => false,
        // "We do not knowingly collect information from children"; "Californians may ask to whom we disclosed it".
        (_, Other) | (DoNotTrack | Audience, FirstParty | ThirdParty | Security) => true,
        // "We share it for purposes that we told you when we collected it."
        (ThirdParty, FirstParty) => {
            let is_one = score.strong(loser) <= STRONG && (comes_first || !score.is_act(loser));
            score.is_act(winner) && (is_one || comes_first && score.strong(winner) > score.strong(loser))
        }
        // "We store your data for as long as you have an account."
        (Retention, FirstParty) => comes_first || score.strong(loser) <= STRONG,
        // "To protect data from loss, we may not delete all copies at once."
        (Retention, Security) => score.is_act(winner) && score.strong(loser) <= STRONG,
        // "We keep it until you delete it"; "if you opt out, we will remove your data from the list".
        (Retention | Choice, Access) => {
            comes_first && score.is_act(winner) && score.strong(loser) <= STRONG
        }
        // "We use your address to notify you of changes"; "… to protect the security of our services".
        (FirstParty, Change | Security)
        | (ThirdParty, Security)
        // "If we change how we use your information, we will notify you."
        | (Change, FirstParty | ThirdParty | Choice | Access | Audience | Security | Retention)
        | (DoNotTrack, Choice)
        // "Encryption guards what we collect."
        | (Access | Choice, ThirdParty)
        | (Security, FirstParty | ThirdParty) => comes_first,
        // "You can access the information we collected"; "where we ask for it, you may decline and opt out".
        (Access | Choice, FirstParty) => comes_first || score.strong(winner) > score.strong(loser),
        _ => false,
    }
}
