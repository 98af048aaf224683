//! Who said what. Not built yet: finds nothing.

use crate::words::Word;
use wiredesk_model::{Attribution, Reading};

/// The reported speech of `text`. `found` holds its sentences, dates and entities.
#[must_use]
pub fn find(_text: &str, _words: &[Word], _found: &Reading) -> Vec<Attribution> {
    Vec::new()
}
