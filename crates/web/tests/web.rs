//! The program as a browser meets it, without a browser: doors, forms, headers, bounds, pages.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use std::net::SocketAddr;
use tower::ServiceExt;
use wiredesk_alert::{Limits, explain};
use wiredesk_flow::archive::{Match, Seen, Span as ArchiveSpan, StandingQuery, Tried, Why};
use wiredesk_flow::desk::{Checker, Desk};
use wiredesk_flow::seeking::{Answer, Question, Refused};
use wiredesk_flow::{ledger::Books, publishing};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{
    Byline, Check, Evidence, PublicationKind, Read, Reading, Report, ReportId, Sentence, Span,
    Story, StoryId, Verdict, Want,
};
use wiredesk_publish::House;
use wiredesk_read::{Lexicon, Reader};
use wiredesk_store::{Finished, Imported, Incoming, Publish, Store};
use wiredesk_web::{AppState, Find, Parts};

const TEXT: &str = "It sent 40 ships. They sailed in June.";

/// Finds every sentence good: the check has tests of its own.
struct Lenient;

impl Checker for Lenient {
    fn check(&self, story: &mut Story, _: &[Report]) {
        for sentence in story.sentences_mut() {
            let (verdict, findings, alignment) = (Verdict::Supported, Vec::new(), Vec::new());
            sentence.check = Some(Check { verdict, score: 1.0, findings, alignment });
        }
    }

    fn find(&self, _: &str, _: &[Report]) -> Vec<Evidence> {
        Vec::new()
    }
}

struct Whole;

impl Read for Whole {
    fn read(&self, report: &Report, _: Want) -> Reading {
        Reading { sentences: vec![Span::new(0, report.text.len())], ..Reading::default() }
    }
}

fn why(query: &StandingQuery, told: &Seen) -> Vec<Why> {
    explain(query, told).unwrap_or_default()
}

struct FindsAll;

impl Find for FindsAll {
    fn stories(&self, _: &str, _: usize) -> Result<Vec<StoryId>, String> {
        Ok(vec![StoryId(1), StoryId(2)])
    }

    fn seek(&self, question: &Question) -> Result<Answer, Refused> {
        let told = |e: wiredesk_alert::Error| Refused { at: e.at(), words: e.to_string() };
        let marking = StandingQuery::parse(&question.text, &Limits::default()).map_err(told)?;
        let stories = vec![StoryId(1), StoryId(2)];
        Ok(Answer { total: 2, stories, marking: Some(marking), ..Answer::default() })
    }

    fn reports(&self, _: &str, _: usize) -> Result<Vec<ReportId>, String> {
        Err("The search does not understand “AND AND”.".into())
    }

    fn archive(&self, query: &StandingQuery, _: ArchiveSpan) -> Result<Tried, String> {
        let told = Seen { title: "It sent 40 ships".into(), ..Seen::default() };
        let story = Match { story: StoryId(1), at: now(), reasons: why(query, &told), told };
        Ok(Tried { fired: 3, matches: vec![story], more: false })
    }
}

struct Server {
    router: Router,
    store: Store,
    token: String,
    _folder: tempfile::TempDir,
}

fn now() -> Timestamp {
    "2024-09-15T08:00:00Z".parse().expect("time")
}

/// A server with one published story and one draft.
fn server() -> Server {
    let folder = tempfile::tempdir().expect("folder");
    let store = Store::open(folder.path()).expect("store");
    let kept = store.receive(vec![Incoming::new(Report::new("x".into(), TEXT))], now());
    let report = kept.expect("kept")[0].id.clone();
    let story = story(&report);
    let id = store.new_story(&story, "wiredesk", now()).expect("draft");
    let finished = publishing::finished(&story);
    let (by, kind) = ("Ann".to_owned(), PublicationKind::Published);
    let publish = Publish { id, version: 1, kind, note: None, by, finished };
    store.publish(publish, now()).expect("published");
    store.new_story(&story, "wiredesk", now()).expect("draft");
    let house = House {
        name: "The Example".into(),
        tagline: "News".into(),
        base: "http://desk.example".into(),
        ..House::default()
    };
    let state = AppState::new(Parts {
        desk: Desk::new(store.clone(), Arc::new(Lenient)),
        store: store.clone(),
        find: Arc::new(FindsAll),
        reader: Arc::new(Whole),
        pictures: vec![("x.svg", b"<svg/>")],
        books: Arc::new(Books::new(store.clone(), Arc::new(Reader::new(Lexicon::empty())))),
        house,
        now,
    });
    let token = state.set_up_token().expect("token").expect("no account yet");
    Server { router: wiredesk_web::router(state), store, token, _folder: folder }
}

