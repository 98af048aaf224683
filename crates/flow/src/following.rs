//! Following the publication log from the moment something is logged.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use wiredesk_store::Store;

use crate::Error;

/// After the store failed.
const PAUSE: Duration = Duration::from_secs(1);

/// Calls `advance` each time that the log grew, and at least `every` so often, until `stopped`.
/// What fails is tried again in a moment; `who` names it in the log.
pub(crate) async fn follow(
    store: &Store,
    who: &'static str,
    every: Duration,
    mut stopped: watch::Receiver<bool>,
    advance: impl Fn() -> Result<usize, Error> + Send + Sync + 'static,
) {
    let (grown, mut wake) = watch::channel(0);
    let _subscription = store.subscribe(move |head| {
        grown.send_replace(head);
    });
    let advance = Arc::new(advance);
    while !*stopped.borrow() {
        let work = Arc::clone(&advance);
        let advanced = tokio::task::spawn_blocking(move || work()).await;
        if let Some(error) = advanced.map_err(|e| Error::Task(e.to_string())).flatten().err() {
            tracing::error!(%error, "{who} stand still; they go on in a moment");
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        tokio::select! {
            _ = wake.changed() => {}
            _ = stopped.changed() => {}
            () = tokio::time::sleep(every) => {}
        }
    }
}
