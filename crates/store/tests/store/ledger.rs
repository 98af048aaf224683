//! What editors did to the ledger, and outlets.

use super::{at, open, report};
use wiredesk_model::{Evidence, Span};
use wiredesk_store::{ActWord, Incoming, NewLedgerAct};

#[test]
fn acts_are_kept_undone_and_audited() {
    let (_folder, store) = open();
    let about = NewLedgerAct {
        kind: ActWord::Reject,
        subject: "r#3".into(),
        object: None,
        evidence: Some(Evidence { report: "r".into(), span: Span::new(4, 40) }),
        trigger: Some(Span::new(9, 12)),
        by: "Ann".into(),
        reason: "misread".into(),
    };
    let before = store.ledger_acts_mark().unwrap();
    let id = store.add_ledger_act(about.clone(), at(1)).unwrap();
    assert_ne!(store.ledger_acts_mark().unwrap(), before);
    let acts = store.ledger_acts().unwrap();
    assert_eq!(acts.len(), 1);
    assert_eq!((acts[0].id, &acts[0].about, &acts[0].undone), (id, &about, &None));
    store.undo_ledger_act(id, "Bob", at(2)).unwrap();
    assert!(store.undo_ledger_act(id, "Bob", at(3)).is_err(), "undone twice");
    assert_eq!(store.ledger_acts().unwrap()[0].undone, Some((at(2), "Bob".into())));
    let trail = store.audit_trail(None, None, 10).unwrap();
    let did: Vec<&str> = trail.iter().map(|e| e.entry.action.as_str()).collect();
    assert_eq!(did, ["ledger-undo", "ledger-reject"]);
}

#[test]
fn outlets_are_counted_with_their_copies() {
    let (_folder, store) = open();
    let of = |outlet: &str, text: &str| {
        let mut report = report(outlet, text);
        report.source = Some(outlet.into());
        Incoming::new(report)
    };
    let all = vec![of("Agency", "Shells were sent."), of("Echo", "Shells were sent, it said.")];
    let received = store.receive(all, at(5)).unwrap();
    let assign = |report: &wiredesk_model::ReportId, duplicate_of| wiredesk_model::Assignment {
        report: report.clone(),
        storyline: "s".into(),
        duplicate_of,
        reason: String::new(),
    };
    let (first, copy) = (&received[0].id, &received[1].id);
    store.assign(vec![assign(first, None), assign(copy, Some(first.clone()))]).unwrap();
    let outlets = store.outlets("", 10).unwrap();
    let counted: Vec<_> = outlets.iter().map(|o| (o.name.as_str(), o.reports, o.copies)).collect();
    assert_eq!(counted, [("Agency", 1, 0), ("Echo", 1, 1)]);
    assert_eq!(store.outlet("Echo").unwrap().as_ref(), outlets.get(1));
    assert_eq!(store.outlet("Nobody").unwrap(), None);
    assert_eq!(store.copied_by_outlet("Echo", 5).unwrap(), [("Agency".to_owned(), 1)]);
    assert_eq!(store.copies_after(0).unwrap(), [(copy.clone(), first.clone())]);
    assert_eq!(store.reports_of_outlet("Echo", 5).unwrap().len(), 1);
}
