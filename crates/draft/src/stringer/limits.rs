//! Bounds of what goes to a model and comes back.

/// Sentences of reports shown as evidence.
pub const MATERIAL_LINES_MAX: usize = 160;
/// Bytes of them together.
pub const MATERIAL_BYTES_MAX: usize = 48 << 10;
/// Bytes of an answer's text.
pub const ANSWER_BYTES_MAX: usize = 64 << 10;
/// Bytes of one line of the stream.
pub const LINE_BYTES_MAX: usize = 1 << 20;
/// Sentences taken of one part of a copy.
pub const PART_SENTENCES_MAX: usize = 12;
/// Bytes of one sentence.
pub const SENTENCE_BYTES_MAX: usize = 700;
/// Evidence named by one sentence.
pub const EVIDENCE_MAX: usize = 6;

/// All of them, for people.
pub const ALL: &[(&str, usize, &str)] = &[
    ("material_lines", MATERIAL_LINES_MAX, "sentences of reports shown to a model"),
    ("material_bytes", MATERIAL_BYTES_MAX, "bytes of them together"),
    ("answer_bytes", ANSWER_BYTES_MAX, "bytes of a model's answer"),
    ("line_bytes", LINE_BYTES_MAX, "bytes of one line of its stream"),
    ("part_sentences", PART_SENTENCES_MAX, "sentences taken of one part of a copy"),
    ("sentence_bytes", SENTENCE_BYTES_MAX, "bytes of one sentence of it"),
    ("evidence", EVIDENCE_MAX, "pieces of evidence that one sentence of it may name"),
];
