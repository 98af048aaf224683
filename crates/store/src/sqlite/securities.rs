//! Table `securities`.

use super::columns::{At, all, first, run};
use crate::{Result, Security, Store};
use jiff::Timestamp;
use rusqlite::params;
use std::collections::HashMap;

const COLUMNS: &str = "ticker, exchange, isin, cusip, name";

impl Store {
    /// Keeps what is told of securities; what was known and is not told again stays. How many
    /// changed.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn know_securities(&self, told: Vec<Security>, now: Timestamp) -> Result<usize> {
        self.tell(move |db| {
            let sql = "INSERT INTO securities (ticker, exchange, isin, cusip, name, changed) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET \
                       exchange = coalesce(nullif(excluded.exchange, ''), exchange), \
                       isin = coalesce(nullif(excluded.isin, ''), isin), \
                       cusip = coalesce(nullif(excluded.cusip, ''), cusip), \
                       name = coalesce(nullif(excluded.name, ''), name), changed = excluded.changed \
                       WHERE excluded.exchange NOT IN ('', exchange) \
                       OR excluded.isin NOT IN ('', isin) OR excluded.cusip NOT IN ('', cusip) \
                       OR excluded.name NOT IN ('', name)";
            let mut changed = 0;
            for Security { ticker, exchange, isin, cusip, name } in &told {
                let ticker = ticker.trim().to_uppercase();
                if ticker.is_empty() {
                    continue;
                }
                let [exchange, name] = [exchange, name].map(|t| t.trim());
                let [isin, cusip] = [isin, cusip].map(|t| t.trim().to_uppercase());
                changed += run(db, sql, params![ticker, exchange, isin, cusip, name, At(now)])?;
            }
            Ok(changed)
        })
    }

    /// What is known of these tickers, by ticker.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn securities<'a>(
        &self,
        tickers: impl IntoIterator<Item = &'a str>,
    ) -> Result<HashMap<String, Security>> {
        let sql = format!("SELECT {COLUMNS} FROM securities WHERE ticker = ?1");
        self.read(|db| {
            let mut known = HashMap::new();
            for ticker in tickers {
                let ticker = ticker.trim().to_uppercase();
                if known.contains_key(&ticker) {
                    continue;
                }
                if let Some(found) = first(db, &sql, [&ticker], security)? {
                    known.insert(ticker, found);
                }
            }
            Ok(known)
        })
    }

    /// The tickers of securities with any of these numbers.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn tickers_of(&self, isins: &[String], cusips: &[String]) -> Result<Vec<String>> {
        let isin = "SELECT ticker FROM securities WHERE isin = ?1 AND isin <> ''";
        let cusip = "SELECT ticker FROM securities WHERE cusip = ?1 AND cusip <> ''";
        let isins = isins.iter().map(|number| (isin, number));
        let numbers = isins.chain(cusips.iter().map(|number| (cusip, number)));
        self.read(|db| {
            let mut tickers = Vec::new();
            for (sql, number) in numbers {
                let number = number.trim().to_uppercase();
                tickers.extend(all(db, sql, [number], |r| Ok(r.get::<_, String>(0)?))?);
            }
            Ok(tickers)
        })
    }
}

fn security(r: &rusqlite::Row<'_>) -> Result<Security> {
    Ok(Security {
        ticker: r.get(0)?,
        exchange: r.get(1)?,
        isin: r.get(2)?,
        cusip: r.get(3)?,
        name: r.get(4)?,
    })
}
