//! The pages and the APIs.
