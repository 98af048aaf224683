//! Every bound of the web side, named once; `wiredesk limits` prints them.

use std::time::Duration;

/// Bytes of a request's body.
pub const BODY_BYTES_MAX: usize = 1 << 20;
/// Bytes of an upload; the picture in it is bounded by `wiredesk_picture::limits`.
pub const UPLOAD_BYTES_MAX: usize = 21 << 20;
/// Seconds that an upload may take.
pub const UPLOAD_S_MAX: u64 = 180;
/// Pictures unpacked at once: each takes up to 400 MB for a moment.
pub const PICTURES_AT_ONCE: usize = 1;
/// Pictures shown to choose from.
pub const PICTURES_SHOWN: usize = 24;
/// Seconds that an answer may take.
pub const ANSWER_S_MAX: u64 = 20;
/// The same, as a duration.
pub const ANSWER_MAX: Duration = Duration::from_secs(ANSWER_S_MAX);
/// Requests worked on at once; more are asked to come again.
pub const REQUESTS_AT_ONCE: usize = 512;
/// Connections open at once; more wait at the door.
pub const CONNECTIONS_MAX: usize = 60_000;
/// Seconds after which a connection to which nothing could be written is closed.
pub const QUIET_S: u64 = 60;
/// Passwords worked on at once: each takes 19 MiB.
pub const PASSWORDS_AT_ONCE: usize = 2;
/// Days that a sign-in lasts.
pub const SESSION_DAYS: i64 = 14;
/// Failed sign-ins in [`THROTTLE_S`] before one has to wait, by name and by address.
pub const FAILURES_MAX: u32 = 8;
/// The same from one address, behind which many may sit.
pub const FAILURES_FROM_MAX: u32 = 40;
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
/// Sections looked at to find one by its address.
pub const SECTIONS_LOOKED_AT: usize = 500;
/// Stories taken back that a feed looks through for its own.
pub const REMOVED_LOOKED_AT: usize = 200;
/// Rows on a page of the API when nothing is asked for.
pub const API_PAGE: usize = 50;
/// Rows on a page of the API at most.
pub const API_PAGE_MAX: usize = 500;
/// Rows of an export read at once.
pub const EXPORT_ROWS: usize = 500;
/// Exports under way at once.
pub const EXPORTS_AT_ONCE: usize = 4;
/// Characters of a search.
pub const QUERY_CHARS_MAX: usize = 500;
/// Stories that a search lists among: the best so many.
pub const SEARCHED_AMONG: usize = 1000;
/// Storylines of which what happened is kept as made.
pub const TIMELINES_KEPT: usize = 256;
/// Feeds kept as made.
pub const FEEDS_KEPT: usize = 512;
/// Stories on a page of a reader's search.
pub const SEARCH_PAGE: usize = 20;
/// Pages of it.
pub const SEARCH_PAGES: usize = 50;
/// Sections offered to narrow it.
pub const SECTIONS_OFFERED: usize = 60;
/// Outlets offered to narrow it.
pub const OUTLETS_OFFERED: usize = 200;
/// Seconds for which their names are remembered.
pub const OUTLETS_FRESH_S: i64 = 60;
/// Entities of the name that is looked for.
pub const ABOUT_SHOWN: usize = 3;
/// Results of a search.
pub const FOUND_MAX: usize = 30;
/// Lines on a page of the desk's lists.
pub const LIST_PAGE: usize = 60;
/// Characters of context shown round evidence.
pub const CONTEXT_CHARS: usize = 220;
/// Entries of the log kept ready for streams.
pub const TAPE_ENTRIES: usize = 2_048;
/// Bytes that they take at most.
pub const TAPE_BYTES: usize = 64 << 20;
/// Entries that a stream which was at the head may fall behind before it is cut.
pub const BEHIND_MAX: u64 = 2_000;
/// Streams that are read again from the store at once; others wait.
pub const CATCHING_UP_AT_ONCE: usize = 4;
/// Seconds that a client may take nothing before its stream is cut.
pub const STALL_S: u64 = 20;
/// Seconds between two signs of life of our own streams.
pub const HEARTBEAT_S: u64 = 15;
/// Seconds that a client has to answer a goodbye.
pub const GOODBYE_S: u64 = 2;
/// Bytes of one message that a client may send to a stream.
pub const HEARD_BYTES_MAX: usize = 64 << 10;
/// Bytes of a WebSocket's reading buffer, which each has.
pub const READ_BUFFER: usize = 1 << 10;
/// Bytes of messages that a WebSocket writes together; larger ones go alone.
pub const WRITE_BUFFER: usize = 4 << 10;
/// Streams of all clients.
pub const LINES_MAX: usize = 50_000;
/// Own streams of one token.
pub const LINES_PER_TOKEN: usize = 20_000;
/// Entries looked through when a client asks for the last ones again.
pub const REPLAY_LOOK: usize = 1_000;
/// Entries told again at most.
pub const REPLAY_MAX: usize = 100;
/// Seconds between two pings where the dialect sets it.
pub const PING_S: u64 = 10;
/// Streams of one token in Alpaca's dialect.
pub const LINES_ALPACA: usize = 10;
/// Connections to the TCP feed.
pub const TCP_MAX: usize = 1_000;
/// Names in one list of a stream's filter.
pub const NAMES_MAX: usize = 500;
/// Requests a second that a token may make when nothing else is set for it.
pub const TOKEN_PER_SECOND: u32 = 250;
/// Bytes of a token as shown.
pub const TOKEN_BYTES_MAX: usize = 512;
/// Seconds between two notes of when a token was used.
pub const TOKEN_USE_NOTED_S: i64 = 10;
/// Tokens whose budgets are remembered at once.
pub const BUDGETS_MAX: usize = 100_000;
/// Bytes of one kept answer; larger ones are made each time.
pub const PAGE_KEPT_BYTES_MAX: usize = 2 << 20;
/// Bytes of all kept answers.
pub const PAGES_BYTES_MAX: usize = 64 << 20;
/// Bytes from which an answer is packed.
pub const PACKED_BYTES_MIN: usize = 512;
/// Stories that a search by topics looks among.
pub const TOPIC_STORIES_MAX: usize = 1_000;
/// Bytes after which a page of many stories ends and the next one is linked.
pub const LONG_PAGE_BYTES: usize = 16 << 20;

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
/// Standing queries shown on a page.
pub const ALERTS_SHOWN: usize = 200;
/// Matches in the archive shown when a query is tried.
pub const MATCHES_SHOWN: usize = 20;
/// Deliveries that a person may set up.
pub const ALERT_TARGETS: usize = 20;
/// Briefs shown on the page of their reader.
pub const BRIEFS_SHOWN: usize = 60;
/// What was asked for, shown there.
pub const COMMISSIONS_SHOWN: usize = 200;
/// Signed briefs on their page and in their feed.
pub const SIGNED_BRIEFS: usize = 40;
/// Characters of a brief's name.
pub const BRIEF_NAME_CHARS: usize = 120;
/// Characters of a delivery's name.
pub const ALERT_NAME_CHARS: usize = 120;

