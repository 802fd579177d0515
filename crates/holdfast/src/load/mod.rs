//! What measuring and crash rounds have in common: a server as a child process, its clients over HTTP and WebSocket, and seeded chance.
//! The clients are written against docs/protocol.md alone; what a client does is in `bench` and `crash_test`.

pub(crate) mod chance;
pub(crate) mod http;
pub(crate) mod process;
pub(crate) mod server;
pub(crate) mod socket;
pub(crate) mod staff;
