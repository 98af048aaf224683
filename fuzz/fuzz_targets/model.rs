//! Model files of any bytes: refused or read, and then used.
#![no_main]
use libfuzzer_sys::fuzz_target;
use wiredesk_model::Span;
use wiredesk_read::model::{MAGIC, Model};
use wiredesk_read::trees::Tree;

fuzz_target!(|data: &[u8]| {
    let file = [MAGIC.as_slice(), data].concat();
    if let Ok(model) = Model::from_bytes(&file) {
        let text = "North Korea supplied Russia with shells.";
        let tree = Tree::new(&model, text, Span::new(0, text.len()));
        let _ = wiredesk_read::names::find(&tree);
        assert!(tree.root().is_some());
    }
});
