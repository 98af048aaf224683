//! A story's life at the desk: drafted, edited, refused, mended, signed, published, corrected, killed.

use std::collections::BTreeMap;
use std::sync::Arc;

use wiredesk_flow::desk::rewrite::Rewrite;
use wiredesk_flow::desk::{Checker, Desk, Refusal, Release};
use wiredesk_flow::{Error, publishing};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{
    Byline, Check, CorrectionClass, Evidence, Finding, FindingClass, Grounds, PublicationKind,
    Report, ReportId, Sentence, Span, Story, StoryId, Verdict,
};
use wiredesk_store::{Filter, Incoming, Order, Start, Store, StoryState};

const TEXT: &str = "It sent 40 ships. They sailed in June.";

/// Knows one rule: a number must stand in the evidence.
struct Numbers;

impl Checker for Numbers {
    fn check(&self, story: &mut Story, reports: &[Report]) {
        for sentence in story.sentences_mut() {
            let words: String = sentence
                .evidence()
                .iter()
                .filter_map(|e| e.span.of(&reports.iter().find(|r| r.id == e.report)?.text))
                .collect();
            let is_new = |w: &str| w.bytes().all(|b| b.is_ascii_digit()) && !words.contains(w);
            let wrong = sentence.text().split(' ').any(is_new);
            let bound = *sentence.grounds() != Grounds::Unsupported;
            sentence.check = Some(check(bound && !wrong));
        }
    }

    fn find(&self, sentence: &str, reports: &[Report]) -> Vec<Evidence> {
        let start = |r: &Report| r.text.find(sentence);
        let found = reports.iter().find_map(|r| Some((r.id.clone(), start(r)?)));
        let bound = |(report, at)| Evidence { report, span: Span::new(at, at + sentence.len()) };
        found.map(bound).into_iter().collect()
    }
}

fn check(good: bool) -> Check {
    let finding = Finding {
        class: FindingClass::Number,
        span: Span::default(),
        hard: true,
        reason: String::new(),
        clash: None,
    };
    Check {
        verdict: if good { Verdict::Supported } else { Verdict::Unsupported },
        score: f64::from(good),
        findings: if good { Vec::new() } else { vec![finding] },
        alignment: Vec::new(),
    }
}

struct Room {
    store: Store,
    desk: Desk,
    id: StoryId,
    _folder: tempfile::TempDir,
}

fn at(minute: u8) -> Timestamp {
    format!("2024-09-15T08:{minute:02}:00Z").parse().expect("time")
}

fn room() -> Room {
    let folder = tempfile::tempdir().expect("folder");
    let store = Store::open(folder.path()).expect("store");
    let mut report = Report::new(ReportId::from("x"), TEXT);
    report.source = Some("The Harbour Wire".into());
    let id = store.receive(vec![Incoming::new(report)], at(0)).expect("kept")[0].id.clone();
    let on = |words: &str| {
        let start = TEXT.find(words).expect("there");
        let span = Span::new(start, start + words.len());
        Sentence::bound(words, vec![Evidence { report: id.clone(), span }])
    };
    let mut story = Story {
        headline: on("It sent 40 ships"),
        lede: vec![on("It sent 40 ships."), on("They sailed in June.")],
        sections: Vec::new(),
        image: None,
        see_also: Vec::new(),
        channels: vec!["World".into()],
        tags: Vec::new(),
        tickers: Vec::new(),
        storyline: None,
        as_of: None,
        byline: Byline { drafted_by: Some("Wiredesk".into()), ..Byline::default() },
    };
    Numbers.check(&mut story, &[]);
    let id = store.new_story(&story, "wiredesk", at(0)).expect("draft");
    let desk = Desk::new(store.clone(), Arc::new(Numbers));
    Room { store, desk, id, _folder: folder }
}

impl Room {
    fn head(&self) -> u32 {
        self.desk.open(self.id, None).expect("story").line.head
    }

    fn reword(&self, n: usize, text: &str) -> Result<u32, Error> {
        let rewrite = Rewrite { texts: BTreeMap::from([(n, text.into())]), ..Rewrite::default() };
        self.desk.save(self.id, self.head(), &rewrite, "Ann", at(1))
    }

    fn sign(&self, reasons: &[(usize, &str)]) -> Result<u32, Error> {
        let reasons = reasons.iter().map(|(n, r)| (*n, (*r).to_owned())).collect();
        self.desk.sign((self.id, self.head()), &reasons, "Ann", at(2))
    }

    fn publish(&self, release: Option<Release>) -> Result<PublicationKind, Error> {
        let done = self.desk.publish((self.id, self.head()), release, "Ann", at(3));
        done.map(|p| p.kind)
    }
}

