//! Archives moved in.

use crate::{at, finished, open};
use wiredesk_model::{PublicationKind, StoryId};
use wiredesk_store::{Filter, Imported, Moved, Order, Origin, Outcome, Start, Store};

fn item(title: &str, second: i64) -> Imported {
    let story = finished(title, &["News"], &["AAPL"]);
    Imported { story, published: at(second), updated: None, removed: None }
}

fn import(store: &Store, items: &[Imported]) -> Vec<(u64, Outcome)> {
    let moved = store.import(items.to_vec(), at(1000)).unwrap();
    moved.into_iter().map(|Moved { id, outcome }| (id.0, outcome)).collect()
}

#[test]
fn importing_again_changes_nothing() {
    use Outcome::{Inserted, Known, Updated};
    let (_folder, store) = open();
    let items = [item("a", 1), item("b", 2)];
    assert_eq!(import(&store, &items), [(1, Inserted), (2, Inserted)]);
    assert_eq!(import(&store, &items), [(1, Known), (2, Known)]);
    assert_eq!(store.head(), 2);

    let mut changed = item("b", 2);
    changed.story.channels = vec!["Tech".into()];
    changed.updated = Some(at(9));
    assert_eq!(import(&store, &[changed]), [(2, Updated)]);
    let log = store.log_after(2, 9).unwrap();
    assert_eq!((log[0].kind, log[0].version), (PublicationKind::Updated, 2));
    let shown = store.published(StoryId(2)).unwrap().unwrap();
    assert_eq!((shown.origin, shown.created, shown.updated), (Origin::Imported, at(2), at(9)));
    let in_channel = |name: &str| {
        let filter = Filter { channels: vec![name.into()], ..Filter::default() };
        store.list(&filter, Order::NEWEST, Start::Top, 9).unwrap().len()
    };
    assert_eq!([in_channel("news"), in_channel("TECH"), in_channel("no")], [1, 1, 0]);
}

#[test]
fn a_removed_story_is_imported_as_removed_and_a_withdrawn_one_stays_withdrawn() {
    let (_folder, store) = open();
    let removed = Imported { removed: Some(at(50)), ..item("gone", 1) };
    import(&store, &[removed, item("stays", 2)]);
    assert_eq!(store.published_counts().unwrap(), (1, 1));
    assert_eq!(store.log_after(0, 1).unwrap()[0].kind, PublicationKind::Withdrawn);

    store.withdraw(StoryId(2), "ann", "legal", at(60)).unwrap();
    assert_eq!(import(&store, &[item("stays", 2)]), [(2, Outcome::Known)]);
    assert_eq!(store.published_counts().unwrap(), (0, 2));
    let filter = Filter { removed: true, ..Filter::default() };
    let gone = store.list(&filter, Order::LATEST, Start::Top, 9).unwrap();
    assert_eq!(gone.iter().map(|s| s.id.0).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn stories_without_address_differ_by_title_author_and_time() {
    let (_folder, store) = open();
    let with_url = |title: &str, url: &str| {
        let mut item = item(title, 1);
        item.story.url = Some(url.into());
        item
    };
    import(&store, &[item("a", 1), item("a", 2), with_url("a", "u"), with_url("A new title", "u")]);
    assert_eq!(store.published_counts().unwrap().0, 3);
    assert_eq!(store.published(StoryId(3)).unwrap().unwrap().story.title, "A new title");
}
