//! The index on the disk: opening, adding, committing.

use crate::limits::{BODY_BYTES, TITLE_BYTES};
use crate::schema::{Fields, VERSION, cut, name, register, schema};
use crate::{Document, Error, Kind, Mark, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term};

/// Memory for documents that are not written to a segment yet.
const WRITER_BYTES: usize = 96 << 20;

/// The full-text index of one folder. Every method may be called from any thread.
pub struct Index {
    pub(crate) index: tantivy::Index,
    pub(crate) reader: IndexReader,
    pub(crate) fields: Fields,
    writer: Option<RwLock<IndexWriter>>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("writes", &self.writer.is_some()).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in `folder` for reading and writing; makes it when it is missing. One of
    /// another version, or one that cannot be read, is emptied: then [`Index::mark`] is zero, and
    /// the caller adds everything again.
    ///
    /// # Errors
    /// [`Error::InUse`] when another process has it open, [`Error::Foreign`] when the folder holds
    /// something else, [`Error::File`].
    pub fn open(folder: impl AsRef<Path>) -> Result<Self> {
        let folder = folder.as_ref();
        let opened = match version(folder)?.as_deref() {
            Some(VERSION) => tantivy::Index::open_in_dir(folder).or_else(|_| create(folder)),
            _ => create(folder),
        };
        let mut this = Self::of(opened?)?;
        let writer = this.index.writer_with_num_threads(1, WRITER_BYTES);
        let writer = writer.map_err(|e| match e {
            TantivyError::LockFailure(..) => Error::InUse(folder.to_owned()),
            other => other.into(),
        })?;
        this.writer = Some(RwLock::new(writer));
        Ok(this)
    }

    /// Opens the index for reading, also while another process writes to it; it sees what was
    /// committed when it was opened.
    ///
    /// # Errors
    /// [`Error::NoIndex`] when there is none of this version.
    pub fn open_to_read(folder: impl AsRef<Path>) -> Result<Self> {
        let folder = folder.as_ref();
        if version(folder)?.as_deref() != Some(VERSION) {
            return Err(Error::NoIndex(folder.to_owned()));
        }
        Self::of(tantivy::Index::open_in_dir(folder)?)
    }

    fn of(index: tantivy::Index) -> Result<Self> {
        register(&index);
        let (_, fields) = schema();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { index, reader, fields, writer: None })
    }

    /// Adds a document, in place of the one with the same kind and id. It is found after the next
    /// [`Index::commit`]. Of a text, the first [`BODY_BYTES`] bytes are indexed.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Index`].
    pub fn add(&self, document: &Document) -> Result<()> {
        let writer = self.writer()?;
        writer.delete_term(self.key(document.kind, &document.id));
        writer.add_document(self.row(document))?;
        Ok(())
    }

    /// Removes a document, if it is there.
    ///
    /// # Errors
    /// [`Error::ReadOnly`].
    pub fn remove(&self, kind: Kind, id: &str) -> Result<()> {
        self.writer()?.delete_term(self.key(kind, id));
        Ok(())
    }

    /// Makes everything added and removed so far last and be found; `mark` says how far that is.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Index`]; then nothing since the last commit is in.
    pub fn commit(&self, mark: Mark) -> Result<()> {
        let writer = self.writer.as_ref().ok_or(Error::ReadOnly)?;
        let mut writer = writer.write().unwrap_or_else(PoisonError::into_inner);
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&format!("{} {}", mark.report, mark.publication));
        commit.commit()?;
        drop(writer);
        self.reader.reload()?;
        Ok(())
    }

    /// How far the last commit came; zero for a new (or emptied) index.
    ///
    /// # Errors
    /// [`Error::Index`].
    pub fn mark(&self) -> Result<Mark> {
        let payload = self.index.load_metas()?.payload.unwrap_or_default();
        let mut numbers = payload.split(' ').map(|n| n.parse().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        Ok(Mark { report: next(), publication: next() })
    }

    /// Empties the index and fills it with these documents. Searches find the old ones until it is
    /// done; a crash on the way leaves the old index.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Index`].
    pub fn rebuild<I>(&self, documents: I, mark: Mark) -> Result<()>
    where
        I: IntoIterator<Item = Document>,
    {
        self.writer()?.delete_all_documents()?;
        for document in documents {
            self.writer()?.add_document(self.row(&document))?;
        }
        self.commit(mark)
    }

    /// How many documents can be found.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// True when nothing can be found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn writer(&self) -> Result<RwLockReadGuard<'_, IndexWriter>> {
        let writer = self.writer.as_ref().ok_or(Error::ReadOnly)?;
        Ok(writer.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn key(&self, kind: Kind, id: &str) -> Term {
        Term::from_field_text(self.fields.key, &key(kind, id))
    }

    fn row(&self, document: &Document) -> TantivyDocument {
        let fields = &self.fields;
        let Document { kind, id, date, title, body, source, outlets, entities, channels, tickers } =
            document;
        let mut row = TantivyDocument::new();
        row.add_text(fields.key, key(*kind, id));
        row.add_text(fields.kind, kind.as_str());
        row.add_text(fields.id, id);
        row.add_i64(fields.date, date.as_microsecond());
        let (mut title, mut body) = (title.clone(), body.clone());
        cut(&mut title, TITLE_BYTES);
        cut(&mut body, BODY_BYTES);
        row.add_text(fields.title_exact, &title);
        row.add_text(fields.title, title);
        row.add_text(fields.body_exact, &body);
        row.add_text(fields.body, body);
        for outlet in source.iter().chain(outlets) {
            row.add_text(fields.source, outlet.trim());
        }
        let lists =
            [(fields.entities, entities), (fields.channels, channels), (fields.tickers, tickers)];
        for (field, names) in lists {
            names.iter().for_each(|n| row.add_text(field, name(n)));
        }
        row
    }
}

fn key(kind: Kind, id: &str) -> String {
    format!("{}:{id}", kind.as_str())
}

fn version_file(folder: &Path) -> PathBuf {
    folder.join("schema")
}

/// The version of the index in a folder; `None` when there is none.
fn version(folder: &Path) -> Result<Option<String>> {
    let path = version_file(folder);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text.trim().to_owned())),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::File { path, source }),
    }
}

/// Makes an empty index in place of whatever index is there. Refuses a folder that holds files
/// and no index of ours: it will not be emptied by mistake.
fn create(folder: &Path) -> Result<tantivy::Index> {
    let failed = |source| Error::File { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(failed)?;
    let holds_files = fs::read_dir(folder).map_err(failed)?.next().is_some();
    match version(folder)? {
        None if holds_files => return Err(Error::Foreign(folder.to_owned())),
        None => {}
        Some(_) => clear(folder)?,
    }
    let (schema, _) = schema();
    fs::write(version_file(folder), VERSION).map_err(failed)?;
    Ok(tantivy::Index::create_in_dir(folder, schema)?)
}

fn clear(folder: &Path) -> Result<()> {
    // The lock file of a running writer must not be taken from under it.
    let probe = tantivy::directory::MmapDirectory::open(folder);
    let lock = probe.map_err(TantivyError::from)?;
    let lock =
        tantivy::directory::Directory::acquire_lock(&lock, &tantivy::directory::INDEX_WRITER_LOCK);
    let Ok(lock) = lock else { return Err(Error::InUse(folder.to_owned())) };
    let failed = |source| Error::File { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path != version_file(folder) && path.is_file() {
            fs::remove_file(&path).map_err(|source| Error::File { path, source })?;
        }
    }
    drop(lock);
    Ok(())
}
