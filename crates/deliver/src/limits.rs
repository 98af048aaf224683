//! Every bound of what is sent out, named once; `wiredesk limits` prints them.

use std::time::Duration;

/// Seconds that a receiver has for one POST, the connection included.
pub const POST_S_MAX: u64 = 30;
/// The same, as a duration.
pub const POST_MAX: Duration = Duration::from_secs(POST_S_MAX);
/// Seconds to connect.
pub const CONNECT_S_MAX: u64 = 10;
/// Seconds that a mail relay has for one message.
pub const MAIL_S_MAX: u64 = 60;
/// The same, as a duration.
pub const MAIL_MAX: Duration = Duration::from_secs(MAIL_S_MAX);
/// Bytes kept of what a receiver answers.
pub const ANSWER_BYTES_MAX: usize = 5 << 10;
/// Bytes of a mail's text and HTML together.
pub const MAIL_BYTES_MAX: usize = 1 << 20;
/// Bytes of one header's value.
pub const HEADER_BYTES_MAX: usize = 2 << 10;
/// Signing secrets of one target: the new one and those that are being rotated out.
pub const SECRETS_MAX: usize = 4;
/// Seconds that a `Retry-After` can ask for at most.
pub const RETRY_AFTER_S_MAX: u64 = 24 * 3600;
/// Connections kept open to one receiver.
pub const IDLE_PER_HOST: usize = 32;

/// All of them, for people.
pub const ALL: &[(&str, usize, &str)] = &[
    ("post_s", POST_S_MAX as usize, "seconds that a webhook receiver has for an answer"),
    ("connect_s", CONNECT_S_MAX as usize, "seconds to connect to it"),
    ("mail_s", MAIL_S_MAX as usize, "seconds that a mail relay has for a message"),
    ("answer_bytes", ANSWER_BYTES_MAX, "bytes kept of a receiver's answer"),
    ("mail_bytes", MAIL_BYTES_MAX, "bytes of a mail"),
    ("header_bytes", HEADER_BYTES_MAX, "bytes of one header's value"),
    ("secrets", SECRETS_MAX, "signing secrets of one webhook"),
    ("retry_after_s", RETRY_AFTER_S_MAX as usize, "seconds that Retry-After can ask for"),
    ("idle_per_host", IDLE_PER_HOST, "connections kept open to one receiver"),
];
