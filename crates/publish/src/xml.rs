//! XML written safely: every text escaped, characters that XML 1.0 forbids left out.

use std::fmt::Write as _;

/// A document under construction. Elements are closed by the one who opens them.
#[derive(Debug)]
pub struct Xml {
    out: String,
}

impl Xml {
    /// Begins a document with its declaration.
    #[must_use]
    pub fn new() -> Self {
        Self::declared("utf-8")
    }

    /// The same, with the name of the encoding (always UTF-8) written as a client wants to see it.
    #[must_use]
    pub fn declared(encoding: &str) -> Self {
        Self { out: format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>\n") }
    }

    /// `<name a="b">`.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Self {
        self.tag(name, attributes, ">")
    }

    /// `</name>` and a line break.
    pub fn close(&mut self, name: &str) -> &mut Self {
        let _ = writeln!(self.out, "</{name}>");
        self
    }

    /// `<name a="b"/>`.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Self {
        self.tag(name, attributes, "/>\n")
    }

    /// `<name>text</name>`.
    pub fn leaf(&mut self, name: &str, text: &str) -> &mut Self {
        self.leaf_with(name, &[], text)
    }

    /// `<name a="b">text</name>`.
    pub fn leaf_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> &mut Self {
        self.tag(name, attributes, ">");
        escape_into(text, &mut self.out);
        self.close(name)
    }

    /// The whole document.
    #[must_use]
    pub fn finish(self) -> String {
        self.out
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) -> &mut Self {
        let _ = write!(self.out, "<{name}");
        for (key, value) in attributes {
            let _ = write!(self.out, " {key}=\"");
            escape_into(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push_str(end);
        self
    }
}

impl Default for Xml {
    fn default() -> Self {
        Self::new()
    }
}

/// Text for XML and for HTML, in an element or a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(text, &mut out);
    out
}

fn escape_into(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_escaped_or_left_out() {
        let check = |text: &str, expected: &str| assert_eq!(escape(text), expected);
        check("AT&T <b> \"x\" 'y'", "AT&amp;T &lt;b&gt; &quot;x&quot; &#39;y&#39;");
        check("a\u{0}b\u{b}c\td\u{ffff}", "abc\td");
        check("]]>", "]]&gt;");
    }

    #[test]
    fn elements_nest() {
        let mut xml = Xml::new();
        xml.open("a", &[("k", "1 & 2")]).leaf("b", "x<y").empty("c", &[]).close("a");
        assert!(xml.finish().ends_with("<a k=\"1 &amp; 2\"><b>x&lt;y</b>\n<c/>\n</a>\n"));
    }
}
