//! Runs a command that takes JSON lines and gives JSON lines: on all cores, in order.

use crate::terminal;
use anyhow::{Context, Result};
use clap::Args;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use wiredesk_wire::lines::Lines;

/// Exit status when lines were passed over as unreadable.
pub const SKIPPED: u8 = 3;

/// Lines worked on at once; also the bound on what is held in memory beside their text.
const BATCH_LINES: usize = 256;
/// Bytes worked on at once, so that a batch of long lines stays small too.
const BATCH_BYTES: usize = 8 << 20;

/// What every filter takes.
#[derive(Debug, Clone, Args)]
pub struct Input {
    /// Files of JSON lines; standard input when none is named ("-" means it too)
    pub files: Vec<PathBuf>,
    /// Stop at the first unreadable line instead of passing it over
    #[arg(long)]
    pub strict: bool,
}

/// What became of the lines.
#[derive(Debug, Default)]
pub struct Tally {
    skipped: usize,
}

impl Tally {
    /// The exit status.
    #[must_use]
    pub fn status(&self) -> u8 {
        if self.skipped > 0 { SKIPPED } else { 0 }
    }
}

impl Input {
    /// Runs `work` on each line on all cores and writes what it gives, in the order of the input.
    /// An error of `work` is told on standard error with the line's number; the rest goes on.
    ///
    /// # Errors
    /// When a file cannot be read, the output cannot be written, or in strict mode at the first
    /// bad line.
    pub fn run(
        &self,
        what: &'static str,
        work: impl Fn(&str) -> Result<String> + Sync,
    ) -> Result<Tally> {
        let mut writing = Writing::new(what);
        let mut tally = Tally::default();
        self.batches(&mut tally, |name, batch, tally| {
            writing.batch(name, batch, &work, |name, number, error| {
                self.skip(name, number, error, tally)
            })
        })?;
        writing.done()?;
        Ok(tally)
    }

    /// The same on a reader that is open already.
    ///
    /// # Errors
    /// As [`Input::run`].
    pub fn run_on(
        &self,
        what: &'static str,
        input: impl BufRead,
        work: impl Fn(&str) -> Result<String> + Sync,
    ) -> Result<Tally> {
        let mut writing = Writing::new(what);
        let mut tally = Tally::default();
        self.batches_of("standard input", input, &mut tally, |name, batch, tally| {
            writing.batch(name, batch, &work, |name, number, error| {
                self.skip(name, number, error, tally)
            })
        })?;
        writing.done()?;
        Ok(tally)
    }

    /// Reads and parses all lines, for commands that need the whole input at once.
    ///
    /// # Errors
    /// As [`Input::run`].
    pub fn collect<T: Send>(
        &self,
        parse: impl Fn(&str) -> Result<T> + Sync,
    ) -> Result<(Vec<T>, Tally)> {
        let mut all = Vec::new();
        let tally = self.each(parse, |value| {
            all.push(value);
            Ok(())
        })?;
        Ok((all, tally))
    }

    /// Reads and parses lines on all cores and hands each on in order.
    ///
    /// # Errors
    /// As [`Input::run`], and whatever `take` answers.
    pub fn each<T: Send>(
        &self,
        parse: impl Fn(&str) -> Result<T> + Sync,
        mut take: impl FnMut(T) -> Result<()>,
    ) -> Result<Tally> {
        let mut tally = Tally::default();
        self.batches(&mut tally, |name, batch, tally| {
            let done: Vec<Result<T>> = batch.par_iter().map(|(_, line)| parse(line)).collect();
            for ((number, _), result) in batch.iter().zip(done) {
                match result {
                    Ok(value) => take(value)?,
                    Err(error) => self.skip(name, *number, &error, tally)?,
                }
            }
            Ok(())
        })?;
        Ok(tally)
    }

    fn batches(
        &self,
        tally: &mut Tally,
        mut each: impl FnMut(&str, &[(usize, String)], &mut Tally) -> Result<()>,
    ) -> Result<()> {
        let stdin = [PathBuf::from("-")];
        let files = if self.files.is_empty() { &stdin[..] } else { &self.files };
        for file in files {
            self.batches_of(&shown(file), open(file)?, tally, &mut each)?;
        }
        Ok(())
    }

    fn batches_of(
        &self,
        name: &str,
        input: impl BufRead,
        tally: &mut Tally,
        mut each: impl FnMut(&str, &[(usize, String)], &mut Tally) -> Result<()>,
    ) -> Result<()> {
        let mut batch = Vec::new();
        let mut bytes = 0;
        for (number, line) in Lines::new(input) {
            match line {
                Ok(line) => {
                    bytes += line.len();
                    batch.push((number, line));
                }
                Err(wiredesk_wire::Error::Io(error)) => {
                    return Err(error).with_context(|| format!("reading {name}"));
                }
                Err(error) => self.skip(name, number, &error.into(), tally)?,
            }
            if batch.len() >= BATCH_LINES || bytes >= BATCH_BYTES {
                each(name, &batch, tally)?;
                batch.clear();
                bytes = 0;
            }
        }
        each(name, &batch, tally)
    }

    fn skip(
        &self,
        name: &str,
        number: usize,
        error: &anyhow::Error,
        tally: &mut Tally,
    ) -> Result<()> {
        if self.strict {
            anyhow::bail!("{name}, line {number}: {}", terminal::told(error));
        }
        note!("wiredesk: {name}, line {number} passed over: {}", terminal::told(error));
        tally.skipped += 1;
        Ok(())
    }
}

/// Lines on their way out.
struct Writing {
    out: BufWriter<std::io::StdoutLock<'static>>,
    bar: indicatif::ProgressBar,
}

impl Writing {
    fn new(what: &'static str) -> Self {
        let out = BufWriter::new(std::io::stdout().lock());
        Self { out, bar: terminal::progress(0, what) }
    }

    fn batch(
        &mut self,
        name: &str,
        batch: &[(usize, String)],
        work: &(impl Fn(&str) -> Result<String> + Sync),
        mut skip: impl FnMut(&str, usize, &anyhow::Error) -> Result<()>,
    ) -> Result<()> {
        let done: Vec<Result<String>> = batch.par_iter().map(|(_, line)| work(line)).collect();
        for ((number, _), result) in batch.iter().zip(done) {
            match result {
                Ok(text) => writeln!(self.out, "{text}")?,
                Err(error) => skip(name, *number, &error)?,
            }
        }
        // Whoever pipes a stream in wants each batch when it is done, not when a buffer is full.
        self.out.flush()?;
        self.bar.inc(batch.len() as u64);
        Ok(())
    }

    fn done(mut self) -> Result<()> {
        self.bar.finish_and_clear();
        Ok(self.out.flush()?)
    }
}

fn shown(file: &Path) -> String {
    if file == Path::new("-") { "standard input".into() } else { file.display().to_string() }
}

/// Opens a file, or standard input for `-`.
///
/// # Errors
/// When the file cannot be opened.
pub fn open(file: &Path) -> Result<Box<dyn BufRead>> {
    if file == Path::new("-") {
        return Ok(Box::new(BufReader::with_capacity(1 << 20, std::io::stdin())));
    }
    let opened = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    Ok(Box::new(BufReader::with_capacity(1 << 20, opened)))
}
