//! Messages flow: first in turn, each side answering what it got, for the highest rate; then at a given pace, whatever the answers do,
//! for the times. A message counts when the client of the other side has its frame.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::bail;
use futures_util::{FutureExt, SinkExt, StreamExt};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_tungstenite::tungstenite::{self, Message};

use super::message::{Clock, Side, Writer, find};
use super::samples::Samples;
use crate::load::process;
use crate::load::socket::Socket;

/// Messages that are due within this time are handed out together.
const PACE_STEP: Duration = Duration::from_micros(500);
/// How long the last answers may take when a phase ends.
const QUIET: Duration = Duration::from_millis(700);

/// What part a client plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// One side of real chats.
    Side(Side),
    /// Alone with a server that sends back what it gets.
    Echo,
}

/// What a client is told. The channel is not bounded: the pace does not wait for the server, that is its point, and a run is short.
#[derive(Debug, Clone, Copy)]
enum Order {
    /// Begin to take turns: a customer sends its first message.
    Begin,
    /// Send the next message, meant to be sent at this time.
    Send(u64),
    /// Close the socket.
    End,
}

/// What all clients write to.
#[derive(Debug)]
struct Board {
    clock: Clock,
    takes_turns: AtomicBool,
    is_measured: AtomicBool,
    delivered: AtomicU64,
    samples: Mutex<Samples>,
    trouble: Mutex<Option<String>>,
}

/// What one phase came to.
#[derive(Debug)]
pub(crate) struct Phase {
    /// Messages delivered a second.
    pub(crate) rate: f64,
    /// Times from send to delivery.
    pub(crate) samples: Samples,
    /// Processor time of the server for one message.
    pub(crate) cpu_a_message: Duration,
}

/// All clients of one run.
#[derive(Debug)]
pub(crate) struct Talk {
    board: Arc<Board>,
    orders: Vec<UnboundedSender<Order>>,
    /// Which client sends next at a pace: as often as it has chats.
    rota: Vec<usize>,
    server_process: u32,
}

impl Talk {
    /// No clients yet; the server's process is looked at for its processor time.
    pub(crate) fn new(server_process: u32) -> Self {
        let board = Board {
            clock: Clock::start(),
            takes_turns: AtomicBool::new(false),
            is_measured: AtomicBool::new(false),
            delivered: AtomicU64::new(0),
            samples: Mutex::default(),
            trouble: Mutex::default(),
        };
        Self { board: Arc::new(board), orders: Vec::new(), rota: Vec::new(), server_process }
    }

    /// Adds a client that has so many chats at a pace; a customer names its one.
    pub(crate) fn join(&mut self, socket: Socket, part: Part, chat: Option<Chat>, weight: usize) {
        let (sender, orders) = unbounded_channel();
        let index = self.orders.len();
        let prefix = u64::from(std::process::id()) << 24 | index as u64;
        let client = Client {
            socket,
            part,
            known: chat.iter().map(|chat| chat.number).collect(),
            chats: chat.into_iter().collect(),
            next: 0,
            orders,
            board: Arc::clone(&self.board),
            writer: Writer::new(prefix),
        };
        self.orders.push(sender);
        self.rota.extend(std::iter::repeat_n(index, weight));
        // It ends when it is told to; what went wrong is on the board.
        drop(tokio::spawn(client.run()));
    }

    /// In turn, as fast as it goes.
    ///
    /// # Errors
    /// When a client was refused anything or lost its connection.
    pub(crate) async fn in_turn(
        &mut self,
        warm_up: Duration,
        measured: Duration,
    ) -> anyhow::Result<Phase> {
        self.board.takes_turns.store(true, Ordering::Relaxed);
        self.tell_all(Order::Begin);
        tokio::time::sleep(warm_up).await;
        let phase = self.measure(measured).await;
        self.board.takes_turns.store(false, Ordering::Relaxed);
        tokio::time::sleep(QUIET).await;
        phase
    }

