//! `wiredesk match`.

use super::{run_on, text};

const QUERIES: &str = r#"{"id":30,"q":"ticker:AAPL AND recall*"}
{"id":4,"q":"\"battery fire\"~3 OR NOT apple"}
{"id":5,"q":"recall AND ("}
{"id":12000000000,"q":"importance:>=4"}
"#;

const STORIES: &str = r#"{"id":7,"title":"Apple recalls chargers","body":"Après the fire in a battery.","ticker":["aapl"],"importance":4}
not a story
{"id":"x","title":"Pears","body":""}
"#;

fn matched(more: &[&str]) -> std::process::Output {
    let folder = tempfile::tempdir().expect("a folder");
    let queries = folder.path().join("queries.jsonl");
    std::fs::write(&queries, QUERIES).expect("written");
    let queries = queries.display().to_string();
    run_on(&[&["match", "--queries", &queries], more].concat(), STORIES)
}

#[test]
fn each_story_tells_which_queries_it_fires() {
    let output = matched(&[]);
    let expected = "{\"doc\":7,\"n\":3,\"matches\":[4,30,12000000000]}\n\
                    {\"doc\":\"x\",\"n\":1,\"matches\":[4]}\n";
    assert_eq!(text(&output.stdout), expected);
    let told = text(&output.stderr);
    assert!(told.contains("line 2 passed over"), "{told}");
    assert!(told.contains("line 3 passed over: query 5: at character 13: expected"), "{told}");
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn the_digest_is_that_of_the_lines_of_ids() {
    use sha2::{Digest, Sha256};
    let expected = Sha256::digest("7:4,30,12000000000\nx:4\n");
    let expected: String = expected.iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(text(&matched(&["--digest"]).stdout), expected + "\n");
}

#[test]
fn explained_matches_point_at_words_in_code_points() {
    let told = text(&matched(&["--explain"]).stdout);
    let why =
        r#"{"id":4,"why":[{"clause":"\"battery fire\"~3","in":"body","spans":[[10,14],[20,27]]}]}"#;
    assert!(told.contains(why), "{told}");
    assert!(told.contains(r#"{"clause":"recall*","in":"title","spans":[[6,13]]}"#), "{told}");
}

#[test]
fn a_snapshot_matches_as_its_queries_do_and_only_while_they_are_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (queries, snapshot) = (path("queries.jsonl"), path("queries.snapshot"));
    let run = |more: &[&str]| {
        let output = run_on(&[&["match", "--snapshot", &snapshot], more].concat(), STORIES);
        (text(&output.stdout).to_owned(), text(&output.stderr).to_owned())
    };
    let good: String =
        QUERIES.lines().filter(|l| !l.contains("(\"")).map(|l| format!("{l}\n")).collect();
    std::fs::write(&queries, &good).expect("written");
    let (built, _) = run(&["--queries", &queries]);
    assert!(built.starts_with("{\"doc\":7,\"n\":3"), "{built}");
    assert_eq!(run(&["--queries", &queries]).0, built);
    assert_eq!(run(&[]).0, built);
    std::fs::write(&queries, good.replace("recall*", "nothing")).expect("written");
    let (other, told) = run(&["--queries", &queries]);
    assert!(other.starts_with("{\"doc\":7,\"n\":2"), "{other}");
    assert!(told.contains("of other queries"), "{told}");
    let mut bytes = std::fs::read(&snapshot).expect("there");
    bytes.truncate(bytes.len() - 5);
    std::fs::write(&snapshot, bytes).expect("written");
    let (again, told) = run(&["--queries", &queries]);
    assert_eq!(again, other);
    assert!(told.contains("cut or changed"), "{told}");
    std::fs::write(&snapshot, "nothing of ours").expect("written");
    assert!(run(&[]).1.contains("--queries"));
}

/// What a standing query would have fired on, by the rules of standing queries.
#[test]
fn a_query_is_tried_on_the_archive() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data").display().to_string();
    let story = |title: &str, body: &str, ticker: &str| {
        format!(
            r#"{{"title":"{title}","body":"<p>{body}</p>","published":"2024-09-15T08:00:00Z","author":"A","channels":[],"tags":[],"tickers":["{ticker}"],"images":[]}}"#
        )
    };
    let stories = [
        story("Apple recalls chargers", "A battery caught fire in Zürich.", "AAPL"),
        story("Pears recalled", "No fire at all.", "PEAR"),
    ];
    let archive = folder.path().join("archive.jsonl");
    std::fs::write(&archive, stories.join("\n")).expect("written");
    let archive = archive.display().to_string();
    super::run(&["publish", "--jsonl", &archive, "--data", &data]);
    super::run(&["reindex", "--data", &data]);
    let tried = |query: &str| super::run(&["search", "--alert", query, "--json", "--data", &data]);
    let found = text(&tried("recall* AND \"fire zurich\"~2 AND NOT ticker:PEAR").stdout);
    assert_eq!(found.lines().count(), 1, "{found}");
    let line: serde_json::Value = serde_json::from_str(&found).expect("JSON");
    assert_eq!(line["title"], "Apple recalls chargers");
    let why = serde_json::json!({ "clause": "recall*", "in": "title", "spans": [[6, 13]] });
    assert!(line["why"].as_array().is_some_and(|all| all.contains(&why)), "{line}");
    let told = super::run(&["search", "--alert", "fire", "--data", &data]);
    assert!(text(&told.stderr).contains("would have fired 2 times, 0 of them in the last week"));
    let wrong = tried("recall AND");
    assert!(text(&wrong.stderr).contains("at character 11: expected"), "{}", text(&wrong.stderr));
    assert_eq!(tried("quince").status.code(), Some(1));
}
