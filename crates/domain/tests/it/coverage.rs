//! Which test shows when an event fires, and which shows that it does not fire when it must not. The table is held to the stories: the
//! first one has the event in what comes out of it, the second one has not.

use std::collections::BTreeMap;

use domain::Kind;
use domain::kind::KINDS;

/// A kind, the test that shows when it fires, and the test in which it must not.
pub(crate) struct Shown {
    pub(crate) kind: Kind,
    pub(crate) fires: &'static str,
    pub(crate) must_not: &'static str,
}

const fn shown(kind: Kind, fires: &'static str, must_not: &'static str) -> Shown {
    Shown { kind, fires, must_not }
}

const ENDED: &str = "must_not::nothing_is_said_sent_or_passed_on_after_the_end";
const STRANGER: &str = "must_not::who_is_not_in_the_chat_may_do_nothing_in_it";
const CLOSED: &str = "must_not::nobody_asks_for_a_chat_when_the_queue_is_closed";
const CHANGED: &str = "library::each_change_is_an_event";
const REFUSED: &str = "library::what_is_impossible_or_not_an_admins_leaves_no_event";
const AGENT_BACK: &str = "presence::an_absent_agent_comes_back_before_the_limit";
const CUSTOMER_BACK: &str = "presence::a_customer_is_absent_and_comes_back";
const AGENT_LOST: &str = "presence::an_agent_heard_just_after_the_limit_is_lost";
const CUSTOMER_LOST: &str = "presence::a_lost_customer_concludes_the_chat_and_may_go_on";
const NO_TRACE: &str = "presence::a_socket_that_closes_leaves_no_trace";
const TRANSFERRED: &str = "transfer::a_transfer_is_accepted_and_the_customer_is_never_alone";
const NOT_TRANSFERRED: &str = "transfer::a_transfer_is_declined_cannot_be_taken_or_is_taken_back";
const TRANSFER_RAN_OUT: &str =
    "transfer::a_transfer_that_nobody_answers_runs_out_at_its_limit_and_not_before";
const SUPPORTED: &str = "conference::an_agent_comes_supports_and_goes";
const NOT_SUPPORTED: &str =
    "conference::an_invitation_is_declined_cannot_be_followed_or_is_taken_back";
const CONFERENCE_RAN_OUT: &str = "conference::an_invitation_runs_out_at_its_limit_and_not_before";
const AUTO_DECLINED: &str = "offers::an_offer_runs_out_and_is_declined";
const AUTO_ACCEPTED: &str = "offers::an_offer_runs_out_and_is_assigned_where_auto_decline_is_off";
const SEEN: &str = "cobrowse::the_customer_shows_its_page";
const UNSEEN: &str = "cobrowse::the_customer_does_not_want_it";
const WATCHED: &str = "supervision::a_supervisor_monitors_coaches_and_joins";
const HELD: &str = "async_hold::held_woken_and_taken_up_again";
const ASLEEP: &str = "async_hold::only_what_the_customer_says_or_sends_wakes_a_chat";
const BOT: &str = "bots::a_bot_answers_and_hands_over_with_a_summary";
const SAME: &str = "must_not::what_is_so_already_is_not_told_again";

