//! The program as users run it: real processes, real folders.

mod delivered;
mod fetched;
mod filters;
mod hostile;
mod killed;
mod matching;

use std::path::Path;
use std::process::{Command, Output};

/// A command on the built binary.
fn wiredesk(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wiredesk"));
    command.args(args).env_remove("WIREDESK_DATA");
    command
}

/// Runs it to the end.
fn run(args: &[&str]) -> Output {
    wiredesk(args).output().expect("the binary runs")
}

/// Runs it with `input` on standard input.
fn run_on(args: &[&str], input: &str) -> Output {
    run_with(args, input, &[])
}

/// The same with more in the environment.
fn run_with(args: &[&str], input: &str, environment: &[(&str, &str)]) -> Output {
    use std::io::Write;
    let mut child = wiredesk(args)
        .envs(environment.iter().copied())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    let writing = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().expect("it ends");
    writing.join().expect("the input was written");
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn shown(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

/// Reports as JSON lines, each with words of its own.
fn reports(count: usize) -> String {
    const PLACES: [&str; 6] = ["Riga", "Lagos", "Lima", "Osaka", "Tunis", "Perth"];
    const DEEDS: [&str; 5] = ["opened", "closed", "rebuilt", "inspected", "sold"];
    (0..count)
        .map(|n| {
            let (place, deed) = (PLACES[n % 6], DEEDS[n / 6 % 5]);
            let day = n % 28 + 1;
            format!(
                "{{\"id\":\"r{n}\",\"source\":\"Delta News\",\"published\":\"2024-03-{day:02}\",\
                 \"title\":\"Harbour {n} {deed}\",\"text\":\"The harbour number {n} at {place} was \
                 {deed} on Monday, officials said. About {n} workers took part.\"}}\n"
            )
        })
        .collect()
}
