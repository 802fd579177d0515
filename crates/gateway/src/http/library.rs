//! The tenant's library for its staff and bots: articles by search, topics, standard texts, and the wording of prompts.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use domain::QueueId;
use domain::directory::{Directory, GENERAL_QUEUE};
use domain::library::Library;
use domain::prompts::{LANGUAGES, PROMPTS};
use protocol::library::{Prompt, StandardText, Topic};
use protocol::problem::Problem;
use protocol::rest::{FoundArticle, PromptList};

use super::request::{Query, staff};
use crate::app::App;
use crate::limits::{ARTICLES_DEFAULT, ARTICLES_MAX};
use crate::problem::Failure;
use crate::translate::library::{article_out, prompt_out, standard_text_out, topic_out};

/// Searches the knowledge articles, or lists them.
#[utoipa::path(
    get,
    path = "/api/articles",
    tag = "library",
    params(
        ("query" = Option<String>, Query, description = "what is looked for, such as a customer's question; all articles by id if absent"),
        ("language" = Option<String>, Query, description = "only articles in this language (BCP 47) and those that are in none"),
        ("after" = Option<String>, Query, description = "without a query: the id of the last article of the page before"),
        ("limit" = Option<u64>, Query, description = "how many, 1 to 100; 10 if absent"),
    ),
    responses(
        (status = 200, description = "what fits, best first", body = Vec<FoundArticle>),
        (status = 401, description = "nobody is signed in", body = Problem),
    )
)]
pub(crate) async fn articles(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Reply<Vec<FoundArticle>>, Failure> {
    let (parts, _) = request.into_parts();
    let query = Query::read(&parts, &["query", "language", "after", "limit"])?;
    let limit = query.limit(ARTICLES_DEFAULT, ARTICLES_MAX)?;
    staff(&app, &parts.headers).await?;
    let index = app.articles.current(&app).await?;
    let language = query.text("language");
    let found = match query.text("query") {
        Some(text) => index.search(text, language, limit),
        None => index.list(query.text("after"), language, limit),
    };
    let out = found
        .into_iter()
        .map(|(article, score)| FoundArticle { article: article_out(article), score });
    Ok(Reply(out.collect()))
}

async fn read<T: Send + 'static>(
    app: &App,
    headers: &HeaderMap,
    read: impl FnOnce(&Library) -> T + Send + 'static,
) -> Result<T, Failure> {
    staff(app, headers).await?;
    Ok(app.engine.read(move |core| read(&core.state.directory.library)).await?)
}

/// Lists the topics.
#[utoipa::path(
    get,
    path = "/api/topics",
    tag = "library",
    responses(
        (status = 200, description = "all topics by id", body = Vec<Topic>),
        (status = 401, description = "nobody is signed in", body = Problem),
    )
)]
pub(crate) async fn topics(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Reply<Vec<Topic>>, Failure> {
    let all = read(&app, &headers, |library| library.topics.clone()).await?;
    Ok(Reply(all.values().map(topic_out).collect()))
}

/// Lists the standard texts.
#[utoipa::path(
    get,
    path = "/api/standard-texts",
    tag = "library",
    responses(
        (status = 200, description = "all standard texts by id", body = Vec<StandardText>),
        (status = 401, description = "nobody is signed in", body = Problem),
    )
)]
pub(crate) async fn standard_texts(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Reply<Vec<StandardText>>, Failure> {
    let all = read(&app, &headers, |library| library.standard_texts.clone()).await?;
    Ok(Reply(all.values().map(standard_text_out).collect()))
}

/// Lists the wordings of the prompts: the tenant's own, and those that are shipped.
#[utoipa::path(
    get,
    path = "/api/prompts",
    tag = "library",
    responses(
        (status = 200, description = "own and shipped wordings", body = PromptList),
        (status = 401, description = "nobody is signed in", body = Problem),
    )
)]
pub(crate) async fn prompts(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Reply<PromptList>, Failure> {
    let own: Vec<_> = read(&app, &headers, |library| library.prompts().collect::<Vec<_>>()).await?;
    // Who has changed nothing says what is shipped.
    let (unchanged, queue) = (Directory::default(), QueueId::new(GENERAL_QUEUE));
    let shipped = PROMPTS.into_iter().flat_map(|name| {
        LANGUAGES.map(|language| Prompt {
            prompt: name.as_str().to_owned(),
            queue: None,
            language: language.to_owned(),
            text: unchanged.prompt(name, &queue, Some(language)).map(str::to_owned),
        })
    });
    Ok(Reply(PromptList { own: own.iter().map(prompt_out).collect(), shipped: shipped.collect() }))
}
