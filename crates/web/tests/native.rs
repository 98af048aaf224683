//! Our own API as a client meets it: doors, pages, filters, refusals, exports, its document.

#[path = "common/alone.rs"]
mod alone;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt;
use wiredesk_model::jiff::{SignedDuration, Timestamp};
use wiredesk_model::{
    Byline, Evidence, PublicationKind, Report, ReportId, Sentence, Span, Story, StoryId,
};
use wiredesk_store::{
    Finished, Imported, Incoming, NewRating, NewToken, NewUser, Publish, Role, Secret, Store,
};
use wiredesk_web::{AppState, Find, Parts};

/// A search that finds three numbers, one of them of no story, and does not understand `bad`.
struct Found;

impl Find for Found {
    fn stories(&self, query: &str, _: usize) -> Result<Vec<StoryId>, String> {
        match query {
            "bad" => Err("The search does not understand that.".into()),
            _ => Ok(vec![StoryId(3), StoryId(2), StoryId(999)]),
        }
    }

    fn reports(&self, _: &str, _: usize) -> Result<Vec<ReportId>, String> {
        Ok(Vec::new())
    }
}

struct Server {
    router: Router,
    store: Store,
    _folder: tempfile::TempDir,
}

fn now() -> Timestamp {
    "2024-09-15T08:00:00Z".parse().expect("time")
}

fn server() -> Server {
    let folder = tempfile::tempdir().expect("folder");
    let store = Store::open(folder.path()).expect("store");
    for (secret, scopes) in [("all", &["news", "ratings", "ledger"][..]), ("rated", &["ratings"])] {
        let token = NewToken {
            secret: Secret::of(secret),
            name: secret.into(),
            owner: None,
            scopes: scopes.iter().map(ToString::to_string).collect(),
            settings: "{}".into(),
            expires: None,
        };
        store.add_token(token, now()).expect("token");
    }
    let state = AppState::new(Parts { find: Arc::new(Found), ..alone::parts(&store, now) });
    Server { router: wiredesk_web::router(state), store, _folder: folder }
}

impl Server {
    async fn ask(&self, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
        let response = self.router.clone().oneshot(request).await.expect("infallible");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 24).await.expect("body");
        (status, headers, String::from_utf8(bytes.to_vec()).expect("text"))
    }

    async fn text(&self, path: &str) -> (StatusCode, HeaderMap, String) {
        let request = Request::get(format!("/api/v1{path}"));
        let request = request.header(header::AUTHORIZATION, "Bearer all").body(Body::empty());
        self.ask(request.expect("request")).await
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        let (status, _, text) = self.text(path).await;
        (status, serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}: {text}")))
    }

    /// Moves stories in; minute by minute from `first`.
    fn fill(&self, first: i64, n: i64) {
        let item = |i: i64| {
            let story = Finished {
                title: format!("Story {i}"),
                body: "<p>Words.</p>".into(),
                author: format!("Author {}", i % 2),
                channels: vec![["World", "Metals"][usize::try_from(i % 2).expect("small")].into()],
                tickers: vec![format!("T{}", i % 3)],
                ..Finished::default()
            };
            let published = now() + SignedDuration::from_mins(i);
            Imported { story, published, updated: None, removed: None }
        };
        self.store.import((first..first + n).map(item).collect(), now()).expect("moved in");
    }
}

fn titles(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("items").iter();
    items.map(|s| s["title"].as_str().expect("title").to_owned()).collect()
}

#[tokio::test]
async fn pages_neither_drop_nor_repeat_while_stories_are_published() {
    let server = server();
    server.fill(0, 40);
    for order in ["newest", "oldest"] {
        let before = server.store.published_counts().expect("counts").0;
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        for round in 0.. {
            let path = format!("/stories?order={order}&limit=7{cursor}");
            let (status, page) = server.get(&path).await;
            assert_eq!(status, StatusCode::OK, "{path}: {page}");
            seen.extend(titles(&page));
            server.fill(1000 + round * 10 + i64::try_from(before).expect("small") * 100, 3);
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
            assert!(round < 200, "the walk does not end");
            if order == "oldest" && round > 20 {
                break; // New ones come behind the place: such a walk has no end of its own.
            }
        }
        let once: BTreeSet<&String> = seen.iter().collect();
        assert_eq!(once.len(), seen.len(), "{order}: something is there twice");
        let all = (0..40).all(|i| once.contains(&format!("Story {i}")));
        assert!(all, "{order}: something that stood before is missing");
    }
}

