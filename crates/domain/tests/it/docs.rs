//! The pages of docs/ that are tables of the code: written by these tests (`UPDATE_EXPECT=1`), and held to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use domain::settings::{SETTINGS, Settings};
use expect_test::expect_file;

use crate::coverage::{SHOWN, Shown};

#[test]
fn the_page_of_settings_is_the_catalogue() {
    let mut page = String::from(
        "# Settings\n\n\
         Changed at run time by an admin (`set_setting`) or at start (`holdfast serve --set name=value`), effective at once.\n\
         Durations are a whole number and `ms`, `s`, `min`, `h` or `d`. This page is generated from the code.\n\n\
         | setting | default | from | to | what it does |\n| --- | --- | --- | --- | --- |\n",
    );
    let defaults = Settings::default();
    for s in &SETTINGS {
        let default = defaults.get(s.name).unwrap();
        writeln!(page, "| `{}` | {default} | {} | {} | {} |", s.name, s.min, s.max, s.what)
            .unwrap();
    }
    expect_file!["../../../../docs/settings.md"].assert_eq(&page);
}

#[test]
fn the_page_of_events_is_the_catalogue() {
    let mut carried: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in include_str!("../../fixtures/events.jsonl").lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        let data = event["body"]["data"].as_object().unwrap();
        let kind = event["body"]["kind"].as_str().unwrap().to_owned();
        carried.entry(kind).or_default().extend(data.keys().map(|key| format!("`{key}`")));
    }
    let mut page = String::from(
        "# Events\n\n\
         Everything that happens to a conversation is one ordered log of these. Ids never change meaning and are never reused; 1 to 51 and 100 to\n\
         123 are those of the specification, ours begin at 130. A line of the log is a JSON object with `seq`, `at`, `tenant`, `conversation`,\n\
         `chat`, `kind` (the slug), `actor` and `data`; unknown keys are to be ignored. The last two columns name the story of the domain's tests\n\
         (`crates/domain/tests/it`) in which an event fires, and one in which it must not. This page is generated from the code.\n\n\
         | id | slug | name | fires when | data | fires in | must not in |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for Shown { kind, fires: shows, must_not } in SHOWN {
        let keys = carried.remove(kind.slug()).unwrap_or_default();
        let data = keys.into_iter().collect::<Vec<_>>().join(", ");
        let (id, slug, name, fires) = (kind.id(), kind.slug(), kind.name(), kind.fires());
        writeln!(
            page,
            "| {id} | `{slug}` | {name} | {fires} | {data} | `{shows}` | `{must_not}` |"
        )
        .unwrap();
    }
    expect_file!["../../../../docs/events.md"].assert_eq(&page);
}
