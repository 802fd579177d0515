//! Recordings of co-browsing on their way: the pieces that the customer's client sent and the agent got, a line each, until it is over and
//! the whole is stored. What it leaves out: whether a piece may be kept, which is asked before it comes here, and what is in it.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{ChatId, CommandId, Millis, Refusal, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::ContentHash;

use super::record::remove_file;
use super::unusable;
use crate::alias::hex;
use crate::limits::{RECORDING_BYTES_MAX, RECORDINGS_MAX};

const ENDING: &str = "recording";
const HASHED_AT_ONCE: usize = 64 * 1024;

/// Which co-browsing a recording is of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Of {
    /// The chat.
    pub(crate) chat: ChatId,
    /// When its customer said yes.
    pub(crate) accepted_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Piece<'a> {
    /// Milliseconds since the customer said yes.
    at: u64,
    #[serde(borrow)]
    data: std::borrow::Cow<'a, str>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Size {
    bytes: u64,
    length: Millis,
}

/// The recordings that are not stored yet.
pub(crate) struct Recordings {
    folder: PathBuf,
    open: Mutex<HashMap<Of, Size>>,
}

/// A recording that is whole, as it is to be stored and told of.
pub(crate) struct Whole {
    pub(crate) hash: ContentHash,
    pub(crate) bytes: u64,
    pub(crate) length: Millis,
    /// The same each time the same is told.
    pub(crate) command: CommandId,
}

impl Recordings {
    /// Opens the folder, which is made when it is not there, and what a stopped server left in it. Blocks.
    ///
    /// # Errors
    /// When it cannot be made or read.
    pub(crate) fn open(folder: PathBuf) -> io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        let mut open = HashMap::new();
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            match left(&path)? {
                Some((of, size)) if path == path_of(&folder, &of) => drop(open.insert(of, size)),
                _ => remove_file(&path)?,
            }
        }
        Ok(Self { folder, open: Mutex::new(open) })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Of, Size>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those that are not stored yet.
    pub(crate) fn all(&self) -> Vec<Of> {
        self.lock().keys().cloned().collect()
    }

    /// Adds a piece. One that is full takes no more; neither does the server when it has too many. Blocks.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn add(&self, of: &Of, data: &str, now: Timestamp) -> Result<(), Refusal> {
        let mut open = self.lock();
        if !open.contains_key(of) && open.len() >= RECORDINGS_MAX {
            tracing::warn!(
                limit = RECORDINGS_MAX,
                "too many recordings at once; one more is not made"
            );
            return Ok(());
        }
        let size = open.get(of).copied().unwrap_or_default();
        let length = now - of.accepted_at;
        let piece = Piece { at: length.0, data: data.into() };
        let mut line = Vec::new();
        if size.bytes == 0 {
            append_line(&mut line, of)?;
        }
        append_line(&mut line, &piece)?;
        let bytes = size.bytes + line.len() as u64;
        if bytes > RECORDING_BYTES_MAX {
            return Ok(());
        }
        let path = path_of(&self.folder, of);
        let write = || OpenOptions::new().create(true).append(true).open(&path)?.write_all(&line);
        write().map_err(|why| unusable(&why))?;
        open.insert(of.clone(), Size { bytes, length });
        Ok(())
    }

    /// The whole of one that is over; None if nothing is there. Blocks.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn whole(&self, of: &Of) -> Result<Option<Whole>, Refusal> {
        let Some(Size { bytes, length }) = self.lock().get(of).copied() else { return Ok(None) };
        let mut file = self.content(of)?;
        let (mut hasher, mut piece) = (Sha256::new(), vec![0; HASHED_AT_ONCE]);
        loop {
            let read = file.read(&mut piece).map_err(|why| unusable(&why))?;
            if read == 0 {
                break;
            }
            hasher.update(&piece[..read]);
        }
        let hash = ContentHash(hasher.finalize().into());
        let short: String = hash.to_string().chars().take(32).collect();
        let command = CommandId::new(&format!("cobrowse-{short}"));
        Ok(Some(Whole { hash, bytes, length, command }))
    }

    /// Its content.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn content(&self, of: &Of) -> Result<File, Refusal> {
        File::open(path_of(&self.folder, of)).map_err(|why| unusable(&why))
    }

    /// Forgets one that is stored and told of. Blocks.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub(crate) fn remove(&self, of: &Of) -> Result<(), Refusal> {
        remove_file(&path_of(&self.folder, of)).map_err(|why| unusable(&why))?;
        self.lock().remove(of);
        Ok(())
    }
}

