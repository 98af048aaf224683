//! Bad input: a clear reason each, set aside, nothing else hurt.

use crate::{run, shown, text};
use std::fs;
use std::io::Write;
use std::path::Path;

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    fs::write(folder.join(name), bytes).expect("written");
}

fn hostile_files(folder: &Path) {
    put(folder, "empty.html", b"");
    let huge = fs::File::create(folder.join("huge.txt")).expect("made");
    huge.set_len(200 << 20).expect("grown");
    put(folder, "picture.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0");
    let page = "<html><head><title>T</title></head><body><article><p>Some words.</p>";
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(page.repeat(50).as_bytes()).expect("packed");
    let packed = packed.finish().expect("packed");
    put(folder, "truncated.html.gz", &packed[..packed.len() / 2]);
    let laughs = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;"><!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;"><!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]><rss version="2.0"><channel><title>&lol3;</title><item><title>&lol3;</title><description>&lol3;</description></item></channel></rss>"#;
    put(folder, "laughs.rss", laughs.as_bytes());
    let deep = format!("<html><body>{}deep{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    put(folder, "deep.html", deep.as_bytes());
    put(folder, "half.rss", b"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Half");
    put(
        folder,
        "lines.jsonl",
        b"{\"id\":\"ok-line\",\"text\":\"A line that can be read, on Monday.\"}\n{broken\n",
    );
}

fn good_files(folder: &Path) {
    let page = |date: &str, word: &str| {
        format!(
            "<html><head><title>{word} harbour reopens</title>\
             <meta property='article:published_time' content='{date}'></head><body><article>\
             <h1>{word} harbour reopens</h1><p>The {word} harbour reopened on Monday after two years \
             of work, the port authority said in a statement that ran to several pages.</p><p>Ships \
             had been sent elsewhere since a storm broke the old pier, and traders welcomed the news \
             with some relief.</p></article></body></html>"
        )
    };
    put(folder, "good.html", page("2024-03-04T08:00:00Z", "Riga").as_bytes());
    put(folder, "year-0.html", page("0000-01-01T00:00:00Z", "Lima").as_bytes());
    // Said to be UTF-8, is not: bytes of Windows-1252.
    let mut wrong = page("2024-03-05T08:00:00Z", "Tunis")
        .replace("<head>", "<head><meta charset=utf-8>")
        .into_bytes();
    let at = wrong.windows(5).position(|w| w == b"storm").expect("there");
    wrong.splice(at..at, *b"\x93caf\xe9\x94 ");
    put(folder, "wrong-encoding.html", &wrong);
}

#[test]
fn each_bad_file_is_set_aside_with_its_reason_and_the_good_ones_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let (wires, data) = (folder.path().join("wires"), folder.path().join("data"));
    fs::create_dir(&wires).expect("made");
    hostile_files(&wires);
    good_files(&wires);
    let output = run(&["ingest", shown(&wires), "--data", shown(&data)]);
    let (kept, said) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(3), "what is set aside is told by status too: {said}");
    for name in ["good.html", "year-0.html", "wrong-encoding.html", "lines.jsonl"] {
        assert!(kept.contains(name), "{name} was not kept: {said}");
    }
    assert_eq!(kept.lines().count(), 4, "{kept}");
    let bad = [
        ("empty.html", "empty"),
        ("huge.txt", "209715200 bytes"),
        ("picture.html", "binary (an image)"),
        ("truncated.html.gz", "gzip"),
        ("laughs.rss", "entit"),
        ("deep.html", "deep"),
        ("half.rss", ""),
        ("lines.jsonl line 2", "JSON"),
    ];
    let aside = text(&run(&["quarantine", "--data", shown(&data)]).stdout);
    for (name, reason) in bad {
        let line = said.lines().find(|l| l.contains(name));
        let line = line.unwrap_or_else(|| panic!("nothing was said of {name}: {said}"));
        assert!(line.to_lowercase().contains(&reason.to_lowercase()), "{name}: {line}");
        assert!(aside.contains(name), "{name} is not in the quarantine list: {aside}");
    }
    let verified = run(&["verify", "--data", shown(&data)]);
    assert_eq!(verified.status.code(), Some(0), "{}", text(&verified.stdout));
    let found = run(&["search", "harbour", "--data", shown(&data)]);
    assert!(text(&found.stdout).contains("Riga"), "{}", text(&found.stderr));
}

#[test]
fn an_empty_story_is_no_story() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "story.txt", b" \n\n");
    put(folder.path(), "report.txt", b"It rained in Kyiv on Monday.");
    let (story, report) = (folder.path().join("story.txt"), folder.path().join("report.txt"));
    let output = run(&["check", shown(&story), "--against", shown(&report)]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("no story is in it"), "{}", text(&output.stderr));
}