#[tokio::test]
async fn filters_compose_and_a_search_narrows_them() {
    let server = server();
    server.fill(0, 12);
    let check = async |query: &str, expected: &[&str]| {
        let (status, page) = server.get(&format!("/stories?{query}")).await;
        assert_eq!(status, StatusCode::OK, "{query}: {page}");
        assert_eq!(titles(&page), expected, "{query}");
    };
    check("channel=World&ticker=t0", &["Story 6", "Story 0"]).await;
    check("channel=world,METALS&ticker=T0&limit=2", &["Story 9", "Story 6"]).await;
    check("author=Author%201&order=oldest&limit=2", &["Story 1", "Story 3"]).await;
    check("created_from=2024-09-15T08:10:00Z", &["Story 11", "Story 10"]).await;
    check("created_before=2024-09-15T10:01:00%2B02:00", &["Story 0"]).await;
    check("entity=country:NONE", &[]).await;
    check("q=tin", &["Story 2", "Story 1"]).await;
    check("q=tin&channel=Metals", &["Story 1"]).await;
    server.store.withdraw(StoryId(3), "Ann", "It was forged.", now()).expect("withdrawn");
    check("q=tin", &["Story 1"]).await;
    let (_, removed) = server.get("/stories?removed=true").await;
    assert_eq!(removed["items"][0]["state"], "removed");
    assert!(!removed.to_string().contains("Story"), "{removed}");
    assert_eq!(server.get("/stories/3").await.0, StatusCode::GONE);
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let server = server();
    server.fill(0, 1);
    let check = async |path: &str, status: StatusCode, parameter: Option<&str>| {
        let (got, headers, text) = server.text(path).await;
        assert_eq!(got, status, "{path}: {text}");
        assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json", "{path}");
        let problem: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(problem["parameter"].as_str(), parameter, "{path}: {problem}");
        assert_eq!(problem["status"], status.as_u16(), "{path}");
    };
    let bad = StatusCode::BAD_REQUEST;
    check("/stories?chanel=World", bad, Some("chanel")).await;
    check("/stories?limit=0", bad, Some("limit")).await;
    check("/stories?limit=501", bad, Some("limit")).await;
    check("/stories?created_from=2024-13-01", bad, Some("created_from")).await;
    check("/stories?cursor=x", bad, Some("cursor")).await;
    check("/stories?q=bad", bad, Some("q")).await;
    check("/stories?removed=true&ticker=A", bad, Some("removed")).await;
    check("/stories.csv?limit=1&limit=2", bad, Some("limit")).await;
    check("/stories/x", bad, Some("id")).await;
    check("/stories/99999999999999999999", bad, Some("id")).await;
    check("/stories/9", StatusCode::NOT_FOUND, None).await;
    check("/stories/1/versions/7", StatusCode::NOT_FOUND, None).await;
    check("/claims", bad, Some("entity")).await;
    check("/ledger/rank", bad, Some("recipient")).await;
    check("/ledger/rank?recipient=nobody%20knows", bad, Some("recipient")).await;
    check("/ledger/relation?actor=a:b&recipient=c:d&as_of=now", bad, Some("as_of")).await;
    check("/storylines?cursor=1", bad, Some("cursor")).await;
    for (token, path, status) in [
        ("", "/stories", StatusCode::UNAUTHORIZED),
        ("Bearer guess", "/stories", StatusCode::UNAUTHORIZED),
        ("Bearer rated", "/stories", StatusCode::FORBIDDEN),
        ("Bearer rated", "/ratings", StatusCode::OK),
        ("Bearer rated", "/reports", StatusCode::FORBIDDEN),
    ] {
        let request = Request::get(format!("/api/v1{path}")).header(header::AUTHORIZATION, token);
        let answer = server.ask(request.body(Body::empty()).expect("request")).await;
        assert_eq!(answer.0, status, "{token} {path}");
    }
    let request = Request::delete("/api/v1/stories").header(header::AUTHORIZATION, "Bearer all");
    let answer = server.ask(request.body(Body::empty()).expect("request")).await;
    assert_eq!(answer.0, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn who_has_a_page_is_told_so_until_it_changes() {
    let server = server();
    server.fill(0, 3);
    let ask = async |tag: &str| {
        let request = Request::get("/api/v1/stories")
            .header(header::AUTHORIZATION, "Bearer all")
            .header(header::IF_NONE_MATCH, tag);
        server.ask(request.body(Body::empty()).expect("request")).await
    };
    let tag = ask("\"none\"").await.1[header::ETAG].to_str().expect("text").to_owned();
    assert_eq!(ask(&tag).await.0, StatusCode::NOT_MODIFIED);
    server.fill(3, 1);
    assert_eq!(ask(&tag).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_version_shows_each_sentence_with_its_words_in_code_points() {
    let server = server();
    let text = "Überraschung: it sent 40 ships.";
    let kept = server.store.receive(vec![Incoming::new(Report::new("x".into(), text))], now());
    let report = kept.expect("kept")[0].id.clone();
    let start = text.find("it sent").expect("there");
    let span = Span::new(start, text.len());
    let on =
        || Sentence::bound("It sent 40 ships.", vec![Evidence { report: report.clone(), span }]);
    let story = Story {
        headline: on(),
        lede: vec![on(), Sentence::unsupported("Nobody knows.")],
        sections: Vec::new(),
        image: None,
        see_also: Vec::new(),
        channels: Vec::new(),
        tags: Vec::new(),
        tickers: Vec::new(),
        storyline: None,
        as_of: None,
        byline: Byline::default(),
    };
    let id = server.store.new_story(&story, "wiredesk", now()).expect("draft");
    let finished = wiredesk_flow::publishing::finished(&story);
    let (by, kind) = ("Ann".to_owned(), PublicationKind::Published);
    let publish = Publish { id, version: 1, kind, note: None, by, finished };
    server.store.publish(publish, now()).expect("published");
    let (status, version) = server.get(&format!("/stories/{id}/versions/1")).await;
    assert_eq!(status, StatusCode::OK, "{version}");
    let ground = &version["sentences"][1]["evidence"][0];
    assert_eq!((ground["start"].as_u64(), ground["end"].as_u64()), (Some(14), Some(31)));
    assert_eq!(ground["words"], "it sent 40 ships.");
    assert_eq!(version["sentences"][2]["grounds"], "unsupported");
    let (_, versions) = server.get(&format!("/stories/{id}/versions")).await;
    assert_eq!(versions["items"][0]["what"], "published");
    let (_, whole) = server.get(&format!("/reports/{report}")).await;
    assert_eq!(whole["text"], text);
}

#[tokio::test]
async fn exports_hold_the_whole_list_and_no_formula() {
    let server = server();
    server.fill(0, 1203);
    let story = Finished { title: "=cmd|'/C calc'!A0".into(), ..Finished::default() };
    let item = Imported { story, published: now(), updated: None, removed: None };
    server.store.import(vec![item], now()).expect("moved in");
    let (status, headers, text) = server.text("/stories.jsonl?order=oldest").await;
    assert_eq!((status, text.lines().count()), (StatusCode::OK, 1204));
    assert_eq!(headers[header::CONTENT_TYPE], "application/jsonl");
    let ids: BTreeSet<u64> = text
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).expect("JSON")["id"].as_u64().expect("id"))
        .collect();
    assert_eq!(ids.len(), 1204);
    let csv = server.text("/stories.csv").await.2;
    assert!(csv.starts_with("id,version,") && csv.contains("'=cmd|"), "{}", &csv[..200]);
    assert_eq!(csv.lines().count(), 1205);
}

#[tokio::test]
async fn ratings_of_one_day_are_walked_without_a_gap() {
    let server = server();
    let rating = |n: usize| NewRating {
        rating: wiredesk_model::Rating {
            ticker: Some(format!("T{n}")),
            firm: Some("A Bank".into()),
            action: Some("upgrade".into()),
            ..wiredesk_model::Rating::default()
        },
        date: wiredesk_model::Published::parse(if n < 20 { "2024-09-15" } else { "2024-09-14" })
            .expect("day"),
        importance: 0,
        notes: None,
        origin: "file".into(),
    };
    server.store.rate((0..30).map(rating).collect(), now()).expect("kept");
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let (status, page) = server.get(&format!("/ratings?limit=7{cursor}")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let items = page["items"].as_array().expect("items").iter();
        seen.extend(items.map(|r| r["ticker"].as_str().expect("ticker").to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let once: BTreeSet<&String> = seen.iter().collect();
    assert_eq!((seen.len(), once.len()), (30, 30));
}

/// The document is part of what is promised: a change of it is seen in review. Set
/// `UPDATE_OPENAPI=1` to write it anew.
#[test]
fn the_document_is_the_one_that_is_kept() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let made = wiredesk_web::api::native::document().to_pretty_json().expect("JSON") + "\n";
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(path, &made).expect("written");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == made, "docs/openapi.json is not what the code makes; see above this test");
    assert!(made.contains("\"openapi\": \"3.1"));
}

#[tokio::test]
async fn the_document_and_its_page_are_served() {
    let server = server();
    for (path, words) in [("/api", "/api/v1/stories"), ("/api/openapi.json", "\"openapi\"")] {
        let answer = server.ask(Request::get(path).body(Body::empty()).expect("request")).await;
        assert_eq!(answer.0, StatusCode::OK, "{path}");
        assert!(answer.2.contains(words) && !answer.2.contains("<script"), "{path}");
    }
}

/// What a token's owner watches is shown to that token alone.
#[tokio::test]
async fn alerts_and_watchlists_are_the_owners() {
    use wiredesk_flow::alerts::keeping::{self, AskedQuery, AskedWatchlist};
    let server = server();
    let store = &server.store;
    for name in ["ann", "bob"] {
        let (name, display, password) = (name.to_owned(), name.to_owned(), String::new());
        let user = NewUser { name: name.clone(), display, password, role: Role::Reader };
        let owner = Some(store.add_user(user, now()).expect("added"));
        let token = NewToken {
            secret: Secret::of(&name),
            name: name.clone(),
            owner,
            scopes: vec!["alerts".into()],
            settings: "{}".into(),
            expires: None,
        };
        store.add_token(token, now()).expect("token");
    }
    let ann = store.user("ann").expect("read").expect("there");
    let asked =
        AskedQuery { query: "recall  apple".into(), enabled: true, ..AskedQuery::default() };
    keeping::keep_query(store, &ann, None, asked, now()).expect("kept");
    let (name, entries) = ("Mine".into(), vec!["AAPL".into(), "country:PRK".into()]);
    let asked = AskedWatchlist { name, entries, ..AskedWatchlist::default() };
    keeping::keep_watchlist(store, &ann, None, asked, now()).expect("kept");
    let ask = async |secret: &str, path: &str| {
        let request = Request::get(format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {secret}"))
            .body(Body::empty());
        let (status, _, text) = server.ask(request.expect("request")).await;
        (status.as_u16(), serde_json::from_str::<Value>(&text).expect("JSON"))
    };
    let (status, alerts) = ask("ann", "/alerts").await;
    assert_eq!((status, alerts["items"].as_array().map(Vec::len)), (200, Some(2)), "{alerts}");
    assert_eq!(alerts["items"][0]["query"], "recall AND apple");
    let (_, lists) = ask("ann", "/watchlists").await;
    assert_eq!(lists["items"][0]["entries"], serde_json::json!(["AAPL", "country:PRK"]));
    for path in ["/alerts", "/watchlists"] {
        assert_eq!(ask("bob", path).await, (200, serde_json::json!({ "items": [] })), "{path}");
        assert_eq!(ask("rated", path).await.0, 403, "{path}");
    }
    let (status, wrong) = ask("ann", "/alerts/try?query=recall%20AND").await;
    assert_eq!((status, &wrong["parameter"]), (400, &Value::from("query")));
    assert!(wrong["detail"].as_str().is_some_and(|d| d.contains("at character 11")), "{wrong}");
}
