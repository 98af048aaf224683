//! What every page of the desk has round its content.

use wiredesk_store::Privilege;

use crate::AppState;
use crate::auth::Who;

/// House, title, who is signed in, and where one is.
#[derive(Debug)]
pub(crate) struct Frame {
    pub house: String,
    pub title: String,
    /// The path in the menu.
    pub at: &'static str,
    /// The name of who is signed in; empty outside.
    pub name: String,
    pub token: String,
    pub writer: bool,
    pub editor: bool,
    pub administrator: bool,
    pub moderator: bool,
    /// They may see the desk at all.
    pub desk: bool,
}

impl Frame {
    /// Round a page of the desk.
    pub fn new(state: &AppState, who: &Who, title: &str, at: &'static str) -> Self {
        Self {
            house: state.house().name.clone(),
            title: title.to_owned(),
            at,
            name: who.byline().to_owned(),
            token: who.token.clone(),
            writer: who.may(Privilege::Draft),
            editor: who.may(Privilege::Sign),
            administrator: who.may(Privilege::People),
            moderator: who.may(Privilege::Moderate),
            desk: who.may(Privilege::SeeDesk),
        }
    }

    /// Round a page for somebody who is not signed in.
    pub fn outside(state: &AppState, title: &str) -> Self {
        Self {
            house: state.house().name.clone(),
            title: title.to_owned(),
            at: "",
            name: String::new(),
            token: String::new(),
            writer: false,
            editor: false,
            administrator: false,
            moderator: false,
            desk: false,
        }
    }

    /// The menu: path and words.
    pub fn menu(&self) -> Vec<(&'static str, &'static str)> {
        if !self.desk {
            let own =
                vec![("/alerts", "Alerts"), ("/briefs/mine", "Briefs"), ("/account", "Account")];
            let comments = self.moderator.then_some(("/moderation", "Comments"));
            return comments.into_iter().chain(own).collect();
        }
        let mut menu = vec![
            ("/desk", "Queue"),
            ("/desk/reports", "Reports"),
            ("/desk/storylines", "Storylines"),
            ("/desk/ledger", "Ledger"),
            ("/desk/sources", "Sources"),
            ("/alerts", "Alerts"),
            ("/briefs/mine", "Briefs"),
            ("/desk/quarantine", "Set aside"),
            ("/desk/trail", "Trail"),
        ];
        if self.editor {
            menu.push(("/desk/webhooks", "Webhooks"));
        }
        if self.moderator {
            menu.push(("/moderation", "Comments"));
        }
        if self.administrator {
            menu.push(("/desk/people", "People"));
            menu.push(("/desk/tokens", "Tokens"));
        }
        menu.push(("/account", "Account"));
        menu
    }

    pub fn style(&self) -> &'static str {
        &crate::assets::STYLE_PATH
    }

    pub fn script(&self) -> &'static str {
        &crate::assets::SCRIPT_PATH
    }
}
