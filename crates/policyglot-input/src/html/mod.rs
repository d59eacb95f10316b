//! HTML in one pass: the page's text line by line, with what its elements say.

mod element;
mod entity;
mod inline;
mod name;
mod reader;
mod region;
mod table;
mod text;
mod title;

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use policyglot_parser::HintKind;

pub(crate) use self::text::is_clean;
pub(crate) use self::title::choose as choose_title;
use crate::page::{Finished, Page};

use self::reader::Reader;

/// Reads a whole page.
pub(crate) fn read(source: &str) -> Finished {
    let mut page = Page::with_capacity(source.len() / 2);
    let mut reader = Reader::new(&mut page, None);
    reader.read(source, 0);
    let regions = reader.finish();
    region::mark(&mut page, &regions);
    choose_title(&mut page);
    page.finish()
}

/// Runs the HTML tokenizer alone over `source` and gives the number of its events: the yardstick for how much
/// [`Source::decode`](crate::Source::decode) adds to it.
pub fn tokenize_only(source: &str) -> usize {
    let mut events = 0;
    let mut emitter = CallbackEmitter::new(|_: CallbackEvent<'_>, _: Span<usize>| -> Option<Infallible> {
        events += 1;
        None
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(source, emitter).finish();
    events
}

/// Reads a piece of HTML that stands in another format, `base` bytes behind its start. Nothing in it is furniture.
/// Its first line is `first`, where that says anything.
pub(crate) fn read_fragment(page: &mut Page, source: &str, base: u32, first: Option<HintKind>) {
    let mut reader = Reader::new(page, first);
    reader.read(source, base);
    reader.finish();
}
