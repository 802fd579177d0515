//! The published schema: every wire type as an OpenAPI 3.1 component. The golden `fixtures/schema.json` is what the TypeScript types
//! are generated from (`cargo xtask codegen`) and what a reader diffs when the wire changes. The paths of the HTTP interface are added by
//! the gateway, which alone knows them.

use utoipa::OpenApi;

use crate::{
    command, event, file, frame, identity, key, library, problem, report, report_schedule, rest,
    view,
};

/// The components of the OpenAPI document: frames, commands, events, bodies and the records in them.
#[derive(Debug, OpenApi)]
#[openapi(
    info(
        title = "Holdfast",
        description = "The wire types of Holdfast: frames of the socket and bodies of HTTP."
    ),
    components(schemas(
        command::Command,
        command::IncidentFields,
        command::TicketStatus,
        command::Visibility,
        event::Event,
        event::EventData,
        event::Party,
        event::PartyType,
        file::CompleteUpload,
        file::FileLink,
        file::NewFile,
        file::SentFile,
        file::Upload,
        frame::ClientFrame,
        frame::Draft,
        frame::ServerFrame,
        identity::DemoCustomer,
        identity::DemoIdentity,
        identity::Identified,
        identity::IdentityAlgorithm,
        identity::IdentityKey,
        identity::IdentityKeyList,
        identity::IdentityProof,
        identity::MadeIdentityKey,
        identity::NewIdentityKey,
        key::ApiKey,
        key::ApiKeyList,
        key::NewApiKey,
        library::Article,
        library::Hours,
        library::InvitationRule,
        library::Prompt,
        library::Span,
        library::StandardText,
        library::Topic,
        library::Visitors,
        problem::Problem,
        report::Report,
        report::ReportChats,
        report::ReportList,
        report::ReportQuestion,
        report_schedule::DayOfWeek,
        report_schedule::ReportFormat,
        report_schedule::ReportPlan,
        report_schedule::ReportRun,
        report_schedule::ReportRunState,
        report_schedule::ReportSchedule,
        report_schedule::ReportScheduleList,
        report_schedule::SavedReportSchedule,
        report_schedule::SendEvery,
        report_schedule::WebhookSecret,
        rest::ConversationHistory,
        rest::CustomerSession,
        rest::Done,
        rest::FoundArticle,
        rest::IncidentRow,
        rest::Me,
        rest::Password,
        rest::PromptList,
        rest::SignIn,
        rest::TransferTarget,
        rest::WidgetConfig,
        rest::WidgetInvitation,
        rest::WidgetTopic,
        view::Agent,
        view::Allocation,
        view::Balance,
        view::Cobrowse,
        view::Colleague,
        view::Conversation,
        view::Customer,
        view::DeskSnapshot,
        view::Incident,
        view::Invitation,
        view::Offer,
        view::Participant,
        view::Phase,
        view::Presence,
        view::Profile,
        view::PullPolicy,
        view::Queue,
        view::StaffRole,
        view::Status,
        view::Tenant,
        view::Watcher,
        view::WidgetSnapshot,
    ))
)]
pub struct Wire;

/// The schema as pretty JSON with a final line break, as the golden holds it.
///
/// # Errors
/// Never for the types of this crate; the JSON writer's own failure otherwise.
pub fn text() -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(&Wire::openapi())?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use expect_test::expect_file;

    #[test]
    fn golden_is_current() {
        expect_file!["../fixtures/schema.json"].assert_eq(&super::text().unwrap());
    }
}