fn story(report: &ReportId) -> Story {
    let on = |words: &str| {
        let start = TEXT.find(words).expect("there");
        let span = Span::new(start, start + words.len());
        Sentence::bound(words, vec![Evidence { report: report.clone(), span }])
    };
    let mut story = Story {
        headline: on("It sent 40 ships"),
        lede: vec![on("They sailed in June.")],
        sections: Vec::new(),
        image: None,
        see_also: Vec::new(),
        channels: vec!["World".into()],
        tags: Vec::new(),
        tickers: Vec::new(),
        storyline: None,
        as_of: None,
        byline: Byline::default(),
    };
    Lenient.check(&mut story, &[]);
    story
}

impl Server {
    async fn ask(&self, request: Request<Body>) -> Response {
        let mut request = request;
        let from = SocketAddr::from(([127, 0, 0, 1], 9));
        request.extensions_mut().insert(ConnectInfo(from));
        self.router.clone().oneshot(request).await.expect("infallible")
    }

    async fn get(&self, path: &str, cookie: &str) -> (StatusCode, String) {
        let request = Request::get(path).header(header::COOKIE, cookie);
        let response = self.ask(request.body(Body::empty()).expect("request")).await;
        read(response).await
    }

    async fn post(&self, path: &str, fields: &str, cookie: &str) -> Response {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(fields.to_owned())).expect("request")).await
    }

    /// Makes the first account; its cookie and the token of its forms.
    async fn sign_in(&self) -> (String, String) {
        let fields =
            format!("key={}&name=ann&display=Ann+Ode&password=long+enough+words", self.token);
        let response = self.post("/set-up", &fields, "").await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let cookie = response.headers()[header::SET_COOKIE].to_str().expect("text");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let cookie = cookie.split(';').next().expect("pair").to_owned();
        let page = self.get("/desk", &cookie).await.1;
        let token = page.split("name=\"token\" value=\"").nth(1).expect("token");
        (cookie, token.split('"').next().expect("token").to_owned())
    }
}

async fn read(response: Response) -> (StatusCode, String) {
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 22).await.expect("body");
    (status, String::from_utf8(bytes.to_vec()).expect("text"))
}

#[tokio::test]
async fn readers_get_pages_feeds_and_plain_words() {
    let server = server();
    let check = async |path: &str, status: StatusCode, words: &str| {
        let (got, page) = server.get(path, "").await;
        assert_eq!(got, status, "{path}");
        assert!(page.contains(words), "{path}: {page}");
    };
    check("/", StatusCode::OK, "It sent 40 ships").await;
    check("/story/1/it-sent-40-ships", StatusCode::OK, "They sailed in June.").await;
    check("/story/1/v/1", StatusCode::OK, "They sailed in June.").await;
    check("/story/1", StatusCode::TEMPORARY_REDIRECT, "").await;
    check("/story/1/other-words", StatusCode::TEMPORARY_REDIRECT, "").await;
    check("/section/world", StatusCode::OK, "It sent 40 ships").await;
    check("/search?q=sailed", StatusCode::OK, "<mark>").await;
    check("/feed.atom", StatusCode::OK, "<title>It sent 40 ships</title>").await;
    check("/feed.rss", StatusCode::OK, "<title>It sent 40 ships</title>").await;
    check("/feed.json", StatusCode::OK, "\"It sent 40 ships\"").await;
    check("/section/world/feed.atom", StatusCode::OK, "World · The Example").await;
    check("/section/none/feed.atom", StatusCode::NOT_FOUND, "nothing at this address").await;
    check("/section/world/feed.xml", StatusCode::NOT_FOUND, "nothing at this address").await;
    check("/ticker/none/feed.json", StatusCode::NOT_FOUND, "nothing at this address").await;
    check("/story/1.ninjs", StatusCode::OK, "\"versionCreated\"").await;
    check("/story/1.ninjs?version=2", StatusCode::OK, "\"versioncreated\"").await;
    check("/story/1.ninjs?version=9", StatusCode::UNPROCESSABLE_ENTITY, "version 2").await;
    check("/story/9.ninjs", StatusCode::NOT_FOUND, "nothing at this address").await;
    check("/sitemap.xml", StatusCode::OK, "/sitemap-stories-1.xml").await;
    check("/sitemap-stories-1.xml", StatusCode::OK, "/story/1/it-sent-40-ships").await;
    check("/sitemap-stories-0.xml", StatusCode::NOT_FOUND, "nothing at this address").await;
    check("/sitemap-pages.xml", StatusCode::OK, "/section/world").await;
    check("/robots.txt", StatusCode::OK, "Sitemap: http://desk.example/sitemap.xml").await;
    check("/sitemap-news.xml", StatusCode::OK, "<news:title>").await;
    check("/healthz", StatusCode::OK, "log 1").await;
    check("/story/2/it-sent-40-ships", StatusCode::NOT_FOUND, "nothing at this address").await;
    check("/story/1/v/2", StatusCode::NOT_FOUND, "nothing at this address").await;
    check("/story/x", StatusCode::BAD_REQUEST, "cannot be read").await;
    check("/section/none", StatusCode::NOT_FOUND, "nothing at this address").await;
    check("/no/such/place", StatusCode::NOT_FOUND, "nothing at this address").await;
}

