//! Keeps what customers show where they were told that it is kept: asks the engine for each piece whether it may be, and stores the whole as
//! a file of the conversation when co-browsing is over. What it leaves out: what is in the pieces, and asking the customer.

use std::sync::Arc;
use std::time::Duration;

use domain::event::CobrowseStage;
use domain::{ChatId, Command, Core, Party, Refusal, Timestamp};
use store::PutError;

use crate::app::App;
use crate::files::recordings::{Of, Whole};
use crate::files::unusable;

/// How soon after its end a recording is stored.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// When the customer of a chat agreed to show its page and to have that kept; None: nothing of it may be.
pub(crate) fn kept_since(core: &Core, chat: &ChatId, customer: Option<&str>) -> Option<Timestamp> {
    let open = core.state.conversations.get(&chat.conversation()?)?;
    let is_its_own = customer.is_none_or(|customer| open.customer.id == customer);
    let cobrowse = open.cobrowse.as_ref().filter(|_| open.chat == *chat && is_its_own)?;
    let is_shown = match cobrowse.stage {
        CobrowseStage::Invited => false,
        CobrowseStage::Accepted | CobrowseStage::Running => true,
    };
    cobrowse.accepted_at.filter(|_| is_shown && cobrowse.recorded)
}

/// Stores what is over, until the server stops.
pub(crate) async fn run(app: Arc<App>) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    loop {
        ticks.tick().await;
        for of in app.files.recordings.all() {
            // What could not be stored now has been logged, and is stored later.
            let _ = finish(&app, of).await;
        }
    }
}

async fn finish(app: &Arc<App>, of: Of) -> Result<(), Refusal> {
    let asked = of.clone();
    let goes_on = app.engine.read(move |core| {
        kept_since(core, &asked.chat, None).is_some_and(|since| since == asked.accepted_at)
    });
    if goes_on.await? {
        return Ok(());
    }
    let (recordings, blobs) = (Arc::clone(&app.files.recordings), Arc::clone(&app.files.blobs));
    let over = of.clone();
    let stored = app.files.work(move || {
        let Some(whole) = recordings.whole(&over)? else { return Ok(None) };
        let mut content = recordings.content(&over)?;
        blobs.put(&whole.hash, &mut content).map_err(|why: PutError| unusable(&why))?;
        Ok(Some(whole))
    });
    if let Some(Whole { hash, bytes, length, command }) = stored.await? {
        let chat = of.chat.clone();
        let told = Command::RecordCobrowse { chat, file: hash.to_string(), bytes, length };
        app.engine.command(Party::system(), command, told).await?;
    }
    let recordings = Arc::clone(&app.files.recordings);
    app.files.work(move || recordings.remove(&of)).await
}
