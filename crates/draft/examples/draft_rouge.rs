//! `draft_rouge WORDS < clusters.jsonl > drafts.jsonl`: drafts from `{"id","docs":[{"title","text"}]}`
//! to `{"id","summary","headline"}`, the form of `score_rouge.py`. Without WORDS: whole stories in
//! the form that `mutate.py --stories` takes, and for people on standard error.

use serde_json::{Value, json};
use std::io::BufRead;
use wiredesk_draft::{DraftInput, Settings, Shelf, draft};
use wiredesk_model::{CodePoints, Published, Read, Reading, Report, ReportId, Want};
use wiredesk_read::Reader;

fn main() -> std::io::Result<()> {
    let max = std::env::args().nth(1).and_then(|a| a.parse().ok());
    let settings = Settings { max_words: max, ..Settings::default() };
    let reader = Reader::shipped();
    for line in std::io::stdin().lock().lines() {
        let item: Value = serde_json::from_str(&line?)?;
        let reports: Vec<Report> =
            item["docs"].as_array().into_iter().flatten().enumerate().map(report).collect();
        let readings: Vec<Reading> = reports.iter().map(|r| reader.read(r, Want::ALL)).collect();
        let shelf = Shelf::new(reports.iter().zip(&readings));
        let start = std::time::Instant::now();
        let drafted = draft(DraftInput::new(&shelf), &settings);
        eprintln!("{} reports drafted in {:?}", reports.len(), start.elapsed());
        let (summary, headline) = match drafted {
            Ok(story) => {
                let body = story.sentences().skip(1).map(|s| s.text()).collect::<Vec<_>>();
                if max.is_none() {
                    show(&story);
                    println!("{}", as_base(&item, &story));
                    continue;
                }
                (body.join(" "), story.headline.text().to_owned())
            }
            Err(e) => (String::new(), e.to_string()),
        };
        println!("{}", json!({"id": item["id"], "summary": summary, "headline": headline}));
    }
    Ok(())
}

fn report((n, doc): (usize, &Value)) -> Report {
    let text_of = |key: &str| doc[key].as_str().map(str::to_owned);
    let id = text_of("id").unwrap_or_else(|| n.to_string());
    let mut report = Report::new(ReportId::new(id), text_of("text").unwrap_or_default());
    report.title = text_of("title");
    report.source = text_of("source");
    report.published = text_of("published").and_then(|p| Published::parse(&p));
    report
}

/// The form that `mutate.py --stories` takes.
fn as_base(item: &Value, story: &wiredesk_model::Story) -> Value {
    let text_of = |id: &ReportId| {
        let docs = item["docs"].as_array().into_iter().flatten();
        let mut own = docs.filter(|d| d["id"].as_str() == Some(id.as_str()));
        own.next().and_then(|d| d["text"].as_str()).unwrap_or_default()
    };
    let sentences: Vec<Value> = story
        .sentences()
        .map(|s| {
            let bound = s.evidence().iter().map(|e| {
                let (start, end) = CodePoints::new(text_of(&e.report)).span(e.span);
                json!({"doc": e.report.as_str(), "start": start, "end": end})
            });
            json!({"text": s.text(), "evidence": bound.collect::<Vec<_>>()})
        })
        .collect();
    json!({"id": item["id"], "docs": item["docs"], "sentences": sentences})
}

fn show(story: &wiredesk_model::Story) {
    eprintln!("\n# {}", story.headline.text());
    for sentence in &story.lede {
        eprintln!("{}", sentence.text());
    }
    for section in &story.sections {
        eprintln!("## {}", section.kind.heading());
        for sentence in &section.sentences {
            let verdict = sentence.check.as_ref().map_or("?", |c| c.verdict.as_str());
            eprintln!("- {} [{verdict}]", sentence.text());
        }
    }
}
