//! One upload: bytes are added at its end only, so that a client that was cut off asks how far it came and goes on from there. What has
//! arrived twice is refused, whatever connection it came by.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{ChatId, Code, Millis, Refusal, Timestamp};
use protocol::file::SentFile;

use super::record::{self, Record};
use super::unusable;
use crate::limits::{UPLOAD_DURABLE_BYTES, UPLOAD_IDLE_MS, UPLOAD_MS, UPLOAD_SENT_MS};

/// An upload.
pub(crate) struct Upload {
    pub(crate) id: String,
    pub(crate) owner: String,
    pub(crate) chat: ChatId,
    pub(crate) name: String,
    pub(crate) bytes: u64,
    folder: PathBuf,
    created_at: Timestamp,
    used_at: AtomicI64,
    received: AtomicU64,
    /// Held while bytes or the record are written, on threads that may block only.
    disk: Mutex<Disk>,
    sent: Mutex<Option<(String, SentFile)>>,
}

struct Disk {
    /// Bytes that are known to survive a power cut.
    durable: u64,
    is_removed: bool,
}

impl Upload {
    /// From its record.
    pub(crate) fn of(folder: &Path, id: String, record: Record) -> Option<Self> {
        Some(Self {
            id,
            owner: record.owner,
            chat: ChatId::parse(&record.chat).ok()?,
            name: record.name,
            bytes: record.bytes,
            folder: folder.to_owned(),
            created_at: Timestamp(record.created_at),
            used_at: AtomicI64::new(record.used_at),
            received: AtomicU64::new(record.received),
            disk: Mutex::new(Disk { durable: record.received, is_removed: false }),
            sent: Mutex::new(record.sent),
        })
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.disk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many bytes have arrived.
    pub(crate) fn received(&self) -> u64 {
        self.received.load(Ordering::Acquire)
    }

    /// The command that sent it, and the file as it was sent.
    pub(crate) fn sent(&self) -> Option<(String, SentFile)> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether it is still on its way.
    pub(crate) fn is_open(&self) -> bool {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// When it is given up, or forgotten if it was sent.
    pub(crate) fn expires_at(&self) -> Timestamp {
        let used_at = Timestamp(self.used_at.load(Ordering::Acquire));
        if self.is_open() {
            (used_at + Millis(UPLOAD_IDLE_MS)).min(self.created_at + Millis(UPLOAD_MS))
        } else {
            used_at + Millis(UPLOAD_SENT_MS)
        }
    }

    /// Where its bytes are.
    pub(crate) fn path(&self) -> PathBuf {
        record::bytes_path(&self.folder, &self.id)
    }

    fn record(&self, durable: u64) -> Record {
        Record {
            owner: self.owner.clone(),
            chat: self.chat.to_string(),
            name: self.name.clone(),
            bytes: self.bytes,
            received: durable,
            created_at: self.created_at.0,
            used_at: self.used_at.load(Ordering::Acquire),
            sent: self.sent(),
        }
    }

    /// Makes its file and its record. Blocks.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(crate) fn create(&self) -> Result<(), Refusal> {
        let _disk = self.disk();
        File::create(self.path()).map_err(|why| unusable(&why))?;
        record::write(&self.folder, &self.id, &self.record(0)).map_err(|why| unusable(&why))
    }

    /// Adds bytes that begin at `offset`. Blocks.
    ///
    /// # Errors
    /// When they do not begin where the last ended, are more than were said, or cannot be written.
    pub(crate) fn append(&self, offset: u64, bytes: &[u8], now: Timestamp) -> Result<(), Refusal> {
        let mut disk = self.disk();
        self.check(&disk, offset, bytes.len() as u64)?;
        let write = || {
            let mut file = File::options().write(true).open(self.path())?;
            file.seek(SeekFrom::Start(offset))?;
            file.write_all(bytes)
        };
        write().map_err(|why| unusable(&why))?;
        let received = offset + bytes.len() as u64;
        self.received.store(received, Ordering::Release);
        self.used_at.fetch_max(now.0, Ordering::AcqRel);
        if received >= disk.durable + UPLOAD_DURABLE_BYTES {
            self.make_durable(&mut disk)?;
        }
        Ok(())
    }

    fn check(&self, disk: &Disk, offset: u64, more: u64) -> Result<(), Refusal> {
        let received = self.received();
        if disk.is_removed {
            return Err(gone());
        }
        if !self.is_open() {
            return Err(Refusal::new(Code::WrongState, "the file has been sent already"));
        }
        if offset != received {
            let detail = format!("{received} bytes have arrived: go on from there, not {offset}");
            let refusal = Refusal::new(Code::WrongState, detail);
            return Err(refusal.field("offset", offset).limit(received));
        }
        if more > self.bytes - received {
            let detail = format!("more bytes came than the {} that were said", self.bytes);
            return Err(Refusal::new(Code::TooLong, detail)
                .field("bytes", received + more)
                .limit(self.bytes));
        }
        Ok(())
    }

    /// Makes sure that what has arrived survives a power cut. Blocks.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn sync(&self) -> Result<(), Refusal> {
        let mut disk = self.disk();
        if disk.is_removed || disk.durable == self.received() {
            return Ok(());
        }
        self.make_durable(&mut disk)
    }

    fn make_durable(&self, disk: &mut Disk) -> Result<(), Refusal> {
        let received = self.received();
        let write = || {
            File::options().write(true).open(self.path())?.sync_data()?;
            record::write(&self.folder, &self.id, &self.record(received))
        };
        write().map_err(|why| unusable(&why))?;
        disk.durable = received;
        Ok(())
    }

    /// Notes that it was sent; its bytes are the store's now. Blocks.
    pub(crate) fn note_sent(&self, command: &str, file: SentFile, now: Timestamp) {
        let disk = self.disk();
        let sent = (command.to_owned(), file);
        *self.sent.lock().unwrap_or_else(PoisonError::into_inner) = Some(sent);
        self.used_at.fetch_max(now.0, Ordering::AcqRel);
        let noted = record::write(&self.folder, &self.id, &self.record(disk.durable))
            .and_then(|()| record::remove_file(&self.path()));
        if let Err(why) = noted {
            // The command's id keeps it from being sent twice all the same.
            tracing::warn!(error = %why, "an upload that was sent is not noted");
        }
    }

    /// Removes it from the disk. Blocks.
    pub(crate) fn remove(&self) {
        let mut disk = self.disk();
        disk.is_removed = true;
        if let Err(why) = record::remove(&self.folder, &self.id) {
            tracing::warn!(error = %why, "an upload could not be removed; the next start tries again");
        }
    }
}

/// There is no such upload.
pub(crate) fn gone() -> Refusal {
    Refusal::new(Code::NotFound, "there is no such upload: it was given up, or is not yours")
        .field("upload", "")
}
