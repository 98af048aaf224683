//! Stories, versions, locks, the publication log, the audit trail.

use crate::{at, finished, open, story};
use std::sync::mpsc::channel;
use std::time::Duration;
use wiredesk_model::{
    Check, CorrectionClass, Evidence, Finding, FindingClass, Grounds, PublicationKind, Section,
    SectionKind, Sentence, Span, StoryId, Verdict,
};
use wiredesk_store::{Edit, Error, Publish, Store, StoryState};

fn edit(id: StoryId, base: u32, headline: &str) -> Edit {
    Edit { id, base, story: story(headline), by: "ann".into(), note: None }
}

fn publish(id: StoryId, version: u32, kind: PublicationKind, note: Option<&str>) -> Publish {
    let finished = finished("t", &["World"], &[]);
    Publish { id, version, kind, note: note.map(Into::into), by: "ann".into(), finished }
}

#[test]
fn a_story_comes_back_with_its_evidence_and_checks() {
    let (_folder, store) = open();
    let evidence = Evidence { report: "r".into(), span: Span::new(3, 9) };
    let mut bound = Sentence::bound("Twelve shells.", vec![evidence.clone()]).opening();
    bound.check = Some(Check {
        verdict: Verdict::Unsure,
        score: 0.1 + 0.2,
        findings: vec![Finding {
            class: FindingClass::Number,
            span: Span::new(0, 6),
            hard: true,
            reason: "no".into(),
            clash: Some(evidence.clone()),
        }],
        alignment: vec![(Span::new(0, 6), evidence)],
    });
    bound.override_reason = Some("seen it".into());
    let mut given = story("h");
    given.lede = vec![bound];
    let house = vec![Sentence::house("House.")];
    given.sections = vec![Section::new(SectionKind::WhyItMatters, house)];
    let id = store.new_story(&given, "ann", at(0)).unwrap();
    let back = store.story_version(id, None).unwrap().unwrap();
    assert_eq!(back.story, given);
    assert_eq!(back.story.sections[0].sentences[0].grounds(), &Grounds::House);
    assert_eq!(id, StoryId(1));
}

#[test]
fn an_edit_on_an_old_version_is_a_conflict() {
    let (_folder, store) = open();
    let id = store.new_story(&story("one"), "ann", at(0)).unwrap();
    assert_eq!(store.save_story(edit(id, 1, "two"), at(1)).unwrap(), 2);
    let late = store.save_story(edit(id, 1, "three"), at(2));
    assert!(matches!(late, Err(Error::Conflict { current: 2 })));
    let stale = store.publish(publish(id, 1, PublicationKind::Published, None), at(3));
    assert!(matches!(stale, Err(Error::Conflict { current: 2 })));
    assert_eq!(store.head(), 0, "nothing was logged");
    let versions: Vec<_> = store.story_versions(id).unwrap().iter().map(|v| v.version).collect();
    assert_eq!(versions, [1, 2]);
    let missing = store.save_story(edit(StoryId(99), 1, "x"), at(4));
    assert!(matches!(missing, Err(Error::NotFound(_))));
}

#[test]
fn one_editor_at_a_time() {
    let (_folder, store) = open();
    let id = store.new_story(&story("one"), "ann", at(0)).unwrap();
    store.lock_story(id, "bob", at(60), at(0)).unwrap();
    store.lock_story(id, "bob", at(90), at(30)).unwrap();
    let locked = |r: Result<(), Error>| matches!(r, Err(Error::Locked { by, .. }) if by == "bob");
    assert!(locked(store.lock_story(id, "ann", at(99), at(30))));
    assert!(locked(store.save_story(edit(id, 1, "x"), at(89)).map(drop)));
    assert_eq!(store.save_story(edit(id, 1, "x"), at(90)).unwrap(), 2, "the lock has run out");
    store.lock_story(id, "bob", at(200), at(100)).unwrap();
    store.unlock_story(id, "ann").unwrap();
    assert!(locked(store.discard(id, "ann", None, at(101))));
    store.unlock_story(id, "bob").unwrap();
    store.discard(id, "ann", None, at(101)).unwrap();
}

