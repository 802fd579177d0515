// The desk's HTTP calls. A refusal is thrown as `ProblemError`; a server that cannot be reached, as what `fetch` throws.

import type { ConversationHistory, Me, Problem, SignIn } from "../generated/protocol";

/** The part of `fetch` that is needed. */
export type Fetch = (
  path: string,
  init?: { method?: string; headers?: Record<string, string>; body?: string },
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
}

/** How many events a page of history has. */
export const historyPageEvents = 200;

export function deskHttp(fetch: Fetch): DeskHttp {
  async function call<T>(path: string, method = "GET", body?: unknown): Promise<T> {
    const response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new ProblemError(problemOf(text, response.status));
    return (text ? JSON.parse(text) : undefined) as T;
  }
  return {
    me: () => call("/api/me"),
    signIn: (name, password) => call("/api/sign-in", "POST", { name, password } satisfies SignIn),
    signOut: (confirmed) => call(`/api/sign-out${confirmed ? "?confirmed=true" : ""}`, "POST"),
    history: (conversation, before) => {
      const page = before === null ? "" : `&before=${before}`;
      return call(`/api/conversations/${encodeURIComponent(conversation)}?limit=${historyPageEvents}${page}`);
    },
  };
}

function problemOf(text: string, status: number): Problem {
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code === "string") return problem;
  } catch {
    // Not ours: a proxy's page, or nothing.
  }
  return { code: "unavailable", status, detail: `the server answered ${status}`, retry: status >= 500 };
}
