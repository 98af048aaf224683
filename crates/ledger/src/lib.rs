//! Claims to relations, rankings and disputes.
