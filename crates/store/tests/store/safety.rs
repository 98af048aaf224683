//! Backup, restore, verify: damage is found.

use crate::{at, finished, open, report, story};
use std::fs;
use std::path::{Path, PathBuf};
use wiredesk_model::PublicationKind;
use wiredesk_store::{Error, Imported, Incoming, Publish, Raw, Store, Verification, restore};

const NEEDLE: &str = "a word that is met once zyxwvu";

/// A store with one of everything that verify looks at.
fn fill(store: &Store) {
    let with_raw = |title: &str, size: usize| Incoming {
        raw: Some(Raw { bytes: vec![b'r'; size], media_type: "text/plain".into() }),
        url_key: Some("page".into()),
        ..Incoming::new(report(title, NEEDLE))
    };
    store.receive(vec![with_raw("small", 10), with_raw("large", 1_100_000)], at(0)).unwrap();
    let id = store.new_story(&story("own words zyxwvu"), "ann", at(1)).unwrap();
    let finished_story = finished("shown words zyxwvu", &["World"], &[]);
    let (by, kind) = ("ann".to_owned(), PublicationKind::Published);
    let publish = Publish { id, version: 1, kind, note: None, by, finished: finished_story };
    store.publish(publish, at(2)).unwrap();
    let moved = finished("moved words zyxwvu", &["News"], &["AAPL"]);
    let moved = Imported { story: moved, published: at(0), updated: None, removed: None };
    store.import(vec![moved], at(3)).unwrap();
}

fn checked(folder: &Path) -> Verification {
    Store::open_to_read(folder).unwrap().verify().unwrap()
}

/// Flips one bit of the byte where `needle` lies, after everything is in the main file.
fn flip(path: &Path, needle: &[u8]) {
    let mut bytes = fs::read(path).unwrap();
    let at = bytes.windows(needle.len()).position(|w| w == needle).expect("the needle is there");
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn blob_file(folder: &Path) -> PathBuf {
    let shelves = fs::read_dir(folder.join("blobs")).unwrap();
    let mut files = shelves.flat_map(|s| fs::read_dir(s.unwrap().path()).unwrap());
    files.next().unwrap().unwrap().path()
}

#[test]
fn a_sound_store_has_no_problems() {
    let (folder, store) = open();
    fill(&store);
    let found = store.verify().unwrap();
    assert_eq!(found.problems, []);
    let counts = (found.reports, found.blobs, found.versions, found.published, found.publications);
    assert_eq!(counts, (2, 2, 1, 2, 2));
    drop(store);
    assert!(checked(folder.path()).is_sound());
}

#[test]
fn a_flipped_byte_is_found_wherever_it_is() {
    let check = |needle: &str, place: &str| {
        let (folder, store) = open();
        fill(&store);
        drop(store); // the log goes into the main file
        flip(&folder.path().join("wiredesk.db"), needle.as_bytes());
        let found = checked(folder.path());
        let told = found.problems.iter().any(|p| p.place.starts_with(place));
        assert!(told, "{needle}: {:?}", found.problems);
    };
    check(NEEDLE, "report ");
    check("own words zyxwvu\",\"grounds", "story 1 version 1");
    check("<p>shown words", "published story 1");
    check("<p>moved words", "published story 2");
    check("rrrrrrrrrr", "blob ");
}

#[test]
fn a_raw_file_that_changed_or_went_is_found() {
    for remove in [false, true] {
        let (folder, store) = open();
        fill(&store);
        let file = blob_file(folder.path());
        match remove {
            true => fs::remove_file(&file).unwrap(),
            false => flip(&file, b"rrr"),
        }
        let found = store.verify().unwrap();
        assert_eq!(found.problems.len(), 1, "{:?}", found.problems);
        assert!(found.problems[0].place.starts_with("blob "));
        let to = tempfile::tempdir().unwrap();
        assert!(store.backup(to.path(), at(9)).is_err(), "no backup is made of damage");
    }
}

#[test]
fn a_backup_restores_everything() {
    let (_folder, store) = open();
    fill(&store);
    let copies = tempfile::tempdir().unwrap();
    let (copy, new) = (copies.path().join("copy"), copies.path().join("new"));
    let made = store.backup(&copy, at(9)).unwrap();
    assert_eq!((made.reports, made.head, made.made), (2, 2, at(9)));
    assert!(matches!(store.backup(&copy, at(9)), Err(Error::Refused(_))), "not over an old one");
    fill_more(&store);

    assert_eq!(restore(&copy, &new).unwrap(), made);
    assert!(matches!(restore(&copy, &new), Err(Error::Refused(_))), "not over a store");
    let restored = Store::open(&new).unwrap();
    assert!(restored.verify().unwrap().is_sound());
    assert_eq!((restored.report_count().unwrap(), restored.head()), (2, 2));
    let id = &store.reports_after(1, 1).unwrap()[0].report.id;
    assert_eq!(restored.raw(id).unwrap(), store.raw(id).unwrap());
    fill_more(&restored);
}

fn fill_more(store: &Store) {
    store.receive(vec![Incoming::new(report("more", "text"))], at(10)).unwrap();
    assert_eq!(store.report_count().unwrap(), 3);
}

#[test]
fn a_damaged_backup_is_refused() {
    let (_folder, store) = open();
    fill(&store);
    let check = |spoil: &dyn Fn(&Path)| {
        let copies = tempfile::tempdir().unwrap();
        let (copy, new) = (copies.path().join("copy"), copies.path().join("new"));
        store.backup(&copy, at(9)).unwrap();
        spoil(&copy);
        let refused = restore(&copy, &new).unwrap_err();
        assert!(matches!(refused, Error::Damaged(_) | Error::Refused(_)), "{refused}");
        assert!(!new.join("wiredesk.db").exists(), "half a restore");
    };
    check(&|copy| flip(&copy.join("wiredesk.db"), NEEDLE.as_bytes()));
    check(&|copy| flip(&blob_file(copy), b"rrr"));
    check(&|copy| fs::remove_file(blob_file(copy)).unwrap());
    check(&|copy| fs::write(copy.join("manifest.json"), "{}").unwrap());
    check(&|copy| {
        let path = copy.join("manifest.json");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("\"path\": \"blobs/", "\"path\": \"../")).unwrap();
    });
}
