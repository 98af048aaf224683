//! The database: reports, stories, the publication log.
