//! The first stage: bytes to reports in the store. What cannot be read goes to quarantine with its
//! reason; everything else is acknowledged only after the commit.

use crate::{Error, limits};
use jiff::Timestamp;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use wiredesk_extract::{Extracted, Hints};
use wiredesk_model::{Published, Report};
use wiredesk_store::{Incoming, Raw, Received, Refused, SourceId, Store};
use wiredesk_wire::{lines::Lines, report::ReportLine};

/// Something that came in, not yet looked at.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// File name or address; told when it is refused.
    pub name: String,
    /// The bytes as they came.
    pub bytes: Vec<u8>,
    /// What is known about it from outside.
    pub hints: Hints,
    /// The feed it came from.
    pub feed: Option<SourceId>,
}

/// What became of items.
#[derive(Debug, Default)]
pub struct Taken {
    /// Reports that are now in the store, each with the name of its item.
    pub received: Vec<(String, Received)>,
    /// Items set aside, with their reasons.
    pub refused: Vec<(String, String)>,
}

impl Taken {
    fn join(&mut self, other: Taken) {
        self.received.extend(other.received);
        self.refused.extend(other.refused);
    }
}

/// Takes items in: reads them on all cores, keeps the reports in one commit, sets the rest aside.
///
/// # Errors
/// When the store cannot write; then nothing of this call is acknowledged.
pub fn take(store: &Store, items: Vec<Item>, now: Timestamp) -> Result<Taken, Error> {
    let read: Vec<Parsed> = items.into_par_iter().map(reports_of).collect();
    let mut named = Vec::new();
    let mut taken = Taken::default();
    for Parsed { name, incoming, refused } in read {
        named.extend(incoming.into_iter().map(|i| (name.clone(), i)));
        refused.into_iter().try_for_each(|r| set_aside(store, r, &mut taken, now))?;
    }
    // What came in together is kept in the order of its time: storylines grow forwards.
    named.sort_by_cached_key(|(_, i)| i.report.published.as_ref().map(Published::order_key));
    let (names, incoming): (Vec<_>, Vec<_>) = named.into_iter().unzip();
    let received = store.receive(incoming, now)?;
    taken.received = names.into_iter().zip(received).collect();
    Ok(taken)
}

fn set_aside(
    store: &Store,
    refused: Refused,
    taken: &mut Taken,
    now: Timestamp,
) -> Result<(), Error> {
    taken.refused.push((refused.name.clone(), refused.reason.clone()));
    Ok(store.quarantine(refused, now)?)
}

/// What one item held.
struct Parsed {
    name: String,
    incoming: Vec<Incoming>,
    refused: Vec<Refused>,
}

fn reports_of(item: Item) -> Parsed {
    let Item { name, bytes, hints, feed } = item;
    let mut refused_items = Vec::new();
    let incoming = match wiredesk_extract::reports(&bytes, Some(&name), &hints) {
        Ok(found) => {
            let raw = Raw { media_type: media_type(&hints, &name), bytes };
            // A feed's bytes would be kept once per item; its items carry their own text.
            let raw = (found.len() == 1).then_some(raw);
            found.into_iter().map(|f| incoming(f, raw.clone(), feed)).collect()
        }
        Err(wiredesk_extract::Error::OtherFormat(_)) => {
            let (reports, bad) = json_lines(&name, &bytes, feed);
            refused_items = bad;
            reports
        }
        Err(error) => {
            let size = bytes.len() as u64;
            refused_items.push(refused(&name, error.to_string(), &bytes, size, feed));
            Vec::new()
        }
    };
    Parsed { name, incoming, refused: refused_items }
}

/// Reports of a whole file of JSON lines, and its bad lines.
fn json_lines(name: &str, bytes: &[u8], feed: Option<SourceId>) -> (Vec<Incoming>, Vec<Refused>) {
    let unpacked = wiredesk_extract::unpacked(bytes).unwrap_or_default();
    let mut reports = Vec::new();
    let mut bad = Vec::new();
    for (number, line) in Lines::new(&*unpacked) {
        match line.and_then(|l| ReportLine::parse(&l)) {
            Ok(line) if line.text.trim().is_empty() => {
                bad.push(refused(&line_name(name, number), NO_TEXT.into(), &[], 0, feed));
            }
            Ok(line) => reports.push(of_line(line)),
            Err(error) => {
                bad.push(refused(&line_name(name, number), error.to_string(), &[], 0, feed));
            }
        }
    }
    (reports, bad)
}

