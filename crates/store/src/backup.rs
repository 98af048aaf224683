//! Copies of a data folder that can be trusted: every file is in a manifest with its hash.

use crate::folder::{Folder, hex, sync_folder, write_durably};
use crate::sqlite::{self, Use, columns::all};
use crate::{Error, Result, Store};
use jiff::Timestamp;
use rusqlite::params;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Component, Path, PathBuf};

const MANIFEST: &str = "manifest.json";
const DATABASE: &str = "wiredesk.db";
const FORMAT: u32 = 1;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    format: u32,
    /// When it was made.
    #[serde(with = "as_text")]
    pub made: Timestamp,
    /// The database's schema number.
    pub schema: u32,
    /// How many reports.
    pub reports: u64,
    /// The newest entry of the publication log.
    pub head: u64,
    /// Bytes of all files.
    pub bytes: u64,
    files: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    path: String,
    size: u64,
    sha256: String,
}

impl Store {
    /// Copies everything into an empty folder, while others go on writing: the database as of one
    /// moment, the raw bytes it names, and a manifest with the hash of each file, written last.
    /// The search index is left out; it can be made again.
    ///
    /// # Errors
    /// [`Error::Refused`] when the folder is not empty, [`Error::Damaged`] when a raw file is not
    /// what it was (see [`Store::verify`]), [`Error::File`].
    pub fn backup(&self, to: impl AsRef<Path>, now: Timestamp) -> Result<Backup> {
        let to = Folder::at(to.as_ref());
        empty(to.root())?;
        fs::create_dir_all(to.blobs()).map_err(Error::file(to.blobs()))?;
        let db = sqlite::connect(&self.inner.folder.database(), Use::Read)?;
        db.pragma_update(None, "query_only", false)?;
        let target = to.database();
        let name = target.to_str().ok_or_else(|| {
            Error::Refused(format!("{} is not a name SQLite can write to", target.display()))
        })?;
        db.execute("VACUUM INTO ?1", params![name])?;
        drop(db);

        let mut backup = self.describe(&to, now)?;
        backup.files.push(entry(to.root(), &target)?);
        for sha256 in blob_files(&to)? {
            let copy = to.blob(&sha256);
            let copied = copy_file(&self.inner.folder.blob(&sha256), &copy)?;
            if copied != sha256 {
                return Err(Error::Damaged(format!(
                    "blob {sha256} has other bytes than its name says"
                )));
            }
            backup.files.push(entry(to.root(), &copy)?);
        }
        backup.bytes = backup.files.iter().map(|f| f.size).sum();
        File::open(&target).and_then(|f| f.sync_all()).map_err(Error::file(&target))?;
        sync_folder(&to.blobs())?;
        let manifest = serde_json::to_vec_pretty(&backup).unwrap_or_default();
        write_durably(&to.root().join(MANIFEST), &manifest)?;
        Ok(backup)
    }

    fn describe(&self, to: &Folder, now: Timestamp) -> Result<Backup> {
        let db = sqlite::connect(&to.database(), Use::Read)?;
        let number = |sql: &str| -> Result<u64> { Ok(db.query_row(sql, [], |r| r.get(0))?) };
        Ok(Backup {
            format: FORMAT,
            made: now,
            schema: sqlite::migrate::NEWEST,
            reports: number("SELECT count(*) FROM reports")?,
            head: sqlite::log::head_of(&db)?,
            bytes: 0,
            files: Vec::new(),
        })
    }
}

