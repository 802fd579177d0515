// Every text of the widget. A language is one object of this shape; what depends on a value is a function of it.

import type { NoticeName } from "@holdfast/client/widget";

export interface Texts {
  direction: "ltr" | "rtl";
  chat: string;
  close: string;
  welcome: { title: string; lead: string; closedTitle: string; closedLead: string };
  form: {
    name: string;
    email: string;
    optional: string;
    question: string;
    questionHint: string;
    start: string;
    starting: string;
    back: string;
    nameMissing: string;
    questionMissing: string;
    emailWrong: string;
    offline: string;
  };
  restoring: string;
  waiting: {
    starting: string;
    title: string;
    place: (place: number) => string;
    estimate: (minutes: number) => string;
    hint: string;
    agentLost: string;
    agentLostHint: string;
    sentBack: string;
    sentBackHint: string;
  };
  header: { waiting: string; here: string; interrupted: string; ended: string; team: string };
  banner: {
    interrupted: string;
    closed: string;
    notStored: string;
    agentInterrupted: (name: string) => string;
  };
  composer: { label: string; placeholder: string; send: string; left: (count: number) => string };
  message: {
    you: string;
    sending: string;
    sent: string;
    seen: string;
    failed: string;
    again: string;
    remove: string;
    earlier: string;
    newer: string;
    today: string;
    log: string;
  };
  typing: (names: readonly string[]) => string;
  notice: Record<NoticeName, (name: string) => string>;
  leave: {
    end: string;
    cancel: string;
    endTitle: string;
    endLead: string;
    cancelTitle: string;
    cancelLead: string;
    confirmEnd: string;
    confirmCancel: string;
    stay: string;
  };
  ended: { title: string; lead: string; resume: string; anew: string };
  problem: (code: string, detail: string) => string;
  dismiss: string;
}

const english: Texts = {
  direction: "ltr",
  chat: "Chat",
  close: "Close chat",
  welcome: {
    title: "How can we help?",
    lead: "Ask us anything. A colleague will be with you shortly.",
    closedTitle: "We are closed right now",
    closedLead: "Nobody can take a chat at the moment. Please come back a little later.",
  },
  form: {
    name: "Your name",
    email: "E-mail",
    optional: "optional",
    question: "Your question",
    questionHint: "Tell us what it is about",
    start: "Start chat",
    starting: "Starting…",
    back: "Back to the conversation",
    nameMissing: "Please tell us your name.",
    questionMissing: "Please tell us what it is about.",
    emailWrong: "This does not look like an e-mail address.",
    offline: "We cannot be reached at the moment. Please check your connection and try again.",
  },
  restoring: "Opening your conversation…",
  waiting: {
    starting: "Asking for a colleague…",
    title: "You are in the queue",
    place: (place) => (place === 1 ? "You are next." : `You are number ${place}.`),
    estimate: (minutes) => (minutes <= 1 ? "About a minute to wait." : `About ${minutes} minutes to wait.`),
    hint: "You can already write: your colleague will read all of it.",
    agentLost: "We are finding you another colleague; you keep your place.",
    agentLostHint: "Nothing is lost: they will see everything that was said.",
    sentBack: "You are being passed on to another colleague.",
    sentBackHint: "You keep your place, and they will see everything that was said.",
  },
  header: {
    waiting: "Waiting for a colleague",
    here: "Is here to help",
    interrupted: "Connection interrupted",
    ended: "Chat ended",
    team: "Customer care",
  },
  banner: {
    interrupted: "Connection interrupted. We keep your place.",
    closed: "The connection was closed. Reload the page to go on.",
    notStored: "Keep this page open until your messages are sent: your browser does not let us store them.",
    agentInterrupted: (name) => `${name}’s connection was interrupted, one moment.`,
  },
  composer: {
    label: "Your message",
    placeholder: "Write a message",
    send: "Send",
    left: (count) => (count === 1 ? "1 character left" : `${count} characters left`),
  },
  message: {
    you: "You",
    sending: "Sending…",
    sent: "Sent",
    seen: "Seen",
    failed: "Not delivered",
    again: "Try again",
    remove: "Remove",
    earlier: "Show earlier messages",
    newer: "New messages",
    today: "Today",
    log: "Conversation",
  },
  typing: (names) => (names.length === 1 ? `${names[0]} is typing` : `${names.join(" and ")} are typing`),
  notice: {
    joined: (name) => `${name} joined the chat`,
    left: (name) => `${name} left the chat`,
    agent_lost: () => "Your colleague’s connection was lost. You are back in the queue, in your old place.",
    sent_back: () => "You are being passed on to another colleague",
    idle_warning: () => "Are you still there? The chat ends soon if nobody writes.",
    canceled: () => "You left the queue",
    ended_by_customer: () => "You ended the chat",
    ended_by_agent: () => "The chat was ended",
    ended_idle: () => "The chat ended because nobody wrote for a while",
    ended_lost: () => "The chat ended because your connection was lost",
    ended_timeout: () => "Sorry, nobody could take your chat in time",
    ended: () => "The chat has ended",
  },
  leave: {
    end: "End chat",
    cancel: "Leave queue",
    endTitle: "End this chat?",
    endLead: "You can continue the conversation later.",
    cancelTitle: "Leave the queue?",
    cancelLead: "You lose your place in the queue.",
    confirmEnd: "End chat",
    confirmCancel: "Leave queue",
    stay: "Stay",
  },
  ended: {
    title: "This chat has ended",
    lead: "Something else on your mind? We still have the whole conversation.",
    resume: "Continue this conversation",
    anew: "Start a new chat",
  },
  dismiss: "OK",
  problem: (code, detail) => {
    switch (code) {
      case "queue_full":
        return "All lines are busy right now. Please try again in a few minutes.";
      case "too_long":
        return "This is too long to send.";
      case "too_fast":
        return "That was a little fast. Please wait a moment.";
      case "already_open":
        return "This chat is open in another window.";
      case "chat_over":
        return "The chat was over before this arrived.";
      default:
        return detail;
    }
  },
};

const languages: Record<string, Texts> = { en: english };

/** The texts for a BCP 47 tag, in English when the language is not there. */
export function textsFor(tag: string): Texts {
  return languages[tag.toLowerCase().split("-")[0] ?? ""] ?? english;
}
