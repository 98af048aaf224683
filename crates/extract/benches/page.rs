//! Pages a second: `cargo bench -p wiredesk-extract`. With `WIREDESK_PAGES=DIR` also on the
//! `*.html` and `*.html.gz` pages of a folder.

use divan::counter::{BytesCount, ItemsCount};
use std::path::Path;
use wiredesk_extract::{Hints, page, unpacked};

fn main() {
    divan::main();
}

/// A page as news sites make them: much script, many links, an article of `paragraphs`.
fn generated(paragraphs: usize) -> Vec<u8> {
    let script = "<script>window.state={\"a\":[1,2,3],\"b\":\"text\"};</script>".repeat(400);
    let links = "<li class=\"menu-item\"><a href=\"/section/x\">Section</a></li>".repeat(200);
    let words = "<p>The port authority said on Monday that <a href=\"/t\">forty-one ships</a> had \
        been waiting since Thursday, and that the first of them would leave by noon.</p>\n";
    let teasers = "<article class=\"teaser\"><h3><a href=\"/y\">Another story</a></h3></article>";
    format!(
        "<html><head><title>Ships leave | Gull</title>{script}</head><body><nav><ul>{links}</ul>\
         </nav><main><h1>Ships leave</h1><div class=\"story-body\">{}</div></main><aside>{}</aside>\
         </body></html>",
        words.repeat(paragraphs),
        teasers.repeat(50)
    )
    .into_bytes()
}

#[divan::bench(args = [10, 100, 1000])]
fn made_up(bencher: divan::Bencher, paragraphs: usize) {
    let bytes = generated(paragraphs);
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench(|| page(&bytes, &Hints::default()).map(|p| p.text.len()));
}

/// What a hostile page can do: deep, unclosed, mis-nested.
#[divan::bench(args = ["<b>", "<p><a><div>", "<table><tr><td>", "</div>", "<!--", "&amp;", "<a b='"])]
fn hostile(bencher: divan::Bencher, piece: &str) {
    let bytes = piece.repeat((1 << 20) / piece.len()).into_bytes();
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| page(&bytes, &Hints::default()).is_ok());
}

#[divan::bench]
fn folder(bencher: divan::Bencher) {
    let Some(folder) = std::env::var_os("WIREDESK_PAGES") else { return };
    let pages = pages(Path::new(&folder));
    let bytes: usize = pages.iter().map(Vec::len).sum();
    bencher
        .counter(ItemsCount::new(pages.len()))
        .counter(BytesCount::new(bytes))
        .bench(|| pages.iter().filter(|bytes| page(bytes, &Hints::default()).is_ok()).count());
}

fn pages(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|e| e.path()).filter(|p| p.to_string_lossy().contains(".html"));
    let raw = paths.filter_map(|p| std::fs::read(p).ok());
    raw.filter_map(|bytes| Some(unpacked(&bytes).ok()?.into_owned())).collect()
}
