//! Reports and published stories into the search index.
//!
//! The index says itself how far it has come (its mark is committed with its documents), so it can
//! be thrown away or be a moment behind without harm: the next run goes on from the mark.

use crate::{Error, alerts, limits};
use rayon::prelude::*;
use wiredesk_alert::Name;
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Publication, Published, Read, Want};
use wiredesk_search::{Document, Index, Kind, Mark};
use wiredesk_store::{Kept, PublishedStory, Store};

/// The folder of the index beside the database.
const FOLDER: &str = "index";
/// Documents between two commits; a commit costs as much as a thousand documents.
const COMMIT_DOCUMENTS: usize = 10_000;

/// Opens the index of a store for writing.
///
/// # Errors
/// When another process has it, or the disk does not answer.
pub fn open(store: &Store) -> Result<Index, Error> {
    Ok(Index::open(store.folder().join(FOLDER))?)
}

/// Opens it for reading, also while another process writes.
///
/// # Errors
/// When there is none yet.
pub fn open_to_read(store: &Store) -> Result<Index, Error> {
    Ok(Index::open_to_read(store.folder().join(FOLDER))?)
}

/// Empties the index, so that the next [`advance`] fills it anew.
///
/// # Errors
/// When the disk does not answer.
pub fn clear(index: &Index) -> Result<(), Error> {
    Ok(index.rebuild(std::iter::empty(), Mark::default())?)
}

/// Adds what the store has and the index has not.
///
/// # Errors
/// When the store cannot be read or the index not be written.
pub fn advance(store: &Store, index: &Index, reader: &dyn Read) -> Result<(), Error> {
    let mut mark = index.mark()?;
    let before = mark;
    let mut waiting = 0;
    loop {
        let kept = store.reports_after(mark.report, limits::BATCH_REPORTS)?;
        let Some(last) = kept.last().map(|k| k.seq) else { break };
        let documents: Vec<Document> = kept.par_iter().map(|k| report(k, reader)).collect();
        documents.iter().try_for_each(|d| index.add(d))?;
        mark.report = last;
        waiting += documents.len();
        if waiting >= COMMIT_DOCUMENTS {
            index.commit(mark)?;
            waiting = 0;
        }
    }
    loop {
        let entries = store.log_after(mark.publication, limits::BATCH_REPORTS)?;
        let Some(last) = entries.last().map(|e| e.seq) else { break };
        for entry in entries {
            match store.published(entry.story)? {
                Some(story) if story.removed.is_none() => {
                    index.add(&published(store, reader, &story, &entry)?)?;
                }
                _ => index.remove(Kind::Story, &entry.story.to_string())?,
            }
            waiting += 1;
        }
        mark.publication = last;
        if waiting >= COMMIT_DOCUMENTS {
            index.commit(mark)?;
            waiting = 0;
        }
    }
    if mark != before {
        index.commit(mark)?;
    }
    Ok(())
}

fn report(kept: &Kept, reader: &dyn Read) -> Document {
    let report = &kept.report;
    let reading = reader.read(report, Want { entities: true, ..Want::SENTENCES });
    let mut entities: Vec<String> = reading
        .entities
        .iter()
        .map(|m| m.id.as_ref().map_or_else(|| m.name.clone(), ToString::to_string))
        .collect();
    entities.sort();
    entities.dedup();
    let mut tickers: Vec<String> =
        reading.entities.iter().filter_map(|m| Some(m.ticker.as_ref()?.0.clone())).collect();
    tickers.sort();
    tickers.dedup();
    let at: Timestamp = report.published.as_ref().map_or(kept.received_at, Published::order_key);
    Document {
        title: report.title.clone().unwrap_or_default(),
        body: report.text.clone(),
        source: report.source.clone(),
        entities,
        tickers,
        ..Document::new(Kind::Report, report.id.as_str(), at)
    }
}

/// A published story with the words and names that standing queries see, so that `archive` finds
/// what they fire on.
fn published(
    store: &Store,
    reader: &dyn Read,
    story: &PublishedStory,
    entry: &Publication,
) -> Result<Document, Error> {
    let entry = Publication { version: story.version, ..entry.clone() };
    let document = Document::new(Kind::Story, story.id.to_string(), story.created);
    let Some(version) = alerts::version(store, reader, story.id, &entry)? else {
        return Ok(document);
    };
    Ok(Document {
        channels: story.story.channels.clone(),
        tickers: version.of(Name::Ticker),
        entities: version.of(Name::Entity),
        outlets: version.of(Name::Source),
        title: version.told.title,
        body: version.told.body,
        ..document
    })
}

/// The words of HTML, for search and alerts only: tags become blanks, the five common entities letters.
pub(crate) fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => {
                in_tag = true;
                out.push(' ');
            }
            '>' if in_tag => in_tag = false,
            c if !in_tag => out.push(c),
            _ => {}
        }
    }
    const LETTERS: [(&str, &str); 6] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    LETTERS.iter().fold(out, |text, (entity, letter)| text.replace(entity, letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_no_words() {
        assert_eq!(without_tags("<p>A &amp; B</p>2 &lt; 3").trim(), "A & B 2 < 3");
    }
}
