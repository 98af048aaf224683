//! A folder of `*.html` and `*.html.gz` to the prediction lines that page-cleaning scorers read,
//! with the processor time of each page:
//! `cargo run --release -p wiredesk-extract --example score -- DIR > pred.jsonl`

use std::io::{Read, Write};
use std::path::Path;
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: score DIR > pred.jsonl");
        std::process::exit(2);
    };
    let mut paths: Vec<_> =
        std::fs::read_dir(folder)?.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    let mut out = std::io::stdout().lock();
    for path in paths {
        let Some((id, bytes)) = page(&path)? else { continue };
        writeln!(out, "{}", line(&id, &bytes))?;
    }
    Ok(())
}

fn page(path: &Path) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let raw = || std::fs::read(path);
    if let Some(id) = name.strip_suffix(".html.gz") {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(raw()?.as_slice()).read_to_end(&mut bytes)?;
        return Ok(Some((id.to_owned(), bytes)));
    }
    let id = name.strip_suffix(".html");
    id.map(|id| Ok((id.to_owned(), raw()?))).transpose()
}

/// Best of three, so that a neighbour's burst does not count.
fn line(id: &str, bytes: &[u8]) -> serde_json::Value {
    let hints = wiredesk_extract::Hints::default();
    let mut best = f64::MAX;
    let mut result = Err(wiredesk_extract::Error::Empty);
    for _ in 0..3 {
        let start = Instant::now();
        result = wiredesk_extract::page(bytes, &hints);
        best = best.min(start.elapsed().as_secs_f64());
    }
    match result {
        Ok(page) => serde_json::json!({
            "id": id,
            "text": page.text,
            "title": page.title,
            "author": page.byline,
            "date": page.published.map(|p| p.date().to_string()),
            "site": page.site,
            "language": page.language,
            "url": page.url,
            "cpu": best,
            "bytes": bytes.len(),
        }),
        Err(error) => {
            serde_json::json!({"id": id, "error": error.to_string(), "cpu": best, "bytes": bytes.len()})
        }
    }
}
