//! Whether a single line feed ends a sentence: in lists, headings and addresses it does, in text
//! that was wrapped at a fixed width it does not.

/// Lines shorter than this were not wrapped by a program.
const WRAPPED: usize = 50;

/// `at` is the line feed, `next` where the next line's text begins.
pub(super) fn ends_at(text: &str, start: usize, at: usize, next: usize) -> bool {
    let before = text[start..at].trim();
    let after = &text[next..];
    let Some(first) = after.chars().next() else { return true };
    if before.is_empty() || is_bullet(after) {
        return true;
    }
    if before.ends_with(['.', '!', '?', ':', '"', '”', '…']) && !first.is_lowercase() {
        return true;
    }
    let line = before.rsplit('\n').next().unwrap_or(before);
    let goes_on = before.ends_with([',', ';', '-', '–', '—', '(']);
    line.len() < WRAPPED && !goes_on && !first.is_lowercase()
        || line.len() > 2 * WRAPPED && !goes_on && first.is_uppercase()
}

/// A list's mark at the head of a line: a bullet, "1.", "2)", "(a)".
fn is_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('•' | '‣' | '◦' | '▪' | '●' | '■' | '·' | '*' | '–' | '—' | '-') => {
            chars.next().is_some_and(char::is_whitespace)
        }
        Some('(') => line.as_bytes().get(2) == Some(&b')'),
        Some(c) if c.is_ascii_alphanumeric() => {
            let word = line.bytes().take(4).take_while(u8::is_ascii_alphanumeric).count();
            let numbered = line.bytes().take(word).all(|b| b.is_ascii_digit()) || word == 1;
            let marked = matches!(line.as_bytes().get(word), Some(b'.' | b')'));
            numbered && marked && line.as_bytes().get(word + 1) == Some(&b' ')
        }
        _ => false,
    }
}
