//! What each block is about: OPP-115 categories, from its sentences, its heading and its lead-in together.

mod block;
mod category;
mod context;
mod cue;
mod sentence;
mod subject;

use policyglot_parser::{Block, BlockId, BlockKind};

use self::block::{firm, of_heading, of_item, of_lead_in, of_text};
use self::category::{Category, Topics};
use self::context::Context;
use self::cue::{Cues, Place, Score};
use self::sentence::{Known, Said};
use crate::hash::FastMap;
use crate::reading::{Reading, Sentence};
use crate::{Fact, FactKind, Practice, Text};

/// Adds a topic fact for each category of each block that says something; headings, titles and metadata have none.
///
/// A block has the categories that its sentences are firmly about. Sentences that are firmly about nothing have those
/// of the heading that their words speak for. An item has those of its lead-in and what its later sentences say; text
/// that speaks for nothing is `other`.
pub(crate) fn facts(reading: &Reading<'_>, practices: &[Practice], facts: &mut Vec<Fact>) {
    let cues = Cues::new(reading.concepts);
    let known = Known::new(reading, practices, facts);
    let read = |id, said: &mut Vec<Said>| {
        let sentences = reading.sentences_of(id);
        said.clear();
        for sentence in sentences {
            let mut one = Said::new(&cues, &known, reading, sentence);
            if said.last().is_some_and(|before: &Said| one.is_theirs(before, &known, reading, sentence)) {
                one.give_to_them();
            }
            said.push(one);
        }
    };
    let (mut said, mut items) = (Vec::new(), [const { Vec::new() }; LEAD]);
    let addresses = addresses(facts);
    let names = Category::ALL.map(|category| Text::from(category.name()));
    let mut context = Context::default();
    let mut blocks = (0..).map(BlockId).zip(reading.document.blocks());
    while let Some((id, block)) = blocks.next() {
        let is_address = addresses.get(&id).is_some_and(|len| len * 2 > block.body.len());
        let (topics, leading) = match block.kind {
            BlockKind::Heading => {
                context.heading(block.level, of_heading(&heading(reading, &cues, id)));
                continue;
            }
            BlockKind::Contact => (Topics::of(Category::Other), Topics::NONE),
            BlockKind::Paragraph | BlockKind::Row | BlockKind::Item if is_address => {
                (Topics::of(Category::Other), Topics::of(Category::Other))
            }
            BlockKind::Paragraph | BlockKind::Row | BlockKind::Item => {
                read(id, &mut said);
                let lead = context.of_lead(block);
                let topics = if !lead.without(Category::Other).is_empty() {
                    labelled(reading, &cues, block, id, lead)
                        .unwrap_or_else(|| of_item(&said, lead, context.of_headings()))
                } else if block.leads_list && firm(&said, Topics::NONE).is_empty() {
                    let next = blocks.clone().take_while(|(_, next)| next.kind == BlockKind::Item);
                    let room = items.iter_mut().zip(next);
                    let count = room.map(|(said, (item, _))| read(item, said)).count();
                    of_lead_in(&said, &items[..count], &context)
                } else {
                    of_text(&said, context.of_headings())
                };
                (topics, leading(block, &said, topics, context.of_headings()))
            }
            _ => continue,
        };
        context.block(block, topics, leading);
        let topics = if topics.is_empty() { Topics::of(Category::Other) } else { topics };
        for category in topics.iter() {
            let name = names[category as usize].clone();
            facts.push(Fact::new(FactKind::Topic, name, block.span, block.span, id));
        }
    }
}

