//! Pictures: sent in, put on a story, taken off, taken down.
//!
//! What is sent in is decoded and made anew by `wiredesk-picture`; the store keeps the three sizes as
//! blobs. A story holds addresses only, so that its versions stay small and are never changed.

use super::{Desk, Edit, rule};
use crate::Error;
use jiff::Timestamp;
use wiredesk_model::{Image, StoryId};
use wiredesk_publish::text::one_line;
use wiredesk_store::{AboutPicture, KeptPicture, NewPicture, NewSize};

/// Characters of each of the words that go with a picture.
const WORDS_CHARS: usize = 400;

impl Desk {
    /// Keeps a picture that an editor sent in, in three sizes and without anything hidden in it.
    /// Takes as long as decoding does: seconds for the largest.
    ///
    /// # Errors
    /// What is wrong with the file or missing from its words, for the editor.
    pub fn keep_picture(
        &self,
        upload: &[u8],
        about: AboutPicture,
        by: &str,
        now: Timestamp,
    ) -> Result<KeptPicture, Error> {
        let about = complete(about)?;
        let made = wiredesk_picture::renditions(upload).map_err(|e| rule(&e.to_string()))?;
        let size = |r: wiredesk_picture::Rendition| NewSize {
            size: r.size,
            width: r.width,
            height: r.height,
            extension: r.format.extension(),
            bytes: r.bytes,
        };
        let sizes = made.into_iter().map(size).collect();
        let id = self.store.keep_picture(NewPicture { about, by: by.into(), sizes }, now)?;
        self.picture(&id)
    }

    /// A picture that stands.
    ///
    /// # Errors
    /// When there is none.
    pub fn picture(&self, id: &str) -> Result<KeptPicture, Error> {
        let found = self.store.picture(id)?.filter(|p| p.removed.is_none());
        let missing = || wiredesk_store::Error::NotFound(format!("picture {id}"));
        Ok(found.ok_or_else(missing)?)
    }

    /// Puts a picture on a story, or takes it off, as a new version without a signature.
    ///
    /// # Errors
    /// `Store(Conflict)` when `base` is no longer the newest version.
    pub fn set_picture(
        &self,
        (id, base): (StoryId, u32),
        image: Option<Image>,
        by: &str,
        now: Timestamp,
    ) -> Result<u32, Error> {
        let opened = self.open_base(id, base)?;
        let mut story = opened.version.story;
        let note = if image.is_some() { "another picture" } else { "no picture any more" };
        story.image = image;
        story.byline.signed_by = None;
        let edit = Edit { id, base, story, by: by.into(), note: Some(note.into()) };
        self.keep(edit, &opened.reports, now)
    }
}

/// Readers are told what a picture shows, whose it is and why it may be shown: all three.
fn complete(about: AboutPicture) -> Result<AboutPicture, Error> {
    let words = |text: &str| one_line(text);
    let about = AboutPicture {
        alt: words(&about.alt),
        credit: words(&about.credit),
        license: words(&about.license),
    };
    for (text, missing) in [
        (&about.alt, "say what the picture shows, for those who do not see it"),
        (&about.credit, "say whose picture it is"),
        (&about.license, "say under which licence it may be shown"),
    ] {
        if text.is_empty() {
            return Err(rule(missing));
        }
        if text.chars().count() > WORDS_CHARS {
            return Err(rule("the words of a picture are too long; 400 characters each"));
        }
    }
    Ok(about)
}
