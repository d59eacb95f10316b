//! Typed values in running text: dates, durations, ages, phone numbers, addresses.

pub(crate) mod address;
pub(crate) mod age;
pub(crate) mod date;
pub(crate) mod duration;
pub(crate) mod phone;
mod street;

#[cfg(test)]
pub(crate) mod testing {
    //! A short text as the reading rules see it.

    use std::sync::OnceLock;

    use crate::Lexicon;
    use crate::reading::Reading;

    /// Reads `text` with the bundled vocabulary of `language`, and hands the reading to `look`.
    pub(crate) fn reading(language: &str, text: &str, look: impl FnOnce(&Reading<'_>)) {
        // Loading takes long in a debug build, and every check reads with the same vocabulary.
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        let lexicon = LEXICON.get_or_init(|| Lexicon::bundled().expect("the bundled vocabulary is sound"));
        let document = policyglot_parser::parse(text);
        let vocabulary = lexicon
            .languages
            .iter()
            .find(|vocabulary| vocabulary.code() == language)
            .expect("a known language");
        let vocabulary = vocabulary.vocabulary();
        let mut reading = Reading::new(&document, &lexicon.concepts, vocabulary);
        reading.open(0..reading.sentences.len());
        look(&reading);
    }
}
