//! Where sentences end, for text that no reader has read: what an editor types.

use wiredesk_model::Span;

/// Short forms after which a full stop ends nothing.
const SHORT: &str = " mr mrs ms dr sgt gen col lt sen rep gov st no vs inc co corp jr sr prof \
                     jan feb aug sept oct nov dec al capt cmdr maj rev hon ft ";

/// The sentences of `text`, white space at the ends left out.
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        if c == '\n' {
            push(text, start, at, &mut out);
            start = end;
            continue;
        }
        if !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        let mut stop = end;
        while let Some((i, _)) = chars.next_if(|(_, n)| "\"'”’)]".contains(*n)) {
            stop = i + text[i..].chars().next().map_or(1, char::len_utf8);
        }
        if ends_here(text, start, at, stop) {
            push(text, start, stop, &mut out);
            start = stop;
        }
    }
    push(text, start, text.len(), &mut out);
    out
}

fn push(text: &str, start: usize, end: usize, out: &mut Vec<Span>) {
    let piece = &text[start..end];
    let lead = piece.len() - piece.trim_start().len();
    let span = Span::new(start + lead, start + lead + piece.trim().len());
    if !span.is_empty() {
        out.push(span);
    }
}

fn ends_here(text: &str, start: usize, mark: usize, stop: usize) -> bool {
    let rest = &text[stop..];
    if !rest.starts_with(char::is_whitespace) {
        return rest.is_empty();
    }
    let opens = rest.trim_start().chars().next();
    if !opens.is_some_and(|c| c.is_uppercase() || c.is_numeric() || "\"'“‘([$£€".contains(c))
    {
        return false;
    }
    let before = &text[start..mark];
    let word = before.rsplit(|c: char| !c.is_alphabetic() && c != '.').next().unwrap_or("");
    let lower = format!(" {} ", word.to_lowercase());
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let dotted = word.contains('.') && word.len() <= 4;
    let dot = text[mark..].starts_with('.');
    !(dot && (initial || dotted && stop == mark + 1 || SHORT.contains(&lower)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_stops() {
        let check = |text: &str, want: &[&str]| {
            let got: Vec<&str> = sentences(text).iter().map(|s| &text[s.range()]).collect();
            assert_eq!(got, want);
        };
        check("Mr. Smith left. He ran!", &["Mr. Smith left.", "He ran!"]);
        check("“Go.” She went.\nEnd", &["“Go.”", "She went.", "End"]);
        check("It rose 3.5 percent to $1.2. OK", &["It rose 3.5 percent to $1.2.", "OK"]);
        check("In the U.S. Congress it failed.", &["In the U.S. Congress it failed."]);
        check("  ", &[]);
    }
}
