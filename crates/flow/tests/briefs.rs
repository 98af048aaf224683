//! Briefs of a store: what is new since the last, once for each hour, in words that stand.

use std::sync::Arc;
use wiredesk_flow::alerts::Clock;
use wiredesk_flow::briefs::{Asked, Back, Briefer, Days, Subject, Timetable};
use wiredesk_flow::{Newsroom, ledger::Books, publishing};
use wiredesk_model::jiff::{Timestamp, ToSpan};
use wiredesk_model::{
    Evidence, PublicationKind, Published, Rating, Report, ReportId, Sentence, Span, Story,
};
use wiredesk_publish::House;
use wiredesk_publish::brief::Brief;
use wiredesk_store::{
    ActWord, BriefId, CommissionId, DeliveryState, Incoming, Joined, KeptBrief, NewRating, NewUser,
    Publish, Role, Secret, Store, User,
};

fn start() -> Timestamp {
    "2024-09-15T08:00:00Z".parse().expect("time")
}

struct Room {
    store: Store,
    newsroom: Newsroom,
    briefer: Briefer,
    books: Arc<Books>,
    folder: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        Self::at(tempfile::tempdir().expect("folder"))
    }

    fn at(folder: tempfile::TempDir) -> Self {
        let store = Store::open(folder.path()).expect("store");
        let newsroom = Newsroom::open(store.clone()).expect("newsroom");
        let books = Arc::new(Books::new(store.clone(), Arc::clone(newsroom.reader())));
        let house = House { base: "https://news.example".into(), ..House::default() };
        let reader = Arc::clone(newsroom.reader());
        let briefer = Briefer::new(store.clone(), Arc::clone(&books), reader, house);
        Self { store, newsroom, briefer, books, folder }
    }

    /// The power fails: all is opened anew.
    fn again(self) -> Self {
        let Self { store, newsroom, briefer, books, folder } = self;
        drop((store, newsroom, briefer, books));
        Self::at(folder)
    }

    fn reader(&self, confirmed: bool) -> User {
        let about = NewUser {
            name: "eve@r.example".into(),
            display: "Eve".into(),
            password: "x".into(),
            role: Role::Reader,
        };
        let until = start() + 1.hour();
        let secret = Secret::of("ticket");
        let joined =
            self.store.join(about, "eve@r.example", secret, until, start()).expect("joined");
        let (Joined::Waiting(id) | Joined::Known(id)) = joined;
        if confirmed {
            self.store.confirm_email(id, start()).expect("confirmed");
        }
        self.store.user_by_id(id).expect("read").expect("there")
    }

    fn report(&self, outlet: &str, day: &str, text: &str, now: Timestamp) -> ReportId {
        let mut report = Report::new(ReportId::new(""), text);
        report.source = Some(outlet.into());
        report.published = Published::parse(day);
        report.title = Some(text.chars().take(30).collect());
        let kept = self.store.receive(vec![Incoming::new(report)], now).expect("kept");
        self.newsroom.advance(|| now, |_| {}).expect("advanced");
        kept[0].id.clone()
    }

    /// A story on the words of a report.
    fn publish(
        &self,
        headline: &str,
        report: &ReportId,
        now: Timestamp,
    ) -> wiredesk_model::StoryId {
        let text = self.store.report(report).expect("read").expect("there").report.text;
        let evidence = Evidence { report: report.clone(), span: Span::new(0, text.len()) };
        let story = Story {
            headline: Sentence::house(headline),
            lede: vec![Sentence::bound(&text, vec![evidence])],
            sections: Vec::new(),
            image: None,
            see_also: Vec::new(),
            channels: vec!["World".into()],
            tags: vec!["country:PRK".into()],
            tickers: vec!["AAPL".into()],
            storyline: None,
            as_of: None,
            byline: <_>::default(),
        };
        let id = self.store.new_story(&story, "ann", now).expect("kept");
        let publish = Publish {
            id,
            version: 1,
            kind: PublicationKind::Published,
            note: None,
            by: "Ann".into(),
            finished: publishing::finished(&story),
        };
        self.store.publish(publish, now).expect("published");
        id
    }

    fn ask(&self, user: &User, subject: Subject, timetable: Option<Timetable>) -> CommissionId {
        let asked = Asked { name: String::new(), subject, timetable, back: Back::All, mail: true };
        let token =
            format!("token {}", self.store.commissions_of(user.id, 99).expect("read").len());
        self.briefer.ask(user, asked, &token, start()).expect("asked")
    }

    fn briefs(&self, user: &User) -> Vec<(KeptBrief, Brief)> {
        let mut kept = self.store.briefs_of(user.id, None, 99).expect("read");
        kept.reverse();
        kept.into_iter().map(|k| (k.clone(), self.briefer.shown(&k).expect("shown"))).collect()
    }

    fn letters(&self) -> Vec<serde_json::Value> {
        let waiting = self.store.deliveries(DeliveryState::Waiting, None, None, 99).expect("read");
        let body = |b: &str| serde_json::from_str(b).expect("JSON");
        waiting.iter().rev().map(|d| body(&d.about.body)).collect()
    }
}

