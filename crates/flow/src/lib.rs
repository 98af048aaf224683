//! The stages in order, and the desk's commands.