const NO_TEXT: &str = "the report has no text";

fn line_name(name: &str, number: usize) -> String {
    format!("{name} line {number}")
}

fn of_line(line: ReportLine) -> Incoming {
    let report = line.into_report();
    let url_key = report.url.as_deref().map(wiredesk_extract::address::key);
    Incoming { url_key, ..Incoming::new(report) }
}

fn incoming(found: Extracted, raw: Option<Raw>, feed: Option<SourceId>) -> Incoming {
    let report = found.into_report();
    let url_key = report.url.as_deref().map(wiredesk_extract::address::key);
    Incoming { report, raw, url_key, feed }
}

fn refused(
    name: &str,
    reason: String,
    head: &[u8],
    size: u64,
    source: Option<SourceId>,
) -> Refused {
    let head = head[..head.len().min(wiredesk_store::HEAD_KEPT)].to_vec();
    Refused { name: name.into(), reason, head, size, source }
}

fn media_type(hints: &Hints, name: &str) -> String {
    let told = hints.content_type.as_deref().and_then(|t| t.split(';').next());
    let by_name = match Path::new(name).extension().and_then(|e| e.to_str()) {
        Some("html" | "htm") => "text/html",
        Some("md") => "text/markdown",
        Some("txt") => "text/plain",
        Some("gz") => "application/gzip",
        _ => "application/octet-stream",
    };
    told.unwrap_or(by_name).trim().to_owned()
}

/// Takes in files and folders, batch by batch. `each` is called after every commit with what it
/// brought: what it is told of is durable.
///
/// # Errors
/// When a named path is not there, the store cannot write, or `each` fails.
pub fn take_paths(
    store: &Store,
    paths: &[PathBuf],
    now: impl Fn() -> Timestamp,
    mut each: impl FnMut(&Taken) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut batch = Batch::default();
    for named in paths {
        let files = files_under(named)?;
        for file in files {
            let taken = match is_json_lines(&file) {
                true => take_json_lines(store, &file, &now, &mut each)?,
                false => batch.put(store, &file, now())?,
            };
            each(&taken)?;
            if batch.is_full() {
                each(&batch.flush(store, now())?)?;
            }
        }
    }
    each(&batch.flush(store, now())?)
}

/// Files read and not yet kept.
#[derive(Default)]
struct Batch {
    items: Vec<Item>,
    bytes: usize,
}

impl Batch {
    fn put(&mut self, store: &Store, file: &Path, now: Timestamp) -> Result<Taken, Error> {
        let mut taken = Taken::default();
        match read_file(file) {
            Ok(item) => {
                self.bytes += item.bytes.len();
                self.items.push(item);
            }
            Err(refused) => set_aside(store, *refused, &mut taken, now)?,
        }
        Ok(taken)
    }

    fn is_full(&self) -> bool {
        self.items.len() >= limits::BATCH_REPORTS || self.bytes >= limits::BATCH_BYTES
    }

    fn flush(&mut self, store: &Store, now: Timestamp) -> Result<Taken, Error> {
        let Batch { items, .. } = std::mem::take(self);
        if items.is_empty() { Ok(Taken::default()) } else { take(store, items, now) }
    }
}

/// The file's bytes; a file over the bound is refused by its size, unread.
fn read_file(file: &Path) -> Result<Item, Box<Refused>> {
    let name = file.display().to_string();
    let fail = |reason: String, size| Box::new(refused(&name, reason, &[], size, None));
    let opened = File::open(file).map_err(|e| fail(format!("cannot be opened: {e}"), 0))?;
    let size = opened.metadata().map(|m| m.len()).unwrap_or(0);
    let most = wiredesk_extract::limits::BYTES_MAX as u64;
    let mut bytes = Vec::new();
    let read = opened.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|e| fail(format!("cannot be read: {e}"), size))?;
    if bytes.len() as u64 > most {
        let error = wiredesk_extract::Error::TooLarge { bytes: size as usize };
        return Err(Box::new(refused(&name, error.to_string(), &bytes, size, None)));
    }
    Ok(Item { name, bytes, ..Item::default() })
}

