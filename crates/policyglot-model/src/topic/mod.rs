//! What each block is about: OPP-115 categories.

use crate::Fact;
use crate::reading::Reading;

/// Adds a topic fact for each category of each block.
pub(crate) fn facts(_reading: &Reading<'_>, _facts: &mut Vec<Fact>) {}
