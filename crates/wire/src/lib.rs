//! The JSON contract of the command line: model values to and from JSON lines.