fn korea() -> Subject {
    Subject::Entity { id: "North Korea".into() }
}

fn daily(zone: &str) -> Option<Timetable> {
    let at = Clock::parse("07:00").expect("time");
    Some(Timetable { days: Days::Daily, at, zone: zone.into() })
}

#[test]
fn a_brief_tells_what_is_new_with_its_words_and_then_only_what_came_since() {
    let room = Room::new();
    let eve = room.reader(true);
    let one = room.report(
        "Observer",
        "2024-06-14",
        "North Korea has sent Russia artillery shells.",
        start(),
    );
    room.report(
        "Herald",
        "2024-06-15",
        "Iran has delivered ballistic missiles to Russia.",
        start(),
    );
    let story = room.publish("Shells for Russia", &one, start());
    room.ask(&eve, korea(), daily("Europe/Berlin"));
    // 07:00 in Berlin is 05:00 by UTC.
    let morning: Timestamp = "2024-09-16T05:00:00Z".parse().expect("time");
    assert_eq!(room.briefer.advance(morning - 1.second()).expect("nothing due"), 0);
    assert_eq!(room.briefer.advance(morning).expect("made"), 1);
    assert_eq!(room.briefer.advance(morning).expect("made before"), 0);
    let briefs = room.briefs(&eve);
    let (kept, brief) = &briefs[0];
    assert_eq!((briefs.len(), kept.due), (1, morning));
    assert_eq!(brief.title, "North Korea");
    assert_eq!(brief.stories.len(), 1, "{brief:?}");
    let sentence = &brief.stories[0].sentences[0];
    assert_eq!(sentence.n, 1);
    assert_eq!(sentence.grounds[0].outlet, "Observer");
    assert!(sentence.grounds[0].words.contains("artillery shells"));
    assert_eq!(brief.claims.len(), 1, "{:?}", brief.claims);
    assert!(brief.claims[0].what.starts_with("North Korea → Russia"), "{:?}", brief.claims);
    assert_eq!(brief.claims[0].grounds[0].date.as_deref(), Some("2024-06-14"));
    let letters = room.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0]["to"], "eve@r.example");
    let end = letters[0]["headers"]["List-Unsubscribe"].as_str().expect("a way to end it");
    assert_eq!(end, "<https://news.example/briefs/stop/token 0>");
    assert!(letters[0]["text"].as_str().is_some_and(|t| t.contains("artillery shells")));

    // Nothing new: no brief and no letter, but the next hour is set.
    let next = morning + 24.hours();
    assert_eq!(room.briefer.advance(next).expect("looked"), 1);
    assert_eq!((room.briefs(&eve).len(), room.letters().len()), (1, 1));
    room.report("Courier", "2024-09-16", "North Korea denied sending shells to Russia.", next);
    let third = next + 24.hours();
    room.briefer.advance(third).expect("made");
    let briefs = room.briefs(&eve);
    let (_, brief) = briefs.last().expect("a second");
    assert_eq!((briefs.len(), brief.stories.len()), (2, 0), "{brief:?}");
    assert!(brief.claims.iter().any(|c| c.stage == "denied"), "{brief:?}");
    let outlets = brief.claims.iter().flat_map(|c| &c.grounds).map(|g| g.outlet.as_str());
    assert!(outlets.eq(brief.claims.iter().map(|_| "Courier")), "{brief:?}");

    // What is taken back is gone from old briefs; so is a claim that an editor rejected.
    room.store.withdraw(story, "ann", "wrong", third).expect("withdrawn");
    let claim = room.briefs(&eve)[0].1.claims[0].grounds[0].claim.clone().expect("a claim");
    let act =
        room.books.on_claim(ActWord::Reject, &claim.as_str().into(), (None, "Ann", "misread"));
    room.books.act(act.expect("read").expect("a claim"), third).expect("rejected");
    let old = &room.briefs(&eve)[0].1;
    assert!(old.stories[0].is_gone() && old.stories[0].sentences.is_empty(), "{old:?}");
    assert!(old.claims.is_empty(), "{old:?}");
    room.briefer.advance(third + 24.hours()).expect("made");
    let briefs = room.briefs(&eve);
    assert_eq!(briefs.last().expect("a third").1.stories[0].what, "Withdrawn");
}

