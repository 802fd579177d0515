//! The server side of the demo shop: it signs who its made-up customers are, as any host's own server does for whoever is signed in there. It
//! is there with the demo only.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::State;
use domain::{Code, Refusal};
use serde::Serialize;

use protocol::identity::{DemoCustomer, DemoIdentity};
use protocol::problem::Problem;

use super::identity_keys::demo_key;
use super::request::Json;
use crate::app::App;
use crate::auth::jwt;
use crate::problem::Failure;

/// How long the demo's tokens are good: short, as all should be.
const TOKEN_SECONDS: i64 = 300;

/// The demo's customers: id, name, address.
const CUSTOMERS: [(&str, &str, &str); 2] = [
    ("northwind-1001", "Eleanor Vance", "eleanor@example.com"),
    ("northwind-1002", "Liu Wei", "liu@example.com"),
];

#[derive(Serialize)]
struct Claims<'a> {
    external_id: &'a str,
    name: &'a str,
    email: &'a str,
    iat: i64,
    exp: i64,
}

/// Signs who a customer of the demo shop is.
#[utoipa::path(
    post,
    path = "/api/demo/identity",
    tag = "operations",
    request_body = DemoCustomer,
    responses(
        (status = 200, description = "a token", body = DemoIdentity),
        (status = 404, description = "there is no demo, or no such customer of it", body = Problem),
    )
)]
pub(crate) async fn identity(
    State(app): State<Arc<App>>,
    Json(wanted): Json<DemoCustomer>,
) -> Result<Reply<DemoIdentity>, Failure> {
    let known = CUSTOMERS.iter().find(|(_, name, _)| app.config.demo && *name == wanted.name);
    let (external_id, name, email) = known.ok_or_else(|| {
        Refusal::new(Code::NotFound, "the demo has no such customer").field("name", &wanted.name)
    })?;
    let (kid, secret) = demo_key(&app).await?;
    let iat = app.now().0 / 1000;
    let claims = Claims { external_id, name, email, iat, exp: iat + TOKEN_SECONDS };
    let token = jwt::sign(&claims, kid.as_str(), &secret).map_err(|why| {
        tracing::error!(error = %why, "the demo's token cannot be signed");
        Refusal::new(Code::Busy, "the token cannot be signed now; try again later")
    })?;
    Ok(Reply(DemoIdentity { token }))
}
