//! Which blocks are the article.
//!
//! Every block gets a weight: how much it looks like a paragraph of prose, raised when the
//! structured data holds the same words. The weight of an element is that of the blocks in it; as
//! nodes lie in document order this is one subtraction. From the body the walk goes down into the
//! heaviest child as long as it holds nearly all; then what is beside the article is taken out of
//! the container found, and the summary above it is put back.

use super::block::{self, Block, Blocks};
use super::head::Head;
use super::linked::Linked;
use super::{noise, phrase};
use crate::html::{Tag, Tree};
use std::collections::HashSet;

/// The article's text, paragraphs parted by blank lines; empty when there is none.
pub(super) fn text(tree: &Tree<'_>, head: &Head, linked: &Linked, title: Option<&str>) -> String {
    let blocks = block::cut(tree);
    let oracle = linked.body.as_deref().map(Oracle::new).filter(|o| o.len >= 60);
    let field = Field::new(tree, &blocks, oracle.as_ref());
    let root = field.container();
    let description = head.meta(&["og:description", "description"]);
    let description = description.or(linked.description.as_deref());
    let chosen = field.choose(root, head, description, title);
    let mut out = String::new();
    for block in &chosen {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&block.text);
    }
    match linked.body.as_deref() {
        // The page shows only a part of what its structured data holds.
        Some(body) if out.len() * 10 < body.len() * 6 && body.len() > 300 => body.to_owned(),
        _ => out,
    }
}

/// The words of `articleBody`, to recognise them in the page.
struct Oracle {
    grams: HashSet<u64>,
    len: usize,
}

const GRAM: usize = 3;

fn grams(text: &str) -> impl Iterator<Item = u64> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let mut last = [0u64; GRAM];
    let mut seen = 0;
    words.filter_map(move |word| {
        let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
            (h ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x100_0000_01b3)
        });
        last.rotate_left(1);
        last[GRAM - 1] = hash;
        seen += 1;
        let mixed = last.iter().fold(0u64, |h, w| h.rotate_left(21) ^ w.wrapping_mul(0x9E37_79B9));
        (seen >= GRAM).then_some(mixed)
    })
}

impl Oracle {
    fn new(text: &str) -> Self {
        let grams: HashSet<u64> = grams(text).collect();
        let len = grams.len();
        Self { grams, len }
    }

    /// Share of the text's word triples that it holds; `None` for texts too short to tell.
    fn share(&self, text: &str) -> Option<f32> {
        let (mut all, mut held) = (0u32, 0u32);
        for gram in grams(text) {
            all += 1;
            held += u32::from(self.grams.contains(&gram));
        }
        (all > 0).then(|| held as f32 / all as f32)
    }
}

struct Field<'t> {
    tree: &'t Tree<'t>,
    blocks: &'t [Block],
    own: &'t [u8],
    /// By node: it lies in something beside the article.
    beside: Vec<bool>,
    /// By block: how much it looks like prose.
    weight: Vec<f32>,
    /// By block: share held by the oracle.
    confirmed: Vec<Option<f32>>,
    /// By block: it stands under the linked headline of another story.
    teaser: Vec<bool>,
    /// The oracle is of this page and nearly whole.
    trusted: bool,
}

impl<'t> Field<'t> {
    fn new(tree: &'t Tree<'t>, blocks: &'t Blocks, oracle: Option<&Oracle>) -> Self {
        let list = &blocks.list;
        let confirmed: Vec<Option<f32>> =
            list.iter().map(|b| oracle.and_then(|o| o.share(&b.text))).collect();
        let weight: Vec<f32> =
            list.iter().zip(&confirmed).map(|(b, c)| prose(b) * c.map_or(1.0, boost)).collect();
        let mut field = Self {
            tree,
            blocks: list,
            own: &blocks.own,
            beside: Vec::new(),
            weight,
            confirmed,
            teaser: Vec::new(),
            trusted: false,
        };
        field.teaser = field.teasers();
        let held: f32 = field
            .blocks
            .iter()
            .zip(&field.confirmed)
            .map(|(b, c)| if c.is_some_and(|c| c > 0.7) { b.chars as f32 } else { 0.0 })
            .sum();
        let words = oracle.map_or(0.0, |o| o.len as f32 * 5.0);
        field.trusted = words > 0.0 && held > words * 0.7;
        field.mark_beside();
        for (at, block) in field.blocks.iter().enumerate() {
            if field.beside[block.node as usize] || field.teaser[at] {
                field.weight[at] = 0.0;
            }
        }
        field
    }

