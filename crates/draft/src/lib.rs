//! Storyline to draft story, each sentence with its evidence; and the check of it.
