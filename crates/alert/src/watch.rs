//! A list of things to watch as one query.
//!
//! An entry is a test as queries write it (`ticker:AAPL`, `entity:country:PRK`, `speaker:…`,
//! `storyline:…`, `section:World`, `event:AID`), an entity's id (`country:PRK`, which also means
//! what that person says), a ticker in capitals, or else words that are looked for in a row.

use crate::query::{Clause, Name, Number, Query, Test};
use crate::{Error, Limits};
use wiredesk_model::EntityType;

impl Query {
    /// The query that fires for a story with any of these things and, where that is asked, of at
    /// least so much importance. None when the list is empty.
    ///
    /// # Errors
    /// As [`Query::parse`], of the entry that cannot be read.
    ///
    /// ```
    /// use wiredesk_alert::{Limits, Query};
    /// let list = ["AAPL", "country:PRK", "north korea"];
    /// let query = Query::watching(&list, Some(3.0), &Limits::default())?.map(|q| q.to_string());
    /// let expected = "(ticker:AAPL OR entity:country:PRK OR \"north korea\") AND importance:>=3";
    /// assert_eq!(query.as_deref(), Some(expected));
    /// # Ok::<(), wiredesk_alert::Error>(())
    /// ```
    pub fn watching(
        entries: &[impl AsRef<str>],
        importance: Option<f64>,
        limits: &Limits,
    ) -> Result<Option<Self>, Error> {
        let entries = entries.iter().map(|e| e.as_ref().trim()).filter(|e| !e.is_empty());
        let mut parts = entries.map(|e| entry(e, limits)).collect::<Result<Vec<_>, _>>()?;
        parts.dedup();
        if parts.len() > limits.clauses {
            let most = limits.clauses;
            return Err(Error::TooMany { at: 0, column: 1, most });
        }
        let watched = match (parts.len(), parts.pop()) {
            (_, None) => return Ok(None),
            (1, Some(only)) => only,
            (_, Some(last)) => {
                parts.push(last);
                Self::Any(parts)
            }
        };
        let Some(importance) = importance else { return Ok(Some(watched)) };
        let enough = Self::Clause(Clause::Number(Number::Importance, Test::AtLeast(importance)));
        Ok(Some(Self::All(vec![watched, enough])))
    }
}

fn entry(entry: &str, limits: &Limits) -> Result<Query, Error> {
    let name = |name, value: &str| Ok(Query::Clause(Clause::Name(name, value.to_owned())));
    if let Some((kind, _)) = entry.split_once(':').filter(|(kind, _)| is_entity_type(kind)) {
        let told_of = Clause::Name(Name::Entity, entry.to_owned());
        return match kind {
            "person" => Ok(Query::Any(vec![
                Query::Clause(told_of),
                Query::Clause(Clause::Name(Name::Speaker, entry.to_owned())),
            ])),
            _ => Ok(Query::Clause(told_of)),
        };
    }
    if is_ticker(entry) {
        return name(Name::Ticker, entry);
    }
    match entry.split_once(':') {
        Some(_) => Query::parse(entry, limits),
        // As a phrase, whatever signs are in it.
        None => Query::parse(&format!("\"{}\"", entry.replace('"', " ")), limits),
    }
}

/// The kinds that ids begin with. An event's id is written `entity:event:…`, because `event:` is a
/// field.
fn is_entity_type(word: &str) -> bool {
    Name::parse(word).is_none() && (word == "org" || EntityType::parse(word).is_some())
}

/// One to six capitals and digits, and perhaps a share class ("BRK.B").
fn is_ticker(entry: &str) -> bool {
    let letters = |part: &str| {
        (1..=6).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    let (symbol, class) = entry.split_once('.').unwrap_or((entry, "A"));
    letters(symbol) && letters(class) && symbol.starts_with(|c: char| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_become_queries() {
        let check = |list: &[&str], importance: Option<f64>, expected: &str| {
            let query = Query::watching(list, importance, &Limits::default()).expect("readable");
            assert_eq!(query.map(|q| q.to_string()).unwrap_or_default(), expected, "{list:?}");
        };
        check(&[], Some(2.0), "");
        check(&["  "], None, "");
        check(&["BRK.B", "OR"], None, "ticker:BRK.B OR ticker:\"OR\"");
        check(&["tin"], Some(2.5), "tin AND importance:>=2.5");
        check(&["Tim \"Apple\" Cook"], None, "\"tim apple cook\"");
        check(&["section:World", "event:AID"], None, "section:World OR event:*/AID/*");
        check(&["person:tim-cook"], None, "entity:person:tim-cook OR speaker:person:tim-cook");
        for bad in [&["ticker:"][..], &["AAPL", "colour:red"], &["---"]] {
            Query::watching(bad, None, &Limits::default()).expect_err("no entry");
        }
    }
}
