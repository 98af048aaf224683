//! The bytes of an OpenAI-compatible answer, streamed (server-sent events) or whole, to its text.

use super::{Error, limits};
use serde_json::Value;

/// Tokens that the endpoint says it used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Of the question.
    pub asked: u64,
    /// Of the answer.
    pub answered: u64,
}

/// An answer while it comes in.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    text: String,
    usage: Option<Usage>,
    /// A line that has not ended; the whole body when it is no stream.
    line: Vec<u8>,
    streamed: bool,
    finished: Option<String>,
    refusal: String,
}

impl Answer {
    /// Takes bytes, however they are cut.
    ///
    /// # Errors
    /// When they are no answer, or too many.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), Error> {
        for byte in bytes {
            match byte {
                b'\n' if self.streamed || self.is_event() => {
                    let line = std::mem::take(&mut self.line);
                    self.event(&line)?;
                }
                _ => self.line.push(*byte),
            }
            if self.line.len() > limits::LINE_BYTES_MAX {
                return Err(Error::Long);
            }
        }
        if self.text.len() > limits::ANSWER_BYTES_MAX { Err(Error::Long) } else { Ok(()) }
    }

    /// The text so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the endpoint says was used.
    #[must_use]
    pub fn usage(&self) -> Option<Usage> {
        self.usage
    }

    /// The whole text, after the last byte.
    ///
    /// # Errors
    /// When it was cut, refused, or no answer at all.
    pub fn done(mut self) -> Result<(String, Option<Usage>), Error> {
        let rest = std::mem::take(&mut self.line);
        if self.streamed {
            self.event(&rest)?;
        } else {
            let whole: Value =
                serde_json::from_slice(&rest).map_err(|_| Error::Wire(shown(&rest)))?;
            self.told(&whole)?;
        }
        if !self.refusal.is_empty() {
            return Err(Error::Refused(self.refusal.chars().take(200).collect()));
        }
        match self.finished.as_deref() {
            Some("stop") => {}
            Some("content_filter") => return Err(Error::Refused("its filter stopped it".into())),
            _ => return Err(Error::Cut),
        }
        if self.text.len() > limits::ANSWER_BYTES_MAX {
            return Err(Error::Long);
        }
        Ok((self.text, self.usage))
    }

    /// The line that has not ended is one of a stream of events, or blank.
    fn is_event(&self) -> bool {
        const FIELDS: [&[u8]; 5] = [b":", b"data:", b"event:", b"id:", b"retry:"];
        self.line.trim_ascii().is_empty() || FIELDS.iter().any(|f| self.line.starts_with(f))
    }

    fn event(&mut self, line: &[u8]) -> Result<(), Error> {
        let line = String::from_utf8_lossy(line);
        let line = line.trim();
        if line.is_empty() {
            return Ok(());
        }
        self.streamed = true;
        let Some(data) = line.strip_prefix("data:").map(str::trim) else { return Ok(()) };
        if data == "[DONE]" || data.is_empty() {
            return Ok(());
        }
        let told: Value =
            serde_json::from_str(data).map_err(|_| Error::Wire(shown(data.as_bytes())))?;
        self.told(&told)
    }

    /// A piece of a stream (`delta`) or the whole (`message`).
    fn told(&mut self, told: &Value) -> Result<(), Error> {
        if let Some(error) = told.get("error").filter(|e| !e.is_null()) {
            let words = error["message"].as_str().map_or_else(|| error.to_string(), str::to_owned);
            return Err(Error::Wire(shown(words.as_bytes())));
        }
        let usage = |key: &str| told["usage"][key].as_u64();
        if let (Some(asked), Some(answered)) = (usage("prompt_tokens"), usage("completion_tokens"))
        {
            self.usage = Some(Usage { asked, answered });
        }
        let Some(choice) = told["choices"].as_array().and_then(|c| c.first()) else {
            return if told["choices"].is_array() {
                Ok(())
            } else {
                Err(Error::Wire(shown(told.to_string().as_bytes())))
            };
        };
        for part in ["delta", "message"] {
            self.text.push_str(choice[part]["content"].as_str().unwrap_or_default());
            self.refusal.push_str(choice[part]["refusal"].as_str().unwrap_or_default());
        }
        if let Some(reason) = choice["finish_reason"].as_str() {
            self.finished = Some(reason.to_owned());
        }
        Ok(())
    }
}

/// The beginning of what came, fit for a message.
fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]);
    let plain: String = text.chars().filter(|c| !c.is_control()).take(120).collect();
    if plain.trim().is_empty() { "nothing".into() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n: wait\n\n\
        data: {\"choices\":[{\"delta\":{\"content\":\"{\\\"é\"}}]}\r\n\r\n\
        data: {\"choices\":[{\"delta\":{\"content\":\"\\\":1}\"},\"finish_reason\":\"stop\"}]}\n\n\
        data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\ndata: [DONE]\n\n";

    fn read(bytes: &[u8], size: usize) -> Result<(String, Option<Usage>), Error> {
        let mut answer = Answer::default();
        bytes.chunks(size).try_for_each(|chunk| answer.take(chunk))?;
        answer.done()
    }

    #[test]
    fn a_stream_and_a_whole_answer_are_read_however_they_are_cut() {
        let whole = "{\n \"choices\": [{\"message\": {\"content\": \"{\\\"é\\\":1}\"},\n\
                     \"finish_reason\": \"stop\"}], \"usage\": {\"prompt_tokens\": 7, \
                     \"completion_tokens\": 3}}";
        for text in [STREAM, whole] {
            for size in [1, 2, 5, text.len()] {
                let (said, usage) = read(text.as_bytes(), size).expect("an answer");
                assert_eq!(said, "{\"é\":1}");
                assert_eq!(usage, Some(Usage { asked: 7, answered: 3 }));
            }
        }
    }

    #[test]
    fn what_is_no_answer_is_told_apart() {
        let check = |text: &str, expected: fn(&Error) -> bool| {
            let error = read(text.as_bytes(), 7).expect_err(text);
            assert!(expected(&error), "{text}: {error}");
        };
        check("", |e| matches!(e, Error::Wire(_)));
        check("<html>busy</html>", |e| matches!(e, Error::Wire(_)));
        check("data: {nonsense\n\n", |e| matches!(e, Error::Wire(_)));
        check("{\"error\":{\"message\":\"no such model\"}}", |e| matches!(e, Error::Wire(_)));
        check("{\"choices\":[]}", |e| matches!(e, Error::Cut));
        check(&STREAM[..150], |e| matches!(e, Error::Cut | Error::Wire(_)));
        let cut =
            "data: {\"choices\":[{\"delta\":{\"content\":\"{\"},\"finish_reason\":\"length\"}]}\n";
        check(cut, |e| matches!(e, Error::Cut));
        let refused =
            "data: {\"choices\":[{\"delta\":{\"refusal\":\"no\"},\"finish_reason\":\"stop\"}]}\n";
        check(refused, |e| matches!(e, Error::Refused(_)));
        let endless = format!("data: {}", "x".repeat(limits::LINE_BYTES_MAX));
        check(&endless, |e| matches!(e, Error::Long));
    }
}
