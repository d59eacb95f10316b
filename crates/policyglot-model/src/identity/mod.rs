//! Who speaks, about what document: organisation, title, dates, contacts, definitions, laws.

use crate::Fact;
use crate::reading::Reading;

/// Adds the facts that hold for the whole document.
pub(crate) fn facts(_reading: &Reading<'_>, _facts: &mut Vec<Fact>) {}
