//! Challenges: fresh, for one purpose, for a few minutes, used once. They are sealed and not kept, so
//! that asking for many costs nothing.

use jiff::Timestamp;
use ring::hmac;
use std::collections::VecDeque;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::{from_text, to_text};
use crate::{Error, limits};

/// What a challenge is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Signing in, by whomever.
    SignIn,
    /// A new key of that user.
    Register(u64),
}

/// The seal, and the challenges that were answered lately.
#[derive(Debug, Default)]
pub(crate) struct Challenges {
    key: OnceLock<hmac::Key>,
    used: Mutex<VecDeque<Vec<u8>>>,
}

/// Random bytes, then until when.
const NONCE: usize = 16;
const UNTIL: usize = 8;

impl Challenges {
    /// A challenge, base64url.
    pub fn fresh(&self, purpose: Purpose, now: Timestamp) -> Result<String, Error> {
        let mut bytes = vec![0; NONCE];
        getrandom::fill(&mut bytes).map_err(|e| Error::Broken(e.to_string()))?;
        let until = now.as_second().saturating_add(limits::CHALLENGE_S);
        bytes.extend(until.to_be_bytes());
        let seal = hmac::sign(self.key()?, &told(&bytes, purpose));
        bytes.extend(seal.as_ref());
        Ok(to_text(&bytes))
    }

    /// Whether it is one of ours for that purpose and still good; from then on it is not.
    pub fn take(&self, text: &str, purpose: Purpose, now: Timestamp) -> Result<bool, Error> {
        let Some(bytes) = from_text(text).filter(|b| b.len() > NONCE + UNTIL) else {
            return Ok(false);
        };
        let (said, seal) = bytes.split_at(NONCE + UNTIL);
        let same = hmac::verify(self.key()?, &told(said, purpose), seal);
        let until = said[NONCE..].iter().fold(0i64, |n, b| n << 8 | i64::from(*b));
        if same.is_err() || now.as_second() > until {
            return Ok(false);
        }
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.iter().any(|u| u == said) {
            return Ok(false);
        }
        if used.len() >= limits::CHALLENGES_REMEMBERED {
            used.pop_front();
        }
        used.push_back(said.to_owned());
        Ok(true)
    }

    fn key(&self) -> Result<&hmac::Key, Error> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|e| Error::Broken(e.to_string()))?;
        Ok(self.key.get_or_init(|| hmac::Key::new(hmac::HMAC_SHA256, &bytes)))
    }
}

fn told(bytes: &[u8], purpose: Purpose) -> Vec<u8> {
    let mut out = bytes.to_vec();
    match purpose {
        Purpose::SignIn => out.push(b's'),
        Purpose::Register(user) => {
            out.push(b'r');
            out.extend(user.to_be_bytes());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;

    #[test]
    fn a_challenge_holds_once_for_its_purpose_for_a_while() {
        let challenges = Challenges::default();
        let now: Timestamp = "2024-09-15T08:00:00Z".parse().expect("time");
        let fresh = |purpose| challenges.fresh(purpose, now).expect("random bytes");
        let take = |text: &str, purpose, at| challenges.take(text, purpose, at).expect("a seal");
        let one = fresh(Purpose::Register(7));
        assert!(!take(&one, Purpose::SignIn, now), "for something else");
        assert!(!take(&one, Purpose::Register(8), now), "for somebody else");
        assert!(!take(&one, Purpose::Register(7), now + 1.hour()), "too late");
        assert!(take(&one, Purpose::Register(7), now + 1.minute()));
        assert!(!take(&one, Purpose::Register(7), now), "twice");
        let two = fresh(Purpose::SignIn);
        assert_ne!(one, two);
        let mut turned = two.clone().into_bytes();
        turned[25] = if turned[25] == b'A' { b'B' } else { b'A' };
        let turned = String::from_utf8(turned).expect("text");
        assert!(!take(&turned, Purpose::SignIn, now), "a longer life");
        for bad in ["", "AAAA", "*", &two[1..]] {
            assert!(!take(bad, Purpose::SignIn, now), "{bad}");
        }
        assert!(!Challenges::default().take(&two, Purpose::SignIn, now).expect("a seal"));
    }
}
