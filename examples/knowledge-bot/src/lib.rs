//! A small bot for Holdfast: it answers customers from the tenant's knowledge articles, and hands over to people, with a summary, when none
//! fits. It is an example of a client: it uses the wire's types and nothing else of the server.
//!
//! It keeps nothing. What it has to say follows from the conversation as the server has it, and each command's id follows from what it
//! answers; so a bot that was cut off or killed looks again, sends the same, and nothing is said twice.

mod client;
mod connection;
mod decide;
mod matter;
mod wording;

pub use connection::{Error, run};

/// How a bot is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the server is: `http://host:port`.
    pub server: String,
    /// The bot's key, as an admin made it.
    pub key: String,
    /// The queue that it hands over to; the chat's own if none.
    pub queue: Option<String>,
    /// How well an article must fit to be an answer, above 0 to 1.
    pub fit_min: f64,
}
