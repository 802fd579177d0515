//! What docs/bi.md and docs/grafana-dashboard.json ask, asked of a mart that is filled, as the role that the page makes: each question must be
//! answered, and not by nothing. `psql` asks; it comes with PostgreSQL.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use serde_json::Value;

use crate::postgres::Cluster;
use crate::step::Command;

const PAGE: &str = "docs/bi.md";
const DASHBOARD: &str = "docs/grafana-dashboard.json";

/// What Grafana puts in the place of its macros and variables when all is chosen.
const MACROS: [(&str, &str); 1] = [("$queue", "SELECT queue_key FROM queue")];

/// Asks everything.
///
/// # Errors
/// When a question is not understood, or has no answer.
pub(crate) fn check(root: &Path, cluster: &Cluster) -> anyhow::Result<()> {
    let page = std::fs::read_to_string(root.join(PAGE)).context(PAGE)?;
    for sql in blocks(&page, "sql bi-role") {
        ask(root, cluster, cluster.url(), sql).with_context(|| format!("{PAGE}: {sql}"))?;
    }
    let role = cluster.url().replace("postgres:tested@", "bi:of%20the%20tools@");
    let mut questions: Vec<(String, String)> = Vec::new();
    for sql in blocks(&page, "sql bi") {
        questions.push((PAGE.to_owned(), sql.to_owned()));
    }
    let dashboard = std::fs::read_to_string(root.join(DASHBOARD)).context(DASHBOARD)?;
    let dashboard: Value = serde_json::from_str(&dashboard).context(DASHBOARD)?;
    for panel in dashboard["panels"].as_array().into_iter().flatten() {
        let title = panel["title"].as_str().unwrap_or_default();
        for target in panel["targets"].as_array().into_iter().flatten() {
            let sql = target["rawSql"].as_str().unwrap_or_default();
            questions.push((format!("{DASHBOARD}, {title}"), interpolated(sql)));
        }
    }
    for variable in dashboard["templating"]["list"].as_array().into_iter().flatten() {
        let sql = variable["query"].as_str().unwrap_or_default();
        questions.push((format!("{DASHBOARD}, a variable"), sql.to_owned()));
    }
    ensure!(questions.len() > 15, "only {} questions were found", questions.len());
    for (place, sql) in &questions {
        let said = ask(root, cluster, &role, sql).with_context(|| format!("{place}: {sql}"))?;
        ensure!(!said.trim().is_empty(), "{place}: no answer to {sql}");
    }
    if ask(root, cluster, &role, "DELETE FROM tenant").is_ok() {
        bail!("the role of {PAGE} can write");
    }
    println!("{} questions of {PAGE} and {DASHBOARD} are answered", questions.len());
    Ok(())
}

fn ask(root: &Path, cluster: &Cluster, address: &str, sql: &str) -> anyhow::Result<String> {
    let psql = cluster.programs().join("psql");
    let options = ["--no-psqlrc", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"];
    let command = Command::new(root, &psql.to_string_lossy(), &options);
    command.arg("--dbname").arg(address).arg("--command").arg(sql).output()
}

/// The texts of the page's blocks of a kind.
fn blocks<'p>(page: &'p str, kind: &str) -> Vec<&'p str> {
    let opening = format!("```{kind}\n");
    let parts = page.split(opening.as_str()).skip(1);
    parts.filter_map(|part| part.split("```").next()).map(str::trim).collect()
}

/// A panel's question as Grafana sends it for all times and all queues.
fn interpolated(sql: &str) -> String {
    let mut text = sql.to_owned();
    while let Some(from) = text.find("$__unixEpochFilter(") {
        let Some(length) = text[from..].find(')') else { break };
        let column = text[from + "$__unixEpochFilter(".len()..from + length].to_owned();
        let filter = format!("{column} >= 0 AND {column} <= 4000000000");
        text.replace_range(from..=from + length, &filter);
    }
    MACROS.iter().fold(text, |text, (name, value)| text.replace(name, value))
}

#[cfg(test)]
mod tests {
    use super::{blocks, interpolated};

    #[test]
    fn blocks_of_a_kind() {
        let page = "a\n```sql bi\nSELECT 1;\n```\n```sql\nno\n```\n```sql bi\nSELECT 2;\n```\n";
        assert_eq!(blocks(page, "sql bi"), ["SELECT 1;", "SELECT 2;"]);
    }

    #[test]
    fn macros() {
        let sql = "WHERE $__unixEpochFilter(h.date_time_key) AND queue_key IN ($queue)";
        let expected = "WHERE h.date_time_key >= 0 AND h.date_time_key <= 4000000000 \
                        AND queue_key IN (SELECT queue_key FROM queue)";
        assert_eq!(interpolated(sql), expected);
    }
}
