use super::*;
use crate::Reader;
use proptest::prelude::*;
use wiredesk_model::{Read as _, Report, ReportId, Status, Want};

fn read(text: &str) -> Reading {
    Reader::shipped().read(&Report::new(ReportId::from("r"), text), Want::ALL)
}

/// `ROOT actor > recipient` of the first event.
fn first(text: &str) -> String {
    let reading = read(text);
    let words = |p: &Option<Participant>| {
        p.as_ref().and_then(|p| p.span.of(text)).unwrap_or("-").to_owned()
    };
    let told = reading.events.first();
    told.map_or(String::new(), |e| {
        format!("{} {} > {}", e.root.as_str(), words(&e.actor), words(&e.recipient))
    })
}

fn check(text: &str, expected: &str) {
    assert_eq!(first(text), expected, "{text}");
}

#[test]
fn tells_who_did_what_to_whom() {
    check("Russia attacked Ukraine on Monday.", "ASSAULT Russia > Ukraine");
    check("Ukraine was attacked by Russia on Monday.", "ASSAULT Russia > Ukraine");
    check("Israel condemned Iran for its threats.", "ACCUSE Israel > Iran");
    check("China imposed sanctions on Taiwan.", "SANCTION China > Taiwan");
    check("Egypt lifted sanctions on Qatar.", "CONCEDE Egypt > Qatar");
}

#[test]
fn what_stands_above_a_deed_changes_it() {
    check("Iran threatened to attack Israel.", "THREATEN Iran > Israel");
    check("Turkey agreed to help Greece.", "AGREE Turkey > Greece");
    check("Egypt refused to meet Ethiopia.", "REJECT Egypt > Ethiopia");
    check("France urged Iran to release the prisoners.", "REQUEST France > Iran");
}

#[test]
fn the_day_of_telling_is_not_the_day_of_the_deed() {
    let check = |text: &str, expected: Option<&str>| {
        let mut report = Report::new(ReportId::from("r"), text);
        report.published = wiredesk_model::Published::parse("2024-09-15T12:00:00Z");
        let reading = Reader::shipped().read(&report, Want::ALL);
        let event = reading.events.first().expect(text);
        assert_eq!(event.date.as_deref(), expected, "{text}");
    };
    check("Russia attacked Ukraine in May, a minister told Reuters on Sunday.", Some("2024-05"));
    let told = "Russia attacked the east of Ukraine, Kyrylo Budanov told Reuters on Sunday.";
    check(told, None);
    check("Russia attacked Ukraine on Sunday.", Some("2024-09-15"));
}

#[test]
fn the_place_that_a_report_is_filed_from_does_nothing() {
    check("KYIV (Reuters) - Russia attacked Ukraine.", "ASSAULT Russia > Ukraine");
    let told = read("SINGAPORE, May 17 - North Korea denied that it had supplied weapons.").events;
    let filed = |p: &Option<Participant>| p.as_ref().is_some_and(|p| p.span.start < 9);
    assert!(told.iter().all(|e| !filed(&e.actor) && !filed(&e.recipient)), "{told:?}");
}

#[test]
fn what_is_denied_or_only_supposed_is_told_as_such() {
    let check = |text: &str, expected: &[(&str, Status)]| {
        let told = read(text).events;
        let shown = |p: &Option<Participant>| p.as_ref().map_or("", |p| &text[p.span.range()]);
        let told: Vec<(String, Status)> = told
            .iter()
            .filter(|e| e.root != Root::Accuse)
            .map(|e| {
                let (actor, recipient) = (shown(&e.actor), shown(&e.recipient));
                (format!("{} {actor} > {recipient}", e.root.as_str()), e.status)
            })
            .collect();
        let told: Vec<(&str, Status)> = told.iter().map(|(t, s)| (t.as_str(), *s)).collect();
        assert_eq!(told, expected, "{text}");
    };
    check("Iran denied that it had attacked Israel.", &[("ASSAULT Iran > Israel", Status::Denied)]);
    check(
        "Serbia denied selling shells to Israel.",
        &[("COOPERATE Serbia > Israel", Status::Denied)],
    );
    check("Iran will not attack Israel.", &[("ASSAULT Iran > Israel", Status::Denied)]);
    // Told by who accuses, if at all, and never as the accuser's own deed.
    for text in [
        "Japan accused India of bombing Russia.",
        "Japan has repeatedly accused India of supplying shells to Russia.",
        "India was accused by Japan of bombing Russia.",
    ] {
        let own = |e: &Event| {
            let japan = e.actor.as_ref().is_some_and(|a| &text[a.span.range()] == "Japan");
            e.root != Root::Accuse && (japan || e.status != Status::Hedged)
        };
        assert!(!read(text).events.iter().any(own), "{text}: {:?}", read(text).events);
    }
}

