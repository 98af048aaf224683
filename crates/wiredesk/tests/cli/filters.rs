//! The filters: lines in, lines out.

use crate::{run, run_on, shown, text};
use serde_json::Value;
use std::path::Path;

fn lines(output: &[u8]) -> Vec<Value> {
    text(output).lines().map(|l| serde_json::from_str(l).expect(l)).collect()
}

#[test]
fn unreadable_lines_are_told_and_do_not_stop_the_rest() {
    let input = "{\"id\":\"a\",\"text\":\"It rained.\"}\nnot json\n{\"id\":\"b\",\"text\":\"\"}\n";
    let output = run_on(&["read"], input);
    let ids: Vec<Value> = lines(&output.stdout).iter().map(|l| l["id"].clone()).collect();
    assert_eq!(ids, ["a", "b"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("line 2"), "{}", text(&output.stderr));
    assert_eq!(run_on(&["read", "--strict"], input).status.code(), Some(2));
}

#[test]
fn order_and_bytes_are_the_same_every_time() {
    let input = crate::reports(700);
    let first = run_on(&["read"], &input);
    let second = run_on(&["read"], &input);
    assert_eq!(first.stdout, second.stdout);
    let ids: Vec<String> =
        lines(&first.stdout).iter().map(|l| l["id"].as_str().expect("an id").into()).collect();
    let expected: Vec<String> = (0..700).map(|n| format!("r{n}")).collect();
    assert_eq!(ids, expected);
}

#[test]
fn offsets_are_code_points() {
    let body = "„Wir zahlen“, sagte er. In Kyïv, Zoë Šimić said on Monday that 30 shells fell.";
    let line = serde_json::json!({"id": "u", "published": "2024-09-17", "text": body});
    let output = run_on(&["read", "--only", "dates,quantities,entities"], &line.to_string());
    let reading = &lines(&output.stdout)[0];
    let points: Vec<char> = body.chars().collect();
    let cut = |item: &Value| -> String {
        let at = |key: &str| item[key].as_u64().expect("an offset") as usize;
        points[at("start")..at("end")].iter().collect()
    };
    let dates: Vec<String> = reading["dates"].as_array().expect("dates").iter().map(cut).collect();
    assert!(dates.iter().any(|d| d.contains("Monday")), "{dates:?}");
    let quantities = reading["quantities"].as_array().expect("quantities");
    assert!(quantities.iter().any(|q| cut(q).contains("30 shells")), "{quantities:?}");
}

#[test]
fn bad_use_is_one_clear_line() {
    let check = |args: &[&str], expected: &str| {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = text(&output.stderr);
        assert!(said.contains(expected), "{args:?} said {said}");
    };
    check(&["read", "--only", "weather"], "no part of a reading is called \"weather\"");
    check(&["read", "there-is-no-such-file"], "cannot open there-is-no-such-file");
    check(&["ingest", "there-is-no-such-file"], "there-is-no-such-file is not there");
    check(&["search", "x", "--data", "there-is-no-such-folder"], "holds no wiredesk data");
}

#[test]
fn a_check_tells_the_number_that_differs() {
    let item = serde_json::json!({
        "id": "i", "docs": [{"id": "d", "text": "Officials said about 30 people were hurt."}],
        "text": "Officials said about 300 people were hurt.",
        "evidence": [{"doc": "d", "start": 0, "end": 41}],
    });
    let output = run_on(&["check", "--jsonl"], &item.to_string());
    let checked = &lines(&output.stdout)[0];
    assert_eq!(checked["verdict"], "unsupported", "{checked}");
    assert_eq!(checked["findings"][0]["class"], "number", "{checked}");
}

/// The story in `examples/` was written with faults on purpose; nothing tells where it stands.
#[test]
fn the_faults_of_the_example_are_caught_and_its_sound_sentences_pass() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (story, wire) = (root.join("examples/faulty-story.txt"), root.join("examples/wire"));
    let args = ["check", shown(&story), "--against", shown(&wire), "--format", "json"];
    let output = run(&args);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let story: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let sections = story["sections"].as_array().expect("sections").iter();
    let sentences: Vec<&Value> = story["lede"]
        .as_array()
        .expect("a lede")
        .iter()
        .chain(sections.flat_map(|s| s["sentences"].as_array().expect("sentences")))
        .collect();
    let of = |start: &str| {
        let found =
            sentences.iter().find(|s| s["text"].as_str().is_some_and(|t| t.starts_with(start)));
        *found.unwrap_or_else(|| panic!("no sentence {start:?}"))
    };
    let has = |start: &str, class: &str, words: &str, hard: bool| {
        let sentence = of(start);
        let said = sentence["text"].as_str().expect("text");
        let findings = sentence["findings"].as_array().expect("findings");
        let found = findings.iter().find(|f| f["class"] == class);
        let found = found.unwrap_or_else(|| panic!("{start}: {findings:?}"));
        let at = |key: &str| found[key].as_u64().expect("a place") as usize;
        let place: String = said.chars().skip(at("start")).take(at("end") - at("start")).collect();
        assert!(place.contains(words), "{start}: {place:?}");
        assert_eq!(found["hard"], hard, "{start}");
        assert_ne!(sentence["verdict"], "supported", "{start}");
    };
    has("\"They supply", "quote", "all of the artillery", true);
    has("Later that month", "chronology", "Later that month", true);
    has("The treaty was", "cause", "because", false);
    has("Did You Know?", "content", "Did You Know?", true);
    for sound in ["North Korea, and not", "A U.S. intelligence"] {
        assert_eq!(of(sound)["verdict"], "supported", "{sound}");
        assert!(!of(sound)["alignment"].as_array().expect("an alignment").is_empty(), "{sound}");
    }
}

