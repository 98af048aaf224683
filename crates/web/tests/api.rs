//! The news APIs as their clients meet them: doors, filters, pages, refusals, headers, bytes.

mod common;

use axum::http::{Method, StatusCode};
use common::{Api, api};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn ids(list: &Value, key: &str) -> Vec<u64> {
    let list = list.as_array().expect("a list");
    list.iter().map(|item| item[key].as_u64().expect(key)).collect()
}

impl Api {
    /// The stories that a Benzinga question gives.
    async fn news(&self, query: &str) -> Value {
        let answer = self.json(&format!("/api/v2/news?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text());
        answer.json()
    }
}

#[tokio::test]
async fn a_token_opens_the_door_in_every_way_it_is_shown() {
    let api = api(3);
    let secret = api.secret.clone();
    let basic = format!("Basic {}", common::base64(&format!("{}:{secret}", api.key)));
    let news = "/api/v2/news";
    let check = |path: String, name: &'static str, value: String, expected: StatusCode| {
        let api = &api;
        async move {
            let answer = api.ask(Method::GET, &path, &[(name, &value)]).await;
            assert_eq!(answer.status, expected, "{path} {name}");
        }
    };
    let ok = StatusCode::OK;
    check(format!("{news}?token={secret}"), "accept", "x".into(), ok).await;
    check(format!("/benzinga/v2/news?apiKey={secret}"), "accept", "x".into(), ok).await;
    for value in [format!("token {secret}"), format!("Bearer {secret}"), basic] {
        check(news.into(), "authorization", value.clone(), ok).await;
        check("/v1beta1/news".into(), "authorization", value, ok).await;
    }
    check(news.into(), "key", secret.clone(), ok).await;
    for value in ["token no", "Bearer", "Basic ????", "Bearer \u{e9}"] {
        check(news.into(), "authorization", value.into(), StatusCode::UNAUTHORIZED).await;
    }
    let pair =
        |key: &str| [("apca-api-key-id", key.to_owned()), ("apca-api-secret-key", secret.clone())];
    for (key, expected) in [(api.key.as_str(), ok), ("WDK999", StatusCode::UNAUTHORIZED)] {
        let [a, b] = pair(key);
        let answer = api.ask(Method::GET, "/v1beta1/news", &[(a.0, &a.1), (b.0, &b.1)]).await;
        assert_eq!(answer.status, expected, "{key}");
    }
    check(
        format!("{news}?token=wd_{}", "0".repeat(64)),
        "accept",
        "x".into(),
        StatusCode::UNAUTHORIZED,
    )
    .await;
}

#[tokio::test]
async fn who_may_not_come_in_is_told_in_the_words_of_each_dialect() {
    let api = api(1);
    let check = |path: &'static str, expected: Value| {
        let api = &api;
        async move {
            let answer = api.ask(Method::GET, path, &[]).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
            assert_eq!(answer.header("content-type"), "application/json", "{path}");
            let mut told = answer.json();
            if let Some(told) = told.as_object_mut() {
                told.remove("request_id");
            }
            assert_eq!(told, expected, "{path}");
        }
    };
    let denied = json!(["Access denied for user 0 \"anonymous\""]);
    check("/api/v2/news", denied.clone()).await;
    check("/api/v2.1/calendar/ratings?token=x", denied).await;
    check("/v1beta1/news", json!({"message": "forbidden."})).await;
    let polygon = json!({"status": "ERROR", "error": "Show a valid token; this one is missing, wrong, or has run out."});
    check("/v2/reference/news", polygon).await;
    // A token that may read news only.
    let narrow = api.token(&["news"], "{}");
    let answer =
        api.ask(Method::GET, &format!("/api/v2/calendar/ratings?token={narrow}"), &[]).await;
    assert_eq!((answer.status, answer.json()["ok"].clone()), (StatusCode::FORBIDDEN, json!(false)));
}

#[tokio::test]
async fn a_list_is_json_for_those_who_say_so_and_xml_for_all_others() {
    let api = api(2);
    let path = format!("/api/v2/news/?token={}", api.secret);
    for accept in ["application/json", "application/json, text/plain, */*", "text/JSON"] {
        let answer = api.ask(Method::GET, &path, &[("accept", accept)]).await;
        assert_eq!(answer.header("content-type"), "application/json", "{accept}");
        assert_eq!(answer.json().as_array().map(Vec::len), Some(2));
    }
    for accept in ["*/*", "text/xml", "application/xml", ""] {
        let answer = api.ask(Method::GET, &path, &[("accept", accept)]).await;
        assert_eq!(answer.header("content-type"), "text/xml; charset=utf-8", "{accept}");
        let text = answer.text();
        let head =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<result is_array=\"true\"><item><id>";
        assert!(text.starts_with(head), "{text}");
        assert!(answer.header("vary").contains("Accept, Accept-Encoding"));
    }
}

