//! Tags to nodes in document order.

use super::token::{Attr, Range, Token, Tokens};
use super::{Dialect, Tag, entity};
use crate::{Error, limits};
use std::borrow::Cow;

/// One element or one run of text.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// Its name; [`Tag::Text`] for text.
    pub tag: Tag,
    /// Text only: character references in it are not to be resolved.
    raw: bool,
    /// Text only: it is the text of a link.
    pub link: bool,
    /// The element it lies in; the root is its own parent.
    pub parent: u32,
    /// One past its last descendant: `id + 1..end` is its content.
    pub end: u32,
    /// Text: its range of the source. Element: its name's.
    range: Range,
    attrs: u32,
    attr_count: u16,
}

/// A document as a flat list of nodes. Node 0 is the document itself.
#[derive(Debug)]
pub struct Tree<'a> {
    source: &'a str,
    /// All nodes, in document order.
    pub nodes: Vec<Node>,
    attrs: Vec<Attr>,
    /// The document type declares entities of its own.
    pub declares_entities: bool,
    /// The root element was closed.
    pub complete: bool,
}

impl<'a> Tree<'a> {
    /// Reads a document. Anything is a document; only absurd depth is refused.
    ///
    /// # Errors
    /// [`Error::Nesting`] when elements lie deeper than [`limits::NESTING_MAX`].
    pub fn parse(source: &'a str, dialect: Dialect) -> Result<Self, Error> {
        let mut tokens = Tokens::new(source, dialect);
        let mut builder = Builder::new(source, dialect);
        while let Some(token) = tokens.next() {
            builder.add(token, &mut tokens)?;
        }
        Ok(builder.finish(tokens.attrs))
    }

    /// The name as written.
    #[must_use]
    pub fn name(&self, id: u32) -> &'a str {
        match self.nodes[id as usize].tag {
            Tag::Text => "",
            _ => self.slice(self.nodes[id as usize].range),
        }
    }

    /// An attribute's value, character references resolved.
    #[must_use]
    pub fn attr(&self, id: u32, name: &str) -> Option<Cow<'a, str>> {
        self.raw_attr(id, name).map(entity::decode)
    }

    /// An attribute's value as written.
    #[must_use]
    pub fn raw_attr(&self, id: u32, name: &str) -> Option<&'a str> {
        self.attrs(id).find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// All attributes as written.
    pub fn attrs(&self, id: u32) -> impl Iterator<Item = (&'a str, &'a str)> {
        let node = &self.nodes[id as usize];
        let start = node.attrs as usize;
        let attrs = &self.attrs[start..start + usize::from(node.attr_count)];
        attrs.iter().map(|a| (self.slice(a.name), self.slice(a.value)))
    }

    /// The words of a text node.
    #[must_use]
    pub fn text(&self, id: u32) -> Cow<'a, str> {
        let node = &self.nodes[id as usize];
        match node.tag {
            Tag::Text if node.raw => Cow::Borrowed(self.slice(node.range)),
            Tag::Text => entity::decode(self.slice(node.range)),
            _ => Cow::Borrowed(""),
        }
    }

    /// All words in a node, as they come.
    #[must_use]
    pub fn inner_text(&self, id: u32) -> String {
        self.first_text(id, usize::MAX)
    }

    /// The words in a node up to the piece that makes them `max` bytes or more, for fields that
    /// are short or not what they say: elements nested in each other are then not read over and
    /// over again.
    #[must_use]
    pub fn first_text(&self, id: u32, max: usize) -> String {
        let mut out = String::new();
        let mut looked = 0;
        for inner in self.content(id) {
            looked += 1;
            if out.len() >= max || looked > max {
                break;
            }
            out.push_str(&self.text(inner));
        }
        out
    }

    /// The source of what lies inside an element, up to (not including) its end tag or the next
    /// element.
    #[must_use]
    pub fn inner_source(&self, id: u32) -> &'a str {
        let ids = self.content(id);
        let text = |id: &u32| self.nodes[*id as usize].tag == Tag::Text;
        let first = ids.clone().find(text);
        let last = ids.rev().find(text);
        match (first, last) {
            (Some(first), Some(last)) => {
                self.slice((self.nodes[first as usize].range.0, self.nodes[last as usize].range.1))
            }
            _ => "",
        }
    }

    /// The nodes inside a node.
    #[must_use]
    pub fn content(&self, id: u32) -> std::ops::Range<u32> {
        id + 1..self.nodes[id as usize].end
    }

    /// The nodes directly inside a node.
    pub fn children(&self, id: u32) -> impl Iterator<Item = u32> {
        let end = self.nodes[id as usize].end;
        let mut next = id + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.nodes[child as usize].end;
            Some(child)
        })
    }

    fn slice(&self, range: Range) -> &'a str {
        // Ranges begin and end at ASCII bytes or at the ends of the source.
        self.source.get(range.0 as usize..range.1 as usize).unwrap_or_default()
    }
}

