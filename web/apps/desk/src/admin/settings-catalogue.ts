// The settings by what they are about, with what each does and its default. The server has the last word on names and bounds: one that
// is not here is listed at the end by its name.

export type SettingForm = "duration" | "count" | "flag" | "choice";

export interface SettingWords {
  name: string;
  label: string;
  what: string;
  initial: string;
  form: SettingForm;
  /** What may be chosen. */
  choices?: readonly { value: string; label: string }[];
}

export interface SettingGroup {
  title: string;
  settings: readonly SettingWords[];
}

const duration = (name: string, label: string, initial: string, what: string): SettingWords => ({
  name,
  label,
  what,
  initial,
  form: "duration",
});
const count = (name: string, label: string, initial: string, what: string): SettingWords => ({
  name,
  label,
  what,
  initial,
  form: "count",
});
const flag = (name: string, label: string, initial: string, what: string): SettingWords => ({
  name,
  label,
  what,
  initial,
  form: "flag",
});

export const settingGroups: readonly SettingGroup[] = [
  {
    title: "Waiting and offers",
    settings: [
      duration(
        "offer_timeout",
        "An offer runs for",
        "30s",
        "How long an agent has to accept an offered chat.",
      ),
      duration(
        "offer_confirm_timeout",
        "An offer is confirmed within",
        "5s",
        "How soon the agent's desk must confirm that an offer is on the screen.",
      ),
      count(
        "missed_offers_limit",
        "Missed offers",
        "3",
        "After this many unanswered offers in a row the agent's status becomes not ready.",
      ),
      duration("queue_timeout", "Longest wait", "30min", "A chat that waits longer than this is ended."),
      flag(
        "queues_and_topics",
        "Several queues and topics",
        "true",
        "Customers choose topics and chats go to several queues; else every chat goes to the general queue.",
      ),
    ],
  },
  {
    title: "In the chat",
    settings: [
      duration(
        "transfer_timeout",
        "An invitation waits for",
        "60s",
        "How long a transfer or conference invitation waits for an answer.",
      ),
      duration(
        "idle_alert",
        "Idle warning after",
        "255s",
        "An active chat with no activity for this long is warned.",
      ),
      duration(
        "idle_timeout",
        "Idle end after",
        "10min",
        "An active chat with no activity for this long is concluded.",
      ),
      duration(
        "wrap_up_timeout",
        "Wrap-up lasts at most",
        "2min",
        "Then the chat is released by itself; 0s releases at once.",
      ),
      count("message_chars_max", "Longest message", "10000", "Most characters in a message or note."),
      duration(
        "rating_time",
        "Customers may rate for",
        "7d",
        "How long after its end a conversation may be rated, or its rating changed; 0s switches ratings off.",
      ),
      flag(
        "identity_required",
        "Customers must prove who they are",
        "false",
        "Who has no proof from the site's own sign-in can neither start a chat nor leave a message.",
      ),
      flag(
        "cobrowse_recording",
        "Record shown pages",
        "false",
        "What an agent sees of a customer's page is kept as a file of the conversation. Customers are told before they agree.",
      ),
      flag("announce_monitoring", "Announce monitoring", "false", "Agents see who monitors their chats."),
      {
        name: "stop_abandoned_interaction",
        label: "Close the incident of a chat that ended",
        what: "When the server closes the incident by itself.",
        initial: "noanswer",
        form: "choice",
        choices: [
          { value: "noanswer", label: "If no agent ever was in it" },
          { value: "noagents", label: "If no agent is in it then" },
          { value: "always", label: "Always" },
          { value: "never", label: "Never" },
        ],
      },
    ],
  },
  {
    title: "Async chats",
    settings: [
      duration(
        "async_preferred_agent",
        "The last agent alone for",
        "2min",
        "How long a chat that its customer wakes waits for its last agent before anyone of the queue may have it.",
      ),
      duration(
        "async_idle_alert",
        "Marked idle after",
        "24h",
        "A chat on hold with no activity for this long is marked idle.",
      ),
      duration(
        "async_idle_close",
        "Closed after",
        "1h",
        "An idle chat with no activity for this long more is concluded.",
      ),
    ],
  },
  {
    title: "Files",
    settings: [
      flag("customer_files", "Customers may send files", "true", "Agents always may."),
      count("file_bytes_max", "Largest file", "20000000", "Most bytes in a file."),
      count("files_max", "Most files", "100", "Most files in a conversation."),
    ],
  },
  {
    title: "Reporting",
    settings: [
      {
        name: "attach_session_statistics",
        label: "Statistics attached to a chat",
        what: "Which of them are attached when it concludes.",
        initial: "fired",
        form: "choice",
        choices: [
          { value: "all", label: "All" },
          { value: "fired", label: "Those that are not 0 or absent" },
          { value: "none", label: "Only those that always are" },
        ],
      },
      count(
        "attach_stats_rep_place",
        "Where report events go",
        "0",
        "The number of the place; must not be 0 when there are report events.",
      ),
      count(
        "attach_stats_rep_events",
        "Report events",
        "0",
        "A sum: 1 at the end (in place of attached statistics), 2 when an async chat is put on hold, 4 when its customer writes during the hold.",
      ),
    ],
  },
  {
    title: "Connections",
    settings: [
      duration("absent_interval", "Absent after", "20s", "A client not heard for this long is absent."),
      count(
        "agent_absent_retry_count",
        "An agent is lost after",
        "3",
        "This many absent intervals; then its chats go back to their places.",
      ),
      count(
        "user_absent_retry_count",
        "A customer is lost after",
        "3",
        "This many absent intervals; then the chat ends.",
      ),
      duration(
        "heartbeat_interval",
        "Heartbeat",
        "5s",
        "How often each side of a connection must be heard; silence for two of them interrupts.",
      ),
    ],
  },
];
