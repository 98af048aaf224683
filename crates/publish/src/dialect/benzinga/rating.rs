//! Analysts' ratings: the row of the calendar, firms, analysts, and the consensus.

use super::super::{RatingItem, clock};
use crate::consensus::{Consensus, Grade, grade};
use serde::Serialize;
use std::collections::BTreeMap;

/// A row of the calendar. Prices are texts, `importance` and `updated` are numbers; `analyst` is the
/// firm (sic).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    pub id: String,
    pub date: String,
    pub time: String,
    pub ticker: String,
    pub exchange: String,
    pub isin: String,
    pub cusip: String,
    pub name: String,
    pub currency: String,
    pub action_pt: &'static str,
    pub action_company: &'static str,
    pub rating_current: String,
    pub rating_prior: String,
    pub pt_current: String,
    pub pt_prior: String,
    pub adjusted_pt_current: String,
    pub adjusted_pt_prior: String,
    pub pt_pct_change: String,
    pub url: String,
    pub url_calendar: String,
    pub url_news: String,
    pub analyst: String,
    pub analyst_id: String,
    pub analyst_name: String,
    pub firm_id: String,
    pub importance: u8,
    pub notes: String,
    pub updated: i64,
}

/// A row of calendar-removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Removed {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub updated: i64,
}

/// A firm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Firm {
    pub id: String,
    pub name: String,
    pub currency: String,
    pub homepage: String,
    pub updated: i64,
}

/// An analyst of a firm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Analyst {
    pub id: String,
    pub firm_id: String,
    pub firm_name: String,
    pub name_first: String,
    pub name_last: String,
    pub name_full: String,
    pub ratings_accuracy: BTreeMap<String, Figure>,
    pub updated: i64,
}

/// A figure of the accuracy block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Figure {
    Count(u64),
    Decimal(String),
}

/// The consensus about one company.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Consensual {
    pub aggregate_ratings: Shares,
    pub aggregate_type: &'static str,
    pub low_price_target: f64,
    pub high_price_target: f64,
    pub consensus_price_target: f64,
    pub consensus_rating_val: f64,
    pub consensus_rating: &'static str,
    pub updated_at: String,
    pub total_analyst_count: usize,
    pub unique_analyst_count: usize,
}

/// How many hold which view, as numbers or whole percents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shares {
    pub strong_buy: u32,
    pub buy: u32,
    pub hold: u32,
    pub sell: u32,
    pub strong_sell: u32,
}

/// A rating as a row.
#[must_use]
pub fn row(item: &RatingItem) -> Row {
    let r = &item.rating;
    let told = |text: &Option<String>| text.clone().unwrap_or_default();
    let (date, time) = moment(item);
    Row {
        id: item.id(),
        date,
        time,
        ticker: item.security.symbol.clone(),
        exchange: item.security.exchange.clone(),
        isin: item.security.isin.clone(),
        cusip: item.security.cusip.clone(),
        name: r.company.clone().unwrap_or_else(|| item.security.name.clone()),
        currency: r.currency.clone().unwrap_or_else(|| "USD".into()),
        action_pt: action_pt(r.target_action.as_deref(), r.target),
        action_company: action_company(r.action.as_deref()),
        rating_current: told(&r.rating),
        rating_prior: told(&r.prior_rating),
        pt_current: price(r.target),
        pt_prior: price(r.prior_target),
        adjusted_pt_current: price(r.target),
        adjusted_pt_prior: price(r.prior_target),
        pt_pct_change: percent_change(item).map(|p| format!("{p:.2}")).unwrap_or_default(),
        url: item.url.clone(),
        url_calendar: item.url.clone(),
        url_news: item.url.clone(),
        analyst: told(&r.firm),
        analyst_id: item.analyst_id(),
        analyst_name: told(&r.analyst),
        firm_id: item.firm_id(),
        importance: item.importance.min(5),
        notes: item.notes.clone(),
        updated: item.updated.as_second(),
    }
}

/// The row with its ratings in three words: Buy, Hold, Sell. A wording that no one knows stays.
#[must_use]
pub fn simplified(row: Row) -> Row {
    let plain = |words: String| match grade(&words) {
        Some(Grade::StrongBuy | Grade::Buy) => "Buy".to_owned(),
        Some(Grade::Hold) => "Hold".to_owned(),
        Some(Grade::Sell | Grade::StrongSell) => "Sell".to_owned(),
        None => words,
    };
    let (current, prior) = (row.rating_current.clone(), row.rating_prior.clone());
    Row { rating_current: plain(current), rating_prior: plain(prior), ..row }
}

