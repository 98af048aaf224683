//! Polygon / Massive: news in two shapes, ratings with prices as numbers, the consensus.

use super::benzinga::rating::{action_company, action_pt, moment, percent_change};
use super::{Item, RatingItem, clock, text};
use crate::consensus::Consensus;
use serde::Serialize;

/// A reply. `next_url` is absent on the last page: null breaks their Python client.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page<R> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_url: Option<String>,
    pub request_id: String,
    pub results: Vec<R>,
    pub status: &'static str,
}

/// A story of `/benzinga/v2/news`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct News {
    pub benzinga_id: u64,
    pub author: String,
    pub title: String,
    pub teaser: String,
    pub body: String,
    pub url: String,
    pub published: String,
    pub last_updated: String,
    pub channels: Vec<String>,
    pub tags: Vec<String>,
    pub tickers: Vec<String>,
    pub images: Vec<String>,
}

/// A story of `/v2/reference/news`; what is not known is left out, never null.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reference {
    pub id: String,
    pub publisher: Publisher,
    pub title: String,
    pub author: String,
    pub published_utc: String,
    pub article_url: String,
    pub tickers: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    pub keywords: Vec<String>,
}

/// Whose story it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Publisher {
    pub name: String,
    pub homepage_url: String,
    pub logo_url: String,
    pub favicon_url: String,
}

/// A rating; unlike the calendar's row its prices are numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rating {
    pub benzinga_id: String,
    pub ticker: String,
    pub company_name: String,
    pub date: String,
    pub time: String,
    pub firm: String,
    pub analyst: String,
    pub benzinga_firm_id: String,
    pub benzinga_analyst_id: String,
    pub rating: String,
    pub previous_rating: String,
    pub rating_action: String,
    pub price_target_action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_target: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_price_target: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjusted_price_target: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_adjusted_price_target: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_percent_change: Option<f64>,
    pub currency: String,
    pub importance: u8,
    pub notes: String,
    pub last_updated: String,
    pub benzinga_calendar_url: String,
    pub benzinga_news_url: String,
}

/// The consensus about a company.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Consensual {
    pub ticker: String,
    pub strong_buy_ratings: u32,
    pub buy_ratings: u32,
    pub hold_ratings: u32,
    pub sell_ratings: u32,
    pub strong_sell_ratings: u32,
    pub consensus_rating: String,
    pub consensus_rating_value: f64,
    pub consensus_price_target: f64,
    pub high_price_target: f64,
    pub low_price_target: f64,
    pub price_target_contributors: usize,
    pub ratings_contributors: usize,
}

/// A story of `/benzinga/v2/news`.
#[must_use]
pub fn news(item: &Item) -> News {
    News {
        benzinga_id: item.id,
        author: item.author.clone(),
        title: text::line(&item.title),
        teaser: text::teaser(&item.teaser, &item.body),
        body: item.body.clone(),
        url: item.url.clone(),
        published: clock::exact(item.created),
        last_updated: clock::exact(item.updated),
        channels: item.channels.clone(),
        tags: item.tags.clone(),
        tickers: symbols(item),
        images: item.images.iter().map(|i| i.url.clone()).collect(),
    }
}

/// A story of `/v2/reference/news`.
#[must_use]
pub fn reference(item: &Item, publisher: &Publisher) -> Reference {
    Reference {
        id: item.id.to_string(),
        publisher: publisher.clone(),
        title: text::line(&item.title),
        author: item.author.clone(),
        published_utc: clock::seconds(item.created),
        article_url: item.url.clone(),
        tickers: symbols(item),
        image_url: item.images.last().map(|i| i.url.clone()),
        description: text::line(&text::teaser(&item.teaser, &item.body)),
        keywords: item.tags.clone(),
    }
}

