//! `holdfast stats`: reads a log in the export format from standard input and prints the statistics of each chat, one JSON line a chat.
//! Nothing is printed before the whole log was read and found right. What it leaves out: the data folder, which it does not need.

use std::io::{self, BufWriter, Read, Seek, Write};
use std::process::ExitCode;

use ::mart::Chats;

use crate::log_lines::{LogError, LogLines};

/// How much output is held in memory; more goes to a temporary file that has no name.
const HELD_IN_MEMORY_MAX: usize = 8 * 1024 * 1024;

/// How much is written at a time.
const BUFFER_BYTES: usize = 1024 * 1024;

/// The exit code when a line is malformed.
const MALFORMED: u8 = 2;

/// Which keys are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Mode {
    /// Every key.
    All,
    /// What is not 0 or absent, what is always attached, and how the chat ended.
    #[default]
    Fired,
    /// Only what is always attached.
    None,
}

impl Mode {
    /// As the setting `attach_session_statistics` has it.
    pub(crate) fn name(self) -> String {
        match self {
            Self::All => "all",
            Self::Fired => "fired",
            Self::None => "none",
        }
        .to_owned()
    }
}

impl From<Mode> for ::mart::Mode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::All => Self::All,
            Mode::Fired => Self::Fired,
            Mode::None => Self::None,
        }
    }
}

/// Why there are no statistics.
#[derive(Debug, thiserror::Error)]
enum StatsError {
    #[error(transparent)]
    Log(#[from] LogError),
    #[error("the statistics cannot be written: {0}")]
    Output(#[from] io::Error),
}

/// Reads standard input and prints; the exit code is 2 when a line is malformed.
///
/// # Errors
/// When the input cannot be read or the output not written.
pub(crate) fn run(mode: Mode) -> anyhow::Result<ExitCode> {
    let mut out = BufWriter::with_capacity(BUFFER_BYTES, io::stdout().lock());
    match print(io::stdin().lock(), mode.into(), &mut out) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(StatsError::Log(LogError::Malformed(why))) => {
            eprintln!("holdfast: {why}");
            Ok(ExitCode::from(MALFORMED))
        }
        Err(why) => Err(why.into()),
    }
}

fn print(input: impl Read, mode: ::mart::Mode, out: &mut impl Write) -> Result<(), StatsError> {
    let mut held = tempfile::SpooledTempFile::new(HELD_IN_MEMORY_MAX);
    fold(input, mode, &mut held)?;
    held.rewind()?;
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        match held.read(&mut buffer)? {
            0 => return Ok(out.flush()?),
            count => out.write_all(&buffer[..count])?,
        }
    }
}

/// Chats in the order in which they ended, then the open ones in the order in which they began.
fn fold(input: impl Read, mode: ::mart::Mode, out: &mut dyn Write) -> Result<(), StatsError> {
    let mut lines = LogLines::new(input);
    let mut chats = Chats::default();
    let mut text = Vec::new();
    while let Some((line, _)) = lines.next()? {
        if let Some(over) = chats.apply(&line) {
            over.statistics(line.entry.at).write_line(mode, &mut text);
            write_many(&mut text, out)?;
        }
    }
    let now = chats.now();
    for session in chats.into_open() {
        session.statistics(now).write_line(mode, &mut text);
        write_many(&mut text, out)?;
    }
    Ok(out.write_all(&text)?)
}

