//! Publications and the standing queries they fire.

use wiredesk_flow::alerts::{self, Alerts};
use wiredesk_flow::publishing;
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Byline, PublicationKind, Sentence, Story, StoryId};
use wiredesk_store::{DeliveryState, Edit, NewQuery, NewTarget, Publish, QueryId, Store, TargetId};

fn at(minute: u8) -> Timestamp {
    format!("2024-09-15T08:{minute:02}:00Z").parse().expect("time")
}

fn story(headline: &str, lede: &str) -> Story {
    Story {
        headline: Sentence::house(headline),
        lede: vec![Sentence::house(lede)],
        sections: Vec::new(),
        image: None,
        see_also: Vec::new(),
        channels: vec!["World".into()],
        tags: vec!["country:PRK".into()],
        tickers: vec!["AAPL".into()],
        storyline: None,
        as_of: None,
        byline: Byline::default(),
    }
}

struct Room {
    store: Store,
    alerts: Alerts,
    _folder: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("opens");
        Self { store, alerts: Alerts::default(), _folder: folder }
    }

    fn target(&self, name: &str) -> TargetId {
        let target = NewTarget {
            owner: None,
            kind: "webhook".into(),
            name: name.into(),
            settings: "{}".into(),
        };
        self.store.add_target(target, at(0)).expect("added")
    }

    fn query(&self, words: &str, target: TargetId, minute: u8) -> QueryId {
        let query = NewQuery {
            owner: None,
            name: words.into(),
            query: words.into(),
            target: Some(target),
            enabled: true,
        };
        self.store.add_queries(vec![query], at(minute)).expect("added")[0]
    }

    fn publish(&self, id: StoryId, version: u32, story: &Story, minute: u8) {
        let kind = match version {
            1 => PublicationKind::Published,
            _ => PublicationKind::Updated,
        };
        let finished = publishing::finished(story);
        let publish = Publish { id, version, kind, note: None, by: "ed".into(), finished };
        self.store.publish(publish, at(minute)).expect("published");
    }

    /// What is queued after a run: target, kind and the names of the queries, oldest first.
    fn queued(&mut self) -> Vec<(TargetId, String, Vec<String>)> {
        alerts::advance(&self.store, &mut self.alerts, at(59)).expect("advances");
        let waiting = DeliveryState::Waiting;
        let mut all = self.store.deliveries(waiting, None, None, 100).expect("deliveries");
        all.reverse();
        let shown = all.into_iter().map(|delivery| {
            let body: serde_json::Value = serde_json::from_str(&delivery.about.body).expect("JSON");
            let queries = body["data"]["queries"].as_array().expect("queries");
            let names = queries.iter().map(|q| q["name"].as_str().unwrap_or_default().to_owned());
            let kind = body["type"].as_str().unwrap_or_default().to_owned();
            (delivery.about.target, kind, names.collect())
        });
        shown.collect()
    }
}

fn line(target: TargetId, kind: &str, queries: &[&str]) -> (TargetId, String, Vec<String>) {
    (target, kind.to_owned(), queries.iter().map(ToString::to_string).collect())
}

#[test]
fn a_story_is_sent_once_to_each_target_with_all_queries_that_fired() {
    let mut room = Room::new();
    let (one, other) = (room.target("one"), room.target("other"));
    for words in ["ticker:aapl", "\"shells arrive\"", "entity:country:PRK AND section:world"] {
        room.query(words, one, 1);
    }
    room.query("tanks", other, 1);
    let told = story("Shells arrive", "They came by ship.");
    let id = room.store.new_story(&told, "ed", at(2)).expect("kept");
    room.publish(id, 1, &told, 3);
    let expected = [line(
        one,
        "story.published",
        &["ticker:aapl", "\"shells arrive\"", "entity:country:PRK AND section:world"],
    )];
    assert_eq!(room.queued(), expected);
    // A run after a crash has the log before it again, and queues nothing twice.
    room.store.rewind("alerts", 0).expect("rewound");
    room.alerts = Alerts::default();
    assert_eq!(room.queued(), expected);
}

#[test]
fn who_got_a_story_gets_its_corrections_and_its_withdrawal() {
    let mut room = Room::new();
    let target = room.target("one");
    room.query("ship", target, 1);
    let mut told = story("Shells arrive", "They came by ship.");
    let id = room.store.new_story(&told, "ed", at(2)).expect("kept");
    room.publish(id, 1, &told, 3);
    told.lede = vec![Sentence::house("They came by rail.")];
    let edit = Edit { id, base: 1, story: told.clone(), by: "ed".into(), note: None };
    room.store.save_story(edit, at(4)).expect("saved");
    room.publish(id, 2, &told, 5);
    room.query("rail", target, 6);
    room.store.withdraw(id, "ed", "It was not so.", at(7)).expect("withdrawn");
    let expected = [
        line(target, "story.published", &["ship"]),
        line(target, "story.updated", &["ship"]),
        line(target, "story.withdrawn", &["ship"]),
    ];
    assert_eq!(room.queued(), expected);
}

#[test]
fn queries_fire_as_they_are_and_only_for_what_is_logged_after_them() {
    let mut room = Room::new();
    let target = room.target("one");
    let told = story("Shells arrive", "They came by ship.");
    let id = room.store.new_story(&told, "ed", at(1)).expect("kept");
    room.publish(id, 1, &told, 2);
    let late = room.query("shells", target, 3);
    assert_eq!(room.queued(), []);
    let next = room.store.new_story(&told, "ed", at(4)).expect("kept");
    room.publish(next, 1, &told, 5);
    assert_eq!(room.queued(), [line(target, "story.published", &["shells"])]);
    room.store.delete_query(late, at(6)).expect("deleted");
    let last = room.store.new_story(&told, "ed", at(7)).expect("kept");
    room.publish(last, 1, &told, 8);
    assert_eq!(room.queued().len(), 1);
    assert!(room.alerts.is_empty());
}