/// The table, in the order of ids.
pub(crate) const SHOWN: [Shown; KINDS.len()] = [
    shown(Kind::AgentPost, TRANSFERRED, ENDED),
    shown(Kind::EndUserPost, HELD, ENDED),
    shown(Kind::AgentPushedUrl, "files_and_links::an_agent_pushes_a_link", ENDED),
    shown(Kind::AgentAbsent, "presence::an_agent_is_absent_at_the_limit_and_not_before", NO_TRACE),
    shown(Kind::AgentPresent, AGENT_BACK, AGENT_LOST),
    shown(
        Kind::EndUserAbsent,
        "limits::a_customer_is_absent_at_the_limit_and_not_before",
        NO_TRACE,
    ),
    shown(Kind::EndUserPresent, CUSTOMER_BACK, CUSTOMER_LOST),
    shown(Kind::AgentEngagementInvitation, "offers::accept", "offers::assigned_without_asking"),
    shown(Kind::AgentTransferInvitation, TRANSFERRED, ENDED),
    shown(Kind::AgentConferenceInvitation, SUPPORTED, ENDED),
    shown(Kind::AgentEngagementAccepted, "offers::accept", AUTO_ACCEPTED),
    shown(
        Kind::AgentEngagementDeclined,
        "offers::a_declined_chat_goes_to_the_next_and_comes_back_only_when_no_other_is_left",
        "offers::decline_needs_the_profile",
    ),
    shown(
        Kind::AgentEngagementTimeout,
        "offers::an_offer_that_is_not_confirmed_goes_on_to_the_next",
        "offers::accept",
    ),
    shown(
        Kind::AgentEngagementUnavailable,
        "supervision::an_agent_that_goes_to_lunch_is_no_longer_asked",
        AUTO_DECLINED,
    ),
    shown(Kind::AgentTransferAccepted, TRANSFERRED, NOT_TRANSFERRED),
    shown(Kind::AgentTransferDeclined, NOT_TRANSFERRED, TRANSFER_RAN_OUT),
    shown(Kind::AgentTransferCanceled, NOT_TRANSFERRED, TRANSFERRED),
    shown(Kind::AgentTransferUnavailable, TRANSFER_RAN_OUT, TRANSFERRED),
    shown(Kind::AgentConferenceAccepted, SUPPORTED, NOT_SUPPORTED),
    shown(Kind::AgentConferenceDeclined, NOT_SUPPORTED, CONFERENCE_RAN_OUT),
    shown(Kind::AgentConferenceCanceled, NOT_SUPPORTED, SUPPORTED),
    shown(Kind::AgentConferenceUnavailable, CONFERENCE_RAN_OUT, SUPPORTED),
    shown(Kind::EngagementParticipantEntered, TRANSFERRED, NOT_SUPPORTED),
    shown(Kind::EngagementParticipantLeft, SUPPORTED, "supervision::watching_stops"),
    shown(
        Kind::AgentRoleChange,
        "conference::lead_and_support_swap",
        "conference::who_is_absent_is_not_made_lead",
    ),
    shown(Kind::ChatCreated, "presence::a_talk_begins", CLOSED),
    shown(
        Kind::ChatReleased,
        "ending::wrap_up_ends_by_itself_at_its_limit",
        "must_not::wrap_up_is_not_over_before_its_limit",
    ),
    shown(
        Kind::ChatCanceled,
        "waiting::the_customer_cancels_while_waiting",
        "conference::all_leave_when_the_chat_ends",
    ),
    shown(Kind::AgentDisconnected, AGENT_LOST, AGENT_BACK),
    shown(Kind::AgentLost, AGENT_LOST, AGENT_BACK),
    shown(Kind::UserDisconnected, CUSTOMER_LOST, CUSTOMER_BACK),
    shown(Kind::UserLost, CUSTOMER_LOST, CUSTOMER_BACK),
    shown(Kind::AgentEngagementAutoAccepted, AUTO_ACCEPTED, AUTO_DECLINED),
    shown(Kind::AgentEngagementAutoDeclined, AUTO_DECLINED, AUTO_ACCEPTED),
    shown(Kind::CobrowseInvitationSent, SEEN, ENDED),
    shown(Kind::CobrowseInvitationAccepted, SEEN, UNSEEN),
    shown(Kind::CobrowseInvitationDeclined, UNSEEN, SEEN),
    shown(Kind::FileAttachmentReceived, "files_and_links::both_sides_send_files", ENDED),
    shown(
        Kind::ChatDisconnectedIdleEndUser,
        "limits::idleness_is_warned_of_and_ends_at_its_limits_and_not_before",
        "files_and_links::files_links_and_attributes_are_or_are_not_activity",
    ),
    shown(Kind::CobrowseSessionStarted, SEEN, UNSEEN),
    shown(Kind::CobrowseSessionStopped, SEEN, "cobrowse::it_fails"),
    shown(Kind::CobrowseSessionError, "cobrowse::it_fails", SEEN),
    shown(Kind::AgentAccepted, "offers::accept", "offers::assigned_without_asking"),
    shown(
        Kind::EndUserDisconnected,
        "ending::the_agent_ends_and_writes_up",
        "presence::a_lost_lead_alone_sends_the_conversation_back_to_its_place",
    ),
    shown(Kind::MonitorBegin, WATCHED, STRANGER),
    shown(Kind::MonitorEnd, WATCHED, STRANGER),
    shown(
        Kind::TransferredToQueue,
        "handover::a_chat_passes_to_another_queue_and_keeps_its_first_arrival",
        ENDED,
    ),
    shown(Kind::LeadSessionStart, TRANSFERRED, SUPPORTED),
    shown(Kind::LeadSessionEnd, TRANSFERRED, SUPPORTED),
    shown(Kind::AgentClientReset, AGENT_LOST, AGENT_BACK),
    shown(Kind::EndUserClientReset, CUSTOMER_LOST, CUSTOMER_BACK),
    shown(Kind::ChatConcluded, "ending::the_agent_ends_and_writes_up", STRANGER),
    shown(
        Kind::ChatRequeued,
        AGENT_LOST,
        "handover::a_chat_goes_back_to_its_place_and_to_another_agent_first",
    ),
    shown(Kind::BotEntered, BOT, "presence::a_talk_begins"),
    shown(Kind::BotLeft, BOT, SUPPORTED),
    shown(Kind::BotPost, BOT, "must_not::a_bot_that_is_not_in_the_chat_says_nothing"),
    shown(Kind::CoachBegin, WATCHED, STRANGER),
    shown(Kind::CoachEnd, WATCHED, STRANGER),
    shown(Kind::InternalPost, SUPPORTED, STRANGER),
    shown(Kind::AsyncOnHold, HELD, "async_hold::only_the_lead_of_an_async_chat_holds_it"),
    shown(Kind::AsyncCustomerActivity, HELD, ASLEEP),
    shown(
        Kind::AsyncIdleAlert,
        "async_hold::a_chat_on_hold_is_idle_at_its_limit_and_not_before",
        ASLEEP,
    ),
    shown(
        Kind::IdleAlert,
        "ending::idle_is_warned_of_and_then_ends",
        "async_hold::an_absent_customer_never_ends_an_async_chat",
    ),
    shown(Kind::IncidentOpened, "presence::a_talk_begins", CLOSED),
    shown(Kind::IncidentUpdated, "incident::the_same_again_changes_nothing", SAME),
    shown(
        Kind::IncidentClosed,
        "ending::the_agent_ends_and_writes_up",
        "presence::both_vanish_and_the_incident_is_there",
    ),
    shown(Kind::SideNoteAdded, SUPPORTED, STRANGER),
    shown(Kind::AgentStatusChanged, "offers::three_missed_offers_in_a_row_make_not_ready", SAME),
    shown(Kind::AgentFileSent, "files_and_links::both_sides_send_files", STRANGER),
    shown(Kind::AttributesChanged, "files_and_links::attributes_are_kept_and_taken_away", STRANGER),
    shown(
        Kind::ChatRated,
        "rating::a_customer_rates_after_the_end_and_changes_its_mind",
        "rating::who_may_not_rate_leaves_no_event",
    ),
    shown(
        Kind::CustomerChanged,
        "identity::a_customer_proves_in_mid_chat_who_it_is",
        "identity::nobody_proves_for_another",
    ),
    shown(
        Kind::CobrowseRecorded,
        "cobrowse::what_is_shown_is_kept_where_the_tenant_wants_it",
        SEEN,
    ),
    shown(Kind::TenantChanged, CHANGED, REFUSED),
    shown(Kind::AgentChanged, CHANGED, REFUSED),
    shown(Kind::AgentRemoved, CHANGED, REFUSED),
    shown(Kind::QueueChanged, CHANGED, REFUSED),
    shown(Kind::QueueRemoved, CHANGED, REFUSED),
    shown(Kind::ProfileChanged, CHANGED, REFUSED),
    shown(Kind::ProfileRemoved, CHANGED, REFUSED),
    shown(Kind::StatusChanged, CHANGED, REFUSED),
    shown(Kind::StatusRemoved, CHANGED, REFUSED),
    shown(Kind::SettingChanged, CHANGED, REFUSED),
    shown(Kind::TopicChanged, CHANGED, REFUSED),
    shown(Kind::TopicRemoved, CHANGED, REFUSED),
    shown(Kind::StandardTextChanged, CHANGED, REFUSED),
    shown(Kind::StandardTextRemoved, CHANGED, REFUSED),
    shown(Kind::ArticleChanged, CHANGED, REFUSED),
    shown(Kind::ArticleRemoved, CHANGED, REFUSED),
    shown(Kind::PromptChanged, CHANGED, REFUSED),
    shown(
        Kind::InvitationRuleChanged,
        "invitations::a_rule_is_made_changed_and_removed",
        "invitations::what_cannot_be_a_rule_leaves_no_event",
    ),
    shown(
        Kind::InvitationRuleRemoved,
        "invitations::a_rule_is_made_changed_and_removed",
        "invitations::what_cannot_be_a_rule_leaves_no_event",
    ),
    shown(
        Kind::ReportScheduleChanged,
        "report_schedules::a_report_is_scheduled_changed_and_removed",
        "report_schedules::what_cannot_be_a_schedule_leaves_no_event",
    ),
    shown(
        Kind::ReportScheduleRemoved,
        "report_schedules::a_report_is_scheduled_changed_and_removed",
        "report_schedules::what_cannot_be_a_schedule_leaves_no_event",
    ),
    shown(
        Kind::IdentityKeyChanged,
        "identity::keys_are_made_and_revoked",
        "identity::what_cannot_be_a_key_leaves_no_event",
    ),
    shown(
        Kind::IdentityKeyRemoved,
        "identity::keys_are_made_and_revoked",
        "identity::what_cannot_be_a_key_leaves_no_event",
    ),
];

