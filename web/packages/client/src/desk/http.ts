// The desk's HTTP calls. A refusal is thrown as `ProblemError`; a server that cannot be reached, as what `fetch` throws.

import type {
  ConversationHistory,
  Customer,
  FoundArticle,
  IdentityKeyList,
  IncidentRow,
  InvitationRule,
  MadeIdentityKey,
  Me,
  NewIdentityKey,
  Password,
  Problem,
  PromptList,
  Report,
  ReportChats,
  ReportList,
  ReportPlan,
  ReportRun,
  ReportScheduleList,
  SavedReportSchedule,
  SignIn,
  TransferTarget,
  WebhookSecret,
} from "../generated/protocol";
import type { UploadPort } from "./file-upload";

/** The part of `fetch` that is needed. */
export type Fetch = (
  path: string,
  init?: { method?: string; headers?: Record<string, string>; body?: unknown },
) => Promise<{
  ok: boolean;
  status: number;
  text: () => Promise<string>;
}>;

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export interface DeskHttp {
  me(): Promise<Me>;
  signIn(name: string, password: string): Promise<Me>;
  signOut(confirmed: boolean): Promise<void>;
  history(conversation: string, before: number | null): Promise<ConversationHistory>;
  /** Whom a chat can be passed to. */
  targets(chat: string): Promise<TransferTarget[]>;
  /** Knowledge articles: those that fit a search, best first; all by id without one, from after an article. */
  articles(search: string, after?: string): Promise<FoundArticle[]>;
  /** The prompts' own and shipped wordings. */
  prompts(): Promise<PromptList>;
  /** The rules by which visitors are invited. */
  invitationRules(): Promise<InvitationRule[]>;
  /** An address under which a file can be downloaded for some minutes. */
  fileLink(chat: string, file: string): Promise<{ url: string }>;
  uploads: UploadPort<unknown>;
  /** Sets someone's password. */
  putPassword(agent: string, password: string): Promise<void>;
  /** Incidents of one customer, newest first. */
  incidentsOf(customer: Customer): Promise<IncidentRow[]>;
  /** Messages that were left while nobody was there, newest first; `before`: the smallest `seq` of the page before. */
  leftMessages(open: boolean, before: number | null): Promise<IncidentRow[]>;
  identityKeys(): Promise<IdentityKeyList>;
  makeIdentityKey(key: NewIdentityKey): Promise<MadeIdentityKey>;
  revokeIdentityKey(id: string): Promise<void>;
  /** The reports that there are, and what they can be narrowed to. */
  reports(): Promise<ReportList>;
  report(report: string, question: Readonly<Record<string, string>>): Promise<Report>;
  /** The chats behind a figure of a report. */
  reportChats(report: string, question: Readonly<Record<string, string>>): Promise<ReportChats>;
  /** The reports that are sent by themselves. */
  reportSchedules(): Promise<ReportScheduleList>;
  putReportSchedule(id: string, plan: ReportPlan): Promise<SavedReportSchedule>;
  removeReportSchedule(id: string): Promise<void>;
  /** Sends a report now, out of turn; the list says what came of it. */
  sendReport(id: string): Promise<ReportRun>;
  newWebhookSecret(id: string): Promise<WebhookSecret>;
}

/** How many articles a page has. */
export const articlesPage = 100;

/** How many messages that were left a page has. */
export const leftMessagesPage = 50;

/** How many events a page of history has. */
export const historyPageEvents = 200;

