//! Why is it moving: one row for each ticker of an item in the channel `WIIM`.

use super::super::{Item, text};
use serde::Serialize;

/// The channel of such items.
pub const CHANNEL: &str = "WIIM";
/// Seconds for which an item explains a move.
const HOLDS_S: i64 = 24 * 60 * 60;

/// The reply. Documents say `data`, the JavaScript client reads `wiims`: both hold the same list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Wiims {
    pub data: Vec<Wiim>,
    pub wiims: Vec<Wiim>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Wiim {
    pub id: String,
    pub description: String,
    pub search_key: String,
    pub security: Security,
    pub created: i64,
    pub updated: i64,
    pub expired: i64,
}

/// What moves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Security {
    pub exchange: String,
    pub symbol: String,
    pub name: String,
    pub country: String,
    pub cusip: String,
    pub isin: String,
}

/// The rows of an item: one a ticker.
#[must_use]
pub fn rows(item: &Item) -> Vec<Wiim> {
    let row = |t: &super::super::Security| Wiim {
        id: format!("{}-{}", item.id, t.symbol),
        description: text::line(&item.title),
        search_key: t.symbol.clone(),
        security: Security {
            exchange: t.exchange.clone(),
            symbol: t.symbol.clone(),
            name: t.name.clone(),
            country: t.isin.get(..2).unwrap_or_default().to_owned(),
            cusip: t.cusip.clone(),
            isin: t.isin.clone(),
        },
        created: item.created.as_second(),
        updated: item.updated.as_second(),
        expired: item.created.as_second() + HOLDS_S,
    };
    item.tickers.iter().map(row).collect()
}

/// The rows as the reply.
#[must_use]
pub fn reply(rows: Vec<Wiim>) -> Wiims {
    Wiims { data: rows.clone(), wiims: rows }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::item;
    use super::*;

    #[test]
    fn each_ticker_has_its_row() {
        let rows = rows(&item());
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].id.as_str(), rows[0].search_key.as_str()), ("39494035-MSFT", "MSFT"));
        assert_eq!(rows[0].expired - rows[0].created, 86_400);
        let both = serde_json::to_value(reply(rows)).expect("JSON");
        assert_eq!(both["data"], both["wiims"]);
    }
}