/// Stories offered to read next.
pub const READ_NEXT: usize = 3;
/// Paths of who told whom shown with a story.
pub const CHAIN_SHOWN: usize = 10;
/// Characters of a name that others see.
pub const NAME_CHARS: usize = 40;
/// Hours that a link to confirm an e-mail works.
pub const CONFIRM_HOURS: i64 = 48;
/// Passkeys of an account.
pub const PASSKEYS_MAX: usize = 20;
/// Seconds that a question to a passkey holds.
pub const CHALLENGE_S: i64 = 300;
/// Answered questions that are remembered.
pub const CHALLENGES_REMEMBERED: usize = 10_000;
/// Characters of a passkey's field in a form.
pub const PASSKEY_TEXT_MAX: usize = 16 << 10;
/// Hours that a link for a new password works.
pub const RESET_HOURS: i64 = 2;
/// Own comments listed on the account's page.
pub const OWN_COMMENTS: usize = 40;
/// Characters of what somebody says about being banned.
pub const APPEAL_CHARS: usize = 1_000;
/// Characters of a comment.
pub const COMMENT_CHARS: usize = 3_000;
/// Comments shown under a story.
pub const COMMENTS_SHOWN: usize = 200;
/// Minutes in which one may change one's comment.
pub const COMMENT_EDIT_MIN: i64 = 15;
/// Comments that a new account writes before they are shown at once.
pub const COMMENTS_TRUSTED: u64 = 2;
/// Links in a comment that need no look.
pub const COMMENT_LINKS: usize = 1;
/// Comments that one may write in [`COMMENT_RATE_MIN`].
pub const COMMENT_RATE: u64 = 8;
/// Minutes over which comments are counted.
pub const COMMENT_RATE_MIN: i64 = 10;
/// Comments in the moderators' queue.
pub const QUEUE_SHOWN: usize = 60;
/// Comments in a story's feed of comments.
pub const COMMENT_FEED: usize = 60;

