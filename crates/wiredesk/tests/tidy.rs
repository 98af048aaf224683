//! The tree held against its own description: the map names every crate and command, arrows point
//! only where they may, and what comes in from outside is licensed and wanted.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).expect(name)
}

fn crates() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(root().join("crates"))
        .expect("crates/")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON")
}

#[test]
fn the_map_names_every_crate_and_command() {
    let map = page("ARCHITECTURE.md");
    for name in crates() {
        assert!(map.contains(&format!("| `{name}` |")), "ARCHITECTURE.md does not name {name}");
    }
    let help = Command::new(env!("CARGO_BIN_EXE_wiredesk")).arg("--help").output().expect("runs");
    let help = String::from_utf8(help.stdout).expect("UTF-8");
    let commands = help.split("Commands:").nth(1).and_then(|c| c.split("Options:").next());
    for line in commands.expect("a list of commands").lines() {
        let is_name = line.starts_with("  ") && !line.starts_with("   ");
        let Some(name) = line.split_whitespace().next().filter(|n| is_name && *n != "help") else {
            continue;
        };
        assert!(map.contains(&format!("`{name}`")), "ARCHITECTURE.md does not name {name}");
        let shown = Command::new(env!("CARGO_BIN_EXE_wiredesk")).args([name, "--help"]).output();
        let shown = String::from_utf8(shown.expect("runs").stdout).expect("UTF-8");
        assert!(shown.contains("Example"), "`wiredesk {name} --help` shows no example");
    }
}

/// Which of our crates a crate may name in `[dependencies]`. A new arrow is a change here, in a
/// commit of its own with the reason.
fn arrows() -> BTreeMap<&'static str, &'static [&'static str]> {
    [
        ("model", &[][..]),
        ("wire", &["model"]),
        ("extract", &["model"]),
        ("read", &["model"]),
        ("story", &["model"]),
        ("ledger", &["model"]),
        ("draft", &["model"]),
        ("alert", &["model"]),
        ("publish", &["model"]),
        ("picture", &["model"]),
        ("gather", &["model"]),
        // Which addresses are public is decided in one place, for what is fetched and what is sent.
        ("deliver", &["model", "gather"]),
        ("store", &["model", "wire"]),
        ("search", &["model"]),
        (
            "flow",
            &[
                "model", "wire", "extract", "read", "story", "ledger", "draft", "alert", "publish",
                "picture", "store", "search", "gather", "deliver",
            ],
        ),
        // Webhooks are set up and tried from pages and the API.
        (
            "web",
            &["model", "wire", "ledger", "flow", "store", "search", "publish", "alert", "deliver"],
        ),
    ]
    .into()
}

#[test]
fn arrows_point_only_where_they_may() {
    let metadata = metadata();
    let arrows = arrows();
    for package in metadata["packages"].as_array().expect("packages") {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(from) = name.strip_prefix("wiredesk-") else { continue };
        let allowed = arrows.get(from).unwrap_or_else(|| panic!("say where {from} may point"));
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let normal = dependency["kind"].is_null();
            let to = dependency["name"].as_str().and_then(|n| n.strip_prefix("wiredesk-"));
            if let Some(to) = to.filter(|_| normal) {
                assert!(allowed.contains(&to), "{from} may not know {to}");
            }
        }
    }
    owned_by_one(&metadata);
}

/// What only one crate may name.
fn owned_by_one(metadata: &Value) {
    let owners =
        [("rusqlite", "wiredesk-store"), ("tantivy", "wiredesk-search"), ("axum", "wiredesk-web")];
    for package in metadata["packages"].as_array().expect("packages") {
        let name = package["name"].as_str().unwrap_or_default();
        if !name.starts_with("wiredesk-") {
            continue;
        }
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let to = dependency["name"].as_str().unwrap_or_default();
            for (thing, owner) in owners {
                let stray = to == thing && name != owner && dependency["kind"].is_null();
                assert!(!stray, "only {owner} names {thing}, not {name}");
            }
        }
    }
}

#[test]
fn what_comes_in_is_licensed_and_wanted() {
    let deny = page("deny.toml");
    let allowed: BTreeSet<&str> = deny
        .split("allow = [")
        .nth(1)
        .and_then(|list| list.split(']').next())
        .expect("a list of licences")
        .split('"')
        .skip(1)
        .step_by(2)
        .collect();
    let banned = ["openssl", "openssl-sys", "native-tls", "aws-lc-rs"];
    for package in metadata()["packages"].as_array().expect("packages") {
        let name = package["name"].as_str().unwrap_or_default();
        assert!(!banned.contains(&name), "{name} is banned, see deny.toml");
        let registry = package["source"].as_str().is_none_or(|s| s.starts_with("registry+"));
        assert!(registry, "{name} does not come from the registry");
        let Some(license) = package["license"].as_str() else {
            assert!(!package["license_file"].is_null(), "{name} has no licence");
            continue;
        };
        let licence = license.replace('/', " OR ").replace(['(', ')'], " ");
        let any = licence
            .split(" OR ")
            .any(|choice| choice.split(" AND ").all(|part| allowed.contains(part.trim())));
        assert!(any, "{name} is under {license}, which deny.toml does not allow");
    }
}

#[test]
fn the_tree_names_no_machine() {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    let Ok(listed) = listed else { return };
    for file in listed.stdout.split(|b| *b == 0).filter(|f| !f.is_empty()) {
        let file = String::from_utf8_lossy(file);
        let Ok(text) = std::fs::read_to_string(root().join(&*file)) else { continue };
        let machine =
            ["/ro", "/wo", "/fa"].map(|s| s.to_owned()).into_iter().zip(["ot/", "rk/", "rm/"]);
        for (head, tail) in machine {
            let path = format!("{head}{tail}");
            let found = text.match_indices(&path).find(|(at, _)| {
                let before = text[..*at].chars().next_back();
                before.is_none_or(|c| !c.is_alphanumeric() && !"./_-{}".contains(c))
            });
            assert!(found.is_none(), "{file} names {path}, a path of one machine");
        }
    }
}
