//! Words out of HTML, and teasers of the length that clients expect.

use crate::text::one_line;
use crate::text::shorten;
use crate::xml::escape;

/// Characters of a teaser.
pub const TEASER_CHARS: usize = 256;

/// Bytes within which a tag has to end, so that many that never do cost no more than their length.
const TAG_BYTES: usize = 4096;

/// The words of HTML: tags left out, entities decoded, a blank line between blocks, scripts, styles
/// and comments gone. Text that only looks like markup ("5 < 6") stays.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut out = Plain::default();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        out.text(&rest[..at]);
        rest = &rest[at..];
        rest = match rest.starts_with('<') {
            true => tag(rest, &mut out),
            false => entity(rest, &mut out),
        };
    }
    out.text(rest);
    out.text.truncate(out.text.trim_end().len());
    out.text
}

/// Markup as one line of plain text.
#[must_use]
pub fn line(html: &str) -> String {
    one_line(&plain(html))
}

/// A teaser of at most [`TEASER_CHARS`]: the story's own, else the beginning of its body.
#[must_use]
pub fn teaser(teaser: &str, body: &str) -> String {
    if !teaser.trim().is_empty() && teaser.chars().nth(TEASER_CHARS).is_none() {
        return teaser.to_owned();
    }
    let words = line(if teaser.trim().is_empty() { body } else { teaser });
    // What is cut was plain text; it is escaped again, for a teaser may be put into a page. Escaping
    // makes it longer, so the cut is tried until it fits.
    let mut most = TEASER_CHARS - 1;
    loop {
        let cut = escape(&shorten(&words, most));
        let over = cut.chars().count().saturating_sub(TEASER_CHARS);
        if over == 0 {
            return cut;
        }
        most = most.saturating_sub(over.div_ceil(5).max(1));
    }
}

#[derive(Default)]
struct Plain {
    text: String,
    /// Blanks wait until a word comes after them.
    gap: Gap,
}

#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Blank,
    Line,
    Block,
}

impl Plain {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.letter(c);
        }
    }

    fn letter(&mut self, c: char) {
        if c.is_whitespace() {
            return self.gap(Gap::Blank);
        }
        if !self.text.is_empty() {
            self.text.push_str(match self.gap {
                Gap::None => "",
                Gap::Blank => " ",
                Gap::Line => "\n",
                Gap::Block => "\n\n",
            });
        }
        self.gap = Gap::None;
        self.text.push(c);
    }

    fn gap(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }
}

/// Takes a tag off the beginning of `rest`.
fn tag<'a>(rest: &'a str, out: &mut Plain) -> &'a str {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.split_once("-->").map_or("", |(_, after)| after);
    }
    let name = rest[1..].trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let name = name[..end].to_ascii_lowercase();
    let opens = name.starts_with(|c: char| c.is_ascii_alphabetic()) || rest.starts_with("<!");
    let Some(close) = close_of(rest).filter(|_| opens) else {
        out.letter('<');
        return &rest[1..];
    };
    let after = &rest[close + 1..];
    match name.as_str() {
        "script" | "style" | "template" if !rest.starts_with("</") => return skip(after, &name),
        "br" => out.gap(Gap::Line),
        "li" | "tr" | "dt" | "dd" => out.gap(Gap::Line),
        "td" | "th" => out.gap(Gap::Blank),
        "p" | "div" | "ul" | "ol" | "dl" | "table" | "blockquote" | "section" | "article"
        | "figure" | "figcaption" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr" | "pre" => {
            out.gap(Gap::Block);
        }
        _ => {}
    }
    after
}

/// Where the tag at the beginning ends; a `>` within quotes does not end it.
fn close_of(tag: &str) -> Option<usize> {
    let mut quote = None;
    let mut value = false;
    for (at, b) in tag.bytes().take(TAG_BYTES).enumerate() {
        match (quote, b) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') if value => quote = Some(b),
            (Some(q), b) if q == b => quote = None,
            _ => {}
        }
        value = b == b'=' || value && b.is_ascii_whitespace();
    }
    // A quote that nothing closes quotes nothing.
    tag.bytes().take(TAG_BYTES).position(|b| b == b'>')
}

fn skip<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let close = &rest[from + at + 2..];
        if close.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            return close.split_once('>').map_or("", |(_, after)| after);
        }
        from += at + 2;
    }
    ""
}

/// Takes an entity off the beginning of `rest`.
fn entity<'a>(rest: &'a str, out: &mut Plain) -> &'a str {
    let end = rest.bytes().take(12).position(|b| b == b';');
    if let Some(end) = end
        && let Some(c) = letter_of(&rest[1..end])
    {
        out.letter(c);
        return &rest[end + 1..];
    }
    out.letter('&');
    &rest[1..]
}

fn letter_of(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace());
    }
    ENTITIES.iter().find(|(n, _)| *n == name).map(|(_, c)| *c)
}

const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '•'),
    ("middot", '·'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("times", '×'),
    ("frac12", '½'),
    ("sect", '§'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("auml", 'ä'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("iacute", 'í'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ouml", 'ö'),
    ("uacute", 'ú'),
    ("uuml", 'ü'),
    ("szlig", 'ß'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_words() {
        let check = |html: &str, expected: &str| assert_eq!(plain(html), expected);
        check("<p>A &amp; B</p>\n\n\n\n<p>C<br>D</p>", "A & B\n\nC\nD");
        check("x<script>alert('</p>')</script>y<STYLE>a</style >z", "xyz");
        check("5 < 6 & 7 > 3, a<b", "5 < 6 & 7 > 3, a<b");
        check("<a href=\"x>y\" title='z'>l</a>ink", "link");
        check("<p title=\"open>still", "still");
        check("&#39;&#x27;&#8217;&rsquo;&bogus;&;", "''’’&bogus;&;");
        check("&lt;b&gt;", "<b>");
        check("<ul><li>one</li><li>two</li></ul>", "one\ntwo");
        check("a<!-- b --> c", "a c");
        check("<!-- never closed", "");
        check("é<", "é<");
        check("", "");
        check("&#0;&#x110000;&#99999999999;", "&#0;&#x110000;&#99999999999;");
    }

    #[test]
    fn a_teaser_fits() {
        assert_eq!(teaser("It&#39;s <em>short</em>.", "<p>x</p>"), "It&#39;s <em>short</em>.");
        assert_eq!(teaser("", "<p>From the &amp; body</p>"), "From the &amp; body");
        assert_eq!(teaser(" ", ""), "");
        for long in ["word ".repeat(200), "<b>&amp;</b>".repeat(300), "é".repeat(400)] {
            let cut = teaser(&long, "");
            let count = cut.chars().count();
            assert!(count <= TEASER_CHARS && count > 150, "{count}: {cut}");
            assert!(!cut.contains('<'));
        }
        let hostile = format!("{}&lt;script&gt;", "word ".repeat(48));
        assert!(!teaser(&hostile, "").contains("<script"));
    }
}
