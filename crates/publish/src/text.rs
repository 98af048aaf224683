//! Small turns of text: addresses from headlines, short forms, counted words.

/// A headline as the readable part of an address: lower-case ASCII letters and digits joined by
/// hyphens, at most 80 bytes, cut at a word; `story` when nothing is left.
#[must_use]
pub fn slug(headline: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in headline.chars() {
        match plain(c) {
            Some(letter) => {
                if gap && !out.is_empty() {
                    if out.len() > 70 {
                        break;
                    }
                    out.push('-');
                }
                gap = false;
                out.push(letter);
            }
            // An apostrophe belongs to its word: "Russia's" is `russias`.
            None => gap |= !matches!(c, '\'' | '’' | '‘'),
        }
        if out.len() >= 80 {
            break;
        }
    }
    if out.is_empty() { "story".into() } else { out }
}

/// The first words of `text`, at most `max` characters, with an ellipsis when some are left out.
#[must_use]
pub fn shorten(text: &str, max: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(max) else { return text.to_owned() };
    let head = &text[..cut];
    let end = head.rfind(char::is_whitespace).filter(|&at| at > cut / 2).unwrap_or(cut);
    format!("{}…", head[..end].trim_end_matches([' ', ',', ';', ':', '.']))
}

/// The words on one line, a blank between each two.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// For an address: everything but ASCII letters, digits, `-`, `_` and `.` as `%XX`.
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// `1 report`, `2 reports`.
#[must_use]
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `A`, `A and B`, `A, B and C`.
#[must_use]
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// Letters that addresses keep, the commonest accents taken off.
fn plain(c: char) -> Option<char> {
    let c = c.to_lowercase().next()?;
    match c {
        'a'..='z' | '0'..='9' => Some(c),
        'à'..='å' | 'ā' | 'ă' | 'ą' => Some('a'),
        'ç' | 'ć' | 'č' => Some('c'),
        'è'..='ë' | 'ē' | 'ę' | 'ě' => Some('e'),
        'ì'..='ï' | 'ī' | 'ı' => Some('i'),
        'ñ' | 'ń' | 'ň' => Some('n'),
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => Some('o'),
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => Some('u'),
        'ś' | 'š' | 'ş' => Some('s'),
        'ý' | 'ÿ' => Some('y'),
        'ź' | 'ż' | 'ž' => Some('z'),
        'ł' => Some('l'),
        'ğ' => Some('g'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines_become_addresses() {
        let check = |headline: &str, expected: &str| assert_eq!(slug(headline), expected);
        check(
            "North Korea Outranks China As Russia’s Top Ally",
            "north-korea-outranks-china-as-russias-top-ally",
        );
        check("  “Q3”: Müller & Søn -- up 4.5% ", "q3-muller-son-up-4-5");
        check("!!!", "story");
        check("日本語", "story");
        assert!(slug(&"word ".repeat(100)).len() <= 80);
        assert!(slug(&"w".repeat(500)).len() <= 80);
    }

    #[test]
    fn long_texts_are_cut_at_a_word() {
        assert_eq!(shorten("one two three", 13), "one two three");
        assert_eq!(shorten("one two three", 9), "one two…");
        assert_eq!(shorten("ééééé", 3), "ééé…");
    }

    #[test]
    fn names_are_listed_as_one_says_them() {
        let names: Vec<String> = ["A", "B", "C"].map(String::from).to_vec();
        assert_eq!(listed(&names[..0]), "");
        assert_eq!(listed(&names[..1]), "A");
        assert_eq!(listed(&names), "A, B and C");
    }
}
