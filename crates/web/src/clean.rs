//! What people type, made harmless before it is kept: no control or direction characters, no towers
//! of accents, no endless lines. Escaping is the templates' work and comes on top.

/// Marks put on one letter; more are a game with the layout.
const MARKS_MAX: usize = 3;

/// One line: white space runs are one blank. At most `max` characters.
pub(crate) fn line(text: &str, max: usize) -> String {
    let plain = harmless(text, max.saturating_mul(8));
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").chars().take(max).collect::<String>().trim_end().to_owned()
}

/// Several lines: at most one blank line between two. At most `max` characters.
pub(crate) fn paragraphs(text: &str, max: usize) -> String {
    let mut out = String::new();
    let mut blank = 0;
    for line in harmless(text, max.saturating_mul(2)).lines() {
        let line = line.trim_end();
        blank = if line.is_empty() { blank + 1 } else { 0 };
        if blank > 1 || line.is_empty() && out.is_empty() {
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    out.chars().take(max).collect::<String>().trim_end().to_owned()
}

/// A name to be shown under: one line with a letter or digit in it, looking like no other sign.
pub(crate) fn name(text: &str) -> Option<String> {
    let name = line(text, crate::limits::NAME_CHARS);
    let signs = |c: char| c.is_alphanumeric() || " .,'’-_".contains(c) || is_mark(c);
    (name.chars().any(char::is_alphanumeric) && name.chars().all(signs)).then_some(name)
}

/// At most `max` characters of it, without those that steer the layout.
fn harmless(text: &str, max: usize) -> String {
    let mut out = String::new();
    let mut marks = 0;
    for c in text.chars().take(max) {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if marks > MARKS_MAX || steers(c) || c.is_control() && c != '\n' && c != '\t' {
            continue;
        }
        out.push(c);
    }
    out
}

/// Combining marks.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// Characters that turn the direction of text round, are not seen, or stand for nothing.
fn steers(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffd}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{e000}'..='\u{f8ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_the_layout_is_left_out() {
        let check = |text: &str, expected: &str| assert_eq!(line(text, 40), expected);
        check("  a \u{202e}b\u{0007}  c\n", "a b c");
        check("paypal\u{200b}.example", "paypal.example");
        check("\u{feff}", "");
        assert!(line(&format!("z{}", "\u{335}".repeat(500)), 40).chars().count() <= 1 + MARKS_MAX);
        assert_eq!(paragraphs("a\r\n\n\n\n\nb\n\n", 50), "a\n\nb");
        assert_eq!(paragraphs(&"x".repeat(1 << 20), 3_000).len(), 3_000);
        assert_eq!(line("é́ñ", 40), "é́ñ");
    }

    #[test]
    fn names_have_letters_and_no_signs() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(name(text).as_deref(), expected, "{text}");
        };
        check(" Ann  O’Dea-Lund ", Some("Ann O’Dea-Lund"));
        check("李小龍", Some("李小龍"));
        for bad in ["", "...", "<script>alert(1)</script>", "a\" onload=\"x", "✓ Editor", "{{x}}"]
        {
            check(bad, None);
        }
    }
}
