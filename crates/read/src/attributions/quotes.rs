//! Quotation marks, paired.

use wiredesk_model::Span;

/// Words between quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    /// The marks included; where the closing mark is missing, to the paragraph's end.
    pub span: Span,
    /// It was not closed, and the next paragraph goes on with it.
    pub goes_on: bool,
    /// The whole speech: from the first of the quotations that go on to the end of the last.
    pub speech: Span,
}

impl Quote {
    fn new(start: usize, end: usize, goes_on: bool) -> Self {
        let span = Span::new(start, end);
        Self { span, goes_on, speech: span }
    }
}

/// How far into the next paragraph a closing mark is looked for.
const PARAGRAPH_MAX: usize = 1500;

/// All quotations, in order, not overlapping. One pass: a paragraph's end closes what is open.
pub(super) fn pair(text: &str) -> Vec<Quote> {
    let mut out: Vec<Quote> = Vec::new();
    let mut open: Option<usize> = None;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|b| matches!(b, b'"' | b'\n' | 0xE2 | 0xC2))
    {
        at += step;
        let Some(c) = text[at..].chars().next() else { break };
        let next = at + c.len_utf8();
        match (c, open) {
            ('“' | '„' | '«', None) => open = Some(at),
            ('"', None) if !closes_only(bytes, at) => open = Some(at),
            ('”' | '»' | '"', None) if run_on(&out, text, at) => {
                // the speech of the paragraph before ends here, without a mark at its head
                let start = out.last().map_or(at, |q| after_blank(text, q.span.end));
                out.push(Quote::new(start, next, false));
            }
            ('”' | '»' | '"', Some(start)) | ('“', Some(start)) if ends(bytes, c, at, next) => {
                out.push(Quote::new(start, next, false));
                open = None;
            }
            ('\n', Some(start)) if blank_line(bytes, at) => {
                let goes_on = resumes(&text[next..]);
                out.push(Quote::new(start, at, goes_on));
                open = None;
            }
            _ => {}
        }
        at = next;
    }
    if let Some(start) = open {
        out.push(Quote::new(start, text.len(), false));
    }
    join(&mut out);
    out
}

/// Tells every quotation the whole speech it is part of.
fn join(quotes: &mut [Quote]) {
    for n in 1..quotes.len() {
        if quotes[n - 1].goes_on {
            quotes[n].speech.start = quotes[n - 1].speech.start;
        }
    }
    for n in (1..quotes.len()).rev() {
        if quotes[n - 1].goes_on {
            quotes[n - 1].speech.end = quotes[n].speech.end;
        }
    }
}

/// The quotation before was left open at its paragraph's end, and only text lies between.
fn run_on(out: &[Quote], text: &str, at: usize) -> bool {
    out.last().is_some_and(|q| q.goes_on && !text[q.span.end..at].trim().contains("\n\n"))
}

fn after_blank(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + (rest.len() - rest.trim_start().len())
}

/// A straight mark that stands behind a word or a mark and before a blank opens nothing.
fn closes_only(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map(|n| bytes[n]);
    let after = bytes.get(at + 1);
    before.is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'(' | b'['))
        && after.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'.' | b',' | b')'))
}

/// A curly opening mark closes only where it was typed for a closing one.
fn ends(bytes: &[u8], c: char, at: usize, next: usize) -> bool {
    let blank_after = bytes.get(next).is_none_or(u8::is_ascii_whitespace);
    let blank_before = at.checked_sub(1).is_some_and(|n| bytes[n].is_ascii_whitespace());
    c != '“' || blank_after && !blank_before
}

fn blank_line(bytes: &[u8], at: usize) -> bool {
    let rest = bytes[at + 1..].iter().take(64);
    rest.into_iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r')) == Some(&b'\n')
}

/// The next paragraph opens with a quotation mark again, or its first mark is a closing one.
fn resumes(rest: &str) -> bool {
    let rest = rest.trim_start();
    if rest.starts_with(['“', '"', '«', '„']) {
        return true;
    }
    let mark = rest
        .char_indices()
        .take(PARAGRAPH_MAX)
        .find(|(_, c)| matches!(c, '“' | '"' | '«' | '„' | '”' | '»' | '\n'));
    match mark {
        Some((_, '”' | '»')) => true,
        Some((at, '"')) => closes_only(rest.as_bytes(), at),
        _ => false,
    }
}

/// The quotations that overlap `span`.
pub(super) fn within(quotes: &[Quote], span: Span) -> &[Quote] {
    let from = quotes.partition_point(|q| q.span.end <= span.start);
    let to = quotes.partition_point(|q| q.span.start < span.end);
    &quotes[from..to.max(from)]
}

/// The number of the quotation that holds byte `at`.
pub(super) fn at(quotes: &[Quote], at: usize) -> Option<usize> {
    let n = quotes.partition_point(|q| q.span.start <= at).checked_sub(1)?;
    (at < quotes[n].span.end).then_some(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_paired_by_paragraph() {
        let check = |text: &str, expected: &[&str]| {
            let got: Vec<&str> =
                pair(text).iter().map(|q| q.span.of(text).expect("slices")).collect();
            assert_eq!(got, expected, "{text}");
        };
        check("He said \"yes\" and “no”.", &["\"yes\"", "“no”"]);
        check("\"One.\n\n\"Two.\" He left.", &["\"One.", "\"Two.\""]);
        check("A 5\" pipe. \"Yes,\" he said.", &["\"Yes,\""]);
        check("“Open only", &["“Open only"]);
        check("", &[]);
    }

    #[test]
    fn an_open_quotation_may_go_on() {
        assert!(pair("“One.\n\n“Two.”")[0].goes_on);
        assert!(!pair("“One.\n\nTwo.")[0].goes_on);
    }
}
