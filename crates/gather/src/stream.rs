//! A stream of server-sent events from a server that the user named: read line by line, taken up
//! again where it was cut.

use crate::Error;
use std::time::Duration;

/// Bytes of one event; a longer one ends the stream.
const EVENT_BYTES_MAX: usize = 4 << 20;
/// How long a silent line is believed in; servers send a sign of life more often.
const SILENCE: Duration = Duration::from_secs(90);
/// Between two tries, at first and at most.
const PAUSE: Duration = Duration::from_millis(500);
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// An event of a stream.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Event {
    /// Its place, to go on after.
    pub id: Option<String>,
    /// Its kind.
    pub kind: Option<String>,
    /// Its data, lines joined.
    pub data: String,
}

/// Reads events from `url` with a bearer token until `each` answers false; after a cut it asks
/// again, from the last place on.
///
/// # Errors
/// When the server refuses (the answer is told), or `url` cannot be asked.
pub async fn listen(
    url: &str,
    token: &str,
    mut each: impl FnMut(Event) -> bool,
) -> Result<(), Error> {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Somebody else may be faster: then theirs is used.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    let failed = |e: reqwest::Error| Error::Stream(e.without_url().to_string());
    let client = reqwest::Client::builder().read_timeout(SILENCE).build().map_err(failed)?;
    let (mut last, mut pause) = (None::<String>, PAUSE);
    loop {
        let mut request = client.get(url).bearer_auth(token).header("accept", "text/event-stream");
        if let Some(last) = &last {
            request = request.header("last-event-id", last);
        }
        let why = match request.send().await {
            Ok(mut response) if response.status().is_success() => {
                let mut cutter = Cutter::default();
                // A line that breaks off is no error: it is asked for again.
                while let Ok(Some(bytes)) = response.chunk().await {
                    for event in cutter.take(&bytes)? {
                        pause = PAUSE;
                        last = event.id.clone().or(last);
                        if !event.data.is_empty() && !each(event) {
                            return Ok(());
                        }
                    }
                }
                "the line was cut".to_owned()
            }
            Ok(response) if response.status().is_client_error() => {
                let status = response.status();
                let words: String =
                    response.text().await.unwrap_or_default().chars().take(400).collect();
                let words = told(&words).unwrap_or(words);
                return Err(Error::Stream(format!("the server refused ({status}): {words}")));
            }
            Ok(response) => format!("the server answers {}", response.status()),
            Err(error) if error.is_builder() => return Err(failed(error)),
            Err(error) if error.is_connect() => "the server cannot be reached".to_owned(),
            Err(error) => error.without_url().to_string(),
        };
        tracing::warn!("{why}; asking again in {:.1} s", pause.as_secs_f32());
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(PAUSE_MAX);
    }
}

/// What a problem (RFC 9457) says to people.
fn told(problem: &str) -> Option<String> {
    let problem: serde_json::Value = serde_json::from_str(problem).ok()?;
    problem["detail"].as_str().map(String::from)
}

/// Cuts bytes into events.
#[derive(Debug, Default)]
struct Cutter {
    /// A line that has not ended.
    line: Vec<u8>,
    event: Event,
}

impl Cutter {
    fn take(&mut self, bytes: &[u8]) -> Result<Vec<Event>, Error> {
        let mut events = Vec::new();
        for byte in bytes {
            if *byte != b'\n' {
                self.line.push(*byte);
            } else {
                let line = std::mem::take(&mut self.line);
                let line = String::from_utf8_lossy(&line);
                events.extend(self.line(line.trim_end_matches('\r')));
            }
            if self.line.len() + self.event.data.len() > EVENT_BYTES_MAX {
                return Err(Error::Stream("the server sends an endless event".into()));
            }
        }
        Ok(events)
    }

    fn line(&mut self, line: &str) -> Option<Event> {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "" if line.is_empty() => {
                let event = std::mem::take(&mut self.event);
                return (event != Event::default()).then_some(event);
            }
            "id" => self.event.id = Some(value.to_owned()),
            "event" => self.event.kind = Some(value.to_owned()),
            "data" => {
                if !self.event.data.is_empty() {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(value);
            }
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_events_however_they_are_cut() {
        let text = ": hello\n\nid: 7\nevent: story\ndata: {\"a\":\ndata: 1}\n\nid: 8\n\nretry: 5\r\ndata:x\r\n\r\n";
        let of = |id: &str, kind: Option<&str>, data: &str| Event {
            id: Some(id.to_owned()).filter(|i| !i.is_empty()),
            kind: kind.map(str::to_owned),
            data: data.to_owned(),
        };
        let expected =
            [of("7", Some("story"), "{\"a\":\n1}"), of("8", None, ""), of("", None, "x")];
        for size in [1, 2, 7, text.len()] {
            let mut cutter = Cutter::default();
            let chunks = text.as_bytes().chunks(size);
            let events: Vec<Event> =
                chunks.flat_map(|chunk| cutter.take(chunk).expect("short")).collect();
            assert_eq!(events, expected, "{size}");
        }
        let endless = vec![b'x'; EVENT_BYTES_MAX + 1];
        assert!(Cutter::default().take(&endless).is_err());
    }
}
