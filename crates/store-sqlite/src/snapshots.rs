//! Snapshots as files beside the journal: each is written whole under another name, synced, and renamed, so that a large one neither holds up the
//! writer nor passes through its log. A snapshot may always be removed by hand; the start then takes longer. What it leaves out: what is in it.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::Seq;
use store::background::Breathing;
use store::journal::SNAPSHOTS_KEPT;
use store::{ReadError, Snapshot, Snapshots, WriteError};

use crate::folder::DataFolder;
use crate::open_error::OpenError;

/// Magic, identity (32 characters), position, length of the body, then CRC-32C of all before; numbers little-endian.
const HEADER_BYTES: usize = 8 + 32 + 8 + 8 + 4;
const MAGIC: &[u8; 8] = b"HFsnap\x00\x01";
const SUFFIX: &str = "snapshot";
/// A snapshot is synced in pieces of this size, so that no commit waits at the disk behind a whole one.
const SYNC_BYTES: usize = 1024 * 1024;

/// The snapshots of one journal.
#[derive(Debug)]
pub(crate) struct FileSnapshots {
    folder: DataFolder,
    identity: Arc<str>,
}

/// A snapshot that is there, by its header.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) file: PathBuf,
    pub(crate) identity: String,
    pub(crate) position: Seq,
}

struct Header {
    identity: String,
    position: Seq,
    body_bytes: u64,
}

impl FileSnapshots {
    pub(crate) fn new(folder: &DataFolder, identity: &Arc<str>) -> Self {
        Self { folder: folder.clone(), identity: Arc::clone(identity) }
    }
}

fn home(folder: &DataFolder) -> PathBuf {
    folder.file("snapshots")
}

/// The snapshot files, newest first; names that are none are left alone.
fn files(folder: &DataFolder) -> std::io::Result<Vec<(Seq, PathBuf)>> {
    let entries = match fs::read_dir(home(folder)) {
        Ok(entries) => entries,
        Err(why) if why.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(why) => return Err(why),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let position = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
        if let (Some(position), true) = (position, path.extension().is_some_and(|e| e == SUFFIX)) {
            files.push((position, path));
        }
    }
    files.sort_by(|a, b| b.cmp(a));
    Ok(files)
}

/// The headers of all snapshots in a folder, whosever they are.
pub(crate) fn headers(folder: &DataFolder) -> Result<Vec<Found>, OpenError> {
    let io = |path: &Path, why: &std::io::Error| OpenError::Io {
        path: path.to_owned(),
        detail: why.to_string(),
    };
    let mut found = Vec::new();
    for (_, file) in files(folder).map_err(|why| io(&home(folder), &why))? {
        let mut bytes = Vec::with_capacity(HEADER_BYTES);
        File::open(&file)
            .and_then(|open| open.take(HEADER_BYTES as u64).read_to_end(&mut bytes))
            .map_err(|why| io(&file, &why))?;
        match header(&bytes) {
            Some(Header { identity, position, .. }) => {
                found.push(Found { file, identity, position });
            }
            None => return Err(OpenError::Corrupt { detail: damaged(&file, "its header") }),
        }
    }
    Ok(found)
}

fn damaged(file: &Path, what: &str) -> String {
    format!(
        "{} is damaged ({what} does not match its checksum): check the disk; the journal holds everything that is in it, so that it may be \
         removed, and the start takes longer without it",
        file.display()
    )
}

fn header(bytes: &[u8]) -> Option<Header> {
    let bytes: &[u8; HEADER_BYTES] = bytes.get(..HEADER_BYTES)?.try_into().ok()?;
    let (checked, crc) = bytes.split_at(HEADER_BYTES - 4);
    if crc32c::crc32c(checked).to_le_bytes() != *crc || checked[..8] != *MAGIC {
        return None;
    }
    Some(Header {
        identity: String::from_utf8(checked[8..40].to_vec()).ok()?,
        position: u64::from_le_bytes(checked[40..48].try_into().ok()?),
        body_bytes: u64::from_le_bytes(checked[48..56].try_into().ok()?),
    })
}

fn written_header(identity: &str, position: Seq, body_bytes: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER_BYTES);
    bytes.extend(MAGIC);
    bytes.extend(identity.as_bytes());
    bytes.extend(position.to_le_bytes());
    bytes.extend(body_bytes.to_le_bytes());
    bytes.extend(crc32c::crc32c(&bytes).to_le_bytes());
    bytes
}

fn write_whole(home: &Path, name: &str, header: &[u8], body: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(home)?;
    let unfinished = home.join("unfinished");
    let mut file = Breathing::new(File::create(&unfinished)?);
    file.write_all(header)?;
    for part in body.chunks(SYNC_BYTES) {
        file.write_all(part)?;
        file.get_ref().sync_data()?;
    }
    file.write_all(&crc32c::crc32c(body).to_le_bytes())?;
    file.into_inner().sync_all()?;
    fs::rename(&unfinished, home.join(name))?;
    // The name is durable only when its folder is.
    File::open(home)?.sync_all()
}

fn read_whole(file: &Path, identity: &str) -> Result<Snapshot, ReadError> {
    let mut bytes = Vec::new();
    File::open(file)
        .and_then(|open| Breathing::new(open).read_to_end(&mut bytes))
        .map_err(|why| ReadError::Io { detail: format!("{}: {why}", file.display()) })?;
    let corrupt = |what| ReadError::Corrupt { detail: damaged(file, what) };
    let header = header(&bytes).filter(|header| header.identity == identity);
    let Header { position, body_bytes, .. } = header.ok_or_else(|| corrupt("its header"))?;
    let body = bytes.get(HEADER_BYTES..bytes.len().saturating_sub(4)).unwrap_or_default();
    let crc = crc32c::crc32c(body).to_le_bytes();
    if body.len() as u64 != body_bytes || bytes[HEADER_BYTES + body.len()..] != crc {
        return Err(corrupt("its content"));
    }
    bytes.truncate(bytes.len() - 4);
    bytes.drain(..HEADER_BYTES);
    Ok(Snapshot { position, bytes })
}

impl Snapshots for FileSnapshots {
    fn save(&mut self, position: Seq, bytes: &[u8]) -> Result<(), WriteError> {
        let home = home(&self.folder);
        let header = written_header(&self.identity, position, bytes.len() as u64);
        let failed = |why: std::io::Error| {
            let detail = format!("{}: {why}", home.display());
            match why.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => WriteError::Full { detail },
                _ => WriteError::Io { detail },
            }
        };
        let name = format!("{position:020}.{SUFFIX}");
        write_whole(&home, &name, &header, bytes).map_err(|why| {
            // What was written of it would only take the room that is missing.
            let _ = fs::remove_file(home.join("unfinished"));
            failed(why)
        })?;
        for (_, file) in files(&self.folder).map_err(failed)?.into_iter().skip(SNAPSHOTS_KEPT) {
            fs::remove_file(file).map_err(failed)?;
        }
        Ok(())
    }

    fn newest(&self, limit: usize) -> Result<Vec<Snapshot>, ReadError> {
        let files = files(&self.folder).map_err(|why| ReadError::Io {
            detail: format!("{}: {why}", home(&self.folder).display()),
        })?;
        files.iter().take(limit).map(|(_, file)| read_whole(file, &self.identity)).collect()
    }
}
