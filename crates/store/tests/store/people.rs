//! Users, sessions, tokens, the set-up token, the audit trail.

use crate::{at, open};
use wiredesk_store::{Audit, Error, NewToken, NewUser, Role, Secret, UserId};

fn user(name: &str, role: Role) -> NewUser {
    NewUser { name: name.into(), display: name.into(), password: "$argon2id$…".into(), role }
}

#[test]
fn the_set_up_token_makes_one_administrator() {
    let (_folder, store) = open();
    store.set_setup_token(Secret::of("old")).unwrap();
    store.set_setup_token(Secret::of("new")).unwrap();
    let wrong = store.set_up(Secret::of("old"), user("ann", Role::Reader), at(0));
    assert!(matches!(wrong, Err(Error::Refused(_))));
    store.set_up(Secret::of("new"), user("ann", Role::Reader), at(0)).unwrap();
    let ann = store.user("ANN").unwrap().unwrap();
    assert_eq!(ann.about.role, Role::Administrator);
    let twice = store.set_up(Secret::of("new"), user("bob", Role::Reader), at(0));
    assert!(matches!(twice, Err(Error::Refused(_))));
    assert!(matches!(store.set_setup_token(Secret::of("x")), Err(Error::Refused(_))));
}

#[test]
fn names_are_taken_once_and_somebody_stays_administrator() {
    let (_folder, store) = open();
    let ann = store.add_user(user("ann", Role::Administrator), at(0)).unwrap();
    assert!(matches!(store.add_user(user("Ann", Role::Reader), at(0)), Err(Error::Refused(_))));
    let less = store.edit_user(ann, user("ann", Role::Editor), None);
    assert!(matches!(less, Err(Error::Refused(_))));
    assert_eq!(store.user("ann").unwrap().unwrap().about.role, Role::Administrator);
    store.add_user(user("bob", Role::Administrator), at(0)).unwrap();
    store.edit_user(ann, user("ann", Role::Editor), Some(at(5))).unwrap();
    let nobody = store.edit_user(UserId(9), user("x", Role::Reader), None);
    assert!(matches!(nobody, Err(Error::NotFound(_))));
}

#[test]
fn a_session_ends_by_time_by_hand_and_with_its_user() {
    let (_folder, store) = open();
    let ann = store.add_user(user("ann", Role::Editor), at(0)).unwrap();
    store.add_user(user("root", Role::Administrator), at(0)).unwrap();
    let signed_in = |s: &str, second| store.session(Secret::of(s), at(second)).unwrap().is_some();
    for s in ["a", "b", "c"] {
        store.start_session(Secret::of(s), ann, at(100), at(0)).unwrap();
    }
    assert!(signed_in("a", 99) && !signed_in("a", 100) && !signed_in("z", 0));
    store.end_session(Secret::of("b")).unwrap();
    assert!(!signed_in("b", 1) && signed_in("c", 1));
    store.edit_user(ann, user("ann", Role::Editor), Some(at(2))).unwrap();
    assert!(!signed_in("c", 3));
}

#[test]
fn a_token_is_valid_until_it_expires_or_is_revoked() {
    let (_folder, store) = open();
    let token = |s: &str, expires| NewToken {
        secret: Secret::of(s),
        name: s.into(),
        owner: None,
        scopes: vec!["news".into()],
        settings: "{}".into(),
        expires,
    };
    let a = store.add_token(token("a", Some(at(50))), at(0)).unwrap();
    let b = store.add_token(token("b", None), at(0)).unwrap();
    let valid = |s: &str, second| store.token(Secret::of(s), at(second)).unwrap().is_some();
    assert!(valid("a", 49) && !valid("a", 50) && valid("b", 9999) && !valid("c", 0));
    store.rotate_token(b, Secret::of("b2"), at(3)).unwrap();
    assert!(valid("b", 1) && valid("b2", 1), "clients are changed one by one");
    assert!(!valid("b", 3) && valid("b2", 3));
    store.revoke_token(b, at(5)).unwrap();
    assert!(!valid("b2", 6));
    assert!(matches!(store.rotate_token(b, Secret::of("b3"), at(0)), Err(Error::NotFound(_))));
    store.note_token_use(vec![(a, at(7)), (a, at(3))]);
    store.audit(Audit::new("ann", "token"), at(8)).unwrap(); // waits, so the use is noted
    assert_eq!(store.tokens().unwrap()[1].last_used, Some(at(7)));
    let secret = format!("{:?}", store.tokens().unwrap());
    assert!(!secret.contains("[1") && secret.contains("Secret(…)"), "{secret}");
}

#[test]
fn the_audit_trail_is_listed_newest_first() {
    let (_folder, store) = open();
    for n in 0..5 {
        store.audit(Audit::new("ann", &format!("act {n}")), at(n)).unwrap();
    }
    let first = store.audit_trail(None, None, 3).unwrap();
    assert_eq!(first[0].entry.action, "act 4");
    let rest = store.audit_trail(None, Some(first[2].id), 9).unwrap();
    assert_eq!(rest.iter().map(|e| e.at).collect::<Vec<_>>(), [at(1), at(0)]);
}
