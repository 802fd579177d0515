//! The deterministic simulator: a whole site on virtual time in one thread, with everything that can go wrong drawn from a seed, held
//! against the promises of `domain::checks` at every step. The engine in it is the server's own, driven step by step over a disk in memory.
//! What it leaves out: the wire format and HTTP, which the gateway's tests and the crash rounds have; and real threads and disks.

mod chance;
mod clock;
mod connect;
mod customer;
mod eyes;
mod faults;
mod identity;
mod judge;
mod library;
mod lines;
mod month;
mod mutants;
pub mod queueing;
mod run;
mod sabotage;
mod server;
mod site;
mod staff;
mod tab;
mod trace;
mod visible;
mod weather;
mod world;

pub use month::{Past, write_log};
pub use mutants::{Mutant, run_mutants};
pub use run::{Failure, Report, Run, run};
