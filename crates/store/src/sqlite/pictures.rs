//! Tables `pictures`, `picture_sizes`; the files are in `blobs`.

use super::audit::record;
use super::columns::{At, all, first, run};
use super::reports::BLOB_IN_DATABASE;
use crate::folder::{hex, sha256};
use crate::{
    AboutPicture, Audit, Error, KeptPicture, NewPicture, NewSize, PictureFile, Result, Store,
    picture_path,
};
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use wiredesk_model::{PictureSize, Rendition};

const COLUMNS: &str = "p.id, p.alt, p.credit, p.license, p.by, p.at, p.removed";

impl Store {
    /// Keeps a picture; its id. The same picture sent again is kept once, with the newer words; one
    /// that was taken down stands again.
    ///
    /// # Errors
    /// When it has no sizes, or cannot be saved.
    pub fn keep_picture(&self, picture: NewPicture, now: Timestamp) -> Result<String> {
        let named: Vec<(String, NewSize)> =
            picture.sizes.into_iter().map(|s| (hex(&sha256(&s.bytes)), s)).collect();
        let largest = named.last().ok_or_else(|| Error::Refused("a picture has sizes".into()))?;
        let id = largest.0[..24].to_owned();
        for (name, size) in named.iter().filter(|(_, s)| s.bytes.len() >= BLOB_IN_DATABASE) {
            self.inner.folder.keep_blob(name, &size.bytes)?;
        }
        let (about, by) = (picture.about, picture.by);
        self.write(move |db| {
            let sql = "INSERT INTO pictures (id, alt, credit, license, by, at) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET \
                       alt = ?2, credit = ?3, license = ?4, by = ?5, at = ?6, removed = NULL";
            let AboutPicture { alt, credit, license } = &about;
            run(db, sql, params![id, alt, credit, license, by, At(now)])?;
            for (name, size) in &named {
                put_size(db, &id, name, size)?;
            }
            let said = Some(format!("{id}: {credit}, {license}"));
            record(db, &Audit::new(&by, "picture").saying(said), now)?;
            Ok(id.clone())
        })
    }