const STORIES: [(&str, &str); 22] = [
    ("async_hold", include_str!("async_hold.rs")),
    ("audience", include_str!("audience.rs")),
    ("bots", include_str!("bots.rs")),
    ("cobrowse", include_str!("cobrowse.rs")),
    ("conference", include_str!("conference.rs")),
    ("ending", include_str!("ending.rs")),
    ("files_and_links", include_str!("files_and_links.rs")),
    ("handover", include_str!("handover.rs")),
    ("hours_and_topics", include_str!("hours_and_topics.rs")),
    ("identity", include_str!("identity.rs")),
    ("incident", include_str!("incident.rs")),
    ("invitations", include_str!("invitations.rs")),
    ("library", include_str!("library.rs")),
    ("limits", include_str!("limits.rs")),
    ("must_not", include_str!("must_not.rs")),
    ("offers", include_str!("offers.rs")),
    ("presence", include_str!("presence.rs")),
    ("rating", include_str!("rating.rs")),
    ("report_schedules", include_str!("report_schedules.rs")),
    ("supervision", include_str!("supervision.rs")),
    ("transfer", include_str!("transfer.rs")),
    ("waiting", include_str!("waiting.rs")),
];

/// The text of every test, by the name under which the runner knows it.
fn stories() -> BTreeMap<String, &'static str> {
    let mut found = BTreeMap::new();
    for (file, source) in STORIES {
        for part in source.split("#[test]\nfn ").skip(1) {
            let end = part.find("\n}\n").expect("a test ends");
            let name = part.split('(').next().unwrap();
            found.insert(format!("{file}::{name}"), &part[..end]);
        }
    }
    found
}