/// Puts a backup into an empty folder, each file checked against the manifest on the way; after
/// that the folder can be opened.
///
/// # Errors
/// [`Error::Refused`] when the folder is not empty or `from` is no backup, [`Error::Damaged`] when
/// a file is missing or not what it was, [`Error::Newer`], [`Error::File`].
pub fn restore(from: impl AsRef<Path>, into: impl AsRef<Path>) -> Result<Backup> {
    let (from, into) = (from.as_ref(), into.as_ref());
    let path = from.join(MANIFEST);
    let text = fs::read(&path).map_err(Error::file(&path))?;
    let no_backup =
        |e| Error::Refused(format!("{} is not a backup's manifest: {e}", path.display()));
    let backup: Backup = serde_json::from_slice(&text).map_err(no_backup)?;
    if backup.schema > sqlite::migrate::NEWEST || backup.format > FORMAT {
        return Err(Error::Newer { found: backup.schema, known: sqlite::migrate::NEWEST });
    }
    empty(into)?;
    // The database goes last: a folder that has it has everything, also after a crash on the way.
    let (database, blobs): (Vec<&Entry>, Vec<&Entry>) =
        backup.files.iter().partition(|f| f.path == DATABASE);
    for file in blobs.into_iter().chain(database) {
        put_back(file, from, into)?;
    }
    sync_folder(into)?;
    Ok(backup)
}

fn put_back(file: &Entry, from: &Path, into: &Path) -> Result<()> {
    let name = inside(&file.path)?;
    let (source, target) = (from.join(&name), into.join(&name));
    if !source.is_file() {
        return Err(Error::Damaged(format!("{} is missing from the backup", file.path)));
    }
    if copy_file(&source, &target)? != file.sha256 {
        let _ = fs::remove_file(&target);
        let what = format!("{} is not what it was when the backup was made", file.path);
        return Err(Error::Damaged(what));
    }
    Ok(())
}

/// A path of a manifest that stays inside the folder.
fn inside(path: &str) -> Result<PathBuf> {
    let path = PathBuf::from(path);
    let plain = path.components().all(|c| matches!(c, Component::Normal(_)));
    if plain {
        Ok(path)
    } else {
        Err(Error::Damaged(format!("{} leaves the folder", path.display())))
    }
}

fn empty(folder: &Path) -> Result<()> {
    let holds = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => false,
        Err(e) => return Err(Error::file(folder)(e)),
    };
    if holds {
        return Err(Error::Refused(format!(
            "{} is not empty; give a new folder",
            folder.display()
        )));
    }
    fs::create_dir_all(folder).map_err(Error::file(folder))
}

/// Names of the blobs that are files, of the copied database: so that none is missed, and none
/// that came in since is in the backup by half.
fn blob_files(copy: &Folder) -> Result<Vec<String>> {
    let db = sqlite::connect(&copy.database(), Use::Read)?;
    all(&db, "SELECT sha256 FROM blobs WHERE bytes IS NULL ORDER BY sha256", [], |r| Ok(r.get(0)?))
}

fn entry(root: &Path, path: &Path) -> Result<Entry> {
    let mut file = File::open(path).map_err(Error::file(path))?;
    let mut hash = Sha256::new();
    let size = std::io::copy(&mut file, &mut hash).map_err(Error::file(path))?;
    let inside = path.strip_prefix(root).unwrap_or(path);
    let path = inside.to_string_lossy().replace('\\', "/");
    Ok(Entry { path, size, sha256: hex(&hash.finalize()) })
}

/// Copies a file and syncs it; the hash of what was copied.
fn copy_file(from: &Path, to: &Path) -> Result<String> {
    if let Some(shelf) = to.parent() {
        fs::create_dir_all(shelf).map_err(Error::file(shelf))?;
    }
    let mut source = File::open(from).map_err(Error::file(from))?;
    let mut target = File::create(to).map_err(Error::file(to))?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let n = source.read(&mut piece).map_err(Error::file(from))?;
        if n == 0 {
            break;
        }
        hash.update(&piece[..n]);
        target.write_all(&piece[..n]).map_err(Error::file(to))?;
    }
    target.sync_all().map_err(Error::file(to))?;
    Ok(hex(&hash.finalize()))
}

/// An instant in RFC 3339.
mod as_text {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(at)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
