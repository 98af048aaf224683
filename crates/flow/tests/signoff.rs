//! The evidence of a sign-off, and that a changed word shows.

use std::os::unix::fs::PermissionsExt;
use wiredesk_flow::signoff::{self, Fault};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Byline, Check, Evidence, Report, Sentence, Span, Story, Verdict};
use wiredesk_store::{Incoming, Store};

fn signed(by: Option<&str>) -> (Store, wiredesk_model::StoryId, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("folder");
    let store = Store::open(folder.path()).expect("store");
    let now: Timestamp = "2024-09-15T08:00:00Z".parse().expect("time");
    let report = Report::new("x".into(), "Zwölf ships sank.");
    let id = store.receive(vec![Incoming::new(report)], now).expect("kept")[0].id.clone();
    let mut lede = Sentence::bound(
        "Twelve ships sank.",
        vec![Evidence { report: id, span: Span::new(0, 18) }],
    );
    let (verdict, findings, alignment) = (Verdict::Unsure, Vec::new(), Vec::new());
    lede.check = Some(Check { verdict, score: 0.25, findings, alignment });
    lede.override_reason = Some("The harbour master told us by telephone.".into());
    let story = Story {
        headline: Sentence::house("Ships sink"),
        lede: vec![lede],
        sections: Vec::new(),
        image: None,
        see_also: Vec::new(),
        channels: Vec::new(),
        tags: Vec::new(),
        tickers: Vec::new(),
        storyline: None,
        as_of: None,
        byline: Byline {
            drafted_by: Some("Wiredesk".into()),
            signed_by: by.map(str::to_owned),
            ..Byline::default()
        },
    };
    let id = store.new_story(&story, "Ann", now).expect("draft");
    (store, id, folder)
}

#[test]
fn a_document_is_verified_and_a_changed_word_shows() {
    let (store, id, folder) = signed(Some("Ann O"));
    let document = signoff::document(&store, id, None).expect("made");
    let verified = signoff::verify(&document).expect("fits");
    assert_eq!((verified.signed_by.as_str(), verified.overridden), ("Ann O", 1));
    assert_eq!(verified.headline, "Ships sink");
    assert_eq!(verified.key, signoff::public_key(folder.path()).expect("a key"));
    assert!(document.contains(r#""machine_drafted":true"#) && document.contains("telephone"));
    for (word, other) in [("Twelve", "Eleven"), ("Ann O", "Bob O"), ("unsure", "supported")] {
        assert_eq!(
            signoff::verify(&document.replace(word, other)),
            Err(Fault::Signature),
            "{word}"
        );
    }
    // white space and the order of keys are no part of what is signed
    let value: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    let pretty = serde_json::to_string_pretty(&value).expect("prints");
    assert_eq!(signoff::verify(&pretty), Ok(verified));
    assert_eq!(signoff::document(&store, id, None).expect("again"), document);
}

#[test]
fn the_key_is_its_owners_alone_and_stays() {
    let (_store, _, folder) = signed(None);
    let first = signoff::public_key(folder.path()).expect("a key");
    let mode = folder.path().join("signing.key").metadata().expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(signoff::public_key(folder.path()).expect("a key"), first);
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("a folder")
            .filter(|e| {
                e.as_ref().is_ok_and(|e| e.file_name().to_string_lossy().starts_with("signing.key"))
            })
            .count(),
        1
    );
}

#[test]
fn what_nobody_signed_has_no_document_and_nonsense_is_none() {
    let (store, id, _folder) = signed(None);
    assert!(signoff::document(&store, id, None).is_err());
    for nonsense in ["", "{}", "[1]", r#"{"record":{"format":"wiredesk sign-off 1"}}"#, "\u{0}"] {
        assert!(matches!(signoff::verify(nonsense), Err(Fault::Shape(_))), "{nonsense}");
    }
}
