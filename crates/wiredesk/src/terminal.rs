//! What a person at a terminal sees: progress while something takes long, nothing in a pipe.

use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};

/// A line to standard output. Where nobody reads any more it is an error, not a panic.
macro_rules! say {
    ($($told:tt)*) => { $crate::terminal::say(format_args!($($told)*)) };
}

/// A line to standard error. Who does not listen misses it.
macro_rules! note {
    ($($told:tt)*) => { $crate::terminal::note(format_args!($($told)*)) };
}

/// See [`say!`].
///
/// # Errors
/// When it cannot be written.
pub fn say(line: std::fmt::Arguments<'_>) -> Result<()> {
    Ok(writeln!(std::io::stdout().lock(), "{line}")?)
}

/// See [`note!`].
pub fn note(line: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// An error and its causes, each told once: many messages hold their cause's words already.
#[must_use]
pub fn told(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !told.contains(&cause) {
            let join = if told.is_empty() { "" } else { ": " };
            told = told + join + &cause;
        }
    }
    told
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn a_cause_is_told_once() {
        let check = |error: Result<()>, expected: &str| {
            assert_eq!(told(&error.expect_err("an error")), expected);
        };
        check(Err(anyhow::anyhow!("gone")), "gone");
        check(Err(anyhow::anyhow!("gone")).context("a.txt"), "a.txt: gone");
        check(Err(anyhow::anyhow!("gone")).context("a.txt: gone"), "a.txt: gone");
    }
}
