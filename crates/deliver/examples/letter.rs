//! Sends letters, JSON lines on standard input, by the relay that is named; prints what came of
//! each. For the test against a real SMTP server, and to try a relay out.
//!
//!     echo '{"to":"a@a.example","subject":"s","text":"t"}' |
//!       cargo run -p wiredesk-deliver --example letter -- smtp://127.0.0.1:2525 desk@news.example

use std::io::BufRead;
use wiredesk_deliver::{MailSettings, Parcel, Sender, Settings};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let relay = arguments.next().ok_or("which relay?")?;
    let from = arguments.next().ok_or("from whom?")?;
    let mail = Some(MailSettings { relay, from });
    let sender = Sender::new(&Settings { allow_private: true, mail })?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for (n, line) in std::io::stdin().lock().lines().enumerate() {
        let (body, key, now) = (line?, format!("letter-{n}"), jiff::Timestamp::now());
        let (kind, settings, attempt) = ("mail", "{}", 1);
        let parcel = Parcel { kind, settings, key: &key, body: &body, attempt, now };
        println!("{:?}", runtime.block_on(sender.send(&parcel)));
    }
    Ok(())
}
