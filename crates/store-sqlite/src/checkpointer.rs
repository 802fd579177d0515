//! Moves what is in the write-ahead log into the database, on a thread and a connection of its own, while commits go on: without it every few
//! hundred milliseconds of full load one commit would wait for thousands of page writes and a sync of the database. It syncs what it has moved;
//! no commit needs that, since commits are durable in the log. What it leaves out: starting the log anew, which SQLite does in a commit when all
//! of it was moved, and the writer's own checkpoint, which remains for when this one does not keep up.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::database_file::DatabaseFile;

/// It looks at the log after this many appended events: they are about a thousand pages of it.
const EVENTS: usize = 1_000;
/// And not more often than this: what is written twice meanwhile is moved once.
const PAUSE: Duration = Duration::from_millis(50);

/// Wakes the thread; dropping it ends the thread.
pub(crate) struct Checkpointer {
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    appended: usize,
}

impl Checkpointer {
    /// Starts the thread for a database that is open for writing elsewhere.
    ///
    /// # Errors
    /// When the database cannot be opened once more.
    pub(crate) fn start(path: &Path, file: &DatabaseFile) -> rusqlite::Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        // The same as the writer's: the log is synced before pages are moved, the database before the log is used anew.
        connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON;")?;
        let (wake, woken) = sync_channel(1);
        let file = file.clone();
        let thread = thread::Builder::new()
            .name("checkpointer".to_owned())
            .spawn(move || run(&connection, &file, &woken));
        // Without a thread the writer's own checkpoints do all of the work.
        Ok(Self { wake: Some(wake), thread: thread.ok(), appended: 0 })
    }

    /// So many events were appended.
    pub(crate) fn appended(&mut self, events: usize) {
        self.appended += events;
        if self.appended >= EVENTS
            && let Some(wake) = &self.wake
        {
            self.appended = 0;
            // Full: it is awake, and will look again.
            let _ = wake.try_send(());
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.wake = None;
        if let Some(thread) = self.thread.take() {
            // It had nothing to lose.
            let _ = thread.join();
        }
    }
}

fn run(connection: &Connection, file: &DatabaseFile, woken: &Receiver<()>) {
    store::background::step_back();
    // Passive: it waits for nobody and nobody waits for it. What fails here fails in the writer's checkpoint too, or in its next commit, and
    // is told there; nothing that was acknowledged depends on it.
    let move_pages =
        || drop(connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())));
    while woken.recv().is_ok() {
        move_pages();
        // All that was moved must be on the disk before the log begins anew. Synced here, a little each time, it is not left for a commit to do.
        file.sync();
        // What came meanwhile is little: with luck nothing comes during this, all is moved, and the next commit begins the log anew.
        move_pages();
        thread::sleep(PAUSE);
    }
}