#[tokio::test]
async fn a_withdrawn_story_is_gone_at_each_address() {
    let server = server();
    server.store.withdraw(StoryId(1), "Ann", "It was forged.", now()).expect("withdrawn");
    for path in ["/story/1", "/story/1/it-sent-40-ships", "/story/1/v/1"] {
        let (status, page) = server.get(path, "").await;
        assert_eq!(status, StatusCode::GONE, "{path}");
        assert!(page.contains("It was forged.") && !page.contains("ships</"), "{path}");
    }
    for path in ["/", "/search?q=ships", "/section/world"] {
        assert!(!server.get(path, "").await.1.contains("/story/1/"), "{path}");
    }
    assert!(server.get("/feed.atom", "").await.1.contains("at:deleted-entry"));
    assert!(server.get("/corrections", "").await.1.contains("It was forged."));
}

#[tokio::test]
async fn the_desk_is_shut_without_a_session_and_forms_need_their_token() {
    let server = server();
    for path in ["/desk", "/desk/story/2", "/desk/reports", "/desk/people", "/desk/sources"] {
        assert_eq!(server.get(path, "wiredesk_session=guess").await.0, StatusCode::SEE_OTHER);
    }
    let (cookie, token) = server.sign_in().await;
    assert_eq!(server.get("/desk", &cookie).await.0, StatusCode::OK);
    for (fields, expected) in [
        ("base=1&then=publish".to_owned(), StatusCode::FORBIDDEN),
        ("token=wrong&base=1&then=publish".to_owned(), StatusCode::FORBIDDEN),
        (format!("token={token}&base=9&then=publish"), StatusCode::UNPROCESSABLE_ENTITY),
        (format!("token={token}&base=1&then=publish"), StatusCode::SEE_OTHER),
    ] {
        let response = server.post("/desk/story/2/sign", &fields, &cookie).await;
        assert_eq!(response.status(), expected, "{fields}");
    }
    assert_eq!(server.get("/story/2/it-sent-40-ships", "").await.0, StatusCode::OK);
    let fields = format!("token={token}");
    let response = server.post("/sign-out", &fields, &cookie).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(server.get("/desk", &cookie).await.0, StatusCode::SEE_OTHER, "still signed in");
}

