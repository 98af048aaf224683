//! The editors' place: queue, story beside its evidence, edit, sign, publish, correct, kill, trail;
//! and what came in: reports with their readings, storylines, sources, what was set aside.
//!
//! `view` lays a story out beside its evidence; `story` shows and changes it by the commands of
//! `flow::desk`; `lists` and `reports` show the rest. Everything works without scripts.

mod edit;
pub(crate) mod frame;
mod ledger;
mod lists;
mod manage;
mod pictures;
pub(crate) mod pieces;
mod reports;
mod story;
mod tokens;
mod view;

use axum::Router;
use axum::routing::{get, post};
use jiff::Timestamp;

use crate::AppState;

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk", get(lists::queue))
        .route("/desk/trail", get(lists::trail))
        .route("/desk/quarantine", get(lists::quarantine))
        .route("/desk/storylines", get(lists::storylines))
        .route("/desk/reports", get(reports::list))
        .route("/desk/report/{id}", get(reports::one))
        .route("/desk/sources", get(manage::sources).post(manage::add_source))
        .route("/desk/sources/{id}", post(manage::switch_source))
        .route("/desk/people", get(manage::people).post(manage::add_person))
        .route("/desk/tokens", get(tokens::list).post(tokens::add))
        .route("/desk/tokens/{id}", post(tokens::change))
        .route("/desk/people/{id}", post(manage::change_person))
        .route("/desk/ledger", get(ledger::acts).post(ledger::act))
        .route("/desk/ledger/undo", post(ledger::undo))
        .route("/desk/ledger/claim", get(ledger::claim).post(ledger::on_claim))
        .route("/desk/story/{id}", get(story::one))
        .route("/desk/story/{id}/preview", get(story::preview))
        .route("/desk/story/{id}/compare", get(story::compare))
        .route("/desk/story/{id}/edit", get(edit::form).post(edit::save))
        .route("/desk/story/{id}/picture", get(pictures::form))
        .route("/desk/story/{id}/picture/choose", post(pictures::choose))
        .route("/desk/story/{id}/picture/remove", post(pictures::remove))
        .route("/desk/story/{id}/bind", post(story::bind))
        .route("/desk/story/{id}/model", post(story::ask_model))
        .route("/desk/story/{id}/sign", post(story::sign))
        .route("/desk/story/{id}/publish", post(story::publish))
        .route("/desk/story/{id}/kill", post(story::kill))
        .route("/desk/story/{id}/discard", post(story::discard))
}

/// What takes files: with bounds of its own.
pub(crate) fn uploads() -> Router<AppState> {
    Router::new().route("/desk/story/{id}/picture", post(pictures::upload))
}

/// How long ago, as one says it.
fn ago(then: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second() - then.as_second();
    let (count, unit) = match seconds {
        ..60 => return "just now".into(),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    #[test]
    fn ages_are_told_in_words() {
        let now = "2024-09-15T08:00:00Z".parse().expect("time");
        let check = |then: &str, expected: &str| {
            assert_eq!(super::ago(then.parse().expect(then), now), expected);
        };
        check("2024-09-15T08:00:30Z", "just now");
        check("2024-09-15T07:59:30Z", "just now");
        check("2024-09-15T07:59:00Z", "1 minute ago");
        check("2024-09-15T05:30:00Z", "2 hours ago");
        check("2024-09-01T05:30:00Z", "14 days ago");
    }
}
