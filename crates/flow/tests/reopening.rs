//! A report is changed by its outlet: what becomes of stories that stand on it.

use std::sync::Arc;
use wiredesk_flow::desk::{Desk, rewrite::Rewrite};
use wiredesk_flow::grounding::DeskChecker;
use wiredesk_flow::reopening::{self, REOPENER};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{
    Byline, Evidence, Grounds, Published, Report, ReportId, Sentence, Span, Story, StoryId, Verdict,
};
use wiredesk_read::Reader;
use wiredesk_store::{Incoming, Store, StoryState};

const OLD: &str = "About 40 ships left the port of Lund on Monday. The mayor, Anna Berg, waved.";
const NEW: &str = "About 30 ships left the port of Lund on Monday. The mayor, Anna Berg, waved.";
const CUT: &str = "The mayor, Anna Berg, waved. Nobody else spoke.";

fn at(minute: u8) -> Timestamp {
    format!("2024-09-15T08:{minute:02}:00Z").parse().expect("time")
}

struct Room {
    store: Store,
    checker: Arc<DeskChecker>,
    folder: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let store = Store::open(folder.path()).expect("store");
        let checker = Arc::new(DeskChecker::new(Arc::new(Reader::shipped())));
        Self { store, checker, folder }
    }

    fn receive(&self, text: &str) -> ReportId {
        let mut report = Report::new(ReportId::from("x"), text);
        report.source = Some("Harbour Wire".into());
        report.title = Some("Ships leave Lund".into());
        report.published = Published::parse("2024-09-15");
        let incoming =
            Incoming { url_key: Some("harbour.example/1".into()), ..Incoming::new(report) };
        self.store.receive(vec![incoming], at(0)).expect("kept")[0].id.clone()
    }

    fn story(&self, report: &ReportId) -> StoryId {
        let on = |words: &str| {
            let start = OLD.find(words).expect("there");
            let span = Span::new(start, start + words.len());
            Sentence::bound(words, vec![Evidence { report: report.clone(), span }])
        };
        let story = Story {
            headline: on("The mayor, Anna Berg, waved"),
            lede: vec![
                on("About 40 ships left the port of Lund on Monday."),
                on("The mayor, Anna Berg, waved."),
            ],
            sections: Vec::new(),
            image: None,
            see_also: Vec::new(),
            channels: Vec::new(),
            tags: Vec::new(),
            tickers: Vec::new(),
            storyline: None,
            as_of: Published::parse("2024-09-15"),
            byline: Byline::default(),
        };
        self.store.new_story(&story, "Ann", at(1)).expect("draft")
    }

    fn desk(&self) -> Desk {
        Desk::new(self.store.clone(), self.checker.clone())
    }

    fn sign(&self, id: StoryId) -> u32 {
        let head = self.store.story(id).expect("read").expect("there").head;
        self.desk().sign((id, head), &Default::default(), "Ann", at(2)).expect("signed")
    }

    fn advance(&self) -> usize {
        reopening::advance(&self.store, self.checker.as_ref(), at(5)).expect("runs")
    }

    fn head(&self, id: StoryId) -> wiredesk_store::StoryVersion {
        self.store.story_version(id, None).expect("read").expect("there")
    }
}

#[test]
fn a_changed_number_reopens_what_stands_on_it_and_nothing_else() {
    let room = Room::new();
    let id = room.story(&room.receive(OLD));
    room.sign(id);
    assert_eq!(room.advance(), 0, "nothing is newer");
    let newer = room.receive(NEW);
    assert_eq!(room.advance(), 1);
    let head = room.head(id);
    assert_eq!((head.version, head.by.as_str()), (3, REOPENER));
    assert_eq!(head.story.byline.signed_by, None);
    let note = head.note.expect("a note");
    assert_eq!(note, "Harbour Wire: “Ships leave Lund” changed: sentence 1 stands on it");
    let ships = &head.story.lede[0];
    assert_eq!(ships.evidence()[0].report, newer);
    let check = ships.check.as_ref().expect("checked");
    assert_eq!(check.verdict, Verdict::Unsupported, "{check:?}");
    assert!(check.findings[0].reason.contains("30"), "{check:?}");
    let waved = head.story.lede[1].check.as_ref().expect("checked");
    assert_eq!(waved.verdict, Verdict::Supported);
    let told = room.store.reopened(None, 9).expect("read");
    assert_eq!((told.len(), told[0].sentences.as_slice()), (1, [1].as_slice()));
}

#[test]
fn a_sentence_whose_words_are_gone_stands_on_nothing() {
    let room = Room::new();
    let id = room.story(&room.receive(OLD));
    room.receive(CUT);
    assert_eq!(room.advance(), 1);
    let ships = &room.head(id).story.lede[0];
    let carried = ships.check.as_ref().is_some_and(|c| c.verdict == Verdict::Supported);
    assert!(!carried && (*ships.grounds() == Grounds::Unsupported || !ships.evidence().is_empty()));
}

#[test]
fn it_happens_once_also_after_a_restart_and_ends_with_an_editors_save() {
    let mut room = Room::new();
    let id = room.story(&room.receive(OLD));
    room.receive(NEW);
    assert_eq!(room.advance(), 1);
    assert_eq!(room.advance(), 0);
    // The cursor was lost with the power: everything is looked at again.
    room.store.rewind("reopening", 0).expect("rewound");
    let Room { store, checker, folder } = room;
    drop(store);
    let store = Store::open(folder.path()).expect("opens again");
    room = Room { store, checker, folder };
    assert_eq!(room.advance(), 0);
    assert_eq!(room.head(id).version, 2);
    assert_eq!(room.store.reopened(Some(id), 9).expect("read").len(), 1);
    let texts = [(1, "About 30 ships left the port of Lund on Monday.".to_owned())].into();
    let rewrite = Rewrite { texts, ..Rewrite::default() };
    room.desk().save(id, 2, &rewrite, "Ann", at(9)).expect("saved");
    assert!(room.store.reopened(None, 9).expect("read").is_empty());
    let all: Vec<Verdict> =
        room.head(id).story.sentences().map(|s| s.check.as_ref().unwrap().verdict).collect();
    assert_eq!(all, [Verdict::Supported; 3]);
}

#[test]
fn readers_keep_what_they_have() {
    let room = Room::new();
    let id = room.story(&room.receive(OLD));
    let version = room.sign(id);
    room.desk().publish((id, version), None, "Ann", at(3)).expect("published");
    room.receive(NEW);
    assert_eq!(room.advance(), 1);
    let line = room.store.story(id).expect("read").expect("there");
    assert_eq!(
        (line.state, line.live, line.head),
        (StoryState::Published, Some(version), version + 1)
    );
    let told = room.store.reopened(None, 9).expect("read");
    assert_eq!(told[0].line.id, id);
    // an editor's word on it is asked for before the newer version can go out
    let refused = room.desk().sign((id, line.head), &Default::default(), "Ann", at(6));
    assert!(refused.is_err());
}
