//! The frame fixtures: the same files are read by the web client's tests, so that what one side writes the other reads.

use std::collections::BTreeSet;
use std::path::Path;

use protocol::frame::{ClientFrame, ServerFrame};
use protocol::schema::Wire;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::OpenApi;

/// Every fixture of one side, by name.
fn fixtures(side: &str) -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/frames");
    let mut found: Vec<(String, Value)> = std::fs::read_dir(folder)
        .expect("the fixtures' folder is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .map(|path| {
            (path.file_stem().expect("a file has a name").to_string_lossy().into_owned(), path)
        })
        .filter(|(name, _)| name.starts_with(side))
        .map(|(name, path)| {
            let text = std::fs::read_to_string(&path).expect("a fixture can be read");
            (name, serde_json::from_str(&text).expect("a fixture is JSON"))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(!found.is_empty(), "no fixtures of {side}");
    found
}

/// Whether all of an older value is in a newer one; fields that came later may be there with what stands for absent.
fn holds(newer: &Value, older: &Value) -> bool {
    match (newer, older) {
        (Value::Object(newer), Value::Object(older)) => {
            older.iter().all(|(key, value)| newer.get(key).is_some_and(|n| holds(n, value)))
        }
        (Value::Array(newer), Value::Array(older)) => {
            newer.len() == older.len() && newer.iter().zip(older).all(|(n, o)| holds(n, o))
        }
        _ => newer == older,
    }
}

/// Reads each fixture as a frame, writes it again and compares: nothing is lost or renamed.
fn round_trips<Frame: DeserializeOwned + Serialize>(side: &str) {
    for (name, value) in fixtures(side) {
        let frame: Frame =
            serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let written = serde_json::to_value(&frame).expect("a frame can be written");
        assert!(holds(&written, &value), "{name}: {written}");
    }
}

#[test]
fn client_frames_round_trip() {
    round_trips::<ClientFrame>("client_");
}

#[test]
fn server_frames_round_trip() {
    round_trips::<ServerFrame>("server_");
}

#[test]
fn client_frames_with_an_unknown_field_are_refused() {
    for (name, mut value) in fixtures("client_") {
        value["colour"] = Value::from("blue");
        assert!(serde_json::from_value::<ClientFrame>(value).is_err(), "{name}");
    }
}

#[test]
fn each_type_has_a_fixture() {
    let types = |side: &str| -> BTreeSet<String> {
        fixtures(side)
            .iter()
            .map(|(_, value)| value["type"].as_str().unwrap_or("").to_owned())
            .collect()
    };
    let schema = serde_json::to_value(Wire::openapi()).expect("the schema can be written");
    for (side, frame) in [("client_", "ClientFrame"), ("server_", "ServerFrame")] {
        let mut named = BTreeSet::new();
        collect_types(&schema["components"]["schemas"][frame], &mut named);
        assert_eq!(types(side), named, "{frame}");
    }
}

/// The values that the `type` property of a schema's variants may have.
fn collect_types(schema: &Value, found: &mut BTreeSet<String>) {
    for variant in schema["oneOf"].as_array().into_iter().flatten() {
        for part in
            std::iter::once(variant).chain(variant["allOf"].as_array().into_iter().flatten())
        {
            if let Some(name) = part["properties"]["type"]["enum"][0].as_str() {
                found.insert(name.to_owned());
            }
        }
    }
}
