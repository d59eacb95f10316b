//! From a place of the decoded text to the source bytes that say it.

use policyglot_lexer::Span;

/// A run of equal steps: `count` units of `text_unit` bytes of text, each from `source_unit` bytes of source.
///
/// A verbatim run has units of 1 and 1; `&amp;` is one unit of 1 and 5; Greek text in UTF-16 has units of 2 and 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    text: u32,
    source: u32,
    count: u32,
    text_unit: u32,
    source_unit: u32,
}

impl Segment {
    const fn text_end(&self) -> u32 {
        self.text + self.count * self.text_unit
    }

    const fn source_end(&self) -> u32 {
        self.source + self.count * self.source_unit
    }
}

/// Segments in rising order of text and of source. Text between them (line ends that a tag made) has no source bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Map {
    segments: Vec<Segment>,
}

impl Map {
    /// The map of a text that is `len` bytes of the source from `source` on.
    pub(crate) fn verbatim(source: u32, len: u32) -> Self {
        let mut map = Self::default();
        map.push(0, len, source, len);
        map
    }

    /// Says that `len` bytes of text at `text` are the same bytes at `source`, or, where the lengths differ, one unit
    /// that stands for the other. Both places must be at or behind the end of what was said before.
    pub(crate) fn push(&mut self, text: u32, len: u32, source: u32, source_len: u32) {
        if len == source_len {
            self.push_units(text, 1, source, 1, len);
        } else {
            self.push_units(text, len, source, source_len, 1);
        }
    }

    /// As [`Map::push`], for one character, even where both lengths are equal by chance ("é" is two bytes in UTF-8
    /// and in UTF-16, but not the same ones, and neither half stands for a half).
    pub(crate) fn push_char(&mut self, text: u32, len: u32, source: u32, source_len: u32) {
        self.push_units(text, len, source, source_len, 1);
    }

    /// Forgets the text from `text` on.
    pub(crate) fn truncate(&mut self, text: u32) {
        while self.segments.last().is_some_and(|last| last.text >= text) {
            self.segments.pop();
        }
        if let Some(last) = self.segments.last_mut() {
            last.count = last.count.min((text - last.text) / last.text_unit);
        }
    }

    /// The smallest range of source bytes that covers `span` of the text. Of a span that has no source bytes, the empty
    /// range where it stands.
    pub(crate) fn origin(&self, span: Span) -> Span {
        let first = self.segments.partition_point(|segment| segment.text_end() <= span.start);
        let Some(segment) = self.segments.get(first) else {
            let end = self.segments.last().map_or(0, Segment::source_end);
            return Span::new(end, end);
        };
        let units = span.start.saturating_sub(segment.text) / segment.text_unit;
        let start = segment.source + units * segment.source_unit;
        let behind = self.segments.partition_point(|segment| segment.text < span.end);
        match behind.checked_sub(1).and_then(|last| self.segments.get(last)) {
            Some(last) if !span.is_empty() => {
                let len = span.end.min(last.text_end()) - last.text;
                Span::new(start, last.source + len.div_ceil(last.text_unit) * last.source_unit)
            }
            _ => Span::new(start, start),
        }
    }

    fn push_units(&mut self, text: u32, text_unit: u32, source: u32, source_unit: u32, count: u32) {
        if text_unit == 0 || count == 0 {
            return;
        }
        if let Some(last) = self.segments.last_mut()
            && last.text_unit == text_unit
            && last.source_unit == source_unit
            && last.text_end() == text
            && last.source_end() == source
        {
            last.count += count;
            return;
        }
        self.segments.push(Segment { text, source, count, text_unit, source_unit });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(map: &Map, start: u32, end: u32) -> (u32, u32) {
        let span = map.origin(Span::new(start, end));
        (span.start, span.end)
    }

    #[test]
    fn verbatim_text_keeps_its_places() {
        let map = Map::verbatim(3, 5);
        assert_eq!(origin(&map, 0, 5), (3, 8));
        assert_eq!(origin(&map, 2, 2), (5, 5));
        assert_eq!(origin(&map, 5, 5), (8, 8));
    }

    #[test]
    fn an_entity_is_covered_whole() {
        // "A&amp;B" shows "A&B".
        let mut map = Map::default();
        map.push(0, 1, 0, 1);
        map.push(1, 1, 1, 5);
        map.push(2, 1, 6, 1);
        assert_eq!(origin(&map, 1, 2), (1, 6));
        assert_eq!(origin(&map, 0, 2), (0, 6));
        assert_eq!(origin(&map, 1, 3), (1, 7));
    }

    #[test]
    fn text_without_source_lies_between() {
        // "<p>a</p><p>b</p>" shows "a\nb".
        let mut map = Map::default();
        map.push(0, 1, 3, 1);
        map.push(2, 1, 11, 1);
        assert_eq!(origin(&map, 1, 2), (11, 11));
        assert_eq!(origin(&map, 0, 2), (3, 4));
        assert_eq!(origin(&map, 1, 3), (11, 12));
        assert_eq!(origin(&map, 0, 3), (3, 12));
    }

    #[test]
    fn wide_characters_merge_into_one_run() {
        let mut map = Map::default();
        for at in 0..1000 {
            map.push_char(at * 3, 3, at * 2, 2);
        }
        assert_eq!(map.segments.len(), 1);
        assert_eq!(origin(&map, 3, 9), (2, 6));
        assert_eq!(origin(&map, 4, 5), (2, 4));
    }
}
