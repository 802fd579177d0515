// The shape of every text of the first view, and of what depends on a value a function. A language is one object of this shape; the
// conversation's texts are in talk/texts.

export interface Texts {
  direction: "ltr" | "rtl";
  chat: string;
  close: string;
  team: string;
  language: string;
  restoring: string;
  welcome: { title: string; lead: string };
  form: {
    name: string;
    email: string;
    optional: string;
    topic: string;
    topicHint: string;
    question: string;
    questionHint: string;
    start: string;
    starting: string;
    back: string;
    nameMissing: string;
    questionMissing: string;
    emailMissing: string;
    emailWrong: string;
    topicMissing: string;
    unreachable: string;
  };
  closed: {
    title: string;
    lead: string;
    opens: (when: string) => string;
    message: string;
    send: string;
    sending: string;
    sentTitle: string;
    sentLead: (email: string) => string;
    another: string;
  };
  problem: {
    queue_full: string;
    identity_required: string;
    too_long: string;
    too_fast: string;
    already_open: string;
    chat_over: string;
    not_allowed: string;
    /** For every other code. */
    other: string;
  };
}

/** What is said about a refusal. */
export function problemText(texts: Texts, code: string): string {
  const { problem } = texts;
  if (code === "unreachable") return texts.form.unreachable;
  return code in problem ? problem[code as keyof Texts["problem"]] : problem.other;
}
