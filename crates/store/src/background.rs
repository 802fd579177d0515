//! Threads whose work can wait: snapshots, moving the log into the database, the mart. What customers and agents wait for goes first, which
//! on few cores is the difference between answers in two milliseconds and in twenty. It leaves out starting them.

/// How far such a thread steps back: with others ready to run it gets about a tenth of a core.
const NICE: i32 = 10;

/// Lets all other threads go before this one and those that it starts. Where the system does not know that, nothing changes.
pub fn step_back() {
    // On Linux a priority belongs to a thread, and the one that calls is meant.
    #[cfg(target_os = "linux")]
    // Where it is refused the thread works all the same, only less quietly.
    let _ = rustix::process::nice(NICE);
}
