//! All uploads of the tenant, bounded for each client in number, bytes and time, and for all together.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{ChatId, Code, Refusal, Timestamp};

use super::record::{self, Record};
use super::upload::{Upload, gone};
use crate::limits::{
    UPLOAD_BYTES_MAX, UPLOADS_MAX, UPLOADS_OF_CLIENT_FULL_SIZE, UPLOADS_OF_CLIENT_MAX,
};

/// A new upload.
#[derive(Debug)]
pub(crate) struct Begin {
    pub(crate) id: String,
    pub(crate) owner: String,
    pub(crate) chat: ChatId,
    pub(crate) name: String,
    pub(crate) bytes: u64,
    /// The setting's bound of one file.
    pub(crate) bytes_max: u64,
}

/// The uploads.
pub(crate) struct Uploads {
    folder: PathBuf,
    known: Mutex<HashMap<String, Arc<Upload>>>,
}

impl Uploads {
    /// Opens the folder, which is made when it is not there, and what was on its way in it. Blocks.
    ///
    /// # Errors
    /// When it cannot be made or read.
    pub(crate) fn open(folder: PathBuf) -> io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        let records = record::read_all(&folder)?;
        let uploads = records.into_iter().filter_map(|(id, record)| {
            Some((id.clone(), Arc::new(Upload::of(&folder, id, record)?)))
        });
        let known = uploads.collect();
        Ok(Self { folder, known: Mutex::new(known) })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Upload>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins an upload. Blocks.
    ///
    /// # Errors
    /// When the client, or all together, have too much on its way, or nothing can be written.
    pub(crate) fn begin(&self, begin: Begin, now: Timestamp) -> Result<Arc<Upload>, Refusal> {
        let Begin { id, owner, chat, name, bytes, bytes_max } = begin;
        let record = Record {
            owner,
            chat: chat.to_string(),
            name,
            bytes,
            received: 0,
            created_at: now.0,
            used_at: now.0,
            sent: None,
        };
        let upload = Upload::of(&self.folder, id.clone(), record).ok_or_else(gone)?;
        let upload = Arc::new(upload);
        {
            let mut known = self.lock();
            check(&known, &upload, bytes_max)?;
            known.insert(id, Arc::clone(&upload));
        }
        if let Err(refusal) = upload.create() {
            self.remove(&upload);
            return Err(refusal);
        }
        Ok(upload)
    }

    /// An upload of that owner.
    ///
    /// # Errors
    /// `not_found` when there is none.
    pub(crate) fn find(
        &self,
        id: &str,
        owner: &str,
        now: Timestamp,
    ) -> Result<Arc<Upload>, Refusal> {
        let found = self.lock().get(id).cloned();
        found.filter(|upload| upload.owner == owner && now < upload.expires_at()).ok_or_else(gone)
    }

    /// Gives an upload up. Blocks.
    pub(crate) fn remove(&self, upload: &Upload) {
        self.lock().remove(&upload.id);
        upload.remove();
    }

    /// Removes what has had its time. Blocks.
    pub(crate) fn sweep(&self, now: Timestamp) {
        let over: Vec<Arc<Upload>> = self
            .lock()
            .extract_if(|_, upload| upload.expires_at() <= now)
            .map(|(_, u)| u)
            .collect();
        for upload in over {
            upload.remove();
        }
    }
}

