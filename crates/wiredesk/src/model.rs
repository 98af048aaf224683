//! The model drafter, as commands are told of it. The key comes from the environment and from nowhere
//! else, so that it stands in no list of processes and in no file of ours.

use anyhow::{Context, Result};
use clap::Args;
use std::sync::Arc;
use std::time::Duration;
use wiredesk_flow::stringer::{Stringer, Terms};
use wiredesk_gather::chat::Key;

/// Where the key stands.
const KEY: &str = "WIREDESK_MODEL_KEY";

/// A language model to draft with; without one, drafts are made by rule.
#[derive(Debug, Clone, Default, Args)]
pub struct Model {
    /// A language model to draft with, by the name its endpoint knows. What it writes is held against
    /// its evidence like all else. Its key, if it needs one, is read from WIREDESK_MODEL_KEY
    #[arg(long = "model", env = "WIREDESK_MODEL", value_name = "NAME", requires = "model_url")]
    model_name: Option<String>,
    /// Its OpenAI-compatible endpoint, such as http://127.0.0.1:11434/v1
    #[arg(
        long = "model-url",
        env = "WIREDESK_MODEL_URL",
        value_name = "URL",
        requires = "model_name"
    )]
    model_url: Option<String>,
    /// Seconds that one draft may take
    #[arg(long = "model-time", env = "WIREDESK_MODEL_TIME", value_name = "SECONDS")]
    model_time: Option<u64>,
    /// Tokens that one draft may take, questions and answers together
    #[arg(long = "model-tokens", env = "WIREDESK_MODEL_TOKENS", value_name = "N")]
    model_tokens: Option<u64>,
    /// Prices of a million tokens: of questions, of answers
    #[arg(
        long = "model-prices",
        env = "WIREDESK_MODEL_PRICES",
        value_name = "IN,OUT",
        value_delimiter = ','
    )]
    model_prices: Vec<f64>,
    /// What one draft may cost at these prices
    #[arg(
        long = "model-cost",
        env = "WIREDESK_MODEL_COST",
        value_name = "SUM",
        requires = "model_prices"
    )]
    model_cost: Option<f64>,
    /// Leave sentences in, marked, that still fail when they were asked for again
    #[arg(long = "model-keep")]
    model_keep: bool,
}

impl Model {
    /// The stringer, when a model is named.
    ///
    /// # Errors
    /// When the endpoint's address or the prices mean nothing.
    pub fn stringer(&self) -> Result<Option<Arc<Stringer>>> {
        let (Some(model), Some(url)) = (&self.model_name, &self.model_url) else { return Ok(None) };
        let usual = Terms::default();
        let prices = match self.model_prices.as_slice() {
            [] => None,
            [a, b] if *a >= 0.0 && *b >= 0.0 => Some((*a, *b)),
            _ => anyhow::bail!("--model-prices takes two prices: of questions, of answers"),
        };
        let terms = Terms {
            model: model.clone(),
            time_max: self.model_time.map_or(usual.time_max, Duration::from_secs),
            tokens_max: self.model_tokens.unwrap_or(usual.tokens_max),
            prices,
            cost_max: self.model_cost,
            keep: self.model_keep,
            ..usual
        };
        let key = std::env::var(KEY).ok().and_then(|k| Key::new(&k));
        let stringer = Stringer::new(url, key, terms).context("--model-url")?;
        Ok(Some(Arc::new(stringer)))
    }

    /// How it is set, for people; no key.
    #[must_use]
    pub fn told(&self) -> String {
        match (&self.model_name, &self.model_url) {
            (Some(name), Some(url)) => {
                format!("{name} at {}", crate::commands::bounds::redacted(url))
            }
            _ => "none".into(),
        }
    }
}