/// What the label of an entry of a form says: "Period: …", "Recipient: …" in one list with purposes.
fn labelled(reading: &Reading<'_>, cues: &Cues, block: &Block, id: BlockId, lead: Topics) -> Option<Topics> {
    const LABEL: usize = 3;
    let first = reading.sentences_of(id).first()?;
    let colon =
        first.words.clone().take(LABEL + 1).find(|&at| matches!(reading.word_text(at), ":" | "："))?;
    let label = Sentence { words: first.words.start..colon, ..first.clone() };
    let said = of_heading(&cues.score(reading, &label, Place::Heading));
    let apart = Topics::of(Category::Retention).or(Topics::of(Category::Audience));
    let narrower = said.len() == 1 && said.is_within(lead) && lead.len() > 1;
    let is_entry = block.kind == BlockKind::Item && (said.is_within(apart) || narrower);
    (is_entry && !said.is_empty()).then_some(said)
}

/// So many items help to tell what a lead-in is about.
const LEAD: usize = 6;
/// Text about more categories than these introduces no list.
const MIXED: u32 = 2;

/// How many bytes of a block are an address of the company.
fn addresses(facts: &[Fact]) -> FastMap<BlockId, u32> {
    let mut addresses: FastMap<BlockId, u32> = FastMap::default();
    for fact in facts.iter().filter(|fact| fact.kind == FactKind::Contact && !fact.missing) {
        *addresses.entry(fact.block).or_default() += fact.span.len();
    }
    addresses
}

/// The score of a heading's words.
fn heading(reading: &Reading<'_>, cues: &Cues, id: BlockId) -> Score {
    let mut score = Score::default();
    for sentence in reading.sentences_of(id) {
        score.add_all(&cues.score(reading, sentence, Place::Heading));
    }
    score
}