fn append_line(line: &mut Vec<u8>, value: &impl Serialize) -> Result<(), Refusal> {
    serde_json::to_writer(&mut *line, value).map_err(|why| unusable(&why))?;
    line.push(b'\n');
    Ok(())
}

fn path_of(folder: &Path, of: &Of) -> PathBuf {
    folder.join(format!("{}-{}.{ENDING}", hex(of.chat.as_str().as_bytes()), of.accepted_at.0))
}

/// What is in a file that a stopped server left; a line that is torn is cut off. None: it is no recording.
fn left(path: &Path) -> io::Result<Option<(Of, Size)>> {
    if path.extension().is_none_or(|ending| ending != ENDING) {
        return Ok(None);
    }
    let mut reader = BufReader::new(File::open(path)?);
    let (mut line, mut size, mut of) = (Vec::new(), Size::default(), None);
    loop {
        line.clear();
        let read = reader.by_ref().take(RECORDING_BYTES_MAX).read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            break;
        }
        match (&of, serde_json::from_slice::<Of>(&line), serde_json::from_slice::<Piece<'_>>(&line))
        {
            (None, Ok(first), _) => of = Some(first),
            (Some(_), _, Ok(piece)) => size.length = Millis(piece.at),
            _ => break,
        }
        size.bytes += read as u64;
    }
    OpenOptions::new().write(true).open(path)?.set_len(size.bytes)?;
    Ok(of.map(|of| (of, size)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(chat: &str) -> Of {
        Of { chat: ChatId::new(chat), accepted_at: Timestamp(1_000) }
    }

    fn text(recordings: &Recordings, of: &Of) -> String {
        let mut text = String::new();
        recordings.content(of).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn pieces_are_there_after_a_restart_and_a_torn_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let recordings = Recordings::open(folder.path().join("r")).unwrap();
        let ann = of("ann.1");
        recordings.add(&ann, "a.0.0.1.dA\"Q", Timestamp(1_200)).unwrap();
        recordings.add(&ann, "a.1.0.1.dAg", Timestamp(3_500)).unwrap();
        let path = path_of(&folder.path().join("r"), &ann);
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"{\"at\":9000,\"da").unwrap();
        std::fs::write(folder.path().join("r/stray.txt"), "x").unwrap();

        let recordings = Recordings::open(folder.path().join("r")).unwrap();
        assert_eq!(recordings.all(), std::slice::from_ref(&ann));
        recordings.add(&ann, "a.2.0.1.dAw", Timestamp(4_000)).unwrap();
        let lines = [
            r#"{"chat":"ann.1","accepted_at":1000}"#,
            r#"{"at":200,"data":"a.0.0.1.dA\"Q"}"#,
            r#"{"at":2500,"data":"a.1.0.1.dAg"}"#,
            r#"{"at":3000,"data":"a.2.0.1.dAw"}"#,
        ];
        assert_eq!(text(&recordings, &ann), lines.map(|line| format!("{line}\n")).concat());
        let whole = recordings.whole(&ann).unwrap().unwrap();
        assert_eq!((whole.length, whole.bytes), (Millis(3_000), 136));
        recordings.remove(&ann).unwrap();
        assert!(recordings.all().is_empty() && recordings.whole(&ann).unwrap().is_none());
        assert_eq!(std::fs::read_dir(folder.path().join("r")).unwrap().count(), 0);
    }

    #[test]
    fn one_that_is_full_takes_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let recordings = Recordings::open(folder.path().to_owned()).unwrap();
        let ann = of("ann.1");
        recordings.add(&ann, "x", Timestamp(1_000)).unwrap();
        recordings.lock().get_mut(&ann).unwrap().bytes = RECORDING_BYTES_MAX - 10;
        recordings.add(&ann, "y", Timestamp(2_000)).unwrap();
        assert!(!text(&recordings, &ann).contains('y'));
    }
}
