//! Which reports there are, and what there is to choose from.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use mart::facts::NO_VALUE;
use mart::reports::REPORTS;
use protocol::report::{ReportChoice, ReportList};
use store::ReportReader;

use crate::answer::{at_once, info};
use crate::error::ReportError;
use crate::names::{AllNames, Names};

/// Lists them.
///
/// # Errors
/// When the warehouse cannot be read.
pub fn list(reader: &dyn ReportReader) -> Result<ReportList, ReportError> {
    at_once(reader, || {
        let names = AllNames::read(reader)?;
        let mut choices = BTreeMap::new();
        for (field, of) in [
            ("queue", &names.queues),
            ("agent", &names.agents),
            ("media_type", &names.media_types),
            ("tenant", &names.tenants),
        ] {
            choices.insert(field.to_owned(), named(of));
        }
        let mut words: [BTreeSet<String>; 3] = Default::default();
        let sql = "SELECT d.media_origin, d.language_name, d.ended_reason FROM chat_session_dim d";
        reader.select(sql, &[], &mut |row| {
            for (words, field) in words.iter_mut().zip(row) {
                words.insert(field.text().to_owned());
            }
            ControlFlow::Continue(())
        })?;
        for (field, words) in ["media_origin", "language", "end_reason"].into_iter().zip(words) {
            let choice = |value: String| ReportChoice {
                label: if value == NO_VALUE { "none".to_owned() } else { value.clone() },
                value,
            };
            choices.insert(field.to_owned(), words.into_iter().map(choice).collect());
        }
        let reports = REPORTS.iter().map(|report| info(report)).collect();
        Ok(ReportList { reports, choices })
    })
}

fn named(names: &Names) -> Vec<ReportChoice> {
    let choice = |(value, label): (&str, &str)| ReportChoice {
        value: value.to_owned(),
        label: label.to_owned(),
    };
    let mut choices: Vec<ReportChoice> = names.all().map(choice).collect();
    choices.sort_by(|one, other| (&one.label, &one.value).cmp(&(&other.label, &other.value)));
    choices
}
