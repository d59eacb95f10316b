//! The words that the rules about rights and duties look for, as sets that are cheap to ask.

use crate::{ConceptId, Concepts};

/// Defines [`Term`] with the id of the concept that each term stands for in the vocabulary.
macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// What a phrase of the `[duty]` table speaks of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Term {
            $($(#[$doc])* $name,)*
        }

        const ALL: &[(Term, &str)] = &[$((Term::$name, $id),)*];
    };
}

terms! {
    /// The company.
    We = "duty.we",
    /// The reader.
    You = "duty.you",
    /// Those who work for or with the company.
    Others = "duty.others",
    /// The policy itself.
    Policy = "duty.policy",
    /// It is going to be done.
    Will = "duty.will",
    /// It has to be done.
    Must = "duty.must",
    /// It can happen.
    May = "duty.may",
    /// The reader is able to.
    Can = "duty.can",
    /// At no time.
    Never = "duty.never",
    /// And nothing else.
    Only = "duty.only",
    /// It is not so.
    Not = "duty.not",
    /// An exception.
    Unless = "duty.unless",
    /// A condition.
    If = "duty.if",
    /// A condition that binds.
    Provided = "duty.provided",
    /// Joins clauses.
    And = "duty.and",
    /// Opens a clause on the word before it.
    Which = "duty.which",
    /// Answering.
    Respond = "duty.respond",
    /// Telling.
    Notify = "duty.notify",
    /// Asking for leave.
    Ask = "duty.ask",
    /// Leave to do something.
    Consent = "duty.consent",
    /// Ending the storage.
    Delete = "duty.delete",
    /// Keeping from harm.
    Protect = "duty.protect",
    /// Making sure.
    Ensure = "duty.ensure",
    /// Keeping to rules.
    Comply = "duty.comply",
    /// Giving one's word.
    Promise = "duty.promise",
    /// Forbidding or obliging somebody else.
    Bind = "duty.bind",
    /// Which text or law wins.
    Govern = "duty.govern",
    /// Answering for others.
    Liable = "duty.liable",
    /// The opposite of a promise.
    Disclaim = "duty.disclaim",
    /// By what this text says.
    UnderPolicy = "duty.under-policy",
    /// Treating somebody worse.
    Discriminate = "duty.discriminate",
    /// The reader need not.
    FreeWill = "duty.free-will",
    /// Data got loose.
    Breach = "duty.breach",
    /// Getting data.
    Collect = "duty.collect",
    /// Working with data.
    Use = "duty.use",
    /// Giving data away.
    Share = "duty.share",
    /// Giving data away for money.
    Sell = "duty.sell",
    /// Reaching data.
    GetAt = "duty.get-at",
    /// Having data in store.
    Store = "duty.store",
    /// How long, by need or event.
    AsLong = "duty.as-long",
    /// Sets an end.
    While = "duty.while",
    /// Looks back, so that it is no time limit.
    Past = "duty.past",
    /// Without any delay.
    AtOnce = "duty.at-once",
    /// Without a set time.
    Soon = "duty.soon",
    /// By which means.
    Means = "duty.means",
    /// A right, by name.
    Right = "duty.right",
    /// Asking the company for something.
    Request = "duty.request",
    /// Seeing one's data.
    Access = "duty.access",
    /// Taking one's data along.
    Copy = "duty.copy",
    /// Setting one's data right.
    Rectify = "duty.rectify",
    /// Halting the processing.
    Restrict = "duty.restrict",
    /// Being against the processing.
    Object = "duty.object",
    /// Taking consent back.
    Withdraw = "duty.withdraw",
    /// Ending messages or advertisements.
    OptOut = "duty.opt-out",
    /// Messages and advertisements.
    Marketing = "duty.marketing",
    /// Ending the account.
    CancelAccount = "duty.cancel-account",
    /// What a user has with the company.
    Account = "duty.account",
    /// Turning to somebody.
    Complain = "duty.complain",
    /// Making a complaint.
    Lodge = "duty.lodge",
    /// Cookies and what is like them.
    Cookies = "duty.cookies",
    /// Keeping cookies out.
    Refuse = "duty.refuse",
    /// Where cookies are kept.
    Browser = "duty.browser",
    /// Use without saying who one is.
    Anonymous = "duty.anonymous",
    /// Using the site.
    Visit = "duty.visit",
    /// What the rights are about.
    Data = "duty.data",
    /// What protects.
    Measure = "duty.measure",
    /// Speaks of safety.
    Safe = "duty.safe",
    /// What data are protected from.
    Threat = "duty.threat",
    /// Encryption.
    Crypto = "duty.crypto",
    /// A measure by name.
    Guard = "duty.guard",
    /// Over a border.
    Abroad = "duty.abroad",
    /// Brought or kept somewhere.
    Moved = "duty.moved",
    /// What makes a transfer lawful.
    Mechanism = "duty.mechanism",
    /// Somebody under age.
    Child = "duty.child",
    /// Sets an age limit.
    Young = "duty.young",
    /// Who answers for a child.
    Parent = "duty.parent",
    /// Whom a service is for.
    Intended = "duty.intended",
    /// With knowledge.
    Knowingly = "duty.knowingly",
    /// Becoming different.
    Change = "duty.change",
    /// Now and then.
    FromTime = "duty.from-time",
    /// Big ones.
    Material = "duty.material",
    /// Putting it up.
    Post = "duty.post",
    /// By message.
    Mail = "duty.mail",
    /// Going on using.
    Continue = "duty.continue",
    /// Saying yes.
    Agree = "duty.agree",
    /// In force.
    Effective = "duty.effective",
    /// Where the date stands.
    DateOnTop = "duty.date-on-top",
    /// Place in the document.
    Top = "duty.top",
    /// Reading it again.
    CheckBack = "duty.check-back",
    /// Making data nobody's.
    Anonymize = "duty.anonymize",
    /// Ending messages, surely.
    Unsubscribe = "duty.unsubscribe",
    /// Beyond a place.
    Outside = "duty.outside",
    /// Brought elsewhere, not merely kept there.
    SentAbroad = "duty.sent-abroad",
    /// Where data are kept, or the data themselves.
    Server = "duty.server",
    /// Kept as a hash only.
    Hash = "duty.hash",
    /// What a measure is said to be.
    Fitting = "duty.fitting",
    /// The reader will hear of it.
    BeTold = "duty.be-told",
    /// Says nothing of its own: left out of values.
    Filler = "duty.filler",
    /// A length that needs no more words.
    Unending = "duty.unending",
    /// Keeping to little.
    Limit = "duty.limit",
    /// A secret that is kept as a hash.
    Password = "duty.password",
    /// What a period is counted from.
    Counted = "duty.counted",
    /// Letting the reader see the data.
    GiveAccess = "duty.give-access",
    /// Units of time.
    Days = "duty.days",
    /// What an act follows: "when", "as soon as", but not "if".
    Event = "duty.event",
    /// The policy's versions.
    History = "duty.history",
    /// Opens a question, or a heading that is one.
    Inquiry = "duty.inquiry",
    /// Outside a place that the next words name.
    Beyond = "duty.beyond",
    /// What sort of measure.
    Sort = "duty.sort",
    /// Goes before a period and adds nothing to it.
    During = "duty.during",
    /// Hides the shorter phrases within it.
    Neutral = "duty.neutral",
    /// What the reader hands over: a clause on the noun before it.
    Given = "duty.given",
    /// A promise where it is sure to be done, and else no more than work.
    Act = "duty.act",
    /// What a company does for security, in a section on it.
    Upkeep = "duty.upkeep",
    /// Goes before the place that something leaves.
    From = "duty.from",
    /// Goes before where something is brought.
    To = "duty.to",
    /// Being somewhere, of people and companies.
    Based = "duty.based",
    /// What a company can do without, besides handling data.
    Deed = "duty.deed",
    /// What one gets into or reads that is no data: sites, services, policies.
    Thing = "duty.thing",
    /// A common noun that stands for the company where it is what will or may do something.
    Maker = "duty.maker",
    /// What is promised by being said to be so: "we have signed an agreement", "sker alltid", "iakttas".
    Vow = "duty.vow",
    /// Introduces a list of measures.
    MeasuresFollow = "duty.measures-follow",
}

