//! Compressed inputs, unpacked within bounds.

use crate::{Error, limits};
use flate2::bufread::MultiGzDecoder;
use std::io::{ErrorKind, Read};

/// True when the bytes begin as gzip does.
#[must_use]
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1F, 0x8B])
}

/// Unpacks all members.
///
/// # Errors
/// [`Error::TruncatedGzip`], [`Error::DamagedGzip`], [`Error::InflationBomb`].
pub fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let by_ratio = bytes.len().saturating_mul(limits::INFLATED_RATIO_MAX);
    let max = by_ratio.clamp(limits::RATIO_FREE_BYTES, limits::INFLATED_BYTES_MAX);
    let mut out = Vec::new();
    let result = MultiGzDecoder::new(bytes).take(max as u64 + 1).read_to_end(&mut out);
    match result {
        Ok(_) if out.len() > max => Err(Error::InflationBomb { bytes: max }),
        Ok(_) => Ok(out),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Err(Error::TruncatedGzip),
        Err(_) => Err(Error::DamagedGzip),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn unpacks_one_and_several_members() {
        let two = [pack(b"one "), pack(b"two")].concat();
        assert_eq!(inflate(&two).unwrap(), b"one two");
    }

    #[test]
    fn a_cut_member_is_refused_at_every_length() {
        let whole = pack(b"The minister said on Monday that talks would go on.");
        for len in 2..whole.len() {
            assert_eq!(inflate(&whole[..len]), Err(Error::TruncatedGzip), "{len}");
        }
    }

    #[test]
    fn damage_and_bombs_are_told_apart() {
        let mut damaged = pack(&[b'x'; 1000]);
        let last = damaged.len() - 6;
        damaged[last] ^= 0xFF;
        assert_eq!(inflate(&damaged), Err(Error::DamagedGzip));
        let bomb = pack(&vec![0; 100 << 20]);
        assert!(matches!(inflate(&bomb), Err(Error::InflationBomb { .. })));
    }
}
