//! What all requests and sockets share: the engine, the scratch data, the bounds, and what is counted.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use domain::identity::Proved;
use domain::{AgentId, CommandId, ConversationId, Party, PartyType, Refusal, Timestamp};
use engine::{Handle, Names};
use store::{OpenReports, Scratch};

use crate::StartError;
use crate::alias::Aliases;
use crate::articles::Articles;
use crate::auth::passwords::Passwords;
use crate::config::Config;
use crate::drafts::DraftIndex;
use crate::files::Files;
use crate::invitations::Invitations;
use crate::keeper::Keeper;
use crate::meters::Meters;
use crate::rate::{Rates, Windows};
use crate::registry::Registry;
use crate::reports::Reports;
use crate::schedules::Schedules;
use crate::starting::Starting;

/// Writes the metrics in Prometheus' text format.
pub type RenderMetrics = Box<dyn Fn() -> String + Send + Sync>;

/// What all requests and sockets share.
pub(crate) struct App {
    pub(crate) engine: Handle,
    pub(crate) keeper: Keeper,
    pub(crate) config: Config,
    pub(crate) aliases: Aliases,
    pub(crate) drafts: DraftIndex,
    pub(crate) files: Files,
    pub(crate) registry: Registry,
    pub(crate) reports: Arc<Reports>,
    pub(crate) schedules: Schedules,
    pub(crate) starting: Starting,
    pub(crate) passwords: Passwords,
    pub(crate) articles: Articles,
    pub(crate) invitations: Invitations,
    /// Failed sign-ins by name and by address; new customer sessions by address.
    pub(crate) windows: Windows,
    /// Commands over HTTP by sender.
    pub(crate) rates: Rates,
    pub(crate) meters: Meters,
    pub(crate) render_metrics: RenderMetrics,
    pub(crate) web: crate::web::Web,
    names: RwLock<Arc<Names>>,
    is_stopping: AtomicBool,
}

impl App {
    /// Puts it together.
    ///
    /// # Errors
    /// When the scratch data cannot be read, or a setting cannot be used.
    pub(crate) fn new(
        engine: Handle,
        scratch: Box<dyn Scratch>,
        files: Files,
        reports: OpenReports,
        config: Config,
        render_metrics: RenderMetrics,
    ) -> Result<Self, StartError> {
        Ok(Self {
            engine,
            keeper: Keeper::start(scratch)?,
            aliases: Aliases::new(config.secret),
            drafts: DraftIndex::default(),
            files,
            registry: Registry::default(),
            reports: Arc::new(Reports::new(reports, &config)),
            schedules: Schedules::new(&config.delivery, &config.secret)?,
            starting: Starting::default(),
            passwords: Passwords::default(),
            articles: Articles::default(),
            invitations: Invitations::default(),
            windows: Windows::default(),
            rates: Rates::new(config.commands_per_second, config.commands_burst),
            meters: Meters::new(),
            render_metrics,
            web: crate::web::Web::default(),
            names: RwLock::default(),
            is_stopping: AtomicBool::new(false),
            config,
        })
    }

    /// The log's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.engine.now()
    }

    /// The staff's display names.
    pub(crate) fn names(&self) -> Arc<Names> {
        Arc::clone(&self.names.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the staff's display names anew, after the directory was changed.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub(crate) async fn refresh_names(&self) -> Result<(), Refusal> {
        let read = self.engine.read(|core| {
            let agents = core.state.directory.agents.values();
            agents.map(|a| (a.id.clone(), Arc::from(a.name.as_str()))).collect::<Names>()
        });
        let names = Arc::new(read.await?);
        *self.names.write().unwrap_or_else(PoisonError::into_inner) = names;
        Ok(())
    }

    /// Whether the server is on its way out.
    pub(crate) fn is_stopping(&self) -> bool {
        self.is_stopping.load(Ordering::Acquire)
    }

    /// From now on it is.
    pub(crate) fn begin_to_stop(&self) {
        self.is_stopping.store(true, Ordering::Release);
        self.schedules.begin_to_stop();
    }
}

/// Who sends commands.
#[derive(Debug, Clone)]
pub(crate) enum Sender {
    /// A member of the staff.
    Staff {
        /// Who.
        agent: AgentId,
        /// The same as events name it.
        party: Party,
    },
    /// A customer.
    Customer {
        /// The customer as events name it.
        party: Party,
        /// What it has proved of itself.
        proved: Option<Arc<Proved>>,
    },
}

impl Sender {
    /// A customer with an id, and what it has proved of itself.
    pub(crate) fn customer(id: &str, proved: Option<Proved>) -> Self {
        let party = Party::new(PartyType::Customer, id);
        Self::Customer { party, proved: proved.map(Arc::new) }
    }

    /// As events name it.
    pub(crate) fn party(&self) -> &Party {
        match self {
            Self::Staff { party, .. } | Self::Customer { party, .. } => party,
        }
    }
}

/// Reads a command's id.
///
/// # Errors
/// A refusal that names the field.
pub(crate) fn command_id(text: &str) -> Result<CommandId, Refusal> {
    crate::translate::record::id("id", text, CommandId::parse)
}

/// Reads a conversation's id.
///
/// # Errors
/// A refusal that names the field.
pub(crate) fn conversation_id(text: &str) -> Result<ConversationId, Refusal> {
    crate::translate::record::id("conversation", text, ConversationId::parse)
}
