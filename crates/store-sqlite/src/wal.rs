//! Looks at a write-ahead log before SQLite does. SQLite reads such a log up to the first frame whose checksum is wrong and drops the
//! rest without a word: right for a commit torn by a power cut, but a damaged byte in the middle would take acknowledged commits with it.
//!
//! Each commit is synced before the next begins, so a power cut can tear only the last one. When the log stops being readable, yet two or more
//! commits that belong to it are seen from there on, it was damaged. The format is SQLite's documented one (fileformat2, section 4): a header of 32
//! bytes, then frames of 24 bytes and a page; each checksum goes on from the one before. What it leaves out: repair.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;

use crate::open_error::OpenError;

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
const MAGIC_LITTLE: u32 = 0x377f_0682;
const MAGIC_BIG: u32 = 0x377f_0683;

/// Two running sums, as SQLite has them.
type Sums = (u32, u32);

/// Refuses a database whose write-ahead log is damaged.
///
/// # Errors
/// When the log is damaged, belongs to a missing database, or cannot be read.
pub(crate) fn check(database: &Path) -> Result<(), OpenError> {
    let mut path = database.as_os_str().to_owned();
    path.push("-wal");
    let path = Path::new(&path);
    let io = |why: std::io::Error| OpenError::Io { path: path.to_owned(), detail: why.to_string() };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(why) if why.kind() == ErrorKind::NotFound => return Ok(()),
        Err(why) => return Err(io(why)),
    };
    let database_bytes = std::fs::metadata(database).map_or(0, |metadata| metadata.len());
    match damage(&mut BufReader::with_capacity(1 << 20, file), database_bytes).map_err(io)? {
        None => Ok(()),
        Some(Damage { offset, what }) => Err(OpenError::Corrupt {
            detail: format!(
                "{} is damaged at byte {offset}: {what}; starting would lose acknowledged data: keep a copy of the data folder, \
                 check the disk, and restore the folder from a backup, or move this one file away to start without what is only in it",
                path.display()
            ),
        }),
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Damage {
    offset: u64,
    what: String,
}

struct Header {
    big_endian: bool,
    page_bytes: usize,
    salts: [u8; 8],
    sums: Sums,
}

fn damage(log: &mut impl Read, database_bytes: u64) -> std::io::Result<Option<Damage>> {
    let mut bytes = [0; HEADER_BYTES];
    if !read_whole(log, &mut bytes)? {
        // Made and not begun: nothing was committed to it.
        return Ok(None);
    }
    let Some(header) = header(&bytes) else {
        // A new header is written before the first frame that counts, within one sector; a log that ends here has none.
        let mut rest = [0; FRAME_HEADER_BYTES];
        let what = "its header is not readable".to_owned();
        return Ok(read_whole(log, &mut rest)?.then_some(Damage { offset: 0, what }));
    };
    let scan = scan(log, &header)?;
    if database_bytes == 0 && scan.commits_before > 0 {
        let what = "it has commits, but the database it belongs to is missing or empty".to_owned();
        return Ok(Some(Damage { offset: 0, what }));
    }
    if scan.commits_after < 2 {
        return Ok(None);
    }
    let what = format!("{} commits from there on would be dropped", scan.commits_after);
    Ok(scan.broken_at.map(|offset| Damage { offset, what }))
}

fn header(bytes: &[u8; HEADER_BYTES]) -> Option<Header> {
    let big_endian = match word(bytes, 0, true) {
        MAGIC_LITTLE => false,
        MAGIC_BIG => true,
        _ => return None,
    };
    let sums = checksum(&bytes[..24], (0, 0), big_endian);
    if sums != (word(bytes, 24, true), word(bytes, 28, true)) {
        return None;
    }
    let page_bytes = word(bytes, 8, true) as usize;
    if !page_bytes.is_power_of_two() || !(512..=65_536).contains(&page_bytes) {
        return None;
    }
    let mut salts = [0; 8];
    salts.copy_from_slice(&bytes[16..24]);
    Some(Header { big_endian, page_bytes, salts, sums })
}

#[derive(Default)]
struct Scan {
    /// Where the first whole frame is that SQLite would not read, if there is one.
    broken_at: Option<u64>,
    commits_before: u64,
    commits_after: u64,
}

fn scan(log: &mut impl Read, header: &Header) -> std::io::Result<Scan> {
    let mut scan = Scan::default();
    let mut frame = vec![0; FRAME_HEADER_BYTES + header.page_bytes];
    let mut offset = HEADER_BYTES as u64;
    // What the chain should have come to, and what the frame before says that it came to.
    let mut sums = header.sums;
    while read_whole(log, &mut frame)? {
        let stored = (word(&frame, 16, true), word(&frame, 20, true));
        let next = checksum(&frame[..8], sums, header.big_endian);
        let next = checksum(&frame[FRAME_HEADER_BYTES..], next, header.big_endian);
        let ours = frame[8..16] == header.salts;
        let follows = ours && next == stored;
        let commits = ours && word(&frame, 4, true) != 0;
        match scan.broken_at {
            None if follows => scan.commits_before += u64::from(commits),
            None => {
                scan.broken_at = Some(offset);
                scan.commits_after += u64::from(commits);
            }
            // A frame that follows from the one before it was written whole; a torn leftover of a commit that found no room does not.
            Some(_) => scan.commits_after += u64::from(commits && follows),
        }
        sums = stored;
        offset += frame.len() as u64;
    }
    Ok(scan)
}

/// A big-endian or little-endian 32-bit number.
fn word(bytes: &[u8], at: usize, big_endian: bool) -> u32 {
    let mut word = [0; 4];
    word.copy_from_slice(&bytes[at..at + 4]);
    if big_endian { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) }
}

fn checksum(bytes: &[u8], sums: Sums, big_endian: bool) -> Sums {
    let (mut first, mut second) = sums;
    for pair in bytes.chunks_exact(8) {
        first = first.wrapping_add(word(pair, 0, big_endian)).wrapping_add(second);
        second = second.wrapping_add(word(pair, 4, big_endian)).wrapping_add(first);
    }
    (first, second)
}

/// Whether the buffer was filled; a part of it at the end of the log is none.
fn read_whole(log: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<bool> {
    match log.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(why) if why.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(why) => Err(why),
    }
}