    /// At a pace of so many messages a second over all chats.
    ///
    /// # Errors
    /// When a client was refused anything or lost its connection.
    pub(crate) async fn at_pace(
        &mut self,
        rate: f64,
        warm_up: Duration,
        measured: Duration,
    ) -> anyhow::Result<Phase> {
        let stop = Arc::new(AtomicBool::new(false));
        let pacer = Pacer {
            orders: self.orders.clone(),
            rota: spread(&self.rota),
            clock: self.board.clock,
            interval: Duration::from_secs_f64(1.0 / rate),
            stop: Arc::clone(&stop),
        };
        let pacer = std::thread::spawn(move || pacer.run());
        tokio::time::sleep(warm_up).await;
        let phase = self.measure(measured).await;
        stop.store(true, Ordering::Relaxed);
        tokio::time::sleep(QUIET).await;
        if pacer.join().is_err() {
            bail!("the pacer panicked");
        }
        phase
    }

    /// Closes all connections.
    pub(crate) async fn end(self) {
        self.tell_all(Order::End);
        tokio::time::sleep(QUIET).await;
    }

    fn tell_all(&self, order: Order) {
        for client in &self.orders {
            // A client that is gone has said so on the board.
            let _ = client.send(order);
        }
    }

    async fn measure(&self, measured: Duration) -> anyhow::Result<Phase> {
        let board = &self.board;
        drop(board.take_samples());
        let (cpu, delivered) = (process::cpu(self.server_process)?, board.delivered());
        board.is_measured.store(true, Ordering::Relaxed);
        let start = Instant::now();
        tokio::time::sleep(measured).await;
        board.is_measured.store(false, Ordering::Relaxed);
        let took = start.elapsed();
        let delivered = board.delivered() - delivered;
        let cpu = process::cpu(self.server_process)?.saturating_sub(cpu);
        if let Some(trouble) = board.trouble.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bail!("{trouble}");
        }
        if delivered == 0 {
            bail!("no message was delivered");
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of seconds fit")]
        let count = delivered as f64;
        Ok(Phase {
            rate: count / took.as_secs_f64(),
            samples: board.take_samples(),
            cpu_a_message: cpu.div_f64(count),
        })
    }
}

impl Board {
    fn delivered(&self) -> u64 {
        self.delivered.load(Ordering::Relaxed)
    }

