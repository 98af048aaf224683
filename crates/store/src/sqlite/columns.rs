//! How values become columns: instants as microseconds, model values as JSON, numbers as `i64`.

use crate::rows::Row;
use crate::{Error, Result};
use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Params, ToSql};
use serde::{Serialize, de::DeserializeOwned};

/// An instant in microseconds since 1970; what is finer is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct At(pub Timestamp);

impl ToSql for At {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(micros(self.0).into())
    }
}

impl FromSql for At {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let micros = value.as_i64()?;
        Timestamp::from_microsecond(micros).map(At).map_err(|e| FromSqlError::Other(Box::new(e)))
    }
}

pub(crate) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// The instant cut to what a column keeps, so that what a call returns is what a later read gives.
pub(crate) fn whole_micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// A plain value as JSON text.
#[derive(Debug)]
pub(crate) struct Json<T>(pub T);

impl<T: DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        serde_json::from_str(text).map(Json).map_err(|e| FromSqlError::Other(Box::new(e)))
    }
}

pub(crate) fn json(value: &impl Serialize) -> String {
    // Plain structs, strings and finite numbers: nothing here can fail to be written.
    serde_json::to_string(value).unwrap_or_else(|_| "null".into())
}

/// A model value as JSON text, through its row type.
pub(crate) fn document<R: Row>(model: &R::Model) -> String {
    json(&R::of(model))
}

/// The model value of that JSON text. `what` names it in the error.
pub(crate) fn model<R: Row>(text: &str, what: impl FnOnce() -> String) -> Result<R::Model> {
    let row: std::result::Result<R, String> = serde_json::from_str(text).map_err(|e| e.to_string());
    row.and_then(Row::model).map_err(|why| Error::Unreadable { what: what(), why })
}

/// All rows of a query, each through `each`.
pub(crate) fn all<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    mut each: impl FnMut(&rusqlite::Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(each(row)?);
    }
    Ok(out)
}

/// The first row of a query, if there is one.
pub(crate) fn first<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    each: impl FnOnce(&rusqlite::Row<'_>) -> Result<T>,
) -> Result<Option<T>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(each).transpose()
}

/// Runs one statement; how many rows it changed.
pub(crate) fn run(db: &Connection, sql: &str, params: impl Params) -> Result<usize> {
    Ok(db.prepare_cached(sql)?.execute(params)?)
}
