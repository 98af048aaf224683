//! The look at every table that [`crate::Store::verify`] takes. Nothing stops it: what cannot be
//! read is a problem to tell, not an error to give up at.

use super::columns::all;
use super::published::{COLUMNS, digest, row};
use super::reports::kept;
use crate::Verification;
use crate::folder::{Folder, hex, sha256};
use crate::rows::{Row, StoryRow};
use rusqlite::Connection;

pub(crate) fn verify(db: &Connection, folder: &Folder) -> Verification {
    let mut found = Verification::default();
    structure(db, &mut found);
    reports(db, &mut found);
    blobs(db, folder, &mut found);
    versions(db, &mut found);
    published(db, &mut found);
    log(db, &mut found);
    chains(db, &mut found);
    found
}

/// Calls `each` for every row; a row that cannot be read, and a table that breaks off, are told.
fn walk(
    db: &Connection,
    found: &mut Verification,
    place: &str,
    sql: &str,
    mut each: impl FnMut(&rusqlite::Row<'_>, &mut Verification) -> crate::Result<()>,
) {
    let mut walked = || -> crate::Result<()> {
        let mut statement = db.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Err(e) = each(row, found) {
                found.problem(place, format!("a row cannot be read: {e}"));
            }
        }
        Ok(())
    };
    if let Err(e) = walked() {
        found.problem(place, format!("cannot be read to its end: {e}"));
    }
}

fn structure(db: &Connection, found: &mut Verification) {
    walk(db, found, "database", "PRAGMA integrity_check(100)", |r, found| {
        let said: String = r.get(0)?;
        if said != "ok" {
            found.problem("database", said);
        }
        Ok(())
    });
    walk(db, found, "database", "PRAGMA foreign_key_check", |r, found| {
        let (table, other): (String, String) = (r.get(0)?, r.get(2)?);
        found.problem("database", format!("a row of {table} points at nothing in {other}"));
        Ok(())
    });
}

fn reports(db: &Connection, found: &mut Verification) {
    let sql = "SELECT r.seq, r.id, r.received_at, r.feed, r.source, r.url, r.url_key, r.version, \
               r.title, r.byline, r.published, r.language, r.images, r.text, r.raw IS NOT NULL \
               FROM reports r ORDER BY r.seq";
    walk(db, found, "reports", sql, |r, found| {
        let kept = kept(r)?;
        found.reports += 1;
        if kept.seq != found.reports {
            let what = format!("number {} is missing before it", found.reports);
            found.problem(format!("report {}", kept.report.id), what);
            found.reports = kept.seq;
        }
        if kept.report.content_id() != kept.report.id {
            let what = "its content has another hash than when it was received";
            found.problem(format!("report {}", kept.report.id), what);
        }
        Ok(())
    });
}

fn blobs(db: &Connection, folder: &Folder, found: &mut Verification) {
    walk(db, found, "blobs", "SELECT sha256, size, bytes FROM blobs", |r, found| {
        let (name, size): (String, u64) = (r.get(0)?, r.get(1)?);
        let path = folder.blob(&name);
        let bytes = match r.get::<_, Option<Vec<u8>>>(2)? {
            Some(bytes) => Ok(bytes),
            None => std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display())),
        };
        found.blobs += 1;
        match bytes {
            Err(why) => found.problem(format!("blob {name}"), why),
            Ok(bytes) if bytes.len() as u64 != size || hex(&sha256(&bytes)) != name => {
                found.problem(format!("blob {name}"), "its bytes have another hash than its name");
            }
            Ok(_) => {}
        }
        Ok(())
    });
}

fn versions(db: &Connection, found: &mut Verification) {
    let sql = "SELECT story, version, digest, document FROM story_versions ORDER BY story, version";
    walk(db, found, "story versions", sql, |r, found| {
        let (story, version): (u64, u32) = (r.get(0)?, r.get(1)?);
        let (digest, document): ([u8; 32], String) = (r.get(2)?, r.get(3)?);
        let place = format!("story {story} version {version}");
        found.versions += 1;
        if sha256(document.as_bytes()) != digest {
            found.problem(&place, "its words have another hash than when it was saved");
        }
        let row: Result<StoryRow, String> =
            serde_json::from_str(&document).map_err(|e| e.to_string());
        if let Err(why) = row.and_then(Row::model) {
            found.problem(&place, format!("it cannot be read back: {why}"));
        }
        Ok(())
    });
}

fn published(db: &Connection, found: &mut Verification) {
    let sql = format!(
        "SELECT {COLUMNS}, p.digest, s.live FROM published p JOIN stories s ON s.id = p.story"
    );
    walk(db, found, "published stories", &sql, |r, found| {
        let story = row(r)?;
        let (kept, live): ([u8; 16], Option<u32>) = (r.get("digest")?, r.get("live")?);
        let place = format!("published story {}", story.id);
        found.published += 1;
        if digest(&story.story) != kept {
            found.problem(&place, "its content has another hash than when it was published");
        }
        let stands = story.removed.is_none().then_some(story.version);
        if live != stands {
            found
                .problem(&place, format!("readers see version {stands:?}, the desk says {live:?}"));
        }
        Ok(())
    });
}

fn log(db: &Connection, found: &mut Verification) {
    let sql = "SELECT seq, at, kind, story, version, note, by FROM publications ORDER BY seq";
    walk(db, found, "publication log", sql, |r, found| {
        let entry = super::log::publication(r)?;
        found.publications += 1;
        if entry.seq != found.publications {
            let what = format!("number {} is missing before it", found.publications);
            found.problem(format!("publication {}", entry.seq), what);
            found.publications = entry.seq;
        }
        Ok(())
    });
    let sql = "SELECT p.seq FROM publications p JOIN stories s ON s.id = p.story \
               WHERE s.origin = 'own' AND NOT EXISTS (SELECT 1 FROM story_versions v \
               WHERE v.story = p.story AND v.version = p.version)";
    walk(db, found, "publication log", sql, |r, found| {
        let seq: u64 = r.get(0)?;
        found.problem(format!("publication {seq}"), "the version it published is gone");
        Ok(())
    });
}

fn chains(db: &Connection, found: &mut Verification) {
    let chains = [
        (
            "story",
            "SELECT s.id, count(v.version), s.head FROM stories s LEFT JOIN story_versions v \
             ON v.story = s.id WHERE s.origin = 'own' GROUP BY s.id \
             HAVING count(v.version) <> s.head OR max(v.version) IS NOT s.head",
        ),
        (
            "page",
            "SELECT url_key, count(*), max(version) FROM reports WHERE url_key IS NOT NULL \
             GROUP BY url_key HAVING count(*) <> max(version)",
        ),
    ];
    for (kind, sql) in chains {
        let broken = all(db, sql, [], |r| {
            let name: rusqlite::types::Value = r.get(0)?;
            let (has, head): (u64, u64) = (r.get(1)?, r.get(2)?);
            Ok((format!("{kind} {name:?}"), format!("{has} versions are there of {head}")))
        });
        match broken {
            Ok(broken) => broken.into_iter().for_each(|(place, what)| found.problem(place, what)),
            Err(e) => found.problem(kind, format!("its versions cannot be counted: {e}")),
        }
    }
}