#[tokio::test]
async fn an_empty_list_is_two_bytes() {
    let api = api(3);
    for query in ["page=9", "tickers=NOSUCH", "page=100000&pageSize=100", "isin=XX", "channels=999"]
    {
        let answer = api.json(&format!("/api/v2/news?{query}")).await;
        assert_eq!((answer.status, answer.text().as_str()), (StatusCode::OK, "[]"), "{query}");
    }
    for path in
        ["/api/v2/news/999", "/api/v2/news/1?tickers=NOSUCH", "/api/v2/news/99999999999999999999"]
    {
        let answer = api.json(path).await;
        assert_eq!((answer.status, answer.text().as_str()), (StatusCode::OK, "[]"), "{path}");
    }
    let one = api.json("/api/v2/news/2/").await.json();
    assert_eq!(ids(&one, "id"), [2]);
}

#[tokio::test]
async fn pages_hold_every_story_once_whatever_size_is_asked() {
    let api = api(230);
    for size in [7, 100, 2500] {
        let mut seen = Vec::new();
        for page in 0.. {
            let list = api.news(&format!("page={page}&pagesize={size}&displayOutput=full")).await;
            if list == json!([]) {
                break;
            }
            seen.extend(ids(&list, "id"));
        }
        let once: BTreeSet<u64> = seen.iter().copied().collect();
        assert_eq!((seen.len(), once.len()), (230, 230), "{size}");
    }
}

#[tokio::test]
async fn filters_and_orders_do_what_they_say() {
    let api = api(40);
    let check = |query: &'static str, expected: Vec<u64>| {
        let api = &api;
        async move {
            let mut found = ids(&api.news(&format!("pageSize=100&{query}")).await, "id");
            found.sort_unstable();
            assert_eq!(found, expected, "{query}");
        }
    };
    let every = |n: u64, of: u64| (1..=40).filter(move |i| i % n == of).collect::<Vec<u64>>();
    // Story i: channel News and C(i%4); tickers T(i%5), ALL; the first is primary.
    check("channels=c1", every(4, 1)).await;
    check("tickers=t2", every(5, 2)).await;
    check("tickers=ALL", (1..=40).collect()).await;
    check("primaryTickers=ALL", vec![]).await;
    check("primaryTickers=t3,T4", (1..=40).filter(|i| [3, 4].contains(&(i % 5))).collect()).await;
    check("isin=us0000000001", every(5, 1)).await;
    check("isin=us0000000001&tickers=T2", vec![]).await;
    check("authors=Author%201", every(3, 1)).await;
    check("importance=high", (1..=40).filter(|i| [4, 5].contains(&(i % 6))).collect()).await;
    check("importanceRank=2", every(6, 2)).await;
    check("content_types=story", (1..=40).collect()).await;
    check("content_types=video", vec![]).await;
    check("channels=C1&tickers=T1", (1..=40).filter(|i| i % 4 == 1 && i % 5 == 1).collect()).await;
    check("publishedSince=1726387200&tickers=", (1..=40).collect()).await;
    check("lastId=38", vec![39, 40]).await;
    // Stories are an hour apart from 2024-09-15T08:00Z: the day of the −0400 clock ends at 04:00Z.
    check("date=2024-09-15", (1..=20).collect()).await;
    check("dateFrom=2024-09-16", (21..=40).collect()).await;
    let order = ids(&api.news("sort=id:asc&pageSize=3").await, "id");
    assert_eq!(order, [1, 2, 3]);
    let newest = ids(&api.news("pageSize=3").await, "id");
    assert_eq!(newest, [40, 39, 38]);
    let channels = api.json("/api/v2/channels").await.json();
    let c1 = channels.as_array().expect("list").iter().find(|c| c["name"] == "C1").expect("C1");
    let by_number = ids(&api.news(&format!("channels={}&pageSize=100", c1["id"])).await, "id");
    assert_eq!(by_number.len(), 10);
}

