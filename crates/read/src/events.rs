//! Who did what to whom, in PLOVER roots. Not built yet: finds nothing.

use crate::Lexicon;
use wiredesk_model::{Event, Reading};

/// The events of `text`. `found` holds all parts but events and ratings.
#[must_use]
pub fn find(_text: &str, _found: &Reading, _lexicon: &Lexicon) -> Vec<Event> {
    Vec::new()
}
