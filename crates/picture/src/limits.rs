//! Every bound of an uploaded picture, named once.

/// Bytes of an upload.
pub const UPLOAD_BYTES: usize = 20 << 20;
/// Pixels of an upload: told by its head, before anything is unpacked.
pub const PIXELS: u64 = 50_000_000;
/// Pixels of its longer side.
pub const SIDE: u32 = 20_000;
/// Pixels of its shorter side at least.
pub const SIDE_MIN: u32 = 32;
/// Bytes that a decoder may take beside the pixels.
pub const DECODER_BYTES: u64 = 512 << 20;
/// Quality of the JPEGs that are made.
pub const QUALITY: u8 = 82;
