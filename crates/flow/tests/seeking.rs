//! What readers look for is found: words and phrases, narrowed, misspelt, and in the language of
//! standing queries; and the sentence that answers is shown.

use wiredesk_flow::finding;
use wiredesk_flow::seeking::{Question, seek, shown};
use wiredesk_model::StoryId;
use wiredesk_model::jiff::{SignedDuration, Timestamp};
use wiredesk_read::Reader;
use wiredesk_search::Index;
use wiredesk_store::{Finished, Imported, Store};

struct Archive {
    store: Store,
    index: Index,
    reader: Reader,
    _folder: tempfile::TempDir,
}

fn day(n: i64) -> Timestamp {
    let start: Timestamp = "2024-09-01T08:00:00Z".parse().expect("time");
    start + SignedDuration::from_hours(24 * n)
}

/// Four stories, a day apart.
fn archive() -> Archive {
    let folder = tempfile::tempdir().expect("folder");
    let store = Store::open(folder.path()).expect("store");
    let reader = Reader::shipped();
    let index = finding::open(&store).expect("index");
    let told = [
        (
            "Missiles were sent",
            "<p>The harbour was calm that day. Ballistic missiles were sent by ship in June.</p>",
            "World",
            "country:PRK",
        ),
        (
            "A pact is signed",
            "<p>The defence pact was signed. It names no missile at all.</p>",
            "World",
            "country:RUS",
        ),
        (
            "Shares rise",
            "<p>Shares of the maker of shells rose by 4%.</p><h2>Why</h2><p>It sold more shells.</p>",
            "Markets",
            "country:RUS",
        ),
        ("Weather", "<p>It rained on the harbour of Pusan.</p>", "Markets", "country:KOR"),
    ];
    let stories = told.iter().enumerate().map(|(n, (title, body, section, entity))| {
        let story = Finished {
            title: (*title).into(),
            body: (*body).into(),
            channels: vec![(*section).into()],
            tags: vec![(*entity).into()],
            ..Finished::default()
        };
        let published = day(i64::try_from(n).expect("few"));
        Imported { story, published, updated: None, removed: None }
    });
    store.import(stories.collect(), day(9)).expect("imported");
    finding::advance(&store, &index, &reader).expect("indexed");
    Archive { store, index, reader, _folder: folder }
}

impl Archive {
    fn parts(&self) -> (&Store, &Index, &dyn wiredesk_model::Read) {
        (&self.store, &self.index, &self.reader)
    }

    fn found(&self, question: &Question) -> Vec<u64> {
        let question = Question { limit: 10, ..question.clone() };
        let answer = seek(self.parts(), &question).expect("reads").expect("a question");
        let mut found: Vec<u64> = answer.stories.iter().map(|s| s.0).collect();
        assert_eq!(answer.total, found.len());
        found.sort_unstable();
        found
    }
}

fn words(text: &str) -> Question {
    Question { text: text.into(), ..Question::default() }
}

#[test]
fn stories_are_found_by_words_and_by_what_narrows() {
    let archive = archive();
    let check = |question: Question, expected: &[u64]| {
        assert_eq!(archive.found(&question), expected, "{question:?}");
    };
    check(words("missile"), &[1, 2]);
    check(words("missile -pact"), &[1]);
    check(words("\"defence pact\""), &[2]);
    check(words("\"pact defence\""), &[]);
    check(words("harbour shells"), &[]);
    check(words("missile~ NOT title:pact"), &[1]);
    check(words("(shells OR rained) AND section:Markets"), &[3, 4]);
    check(words("entity:country:RUS"), &[2, 3]);
    check(words("\"missiles june\"~6"), &[1]);
    check(words("ts:>=2024-10-01"), &[]);
    check(Question { section: Some("world".into()), ..words("") }, &[1, 2]);
    check(Question { entity: Some("country:RUS".into()), ..words("missile") }, &[2]);
    check(Question { from: Some(day(1)), before: Some(day(3)), ..words("") }, &[2, 3]);
    let near = Question { section: Some("Markets".into()), ..words("\"missiles june\"~6") };
    check(near, &[]);
}

#[test]
fn what_may_have_been_meant_is_told_only_when_it_finds_something() {
    let archive = archive();
    let check = |text: &str, expected: Option<&str>| {
        let asked = Question { limit: 5, ..words(text) };
        let answer = seek(archive.parts(), &asked).expect("reads").expect("a question");
        assert_eq!(answer.meant.as_deref(), expected, "{text}");
    };
    check("misiles", Some("missiles"));
    check("balistic misiles", Some("ballistic missiles"));
    check("missiles", None);
    check("harbuor shells", None);
    check("qqqqqq", None);
}

#[test]
fn a_fault_is_told_with_its_place() {
    let archive = archive();
    let check = |text: &str, at: Option<usize>| {
        let refused = seek(archive.parts(), &words(text)).expect("reads").expect_err("refused");
        assert_eq!(refused.at, at, "{text}: {}", refused.words);
        assert!(!refused.words.is_empty());
    };
    check("missile AND", Some(11));
    check("(missile OR pact", Some(16));
    check("pt:>many", Some(3));
    check("\"missiles were", Some(0));
}

#[test]
fn the_sentence_that_answers_is_shown_with_its_words_marked() {
    let archive = archive();
    let check = |text: &str, id: u64, expected: &str, marked: &[&str]| {
        let asked = Question { limit: 5, ..words(text) };
        let answer = seek(archive.parts(), &asked).expect("reads").expect("a question");
        let story = archive.store.published(StoryId(id)).expect("reads").expect("there");
        let (_, (sentence, marks)) = shown(&story, answer.marking.as_ref(), &archive.reader);
        let words: Vec<&str> = marks.iter().filter_map(|m| m.of(&sentence)).collect();
        assert_eq!((sentence.as_str(), words.as_slice()), (expected, marked), "{text}");
    };
    check(
        "missile ship",
        1,
        "Ballistic missiles were sent by ship in June.",
        &["missiles", "ship"],
    );
    check("shell~ AND sold", 3, "It sold more shells.", &["sold", "shells"]);
    check("entity:country:KOR", 4, "It rained on the harbour of Pusan.", &[]);
}
