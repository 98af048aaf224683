//! One suite for the index, through its public face.
#![allow(clippy::unwrap_used)] // functions beside the tests are not seen as tests

use proptest::prelude::*;
use tempfile::TempDir;
use wiredesk_model::jiff::{Timestamp, ToSpan};
use wiredesk_search::{Document, Error, Hit, Index, Kind, Mark, Search, Sort, limits};

fn at(hours: i64) -> Timestamp {
    let start: Timestamp = "2024-09-15T08:00:00Z".parse().unwrap();
    start + hours.hours()
}

fn report(id: &str, hours: i64, title: &str, body: &str) -> Document {
    let (title, body) = (title.into(), body.into());
    Document { title, body, ..Document::new(Kind::Report, id, at(hours)) }
}

fn open(documents: &[Document]) -> (TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap();
    documents.iter().for_each(|d| index.add(d).unwrap());
    index.commit(Mark::default()).unwrap();
    (folder, index)
}

fn ask(text: &str) -> Search {
    Search { text: text.into(), limit: 10, ..Search::default() }
}

fn ids(index: &Index, search: &Search) -> String {
    let found = index.search(search).unwrap();
    let ids: Vec<String> = found.hits.into_iter().map(|h| h.id).collect();
    ids.join(" ")
}

fn newsroom() -> (TempDir, Index) {
    let mut story = Document::new(Kind::Story, "7", at(9));
    story.title = "Apple shares rise".into();
    story.body = "The company said on Monday that sales in the U.S. grew.".into();
    story.tickers = vec!["AAPL".into()];
    story.channels = vec!["Tech".into(), "Markets".into()];
    let mut pact = report("a", 1, "Pact signed in June", "Russia and North Korea signed a pact.");
    pact.source = Some("Kyiv Wire".into());
    pact.entities = vec!["country:RUS".into(), "country:PRK".into()];
    let shells = report(
        "b",
        2,
        "Millions of shells",
        "North Korea sent shelling equipment. Zelenský said so.",
    );
    let radio = report("c", 3, "Broadcasts switched", "The south korea channel went north.");
    open(&[story, pact, shells, radio])
}

#[test]
fn words_phrases_and_names_find_what_they_should() {
    let (_folder, index) = newsroom();
    let check = |text: &str, want: &str| {
        let search = Search { sort: Sort::Newest, ..ask(text) };
        assert_eq!(ids(&index, &search), want, "{text}");
    };
    check("shell", "b"); // another form
    check("signing pact", "a");
    check("\"north korea\"", "b a");
    check("\"signing\"", ""); // as written
    check("korea -\"north korea\"", "c");
    check("pact OR broadcast", "c a");
    check("(pact OR broadcasts) russia", "a");
    check("title:millions", "b");
    check("title:korea", "");
    check("broadc*", "c");
    check("ticker:aapl", "7");
    check("channel:MARKETS", "7");
    check("source:\"kyiv wire\"", "a");
    check("entity:country:PRK", "a");
    check("kind:story", "7");
    check("u.s.", "7");
    check("zelensky", "b");
    check("nothingofthesort", "");
    check("", "7 c b a");
    check("-korea", "7");
    check("!!! ***", "7 c b a");
}

#[test]
fn filters_compose() {
    let (_folder, index) = newsroom();
    let check = |search: Search, want: &str| {
        let search = Search { limit: 10, ..search };
        assert_eq!(ids(&index, &search), want, "{search:?}");
    };
    let names = |n: &[&str]| -> Vec<String> { n.iter().map(ToString::to_string).collect() };
    let all = Search::default;
    check(Search { kind: Some(Kind::Report), ..all() }, "c b a");
    check(Search { sources: names(&["KYIV WIRE", "x"]), ..all() }, "a");
    check(Search { tickers: names(&["msft", "aapl"]), channels: names(&["tech"]), ..all() }, "7");
    check(Search { tickers: names(&["aapl"]), channels: names(&["world"]), ..all() }, "");
    check(Search { entities: names(&["country:RUS"]), ..all() }, "a");
    check(Search { from: Some(at(2)), before: Some(at(9)), ..all() }, "c b");
    check(Search { from: Some(at(2)), text: "korea".into(), sort: Sort::Newest, ..all() }, "c b");
}