    fn take_samples(&self) -> Samples {
        std::mem::take(&mut self.samples.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note_delivery(&self, took_us: u64) {
        self.delivered.fetch_add(1, Ordering::Relaxed);
        if self.is_measured.load(Ordering::Relaxed) {
            self.samples.lock().unwrap_or_else(PoisonError::into_inner).note(took_us);
        }
    }

    fn note_trouble(&self, trouble: String) {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(trouble);
    }
}

/// A chat as one side knows it.
#[derive(Debug, Clone)]
pub(crate) struct Chat {
    /// Its number in the load.
    pub(crate) number: usize,
    /// Its id.
    pub(crate) id: String,
}

struct Client {
    socket: Socket,
    part: Part,
    chats: Vec<Chat>,
    known: BTreeSet<usize>,
    next: usize,
    orders: UnboundedReceiver<Order>,
    board: Arc<Board>,
    writer: Writer,
}

impl Client {
    async fn run(mut self) {
        if let Err(why) = self.talk().await {
            self.board.note_trouble(format!("a client lost its connection: {why}"));
        }
    }

    async fn talk(&mut self) -> Result<(), tungstenite::Error> {
        loop {
            tokio::select! {
                message = self.socket.next() => {
                    // All that is there, then one flush: as any client would that wants to be quick.
                    let mut message = message;
                    loop {
                        match message {
                            Some(message) => self.hear(&message?).await?,
                            None => return Err(tungstenite::Error::ConnectionClosed),
                        }
                        match self.socket.next().now_or_never() {
                            Some(more) => message = more,
                            None => break,
                        }
                    }
                }
                order = self.orders.recv() => match order {
                    Some(Order::Begin) => self.begin().await?,
                    Some(Order::Send(due_us)) => {
                        self.say_next(due_us).await?;
                        while let Ok(Order::Send(due_us)) = self.orders.try_recv() {
                            self.say_next(due_us).await?;
                        }
                    }
                    Some(Order::End) | None => return self.socket.close(None).await,
                },
            }
            self.socket.flush().await?;
        }
    }

    async fn begin(&mut self) -> Result<(), tungstenite::Error> {
        match self.part {
            Part::Side(Side::Customer) | Part::Echo => {
                self.say_next(self.board.clock.now_us()).await
            }
            Part::Side(Side::Agent) => Ok(()),
        }
    }

    const fn side(&self) -> Side {
        match self.part {
            Part::Side(side) => side,
            Part::Echo => Side::Customer,
        }
    }

    async fn say_next(&mut self, due_us: u64) -> Result<(), tungstenite::Error> {
        let side = self.side();
        let Some(chat) = self.chats.get(self.next) else { return Ok(()) };
        let frame = self.writer.message(side, chat.number, &chat.id, due_us);
        self.next = (self.next + 1) % self.chats.len();
        self.socket.feed(frame).await
    }

    async fn hear(&mut self, message: &Message) -> Result<(), tungstenite::Error> {
        let Message::Text(text) = message else { return Ok(()) };
        let Some(found) = find(text) else {
            if text.starts_with("{\"type\":\"refused\"")
                || text.starts_with("{\"type\":\"closing\"")
            {
                self.board.note_trouble(format!("the server says {text}"));
            }
            return Ok(());
        };
        let side = self.side();
        if found.side == side && self.part != Part::Echo {
            return Ok(());
        }
        let now_us = self.board.clock.now_us();
        self.board.note_delivery(now_us.saturating_sub(found.sent_us));
        if self.known.insert(found.number) {
            self.chats.push(Chat { number: found.number, id: found.chat.to_owned() });
        }
        if self.board.takes_turns.load(Ordering::Relaxed) {
            let frame = self.writer.message(side, found.number, found.chat, now_us);
            self.socket.feed(frame).await?;
        }
        Ok(())
    }
}

/// Hands out what is due, from a thread of its own: the timers of the clients' runtime are too coarse.
struct Pacer {
    orders: Vec<UnboundedSender<Order>>,
    rota: Vec<usize>,
    clock: Clock,
    interval: Duration,
    stop: Arc<AtomicBool>,
}

impl Pacer {
    fn run(self) {
        let mut due = self.clock.now_us();
        let interval_ns = u64::try_from(self.interval.as_nanos()).unwrap_or(u64::MAX);
        let (start, step_us) = (due, u64::try_from(PACE_STEP.as_micros()).unwrap_or(1));
        let mut sent = 0_u64;
        while !self.stop.load(Ordering::Relaxed) {
            due += step_us;
            std::thread::sleep(self.clock.at(due).saturating_duration_since(Instant::now()));
            let wanted = (due - start) * 1000 / interval_ns;
            while sent < wanted {
                let turn = usize::try_from(sent).unwrap_or_default() % self.rota.len();
                // A client that is gone has said so on the board.
                let _ = self.orders[self.rota[turn]].send(Order::Send(due));
                sent += 1;
            }
        }
    }
}

/// Puts the turns of one client far apart: every n-th of the list, over and over.
fn spread(rota: &[usize]) -> Vec<usize> {
    let stride = (1..).map(|n| n * 2 + 61).find(|n| gcd(*n, rota.len()) == 1).unwrap_or(1);
    (0..rota.len()).map(|index| rota[index * stride % rota.len()]).collect()
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn every_turn_is_kept_and_neighbours_are_apart() {
        let rota: Vec<usize> = (0..10).flat_map(|client| std::iter::repeat_n(client, 80)).collect();
        let mut spread = spread(&rota);
        assert!(spread.windows(2).filter(|pair| pair[0] == pair[1]).count() < 400);
        spread.sort_unstable();
        assert_eq!(spread, rota);
    }
}
