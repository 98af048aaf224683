//! Passwords: argon2id, off the threads that answer requests, a few at once.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;

use crate::{AppState, Error, limits};

/// A hash that is nobody's, so that a wrong name takes as long as a wrong password.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| super::secret().and_then(|s| hash(&s)).unwrap_or_default());

/// The hash of a password as PHC text. Takes some 20 ms and 19 MiB.
pub(crate) fn hash(password: &str) -> Result<String, Error> {
    let hashed = Argon2::default().hash_password(password.as_bytes());
    hashed.map(|h| h.to_string()).map_err(|e| Error::Broken(e.to_string()))
}

/// Whether that is the password.
fn is(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|h| Argon2::default().verify_password(password.as_bytes(), &h).is_ok())
}

/// [`hash`] for handlers.
pub(crate) async fn hashed(state: &AppState, password: String) -> Result<String, Error> {
    let _place = state.inner().passwords.acquire().await.map_err(|_| Error::Busy)?;
    state.work(move |_| hash(&password)).await
}

/// Whether that is the password of `hash`; with no hash it takes as long and says no.
pub(crate) async fn verified(
    state: &AppState,
    password: String,
    hash: Option<String>,
) -> Result<bool, Error> {
    let _place = state.inner().passwords.acquire().await.map_err(|_| Error::Busy)?;
    let work = move |_: &AppState| {
        let known = hash.is_some();
        let hash = hash.as_deref().unwrap_or(&NOBODY);
        Ok(is(&password, hash) && known)
    };
    state.work(work).await
}

/// A password that may be used, or what is wrong with it.
pub(crate) fn acceptable(password: &str) -> Result<(), Error> {
    match limits::PASSWORD_BYTES.contains(&password.len()) {
        true => Ok(()),
        false => Err(Error::Form(format!(
            "A password needs at least {} characters. A sentence is a good one.",
            limits::PASSWORD_BYTES.start()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash() {
        let kept = hash("a long enough one").expect("hash");
        assert!(kept.starts_with("$argon2id$"), "{kept}");
        assert!(is("a long enough one", &kept));
        assert!(!is("another", &kept) && !is("", "") && !is("x", "not a hash"));
        assert_ne!(kept, hash("a long enough one").expect("hash"), "no salt");
    }
}