/// The row of a rating that was taken back; `None` of one that stands.
#[must_use]
pub fn removed(item: &RatingItem) -> Option<Removed> {
    Some(Removed { id: item.id(), kind: "ratings", updated: item.removed?.as_second() })
}

/// Date and time on the clock of the exchanges; midnight when only the day is known.
pub(crate) fn moment(item: &RatingItem) -> (String, String) {
    match item.date.instant() {
        Some(at) => clock::eastern(at),
        None => (item.date.date().to_string(), "00:00:00".into()),
    }
}

/// By how many percent the target moved.
pub(crate) fn percent_change(item: &RatingItem) -> Option<f64> {
    let (now, before) = (item.rating.target?, item.rating.prior_target?);
    let change = (now - before) / before * 100.0;
    change.is_finite().then_some(change)
}

/// A price as text with two places, or four where two would lose something.
fn price(price: Option<f64>) -> String {
    let Some(price) = price.filter(|p| p.is_finite()) else { return String::new() };
    let cents = price * 100.0;
    match (cents - cents.round()).abs() < 1e-6 {
        true => format!("{price:.2}"),
        false => format!("{price:.4}"),
    }
}

/// What was done to the target, in their words.
pub(crate) fn action_pt(action: Option<&str>, target: Option<f64>) -> &'static str {
    let action = action.unwrap_or_default().trim().to_lowercase();
    match action.as_str() {
        "raise" | "raises" | "raised" | "increase" => "Raises",
        "lower" | "lowers" | "lowered" | "cut" | "decrease" => "Lowers",
        "maintain" | "maintains" | "reiterate" | "keep" => "Maintains",
        "remove" | "removes" | "withdraw" => "Removes",
        "adjust" | "adjusts" => "Adjusts",
        "set" | "sets" | "announce" | "announces" | "new" => "Announces",
        _ if target.is_some() => "Announces",
        _ => "",
    }
}

/// What was done to the rating, in their words.
pub(crate) fn action_company(action: Option<&str>) -> &'static str {
    let action = action.unwrap_or_default().trim().to_lowercase();
    let word = action.trim_end_matches(" coverage on").trim_end_matches(" coverage");
    match word {
        "upgrade" | "upgrades" | "upgraded" | "raise" => "Upgrades",
        "downgrade" | "downgrades" | "downgraded" | "lower" => "Downgrades",
        "initiate" | "initiates" | "start" | "begin" => "Initiates Coverage On",
        "reiterate" | "reiterates" | "reaffirm" => "Reiterates",
        "resume" | "resumes" | "reinstate" | "reinstates" => "Reinstates",
        "assume" | "assumes" => "Assumes",
        "suspend" | "suspends" => "Suspends",
        "terminate" | "terminates" | "drop" | "discontinue" => "Terminates Coverage On",
        "remove" | "removes" => "Removes",
        "firm dissolved" => "Firm Dissolved",
        _ => "Maintains",
    }
}

/// A firm of which ratings are kept; `updated` in Unix seconds.
#[must_use]
pub fn firm(name: &str, updated: i64) -> Firm {
    Firm {
        id: super::super::name_number(&[name]),
        name: name.to_owned(),
        currency: "USD".into(),
        homepage: String::new(),
        updated,
    }
}

/// An analyst of whom `ratings` ratings are kept. Returns are not known here, so that the accuracy
/// block holds its keys with the count alone.
#[must_use]
pub fn analyst(firm: &str, name: &str, ratings: u64, updated: i64) -> Analyst {
    let (first, last) = name.trim().rsplit_once(' ').unwrap_or(("", name.trim()));
    Analyst {
        id: super::super::name_number(&[firm, name]),
        firm_id: super::super::name_number(&[firm]),
        firm_name: firm.to_owned(),
        name_first: first.to_owned(),
        name_last: last.to_owned(),
        name_full: name.to_owned(),
        ratings_accuracy: accuracy(ratings),
        updated,
    }
}

