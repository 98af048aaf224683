//! A ledger of a million claims over 5,000 actors: `cargo bench -p wiredesk-ledger`.

use divan::Bencher;
use std::sync::OnceLock;
use wiredesk_ledger::{Ledger, Question, Sight};
use wiredesk_model::jiff::civil::date;
use wiredesk_model::{
    Claim, ClaimId, EntityId, Event, Evidence, Participant, Particulars, Published, Root, Span,
    Status, Voice,
};

fn main() {
    divan::main();
}

const CLAIMS: usize = 1_000_000;
const ACTORS: u64 = 5_000;

/// A few actors are in most claims, as in the news.
fn claims(count: usize) -> Vec<Claim> {
    let mut state = 7_u64;
    let mut next = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % below
    };
    let made = |i: usize| {
        let actor = next(ACTORS) * next(ACTORS) / ACTORS;
        let recipient = next(ACTORS) * next(ACTORS) / ACTORS;
        let participant = |n: u64| {
            Some(Participant {
                span: Span::new(0, 5),
                id: Some(EntityId::new(format!("country:{n}"))),
            })
        };
        let month = 1 + next(12);
        Claim {
            id: ClaimId::new(format!("r{}#{}", i / 10, i % 10)),
            evidence: Evidence {
                report: format!("r{}", i / 10).as_str().into(),
                span: Span::new(0, 80),
            },
            voice: Voice { origin: format!("origin {}", next(20_000)), ..Voice::default() },
            event: Some(Event {
                sentence: 0,
                root: Root::Aid,
                mode: Some("military".to_owned()),
                actor: participant(actor),
                recipient: participant(recipient),
                trigger: Span::new(6, 10),
                instrument: None,
                place: None,
                date: None,
                quantity: None,
                status: Status::Asserted,
                attribution: None,
            }),
            when: None,
            reported: Published::parse(&format!("2024-{month:02}-15")),
            hedged: false,
            denied: next(20) == 0,
            particulars: Some(Particulars {
                instrument: Some(["shells", "missiles", "drones"][next(3) as usize].to_owned()),
                ..Particulars::default()
            }),
            precedence: None,
        }
    };
    (0..count).map(made).collect()
}

fn full() -> &'static Ledger {
    static LEDGER: OnceLock<Ledger> = OnceLock::new();
    LEDGER.get_or_init(|| Ledger::of(&claims(CLAIMS)))
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn build_100_000(bencher: Bencher<'_, '_>) {
    let claims = claims(CLAIMS / 10);
    bencher.bench(|| Ledger::of(&claims).len());
}

/// The recipient most written of (0), one of the middle (500), a quiet one (4000).
#[divan::bench(args = [0, 500, 4_000], sample_count = 20, sample_size = 1)]
fn rank(bencher: Bencher<'_, '_>, recipient: u32) {
    let ledger = full();
    let question = Question::military_suppliers(EntityId::new(format!("country:{recipient}")));
    bencher.bench(|| ledger.rank(question.clone()).rows.len());
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn rank_as_of(bencher: Bencher<'_, '_>) {
    let ledger = full();
    let question = Question {
        as_of: Some(date(2024, 7, 1)),
        ..Question::military_suppliers("country:0".into())
    };
    bencher.bench(|| ledger.rank(question.clone()).rows.len());
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn show(bencher: Bencher<'_, '_>) {
    let ledger = full();
    bencher.bench(|| ledger.show(&"country:1".into(), &"country:0".into(), None).rungs.len());
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn matrix(bencher: Bencher<'_, '_>) {
    let ledger = full();
    bencher.bench(|| ledger.matrix(&Sight::default(), 12).cells.len());
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn timeline(bencher: Bencher<'_, '_>) {
    let ledger = full();
    let (actor, recipient) = ("country:1".into(), "country:0".into());
    bencher.bench(|| ledger.timeline(Some(&actor), Some(&recipient), None).len());
}
