//! What a person at a terminal sees: progress while something takes long, nothing in a pipe.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

/// A bar on standard error for `total` items (0: unknown), drawn only on a terminal.
#[must_use]
pub fn progress(total: u64, what: &'static str) -> ProgressBar {
    let target = match std::io::stderr().is_terminal() && std::io::stdin().is_terminal() {
        true => ProgressDrawTarget::stderr(),
        false => ProgressDrawTarget::hidden(),
    };
    let template = match total {
        0 => "{spinner} {human_pos} {msg} ({per_sec})",
        _ => "{bar:30} {human_pos}/{human_len} {msg} ({per_sec}, {eta} left)",
    };
    let style = ProgressStyle::with_template(template);
    let bar = ProgressBar::with_draw_target((total > 0).then_some(total), target);
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.with_message(what)
}

/// True when whoever read our output went away, as `head` does: no error of ours.
#[must_use]
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|json| json.io_error_kind() == Some(std::io::ErrorKind::BrokenPipe))
    })
}

/// Sends what the program logs to standard error, as `RUST_LOG` wants it (default: warnings).
pub fn logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .try_init();
    // Already started by a test in the same process: fine.
    drop(started);
}
