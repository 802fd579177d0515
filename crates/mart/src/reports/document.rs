//! The reports' part of docs/metrics.md, made from the definitions, so that page, hover and export say the same words.

use std::fmt::Write as _;

use super::catalogue::REPORTS;
use super::definition::{Column, Unit};

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "count",
        Unit::Seconds => "seconds",
        Unit::Share => "share, 0 to 1",
        Unit::Number => "number",
        Unit::Time => "time",
        Unit::Text => "text",
    }
}

/// The section of docs/metrics.md between its marks.
#[must_use]
pub fn metrics_section() -> String {
    let mut text = String::new();
    for report in REPORTS {
        // Writing to a text does not fail.
        let _ = write!(text, "### {} (`{}`)\n\n{}\n\n", report.title, report.id, report.about);
        let names = report.parameters().join("`, `");
        let tables: Vec<String> =
            report.tables.iter().map(|table| format!("`{}`", table.id)).collect();
        let _ = write!(text, "Tables {}. Parameters `{names}`.\n\n", tables.join(", "));
        text += "| column | means | formula | unit | n |\n| --- | --- | --- | --- | --- |\n";
        let mut told: Vec<&Column> = Vec::new();
        for column in report.tables.iter().flat_map(|table| table.columns) {
            if told.iter().any(|other| other.id == column.id) {
                continue;
            }
            told.push(column);
            let n = column.n.map(|n| format!("`{n}`")).unwrap_or_default();
            let Column { id, title, meaning, formula, .. } = column;
            let unit = unit(column.unit);
            let _ = writeln!(text, "| `{id}` {title} | {meaning} | {formula} | {unit} | {n} |");
        }
        text.push('\n');
    }
    text
}
