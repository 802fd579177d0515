//! What the kernel knows of a process: its memory and the processor time it used.

use std::time::Duration;

use anyhow::Context;

/// The kernel's clock ticks a second in `/proc`, the same on every Linux that people run.
const TICKS_A_SECOND: u64 = 100;

/// Processor time that a process used since its start, in user and system mode.
///
/// # Errors
/// When there is no such process.
pub(crate) fn cpu(process: u32) -> anyhow::Result<Duration> {
    let path = format!("/proc/{process}/stat");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    cpu_of(&text).with_context(|| format!("{path} is not as expected"))
}

/// Fields 14 and 15, counted after the command's name, which may hold anything.
fn cpu_of(stat: &str) -> Option<Duration> {
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut fields = rest.split(' ').skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(Duration::from_millis((user + system) * 1000 / TICKS_A_SECOND))
}

/// Memory of a process that is in RAM, in bytes.
///
/// # Errors
/// When there is no such process.
pub(crate) fn resident_bytes(process: u32) -> anyhow::Result<u64> {
    let path = format!("/proc/{process}/status");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let kibibytes = text.lines().find_map(|line| {
        line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    });
    kibibytes.map(|n| n * 1024).with_context(|| format!("{path} has no VmRSS"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    #[test]
    fn processor_time_is_found_behind_any_name() {
        let stat = "7 (a) b) c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 4 0";
        assert_eq!(super::cpu_of(stat), Some(Duration::from_secs(3)));
        assert_eq!(super::cpu_of("7 (a"), None);
    }

    #[test]
    fn this_process_has_memory_and_time() {
        let me = std::process::id();
        assert!(super::resident_bytes(me).unwrap() > 100_000);
        assert!(super::cpu(me).is_ok());
        assert!(super::cpu(u32::MAX).is_err());
    }
}
