//! Every bound of the flow, named once; `wiredesk limits` prints them.

/// Reports worked on between two commits.
pub const BATCH_REPORTS: usize = 256;
/// Bytes of input held while a batch is gathered.
pub const BATCH_BYTES: usize = 64 << 20;
/// Folders are walked this deep.
pub const FOLDER_DEPTH_MAX: usize = 32;
/// Files taken from one named folder.
pub const FOLDER_FILES_MAX: usize = 1_000_000;
/// Reports that a draft is made from; of a longer storyline, the newest originals.
pub const DRAFT_REPORTS_MAX: usize = 60;
/// Reports read again at start, so that new ones find the storylines they go on with.
pub const REMEMBERED_REPORTS_MAX: usize = 20_000;
/// Own stories offered as *See Also*.
pub const SEE_ALSO_MAX: usize = 2;
/// Sources polled at once.
pub const POLLS_AT_ONCE: usize = 8;
/// Seconds between two polls of a source that answers.
pub const POLL_INTERVAL_S: i64 = 300;
/// Seconds that a failing source is left alone at most.
pub const POLL_BACKOFF_S_MAX: i64 = 6 * 3600;
/// Publications held against the standing queries between two commits.
pub const BATCH_ALERTS: usize = 64;
/// Standing queries read from the store at once.
pub const BATCH_QUERIES: usize = 10_000;
/// Deliveries under way at once.
pub const DELIVERIES_AT_ONCE: usize = 256;
/// Deliveries under way at once to one target.
pub const DELIVERIES_PER_TARGET: usize = 8;
/// Seconds after which a delivery whose sender died is sent again; longer than any attempt.
pub const LEASE_S: i64 = 90;
/// Seconds that deliveries under way are given when the server stops.
pub const FAREWELL_S: u64 = 5;
/// Days for which what was delivered is remembered.
pub const DELIVERED_DAYS: i64 = 7;

/// Recipients offered to choose a ranking from.
pub const BUSIEST_MAX: usize = 12;
/// Originals of a storyline that its timeline is made from.
pub const TIMELINE_REPORTS_MAX: usize = 60;
/// Changes of standing queries after which their snapshot is made anew.
pub const UNSAVED_QUERIES: usize = 10_000;
/// Held alerts that go out in one message.
pub const HELD_TOGETHER: usize = 1_000;
/// Stories that a query is tried on one by one, where the search index alone cannot decide; of
/// more, the newest.
pub const TRIED_STORIES: usize = 20_000;
/// Briefs that a reader may have waiting.
pub const BRIEFS_READER: usize = 20;
/// The same of those who work at the desk.
pub const BRIEFS_STAFF: usize = 200;
/// Unsigned briefs kept of one order; older ones go.
pub const BRIEFS_KEPT: usize = 100;
/// Orders whose brief is made between two looks at what is due.
pub const BRIEFS_AT_ONCE: usize = 64;
/// Characters of a brief's name.
pub const BRIEF_NAME_CHARS: usize = 120;
/// Publications looked through for a brief, the newest; and remembered for the next brief.
pub const BRIEF_LOG: usize = 2_000;
/// Claims looked through for each entity of a brief, those that came last.
pub const BRIEF_CLAIMS: usize = 400;
/// Ratings looked through for a brief, those that changed last.
pub const BRIEF_RATINGS: usize = 400;
/// Entities of a watchlist whose ranking is tried.
pub const BRIEF_RANKED: usize = 5;
/// Sentences of a story in a brief.
pub const BRIEF_SENTENCES: usize = 3;
/// Words quoted for each of them.
pub const BRIEF_GROUNDS: usize = 3;
/// Characters of a quote in a brief.
pub const BRIEF_QUOTE_CHARS: usize = 320;
/// Sections looked through for one by its name.
pub const BRIEF_SECTIONS: usize = 500;
/// Drafts that editors asked the model for and that wait.
pub const MODEL_WAITING_MAX: usize = 32;
/// Drafts remembered as asked for.
pub const MODEL_TRIED_MAX: usize = 100_000;

/// Words and conditions in a reader's search.
pub const SOUGHT_CLAUSES: usize = 64;
/// Ratings of one company that its consensus is made of.
pub const CONSENSUS_RATINGS: usize = 5_000;
/// Addresses of feeds that a hub is told at once.
pub const TOPICS_TOGETHER: usize = 100;

/// All of them, for people.
pub const ALL: &[(&str, usize, &str)] = &[
    ("batch_reports", BATCH_REPORTS, "reports worked on between two commits"),
    ("batch_bytes", BATCH_BYTES, "bytes of input held while a batch is gathered"),
    ("folder_depth", FOLDER_DEPTH_MAX, "folders are walked this deep"),
    ("folder_files", FOLDER_FILES_MAX, "files taken from one named folder"),
    ("batch_alerts", BATCH_ALERTS, "publications matched between two commits"),
    ("batch_queries", BATCH_QUERIES, "standing queries read at once"),
    ("deliveries_at_once", DELIVERIES_AT_ONCE, "deliveries under way at once"),
    ("deliveries_per_target", DELIVERIES_PER_TARGET, "the same, to one target"),
    ("lease_s", LEASE_S as usize, "seconds until a delivery whose sender died is sent again"),
    ("delivered_days", DELIVERED_DAYS as usize, "days for which deliveries are remembered"),
    ("unsaved_queries", UNSAVED_QUERIES, "changes of standing queries before a new snapshot"),
    ("held_together", HELD_TOGETHER, "held alerts in one message"),
    ("model_waiting", MODEL_WAITING_MAX, "drafts that wait for the model because an editor asked"),
    ("model_tried", MODEL_TRIED_MAX, "drafts remembered as asked of the model"),
    (
        "tried_stories",
        TRIED_STORIES,
        "stories that a query is tried on one by one, where the search index alone cannot decide",
    ),
    ("sought_clauses", SOUGHT_CLAUSES, "words and conditions in a reader's search"),
    ("consensus_ratings", CONSENSUS_RATINGS, "ratings that a consensus is made of"),
    ("topics_together", TOPICS_TOGETHER, "feeds that a hub is told of at once"),
    ("briefs_reader", BRIEFS_READER, "briefs that a reader may have waiting"),
    ("briefs_staff", BRIEFS_STAFF, "the same of those who work at the desk"),
    ("briefs_kept", BRIEFS_KEPT, "unsigned briefs kept of one order"),
    ("brief_log", BRIEF_LOG, "publications looked through for a brief"),
    ("brief_claims", BRIEF_CLAIMS, "claims looked through for each entity of a brief"),
    ("brief_ratings", BRIEF_RATINGS, "ratings looked through for a brief"),
    ("draft_reports", DRAFT_REPORTS_MAX, "reports that a draft is made from"),
    ("remembered_reports", REMEMBERED_REPORTS_MAX, "reports read again at start"),
    ("busiest", BUSIEST_MAX, "recipients offered to choose a ranking from"),
    ("timeline_reports", TIMELINE_REPORTS_MAX, "originals that a timeline is made from"),
    ("see_also", SEE_ALSO_MAX, "own stories offered as See Also"),
    ("polls_at_once", POLLS_AT_ONCE, "sources polled at once"),
    ("poll_interval_s", POLL_INTERVAL_S as usize, "seconds between two polls of a source"),
    ("poll_backoff_s", POLL_BACKOFF_S_MAX as usize, "longest rest of a failing source"),
];
