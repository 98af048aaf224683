//! Tables `reports` and `blobs`.

use super::columns::{At, Json, all, document, first, json, model, run, whole_micros};
use crate::folder::{hex, sha256};
use crate::rows::ImageRow;
use crate::{Error, Incoming, Kept, Outcome, Raw, Received, ReportLine, Result, SourceId, Store};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use wiredesk_model::{Published, Report, ReportId};

/// Smaller raw bytes lie in the database, where they share the commit's one sync; larger ones are
/// files, so that the database stays small enough to check and to copy. A file costs syncs and a
/// rename of its own: 100 reports with 65 kB each took 87 ms inside and 1,370 ms as files
/// (`cargo bench -p wiredesk-store raw`), so nearly every page of the web goes inside.
pub(crate) const BLOB_IN_DATABASE: usize = 1 << 20;

const COLUMNS: &str = "r.seq, r.id, r.received_at, r.feed, r.source, r.url, r.url_key, r.version, \
    r.title, r.byline, r.published, r.language, r.images, r.text, r.raw IS NOT NULL";

pub(crate) const LINE: &str = "r.seq, r.id, r.at, r.received_at, r.source, r.title, r.url, a.storyline, \
    (SELECT id FROM reports WHERE seq = a.duplicate_of)";

impl Store {
    /// Keeps reports, all or none, in the order given; each is `Inserted` or `Known`. Give many at
    /// once: the price is one sync of the disk (and some for each raw of 1 MiB and more).
    ///
    /// # Errors
    /// [`Error::File`] when raw bytes cannot be written.
    pub fn receive(&self, incoming: Vec<Incoming>, now: Timestamp) -> Result<Vec<Received>> {
        let mut rows = Vec::with_capacity(incoming.len());
        for item in incoming {
            rows.push(ReportRow::of(item, now));
        }
        for blob in rows.iter().filter_map(|r| r.blob.as_ref()) {
            if blob.bytes.len() >= BLOB_IN_DATABASE {
                self.inner.folder.keep_blob(&blob.sha256, &blob.bytes)?;
            }
        }
        self.write(move |db| rows.iter().map(|row| row.insert(db)).collect())
    }

    /// The report of that id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn report(&self, id: &ReportId) -> Result<Option<Kept>> {
        self.read(|db| {
            let sql = format!("SELECT {COLUMNS} FROM reports r WHERE r.id = ?1");
            first(db, &sql, [id.as_str()], kept)
        })
    }

    /// The reports of those ids, in their order; unknown ids are left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reports<'a>(&self, ids: impl IntoIterator<Item = &'a ReportId>) -> Result<Vec<Kept>> {
        let sql = format!("SELECT {COLUMNS} FROM reports r WHERE r.id = ?1");
        self.read(|db| {
            let found = ids.into_iter().map(|id| first(db, &sql, [id.as_str()], kept));
            found.filter_map(Result::transpose).collect()
        })
    }

    /// Reports in order of arrival, after the one numbered `after` (0: from the first). The way to
    /// walk over all of them, for reading, indexing and rebuilding.
    ///
    /// ```
    /// # fn f(store: &wiredesk_store::Store) -> wiredesk_store::Result<()> {
    /// let mut after = 0;
    /// loop {
    ///     let page = store.reports_after(after, 500)?;
    ///     let Some(last) = page.last() else { break };
    ///     after = last.seq;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reports_after(&self, after: u64, limit: usize) -> Result<Vec<Kept>> {
        self.read(|db| {
            let sql =
                format!("SELECT {COLUMNS} FROM reports r WHERE r.seq > ?1 ORDER BY r.seq LIMIT ?2");
            all(db, &sql, params![after, limit], kept)
        })
    }

    /// Reports newest first, by time and then arrival, before `before` (`(at, seq)` of the last
    /// line of the page above; `None`: from the newest).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn latest_reports(
        &self,
        before: Option<(Timestamp, u64)>,
        limit: usize,
    ) -> Result<Vec<ReportLine>> {
        let (at, seq) = before.unwrap_or((Timestamp::MAX, i64::MAX as u64));
        self.read(|db| {
            let sql = format!(
                "SELECT {LINE} FROM reports r LEFT JOIN assignments a ON a.report = r.seq \
                 WHERE (r.at, r.seq) < (?1, ?2) ORDER BY r.at DESC, r.seq DESC LIMIT ?3"
            );
            all(db, &sql, params![At(at), seq, limit], line)
        })
    }

    /// All versions of a page, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn page_versions(&self, url_key: &str) -> Result<Vec<ReportLine>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {LINE} FROM reports r LEFT JOIN assignments a ON a.report = r.seq \
                 WHERE r.url_key = ?1 ORDER BY r.version"
            );
            all(db, &sql, [url_key], line)
        })
    }

    /// The raw bytes a report was made from, when they were kept.
    ///
    /// # Errors
    /// [`Error::File`] when the blob's file is gone or cannot be read.
    pub fn raw(&self, id: &ReportId) -> Result<Option<Raw>> {
        let sql = "SELECT b.sha256, b.bytes, coalesce(r.media_type, '') FROM reports r \
                   JOIN blobs b ON b.sha256 = r.raw WHERE r.id = ?1";
        let found = self.read(|db| {
            first(db, sql, [id.as_str()], |r| {
                Ok((r.get::<_, String>(0)?, r.get::<_, Option<Vec<u8>>>(1)?, r.get(2)?))
            })
        })?;
        let Some((sha256, bytes, media_type)) = found else { return Ok(None) };
        let bytes = match bytes {
            Some(bytes) => bytes,
            None => {
                let path = self.inner.folder.blob(&sha256);
                std::fs::read(&path).map_err(Error::file(&path))?
            }
        };
        Ok(Some(Raw { bytes, media_type }))
    }

    /// How many reports there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn report_count(&self) -> Result<u64> {
        // Reports are numbered without gaps and never deleted.
        self.read(|db| {
            Ok(db.query_row("SELECT coalesce(max(seq), 0) FROM reports", [], |r| r.get(0))?)
        })
    }
}

