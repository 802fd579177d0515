//! What a page's script must know of the rules by which visitors are invited. It is part of the script itself, so that a page asks for
//! nothing more while there are none. What it leaves out: whether somebody is there, which a page asks when a rule has come true.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::directory::Directory;
use domain::invitations::{InvitationRule, Visitors};
use serde::Serialize;

use crate::app::App;

/// For how long what was read is good: however many pages are opened, the writer is asked once in that time.
const READ_WITHIN: Duration = Duration::from_secs(1);

/// A rule as the script has it. What is asked, and where the chat leads, it is told when it asks.
#[derive(Debug, Serialize)]
struct Rule<'a> {
    id: &'a str,
    url: &'a str,
    seconds: u32,
    visitors: Visitors,
    days: u32,
}

impl<'a> Rule<'a> {
    fn of(rule: &'a InvitationRule) -> Self {
        Self {
            id: rule.id.as_str(),
            url: &rule.url,
            seconds: rule.seconds_on_page,
            visitors: rule.visitors,
            days: rule.every_days,
        }
    }
}

/// The rules in force as JSON; None when there are none.
fn in_force(directory: &Directory) -> Option<String> {
    let rules = directory.library.invitation_rules.values().filter(|rule| rule.enabled);
    let rules: Vec<Rule<'_>> = rules.map(Rule::of).collect();
    // Texts and numbers: nothing here can fail to be written.
    (!rules.is_empty()).then(|| serde_json::to_string(&rules).unwrap_or_default())
}

/// The rules in force, as they were read last.
#[derive(Debug, Default)]
pub(crate) struct Invitations {
    read: Mutex<Option<(Instant, Option<Arc<str>>)>>,
}

impl Invitations {
    /// The rules in force as JSON; None when there are none, or when it cannot be known now.
    pub(crate) async fn in_force(&self, app: &App) -> Option<Arc<str>> {
        let known = self.read.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, rules)) = known
            && at.elapsed() < READ_WITHIN
        {
            return rules;
        }
        let read = app.engine.read(|core| in_force(&core.state.directory)).await;
        let rules: Option<Arc<str>> = read.ok().flatten().map(Arc::from);
        let now = (Instant::now(), rules.clone());
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        rules
    }
}