/// All of them, for people.
pub const ALL: &[(&str, usize, &str)] = &[
    ("body_bytes", BODY_BYTES_MAX, "bytes of a request's body"),
    ("upload_bytes", UPLOAD_BYTES_MAX, "bytes of an upload"),
    ("upload_s", UPLOAD_S_MAX as usize, "seconds that an upload may take"),
    ("pictures_at_once", PICTURES_AT_ONCE, "pictures unpacked at once"),
    ("answer_s", ANSWER_S_MAX as usize, "seconds that an answer may take"),
    ("requests_at_once", REQUESTS_AT_ONCE, "requests worked on at once"),
    ("connections", CONNECTIONS_MAX, "connections open at once"),
    ("quiet_s", QUIET_S as usize, "seconds after which a quiet connection is closed"),
    ("passwords_at_once", PASSWORDS_AT_ONCE, "passwords worked on at once"),
    ("session_days", SESSION_DAYS as usize, "days that a sign-in lasts"),
    ("sign_in_failures", FAILURES_MAX as usize, "failed sign-ins before one has to wait"),
    ("throttle_s", THROTTLE_S as usize, "seconds over which they are counted"),
    ("passkeys", PASSKEYS_MAX, "passkeys of an account"),
    ("challenge_s", CHALLENGE_S as usize, "seconds that a question to a passkey holds"),
    ("front_stories", FRONT_STORIES, "stories on a front page"),
    ("tape_entries", TAPE_ENTRIES, "entries of the log kept ready for streams"),
    ("tape_bytes", TAPE_BYTES, "bytes that they take at most"),
    ("behind", BEHIND_MAX as usize, "entries that a stream may fall behind"),
    ("catching_up", CATCHING_UP_AT_ONCE, "streams read again from the store at once"),
    ("stall_s", STALL_S as usize, "seconds that a stream's client may take nothing"),
    ("heartbeat_s", HEARTBEAT_S as usize, "seconds between two signs of life of a stream"),
    ("heard_bytes", HEARD_BYTES_MAX, "bytes of a message sent to a stream"),
    ("lines", LINES_MAX, "streams of all clients"),
    ("replay", REPLAY_MAX, "entries of a stream told again when asked"),
    ("tcp", TCP_MAX, "connections to the TCP feed"),
    ("lines_per_token", LINES_PER_TOKEN, "own streams of one token"),
    ("alert_targets", ALERT_TARGETS, "deliveries of alerts that a person may set up"),
    ("found", FOUND_MAX, "results of a search"),
    ("comment_chars", COMMENT_CHARS, "characters of a comment"),
    ("comment_edit_min", COMMENT_EDIT_MIN as usize, "minutes in which one may change it"),
    ("comment_rate", COMMENT_RATE as usize, "comments that one may write in 10 minutes"),
    ("rank_rows", RANK_ROWS, "rows of a ranking that are shown"),
    ("tellers_shown", TELLERS_SHOWN, "first tellers shown for each number"),
    ("happenings_shown", HAPPENINGS_SHOWN, "happenings shown of a relation"),
    ("matrix_side", MATRIX_SIDE, "rows and columns of the matrix of actors"),
    ("api_page", API_PAGE_MAX, "rows on a page of the API"),
    ("exports_at_once", EXPORTS_AT_ONCE, "exports under way at once"),
    ("searched_among", SEARCHED_AMONG, "stories that a search lists among"),
    ("timelines_kept", TIMELINES_KEPT, "storylines whose timeline is kept as made"),
    ("feeds_kept", FEEDS_KEPT, "feeds kept as made"),
    ("token_per_second", TOKEN_PER_SECOND as usize, "requests a second, unless set for a token"),
    ("token_bytes", TOKEN_BYTES_MAX, "bytes of a token as shown"),
    ("token_use_noted_s", TOKEN_USE_NOTED_S as usize, "seconds between two notes of a token's use"),
    ("budgets", BUDGETS_MAX, "tokens whose budgets are remembered"),
    ("page_kept_bytes", PAGE_KEPT_BYTES_MAX, "bytes of one kept answer of an API"),
    ("pages_bytes", PAGES_BYTES_MAX, "bytes of all kept answers"),
    ("packed_bytes_min", PACKED_BYTES_MIN, "bytes from which an answer is packed"),
    ("topic_stories", TOPIC_STORIES_MAX, "stories that a search by topics looks among"),
    ("long_page_bytes", LONG_PAGE_BYTES, "bytes after which a page of many stories ends"),
];
