use super::*;
use crate::sentences;
use proptest::prelude::*;

fn tree(text: &str) -> Tree<'static> {
    Tree::new(Model::shipped(), text, Span::new(0, text.len()))
}

/// `word>head:relation` for the words that are told.
fn check(text: &str, word: &str, head: &str, relation: &str) {
    let tree = tree(text);
    let at = tree.tokens.iter().position(|t| t.of(text) == word).expect(word);
    let found = tree.head(at).map_or("ROOT", |h| tree.tokens[h].of(text));
    assert_eq!((found, tree.relation(at)), (head, relation), "{word} in {text}");
}

#[test]
fn plain_news_sentences_are_parsed() {
    let text = "North Korea supplied Russia with millions of shells in May.";
    check(text, "supplied", "ROOT", "root");
    check(text, "Korea", "supplied", "nsubj");
    check(text, "Russia", "supplied", "obj");
    let text = "The convoy was attacked by rebels near the border.";
    check(text, "convoy", "attacked", "nsubj:pass");
    check(text, "was", "attacked", "aux:pass");
    check(text, "rebels", "attacked", "obl:agent");
}

#[test]
fn trees_are_made_when_asked_for() {
    let text = "It rained. Troops left the town.";
    let spans = sentences::split(text);
    let trees = Trees::new(text, &spans);
    let tree = trees.get(1).expect("a second sentence");
    assert_eq!(tree.tokens[0].of(text), "Troops");
    assert!(trees.get(9).is_none());
}

#[test]
fn an_endless_sentence_takes_no_endless_time() {
    let text = "and the dog ".repeat(50_000);
    let tree = tree(&text);
    assert_eq!(tree.len(), 150_000);
    assert_eq!(tree.root(), Some(0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]
    #[test]
    fn every_text_gets_one_tree(text in "(\\PC|[a-zA-Z]{1,8} |[.,'“’-]| ){0,60}") {
        let tree = tree(&text);
        let roots = (0..tree.len()).filter(|&at| tree.head(at).is_none()).count();
        prop_assert_eq!(roots, usize::from(!tree.is_empty()));
        for at in 0..tree.len() {
            let mut up = at;
            for _ in 0..=tree.len() {
                up = tree.head(up).unwrap_or(up);
            }
            prop_assert!(tree.head(up).is_none(), "a circle");
            prop_assert!(text.get(tree.span(at).range()).is_some());
            prop_assert!(tree.children(at).iter().all(|&c| tree.head(c) == Some(at)));
        }
        for name in crate::names::find(&tree) {
            prop_assert!(text.get(name.span.range()).is_some());
        }
    }
}
