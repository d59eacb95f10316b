//! Features: what a piece shows of itself and its neighbours, each a small number with its place in the weight table.

/// Defines groups of features with their sizes; their order is that of the table.
macro_rules! groups {
    ($groups:ident, $starts:ident, $length:ident: $(#[$about:meta])* $group:ident { $($name:ident: $size:expr,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy)]
        pub(crate) enum $group {
            $($name,)*
        }

        /// The name of each group, and how many features it has.
        pub(crate) const $groups: &[(&str, u16)] = &[$((stringify!($name), $size),)*];

        /// Where each group starts in the table.
        const $starts: [u16; $groups.len()] = starts($groups);

        /// Length of the table.
        pub(crate) const $length: usize = length($groups);
    };
}

groups!(GROUPS, STARTS, FEATURES:
    /// Features that speak for or against each label.
    Group {
        Words: 10,
        EndFirst: 15,
        EndWords: 20,
        InnerStop: 16,
        Capitals: 25,
        Marker: 6,
        Before: 24,
        Sizes: 50,
        After: 36,
        SameEnd: 20,
        Ending: 4,
        LeadIn: 70,
        Lead: 24,
        Known: 16,
        Gap: 5,
        NextMarked: 5,
        BeforeRole: 6,
        Indent: 12,
        SecondNext: 10,
        OpenerCount: 20,
        Parallel: 48,
        FirstWord: 56,
        Repeat: 20,
        OpenerBefore: 210,
        OpenerAfter: 210,
        GoesOn: 129,
        Captions: 60,
    }
);

groups!(PAIR_GROUPS, PAIR_STARTS, PAIRS:
    /// Features that speak for or against each pair of labels of a piece and the one before it.
    PairGroup {
        Base: 8,
        Ends: 30,
        Opener: 28,
        Leads: 8,
        Sizes: 20,
        First: 10,
        Marks: 8,
        GoesOn: 129,
        Known: 8,
    }
);

const fn starts<const N: usize>(groups: &[(&str, u16)]) -> [u16; N] {
    let mut starts = [0; N];
    let mut at = 1;
    while at < N {
        starts[at] = starts[at - 1] + groups[at - 1].1;
        at += 1;
    }
    starts
}

const fn length(groups: &[(&str, u16)]) -> usize {
    let mut length = 0;
    let mut at = 0;
    while at < groups.len() {
        length += groups[at].1 as usize;
        at += 1;
    }
    length
}

/// Takes the features of one piece, one of each group.
pub(crate) trait Show {
    /// Takes the feature of a group.
    fn show(&mut self, group: Group, value: usize);

    /// Takes the feature of a group of pairs.
    fn show_pair(&mut self, group: PairGroup, value: usize);
}

/// The features of one piece, one of each group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Features {
    /// Their places in the table of labels.
    pub(crate) labels: [u16; GROUPS.len()],
    /// Their places in the table of pairs.
    pub(crate) pairs: [u16; PAIR_GROUPS.len()],
}

impl Features {
    /// The first feature of each group.
    pub(crate) const fn new() -> Self {
        Self { labels: STARTS, pairs: PAIR_STARTS }
    }
}

impl Show for Features {
    fn show(&mut self, group: Group, value: usize) {
        if let Some(place) = self.labels.get_mut(group as usize) {
            *place = u16::try_from(group.place(value)).unwrap_or(u16::MAX);
        }
    }

    fn show_pair(&mut self, group: PairGroup, value: usize) {
        if let Some(place) = self.pairs.get_mut(group as usize) {
            *place = u16::try_from(group.place(value)).unwrap_or(u16::MAX);
        }
    }
}

impl Group {
    /// The place of a feature in the table of labels.
    #[inline]
    pub(crate) fn place(self, value: usize) -> usize {
        place(GROUPS[self as usize], STARTS[self as usize], value)
    }
}

impl PairGroup {
    /// The place of a feature in the table of pairs.
    #[inline]
    pub(crate) fn place(self, value: usize) -> usize {
        place(PAIR_GROUPS[self as usize], PAIR_STARTS[self as usize], value)
    }
}

#[inline]
fn place((name, size): (&str, u16), start: u16, value: usize) -> usize {
    debug_assert!(value < size.into(), "{name} has no feature {value}");
    usize::from(start) + value
}