const _: () = assert!(ALL.len() <= 128, "a set of terms is one bit a term");

/// A set of terms, in two numbers: shifting one of 128 bits takes longer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Terms([u64; 2]);

impl Terms {
    /// The set of `terms`.
    pub(crate) const fn of(terms: &[Term]) -> Self {
        let mut all = Self([0; 2]);
        let mut at = 0;
        while at < terms.len() {
            all.insert(terms[at]);
            at += 1;
        }
        all
    }

    /// Both sets together.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    /// Adds a term.
    pub(crate) const fn insert(&mut self, term: Term) {
        self.0[term as usize / 64 % 2] |= 1 << (term as u32 % 64);
    }

    /// Whether `term` is in the set.
    pub(crate) const fn has(self, term: Term) -> bool {
        self.0[term as usize / 64 % 2] >> (term as u32 % 64) & 1 == 1
    }

    /// Whether the sets share a term.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0[0] & other.0[0] | self.0[1] & other.0[1] != 0
    }
}

/// Which term each concept stands for, by the concept's place in its table.
pub(crate) struct TermTable(Vec<Option<Term>>);

impl TermTable {
    /// Looks the terms up in a table of concepts; terms that it lacks are never found in a text.
    pub(crate) fn new(concepts: &Concepts) -> Self {
        let mut terms = vec![None; concepts.len()];
        for &(term, id) in ALL {
            if let Some(place) = concepts.find(id).and_then(|concept| terms.get_mut(concept.index())) {
                *place = Some(term);
            }
        }
        Self(terms)
    }

    /// The term that `concept` stands for.
    pub(crate) fn get(&self, concept: ConceptId) -> Option<Term> {
        self.0.get(concept.index()).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;

    #[test]
    fn every_term_stands_in_the_table_of_concepts() {
        let lexicon = Lexicon::bundled().expect("the bundled vocabulary is sound");
        let missing: Vec<_> = ALL.iter().filter(|(_, id)| lexicon.concepts().find(id).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert_eq!(TermTable::new(lexicon.concepts()).0.iter().flatten().count(), ALL.len());
    }

    #[test]
    fn sets_are_asked_by_term() {
        const SET: Terms = Terms::of(&[Term::Will, Term::Breach]);
        assert!(SET.has(Term::Will) && !SET.has(Term::May));
        assert!(SET.meets(Terms::of(&[Term::Breach])) && !SET.meets(Terms::default()));
    }
}
