//! What a tenant begins with, and the demo's people. Each record is put only where it is missing, so that a start that was cut off is
//! completed by the next.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use domain::directory::{
    Agent, Allocation, Balance, GENERAL_QUEUE, Profile, PullPolicy, Queue, StaffRole, Status,
    Tenant,
};
use domain::{AgentId, Command, CommandId, Party, ProfileId, QueueId, StatusId};
use engine::Handle;
use store::{Change, Scratch};

use crate::demo_library;

/// The demo's passwords by account, in the data folder.
pub(crate) const DEMO_ACCOUNTS: &str = "demo-accounts.json";

/// Characters of a generated password: none that are easily mixed up. 32 of them, 5 bits each.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
const PASSWORD_CHARS: usize = 16;

/// Puts what a new tenant needs. Returns the admin's password if the account was made now.
///
/// # Errors
/// When a command is refused or the credential cannot be written.
pub(crate) async fn tenant(
    engine: &Handle,
    scratch: &mut dyn Scratch,
) -> anyhow::Result<Option<String>> {
    let directory = engine.read(|core| core.state.directory.clone()).await?;
    if directory.tenant.name.is_empty() {
        let tenant = Tenant { name: "Holdfast".into(), time_zone: "UTC".into() };
        put(engine, Command::PutTenant { tenant }).await?;
    }
    if directory.statuses.is_empty() {
        for (id, name, takes_chats) in [
            ("available", "Available", true),
            ("away", "Away", false),
            ("lunch", "Lunch", false),
            ("training", "Training", false),
        ] {
            let status = Status { id: StatusId::new(id), name: name.into(), takes_chats };
            put(engine, Command::PutStatus { status }).await?;
        }
    }
    if directory.profiles.is_empty() {
        let profile = Profile {
            id: ProfileId::new("standard"),
            name: "Standard".into(),
            allow_decline: true,
            auto_decline: true,
            can_pick: true,
            chats_max: 5,
            pull_policy: PullPolicy::FirstDue,
            not_ready_after_chat: false,
            transfer_to_other_groups: true,
            can_monitor: false,
        };
        put(engine, Command::PutProfile { profile }).await?;
    }
    if !directory.queues.contains_key(&QueueId::new(GENERAL_QUEUE)) {
        put(engine, Command::PutQueue { queue: queue(GENERAL_QUEUE, "General") }).await?;
    }
    let admins = directory.agents.values().filter(|a| a.role == StaffRole::Admin);
    for admin in admins {
        // A directory that was imported has accounts without passwords.
        if scratch.credential(&admin.id)?.is_some() {
            return Ok(None);
        }
    }
    let password = new_password()?;
    let mut admin = account("admin", "Admin", StaffRole::Admin, &[GENERAL_QUEUE]);
    if let Some(profile) = directory.profiles.keys().next() {
        admin.profile = profile.clone();
    }
    make_account(engine, scratch, admin, &password).await?;
    Ok(Some(password))
}

/// Puts the demo's queues and people where they are missing. Returns all demo passwords, old or new.
///
/// # Errors
/// When a command is refused or a file cannot be written.
pub(crate) async fn demo(
    engine: &Handle,
    scratch: &mut dyn Scratch,
    folder: &Path,
    admin: Option<&str>,
) -> anyhow::Result<BTreeMap<String, String>> {
    let path = folder.join(DEMO_ACCOUNTS);
    if let Ok(text) = std::fs::read_to_string(&path) {
        return serde_json::from_str(&text).with_context(|| path.display().to_string());
    }
    let tenant = Tenant { name: "Northwind Home".into(), time_zone: "UTC".into() };
    put(engine, Command::PutTenant { tenant }).await?;
    for (id, name) in [("sales", "Sales"), ("billing", "Billing")] {
        put(engine, Command::PutQueue { queue: queue(id, name) }).await?;
    }
    for change in demo_library::changes() {
        put(engine, Command::ChangeLibrary(Box::new(change))).await?;
    }
    let mut passwords: BTreeMap<String, String> =
        admin.map(|password| ("admin".to_owned(), password.to_owned())).into_iter().collect();
    for (id, name, role) in [
        ("dana", "Dana", StaffRole::Agent),
        ("sam", "Sam", StaffRole::Agent),
        ("sofia", "Sofia", StaffRole::Supervisor),
    ] {
        let password = new_password()?;
        let record = account(id, name, role, &[GENERAL_QUEUE, "sales", "billing"]);
        make_account(engine, scratch, record, &password).await?;
        passwords.insert(id.to_owned(), password);
    }
    write_private(&path, &serde_json::to_vec_pretty(&passwords)?)?;
    Ok(passwords)
}

