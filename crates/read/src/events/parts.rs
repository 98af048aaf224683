//! Who does it and to whom: the places in the tree where an event's participants stand, best first.

use super::frames::Frame;
use super::patterns::{Class, form_of};
use crate::trees::Tree;
use wiredesk_model::Root;

/// The head words of phrases that may hold a participant, best first.
pub type Places = Vec<usize>;

/// Where the doer of frame `at` stands.
#[must_use]
pub fn doers(tree: &Tree, frame: &Frame) -> Places {
    let at = frame.at;
    let mut places = Places::new();
    if frame.noun {
        places.extend(owners(tree, at));
        places.extend(prepositional(tree, at, &["by", "from"]));
        places.extend(prepositional(tree, at, &["between", "among", "of"]));
        climb_noun(tree, at, &mut places);
        return places;
    }
    if is_passive(tree, at) {
        places.extend(tree.child(at, &["obl:agent"]));
        places.extend(prepositional(tree, at, &["by"]));
        return places;
    }
    subject(tree, at, 0, &mut places);
    places
}

/// Where those to whom it is done stand.
#[must_use]
pub fn sufferers(tree: &Tree, frame: &Frame) -> Places {
    let at = frame.at;
    let mut places = Places::new();
    if is_passive(tree, at) && !frame.noun {
        places.extend(tree.child(at, &["nsubj:pass"]));
        if places.is_empty() {
            passive_subject(tree, at, &mut places);
        }
    }
    let order: &[&str] = &[
        "against", "with", "on", "upon", "to", "at", "into", "toward", "towards", "for", "between",
    ];
    if frame.noun {
        places.extend(prepositional(tree, at, order));
        places.extend(prepositional(tree, at, &["in", "from", "over", "of", "within"]));
        if let Some(head) = tree.head(at).filter(|&h| tree.upos(h) == "VERB")
            && matches!(tree.relation(at), "obj" | "obl" | "nsubj:pass")
        {
            places.extend(prepositional(tree, head, order));
            places.extend(prepositional(tree, head, &["in", "from"]));
        }
        return places;
    }
    places.extend(tree.child(at, &["iobj"]));
    // What is given to somebody is not whom it is given to: "sent Korean shells to Ukraine".
    if matches!(frame.class, Class::Event(Root::Aid | Root::Cooperate)) {
        places.extend(prepositional(tree, at, &["to"]));
    }
    places.extend(objects(tree, at));
    places.extend(prepositional(tree, at, order));
    places.extend(inner_subjects(tree, at));
    places.extend(prepositional(
        tree,
        at,
        &["from", "in", "over", "of", "across", "near", "about"],
    ));
    places
}

/// The verb is passive, or a participle that stands behind what it is done to.
#[must_use]
pub fn is_passive(tree: &Tree, at: usize) -> bool {
    tree.child(at, &["nsubj:pass", "aux:pass", "obl:agent"]).is_some()
        || tree.xpos(at) == "VBN" && tree.relation(at) == "acl"
}

fn subject(tree: &Tree, at: usize, depth: usize, places: &mut Places) {
    if let Some(subject) = tree.child(at, &["nsubj", "nsubj:outer", "csubj", "nsubj:pass"]) {
        places.push(subject);
        return;
    }
    let Some(head) = tree.head(at).filter(|_| depth < 6) else { return };
    if let Some(object) = controller(tree, at, head) {
        places.push(object);
        return;
    }
    match tree.relation(at) {
        "acl" | "acl:relcl" => places.push(head),
        "amod" => places.extend(owners(tree, head)),
        _ if tree.upos(head) == "VERB" || tree.upos(head) == "ADJ" || tree.upos(head) == "AUX" => {
            subject(tree, head, depth + 1, places);
        }
        _ => {
            places.extend(owners(tree, head));
            climb_noun(tree, head, places);
        }
    }
}

/// Whom a verb makes the doer of a gerund: "accused Egypt of bombing", "was sanctioned for selling".
fn controller(tree: &Tree, at: usize, head: usize) -> Option<usize> {
    let object = if is_passive(tree, head) { "nsubj:pass" } else { "obj" };
    tree.child(head, &[object]).filter(|_| is_led_gerund(tree, at) && tree.upos(head) == "VERB")
}

