//! The body as a list of paragraphs: words between two block boundaries, in document order.

use super::noise;
use crate::clean;
use crate::html::{Dialect, Tag, Tree};

/// A paragraph, a heading, a list item: whatever stands on its own lines.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// The element that holds it.
    pub(super) node: u32,
    /// Its first text node: its place in the document.
    pub(super) first: u32,
    /// The holder's tag.
    pub(super) tag: Tag,
    /// Its words.
    pub(super) text: String,
    /// Code points that are not blanks.
    pub(super) chars: u32,
    /// Those in links.
    pub(super) link_chars: u32,
    /// Those in bold.
    pub(super) bold_chars: u32,
}

impl Block {
    /// Share of its characters that are links.
    pub(super) fn link_share(&self) -> f32 {
        self.link_chars as f32 / self.chars.max(1) as f32
    }
}

/// All blocks of the document, and for each node what it says of itself ([`noise`]).
#[derive(Debug)]
pub(super) struct Blocks {
    pub(super) list: Vec<Block>,
    /// By node.
    pub(super) own: Vec<u8>,
}

/// Cuts the whole document.
pub(super) fn cut(tree: &Tree<'_>) -> Blocks {
    let count = tree.nodes.len();
    let mut cutter = Cutter {
        own: vec![0; count],
        holder: vec![0; count],
        bold: vec![false; count],
        list: Vec::new(),
        open: None,
        breaks: 0,
    };
    let mut id = 1u32;
    while (id as usize) < count {
        let node = &tree.nodes[id as usize];
        if node.tag == Tag::Text {
            cutter.words(tree, id);
            id += 1;
            continue;
        }
        let flags = noise::of(tree, id);
        cutter.own[id as usize] = flags;
        if flags & noise::NEVER != 0 {
            // A player or button inside a paragraph does not part it.
            if node.tag.is_block() {
                cutter.close();
            }
            id = node.end;
            continue;
        }
        cutter.enter(id, node.parent, node.tag);
        id += 1;
    }
    cutter.close();
    Blocks { list: cutter.list, own: cutter.own }
}

struct Cutter {
    own: Vec<u8>,
    /// By node: the block element it lies in or is.
    holder: Vec<u32>,
    bold: Vec<bool>,
    list: Vec<Block>,
    open: Option<Block>,
    /// `br`s since the last word.
    breaks: usize,
}

impl Cutter {
    fn enter(&mut self, id: u32, parent: u32, tag: Tag) {
        let (at, up) = (id as usize, parent as usize);
        self.bold[at] = self.bold[up] || matches!(tag, Tag::B | Tag::Strong);
        if tag.is_block() {
            self.close();
            self.holder[at] = id;
            return;
        }
        self.holder[at] = self.holder[up];
        if tag == Tag::Br {
            self.breaks += 1;
        }
    }

    fn words(&mut self, tree: &Tree<'_>, id: u32) {
        let node = &tree.nodes[id as usize];
        let holder = self.holder[node.parent as usize];
        if self.open.as_ref().is_some_and(|b| b.node != holder) || self.breaks > 1 {
            self.close();
        }
        let text = tree.text(id);
        let block = self.open.get_or_insert_with(|| Block {
            node: holder,
            first: id,
            tag: tree.nodes[holder as usize].tag,
            text: String::new(),
            chars: 0,
            link_chars: 0,
            bold_chars: 0,
        });
        if self.breaks == 1 && !block.text.is_empty() && !text.trim().is_empty() {
            block.text.truncate(block.text.trim_end().len());
            block.text.push('\n');
        }
        let before = block.text.len();
        clean::push_line(&mut block.text, &text);
        let added = block.text[before..].chars().filter(|c| *c != ' ').count() as u32;
        if added > 0 {
            self.breaks = 0;
        }
        block.chars += added;
        block.link_chars += if node.link { added } else { 0 };
        block.bold_chars += if self.bold[node.parent as usize] { added } else { 0 };
    }

    fn close(&mut self) {
        self.breaks = 0;
        if let Some(mut block) = self.open.take() {
            let end = block.text.trim_end().len();
            block.text.truncate(end);
            if block.chars > 0 {
                self.list.push(block);
            }
        }
    }
}

/// Words of a fragment of markup, one paragraph a block: for feeds' and JSON-LD's bodies.
pub(crate) fn plain(fragment: &str) -> String {
    let Ok(tree) = Tree::parse(fragment, Dialect::Html) else { return String::new() };
    let blocks = cut(&tree);
    let texts: Vec<&str> = blocks.list.iter().map(|b| b.text.as_str()).collect();
    texts.join("\n\n")
}