#[test]
fn what_is_found_is_marked() {
    let (_folder, index) = newsroom();
    let hit: Hit = index.search(&ask("shell \"north korea\"")).unwrap().hits.remove(0);
    let words = |m: &wiredesk_search::Marked| -> Vec<String> {
        m.marks.iter().map(|s| s.of(&m.text).unwrap().to_owned()).collect()
    };
    assert_eq!(hit.title.text, "Millions of shells");
    assert_eq!(words(&hit.title), ["shells"]);
    assert_eq!(words(&hit.snippet), ["North", "Korea", "shelling"]);
    assert_eq!(hit.date, at(2));

    let hit = index.search(&ask("korea -shell -south")).unwrap().hits.remove(0);
    assert_eq!(words(&hit.snippet), ["Korea"], "what was not wanted is not marked");
    let plain = index.search(&ask("")).unwrap().hits.remove(0);
    assert_eq!(words(&plain.snippet), [""; 0]);
    assert!(plain.snippet.text.starts_with("The company"));
}

#[test]
fn adding_again_replaces_and_removing_removes() {
    let (_folder, index) = open(&[report("a", 0, "old words", "")]);
    index.add(&report("a", 0, "new words", "")).unwrap();
    index.add(&Document { kind: Kind::Story, ..report("a", 0, "a story", "") }).unwrap();
    assert_eq!(ids(&index, &ask("old")), "a", "not committed yet");
    index.commit(Mark { report: 5, publication: 9 }).unwrap();
    assert_eq!((ids(&index, &ask("old")), ids(&index, &ask("new"))), (String::new(), "a".into()));
    assert_eq!(index.len(), 2);
    index.remove(Kind::Report, "a").unwrap();
    index.commit(Mark { report: 5, publication: 10 }).unwrap();
    assert_eq!((ids(&index, &ask("words")), index.len()), (String::new(), 1));
    assert_eq!(index.mark().unwrap(), Mark { report: 5, publication: 10 });
}

#[test]
fn hits_are_in_one_order_and_pages_add_up() {
    // The same text at three dates, added in no order and in several segments.
    let mut documents = Vec::new();
    for n in 0..90 {
        let id = format!("{:02}", (n * 37) % 90);
        documents.push(report(
            &id,
            n % 3,
            "shells",
            if n % 2 == 0 { "shells shells" } else { "none" },
        ));
    }
    let (_folder, index) = open(&documents[..30]);
    documents[30..].iter().for_each(|d| index.add(d).unwrap());
    index.commit(Mark::default()).unwrap();
    for sort in [Sort::Relevance, Sort::Newest] {
        let search = |offset, limit| Search { sort, offset, limit, ..ask("shells") };
        let whole = index.search(&search(0, 100)).unwrap();
        assert_eq!((whole.total, whole.hits.len()), (90, 90));
        let key = |h: &Hit| (-(h.score * 1e6) as i64, -h.date.as_second(), h.id.clone());
        assert!(whole.hits.is_sorted_by_key(key), "{sort:?}");
        let mut paged = Vec::new();
        for offset in (0..90).step_by(7) {
            paged.extend(index.search(&search(offset, 7)).unwrap().hits);
        }
        assert_eq!(paged, whole.hits, "{sort:?}");
        assert!(index.search(&search(90, 7)).unwrap().hits.is_empty());
        assert_eq!(index.search(&search(0, 0)).unwrap().total, 90);
    }
}

