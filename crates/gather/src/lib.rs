//! The web: polite fetching, robots, pacing, private-address guard.