/// An element whose end has not come yet.
struct Open {
    id: u32,
    tag: Tag,
    /// Its end tag came inside another element; it ends with that one.
    ended: bool,
}

struct Builder<'a> {
    source: &'a str,
    dialect: Dialect,
    nodes: Vec<Node>,
    open: Vec<Open>,
    /// How many of each tag are open.
    counts: [u32; Tag::COUNT],
    links: u32,
    /// Open elements beyond `limits::DEPTH_MAX`: they are in the tree, but hold nothing.
    deeper: usize,
    attr_end: u32,
    declares_entities: bool,
}

/// How far up an end tag or an implied end looks.
const REACH: usize = 64;

impl<'a> Builder<'a> {
    fn new(source: &'a str, dialect: Dialect) -> Self {
        let mut nodes = Vec::with_capacity(source.len() / 48 + 8);
        let root = Node {
            tag: Tag::Other,
            raw: false,
            link: false,
            parent: 0,
            end: 0,
            range: (0, 0),
            attrs: 0,
            attr_count: 0,
        };
        nodes.push(root);
        Self {
            source,
            dialect,
            nodes,
            open: vec![Open { id: 0, tag: Tag::Other, ended: false }],
            counts: [0; Tag::COUNT],
            links: 0,
            deeper: 0,
            attr_end: 0,
            declares_entities: false,
        }
    }

    fn add(&mut self, token: Token, tokens: &mut Tokens<'_>) -> Result<(), Error> {
        match token {
            Token::Text { range, raw } => self.text(range, raw),
            Token::End { tag, name } => self.end(tag, name),
            Token::EntityDeclaration => self.declares_entities = true,
            Token::Start { tag, name, attrs, closed } => {
                if self.dialect == Dialect::Html {
                    self.imply_ends(tag);
                }
                let id = self.element(tag, name, attrs);
                let foreign = self.dialect == Dialect::Xml || self.counts[Tag::Svg as usize] > 0;
                if (closed && (foreign || tag == Tag::Svg)) || tag.is_void() {
                    return Ok(());
                }
                if tag.is_raw() {
                    let name = &self.source.as_bytes()[name.0 as usize..name.1 as usize];
                    if let Some(Token::Text { range, .. }) = tokens.raw_text(name) {
                        let rcdata = matches!(tag, Tag::Title | Tag::Textarea);
                        self.push(Tag::Text, range, id);
                        let last = self.nodes.len() - 1;
                        self.nodes[last].raw = !rcdata;
                        self.nodes[id as usize].end = self.nodes.len() as u32;
                    }
                    return Ok(());
                }
                self.enter(id, tag)?;
            }
        }
        Ok(())
    }

    fn text(&mut self, range: Range, raw: bool) {
        self.push(Tag::Text, range, self.top());
        let link = self.links > 0;
        if let Some(node) = self.nodes.last_mut() {
            node.raw = raw;
            node.link = link;
        }
    }

    fn element(&mut self, tag: Tag, name: Range, attrs: u16) -> u32 {
        let id = self.push(tag, name, self.top());
        self.nodes[id as usize].attrs = self.attr_end;
        self.nodes[id as usize].attr_count = attrs;
        self.attr_end += u32::from(attrs);
        id
    }

    fn push(&mut self, tag: Tag, range: Range, parent: u32) -> u32 {
        let id = self.nodes.len() as u32;
        let end = id + 1;
        let (raw, link, attrs, attr_count) = (false, false, self.attr_end, 0);
        self.nodes.push(Node { tag, raw, link, parent, end, range, attrs, attr_count });
        id
    }

    fn top(&self) -> u32 {
        self.open.last().map_or(0, |o| o.id)
    }

    fn enter(&mut self, id: u32, tag: Tag) -> Result<(), Error> {
        if self.open.len() >= limits::DEPTH_MAX {
            self.deeper += 1;
            return match self.deeper > limits::NESTING_MAX {
                true => Err(Error::Nesting),
                false => Ok(()),
            };
        }
        self.open.push(Open { id, tag, ended: false });
        self.counts[tag as usize] += 1;
        self.links += u32::from(tag == Tag::A);
        Ok(())
    }

    fn pop(&mut self) {
        if self.open.len() < 2 {
            return;
        }
        if let Some(open) = self.open.pop() {
            self.nodes[open.id as usize].end = self.nodes.len() as u32;
            self.counts[open.tag as usize] -= 1;
            self.links -= u32::from(open.tag == Tag::A && !open.ended);
        }
    }

