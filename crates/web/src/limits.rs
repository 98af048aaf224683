//! Every bound of the web side, named once; `wiredesk limits` prints them.

use std::time::Duration;

/// Bytes of a request's body.
pub const BODY_BYTES_MAX: usize = 1 << 20;
/// Seconds that an answer may take.
pub const ANSWER_S_MAX: u64 = 20;
/// The same, as a duration.
pub const ANSWER_MAX: Duration = Duration::from_secs(ANSWER_S_MAX);
/// Requests worked on at once; more are asked to come again.
pub const REQUESTS_AT_ONCE: usize = 512;
/// Passwords worked on at once: each takes 19 MiB.
pub const PASSWORDS_AT_ONCE: usize = 2;
/// Days that a sign-in lasts.
pub const SESSION_DAYS: i64 = 14;
/// Failed sign-ins in [`THROTTLE_S`] before one has to wait, by name and by address.
pub const FAILURES_MAX: u32 = 8;
/// Seconds over which failed sign-ins are counted.
pub const THROTTLE_S: i64 = 15 * 60;
/// Names and addresses remembered for it.
pub const THROTTLED_MAX: usize = 20_000;
/// Bytes of a password.
pub const PASSWORD_BYTES: std::ops::RangeInclusive<usize> = 10..=512;
/// Stories on a front page.
pub const FRONT_STORIES: usize = 30;
/// Sections in the menu.
pub const SECTIONS_MAX: usize = 8;
/// Results of a search.
pub const FOUND_MAX: usize = 30;
/// Lines on a page of the desk's lists.
pub const LIST_PAGE: usize = 60;
/// Characters of context shown round evidence.
pub const CONTEXT_CHARS: usize = 220;

/// Rows of a ranking that are shown.
pub const RANK_ROWS: usize = 20;
/// First tellers shown for each number.
pub const TELLERS_SHOWN: usize = 24;
/// Quotes shown of each of them, or of a happening.
pub const QUOTES_SHOWN: usize = 3;
/// Characters of a quote.
pub const QUOTE_CHARS: usize = 420;
/// Deeds shown of a relation.
pub const RUNGS_SHOWN: usize = 40;
/// Happenings shown of a relation or an entity.
pub const HAPPENINGS_SHOWN: usize = 60;
/// Rows and columns of the matrix of actors.
pub const MATRIX_SIDE: usize = 12;
/// Ribbons in its drawing.
pub const RIBBONS: usize = 40;
/// Relations listed on an entity's page, or whom an outlet copies.
pub const PARTNERS_SHOWN: usize = 24;
/// Claims looked through for what an entity says itself.
pub const CLAIMS_LOOKED_AT: usize = 200;
/// Sayings shown of an entity.
pub const SAYS_SHOWN: usize = 8;
/// Stories listed on an entity's page.
pub const STORIES_OF_ENTITY: usize = 6;
/// Ratings listed.
pub const RATINGS_SHOWN: usize = 6;
/// Outlets listed.
pub const OUTLETS_SHOWN: usize = 500;
/// Reports listed of an outlet.
pub const REPORTS_OF_OUTLET: usize = 60;
/// Storylines looked through for stories that stand on an outlet.
pub const STORYLINES_OF_OUTLET: usize = 12;

/// All of them, for people.
pub const ALL: &[(&str, usize, &str)] = &[
    ("body_bytes", BODY_BYTES_MAX, "bytes of a request's body"),
    ("answer_s", ANSWER_S_MAX as usize, "seconds that an answer may take"),
    ("requests_at_once", REQUESTS_AT_ONCE, "requests worked on at once"),
    ("passwords_at_once", PASSWORDS_AT_ONCE, "passwords worked on at once"),
    ("session_days", SESSION_DAYS as usize, "days that a sign-in lasts"),
    ("sign_in_failures", FAILURES_MAX as usize, "failed sign-ins before one has to wait"),
    ("throttle_s", THROTTLE_S as usize, "seconds over which they are counted"),
    ("front_stories", FRONT_STORIES, "stories on a front page"),
    ("found", FOUND_MAX, "results of a search"),
    ("rank_rows", RANK_ROWS, "rows of a ranking that are shown"),
    ("tellers_shown", TELLERS_SHOWN, "first tellers shown for each number"),
    ("happenings_shown", HAPPENINGS_SHOWN, "happenings shown of a relation"),
    ("matrix_side", MATRIX_SIDE, "rows and columns of the matrix of actors"),
];
