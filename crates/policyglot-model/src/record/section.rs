//! The headings above a place, as records name them.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use super::Heading;

/// The headings above a place, from the outermost; in JSON a list of texts.
///
/// It takes no room of its own: a document has thousands of facts below the same few headings.
#[derive(Clone, Copy, Default)]
pub struct Section<'a> {
    pub(super) headings: &'a [Heading<'a>],
    /// The places of those above, from the outermost.
    pub(super) path: &'a [u32],
}

impl<'a> Section<'a> {
    /// The headings, from the outermost.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        let headings = self.headings;
        self.path.iter().map(move |&at| headings.get(at as usize).map_or("", |heading| heading.text.as_ref()))
    }

    /// The headings in one string, joined by " > ".
    pub fn path(&self) -> Cow<'a, str> {
        let mut headings = self.iter();
        match (headings.next(), headings.len()) {
            (None, _) => Cow::Borrowed(""),
            (Some(only), 0) => Cow::Borrowed(only),
            (Some(first), _) => {
                Cow::Owned(headings.fold(first.to_owned(), |path, heading| path + " > " + heading))
            }
        }
    }
}

impl fmt::Debug for Section<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Serialize for Section<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
