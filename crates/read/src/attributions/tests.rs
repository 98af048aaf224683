use crate::Reader;
use proptest::prelude::*;
use std::sync::LazyLock;
use wiredesk_model::{Attribution, Published, Read, Reading, Report, ReportId, Span, Want};

static READER: LazyLock<Reader> = LazyLock::new(Reader::shipped);

fn read(text: &str) -> Reading {
    let mut report = Report::new(ReportId::from("r"), text);
    report.published = Published::parse("2024-09-16");
    READER.read(&report, Want { events: false, ratings: false, ..Want::ALL })
}

fn words(text: &str, spans: &[Span]) -> String {
    let parts: Vec<&str> = spans.iter().map(|s| s.of(text).expect("slices")).collect();
    parts.join(" … ").trim_matches([',', '.', '"', '“', '”', ' ']).to_owned()
}

fn told(text: &str, a: &Attribution) -> [String; 3] {
    [words(text, &a.source), words(text, &a.cue), words(text, &a.content)]
}

/// The text holds an attribution of exactly this source, cue and content (marks at the ends of
/// the content left out).
fn check(text: &str, expected: [&str; 3]) {
    let found: Vec<[String; 3]> = read(text).attributions.iter().map(|a| told(text, a)).collect();
    assert!(found.iter().any(|f| f == &expected), "{text}\nwanted {expected:?}\nfound {found:#?}");
}

#[test]
fn content_behind_the_cue() {
    check("Smith said the talks had failed.", ["Smith", "said", "the talks had failed"]);
    check("Officials have said that it rained.", ["Officials", "said", "it rained"]);
    check(
        "The mayor told reporters that schools would open.",
        ["The mayor", "told", "schools would open"],
    );
    check("He said: “We won. They lost.”", ["He", "said", "We won. They lost"]);
    check(
        "Jane Doe, the head of the agency, warned that prices may rise.",
        ["Jane Doe, the head of the agency", "warned", "prices may rise"],
    );
    check(
        "The ministry said in a statement on Sunday that nobody was hurt.",
        ["The ministry", "said", "nobody was hurt"],
    );
}

#[test]
fn content_before_the_cue() {
    check("\"We won,\" said John Smith.", ["John Smith", "said", "We won"]);
    check("“We won,” Smith said.", ["Smith", "said", "We won"]);
    check(
        "Prices will rise next year, Smith said.",
        ["Smith", "said", "Prices will rise next year"],
    );
    check(
        "\"We won,\" Smith said, \"and they lost.\"",
        ["Smith", "said", "We won,\" … \"and they lost"],
    );
}

#[test]
fn according_to_stands_on_both_sides() {
    check("According to Smith, it rained.", ["Smith", "According to", "it rained"]);
    check(
        "It rained on Monday, according to the ministry.",
        ["the ministry", "according to", "It rained on Monday"],
    );
}

#[test]
fn other_voices_end_a_content() {
    check("Smith said it rained, but Jones said it snowed.", ["Smith", "said", "it rained"]);
    check("Smith said it rained, but Jones said it snowed.", ["Jones", "said", "it snowed"]);
    check("Smith said it rained, adding that it was cold.", ["Smith", "adding", "it was cold"]);
}

#[test]
fn newswire_tells_who_said_it_behind_what_was_said() {
    check("Russia attacked Ukraine, Budanov said.", ["Budanov", "said", "Russia attacked Ukraine"]);
    check(
        "Inflation is easing, Jones told Reuters on Monday.",
        ["Jones", "told", "Inflation is easing"],
    );
    check(
        "North Korea fired a missile, state media reported.",
        ["state media", "reported", "North Korea fired a missile"],
    );
    check(
        "Troops struck a depot, Russian state media said on Friday, citing the governor.",
        ["Russian state media", "said", "Troops struck a depot"],
    );
    check(
        "Talks are close, according to a person familiar with the matter.",
        ["a person familiar with the matter", "according to", "Talks are close"],
    );
    check(
        "The bank is expected to cut rates, people said.",
        ["people", "said", "The bank is expected to cut rates"],
    );
    check(
        "The toll rose to 45, the health ministry said late on Tuesday.",
        ["the health ministry", "said", "The toll rose to 45"],
    );
    check(
        "Sales rose 5%, the company said, helped by demand in Asia.",
        ["the company", "said", "Sales rose 5%, … helped by demand in Asia"],
    );
    check(
        "The United States believes that Iran did it, three officials told The Associated Press.",
        ["three officials", "told", "The United States believes that Iran did it"],
    );
    check(
        "“It is over,” said one official, who spoke on condition of anonymity.",
        ["one official, who spoke on condition of anonymity", "said", "It is over"],
    );
    check(
        "“No comment,” a spokeswoman said when asked about the report.",
        ["a spokeswoman", "said", "No comment"],
    );
}

#[test]
fn newswire_tells_what_was_said_behind_who_said_it() {
    check(
        "The study, published on Monday in Nature, suggests that bats carried it.",
        ["The study, published on Monday in Nature", "suggests", "bats carried it"],
    );
    check(
        "Sen. Ana Brand, an Ohio Republican, called the bill “a disaster.”",
        ["Sen. Ana Brand, an Ohio Republican", "called", "the bill “a disaster"],
    );
    check(
        "Supporters say the law protects voters; critics say it hurts them.",
        ["Supporters", "say", "the law protects voters"],
    );
    check(
        "The agency did not say how many were hurt.",
        ["The agency", "say", "how many were hurt"],
    );
    check("Iran has denied supplying drones.", ["Iran", "denied", "supplying drones"]);
    check("The U.N. warned of famine in Sudan.", ["The U.N", "warned", "of famine in Sudan"]);
    check(
        "Officials warned residents to stay inside.",
        ["Officials", "warned", "residents to stay inside"],
    );
    check(
        "The former president called on Congress to act.",
        ["The former president", "called", "Congress to act"],
    );
    check("Smith vowed to end the war.", ["Smith", "vowed", "to end the war"]);
    check(
        "Rep. Jim Ray (R-Ohio) said it would pass.",
        ["Rep. Jim Ray (R-Ohio)", "said", "it would pass"],
    );
}

