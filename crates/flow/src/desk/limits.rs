//! The desk's bounds.

/// Stories on a page of the queue.
pub const QUEUE_PAGE: usize = 60;
/// Lines of the audit trail on a page.
pub const AUDIT_PAGE: usize = 100;
/// Reports of its storyline laid beside a story: the newest originals.
pub const REPORTS_MAX: usize = 60;
/// Bytes of a sentence.
pub const SENTENCE_BYTES_MAX: usize = 4000;
/// Sentences of a story.
pub const STORY_SENTENCES_MAX: usize = 200;
/// Sections, topics or tickers of a story.
pub const NAMES_MAX: usize = 20;
