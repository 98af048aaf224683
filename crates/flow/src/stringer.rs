//! The model drafter: asks an OpenAI-compatible endpoint for copy, holds it against its evidence, asks
//! once more for what does not stand, and drops or marks the rest.
//!
//! It is off unless the operator names an endpoint. What it is asked and what may stand is decided in
//! [`wiredesk_draft::stringer`]; this file keeps the time, the tokens and the money. When anything goes
//! wrong the caller has the default drafter's story already: see [`crate::drafting`].

use std::time::Duration;
use tokio::time::Instant;
use wiredesk_draft::stringer::{Answer, Brief, Copy, Desk, Material, Usage, copy};
use wiredesk_draft::{Settings, Shelf, stringer};
use wiredesk_gather::chat::{Key, Line};
use wiredesk_model::Story;

/// Bytes that are counted as one token where the endpoint does not say how many it used.
const BYTES_A_TOKEN: u64 = 3;
/// An answer of fewer tokens is not worth asking for.
const ANSWER_TOKENS_LEAST: u64 = 200;

/// How far the model drafter may go for one draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// The model's name, as the endpoint knows it.
    pub model: String,
    /// From the first question to the last answer.
    pub time_max: Duration,
    /// How long the endpoint may send nothing.
    pub silence_max: Duration,
    /// Before a busy endpoint is asked again, doubled each time.
    pub pause: Duration,
    /// Tokens of all questions and answers together.
    pub tokens_max: u64,
    /// Tokens of one answer.
    pub answer_tokens_max: u32,
    /// Price of a million tokens, of questions and of answers.
    pub prices: Option<(f64, f64)>,
    /// What one draft may cost, in the money of `prices`.
    pub cost_max: Option<f64>,
    /// How often sentences that fail are asked for again.
    pub rounds_max: usize,
    /// Sentences that still fail are left in, marked, instead of dropped.
    pub keep: bool,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            model: String::new(),
            time_max: Duration::from_secs(120),
            silence_max: Duration::from_secs(30),
            pause: Duration::from_secs(1),
            tokens_max: 60_000,
            answer_tokens_max: 4_000,
            prices: None,
            cost_max: None,
            rounds_max: 2,
            keep: false,
        }
    }
}

/// A model at an endpoint.
#[derive(Debug)]
pub struct Stringer {
    line: Line,
    terms: Terms,
}

/// A story from a model's copy.
#[derive(Debug, Clone, PartialEq)]
pub struct Filed {
    /// Every sentence of it was checked.
    pub story: Story,
    /// What it took.
    pub spent: Spent,
    /// Sentences that were dropped because nothing carries them.
    pub dropped: usize,
    /// Sentences of reports that were not shown because they speak to a machine.
    pub held_back: usize,
}

/// What a draft took.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spent {
    /// Tokens of the questions.
    pub asked: u64,
    /// Tokens of the answers.
    pub answered: u64,
    /// Questions.
    pub questions: usize,
}