    /// A paragraph under a heading that is all link, where the two make up nearly all of the
    /// element that holds both. (A card of another story inside the article is followed by the
    /// article's own paragraphs, but those share no small element with it.)
    fn teasers(&self) -> Vec<bool> {
        let sums = self.sums();
        let nodes = &self.tree.nodes;
        let is_teaser = |at: usize| {
            let (Some(heading), block) =
                (at.checked_sub(1).map(|b| &self.blocks[b]), &self.blocks[at])
            else {
                return false;
            };
            if !heading.tag.is_heading() || heading.link_share() < 0.9 || heading.chars < 15 {
                return false;
            }
            let mut both = block.node;
            while both > heading.first {
                both = nodes[both as usize].parent;
            }
            let inside = sums[nodes[both as usize].end as usize] - sums[both as usize];
            inside <= self.weight[at] * 1.5
        };
        (0..self.blocks.len()).map(is_teaser).collect()
    }

    /// Sums of weights by node, so that an element's is a difference.
    fn sums(&self) -> Vec<f32> {
        let mut sums = vec![0.0; self.tree.nodes.len() + 1];
        for (block, weight) in self.blocks.iter().zip(&self.weight) {
            sums[block.first as usize + 1] += weight;
        }
        for at in 1..sums.len() {
            sums[at] += sums[at - 1];
        }
        sums
    }

    /// An element that calls itself a thing beside the article is believed unless too much of the
    /// page's prose would go with it.
    fn mark_beside(&mut self) {
        let sums = self.sums();
        let total = sums.last().copied().unwrap_or_default();
        let mut beside = vec![false; self.tree.nodes.len()];
        for id in 1..self.tree.nodes.len() {
            let node = &self.tree.nodes[id];
            let own = self.own[id];
            let inside = sums[node.end as usize] - sums[id];
            let share = inside / total.max(1.0);
            let says = match own {
                f if f & noise::CONSENT != 0 => share < 0.95,
                f if f & noise::HIDDEN != 0 => share < 0.5,
                f if f & noise::COMMENTS != 0 => share < 0.8,
                f if f & noise::BODY != 0 => false,
                f if f & noise::BESIDE != 0 => share < 0.35,
                f if f & noise::PERHAPS != 0 => share < 0.04 && !self.is_paragraph(id, inside),
                _ => false,
            };
            beside[id] = beside[node.parent as usize] || says;
        }
        self.beside = beside;
    }

    /// A paragraph of prose may carry any class.
    fn is_paragraph(&self, id: usize, weight: f32) -> bool {
        self.tree.nodes[id].tag.is_heading() || (self.tree.nodes[id].tag == Tag::P && weight > 60.0)
    }

    /// The smallest element that holds nearly all of the article.
    fn container(&self) -> u32 {
        let sums = self.sums();
        let mass = |id: u32| sums[self.tree.nodes[id as usize].end as usize] - sums[id as usize];
        let mut at = 0;
        loop {
            let whole = mass(at);
            let heaviest = self
                .tree
                .children(at)
                .filter(|c| self.tree.nodes[*c as usize].tag != Tag::Text)
                .max_by(|a, b| mass(*a).total_cmp(&mass(*b)));
            match heaviest {
                Some(child) if mass(child) >= 0.8 * whole && whole > 0.0 => at = child,
                _ => break,
            }
        }
        // What calls itself the body is not cut down to a part of it.
        let own = self.own;
        let path = std::iter::successors(Some(at), |at| {
            Some(self.tree.nodes[*at as usize].parent).filter(|p| p != at)
        });
        let whole = mass(at);
        let named = path
            .take_while(|id| mass(*id) * 0.6 <= whole)
            .filter(|id| own[*id as usize] & noise::BODY != 0);
        named.last().unwrap_or(at)
    }

