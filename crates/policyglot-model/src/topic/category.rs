//! The categories of the OPP-115 annotation scheme, and sets of them.

/// A category of the OPP-115 annotation scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Category {
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

/// A set of categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Topics(u16);

impl Category {
    /// Every category.
    pub(super) const ALL: [Self; 10] = [
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
    pub(super) const fn name(self) -> &'static str {
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

impl Topics {
    /// No category.
    pub(super) const NONE: Self = Self(0);

    /// One category alone.
    pub(super) const fn of(category: Category) -> Self {
        Self(1 << category as u16)
    }

    /// The categories that `is_one` holds for.
    pub(super) fn all(mut is_one: impl FnMut(Category) -> bool) -> Self {
        let mut topics = Self::default();
        for category in Category::ALL {
            if is_one(category) {
                topics.add(category);
            }
        }
        topics
    }

    /// The categories of either.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The categories of both.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether the categories are all among `others`.
    pub(super) const fn is_within(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }

    pub(super) const fn without(self, category: Category) -> Self {
        Self(self.0 & !Self::of(category).0)
    }

    pub(super) const fn has(self, category: Category) -> bool {
        self.0 & Self::of(category).0 != 0
    }

    const fn add(&mut self, category: Category) {
        self.0 |= Self::of(category).0;
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) const fn len(self) -> u32 {
        self.0.count_ones()
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Category> {
        Category::ALL.into_iter().filter(move |&category| self.has(category))
    }
}