/// Changes settings that were given at the start.
///
/// # Errors
/// When there is no such setting or the value is out of its bounds.
pub(crate) async fn settings(
    engine: &Handle,
    settings: &BTreeMap<String, String>,
) -> anyhow::Result<()> {
    let current = engine.read(|core| core.state.directory.settings.clone()).await?;
    let is_new = |name: &str, value: &str| current.get(name).as_deref() != Some(value);
    let set = async |name: &String, value: &String| {
        let command = Command::SetSetting { name: name.clone(), value: value.clone() };
        put(engine, command).await.with_context(|| format!("setting {name}={value}"))
    };
    let mut refused = Vec::new();
    for (name, value) in settings.iter().filter(|(name, value)| is_new(name, value)) {
        if set(name, value).await.is_err() {
            refused.push((name, value));
        }
    }
    // Some go only with another one, which may have come after it.
    for (name, value) in refused {
        set(name, value).await?;
    }
    Ok(())
}

/// The key from which the ids are made under which customers know staff: made once, kept in the data folder.
///
/// # Errors
/// When it cannot be read or written.
pub(crate) fn secret(folder: &Path) -> anyhow::Result<[u8; 32]> {
    let path = folder.join("secret");
    if path.exists() {
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        return bytes.try_into().map_err(|bytes: Vec<u8>| {
            anyhow::anyhow!("{} has {} bytes, not 32; restore it", path.display(), bytes.len())
        });
    }
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)?;
    write_private(&path, &secret)?;
    Ok(secret)
}

fn queue(id: &str, name: &str) -> Queue {
    Queue {
        id: QueueId::new(id),
        name: name.into(),
        allocation: Allocation::Offer,
        balance: Balance::LongestIdle,
        priority: 0,
        waiting_max: None,
        enabled: true,
        hours: None,
        company_filter: false,
    }
}

fn account(id: &str, name: &str, role: StaffRole, queues: &[&str]) -> Agent {
    Agent {
        id: AgentId::new(id),
        name: name.into(),
        role,
        profile: ProfileId::new("standard"),
        queues: queues.iter().map(|queue| QueueId::new(queue)).collect(),
        company: None,
    }
}

async fn make_account(
    engine: &Handle,
    scratch: &mut dyn Scratch,
    agent: Agent,
    password: &str,
) -> anyhow::Result<()> {
    let hash = gateway::hash_password(password).map_err(|why| anyhow::anyhow!("{why}"))?;
    scratch.write(&[Change::SetCredential { agent: agent.id.clone(), hash }])?;
    put(engine, Command::PutAgent { agent }).await
}

async fn put(engine: &Handle, command: Command) -> anyhow::Result<()> {
    // A fresh id: what is put at a start is meant anew each time.
    let id = CommandId::new(&uuid::Uuid::now_v7().to_string());
    engine.command(Party::system(), id, command).await?;
    Ok(())
}

fn new_password() -> anyhow::Result<String> {
    let mut random = [0u8; PASSWORD_CHARS];
    getrandom::fill(&mut random)?;
    Ok(random.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect())
}

/// Writes a file that only its owner may read, whole or not at all.
fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let new = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || -> std::io::Result<()> {
        let mut file = options.open(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&new, path)
    };
    write().with_context(|| format!("{} cannot be written", path.display()))
}
