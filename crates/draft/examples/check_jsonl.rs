//! `check_jsonl < items.jsonl > findings.jsonl`: the checker in the form of `grounding/README.md`.

use serde_json::{Value, json};
use std::io::{BufRead, Write};
use wiredesk_draft::{Checker, Setting, Shelf};
use wiredesk_model::{CodePoints, Evidence, Published, Reading, Report, ReportId};

fn main() -> std::io::Result<()> {
    let checker = Checker::default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut spent = std::time::Duration::ZERO;
    let mut lines = 0u32;
    for line in std::io::stdin().lock().lines() {
        let item: Value = serde_json::from_str(&line?)?;
        let (answer, took) = answer(&checker, &item);
        spent += took;
        lines += 1;
        writeln!(out, "{answer}")?;
    }
    eprintln!("{lines} items, {spent:?} in the checker");
    Ok(())
}

fn answer(checker: &Checker, item: &Value) -> (Value, std::time::Duration) {
    let text_of = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let reports: Vec<Report> = item["docs"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|d| {
            let mut report = Report::new(ReportId::new(text_of(&d["id"])), text_of(&d["text"]));
            report.published = d["published"].as_str().and_then(Published::parse);
            report.source = d["source"].as_str().map(str::to_owned);
            report
        })
        .collect();
    let empty = Reading::default();
    let shelf = Shelf::new(reports.iter().map(|r| (r, &empty)));
    let evidence: Vec<Evidence> = item["evidence"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|e| {
            let id = ReportId::new(text_of(&e["doc"]));
            let points = CodePoints::new(&shelf.get(&id)?.report.text);
            let at = |k: &str| e[k].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            let span = points.byte_span(at("start"), at("end"));
            Some(Evidence { report: id, span })
        })
        .collect();
    let text = text_of(&item["text"]);
    let start = std::time::Instant::now();
    let check = checker.check_text(&text, &evidence, &shelf, &Setting::default());
    let took = start.elapsed();
    let points = CodePoints::new(&text);
    let findings: Vec<Value> = check
        .findings
        .iter()
        .map(|f| {
            let (start, end) = points.span(f.span);
            json!({"class": f.class.as_str(), "start": start, "end": end, "hard": f.hard, "reason": f.reason})
        })
        .collect();
    (json!({"id": item["id"], "score": check.score, "findings": findings}), took)
}
