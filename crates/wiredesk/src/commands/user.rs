//! `wiredesk user`: accounts from the command line, while the desk is not served.

use crate::commands::data::Data;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use std::io::{BufRead, IsTerminal, Write};
use wiredesk_model::jiff::{SignedDuration, Timestamp};
use wiredesk_store::{NewUser, Role, Secret, Store, TicketKind, User as Kept};

/// What to do with accounts.
#[derive(Debug, Args)]
#[command(
    after_help = "The password of `add` is read from standard input. While `wiredesk serve` runs on the folder, use the desk's page People instead.\n\nExamples:\n  wiredesk user add ann --role editor --display 'Ann Ode' < password.txt\n  wiredesk user list\n  wiredesk user role ann chief\n  wiredesk user reset ann"
)]
pub struct User {
    #[command(subcommand)]
    act: Act,
    #[command(flatten)]
    data: Data,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Adds one; the password is the first line of standard input
    Add {
        /// Name to sign in with
        name: String,
        /// reader, moderator, reporter, editor, chief or operator
        #[arg(long, default_value = "reader")]
        role: String,
        /// Name as others see it (default: the name)
        #[arg(long)]
        display: Option<String>,
    },
    /// All of them: name, role, state, name as shown, e-mail
    List,
    /// Gives another role
    Role {
        /// Name or e-mail
        name: String,
        /// The new role
        role: String,
    },
    /// Signs out and lets in no more (`--undo` lets in again)
    Disable {
        /// Name or e-mail
        name: String,
        /// Let in again
        #[arg(long)]
        undo: bool,
    },
    /// Prints a link, good for two hours, with which a new password is chosen
    Reset {
        /// Name or e-mail
        name: String,
    },
}

impl User {
    /// Does it.
    ///
    /// # Errors
    /// When the folder is in use, or there is no such account or role.
    pub fn run(self) -> Result<u8> {
        let now = Timestamp::now();
        let out = &mut std::io::stdout().lock();
        match self.act {
            Act::List => {
                for user in self.data.open_to_read()?.users()? {
                    writeln!(out, "{}", line(&user))?;
                }
            }
            Act::Add { name, role, display } => {
                let password = wiredesk_web::hash_password(&password()?)?;
                let display = display.unwrap_or_else(|| name.clone());
                let user = NewUser { name, display, password, role: role_of(&role)? };
                self.data.open()?.add_user(user, now)?;
            }
            Act::Role { name, role } => {
                let store = self.data.open()?;
                let mut user = find(&store, &name)?;
                user.about.role = role_of(&role)?;
                store.edit_user(user.id, user.about, user.disabled)?;
            }
            Act::Disable { name, undo } => {
                let store = self.data.open()?;
                let user = find(&store, &name)?;
                store.edit_user(user.id, user.about, (!undo).then_some(now))?;
            }
            Act::Reset { name } => {
                let store = self.data.open()?;
                let user = find(&store, &name)?;
                let mut bytes = [0_u8; 32];
                getrandom::fill(&mut bytes).context("the machine gives no random bytes")?;
                let secret: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
                let until = now.checked_add(SignedDuration::from_hours(2))?;
                store.add_ticket(Secret::of(&secret), TicketKind::Reset, user.id, until)?;
                writeln!(out, "/reset?ticket={secret}")?;
            }
        }
        Ok(0)
    }
}

fn find(store: &Store, name: &str) -> Result<Kept> {
    store
        .user(name)?
        .with_context(|| format!("nobody is called {name:?}; see `wiredesk user list`"))
}

fn role_of(word: &str) -> Result<Role> {
    let Some(role) = Role::parse(word) else {
        let words: Vec<&str> = Role::ALL.iter().map(|r| r.as_str()).collect();
        bail!("no role is called {word:?}; there are {}", words.join(", "))
    };
    Ok(role)
}

fn line(user: &Kept) -> String {
    let state = match (user.disabled.is_some(), user.is_unconfirmed()) {
        (true, _) => "disabled",
        (_, true) => "unconfirmed",
        _ => "active",
    };
    let email = user.email.as_deref().unwrap_or("-");
    let about = &user.about;
    format!("{}\t{}\t{state}\t{}\t{email}", about.name, about.role.as_str(), about.display)
}

fn password() -> Result<String> {
    if std::io::stdin().is_terminal() {
        note!("Password (at least 10 characters; it is shown as you type):");
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("no password on standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