    /// The summary that stands above the container: it calls itself one, or the page's description
    /// has the same words.
    fn summary(
        &self,
        root: u32,
        head: &Head,
        description: Option<&str>,
        chosen: &[&Block],
    ) -> Option<&'t Block> {
        let described = description.map(fold);
        let after = head.h1.first().copied().unwrap_or(0);
        let named = |block: &Block| {
            let mut at = block.node;
            (0..4).any(|_| {
                let own = self.own[at as usize];
                at = self.tree.nodes[at as usize].parent;
                own & noise::SUMMARY != 0
            })
        };
        let told: HashSet<String> = chosen.iter().map(|b| fold(&b.text)).collect();
        let body = chosen.first().map_or(root, |b| b.first);
        self.blocks.iter().filter(|b| b.first < body).find(|block| {
            let words = fold(&block.text);
            let same = described.as_ref().is_some_and(|d| {
                d.len() > 30 && (words.starts_with(d.as_str()) || d.starts_with(&words))
            });
            (30..=700).contains(&block.chars)
                && block.link_share() < 0.3
                && (same || (named(block) && block.first > after))
                && !told.contains(&words)
        })
    }

    fn choose(
        &self,
        root: u32,
        head: &Head,
        description: Option<&str>,
        title: Option<&str>,
    ) -> Vec<&'t Block> {
        let inside = root + 1..self.tree.nodes[root as usize].end;
        let mut out: Vec<&Block> = Vec::new();
        let holder = |b: &Block| inside.contains(&b.first);
        let title_words = title.map(fold).unwrap_or_default();
        for (at, block) in self.blocks.iter().enumerate() {
            if !holder(block) {
                continue;
            }
            let confirmed = self.confirmed[at].is_some_and(|c| c > 0.8);
            if self.beside[block.node as usize] && !(self.trusted && confirmed && block.chars > 60)
            {
                continue;
            }
            if phrase::is_boilerplate(&block.text) && !confirmed {
                continue;
            }
            if is_pointer(block, confirmed) || self.teaser[at] && !confirmed {
                continue;
            }
            if fold(&block.text) == title_words {
                continue;
            }
            out.push(block);
        }
        let lead = self.summary(root, head, description, &out);
        out.splice(0..0, lead);
        while out.last().is_some_and(|b| b.tag.is_heading()) {
            out.pop();
        }
        out
    }
}

/// Words that are there to be followed.
fn is_pointer(block: &Block, confirmed: bool) -> bool {
    let sentence = block.text.ends_with(['.', '!', '?', ':', '”', '"', '’']);
    match sentence {
        true => block.link_share() > 0.85 && block.chars < 200 && !confirmed,
        false => block.link_share() > 0.6 && block.chars < 300,
    }
}

/// Letters and digits only, to compare headings.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn boost(share: f32) -> f32 {
    if share > 0.7 { 3.0 } else { 0.4 + 0.6 * share }
}

/// How much a block looks like a paragraph of prose: its characters outside of links, when there
/// are enough of them and they end as sentences do.
fn prose(block: &Block) -> f32 {
    let free = (block.chars - block.link_chars) as f32;
    let ended = block.text.trim_end_matches(['”', '"', '’', '\'', ')', '»']);
    let sentence = ended.ends_with(['.', '!', '?', '…', '。', '؟', '।', ':']);
    let least = if sentence { 30.0 } else { 80.0 };
    let heading = block.tag.is_heading();
    if heading || free < least || block.link_share() > 0.5 {
        return 0.0;
    }
    let tag = match block.tag {
        Tag::P => 1.0,
        Tag::Li | Tag::Td | Tag::Th => 0.5,
        Tag::Blockquote | Tag::Pre => 0.9,
        _ => 0.8,
    };
    free.min(1_000.0) * tag
}
