//! Moving finished things in: lines parsed on all cores, kept a batch a commit, counted.

use crate::filter::Input;
use crate::terminal;
use anyhow::Result;
use wiredesk_store::Outcome;

/// Lines in one commit.
const BATCH: usize = 1_000;

/// Parses every line and gives them to `keep` batch by batch; tells what became of them at the
/// end. Gives the exit status.
///
/// # Errors
/// When a file cannot be read, or `keep` fails.
pub fn move_in<T: Send>(
    input: &Input,
    what: &'static str,
    parse: impl Fn(&str) -> Result<T> + Sync,
    keep: impl Fn(Vec<T>) -> Result<Vec<Outcome>>,
) -> Result<u8> {
    let bar = terminal::progress(0, what);
    let (mut new, mut known, mut changed) = (0, 0, 0);
    let mut waiting: Vec<T> = Vec::with_capacity(BATCH);
    let mut flush = |waiting: &mut Vec<T>| -> Result<()> {
        bar.inc(waiting.len() as u64);
        for outcome in keep(std::mem::take(waiting))? {
            match outcome {
                Outcome::Inserted => new += 1,
                Outcome::Known => known += 1,
                Outcome::Updated => changed += 1,
            }
        }
        Ok(())
    };
    let tally = input.each(parse, |item| {
        waiting.push(item);
        if waiting.len() >= BATCH { flush(&mut waiting) } else { Ok(()) }
    })?;
    flush(&mut waiting)?;
    bar.finish_and_clear();
    note!("{new} new, {changed} changed, {known} known already");
    Ok(tally.status())
}
