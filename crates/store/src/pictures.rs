//! Pictures that editors sent in. The methods are on [`crate::Store`].

use jiff::Timestamp;
use wiredesk_model::{Image, PictureSize, Rendition};

/// A picture to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPicture {
    /// What must be said with it.
    pub about: AboutPicture,
    /// Who sent it in.
    pub by: String,
    /// Its sizes, the smallest first.
    pub sizes: Vec<NewSize>,
}

/// What must be said with a picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AboutPicture {
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Whose it is.
    pub credit: String,
    /// Under which licence: words or an address.
    pub license: String,
}

/// A picture in one size, to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSize {
    /// Which.
    pub size: PictureSize,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// `jpg` or `png`.
    pub extension: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A picture as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPicture {
    /// Names it in addresses; the same picture has the same.
    pub id: String,
    /// What must be said with it.
    pub about: AboutPicture,
    /// Who sent it in.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Since when it is taken down.
    pub removed: Option<Timestamp>,
    /// Where each size lies; none of one that is taken down.
    pub sizes: Vec<Rendition>,
}

impl KeptPicture {
    /// The picture of a story: its large size, with the others beside.
    #[must_use]
    pub fn image(&self) -> Option<Image> {
        Some(Image {
            url: self.sizes.last()?.url.clone(),
            alt: Some(self.about.alt.clone()),
            credit: Some(self.about.credit.clone()),
            license: Some(self.about.license.clone()),
            sizes: self.sizes.clone(),
        })
    }
}

/// Where a size of a picture lies on the site.
#[must_use]
pub fn picture_path(id: &str, size: PictureSize, extension: &str) -> String {
    format!("/picture/{id}/{}.{extension}", size.as_str())
}

/// A picture's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile {
    /// `jpg` or `png`.
    pub extension: String,
    /// It.
    pub bytes: Vec<u8>,
}