    /// A picture.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn picture(&self, id: &str) -> Result<Option<KeptPicture>> {
        self.read(|db| {
            let sql = format!("SELECT {COLUMNS} FROM pictures p WHERE p.id = ?1");
            let found = first(db, &sql, [id], picture)?;
            found.map(|p| with_sizes(db, p)).transpose()
        })
    }

    /// The newest pictures that stand.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn pictures(&self, limit: usize) -> Result<Vec<KeptPicture>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {COLUMNS} FROM pictures p WHERE p.removed IS NULL \
                 ORDER BY p.at DESC, p.id LIMIT ?1"
            );
            all(db, &sql, [limit], picture)?.into_iter().map(|p| with_sizes(db, p)).collect()
        })
    }

    /// The file of one size; `None` when there is none, or it is taken down.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn picture_file(&self, id: &str, size: PictureSize) -> Result<Option<PictureFile>> {
        let sql = "SELECT s.extension, b.sha256, b.bytes FROM picture_sizes s \
                   JOIN blobs b ON b.sha256 = s.blob WHERE s.picture = ?1 AND s.size = ?2";
        let found = self.read(|db| {
            first(db, sql, params![id, size.as_str()], |r| {
                Ok((r.get(0)?, r.get::<_, String>(1)?, r.get::<_, Option<Vec<u8>>>(2)?))
            })
        })?;
        let Some((extension, name, bytes)) = found else { return Ok(None) };
        let bytes = match bytes {
            Some(bytes) => bytes,
            None => {
                let path = self.inner.folder.blob(&name);
                std::fs::read(&path).map_err(Error::file(&path))?
            }
        };
        Ok(Some(PictureFile { extension, bytes }))
    }

    /// Takes a picture down for good: its files are deleted.
    ///
    /// # Errors
    /// [`Error::Refused`] while a story that stands shows it, so that no page has a hole;
    /// [`Error::NotFound`].
    pub fn remove_picture(&self, id: &str, by: &str, why: &str, now: Timestamp) -> Result<()> {
        let (id, by, why) = (id.to_owned(), by.to_owned(), why.to_owned());
        let folder = self.inner.folder.clone();
        let loose = self.write(move |db| {
            let sql = "SELECT story FROM published WHERE removed IS NULL AND instr(images, ?1) > 0";
            let shown = first(db, sql, [format!("/picture/{id}/")], |r| Ok(r.get::<_, u64>(0)?))?;
            if let Some(story) = shown {
                let words = format!("story {story} shows this picture; give it another one first");
                return Err(Error::Refused(words));
            }
            let sql = "UPDATE pictures SET removed = ?2 WHERE id = ?1 AND removed IS NULL";
            if run(db, sql, params![id, At(now)])? == 0 {
                return Err(Error::not_found(format_args!("picture {id}")));
            }
            let sql = "SELECT blob FROM picture_sizes WHERE picture = ?1";
            let blobs: Vec<String> = all(db, sql, [&id], |r| Ok(r.get(0)?))?;
            run(db, "DELETE FROM picture_sizes WHERE picture = ?1", [&id])?;
            let mut loose = Vec::new();
            for blob in blobs {
                let sql = "DELETE FROM blobs WHERE sha256 = ?1 AND NOT EXISTS \
                           (SELECT 1 FROM picture_sizes WHERE blob = ?1) AND NOT EXISTS \
                           (SELECT 1 FROM reports WHERE raw = ?1)";
                if run(db, sql, [&blob])? > 0 {
                    loose.push(blob);
                }
            }
            let said = Some(format!("{id}: {why}"));
            record(db, &Audit::new(&by, "remove-picture").saying(said), now)?;
            Ok(loose)
        })?;
        for blob in loose {
            let path = folder.blob(&blob);
            match std::fs::remove_file(&path) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::file(&path)(e));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn put_size(db: &Connection, id: &str, name: &str, size: &NewSize) -> Result<()> {
    let inside = Some(&size.bytes).filter(|b| b.len() < BLOB_IN_DATABASE);
    let sql = "INSERT INTO blobs (sha256, size, bytes) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    run(db, sql, params![name, size.bytes.len(), inside])?;
    let sql = "INSERT OR REPLACE INTO picture_sizes (picture, size, width, height, extension, blob) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let NewSize { size, width, height, extension, .. } = size;
    run(db, sql, params![id, size.as_str(), width, height, extension, name])?;
    Ok(())
}

fn picture(row: &Row<'_>) -> Result<KeptPicture> {
    Ok(KeptPicture {
        id: row.get(0)?,
        about: AboutPicture { alt: row.get(1)?, credit: row.get(2)?, license: row.get(3)? },
        by: row.get(4)?,
        at: row.get::<_, At>(5)?.0,
        removed: row.get::<_, Option<At>>(6)?.map(|at| at.0),
        sizes: Vec::new(),
    })
}

fn with_sizes(db: &Connection, mut picture: KeptPicture) -> Result<KeptPicture> {
    let sql = "SELECT size, width, height, extension FROM picture_sizes WHERE picture = ?1";
    let rows = all(db, sql, [&picture.id], |r| {
        Ok((r.get::<_, String>(0)?, r.get(1)?, r.get(2)?, r.get::<_, String>(3)?))
    })?;
    for (size, width, height, extension) in rows {
        let size = PictureSize::parse(&size)
            .ok_or_else(|| Error::Damaged(format!("picture {}: size {size}", picture.id)))?;
        let url = picture_path(&picture.id, size, &extension);
        picture.sizes.push(Rendition { size, url, width, height });
    }
    picture.sizes.sort_by_key(|s| s.size);
    Ok(picture)
}
