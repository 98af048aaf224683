//! What the models see of a word: its normal form, ends, shape, and what the vocabulary knows.

use crate::model::features::hash_bytes;
use crate::model::vocabulary::{Known, Vocabulary};

/// The seen side of a word.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Word {
    /// Hash of the normal form: lower case, figures as 0, straight quotes.
    pub form: u64,
    /// Last one to four bytes of the normal form.
    pub ends: [u32; 4],
    /// First one to three bytes of the normal form.
    pub starts: [u32; 3],
    /// Capitals, figures, marks: see [`shape`].
    pub shape: u8,
    /// What the vocabulary knows.
    pub known: Known,
}

impl Word {
    /// The word as written.
    #[must_use]
    pub fn new(written: &str, vocabulary: &Vocabulary) -> Self {
        let mut buffer = [0u8; FORM_BYTES_MAX];
        let form = normal(written, &mut buffer);
        let hash = hash_bytes(form);
        let end = |n: usize| pack(form.get(form.len().saturating_sub(n)..).unwrap_or(form));
        let start = |n: usize| pack(form.get(..n).unwrap_or(form));
        Self {
            form: hash,
            ends: [end(1), end(2), end(3), end(4)],
            starts: [start(1), start(2), start(3)],
            shape: shape(written),
            known: vocabulary.get(hash),
        }
    }

    /// The likeliest tag, or for unknown words the shape and ending in its stead.
    #[must_use]
    pub fn guess(&self) -> u64 {
        match self.known.tag {
            0 => 256 + u64::from(self.shape) * 65_536 + u64::from(self.ends[1] & 0xffff),
            tag => u64::from(tag),
        }
    }
}

/// Longer words are known by their first bytes only.
const FORM_BYTES_MAX: usize = 40;

/// The normal form of a word in `buffer`.
pub fn normal<'b>(written: &str, buffer: &'b mut [u8; FORM_BYTES_MAX]) -> &'b [u8] {
    let mut len = 0;
    let bytes = written.as_bytes();
    let mut at = 0;
    while at < bytes.len() && len < FORM_BYTES_MAX {
        let rest = &bytes[at..];
        let (byte, width) = match bytes[at] {
            b'0'..=b'9' => (b'0', 1),
            0xE2 if rest.starts_with("’".as_bytes()) || rest.starts_with("‘".as_bytes()) => {
                (b'\'', 3)
            }
            0xE2 if rest.starts_with("“".as_bytes()) || rest.starts_with("”".as_bytes()) => {
                (b'"', 3)
            }
            b => (b.to_ascii_lowercase(), 1),
        };
        buffer[len] = byte;
        len += 1;
        at += width;
    }
    &buffer[..len]
}

fn pack(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, &b| sum << 8 | u32::from(b))
}

/// Capital first; all capitals; another capital later; has a figure; has a hyphen or other mark;
/// has a letter; longer than one. One bit each.
fn shape(written: &str) -> u8 {
    let (mut upper, mut lower, mut digit, mut mark, mut later) = (0, 0, 0u8, 0u8, 0u8);
    for (at, b) in written.bytes().enumerate() {
        match b {
            b'A'..=b'Z' => {
                upper += 1;
                later |= u8::from(at > 0);
            }
            b'0'..=b'9' => digit = 1,
            b'a'..=b'z' | 0x80.. => lower += 1,
            _ => mark = 1,
        }
    }
    let first = u8::from(written.chars().next().is_some_and(char::is_uppercase));
    let all = u8::from(upper > 1 && lower == 0);
    let letters = u8::from(upper + lower > 0);
    first
        | all << 1
        | later << 2
        | digit << 3
        | mark << 4
        | letters << 5
        | u8::from(written.len() > 1) << 6
}
