//! What the machine alone can do, measured in the same run as Holdfast's own figures.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use super::samples::{Percentiles, Samples};

/// How long a small append takes to be on the disk.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn fdatasync(folder: &Path, times: usize) -> anyhow::Result<Percentiles> {
    let path = folder.join("fdatasync");
    let mut file = File::create(&path)?;
    let mut samples = Samples::default();
    for _ in 0..times {
        let start = Instant::now();
        file.write_all(&[7; 256])?;
        file.sync_data()?;
        samples.note(u64::try_from(start.elapsed().as_micros())?);
    }
    drop(file);
    std::fs::remove_file(&path)?;
    Ok(samples.percentiles())
}

/// Calls `append`, which appends `batch` records, for some time; returns records a second.
///
/// # Errors
/// Those of `append`.
pub(crate) fn appends_a_second(
    batch: u32,
    measured: Duration,
    mut append: impl FnMut(u32) -> anyhow::Result<()>,
) -> anyhow::Result<f64> {
    let start = Instant::now();
    let mut records = 0_u32;
    while start.elapsed() < measured {
        append(batch)?;
        records += batch;
    }
    Ok(f64::from(records) / start.elapsed().as_secs_f64())
}
