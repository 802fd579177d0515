//! Files have what the report has.

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use protocol::report::{Cell, Report};
use reports::{Export, Format};

use crate::story::{DAY, MORNING, Mart, table};

fn exported(mart: &Mart, given: &str, format: Format) -> Export {
    let question = mart.ask("queue-performance", given).unwrap();
    reports::export(&mart.reader, &question, format).unwrap()
}

#[test]
fn csv_has_the_rows_of_the_table() {
    let mart = Mart::of(MORNING, DAY);
    let file = exported(&mart, "preset=today table=queues", Format::Csv);
    assert_eq!(file.name, "queue-performance-queues_2026-11-21_2026-11-21.csv");
    assert_eq!(file.media_type, "text/csv; charset=utf-8; header=present");
    let text = String::from_utf8(file.bytes).unwrap();
    let report = mart.answer("queue-performance", "preset=today");
    let queues = table(&report, "queues");
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    let ids: Vec<&str> = queues.columns.iter().map(|column| column.id.as_str()).collect();
    assert_eq!(lines[0], ids.join(","));
    assert_eq!(lines.len(), 1 + queues.rows.len());
    for (line, row) in lines[1..].iter().zip(&queues.rows) {
        let cells = row.cells.iter().map(|cell| match cell {
            Cell::Whole(number) => number.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => text.clone(),
            Cell::Null => String::new(),
        });
        assert_eq!(*line, cells.collect::<Vec<_>>().join(","));
    }
}

#[test]
fn json_is_the_report() {
    let mart = Mart::of(MORNING, DAY);
    let file = exported(&mart, "interval=hour", Format::Json);
    let report: Report = serde_json::from_slice(&file.bytes).unwrap();
    assert_eq!(report, mart.answer("queue-performance", "interval=hour"));
    assert_eq!(report.tables[0].rows.len(), 30 * 24, "no page of it");
}

#[test]
fn parquet_has_columns_of_their_types() {
    let mart = Mart::of(MORNING, DAY);
    let file = exported(&mart, "preset=today interval=hour", Format::Parquet);
    let report = mart.answer("queue-performance", "preset=today interval=hour");
    let reader = SerializedFileReader::new(bytes::Bytes::from(file.bytes)).unwrap();
    let main = &report.tables[0];
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), main.rows.len());
    for (found, row) in rows.iter().zip(&main.rows) {
        for (((id, field), column), cell) in
            found.get_column_iter().zip(&main.columns).zip(&row.cells)
        {
            assert_eq!(*id, column.id);
            match (field, cell) {
                (Field::Long(found), Cell::Whole(number)) => assert_eq!(found, number, "{id}"),
                (Field::Double(found), Cell::Whole(number)) => assert_eq!(*found, *number as f64),
                (Field::Double(found), Cell::Number(number)) => assert_eq!(found, number),
                (Field::Str(found), Cell::Text(text)) => assert_eq!(found, text),
                (Field::Null, Cell::Null) => {}
                (found, cell) => panic!("{id}: {found:?} {cell:?}"),
            }
        }
    }
}

#[test]
fn a_workbook_has_a_sheet_for_each_table_and_one_about_it() {
    let mart = Mart::of(MORNING, DAY);
    let file = exported(&mart, "preset=today", Format::Xlsx);
    assert!(file.bytes.starts_with(b"PK"), "it is a zip file");
    let alone = exported(&mart, "preset=today table=queues", Format::Xlsx);
    assert!(alone.bytes.len() < file.bytes.len());
}

#[test]
fn what_there_is_not_is_refused() {
    let mart = Mart::of(MORNING, DAY);
    let question = mart.ask("queue-performance", "table=nothing").unwrap();
    let why = reports::export(&mart.reader, &question, Format::Csv).unwrap_err().to_string();
    assert_eq!(why, "table must be one of intervals, queues");
    let why = Format::parse("pdf").unwrap_err();
    assert_eq!((why.field, why.value.as_str()), ("format", "pdf"));
}
