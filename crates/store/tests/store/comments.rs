//! Comments: two levels, held, edited, reported, judged, closed.

use crate::{at, open, story};
use wiredesk_model::StoryId;
use wiredesk_store::{
    Comment, CommentId, CommentState, Door, Error, NewComment, NewUser, Role, Store, UserId,
};

fn user(store: &Store, name: &str) -> UserId {
    let about = NewUser {
        name: name.into(),
        display: name.into(),
        password: "x".into(),
        role: Role::Reader,
    };
    store.add_user(about, at(0)).unwrap()
}

fn words(comments: &[Comment]) -> Vec<(&str, Option<u64>)> {
    comments.iter().map(|c| (c.text.as_str(), c.parent.map(|p| p.0))).collect()
}

#[test]
fn comments_go_two_levels_and_wait_for_moderators() {
    let (_folder, store) = open();
    let (ann, bob) = (user(&store, "ann"), user(&store, "bob"));
    let story = store.new_story(&story("x"), "wiredesk", at(0)).unwrap();
    let add = |user, parent: Option<CommentId>, text: &str, held: Option<&str>| {
        let held = held.map(String::from);
        store.add_comment(NewComment { story, parent, user, text: text.into(), held }, at(1))
    };
    let top = add(ann, None, "one", None).unwrap();
    let answer = add(bob, Some(top), "two", None).unwrap();
    add(ann, Some(answer), "three", None).unwrap();
    let held = add(bob, None, "four", Some("a new account")).unwrap();
    let seen = store.comments_of(story, None, 50).unwrap();
    assert_eq!(words(&seen), [("one", None), ("two", Some(top.0)), ("three", Some(top.0))]);
    assert_eq!(store.comments_of(story, Some(bob), 50).unwrap().len(), 4, "one's own held one");
    assert!(add(ann, Some(CommentId(99)), "x", None).is_err());

    store.report_comment((answer, ann), "rude", at(2)).unwrap();
    store.report_comment((answer, ann), "again", at(2)).unwrap();
    let queue = store.comment_queue(10).unwrap();
    assert_eq!(queue.iter().map(|(c, _)| c.id).collect::<Vec<_>>(), [answer, held]);
    assert_eq!((queue[0].0.reports, queue[0].1.as_slice()), (1, ["rude".to_owned()].as_slice()));
    store.judge_comment(held, (CommentState::Shown, None), "mod", at(3)).unwrap();
    let removed = (CommentState::Removed, Some("rude".into()));
    store.judge_comment(answer, removed, "mod", at(3)).unwrap();
    assert!(store.comment_queue(10).unwrap().is_empty());
    assert_eq!(store.comment_count(story).unwrap(), 3);
    assert_eq!(store.comment_record(ann, at(0)).unwrap(), (2, 2));
}

#[test]
fn ones_own_words_can_be_changed_for_a_while_and_doors_close() {
    let (_folder, store) = open();
    let (ann, bob) = (user(&store, "ann"), user(&store, "bob"));
    let story: StoryId = store.new_story(&story("x"), "wiredesk", at(0)).unwrap();
    let new = || NewComment { story, parent: None, user: ann, text: "one".into(), held: None };
    let id = store.add_comment(new(), at(10)).unwrap();
    store.edit_comment((id, ann), "uno", None, at(5), at(11)).unwrap();
    let refused = |result| assert!(matches!(result, Err(Error::Refused(_))));
    refused(store.edit_comment((id, bob), "due", None, at(5), at(11)));
    refused(store.edit_comment((id, ann), "tre", None, at(10), at(11)));
    assert_eq!(store.comment(id).unwrap().unwrap().text, "uno");
    store.set_comment_door(story, Door::Closed, "mod", at(12)).unwrap();
    refused(store.add_comment(new(), at(13)).map(|_| ()));
    assert_eq!(store.comment_door(story).unwrap(), Door::Closed);
}
