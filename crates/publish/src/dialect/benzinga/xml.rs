//! A JSON reply as their XML: lists are `is_array="true"` with one `item` each, keys are elements in
//! the order of the JSON.

use crate::xml::Xml;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The document of a reply given as JSON; `None` when it is no JSON.
#[must_use]
pub fn document(json: &str) -> Option<String> {
    let reply: Tree = serde_json::from_str(json).ok()?;
    let mut xml = Xml::declared("UTF-8");
    element("result", &reply, &mut xml);
    Some(xml.finish())
}

fn element(name: &str, value: &Tree, xml: &mut Xml) {
    match value {
        Tree::List(items) => {
            xml.open(name, &[("is_array", "true")]);
            items.iter().for_each(|item| element("item", item, xml));
            xml.close(name);
        }
        Tree::Keys(keys) => {
            xml.open(name, &[]);
            keys.iter().for_each(|(key, value)| element(&element_name(key), value, xml));
            xml.close(name);
        }
        Tree::Text(text) => drop(xml.leaf(name, text)),
    }
}

/// A key as the name of an element, which may not begin with a digit ("1m_stdev").
fn element_name(key: &str) -> String {
    if key.starts_with(|c: char| c.is_ascii_digit()) { format!("_{key}") } else { key.to_owned() }
}

/// JSON with its keys in order, which `serde_json::Value` sorts.
#[derive(Debug)]
enum Tree {
    Text(String),
    List(Vec<Tree>),
    Keys(Vec<(String, Tree)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Grow)
    }
}

struct Grow;

impl<'de> Visitor<'de> for Grow {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Text(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Tree, A::Error> {
        let mut keys = Vec::new();
        while let Some(pair) = from.next_entry()? {
            keys.push(pair);
        }
        Ok(Tree::Keys(keys))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_say_that_they_are_lists() {
        let check = |reply: &str, expected: &str| {
            let told = document(reply).expect("JSON").replace('\n', "");
            assert_eq!(told, format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{expected}"));
        };
        check("[]", "<result is_array=\"true\"></result>");
        check(
            r#"[{"title": "A & <b>", "id": 1, "tags": [{"name": "x"}], "image": []}]"#,
            "<result is_array=\"true\"><item><title>A &amp; &lt;b&gt;</title><id>1</id>\
             <tags is_array=\"true\"><item><name>x</name></item></tags>\
             <image is_array=\"true\"></image></item></result>",
        );
        check(r#"{"1m_stdev": null}"#, "<result><_1m_stdev></_1m_stdev></result>");
        assert_eq!(document("{"), None);
    }
}
