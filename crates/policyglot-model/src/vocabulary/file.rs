//! The small part of TOML that vocabulary files are written in, read ten times as fast as a TOML crate does.
//!
//! Tables (`[data]`, `[topic.security]`), and entries whose value is a string, a number, `true` or `false`, a list of
//! strings, or one inline table. The files stay TOML: a test reads them with the toml crate too.

use std::borrow::Cow;

use crate::VocabularyError;

/// Goes through a file from its start to its end.
#[derive(Debug)]
pub(crate) struct Reader<'t> {
    text: &'t str,
    at: usize,
}

/// What comes next in a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line<'t> {
    /// `[data]` or `[topic.security]`, and the byte where the name starts.
    Table(&'t str, usize),
    /// `name =`, and the byte where the name starts; the value is to be read next.
    Key(&'t str, usize),
}

/// A value that is no list and no table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Value<'t> {
    Text(Cow<'t, str>),
    Number(i64),
    Truth(bool),
}

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Where the reader stands.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// An error at byte `at`.
    pub(crate) fn error(&self, at: usize, message: impl Into<String>) -> VocabularyError {
        VocabularyError::new(self.text, at, message.into())
    }

    /// The next table or key, past blanks and comments; `None` at the end.
    pub(crate) fn line(&mut self) -> Result<Option<Line<'t>>, VocabularyError> {
        self.skip_blanks();
        if self.peek().is_none() {
            return Ok(None);
        }
        if !self.take(b'[') {
            let at = self.at;
            return Ok(Some(Line::Key(self.key()?, at)));
        }
        let at = self.at;
        let name = self.bare(|byte| is_key(byte) || byte == b'.');
        if name.is_empty() || !self.take(b']') {
            return Err(self.error(at, "expected the name of a table and \"]\""));
        }
        Ok(Some(Line::Table(name, at)))
    }

    /// A string, a number, `true` or `false`.
    pub(crate) fn value(&mut self) -> Result<Value<'t>, VocabularyError> {
        self.skip_blanks();
        if self.peek() == Some(b'"') {
            return self.string().map(Value::Text);
        }
        let at = self.at;
        match self.bare(|byte| is_key(byte) || byte == b'+') {
            "true" => Ok(Value::Truth(true)),
            "false" => Ok(Value::Truth(false)),
            number => {
                let number = number.parse().map_err(|_| self.error(at, "expected a value"))?;
                Ok(Value::Number(number))
            }
        }
    }

    /// A list of strings: hands each to `each`, with the byte where it starts.
    pub(crate) fn list(
        &mut self,
        mut each: impl FnMut(&Self, usize, Cow<'t, str>) -> Result<(), VocabularyError>,
    ) -> Result<(), VocabularyError> {
        self.skip_blanks();
        if !self.take(b'[') {
            return Err(self.error(self.at, "expected a list of phrases"));
        }
        loop {
            self.skip_blanks();
            if self.take(b']') {
                return Ok(());
            }
            let at = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.error(at, "expected a phrase in quotes"));
            }
            let string = self.string()?;
            each(self, at, string)?;
            self.skip_blanks();
            if !self.take(b',') && self.peek() != Some(b']') {
                return Err(self.error(self.at, "expected \",\" or \"]\""));
            }
        }
    }

    /// Whether an inline table opens here; if so, [`Reader::inline_key`] gives its keys.
    pub(crate) fn inline(&mut self) -> bool {
        self.skip_blanks();
        self.take(b'{')
    }

    /// The next key of an inline table and the byte where it starts; `None` past its end.
    pub(crate) fn inline_key(&mut self) -> Result<Option<(&'t str, usize)>, VocabularyError> {
        self.skip_blanks();
        let _ = self.take(b',');
        self.skip_blanks();
        if self.take(b'}') {
            return Ok(None);
        }
        let at = self.at;
        Ok(Some((self.key()?, at)))
    }

    /// A key and the "=" after it.
    fn key(&mut self) -> Result<&'t str, VocabularyError> {
        let at = self.at;
        let key = self.bare(is_key);
        self.skip_blanks();
        if key.is_empty() || !self.take(b'=') {
            return Err(self.error(at, "expected a name and \"=\""));
        }
        Ok(key)
    }

    fn string(&mut self) -> Result<Cow<'t, str>, VocabularyError> {
        let open = self.at;
        let rest = self.text.get(open + 1..).unwrap_or_default();
        let end = rest.find(['"', '\\', '\n']).unwrap_or(rest.len());
        if rest[end..].starts_with('"') {
            self.at = open + 1 + end + 1;
            return Ok(Cow::Borrowed(&rest[..end]));
        }
        let mut string = String::new();
        let mut escaped = false;
        for (at, c) in rest.char_indices() {
            match c {
                '"' | '\\' if escaped => string.push(c),
                _ if escaped => return Err(self.error(open + at, "only \\\" and \\\\ are known")),
                '\\' => {}
                '"' => {
                    self.at = open + 1 + at + 1;
                    return Ok(Cow::Owned(string));
                }
                '\n' => break,
                _ => string.push(c),
            }
            escaped = c == '\\' && !escaped;
        }
        Err(self.error(open, "a string without its end"))
    }

    /// White space and comments.
    fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                b'#' => {
                    let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                    self.at += rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
                }
                _ => break,
            }
        }
    }

    fn bare(&mut self, is_part: impl Fn(u8) -> bool) -> &'t str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.bytes().position(|byte| !is_part(byte)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }
}

