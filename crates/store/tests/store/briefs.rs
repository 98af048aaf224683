//! Briefs: an hour is dealt with once, whoever asks how often; nothing of a reader stays.

use crate::{at, open};
use wiredesk_model::jiff::{Timestamp, ToSpan};
use wiredesk_store::{
    BriefId, Commission, Error, Issue, NewBrief, NewCommission, NewDelivery, NewUser, Role, Store,
    TargetId, UserId,
};

fn user(store: &Store, name: &str) -> UserId {
    let about = NewUser {
        name: name.into(),
        display: name.into(),
        password: "x".into(),
        role: Role::Operator,
    };
    store.add_user(about, at(0)).expect("added")
}

fn ask(store: &Store, owner: UserId, due: Timestamp, most: usize) -> Result<Commission, Error> {
    let commission = NewCommission {
        owner,
        name: "Korea".into(),
        subject: "{}".into(),
        timetable: Some("{}".into()),
        mail: true,
        token: format!("{} {due}", owner.0),
        seen: "{}".into(),
        due,
    };
    let id = store.add_commission(commission, most, at(0))?;
    Ok(store.commission(id)?.expect("kept"))
}

fn issue(commission: &Commission, brief: bool, next: Option<Timestamp>) -> Issue {
    let made = NewBrief { title: "Korea".into(), document: "{}".into() };
    Issue {
        commission: commission.id,
        due: commission.due.expect("due"),
        brief: brief.then_some(made),
        seen: "{\"log\":3}".into(),
        next,
        keep: 2,
    }
}

fn letter(target: TargetId) -> impl FnOnce(BriefId) -> NewDelivery + Send + 'static {
    move |id| NewDelivery {
        target,
        key: format!("brief {}", id.0),
        seq: None,
        query: None,
        body: "{}".into(),
    }
}

#[test]
fn an_hour_is_dealt_with_once() {
    let (_folder, store) = open();
    let ann = user(&store, "ann");
    let later = at(0) + 24.hours();
    let commission = ask(&store, ann, at(0), 9).expect("kept");
    assert_eq!(store.commissions_due(at(0) - 1.second(), 9).expect("read"), []);
    assert_eq!(store.commissions_due(at(0), 9).expect("read").len(), 1);
    let target = store.mail_target(at(0)).expect("target");
    let first = store.issue(issue(&commission, true, Some(later)), Some(letter(target)), at(0));
    let id = first.expect("made").flatten().expect("a brief");
    // Whoever comes second with the same hour finds it done.
    let second = store.issue(issue(&commission, true, Some(later)), Some(letter(target)), at(0));
    assert_eq!(second.expect("answered"), None);
    assert_eq!(store.briefs_of(ann, None, 9).expect("read").len(), 1);
    let out = store.claim(9, 9, at(0) + 1.hour(), at(0)).expect("claimed");
    assert_eq!(out.len(), 1);
    assert_eq!(out[0].about.key, format!("brief {}", id.0));
    let commission = store.commission(commission.id).expect("read").expect("there");
    assert_eq!((commission.due, commission.about.seen.as_str()), (Some(later), "{\"log\":3}"));
    // Nothing new: no brief, no letter, but the hour is done.
    let none =
        store.issue(issue(&commission, false, None), None::<fn(BriefId) -> NewDelivery>, later);
    assert_eq!(none.expect("made"), Some(None));
    assert_eq!(store.commissions_due(Timestamp::MAX, 9).expect("read"), []);
}

#[test]
fn orders_are_bounded_and_old_briefs_go_but_for_signed_ones() {
    let (_folder, store) = open();
    let ann = user(&store, "ann");
    let first = ask(&store, ann, at(0), 2).expect("kept");
    ask(&store, ann, at(0) + 1.hour(), 2).expect("kept");
    assert!(matches!(ask(&store, ann, at(0) + 2.hours(), 2), Err(Error::Refused(_))));
    let mut commission = first;
    for hour in 1..=4_i64 {
        let next = Some(at(0) + hour.hours());
        let none = None::<fn(BriefId) -> NewDelivery>;
        let id = store.issue(issue(&commission, true, next), none, at(0)).expect("made");
        if hour == 1 {
            store.sign_brief(id.flatten().expect("id"), "Ann", true, at(0)).expect("signed");
        }
        commission = store.commission(commission.id).expect("read").expect("there");
    }
    // Two are kept, and the one that was signed.
    assert_eq!(store.briefs_of(ann, None, 9).expect("read").len(), 3);
    let signed = store.signed_briefs(9).expect("read");
    assert_eq!(signed.len(), 1);
    assert!(store.sign_brief(signed[0].id, "Ann", true, at(0)).is_err(), "twice");
    store.drop_commission(commission.id).expect("dropped");
    assert_eq!(store.briefs_of(ann, None, 9).expect("read").len(), 1);
    store.sign_brief(signed[0].id, "Ann", false, at(0)).expect("taken back");
    assert_eq!(store.signed_briefs(9).expect("read"), []);
}

#[test]
fn who_leaves_takes_the_briefs_along() {
    let (_folder, store) = open();
    let (ann, bob) = (user(&store, "ann"), user(&store, "bob"));
    let commission = ask(&store, bob, at(0), 9).expect("kept");
    let next = Some(at(0) + 1.hour());
    store
        .issue(issue(&commission, true, next), None::<fn(BriefId) -> NewDelivery>, at(0))
        .expect("made");
    store.delete_account(bob, at(0)).expect("gone");
    assert_eq!(store.commission(commission.id).expect("read"), None);
    assert_eq!(store.briefs_of(bob, None, 9).expect("read"), []);
    assert_eq!(store.commissions_due(Timestamp::MAX, 9).expect("read"), []);
    ask(&store, ann, at(0), 9).expect("others go on");
}