#[tokio::test]
async fn what_cannot_be_read_is_a_clear_error() {
    let api = api(1);
    for query in [
        "page=x",
        "page=-1",
        "page=100001",
        "pageSize=many",
        "date=2024-02-30",
        "dateFrom=yesterday",
        "updatedSince=now",
        "sort=title",
        "importanceRank=9",
        "tickers=A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A",
    ] {
        let answer = api.json(&format!("/api/v2/news?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert!(answer.json().is_string(), "{query}");
    }
    let checks = [
        ("/api/v2/news/abc", 400, ""),
        ("/api/v2/nothing", 404, "message"),
        ("/v1beta1/nothing", 404, "message"),
        ("/benzinga/v9/news", 404, "error"),
        ("/v1beta1/news?limit=51", 400, "message"),
        ("/v1beta1/news?page_token=x", 400, "message"),
        ("/v1beta1/news?start=soon", 400, "message"),
        ("/benzinga/v2/news?cursor=x", 400, "error"),
        ("/benzinga/v2/news?published.gt=soon", 400, "error"),
        ("/benzinga/v2/news?limit=0", 400, "error"),
        ("/api/v2.1/calendar/ratings?parameters[date]=x", 400, "text"),
        ("/api/v1/consensus-ratings", 400, "text"),
        ("/api/v2/news-removed?page=999&pageSize=100", 400, ""),
    ];
    for (path, status, key) in checks {
        let answer = api.json(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.text());
        let told = answer.json();
        assert!(key.is_empty() || told[key].is_string(), "{path}: {told}");
    }
}

#[tokio::test]
async fn no_route_redirects_and_other_methods_are_told() {
    let api = api(1);
    for path in ["/api/v2/news", "/api/v2/news/", "/v1beta1/news/", "/v2/reference/news/"] {
        let answer = api.json(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
    }
    let token = format!("/api/v2/news?token={}", api.secret);
    let posted = api.ask(Method::POST, &token, &[]).await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(posted.json()["message"].is_string());
    let head = api.ask(Method::HEAD, &token, &[("accept", "application/json")]).await;
    assert_eq!((head.status, head.bytes.len()), (StatusCode::OK, 0));
    // As a client behind http_proxy asks.
    let far = format!("http://api.benzinga.com/api/v2/news/?token={}", api.secret);
    assert_eq!(api.ask(Method::GET, &far, &[]).await.status, StatusCode::OK);
    let tunnel = api.ask(Method::CONNECT, "api.benzinga.com:443", &[]).await;
    assert_eq!(tunnel.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn browsers_may_ask_from_any_page() {
    let api = api(1);
    let origin = ("origin", "https://page.example");
    let wanted = ("access-control-request-headers", "authorization");
    let before = api.ask(Method::OPTIONS, "/api/v2/news", &[origin, wanted]).await;
    assert_eq!(before.status, StatusCode::NO_CONTENT);
    assert_eq!(before.header("access-control-allow-origin"), "https://page.example");
    assert_eq!(before.header("access-control-allow-headers"), "authorization");
    let path = format!("/api/v2/news?token={}", api.secret);
    let answer = api.ask(Method::GET, &path, &[origin]).await;
    assert_eq!(answer.header("access-control-allow-origin"), "https://page.example");
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
}

#[tokio::test]
async fn an_answer_is_packed_when_asked_and_not_sent_twice() {
    let api = api(30);
    let path = format!("/api/v2/news?displayOutput=full&token={}", api.secret);
    let json = ("accept", "application/json");
    let plain = api.ask(Method::GET, &path, &[json]).await;
    assert_eq!(plain.header("content-encoding"), "");
    for encoding in ["gzip", "gzip, deflate, br"] {
        let packed = api.ask(Method::GET, &path, &[json, ("accept-encoding", encoding)]).await;
        assert_eq!(packed.header("content-encoding"), "gzip");
        assert!(packed.bytes.len() < plain.bytes.len());
    }
    let deflate = api.ask(Method::GET, &path, &[json, ("accept-encoding", "deflate")]).await;
    assert_eq!(deflate.header("content-encoding"), "");
    let etag = plain.header("etag").to_owned();
    let again = api.ask(Method::GET, &path, &[json, ("if-none-match", &etag)]).await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    api.withdraw(29);
    let changed = api.ask(Method::GET, &path, &[json, ("if-none-match", &etag)]).await;
    assert_eq!(changed.status, StatusCode::OK);
}

#[tokio::test]
async fn a_removed_story_is_gone_everywhere_at_once_and_told_as_removed() {
    let api = api(5);
    let lists = [
        "/api/v2/news?pageSize=100",
        "/v1beta1/news?limit=50",
        "/benzinga/v2/news",
        "/v2/reference/news",
    ];
    for path in lists {
        assert!(api.json(path).await.text().contains("Story 4"), "{path}");
    }
    api.withdraw(4);
    for path in lists {
        assert!(!api.json(path).await.text().contains("Story 4"), "{path}");
    }
    assert_eq!(api.json("/api/v2/news/4").await.text(), "[]");
    let removed = api.json("/api/v2/news-removed?updatedSince=1726387200").await.json();
    assert_eq!(ids(&removed["removed"], "id"), [4]);
    let moment = removed["removed"][0]["updated"].as_str().expect("updated");
    assert!(moment.ends_with(" -0400"), "{moment}");
    let bare = api.json("/api/v2/news/removed").await.json();
    assert_eq!(ids(&bare, "id"), [4]);
}

#[tokio::test]
async fn an_edit_moves_updated_and_comes_first_for_those_who_follow() {
    let api = api(5);
    let before = api.news("pageSize=1&page=3").await[0].clone();
    api.edit(2, "Story 2, corrected");
    let after = api.news("updatedSince=1726387200").await[0].clone();
    assert_eq!((&after["id"], &after["title"]), (&json!(2), &json!("Story 2, corrected")));
    assert_eq!(after["created"], before["created"]);
    assert_ne!(after["updated"], before["updated"]);
    let alpaca = api.json("/v1beta1/news?limit=1").await.json();
    assert_eq!(alpaca["news"][0]["headline"], "Story 2, corrected");
}

#[tokio::test]
async fn alpaca_pages_are_walked_to_a_null_token() {
    let api = api(123);
    for sort in ["desc", "ASC"] {
        let mut seen = Vec::new();
        let mut token = String::new();
        loop {
            let path = format!("/v1beta1/news?limit=50&sort={sort}&page_token={token}");
            let page = api.json(&path).await.json();
            seen.extend(ids(&page["news"], "id"));
            let next = page.get("next_page_token").expect("the key is always there");
            let Some(next) = next.as_str() else { break };
            token = next.replace('+', "%2B").replace('=', "%3D");
        }
        let once: BTreeSet<u64> = seen.iter().copied().collect();
        assert_eq!((seen.len(), once.len()), (123, 123));
    }
    let content = api.json("/v1beta1/news?include_content=true&symbols=T1&limit=1").await.json();
    assert!(content["news"][0]["content"].as_str().is_some_and(|c| c.contains("<p>")));
}

#[tokio::test]
async fn polygon_pages_link_the_next_by_the_way_one_came() {
    let api = api(25);
    let mut path = "/benzinga/v2/news?limit=10&sort=published.asc".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = api.json(&path).await.json();
        assert!(page["request_id"].as_str().is_some_and(|r| r.len() == 32));
        assert_eq!(page["status"], "OK");
        seen.extend(ids(&page["results"], "benzinga_id"));
        let Some(next) = page.get("next_url") else { break };
        let next = next.as_str().expect("never null");
        path = next.strip_prefix("http://desk.example").expect(next).to_owned();
        assert!(!path.contains(&api.secret));
    }
    assert_eq!(seen, (1..=25).collect::<Vec<u64>>());
    let all = api.json("/benzinga/v2/news?tickers_all_of=T1,ALL").await.json();
    assert_eq!(all["results"].as_array().map(Vec::len), Some(5));
    let reference = api.json("/v2/reference/news?ticker=T2&limit=2").await.json();
    assert_eq!(reference["count"], 2);
    let range = api.json("/v2/reference/news?ticker.gte=T3&ticker.lte=T4&limit=50").await.json();
    assert_eq!(range["count"], 10);
}

#[tokio::test]
async fn ratings_are_told_in_both_dialects_with_firms_analysts_and_consensus() {
    let api = api(1);
    api.rate();
    let ratings = api.json("/api/v2.1/calendar/ratings?parameters[tickers]=aapl").await.json();
    let rows = ratings["ratings"].as_array().expect("rows");
    assert_eq!(rows.len(), 10);
    let row = &rows[0];
    assert_eq!((&row["exchange"], &row["importance"]), (&json!("NASDAQ"), &json!(3)));
    let firm = row["firm_id"].as_str().expect("id");
    let same =
        api.json(&format!("/api/v2/calendar/ratings/?parameters[firm_id]={firm}")).await.json();
    assert!(same["ratings"].as_array().is_some_and(|r| r.iter().all(|r| r["firm_id"] == *firm)));
    let firms = api.json("/api/v2.1/calendar/ratings/firms").await.json();
    assert_eq!(firms["analyst_ratings_firm"].as_array().map(Vec::len), Some(10));
    let analyst = row["analyst_id"].as_str().expect("id");
    let path = format!("/api/v2.1/calendar/ratings/analysts?analyst={analyst}");
    let analysts = api.json(&path).await.json();
    assert_eq!(analysts["analyst_ratings_analyst"][0]["firm_id"], *firm);
    let none = api.json("/api/v2/calendar/ratings?parameters[tickers]=NONE").await;
    assert_eq!(none.text(), r#"{"ratings":[]}"#);
    let one = api.json("/api/v2/calendar/ratings?fields=id,ticker&pagesize=1").await.json();
    assert_eq!(one["ratings"][0].as_object().map(serde_json::Map::len), Some(2));
    let all = api.json("/api/v2/calendar/ratings?fields=*&pagesize=1").await.json();
    assert_eq!(all["ratings"][0]["ratings_accuracy"]["total_ratings"], 1);
    // The vendor's example: 3 strong buy, 4 buy, 2 hold, 1 sell.
    let path = "/api/v1/consensus-ratings?parameters[tickers]=AAPL&aggregate_type=percentage";
    let found = api.json(path).await.json();
    assert_eq!(
        (&found["consensus_rating_val"], &found["consensus_rating"]),
        (&json!(3.9), &json!("BUY"))
    );
    let shares = json!({"strong_buy": 30, "buy": 40, "hold": 20, "sell": 10, "strong_sell": 0});
    assert_eq!(found["aggregate_ratings"], shares);
    let empty = api.json("/api/v1/consensus_ratings?parameters[tickers]=NONE").await;
    assert_eq!((empty.status, empty.bytes.len()), (StatusCode::NO_CONTENT, 0));

    let polygon = api.json("/benzinga/v1/ratings?ticker=AAPL&limit=4").await.json();
    assert_eq!(polygon["results"][0]["price_target"], 100.0);
    assert!(polygon["next_url"].is_string());
    let found = api.json("/benzinga/v1/consensus-ratings/AAPL").await.json();
    assert_eq!(found["results"][0]["consensus_rating_value"], 3.9);
    api.unrate();
    let gone = api.json("/api/v2.1/calendar-removed/?type=ratings").await.json();
    assert_eq!(gone["removed"].as_array().map(Vec::len), Some(1));
    let left = api.json("/api/v2.1/calendar/ratings").await.json();
    assert_eq!(left["ratings"].as_array().map(Vec::len), Some(9));
}

#[tokio::test]
async fn budgets_tell_themselves_and_are_kept() {
    let api = api(1);
    let check = async |path: &str, prefix: &str, worded: &str| {
        let token = api.token(&["news", "webhooks"], r#"{"per_second":3}"#);
        let value = format!("Bearer {token}");
        let mut left = Vec::new();
        for _ in 0..3 {
            let answer = api.ask(Method::GET, path, &[("authorization", &value)]).await;
            assert_eq!(answer.header(&format!("{prefix}ratelimit-limit")), "3", "{path}");
            left.push(answer.header(&format!("{prefix}ratelimit-remaining")).to_owned());
        }
        assert_eq!(left, ["2", "1", "0"], "{path}");
        let last = api.ask(Method::GET, path, &[("authorization", &value)]).await;
        assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        assert_eq!(last.header("retry-after"), "1");
        assert!(last.json()[worded].is_string(), "{path}: {}", last.text());
    };
    check("/v1beta1/news?limit=1", "x-", "message").await;
    check("/api/v2/news", "", "message").await;
    check("/api/v1/stories", "", "detail").await;
    check("/api/v1/webhooks", "", "detail").await;
    check("/api/v1/stream?after=9", "", "detail").await;
    let other = api.json("/api/v2/news").await;
    assert_eq!((other.status, other.header("ratelimit-limit")), (StatusCode::OK, "250"));
    assert_eq!(other.header("x-bz-request-id").len(), 32);
}

#[tokio::test]
async fn topics_are_looked_for_in_title_tags_and_body() {
    let api = api(6);
    let found = api.news("topics=anything&tickers=T1").await;
    // The search of these tests finds stories 1 to 3, whatever is asked.
    assert_eq!(ids(&found, "id"), [1]);
    let all = api.news("topics=anything,else&topic_group_by=and").await;
    assert_eq!(ids(&all, "id").len(), 3);
}

#[tokio::test]
async fn moving_items_are_told_under_both_keys() {
    let api = api(8);
    let told = api.json("/api/v1/wiims?active=false&search_keys=T1").await.json();
    assert_eq!(told["data"], told["wiims"]);
    let rows = told["data"].as_array().expect("rows");
    assert!(!rows.is_empty() && rows.iter().all(|r| r["search_key"] == "T1"), "{told}");
    assert!(rows[0]["created"].is_i64());
}
