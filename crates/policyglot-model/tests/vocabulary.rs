//! The vocabulary files that come with the crate are sound, and a further language needs nothing but a file.

use policyglot_model::{ConceptKind, Concepts, FactKind, Lexicon, Vocabulary, read};
use toml::Table;

const CONCEPTS: &str = include_str!("../vocabulary/concepts.toml");
const LANGUAGES: [&str; 2] = [include_str!("../vocabulary/en.toml"), include_str!("../vocabulary/sv.toml")];

fn concepts() -> Concepts {
    Concepts::load(CONCEPTS).expect("the crate's own table")
}

#[test]
fn the_files_load() {
    Lexicon::load(CONCEPTS, &LANGUAGES).expect("the crate's own files");
    let codes =
        LANGUAGES.map(|text| Vocabulary::load(text, &concepts()).expect("a vocabulary").code().to_owned());
    assert_eq!(codes, ["en", "sv"]);
}

/// The crate reads only a part of TOML; its files must not mean something else to other readers.
#[test]
fn the_files_are_toml() {
    let table: Table = CONCEPTS.parse().expect("TOML");
    let count: usize = table.values().map(|kind| kind.as_table().expect("a table").len()).sum();
    assert_eq!(count, concepts().iter().count());
    for text in LANGUAGES {
        let _: Table = text.parse().expect("TOML");
    }
}

#[test]
fn both_languages_name_every_right_purpose_and_recipient() {
    use ConceptKind::{Certification, Data, Framework, Purpose, Recipient, Right, Technology, Tracker};
    // Swedish has no everyday name for these.
    const WITHOUT_SWEDISH: usize = 75;
    let mut missing = Vec::new();
    // A group of trackers is called by no name.
    let concepts = concepts();
    let groups: Vec<_> = concepts.iter().filter_map(|(_, concept)| concept.parent).collect();
    for text in LANGUAGES {
        let table: Table = text.parse().expect("TOML");
        let is_swedish = table["language"]["code"].as_str() == Some("sv");
        let mut less = Vec::new();
        for (id, concept) in concepts.iter() {
            let (kind, name) = concept.id.split_once('.').expect("kind and name");
            let phrases = table.get(kind).and_then(|kind| kind.get(name)).and_then(|list| list.as_array());
            let is_named = phrases.is_some_and(|phrases| !phrases.is_empty());
            match concept.kind {
                _ if is_named || concept.void => {}
                Tracker if groups.contains(&id) => {}
                Right | Purpose | Recipient if concept.parent.is_none() => missing.push(concept.id.clone()),
                Tracker | Certification | Framework => missing.push(concept.id.clone()),
                Data | Technology | Right | Purpose | Recipient => less.push(concept.id.clone()),
                _ => {}
            }
        }
        let allowed = if is_swedish { WITHOUT_SWEDISH } else { 0 };
        assert!(less.len() <= allowed, "{} without a phrase: {less:?}", less.len());
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn iris_are_well_formed() {
    for (_, concept) in concepts().iter() {
        let Some(iri) = &concept.iri else { continue };
        let (prefix, name) = iri.split_once(':').expect("a prefixed name");
        assert!(["dpv", "pd", "eu-gdpr", "tech", "legal-us", "x"].contains(&prefix), "{}: {iri}", concept.id);
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        assert!(is_name, "{}: {iri}", concept.id);
    }
}

#[test]
fn opp_115_values_and_dates_are_well_formed() {
    const VALUES: [&str; 27] = [
        "Contact",
        "Computer information",
        "Cookies and tracking elements",
        "Demographic",
        "Financial",
        "Generic personal information",
        "Health",
        "IP address and device IDs",
        "Location",
        "Personal identifier",
        "Social media data",
        "Survey data",
        "User online activities",
        "User profile",
        "Other",
        "First Party Collection/Use",
        "Third Party Sharing/Collection",
        "User Choice/Control",
        "User Access, Edit and Deletion",
        "Data Retention",
        "Data Security",
        "Policy Change",
        "Do Not Track",
        "International and Specific Audiences",
        "Introductory/Generic",
        "Privacy contact information",
        "Practice not covered",
    ];
    for (_, concept) in concepts().iter() {
        let id = &concept.id;
        if let Some(value) = &concept.opp115 {
            assert!(VALUES.contains(&value.as_str()), "{id}: {value}");
        }
        let is_data = concept.kind == ConceptKind::Data && !concept.void;
        assert!(!is_data || concept.opp115.is_some(), "{id} has no OPP-115 value");
        let day = |text: &String| text.parse::<jiff::civil::Date>().expect("a date");
        let (from, until) = (concept.from.as_ref().map(day), concept.until.as_ref().map(day));
        assert!(from.is_none() || until.is_none() || from < until, "{id} ends before it starts");
    }
}

#[test]
fn a_framework_is_in_force_from_one_day_until_another() {
    let concepts = concepts();
    let shield = concepts.get(concepts.find("framework.privacy-shield").expect("a framework"));
    assert_eq!(shield.label, "EU-US Privacy Shield");
    assert_eq!(shield.from.as_deref(), Some("2016-08-01"));
    assert_eq!(shield.until.as_deref(), Some("2020-07-16"));
}

#[test]
fn a_third_language_is_a_file_and_no_code() {
    let german = r#"
        [language]
        code = "de"
        stopwords = ["wir", "und", "die", "der", "sie", "ihre", "auf", "den", "das", "nicht"]
        abbreviations = ["z.b", "bzw"]
        endings = ["en=", "n="]

        [actor]
        first-party = ["wir"]

        [action]
        collect = ["erheben", "erhebt", "erhoben"]

        [cue]
        the = ["die", "der", "das"]
        and = ["und", "oder"]

        [data]
        email-address = ["E-Mail-Adresse", "E-Mail"]
        postal-address = ["*anschrift"]
        ip-address = ["IP-Adresse"]

        [technology]
        cookie = ["Cookie", "Cookies"]

        [tracker]
        google-analytics = ["Google Analytics"]
    "#;
    let mut languages = LANGUAGES.to_vec();
    languages.push(german);
    let lexicon = Lexicon::load(CONCEPTS, &languages).expect("a sound file");
    let document = policyglot_parser::parse(
        "Wir verwenden Cookies und Google Analytics auf dieser Website. Wir erheben die E-Mail-Adresse, die \
         IP-Adressen und die Lieferanschrift. Diese Angaben geben wir nicht an Dritte weiter.",
    );
    let policy = read(&document, &lexicon);
    assert_eq!(policy.language, Some("de"));
    let values = |kind| {
        let facts = policy.facts.iter().filter(|fact| fact.kind == kind);
        facts.filter_map(|fact| Some(fact.value.as_ref()?.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(values(FactKind::Language), ["de"]);
    assert_eq!(values(FactKind::Data), ["email address", "ip address", "postal address"]);
}
