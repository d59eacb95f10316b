//! What the company owes and the user may do: rights, retention, security, transfers, children, changes, deadlines, promises.

use crate::Fact;
use crate::reading::Reading;

/// Adds the facts about rights and duties.
pub(crate) fn facts(_reading: &Reading<'_>, _facts: &mut Vec<Fact>) {}