/// "of bombing", "for selling", "from sending".
fn is_led_gerund(tree: &Tree, at: usize) -> bool {
    let leads = ["of", "for", "from"].map(form_of);
    let led = |&c: &usize| c < at && leads.contains(&tree.words[c].form);
    tree.xpos(at) == "VBG" && tree.children(at).iter().any(led)
}

/// "accused Egypt of bombing": nobody says that it did, only that somebody says so.
#[must_use]
pub fn is_accused(tree: &Tree, at: usize) -> bool {
    let accuses = ["accuse", "accuses", "accused", "accusing", "suspected", "alleged"];
    let head = tree.head(at).map(|h| tree.words[h].form);
    is_led_gerund(tree, at) && head.is_some_and(|h| accuses.map(form_of).contains(&h))
}

fn passive_subject(tree: &Tree, at: usize, places: &mut Places) {
    let mut word = at;
    for _ in 0..4 {
        let Some(head) = tree.head(word) else { return };
        match tree.relation(word) {
            "acl" | "acl:relcl" => {
                places.push(head);
                return;
            }
            "conj" | "xcomp" => match tree.child(head, &["nsubj:pass", "nsubj"]) {
                Some(subject) => {
                    places.push(subject);
                    return;
                }
                None => word = head,
            },
            _ => return,
        }
    }
}

/// The doer of a deed told by a noun is the subject of the verb that the noun hangs from.
fn climb_noun(tree: &Tree, at: usize, places: &mut Places) {
    let mut word = at;
    for _ in 0..6 {
        let Some(head) = tree.head(word) else { return };
        if tree.upos(head) == "VERB" {
            if !matches!(tree.relation(word), "nsubj" | "nsubj:pass") {
                if is_passive(tree, head) {
                    places.extend(prepositional(tree, head, &["by"]));
                } else {
                    subject(tree, head, 0, places);
                }
            }
            return;
        }
        places.extend(owners(tree, head));
        word = head;
    }
}

/// "Russia's", "Russian", "their" before a noun.
fn owners(tree: &Tree, at: usize) -> Places {
    let kids = tree.children(at).iter().copied();
    let wanted = ["nmod:poss", "compound", "amod", "nmod:desc", "flat"];
    kids.filter(|&k| k < at && wanted.contains(&tree.relation(k))).collect()
}

fn objects(tree: &Tree, at: usize) -> Places {
    let kids = tree.children(at).iter().copied();
    let mut objects: Places = kids.filter(|&k| tree.relation(k) == "obj").collect();
    for complement in tree.children(at).iter().copied() {
        if matches!(tree.relation(complement), "xcomp" | "ccomp") {
            let kids = tree.children(complement).iter().copied();
            objects.extend(kids.filter(|&k| tree.relation(k) == "obj"));
        }
    }
    objects
}

/// Subjects of clauses below: "demanded that Iraq withdraw".
fn inner_subjects(tree: &Tree, at: usize) -> Places {
    let kids = tree.children(at).iter().copied();
    let clauses = kids.filter(|&k| matches!(tree.relation(k), "ccomp" | "xcomp" | "advcl"));
    clauses.filter_map(|c| tree.child(c, &["nsubj", "nsubj:pass"])).collect()
}

/// Children with one of these prepositions, in the order of the prepositions.
pub fn prepositional(tree: &Tree, at: usize, wanted: &[&str]) -> Places {
    let has = |word: usize, preposition: u64| {
        tree.children(word).iter().any(|&k| k < word && tree.words[k].form == preposition)
    };
    wanted
        .iter()
        .map(|p| form_of(p))
        .flat_map(|p| {
            let kids = tree.children(at).iter().copied();
            kids.filter(move |&k| {
                matches!(tree.relation(k), "obl" | "nmod" | "obl:agent" | "advcl" | "acl")
                    && has(k, p)
            })
        })
        .collect()
}
