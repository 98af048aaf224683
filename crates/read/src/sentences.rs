//! Text to sentences, for newswire and the web.
//!
//! One pass: the scanner stops only at bytes that can end a sentence, and [`boundary`] judges each
//! such place by the word before and the words after it. A blank line always ends a sentence. A
//! closing quotation mark or bracket stays with the sentence it closes. Every look back and ahead
//! is bounded, so the time is linear in the text whatever it holds.

use wiredesk_model::Span;

mod boundary;
pub mod dateline;
mod lines;
mod words;

/// The sentences of `text`, in order, not overlapping, without white space at their ends.
#[must_use]
pub fn split(text: &str) -> Vec<Span> {
    let mut scan = Scan { text, bytes: text.as_bytes(), start: 0, quoted: false, out: Vec::new() };
    let mut at = 0;
    while let Some(step) = scan.bytes[at..].iter().position(|&b| STOPS[b as usize]) {
        at = scan.stop(at + step);
    }
    scan.end(text.len());
    scan.out
}

/// The bytes at which the scanner stops: sentence marks, line feeds, quotation marks, a colon
/// (captions), and the lead bytes of the marks outside ASCII.
const STOPS: [bool; 256] = {
    let mut table = [false; 256];
    let stops = b".!?\n\":\xE2\xE3\xEF\xD8\xE0\xC2";
    let mut i = 0;
    while i < stops.len() {
        table[stops[i] as usize] = true;
        i += 1;
    }
    table
};

struct Scan<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// Where the sentence now read begins.
    start: usize,
    /// A quotation is open, in this paragraph.
    quoted: bool,
    out: Vec<Span>,
}

impl Scan<'_> {
    /// Deals with the stop byte at `at`; returns where to go on.
    fn stop(&mut self, at: usize) -> usize {
        match self.bytes[at] {
            b'\n' => self.line(at),
            b'.' | b'!' | b'?' => self.mark(at, at + 1),
            b'"' => {
                self.quoted = !self.quoted;
                at + 1
            }
            b':' => {
                if let Some(label) = boundary::caption_label(self.text, self.start, at) {
                    self.end(label);
                }
                at + 1
            }
            _ => self.wide(at),
        }
    }

    /// Marks outside ASCII: curly quotes, the ellipsis, full stops of other scripts.
    fn wide(&mut self, at: usize) -> usize {
        let Some(c) = self.text[at..].chars().next() else { return self.bytes.len() };
        let next = at + c.len_utf8();
        match c {
            '“' | '„' | '«' => self.quoted = true,
            '”' | '»' => self.quoted = false,
            '…' => return self.mark(at, next),
            '。' | '！' | '？' | '؟' | '।' => {
                let end = boundary::closers(self.text, next, true);
                self.end(end);
                return end;
            }
            '\u{2029}' => self.paragraph(next),
            _ => {}
        }
        next
    }

    /// A full stop, exclamation or question mark (or a run of them) from `at`.
    fn mark(&mut self, at: usize, mut after: usize) -> usize {
        while matches!(self.bytes.get(after), Some(b'.' | b'!' | b'?')) {
            after += 1;
        }
        let closed = boundary::closers(self.text, after, self.quoted);
        let place = boundary::Place { text: self.text, start: self.start, at, after, closed };
        if self.text[after..closed].contains(['"', '”', '»']) {
            self.quoted = false;
        }
        if boundary::ends_sentence(&place) {
            self.end(closed);
        }
        closed
    }

    /// A line feed: a blank line ends the paragraph, a single one may end a line of a list.
    fn line(&mut self, at: usize) -> usize {
        let next = self.bytes[at..]
            .iter()
            .position(|b| !matches!(b, b'\n' | b'\r' | b' ' | b'\t'))
            .map_or(self.bytes.len(), |n| at + n);
        let feeds = self.bytes[at..next].iter().filter(|&&b| b == b'\n').count();
        if feeds > 1 || next == self.bytes.len() {
            self.paragraph(at);
        } else if lines::ends_at(self.text, self.start, at, next) {
            self.end(at);
        }
        next
    }

    fn paragraph(&mut self, at: usize) {
        self.end(at);
        self.quoted = false;
    }

    /// Ends the sentence at byte `end`.
    fn end(&mut self, end: usize) {
        let raw = &self.text[self.start..end];
        let kept = raw.trim();
        if !kept.is_empty() {
            let start = self.start + (raw.len() - raw.trim_start().len());
            self.out.push(Span::new(start, start + kept.len()));
        }
        self.start = end;
    }
}

#[cfg(test)]
mod tests;
