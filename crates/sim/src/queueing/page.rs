//! The part of docs/queueing.md that a run writes: a table a model, and a sentence on what is outside its interval. What it leaves out: the
//! rest of the page, which says what is compared and why.

use std::fmt::Write as _;

use super::interval::student;
use super::{Comparison, Figure, Load, MINUTE, Model, Row};

/// The probability of the interval that is shown with each figure.
const SHOWN: f64 = 0.95;

impl Model {
    fn title(self) -> &'static str {
        match self {
            Self::ErlangC => "Erlang C: nobody gives up",
            Self::ErlangA => "Erlang A: who waits may give up",
        }
    }
}

fn name(figure: Figure) -> String {
    match figure {
        Figure::Waiting => "wait at all".to_owned(),
        Figure::Wait => "mean wait of all".to_owned(),
        Figure::WaitOfWaiting => "mean wait of those that wait".to_owned(),
        Figure::Within(seconds) => format!("service level, {seconds} s (`service_level`)"),
        Figure::WaitOfServed => "mean wait of answered (`average_wait`)".to_owned(),
        Figure::Abandonment => "give up (`abandonment`)".to_owned(),
        Figure::WaitOfAbandoned => "mean wait of abandoned (`average_abandoned_wait`)".to_owned(),
    }
}

fn is_share(figure: Figure) -> bool {
    match figure {
        Figure::Waiting | Figure::Within(_) | Figure::Abandonment => true,
        Figure::Wait | Figure::WaitOfWaiting | Figure::WaitOfServed | Figure::WaitOfAbandoned => {
            false
        }
    }
}

fn shown(figure: Figure, value: f64) -> String {
    if is_share(figure) { format!("{:.2} %", value * 100.0) } else { format!("{value:.2} s") }
}

/// A number with spaces between its thousands.
fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

impl Row {
    fn is_outside(&self) -> bool {
        self.distance() > self.measured.half_width(SHOWN)
    }
}

impl Comparison {
    /// A row as the table has it.
    pub(super) fn line(&self, row: &Row) -> String {
        let Row { load, figure, theory, measured, .. } = row;
        let half = measured.half_width(SHOWN);
        let errors = (measured.mean - theory) / measured.error;
        let is_in = if row.is_outside() { "outside" } else { "inside" };
        format!(
            "| {}.{:02} | {} | {} | {} ± {} | {errors:+.1} | {is_in} |",
            load.hundredths / 100,
            load.hundredths % 100,
            name(*figure),
            shown(*figure, *theory),
            shown(*figure, measured.mean),
            shown(*figure, half),
        )
    }

    /// Both tables, and what there is to say of them.
    #[must_use]
    pub fn markdown(&self) -> String {
        let plan = &self.plan;
        let days = |loads: &[Load]| -> String {
            let each = loads.iter().map(|load| {
                let hundredths = load.hundredths;
                format!("{} at {}.{:02}", load.measured_days, hundredths / 100, hundredths % 100)
            });
            each.collect::<Vec<_>>().join(", ")
        };
        let chats: f64 = self.loads().map(|row| row.chats).sum();
        // Writing to a text does not fail.
        let mut text = String::new();
        let _ = writeln!(
            text,
            "{} agents, chats of {} min, patience of {} min (Erlang A), all means. Each load: {} replications from an empty office, each \
             with {} days that are not counted and then these that are: Erlang C {}; Erlang A {}. {} chats counted, seed {}.",
            plan.agents,
            plan.service / MINUTE,
            plan.patience / MINUTE,
            plan.replications,
            plan.warm_up_days,
            days(plan.erlang_c),
            days(plan.erlang_a),
            thousands(chats),
            plan.seed,
        );
        for model in [Model::ErlangC, Model::ErlangA] {
            let _ = write!(
                text,
                "\n### {}\n\n| load | figure | theory | measured, 95 % | standard errors off | interval |\n\
                 | --- | --- | --- | --- | --- | --- |\n",
                model.title()
            );
            for row in self.rows.iter().filter(|row| row.model == model) {
                text += &self.line(row);
                text.push('\n');
            }
        }
        let _ = write!(text, "\n{}\n", self.verdict());
        text
    }

    /// One row a load.
    fn loads(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.figure == Figure::Waiting)
    }

    /// What is outside, and whether chance explains it.
    fn verdict(&self) -> String {
        let count = self.rows.len();
        let outside = self.rows.iter().filter(|row| row.is_outside()).count();
        let expected = (1.0 - SHOWN) * count as f64;
        let freedom = self.plan.replications as u32 - 1;
        let errors = student(self.each_sure(), freedom);
        let off: Vec<String> = self.off().map(|row| self.line(row)).collect();
        let verdict = if off.is_empty() {
            "none is that far off: what is outside its own interval is so by chance".to_owned()
        } else {
            format!("that far off, which chance does not explain: {}", off.join("; "))
        };
        format!(
            "{} of {count} figures are inside their own interval; of intervals that are right 95 times in a hundred, {expected:.0} may be outside. \
             Of all {count} at once, right 95 times in a hundred, none may be more than {errors:.1} standard errors off (Bonferroni): {verdict}.",
            count - outside
        )
    }
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn thousands_are_apart() {
        let all = [0.0, 999.0, 1_000.0, 1_234_567.0].map(thousands);
        assert_eq!(all, ["0", "999", "1 000", "1 234 567"]);
    }
}
