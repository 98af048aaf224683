//! A newer version of a report against the stories that stand on the older one.
//!
//! Sentences whose very words are still there are left alone. The others are bound to what the
//! newer version says instead, or to nothing, and checked anew; the story loses its signature, and
//! the desk's queue tells of it. What readers have does not change: that is an editor's to decide.
//! The stage is a cursor over the reports; running it again finds each story re-opened already.

use crate::desk::Checker;
use crate::{Error, limits};
use std::collections::BTreeSet;
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Evidence, Report, ReportId, Sentence, Span, Story};
use wiredesk_publish::text::one_line;
use wiredesk_store::{Edit, Kept, Reopen, Store, StoryLine, StoryState};

/// Who is named in the audit trail and the versions. Not the drafter: a story that an editor has
/// worked on stays theirs.
pub const REOPENER: &str = "wiredesk reopening";

/// The name of this stage's cursor in the store.
const CURSOR: &str = "reopening";

/// Looks at every report that came in since; how many stories were re-opened.
///
/// # Errors
/// When the store cannot be read or written; run it again to go on.
pub fn advance(store: &Store, checker: &dyn Checker, now: Timestamp) -> Result<usize, Error> {
    let mut reopened = 0;
    loop {
        let kept = store.reports_after(store.cursor(CURSOR)?, limits::BATCH_REPORTS)?;
        let Some(last) = kept.last().map(|k| k.seq) else { return Ok(reopened) };
        for newer in kept.iter().filter(|k| k.version > 1) {
            reopened += replaced(store, checker, newer, now)?;
        }
        store.advance(CURSOR, last)?;
    }
}

/// One newer version of a report.
fn replaced(
    store: &Store,
    checker: &dyn Checker,
    newer: &Kept,
    now: Timestamp,
) -> Result<usize, Error> {
    let Some(key) = &newer.url_key else { return Ok(0) };
    let mut reopened = 0;
    for older in store.page_versions(key)?.into_iter().filter(|v| v.seq < newer.seq) {
        for line in store.stories_on(&older.id)? {
            let again = || reopen(store, checker, &line, (&older.id, newer), now);
            let done = match again() {
                // An editor saved meanwhile: their version is looked at.
                Err(Error::Store(wiredesk_store::Error::Conflict { .. })) => again(),
                done => done,
            };
            reopened += usize::from(done?);
        }
    }
    Ok(reopened)
}

fn reopen(
    store: &Store,
    checker: &dyn Checker,
    line: &StoryLine,
    (older, newer): (&ReportId, &Kept),
    now: Timestamp,
) -> Result<bool, Error> {
    // An untouched draft is drafted anew with the newer report.
    let untouched = line.state == StoryState::Draft && line.changed_by == crate::drafting::DRAFTER;
    if untouched || !matches!(line.state, StoryState::Draft | StoryState::Published) {
        return Ok(false);
    }
    let Some(head) = store.story_version(line.id, None)? else { return Ok(false) };
    let Some(before) = store.report(older)? else { return Ok(false) };
    let mut story = head.story;
    let sentences = rebind(&mut story, &before.report, &newer.report, checker);
    if sentences.is_empty() {
        return Ok(false);
    }
    story.byline.signed_by = None;
    let bound: BTreeSet<ReportId> =
        story.sentences().flat_map(Sentence::evidence).map(|e| e.report.clone()).collect();
    let reports: Vec<Report> = store.reports(&bound)?.into_iter().map(|k| k.report).collect();
    checker.check(&mut story, &reports);
    let note = Some(format!("{} changed: {} on it", named(&newer.report), stand(&sentences)));
    let edit = Edit { id: line.id, base: head.version, story, by: REOPENER.into(), note };
    let (older, newer) = (older.clone(), newer.report.id.clone());
    Ok(store.reopen(Reopen { edit, older, newer, sentences }, now)?.is_some())
}

/// Binds sentences whose words changed to what the newer report says; their numbers.
fn rebind(story: &mut Story, older: &Report, newer: &Report, checker: &dyn Checker) -> Vec<usize> {
    let mut changed = Vec::new();
    for (n, sentence) in story.sentences_mut().enumerate() {
        let gone = |e: &&Evidence| e.report == older.id && !still_there(older, e.span, newer);
        if !sentence.evidence().iter().any(|e| gone(&e)) {
            continue;
        }
        let mut evidence: Vec<Evidence> =
            sentence.evidence().iter().filter(|e| !gone(e)).cloned().collect();
        for old in sentence.evidence().iter().filter(gone) {
            let words = old.span.of(&older.text).unwrap_or_default();
            let found = checker.find(words, std::slice::from_ref(newer));
            let best = found.into_iter().next().filter(|e| !evidence.contains(e));
            evidence.extend(best);
        }
        let paragraph = sentence.paragraph;
        *sentence = sentence.rebound(evidence);
        sentence.paragraph = paragraph;
        changed.push(n);
    }
    changed
}

/// The newer report has these very words, whatever white space stands between them.
fn still_there(older: &Report, span: Span, newer: &Report) -> bool {
    let plain = |text: &str| one_line(text);
    span.of(&older.text).is_some_and(|words| plain(&newer.text).contains(&plain(words)))
}

fn named(report: &Report) -> String {
    let outlet = report.source.as_deref().unwrap_or("a report");
    match &report.title {
        Some(title) => format!("{outlet}: \u{201c}{title}\u{201d}"),
        None => outlet.to_owned(),
    }
}

/// "the headline and sentences 2 and 4 stand".
fn stand(sentences: &[usize]) -> String {
    let body: Vec<String> = sentences.iter().filter(|n| **n > 0).map(ToString::to_string).collect();
    let body = match body.as_slice() {
        [] => None,
        [one] => Some(format!("sentence {one}")),
        [many @ .., last] => Some(format!("sentences {} and {last}", many.join(", "))),
    };
    match (sentences.contains(&0), body) {
        (true, None) => "the headline stands".into(),
        (true, Some(body)) => format!("the headline and {body} stand"),
        (false, body) => {
            let verb = if sentences.len() == 1 { "stands" } else { "stand" };
            format!("{} {verb}", body.unwrap_or_default())
        }
    }
}
