//! Colours of what people read.

use anstyle::{AnsiColor, Style};

/// Headings of output and of documents.
pub(crate) const HEADING: Style = Style::new().bold();
/// What stands beside the text: line numbers, kinds.
pub(crate) const ASIDE: Style = Style::new().dimmed();
/// Values.
pub(crate) const VALUE: Style = AnsiColor::Cyan.on_default();
/// What a reader should look at.
pub(crate) const ALERT: Style = AnsiColor::Yellow.on_default();