/// A rating.
#[must_use]
pub fn rating(item: &RatingItem) -> Rating {
    let r = &item.rating;
    let told = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |n: Option<f64>| n.filter(|n| n.is_finite());
    let (date, time) = utc_moment(item);
    Rating {
        benzinga_id: item.id(),
        ticker: item.security.symbol.clone(),
        company_name: r.company.clone().unwrap_or_else(|| item.security.name.clone()),
        date,
        time,
        firm: told(&r.firm),
        analyst: told(&r.analyst),
        benzinga_firm_id: item.firm_id(),
        benzinga_analyst_id: item.analyst_id(),
        rating: told(&r.rating),
        previous_rating: told(&r.prior_rating),
        rating_action: snake(action_company(r.action.as_deref())),
        price_target_action: snake(action_pt(r.target_action.as_deref(), r.target)),
        price_target: number(r.target),
        previous_price_target: number(r.prior_target),
        adjusted_price_target: number(r.target),
        previous_adjusted_price_target: number(r.prior_target),
        price_percent_change: percent_change(item).map(|p| (p * 100.0).round() / 100.0),
        currency: r.currency.clone().unwrap_or_else(|| "USD".into()),
        importance: item.importance,
        notes: item.notes.clone(),
        last_updated: clock::exact(item.updated),
        benzinga_calendar_url: item.url.clone(),
        benzinga_news_url: item.url.clone(),
    }
}

/// The consensus about a company.
#[must_use]
pub fn consensual(ticker: &str, found: &Consensus) -> Consensual {
    let [strong_sell, sell, hold, buy, strong_buy] = found.counts;
    Consensual {
        ticker: ticker.to_owned(),
        strong_buy_ratings: strong_buy,
        buy_ratings: buy,
        hold_ratings: hold,
        sell_ratings: sell,
        strong_sell_ratings: strong_sell,
        consensus_rating: found.word().to_lowercase(),
        consensus_rating_value: found.value,
        consensus_price_target: found.mean,
        high_price_target: found.high,
        low_price_target: found.low,
        price_target_contributors: found.used,
        ratings_contributors: found.used,
    }
}

fn symbols(item: &Item) -> Vec<String> {
    item.tickers.iter().map(|t| t.symbol.clone()).collect()
}

/// Date and time in UTC; of a rating that tells only its day, that day.
fn utc_moment(item: &RatingItem) -> (String, String) {
    match item.date.instant() {
        Some(at) => {
            let text = clock::seconds(at);
            (text[..10].to_owned(), text[11..19].to_owned())
        }
        None => moment(item),
    }
}

fn snake(words: &str) -> String {
    words.to_lowercase().replace(' ', "_")
}

#[cfg(test)]
mod tests {
    use super::super::tests::item;
    use super::*;
    use crate::consensus::tests::rating as rated;

    #[test]
    fn the_last_page_has_no_next() {
        let page = |next_url| Page {
            count: None,
            next_url,
            request_id: "r".into(),
            results: vec![news(&item())],
            status: "OK",
        };
        let told = serde_json::to_value(page(None)).expect("JSON");
        assert!(told.get("next_url").is_none() && told.get("count").is_none());
        assert_eq!(told["results"][0]["tickers"][0], "MSFT");
        assert_eq!(told["results"][0]["published"], "2017-05-17T18:20:15.25Z");
        let told = serde_json::to_value(page(Some("x".into()))).expect("JSON");
        assert_eq!(told["next_url"], "x");
    }

    #[test]
    fn nothing_is_null_in_the_reference_news() {
        let told = serde_json::to_value(reference(
            &item(),
            &Publisher {
                name: "Wiredesk".into(),
                homepage_url: "https://desk.example".into(),
                logo_url: String::new(),
                favicon_url: String::new(),
            },
        ));
        let told = told.expect("JSON");
        assert!(told.as_object().expect("object").values().all(|v| !v.is_null()));
        assert_eq!(
            (told["id"].as_str(), told["published_utc"].as_str()),
            (Some("39494035"), Some("2017-05-17T18:20:15Z"))
        );
    }

    #[test]
    fn prices_are_numbers_and_actions_small() {
        let mut item = rated("F", "A", "Buy", Some(250.0));
        item.rating.action = Some("initiate".into());
        let told = serde_json::to_value(rating(&item)).expect("JSON");
        assert_eq!(told["price_target"], 250.0);
        assert_eq!(told["rating_action"], "initiates_coverage_on");
        assert_eq!(told["price_target_action"], "announces");
        assert!(told.get("previous_price_target").is_none());
    }
}