export function deskHttp(fetch: Fetch): DeskHttp {
  async function answer<T>(response: Awaited<ReturnType<Fetch>>): Promise<T> {
    const text = await response.text();
    if (!response.ok) throw new ProblemError(problemOf(text, response.status));
    return (text ? JSON.parse(text) : undefined) as T;
  }
  async function call<T>(
    path: string,
    method = "GET",
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<T> {
    const headers = { ...(body === undefined ? {} : { "content-type": "application/json" }), ...more };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    return answer(await fetch(path, { method, headers, ...text }));
  }
  async function bytes<T>(path: string, body: unknown): Promise<T> {
    const headers = { "content-type": "application/octet-stream" };
    return answer(await fetch(path, { method: "PUT", headers, body }));
  }
  return {
    me: () => call("/api/me"),
    signIn: (name, password) => call("/api/sign-in", "POST", { name, password } satisfies SignIn),
    signOut: (confirmed) => call(`/api/sign-out${confirmed ? "?confirmed=true" : ""}`, "POST"),
    targets: (chat) => call(`/api/chats/${encodeURIComponent(chat)}/targets`),
    articles: (search, after) => {
      const what = search ? `&query=${encodeURIComponent(search)}` : "";
      const from = after ? `&after=${encodeURIComponent(after)}` : "";
      return call(`/api/articles?limit=${articlesPage}${what}${from}`);
    },
    prompts: () => call("/api/prompts"),
    invitationRules: () => call("/api/invitation-rules"),
    fileLink: (chat, file) =>
      call(`/api/chats/${encodeURIComponent(chat)}/files/${encodeURIComponent(file)}/link`, "POST"),
    uploads: {
      begin: (chat, name, bytes) =>
        call(`/api/chats/${encodeURIComponent(chat)}/files`, "POST", { name, bytes }),
      put: (upload, offset, piece) => bytes(`/api/uploads/${upload}?offset=${offset}`, piece),
      get: (upload) => call(`/api/uploads/${upload}`),
      complete: (upload, id) =>
        call(`/api/uploads/${upload}/complete`, "POST", {}, { "idempotency-key": id }),
      remove: (upload) => call(`/api/uploads/${upload}`, "DELETE"),
    },
    putPassword: (agent, password) =>
      call(`/api/agents/${encodeURIComponent(agent)}/password`, "PUT", { password } satisfies Password),
    incidentsOf: ({ id, verified, external_id }) => {
      // Those of a verified customer are found by who it is, on whichever device it had them; those of any other by its session.
      const whose = verified
        ? `external_id=${encodeURIComponent(external_id ?? "")}`
        : `customer=${encodeURIComponent(id)}`;
      return call(`/api/incidents?${whose}&limit=20`);
    },
    leftMessages: (open, before) =>
      call(
        `/api/incidents?left=true&open=${open}&limit=${leftMessagesPage}${before === null ? "" : `&before=${before}`}`,
      ),
    identityKeys: () => call("/api/identity-keys"),
    makeIdentityKey: (key) => call("/api/identity-keys", "POST", key),
    revokeIdentityKey: (id) => call(`/api/identity-keys/${encodeURIComponent(id)}`, "DELETE"),
    reports: () => call("/api/reports"),
    report: (report, question) => call(reportPath(report, "", question)),
    reportChats: (report, question) => call(reportPath(report, "/chats", question)),
    reportSchedules: () => call("/api/report-schedules"),
    putReportSchedule: (id, plan) => call(`/api/report-schedules/${encodeURIComponent(id)}`, "PUT", plan),
    removeReportSchedule: (id) => call(`/api/report-schedules/${encodeURIComponent(id)}`, "DELETE"),
    sendReport: (id) => call(`/api/report-schedules/${encodeURIComponent(id)}/send`, "POST"),
    newWebhookSecret: (id) => call(`/api/report-schedules/${encodeURIComponent(id)}/secret`, "POST"),
    history: (conversation, before) => {
      const page = before === null ? "" : `&before=${before}`;
      return call(`/api/conversations/${encodeURIComponent(conversation)}?limit=${historyPageEvents}${page}`);
    },
  };
}

/** The address of a report, or of what belongs to it: `/chats`, `/export`. */
export function reportPath(
  report: string,
  part: "" | "/chats" | "/export",
  question: Readonly<Record<string, string>>,
): string {
  const asked = new URLSearchParams(question).toString();
  return `/api/reports/${encodeURIComponent(report)}${part}${asked ? `?${asked}` : ""}`;
}

/** The problem in an answer that is none of ours to use. */
export function problemOf(text: string, status: number): Problem {
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code === "string") return problem;
  } catch {
    // Not ours: a proxy's page, or nothing.
  }
  return { code: "unavailable", status, detail: `the server answered ${status}`, retry: status >= 500 };
}
