//! `wiredesk extract`: pages in, clean text out.

use crate::filter::Input;
use anyhow::{Context, Result, bail};
use clap::Args;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::io::{BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;
use wiredesk_extract::{Extracted, Hints};

/// What to clean.
#[derive(Debug, Args)]
#[command(
    after_help = "A folder's or a file's pages are named after their file (page.html.gz is \"page\"). Standard input may\nbe one page, or JSON lines {\"id\",\"html\",\"url\"?}.\n\nExamples:\n  wiredesk extract page.html\n  wiredesk extract pages/ > text.jsonl"
)]
pub struct Extract {
    /// HTML files (also .gz) or folders of them; standard input when none is named
    paths: Vec<PathBuf>,
    /// Add "cpu" (seconds) and "bytes" to each line
    #[arg(long)]
    timing: bool,
    /// Stop at the first page that cannot be read
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Deserialize)]
struct PageLine {
    id: serde_json::Value,
    html: String,
    #[serde(default)]
    url: Option<String>,
}

#[derive(Debug, Serialize)]
struct ExtractedLine {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    byline: Vec<String>,
    /// The by-line as one string, as scorers want it.
    #[serde(skip_serializing_if = "String::is_empty")]
    author: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    /// The day of `published`.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<usize>,
}

impl Extract {
    /// Runs the filter.
    ///
    /// # Errors
    /// When a named path is not there or the output cannot be written.
    pub fn run(self) -> Result<u8> {
        if !self.paths.is_empty() {
            return self.files();
        }
        if std::io::stdin().is_terminal() {
            bail!("name pages or folders, or give a page on standard input (see --help)");
        }
        let mut first = Vec::new();
        let most = wiredesk_extract::limits::BYTES_MAX as u64;
        let mut input = std::io::stdin().lock();
        input.by_ref().take(64).read_to_end(&mut first)?;
        if first.trim_ascii_start().first() == Some(&b'{') {
            let rest = std::io::BufReader::new(std::io::Cursor::new(first).chain(input));
            let lines = Input { files: Vec::new(), strict: self.strict };
            let tally = lines.run_on("pages cleaned", rest, |line| {
                let page: PageLine = serde_json::from_str(line)?;
                let id = page.id.as_str().map_or_else(|| page.id.to_string(), String::from);
                let hints = Hints { url: page.url, ..Hints::default() };
                self.line(id, page.html.as_bytes(), &hints)
            })?;
            return Ok(tally.status());
        }
        input.take(most + 1).read_to_end(&mut first)?;
        say!("{}", self.line("page".into(), &first, &Hints::default())?)?;
        Ok(0)
    }

    fn files(&self) -> Result<u8> {
        let mut files = Vec::new();
        for path in &self.paths {
            files.extend(pages_under(path)?);
        }
        let mut out = BufWriter::new(std::io::stdout().lock());
        let bar = crate::terminal::progress(files.len() as u64, "pages cleaned");
        let mut status = 0;
        for batch in files.chunks(64) {
            let done: Vec<Result<String>> = batch.par_iter().map(|f| self.file(f)).collect();
            for (file, result) in batch.iter().zip(done) {
                match result {
                    Ok(line) => writeln!(out, "{line}")?,
                    Err(error) if self.strict => return Err(error),
                    Err(error) => {
                        note!(
                            "wiredesk: {} passed over: {}",
                            file.display(),
                            crate::terminal::told(&error)
                        );
                        status = crate::filter::SKIPPED;
                    }
                }
            }
            bar.inc(batch.len() as u64);
        }
        out.flush()?;
        bar.finish_and_clear();
        Ok(status)
    }

    fn file(&self, file: &Path) -> Result<String> {
        let opened = std::fs::File::open(file).context("cannot be opened")?;
        let mut bytes = Vec::new();
        opened.take(wiredesk_extract::limits::BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let id = [".gz", ".html", ".htm"]
            .iter()
            .fold(name.as_str(), |n, end| n.strip_suffix(end).unwrap_or(n));
        self.line(id.to_owned(), &bytes, &Hints::default())
    }

    fn line(&self, id: String, bytes: &[u8], hints: &Hints) -> Result<String> {
        let bytes = wiredesk_extract::unpacked(bytes)?;
        let start = Instant::now();
        let page = wiredesk_extract::page(&bytes, hints)?;
        let cpu = self.timing.then(|| start.elapsed().as_secs_f64());
        let bytes = self.timing.then_some(bytes.len());
        let Extracted { title, byline, published, site, language, text, url, .. } = page;
        let date = published.as_ref().map(|p| p.date().to_string());
        let published = published.map(|p| p.to_string());
        let author = byline.join("; ");
        let line = ExtractedLine {
            id,
            url,
            title,
            byline,
            author,
            published,
            date,
            site,
            language,
            text,
            cpu,
            bytes,
        };
        Ok(serde_json::to_string(&line)?)
    }
}

/// The page, or the pages right in the folder, by name.
fn pages_under(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries =
        std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry?.path();
        let name = file.to_string_lossy().to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        if name.ends_with(".html") || name.ends_with(".htm") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}
