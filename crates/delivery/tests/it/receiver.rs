//! A webhook's receiver of the tests: it reads whole HTTP requests and answers with the statuses that it was told.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// A request that arrived whole.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) line: String,
    /// By names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

pub(crate) struct Receiver {
    pub(crate) port: u16,
    pub(crate) requests: mpsc::UnboundedReceiver<Received>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, requests) = mpsc::unbounded_channel();
        let answers: Arc<Mutex<VecDeque<&'static str>>> = Arc::default();
        let planned = Arc::clone(&answers);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that goes away in the middle is none of the test's business.
                let _ = answer(stream, &sender, &planned).await;
            }
        });
        Self { port, requests, answers }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hooks/figures?from=holdfast", self.port)
    }

    /// The next request is answered with these lines of a head; with an empty one not at all. Others get 204.
    pub(crate) fn then(&self, head: &'static str) {
        self.answers.lock().unwrap().push_back(head);
    }
}

async fn answer(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    requests: &mpsc::UnboundedSender<Received>,
    answers: &Mutex<VecDeque<&'static str>>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    let mut headers = BTreeMap::new();
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).await?;
        let Some((name, value)) = header.trim_end().split_once(": ") else { break };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").and_then(|text| text.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await?;
    requests.send(Received { line: line.trim_end().to_owned(), headers, body }).unwrap();
    let head = answers.lock().unwrap().pop_front().unwrap_or("204 No Content");
    if !head.is_empty() {
        stream.write_all(format!("HTTP/1.1 {head}\r\n\r\n").as_bytes()).await?;
    }
    stream.shutdown().await
}
