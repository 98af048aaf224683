//! A WebSub hub: told which feeds changed, by the publish call that all hubs know.

use crate::limits;
use crate::sender::{Outcome, Parcel};
use crate::webhook::{reason, refusal, retry_after, said};
use reqwest::{Client, StatusCode};
use serde::Deserialize;
use wiredesk_gather::guard;

/// The settings of a target of kind `hub`.
#[derive(Debug, Deserialize)]
struct Hub {
    url: String,
}

/// What it is told.
#[derive(Debug, Deserialize)]
struct Told {
    topics: Vec<String>,
}

/// Tries once.
pub(crate) async fn tell(client: &Client, allow_private: bool, parcel: &Parcel<'_>) -> Outcome {
    let hub = match serde_json::from_str::<Hub>(parcel.settings) {
        Ok(hub) => hub,
        Err(error) => return Outcome::Stop { why: error.to_string() },
    };
    let told = match serde_json::from_str::<Told>(parcel.body) {
        Ok(told) => told,
        Err(error) => return Outcome::Refused { why: error.to_string() },
    };
    let url = match guard::check(&hub.url, allow_private) {
        Ok(url) => url,
        Err(error) => return Outcome::Stop { why: refusal(&error) },
    };
    let mut form = vec![("hub.mode", "publish")];
    form.extend(told.topics.iter().map(|topic| ("hub.url", topic.as_str())));
    let body = form_body(&form);
    let call = async {
        let request = client.post(url).header("content-type", "application/x-www-form-urlencoded");
        let response = request.body(body).send().await.map_err(|e| reason(&e))?;
        let (status, after) = (response.status(), retry_after(response.headers(), parcel.now));
        if status.is_success() {
            return Ok(Outcome::Taken);
        }
        let why = format!("answered {}: {}", status.as_u16(), said(response).await);
        let busy =
            matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
        Ok::<_, String>(match status.is_client_error() && !busy {
            true => Outcome::Refused { why },
            false => Outcome::Again { why, after, rest: busy },
        })
    };
    match tokio::time::timeout(limits::POST_MAX, call).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(why)) => Outcome::again(why),
        Err(_) => Outcome::again(format!("no answer within {} s", limits::POST_S_MAX)),
    }
}

fn form_body(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}