#[test]
fn an_index_of_another_version_or_broken_is_made_again() {
    let mark = Mark { report: 3, publication: 0 };
    let spoil = [("schema", "wiredesk-search 0"), ("meta.json", "{")];
    for (file, text) in spoil {
        let (folder, index) = open(&[report("a", 0, "words", "")]);
        index.commit(mark).unwrap();
        drop(index);
        let index = Index::open(folder.path()).unwrap();
        assert_eq!((index.len(), index.mark().unwrap()), (1, mark), "opened again");
        drop(index);
        std::fs::write(folder.path().join(file), text).unwrap();
        let index = Index::open(folder.path()).unwrap();
        assert_eq!((index.len(), index.mark().unwrap()), (0, Mark::default()), "{file}");
        index.rebuild([report("a", 0, "words", "")], mark).unwrap();
        assert_eq!(ids(&index, &ask("words")), "a");
    }
}

#[test]
fn one_process_writes_others_read_and_other_folders_are_left_alone() {
    let (folder, index) = open(&[report("a", 0, "words", "")]);
    assert!(matches!(Index::open(folder.path()), Err(Error::InUse(_))));
    let reader = Index::open_to_read(folder.path()).unwrap();
    assert_eq!(ids(&reader, &ask("words")), "a");
    assert!(matches!(reader.add(&report("b", 0, "", "")), Err(Error::ReadOnly)));
    drop(index);

    let other = tempfile::tempdir().unwrap();
    assert!(matches!(Index::open_to_read(other.path()), Err(Error::NoIndex(_))));
    std::fs::write(other.path().join("holiday.jpg"), "x").unwrap();
    assert!(matches!(Index::open(other.path()), Err(Error::Foreign(_))));
    assert!(other.path().join("holiday.jpg").exists());
}

#[test]
fn rebuilding_replaces_everything() {
    let (_folder, index) = open(&[report("a", 0, "old", ""), report("b", 0, "old", "")]);
    index.rebuild([report("b", 0, "new", "")], Mark { report: 2, publication: 0 }).unwrap();
    assert_eq!((ids(&index, &ask("old OR new")), index.len()), ("b".into(), 1));
}

#[test]
fn too_much_is_refused_in_plain_words() {
    let (_folder, index) = newsroom();
    let check = |search: Search, word: &str| {
        let refused = index.search(&search).unwrap_err().to_string();
        assert!(refused.contains(word), "{refused}");
    };
    check(Search { limit: limits::PAGE + 1, ..ask("a") }, "page");
    check(Search { offset: limits::OFFSET + 1, ..ask("a") }, "narrow");
    check(Search { tickers: vec!["A".into(); limits::FILTER_NAMES + 1], ..ask("a") }, "filter");
    check(ask("\"open"), "quotation mark");
}

#[test]
fn huge_documents_are_taken_up_to_a_limit() {
    let long_word = "x".repeat(200_000);
    let mut huge = report("a", 0, &long_word, &format!("first {} last", "word ".repeat(300_000)));
    huge.tickers = vec![long_word.clone()];
    huge.source = Some(long_word);
    let (_folder, index) = open(&[huge]);
    assert_eq!(ids(&index, &ask("first")), "a");
    assert_eq!(ids(&index, &ask("last")), "", "behind the limit");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn no_query_breaks_a_search(text in "[\\PC]{0,60}", kept in "[()\"“”:*a-z OR-]{0,40}") {
        use std::sync::LazyLock;
        static INDEX: LazyLock<(TempDir, Index)> = LazyLock::new(newsroom);
        for query in [text, kept] {
            match INDEX.1.search(&ask(&query)) {
                Ok(found) => for hit in found.hits {
                    for marked in [&hit.title, &hit.snippet] {
                        let fits = marked.marks.iter().all(|m| m.of(&marked.text).is_some());
                        prop_assert!(fits, "{query}");
                    }
                },
                Err(Error::Query(why)) => prop_assert!(!why.is_empty()),
                Err(other) => prop_assert!(false, "{query}: {other}"),
            }
        }
    }
}
