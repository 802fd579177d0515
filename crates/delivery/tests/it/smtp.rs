//! A mail server of the tests: it speaks enough of SMTP for one client at a time and keeps the letters that it took.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// A letter that was taken, or whose data arrived at least.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) to: Vec<String>,
    pub(crate) text: String,
}

impl Taken {
    /// The value of a header in the head of the letter.
    pub(crate) fn header(&self, name: &str) -> &str {
        let head = self.text.split("\r\n\r\n").next().unwrap();
        let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("no {name} in {head}"))
    }
}

/// What it answers out of the ordinary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Turn {
    /// The next recipient is answered with this line.
    Recipient(&'static str),
    /// The next letter is taken, and that is never said: the connection is cut, or stays open in silence.
    TakenUnsaid {
        /// Whether it is cut.
        cut: bool,
    },
}

pub(crate) struct SmtpServer {
    pub(crate) port: u16,
    pub(crate) letters: mpsc::UnboundedReceiver<Taken>,
    turns: Arc<Mutex<VecDeque<Turn>>>,
}

impl SmtpServer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, letters) = mpsc::unbounded_channel();
        let turns: Arc<Mutex<VecDeque<Turn>>> = Arc::default();
        let planned = Arc::clone(&turns);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that goes away in the middle is none of the test's business.
                let _ = talk(stream, &sender, &planned).await;
            }
        });
        Self { port, letters, turns }
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// What happens next out of the ordinary.
    pub(crate) fn then(&self, turn: Turn) {
        self.turns.lock().unwrap().push_back(turn);
    }
}

async fn talk(
    stream: TcpStream,
    letters: &mpsc::UnboundedSender<Taken>,
    turns: &Mutex<VecDeque<Turn>>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 test ESMTP\r\n").await?;
    let mut to = Vec::new();
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let word = line.trim_end().to_owned();
        let answer = if word.starts_with("EHLO") {
            "250-test\r\n250 8BITMIME".to_owned()
        } else if let Some(address) = word.strip_prefix("RCPT TO:<") {
            let planned = {
                let mut turns = turns.lock().unwrap();
                match turns.front() {
                    Some(Turn::Recipient(answer)) => {
                        let answer = (*answer).to_owned();
                        turns.pop_front();
                        Some(answer)
                    }
                    Some(Turn::TakenUnsaid { .. }) | None => None,
                }
            };
            to.push(address.split('>').next().unwrap().to_owned());
            planned.unwrap_or_else(|| "250 ok".to_owned())
        } else if word == "DATA" {
            stream.write_all(b"354 go on\r\n").await?;
            let mut text = String::new();
            while !text.ends_with("\r\n.\r\n") {
                if stream.read_line(&mut text).await? == 0 {
                    return Ok(());
                }
            }
            letters.send(Taken { to: std::mem::take(&mut to), text }).unwrap();
            match turns.lock().unwrap().pop_front() {
                Some(Turn::TakenUnsaid { cut: true }) => return Ok(()),
                Some(Turn::TakenUnsaid { cut: false }) => continue,
                Some(Turn::Recipient(_)) | None => {}
            }
            "250 taken".to_owned()
        } else if word == "QUIT" {
            stream.write_all(b"221 bye\r\n").await?;
            return Ok(());
        } else {
            if word.starts_with("MAIL FROM") || word == "RSET" {
                to.clear();
            }
            "250 ok".to_owned()
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}