fn check(
    known: &HashMap<String, Arc<Upload>>,
    new: &Upload,
    bytes_max: u64,
) -> Result<(), Refusal> {
    let (mut count, mut bytes, mut all) = (0, new.bytes, new.bytes);
    for upload in known.values().filter(|upload| upload.is_open()) {
        all += upload.bytes;
        if upload.owner == new.owner {
            count += 1;
            bytes += upload.bytes;
        }
    }
    if count >= UPLOADS_OF_CLIENT_MAX {
        let detail = format!("{count} uploads are on their way; finish or cancel one first");
        return Err(Refusal::new(Code::AtLimit, detail).limit(UPLOADS_OF_CLIENT_MAX));
    }
    let max = bytes_max * UPLOADS_OF_CLIENT_FULL_SIZE;
    if bytes > max {
        let detail = format!("{bytes} bytes would be on their way at once; at most {max} may");
        return Err(Refusal::new(Code::AtLimit, detail).field("bytes", bytes).limit(max));
    }
    if known.len() >= UPLOADS_MAX || all > UPLOAD_BYTES_MAX {
        let detail = "too many files are on their way to this server; try again later";
        return Err(Refusal::new(Code::Busy, detail));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const HOUR: i64 = 3_600_000;

    fn uploads(name: &str) -> (PathBuf, Uploads) {
        let folder = std::env::temp_dir().join(format!("holdfast-{name}-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        let uploads = Uploads::open(folder.clone()).unwrap();
        (folder, uploads)
    }

    fn begin(uploads: &Uploads, id: &str, bytes: u64) -> Result<Arc<Upload>, Refusal> {
        let begin = Begin {
            id: id.into(),
            owner: "customer c".into(),
            chat: ChatId::new("c-1.1"),
            name: "a.txt".into(),
            bytes,
            bytes_max: 1_000,
        };
        uploads.begin(begin, Timestamp(0))
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_arrived_is_there_after_a_restart_and_what_is_not_durable_is_asked_for_again() {
        let (folder, uploads) = uploads("restart");
        let upload = begin(&uploads, "u", 10).unwrap();
        upload.append(0, b"01234", Timestamp(5)).unwrap();
        upload.sync().unwrap();
        upload.append(5, b"567", Timestamp(6)).unwrap();
        assert_eq!(upload.received(), 8);
        std::fs::write(folder.join("stray.part"), "x").unwrap();
        std::fs::write(folder.join("torn.json"), "{").unwrap();
        drop((upload, uploads));

        let uploads = Uploads::open(folder.clone()).unwrap();
        let upload = uploads.find("u", "customer c", Timestamp(7)).unwrap();
        assert_eq!(upload.received(), 5);
        upload.append(5, b"56789", Timestamp(7)).unwrap();
        assert_eq!(std::fs::read(upload.path()).unwrap(), b"0123456789");
        assert_eq!(names(&folder), ["u.json", "u.part"]);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn bytes_come_in_order_once_and_no_more_than_were_said() {
        let (folder, uploads) = uploads("order");
        let upload = begin(&uploads, "u", 5).unwrap();
        upload.append(0, b"abc", Timestamp(0)).unwrap();
        let code =
            |offset, bytes: &[u8]| upload.append(offset, bytes, Timestamp(0)).unwrap_err().code;
        assert_eq!(code(0, b"abc"), Code::WrongState);
        assert_eq!(code(4, b"e"), Code::WrongState);
        assert_eq!(code(3, b"def"), Code::TooLong);
        upload.append(3, b"de", Timestamp(0)).unwrap();
        assert_eq!(code(5, b"f"), Code::TooLong);
        uploads.remove(&upload);
        assert_eq!(code(5, b""), Code::NotFound);
        assert_eq!(names(&folder), [""; 0]);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_client_has_bounds() {
        let (folder, uploads) = uploads("bounds");
        begin(&uploads, "full", 1_000).unwrap();
        assert_eq!(begin(&uploads, "more", 1_001).err().map(|r| r.code), Some(Code::AtLimit));
        let most = UPLOADS_OF_CLIENT_MAX;
        for n in 1..most {
            begin(&uploads, &format!("u{n}"), 1).unwrap();
        }
        assert_eq!(begin(&uploads, "one", 1).err().map(|r| r.code), Some(Code::AtLimit));
        let full = uploads.find("full", "customer c", Timestamp(0)).unwrap();
        uploads.remove(&full);
        begin(&uploads, "one", 1).unwrap();
        assert!(uploads.find("one", "customer d", Timestamp(0)).is_err(), "another's");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_has_had_its_time_is_removed() {
        let (folder, uploads) = uploads("time");
        let upload = begin(&uploads, "u", 5).unwrap();
        upload.append(0, b"a", Timestamp(HOUR)).unwrap();
        let find = |at| uploads.find("u", "customer c", Timestamp(at)).is_ok();
        assert!(find(2 * HOUR - 1));
        assert!(!find(2 * HOUR));
        uploads.sweep(Timestamp(2 * HOUR - 1));
        assert_eq!(names(&folder), ["u.json", "u.part"]);
        uploads.sweep(Timestamp(2 * HOUR));
        assert_eq!(names(&folder), [""; 0]);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
