//! An uploaded picture to three clean sizes. Pure: bytes in, bytes out.
//!
//! Nothing of the upload's bytes comes through: it is decoded to pixels, turned as its EXIF says,
//! laid on white where it is transparent, made smaller, and encoded anew. So places, cameras,
//! comments, colour profiles and whatever was hidden behind the picture are gone. What the head
//! says is believed only within [`limits`]; SVG and everything else that is no grid of pixels is
//! refused, whatever its name says.
//!
//! ```
//! # fn f(upload: &[u8]) -> Result<(), wiredesk_picture::Error> {
//! for rendition in wiredesk_picture::renditions(upload)? {
//!     println!("{} {}x{}", rendition.size.as_str(), rendition.width, rendition.height);
//! }
//! # Ok(()) }
//! ```

mod jpeg;
pub mod limits;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, RgbImage};
use std::io::Cursor;
use wiredesk_model::PictureSize;

/// A picture in one size, encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// Which of the three.
    pub size: PictureSize,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// How it is encoded.
    pub format: Format,
    /// The file.
    pub bytes: Vec<u8>,
}

/// How a picture is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Photographs.
    Jpeg,
    /// Drawings and charts, when that is smaller.
    Png,
}

impl Format {
    /// The end of a file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// Why an upload is refused, in words for the editor.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Too many bytes.
    #[error("the file is larger than {} MB; send a smaller one", limits::UPLOAD_BYTES >> 20)]
    TooLarge,
    /// Not of a kind that is taken.
    #[error("this is no JPEG, PNG or WebP; other kinds, SVG too, are not taken")]
    Kind,
    /// Too many pixels.
    #[error(
        "the picture has {0} by {1} pixels; at most {most} million are taken",
        most = limits::PIXELS / 1_000_000
    )]
    Pixels(u32, u32),
    /// Too few.
    #[error("the picture has {0} by {1} pixels; each side needs at least {least}", least = limits::SIDE_MIN)]
    Small(u32, u32),
    /// It ends before the picture does, or is damaged.
    #[error("the file is damaged or cut short ({0}); save it anew and send it again")]
    Damaged(String),
    /// It could not be encoded; a mistake in here.
    #[error("the picture could not be written: {0}")]
    Writing(String),
}

/// The picture in its three sizes, the smallest first. None is larger than the upload.
///
/// # Errors
/// Why it is refused, see [`Error`].
pub fn renditions(upload: &[u8]) -> Result<[Rendition; 3], Error> {
    let (pixels, drawn) = decoded(upload)?;
    let large = within(&pixels, PictureSize::Large);
    let small = within(&large, PictureSize::Small);
    let thumb = within(&small, PictureSize::Thumb);
    Ok([
        encoded(PictureSize::Thumb, &thumb, drawn)?,
        encoded(PictureSize::Small, &small, drawn)?,
        encoded(PictureSize::Large, &large, drawn)?,
    ])
}

/// The pixels, upright and opaque; and whether they may be a drawing.
fn decoded(upload: &[u8]) -> Result<(RgbImage, bool), Error> {
    if upload.len() > limits::UPLOAD_BYTES {
        return Err(Error::TooLarge);
    }
    let format = match image::guess_format(upload) {
        Ok(f @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => f,
        _ => return Err(Error::Kind),
    };
    // The decoder fills up what is missing with grey.
    if format == ImageFormat::Jpeg && !jpeg::is_whole(upload) {
        return Err(Error::Damaged("it has no end".into()));
    }
    let mut bounds = image::Limits::default();
    bounds.max_image_width = Some(limits::SIDE);
    bounds.max_image_height = Some(limits::SIDE);
    bounds.max_alloc = Some(limits::DECODER_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(upload), format);
    reader.limits(bounds);
    let mut decoder = reader.into_decoder().map_err(|e| refused(&e))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits::PIXELS || width.max(height) > limits::SIDE {
        return Err(Error::Pixels(width, height));
    }
    if width.min(height) < limits::SIDE_MIN {
        return Err(Error::Small(width, height));
    }
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut pixels = DynamicImage::from_decoder(decoder).map_err(|e| refused(&e))?;
    pixels.apply_orientation(turned);
    Ok((opaque(pixels), format != ImageFormat::Jpeg))
}

fn refused(error: &ImageError) -> Error {
    match error {
        ImageError::Limits(_) => Error::Damaged("it would unpack to more than is taken".into()),
        ImageError::Unsupported(_) => Error::Kind,
        other => Error::Damaged(other.to_string()),
    }
}

/// Laid on white.
fn opaque(pixels: DynamicImage) -> RgbImage {
    if !pixels.color().has_alpha() {
        return pixels.into_rgb8();
    }
    let clear = pixels.into_rgba8();
    RgbImage::from_fn(clear.width(), clear.height(), |x, y| {
        let [r, g, b, a] = clear.get_pixel(x, y).0.map(u16::from);
        #[expect(clippy::cast_possible_truncation, reason = "a mean of two bytes is a byte")]
        let over = |c: u16| ((c * a + 255 * (255 - a) + 127) / 255) as u8;
        image::Rgb([over(r), over(g), over(b)])
    })
}

/// No larger than that size, in its proportions.
fn within(pixels: &RgbImage, size: PictureSize) -> RgbImage {
    let (width, height) = pixels.dimensions();
    let (most, longer) = (u64::from(size.side()), u64::from(width.max(height)));
    if longer <= most {
        return pixels.clone();
    }
    let scaled = |side: u32| {
        let rounded = (u64::from(side) * most + longer / 2) / longer;
        u32::try_from(rounded.max(1)).unwrap_or(1)
    };
    image::imageops::resize(pixels, scaled(width), scaled(height), FilterType::CatmullRom)
}

/// As JPEG; a drawing as PNG when that is smaller.
fn encoded(size: PictureSize, pixels: &RgbImage, drawn: bool) -> Result<Rendition, Error> {
    let wrong = |e: ImageError| Error::Writing(e.to_string());
    let mut bytes = Vec::new();
    let jpeg = JpegEncoder::new_with_quality(&mut bytes, limits::QUALITY);
    pixels.write_with_encoder(jpeg).map_err(wrong)?;
    let mut format = Format::Jpeg;
    if drawn {
        let mut other = Vec::new();
        let png =
            PngEncoder::new_with_quality(&mut other, CompressionType::Default, PngFilter::Adaptive);
        pixels.write_with_encoder(png).map_err(wrong)?;
        if other.len() <= bytes.len() {
            (bytes, format) = (other, Format::Png);
        }
    }
    let (width, height) = pixels.dimensions();
    Ok(Rendition { size, width, height, format, bytes })
}
