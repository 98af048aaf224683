//! What readers say under a story: plain text with its addresses made into links, nothing else.

use crate::edition::followable;
use crate::xml::escape;

/// A comment as shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spoken {
    /// Its number.
    pub id: u64,
    /// Who says it; empty when it was removed.
    pub name: String,
    /// When, for machines and for people.
    pub at: (String, String),
    /// It was changed since.
    pub edited: bool,
    /// Escaped, ready.
    pub html: String,
    /// It answers another.
    pub answer: bool,
    /// What a reader may do with it and what became of it, for pages that know who reads.
    pub own: bool,
    /// Why it waits; for its writer only.
    pub held: Option<String>,
    /// Its words, to be changed; only while its writer may.
    pub editable: Option<String>,
}

/// The comments of a story.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Talk {
    /// How many readers see.
    pub count: u64,
    /// Those shown, each with its answers after it.
    pub comments: Vec<Spoken>,
    /// Nobody may add one.
    pub closed: bool,
    /// None is shown.
    pub hidden: bool,
}

impl Talk {
    /// "Comments", "1 comment", "12 comments".
    #[must_use]
    pub fn heading(&self) -> String {
        match self.count {
            0 => "Comments".into(),
            1 => "1 comment".into(),
            n => format!("{n} comments"),
        }
    }
}

/// Plain text as HTML: paragraphs at empty lines, web addresses as links that no search engine
/// follows, everything else escaped.
#[must_use]
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for paragraph in text.split("\n\n").filter(|p| !p.trim().is_empty()) {
        out.push_str("<p class=\"text\" dir=\"auto\">");
        for (n, line) in paragraph.trim().lines().enumerate() {
            if n > 0 {
                out.push_str("<br>");
            }
            linked(&mut out, line);
        }
        out.push_str("</p>");
    }
    out
}

/// How many links a text has.
#[must_use]
pub fn links(text: &str) -> usize {
    text.split_whitespace().filter(|word| address(word).is_some()).count()
}

fn linked(out: &mut String, line: &str) {
    for piece in line.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let Some((before, url, after)) = address(word) else {
            out.push_str(&escape(piece));
            continue;
        };
        let url = escape(url);
        out.push_str(&escape(before));
        out.push_str("<a href=\"");
        out.push_str(&url);
        out.push_str("\" rel=\"nofollow ugc noopener\">");
        out.push_str(&url);
        out.push_str("</a>");
        out.push_str(&escape(after));
        out.push_str(&escape(&piece[word.len()..]));
    }
}

/// The web address in a word, with what stands before and behind it.
fn address(word: &str) -> Option<(&str, &str, &str)> {
    let start = word.find("https://").or_else(|| word.find("http://"))?;
    let (before, rest) = word.split_at(start);
    let trimmed = rest.trim_end_matches(|c: char| ".,;:!?)]}>'\"”’»".contains(c));
    let (url, after) = rest.split_at(trimmed.len());
    let host = url.split("://").nth(1).unwrap_or_default();
    let plain = |c: char| c.is_ascii_graphic() && !"\"'<>`\\{}|^".contains(c);
    let good = before.chars().all(|c| "([{<\"'“‘«".contains(c)) && url.chars().all(plain);
    (good && host.starts_with(|c: char| c.is_ascii_alphanumeric()) && followable(url).is_some())
        .then_some((before, url, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text_and_addresses_are_links() {
        let check = |text: &str, expected: &str| {
            let expected = format!("<p class=\"text\" dir=\"auto\">{expected}</p>");
            assert_eq!(html(text), expected);
        };
        check("a < b & \"c\"", "a &lt; b &amp; &quot;c&quot;");
        check("one\ntwo", "one<br>two");
        let link = |url: &str| format!("<a href=\"{url}\" rel=\"nofollow ugc noopener\">{url}</a>");
        check(
            "see (https://a.example/b?c=1).",
            &format!("see ({}).", link("https://a.example/b?c=1")),
        );
        check("javascript:alert(1)", "javascript:alert(1)");
        check("https://a.example/\"onmouseover=x", "https://a.example/&quot;onmouseover=x");
        assert_eq!(html("a\n\nb").matches("<p").count(), 2);
        assert_eq!(links("http://a.example and https://b.example, not ftp://c"), 2);
    }
}
