//! Full-text search in the tenant's knowledge articles, in memory: made anew when an article was changed, which is seldom beside how often
//! they are searched. What it leaves out: how texts become words ([`words`]), and how they are ranked ([`index`]).

mod index;
mod words;

use std::sync::{Arc, Mutex, PoisonError};

use domain::Refusal;

use crate::app::App;
pub(crate) use index::Index;

/// The articles as they were when they were last looked at.
#[derive(Debug, Default)]
pub(crate) struct Articles(Mutex<Arc<Index>>);

impl Articles {
    /// The index of the articles as they are.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub(crate) async fn current(&self, app: &App) -> Result<Arc<Index>, Refusal> {
        let held = Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let known = Arc::clone(&held);
        let changed = app.engine.read(move |core| {
            // Comparing is as fast as memory is read, and a missed change is not possible.
            let articles = &core.state.directory.library.articles;
            (*articles != *known.articles()).then(|| articles.clone())
        });
        let Some(articles) = changed.await? else { return Ok(held) };
        let made = tokio::task::spawn_blocking(|| Arc::new(Index::new(articles)));
        // It ends early only when the server does.
        let Ok(index) = made.await else { return Ok(held) };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&index);
        Ok(index)
    }
}
