//! Tables that read well on a terminal and are Markdown at the same time.

use std::fmt;
use std::time::Duration;

/// A table with a heading.
#[derive(Debug)]
pub(crate) struct Table {
    title: String,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with the names of its columns.
    pub(crate) fn new(title: &str, columns: &[&str]) -> Self {
        let head = columns.iter().map(|&name| name.to_owned()).collect();
        Self { title: title.to_owned(), rows: vec![head] }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "### {}\n", self.title)?;
        let columns = self.rows.first().map_or(0, Vec::len);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for (index, row) in self.rows.iter().enumerate() {
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                match column {
                    0 => write!(f, "| {cell:width$} |")?,
                    _ => write!(f, " {cell:>width$} |")?,
                }
            }
            writeln!(f)?;
            if index == 0 {
                for (column, &width) in widths.iter().enumerate() {
                    match column {
                        0 => write!(f, "| {:-<width$} |", "")?,
                        _ => write!(f, " {:->width$}: |", "", width = width.saturating_sub(1))?,
                    }
                }
                writeln!(f)?;
            }
        }
        Ok(())
    }
}

/// A time in milliseconds with what decimals it deserves.
pub(crate) fn milliseconds(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    if ms < 10.0 { format!("{ms:.2} ms") } else { format!("{ms:.0} ms") }
}

/// A whole number with its thousands apart.
pub(crate) fn whole(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Table, milliseconds, whole};
    use std::time::Duration;

    #[test]
    fn columns_are_aligned() {
        let mut table = Table::new("Talk", &["what", "n"]);
        table.row(["chats".to_owned(), "2,000".to_owned()]);
        let wanted = "### Talk\n\n| what  |     n |\n| ----- | ----: |\n| chats | 2,000 |\n";
        assert_eq!(table.to_string(), wanted);
    }

    #[test]
    fn numbers_are_readable() {
        assert_eq!([whole(7.4), whole(999.0), whole(1000.0)], ["7", "999", "1,000"]);
        assert_eq!(whole(1_234_567.0), "1,234,567");
        assert_eq!(milliseconds(Duration::from_micros(230)), "0.23 ms");
        assert_eq!(milliseconds(Duration::from_millis(12)), "12 ms");
    }
}
