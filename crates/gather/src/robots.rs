//! `robots.txt` as RFC 9309 has it: groups, longest match, `*` and `$`, and the common
//! `Crawl-delay`.

use crate::settings::{CRAWL_DELAY_MAX, ROBOT, ROBOTS_BYTES_MAX};
use std::time::Duration;

/// What a site asks of us.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rules {
    /// Pattern, and whether it opens.
    rules: Vec<(Vec<u8>, bool)>,
    /// The pause between two requests, where it asks for one.
    pub delay: Option<Duration>,
}

/// Rules of one site that are kept.
const RULES_MAX: usize = 10_000;
/// Bytes of one pattern.
const PATTERN_BYTES_MAX: usize = 1_000;

impl Rules {
    /// Everything is closed.
    #[must_use]
    pub fn closed() -> Self {
        Self { rules: vec![(b"/".to_vec(), false)], delay: None }
    }

    /// Reads a file. Anything is a `robots.txt`; what is not understood is skipped.
    #[must_use]
    pub fn parse(file: &[u8]) -> Self {
        let file = &file[..file.len().min(ROBOTS_BYTES_MAX)];
        let file = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
        let (mut ours, mut all) = (Self::default(), Self::default());
        let (mut for_us, mut for_all, mut named) = (false, false, false);
        let mut found_us = false;
        for line in file.split(|b| matches!(b, b'\n' | b'\r')) {
            let line = line.split(|b| *b == b'#').next().unwrap_or_default();
            let Some(colon) = line.iter().position(|b| *b == b':') else { continue };
            let key = line[..colon].trim_ascii().to_ascii_lowercase();
            let value = line[colon + 1..].trim_ascii();
            if key == b"user-agent" {
                if !named {
                    (for_us, for_all) = (false, false);
                }
                named = true;
                for_all |= value == b"*";
                for_us |= is_us(value);
                found_us |= is_us(value);
                continue;
            }
            named = named && !matches!(key.as_slice(), b"allow" | b"disallow" | b"crawl-delay");
            for (wanted, rules) in [(for_us, &mut ours), (for_all, &mut all)] {
                if wanted {
                    rules.line(&key, value);
                }
            }
        }
        if found_us { ours } else { all }
    }

    fn line(&mut self, key: &[u8], value: &[u8]) {
        match key {
            b"allow" | b"disallow" if value.is_empty() => {}
            b"allow" | b"disallow"
                if self.rules.len() < RULES_MAX && value.len() <= PATTERN_BYTES_MAX =>
            {
                self.rules.push((value.to_vec(), key == b"allow"));
            }
            b"crawl-delay" => {
                let seconds = std::str::from_utf8(value).ok().and_then(|v| v.parse::<f32>().ok());
                let seconds = seconds.filter(|s| s.is_finite() && *s >= 0.0);
                self.delay =
                    seconds.and_then(|s| Duration::try_from_secs_f32(s).ok()).or(self.delay);
                self.delay = self.delay.map(|d| d.min(CRAWL_DELAY_MAX));
            }
            _ => {}
        }
    }

    /// Whether a path (with its query) is open: the longest rule that fits decides, an opening one
    /// between equals.
    #[must_use]
    pub fn allows(&self, path: &str) -> bool {
        let fits = self.rules.iter().filter(|(pattern, _)| fits(pattern, path.as_bytes()));
        let best = fits.max_by_key(|(pattern, open)| (pattern.len(), *open));
        path == "/robots.txt" || best.is_none_or(|(_, open)| *open)
    }
}

fn is_us(agent: &[u8]) -> bool {
    // The product token ends where letters do: `Wiredesk/1.0` names us.
    let token = agent.split(|b| !b.is_ascii_alphabetic() && !matches!(b, b'-' | b'_')).next();
    token.is_some_and(|t| t.eq_ignore_ascii_case(ROBOT.as_bytes()))
}

/// `*` stands for anything, `$` at the end for the end. Greedy with one step back: at most
/// pattern times path.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, anchored) = match pattern.strip_suffix(b"$") {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let (mut p, mut s) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        if p == pattern.len() && (!anchored || s == path.len()) {
            return true;
        }
        match (pattern.get(p), path.get(s)) {
            (Some(b'*'), _) => {
                star = Some((p + 1, s));
                p += 1;
            }
            (Some(a), Some(b)) if a == b => (p, s) = (p + 1, s + 1),
            _ => match star {
                Some((after, from)) if from < path.len() => {
                    star = Some((after, from + 1));
                    (p, s) = (after, from + 1);
                }
                _ => return false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_decides() {
        let check = |file: &str, path: &str, open: bool| {
            assert_eq!(Rules::parse(file.as_bytes()).allows(path), open, "{file:?} {path}");
        };
        check("", "/x", true);
        check("User-agent: *\nDisallow: /", "/x", false);
        check("User-agent: *\nDisallow: /", "/robots.txt", true);
        check("User-agent: *\nDisallow:", "/x", true);
        check("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true);
        check("User-agent: *\nDisallow: /a/b\nAllow: /a/b", "/a/b", true);
        check("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", false);
        check("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", true);
        check("User-agent: *\nDisallow: /*?id=", "/x?id=1", false);
        check("user-agent: wiredesk/2\nallow: /\n\nuser-agent: *\ndisallow: /", "/x", true);
        check("User-agent: other\nUser-agent: Wiredesk\nDisallow: /n # c\n", "/news", false);
        check("User-agent: other\nDisallow: /\n", "/news", true);
        check("User-agent: Wiredesker\nDisallow: /\n", "/news", true);
        check("Disallow: /\n", "/x", true);
    }

    #[test]
    fn pauses_are_bounded() {
        let delay =
            |v: &str| Rules::parse(format!("user-agent:*\ncrawl-delay:{v}").as_bytes()).delay;
        assert_eq!(delay("2.5"), Some(Duration::from_millis(2_500)));
        assert_eq!(delay("86400"), Some(CRAWL_DELAY_MAX));
        for odd in ["-1", "NaN", "inf", "1e40", "x"] {
            assert!(delay(odd).is_none_or(|d| d <= CRAWL_DELAY_MAX), "{odd}");
        }
    }

    proptest::proptest! {
        #[test]
        fn patterns_fit_as_a_plain_matcher_says(pattern in "[ab*]{0,8}\\$?", path in "[ab]{0,10}") {
            assert_eq!(fits(pattern.as_bytes(), path.as_bytes()), plain(&pattern, &path));
        }

        #[test]
        fn never_panics(file in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let _ = Rules::parse(&file).allows("/x");
        }
    }

    fn plain(pattern: &str, path: &str) -> bool {
        if let Some(rest) = pattern.strip_suffix('$') {
            return match (rest.chars().next(), path.chars().next()) {
                (None, p) => p.is_none(),
                (Some('*'), p) => {
                    plain(&format!("{}$", &rest[1..]), path)
                        || (p.is_some() && plain(pattern, &path[1..]))
                }
                (Some(a), Some(b)) => a == b && plain(&format!("{}$", &rest[1..]), &path[1..]),
                _ => false,
            };
        }
        match (pattern.chars().next(), path.chars().next()) {
            (None, _) => true,
            (Some('*'), p) => {
                plain(&pattern[1..], path) || (p.is_some() && plain(pattern, &path[1..]))
            }
            (Some(a), Some(b)) => a == b && plain(&pattern[1..], &path[1..]),
            _ => false,
        }
    }
}
