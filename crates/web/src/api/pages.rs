//! Answers kept until something changed. A list that many ask for is made once after each
//! publication; what was taken back is gone from every kept answer at once, because the publication
//! log's head is part of what an answer is kept under.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use flate2::{Compression, write::GzEncoder};

use crate::fresh::Fresh;
use crate::{AppState, Error, limits};

/// How long clients of other news APIs may show an answer without asking again, as those APIs say.
pub(crate) const SHORTLY: &str = "max-age=3, must-revalidate";

/// The state of everything that answers are made of: the log's head, and how often ratings and
/// securities changed.
type Epoch = (u64, u64);

/// A made answer.
#[derive(Debug)]
pub(crate) struct Page {
    fresh: Fresh,
    packed: OnceLock<Option<Bytes>>,
    kind: &'static str,
}

/// The answers that are kept.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    held: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    bytes: usize,
    pages: HashMap<String, (Epoch, Arc<Page>)>,
}

/// The answer under `key`: the kept one, or what `make` makes off the threads that answer requests.
pub(crate) async fn page<E: From<Error> + Send + 'static>(
    state: &AppState,
    key: String,
    kind: &'static str,
    packed: bool,
    make: impl FnOnce(&AppState) -> Result<String, E> + Send + 'static,
) -> Result<Arc<Page>, E> {
    let epoch = state.store().epoch();
    let kept = state.inner().api.pages.get(&key, epoch);
    if let Some(page) = kept.filter(|p| !packed || p.packed.get().is_some()) {
        return Ok(page);
    }
    let worker = state.clone();
    let made = tokio::task::spawn_blocking(move || {
        let page = match worker.inner().api.pages.get(&key, epoch) {
            Some(page) => page,
            None => Arc::new(Page::new(make(&worker)?, kind)),
        };
        if packed {
            page.packed();
        }
        worker.inner().api.pages.keep(key, epoch, &page);
        Ok(page)
    });
    made.await.map_err(|e| Error::Broken(e.to_string()))?
}

/// True when the client takes gzip.
pub(crate) fn takes_gzip(headers: &HeaderMap) -> bool {
    let all = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|v| v.split(',')).any(|choice| {
        let (name, weight) = choice.split_once(';').unwrap_or((choice, ""));
        let refused = weight
            .replace(' ', "")
            .strip_prefix("q=")
            .is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

impl Page {
    pub(crate) fn new(body: String, kind: &'static str) -> Self {
        // Weak: the same answer may go out packed.
        Self { fresh: Fresh::of(body, None).weak(), packed: OnceLock::new(), kind }
    }

    /// The same as gzip, made once; nothing when it is too short to gain.
    pub(crate) fn packed(&self) -> Option<&Bytes> {
        let pack = || {
            if self.fresh.bytes.len() < limits::PACKED_BYTES_MIN {
                return None;
            }
            let mut to =
                GzEncoder::new(Vec::with_capacity(self.fresh.bytes.len() / 4), Compression::new(4));
            to.write_all(&self.fresh.bytes).ok()?;
            to.finish().ok().map(Bytes::from)
        };
        self.packed.get_or_init(pack).as_ref()
    }

    /// The answer to a request with these headers: 304 when the client has it already. `keep` is the
    /// `Cache-Control`.
    pub(crate) fn answer(&self, headers: &HeaderMap, keep: &'static str) -> Response {
        self.fresh.answer_with(headers, keep, || {
            let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(self.kind))];
            match self.packed().filter(|_| takes_gzip(headers)) {
                Some(packed) => {
                    let coded = [(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))];
                    (kind, coded, packed.clone()).into_response()
                }
                None => (kind, self.fresh.bytes.clone()).into_response(),
            }
        })
    }

    /// Its bytes.
    pub(crate) fn bytes(&self) -> &Bytes {
        &self.fresh.bytes
    }

    fn weight(&self) -> usize {
        let packed = self.packed.get().and_then(Option::as_ref).map_or(0, Bytes::len);
        self.fresh.bytes.len() + packed + 256
    }
}

impl Pages {
    fn get(&self, key: &str, epoch: Epoch) -> Option<Arc<Page>> {
        let shelf = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.pages.get(key).filter(|(at, _)| *at == epoch).map(|(_, page)| page.clone())
    }

    fn keep(&self, key: String, epoch: Epoch, page: &Arc<Page>) {
        let weight = page.weight() + key.len();
        if weight > limits::PAGE_KEPT_BYTES_MAX {
            return;
        }
        let mut shelf = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.bytes + weight > limits::PAGES_BYTES_MAX {
            // First what nobody may have any more, then all: the next requests make them anew.
            shelf.pages.retain(|_, (at, _)| *at == epoch);
            shelf.bytes = shelf.pages.iter().map(|(k, (_, p))| k.len() + p.weight()).sum();
            if shelf.bytes + weight > limits::PAGES_BYTES_MAX {
                shelf.pages.clear();
                shelf.bytes = 0;
            }
        }
        let size = key.len();
        let before = shelf.pages.insert(key, (epoch, page.clone()));
        shelf.bytes += weight;
        shelf.bytes = shelf.bytes.saturating_sub(before.map_or(0, |(_, p)| p.weight() + size));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_until_something_changed_and_never_more_than_fits() {
        let pages = Pages::default();
        let page = |n: usize| Arc::new(Page::new("x".repeat(n), "application/json"));
        pages.keep("a".into(), (1, 0), &page(10));
        assert!(pages.get("a", (1, 0)).is_some());
        assert!(pages.get("a", (2, 0)).is_none() && pages.get("a", (1, 1)).is_none());
        pages.keep("big".into(), (1, 0), &page(limits::PAGE_KEPT_BYTES_MAX));
        assert!(pages.get("big", (1, 0)).is_none());
        let half = limits::PAGE_KEPT_BYTES_MAX / 2;
        for n in 0..3 * limits::PAGES_BYTES_MAX / half {
            pages.keep(format!("page {n}"), (1, 0), &page(half));
            let held = pages.held.lock().expect("lock");
            assert!(held.bytes <= limits::PAGES_BYTES_MAX);
            let sum: usize = held.pages.iter().map(|(k, (_, p))| k.len() + p.weight()).sum();
            assert_eq!(held.bytes, sum, "what is counted is what is held");
        }
    }

    #[test]
    fn gzip_is_sent_only_to_those_who_take_it() {
        let check = |accepts: &str, expected: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, accepts.parse().expect("header"));
            assert_eq!(takes_gzip(&headers), expected, "{accepts}");
        };
        check("gzip, deflate", true);
        check("deflate;q=1, GZIP ; q=0.5", true);
        check("gzip;q=0", false);
        check("identity", false);
    }
}
