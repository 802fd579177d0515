//! `holdfast export events`: the log as JSON Lines, in the public format. The journal is only read, but held by one process at a time.

use std::io::Write;
use std::ops::ControlFlow;

use domain::log::LogLine;
use domain::{ConversationId, Recorded, Seq};
use store::JournalReader;

/// Which events are exported.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    /// From this position on.
    pub(crate) since: Seq,
    /// Only those of one conversation.
    pub(crate) conversation: Option<ConversationId>,
}

/// Writes the selected events, one a line, in journal order.
///
/// # Errors
/// When the journal cannot be read or the output not written.
pub(crate) fn write(
    reader: &dyn JournalReader,
    tenant: &str,
    selection: &Selection,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut failed = None;
    let mut write_one = |recorded: &Recorded| {
        let other = selection
            .conversation
            .as_ref()
            .is_some_and(|id| recorded.event.conversation.as_ref() != Some(id));
        if other {
            return ControlFlow::Continue(());
        }
        let written = serde_json::to_writer(&mut *out, &LogLine::of(recorded, Some(tenant)))
            .map_err(anyhow::Error::from)
            .and_then(|()| Ok(out.write_all(b"\n")?));
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(why) => {
                failed = Some(why);
                ControlFlow::Break(())
            }
        }
    };
    reader.scan(selection.since.max(1), &mut |recorded| write_one(&recorded))?;
    match failed {
        Some(why) => Err(why),
        None => Ok(out.flush()?),
    }
}
