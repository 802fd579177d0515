//! An answer as a workbook: a sheet a table with its total, and a sheet that says what was asked and what every column means.

use protocol::report::{Cell, Report, ReportColumn, ReportTable, Unit};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::error::ReportError;

/// Writes an answer.
///
/// # Errors
/// When its library refuses something.
pub(super) fn write(report: &Report) -> Result<Vec<u8>, ReportError> {
    let bytes = workbook(report);
    bytes.map_err(|why| ReportError::Write { format: "xlsx", detail: why.to_string() })
}

fn workbook(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    for table in &report.tables {
        sheet(workbook.add_worksheet(), table)?;
    }
    about(workbook.add_worksheet(), report)?;
    workbook.save_to_buffer()
}

fn shown(unit: Unit) -> Format {
    let format = Format::new();
    match unit {
        Unit::Share => format.set_num_format("0.0%"),
        Unit::Seconds | Unit::Number => format.set_num_format("#,##0.##"),
        Unit::Count => format.set_num_format("#,##0"),
        Unit::Time | Unit::Text => format,
    }
}

fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Whole(number) => sheet.write_with_format(row, column, *number as f64, format)?,
        Cell::Number(number) => sheet.write_with_format(row, column, *number, format)?,
        // As a text, whatever it begins with: nothing in it is a formula.
        Cell::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
        Cell::Null => sheet,
    };
    Ok(())
}

fn sheet(sheet: &mut Worksheet, table: &ReportTable) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name(&table.title)?;
    sheet.set_freeze_panes(1, 1)?;
    for (column, number) in table.columns.iter().zip(0..) {
        sheet.write_string_with_format(0, number, &column.title, &bold)?;
    }
    let formats: Vec<Format> = table.columns.iter().map(|column| shown(column.unit)).collect();
    let mut line = 1;
    for row in &table.rows {
        for ((cell, format), number) in row.cells.iter().zip(&formats).zip(0..) {
            put(sheet, line, number, cell, format)?;
        }
        line += 1;
    }
    if let Some(total) = &table.total {
        for ((cell, format), number) in total.cells.iter().zip(&formats).zip(0..) {
            put(sheet, line, number, cell, &format.clone().set_bold())?;
        }
    }
    sheet.autofit();
    Ok(())
}

fn about(sheet: &mut Worksheet, report: &Report) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name("About")?;
    sheet.write_string_with_format(0, 0, &report.report.title, &bold)?;
    sheet.write_string(1, 0, &report.report.about)?;
    let mut line = 2;
    for (name, value) in &report.asked.parameters {
        sheet.write_string(line, 0, name)?;
        sheet.write_string(line, 1, value)?;
        line += 1;
    }
    sheet.write_string(line, 0, "position in the log")?;
    sheet.write_string(line, 1, report.position.to_string())?;
    line += 2;
    for (title, number) in ["Column", "Means", "Formula"].into_iter().zip(0..) {
        sheet.write_string_with_format(line, number, title, &bold)?;
    }
    let mut told: Vec<&ReportColumn> = Vec::new();
    for column in report.tables.iter().flat_map(|table| &table.columns) {
        if told.iter().any(|other| other.id == column.id) {
            continue;
        }
        told.push(column);
        line += 1;
        for (text, number) in [&column.title, &column.meaning, &column.formula].into_iter().zip(0..)
        {
            sheet.write_string(line, number, text)?;
        }
    }
    sheet.set_column_width(0, 32)?;
    sheet.set_column_width(1, 80)?;
    sheet.set_column_width(2, 60)?;
    Ok(())
}
