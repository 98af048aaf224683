//! The rules of a house, all the way: a desk's own names for sections stand wherever a story is shown.

use std::sync::Arc;
use wiredesk_draft::Rules;
use wiredesk_flow::desk::{Checker, Desk, rewrite::Rewrite};
use wiredesk_flow::drafting::Drafter;
use wiredesk_flow::{Newsroom, publishing};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Published, Report, SectionKind};
use wiredesk_read::Reader;
use wiredesk_store::{Incoming, Store, StoryState};
use wiredesk_wire::story::StoryLine;

const RULES: &str = "[sections]\nnames = { what_happened = \"The News\", disputed = \"Who Disagrees\" }\n\
                     [channels]\n\"Rivers\" = [\"dam\", \"water\"]\n\
                     [desk.Rivers.sections]\nnames = { what_happened = \"Upstream\" }\n";

fn at(minute: u8) -> Timestamp {
    format!("2024-09-15T08:{minute:02}:00Z").parse().expect("time")
}

fn report(source: &str, text: &str) -> Incoming {
    let mut report = Report::new("x".into(), text);
    report.source = Some(source.to_owned());
    report.title = Some("Ask dam floods Lund valley, minister says".into());
    report.published = Published::parse("2024-09-15");
    Incoming::new(report)
}

#[test]
fn a_desks_own_headings_stand_in_body_json_and_versions() {
    let folder = tempfile::tempdir().expect("folder");
    let store = Store::open(folder.path()).expect("store");
    let rules = Arc::new(Rules::parse(RULES).expect("rules"));
    let drafter = Drafter { rules, ..Drafter::default() };
    let room = Newsroom::with(store.clone(), Arc::new(Reader::shipped()), drafter).expect("opens");
    let told = [
        report(
            "Harbour Post",
            "Water from the Ask dam flooded the Lund valley on Saturday and drove 300 people from \
             their homes, Water Minister Petra Holm said.\n\nThe army of Norra sent 20 boats to the \
             Lund valley on Sunday, Holm said.",
        ),
        report(
            "Inland Courier",
            "The Ask dam sent water into the Lund valley on Saturday, Water Minister Petra Holm said.\
             \n\nFarmers in the Lund valley said that the water spoiled the hay of the whole year.",
        ),
    ];
    store.receive(told.into(), at(0)).expect("kept");
    room.advance(|| at(1), |_| {}).expect("advances");
    let line = store.desk_list(&[StoryState::Draft], None, 9).expect("read").remove(0);
    let version = store.story_version(line.id, None).expect("read").expect("there");
    let story = &version.story;
    assert_eq!(story.channels, ["Rivers"]);
    let headings: Vec<&str> = story.sections.iter().map(|s| s.heading()).collect();
    assert!(headings.contains(&"Upstream"), "{headings:?}");
    let body = publishing::finished(story).body;
    assert!(body.contains("<h2>Upstream</h2>") && !body.contains("What Happened"), "{body}");
    let json = serde_json::to_string(&StoryLine::of(story, &[])).expect("prints");
    assert!(json.contains("\"heading\":\"Upstream\""), "{json}");
    let back = StoryLine::parse(&json).and_then(|s| s.into_story(&[])).expect("parses");
    assert_eq!(back.sections[0].name, story.sections[0].name);

    // A section that an editor opens is called what the house calls it.
    let checker: Arc<dyn Checker> = Arc::new(room.checker());
    let words = "Farmers said that the water spoiled the hay.".to_owned();
    let rewrite =
        Rewrite { added: vec![(Some(SectionKind::Disputed), words)], ..Rewrite::default() };
    let desk = Desk::new(store.clone(), checker);
    let n = desk.save(line.id, line.head, &rewrite, "Ann", at(2)).expect("saved");
    let version = store.story_version(line.id, Some(n)).expect("read").expect("there");
    let added = version.story.sections.iter().find(|s| s.kind == SectionKind::Disputed);
    // A desk's table stands in place of the house's.
    assert_eq!(added.expect("added").heading(), "What Is Disputed");
}
