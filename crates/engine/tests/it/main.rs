//! Tests of the engine over journals in memory, with time that is moved by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bounds;
mod commit;
mod gate;
mod mart;
mod mart_lost;
mod presence;
mod repeat;
mod resume;
mod storage;
mod told;
mod world;