fn refusal(result: Result<impl std::fmt::Debug, Error>) -> Refusal {
    match result {
        Err(Error::Desk(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn what_is_not_supported_is_refused_until_it_is_mended() {
    let room = room();
    room.reword(1, "It sent 400 ships.").expect("saved");
    match refusal(room.sign(&[])) {
        Refusal::NotSupported(blocks) => {
            assert_eq!(blocks.len(), 1);
            assert_eq!((blocks[0].n, blocks[0].text.as_str()), (1, "It sent 400 ships."));
            assert_eq!(blocks[0].reasons, [FindingClass::Number.meaning()]);
        }
        other => panic!("{other}"),
    }
    assert_eq!(refusal(room.publish(None)), Refusal::Unsigned);
    room.reword(1, "It sent 40 ships.").expect("mended");
    room.sign(&[]).expect("signed");
    assert_eq!(room.publish(None).expect("published"), PublicationKind::Published);
}

#[test]
fn an_editors_reason_is_kept_and_shown_as_long_as_it_is_needed() {
    let room = room();
    room.reword(1, "It sent 400 ships.").expect("saved");
    room.sign(&[(1, "  the harbour's own list says so "), (2, "not needed")]).expect("signed");
    room.publish(None).expect("published");
    let (edition, sources) =
        publishing::edition(&room.store, room.id, None).expect("read").expect("published");
    let reasons: Vec<_> = edition.story.sentences().map(|s| s.override_reason.as_deref()).collect();
    assert_eq!(reasons, [None, Some("the harbour's own list says so"), None]);
    assert_eq!(sources.len(), 1);
    room.reword(1, "It sent 40 ships.").expect("mended");
    let opened = room.desk.open(room.id, None).expect("story");
    assert!(opened.version.story.sentences().all(|s| s.override_reason.is_none()));
    assert!(opened.version.story.byline.edited);
}

#[test]
fn an_edit_takes_the_signature_away_and_conflicts_are_told() {
    let room = room();
    let signed = room.sign(&[]).expect("signed");
    room.reword(2, "They sailed in early June.").expect("saved");
    assert_eq!(refusal(room.publish(None)), Refusal::Unsigned);
    let rewrite = Rewrite { texts: BTreeMap::from([(2, "x".into())]), ..Rewrite::default() };
    let late = room.desk.save(room.id, signed, &rewrite, "Bob", at(4));
    let current = signed + 1;
    assert!(
        matches!(late, Err(Error::Store(wiredesk_store::Error::Conflict { current: c })) if c == current)
    );
}

#[test]
fn new_sentences_find_their_evidence_or_stay_unsupported() {
    let room = room();
    let added =
        ["They sailed in June.", "Nobody said this."].map(|t| (None, t.to_owned())).to_vec();
    let rewrite = Rewrite { added, ..Rewrite::default() };
    room.desk.save(room.id, 1, &rewrite, "Ann", at(1)).expect("saved");
    let story = room.desk.open(room.id, None).expect("story").version.story;
    assert_eq!(story.lede[2].evidence().len(), 1);
    assert_eq!(*story.lede[3].grounds(), Grounds::Unsupported);
    assert_eq!(story.byline.sources, ["The Harbour Wire"]);
    assert!(matches!(refusal(room.sign(&[])), Refusal::NotSupported(b) if b.len() == 1));
    assert!(matches!(
        room.desk.bind((room.id, room.head()), 4, Vec::new(), "Ann", at(2)),
        Err(Error::Desk(Refusal::Rule(_)))
    ));
}

#[test]
fn some_edits_make_no_sense() {
    let room = room();
    assert!(matches!(refusal(room.reword(0, "  ")), Refusal::Rule(_)));
    assert!(matches!(refusal(room.reword(1, "It sent  40 ships. ")), Refusal::Rule(_)));
    assert!(matches!(refusal(room.reword(1, &"x".repeat(5000))), Refusal::Rule(_)));
    let texts = BTreeMap::from([(1, String::new()), (2, String::new())]);
    let nothing = Rewrite { texts, ..Rewrite::default() };
    assert!(matches!(
        refusal(room.desk.save(room.id, 1, &nothing, "Ann", at(1))),
        Refusal::Rule(_)
    ));
    assert_eq!(room.head(), 1, "nothing was saved");
}

#[test]
fn a_correction_needs_its_class_and_note() {
    let room = room();
    room.sign(&[]).expect("signed");
    room.publish(None).expect("published");
    room.reword(2, "They sailed in early June.").expect("saved");
    let opened = room.desk.open(room.id, None).expect("story");
    let proposal = room.desk.proposal(&opened).expect("read").expect("is live");
    assert_eq!(proposal.kind, PublicationKind::Corrected(CorrectionClass::Corrected));
    room.sign(&[]).expect("signed");
    assert!(matches!(refusal(room.publish(None)), Refusal::Rule(_)));
    let class = CorrectionClass::Corrected;
    let blank = Some(Release::Correct(class, " ".into()));
    assert!(matches!(refusal(room.publish(blank)), Refusal::Rule(_)));
    let said = Some(Release::Correct(class, "early June, not June".into()));
    assert_eq!(room.publish(said).expect("corrected"), PublicationKind::Corrected(class));
    let (edition, _) =
        publishing::edition(&room.store, room.id, None).expect("read").expect("published");
    assert_eq!(edition.notices()[0].note, "early June, not June");
    assert!(
        publishing::edition(&room.store, room.id, Some(3)).expect("read").is_none(),
        "never out"
    );
}

#[test]
fn a_kill_reaches_everything() {
    let room = room();
    room.sign(&[]).expect("signed");
    room.publish(None).expect("published");
    assert!(room.desk.kill(room.id, " ", "Ann", at(5)).is_err(), "without a reason");
    room.desk.kill(room.id, "the list was forged", "Ann", at(5)).expect("killed");
    for version in [None, Some(1), Some(2)] {
        let found = publishing::edition(&room.store, room.id, version).expect("read");
        let (edition, sources) = found.expect("says that it is withdrawn");
        assert!(edition.is_withdrawn() && sources.is_empty());
    }
    let shown = room.store.list(&Filter::default(), Order::NEWEST, Start::Top, 9).expect("list");
    assert!(shown.is_empty());
    let queue = room.desk.queue(&[StoryState::Withdrawn], None).expect("queue");
    assert_eq!(queue.len(), 1);
    let trail = room.desk.audit(Some(room.id), None).expect("trail");
    let done: Vec<&str> = trail.iter().rev().map(|e| e.entry.action.as_str()).collect();
    assert_eq!(done, ["draft", "save", "published", "withdrawn"]);
}