    fn end(&mut self, tag: Tag, name: Range) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        if self.dialect == Dialect::Xml {
            return self.end_xml(name);
        }
        if self.counts[tag as usize] == 0 || matches!(tag, Tag::Body | Tag::Html) {
            return;
        }
        let same = |o: &Open, builder: &Self| {
            o.tag == tag && !o.ended && (tag != Tag::Other || builder.same_name(o.id, name))
        };
        let mut crossed = false;
        for up in 1..=self.open.len().saturating_sub(1).min(REACH) {
            let at = self.open.len() - up;
            if same(&self.open[at], self) {
                return match crossed && tag.is_formatting() {
                    // `<a><div></a>`: the link is over, the block goes on.
                    true => self.end_early(at),
                    false => (0..up).for_each(|_| self.pop()),
                };
            }
            let passed = self.open[at].tag;
            crossed |= !passed.is_formatting();
            if passed.is_barrier() && tag != Tag::Table && !tag_is_table_part(tag) {
                return;
            }
        }
    }

    fn end_early(&mut self, at: usize) {
        self.open[at].ended = true;
        self.links -= u32::from(self.open[at].tag == Tag::A);
    }

    fn end_xml(&mut self, name: Range) {
        let reach = self.open.len().saturating_sub(1).min(REACH);
        let up = (1..=reach).find(|up| self.same_name(self.open[self.open.len() - up].id, name));
        (0..up.unwrap_or(0)).for_each(|_| self.pop());
    }

    fn same_name(&self, id: u32, name: Range) -> bool {
        let bytes = self.source.as_bytes();
        let of = |r: Range| &bytes[r.0 as usize..r.1 as usize];
        of(self.nodes[id as usize].range).eq_ignore_ascii_case(of(name))
    }

    /// Ends what a start tag ends without saying so.
    fn imply_ends(&mut self, tag: Tag) {
        if tag.closes_p() && self.counts[Tag::P as usize] > 0 {
            self.end_nearest(&[Tag::P], |t| t.is_barrier() || t == Tag::Button);
        }
        let list = |t: Tag| matches!(t, Tag::Ul | Tag::Ol | Tag::Menu) || t.is_barrier();
        match tag {
            Tag::Li => self.end_nearest(&[Tag::Li], list),
            Tag::Dd | Tag::Dt => {
                self.end_nearest(&[Tag::Dd, Tag::Dt], |t| t == Tag::Dl || t.is_barrier());
            }
            Tag::Option => self.end_nearest(&[Tag::Option], |t| t == Tag::Select),
            Tag::A => self.end_nearest(&[Tag::A], |t| !t.is_formatting()),
            Tag::Td | Tag::Th => self.end_nearest(&[Tag::Td, Tag::Th], |t| t == Tag::Table),
            Tag::Tr => self.end_nearest(&[Tag::Tr], |t| t == Tag::Table),
            Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                self.end_nearest(&[Tag::Tbody, Tag::Thead, Tag::Tfoot], |t| t == Tag::Table);
            }
            t if t.is_heading() && self.open.last().is_some_and(|o| o.tag.is_heading()) => {
                self.pop();
            }
            _ => {}
        }
        let in_head = self.counts[Tag::Head as usize] > 0;
        if in_head && (tag == Tag::Body || tag.closes_p()) {
            self.end_nearest(&[Tag::Head], |_| false);
        }
    }

    /// Ends the nearest open one of these, unless a wall lies between.
    fn end_nearest(&mut self, tags: &[Tag], wall: impl Fn(Tag) -> bool) {
        if tags.iter().all(|t| self.counts[*t as usize] == 0) {
            return;
        }
        for up in 1..=self.open.len().saturating_sub(1).min(REACH) {
            let open = &self.open[self.open.len() - up];
            if tags.contains(&open.tag) {
                (0..up).for_each(|_| self.pop());
                return;
            }
            if wall(open.tag) {
                return;
            }
        }
    }

    fn finish(mut self, attrs: Vec<Attr>) -> Tree<'a> {
        let complete = self.open.len() == 1 && self.deeper == 0;
        while self.open.len() > 1 {
            self.pop();
        }
        self.nodes[0].end = self.nodes.len() as u32;
        Tree {
            source: self.source,
            nodes: self.nodes,
            attrs,
            declares_entities: self.declares_entities,
            complete,
        }
    }
}

fn tag_is_table_part(tag: Tag) -> bool {
    use Tag::{Caption, Tbody, Td, Tfoot, Th, Thead, Tr};
    matches!(tag, Caption | Tbody | Td | Tfoot | Th | Thead | Tr)
}
