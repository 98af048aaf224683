//! Good pictures come out small and clean; hostile ones do not come out.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;
use std::io::Cursor;
use wiredesk_picture::{Error, Format, Rendition, renditions};

/// A picture that is dark above and light below, so that one sees which way it stands.
fn photo(width: u32, height: u32) -> DynamicImage {
    let shade = |x: u32, y: u32| {
        let light = if y < height / 2 { 20 } else { 220 };
        let grain = u8::try_from((x * 7 + y * 13 + x * y) % 23).expect("small");
        Rgb([light + grain, light + grain / 2, light])
    };
    RgbImage::from_fn(width, height, shade).into()
}

fn file(pixels: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    pixels.write_to(&mut out, format).expect("encodes");
    out.into_inner()
}

/// A JPEG with an APP1 segment behind its beginning: EXIF with an orientation and words in it.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let secret = b"GPS 50.4501 N 30.5234 E\0";
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut out = tag.to_le_bytes().to_vec();
        out.extend(kind.to_le_bytes());
        out.extend(count.to_le_bytes());
        out.extend(value.to_le_bytes());
        out
    };
    tiff.extend(2u16.to_le_bytes());
    tiff.extend(entry(0x010e, 2, u32::try_from(secret.len()).expect("short"), 38));
    tiff.extend(entry(0x0112, 3, 1, u32::from(orientation)));
    tiff.extend(0u32.to_le_bytes());
    tiff.extend(secret);
    let mut segment = b"\xff\xe1".to_vec();
    segment.extend(u16::try_from(tiff.len() + 8).expect("short").to_be_bytes());
    segment.extend(b"Exif\0\0");
    segment.extend(tiff);
    [&jpeg[..2], &segment, &jpeg[2..]].concat()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|w| w == words)
}

/// The brightness of the pixel in the middle of an edge: above, right, below, left.
fn edges(r: &Rendition) -> [u8; 4] {
    let pixels = image::load_from_memory(&r.bytes).expect("decodes").into_luma8();
    let (w, h) = pixels.dimensions();
    [(w / 2, 1), (w - 2, h / 2), (w / 2, h - 2), (1, h / 2)]
        .map(|(x, y)| pixels.get_pixel(x, y).0[0])
}

#[test]
fn three_sizes_come_out_in_proportion() {
    let check = |from: (u32, u32), expected: [(u32, u32); 3]| {
        let made = renditions(&file(&photo(from.0, from.1), ImageFormat::Jpeg)).expect("good");
        assert_eq!(made.clone().map(|r| (r.width, r.height)), expected);
        for r in made {
            let again = image::load_from_memory(&r.bytes).expect("decodes");
            assert_eq!((again.width(), again.height()), (r.width, r.height));
            assert_eq!(r.format, Format::Jpeg);
        }
    };
    check((3000, 2000), [(250, 167), (1024, 683), (2048, 1365)]);
    check((600, 900), [(167, 250), (600, 900), (600, 900)]);
    check((40, 40), [(40, 40); 3]);
    check((3000, 32), [(250, 3), (1024, 11), (2048, 22)]);
}

#[test]
fn every_kind_that_is_taken_comes_out() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let made = renditions(&file(&photo(300, 200), format)).expect("good");
        assert_eq!(made[2].width, 300, "{format:?}");
    }
    let chart = RgbImage::from_fn(600, 400, |x, _| Rgb([if x < 300 { 255 } else { 0 }; 3]));
    let made = renditions(&file(&chart.into(), ImageFormat::Png)).expect("good");
    assert!(made.iter().all(|r| r.format == Format::Png), "a drawing is smaller as PNG");
}

#[test]
fn what_is_hidden_in_a_file_is_left_behind_and_the_picture_stands_upright() {
    let plain = file(&photo(120, 80), ImageFormat::Jpeg);
    // Where the dark side is after turning: above, right, below, left.
    for (orientation, dark) in [(1, 0), (3, 2), (6, 1), (8, 3)] {
        let exif = with_exif(&plain, orientation);
        assert!(holds(&exif, b"GPS"));
        for r in renditions(&exif).expect("good") {
            assert!(!holds(&r.bytes, b"GPS") && !holds(&r.bytes, b"Exif"));
            let edges = edges(&r);
            // The two edges between are half dark.
            let across = edges[(dark + 2) % 4];
            assert!(edges[dark] < 90 && across > 150, "orientation {orientation}: {edges:?}");
        }
    }
}

