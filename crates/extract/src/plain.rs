//! Plain text and Markdown.

use crate::{Error, Extracted, Hints, charset, clean, date, limits};

/// Reads a plain text. A first line on its own that is short and does not end as a sentence is
/// the title; front matter is read as in [`markdown`].
///
/// # Errors
/// [`Error::Empty`], [`Error::TooLarge`], [`Error::Charset`], [`Error::NoText`].
pub fn plain(bytes: &[u8], hints: &Hints) -> Result<Extracted, Error> {
    let source = read(bytes, hints)?;
    let (mut out, body) = front_matter(&source);
    let text = clean::text(body);
    out.text = match headline(&text).filter(|_| out.title.is_none()) {
        Some((title, rest)) => {
            out.title = Some(title.to_owned());
            rest.to_owned()
        }
        None => text,
    };
    finish(out, hints)
}

/// Reads Markdown: front matter (`title`, `date`, `source`, `author`, `url`, `language`, as
/// `key: value` lines between `---` lines, or at the very top before a blank line), the first
/// heading as title, and the words without their marks.
///
/// # Errors
/// As [`plain`].
pub fn markdown(bytes: &[u8], hints: &Hints) -> Result<Extracted, Error> {
    let source = read(bytes, hints)?;
    let (mut out, body) = front_matter(&source);
    let mut text = String::with_capacity(body.len());
    let mut fenced = false;
    for line in body.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        let heading = trimmed.trim_start_matches('#');
        let marks = trimmed.len() - heading.len();
        if !fenced && (1..=6).contains(&marks) && heading.starts_with(' ') {
            let words = inline(heading.trim().trim_end_matches('#'));
            match out.title.is_none() && text.trim().is_empty() {
                true => out.title = Some(clean::line(&words)),
                false => {
                    text.push_str("\n\n");
                    text.push_str(&words);
                    text.push_str("\n\n");
                }
            }
            continue;
        }
        let rule =
            trimmed.len() >= 3 && trimmed.chars().all(|c| matches!(c, '-' | '*' | '_' | '='));
        if !rule || fenced {
            text.push_str(&inline(without_list_mark(trimmed.trim_start_matches(['>', ' ']))));
        }
        text.push('\n');
    }
    out.text = unwrap_lines(&clean::text(&text));
    finish(out, hints)
}

fn read(bytes: &[u8], hints: &Hints) -> Result<String, Error> {
    crate::check_size(bytes)?;
    charset::decode(bytes, hints.content_type.as_deref())
}

fn finish(mut out: Extracted, hints: &Hints) -> Result<Extracted, Error> {
    if out.text.is_empty() {
        return Err(Error::NoText);
    }
    out.language = out.language.or_else(|| crate::language_of(&out.text));
    out.language = out.language.or_else(|| hints.language.clone());
    out.site = out.site.or_else(|| hints.source.clone());
    out.url = out.url.or_else(|| hints.url.clone());
    Ok(out)
}

/// A short first paragraph that is no sentence.
fn headline(text: &str) -> Option<(&str, &str)> {
    let (first, rest) = text.split_once("\n\n")?;
    let short = first.chars().count() <= 160 && !first.contains('\n');
    let sentence = first.ends_with(['.', ':', ',', ';']);
    (short && !sentence && rest.len() > first.len()).then_some((first, rest))
}

/// What the head lines say, and the text after them.
fn front_matter(source: &str) -> (Extracted, &str) {
    let body = source.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    let fenced =
        body.strip_prefix("---").and_then(|r| r.trim_start_matches(' ').strip_prefix('\n'));
    let fenced = fenced.or_else(|| body.strip_prefix("---\r\n"));
    let mut out = Extracted::default();
    let mut rest = fenced.unwrap_or(body);
    let mut lines = 0;
    let mut list_of: Option<String> = None;
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let trimmed = line.trim();
        let closing = matches!(trimmed, "---" | "...");
        if fenced.is_some() && closing {
            return (out, after);
        }
        if fenced.is_none() && trimmed.is_empty() && lines > 0 {
            return (out, after);
        }
        let known = match (trimmed.strip_prefix("- "), &list_of) {
            (Some(item), Some(key)) => set(&mut out, key, unquote(item)),
            _ => trimmed.split_once(':').is_some_and(|(key, value)| {
                let key = key.trim().to_ascii_lowercase();
                list_of = value.trim().is_empty().then(|| key.clone());
                set(&mut out, &key, unquote(value.trim()))
            }),
        };
        // Without a fence every line must be one of ours, or it is not front matter at all.
        let unknown_text = fenced.is_none() && !known;
        if unknown_text || after.is_empty() || lines > HEAD_LINES_MAX {
            return (Extracted::default(), source);
        }
        lines += 1;
        rest = after;
    }
}

const HEAD_LINES_MAX: usize = 60;

fn unquote(value: &str) -> &str {
    let inner = |q: char| value.strip_prefix(q).and_then(|v| v.strip_suffix(q));
    inner('"').or_else(|| inner('\'')).unwrap_or(value).trim()
}