/// The number of a report, or [`Error::NotFound`].
pub(crate) fn seq_of(db: &Connection, id: &ReportId) -> Result<u64> {
    first(db, "SELECT seq FROM reports WHERE id = ?1", [id.as_str()], |r| Ok(r.get(0)?))?
        .ok_or_else(|| Error::not_found(format_args!("report {id}")))
}

/// All columns of a report, made on the caller's thread so that the writer only writes.
struct ReportRow {
    id: ReportId,
    report: Report,
    published: Option<String>,
    at: Timestamp,
    byline: String,
    images: String,
    url_key: Option<String>,
    feed: Option<u64>,
    received_at: Timestamp,
    blob: Option<Blob>,
}

struct Blob {
    sha256: String,
    bytes: Vec<u8>,
    media_type: String,
}

impl ReportRow {
    fn of(item: Incoming, now: Timestamp) -> Self {
        let Incoming { report, raw, url_key, feed } = item;
        let blob = raw.map(|raw| Blob {
            sha256: hex(&sha256(&raw.bytes)),
            bytes: raw.bytes,
            media_type: raw.media_type,
        });
        Self {
            id: report.content_id(),
            published: report.published.as_ref().map(ToString::to_string),
            at: report.published.as_ref().map_or(now, Published::order_key),
            byline: json(&report.byline),
            images: document::<Vec<ImageRow>>(&report.images),
            report,
            url_key,
            feed: feed.map(|f| f.0),
            received_at: whole_micros(now),
            blob,
        }
    }

    fn insert(&self, db: &Connection) -> Result<Received> {
        let sql = "SELECT seq, version FROM reports WHERE id = ?1";
        let known = first(db, sql, [self.id.as_str()], |r| Ok((r.get(0)?, r.get(1)?)))?;
        if let Some((seq, version)) = known {
            return Ok(Received { id: self.id.clone(), seq, outcome: Outcome::Known, version });
        }
        let raw = self.blob.as_ref();
        if let Some(blob) = raw {
            let inside = Some(&blob.bytes).filter(|b| b.len() < BLOB_IN_DATABASE);
            let sql = "INSERT INTO blobs (sha256, size, bytes) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            run(db, sql, params![blob.sha256, blob.bytes.len(), inside])?;
        }
        let version = match &self.url_key {
            None => 1,
            Some(key) => {
                let sql = "SELECT coalesce(max(version), 0) + 1 FROM reports WHERE url_key = ?1";
                first(db, sql, [key], |r| Ok(r.get(0)?))?.unwrap_or(1)
            }
        };
        let sql = "INSERT INTO reports (id, received_at, feed, source, url, url_key, version, title, \
                   byline, published, at, language, images, text, raw, media_type) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
        let report = &self.report;
        db.prepare_cached(sql)?.execute(params![
            self.id.as_str(),
            At(self.received_at),
            self.feed,
            report.source,
            report.url,
            self.url_key,
            version,
            report.title,
            self.byline,
            self.published,
            At(self.at),
            report.language,
            self.images,
            report.text,
            raw.map(|b| &b.sha256),
            raw.map(|b| &b.media_type),
        ])?;
        let seq = db.last_insert_rowid() as u64;
        Ok(Received { id: self.id.clone(), seq, outcome: Outcome::Inserted, version })
    }
}

pub(crate) fn kept(row: &rusqlite::Row<'_>) -> Result<Kept> {
    let id: String = row.get(1)?;
    let images: String = row.get(12)?;
    let published: Option<String> = row.get(10)?;
    let images = model::<Vec<ImageRow>>(&images, || format!("the images of report {id}"))?;
    Ok(Kept {
        seq: row.get(0)?,
        received_at: row.get::<_, At>(2)?.0,
        feed: row.get::<_, Option<u64>>(3)?.map(SourceId),
        url_key: row.get(6)?,
        version: row.get(7)?,
        has_raw: row.get(14)?,
        report: Report {
            id: ReportId::new(id),
            source: row.get(4)?,
            url: row.get(5)?,
            title: row.get(8)?,
            byline: row.get::<_, Json<Vec<String>>>(9)?.0,
            published: published.as_deref().and_then(Published::parse),
            language: row.get(11)?,
            images,
            text: row.get(13)?,
        },
    })
}

pub(crate) fn line(row: &rusqlite::Row<'_>) -> Result<ReportLine> {
    Ok(ReportLine {
        seq: row.get(0)?,
        id: ReportId::new(row.get::<_, String>(1)?),
        at: row.get::<_, At>(2)?.0,
        received_at: row.get::<_, At>(3)?.0,
        source: row.get(4)?,
        title: row.get(5)?,
        url: row.get(6)?,
        storyline: row.get::<_, Option<String>>(7)?.map(|s| s.as_str().into()),
        duplicate_of: row.get::<_, Option<String>>(8)?.map(|s| s.as_str().into()),
    })
}
