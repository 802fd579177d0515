//! The catalogue of kinds is the specification's.

use std::collections::BTreeSet;

use domain::Kind;
use domain::kind::KINDS;

/// The specification's table, kept as a fixture: ids, slugs and names of 1 to 51 are never edited.
const SPECIFIED: &str = include_str!("../../fixtures/events.tsv");

#[test]
fn the_catalogue_is_the_specifications() {
    let mut seen = 0;
    for line in SPECIFIED.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let kind = Kind::of_id(columns[0].parse().unwrap()).unwrap();
        assert_eq!((kind.name(), kind.slug()), (columns[1], columns[2]));
        assert_eq!(kind.fires(), columns[3]);
        seen += 1;
    }
    assert_eq!(seen, 51);
}

#[test]
fn no_id_and_no_slug_is_used_twice() {
    for pair in KINDS.windows(2) {
        assert!(pair[0].id() < pair[1].id());
    }
    let slugs: BTreeSet<&str> = KINDS.iter().map(|k| k.slug()).collect();
    assert_eq!(slugs.len(), KINDS.len());
}
