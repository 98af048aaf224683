//! Lists: one page as JSON with where the next begins, or all of it as JSONL and CSV.

use axum::body::Bytes;
use futures_core::Stream;
use serde::Serialize;
use serde_json::Value;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use utoipa::ToSchema;

use super::problem::Problem;
use crate::{AppState, limits};

/// A list that can be walked: pages that neither drop nor repeat a row while others arrive.
pub(crate) trait List: Send + Sync + 'static {
    /// What is in it.
    type Row: Serialize + Send;

    /// The columns of the list as CSV.
    const COLUMNS: &'static [&'static str];

    /// True when its pages change only with what is published, with ratings and with what is known
    /// of securities: then a page is kept until something does.
    fn kept(&self) -> bool {
        false
    }

    /// What has to be looked up once, before the first page.
    fn begin(&mut self, state: &AppState) -> Result<(), Problem> {
        let _ = state;
        Ok(())
    }

    /// The rows after a place, at most so many, and the place after the last of them; none at the
    /// end.
    fn page(
        &self,
        state: &AppState,
        after: Option<&str>,
        most: usize,
    ) -> Result<(Vec<Self::Row>, Option<String>), Problem>;
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The rows, in the order asked for.
    pub items: Vec<T>,
    /// The `cursor` of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// How an export is written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Format {
    Jsonl,
    Csv,
}

/// An export, as it is written.
pub(crate) struct Rows(mpsc::Receiver<Result<Bytes, std::io::Error>>);

impl Rows {
    /// Writes a list from its first page on, as fast as the reader takes it; `place` is given back
    /// at the end.
    pub fn written<L: List>(
        state: AppState,
        list: L,
        first: (Vec<L::Row>, Option<String>),
        format: Format,
        place: OwnedSemaphorePermit,
    ) -> Self {
        let (sender, receiver) = mpsc::channel(1);
        tokio::task::spawn_blocking(move || {
            let _place = place;
            let mut text = match format {
                Format::Jsonl => String::new(),
                Format::Csv => L::COLUMNS.join(",") + "\r\n",
            };
            let (mut rows, mut next) = first;
            loop {
                for row in &rows {
                    write(&mut text, row, format, L::COLUMNS);
                }
                if sender.blocking_send(Ok(Bytes::from(std::mem::take(&mut text)))).is_err() {
                    return;
                }
                let Some(after) = next else { return };
                match list.page(&state, Some(&after), limits::EXPORT_ROWS) {
                    Ok(page) => (rows, next) = page,
                    Err(problem) => {
                        let broken = std::io::Error::other(problem.detail);
                        let _ = sender.blocking_send(Err(broken));
                        return;
                    }
                }
            }
        });
        Self(receiver)
    }
}

impl Stream for Rows {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}

fn write<T: Serialize>(out: &mut String, row: &T, format: Format, columns: &[&str]) {
    match format {
        Format::Jsonl => {
            out.push_str(&serde_json::to_string(row).unwrap_or_default());
            out.push('\n');
        }
        Format::Csv => {
            let row = serde_json::to_value(row).unwrap_or_default();
            for (at, column) in columns.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                field(out, &cell(&row[column]));
            }
            out.push_str("\r\n");
        }
    }
}

/// A value as one cell; numbers as they are, lists parted by semicolons.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(b) => b.to_string(),
        Value::Number(n) => n.to_string(),
        Value::String(text) => inert(text),
        Value::Array(list) => {
            let named = |v: &Value| match v {
                Value::Object(o) => {
                    let name =
                        ["symbol", "url", "id", "name"].iter().find_map(|k| o.get(*k)?.as_str());
                    name.unwrap_or_default().to_owned()
                }
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            inert(&list.iter().map(named).collect::<Vec<_>>().join(";"))
        }
        Value::Object(_) => inert(&value.to_string()),
    }
}

/// Text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before
/// it, as spreadsheets themselves mark text.
fn inert(text: &str) -> String {
    let formula = |c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    };
    let begins = text.trim_start_matches(' ').starts_with(formula);
    if begins { format!("'{text}") } else { text.to_owned() }
}

/// A field of CSV (RFC 4180).
fn field(out: &mut String, text: &str) {
    if !text.contains(['"', ',', '\n', '\r']) {
        out.push_str(text);
        return;
    }
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let check = |value: Value, expected: &str| {
            let mut out = String::new();
            field(&mut out, &cell(&value));
            assert_eq!(out, expected);
        };
        check("Shares rise".into(), "Shares rise");
        check("=cmd|' /C calc'!A0".into(), "'=cmd|' /C calc'!A0");
        check("  +1,2".into(), "\"'  +1,2\"");
        check("@SUM(A1)\n\"x\"".into(), "\"'@SUM(A1)\n\"\"x\"\"\"");
        check("\u{ff1d}1".into(), "'\u{ff1d}1");
        check(serde_json::json!(["-a", "b"]), "'-a;b");
        check(serde_json::json!([{"symbol": "AAPL"}, {"symbol": "MSFT"}]), "AAPL;MSFT");
        check(serde_json::json!(-1.5), "-1.5");
        check(Value::Null, "");
    }
}