/// Writes what has come together once it is much.
fn write_many(text: &mut Vec<u8>, out: &mut dyn Write) -> io::Result<()> {
    if text.len() >= BUFFER_BYTES {
        out.write_all(text)?;
        text.clear();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(seq: u64, second: u32, tenant: &str, chat: &str, kind: &str, data: &str) -> String {
        format!(
            "{{\"seq\":{seq},\"at\":\"2026-11-21T09:00:{second:02}.000Z\",\"tenant\":\"{tenant}\",\"conversation\":\"c\",\
             \"chat\":{chat},\"kind\":\"{kind}\",\"data\":{data},\"actor\":{{\"type\":\"customer\",\"id\":\"x\"}}}}\n"
        )
    }

    const CREATED: &str = r#"{"media_type":"chat","async":false}"#;
    const CONCLUDED: &str = r#"{"ended_by":"CLIENT","ended_reason":"QUIT"}"#;

    fn printed(input: &str) -> Result<String, String> {
        let mut out = Vec::new();
        match print(input.as_bytes(), ::mart::Mode::None, &mut out) {
            Ok(()) => Ok(String::from_utf8(out).unwrap()),
            Err(why) => {
                assert!(out.is_empty(), "nothing is printed beside an error");
                Err(why.to_string())
            }
        }
    }

    fn stats(chat: &str, started: u32, closed: &str, tenant: &str) -> String {
        format!(
            "{{\"chat\":\"{chat}\",\"stats\":{{\"ChatServerSessionClosedAt\":\"{closed}\",\"ChatServerSessionStartedAt\":\
             \"2026-11-21T09:00:{started:02}Z\",\"csg_MediaType\":\"chat\",\"csg_TenantId\":\"{tenant}\"}}}}\n"
        )
    }

    #[test]
    fn chats_that_ended_come_first_and_open_ones_after_them() {
        let log = line(1, 0, "t", "\"a\"", "chat_created", CREATED)
            + &line(2, 1, "t", "\"b\"", "chat_created", CREATED)
            + &line(3, 1, "t", "null", "setting_changed", "{}")
            + &line(4, 2, "t", "\"b\"", "chat_concluded", CONCLUDED)
            + &line(7, 2, "t", "\"c\"", "chat_created", CREATED)
            + &line(8, 3, "t", "\"b\"", "chat_released", "{}");
        let expected = stats("b", 1, "2026-11-21T09:00:02Z", "t")
            + &stats("a", 0, "", "t")
            + &stats("c", 2, "", "t");
        assert_eq!(printed(&log), Ok(expected));
        assert_eq!(printed(""), Ok(String::new()));
    }

    #[test]
    fn a_chat_whose_beginning_is_not_in_the_file_has_no_line() {
        let log = line(5, 0, "t", "\"a\"", "end_user_post", r#"{"text":"x"}"#)
            + &line(6, 1, "t", "\"a\"", "chat_concluded", CONCLUDED);
        assert_eq!(printed(&log), Ok(String::new()));
    }

    #[test]
    fn each_tenants_log_has_its_own_order_and_its_own_chats() {
        let log = line(9, 1, "t", "\"a\"", "chat_created", CREATED)
            + &line(1, 0, "u", "\"a\"", "chat_created", CREATED)
            + &line(2, 2, "u", "\"a\"", "chat_concluded", CONCLUDED);
        let expected = stats("a", 0, "2026-11-21T09:00:02Z", "u") + &stats("a", 1, "", "t");
        assert_eq!(printed(&log), Ok(expected));
    }

    #[test]
    fn a_malformed_line_is_named_by_its_number_and_nothing_is_printed() {
        let good = line(1, 5, "t", "\"a\"", "chat_created", CREATED)
            + &line(2, 6, "t", "\"a\"", "chat_concluded", CONCLUDED);
        let after = |bad: &str| printed(&(good.clone() + bad)).unwrap_err();
        assert_eq!(after("\n"), "line 3: the line is empty");
        assert_eq!(after("{}\n"), "line 3: missing field `seq` (column 2)");
        let back = line(2, 7, "t", "null", "x", "{}");
        assert_eq!(after(&back), "line 3: seq 2 does not come after seq 2");
        let early = line(3, 4, "t", "null", "x", "{}");
        assert_eq!(
            after(&early),
            "line 3: at 2026-11-21T09:00:04.000Z is before 2026-11-21T09:00:06.000Z, the time of the event before"
        );
        let cut = &back[..30];
        assert!(after(cut).starts_with("line 3: at: EOF while parsing"), "{}", after(cut));
    }

    #[test]
    fn more_than_is_held_in_memory_comes_out_whole() {
        let mut log = String::new();
        let count = 60_000;
        for seq in 0..count {
            let chat = format!("\"chat-{seq}\"");
            log += &line(seq * 2, 0, "t", &chat, "chat_created", CREATED);
            log += &line(seq * 2 + 1, 0, "t", &chat, "chat_concluded", CONCLUDED);
        }
        let out = printed(&log).unwrap();
        assert!(out.len() > HELD_IN_MEMORY_MAX);
        assert_eq!(out.lines().count() as u64, count);
        assert!(out.lines().last().unwrap().contains("chat-59999"));
    }
}
