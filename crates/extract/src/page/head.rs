//! What a page says about itself, gathered in one walk.

use crate::html::{Tag, Tree};
use crate::{clean, limits};
use serde_json::Value;

/// The page's witnesses.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Name (lower case, of `name`, `property`, `itemprop` or `http-equiv`) and content.
    metas: Vec<(String, String)>,
    /// `<title>`.
    pub(super) title: Option<String>,
    /// `<html lang>`.
    pub(super) language: Option<String>,
    /// `<link rel=canonical>`.
    pub(super) canonical: Option<String>,
    /// `<base href>`.
    pub(super) base: Option<String>,
    /// JSON-LD blocks.
    pub(super) linked: Vec<Value>,
    /// Nodes of `h1` elements.
    pub(super) h1: Vec<u32>,
    /// Nodes of `time` elements, and of others that say `datePublished`.
    pub(super) times: Vec<u32>,
    /// Nodes that say who wrote it.
    pub(super) authors: Vec<u32>,
}

impl Head {
    /// The first non-empty content of the first of these names that the page has.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        let told = |name: &&str| self.metas.iter().find(|(n, v)| n == *name && !v.is_empty());
        names.iter().find_map(told).map(|(_, v)| v.as_str())
    }

    /// All non-empty contents of a name.
    pub(super) fn metas<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let same = self.metas.iter().filter(move |(n, v)| n == name && !v.is_empty());
        same.map(|(_, v)| v.as_str())
    }
}

pub(super) fn gather(tree: &Tree<'_>) -> Head {
    let mut head = Head::default();
    let mut id = 1;
    while (id as usize) < tree.nodes.len() {
        let node = &tree.nodes[id as usize];
        match node.tag {
            Tag::Text => {}
            Tag::Svg => {
                id = node.end;
                continue;
            }
            Tag::Html => head.language = head.language.take().or_else(|| value(tree, id, "lang")),
            Tag::Base => head.base = head.base.take().or_else(|| value(tree, id, "href")),
            Tag::Meta => meta(tree, id, &mut head),
            Tag::Link => link(tree, id, &mut head),
            Tag::Title if head.title.is_none() => {
                head.title = Some(clean::line(&tree.inner_text(id))).filter(|t| !t.is_empty());
            }
            Tag::Script => script(tree, id, &mut head),
            Tag::H1 => note(&mut head.h1, id),
            Tag::Time => note(&mut head.times, id),
            _ => named(tree, id, &mut head),
        }
        id += 1;
    }
    head
}

fn note(witnesses: &mut Vec<u32>, id: u32) {
    if witnesses.len() < limits::WITNESSES_MAX {
        witnesses.push(id);
    }
}

fn value(tree: &Tree<'_>, id: u32, name: &str) -> Option<String> {
    tree.attr(id, name).map(|v| clean::line(&v)).filter(|v| !v.is_empty())
}

fn meta(tree: &Tree<'_>, id: u32, head: &mut Head) {
    let (mut content, mut names) = (None, Vec::new());
    for (name, raw) in tree.attrs(id) {
        match name.to_ascii_lowercase().as_str() {
            "content" => content = Some(raw),
            "name" | "property" | "itemprop" | "http-equiv" => names.push(raw),
            _ => {}
        }
    }
    let Some(content) = content.filter(|c| !c.trim().is_empty()) else { return };
    let content = &content[..content.floor_char_boundary(limits::META_BYTES_MAX)];
    let content = clean::line(&crate::html::entity::decode(content));
    for name in names {
        head.metas.push((name.trim().to_ascii_lowercase(), content.clone()));
    }
}

fn link(tree: &Tree<'_>, id: u32, head: &mut Head) {
    let canonical =
        |r: &str| r.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("canonical"));
    if head.canonical.is_none() && tree.raw_attr(id, "rel").is_some_and(canonical) {
        head.canonical = value(tree, id, "href");
    }
    if tree.raw_attr(id, "itemprop").is_some_and(|p| p.eq_ignore_ascii_case("author")) {
        note(&mut head.authors, id);
    }
}

fn script(tree: &Tree<'_>, id: u32, head: &mut Head) {
    let json = |t: &str| t.to_ascii_lowercase().contains("ld+json");
    if head.linked.len() < limits::STRUCTURED_BLOCKS_MAX
        && tree.raw_attr(id, "type").is_some_and(json)
    {
        head.linked.extend(super::linked::parse(tree.inner_source(id)));
    }
}

/// Elements that are named as author or date by microdata, `rel` or a class word.
fn named(tree: &Tree<'_>, id: u32, head: &mut Head) {
    for (name, raw) in tree.attrs(id) {
        let of = |word: &str| raw.split_ascii_whitespace().any(|w| w.eq_ignore_ascii_case(word));
        match name {
            "itemprop" if of("author") || of("creator") => note(&mut head.authors, id),
            "itemprop" if of("datePublished") => note(&mut head.times, id),
            "rel" if of("author") => note(&mut head.authors, id),
            _ => {}
        }
    }
}
