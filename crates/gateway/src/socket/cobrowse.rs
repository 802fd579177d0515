//! Co-browsing on the socket: pieces of the customer's page to the agent that watches it, and where the agent points back. Bounded in size and
//! rate, passed on by the engine to the other side only, and kept only where the customer was told so. What it leaves out: asking and
//! allowing, which are commands.

use std::sync::Arc;
use std::time::Instant;

use domain::{ChatId, Code, Refusal};

use crate::app::Sender;
use crate::cobrowse_recording::kept_since;
use crate::files::recordings::Of;
use crate::limits::{
    COBROWSE_PAGE_BYTES_MAX, COBROWSE_PIECES, COBROWSE_POINTER_BYTES_MAX, COBROWSE_POINTERS,
    NOT_RECORDED_FOR,
};
use crate::problem::too_fast;
use crate::rate::Bucket;
use crate::socket::connection::Client;
use crate::socket::hello::Side;
use crate::socket::inbound::{Reply, refused};
use crate::translate::record::id;

/// The bound on how often a side may send.
pub(crate) fn bucket(is_staff: bool, now: Instant) -> Bucket {
    let (per_second, burst) = if is_staff { COBROWSE_POINTERS } else { COBROWSE_PIECES };
    Bucket::new(per_second, burst, now)
}

impl Client {
    fn is_staff(&self) -> bool {
        matches!(self.side, Side::Staff { .. })
    }

    /// The refusal of a frame over the rate.
    pub(crate) fn cobrowse_too_fast(&self) -> Refusal {
        let (rate, burst) = if self.is_staff() { COBROWSE_POINTERS } else { COBROWSE_PIECES };
        let detail =
            format!("more than {rate} cobrowse frames a second and {burst} at once; slow down");
        let mut refusal = too_fast(detail, rate);
        refusal.field = Some("cobrowse".into());
        refusal
    }

    /// Passes a piece on, and keeps it where that is to be.
    pub(crate) async fn cobrowse(&mut self, chat: &str, data: String) -> Reply {
        let max =
            if self.is_staff() { COBROWSE_POINTER_BYTES_MAX } else { COBROWSE_PAGE_BYTES_MAX };
        if data.len() > max {
            let detail = format!("data has {} bytes, at most {max} are allowed", data.len());
            let refusal = Refusal::new(Code::TooLong, detail).limit(max);
            return refused(None, &refusal.field("data", ""));
        }
        let chat = match id("chat", chat, ChatId::parse) {
            Ok(chat) => chat,
            Err(refusal) => return refused(None, &refusal),
        };
        // A foreign chat id names no conversation that is open here.
        if let Some(conversation) = chat.conversation() {
            let (party, data): (_, Arc<str>) = (self.sender.party().clone(), data.into());
            let (of, piece) = (chat.clone(), Arc::clone(&data));
            let signal = engine::Signal::Cobrowse { conversation, chat, party, data };
            self.app.engine.live_signal(Some(&self.session), signal);
            if !self.is_staff() {
                self.keep(of, piece).await;
            }
        }
        None
    }

    /// Keeps a customer's piece if that customer agreed to it, which is asked for every one that is kept.
    async fn keep(&mut self, chat: ChatId, piece: Arc<str>) {
        if self.not_recorded_since.is_some_and(|since| since.elapsed() < NOT_RECORDED_FOR) {
            return;
        }
        let Sender::Customer { party, .. } = &self.sender else { return };
        let (asked, customer) = (chat.clone(), Arc::clone(&party.id));
        let read = self.app.engine.read(move |core| kept_since(core, &asked, Some(&customer)));
        let Ok(Some(accepted_at)) = read.await else {
            self.not_recorded_since = Some(Instant::now());
            return;
        };
        let (recordings, now) = (Arc::clone(&self.app.files.recordings), self.app.now());
        let of = Of { chat, accepted_at };
        let add = self.app.files.work(move || recordings.add(&of, &piece, now));
        // That a piece could not be kept has been logged; what the agent sees goes on.
        let _ = add.await;
    }
}
