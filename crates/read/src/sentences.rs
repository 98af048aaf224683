//! Text to sentences.

use wiredesk_model::Span;

/// The sentences of `text`, in order, not overlapping, without white space at their ends.
#[must_use]
pub fn split(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, &b) in bytes.iter().enumerate() {
        let ends = matches!(b, b'.' | b'!' | b'?')
            && bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace);
        if ends || b == b'\n' {
            push(text, start, at + 1, &mut out);
            start = at + 1;
        }
    }
    push(text, start, text.len(), &mut out);
    out
}

fn push(text: &str, start: usize, end: usize, out: &mut Vec<Span>) {
    let raw = &text[start..end];
    let trimmed = raw.trim();
    if !trimmed.is_empty() {
        let start = start + (raw.len() - raw.trim_start().len());
        out.push(Span::new(start, start + trimmed.len()));
    }
}
