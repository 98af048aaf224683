//! Readings to storylines: copies, threads, timeline.
