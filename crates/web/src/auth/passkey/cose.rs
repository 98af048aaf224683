//! A public key as authenticators give it (COSE, RFC 9052: a map in CBOR), and what it signed. Only
//! what such a key may hold is read: whole numbers and strings of bytes, in one flat map.

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use std::collections::BTreeMap;

/// A key that can be checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    /// ECDSA on P-256: the point, uncompressed.
    Es256(Vec<u8>),
    /// Ed25519.
    EdDsa(Vec<u8>),
    /// RSA with PKCS#1 and SHA-256: modulus and exponent.
    Rs256(Vec<u8>, Vec<u8>),
}

/// Their numbers, as offered to browsers, the one that is liked best first.
pub(super) const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];
const ES256: i64 = -7;
const EDDSA: i64 = -8;
const RS256: i64 = -257;

/// Members of the map (RFC 9053): kind, algorithm; curve and coordinates, or modulus and exponent.
const KIND: i64 = 1;
const ALGORITHM: i64 = 3;
const ENTRIES_MAX: u64 = 12;

#[derive(Debug, PartialEq, Eq)]
enum Value {
    Number(i64),
    Bytes(Vec<u8>),
}

impl Key {
    /// The key at the start of `bytes`, and how many bytes it takes; none when it is no key of a
    /// kind that is known.
    pub fn read(bytes: &[u8]) -> Option<(Self, usize)> {
        let (map, used) = map(bytes)?;
        let number = |name| match map.get(&name) {
            Some(Value::Number(n)) => Some(*n),
            _ => None,
        };
        let bytes = |name| match map.get(&name) {
            Some(Value::Bytes(b)) => Some(b.clone()),
            _ => None,
        };
        let key = match (number(KIND)?, number(ALGORITHM)?, number(-1)) {
            (2, ES256, Some(1)) => {
                let (x, y) = (bytes(-2)?, bytes(-3)?);
                let whole = x.len() == 32 && y.len() == 32;
                whole.then(|| Self::Es256([&[4], x.as_slice(), y.as_slice()].concat()))?
            }
            (1, EDDSA, Some(6)) => Self::EdDsa(bytes(-2).filter(|x| x.len() == 32)?),
            (3, RS256, None) => Self::Rs256(bytes(-1)?, bytes(-2)?),
            _ => return None,
        };
        Some((key, used))
    }

    /// Whether it made that signature of that message.
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let done = match self {
            Self::Es256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature)
            }
            Self::EdDsa(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature),
            Self::Rs256(n, e) => RsaPublicKeyComponents { n, e }.verify(
                &RSA_PKCS1_2048_8192_SHA256,
                message,
                signature,
            ),
        };
        done.is_ok()
    }
}

fn map(bytes: &[u8]) -> Option<(BTreeMap<i64, Value>, usize)> {
    let (major, count, mut at) = head(bytes, 0)?;
    if major != 5 || count > ENTRIES_MAX {
        return None;
    }
    let mut out = BTreeMap::new();
    for _ in 0..count {
        let (Value::Number(name), next) = value(bytes, at)? else { return None };
        let (value, next) = value(bytes, next)?;
        if out.insert(name, value).is_some() {
            return None;
        }
        at = next;
    }
    Some((out, at))
}

fn value(bytes: &[u8], at: usize) -> Option<(Value, usize)> {
    let (major, number, next) = head(bytes, at)?;
    let whole = i64::try_from(number).ok()?;
    match major {
        0 => Some((Value::Number(whole), next)),
        1 => Some((Value::Number(-1 - whole), next)),
        2 => {
            let end = next.checked_add(usize::try_from(number).ok()?)?;
            Some((Value::Bytes(bytes.get(next..end)?.to_owned()), end))
        }
        _ => None,
    }
}

/// The kind of an item, its number, and where its content begins. Open-ended items are refused.
fn head(bytes: &[u8], at: usize) -> Option<(u8, u64, usize)> {
    let first = *bytes.get(at)?;
    let (major, short) = (first >> 5, first & 31);
    let long = |length: usize| {
        let digits = bytes.get(at + 1..at + 1 + length)?;
        Some(digits.iter().fold(0u64, |n, d| n << 8 | u64::from(*d)))
    };
    let (number, length) = match short {
        0..24 => (u64::from(short), 0),
        24 => (long(1)?, 1),
        25 => (long(2)?, 2),
        26 => (long(4)?, 4),
        27 => (long(8)?, 8),
        _ => return None,
    };
    Some((major, number, at + 1 + length))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The map of an ES256 key.
    pub fn es256(x: &[u8], y: &[u8]) -> Vec<u8> {
        let mut out = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        out.extend(x);
        out.extend([0x22, 0x58, 0x20]);
        out.extend(y);
        out
    }

    #[test]
    fn keys_are_read_and_nothing_else() {
        let key = es256(&[7; 32], &[9; 32]);
        let (read, used) = Key::read(&[key.as_slice(), b"more"].concat()).expect("a key");
        assert_eq!(used, key.len());
        assert_eq!(read, Key::Es256([&[4][..], &[7; 32], &[9; 32]].concat()));
        let ed =
            [&[0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20][..], &[5; 32]].concat();
        assert_eq!(Key::read(&ed), Some((Key::EdDsa(vec![5; 32]), ed.len())));
        for cut in 0..key.len() {
            assert_eq!(Key::read(&key[..cut]), None, "cut at {cut}");
        }
        let check = |what: &str, bytes: &[u8]| assert_eq!(Key::read(bytes), None, "{what}");
        check("an open-ended map", &[0xbf, 0x01, 0x02, 0xff]);
        check("no map", &[0x01]);
        check("a map in a map", &[0xa1, 0x01, 0xa0]);
        check("a length beyond all", &[0xa1, 0x01, 0x5b, 255, 255, 255, 255, 255, 255, 255, 255]);
        check("a name twice", &[0xa2, 0x01, 0x02, 0x01, 0x02]);
        check("many members", &[0xb8, 200]);
        let mut other = key.clone();
        other[4] = 0x22; // another algorithm
        check("ES384", &other);
    }
}