/// Which of a block's `topics` go on in the list that it introduces: those of its last sentence, where that says any.
fn leading(block: &Block, said: &[Said], topics: Topics, above: Topics) -> Topics {
    let practice = Topics::of(Category::FirstParty).or(Topics::of(Category::ThirdParty)).and(topics);
    let leading = match said {
        // "This information is stored for a year and includes:" leads a list of what is collected.
        [.., last] if block.leads_list && said.len() > 1 && last.firm == Topics::of(Category::Retention) => {
            practice
        }
        [.., last] if block.leads_list && said.len() > 1 && !last.firm.is_empty() => last.firm,
        // "You may opt out of them. These messages include:"
        _ => practice,
    };
    let leading = if leading.is_empty() || leading.len() > MIXED { topics } else { leading };
    if leading.len() > MIXED { leading.and(above) } else { leading }
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
        check("You may review and correct your profile.", "user-access");
        check("We retain your data for as long as necessary.", "retention");
        check("All traffic is encrypted.", "security");
        check("We may update this policy; check this page for changes.", "policy-change");
        check("We do not respond to Do Not Track signals.", "do-not-track");
        check("California residents may ask for a list once a year.", "international-and-specific-audiences");
        check("This site contains links to other sites.", "other");
    }

    #[test]
    fn swedish_words_decide() {
        check("Vi samlar in ditt namn och din adress.", "first-party-collection");
        check("Vi delar inte dina personuppgifter med tredje part.", "third-party-sharing");
        check("Du kan när som helst återkalla ditt samtycke.", "user-choice");
        check("Du har rätt att få ett registerutdrag.", "user-access");
        check("Uppgifterna sparas så länge du är kund.", "retention");
        check("Vi kan komma att ändra denna policy.", "policy-change");
        check("Tjänsten riktar sig inte till barn.", "international-and-specific-audiences");
        check("Har du frågor är du välkommen att kontakta oss.", "other");
    }

    #[test]
    fn who_acts_tells_more_than_what_is_done() {
        check("Our partners may collect information about your visits.", "third-party-sharing");
        check("We and our partners collect it.", "first-party-collection+third-party-sharing");
        check("They share information about you with us.", "first-party-collection");
    }

    #[test]
    fn what_is_named_beside_what_is_done_is_aside() {
        check("We use your address to notify you of changes to this policy.", "first-party-collection");
        check("We use your data, subject to your settings.", "first-party-collection");
        check("We share your data with the partners who ask for the data we collect.", "third-party-sharing");
        check("If we change how we use your information, we will notify you of the change.", "policy-change");
        check("You can opt out of our use of your data.", "user-choice");
        check("We do not knowingly collect data from children.", "international-and-specific-audiences");
    }

    #[test]
    fn what_third_parties_collect_is_theirs() {
        check(
            "We work with third parties that use cookies to collect data about you.",
            "third-party-sharing",
        );
        check(
            "Some features are operated by third parties and may track your visits.",
            "third-party-sharing",
        );
        check("Those third parties may place a cookie.", "third-party-sharing");
        check(
            "The list has data processors who collect the information described above.",
            "third-party-sharing",
        );
        check("You visit third parties. Your address is collected.", "first-party-collection");
    }

    #[test]
    fn what_only_names_what_is_done_is_aside() {
        check("You can delete the information that we collect.", "user-access");
        check(
            "To review preferences regarding the information that we collect, select Cookie Preferences.",
            "user-choice",
        );
        check("We store your address for as long as you are a member.", "retention");
        check("If you opt out, we will remove your information from future mailings.", "user-choice");
        check("A firewall blocks access to your data.", "security");
        check(
            "If a child under 13 sends us data, we will delete that data.",
            "international-and-specific-audiences",
        );
    }

    #[test]
    fn text_on_children_or_changes_is_about_nothing_else() {
        check(
            "We do not knowingly collect data from children under 13. We only collect a child's name to answer the child.",
            "international-and-specific-audiences",
        );
        check(
            "# Changes\n\nWe may change this policy. If you object, you can close your account. By using the site you \
             accept them.\n",
            "policy-change",
        );
    }

    #[test]
    fn what_follows_a_choice_tells_what_it_leads_to() {
        check(
            "# Cookies\n\nYou can block cookies. Without cookies parts of the site may not work.\n",
            "user-choice",
        );
    }

    #[test]
    fn a_label_says_that_an_item_is_about_what_follows() {
        check(
            "We may share your data with:\n- our partners\n- Security. We encrypt all data.",
            "third-party-sharing third-party-sharing security",
        );
    }

    #[test]
    fn who_is_named_as_a_provider_gets_data() {
        check("We care for what you do.\n\nGoogle AdMob: advertising.\n", "other third-party-sharing");
    }

    #[test]
    fn each_sentence_adds_what_it_says() {
        check("We use cookies. You can block cookies.", "first-party-collection+user-choice");
        check(
            "We use cookies. You can block cookies. We share your data with partners.",
            "first-party-collection+third-party-sharing+user-choice",
        );
    }

    #[test]
    fn a_sentence_about_the_policy_is_about_nothing_else() {
        check("This privacy policy describes how we collect, use and share your data.", "other");
        check("This Policy (the \"Policy\") explains how we use your data.", "other");
        check("For more on how we use cookies, see the cookie page.", "first-party-collection");
        check("For more information on how we use cookies, see the cookie page.", "other");
    }

    #[test]
    fn an_explanation_in_the_midst_is_aside() {
        check(
            "We collect your name when you order. \"Personal information\" means information that identifies you. We use \
             your name to send you what you order and to bill you for it.",
            "first-party-collection",
        );
    }

    #[test]
    fn items_have_the_topic_of_their_lead_in() {
        check(
            "We collect the following data about you:\n- the weather\n- the time",
            "first-party-collection first-party-collection first-party-collection",
        );
        check(
            "We keep your data for a year. We share it with:\n- the weather service\n- the clock",
            "third-party-sharing+retention third-party-sharing third-party-sharing",
        );
    }

    #[test]
    fn items_can_be_about_another_thing() {
        check(
            "You have the right to:\n- access your personal data\n- object to the processing of your data",
            "user-access user-access user-choice",
        );
        check(
            "We collect:\n- the weather\n- If you delete a post, you can delete your account too",
            "first-party-collection first-party-collection user-access",
        );
    }

    #[test]
    fn headings_tell_what_text_is_about_that_does_not() {
        check("# How we share information\n\nOnly the weather service.\n", "third-party-sharing");
        check(
            "# What we collect\n\nThe sun stood low and then the wind came up from behind the hills.\n",
            "other",
        );
    }

    #[test]
    fn what_californians_may_ask_is_for_them() {
        check(
            "# California residents\n\nYou may request deletion of your data.\n",
            "user-access+international-and-specific-audiences",
        );
    }

    #[test]
    fn what_goes_on_about_third_parties_is_theirs() {
        check(
            "Our partners may set cookies. These cookies are used to show you advertisements.",
            "third-party-sharing",
        );
        check(
            "Our partners may set cookies. These cookies are used to show you our advertisements.",
            "first-party-collection+third-party-sharing",
        );
    }

    #[test]
    fn what_happens_to_data_of_children_is_for_them() {
        check(
            "We do not knowingly collect data from children under 13. If we learn that we did, we will erase it and will \
             not keep it.",
            "international-and-specific-audiences",
        );
        check(
            "You can delete your account. We do not knowingly collect data from children under 13.",
            "user-access+international-and-specific-audiences",
        );
    }

    #[test]
    fn text_on_children_is_not_about_its_heading() {
        check(
            "# What we collect\n\nWe sell children's products for purchase by adults. Our site is not for children under 13, and we do not \
             knowingly collect data from them.\n",
            "international-and-specific-audiences",
        );
    }

    #[test]
    fn what_can_be_done_for_a_child_too_is_done() {
        check(
            "You can delete your account, and the accounts of children under 13.",
            "user-access+international-and-specific-audiences",
        );
    }

    #[test]
    fn wordings_of_older_policies_are_known() {
        check("Our registration form requires a name.", "first-party-collection");
        check("Comments become part of the site and may be used by others.", "third-party-sharing");
        check(
            "These companies do not retain, share, store or use it for other purposes.",
            "third-party-sharing",
        );
        check("We do not disclose it.", "third-party-sharing");
        check("We do not transfer your address to anyone outside the organization.", "third-party-sharing");
        check("We allow users to view and modify what they told us.", "user-access");
        check("You can have your account deactivated.", "user-access");
        check(
            "Employees who violate our privacy policies are subject to disciplinary action, up to and including termination.",
            "security",
        );
        check(
            "If at any point we decide to use your information in a manner different from that stated, we will tell you.",
            "policy-change",
        );
        check("The seal's program covers only information that is collected through this site.", "other");
        check("We only collect personal information when you provide it to us.", "first-party-collection");
        check("The advertising companies placing our ads may use cookies.", "third-party-sharing");
        check("The type of browser, internet service provider", "first-party-collection");
        check("Those who supply us with a phone may be called.", "first-party-collection");
        check("We may use it for new, unanticipated uses.", "policy-change");
        check("Users may prevent their data from being used for it.", "user-choice");
        check("Your viewable profile shows a photo.", "third-party-sharing");
        check(
            "Upon request we provide site visitors with access to a description of information that we maintain about them.",
            "user-access",
        );
        check("You can visit our site without telling us who you are.", "first-party-collection");
        check("Information collected through this site may be disclosed.", "third-party-sharing");
        check("We have no access to or control over these cookies.", "third-party-sharing");
        check("We purchase demographic data from list vendors.", "first-party-collection");
        check("To limit our sharing, call us.", "user-choice");
        check("If you find an error in our records, tell us.", "user-access");
        check("Raw logs are scheduled for regular destruction.", "retention");
        check("Log off when you are done.", "security");
        check("We urge you to spend time online with them.", "international-and-specific-audiences");
        check("Our mailing address is a box in the city.", "other");
        check(
            "We do not sell products to children. We sell children's products to their parents.",
            "international-and-specific-audiences",
        );
    }
}
