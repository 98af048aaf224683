//! Answers that tell whether they changed: `ETag`, `Last-Modified`, and 304 for who has the newest.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use wiredesk_publish::dates::rfc822;

/// A document as made, with what its readers compare.
#[derive(Debug, Clone)]
pub(crate) struct Fresh {
    /// The document.
    pub bytes: Bytes,
    /// What it hashes to, in quotation marks.
    pub etag: String,
    /// When it last changed, to the second.
    pub modified: Option<Timestamp>,
}

impl Fresh {
    /// A document under the hash of its bytes.
    pub fn of(bytes: impl Into<Bytes>, modified: Option<Timestamp>) -> Self {
        let bytes = bytes.into();
        let digest = Sha256::digest(&bytes);
        let hex: String = digest[..12].iter().map(|b| format!("{b:02x}")).collect();
        let whole = |at: Timestamp| Timestamp::from_second(at.as_second()).ok();
        Self { bytes, etag: format!("\"{hex}\""), modified: modified.and_then(whole) }
    }

    /// The same under a weak tag: it may go out packed.
    pub fn weak(self) -> Self {
        Self { etag: format!("W/{}", self.etag), ..self }
    }

    /// The document, or 304 when the asker has it. `keep` is the `Cache-Control`.
    pub fn answer(&self, asked: &HeaderMap, kind: &'static str, keep: &'static str) -> Response {
        self.answer_with(asked, keep, || {
            let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(kind))];
            (kind, self.bytes.clone()).into_response()
        })
    }

    /// The same where the caller says how the document goes out.
    pub fn answer_with(
        &self,
        asked: &HeaderMap,
        keep: &'static str,
        whole: impl FnOnce() -> Response,
    ) -> Response {
        let mut response = match known(asked, &self.etag, self.modified) {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => whole(),
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        let dated = self.modified.map(rfc822);
        let told = [(header::ETAG, Some(self.etag.clone())), (header::LAST_MODIFIED, dated)];
        for (name, value) in told {
            if let Some(value) = value.and_then(|v| HeaderValue::from_str(&v).ok()) {
                headers.insert(name, value);
            }
        }
        response
    }
}

/// Whether the asker has the document already (RFC 9110: the tag decides when there is one, and a
/// weak one is as good).
pub(crate) fn known(asked: &HeaderMap, etag: &str, modified: Option<Timestamp>) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    if asked.contains_key(header::IF_NONE_MATCH) {
        let tags = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
        let own = strong(etag);
        return tags.flat_map(|v| v.split(',')).map(strong).any(|tag| tag == own || tag == "*");
    }
    let since = asked.get(header::IF_MODIFIED_SINCE).and_then(|v| v.to_str().ok());
    let since = since.and_then(http_date);
    matches!((since, modified), (Some(since), Some(modified)) if modified <= since)
}

fn http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_the_newest_is_told_so() {
        let modified = "2024-09-15T08:00:00Z".parse().ok();
        let check = |name: header::HeaderName, value: &'static str, expected: bool| {
            let asked = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
            assert_eq!(known(&asked, "\"a\"", modified), expected, "{value}");
        };
        check(header::IF_NONE_MATCH, "\"a\"", true);
        check(header::IF_NONE_MATCH, "\"b\", W/\"a\"", true);
        check(header::IF_NONE_MATCH, "*", true);
        check(header::IF_NONE_MATCH, "\"b\"", false);
        check(header::IF_MODIFIED_SINCE, "Sun, 15 Sep 2024 08:00:00 GMT", true);
        check(header::IF_MODIFIED_SINCE, "Sun, 15 Sep 2024 07:59:59 GMT", false);
        check(header::IF_MODIFIED_SINCE, "yesterday", false);
        assert!(!known(&HeaderMap::new(), "\"a\"", modified));
        let weak =
            HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static("\"a\""))]);
        assert!(known(&weak, "W/\"a\"", modified), "a weak tag is as good");
    }
}
