//! Text as it goes into a report: no control characters, no invisible ones, plain blanks.

/// One line of words: blanks of all kinds run together to one, invisible characters gone.
#[must_use]
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_line(&mut out, text);
    out.truncate(out.trim_end().len());
    out
}

/// Adds words to a line. A blank at either side of `text` becomes one blank, unless the line is
/// empty or ends with one.
pub(crate) fn push_line(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        // Most text is runs of plain ASCII words: copy those whole.
        let plain = rest.bytes().take_while(|b| (0x21..0x7F).contains(b)).count();
        if plain > 0 {
            out.push_str(&rest[..plain]);
            rest = &rest[plain..];
            continue;
        }
        rest = &rest[first.len_utf8()..];
        if is_blank(first) {
            if !out.is_empty() && !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
        } else if !is_invisible(first) {
            out.push(first);
        }
    }
}

/// Several paragraphs: each a [`line`] (single line breaks inside are kept), parted by one blank
/// line; empty ones dropped.
#[must_use]
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for raw in text.lines().flat_map(|l| l.split(['\u{2028}', '\u{2029}', '\r', '\u{b}', '\u{c}']))
    {
        let start = out.len();
        if start > 0 {
            out.push_str(if gap { "\n\n" } else { "\n" });
        }
        let words = out.len();
        push_line(&mut out, raw);
        out.truncate(out.trim_end_matches([' ', '\n']).len().max(start));
        if out.len() <= words {
            out.truncate(start);
            gap = start > 0;
        } else {
            gap = false;
        }
    }
    out
}

fn is_blank(c: char) -> bool {
    // Zero-width joiners are not blanks; U+0085 and the Unicode spaces are.
    c.is_whitespace() || matches!(c, '\u{1680}' | '\u{180E}' | '\u{3164}' | '\u{FFA0}')
}

fn is_invisible(c: char) -> bool {
    // U+200C and U+200D are letters' glue in Persian, Indic scripts and emoji: they stay.
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}'..='\u{2064}')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}')
        || matches!(c, '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_plain() {
        let check = |input: &str, expected: &str| assert_eq!(line(input), expected, "{input:?}");
        check("  a \t\n b\u{a0}\u{a0}c ", "a b c");
        check("so\u{ad}ft\u{200b}ly\u{feff}", "softly");
        check("bell\u{7} nul\0", "bell nul");
        check("می\u{200c}خواهم", "می\u{200c}خواهم");
        check("\u{202e}evil\u{202c}", "evil");
        check("", "");
        check("a \u{200b} b", "a b");
    }

    #[test]
    fn paragraphs_are_parted_by_one_blank_line() {
        let check = |input: &str, expected: &str| assert_eq!(text(input), expected, "{input:?}");
        check("a\r\n\r\n\r\n  b  \n c\n\n \u{a0} \n", "a\n\nb\nc");
        check("\n\n a", "a");
        check("one\u{2029}two", "one\ntwo");
        check(" \u{200b} \n", "");
    }

    proptest::proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(input in "\\PC{0,40}[ \\n\\r\\t]{0,4}\\PC{0,40}") {
            let once = text(&input);
            assert_eq!(text(&once), once);
            assert_eq!(line(&line(&input)), line(&input));
            assert!(!once.contains("\n\n\n") && !once.contains(" \n"));
        }
    }
}
