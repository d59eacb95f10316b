//! The names of a language file's `[signal]` table.

use super::packed::Packed;

/// Declares [`Signal`]: each with its name in a language file.
macro_rules! signals {
    ($($(#[$doc:meta])* $signal:ident = $name:literal,)*) => {
        /// What a phrase of a language file's `[signal]` table tells.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Signal {
            $($(#[$doc])* $signal,)*
        }

        impl Signal {
            const ALL: &[Self] = &[$(Self::$signal),*];

            /// The signal of a name in a language file, as "operated-by".
            pub(crate) fn find(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$signal),)*
                    _ => None,
                }
            }
        }
    };
}

signals! {
    /// The first party's pronouns: "we", "us", "our".
    We = "we",
    /// The reader's pronouns: "you", "your".
    You = "you",
    /// "the company", "the controller": common nouns that stand for the first party.
    Company = "company",
    /// "respects", "is committed to": what a policy's first sentence says of its author.
    Respects = "respects",
    /// "operated by", "provided by".
    OperatedBy = "operated-by",
    /// "data controller".
    Controller = "controller",
    /// "parent company", "family of companies".
    Group = "group",
    /// "and its affiliates", between a name and what it is called from then on.
    AndAffiliates = "and-affiliates",
    /// "copyright".
    Copyright = "copyright",
    /// "privacy policy", "privacy notice".
    Document = "document",
    /// "version", "version number".
    Version = "version",
    /// "last updated".
    Updated = "updated",
    /// "effective date".
    Effective = "effective",
    /// Small words between such a phrase and its date: "on", "as of".
    DateLead = "date-lead",
    /// "hereinafter", "collectively", "referred to as": what stands before a defined term.
    Called = "called",
    /// "means", "shall refer to", after a term.
    Means = "means",
    /// "is a", "are", between a term and "small file": only with [`Signal::Genus`] after it.
    Is = "is",
    /// "small amount of data", "any information that": what a definition starts with.
    Genus = "genus",
    /// "applies to", "covers".
    Covers = "covers",
    /// "site", "website".
    Site = "site",
    /// "services", "platform".
    Service = "service",
    /// "contact us", "email us": contact is being told.
    Contact = "contact",
    /// "contact us at", "send an email to": an address has to follow.
    ContactAt = "contact-at",
    /// Words that can't be an address: "to", "or", "at".
    Preposition = "preposition",
    /// "by e-mail", "email address".
    ByEmail = "by-email",
    /// "our legal name is".
    LegalName = "legal-name",
    /// "a limited liability company", "incorporated in".
    Constituted = "constituted",
    /// "how", "in which way": what a policy says that it describes.
    How = "how",
    /// "call", "telephone".
    Phone = "phone",
    /// "mail address", "write to us at", "registered office".
    Address = "address",
    /// "data protection officer".
    Officer = "officer",
    /// "contact form".
    Form = "form",
    /// "click here", "available here": a link has to follow.
    Here = "here",
    /// "please visit".
    Visit = "visit",
    /// "act", "law", "regulation": nouns that statutes' names have.
    Statute = "statute",
    /// "Act": nouns that end statutes' names even without a number.
    Act = "act",
    /// "the laws of".
    LawsOf = "laws-of",
    /// "state of", before a place's name.
    StateOf = "state-of",
    /// "and", "or".
    And = "and",
    /// "a", "an": what has one is a thing of which there are several, and no company.
    Indefinite = "indefinite",
    /// "no", before what there is none of.
    No = "no",
    /// "certified to", "complies with": stands with standards and frameworks.
    Certified = "certified",
    /// "complies with", "participates in".
    Complies = "complies",
}

impl Signal {
    /// Whether its phrases are of words that every sentence has.
    pub(crate) const fn is_small(self) -> bool {
        matches!(
            self,
            Self::We
                | Self::You
                | Self::DateLead
                | Self::Is
                | Self::Preposition
                | Self::And
                | Self::No
                | Self::Indefinite
        )
    }
}

impl Packed for Signal {
    fn pack(&self, bytes: &mut Vec<u8>) {
        (*self as u8).pack(bytes);
    }

    fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        Self::ALL.get(usize::from(u8::unpack(bytes)?)).copied()
    }
}