/// The accuracy block with everything that is not known as `""` or 0.
#[must_use]
pub fn accuracy(ratings: u64) -> BTreeMap<String, Figure> {
    let mut block = BTreeMap::new();
    let decimals = [
        "smart_score",
        "overall_success_rate",
        "overall_avg_return_percentile",
        "total_ratings_percentile",
        "overall_average_return",
        "overall_stdev",
    ];
    for key in decimals {
        block.insert(key.to_owned(), Figure::Decimal(String::new()));
    }
    for (key, count) in
        [("total_ratings", ratings), ("overall_gain_count", 0), ("overall_loss_count", 0)]
    {
        block.insert(key.to_owned(), Figure::Count(count));
    }
    for span in ["1m", "3m", "9m", "1y", "2y", "3y"] {
        for key in ["gain_count", "loss_count", "average_return", "stdev"] {
            block.insert(format!("{span}_{key}"), Figure::Decimal(String::new()));
        }
    }
    block
}

/// The consensus in their shape.
#[must_use]
pub fn consensual(found: &Consensus, percentage: bool, simplify: bool) -> Consensual {
    let counts = if simplify { found.simple_counts() } else { found.counts };
    let [strong_sell, sell, hold, buy, strong_buy] =
        if percentage { crate::consensus::percents(counts) } else { counts };
    Consensual {
        aggregate_ratings: Shares { strong_buy, buy, hold, sell, strong_sell },
        aggregate_type: if percentage { "percentage" } else { "number" },
        low_price_target: found.low,
        high_price_target: found.high,
        consensus_price_target: found.mean,
        consensus_rating_val: found.value,
        consensus_rating: found.word(),
        updated_at: clock::seconds(found.updated),
        total_analyst_count: found.collected,
        unique_analyst_count: found.used,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consensus::tests::rating;
    use wiredesk_model::Rating;

    #[test]
    fn a_row_has_the_types_that_clients_check() {
        let mut item = rating("Copperfield", "Ann B. Roe", "Overweight", Some(250.0));
        item.rating.prior_target = Some(200.0);
        item.rating.target_action = Some("raise".into());
        item.rating.action = Some("initiate".into());
        item.importance = 4;
        let told = serde_json::to_value(row(&item)).expect("JSON");
        assert_eq!(told["pt_current"], "250.00");
        assert_eq!(told["pt_prior"], "200.00");
        assert_eq!(told["pt_pct_change"], "25.00");
        assert_eq!(told["action_pt"], "Raises");
        assert_eq!(told["action_company"], "Initiates Coverage On");
        assert_eq!(told["importance"], 4);
        assert_eq!(told["analyst"], "Copperfield");
        assert_eq!(told["analyst_name"], "Ann B. Roe");
        assert_eq!(
            (told["date"].as_str(), told["time"].as_str()),
            (Some("2024-09-16"), Some("00:00:00"))
        );
        assert!(told["updated"].is_i64());
        for key in ["id", "analyst_id", "firm_id"] {
            assert_eq!(told[key].as_str().map(str::len), Some(24), "{key}");
        }
        assert!(told.as_object().expect("object").values().all(|v| !v.is_null()));
    }

    #[test]
    fn prices_are_texts() {
        let check = |p: Option<f64>, expected: &str| assert_eq!(price(p), expected);
        check(Some(250.0), "250.00");
        check(Some(0.1 + 0.2), "0.30");
        check(Some(12.345), "12.3450");
        check(Some(f64::NAN), "");
        check(None, "");
    }

    #[test]
    fn actions_are_of_their_enumerations() {
        let check = |action: &str, expected: &str| {
            assert_eq!(action_company(Some(action)), expected, "{action}");
        };
        check("upgrade", "Upgrades");
        check("Downgrades", "Downgrades");
        check("resume", "Reinstates");
        check("assume", "Assumes");
        check("Initiates Coverage On", "Initiates Coverage On");
        check("terminate", "Terminates Coverage On");
        check("", "Maintains");
        assert_eq!(action_pt(Some("set"), Some(1.0)), "Announces");
        assert_eq!(action_pt(None, None), "");
    }

    #[test]
    fn three_words_are_enough_when_asked() {
        let item = rating("F", "A", "Sector Outperform", None);
        assert_eq!(simplified(row(&item)).rating_current, "Buy");
        let odd = RatingItem {
            rating: Rating { rating: Some("Tactical Whim".into()), ..item.rating.clone() },
            ..item
        };
        assert_eq!(simplified(row(&odd)).rating_current, "Tactical Whim");
    }
}