#[test]
fn the_log_tells_all_that_was_done_in_order() {
    let (_folder, store) = open();
    let id = store.new_story(&story("one"), "ann", at(0)).unwrap();
    let refused = |kind, note: Option<&str>| {
        let outcome =
            store.publish(publish(id, store.story(id).unwrap().unwrap().head, kind, note), at(5));
        assert!(matches!(outcome, Err(Error::Refused(_))), "{kind:?}: {outcome:?}");
    };
    let corrected = PublicationKind::Corrected(CorrectionClass::Corrected);
    refused(PublicationKind::Updated, None);
    refused(corrected, Some("n"));
    refused(PublicationKind::Withdrawn, Some("n"));
    store.publish(publish(id, 1, PublicationKind::Published, None), at(10)).unwrap();
    refused(PublicationKind::Published, None);
    store.save_story(edit(id, 1, "two"), at(11)).unwrap();
    assert_eq!(store.published(id).unwrap().unwrap().version, 1, "readers still see the first");
    refused(corrected, Some(" "));
    store.publish(publish(id, 2, corrected, Some("ten, not twelve")), at(20)).unwrap();
    assert!(matches!(store.withdraw(id, "ann", " ", at(29)), Err(Error::Refused(_))));
    store.withdraw(id, "bob", "all wrong", at(30)).unwrap();
    assert!(matches!(store.withdraw(id, "bob", "again", at(31)), Err(Error::Refused(_))));

    let log = store.log_after(0, 99).unwrap();
    let seen: Vec<_> = log.iter().map(|p| (p.seq, p.kind.as_str(), p.version, p.at)).collect();
    let told =
        [(1, "published", 1, at(10)), (2, "corrected", 2, at(20)), (3, "withdrawn", 2, at(30))];
    assert_eq!(seen, told);
    assert_eq!(store.log_of(id).unwrap(), log);
    assert_eq!(store.log_tail(1).unwrap(), log[2..]);
    assert_eq!(store.head(), 3);

    let shown = store.published(id).unwrap().unwrap();
    assert_eq!((shown.created, shown.updated, shown.removed), (at(10), at(20), Some(at(30))));
    assert_eq!(store.story(id).unwrap().unwrap().state, StoryState::Withdrawn);
    let again = store.publish(publish(id, 2, PublicationKind::Published, None), at(40)).unwrap();
    assert_eq!(again.seq, 4);
    assert_eq!(store.published(id).unwrap().unwrap().created, at(10), "it never changes");

    let trail = store.audit_trail(Some(id), None, 99).unwrap();
    let acts: Vec<_> = trail.iter().rev().map(|a| a.entry.action.as_str()).collect();
    assert_eq!(acts, ["draft", "published", "save", "corrected", "withdrawn", "published"]);
    assert_eq!(trail[1].entry.details.as_deref(), Some("all wrong"));
}

fn queue(store: &Store, states: &[StoryState]) -> Vec<u64> {
    store.desk_list(states, None, 99).unwrap().iter().map(|l| l.id.0).collect()
}

#[test]
fn the_desk_lists_its_stories_by_state() {
    let (_folder, store) = open();
    for second in 0..3 {
        store.new_story(&story("s"), "ann", at(second)).unwrap();
    }
    store.publish(publish(StoryId(2), 1, PublicationKind::Published, None), at(9)).unwrap();
    store.discard(StoryId(1), "ann", None, at(10)).unwrap();
    assert_eq!(queue(&store, &[StoryState::Draft]), [3]);
    assert_eq!(queue(&store, &StoryState::ALL), [1, 2, 3]);
    let first = store.desk_list(&StoryState::ALL, None, 1).unwrap().remove(0);
    let rest = store.desk_list(&StoryState::ALL, Some((first.changed, first.id)), 9).unwrap();
    assert_eq!(rest.iter().map(|l| l.id.0).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn those_who_wait_are_woken_when_the_log_grows() {
    let (_folder, store) = open();
    let (told, heads) = channel();
    let subscription = store.subscribe(move |head| told.send(head).unwrap_or_default());
    let id = store.new_story(&story("one"), "ann", at(0)).unwrap();
    let waiting = store.clone();
    let waiter = std::thread::spawn(move || waiting.wait_after(0, Duration::from_secs(30)));
    store.publish(publish(id, 1, PublicationKind::Published, None), at(1)).unwrap();
    assert_eq!(waiter.join().unwrap(), 1);
    assert_eq!(heads.recv_timeout(Duration::from_secs(30)), Ok(1));
    drop(subscription);
    store.withdraw(id, "ann", "n", at(2)).unwrap();
    assert!(heads.recv().is_err(), "the hook is gone");
    assert_eq!(store.wait_after(2, Duration::ZERO), 2);
}

#[test]
fn cursors_only_go_forward_unless_rewound() {
    let (_folder, store) = open();
    assert_eq!(store.cursor("feed").unwrap(), 0);
    store.advance("feed", 7).unwrap();
    store.advance("feed", 3).unwrap();
    assert_eq!(store.cursor("feed").unwrap(), 7);
    store.rewind("feed", 3).unwrap();
    assert_eq!(store.cursor("feed").unwrap(), 3);
}
