//! The gateway's bounds in one place, with their reasons. Those of texts and lists are the domain's.

use std::time::Duration;

/// Most bytes in a frame or a request's body: a message of 10,000 characters in any script, with room for its wrapping.
pub(crate) const FRAME_BYTES_MAX: usize = 64 * 1024;
/// A socket's read and write buffers; larger ones would dominate the memory of an idle connection.
pub(crate) const SOCKET_BUFFER_BYTES: usize = 4096;
/// How long a new socket may take to say hello.
pub(crate) const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// How long the headers of a request may take, so that slow senders hold no connection.
pub(crate) const HEADERS_WITHIN: Duration = Duration::from_secs(15);
/// Most bytes of a request's headers.
pub(crate) const HEADER_BYTES_MAX: usize = 32 * 1024;
/// How long a request's body may take to arrive.
pub(crate) const BODY_WITHIN: Duration = Duration::from_secs(30);
/// Frames that wait are written together; after this many the client is read again, so that it is not starved.
pub(crate) const FRAMES_PER_FLUSH: usize = 256;
/// Most bytes of a piece of a customer's page; with its wrapping it fits into a frame.
pub(crate) const COBROWSE_PAGE_BYTES_MAX: usize = 48 * 1024;
/// Most bytes of where an agent points.
pub(crate) const COBROWSE_POINTER_BYTES_MAX: usize = 4 * 1024;
/// Pieces of a page a second, and at once: the first picture of a large page is some megabytes.
pub(crate) const COBROWSE_PIECES: (u32, u32) = (20, 120);
/// Movements of an agent's pointer a second, and at once.
pub(crate) const COBROWSE_POINTERS: (u32, u32) = (30, 60);
/// Most bytes of one recording: hours of a page that changes all the time. It takes no more then.
pub(crate) const RECORDING_BYTES_MAX: u64 = 256 << 20;
/// Recordings that are made or being stored at once.
pub(crate) const RECORDINGS_MAX: usize = 1_000;
/// That nothing is to be recorded is asked again after this.
pub(crate) const NOT_RECORDED_FOR: Duration = Duration::from_secs(2);
/// Open sockets of one customer: some tabs.
pub(crate) const CUSTOMER_SOCKETS_MAX: usize = 5;
/// Open sockets of one agent: tabs and devices.
pub(crate) const AGENT_SOCKETS_MAX: usize = 20;
/// Most characters of a tab's own name, as of any id.
pub(crate) const CLIENT_BYTES_MAX: usize = 64;
/// Events in a widget's snapshot; earlier ones over HTTP.
pub(crate) const WIDGET_EVENTS: usize = 50;
/// Most events in a page of history.
pub(crate) const HISTORY_MAX: usize = 500;
/// Events in a page of history unless asked otherwise.
pub(crate) const HISTORY_DEFAULT: usize = 200;
/// Most incidents in a page; each is folded from its events.
pub(crate) const INCIDENTS_MAX: usize = 100;
/// Incidents in a page unless asked otherwise.
pub(crate) const INCIDENTS_DEFAULT: usize = 50;
/// Most incidents looked through for a page of those that an agent may see.
pub(crate) const INCIDENTS_SCANNED_MAX: usize = 1_000;
/// Most articles in an answer.
pub(crate) const ARTICLES_MAX: usize = 100;
/// Articles in an answer unless asked otherwise.
pub(crate) const ARTICLES_DEFAULT: usize = 10;
/// Most characters of a search that are looked at; a customer's whole message may be one.
pub(crate) const QUERY_CHARS_MAX: usize = 2_000;
/// Most drafts sent to a desk that connects.
pub(crate) const DRAFTS_SENT_MAX: usize = 200;
/// Reports that are made at once: each holds a thread and reads the mart from the disk that the log is on.
pub(crate) const REPORTS_AT_ONCE: usize = 2;
/// How long a question waits for one of them to end.
pub(crate) const REPORT_WAITS_FOR: Duration = Duration::from_secs(10);
/// How long a report may take: several times what ten million chats take.
pub(crate) const REPORT_WITHIN: Duration = Duration::from_secs(30);
/// A scheduled report that was not taken is tried again after so many seconds, each time later; with the attempts before it is over within
/// 16 hours, before the next day's report is due.
pub(crate) const REPORT_TRIED_AGAIN_AFTER: [u64; 7] = [60, 300, 900, 3_600, 7_200, 14_400, 28_800];
/// Scheduled reports that are sent at once: a receiver that does not answer holds up no more than its own place.
pub(crate) const REPORTS_SENT_AT_ONCE: usize = 4;
/// How often it is looked what is due, whatever the clocks said before.
pub(crate) const SCHEDULES_LOOKED_AT_EVERY: Duration = Duration::from_secs(1);
/// How long a scheduled report waits until the mart has what was in the log.
pub(crate) const MART_WITHIN: Duration = Duration::from_secs(60);
/// How often the mart is asked that.
pub(crate) const MART_ASKED_EVERY: Duration = Duration::from_millis(100);
/// A mail that is later than this says so.
pub(crate) const REPORT_IS_LATE_MS: u64 = 10 * 60_000;
/// Runs of a schedule that are shown.
pub(crate) const REPORT_RUNS_SHOWN: usize = 10;
/// Changes of scratch data that may wait for the disk; past it they are refused with `busy`.
pub(crate) const SCRATCH_QUEUE_MAX: usize = 4_096;
/// Changes written in one commit.
pub(crate) const SCRATCH_BATCH_MAX: usize = 512;
/// Seen marks wait this long for a commit that others need; a crash loses a second of them.
pub(crate) const SEEN_WITHIN: Duration = Duration::from_secs(1);
/// Threads that read scratch data at once.
pub(crate) const SCRATCH_READERS: usize = 2;
/// A staff session ends when it was not used for this long.
pub(crate) const STAFF_IDLE_MS: u64 = 12 * 3_600_000;
/// A staff session ends at the latest after this long.
pub(crate) const STAFF_SESSION_MS: u64 = 30 * 24 * 3_600_000;
/// A staff session's token is replaced by a new one when it is older than this.
pub(crate) const STAFF_ROTATE_MS: u64 = 3_600_000;
/// A replaced token is good for this much longer, for requests that are on their way.
pub(crate) const STAFF_GRACE_MS: u64 = 60_000;
/// That a session is used is noted at most this often.
pub(crate) const TOUCH_EVERY_MS: u64 = 5 * 60_000;
/// A customer's session that was not used for this long is forgotten.
pub(crate) const CUSTOMER_SESSION_MS: u64 = 90 * 24 * 3_600_000;
/// Most bytes of a token that proves who a customer is.
pub(crate) const IDENTITY_TOKEN_BYTES_MAX: usize = 4_096;
/// A proof of who a customer is is good for this long at most.
pub(crate) const IDENTITY_MS: u64 = 24 * 3_600_000;
/// How far the host's clock may be off.
pub(crate) const IDENTITY_LEEWAY_MS: u64 = 60_000;
/// Most characters in a proved name, as of every customer's.
pub(crate) const PROVED_NAME_CHARS_MAX: usize = 100;
/// Most bytes of a public key: RSA with 8192 bits has a sixth of it.
pub(crate) const PUBLIC_KEY_BYTES_MAX: usize = 8_192;
/// Proofs a minute that may fail from one address.
pub(crate) const IDENTITY_FAILURES_PER_ADDRESS: u32 = 30;
/// That a draft was removed is remembered this long, against late saves.
pub(crate) const REMOVED_DRAFT_MS: u64 = 30 * 24 * 3_600_000;
/// Failed sign-ins a minute for one name.
pub(crate) const FAILURES_PER_NAME: u32 = 5;
/// Failed sign-ins a minute from one address.
pub(crate) const FAILURES_PER_ADDRESS: u32 = 20;
/// Names, addresses and senders that are counted at once; past it the oldest window is dropped.
pub(crate) const COUNTED_MAX: usize = 50_000;
/// Passwords hashed at once: each takes 19 MiB and a core for some tens of milliseconds.
pub(crate) const PASSWORDS_AT_ONCE: usize = 2;
/// Passwords that may wait to be hashed.
pub(crate) const PASSWORDS_WAITING_MAX: usize = 64;
/// Bounds of a password.
pub(crate) const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 10..=200;
/// How long open connections may take to end when the server stops.
pub(crate) const DRAIN_WITHIN: Duration = Duration::from_secs(5);
/// Keys of one bot: the one in use, the one after it, and some for tests.
pub(crate) const KEYS_MAX: usize = 10;
/// Files looked at, written or read at once, so that slow disks hold few threads.
pub(crate) const FILE_WORK_AT_ONCE: usize = 4;
/// Bytes of a file that are gathered before they are written.
pub(crate) const UPLOAD_PIECE_BYTES: usize = 256 * 1024;
/// After so many bytes an upload is made durable: at most so many are sent again after a power cut.
pub(crate) const UPLOAD_DURABLE_BYTES: u64 = 4 * 1024 * 1024;
/// Uploads of one client that are on their way at once.
pub(crate) const UPLOADS_OF_CLIENT_MAX: usize = 10;
/// Together they have at most the bytes of so many files of the largest size.
pub(crate) const UPLOADS_OF_CLIENT_FULL_SIZE: u64 = 2;
/// Uploads that are known at once, those included that were sent of late.
pub(crate) const UPLOADS_MAX: usize = 10_000;
/// Bytes of all uploads on their way: 16 GiB of the data folder.
pub(crate) const UPLOAD_BYTES_MAX: u64 = 16 << 30;
/// An upload to which nothing came for this long is given up.
pub(crate) const UPLOAD_IDLE_MS: u64 = 3_600_000;
/// An upload that is not complete after this long is given up.
pub(crate) const UPLOAD_MS: u64 = 24 * 3_600_000;
/// That a file was sent is remembered this long, for clients that did not hear it.
pub(crate) const UPLOAD_SENT_MS: u64 = 24 * 3_600_000;
/// No more bytes of a file for this long: its request ends.
pub(crate) const UPLOAD_SILENT: Duration = Duration::from_secs(30);
/// Bytes of a file that are read and sent at a time.
pub(crate) const DOWNLOAD_PIECE_BYTES: u64 = 512 * 1024;
/// How long a link to a file is good.
pub(crate) const LINK_MS: u64 = 5 * 60_000;
/// Most characters in a file's name, as of every line.
pub(crate) const FILE_NAME_CHARS_MAX: usize = 200;
