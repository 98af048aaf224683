//! The data folder: `wiredesk.db` (and its `-wal`, `-shm`), `blobs/`, `lock`.

use crate::{Error, Result};
use sha2::{Digest, Sha256};
use std::fs::{self, File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Where things lie. While a `Lock` of it lives, no other process writes there.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
}

/// Held for as long as the store is open for writing; the system lets go of it when the process
/// ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Folder {
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn database(&self) -> PathBuf {
        self.root.join("wiredesk.db")
    }

    pub fn blobs(&self) -> PathBuf {
        self.root.join("blobs")
    }

    /// `blobs/ab/abcdef…`: 256 folders keep each listing short.
    pub fn blob(&self, sha256: &str) -> PathBuf {
        let shelf = sha256.get(..2).unwrap_or("__");
        self.blobs().join(shelf).join(sha256)
    }

    /// Makes the folder when it is missing and locks it for this process.
    pub fn lock(&self) -> Result<Lock> {
        fs::create_dir_all(self.blobs()).map_err(Error::file(self.blobs()))?;
        let path = self.root.join("lock");
        let mut options = fs::OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(Error::file(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(self.in_use(&mut file)),
            Err(TryLockError::Error(e)) => return Err(Error::file(&path)(e)),
        }
        // Only told to people; a failure here must not keep the store from opening.
        let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
        Ok(Lock { _file: file })
    }

    fn in_use(&self, lock: &mut File) -> Error {
        let mut text = String::new();
        let _ = lock.take(20).read_to_string(&mut text);
        let pid: Option<u32> = text.trim().parse().ok();
        let owner = pid.map(|p| format!(" (process {p})")).unwrap_or_default();
        Error::InUse { folder: self.root.clone(), owner }
    }

    /// Writes a blob so that it is wholly there or not at all, also after a power cut. A blob that
    /// is there already (same hash, so same bytes) is left alone.
    pub fn keep_blob(&self, sha256: &str, bytes: &[u8]) -> Result<()> {
        let path = self.blob(sha256);
        if path.metadata().is_ok_and(|m| m.len() == bytes.len() as u64) {
            return Ok(());
        }
        write_durably(&path, bytes)
    }
}

/// Puts a file in place of what is there, whole or not at all, and on the disk when it returns:
/// temporary file, sync, rename, sync of the folder.
///
/// # Errors
/// When the disk does not take it.
pub fn write_durably(path: &Path, bytes: &[u8]) -> Result<()> {
    let shelf = path.parent().unwrap_or(Path::new("."));
    if !shelf.is_dir() {
        fs::create_dir_all(shelf).map_err(Error::file(shelf))?;
        sync_folder(shelf.parent().unwrap_or(Path::new(".")))?;
    }
    let temporary = path.with_extension(format!("tmp-{:?}", std::thread::current().id()));
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().map_err(|e| {
        let _ = fs::remove_file(&temporary);
        Error::file(path)(e)
    })?;
    sync_folder(shelf)
}

/// Makes renames in a folder last.
pub(crate) fn sync_folder(path: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(path).and_then(|f| f.sync_all()).map_err(Error::file(path))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
