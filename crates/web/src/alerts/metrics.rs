//! How long alerts take and how much waits: for people, and as Prometheus reads it.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use std::fmt::Write as _;
use wiredesk_flow::alerts::{ENDS_MS, LATENCY, Stretch};

use crate::auth::Who;
use crate::desk::frame::Frame;
use crate::{AppState, Error};

#[derive(Debug, Template)]
#[template(path = "alerts_times.html")]
struct TimesPage {
    frame: Frame,
    rows: Vec<Row>,
    waiting: Vec<(String, u64)>,
}

#[derive(Debug)]
struct Row {
    name: &'static str,
    count: u64,
    quantiles: [String; 4],
}

pub(super) async fn page(State(state): State<AppState>, who: Who) -> Result<Response, Error> {
    let waiting = state.work(|s| Ok(s.store().delivery_counts()?)).await?;
    let rows = LATENCY.all().map(|(name, stretch)| row(words(name), stretch)).into();
    let frame = Frame::new(&state, &who, "How long alerts take", "/alerts");
    Ok(Html(TimesPage { frame, rows, waiting }.render()?).into_response())
}

fn words(name: &str) -> &'static str {
    match name {
        "received_to_logged" => "Report received → story logged",
        "logged_to_matched" => "Logged → matched",
        "matched_to_handed_over" => "Matched → handed over",
        _ => "Matching alone",
    }
}

fn row(name: &'static str, stretch: &Stretch) -> Row {
    let (count, _) = stretch.total();
    let quantiles = [0.5, 0.9, 0.99, 1.0].map(|share| match (stretch.quantile_ms(share), count) {
        (_, 0) => "–".to_owned(),
        (Some(ms), _) if ms < 1_000 => format!("≤ {ms} ms"),
        (Some(ms), _) => format!("≤ {} s", ms / 1_000),
        (None, _) => "more".to_owned(),
    });
    Row { name, count, quantiles }
}

/// Prometheus text, for whoever may reach the server: numbers only, nothing of anybody.
pub(super) async fn prometheus(State(state): State<AppState>) -> Result<Response, Error> {
    let counts = state.work(|s| Ok(s.store().delivery_counts()?)).await?;
    let mut out = String::new();
    out.push_str("# HELP wiredesk_alert_seconds Stretches of an alert's way.\n");
    out.push_str("# TYPE wiredesk_alert_seconds histogram\n");
    for (name, stretch) in LATENCY.all() {
        histogram(&mut out, name, stretch);
    }
    out.push_str("# HELP wiredesk_deliveries Alerts in the outbox by state.\n");
    out.push_str("# TYPE wiredesk_deliveries gauge\n");
    for (state, count) in counts {
        let _ = writeln!(out, "wiredesk_deliveries{{state=\"{state}\"}} {count}");
    }
    let head = state.store().head();
    out.push_str("# HELP wiredesk_publications_total Entries of the publication log.\n");
    out.push_str("# TYPE wiredesk_publications_total counter\n");
    let _ = writeln!(out, "wiredesk_publications_total {head}");
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, out).into_response())
}

fn histogram(out: &mut String, name: &str, stretch: &Stretch) {
    let counts = stretch.cumulative();
    for (end, count) in ENDS_MS.iter().zip(counts) {
        #[expect(clippy::cast_precision_loss, reason = "bucket ends")]
        let le = *end as f64 / 1e3;
        let _ = writeln!(
            out,
            "wiredesk_alert_seconds_bucket{{stretch=\"{name}\",le=\"{le}\"}} {count}"
        );
    }
    let (count, sum) = stretch.total();
    let _ = writeln!(
        out,
        "wiredesk_alert_seconds_bucket{{stretch=\"{name}\",le=\"+Inf\"}} {count}\n\
         wiredesk_alert_seconds_sum{{stretch=\"{name}\"}} {sum}\n\
         wiredesk_alert_seconds_count{{stretch=\"{name}\"}} {count}"
    );
}