fn is_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_keys_and_values() {
        let mut reader =
            Reader::new("# x\n[data]\na = [\"b\", # c\n \"d \\\"e\\\"\",\n]\nf = { g = 1, h = \"i\" }\n");
        assert_eq!(reader.line().expect("a line"), Some(Line::Table("data", 5)));
        assert_eq!(reader.line().expect("a line"), Some(Line::Key("a", 11)));
        let mut phrases = Vec::new();
        let taken = reader.list(|_, at, phrase| {
            phrases.push((at, phrase.into_owned()));
            Ok(())
        });
        taken.expect("a list");
        assert_eq!(phrases, [(16, "b".to_owned()), (26, "d \"e\"".to_owned())]);
        assert_eq!(reader.line().expect("a line").map(|line| matches!(line, Line::Key("f", _))), Some(true));
        assert!(reader.inline());
        assert_eq!(reader.inline_key().expect("a key").map(|key| key.0), Some("g"));
        assert_eq!(reader.value().expect("a value"), Value::Number(1));
        assert_eq!(reader.inline_key().expect("a key").map(|key| key.0), Some("h"));
        assert_eq!(reader.value().expect("a value"), Value::Text("i".into()));
        assert_eq!(reader.inline_key().expect("an end"), None);
        assert_eq!(reader.line().expect("an end"), None);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        fn check(text: &str, expected: &str) {
            let mut reader = Reader::new(text);
            let error = loop {
                match reader.line() {
                    Ok(Some(Line::Key(..))) => {
                        if let Err(error) = reader.list(|_, _, _| Ok(())) {
                            break error;
                        }
                    }
                    Ok(Some(Line::Table(..))) => {}
                    Ok(None) => panic!("no error in {text:?}"),
                    Err(error) => break error,
                }
            };
            assert_eq!(error.to_string(), expected);
        }
        check("[data\n", "line 1: expected the name of a table and \"]\"");
        check("\nname\n", "line 2: expected a name and \"=\"");
        check("a = [\n\"b]\n", "line 2: a string without its end");
        check("a = [\n\"b\" \"c\"]\n", "line 2: expected \",\" or \"]\"");
        check("a = [1]\n", "line 1: expected a phrase in quotes");
        check("a = [\"b\\n\"]", "line 1: only \\\" and \\\\ are known");
    }
}
