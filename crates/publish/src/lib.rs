//! Signed story to page, feeds, API documents.
