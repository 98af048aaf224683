//! What the forms of briefs do: ask, rest, go on, end, sign; and the link that ends mails.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use wiredesk_flow::alerts::Clock;
use wiredesk_flow::briefs::{Asked, Back, Days, Subject, Timetable, brief_path};
use wiredesk_store::{BriefId, CommissionId, Privilege};

use crate::auth::{Fields, Form, secret, wrapped};
use crate::{AppState, Error, limits};

/// Asks for a brief. One that is asked for once is made at once, and shown.
pub(super) async fn ask(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    let Form { who, fields } = form;
    let user = who.user.clone();
    let done = match asked(&fields).and_then(|asked| Ok((asked, secret()?))) {
        Ok((asked, token)) => {
            state
                .work(move |s| {
                    let briefer = s.briefer();
                    let id = briefer.ask(&user, asked, &token[..32], s.now())?;
                    let commission = s.store().commission(id)?.ok_or(Error::NotFound)?;
                    Ok(briefer.issue(&commission, s.now())?)
                })
                .await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(Some(id)) => Ok(Redirect::to(&brief_path(id)).into_response()),
        Ok(None) => Ok(Redirect::to("/briefs/mine").into_response()),
        Err(wrong @ Error::Form(_)) => {
            let typed = fields.0.into_iter().filter(|(name, _)| name != "token").collect();
            super::mine_page(&state, who, typed, Some(wrong)).await
        }
        Err(error) => Err(error),
    }
}

fn asked(fields: &Fields) -> Result<Asked, Error> {
    Ok(Asked {
        name: crate::clean::line(fields.get("name"), limits::BRIEF_NAME_CHARS),
        subject: subject(fields)?,
        timetable: timetable(fields)?,
        back: Back::parse(fields.get("back")).unwrap_or_default(),
        mail: !fields.get("mail").is_empty(),
    })
}

fn subject(fields: &Fields) -> Result<Subject, Error> {
    let needed = |name: &str, what: &str| match fields.get(name).trim() {
        "" => Err(Error::Form(format!("Say {what}."))),
        text => Ok(text.to_owned()),
    };
    Ok(match fields.get("on") {
        "watchlist" => {
            let id = fields.get("watchlist").parse();
            let none = |_| Error::Form("Choose a watchlist, or make one under Alerts.".into());
            Subject::Watchlist { id: id.map_err(none)? }
        }
        "entity" => Subject::Entity { id: needed("entity", "who or what it is on")? },
        "relation" => Subject::Relation {
            actor: needed("actor", "who does it")?,
            recipient: needed("recipient", "for or to whom")?,
        },
        "storyline" => Subject::Storyline { id: needed("storyline", "which storyline")? },
        "section" => Subject::Section { name: needed("section", "which section")? },
        _ => return Err(Error::Form("Choose what it is on.".into())),
    })
}

fn timetable(fields: &Fields) -> Result<Option<Timetable>, Error> {
    let Some(days) = Days::parse(fields.get("days")) else { return Ok(None) };
    let at = match fields.get("at").trim() {
        "" => "07:00",
        text => text,
    };
    let at =
        Clock::parse(at).ok_or_else(|| Error::Form(format!("“{at}” is no time; write 07:30.")))?;
    let zone = Some(fields.get("zone").trim()).filter(|z| !z.is_empty()).unwrap_or("UTC");
    Ok(Some(Timetable { days, at, zone: zone.to_owned() }))
}

/// Rests, goes on, mails or not, or takes away.
pub(super) async fn change(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    let Form { who, fields } = form;
    let (id, user) = (CommissionId(id), who.user.clone());
    let act = fields.get("act").to_owned();
    let done = state
        .work(move |s| {
            let briefer = s.briefer();
            match act.as_str() {
                "rest" => briefer.rest(&user, id, true, s.now())?,
                "go" => briefer.rest(&user, id, false, s.now())?,
                "mail" => briefer.mail(&user, id, true)?,
                "silent" => briefer.mail(&user, id, false)?,
                "drop" => {
                    briefer.commission_of(&user, id)?;
                    s.store().drop_commission(id)?;
                }
                _ => return Err(Error::Form("Choose what to do.".into())),
            }
            Ok(())
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to("/briefs/mine").into_response()),
        Err(wrong @ Error::Form(_)) => {
            super::mine_page(&state, who, super::Typed::default(), Some(wrong)).await
        }
        Err(error) => Err(error),
    }
}

/// An editor signs a brief of theirs for all to read, or takes that back.
pub(super) async fn sign(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Sign)?;
    let id = BriefId(id);
    let (user, by) = (form.who.user.id, form.who.byline().to_owned());
    let signs = form.fields.get("act") != "unsign";
    state
        .work(move |s| {
            let own = s.store().brief(id)?.filter(|b| b.owner == user);
            own.ok_or(Error::NotFound)?;
            Ok(s.store().sign_brief(id, &by, signs, s.now())?)
        })
        .await?;
    Ok(Redirect::to(&brief_path(id)).into_response())
}

#[derive(Debug, Template)]
#[template(path = "briefs/stop.html")]
struct StopPage {
    path: String,
    name: String,
    stopped: bool,
}

fn stop_shown(
    state: &AppState,
    token: &str,
    name: String,
    stopped: bool,
) -> Result<Response, Error> {
    let page = StopPage { path: format!("/briefs/stop/{token}"), name, stopped };
    let body = wrapped(state, "No more briefs by mail", "/briefs", &page.render()?)?;
    Ok(crate::auth::private(Html(body)).into_response())
}

/// Asks before it ends: mail programs follow links on their own.
pub(super) async fn stop_page(
    State(state): State<AppState>,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let commission = state.store().commission_of_token(&token)?.ok_or(Error::NotFound)?;
    stop_shown(&state, &token, commission.about.name, !commission.about.mail)
}

/// Ends the mails that carry this token, by one click as RFC 8058 has it: no sign-in, no form
/// token; who has the mail may end it. The briefs are still made, for the page.
pub(super) async fn stop(
    State(state): State<AppState>,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let commission = state.store().commission_of_token(&token)?.ok_or(Error::NotFound)?;
    let (id, due) = (commission.id, commission.due);
    state.work(move |s| Ok(s.store().set_commission(id, due, false)?)).await?;
    stop_shown(&state, &token, commission.about.name, true)
}
