//! Feature hashes: what a feature is called, in 64 bits.

/// Names the feature "`template` with the values `a`, `b`, `c`". Two rounds of multiply and fold;
/// the high half picks a place in a table, the low 16 bits are its fingerprint.
#[inline]
#[must_use]
pub fn feature(template: u64, a: u64, b: u64, c: u64) -> u64 {
    let x = a.wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ b.wrapping_mul(0xC2B2_AE3D_27D4_EB4F).rotate_left(23)
        ^ c.wrapping_mul(0x1656_67B1_9E37_79F9).rotate_left(43)
        ^ template.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let x = (x ^ (x >> 32)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    x ^ (x >> 29)
}

/// The hash of a word's bytes.
#[inline]
#[must_use]
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut x = 0xCBF2_9CE4_8422_2325u64;
    for &b in bytes {
        x = (x ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    feature(1, x, 0, 0)
}

/// Which of `count` places a feature belongs to.
#[inline]
#[must_use]
pub fn place(feature: u64, count: usize) -> usize {
    usize::try_from(((feature >> 32) * count as u64) >> 32).unwrap_or(0)
}

/// The fingerprint that tells apart most of the features of one place.
#[inline]
#[must_use]
pub fn fingerprint(feature: u64) -> u16 {
    (feature & 0xffff) as u16
}
