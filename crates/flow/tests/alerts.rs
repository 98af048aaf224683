//! Publications and the standing queries they fire.

use wiredesk_flow::alerts::{self, Alerts, Pace};
use wiredesk_flow::publishing;
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{
    Byline, PublicationKind, Read, Reading, Report, Sentence, Story, StoryId, Want,
};
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

/// Finds nothing in a text.
struct Blind;

static READER: Blind = Blind;

impl Read for Blind {
    fn read(&self, _: &Report, _: Want) -> Reading {
        Reading::default()
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
        alerts::advance(&self.store, &mut self.alerts, &READER, at(59)).expect("advances");
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

#[test]
fn who_was_told_hears_of_a_withdrawal_though_the_query_is_gone() {
    let mut room = Room::new();
    let target = room.target("one");
    let query = room.query("ship", target, 1);
    let told = story("Shells arrive", "They came by ship.");
    let id = room.store.new_story(&told, "ed", at(2)).expect("kept");
    room.publish(id, 1, &told, 3);
    assert_eq!(room.queued().len(), 1);
    room.store.delete_query(query, at(4)).expect("deleted");
    room.store.withdraw(id, "ed", "It was not so.", at(5)).expect("withdrawn");
    assert_eq!(room.queued().last(), Some(&line(target, "story.withdrawn", &["ship"])));
}

#[test]
fn what_its_reader_does_not_want_now_is_held_and_goes_out_together() {
    let mut room = Room::new();
    let target = room.target("one");
    let pace = Pace { per_hour: 1, ..Pace::default() };
    let pace = serde_json::to_string(&pace).expect("JSON");
    room.store.set_pace(target, &pace, "token").expect("set");
    room.query("ship", target, 1);
    let told = story("Shells arrive", "They came by ship.");
    let publish = |room: &Room, minute| {
        let id = room.store.new_story(&told, "ed", at(minute)).expect("kept");
        room.publish(id, 1, &told, minute);
        id
    };
    publish(&room, 3);
    let gone = publish(&room, 4);
    let kept = publish(&room, 5);
    assert_eq!(room.queued(), [line(target, "story.published", &["ship"])]);
    room.store.withdraw(gone, "ed", "It was not so.", at(6)).expect("withdrawn");
    assert_eq!(room.queued().len(), 1, "the rest is held");
    let now = |text: &str| text.parse().expect("time");
    let mut release = |at| alerts::release(&room.store, &mut room.alerts, at).expect("released");
    assert_eq!(release(now("2024-09-15T09:58:59Z")), 0);
    assert_eq!(release(now("2024-09-15T09:59:00Z")), 1);
    assert_eq!(release(now("2024-09-15T11:59:00Z")), 0, "nothing is left");
    let waiting = DeliveryState::Waiting;
    let last = room.store.deliveries(waiting, None, None, 1).expect("deliveries").remove(0);
    let body: serde_json::Value = serde_json::from_str(&last.about.body).expect("JSON");
    assert_eq!(
        (&body["type"], &body["data"]["story"]),
        (&"story.published".into(), &kept.0.into())
    );
}

#[test]
fn a_mail_says_how_to_hear_no_more() {
    let mut room = Room::new();
    let settings = r#"{"address":"reader@news.example"}"#.into();
    let target = NewTarget { owner: None, kind: "mail".into(), name: "me".into(), settings };
    let target = room.store.add_target(target, at(0)).expect("added");
    let pace = serde_json::to_string(&Pace::default()).expect("JSON");
    room.store.set_pace(target, &pace, "t0ken").expect("set");
    room.query("ship", target, 1);
    let told = story("Shells arrive", "They came by ship.");
    let id = room.store.new_story(&told, "ed", at(2)).expect("kept");
    room.publish(id, 1, &told, 3);
    alerts::advance(&room.store, &mut room.alerts, &READER, at(4)).expect("advances");
    let waiting = DeliveryState::Waiting;
    let mail = room.store.deliveries(waiting, None, None, 1).expect("deliveries").remove(0);
    let mail: serde_json::Value = serde_json::from_str(&mail.about.body).expect("JSON");
    assert_eq!(
        (&mail["to"], &mail["subject"]),
        (&"reader@news.example".into(), &"Shells arrive".into())
    );
    assert!(mail["headers"]["List-Unsubscribe"].as_str().is_some_and(|h| h.contains("t0ken")));
}