#[test]
fn the_rules_of_the_house_hold_and_a_mistake_in_them_is_told_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    };
    let story = at("s.txt", "A headline\n\nThe mayor slams the plan.\n");
    let told = at("r.jsonl", "{\"id\":\"r\",\"text\":\"The mayor slams the plan.\"}\n");
    let good = at("good.toml", "[check]\nforbidden = [\"slams\"]\n");
    let bad = at("bad.toml", "[check]\nforbiden = [\"slams\"]\n");
    let check =
        |more: &[&str]| run(&[&["check", shown(&story), "--against", shown(&told)], more].concat());
    assert!(!text(&check(&[]).stdout).contains("does not write"));
    assert!(text(&check(&["--house", shown(&good)]).stdout).contains("does not write *slams*"));
    let refused = check(&["--house", shown(&bad)]);
    let said = text(&refused.stderr);
    assert!(said.contains("line 2") && said.contains("forbiden"), "{said}");
    assert_eq!(refused.status.code(), Some(2));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/house.toml");
    assert_eq!(check(&["--house", shown(&root)]).stderr, b"");
}

#[test]
fn an_archive_and_ratings_are_moved_in_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let data = crate::shown(&data);
    let story = "{\"title\":\"Harbour reopens\",\"body\":\"<p>It did.</p>\",\"published\":\"2024-03-04\",\
                 \"author\":\"Ana Pop\",\"channels\":[\"World\"],\"tickers\":[\"GULL\"]}\n{\"title\":\"\"}\n";
    let check = |command: &str, input: &str, status: i32, said: &str| {
        let output = run_on(&[command, "--jsonl", "-", "--data", data], input);
        assert_eq!(output.status.code(), Some(status), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    };
    check("publish", story, 3, "1 new, 0 changed, 0 known already");
    check("publish", story, 3, "0 new, 0 changed, 1 known already");
    let rating = "{\"ticker\":\"GULL\",\"firm\":\"Copperfield\",\"rating\":\"Buy\",\"date\":\"2024-03-05\"}\n\
                  {\"firm\":\"Copperfield\",\"date\":\"2024-03-05\"}\n";
    check("ratings", rating, 3, "1 new, 0 changed, 0 known already");
    check("ratings", &rating.replace("Buy", "Hold"), 3, "0 new, 1 changed");
}
