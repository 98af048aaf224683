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
