//! The ledger's pages at full size: a million claims over 5,000 actors in a store, through the
//! handlers that serve them. `ledger make DIR` fills a data folder (some minutes), `ledger ask DIR`
//! enters all claims from it, as a server does when it starts, asks for pages and prints the times.
//! See `bench/ledger/README.md`.

#[path = "../tests/common/alone.rs"]
mod alone;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower::ServiceExt;
use wiredesk_flow::ledger::Books;
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{
    Claim, ClaimId, EntityId, Event, Evidence, Participant, Particulars, Published, Report,
    ReportId, Root, Span, Status, Voice,
};
use wiredesk_read::{Lexicon, Reader};
use wiredesk_store::{Incoming, Store};
use wiredesk_web::{AppState, Parts};

const REPORTS: usize = 100_000;
const CLAIMS_EACH: usize = 10;
const ACTORS: u64 = 5_000;
const SENTENCE: usize = 80;
const ASKED: usize = 1_000;

type Outcome<T> = anyhow::Result<T>;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", folder] => make(folder),
        ["ask", folder] => ask(folder),
        _ => anyhow::bail!("usage: ledger make|ask DIR"),
    }
}

/// Numbers by chance, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) % n
    }

    /// A few actors are in most claims, as in the news.
    fn actor(&mut self) -> EntityId {
        let n = self.below(ACTORS) * self.below(ACTORS) / ACTORS;
        EntityId::new(format!("country:{n}"))
    }
}

fn report(n: usize, chance: &mut Chance) -> Report {
    let sentence = |i: usize| {
        format!(
            "{:<width$}",
            format!("Report {n} tells as its claim {i} that shells were sent."),
            width = SENTENCE
        )
    };
    let text: String = (0..CLAIMS_EACH).map(sentence).collect();
    let mut report = Report::new(ReportId::new(""), text);
    report.source = Some(format!("Outlet {}", chance.below(400)));
    report.published = Published::parse(&format!("2024-{:02}-15", 1 + chance.below(12)));
    report.title = Some(format!("Report {n}"));
    report
}

fn claim(id: &ReportId, i: usize, report: &Report, chance: &mut Chance) -> Claim {
    let party = |id| Some(Participant { span: Span::new(0, 5), id: Some(id) });
    let (actor, recipient) = (chance.actor(), chance.actor());
    Claim {
        id: ClaimId::new(format!("{id}#{i}")),
        evidence: Evidence {
            report: id.clone(),
            span: Span::new(i * SENTENCE, i * SENTENCE + SENTENCE),
        },
        voice: Voice {
            origin: format!("origin {}", chance.below(20_000)),
            outlet: report.source.clone(),
            ..Voice::default()
        },
        event: Some(Event {
            sentence: i,
            root: Root::Aid,
            mode: Some("military".to_owned()),
            actor: party(actor),
            recipient: party(recipient),
            trigger: Span::new(i * SENTENCE + 6, i * SENTENCE + 10),
            instrument: None,
            place: None,
            date: None,
            quantity: None,
            status: Status::Asserted,
            attribution: None,
        }),
        when: None,
        reported: report.published.clone(),
        hedged: false,
        denied: chance.below(20) == 0,
        particulars: Some(Particulars {
            instrument: Some(["shells", "missiles", "drones"][chance.below(3) as usize].to_owned()),
            ..Particulars::default()
        }),
        precedence: None,
    }
}

fn make(folder: &str) -> Outcome<()> {
    let store = Store::open(folder)?;
    let mut chance = Chance(7);
    let now = Timestamp::now();
    let begun = Instant::now();
    for batch in (0..REPORTS).collect::<Vec<_>>().chunks(2_000) {
        let reports: Vec<Report> = batch.iter().map(|n| report(*n, &mut chance)).collect();
        let kept = store.receive(reports.iter().cloned().map(Incoming::new).collect(), now)?;
        let claims: Vec<(ReportId, Vec<Claim>)> = kept
            .iter()
            .zip(&reports)
            .map(|(k, r)| {
                let all = (0..CLAIMS_EACH).map(|i| claim(&k.id, i, r, &mut chance)).collect();
                (k.id.clone(), all)
            })
            .collect();
        store.put_claims(&claims)?;
    }
    println!("{} claims kept in {:.1} s", REPORTS * CLAIMS_EACH, begun.elapsed().as_secs_f64());
    Ok(())
}

fn ask(folder: &str) -> Outcome<()> {
    let store = Store::open_to_read(folder)?;
    let reader = Arc::new(Reader::new(Lexicon::empty()));
    let books = Arc::new(Books::new(store.clone(), Arc::clone(&reader)));
    let begun = Instant::now();
    books.refresh()?;
    let claims = books.ask(wiredesk_ledger::Ledger::len)?;
    println!("rebuilt from {claims} claims in {:.1} s", begun.elapsed().as_secs_f64());
    let parts = Parts { reader, books, ..alone::parts(&store, Timestamp::now) };
    let router = wiredesk_web::router(AppState::new(parts));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut chance = Chance(11);
    let mut pages = |make: &mut dyn FnMut(&mut Chance) -> String| -> Vec<String> {
        (0..ASKED).map(|_| make(&mut chance)).collect()
    };
    let rank =
        |who: &EntityId| format!("/ledger?for={who}&deeds=supplies&kind=military&by=origins");
    let asked = [
        ("ranking", pages(&mut |c| rank(&c.actor()))),
        ("ranking of the busiest", pages(&mut |_| rank(&"country:0".into()))),
        ("relation", pages(&mut |c| format!("/ledger/{}/{}", c.actor(), c.actor()))),
        ("relation of the busiest", pages(&mut |_| "/ledger/country:1/country:0".into())),
        ("as of", pages(&mut |c| format!("{}&as-of=2024-07-01", rank(&c.actor())))),
        (
            "as of, the busiest",
            pages(&mut |_| format!("{}&as-of=2024-07-01", rank(&"country:0".into()))),
        ),
        ("matrix", vec!["/ledger/matrix".to_owned(); 100]),
    ];
    for (name, pages) in asked {
        runtime.block_on(timed(&router, name, &pages))?;
    }
    Ok(())
}

async fn timed(router: &Router, name: &str, pages: &[String]) -> Outcome<()> {
    let (mut took, mut missing, mut bytes) = (Vec::new(), 0, 0);
    for page in pages {
        let mut request = Request::builder().uri(page).header("host", "desk.example");
        request = request.header("accept-encoding", "identity");
        let mut request = request.body(Body::empty())?;
        let from: SocketAddr = "127.0.0.1:9".parse()?;
        request.extensions_mut().insert(ConnectInfo(from));
        let begun = Instant::now();
        let response = router.clone().oneshot(request).await?;
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 1 << 26).await?;
        took.push(begun.elapsed());
        // Two who have nothing to do with each other have no page.
        missing += usize::from(status.as_u16() == 404);
        if !status.is_success() && status.as_u16() != 404 {
            anyhow::bail!("{page}: {status}");
        }
        bytes += body.len();
    }
    took.sort_unstable();
    let at = |share: usize| millis(took[(took.len() - 1) * share / 100]);
    println!(
        "{name}: {} pages ({missing} not there), p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms, {} bytes each",
        took.len(),
        at(50),
        at(99),
        at(100),
        bytes / took.len().max(1)
    );
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