fn is_json_lines(file: &Path) -> bool {
    matches!(file.extension().and_then(|e| e.to_str()), Some("jsonl" | "ndjson"))
}

/// Takes a file of reports as JSON lines, of any length. Gives what the last, partial batch brought.
fn take_json_lines(
    store: &Store,
    file: &Path,
    now: &impl Fn() -> Timestamp,
    each: &mut impl FnMut(&Taken) -> Result<(), Error>,
) -> Result<Taken, Error> {
    let name = file.display().to_string();
    let opened = File::open(file).map_err(|source| Error::Path { path: name.clone(), source })?;
    let mut taken = Taken::default();
    let mut batch = Vec::new();
    let mut bytes = 0;
    for (number, line) in Lines::new(BufReader::with_capacity(1 << 20, opened)) {
        match line.and_then(|l| ReportLine::parse(&l)) {
            Ok(line) if line.text.trim().is_empty() => {
                let refused = refused(&line_name(&name, number), NO_TEXT.into(), &[], 0, None);
                set_aside(store, refused, &mut taken, now())?;
            }
            Ok(line) => {
                bytes += line.text.len();
                batch.push(of_line(line));
            }
            Err(error) => {
                let refused = refused(&line_name(&name, number), error.to_string(), &[], 0, None);
                set_aside(store, refused, &mut taken, now())?;
            }
        }
        if batch.len() >= limits::BATCH_REPORTS || bytes >= limits::BATCH_BYTES {
            bytes = 0;
            each(&keep(store, &name, std::mem::take(&mut batch), now())?)?;
        }
    }
    taken.join(keep(store, &name, batch, now())?);
    Ok(taken)
}

fn keep(store: &Store, name: &str, batch: Vec<Incoming>, now: Timestamp) -> Result<Taken, Error> {
    let received = store.receive(batch, now)?;
    let received = received.into_iter().map(|r| (name.to_owned(), r)).collect();
    Ok(Taken { received, refused: Vec::new() })
}

/// The file, or all files under the folder in the order of their names. Hidden ones and links to
/// folders are left out.
fn files_under(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let fail = |path: &Path, source| Error::Path { path: path.display().to_string(), source };
    let about = std::fs::metadata(path).map_err(|e| fail(path, e))?;
    if !about.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    let mut folders = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|e| fail(&folder, e))? {
            let entry = entry.map_err(|e| fail(&folder, e))?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let kind = entry.file_type().map_err(|e| fail(&entry.path(), e))?;
            if kind.is_dir() && depth < limits::FOLDER_DEPTH_MAX {
                folders.push((entry.path(), depth + 1));
            } else if kind.is_file()
                && !goes_with_a_page(&entry.path())
                && files.len() < limits::FOLDER_FILES_MAX
            {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Pictures, styles and scripts that lie beside saved pages, and a folder's own README; named by
/// hand they are taken in (and refused with a reason where they are no reports).
fn goes_with_a_page(file: &Path) -> bool {
    if file.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme")) {
        return true;
    }
    const ENDINGS: [&str; 12] =
        ["svg", "png", "jpg", "jpeg", "gif", "webp", "ico", "css", "js", "woff", "woff2", "map"];
    let ending = file.extension().and_then(|e| e.to_str()).unwrap_or_default();
    ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
}

/// Reports, and names of what could not be read with the reasons.
pub type Loaded = (Vec<Report>, Vec<(String, String)>);

/// Reads files and folders without keeping anything, for commands that work on them alone. Gives
/// the reports, in time order, and what could not be read with its reason.
///
/// # Errors
/// When a named path is not there.
pub fn load(paths: &[PathBuf]) -> Result<Loaded, Error> {
    let mut reports = Vec::new();
    let mut refused = Vec::new();
    for named in paths {
        for file in files_under(named)? {
            match read_file(&file).map(reports_of) {
                Ok(parsed) => {
                    reports.extend(parsed.incoming.into_iter().map(|i| i.report));
                    refused.extend(parsed.refused.into_iter().map(|r| (r.name, r.reason)));
                }
                Err(r) => refused.push((r.name, r.reason)),
            }
        }
    }
    reports.sort_by_cached_key(|r| r.published.as_ref().map(Published::order_key));
    Ok((reports, refused))
}
