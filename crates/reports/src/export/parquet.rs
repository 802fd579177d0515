//! A table as Parquet: counts are whole numbers, other figures doubles, the rest texts; all may be null; no total.

use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use protocol::report::{Cell, ReportTable, Unit};

use crate::error::ReportError;

/// Writes a table.
///
/// # Errors
/// When its library refuses something.
pub(super) fn write(table: &ReportTable) -> Result<Vec<u8>, ReportError> {
    let bytes = file(table);
    bytes.map_err(|why| ReportError::Write { format: "parquet", detail: why.to_string() })
}

/// The column's type; its ids are letters and underscores.
fn field(id: &str, unit: Unit) -> String {
    match unit {
        Unit::Count => format!("OPTIONAL INT64 {id};"),
        Unit::Seconds | Unit::Share | Unit::Number => format!("OPTIONAL DOUBLE {id};"),
        Unit::Time | Unit::Text => format!("OPTIONAL BYTE_ARRAY {id} (UTF8);"),
    }
}

/// The values that there are, and for each cell whether there is one.
fn values<T>(
    table: &ReportTable,
    index: usize,
    value: fn(&Cell) -> Option<T>,
) -> (Vec<T>, Vec<i16>) {
    let cells = table.rows.iter().map(|row| row.cells.get(index).and_then(value));
    let cells: Vec<Option<T>> = cells.collect();
    let levels = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    (cells.into_iter().flatten().collect(), levels)
}

fn whole(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Whole(number) => Some(*number),
        Cell::Number(_) | Cell::Text(_) | Cell::Null => None,
    }
}

fn double(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Whole(number) => Some(*number as f64),
        Cell::Number(number) => Some(*number),
        Cell::Text(_) | Cell::Null => None,
    }
}

fn text(cell: &Cell) -> Option<ByteArray> {
    match cell {
        Cell::Text(text) => Some(ByteArray::from(text.as_str())),
        Cell::Whole(_) | Cell::Number(_) | Cell::Null => None,
    }
}

fn file(table: &ReportTable) -> Result<Vec<u8>, ParquetError> {
    let fields: Vec<String> =
        table.columns.iter().map(|column| field(&column.id, column.unit)).collect();
    let schema = format!("message {} {{ {} }}", table.id, fields.join(" "));
    let schema = Arc::new(parse_message_type(&schema)?);
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    let mut group = writer.next_row_group()?;
    for (index, column) in table.columns.iter().enumerate() {
        let Some(mut out) = group.next_column()? else { break };
        match column.unit {
            Unit::Count => {
                let (values, levels) = values(table, index, whole);
                out.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
            }
            Unit::Seconds | Unit::Share | Unit::Number => {
                let (values, levels) = values(table, index, double);
                out.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
            }
            Unit::Time | Unit::Text => {
                let (values, levels) = values(table, index, text);
                out.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
            }
        }
        out.close()?;
    }
    group.close()?;
    writer.into_inner()
}