#[test]
fn what_is_given_is_not_whom_it_is_given_to() {
    check("The United States sent South Korean shells to Ukraine.", "AID United States > Ukraine");
    check("North Korea supplied Russia with Soviet shells.", "AID North Korea > Russia");
}

#[test]
fn who_says_so_does_not_do_it() {
    check(
        "Kyrylo Budanov said on Sunday that North Korea had supplied Russia with shells.",
        "AID North Korea > Russia",
    );
    check(
        "Russia has attacked Ukraine with dozens of drones, officials said.",
        "ASSAULT Russia > Ukraine",
    );
    let text = "Kyrylo Budanov said on Sunday that no ally helps Russia more than Iran does.";
    let told = read(text).events;
    let budanov = |p: &Option<Participant>| p.as_ref().is_some_and(|p| p.span.start < 14);
    assert!(told.iter().all(|e| !budanov(&e.actor) && !budanov(&e.recipient)), "{told:?}");
}

#[test]
fn what_is_counted_is_told_once() {
    let reading = read("North Korea supplied Russia with millions of shells.");
    let event = reading.events.first().expect("an event");
    assert_eq!((event.quantity.as_deref(), event.instrument), (Some("millions of shells"), None));
}

#[test]
fn status_is_told() {
    let check = |text: &str, status: Status| {
        assert_eq!(read(text).events.first().map(|e| e.status), Some(status), "{text}");
    };
    check("Russia attacked Ukraine.", Status::Asserted);
    check("Russia did not attack Ukraine.", Status::Denied);
    check("Russia reportedly attacked Ukraine.", Status::Hedged);
    check("Turkey will aid Greece.", Status::Planned);
}

#[test]
fn given_pairs_are_always_labelled() {
    let text = "Russia attacked Ukraine. It rained.";
    let reading = read(text);
    let span = |word: &str| text.find(word).map(|at| Span::new(at, at + word.len()));
    let events = label_pairs(
        text,
        &reading,
        &[(span("Russia"), span("Ukraine")), (span("It"), None), (None, None)],
    );
    assert_eq!(events.len(), 3);
    assert_eq!(events[0].root, Root::Assault);
    assert!(label_pairs("", &Reading::default(), &[(None, None)]).len() == 1);
}

#[test]
fn who_tells_is_found_also_where_a_pair_stands_in_two_sentences() {
    let text = "Russia was named. Kenya said that its troops had attacked Ukraine.";
    let reading = read(text);
    let span = |word: &str| text.find(word).map(|at| Span::new(at, at + word.len()));
    let events = label_pairs(text, &reading, &[(span("Russia"), span("Ukraine"))]);
    assert_eq!(events[0].attribution, Some(0), "{:?}", events[0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn spans_always_fit(text in "(Russia |Iran’s |attack |was |hit |by |to |talks |with |\\PC|[.,;“”] ){0,40}") {
        for event in read(&text).events {
            let parts = [&event.actor, &event.recipient, &event.place];
            let spans = parts.into_iter().flatten().map(|p| p.span);
            for span in spans.chain([event.trigger]).chain(event.instrument) {
                prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}