/// Whether an event is among what comes out of a story: a line such as `7.000     15  agent_transfer_accepted ann.1 sam`.
fn comes_out(story: &str, kind: Kind) -> bool {
    let id = kind.id().to_string();
    story.lines().any(|line| {
        let words: Vec<&str> = line.split_whitespace().take(3).collect();
        matches!(words[..], [_, number, slug] if number == id && slug == kind.slug())
    })
}

#[test]
fn every_event_has_a_story_in_which_it_fires_and_one_in_which_it_must_not() {
    let stories = stories();
    let mut wrong = Vec::new();
    for (kind, row) in KINDS.into_iter().zip(&SHOWN) {
        assert_eq!(row.kind, kind, "the table is in the order of ids");
        match stories.get(row.fires) {
            None => wrong.push(format!("{}: there is no test {}", kind.slug(), row.fires)),
            Some(story) if comes_out(story, kind) => {}
            Some(_) => wrong.push(format!("{} does not fire in {}", kind.slug(), row.fires)),
        }
        match stories.get(row.must_not) {
            None => wrong.push(format!("{}: there is no test {}", kind.slug(), row.must_not)),
            Some(story) if !comes_out(story, kind) => {}
            Some(_) => wrong.push(format!("{} fires in {}", kind.slug(), row.must_not)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
