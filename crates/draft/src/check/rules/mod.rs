//! The rules, one module for each family of error. Each takes the aligned sentence and writes down
//! what it finds; none knows of another, but words that one has accused are not accused again, so
//! the order is from the most to the least specific.

mod amounts;
mod bounds;
mod cause;
mod content;
mod dates;
mod deeds;
mod denied;
mod exchanged;
mod figures;
mod names;
mod polarity;
mod quotes;
mod roles;
mod strength;
mod voice;

use super::Setting;
use super::notes::Notes;

/// Runs all rules.
pub fn apply(notes: &mut Notes<'_, '_>, setting: &Setting) {
    quotes::apply(notes);
    dates::apply(notes, setting);
    figures::apply(notes);
    names::apply(notes);
    if !denied::same_in_other_words(notes) {
        polarity::apply(notes);
    }
    denied::apply(notes);
    roles::apply(notes);
    deeds::apply(notes);
    cause::apply(notes);
    strength::apply(notes);
    bounds::apply(notes);
    voice::apply(notes);
    quotes::between(notes);
    content::apply(notes);
}