#[tokio::test]
async fn a_token_is_shown_once_opens_the_api_and_is_revoked() {
    let server = server();
    let (cookie, token) = server.sign_in().await;
    let none = server.post("/desk/tokens", &format!("token={token}&name=x"), &cookie).await;
    assert_eq!(none.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let fields = format!("token={token}&name=floor&news=yes&expires=2030-01-31");
    let (status, made) = read(server.post("/desk/tokens", &fields, &cookie).await).await;
    assert_eq!(status, StatusCode::OK);
    let secret = made.split("Secret: <code>").nth(1).and_then(|s| s.split('<').next());
    let news = format!("/api/v2/news?token={}", secret.expect("a secret"));
    assert_eq!(server.get(&news, "").await.0, StatusCode::OK);
    let (_, listed) = server.get("/desk/tokens", &cookie).await;
    assert!(listed.contains("floor") && !listed.contains("wd_"), "{listed}");
    let fields = format!("token={token}&deed=rotate");
    let (_, rotated) = read(server.post("/desk/tokens/1", &fields, &cookie).await).await;
    assert!(rotated.contains("wd_"));
    assert_eq!(server.get(&news, "").await.0, StatusCode::OK, "the older secret holds a while");
    let fields = format!("token={token}&deed=revoke");
    server.post("/desk/tokens/1", &fields, &cookie).await;
    assert_eq!(server.get(&news, "").await.0, StatusCode::UNAUTHORIZED);
}

/// An account of that role, made by the operator: its cookie.
async fn account(server: &Server, role: &str) -> String {
    let (cookie, token) = server.sign_in().await;
    let add = format!("token={token}&name=bob&display=Bob&password=long+enough+words&role={role}");
    assert_eq!(server.post("/desk/people", &add, &cookie).await.status(), StatusCode::SEE_OTHER);
    let response = server.post("/sign-in", "name=bob&password=long+enough+words", "").await;
    let cookie = response.headers()[header::SET_COOKIE].to_str().expect("text");
    cookie.split(';').next().expect("pair").to_owned()
}

fn token_of(page: &str) -> String {
    let token = page.split("name=\"token\" value=\"").nth(1).expect("token");
    token.split('"').next().expect("token").to_owned()
}

#[tokio::test]
async fn each_role_may_what_the_table_says() {
    let server = server();
    let cookie = account(&server, "reporter").await;
    let (status, page) = server.get("/desk/story/2", &cookie).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!page.contains("Sign as") && page.contains("/edit\""), "offered what is not allowed");
    let token = token_of(&page);
    for path in ["sign", "publish", "kill"] {
        let path = format!("/desk/story/2/{path}");
        let fields = format!("token={token}&base=1&n=1&note=x");
        let response = server.post(&path, &fields, &cookie).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{path}");
    }
    for path in ["/desk/people", "/moderation"] {
        assert_eq!(server.get(path, &cookie).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    for (role, path, expected) in [
        ("reader", "/desk", StatusCode::FORBIDDEN),
        ("reader", "/desk/story/2", StatusCode::FORBIDDEN),
        ("reader", "/account", StatusCode::OK),
        ("moderator", "/desk", StatusCode::FORBIDDEN),
        ("moderator", "/moderation", StatusCode::OK),
        ("editor", "/moderation", StatusCode::OK),
    ] {
        let server = self::server();
        let cookie = account(&server, role).await;
        assert_eq!(server.get(path, &cookie).await.0, expected, "{role} {path}");
    }
}

#[tokio::test]
async fn mail_of_alerts_goes_to_no_strangers() {
    let server = server();
    let cookie = account(&server, "reader").await;
    let token = token_of(&server.get("/alerts", &cookie).await.1);
    let fields = format!("token={token}&kind=mail&address=someone%40else.example");
    let (status, page) = read(server.post("/alerts/targets", &fields, &cookie).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("confirmed address of your account"), "{page}");
}

#[tokio::test]
async fn a_sign_off_comes_as_a_file_or_as_text_and_the_outcome_is_told() {
    let server = server();
    let (status, page) = server.get("/verify", "").await;
    assert!(status == StatusCode::OK && page.contains("type=\"file\""), "{page}");
    let part = |name: &str, text: &str| {
        format!(
            "--cut\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"s.json\"\r\n\r\n{text}\r\n"
        )
    };
    let body = format!("{}{}--cut--\r\n", part("file", "{\"record\": 1}"), part("document", ""));
    let request = Request::post("/verify")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut")
        .body(Body::from(body))
        .expect("request");
    let (status, page) = read(server.ask(request).await).await;
    assert!(status == StatusCode::OK && page.contains("Not verified"), "{page}");
    let (_, page) = read(server.post("/verify", "document=%7B%7D", "").await).await;
    assert!(page.contains("Not verified"), "{page}");
    let broken = Request::post("/verify").header(header::CONTENT_TYPE, "multipart/form-data");
    let (status, _) = read(server.ask(broken.body(Body::from("x")).expect("request")).await).await;
    assert!(status.is_client_error(), "{status}");
}

/// Everything but letters and digits as `%XX`.
fn form(text: &str) -> String {
    text.bytes()
        .map(|b| match b.is_ascii_alphanumeric() {
            true => (b as char).to_string(),
            false => format!("%{b:02X}"),
        })
        .collect()
}

const VECTORS: [&str; 16] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "\"><script>alert(1)</script>",
    "'-alert(1)-'",
    "<a href=\"javascript:alert(1)\">x</a>",
    "javascript:alert(1)",
    "https://a.example/\" onmouseover=alert(1) x=\"",
    "https://a.example/'onclick='alert(1)",
    "http://<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><style>*{display:none}</style>",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "\u{202e}\u{2066}gnp.exe\u{2069}\u{200b}\u{feff}",
    "<!--><img src=x onerror=alert(1)>-->",
];

#[tokio::test]
async fn hostile_comments_and_names_change_nothing() {
    let server = server();
    let (cookie, token) = server.sign_in().await;
    for vector in VECTORS {
        let comment = format!("token={token}&text={}", form(vector));
        let response = server.post("/comments/1", &comment, &cookie).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{vector}");
        let name = format!("token={token}&display={}", form(vector));
        let renamed = server.post("/account/name", &name, &cookie).await.status();
        let (_, page) = server.get("/account", &cookie).await;
        let own = page.split("name=\"display\" value=\"").nth(1).expect("a name");
        let own = own.split('"').next().expect("a name");
        let signs = own.contains(['<', '>', '&', '\u{202e}', '{', '$']);
        assert!(!signs, "{vector}: {own} ({renamed})");
    }
    // Towers of accents and a very long text are cut.
    for text in ["z".to_owned() + &"\u{335}".repeat(3_000), "x ".repeat(150_000)] {
        let fields = format!("token={token}&text={}", form(&text));
        let status = server.post("/comments/1", &fields, &cookie).await.status();
        assert!(matches!(status.as_u16(), 303 | 413 | 422), "{status}");
    }
    let megabyte = format!("token={token}&text={}", "x".repeat(1 << 20));
    let status = server.post("/comments/1", &megabyte, &cookie).await.status();
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let paths =
        ["/story/1/it-sent-40-ships", "/comments/1", "/comments/1/feed.atom", "/moderation"];
    for path in paths {
        let (status, page) = server.get(path, &cookie).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        for bad in [
            "<script>alert",
            "<img src=x",
            "<svg/",
            "<iframe",
            "<style>*",
            "\u{202e}",
            "href=\"javascript",
            "href='javascript",
            "\u{335}\u{335}\u{335}\u{335}",
        ] {
            assert!(!page.contains(bad), "{path} has {bad}");
        }
        // An event handler would need a quote that ends an attribute.
        assert!(!page.contains("\" onmouseover=") && !page.contains("'onclick='"), "{path}");
        assert!(page.len() < 400_000, "{path}: {}", page.len());
    }
}

#[tokio::test]
async fn forgetting_and_joining_answer_alike_for_all() {
    let server = server();
    server.sign_in().await;
    let (mut joined, mut forgot) = (Vec::new(), Vec::new());
    for (n, email) in ["new@b.example", "new@b.example", "other@b.example"].iter().enumerate() {
        let fields = format!("email={}&display=Eve+{n}&password=long+enough+words", form(email));
        let response = server.post("/join", &fields, "").await;
        joined.push((response.status(), response.headers().get(header::LOCATION).cloned()));
        let response = server.post("/forgot", &format!("email={}", form(email)), "").await;
        forgot.push((response.status(), response.headers().get(header::LOCATION).cloned()));
    }
    assert!(joined.iter().all(|a| *a == joined[0]), "{joined:?}");
    assert!(forgot.iter().all(|a| *a == forgot[0]), "{forgot:?}");
    for bad in ["", "nobody", "a b@c.example"] {
        let fields = format!("email={}&display=Eve&password=long+enough+words", form(bad));
        let status = server.post("/join", &fields, "").await.status();
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
}

#[tokio::test]
async fn every_answer_has_its_headers_and_bodies_their_bound() {
    let server = server();
    for path in ["/", "/nothing", "/healthz", "/feed.rss", "/desk"] {
        let request = Request::get(path).body(Body::empty()).expect("request");
        let response = server.ask(request).await;
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
    let large = format!("name={}", "x".repeat(2 << 20));
    let response = server.post("/sign-in", &large, "").await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_a_search_does_not_understand_is_told() {
    let server = server();
    let (cookie, _) = server.sign_in().await;
    let (status, page) = server.get("/desk/reports?q=AND+AND", &cookie).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("does not understand"), "{page}");
}

/// Moves a story in; its number.
fn moved_in(server: &Server, url: Option<&str>, removed: bool) -> StoryId {
    let story = Finished {
        title: "Tin rises".into(),
        teaser: "Tin <b>rose</b>.".into(),
        body: "<p>Tin rose.<script>alert(1)</script>".into(),
        author: "Old Hand".into(),
        url: url.map(String::from),
        channels: vec!["Metals".into()],
        tickers: vec!["TINX".into()],
        ..Finished::default()
    };
    let removed = removed.then(now);
    let item = Imported { story, published: now(), updated: None, removed };
    server.store.import(vec![item], now()).expect("moved in")[0].id
}

#[tokio::test]
async fn a_story_that_was_moved_in_is_read_here() {
    let server = server();
    let id = moved_in(&server, None, false);
    let path = format!("/story/{id}/tin-rises");
    assert_eq!(server.get(&format!("/story/{id}"), "").await.0, StatusCode::TEMPORARY_REDIRECT);
    let (status, page) = server.get(&path, "").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("<p>Tin rose.</p>") && page.contains("Old Hand"), "{page}");
    assert!(!page.contains("alert(1)"), "{page}");
    for feed in ["/feed.atom", "/section/metals/feed.rss", "/ticker/tinx/feed.json"] {
        let text = server.get(feed, "").await.1;
        assert!(text.contains(&path), "{feed}: {text}");
    }
    assert!(server.get("/section/metals", "").await.1.contains("/section/metals/feed.atom"));
    assert!(server.get("/ticker/TINX", "").await.1.contains("/ticker/TINX/feed.atom"));
    assert!(server.get("/sitemap-stories-1.xml", "").await.1.contains(&path));
    server.store.withdraw(id, "Ann", "It was old.", now()).expect("withdrawn");
    let (status, page) = server.get(&path, "").await;
    assert!(status == StatusCode::GONE && page.contains("It was old.") && !page.contains("Tin"));
    let feed = server.get("/section/metals/feed.atom", "").await;
    assert!(feed.0 == StatusCode::NOT_FOUND || feed.1.contains("deleted-entry"), "{feed:?}");
    let gone = server.get(&format!("/story/{id}.ninjs"), "").await;
    assert!(gone.0 == StatusCode::GONE && gone.1.contains("canceled"), "{gone:?}");
}

#[tokio::test]
async fn who_has_the_newest_feed_is_told_so() {
    let server = server();
    for path in
        ["/feed.atom", "/feed.rss", "/feed.json", "/section/world/feed.rss", "/story/1.ninjs"]
    {
        let ask = async |name: header::HeaderName, value: &str| {
            let request = Request::get(path).header(name, value).body(Body::empty());
            server.ask(request.expect("request")).await
        };
        let first = ask(header::ACCEPT, "*/*").await;
        let tag = first.headers()[header::ETAG].to_str().expect("text").to_owned();
        let modified = first.headers()[header::LAST_MODIFIED].to_str().expect("text").to_owned();
        for (name, value, expected) in [
            (header::IF_NONE_MATCH, tag.as_str(), StatusCode::NOT_MODIFIED),
            (header::IF_NONE_MATCH, "\"other\"", StatusCode::OK),
            (header::IF_MODIFIED_SINCE, modified.as_str(), StatusCode::NOT_MODIFIED),
            (header::IF_MODIFIED_SINCE, "Sun, 15 Sep 2013 08:00:00 GMT", StatusCode::OK),
        ] {
            let answer = ask(name, value).await;
            assert_eq!(answer.status(), expected, "{path} {value}");
            assert_eq!(answer.headers()[header::ETAG].to_str().expect("text"), tag);
        }
    }
    let asked = Request::get("/feed.atom").body(Body::empty()).expect("request");
    let link = server.ask(asked).await.headers()[header::LINK].to_str().expect("text").to_owned();
    assert_eq!(link, "<http://desk.example/feed.atom>; rel=\"self\"");
}

#[tokio::test]
async fn a_query_is_tried_kept_paced_and_ended_by_a_click() {
    let server = server();
    let (cookie, token) = server.sign_in().await;
    assert_eq!(server.get("/alerts", "").await.0, StatusCode::SEE_OTHER, "only when signed in");
    let (status, page) = server.get("/alerts?q=ships+OR+bread", &cookie).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("It would have fired 3 times"), "{page}");
    assert!(page.contains("<mark title=\"ships\">ships</mark>"), "{page}");
    let (status, page) = server.get("/alerts?q=ships+AND", &cookie).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("at character 10: expected"), "{page}");
    let post = async |path: &str, fields: &str| {
        let fields = format!("token={token}&{fields}");
        server.post(path, &fields, &cookie).await.status()
    };
    let mail = "kind=mail&address=a%40b.example&rhythm=hourly&zone=Europe%2FBerlin&per_hour=5";
    assert_eq!(post("/alerts/targets", mail).await, StatusCode::SEE_OTHER);
    for bad in ["address=nobody", "address=a%40b.example&zone=Mars", "address=a%40b.c&daily=noon"] {
        let fields = format!("kind=mail&{bad}");
        assert_eq!(
            post("/alerts/targets", &fields).await,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{bad}"
        );
    }
    assert_eq!(post("/alerts/queries", "q=ships&name=Fleet&target=1").await, StatusCode::SEE_OTHER);
    assert_eq!(post("/alerts/queries/1", "act=off").await, StatusCode::SEE_OTHER);
    let list = "name=Mine&entries=AAPL%0Acountry%3APRK&importance=3&target=1";
    assert_eq!(post("/alerts/watchlists", list).await, StatusCode::SEE_OTHER);
    let (_, page) = server.get("/alerts", &cookie).await;
    for words in ["Fleet", "Off", "every hour", "2 watched", "country:PRK"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let query = server.store.query(wiredesk_store::QueryId(2)).expect("read").expect("kept");
    assert_eq!(query.about.query, "(ticker:AAPL OR entity:country:PRK) AND importance:>=3");
    let target = wiredesk_store::TargetId(1);
    let end = server.store.pace(target).expect("read").expect("kept").token;
    let (_, page) = server.get(&format!("/alerts/stop/{end}"), "").await;
    assert!(page.contains("Shall nothing more be sent"), "{page}");
    assert_eq!(server.store.target(target).expect("read").expect("kept").paused, None);
    let click = server.post(&format!("/alerts/stop/{end}"), "List-Unsubscribe=One-Click", "").await;
    assert_eq!(click.status(), StatusCode::OK);
    assert!(server.store.target(target).expect("read").expect("kept").paused.is_some());
    assert_eq!(server.get("/alerts/stop/nothing", "").await.0, StatusCode::NOT_FOUND);
    let (status, numbers) = server.get("/metrics", "").await;
    assert_eq!(status, StatusCode::OK);
    assert!(numbers.contains("wiredesk_alert_seconds_bucket{stretch=\"matching\",le=\"+Inf\"}"));
    assert!(server.get("/alerts/times", &cookie).await.1.contains("Matching alone"));
    assert!(server.get("/alerts/log", &cookie).await.1.contains("Nothing was sent yet"));
    // Another account has none of this.
    let bob = "name=bob&display=Bob&password=long+enough+words&role=reader";
    assert_eq!(post("/desk/people", bob).await, StatusCode::SEE_OTHER);
    let response = server.post("/sign-in", "name=bob&password=long+enough+words", "").await;
    let cookie = response.headers()[header::SET_COOKIE].to_str().expect("text");
    let cookie = cookie.split(';').next().expect("pair").to_owned();
    let (_, page) = server.get("/alerts", &cookie).await;
    assert!(!page.contains("Fleet"), "{page}");
    let own = page.split("name=\"token\" value=\"").nth(1).expect("token");
    let own = own.split('"').next().expect("token");
    for path in ["/alerts/queries/1", "/alerts/targets/1"] {
        let response = server.post(path, &format!("token={own}&act=drop"), &cookie).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
}
