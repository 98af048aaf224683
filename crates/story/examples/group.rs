//! Groups JSONL reports on standard input (`id`, `text`, `title`?, `published`? or `ts`?) and prints
//! `{"id","cluster"}` for `cluster_score.py`; with `--copies` the groups of copies instead.

use std::io::{BufRead, Write};
use wiredesk_model::{Published, Report, ReportId};
use wiredesk_story::{Settings, group};

fn main() -> std::io::Result<()> {
    let mut reports = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let Ok(row) = serde_json::from_str::<serde_json::Value>(&line?) else { continue };
        let text = |key: &str| row.get(key).and_then(|v| v.as_str()).map(str::to_owned);
        let mut report = Report::new(
            ReportId::new(text("id").unwrap_or_default()),
            text("text").unwrap_or_default(),
        );
        report.title = text("title");
        report.published =
            text("published").or_else(|| text("ts")).and_then(|t| Published::parse(&t));
        reports.push(report);
    }
    let mut settings = Settings::default();
    let number = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<f32>().ok());
    let t = &mut settings.threads;
    t.likeness_min = number("LIKE").unwrap_or(t.likeness_min);
    t.nearest_share = number("NEAR").unwrap_or(t.nearest_share);
    t.bridged_share = number("BRIDGE").unwrap_or(t.bridged_share);
    t.fading = number("FADE").unwrap_or(t.fading);
    let c = &mut settings.copies;
    c.overlap_min = number("OVER").unwrap_or(c.overlap_min);
    c.containment_min = number("CONT").unwrap_or(c.containment_min);
    let pile: Vec<_> = reports.iter().map(|r| (r, None)).collect();
    let copies = std::env::args().any(|a| a == "--copies");
    let verbose = std::env::args().any(|a| a == "--why");
    let mut out = std::io::stdout().lock();
    for a in group(&pile, settings) {
        let original = a.duplicate_of.as_ref().unwrap_or(&a.report).to_string();
        let cluster = if copies { original } else { a.storyline.to_string() };
        let mut row = serde_json::json!({"id": a.report.to_string(), "cluster": cluster});
        if verbose {
            row["why"] = a.reason.into();
            row["duplicate_of"] = a.duplicate_of.map(|d| d.to_string()).into();
        }
        writeln!(out, "{row}")?;
    }
    Ok(())
}
