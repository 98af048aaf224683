//! Signatures of webhooks.
//!
//! * Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.body`, one signature for each secret
//!   that is valid, so that a secret can be rotated without a gap;
//! * Benzinga: HMAC-SHA256 over the body, keyed with the subscriber's key.

use crate::{Error, limits};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// How a signing secret of Standard Webhooks begins.
pub const PREFIX: &str = "whsec_";

/// What a signing secret may hold, in bytes. The standard asks for 24 to 64.
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// A signing secret. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// Reads a secret as it is handed to a receiver: `whsec_` and base64 of 24 to 64 bytes.
    ///
    /// # Errors
    /// [`Error::Webhook`]; the secret is not in the message.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = || {
            let advice = "a signing secret is `whsec_` and the base64 of 24 to 64 random bytes";
            Error::Webhook(advice.into())
        };
        let coded = text.trim().strip_prefix(PREFIX).ok_or_else(wrong)?;
        let bytes = STANDARD.decode(coded).map_err(|_| wrong())?;
        if !SECRET_BYTES.contains(&bytes.len()) {
            return Err(wrong());
        }
        Ok(Self(bytes))
    }

    /// The secret of those bytes, as it is handed to a receiver.
    #[must_use]
    pub fn written(bytes: &[u8]) -> String {
        format!("{PREFIX}{}", STANDARD.encode(bytes))
    }
}

/// The value of `webhook-signature`: one `v1,…` for each secret, the newest first.
#[must_use]
pub fn standard(secrets: &[Secret], id: &str, timestamp: i64, body: &str) -> String {
    let timestamp = timestamp.to_string();
    let sign = |secret: &Secret| {
        let parts = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body.as_bytes()];
        format!("v1,{}", STANDARD.encode(hmac(&secret.0, &parts)))
    };
    secrets.iter().take(limits::SECRETS_MAX).map(sign).collect::<Vec<_>>().join(" ")
}

/// The value of `X-Bz-Signature`.
#[must_use]
pub fn benzinga(key: &str, body: &str) -> String {
    let mut text = String::with_capacity(7 + 64);
    text.push_str("sha256=");
    for byte in hmac(key.as_bytes(), &[body.as_bytes()]) {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    text
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // A key of any length is taken; the branch that refuses cannot be reached.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As published with the standard and by its first maker.
    #[test]
    fn published_vectors() {
        let check = |secret: &str, id: &str, at: i64, body: &str, expected: &str| {
            let secret = Secret::parse(secret).unwrap();
            assert_eq!(standard(&[secret], id, at, body), expected);
        };
        check(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        );
        check(
            "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            1_649_367_553,
            r#"{"email":"test@example.com","username":"test_user"}"#,
            "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
        );
    }

    #[test]
    fn during_rotation_both_secrets_sign() {
        let old = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let new = Secret::parse(&Secret::written(&[7; 32])).unwrap();
        let both = standard(&[new.clone(), old.clone()], "a", 1, "{}");
        let one = |s| standard(std::slice::from_ref(s), "a", 1, "{}");
        assert_eq!(both, format!("{} {}", one(&new), one(&old)));
    }

    /// RFC 4231, test case 2.
    #[test]
    fn benzinga_signs_the_raw_body() {
        assert_eq!(
            benzinga("Jefe", "what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn secrets_are_checked_and_never_shown() {
        let check =
            |text: &str, good: bool| assert_eq!(Secret::parse(text).is_ok(), good, "{text}");
        check(&Secret::written(&[1; 24]), true);
        check(&Secret::written(&[1; 64]), true);
        check(&Secret::written(&[1; 23]), false);
        check(&Secret::written(&[1; 65]), false);
        check("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false);
        check("whsec_%%%", false);
        check("", false);
        let secret = Secret::parse(&Secret::written(&[65; 32])).unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
