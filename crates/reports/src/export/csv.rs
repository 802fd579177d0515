//! A table as CSV by RFC 4180: ids of columns at the head, lines end with CR LF, no total. A text that a spreadsheet would take for a formula
//! has an apostrophe before it.

use protocol::report::{Cell, ReportTable};

/// With what formulas begin, in one spreadsheet or another.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Writes a table.
pub(super) fn write(table: &ReportTable) -> Vec<u8> {
    let mut text = String::new();
    let head = table.columns.iter().map(|column| quoted(&column.id));
    line(&mut text, head);
    for row in &table.rows {
        line(&mut text, row.cells.iter().map(cell));
    }
    text.into_bytes()
}

fn line(text: &mut String, fields: impl Iterator<Item = String>) {
    for (index, field) in fields.enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&field);
    }
    text.push_str("\r\n");
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Null => String::new(),
        Cell::Text(text) if text.starts_with(FORMULA) => quoted(&format!("'{text}")),
        Cell::Text(text) => quoted(text),
    }
}

fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_a_reader_is_quoted_and_what_runs_is_guarded() {
        let text = |text: &str| cell(&Cell::Text(text.to_owned()));
        assert_eq!(text("plain"), "plain");
        assert_eq!(text("a,b"), "\"a,b\"");
        assert_eq!(text("say \"hi\"\r\nthere"), "\"say \"\"hi\"\"\r\nthere\"");
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("@SUM(A1,B1)"), "\"'@SUM(A1,B1)\"");
        for begin in ["+1", "-1", "\tx", "\rx"] {
            assert!(text(begin).trim_start_matches('"').starts_with('\''), "{begin:?}");
        }
        assert_eq!(cell(&Cell::Whole(-5)), "-5");
        assert_eq!(cell(&Cell::Number(0.25)), "0.25");
        assert_eq!(cell(&Cell::Null), "");
    }
}