/// Why there is no copy.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Failure {
    /// The endpoint did not answer.
    #[error("{0}")]
    Line(#[from] wiredesk_gather::Error),
    /// Its answer is of no use.
    #[error("{0}")]
    Answer(#[from] stringer::Error),
    /// It would cost more than it may.
    #[error("the reports are too long for the bounds on {0}")]
    Bounds(&'static str),
    /// The machine cannot wait for it.
    #[error("the model cannot be asked: {0}")]
    Setup(String),
}

/// `each` is told how many bytes of the answer have come in.
pub type Progress<'p> = &'p mut dyn FnMut(usize);

impl Stringer {
    /// A model at `url`, the whole address of its chat completions or the part before
    /// `/chat/completions`.
    ///
    /// # Errors
    /// When `url` is no address of the web.
    pub fn new(url: &str, key: Option<Key>, terms: Terms) -> Result<Self, Failure> {
        let url = url.trim().trim_end_matches('/');
        let whole = match url.ends_with("/chat/completions") {
            true => url.to_owned(),
            false => format!("{url}/chat/completions"),
        };
        Ok(Self { line: Line::new(&whole, key, (terms.silence_max, terms.pause))?, terms })
    }

    /// The model's name.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.terms.model
    }

    /// The endpoint's address, secrets left out.
    #[must_use]
    pub fn address(&self) -> String {
        self.line.address()
    }

    /// [`Stringer::write`] for a thread that may wait.
    ///
    /// # Errors
    /// All of [`Failure`].
    pub fn write_waiting(
        &self,
        shelf: &Shelf<'_>,
        base: &Story,
        settings: &Settings,
        each: Progress<'_>,
    ) -> Result<Filed, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|e| Failure::Setup(e.to_string()))?;
        runtime.block_on(self.write(shelf, base, settings, each))
    }

    /// A story from the reports on `shelf`. `base` is the default drafter's, which lends it its
    /// picture, links, sections of the site and, where the model's own fails, its headline.
    ///
    /// # Errors
    /// All of [`Failure`]; then `base` is the story.
    pub async fn write(
        &self,
        shelf: &Shelf<'_>,
        base: &Story,
        settings: &Settings,
        each: Progress<'_>,
    ) -> Result<Filed, Failure> {
        let until = Instant::now() + self.terms.time_max;
        let material = Material::of(shelf)?;
        let mut brief = Brief::new(&self.terms.model, &material);
        let mut spent = Spent::default();
        let mut said = self.ask(&brief, false, until, &mut spent, each).await?;
        let mut desk = Desk::new(Copy::parse(&said)?, &material, shelf, settings, base);
        for _ in 0..self.terms.rounds_max {
            let failing = desk.failing();
            if failing.is_empty() {
                break;
            }
            brief.ask_again(&said, &failing);
            // What stands, stands: a second answer that fails takes nothing from the first.
            let Ok(again) = self.ask(&brief, true, until, &mut spent, each).await else { break };
            let Ok(mended) = copy::mended(&again) else { break };
            desk.mend(mended);
            said = again;
        }
        let (mut story, dropped) = desk.story(base, self.terms.keep)?;
        story.byline.model = Some(self.terms.model.clone());
        Ok(Filed { story, spent, dropped, held_back: material.held_back })
    }

    /// One question and its whole answer.
    async fn ask(
        &self,
        brief: &Brief,
        again: bool,
        until: Instant,
        spent: &mut Spent,
        each: Progress<'_>,
    ) -> Result<String, Failure> {
        // The bound goes into the question; its digits do not change what the question takes.
        let asked = brief.body(self.terms.answer_tokens_max, again).len() as u64 / BYTES_A_TOKEN;
        let answer_max = self.left(spent, asked)?;
        let body = brief.body(answer_max, again);
        spent.questions += 1;
        spent.asked += asked;
        let mut reply = self.line.ask(&body, until).await?;
        let mut answer = Answer::default();
        loop {
            let next = reply.next().await;
            let taken = match next {
                Ok(Some(bytes)) => answer.take(&bytes).map_err(Failure::from),
                Ok(None) => break,
                Err(error) => Err(error.into()),
            };
            if let Err(failure) = taken {
                spent.answered += answer.text().len() as u64 / BYTES_A_TOKEN;
                return Err(failure);
            }
            each(answer.text().len());
        }
        let guess = answer.text().len() as u64 / BYTES_A_TOKEN;
        let used = answer.usage().unwrap_or(Usage { asked, answered: guess });
        spent.asked = spent.asked - asked + used.asked;
        spent.answered += used.answered;
        Ok(answer.done()?.0)
    }

    /// Tokens that the next answer may have when its question takes `asked`.
    fn left(&self, spent: &Spent, asked: u64) -> Result<u32, Failure> {
        let used = spent.asked + spent.answered + asked;
        let mut left = self.terms.tokens_max.saturating_sub(used);
        if left < ANSWER_TOKENS_LEAST {
            return Err(Failure::Bounds("tokens"));
        }
        if let (Some((of_question, of_answer)), Some(most)) =
            (self.terms.prices, self.terms.cost_max)
        {
            let million = 1_000_000.0;
            let so_far =
                (spent.asked + asked) as f64 * of_question + spent.answered as f64 * of_answer;
            let rest = most * million - so_far;
            let affordable = if of_answer > 0.0 { (rest / of_answer).max(0.0) } else { f64::MAX };
            if rest < 0.0 || affordable < ANSWER_TOKENS_LEAST as f64 {
                return Err(Failure::Bounds("cost"));
            }
            left = left.min(affordable as u64);
        }
        Ok(u32::try_from(left).unwrap_or(u32::MAX).min(self.terms.answer_tokens_max))
    }

    /// What a draft cost, where prices are known.
    #[must_use]
    pub fn cost(&self, spent: &Spent) -> Option<f64> {
        let (of_question, of_answer) = self.terms.prices?;
        Some((spent.asked as f64 * of_question + spent.answered as f64 * of_answer) / 1_000_000.0)
    }

    /// How it went, in words for the desk.
    #[must_use]
    pub fn told(&self, filed: &Filed) -> String {
        let Filed { spent, dropped, held_back, .. } = filed;
        let mut words = format!(
            "drafted by the model {}, {} tokens in {} questions",
            self.terms.model,
            spent.asked + spent.answered,
            spent.questions
        );
        if let Some(cost) = self.cost(spent) {
            words.push_str(&format!(", cost {cost:.4}"));
        }
        if *dropped > 0 {
            words.push_str(&format!("; {dropped} sentences dropped that nothing carries"));
        }
        if *held_back > 0 {
            words.push_str(&format!(
                "; {held_back} sentences of reports that speak to a machine not shown"
            ));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_money_are_bounded_before_anything_is_asked() {
        let stringer = |tokens_max, prices, cost_max| {
            let terms = Terms { tokens_max, prices, cost_max, ..Terms::default() };
            Stringer::new("http://127.0.0.1:1/v1/", None, terms).expect("a line")
        };
        let check = |s: Stringer, asked: u64, expected: Result<u32, Failure>| {
            assert_eq!(s.left(&Spent::default(), asked), expected);
        };
        check(stringer(60_000, None, None), 10_000, Ok(4_000));
        check(stringer(12_000, None, None), 10_000, Ok(2_000));
        check(stringer(10_100, None, None), 10_000, Err(Failure::Bounds("tokens")));
        check(stringer(60_000, Some((1.0, 10.0)), Some(0.02)), 10_000, Ok(1_000));
        check(
            stringer(60_000, Some((1.0, 10.0)), Some(0.01)),
            10_000,
            Err(Failure::Bounds("cost")),
        );
        let spent = Spent { asked: 1_000_000, answered: 100_000, questions: 1 };
        assert_eq!(stringer(1, Some((1.0, 10.0)), None).cost(&spent), Some(2.0));
        let address = stringer(1, None, None).address();
        assert_eq!(address, "http://127.0.0.1:1/v1/chat/completions");
    }
}