#[test]
fn hours_that_passed_while_nothing_ran_are_one_brief() {
    let room = Room::new();
    let eve = room.reader(true);
    room.ask(&eve, korea(), daily("UTC"));
    for day in 1..=5_i64 {
        let text = format!("North Korea has sent Russia {day}00 shells.");
        room.report(
            "Observer",
            &format!("2024-09-{}", 15 + day),
            &text,
            start() + (24 * day).hours(),
        );
    }
    // Five mornings were missed; then the power fails again and again.
    let mut room = room.again();
    let now = start() + (24 * 5 + 1).hours();
    for _ in 0..3 {
        room.briefer.advance(now).expect("made");
        room = room.again();
    }
    let briefs = room.briefs(&eve);
    assert_eq!(briefs.len(), 1);
    let told: usize = briefs[0].1.claims.iter().map(|c| c.grounds.len() + c.more).sum();
    assert_eq!(told, 5, "nothing is lost: {:?}", briefs[0].1.claims);
    assert_eq!(room.letters().len(), 1);
    let due = room.store.commissions_of(eve.id, 9).expect("read")[0].due.expect("goes on");
    assert_eq!(due.to_string(), "2024-09-21T07:00:00Z");
}

#[test]
fn two_who_make_the_same_brief_make_one() {
    let room = Room::new();
    let eve = room.reader(true);
    room.report("Observer", "2024-06-14", "North Korea has sent Russia shells.", start());
    let id = room.ask(&eve, korea(), None);
    let commission = room.store.commission(id).expect("read").expect("there");
    let made: Vec<Option<BriefId>> = std::thread::scope(|scope| {
        let make = || room.briefer.issue(&commission, start()).expect("made or found made");
        let all: Vec<_> = (0..8).map(|_| scope.spawn(make)).collect();
        all.into_iter().map(|t| t.join().expect("no panic")).collect()
    });
    assert_eq!(made.iter().flatten().count(), 1);
    assert_eq!((room.briefs(&eve).len(), room.letters().len()), (1, 1));
}

#[test]
fn other_matters_have_their_briefs_too() {
    let room = Room::new();
    let eve = room.reader(true);
    let one = room.report("Observer", "2024-06-14", "North Korea has sent Russia shells.", start());
    room.report("Herald", "2024-06-15", "Iran has delivered missiles to Russia.", start());
    room.publish("Shells for Russia", &one, start());
    let rating = NewRating {
        rating: Rating {
            ticker: Some("AAPL".into()),
            firm: Some("A Bank".into()),
            action: Some("upgrade".into()),
            rating: Some("Buy".into()),
            prior_rating: Some("Hold".into()),
            ..Rating::default()
        },
        date: Published::parse("2024-09-14").expect("day"),
        importance: 0,
        notes: None,
        origin: "test".into(),
    };
    room.store.rate(vec![rating], start()).expect("rated");
    let line = room.store.storylines(None, 9).expect("read")[0].id.clone();
    let section = Subject::Section { name: "world".into() };
    let entries = Subject::Entries { entries: vec!["AAPL".into()] };
    let check = |subject: Subject, expected: (usize, bool, usize)| {
        room.ask(&eve, subject.clone(), None);
        room.briefer.advance(start()).expect("made");
        let briefs = room.briefs(&eve);
        let (_, brief) = briefs.last().expect("made");
        let found = (brief.stories.len(), !brief.claims.is_empty(), brief.ratings.len());
        assert_eq!(found, expected, "{subject:?} {brief:?}");
        brief.clone()
    };
    let pair = Subject::Relation { actor: "North Korea".into(), recipient: "Russia".into() };
    let brief = check(pair, (1, true, 0));
    assert_eq!(brief.title, "North Korea → Russia");
    let order = brief.ranking.expect("two who give");
    assert_eq!(order.rows.iter().map(|r| r.name.as_str()).take(2).collect::<Vec<_>>().len(), 2);
    check(section, (1, true, 1));
    let brief = check(entries, (1, false, 1));
    assert_eq!(brief.ratings[0].rating(), "Buy (was Hold)");
    check(Subject::Storyline { id: line.to_string() }, (0, true, 0));
}

#[test]
fn what_cannot_be_made_is_refused_or_ended() {
    let room = Room::new();
    let eve = room.reader(false);
    let asked = |subject, timetable, mail| Asked {
        name: String::new(),
        subject,
        timetable,
        back: Back::Week,
        mail,
    };
    let refused = |asked: Asked| {
        room.briefer.ask(&eve, asked, "t", start()).expect_err("refused").to_string()
    };
    assert!(refused(asked(korea(), daily("Mars/Base"), false)).contains("time zone"));
    assert!(refused(asked(korea(), None, true)).contains("confirmed address"));
    let nobody = Subject::Entity { id: "person:nobody-known".into() };
    assert!(refused(asked(nobody, None, false)).contains("nothing of that name"));
    let list = Subject::Watchlist { id: 7 };
    assert!(refused(asked(list, None, false)).contains("nothing of that name"));
    for n in 0..wiredesk_flow::limits::BRIEFS_READER {
        let asked = asked(korea(), daily("UTC"), false);
        room.briefer.ask(&eve, asked, &format!("t{n}"), start()).expect("kept");
    }
    assert!(refused(asked(korea(), daily("UTC"), false)).contains("already"));
    // Who leaves gets nothing more.
    room.store.delete_account(eve.id, start()).expect_err("somebody has to stay operator");
}
