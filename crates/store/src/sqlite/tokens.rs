//! Table `tokens`.

use super::columns::{At, Json, all, first, json, run};
use crate::{Error, NewToken, Result, Secret, Store, Token, TokenId, UserId};
use jiff::Timestamp;
use rusqlite::params;

const COLUMNS: &str =
    "id, secret, name, owner, scopes, settings, expires, created, last_used, revoked";

impl Store {
    /// Adds an API token.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn add_token(&self, token: NewToken, now: Timestamp) -> Result<TokenId> {
        self.write(move |db| {
            let NewToken { secret, name, owner, scopes, settings, expires } = &token;
            let sql = "INSERT INTO tokens (secret, name, owner, scopes, settings, expires, created) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            let owner = owner.map(|u| u.0);
            let scopes = json(scopes);
            run(db, sql, params![secret.0, name, owner, scopes, settings, expires.map(At), At(now)])?;
            Ok(TokenId(db.last_insert_rowid() as u64))
        })
    }

    /// The token with that secret, when it is valid now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn token(&self, secret: Secret, now: Timestamp) -> Result<Option<Token>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {COLUMNS} FROM tokens WHERE (secret = ?1 OR prior = ?1 AND prior_until > ?2) \
                 AND revoked IS NULL AND (expires IS NULL OR expires > ?2)"
            );
            first(db, &sql, params![secret.0, At(now)], token)
        })
    }

    /// All tokens, newest first, revoked ones too.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn tokens(&self) -> Result<Vec<Token>> {
        self.read(|db| {
            all(db, &format!("SELECT {COLUMNS} FROM tokens ORDER BY id DESC"), [], token)
        })
    }

    /// Gives a token another secret, at once (rotation); the older one holds until `old_until`, so
    /// that clients can be changed one by one.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn rotate_token(&self, id: TokenId, secret: Secret, old_until: Timestamp) -> Result<()> {
        self.write(move |db| {
            let sql = "UPDATE tokens SET prior = secret, prior_until = ?3, secret = ?2 \
                       WHERE id = ?1 AND revoked IS NULL";
            found(run(db, sql, params![id.0, secret.0, At(old_until)])?, id)
        })
    }

    /// Takes a token back.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn revoke_token(&self, id: TokenId, now: Timestamp) -> Result<()> {
        self.write(move |db| {
            let sql = "UPDATE tokens SET revoked = coalesce(revoked, ?2) WHERE id = ?1";
            found(run(db, sql, params![id.0, At(now)])?, id)
        })
    }

    /// Notes when tokens were used. Does not wait and may be lost: gather uses for some seconds
    /// and note them together.
    pub fn note_token_use(&self, used: Vec<(TokenId, Timestamp)>) {
        self.write_later(move |db| {
            let sql =
                "UPDATE tokens SET last_used = max(coalesce(last_used, ?2), ?2) WHERE id = ?1";
            used.iter().try_for_each(|(id, at)| run(db, sql, params![id.0, At(*at)]).map(drop))
        });
    }
}

fn found(changed: usize, id: TokenId) -> Result<()> {
    if changed == 0 {
        return Err(Error::not_found(format_args!("valid token {}", id.0)));
    }
    Ok(())
}

fn token(r: &rusqlite::Row<'_>) -> Result<Token> {
    Ok(Token {
        id: TokenId(r.get(0)?),
        about: NewToken {
            secret: Secret(r.get(1)?),
            name: r.get(2)?,
            owner: r.get::<_, Option<u64>>(3)?.map(UserId),
            scopes: r.get::<_, Json<Vec<String>>>(4)?.0,
            settings: r.get(5)?,
            expires: r.get::<_, Option<At>>(6)?.map(|a| a.0),
        },
        created: r.get::<_, At>(7)?.0,
        last_used: r.get::<_, Option<At>>(8)?.map(|a| a.0),
        revoked: r.get::<_, Option<At>>(9)?.map(|a| a.0),
    })
}
