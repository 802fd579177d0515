//! Fills the warehouse from the journal, a piece at a time: the projection of `mart`, with what it asks about the past. Rows and position
//! are one commit, so it goes on where it was however it was stopped. What it leaves out: when to do so (see [`crate::Follower`]).

use std::ops::ControlFlow;
use std::sync::Arc;

use domain::{ConversationId, Recorded, Seq, Timestamp};
use mart::facts::{
    Field, JOURNAL_STATE, MART_STATE, Past, PastError, Projector, Row, RowChange, Table,
};
use store::{JournalReader, ReadError, Warehouse, WarehouseReader, WriteError, background};

use crate::recent::Recent;

/// How many events of a conversation are read at a time.
const PAGE: usize = 500;

/// Why the warehouse was not filled. What is in it is as it was.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// The journal or the warehouse cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The warehouse cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// What came before cannot be read.
    #[error("the past of a conversation cannot be read: {0}")]
    Past(#[from] PastError),
}

/// What one [`Filler::fill`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filled {
    /// How many events it took.
    pub events: usize,
    /// When the first of them was.
    pub first_at: Option<Timestamp>,
}

/// Fills one warehouse from one tenant's journal.
pub struct Filler {
    warehouse: Box<dyn Warehouse>,
    tenant: String,
    /// None after a failure: it is made from the stored rows again.
    projector: Option<Projector>,
    position: Seq,
    /// Where the engine runs, the last events need not be read again.
    recent: Option<Arc<Recent>>,
}

struct Before<'a> {
    warehouse: &'a dyn WarehouseReader,
    journal: &'a dyn JournalReader,
}

impl Past for Before<'_> {
    fn row(&self, table: &'static Table, key: &[Field]) -> Result<Option<Row>, PastError> {
        self.warehouse.row(table, key).map_err(|why| PastError(why.to_string()))
    }

    fn events(
        &self,
        conversation: &ConversationId,
        before: Seq,
    ) -> Result<Vec<Recorded>, PastError> {
        let mut pages: Vec<Vec<Recorded>> = Vec::new();
        let mut before = before;
        loop {
            let page = self.journal.conversation(conversation, Some(before), PAGE);
            let page = page.map_err(|why| PastError(why.to_string()))?;
            let is_last = page.len() < PAGE;
            before = page.first().map_or(before, |event| event.seq);
            pages.push(page);
            if is_last {
                return Ok(pages.into_iter().rev().flatten().collect());
            }
        }
    }
}

impl Filler {
    /// Goes on with a warehouse. One that was filled from another journal, or has events that the journal does not have, is emptied.
    ///
    /// # Errors
    /// When either cannot be read, or the warehouse not written.
    pub fn open(
        warehouse: Box<dyn Warehouse>,
        tenant: &str,
        journal: &dyn JournalReader,
    ) -> Result<Self, FillError> {
        let mut filler = Self::new(warehouse, tenant);
        filler.begin(journal)?;
        Ok(filler)
    }

    /// The same for a warehouse that may not be reached now: it is looked at when it is first filled.
    #[must_use]
    pub fn new(warehouse: Box<dyn Warehouse>, tenant: &str) -> Self {
        Self { warehouse, tenant: tenant.to_owned(), projector: None, position: 0, recent: None }
    }

    /// With the last events of the engine whose journal it is.
    pub(crate) fn with_recent(mut self, recent: Arc<Recent>) -> Self {
        self.recent = Some(recent);
        self
    }

    /// Begins with what is stored. Of a write that failed nobody may know whether it is there: the position beside the rows says so.
    fn begin(&mut self, journal: &dyn JournalReader) -> Result<(), FillError> {
        let position = self.warehouse.position()?;
        let row = self.warehouse.row(&MART_STATE, &[JOURNAL_STATE.into()])?;
        let is_its_own = row.is_some_and(|row| row[1].text() == journal.identity());
        if position > 0 && (!is_its_own || position > journal.last_seq()?) {
            tracing::warn!(position, "the mart is of another journal and is filled again");
            self.warehouse.clear()?;
        }
        self.position = self.warehouse.position()?;
        Ok(())
    }

    /// The last event that the warehouse has.
    #[must_use]
    pub fn position(&self) -> Seq {
        self.position
    }

    /// The warehouse.
    #[must_use]
    pub fn warehouse(&self) -> &dyn WarehouseReader {
        &*self.warehouse
    }

    /// Connects to the warehouse, where that is needed and may take long, with no journal held.
    ///
    /// # Errors
    /// When that is not possible now.
    pub fn connect(&mut self) -> Result<(), WriteError> {
        self.warehouse.connect()
    }

    /// Takes at most `limit` events that follow, up to a position, in one commit.
    ///
    /// # Errors
    /// When something cannot be read or written; the next call tries again.
    pub fn fill(
        &mut self,
        journal: &dyn JournalReader,
        up_to: Seq,
        limit: usize,
    ) -> Result<Filled, FillError> {
        let mut projector = match self.projector.take() {
            Some(projector) => projector,
            None => {
                self.begin(journal)?;
                self.load()?
            }
        };
        let from = self.position + 1;
        let recent = self.recent.as_ref().and_then(|recent| recent.read(from, limit));
        let mut events = recent.map_or_else(|| read(journal, from, limit), Ok)?;
        events.retain(|event| event.seq <= up_to);
        let filled =
            Filled { events: events.len(), first_at: events.first().map(|event| event.event.at) };
        if let Some(last) = events.last().map(|event| event.seq) {
            let before = Before { warehouse: &*self.warehouse, journal };
            for event in &events {
                projector.apply(event, &before)?;
                background::breathe();
            }
            let mut changes = projector.take_changes(&before)?;
            if self.position == 0 {
                let row = vec![JOURNAL_STATE.into(), journal.identity().into()];
                changes.push(RowChange::Put(&MART_STATE, row));
            }
            self.warehouse.write(last, &changes)?;
            self.position = last;
        }
        self.projector = Some(projector);
        Ok(filled)
    }

    /// The projection as it was when the stored rows were written.
    fn load(&self) -> Result<Projector, FillError> {
        let mut projector = Projector::new(&self.tenant);
        for table in Projector::LOADED {
            self.warehouse.scan(table, &mut |row| {
                projector.load(table, &row);
                ControlFlow::Continue(())
            })?;
        }
        for table in Projector::LOADED_OPEN {
            self.warehouse.scan_open(table, &mut |row| {
                projector.load(table, &row);
                ControlFlow::Continue(())
            })?;
        }
        Ok(projector)
    }
}

/// At most `limit` events from a position on, a page after the other.
fn read(journal: &dyn JournalReader, from: Seq, limit: usize) -> Result<Vec<Recorded>, ReadError> {
    let mut events = Vec::new();
    while events.len() < limit {
        let wanted = PAGE.min(limit - events.len());
        let page = journal.read(from + events.len() as Seq, wanted)?;
        let is_last = page.len() < wanted;
        events.extend(page);
        if is_last {
            break;
        }
        background::breathe();
    }
    Ok(events)
}