#[test]
fn what_is_clear_is_laid_on_white() {
    let clear = RgbaImage::from_pixel(64, 64, Rgba([200, 0, 0, 0]));
    let made = renditions(&file(&clear.into(), ImageFormat::Png)).expect("good");
    assert!(edges(&made[0]).iter().all(|e| *e == 255));
}

#[test]
fn nothing_of_a_polyglot_comes_through() {
    let script = b"<script>alert(1)</script>";
    let archive = b"PK\x03\x04 a zip behind it";
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let mut bytes = file(&photo(64, 64), format);
        bytes.extend(script);
        bytes.extend(archive);
        for r in renditions(&bytes).expect("the picture itself is good") {
            assert!(!holds(&r.bytes, b"script") && !holds(&r.bytes, b"PK\x03\x04"), "{format:?}");
        }
    }
    let jpeg = file(&photo(64, 64), ImageFormat::Jpeg);
    let comment = [&jpeg[..2], b"\xff\xfe\x00\x1b", script, &jpeg[2..]].concat();
    for r in renditions(&comment).expect("good") {
        assert!(!holds(&r.bytes, b"script"));
    }
}

fn refused(name: &str, bytes: &[u8], expected: fn(&Error) -> bool) {
    match renditions(bytes) {
        Ok(_) => panic!("{name} was taken"),
        Err(error) => assert!(expected(&error), "{name}: {error}"),
    }
}

#[test]
fn other_kinds_are_refused() {
    let kind: fn(&Error) -> bool = |e| matches!(e, Error::Kind);
    refused("nothing", b"", kind);
    refused("text", b"hello, world, this is no picture at all", kind);
    refused("SVG", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", kind);
    refused("XML, then SVG", b"<?xml version='1.0'?><svg/>", kind);
    refused("HTML", b"<!doctype html><script>alert(1)</script>", kind);
    refused("GIF", b"GIF89a\x01\0\x01\0\0\0\0;", kind);
    refused("PDF", b"%PDF-1.7 ...", kind);
    refused("TIFF", b"II*\0\x08\0\0\0\0\0", kind);
    refused("ZIP", b"PK\x03\x04....................", kind);
    refused("BMP", b"BM................................", kind);
}

/// A PNG that says it has so many pixels and has none of them.
fn png_head(width: u32, height: u32) -> Vec<u8> {
    let mut png = file(&photo(40, 40), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |s, _| if s & 1 == 1 { s >> 1 ^ 0xedb8_8320 } else { s >> 1 },
        )
    })
}

#[test]
fn bombs_are_refused_by_their_head() {
    let large: fn(&Error) -> bool = |e| matches!(e, Error::Pixels(..) | Error::Damaged(_));
    refused("wide", &png_head(60_000, 60_000), large);
    refused("as wide as can be said", &png_head(u32::MAX >> 1, u32::MAX >> 1), large);
    refused("long", &png_head(40, 2_000_000), large);
    refused("no width", &png_head(0, 40), |e| !matches!(e, Error::Writing(_)));
    let flat = RgbImage::new(9_000, 9_000);
    let bomb = file(&flat.into(), ImageFormat::Png);
    assert!(bomb.len() < 2_000_000, "81 million pixels in {} bytes", bomb.len());
    refused("81 million pixels", &bomb, |e| matches!(e, Error::Pixels(9_000, 9_000)));
    refused("a dot", &file(&photo(31, 400), ImageFormat::Png), |e| matches!(e, Error::Small(..)));
    refused("many bytes", &vec![0xff; (20 << 20) + 1], |e| matches!(e, Error::TooLarge));
}

#[test]
fn what_was_cut_off_is_refused_wherever_it_was_cut() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = file(&photo(160, 120), format);
        for tenth in 1..10 {
            let cut = &whole[..whole.len() * tenth / 10];
            refused(&format!("{format:?} at {tenth}/10"), cut, |e| !matches!(e, Error::Writing(_)));
        }
    }
    let jpeg = file(&photo(160, 120), ImageFormat::Jpeg);
    refused("JPEG without its last mark", &jpeg[..jpeg.len() - 2], |e| {
        matches!(e, Error::Damaged(_))
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Flipped bytes give a picture or an error, never a panic.
    #[test]
    fn no_bytes_make_it_panic(at in 0.0..1.0f64, value: u8, kind in 0..3usize, run in 1..9usize) {
        let format = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP][kind];
        let mut bytes = file(&photo(48, 40), format);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let start = (at * bytes.len() as f64) as usize;
        let end = (start + run).min(bytes.len());
        bytes[start..end].fill(value);
        let _ = renditions(&bytes);
    }
}
