//! Threads that everyone waits for: whoever writes or reads a message waits for the one that decides and the one that makes durable. Each works for
//! a fraction of a millisecond, some thousand times a second, and ought to begin at once, and not to wait for memory. It leaves out starting them.

use std::io;

/// How long such a thread asks to work at a time. Linux (from 6.12) hands it a core that others with longer turns hold; without this it may
/// wait for one until the kernel's next tick, up to 4 ms. It gets no larger share for it.
#[cfg(target_os = "linux")]
const TURN: std::time::Duration = std::time::Duration::from_micros(100);

/// Has the calling thread take short turns. Where the system knows no such thing, nothing changes.
///
/// # Errors
/// When the system refuses.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "no library wraps this call, see docs/adr/0009")]
pub fn take_short_turns() -> io::Result<()> {
    let attributes = libc::sched_attr {
        size: u32::try_from(size_of::<libc::sched_attr>()).map_err(io::Error::other)?,
        sched_policy: 0,
        sched_flags: u64::from(libc::SCHED_FLAG_KEEP_POLICY.unsigned_abs()),
        // As it is: the call sets it anew.
        sched_nice: rustix::process::nice(0)?,
        sched_priority: 0,
        sched_runtime: u64::try_from(TURN.as_nanos()).map_err(io::Error::other)?,
        sched_deadline: 0,
        sched_period: 0,
    };
    let (calling_thread, no_flags) = (0, 0);
    // SAFETY: the kernel reads `size` bytes, which is what `attributes` has, and keeps no pointer to them.
    let answer = unsafe {
        let attributes = &raw const attributes;
        libc::syscall(libc::SYS_sched_setattr, calling_thread, attributes, no_flags)
    };
    if answer == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Has the calling thread take short turns. Where the system knows no such thing, nothing changes.
///
/// # Errors
/// When the system refuses.
#[cfg(not(target_os = "linux"))]
pub fn take_short_turns() -> io::Result<()> {
    Ok(())
}

/// Has this process and those that it starts use small pages of memory only. Linux puts huge ones together, and takes them apart, while all
/// threads of the process that need memory wait: up to ten milliseconds, most of all when much is taken in a short time. Where the system knows no
/// such thing, nothing changes.
///
/// # Errors
/// When the system refuses.
pub fn use_small_pages() -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::thread::disable_transparent_huge_pages(true)?;
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_calling_thread_takes_short_turns_and_keeps_its_priority() {
        let told = std::thread::spawn(|| {
            rustix::process::nice(3).unwrap();
            take_short_turns().unwrap();
            (rustix::process::nice(0).unwrap(), std::fs::read_to_string("/proc/thread-self/sched"))
        });
        let (nice, told) = told.join().unwrap();
        assert_eq!(nice, 3);
        // A kernel that knows turns of a thread's own says how long they are; one before 6.12, or made without it, does not.
        let told = told.unwrap_or_default();
        if let Some(line) = told.lines().find(|line| line.starts_with("se.slice")) {
            assert_eq!(line.split(':').next_back().map(str::trim), Some("100000"));
        }
    }

    #[test]
    fn the_process_uses_small_pages() {
        use_small_pages().unwrap();
        assert!(rustix::thread::transparent_huge_pages_are_disabled().unwrap());
    }
}
