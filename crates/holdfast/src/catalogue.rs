//! `holdfast events`: the catalogue of events as tab-separated text.

use std::io::Write;

use domain::kind::KINDS;

/// Writes a line for each kind: id, slug, name.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn write(out: &mut dyn Write) -> std::io::Result<()> {
    for kind in KINDS {
        writeln!(out, "{}\t{}\t{}", kind.id(), kind.slug(), kind.name())?;
    }
    Ok(())
}
