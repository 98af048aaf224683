//! Feeds and pages by address: the sources that are polled, and addresses given by hand.

use crate::{Error, Newsroom, intake, limits};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use wiredesk_extract::Hints;
use wiredesk_gather::{Gatherer, Outcome, Request, Settings, backoff};
use wiredesk_store::{Fetched, Refused, Source, SourceId};

/// How long to wait when no source is due; a source added meanwhile is polled at the next look.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Polls due sources until `stopped` turns true. One source's failure is noted with the source and
/// hurts no other.
///
/// # Errors
/// When the store cannot be read or written, or the gatherer cannot be made.
pub async fn poll(
    newsroom: Newsroom,
    allow_private: bool,
    mut stopped: watch::Receiver<bool>,
) -> Result<(), Error> {
    let gatherer = std::sync::Arc::new(gatherer(allow_private)?);
    while !*stopped.borrow() {
        let due = {
            let newsroom = newsroom.clone();
            blocking(move || {
                Ok(newsroom.store().due_sources(Timestamp::now(), limits::POLLS_AT_ONCE)?)
            })
            .await?
        };
        let mut polls = JoinSet::new();
        for source in due {
            let (newsroom, gatherer) = (newsroom.clone(), gatherer.clone());
            polls.spawn(async move { poll_one(&newsroom, &gatherer, source).await });
        }
        let idle = polls.is_empty();
        loop {
            tokio::select! {
                done = polls.join_next() => match done {
                    Some(done) => done.map_err(|e| Error::Task(e.to_string()))??,
                    None => break,
                },
                _ = stopped.changed() => return Ok(()),
            }
        }
        if idle {
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = stopped.changed() => {}
            }
        }
    }
    Ok(())
}

/// Fetches one address given by hand and takes in what it holds.
///
/// # Errors
/// When the store cannot write. An address that cannot be had is set aside with its reason.
pub async fn fetch(
    newsroom: &Newsroom,
    gatherer: &Gatherer,
    url: &str,
) -> Result<intake::Taken, Error> {
    let request = Request { url: url.into(), ..Request::default() };
    match gatherer.fetch(&request).await {
        Ok(Outcome::Fetched(fetched)) => take(newsroom, fetched, None).await,
        Ok(Outcome::NotModified) => Ok(intake::Taken::default()),
        Err(error) => {
            let refused = (url.to_owned(), error.to_string());
            set_aside(newsroom, url, &error, None).await?;
            Ok(intake::Taken { received: Vec::new(), refused: vec![refused] })
        }
    }
}

/// A gatherer as the operator allows it.
///
/// # Errors
/// When TLS cannot be set up.
pub fn gatherer(allow_private: bool) -> Result<Gatherer, Error> {
    Ok(Gatherer::new(Settings { allow_private, ..Settings::default() })?)
}

async fn poll_one(newsroom: &Newsroom, gatherer: &Gatherer, source: Source) -> Result<(), Error> {
    let request = Request {
        url: source.about.url.clone(),
        etag: source.etag.clone(),
        last_modified: source.last_modified.clone(),
    };
    let outcome = gatherer.fetch(&request).await;
    let now = Timestamp::now();
    let next = SignedDuration::from_secs(limits::POLL_INTERVAL_S);
    let (fetched, next) = match outcome {
        Ok(Outcome::NotModified) => (Fetched::NotModified, next),
        Ok(Outcome::Fetched(answer)) => {
            let noted = Fetched::Answered {
                title: None,
                etag: answer.etag.clone(),
                last_modified: answer.last_modified.clone(),
            };
            let taken = take(newsroom, answer, Some(source.id)).await?;
            match taken.refused.into_iter().next().filter(|_| taken.received.is_empty()) {
                Some((_, reason)) => (Fetched::Failed(reason), retry(&source, None, now)),
                None => (noted, next),
            }
        }
        Err(error) => {
            let asked = match &error {
                wiredesk_gather::Error::Busy { retry_after, .. } => *retry_after,
                _ => None,
            };
            (Fetched::Failed(error.to_string()), retry(&source, asked, now))
        }
    };
    let newsroom = newsroom.clone();
    blocking(move || {
        let due = now.saturating_add(next).unwrap_or(now);
        Ok(newsroom.store().record_fetch(source.id, fetched, due, now)?)
    })
    .await
}

/// When to come back to a failing source. The jitter comes from the clock's small digits: all it
/// must do is keep sources that failed together from coming back together.
fn retry(source: &Source, asked: Option<Duration>, now: Timestamp) -> SignedDuration {
    let jitter = f64::from(now.subsec_microsecond() % 1_000) / 1_000.0;
    let wait = backoff(source.failures, jitter, asked);
    let longest = SignedDuration::from_secs(limits::POLL_BACKOFF_S_MAX);
    SignedDuration::try_from(wait).unwrap_or(longest).min(longest)
}

async fn take(
    newsroom: &Newsroom,
    answer: wiredesk_gather::Fetched,
    feed: Option<SourceId>,
) -> Result<intake::Taken, Error> {
    let newsroom = newsroom.clone();
    let hints = Hints {
        url: Some(answer.url.clone()),
        content_type: answer.content_type,
        ..Hints::default()
    };
    let item = intake::Item { name: answer.url, bytes: answer.body, hints, feed };
    blocking(move || intake::take(newsroom.store(), vec![item], Timestamp::now())).await
}

async fn set_aside(
    newsroom: &Newsroom,
    url: &str,
    error: &wiredesk_gather::Error,
    source: Option<SourceId>,
) -> Result<(), Error> {
    let (newsroom, name, reason) = (newsroom.clone(), url.to_owned(), error.to_string());
    let refused = Refused { name, reason, head: Vec::new(), size: 0, source };
    blocking(move || Ok(newsroom.store().quarantine(refused, Timestamp::now())?)).await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Task(e.to_string()))?
}
