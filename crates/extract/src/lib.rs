//! Bytes to reports: charset, feeds, pages, archives, cleaning.