/// Takes one line of front matter; false when the key is none of ours.
fn set(out: &mut Extracted, key: &str, value: &str) -> bool {
    let some = || Some(clean::line(value)).filter(|v| !v.is_empty());
    match key {
        "title" | "headline" => out.title = some(),
        "source" | "site" | "outlet" | "publisher" => out.site = some(),
        "url" | "link" | "canonical" => out.url = some(),
        "language" | "lang" => out.language = some(),
        "author" | "authors" | "byline" | "by" => {
            let names = value.trim_matches(['[', ']']).split([',', ';']).map(unquote);
            let names = names.map(clean::line).filter(|n| !n.is_empty());
            out.byline.extend(names.take(limits::AUTHORS_MAX));
        }
        "date" | "published" | "published_at" | "pubdate" => {
            out.published = date::parse(value);
            out.published_raw = some().filter(|_| out.published.is_none());
        }
        _ => return false,
    }
    true
}

fn without_list_mark(line: &str) -> &str {
    let bullet = line.strip_prefix(['-', '*', '+']).and_then(|r| r.strip_prefix(' '));
    bullet.unwrap_or(line)
}

/// Words without emphasis marks; links and images by their words.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '\\' if after.starts_with(|n: char| n.is_ascii_punctuation()) => {
                out.push_str(&after[..1]);
                rest = &after[1..];
                continue;
            }
            '*' | '`' => {}
            '_' if !inside_word(&out, after) => {}
            '!' if after.starts_with('[') => {
                // A picture has no words of its own in the text.
                let end = link(after).map_or(after, |(_, end)| end);
                rest = end;
                continue;
            }
            '[' => {
                if let Some((words, end)) = link(rest) {
                    out.push_str(&words.replace(['*', '`'], ""));
                    rest = end;
                    continue;
                }
                out.push(c);
            }
            _ => out.push(c),
        }
        rest = after;
    }
    out
}

fn inside_word(before: &str, after: &str) -> bool {
    before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)
}

/// Longest address or text of a link that is looked for: keeps `[[[[…` linear.
const LINK_BYTES_MAX: usize = 2_000;

/// `[words](address)` at the start of the text: the words, and what follows.
fn link(text: &str) -> Option<(&str, &str)> {
    let near = text.bytes().take(LINK_BYTES_MAX);
    let close = near.clone().position(|b| b == b']')?;
    let target = text[close + 1..].strip_prefix('(')?;
    let end = target.bytes().take(LINK_BYTES_MAX).position(|b| b == b')')?;
    Some((&text[1..close], &target[end + 1..]))
}

/// Markdown's single line breaks are blanks.
fn unwrap_lines(text: &str) -> String {
    let paragraphs: Vec<String> = text.split("\n\n").map(|p| p.replace('\n', " ")).collect();
    paragraphs.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn md(text: &str) -> Extracted {
        markdown(text.as_bytes(), &Hints::default()).unwrap()
    }

    #[test]
    fn reads_front_matter_and_words() {
        let got = md(
            "---\ntitle: \"Talks: a start\"\ndate: 2024-09-15\nsource: Gray Wire\nauthor: \
            Ann Lee, Bo Ray\nmood: calm\n---\n\n## Where\n\nThe *first* [talks](http://a.example/x_y) \
            began\nin **Oslo**.\n\n- snake_case\n> said he\n",
        );
        assert_eq!(got.title.as_deref(), Some("Talks: a start"));
        assert_eq!(got.published.unwrap().to_string(), "2024-09-15");
        assert_eq!(got.site.as_deref(), Some("Gray Wire"));
        assert_eq!(got.byline, ["Ann Lee", "Bo Ray"]);
        assert_eq!(got.text, "Where\n\nThe first talks began in Oslo.\n\nsnake_case said he");
    }

    #[test]
    fn a_heading_is_the_title() {
        let got = md("# Head *line* #\n\nWords ![a picture](x.png) here.");
        assert_eq!(got.title.as_deref(), Some("Head line"));
        assert_eq!(got.text, "Words here.");
    }

    #[test]
    fn impossible_dates_are_kept_as_they_stood() {
        let got = md("---\ndate: 0000-01-01\n---\nWords.");
        assert_eq!((got.published, got.published_raw.as_deref()), (None, Some("0000-01-01")));
    }

    #[test]
    fn plain_text_with_and_without_heads() {
        let check = |input: &str, title: Option<&str>, text: &str| {
            let got = plain(input.as_bytes(), &Hints::default()).unwrap();
            assert_eq!((got.title.as_deref(), got.text.as_str()), (title, text));
        };
        check(
            "Talks end\n\nThe talks ended on Monday.",
            Some("Talks end"),
            "The talks ended on Monday.",
        );
        check(
            "Title: Talks end\nDate: 2024-09-15\n\nThey ended.",
            Some("Talks end"),
            "They ended.",
        );
        check("The talks ended.\n\nAll is well now.", None, "The talks ended.\n\nAll is well now.");
        check("OSLO: They met.\nThen they left.", None, "OSLO: They met.\nThen they left.");
        check("Title: only a head", None, "Title: only a head");
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[\\[\\]()!*_`#>~a-z:é\\n \\\\-]{0,80}") {
            let _ = markdown(text.as_bytes(), &Hints::default());
            let _ = plain(text.as_bytes(), &Hints::default());
        }
    }
}
