//! Authors' names out of by-lines.

use crate::{clean, limits};

/// Adds the names that a by-line holds: without "By", addresses, titles of office after a comma
/// and repeats; several names are parted at commas, semicolons, "and" and "&".
pub(crate) fn add(raw: &str, into: &mut Vec<String>) {
    let line = clean::line(raw);
    if line.contains("://") {
        return; // a profile's address, as Facebook once asked for
    }
    let line = without_by(&line);
    for part in line.split(['|', ';', '/']).flat_map(|p| p.split(" and ")) {
        let names = part.split(" & ").flat_map(|p| p.split([',', '·', '•']));
        for name in names {
            let name = name.trim().trim_start_matches("and ").trim_start_matches("with ");
            let name = without_by(name.trim_matches([' ', '.', ':', '-', '–', '—', '*', '"']));
            if is_name(name) && into.iter().all(|n| !n.eq_ignore_ascii_case(name)) {
                into.push(name.to_owned());
            }
            if into.len() >= limits::AUTHORS_MAX {
                return;
            }
        }
    }
}

fn without_by(text: &str) -> &str {
    const LEADS: [&str; 16] = [
        "written by",
        "story by",
        "words by",
        "reported by",
        "posted by",
        "published by",
        "analysis by",
        "review by",
        "edited by",
        "by:",
        "by",
        "von",
        "par",
        "por",
        "door",
        "di",
    ];
    for lead in LEADS {
        let Some(head) = text.get(..lead.len()) else { continue };
        let rest = &text[lead.len()..];
        if head.eq_ignore_ascii_case(lead) && rest.starts_with([' ', '\n']) {
            return rest.trim_start();
        }
    }
    text
}

fn is_name(text: &str) -> bool {
    const NOT_NAMES: [&str; 24] = [
        "admin",
        "administrator",
        "editor",
        "author",
        "staff",
        "unknown",
        "guest",
        "none",
        "null",
        "undefined",
        "n/a",
        "reporter",
        "correspondent",
        "senior reporter",
        "associate editor",
        "jr",
        "sr",
        "phd",
        "md",
        "web desk",
        "about the author",
        "read more",
        "follow",
        "updated",
    ];
    let lower = text.to_lowercase();
    let address = lower.contains('@') || lower.contains("http") || lower.contains("www.");
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let size = text.chars().count();
    let pictures = ["image", "photo", "picture", "getty"].iter().any(|w| lower.contains(w));
    !address
        && !pictures
        && letters >= 2
        && digits <= 2
        && size <= limits::AUTHOR_CHARS_MAX
        && text.split_whitespace().count() <= 8
        && !NOT_NAMES.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_parted_and_cleaned() {
        let check = |input: &str, expected: &[&str]| {
            let mut got = Vec::new();
            super::add(input, &mut got);
            assert_eq!(got, expected, "{input}");
        };
        check("By Ann Lee and Bo Ray", &["Ann Lee", "Bo Ray"]);
        check("by\u{a0}Ann Lee, Senior Reporter", &["Ann Lee"]);
        check("Ann Lee; Bo Ray & Cy Fox", &["Ann Lee", "Bo Ray", "Cy Fox"]);
        check("Byron Sands", &["Byron Sands"]);
        check("ann@house.example", &[]);
        check("https://house.example/ann", &[]);
        check("admin", &[]);
        check("Ann Lee, Ann Lee", &["Ann Lee"]);
    }
}