#[test]
fn who_speaks_is_the_head_of_the_source() {
    let speaker = |text: &str| {
        let found = read(text).attributions.into_iter().next().expect("somebody speaks");
        (found.speaker.map(|id| id.to_string()), found.speaker_name.unwrap_or_default())
    };
    let check = |text: &str, id: Option<&str>, name: &str| {
        assert_eq!(speaker(text), (id.map(str::to_owned), name.to_owned()), "{text}");
    };
    check(
        "Ukraine's military intelligence chief said the army was losing.",
        Some("country:UKR"),
        "Ukraine's military intelligence chief",
    );
    check(
        "A senior U.S. official said it was true.",
        Some("country:USA"),
        "A senior U.S. official",
    );
    check("Donald Trump's campaign said the ad was false.", None, "Donald Trump's campaign");
    check("The mayor, a Democrat, said he agreed.", None, "The mayor, a Democrat");
    let text =
        "Ukraine's army chief Ivan Petrenko resigned. Ukraine's army chief said he was tired.";
    check(text, Some("person:ivan-petrenko"), "Ivan Petrenko");
}

#[test]
fn plain_sentences_report_nothing() {
    for text in [
        "The road leads to the sea.",
        "He knows him well.",
        "The company found a way.",
        "They were told nothing.",
        "A spokesman for the firm declined to comment.",
        "Apple did not respond to a request for comment.",
        "The state of emergency ended.",
    ] {
        assert_eq!(read(text).attributions, [], "{text}");
    }
}

#[test]
fn speakers_are_entities_and_pronouns_where_safe() {
    let speaker =
        |text: &str, n: usize| read(text).attributions[n].speaker.as_ref().map(ToString::to_string);
    let text = "Kyrylo Budanov said it was hard. He said it would change.";
    assert_eq!(speaker(text, 1).as_deref(), Some("person:kyrylo-budanov"));
    let text = "John Adler met Pete Muller. It rained. He said it was fine.";
    assert_eq!(speaker(text, 0), None);
}

#[test]
fn quotations_go_on_with_their_speaker() {
    let text = "“We won,” said Kyrylo Budanov. “They lost and went home again.”";
    let reading = read(text);
    assert_eq!(reading.attributions.len(), 2);
    assert_eq!(reading.attributions[1].speaker, reading.attributions[0].speaker);
    assert!(reading.attributions[1].speaker.is_some());
}

#[test]
fn the_chain_is_told_with_its_date() {
    let text = "Budanov said aid was critical for Russia, Reuters reported on Sunday.";
    let reading = read(text);
    let budanov = reading
        .attributions
        .iter()
        .find(|a| words(text, &a.source) == "Budanov")
        .expect("Budanov speaks");
    let link = budanov.chain.last().expect("a link");
    assert_eq!(link.entity.as_ref().map(|e| e.as_str()), Some("org:reuters"));
    assert_eq!(link.date.as_deref(), Some("2024-09-15"));
    let text = "Iran said it was ready, state media reported on Sunday.";
    let reading = read(text);
    let iran =
        reading.attributions.iter().find(|a| words(text, &a.source) == "Iran").expect("Iran");
    assert_eq!(iran.chain[0].name, "state media");
    let text = "“We won,” Smith told CNN.";
    assert_eq!(read(text).attributions[0].chain[0].name, "CNN");
}

#[test]
fn outlets_and_papers_pass_on_what_others_say() {
    let text = "State media KCNA quoted Kim Jong Un as saying the army was ready.";
    let reading = read(text);
    let kim = reading.attributions.iter().find(|a| words(text, &a.source) == "Kim Jong Un");
    let kim = kim.expect("Kim speaks");
    assert_eq!(kim.speaker.as_ref().map(|s| s.as_str()), Some("person:kim-jong-un"));
    assert_eq!(kim.chain[0].entity.as_ref().map(|e| e.as_str()), Some("org:kcna"));
    let text = "Missiles were used in attacks, according to a DIA report in May.";
    let link = read(text).attributions[0].chain[0].clone();
    assert_eq!(link.entity.as_ref().map(|e| e.as_str()), Some("org:dia"));
    assert_eq!(link.date.as_deref(), Some("2024-05"));
}

#[test]
fn negated_and_hedged_cues_are_told() {
    let first = |text: &str| read(text).attributions[0].clone();
    assert!(first("Smith did not say that it rained.").negated);
    assert!(first("Vladimir Putin denied that Russia had lost.").negated);
    assert!(first("Officials reportedly said it was over.").hedged);
    let plain = first("Smith said it rained.");
    assert!(!plain.negated && !plain.hedged);
}

#[test]
fn hostile_text_is_read() {
    for text in [
        "\" said ".repeat(20_000),
        "He said ".repeat(20_000),
        "“a, ".repeat(30_000),
        "\"".repeat(100_000),
    ] {
        read(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn attributions_slice(text in "(\\PC|[A-Z][a-z]{0,5}|[.,:'’&\n \"“”]| said | that |according to | told |He ){0,80}") {
        for a in read(&text).attributions {
            for span in a.source.iter().chain(&a.cue).chain(&a.content) {
                prop_assert!(span.of(&text).is_some_and(|w| !w.is_empty()));
            }
        }
    }
}
