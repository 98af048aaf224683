//! The OpenAPI document, and the same as a page for people: no script, nothing from elsewhere.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;
use wiredesk_publish::House;
use wiredesk_publish::page::api::{self, Operation, Parameter};

use super::document;
use super::problem::Problem;
use crate::fresh::Fresh;
use crate::{AppState, Error};

/// The document.
pub(crate) async fn openapi(headers: HeaderMap) -> Result<Response, Problem> {
    let text = document().to_pretty_json().map_err(|e| Error::Broken(e.to_string()))?;
    Ok(Fresh::of(text, None).answer(&headers, "application/json", "public, max-age=300"))
}

/// The page.
pub(crate) async fn page(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let document = serde_json::to_value(document()).map_err(|e| Error::Broken(e.to_string()))?;
    let operations = operations(&document, state.house());
    let text = api::api(state.house(), &state.sections()?, &operations)?;
    Ok(Fresh::of(text, None).answer(&headers, "text/html; charset=utf-8", "public, max-age=60"))
}

fn operations(document: &Value, house: &House) -> Vec<Operation> {
    // The document's texts mark words of code; the page has no use for the marks.
    let text = |v: &Value| v.as_str().unwrap_or_default().replace('`', "");
    let parameter = |p: &Value| Parameter {
        name: text(&p["name"]),
        needed: p["required"] == Value::Bool(true),
        about: text(&p["description"]),
    };
    let operation = |(path, methods): (&String, &Value)| {
        let get = &methods["get"];
        let parameters = get["parameters"].as_array();
        Operation {
            path: path.clone(),
            about: text(&get["summary"]),
            matter: match text(&get["tags"][0]).as_str() {
                "stories" => "news".into(),
                other => other.to_owned(),
            },
            parameters: parameters.into_iter().flatten().map(parameter).collect(),
            example: house.url(&example(path, get)),
        }
    };
    document["paths"].as_object().into_iter().flatten().map(operation).collect()
}

/// An address that works against the demo: its first story, and what the document gives as examples.
fn example(path: &str, get: &Value) -> String {
    let path = match path.contains("/stories/") {
        true => path.replace("{id}", "1").replace("{version}", "2"),
        false => path.to_owned(),
    };
    let parameters = get["parameters"].as_array().into_iter().flatten();
    let needed = parameters.filter(|p| p["in"] == "query" && p["required"] == Value::Bool(true));
    let pair = |p: &Value| {
        Some(format!("{}={}", p["name"].as_str()?, p["example"].as_str().unwrap_or("…")))
    };
    let pairs: Vec<String> = needed.filter_map(pair).collect();
    if pairs.is_empty() { path } else { format!("{path}?{}", pairs.join("&")) }
}
