//! What the targets share: one reader, and the rules that every reading keeps.

use std::sync::OnceLock;
use wiredesk_model::{Published, Read as _, Reading, Report, ReportId, Span, Want};
use wiredesk_read::Reader;
use wiredesk_wire::reading::ReadingLine;

/// The shipped reader, made once.
pub fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(Reader::shipped)
}

/// A report with this text, published on a Sunday.
pub fn report(text: &str) -> Report {
    let mut report = Report::new(ReportId::from("r"), text);
    report.published = Published::parse("2024-09-15T12:00:00Z");
    report
}

/// Reads `text` wholly and holds the reading against the rules.
pub fn read(text: &str) -> Reading {
    let report = report(text);
    let reading = reader().read(&report, Want::ALL);
    hold(text, &reading);
    slice_back(&report, &reading);
    reading
}

/// Spans lie in the text, on whole characters, in order; indices point at what is there.
pub fn hold(text: &str, reading: &Reading) {
    let lies = |span: Span| assert!(span.of(text).is_some(), "{span:?} of {}", text.len());
    let mut last = 0;
    for &sentence in &reading.sentences {
        lies(sentence);
        assert!(last <= sentence.start && sentence.start < sentence.end);
        last = sentence.end;
    }
    reading.entities.iter().for_each(|m| lies(m.span));
    assert!(reading.entities.is_sorted_by_key(|m| m.span.start));
    reading.dates.iter().for_each(|d| lies(d.span));
    assert!(reading.dates.is_sorted_by_key(|d| d.span.start));
    reading.quantities.iter().for_each(|q| lies(q.span));
    for a in &reading.attributions {
        a.source.iter().chain(&a.cue).chain(&a.content).copied().for_each(lies);
        a.chain.iter().for_each(|link| lies(link.span));
    }
    for event in &reading.events {
        lies(event.trigger);
        event.instrument.into_iter().for_each(lies);
        let people = [&event.actor, &event.recipient, &event.place];
        people.into_iter().flatten().for_each(|p| lies(p.span));
        assert!(event.sentence < reading.sentences.len());
        assert!(event.attribution.is_none_or(|a| a < reading.attributions.len()));
    }
}

/// Offsets in the JSON are code points and slice back to the very words.
fn slice_back(report: &Report, reading: &Reading) {
    let line = serde_json::to_value(ReadingLine::of(report, reading, Want::ALL)).expect("JSON");
    let points: Vec<char> = report.text.chars().collect();
    let slice = |range: &serde_json::Value| -> String {
        let at = |key: &str| range[key].as_u64().expect("an offset") as usize;
        points[at("start")..at("end")].iter().collect()
    };
    let parts: [(&str, Vec<Span>); 4] = [
        ("sentences", reading.sentences.clone()),
        ("entities", reading.entities.iter().map(|m| m.span).collect()),
        ("dates", reading.dates.iter().map(|d| d.span).collect()),
        ("quantities", reading.quantities.iter().map(|q| q.span).collect()),
    ];
    for (part, spans) in parts {
        let ranges = line[part].as_array().expect("a list");
        assert_eq!(ranges.len(), spans.len(), "{part}");
        for (range, span) in ranges.iter().zip(spans) {
            assert_eq!(Some(slice(range).as_str()), span.of(&report.text), "{part}");
        }
    }
}
